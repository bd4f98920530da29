//! A family that was found: laid out as data, evaluated, made small, and written as a test.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::claims::{Subject, Want};
use super::encode::{Encoder, OTHER_TEXT, RowId, Variable};
use super::solve::Model;
use crate::check::tree::{
    AidPart, Blank, CompareOp, Constant, Expr, ExprKind, FieldId, OUTCOME, Program, STATUS, Test,
    TestExpect, TestRow, Type,
};
use crate::number::{Date, Grouping, INTEGER, Rational, Truth, format_grouped};
use crate::reference::{Evaluator, Row};
use crate::source::Span;
use crate::testing::fixture::{self, Fixture};

/// Rows of data and the one that is spoken of.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub(super) rows: Vec<TestRow>,
    /// The rows that are spoken of.
    pub(super) subjects: Vec<usize>,
    /// Rows of two households that are to stay alike.
    pub(super) pairs: Vec<(usize, usize)>,
}

impl Family {
    /// The row that is to stay like another.
    fn partner(&self, place: usize) -> Option<usize> {
        self.pairs.iter().find_map(|(one, two)| {
            if *one == place {
                Some(*two)
            } else {
                (*two == place).then_some(*one)
            }
        })
    }
}

/// The rows of a model; nothing where a value has no place in the data.
pub(super) fn family(encoder: &Encoder, model: &Model, subjects: &[RowId]) -> Option<Family> {
    let program = encoder.program;
    let mut rows = Vec::new();
    for (id, info) in (0..).map(RowId).zip(&encoder.rows) {
        let source = info.twin_of.unwrap_or(id);
        let mut cells = BTreeMap::new();
        for ((_, field), cell) in encoder
            .cells
            .range((source, FieldId(0))..=(source, FieldId(u32::MAX)))
        {
            let blank = cell
                .filled
                .is_some_and(|filled| model.codes.get(&filled) == Some(&0));
            if blank {
                continue;
            }
            let value = match cell.value {
                Variable::Number(var) => match model.numbers.get(&var) {
                    Some(number) => Some(constant_of(program, *field, *number)?),
                    None => None,
                },
                Variable::Code(var) => model
                    .codes
                    .get(&var)
                    .map(|code| word_of(program, *field, *code, &encoder.texts)),
            };
            cells.extend(value.map(|value| (*field, Some(value))));
        }
        for ((shifted, field), linear) in &encoder.shifted {
            if *shifted == id {
                let mut sum = linear.constant;
                for (var, factor) in &linear.terms {
                    sum = sum.checked_add(model.numbers.get(var)?.checked_mul(*factor)?)?;
                }
                cells.insert(*field, Some(constant_of(program, *field, sum)?));
            }
        }
        required(program, info.entity, &mut cells);
        rows.push(TestRow {
            entity: info.entity,
            parent: info.parent.map(|it| it.0 as usize),
            cells: Arc::new(cells),
            span: Span::default(),
        });
    }
    let twins = (0..).zip(&encoder.rows);
    let pairs = twins.filter_map(|(place, it)| Some((it.twin_of?.0 as usize, place)));
    Some(Family {
        rows,
        subjects: subjects.iter().map(|it| it.0 as usize).collect(),
        pairs: pairs.collect(),
    })
}

/// Plain values for the fields that must be there.
fn required(
    program: &Program,
    entity: crate::check::tree::EntityId,
    cells: &mut BTreeMap<FieldId, Option<Constant>>,
) {
    let Some(entity) = program.entities.get(entity.index()) else {
        return;
    };
    for id in &entity.fields {
        let Some(field) = program.fields.get(id.index()) else {
            continue;
        };
        let is_link = entity.key == *id
            || entity.parent.is_some_and(|(_, own)| own == *id)
            || field.refers_to.is_some();
        if is_link || !matches!(field.blank, Blank::Rejected) || cells.contains_key(id) {
            continue;
        }
        let low = field.range.as_ref().and_then(|it| it.low.clone());
        let value = low.or_else(|| match field.ty {
            Type::Integer | Type::Decimal | Type::Money(_) => {
                Some(Constant::Number(Rational::zero()))
            }
            Type::Boolean => Some(Constant::Boolean(false)),
            Type::Date => Date::new(1990, 1, 1).map(Constant::Date),
            Type::Text => Some(Constant::Text("contoh".to_owned())),
            Type::Enum(_) => Some(Constant::Enum(0)),
        });
        cells.extend(value.map(|value| (*id, Some(value))));
    }
}

