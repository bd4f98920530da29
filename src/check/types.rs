//! Types: as written, in words, and how one becomes another.

use super::Checker;
use super::scope::Money;
use super::tree::{Blank, Constant, Expr, ExprKind, FieldId, Hop, Type};
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::near;
use crate::diagnostic::wording::Given;
use crate::diagnostic::{Diagnostic, Label};
use crate::number::{Period, Rational, with_thousands};
use crate::source::Span;
use crate::syntax::ast::{TypeExpr, TypeKind};

/// Whether values of the type are numbers.
pub(super) fn is_number(ty: Type) -> bool {
    ty.scale().is_some()
}

pub(super) fn is_money(ty: Type) -> bool {
    matches!(ty, Type::Money(_))
}

/// A number constant; `None` for everything else.
pub(super) fn number_of(expr: &Expr) -> Option<Rational> {
    match &expr.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(*number),
        _ => None,
    }
}

/// The same expression under another type: constants change in place.
pub(super) fn retype(expr: Expr, ty: Type) -> Expr {
    if expr.ty == ty {
        return expr;
    }
    let span = expr.span;
    match expr.kind {
        ExprKind::Constant(_) => Expr { ty, ..expr },
        _ => Expr {
            kind: ExprKind::Retype(Box::new(expr)),
            ty,
            span,
        },
    }
}

/// A whole-number constant.
pub(super) fn integer(value: i64, span: Span) -> Expr {
    number(Rational::from_integer(value), Type::Integer, span)
}

/// A number constant of a type.
pub(super) fn number(value: Rational, ty: Type, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Constant(Constant::Number(value)),
        ty,
        span,
    }
}

/// A truth value.
pub(super) fn boolean(value: bool, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Constant(Constant::Boolean(value)),
        ty: Type::Boolean,
        span,
    }
}

