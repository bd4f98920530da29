//! The first pass: every declaration gets its place in the typed tree, and its name a meaning.

use super::scope::Attribute;
use super::tree::{
    About, Aid, AidId, Benefit, Blank, Convention, CriteriaId, CriteriaSet, Entity, EntityId, Enum,
    EnumId, Expr, Field, FieldId, Indicator, IndicatorId, Outcome, Parameter, ParameterId,
    Register, RegisterId, Role, RoleId, Status, TermExpr, Type, Value, ValueId, ValueKind,
};
use super::types::boolean;
use super::{Checker, Progress, Slot, about, about_row, label_text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::near;
use crate::source::Span;
use crate::syntax::ast::{self, Declaration, DeclarationKind, EntityRow, Name};

impl Checker<'_> {
    pub(super) fn declare(&mut self) {
        if let Some(policy) = &self.layered.policy {
            self.program.name.clone_from(&policy.name.node);
            self.program.label = label_text(&policy.name, policy.label.as_ref());
        }
        self.program.currency = self
            .layered
            .currency
            .clone()
            .unwrap_or_else(|| "IDR".to_owned());
        self.outcomes();
        self.each(Self::declare_type);
        self.each(Self::declare_entity);
        self.each(Self::declare_fields);
        self.parent_cycles();
        self.each(Self::declare_parameter);
        self.parameter_keys();
        self.each(Self::declare_first);
        self.each(Self::declare_update);
        self.named_end_here();
        self.each(Self::declare_later);
    }

    fn each(&mut self, declare: fn(&mut Self, usize, &Declaration)) {
        for (index, declaration) in self.declarations() {
            declare(self, index, declaration);
        }
    }

    /// The two enumerations of the language itself.
    fn outcomes(&mut self) {
        let about = |name: &str| About {
            name: name.to_owned(),
            label: name.to_owned(),
            ..About::default()
        };
        let words = |word: &str| (word.to_owned(), word.to_owned());
        self.program.enums.push(Enum {
            about: about("status"),
            values: Status::ALL.iter().map(|it| words(it.word())).collect(),
        });
        self.program.enums.push(Enum {
            about: about("outcome"),
            values: Outcome::ALL.iter().map(|it| words(it.word())).collect(),
        });
    }

    fn slot(&mut self, index: usize, slot: Slot) {
        self.slots.entry(index).or_default().push(slot);
    }

    fn declare_type(&mut self, index: usize, declaration: &Declaration) {
        if self.is_later(index) {
            return self.share_classes(index, declaration);
        }
        let (name, it) = match &declaration.kind {
            DeclarationKind::Type(it) => {
                let values = it.values.iter().map(|value| {
                    (
                        value.name.node.clone(),
                        label_text(&value.name, value.label.as_ref()),
                    )
                });
                (
                    &it.name,
                    Enum {
                        about: about(&it.name, it.label.as_ref(), declaration),
                        values: distinct(values),
                    },
                )
            }
            DeclarationKind::Classify(it) => {
                let values = it.rows.iter().map(|row| {
                    (
                        row.class.node.clone(),
                        label_text(&row.class, row.label.as_ref()),
                    )
                });
                (
                    &it.name,
                    Enum {
                        about: about(&it.name, it.label.as_ref(), declaration),
                        values: distinct(values),
                    },
                )
            }
            _ => return,
        };
        let id = EnumId(next(&self.program.enums));
        self.program.enums.push(it);
        self.slot(index, Slot::Enum(id));
        self.names.types.entry(name.node.clone()).or_insert(id);
    }

    fn declare_entity(&mut self, index: usize, declaration: &Declaration) {
        let DeclarationKind::Entity(it) = &declaration.kind else {
            return;
        };
        let id = EntityId(next(&self.program.entities));
        self.program.entities.push(Entity {
            about: about(&it.name, it.label.as_ref(), declaration),
            key: FieldId(u32::MAX),
            parent: None,
            fields: Vec::new(),
        });
        self.names
            .attributes
            .push(std::collections::BTreeMap::new());
        self.slot(index, Slot::Entity(id));
        self.names
            .entities
            .entry(it.name.node.clone())
            .or_insert(id);
    }

    fn declare_fields(&mut self, index: usize, declaration: &Declaration) {
        let DeclarationKind::Entity(it) = &declaration.kind else {
            return;
        };
        let Some(Slot::Entity(id)) = self.slots_of(index).first().copied() else {
            return;
        };
        let mut key: Option<Span> = None;
        let mut several = Vec::new();
        for row in &it.rows {
            match row {
                EntityRow::Key(field) => {
                    let place = self.declare_field(id, field);
                    self.take_key(id, place, field.span, field.name.span, &mut key);
                }
                EntityRow::Keys { fields, span } => several.push((fields, *span)),
                EntityRow::RowKey(span) => {
                    let place = self.declare_row_key(id, *span);
                    self.take_key(id, place, *span, *span, &mut key);
                }
                EntityRow::Field(field) => {
                    self.declare_field(id, field);
                }
                EntityRow::Period {
                    from, until, span, ..
                } => self.declare_period(id, from, until, *span),
                EntityRow::CompleteSince { .. } => {}
                EntityRow::BelongsTo {
                    parent,
                    field,
                    span,
                } => self.declare_parent(id, parent, field, *span),
                EntityRow::RefersTo {
                    name,
                    label,
                    target,
                    field,
                    optional,
                    reverse,
                    span,
                } => {
                    let Some(target) = self.entity_named(target) else {
                        self.poisoned.insert(name.node.clone());
                        let reverse = reverse.as_ref().map(|it| it.node.clone());
                        self.poisoned.extend(reverse);
                        continue;
                    };
                    let link = self.reference(id, field, label.as_ref(), target, *span);
                    if let Some(it) = self.program.fields.get_mut(link.index()) {
                        it.blank = blank_of(optional.as_ref());
                    }
                    self.attach(id, &name.node, Attribute::Link(link, target));
                    if let Some(reverse) = reverse {
                        self.attach(target, &reverse.node, Attribute::Reverse(link, id));
                    }
                }
            }
        }
        // Columns of a key may be declared by other rows: `belongs to family by family_id`.
        for (fields, span) in several {
            let place = self.declare_keys(id, fields);
            self.take_key(id, place, span, span, &mut key);
        }
        if key.is_none() {
            self.report(Diagnostic::at(&codes::NO_KEY, it.name.span).with("name", &it.name.node));
        }
    }

    /// Takes the first key of an entity; another is a finding.
    fn take_key(
        &mut self,
        id: EntityId,
        place: FieldId,
        row: Span,
        named: Span,
        key: &mut Option<Span>,
    ) {
        if let Some(first) = *key {
            self.report(Diagnostic::at(&codes::SECOND_KEY, row).label(first, "label.first"));
        } else if let Some(entity) = self.program.entities.get_mut(id.index()) {
            entity.key = place;
            *key = Some(named);
        }
    }

    /// The two days of a period; a blank last day means that it goes on.
    fn declare_period(&mut self, id: EntityId, from: &Name, until: &Name, span: Span) {
        if self.program.periods.contains_key(&id) {
            self.report(Diagnostic::at(&codes::SECOND_PERIOD, span));
            return;
        }
        let goes_on = Blank::Means {
            marker: "ongoing".to_owned(),
            label: "ongoing".to_owned(),
        };
        let mut day = |name: &Name, blank| {
            self.add_field(Field {
                about: about_row(name, None, name.span),
                entity: id,
                ty: Type::Date,
                range: None,
                matching: None,
                blank,
                unique: false,
                personal: false,
                refers_to: None,
            })
        };
        let days = (day(from, Blank::Rejected), day(until, goes_on));
        self.program.periods.insert(id, days);
    }

    fn declare_parent(&mut self, id: EntityId, parent: &Name, field: &Name, span: Span) {
        let Some(target) = self.entity_named(parent) else {
            self.poisoned.insert(field.node.clone());
            return;
        };
        let link = self.reference(id, field, None, target, span);
        if let Some(entity) = self.program.entities.get_mut(id.index()) {
            if entity.parent.is_none() {
                entity.parent = Some((target, link));
            } else {
                self.report(Diagnostic::at(&codes::SECOND_PARENT, span));
            }
        }
    }

    pub(super) fn declare_field(&mut self, entity: EntityId, field: &ast::Field) -> FieldId {
        let ty = self.type_of(&field.ty);
        if ty.is_none() {
            self.poisoned.insert(field.name.node.clone());
        }
        // What a blank means is typed once all names are known; its kind is known now.
        let blank = blank_of(field.optional.as_ref());
        let is_asked = matches!(blank, Blank::Rejected);
        let id = self.add_field(Field {
            about: self.about_field(field, ty),
            entity,
            ty: ty.unwrap_or(Type::Boolean),
            range: None,
            matching: field
                .matching
                .as_ref()
                .map(|it| (it.pattern.node.clone(), it.otherwise_unknown)),
            blank,
            unique: field.unique.is_some(),
            personal: field.personal.is_some(),
            refers_to: None,
        });
        if let Some(design) = &field.design {
            self.declare_design(design, id, is_asked);
        }
        self.declare_weight(field, id);
        id
    }

    /// `stratum`, `cluster`: one field of each, that every row has.
    fn declare_design(
        &mut self,
        design: &crate::source::Spanned<ast::Design>,
        id: FieldId,
        is_asked: bool,
    ) {
        let is_second = self.program.design.iter().any(|(it, _)| *it == design.node);
        if is_asked && !is_second {
            self.program.design.push((design.node, id));
            return;
        }
        let word = match design.node {
            ast::Design::Stratum => "stratum",
            ast::Design::Cluster => "cluster",
        };
        self.report(Diagnostic::at(&codes::SAMPLE_DESIGN, design.span).with("word", word));
    }

    /// Name and title of a field; one without a title is called as its enumeration is.
    fn about_field(&self, field: &ast::Field, ty: Option<Type>) -> About {
        let mut about = about_row(&field.name, field.label.as_ref(), field.span);
        if let (None, Some(Type::Enum(id))) = (&field.label, ty)
            && let Some(it) = self.program.enums.get(id.index())
        {
            about.label.clone_from(&it.about.label);
        }
        about
    }

    /// A field that holds the key of another entity; its type is set once the keys are known.
    fn reference(
        &mut self,
        entity: EntityId,
        name: &Name,
        label: Option<&ast::Label>,
        target: EntityId,
        span: Span,
    ) -> FieldId {
        self.add_field(Field {
            about: about_row(name, label, span),
            entity,
            ty: Type::Text,
            range: None,
            matching: None,
            blank: Blank::Rejected,
            unique: false,
            personal: false,
            refers_to: Some(target),
        })
    }

    pub(super) fn add_field(&mut self, field: Field) -> FieldId {
        let id = FieldId(next(&self.program.fields));
        self.attach(
            field.entity,
            &field.about.name.clone(),
            Attribute::Field(id),
        );
        if let Some(entity) = self.program.entities.get_mut(field.entity.index()) {
            entity.fields.push(id);
        }
        self.program.fields.push(field);
        id
    }

    fn attach(&mut self, entity: EntityId, name: &str, attribute: Attribute) {
        if let Some(names) = self.names.attributes.get_mut(entity.index()) {
            names.entry(name.to_owned()).or_insert(attribute);
        }
    }

    /// An entity by name, or a finding.
    pub(super) fn entity_named(&mut self, name: &Name) -> Option<EntityId> {
        let found = self.names.entities.get(&name.node).copied();
        let is_read = !name.node.is_empty();
        if found.is_none() && is_read && !self.poisoned.contains(&name.node) {
            let known: Vec<&str> = self.names.entities.keys().map(String::as_str).collect();
            let near = near(&name.node, known.iter().copied());
            let finding = Diagnostic::at(&names::UNKNOWN_ENTITY, name.span)
                .with("name", &name.node)
                .with("all", known.join(", "));
            self.report(match name.node.as_str() {
                "each" | "setiap" => finding.help("help.each"),
                _ if known.is_empty() => finding.help("help.none"),
                _ => super::scope::suggested(finding, name.span, near),
            });
        }
        found
    }

    fn declare_parameter(&mut self, index: usize, declaration: &Declaration) {
        match &declaration.kind {
            DeclarationKind::Parameter(it) => {
                let ty = match &it.brackets {
                    None => self.type_of(&it.ty),
                    Some(ast::Brackets { to: Some(to) }) => self.type_of(to),
                    Some(ast::Brackets { to: None }) => Some(Type::Decimal),
                };
                let id = ParameterId(next(&self.program.parameters));
                self.program.parameters.push(Parameter {
                    about: about(&it.name, it.label.as_ref(), declaration),
                    ty: ty.unwrap_or(Type::Boolean),
                    keys: Vec::new(),
                    intervals: Vec::new(),
                });
                self.parameter_progress.push(if ty.is_some() {
                    Progress::Open
                } else {
                    Progress::Failed
                });
                self.slot(index, Slot::Parameter(id));
                self.names
                    .parameters
                    .entry(it.name.node.clone())
                    .or_insert(id);
            }
            DeclarationKind::Indicator(it) => {
                let id = IndicatorId(next(&self.program.indicators));
                self.program.indicators.push(Indicator {
                    about: about(&it.name, it.label.as_ref(), declaration),
                    ty: Type::Integer,
                    terms: Vec::new(),
                    value: TermExpr::Constant(nothing(declaration.head)),
                    by: Vec::new(),
                    convention: Convention::default(),
                    of_population: it.of_population,
                });
                self.slot(index, Slot::Indicator(id));
                self.names
                    .indicators
                    .entry(it.name.node.clone())
                    .or_insert(id);
            }
            _ => {}
        }
    }

    fn declare_first(&mut self, index: usize, declaration: &Declaration) {
        if !self.is_later(index) {
            self.declare_value(index, declaration);
        }
    }

    fn declare_later(&mut self, index: usize, declaration: &Declaration) {
        if self.is_later(index) {
            self.declare_value(index, declaration);
        }
    }

    fn declare_value(&mut self, index: usize, declaration: &Declaration) {
        let (name, label, level) = match &declaration.kind {
            DeclarationKind::Role(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Define(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Criteria(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Classify(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Select(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Aid(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Register(it) => (&it.name, it.label.as_ref(), &it.level),
            DeclarationKind::Decide(it) => return self.declare_decide(index, declaration, it),
            _ => return,
        };
        let Some(level) = self.entity_named(level) else {
            self.poisoned.insert(name.node.clone());
            return;
        };
        let about = about(name, label, declaration);
        let attribute = match &declaration.kind {
            DeclarationKind::Role(it) => self.declare_role(index, it, level, about),
            DeclarationKind::Define(it) => {
                let ty = it.ty.as_ref().map(|ty| self.type_of(ty));
                let progress = match ty {
                    None => Progress::Open,
                    Some(Some(_)) => Progress::Typed,
                    Some(None) => Progress::Failed,
                };
                Attribute::Value(self.add_value(
                    index,
                    about,
                    level,
                    ty.flatten().unwrap_or(Type::Boolean),
                    progress,
                ))
            }
            DeclarationKind::Criteria(it) => {
                Attribute::Criteria(self.declare_criteria(index, it, level, about, declaration))
            }
            DeclarationKind::Classify(_) => {
                let ty = match self.slots_of(index).first() {
                    Some(Slot::Enum(id)) => Type::Enum(*id),
                    _ => return,
                };
                Attribute::Value(self.add_value(index, about, level, ty, Progress::Typed))
            }
            DeclarationKind::Select(_) => Attribute::Value(self.add_value(
                index,
                about,
                level,
                Type::Boolean,
                Progress::Typed,
            )),
            DeclarationKind::Aid(_) => {
                let id = AidId(next(&self.program.aids));
                self.program.aids.push(empty_aid(about, level));
                self.slot(index, Slot::Aid(id));
                Attribute::Aid(id)
            }
            _ => {
                let id = RegisterId(next(&self.program.registers));
                let current = nothing(declaration.head);
                self.program.registers.push(Register {
                    about,
                    entity: level,
                    current,
                    enter: Vec::new(),
                    leave: Vec::new(),
                });
                if let Some(time) = declaration.common.in_force {
                    let days = (time.from.node, time.until.map(|it| it.node));
                    self.program.registers_in_force.insert(id, days);
                }
                self.slot(index, Slot::Register(id));
                Attribute::Register(id)
            }
        };
        if !self.is_later(index) {
            self.attach(level, &name.node, attribute);
        }
    }

    fn declare_role(
        &mut self,
        index: usize,
        role: &ast::Role,
        level: EntityId,
        about: About,
    ) -> Attribute {
        let id = RoleId(next(&self.program.roles));
        // Corrected when its `only(…)` is typed.
        let of = match &role.value.kind {
            ast::ExprKind::Aggregate(it) => self.names.entities.get(&it.entity.node).copied(),
            _ => None,
        };
        if of.is_none() {
            self.poisoned.insert(role.name.node.clone());
        }
        let condition = nothing(role.value.span);
        self.program.roles.push(Role {
            about,
            entity: level,
            of: of.unwrap_or(level),
            condition,
        });
        self.slot(index, Slot::Role(id));
        Attribute::Role(id)
    }

    fn declare_criteria(
        &mut self,
        index: usize,
        it: &ast::Criteria,
        level: EntityId,
        about: About,
        declaration: &Declaration,
    ) -> CriteriaId {
        let id = CriteriaId(next(&self.program.criteria));
        self.slot(index, Slot::Criteria(id));
        self.program.criteria.push(CriteriaSet {
            about,
            entity: level,
            criteria: Vec::new(),
        });
        let mut rows = Vec::new();
        let more = if self.is_later(index) {
            Vec::new()
        } else {
            self.later_rows(index, it)
        };
        for row in it.rows.iter().chain(&more) {
            let mut about = about_row(&row.name, row.label.as_ref(), row.span);
            about.name = format!("{}.{}", it.name.node, row.name.node);
            about.sources.clone_from(if row.sources.is_empty() {
                &declaration.common.sources
            } else {
                &row.sources
            });
            let value = self.add_value(index, about, level, Type::Boolean, Progress::Typed);
            if let Some(it) = self.program.values.get_mut(value.index()) {
                it.kind = ValueKind::Criterion {
                    set: id,
                    condition: nothing(row.span),
                };
            }
            rows.push(value);
        }
        if let Some(set) = self.program.criteria.get_mut(id.index()) {
            set.criteria = rows;
        }
        id
    }

    fn declare_decide(&mut self, index: usize, declaration: &Declaration, it: &ast::Decide) {
        let level = self.entity_named(&it.level);
        for (place, name) in it.names.iter().enumerate() {
            let ty = it.types.get(place).and_then(|ty| self.type_of(ty));
            let (Some(level), Some(ty)) = (level, ty) else {
                self.poisoned.insert(name.node.clone());
                continue;
            };
            let id = self.add_value(
                index,
                about(name, it.label.as_ref(), declaration),
                level,
                ty,
                Progress::Typed,
            );
            if !self.is_later(index) {
                self.attach(level, &name.node, Attribute::Value(id));
            }
        }
    }

    pub(super) fn add_value(
        &mut self,
        index: usize,
        about: About,
        entity: EntityId,
        ty: Type,
        progress: Progress,
    ) -> ValueId {
        let id = ValueId(next(&self.program.values));
        if let Some(in_force) = self
            .layered
            .declarations
            .get(index)
            .and_then(|it| it.common.in_force)
        {
            self.program
                .in_force
                .insert(id, (in_force.from.node, in_force.until.map(|it| it.node)));
        }
        let kind = ValueKind::Define(nothing(about.span));
        self.program.values.push(Value {
            about,
            entity,
            ty,
            kind,
            exact: false,
        });
        self.progress.push(progress);
        self.value_sources.push(index);
        self.slot(index, Slot::Value(id));
        id
    }
}

/// The next place in an arena.
fn next<T>(arena: &[T]) -> u32 {
    u32::try_from(arena.len()).unwrap_or(u32::MAX)
}

/// Stands where an expression is not typed yet, or failed.
pub(super) fn nothing(span: Span) -> Expr {
    boolean(false, span)
}

fn empty_aid(about: About, entity: EntityId) -> Aid {
    Aid {
        about,
        entity,
        agency: None,
        in_force: None,
        when: Vec::new(),
        unless: Vec::new(),
        verify: Vec::new(),
        take_up: None,
        benefit: Benefit::Nothing,
        quota: None,
        budget: None,
        limits: Vec::new(),
        rank: Vec::new(),
        not_together: Vec::new(),
    }
}

/// The first of each name: a class may stand in several rows.
fn distinct(values: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, label) in values {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, label));
        }
    }
    all
}

/// What a blank means, as far as it is known before all names are.
fn blank_of(optional: Option<&ast::Optional>) -> Blank {
    match optional.map(|it| &it.blank) {
        None => Blank::Rejected,
        Some(ast::Blank::Unknown | ast::Blank::AskedWhen { .. }) => Blank::Unknown,
        Some(ast::Blank::Means { marker, label }) => Blank::Means {
            marker: marker.node.clone(),
            label: label_text(marker, label.as_ref()),
        },
    }
}