fn constant_of(program: &Program, field: FieldId, number: Rational) -> Option<Constant> {
    let ty = program.fields.get(field.index())?.ty;
    if ty == Type::Date {
        let days = number
            .is_integer()
            .then(|| i64::try_from(number.num()).ok())??;
        return Date::from_days(days).map(Constant::Date);
    }
    let scale = ty.scale().unwrap_or(INTEGER);
    let raw = number.checked_mul(Rational::from_integer(scale))?;
    (raw.is_integer() && i64::try_from(raw.num()).is_ok()).then_some(Constant::Number(number))
}

fn word_of(program: &Program, field: FieldId, code: u32, texts: &[String]) -> Constant {
    match program.fields.get(field.index()).map(|it| it.ty) {
        Some(Type::Boolean) => Constant::Boolean(code == 1),
        Some(Type::Text) => {
            let text = (code != OTHER_TEXT)
                .then(|| texts.get(code as usize))
                .flatten();
            Constant::Text(text.map_or_else(|| "lain".to_owned(), Clone::clone))
        }
        Some(Type::Enum(_) | Type::Integer | Type::Decimal | Type::Money(_) | Type::Date)
        | None => Constant::Enum(code),
    }
}

/// Whether the rows show what is wanted, by the row-by-row evaluator.
pub(super) fn shows(program: &Program, date: Date, family: &Family, wants: &[Want]) -> bool {
    let fixture = fixture::dataset(program, &family.rows);
    let mut evaluator = Evaluator::new(program, &fixture.dataset, date);
    let Some(row) = row_at(family, &fixture, 0) else {
        return false;
    };
    shows_at(&mut evaluator, row, wants)
}

/// Whether a row shows what is wanted.
pub(super) fn shows_at(evaluator: &mut Evaluator, row: Row, wants: &[Want]) -> bool {
    wants.iter().all(|want| match want {
        Want::Truth(expr, truth) => evaluator.evaluate(expr, row).truth() == Truth::from(*truth),
        Want::Status(id, status) => evaluator
            .aid_result(*id)
            .is_some_and(|it| it.status.get(row.index) == Some(status)),
        Want::Apart(id) => {
            let program = evaluator.program();
            let Some(aid) = program.aids.get(id.index()) else {
                return false;
            };
            let mut is = |expr: &Expr, truth: bool| {
                evaluator.evaluate(expr, row).truth() == Truth::from(truth)
            };
            aid.when.iter().all(|it| is(&it.condition, true))
                && aid.unless.iter().all(|it| is(&it.condition, false))
        }
    })
}

/// The row of the data that a subject is.
pub(super) fn row_at(family: &Family, fixture: &Fixture, subject: usize) -> Option<Row> {
    let written = *family.subjects.get(subject)?;
    Some(Row {
        entity: family.rows.get(written)?.entity,
        index: *fixture.places.get(written)?,
    })
}

/// The family with rows and answers left out as long as it still does.
pub(super) fn smallest(mut family: Family, does: &dyn Fn(&Family) -> bool) -> Family {
    let mut place = family.rows.len();
    while place > 0 {
        place = (place - 1).min(family.rows.len().saturating_sub(1));
        let partner = family.partner(place);
        let less = match partner {
            Some(partner) => without_row(&family, place.max(partner))
                .and_then(|less| without_row(&less, place.min(partner))),
            None => without_row(&family, place),
        };
        if let Some(less) = less
            && does(&less)
        {
            family = less;
        }
    }
    for place in 0..family.rows.len() {
        let fields: Vec<FieldId> = family
            .rows
            .get(place)
            .map(|row| row.cells.keys().copied().collect())
            .unwrap_or_default();
        for field in fields {
            let mut less = family.clone();
            for place in [Some(place), family.partner(place)].into_iter().flatten() {
                if let Some(row) = less.rows.get_mut(place) {
                    Arc::make_mut(&mut row.cells).remove(&field);
                }
            }
            if does(&less) {
                family = less;
            }
        }
    }
    family
}