impl Checker<'_> {
    /// A type as written.
    pub(super) fn type_of(&mut self, ty: &TypeExpr) -> Option<Type> {
        match &ty.kind {
            TypeKind::Integer => Some(Type::Integer),
            TypeKind::Decimal => Some(Type::Decimal),
            TypeKind::Money(period) => Some(Type::Money(*period)),
            TypeKind::Boolean => Some(Type::Boolean),
            TypeKind::Date => Some(Type::Date),
            TypeKind::Text => Some(Type::Text),
            TypeKind::Broken => None,
            TypeKind::Named(name) => {
                let found = self.names.types.get(name).copied();
                if found.is_none() && !self.poisoned.contains(name) {
                    let known = ["integer", "decimal", "money", "boolean", "date", "text"];
                    let known = self.names.types.keys().map(String::as_str).chain(known);
                    let near = near(name, known);
                    let finding = Diagnostic::at(&names::UNKNOWN_TYPE, ty.span).with("name", name);
                    self.report(super::scope::suggested(finding, ty.span, near));
                }
                found.map(Type::Enum)
            }
        }
    }

    /// A type in the words of the language.
    pub(super) fn type_word(&self, ty: Type) -> String {
        self.program.type_word(ty)
    }

    /// A type as an argument of a message.
    pub(super) fn type_given(&self, ty: Type) -> Given {
        self.program.type_given(ty)
    }

    /// The expression as the wanted type, or a finding.
    pub(super) fn coerce(&mut self, expr: Expr, want: Type) -> Option<Expr> {
        match (expr.ty, want) {
            (found, want) if found == want => Some(expr),
            (Type::Integer, Type::Decimal) => Some(retype(expr, want)),
            (Type::Money(_), Type::Money(_)) if is_zero(&expr) => Some(retype(expr, want)),
            (Type::Money(found), Type::Money(wanted)) => {
                self.report_period(&expr, found, wanted);
                None
            }
            _ => {
                self.report_mismatch(&expr, want);
                None
            }
        }
    }

    pub(super) fn report_mismatch(&mut self, expr: &Expr, want: Type) {
        let finding = self.mismatch(expr.span, want, expr.ty);
        let bare_number =
            number_of(expr).is_some() && matches!(expr.ty, Type::Integer | Type::Decimal);
        let finding = match want {
            Type::Money(period) if bare_number => self.rupiah(finding, expr, period),
            _ if let Some(instead) = self.unquoted(expr, want) => {
                self.instead_of_text(finding, expr, &instead)
            }
            Type::Date if bare_number => match self.asked_name() {
                Some((name, place)) => {
                    let instead = format!("age({name})");
                    let finding = finding.with_code("instead", &instead).help("help.age");
                    finding.fix_code(place, instead)
                }
                None => finding.help("help.date"),
            },
            Type::Boolean => finding.help("help.condition"),
            Type::Integer if expr.ty == Type::Decimal => finding.help("help.round"),
            _ => finding,
        };
        self.report(finding);
    }

    /// A finding for a value of another type than is wanted.
    pub(super) fn mismatch(&self, span: Span, want: Type, found: Type) -> Diagnostic {
        Diagnostic::at(&codes::TYPE_MISMATCH, span)
            .with_words("wanted", self.said(want))
            .with_words(
                "found",
                match found {
                    Type::Decimal => (
                        "a number with decimals".to_owned(),
                        "bilangan desimal".to_owned(),
                    ),
                    Type::Integer
                    | Type::Money(_)
                    | Type::Boolean
                    | Type::Date
                    | Type::Text
                    | Type::Enum(_) => self.said(found),
                },
            )
    }

    /// A type in the words of a sentence, in English and Indonesian.
    fn said(&self, ty: Type) -> (String, String) {
        let plain = |english: &str, indonesian: &str| (english.to_owned(), indonesian.to_owned());
        match ty {
            Type::Integer => plain("a whole number", "bilangan bulat"),
            Type::Decimal => plain("a number", "bilangan"),
            Type::Money(None) => plain("an amount of money", "jumlah uang"),
            Type::Money(period @ Some(_)) => said_amount(period),
            Type::Boolean => plain(
                "a yes or no (`true` or `false`)",
                "jawaban ya atau tidak (`true` atau `false`)",
            ),
            Type::Date => plain("a date", "tanggal"),
            Type::Text => plain("a text", "teks"),
            Type::Enum(_) => {
                let name = self.type_word(ty);
                let indonesian = format!("salah satu nilai `{name}`");
                (format!("one of the values of `{name}`"), indonesian)
            }
        }
    }

    /// A title or a value in quotes, or a number, where the name of a value is wanted.
    fn instead_of_text(&self, finding: Diagnostic, expr: &Expr, instead: &str) -> Diagnostic {
        let mut finding = finding
            .with_code("instead", instead)
            .with("text", self.written(expr.span))
            .with_code("whole", self.asked_with(expr.span, instead))
            .fix_code(expr.span, instead);
        let ExprKind::Constant(Constant::Text(text)) = &expr.kind else {
            return finding.help("help.instead");
        };
        let (label, help) = if text.to_lowercase() == instead {
            ("label.unquoted", "help.unquoted")
        } else {
            ("label.titled", "help.titled")
        };
        finding.labels = vec![Label {
            span: expr.span,
            slot: label,
        }];
        finding.help(help)
    }

    /// The question at hand with another text at a place; that text alone where it is no short one.
    fn asked_with(&self, place: Span, instead: &str) -> String {
        let whole = self.asked.map(|(whole, _)| whole);
        let around = whole.filter(|it| it.start <= place.start && place.end <= it.end);
        let text = around.map(|it| {
            let before = self.text.text(Span::new(it.start, place.start));
            let after = self.text.text(Span::new(place.end, it.end));
            format!("{before}{instead}{after}")
        });
        let fits = |it: &String| it.len() < 100 && !it.contains(['\n', '#']);
        text.filter(fits).unwrap_or_else(|| instead.to_owned())
    }

    /// The name with which the question at hand begins, and its place: `birth_date` in `birth_date > 60`.
    fn asked_name(&self) -> Option<(&str, Span)> {
        let (place, _) = self.asked?;
        let text = self.text.text(place);
        let end = text.find(|c: char| !crate::words::is_name_character(c))?;
        let name = text.get(..end)?;
        let length = u32::try_from(end).ok()?;
        let starts = name.starts_with(char::is_alphabetic);
        starts.then(|| (name, Span::new(place.start, place.start + length)))
    }

    /// An amount that is written as a bare number: its currency, and its period where that is not
    /// declared already.
    fn rupiah(&self, finding: Diagnostic, expr: &Expr, period: Option<Period>) -> Diagnostic {
        let period = match self.money {
            Money::AsDeclared => None,
            Money::AsWritten => period,
        };
        let word = period.map(|it| format!(" per {}", it.word()));
        let word = word.unwrap_or_default();
        let currency = match self.program.currency.as_str() {
            "IDR" => "Rp",
            other => other,
        };
        let written = self.written(expr.span);
        let amount = match number_of(expr) {
            // A number of the command line stands in no file.
            Some(number) if written.is_empty() => with_thousands(&number.to_string()),
            Some(_) | None => with_thousands(&written),
        };
        let instead = format!("{currency} {amount}{word}");
        let finding = finding.with_code("instead", &instead);
        let finding = match period {
            Some(period) => finding.with_code("period", period.word()).help("help.flow"),
            None => finding.help("help.rupiah"),
        };
        finding.fix_code(expr.span, instead)
    }

    /// Two flows of different periods, or a flow and a one-off amount, meet.
    pub(super) fn report_period(
        &mut self,
        expr: &Expr,
        found: Option<Period>,
        wanted: Option<Period>,
    ) {
        let literal = number_of(expr).is_some() && found.is_none();
        if let (true, Some(period)) = (literal, wanted) {
            let at = Span::new(expr.span.end, expr.span.end);
            let written = self.written(expr.span);
            let instead = format!("{written} per {}", period.word());
            self.report(
                Diagnostic::at(&codes::AMOUNT_WITHOUT_PERIOD, expr.span)
                    .with_code("period", period.word())
                    .with_code("instead", instead)
                    .fix_code(at, format!(" per {}", period.word())),
            );
            return;
        }
        let written = self.written(expr.span);
        let is_short = !written.is_empty() && written.len() < 60 && !written.contains('#');
        let period = wanted.or(found).map_or("", Period::word);
        let finding = Diagnostic::at(&codes::PERIOD_MISMATCH, expr.span)
            .with_words("found", said_amount(found))
            .with_words("wanted", said_amount(wanted))
            .with_code("period", period)
            .with("written", if is_short { &written } else { "…" });
        let among_months = |it: Option<Period>| it.is_some_and(|it| it.months().is_some());
        let function = match wanted {
            Some(Period::Month) => "monthly",
            Some(Period::Quarter) => "quarterly",
            Some(Period::Year) => "yearly",
            Some(Period::Day | Period::Week) | None => "",
        };
        let finding = if number_of(expr).is_some() && wanted.is_none() {
            finding.help("help.one_off")
        } else if among_months(found) && among_months(wanted) {
            finding.with_code("function", function).help("help.convert")
        } else if wanted.is_some() && !among_months(found) {
            finding.help("help.as")
        } else {
            finding
        };
        self.report(finding);
    }

    /// Two operands under one type: integers widen, `Rp 0` takes the other period.
    pub(super) fn unify(&mut self, left: Expr, right: Expr) -> Option<(Expr, Expr)> {
        match (left.ty, right.ty) {
            (a, b) if a == b => Some((left, right)),
            (Type::Integer, Type::Decimal) => Some((retype(left, Type::Decimal), right)),
            (Type::Decimal, Type::Integer) => Some((left, retype(right, Type::Decimal))),
            (Type::Money(_), Type::Money(_)) if is_zero(&left) => {
                let ty = right.ty;
                Some((retype(left, ty), right))
            }
            (Type::Money(_), Type::Money(_)) if is_zero(&right) => {
                let ty = left.ty;
                Some((left, retype(right, ty)))
            }
            (Type::Money(a), Type::Money(b)) => {
                let left_literal = number_of(&left).is_some() && a.is_none();
                if left_literal {
                    self.report_period(&left, a, b);
                } else {
                    self.report_period(&right, b, a);
                }
                None
            }
            (want, _) => {
                self.report_mismatch(&right, want);
                None
            }
        }
    }

    /// The field whose blank is a known fact, where the expression is just that field.
    pub(super) fn fact_field(&self, expr: &Expr) -> Option<FieldId> {
        match &expr.kind {
            ExprKind::Field(id) => {
                let blank = &self.program.fields.get(id.index())?.blank;
                matches!(blank, Blank::Means { .. }).then_some(*id)
            }
            ExprKind::At(hop, inner) => self.fact_link(*hop).or_else(|| self.fact_field(inner)),
            _ => None,
        }
    }

    /// The field of a link whose blank is the known fact that it leads nowhere.
    fn fact_link(&self, hop: Hop) -> Option<FieldId> {
        match hop {
            Hop::Link(field) => self.marker(field).map(|_| field),
            Hop::Parent | Hop::Role(_) => None,
        }
    }

    /// Whether a field whose blank is a known fact is filled, and so is every such link on the way.
    pub(super) fn filled(&self, expr: &Expr) -> Expr {
        let test = |kind| Expr {
            kind,
            ty: Type::Boolean,
            span: expr.span,
        };
        match &expr.kind {
            ExprKind::Field(id) => test(ExprKind::Filled(*id)),
            ExprKind::At(hop, inner) => {
                let further = self.fact_field(inner).map(|_| {
                    let inner = self.filled(inner);
                    test(ExprKind::At(*hop, Box::new(inner)))
                });
                let leads = self.fact_link(*hop).map(|it| test(ExprKind::Filled(it)));
                super::aggregate::all(leads.into_iter().chain(further).collect(), expr.span)
            }
            _ => test(ExprKind::Constant(Constant::Boolean(true))),
        }
    }

    /// The name of the fact that a blank in the field means.
    pub(super) fn marker(&self, field: FieldId) -> Option<String> {
        match &self.program.fields.get(field.index())?.blank {
            Blank::Means { marker, .. } => Some(marker.clone()),
            Blank::Rejected | Blank::Unknown | Blank::AskedWhen { .. } => None,
        }
    }
}

/// An amount beside one of another period.
fn said_amount(period: Option<Period>) -> (String, String) {
    let Some(period) = period else {
        let indonesian = "jumlah uang tanpa periode".to_owned();
        return ("an amount of money without a period".to_owned(), indonesian);
    };
    let word = period.word();
    let indonesian = format!("jumlah uang `per {word}`");
    (format!("an amount of money `per {word}`"), indonesian)
}

fn is_zero(expr: &Expr) -> bool {
    number_of(expr).is_some_and(|it| it == Rational::zero())
}
