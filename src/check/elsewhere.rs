//! Names that another level has: what to write to reach them, in the words of the condition at hand.

use super::Checker;
use super::scope::{Attribute, Level, Scope};
use super::tree::{EntityId, Type};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::Span;
use crate::syntax::ast;

/// As long as a condition may be to be repeated in an advice.
const LONGEST: usize = 100;

/// Whether an expression asks something of its parts.
pub(super) fn is_question(kind: &ast::ExprKind) -> bool {
    matches!(
        kind,
        ast::ExprKind::Compare(..)
            | ast::ExprKind::In { .. }
            | ast::ExprKind::Is { .. }
            | ast::ExprKind::StartsWith(..)
            | ast::ExprKind::Contains(..)
    )
}

impl Checker<'_> {
    /// A finding for a name that another level has.
    pub(super) fn elsewhere(&self, name: &str, span: Span, scope: &Scope) -> Option<Diagnostic> {
        let Level::Row(level) = scope.level else {
            return self.out_of_reach(name, span, scope);
        };
        for above in self.ancestors(level).into_iter().skip(1) {
            if self.attribute(name, Level::Row(above)).is_some() {
                let entity = self.entity_name(above);
                return Some(
                    Diagnostic::at(&codes::PARENT_LEVEL, span)
                        .with("name", name)
                        .with("entity", &entity)
                        .with("level", self.entity_name(level))
                        .fix(span, format!("{entity}.{name}")),
                );
            }
        }
        let below = self
            .below(level)
            .find(|it| self.attribute(name, Level::Row(*it)).is_some())?;
        let reach = Reach {
            name,
            entity: &self.entity_name(below),
            level: &self.entity_name(level),
            role: self.role_of(level, below),
            mark: self.mark_of(below),
            ty: self.type_of_attribute(name, below),
        };
        let question = self.question(span, scope, reach.ty);
        let lines = match &question {
            Some(question) => reach.conditions(question),
            None => reach.figures(),
        };
        let finding = Diagnostic::at(&codes::WRONG_LEVEL, span)
            .with("name", name)
            .with("entity", reach.entity)
            .with("level", reach.level);
        Some(finding.with_words("lines", lines))
    }

    /// What the rule at hand asks, cut at the name; `None` where it is no condition, or too long a one.
    fn question(&self, name: Span, scope: &Scope, ty: Option<Type>) -> Option<(String, String)> {
        let (whole, level) = match self.asked {
            Some((whole, level)) if whole.start <= name.start && name.end <= whole.end => {
                (whole, level)
            }
            _ if ty == Some(Type::Boolean) => (name, scope.level),
            _ => return None,
        };
        let before = self.text.text(Span::new(whole.start, name.start));
        let after = self.text.text(Span::new(name.end, whole.end));
        let fits = before.len() + after.len() < LONGEST && !before.contains('#');
        let on_one_line = |text: &str| {
            let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let lead = if text.starts_with(char::is_whitespace) {
                " "
            } else {
                ""
            };
            let tail = if text.ends_with(char::is_whitespace) {
                " "
            } else {
                ""
            };
            format!("{lead}{joined}{tail}")
        };
        let is_here = level == scope.level && fits && !after.contains('#');
        is_here.then(|| (on_one_line(before), on_one_line(after)))
    }

    /// The first role of a level that names one of the rows below.
    fn role_of(&self, level: EntityId, below: EntityId) -> Option<String> {
        self.attributes_of(level).find_map(|(name, it)| match it {
            Attribute::Role(id) => {
                let role = self.program.roles.get(id.index())?;
                (role.of == below).then(|| name.clone())
            }
            _ => None,
        })
    }

    /// A condition by which one of the rows could be told from the others: a value of a list, or a yes.
    fn mark_of(&self, entity: EntityId) -> Option<String> {
        let fields = self
            .attributes_of(entity)
            .filter_map(|(name, it)| match it {
                Attribute::Field(id) => Some((name, self.program.fields.get(id.index())?.ty)),
                Attribute::Value(_)
                | Attribute::Role(_)
                | Attribute::Link(..)
                | Attribute::Reverse(..)
                | Attribute::Criteria(_)
                | Attribute::Aid(_)
                | Attribute::Register(_) => None,
            });
        let mut truth = None;
        for (name, ty) in fields {
            match ty {
                Type::Enum(id) => {
                    let first = self.enum_words(id).into_iter().next()?;
                    return Some(format!("{name} = {first}"));
                }
                Type::Boolean => truth = truth.or(Some(name.clone())),
                Type::Integer | Type::Decimal | Type::Money(_) | Type::Date | Type::Text => {}
            }
        }
        truth
    }

    /// The type of a field or computed value of a level.
    pub(super) fn type_of_attribute(&self, name: &str, level: EntityId) -> Option<Type> {
        match self.attribute(name, Level::Row(level))? {
            Attribute::Field(id) => self.program.fields.get(id.index()).map(|it| it.ty),
            Attribute::Value(id) => self.program.values.get(id.index()).map(|it| it.ty),
            Attribute::Role(_)
            | Attribute::Link(..)
            | Attribute::Reverse(..)
            | Attribute::Criteria(_)
            | Attribute::Aid(_)
            | Attribute::Register(_) => None,
        }
    }
}