/// The family without a row: one with nothing under it, or an outermost one that others need not name.
fn without_row(family: &Family, place: usize) -> Option<Family> {
    if family.subjects.contains(&place) {
        return None;
    }
    let is_parent = family.rows.iter().any(|row| row.parent == Some(place));
    let gone = family.rows.get(place)?;
    if is_parent && gone.parent.is_some() {
        return None;
    }
    let mut less = family.clone();
    less.rows.remove(place);
    for row in &mut less.rows {
        row.parent = match row.parent {
            Some(parent) if parent == place => None,
            Some(parent) if parent > place => Some(parent - 1),
            parent => parent,
        };
    }
    less.pairs
        .retain(|(one, two)| *one != place && *two != place);
    let pairs = less.pairs.iter_mut().flat_map(|(one, two)| [one, two]);
    for it in less.subjects.iter_mut().chain(pairs) {
        if *it > place {
            *it -= 1;
        }
    }
    Some(less)
}

/// What the example shows of a row.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// Which of the family's subjects.
    pub(super) subject: usize,
    pub(super) of: Subject,
    /// The amount of an aid rather than its status.
    pub(super) amount: bool,
}

/// The outcomes of a family, as the expectations of a test that passes; nothing if it does not.
pub(super) fn expectations(
    program: &Program,
    date: Date,
    family: &Family,
    shown: &[Shown],
) -> Option<Vec<(Shown, Expr, Option<Constant>)>> {
    let fixture = fixture::dataset(program, &family.rows);
    let mut evaluator = Evaluator::new(program, &fixture.dataset, date).reading_stored();
    let mut found = Vec::new();
    for one in shown {
        let row = row_at(family, &fixture, one.subject)?;
        let expr = subject_expr(program, one)?;
        let datum = evaluator.evaluate_stored(&expr, row);
        let constant = match datum {
            crate::reference::Datum::Unknown => None,
            crate::reference::Datum::Number(number) => Some(Constant::Number(number.to_rational())),
            crate::reference::Datum::Boolean(it) => Some(Constant::Boolean(it)),
            crate::reference::Datum::Date(it) => Some(Constant::Date(it)),
            crate::reference::Datum::Text(it) => Some(Constant::Text(it)),
            crate::reference::Datum::Enum(it) => Some(Constant::Enum(it)),
        };
        found.push((one.clone(), expr, constant));
    }
    Some(found)
}

/// Whether the test of a family passes, as `aturan test` runs it.
pub(super) fn passes(
    program: &mut Program,
    date: Date,
    family: &Family,
    found: &[(Shown, Expr, Option<Constant>)],
) -> bool {
    let expects = found.iter().filter_map(|(shown, expr, constant)| {
        let known = |kind| Expr {
            kind,
            ty: Type::Boolean,
            span: Span::default(),
        };
        let (condition, sides) = if let Some(constant) = constant {
            let right = Expr {
                kind: ExprKind::Constant(constant.clone()),
                ty: expr.ty,
                span: Span::default(),
            };
            let (left, side) = (Box::new(expr.clone()), Box::new(right.clone()));
            (
                known(ExprKind::Compare(CompareOp::Equal, left, side)),
                Some((expr.clone(), right)),
            )
        } else {
            let is_known = known(ExprKind::IsKnown(Box::new(expr.clone())));
            (known(ExprKind::Not(Box::new(is_known))), None)
        };
        Some(TestExpect {
            row: *family.subjects.get(shown.subject)?,
            other: None,
            condition,
            sides,
            span: Span::default(),
        })
    });
    program.tests = vec![Test {
        title: String::new(),
        span: Span::default(),
        on: Some((date, Span::default())),
        rows: family.rows.clone(),
        names: BTreeMap::new(),
        expects: expects.collect(),
        assumes: Vec::new(),
    }];
    let (reports, _) = crate::testing::run(program, date, &crate::reference::evaluate, &|_| true);
    reports.iter().all(|it| it.passed)
}

fn subject_expr(program: &Program, shown: &Shown) -> Option<Expr> {
    let (kind, ty) = match shown.of {
        Subject::Value(id) => (ExprKind::Value(id), program.values.get(id.index())?.ty),
        Subject::Aid(id) if shown.amount => {
            let aid = program.aids.get(id.index())?;
            let crate::check::tree::Benefit::Amount { value, .. } = &aid.benefit else {
                return None;
            };
            (ExprKind::Aid(id, AidPart::Amount), value.ty)
        }
        Subject::Aid(id) => (ExprKind::Aid(id, AidPart::Status), Type::Enum(STATUS)),
        Subject::Register(id) => (ExprKind::Register(id), Type::Enum(OUTCOME)),
    };
    Some(Expr {
        kind,
        ty,
        span: Span::default(),
    })
}

