//! What an unknown name, function or text may stand for, beyond a slip of the pen.

use super::Checker;
use super::scope::{Attribute, Level, Scope};
use super::tree::{Constant, EnumId, Expr, ExprKind, Type};
use crate::diagnostic::catalogue::{check as codes, resolve as names, syntax};
use crate::diagnostic::suggest::Near;
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Span;
use crate::syntax::ast;
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

/// Numbers up to ten in words.
const NUMBERS: &[(&str, &str)] = &[
    ("satu", "1"),
    ("dua", "2"),
    ("tiga", "3"),
    ("empat", "4"),
    ("lima", "5"),
    ("enam", "6"),
    ("tujuh", "7"),
    ("delapan", "8"),
    ("sembilan", "9"),
    ("sepuluh", "10"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
];

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
                let mut finding = finding.with_code("suggestion", truth).help("help.truth");
                let slot = "label.truth";
                finding.labels = vec![Label { span, slot }];
                return Some(finding.fix_code(span, truth));
            }
        }
        if ["null", "na", "nil", "nan"].contains(&&*lower) {
            return Some(finding.help("help.missing"));
        }
        if let Some((_, number)) = NUMBERS.iter().find(|(word, _)| *word == lower) {
            let finding = finding.with("suggestion", number).help("help.write");
            return Some(finding.fix(span, *number));
        }
        if let Some(finding) = self.rows_named(name, &finding, span, scope) {
            return Some(finding);
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

    /// The finding for an entity, or its title, where a value is wanted: how many there are, or the name.
    fn rows_named(
        &self,
        name: &str,
        finding: &Diagnostic,
        span: Span,
        scope: &Scope,
    ) -> Option<Diagnostic> {
        let Level::Row(level) = scope.level else {
            return None;
        };
        let mut below = self.below(level);
        if below.any(|it| self.entity_name(it) == name) {
            let instead = format!("count({name})");
            let finding = finding.clone().with_code("suggestion", &instead);
            return Some(finding.help("help.count").fix_code(span, instead));
        }
        let lower = name.replace('_', " ").to_lowercase();
        let titled = |title: &str| !title.is_empty() && title.to_lowercase() == lower;
        let mut entities = self.ancestors(level).into_iter();
        let entity = entities.find_map(|it| {
            let entity = self.program.entities.get(it.index())?;
            titled(&entity.about.label).then(|| entity.about.name.clone())
        });
        let mut attributes = self.attributes_of(level);
        let found = entity.or_else(|| {
            attributes.find_map(|(name, it)| {
                let title = match it {
                    Attribute::Field(id) => &self.program.fields.get(id.index())?.about.label,
                    Attribute::Value(id) => &self.program.values.get(id.index())?.about.label,
                    Attribute::Role(_)
                    | Attribute::Link(..)
                    | Attribute::Reverse(..)
                    | Attribute::Criteria(_)
                    | Attribute::Aid(_)
                    | Attribute::Register(_) => return None,
                };
                titled(title).then(|| name.clone())
            })
        })?;
        let finding = finding.clone().with("suggestion", &found);
        Some(finding.help("help.titled").fix(span, found))
    }

    /// Where a name was looked for, in English and Indonesian.
    pub(super) fn place_words(&self, scope: &Scope) -> (String, String) {
        match scope.level {
            Level::Row(entity) => {
                let entity = self.entity_name(entity);
                let indonesian = format!("di antara yang diketahui tentang `{entity}`");
                (format!("among what is known of a `{entity}`"), indonesian)
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

    /// `street = ""`: an empty cell is a blank answer, which no text is.
    pub(super) fn empty_text(&mut self, span: Span) {
        let finding = Diagnostic::at(&codes::EMPTY_TEXT, span);
        let compared = self
            .asked
            .map(|(whole, _)| whole)
            .filter(|it| it.end == span.end);
        let before = compared.map(|it| self.text.text(Span::new(it.start, span.start)));
        let name = before
            .and_then(|it| it.trim_end().strip_suffix('='))
            .map(str::trim_end);
        let is_name = |it: &&str| !it.is_empty() && it.chars().all(words::is_name_character);
        let finding = match (compared, name.filter(is_name)) {
            (Some(whole), Some(name)) => {
                let instead = format!("{name} is missing");
                let finding = finding.with_code("instead", &instead).help("help.instead");
                finding.fix_code(whole, instead)
            }
            (Some(_) | None, _) => finding,
        };
        self.report(finding);
    }

    /// `floor = earth or wood`: names of values after `or` are no conditions. Whether that was reported.
    pub(super) fn values_joined(&mut self, parts: &[ast::Expr], scope: &Scope) -> bool {
        let [first, others @ ..] = parts else {
            return false;
        };
        let ast::ExprKind::Compare(ast::CompareOp::Equal, left, right) = &first.kind else {
            return false;
        };
        let ast::ExprKind::Name(field) = &left.kind else {
            return false;
        };
        let Level::Row(level) = scope.level else {
            return false;
        };
        let Some(Type::Enum(id)) = self.type_of_attribute(field, level) else {
            return false;
        };
        let words = self.enum_words(id);
        let is_value = |it: &ast::Expr| match &it.kind {
            ast::ExprKind::Name(name) => words.contains(name) && !self.is_bound(name, scope),
            _ => false,
        };
        let count = others.iter().take_while(|it| is_value(it)).count();
        let Some(last) = count.checked_sub(1).and_then(|at| others.get(at)) else {
            return false;
        };
        let values = others.iter().take(count).map(|it| self.written(it.span));
        let all: Vec<String> = std::iter::once(self.written(right.span))
            .chain(values)
            .collect();
        let instead = format!("{field} in ({})", all.join(", "));
        let place = others.first().map_or(last.span, |it| it.span);
        let finding = Diagnostic::at(&syntax::OR_BETWEEN_VALUES, place)
            .label(first.span, "label.first")
            .with_code("instead", &instead)
            .fix_code(first.span.to(last.span), instead);
        self.report(finding);
        for rest in others.iter().skip(count) {
            self.condition(rest, scope);
        }
        true
    }
}