/// An attribute of lower rows that a rule about one upper row names.
struct Reach<'a> {
    name: &'a str,
    entity: &'a str,
    level: &'a str,
    role: Option<String>,
    /// A condition that one of the rows could be told by.
    mark: Option<String>,
    ty: Option<Type>,
}

impl Reach<'_> {
    /// What can be meant by a condition, line by line, in English and Indonesian.
    fn conditions(&self, (before, after): &(String, String)) -> (String, String) {
        let (name, entity) = (self.name, self.entity);
        let asked = format!("{before}{name}{after}");
        let any = format!("`any({entity} where {asked})`");
        let every = format!("`every({entity} has {asked}, if no rows false)`");
        let level = self.level;
        let mut lines = vec![
            (
                format!("{any}: one such `{entity}` is enough"),
                format!("{any}: cukup satu `{entity}` yang demikian"),
            ),
            (
                format!(
                    "{every}: it must be so for every `{entity}`; `if no rows false` says that a `{level}` without any `{entity}` does not meet it"
                ),
                format!(
                    "{every}: setiap `{entity}` harus demikian; `if no rows false` berarti `{level}` tanpa satu pun `{entity}` tidak memenuhinya"
                ),
            ),
        ];
        if self.is_number() {
            let sum = format!("`{before}sum({name} of {entity}){after}`");
            lines.push((
                format!("{sum}: all of them added up"),
                format!("{sum}: dijumlahkan dari semuanya"),
            ));
            let average = format!("`{before}average({name} of {entity}){after}`");
            lines.push((
                format!("{average}: their average, the same for each `{entity}`"),
                format!("{average}: rata-ratanya untuk setiap `{entity}`"),
            ));
        }
        lines.extend(self.of_one(before, after));
        joined(&lines)
    }

    /// What can be meant by a figure.
    fn figures(&self) -> (String, String) {
        let (name, entity) = (self.name, self.entity);
        let mut lines = Vec::new();
        let mut add = |function: &str, english: &str, indonesian: &str| {
            let text = format!("`{function}({name} of {entity})`");
            lines.push((
                format!("{text}: {english}"),
                format!("{text}: {indonesian}"),
            ));
        };
        if self.is_number() {
            add("sum", "all of them added up", "dijumlahkan dari semuanya");
            add("max", "the highest of them", "yang tertinggi");
            add("average", "their average", "rata-ratanya");
        }
        if self.ty == Some(Type::Date) {
            add("min", "the earliest of them", "yang paling awal");
            add("max", "the latest of them", "yang paling akhir");
        }
        lines.extend(self.of_one("", ""));
        joined(&lines)
    }

    /// One row alone, by a role there is or one to declare; `None` where nothing tells the rows apart.
    fn of_one(&self, before: &str, after: &str) -> Option<(String, String)> {
        let (name, entity, level) = (self.name, self.entity, self.level);
        if let Some(role) = &self.role {
            let one = format!("`{before}{role}.{name}{after}`");
            let indonesian = format!("{one}: hanya `{role}`");
            return Some((format!("{one}: the `{role}` alone"), indonesian));
        }
        let mark = self.mark.as_ref()?;
        let one = |role: &str| format!("`{before}{role}.{name}{after}`");
        let line = |role: &str| format!("`role {role} of {level} = only({entity} where {mark})`");
        let (english, chosen) = (one("chosen"), line("chosen"));
        let (indonesian, terpilih) = (one("terpilih"), line("terpilih"));
        Some((
            format!(
                "{english}: one `{entity}` alone; say which one in a line of its own, outside this rule, for instance {chosen}"
            ),
            format!(
                "{indonesian}: satu `{entity}` saja; tentukan yang mana dalam baris tersendiri di luar aturan ini, misalnya {terpilih}"
            ),
        ))
    }

    fn is_number(&self) -> bool {
        matches!(
            self.ty,
            Some(Type::Integer | Type::Decimal | Type::Money(_))
        )
    }
}

/// Lines under each other.
fn joined(lines: &[(String, String)]) -> (String, String) {
    let english: Vec<&str> = lines.iter().map(|(it, _)| it.as_str()).collect();
    let indonesian: Vec<&str> = lines.iter().map(|(_, it)| it.as_str()).collect();
    (english.join("\n"), indonesian.join("\n"))
}
