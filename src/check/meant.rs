//! What an unknown name, function or text may stand for, beyond a slip of the pen.

use super::Checker;
use super::scope::{Attribute, Level, Scope};
use super::tree::{Constant, EnumId, Expr, ExprKind, Type};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::resolve as names;
use crate::diagnostic::suggest::Near;
use crate::source::Span;
use crate::words;

/// Words for true and false that are no words of the language.
const TRUTHS: &[(&str, &str)] = &[
    ("yes", "true"),
    ("y", "true"),
    ("ya", "true"),
    ("iya", "true"),
    ("no", "false"),
    ("n", "false"),
    ("bukan", "false"),
];

/// Functions of spreadsheets and databases, and what is written instead.
const FOREIGN: &[(&str, &str)] = &[
    ("if", "if CONDITION then A else B"),
    ("iif", "if CONDITION then A else B"),
    ("ifs", "if CONDITION then A else B"),
    ("and", "A and B"),
    ("or", "A or B"),
    ("not", "not A"),
    ("countif", "count(member where CONDITION)"),
    ("countifs", "count(member where CONDITION)"),
    ("counta", "count(member)"),
    ("number", "count(member)"),
    ("sumif", "sum(X of member where CONDITION)"),
    ("sumifs", "sum(X of member where CONDITION)"),
    ("averageif", "average(X of member where CONDITION)"),
    ("avg", "average(X of member)"),
    ("exists", "any(member where CONDITION)"),
    ("all", "every(member has CONDITION, if no rows false)"),
    ("roundup", "round up(X)"),
    ("ceil", "round up(X)"),
    ("ceiling", "round up(X)"),
    ("rounddown", "round down(X)"),
    ("floor", "round down(X)"),
    ("int", "round down(X)"),
    ("datedif", "age(DATE)"),
    ("datediff", "age(DATE)"),
    ("today", "evaluation_date"),
    ("now", "evaluation_date"),
    ("isblank", "X is missing"),
    ("isnull", "X is missing"),
    ("coalesce", "X if missing Y"),
    ("ifnull", "X if missing Y"),
    ("nvl", "X if missing Y"),
    ("len", "length(X)"),
    ("concatenate", "a label: texts are not joined"),
];

/// What is written instead of a function of a spreadsheet or a database.
pub(super) fn foreign_function(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let found = FOREIGN.iter().find(|(known, _)| *known == name);
    found.map(|(_, instead)| *instead)
}

impl Checker<'_> {
    /// The finding for a name that is a word for a truth value or a function without its value.
    pub(super) fn meant(
        &self,
        name: &str,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Diagnostic> {
        let lower = name.to_lowercase();
        let finding = Diagnostic::at(&names::UNKNOWN_NAME, span).with("name", name);
        let finding = finding.with_words("place", self.place_words(scope));
        if want == Some(Type::Boolean) {
            let own = ["true", "false"].iter().find(|it| **it == lower).copied();
            let other = TRUTHS.iter().find(|(word, _)| *word == lower);
            if let Some(truth) = own.or(other.map(|(_, truth)| *truth)) {
                let finding = finding.with_code("suggestion", truth).help("help.suggest");
                return Some(finding.fix_code(span, truth));
            }
        }
        if ["null", "na", "nil", "nan"].contains(&&*lower) {
            return Some(finding.help("help.missing"));
        }
        let function = words::function(name)?;
        let Level::Row(entity) = scope.level else {
            return None;
        };
        let is_age = ["age", "age_months"].contains(&function.english);
        let mut dates = self
            .attributes_of(entity)
            .filter_map(|(field, it)| match it {
                Attribute::Field(id) if is_age => {
                    let ty = self.program.fields.get(id.index())?.ty;
                    (ty == Type::Date).then(|| field.clone())
                }
                _ => None,
            });
        let (first, second) = (dates.next(), dates.next());
        Some(match (first, second) {
            (Some(field), None) => {
                let instead = format!("{name}({field})");
                finding
                    .with("instead", &instead)
                    .help("help.function")
                    .fix(span, instead)
            }
            (first, _) => {
                let inside = first.unwrap_or_else(|| "…".to_owned());
                finding
                    .with("instead", format!("{name}({inside})"))
                    .help("help.function")
            }
        })
    }

    /// Where a name was looked for, in English and Indonesian.
    pub(super) fn place_words(&self, scope: &Scope) -> (String, String) {
        match scope.level {
            Level::Row(entity) => {
                let entity = self.entity_name(entity);
                let indonesian = format!("pada tingkat `{entity}`");
                (format!("at the level of `{entity}`"), indonesian)
            }
            Level::Population => (
                "over the population".to_owned(),
                "untuk seluruh penduduk".to_owned(),
            ),
            Level::Constant => (
                "among the parameters".to_owned(),
                "di antara parameter".to_owned(),
            ),
        }
    }

    /// The value whose title is, or begins with, a word that is written for it.
    pub(super) fn titled(&self, id: EnumId, written: &str) -> Option<Near> {
        let written = written.replace('_', " ").to_lowercase();
        let all = &self.program.enums.get(id.index())?.values;
        let mut fit = all.iter().filter(|(_, title)| {
            let title = title.to_lowercase();
            let mut parts = title.split(|c: char| !c.is_alphanumeric());
            title == written || parts.any(|part| part == written)
        });
        let (word, _) = fit.next()?;
        Some(Near {
            word: word.clone(),
            is_alone: fit.next().is_none(),
        })
    }

    /// What a value of the wrong type stands for where another is wanted: a value of a type, or a truth
    /// value, in quotes; a truth value as a number.
    pub(super) fn unquoted(&self, expr: &Expr, want: Type) -> Option<String> {
        let ExprKind::Constant(constant) = &expr.kind else {
            return None;
        };
        match (constant, want) {
            (Constant::Text(text), Type::Enum(id)) => {
                let words = self.enum_words(id);
                let own = words.into_iter().find(|it| it == text);
                own.or_else(|| self.titled(id, text).map(|near| near.word))
            }
            (Constant::Text(text), Type::Boolean) => {
                let lower = text.to_lowercase();
                let own = ["true", "false"].iter().find(|it| **it == lower).copied();
                let other = TRUTHS.iter().find(|(word, _)| *word == lower);
                let truth = own.or(other.map(|(_, truth)| *truth))?;
                Some(truth.to_owned())
            }
            (Constant::Number(number), Type::Boolean) if number.is_integer() => {
                let zero = crate::number::Rational::zero();
                let one = crate::number::Rational::from_integer(1);
                let truths = [(zero, "false"), (one, "true")];
                let found = truths.iter().find(|(it, _)| it == number)?;
                Some(found.1.to_owned())
            }
            _ => None,
        }
    }
}
