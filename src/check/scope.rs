//! What names mean where: attributes of the level, locals, values of the wanted type, parameters.

use std::collections::BTreeMap;

use super::tree::{
    AidId, AidPart, CriteriaId, EntityId, EnumId, Expr, ExprKind, FieldId, Hop, IndicatorId,
    OUTCOME, ParameterId, RegisterId, RoleId, STATUS, Type, ValueId,
};
use super::{Checker, Progress};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::{Near, near};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Name};
use crate::words;

/// What a name at a level stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Field(FieldId),
    Value(ValueId),
    Role(RoleId),
    Link(FieldId, EntityId),
    /// The rows of the entity that lead here by the link.
    Reverse(FieldId, EntityId),
    Criteria(CriteriaId),
    Aid(AidId),
    Register(RegisterId),
}

/// All names of a policy, by name space.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) types: BTreeMap<String, EnumId>,
    pub(super) entities: BTreeMap<String, EntityId>,
    pub(super) parameters: BTreeMap<String, ParameterId>,
    pub(super) indicators: BTreeMap<String, IndicatorId>,
    /// By [`EntityId`].
    pub(super) attributes: Vec<BTreeMap<String, Attribute>>,
}

/// Where an expression stands.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) level: Level,
    /// Names that stand for an expression here.
    pub(super) locals: Vec<(String, Expr)>,
    /// A fixture's name for the row itself.
    pub(super) alias: Option<String>,
    /// Whether an amount without a period takes the wanted one.
    pub(super) money: Money,
}

/// For what an expression is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// A row of an entity.
    Row(EntityId),
    /// The whole population.
    Population,
    /// Once: constants and parameters alone.
    Constant,
}

/// How an amount without a period is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    /// As a one-off amount.
    AsWritten,
    /// In the declared period.
    AsDeclared,
}

impl Scope {
    /// For the rows of an entity.
    pub(super) fn row(entity: EntityId) -> Self {
        Self {
            level: Level::Row(entity),
            locals: Vec::new(),
            alias: None,
            money: Money::AsWritten,
        }
    }

    /// For constants and parameters, where amounts take the declared period.
    pub(super) fn constant() -> Self {
        Self {
            level: Level::Constant,
            locals: Vec::new(),
            alias: None,
            money: Money::AsDeclared,
        }
    }

    /// The same with amounts in the declared period.
    pub(super) fn declared(mut self) -> Self {
        self.money = Money::AsDeclared;
        self
    }
}