/// The family and its expectations as a `test`.
pub(super) fn text(
    program: &Program,
    date: Date,
    title: &str,
    family: &Family,
    found: &[(Shown, Expr, Option<Constant>)],
) -> String {
    let mut out = format!("test \"{}\"\n  on {date}\n", title.replace('"', "'"));
    let first = family
        .rows
        .iter()
        .position(|row| row.parent.is_none())
        .unwrap_or(0);
    let names: BTreeMap<usize, String> = family
        .subjects
        .iter()
        .enumerate()
        .filter(|(_, place)| **place != first || family.subjects.len() > 1)
        .map(|(number, place)| (*place, format!("row_{}", number + 1)))
        .collect();
    for (place, row) in family.rows.iter().enumerate() {
        if row.parent.is_none() {
            write_row(program, family, &names, place, 1, &mut out);
        }
    }
    for (shown, expr, constant) in found {
        let mut name = match shown.of {
            Subject::Value(id) => program
                .values
                .get(id.index())
                .map(|it| it.about.name.clone()),
            Subject::Aid(id) => program.aids.get(id.index()).map(|it| {
                let part = if shown.amount { "amount" } else { "status" };
                format!("{}.{part}", it.about.name)
            }),
            Subject::Register(id) => {
                let register = program.registers.get(id.index());
                register.map(|it| format!("{}.outcome", it.about.name))
            }
        }
        .unwrap_or_default();
        let place = family.subjects.get(shown.subject);
        if let Some(row) = place.and_then(|it| names.get(it)) {
            name = format!("{row}.{name}");
        }
        let value = constant
            .as_ref()
            .map(|it| with_period(program, it, expr.ty));
        match value {
            Some(value) => out.push_str(&format!("  expect {name} = {value}\n")),
            None => out.push_str(&format!("  expect {name} is missing\n")),
        }
    }
    out
}

fn write_row(
    program: &Program,
    family: &Family,
    names: &BTreeMap<usize, String>,
    place: usize,
    depth: usize,
    out: &mut String,
) {
    let Some(row) = family.rows.get(place) else {
        return;
    };
    let entity = program.entities.get(row.entity.index());
    out.push_str(&"  ".repeat(depth));
    out.push_str(entity.map_or("", |it| it.about.name.as_str()));
    if let Some(name) = names.get(&place) {
        out.push(' ');
        out.push_str(name);
    }
    let cells = row.cells.iter().filter_map(|(id, constant)| {
        let field = program.fields.get(id.index())?;
        let value = constant_text(program, constant.as_ref()?, field.ty);
        Some(format!(" {} = {value}", field.about.name))
    });
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push('\n');
    for (child, it) in family.rows.iter().enumerate() {
        if it.parent == Some(place) {
            write_row(program, family, names, child, depth + 1, out);
        }
    }
}

/// A constant as a policy writes it, without a period.
pub(super) fn constant_text(program: &Program, constant: &Constant, ty: Type) -> String {
    match constant {
        Constant::Number(number) => {
            let scale = ty.scale().unwrap_or(INTEGER);
            let raw = number.round_to_scale(scale).unwrap_or(0);
            let digits = format_grouped(raw, scale, Grouping::English).replace(',', "_");
            match ty {
                Type::Money(_) if program.currency == "IDR" => format!("Rp {digits}"),
                Type::Money(_) => format!("{} {digits}", program.currency),
                Type::Integer
                | Type::Decimal
                | Type::Boolean
                | Type::Date
                | Type::Text
                | Type::Enum(_) => digits,
            }
        }
        Constant::Boolean(it) => it.to_string(),
        Constant::Date(date) => date.to_string(),
        Constant::Text(text) => format!("\"{}\"", text.replace('"', "'")),
        Constant::Enum(code) => {
            let values = program.enumeration(ty).map(|it| &it.values);
            let value = values.and_then(|it| it.get(*code as usize));
            value.map_or_else(String::new, |(name, _)| name.clone())
        }
    }
}

fn with_period(program: &Program, constant: &Constant, ty: Type) -> String {
    let text = constant_text(program, constant, ty);
    match ty {
        Type::Money(Some(period)) if *constant != Constant::Number(Rational::zero()) => {
            format!("{text} per {}", period.word())
        }
        Type::Money(_)
        | Type::Integer
        | Type::Decimal
        | Type::Boolean
        | Type::Date
        | Type::Text
        | Type::Enum(_) => text,
    }
}
