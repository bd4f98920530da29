//! What a policy asks of its data: entities, columns, and what may stand in them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::columns::wanted;
use super::reject::range;
use crate::check::tree::{Blank, EnumId, Field, FieldId, Program, Type};
use crate::source::Span;

/// An entity that needs a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct EntitySchema {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The field that tells its rows apart.
    pub key: String,
    /// The entity that its rows belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub belongs_to: Option<String>,
    /// The columns, in the order of the policy.
    pub fields: Vec<FieldSchema>,
}

/// A column that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct FieldSchema {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its type, in the words of the language.
    #[serde(rename = "type")]
    pub ty: String,
    /// What a blank means: `rejected`, `unknown`, `asked_when` or `known`.
    pub blank: &'static str,
    /// The condition of the question, where it is not asked of every row.
    #[serde(skip)]
    pub asked_when: Option<Span>,
    /// The values, of an enumeration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The range, as a policy writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The pattern of the whole text, a regular expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// The entity whose key it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<String>,
    /// No value may stand twice.
    pub unique: bool,
    /// It identifies a person.
    pub personal: bool,
}

/// The entities that a policy declares, with the fields that are needed, keys and references too.
pub fn schema(program: &Program, needed: &BTreeSet<FieldId>) -> Vec<EntitySchema> {
    let name_of = |field: FieldId| {
        let field = program.fields.get(field.index());
        field.map_or(String::new(), |it| it.about.name.clone())
    };
    let entities = program.declared().map(|(entity, id)| {
        let fields = wanted(program, id, needed).into_iter();
        let fields = fields.filter_map(|field| program.fields.get(field.index()));
        let parent = entity
            .parent
            .and_then(|(parent, _)| program.entities.get(parent.index()));
        let by = entity.parent.map(|(_, by)| name_of(by));
        EntitySchema {
            name: entity.about.name.clone(),
            label: entity.about.label.clone(),
            key: name_of(entity.key),
            belongs_to: parent.map(|it| it.about.name.clone()),
            fields: fields
                .map(|field| {
                    let parent = parent.filter(|_| by.as_ref() == Some(&field.about.name));
                    let parent = parent.map(|it| it.about.name.clone());
                    field_schema(program, field, parent)
                })
                .collect(),
        }
    });
    entities.collect()
}

fn field_schema(program: &Program, field: &Field, parent: Option<String>) -> FieldSchema {
    let of = |id: EnumId| program.enums.get(id.index()).map(|it| it.values.as_slice());
    let values = if let Type::Enum(id) = field.ty {
        of(id)
    } else {
        None
    };
    let values = values
        .unwrap_or_default()
        .iter()
        .map(|(name, _)| name.clone());
    let (blank, asked_when) = match &field.blank {
        Blank::Rejected => ("rejected", None),
        Blank::Unknown => ("unknown", None),
        Blank::AskedWhen { condition, .. } => ("asked_when", Some(condition.span)),
        Blank::Means { .. } => ("known", None),
    };
    let target = field
        .refers_to
        .and_then(|it| program.entities.get(it.index()));
    FieldSchema {
        name: field.about.name.clone(),
        label: field.about.label.clone(),
        ty: program.type_word(field.ty),
        blank,
        asked_when,
        values: values.collect(),
        range: field.range.as_ref().map(|_| range(field)),
        pattern: field.matching.as_ref().map(|(pattern, _)| pattern.clone()),
        refers_to: target.map(|it| it.about.name.clone()).or(parent),
        unique: field.unique,
        personal: field.personal,
    }
}