impl Checker<'_> {
    /// The parts of an aid, by name.
    const AID_PARTS: [(&'static str, AidPart); 6] = [
        ("status", AidPart::Status),
        ("amount", AidPart::Amount),
        ("granted", AidPart::Granted),
        ("eligible", AidPart::Eligible),
        ("rank", AidPart::Rank),
        ("service", AidPart::Service),
    ];

    /// Whether a bare name stands for a value here, whatever type is wanted.
    pub(super) fn is_bound(&self, name: &str, scope: &Scope) -> bool {
        self.poisoned.contains(name) || self.is_read(name, scope)
    }

    /// Whether a bare name stands for a value of what could be read.
    fn is_read(&self, name: &str, scope: &Scope) -> bool {
        local(name, scope).is_some()
            || matches!(
                self.attribute(name, scope.level),
                Some(Attribute::Field(_) | Attribute::Value(_))
            )
            || self.names.parameters.contains_key(name)
    }

    /// A bare name as a value.
    pub(super) fn name(
        &mut self,
        name: &str,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let value = self.wanted_value(name, want);
        if let Some(local) = local(name, scope) {
            return Some(Expr { span, ..local });
        }
        let bound = self.is_bound(name, scope);
        if !bound && words::english_name(name) == Some("evaluation_date") {
            return Some(Expr {
                kind: ExprKind::EvaluationDate,
                ty: Type::Date,
                span,
            });
        }
        if let Some((id, code)) = value {
            if self.is_read(name, scope) {
                self.report(self.ambiguous(name, span, id, scope));
                return None;
            }
            return Some(Self::enum_constant(id, code, span));
        }
        if self.poisoned.contains(name) {
            return None;
        }
        if let Some(attribute) = self.attribute(name, scope.level) {
            return self.attribute_value(attribute, name, span);
        }
        if let Some(id) = self.names.parameters.get(name).copied() {
            return self.parameter_reference(id, &[], span, scope);
        }
        if let Some(found) = self.population_value(name, span, scope) {
            return found.ok();
        }
        self.report_unknown(name, span, scope, want);
        None
    }

    /// `a.b.c`: hops to other rows, then an attribute, a part, or a value of a type.
    pub(super) fn path(&mut self, path: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let Some(segments) = segments(path) else {
            self.report(Diagnostic::at(&codes::DOT_AFTER, path.span));
            return None;
        };
        let mut rest = segments.as_slice();
        if let (Some(alias), Some((first, after))) = (&scope.alias, rest.split_first())
            && *alias == first.node
        {
            rest = after;
        }
        let mut hops = Vec::new();
        let mut level = scope.level;
        while let [first, _, ..] = rest {
            if self.poisoned.contains(&first.node) {
                return None;
            }
            let Level::Row(entity) = level else { break };
            let Some((steps, target)) = self.hop(&first.node, entity) else {
                break;
            };
            hops.extend(steps);
            level = Level::Row(target);
            rest = rest.get(1..).unwrap_or_default();
        }
        let inner = match rest {
            [last] => self.reached(last, level, &segments)?,
            [owner, part] => self.part(owner, part, level, scope)?,
            _ => {
                let owner = rest.first()?;
                self.report_unknown(
                    &owner.node,
                    owner.span,
                    &Scope {
                        level,
                        ..scope.clone()
                    },
                    None,
                );
                return None;
            }
        };
        Some(along(&hops, inner, path.span))
    }

    /// The attribute at the end of a path.
    fn reached(&mut self, name: &Name, level: Level, path: &[Name]) -> Option<Expr> {
        if self.poisoned.contains(&name.node) {
            return None;
        }
        if let Some(attribute) = self.attribute(&name.node, level) {
            return self.attribute_value(attribute, &name.node, name.span);
        }
        let Level::Row(entity) = level else {
            return None;
        };
        let owner = path
            .iter()
            .rev()
            .nth(1)
            .map_or_else(String::new, |it| it.node.clone());
        let known: Vec<String> = self
            .attributes_of(entity)
            .map(|(name, _)| name.clone())
            .collect();
        self.report_part(&owner, name, &known);
        None
    }

    /// `pkh.status`, `dtks.outcome`, `bps14.poor_floor`, `floor.earth`.
    fn part(&mut self, owner: &Name, part: &Name, level: Level, scope: &Scope) -> Option<Expr> {
        let span = owner.span.to(part.span);
        match self.attribute(&owner.node, level) {
            Some(Attribute::Aid(id)) => return self.aid_part(id, owner, part, span),
            Some(Attribute::Register(id)) => {
                if words::part(&part.node).is_some_and(|it| it.english == "outcome") {
                    return Some(Expr {
                        kind: ExprKind::Register(id),
                        ty: Type::Enum(OUTCOME),
                        span,
                    });
                }
                self.report_part(&owner.node, part, &["outcome".to_owned()]);
                return None;
            }
            Some(Attribute::Criteria(id)) => return self.criterion_part(id, owner, part, span),
            Some(
                Attribute::Field(_)
                | Attribute::Value(_)
                | Attribute::Role(_)
                | Attribute::Link(..)
                | Attribute::Reverse(..),
            )
            | None => {}
        }
        if let Some(id) = self.names.types.get(&owner.node).copied() {
            if let Some(code) = self.value_code(id, &part.node) {
                return Some(Self::enum_constant(id, code, span));
            }
            let attribute = self.attribute(&owner.node, level);
            let same_type = match attribute {
                Some(Attribute::Field(field)) => {
                    let ty = self.program.fields.get(field.index()).map(|it| it.ty);
                    ty == Some(Type::Enum(id))
                }
                Some(Attribute::Value(value)) => self.value_type(value) == Some(Type::Enum(id)),
                _ => false,
            };
            if attribute.is_none() || same_type {
                self.report_value(id, part);
                return None;
            }
        }
        if self.poisoned.contains(&owner.node) {
            return None;
        }
        if self.is_bound(
            &owner.node,
            &Scope {
                level,
                ..scope.clone()
            },
        ) {
            let finding = Diagnostic::at(&names::UNKNOWN_PART, part.span);
            self.report(
                finding
                    .with("owner", &owner.node)
                    .with("name", &part.node)
                    .help("help.none"),
            );
            return None;
        }
        self.report_unknown(
            &owner.node,
            owner.span,
            &Scope {
                level,
                ..scope.clone()
            },
            None,
        );
        None
    }

    fn aid_part(&mut self, id: AidId, owner: &Name, part: &Name, span: Span) -> Option<Expr> {
        let english = words::part(&part.node).map_or(part.node.as_str(), |pair| pair.english);
        if english == "total" {
            return self.total_part(id, owner, part, span);
        }
        let Some((_, which)) = Self::AID_PARTS.iter().find(|(name, _)| *name == english) else {
            let known: Vec<String> = Self::AID_PARTS
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .chain(["total".to_owned()])
                .collect();
            self.report_part(&owner.node, part, &known);
            return None;
        };
        let ty = match which {
            AidPart::Status => Type::Enum(STATUS),
            AidPart::Granted | AidPart::Eligible => Type::Boolean,
            AidPart::Rank => Type::Integer,
            AidPart::Amount | AidPart::Service => self.benefit_type(id, *which, owner, part)?,
        };
        Some(Expr {
            kind: ExprKind::Aid(id, *which),
            ty,
            span,
        })
    }

    fn criterion_part(
        &mut self,
        id: CriteriaId,
        owner: &Name,
        part: &Name,
        span: Span,
    ) -> Option<Expr> {
        let rows = self
            .program
            .criteria
            .get(id.index())
            .map_or(&[][..], |set| set.criteria.as_slice())
            .to_vec();
        let name_of = |value: &ValueId| {
            let name = self
                .program
                .values
                .get(value.index())
                .map_or("", |it| it.about.name.as_str());
            name.rsplit('.').next().unwrap_or(name).to_owned()
        };
        if let Some(value) = rows.iter().find(|it| name_of(it) == part.node) {
            return Some(Expr {
                kind: ExprKind::Value(*value),
                ty: Type::Boolean,
                span,
            });
        }
        let known: Vec<String> = rows.iter().map(name_of).collect();
        self.report_part(&owner.node, part, &known);
        None
    }

    /// The step that a name takes from a row: to an ancestor, along a link, to a role.
    fn hop(&self, name: &str, from: EntityId) -> Option<(Vec<Hop>, EntityId)> {
        match self.attribute(name, Level::Row(from)) {
            Some(Attribute::Link(field, target)) => return Some((vec![Hop::Link(field)], target)),
            Some(Attribute::Role(role)) => {
                let of = self.program.roles.get(role.index())?.of;
                return Some((vec![Hop::Role(role)], of));
            }
            _ => {}
        }
        let target = self.names.entities.get(name).copied()?;
        let height = self.height(from, target)?;
        Some((vec![Hop::Parent; height], target))
    }

    /// How many steps up an ancestor is; 0 for the entity itself.
    pub(super) fn height(&self, from: EntityId, to: EntityId) -> Option<usize> {
        self.ancestors(from).iter().position(|it| *it == to)
    }

    /// The entity itself and its ancestors, upwards.
    pub(super) fn ancestors(&self, from: EntityId) -> Vec<EntityId> {
        let mut all = vec![from];
        let mut at = from;
        while let Some((parent, _)) = self
            .program
            .entities
            .get(at.index())
            .and_then(|it| it.parent)
        {
            if all.contains(&parent) {
                break;
            }
            all.push(parent);
            at = parent;
        }
        all
    }

    pub(super) fn attribute(&self, name: &str, level: Level) -> Option<Attribute> {
        let Level::Row(entity) = level else {
            return None;
        };
        self.names
            .attributes
            .get(entity.index())?
            .get(name)
            .copied()
    }

    pub(super) fn attributes_of(
        &self,
        entity: EntityId,
    ) -> impl Iterator<Item = (&String, &Attribute)> {
        self.names
            .attributes
            .get(entity.index())
            .into_iter()
            .flatten()
    }

    pub(super) fn entity_name(&self, id: EntityId) -> String {
        self.program
            .entities
            .get(id.index())
            .map_or_else(String::new, |it| it.about.name.clone())
    }

    /// The value of the wanted enumeration that a name stands for.
    pub(super) fn wanted_value(&self, name: &str, want: Option<Type>) -> Option<(EnumId, u32)> {
        let Some(Type::Enum(id)) = want else {
            return None;
        };
        let name = if id == STATUS || id == OUTCOME {
            words::english_name(name).unwrap_or(name)
        } else {
            name
        };
        Some((id, self.value_code(id, name)?))
    }

    pub(super) fn value_code(&self, id: EnumId, name: &str) -> Option<u32> {
        let values = &self.program.enums.get(id.index())?.values;
        u32::try_from(values.iter().position(|(value, _)| value == name)?).ok()
    }

    pub(super) fn enum_constant(id: EnumId, code: u32, span: Span) -> Expr {
        Expr {
            kind: ExprKind::Constant(super::tree::Constant::Enum(code)),
            ty: Type::Enum(id),
            span,
        }
    }

    /// A field or computed value; other attributes are no values by themselves.
    fn attribute_value(&mut self, attribute: Attribute, name: &str, span: Span) -> Option<Expr> {
        match attribute {
            Attribute::Field(id) => {
                let ty = self.program.fields.get(id.index())?.ty;
                let kind = match self.current.get(&id) {
                    Some(value) if self.as_answered == 0 => ExprKind::Value(*value),
                    Some(_) | None => ExprKind::Field(id),
                };
                Some(Expr { kind, ty, span })
            }
            Attribute::Value(id) => {
                let ty = self.value_type(id)?;
                Some(Expr {
                    kind: ExprKind::Value(id),
                    ty,
                    span,
                })
            }
            Attribute::Link(id, _) if self.marker(id).is_some() => {
                let ty = self.program.fields.get(id.index())?.ty;
                let kind = ExprKind::Field(id);
                Some(Expr { kind, ty, span })
            }
            Attribute::Reverse(..) => self.wrong_kind(
                name,
                span,
                "rows",
                "a value",
                (
                    &format!("a figure over them, such as `count({name})`"),
                    &format!("angka atas baris itu, misalnya `count({name})`"),
                ),
            ),
            Attribute::Role(_) | Attribute::Link(..) => self.wrong_kind(
                name,
                span,
                "a row",
                "a value",
                (
                    &format!("which value of it is meant, such as `{name}.NAME`"),
                    &format!("nilai mana yang dimaksud, misalnya `{name}.NAMA`"),
                ),
            ),
            Attribute::Criteria(_) => {
                let ways = format!("`any of {name}`, `at least N of {name}`, `count({name})`");
                let advice = (
                    &*format!("{ways}, or one of its rows as `{name}.ROW`"),
                    &*format!("{ways}, atau satu barisnya sebagai `{name}.BARIS`"),
                );
                self.wrong_kind(name, span, "a criteria set", "a value", advice)
            }
            Attribute::Aid(_) => self.wrong_kind(
                name,
                span,
                "an aid",
                "a value",
                (
                    &format!("`{name}.granted`, `{name}.amount` or `{name}.status`"),
                    &format!("`{name}.granted`, `{name}.amount`, atau `{name}.status`"),
                ),
            ),
            Attribute::Register(_) => self.wrong_kind(
                name,
                span,
                "a register",
                "a value",
                (
                    &format!("`{name}.outcome`, as in `{name}.outcome = stays`"),
                    &format!("`{name}.outcome`, misalnya `{name}.outcome = stays`"),
                ),
            ),
        }
    }

    /// What an attribute is, in words.
    pub(super) fn kind_word(attribute: Attribute) -> &'static str {
        match attribute {
            Attribute::Field(_) => "a field",
            Attribute::Value(_) => "a computed value",
            Attribute::Role(_) | Attribute::Link(..) => "a row",
            Attribute::Reverse(..) => "rows",
            Attribute::Criteria(_) => "a criteria set",
            Attribute::Aid(_) => "an aid",
            Attribute::Register(_) => "a register",
        }
    }

    pub(super) fn wrong_kind(
        &mut self,
        name: &str,
        span: Span,
        kind: &str,
        wanted: &str,
        advice: (&str, &str),
    ) -> Option<Expr> {
        self.report(
            Diagnostic::at(&names::WRONG_KIND, span)
                .with("name", name)
                .with_noun("kind", kind)
                .with_noun("wanted", wanted)
                .with_words("advice", advice),
        );
        None
    }

    fn ambiguous(&self, name: &str, span: Span, id: EnumId, scope: &Scope) -> Diagnostic {
        let ty = self.type_word(Type::Enum(id));
        let finding = Diagnostic::at(&codes::AMBIGUOUS_NAME, span)
            .with("name", name)
            .with("type", &ty);
        match scope.level {
            Level::Row(entity) => finding
                .with("entity", self.entity_name(entity))
                .fix(span, format!("{ty}.{name}")),
            Level::Population | Level::Constant => {
                finding.help("help.type").fix(span, format!("{ty}.{name}"))
            }
        }
    }

    pub(super) fn report_value(&mut self, id: EnumId, value: &Name) {
        let words: Vec<String> = self.enum_words(id);
        let near = near(&value.node, words.iter().map(String::as_str))
            .or_else(|| self.titled(id, &value.node));
        let finding = Diagnostic::at(&names::UNKNOWN_VALUE, value.span)
            .with("name", &value.node)
            .given("type", self.type_given(Type::Enum(id)))
            .with("all", words.join(", "));
        self.report(suggested(finding, value.span, near));
    }

    pub(super) fn enum_words(&self, id: EnumId) -> Vec<String> {
        self.program
            .enums
            .get(id.index())
            .map_or_else(Vec::new, |it| {
                it.values.iter().map(|(name, _)| name.clone()).collect()
            })
    }

    fn report_part(&mut self, owner: &str, part: &Name, known: &[String]) {
        let near = near(&part.node, known.iter().map(String::as_str));
        let finding = Diagnostic::at(&names::UNKNOWN_PART, part.span)
            .with("owner", owner)
            .with("name", &part.node)
            .with("all", known.join(", "));
        self.report(suggested(finding, part.span, near));
    }

    /// Says what a name that means nothing here might have meant.
    pub(super) fn report_unknown(
        &mut self,
        name: &str,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) {
        if self.poisoned.contains(name) {
            return;
        }
        if self.names.indicators.contains_key(name) {
            self.report(Diagnostic::at(&codes::FIGURE_IN_RULE, span).with("name", name));
            return;
        }
        let finding = self
            .elsewhere(name, span, scope)
            .or_else(|| self.meant(name, span, scope, want));
        if let Some(finding) = finding {
            self.report(finding);
            return;
        }
        if let (Some(Type::Enum(id)), false) = (want, self.near_attribute(name, scope)) {
            self.report_value(id, &Spanned::new(name.to_owned(), span));
            return;
        }
        let known = self.visible(scope, want);
        let near = near(name, known.iter().map(String::as_str));
        let finding = Diagnostic::at(&names::UNKNOWN_NAME, span)
            .with("name", name)
            .with_words("place", self.place_words(scope));
        let holder = self
            .program
            .enums
            .iter()
            .find(|it| it.values.iter().any(|(value, _)| value == name));
        let finding = match (&near, holder) {
            (None, Some(holder)) => finding.with("type", &holder.about.name).help("help.value"),
            _ => suggested(finding, span, near),
        };
        self.report(finding);
    }

    /// Whether a name looks more like an attribute than like a value of the wanted type.
    fn near_attribute(&self, name: &str, scope: &Scope) -> bool {
        near(name, self.visible(scope, None).iter().map(String::as_str)).is_some()
    }

    fn visible(&self, scope: &Scope, want: Option<Type>) -> Vec<String> {
        let mut all: Vec<String> = scope.locals.iter().map(|(name, _)| name.clone()).collect();
        if let Some(Type::Enum(id)) = want {
            all.extend(self.enum_words(id));
        }
        if let Level::Row(entity) = scope.level {
            all.extend(self.attributes_of(entity).map(|(name, _)| name.clone()));
            all.extend(
                self.ancestors(entity)
                    .iter()
                    .map(|it| self.entity_name(*it)),
            );
        }
        all.extend(self.names.parameters.keys().cloned());
        all
    }

    pub(super) fn out_of_reach(&self, name: &str, span: Span, scope: &Scope) -> Option<Diagnostic> {
        let holder = (0..self.names.attributes.len()).find(|index| {
            self.names
                .attributes
                .get(*index)
                .is_some_and(|it| it.contains_key(name))
        })?;
        let entity = self.program.entities.get(holder)?.about.name.clone();
        let code = match scope.level {
            Level::Population => &codes::NEEDS_AGGREGATE,
            Level::Constant | Level::Row(_) => &codes::NOT_CONSTANT,
        };
        Some(
            Diagnostic::at(code, span)
                .with("name", name)
                .with("entity", entity),
        )
    }

    /// The entities below a level, in the order of the text.
    pub(super) fn below(&self, level: EntityId) -> impl Iterator<Item = EntityId> {
        (0_u32..)
            .map(EntityId)
            .take(self.program.entities.len() - self.program.views.len())
            .filter(move |it| *it != level && self.height(*it, level).is_some())
    }

    /// The type of a computed value, found now where it is still open; `None` where it failed.
    pub(super) fn value_type(&mut self, id: ValueId) -> Option<Type> {
        match self.progress.get(id.index()).copied()? {
            Progress::Typed => {}
            Progress::Failed => return None,
            Progress::Open => self.definition(id),
            Progress::Running => {
                self.report_pending_cycle(id);
                return None;
            }
        }
        match self.progress.get(id.index()).copied()? {
            Progress::Typed => self.program.values.get(id.index()).map(|it| it.ty),
            Progress::Open | Progress::Running | Progress::Failed => None,
        }
    }
}

/// Adds a suggestion and its fix where there is one.
pub(super) fn suggested(finding: Diagnostic, span: Span, near: Option<Near>) -> Diagnostic {
    match near {
        Some(near) => finding
            .with("suggestion", &near.word)
            .help("help.suggest")
            .fix_near(span, &near),
        None => finding,
    }
}

/// `a.b.c` as its names; `None` where it starts with an expression.
pub(super) fn segments(path: &ast::Expr) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    let mut at = path;
    loop {
        match &at.kind {
            ast::ExprKind::Dot(base, name) => {
                names.push(name.clone());
                at = base;
            }
            ast::ExprKind::Name(name) => {
                names.push(Spanned::new(name.clone(), at.span));
                names.reverse();
                return Some(names);
            }
            _ => return None,
        }
    }
}

/// An expression at the row that the hops lead to.
pub(super) fn along(hops: &[Hop], inner: Expr, span: Span) -> Expr {
    let mut expr = Expr { span, ..inner };
    for hop in hops.iter().rev() {
        let ty = expr.ty;
        expr = Expr {
            kind: ExprKind::At(*hop, Box::new(expr)),
            ty,
            span,
        };
    }
    expr
}

/// What a name stands for where a rule gives it a meaning of its own.
fn local(name: &str, scope: &Scope) -> Option<Expr> {
    scope
        .locals
        .iter()
        .find(|(local, _)| local == name)
        .map(|(_, value)| value.clone())
}
