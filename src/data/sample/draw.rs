//! Answers drawn at random, around the figures of the policy.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else a type or a constant may be is not drawn here"
)]

use crate::check::tree::{
    CompareOp, Constant, Entity, EnumId, Expr, ExprKind, Field, FieldId, Program, Type,
};
use crate::number::{Date, INTEGER};

use super::pattern;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Blank,
    /// Raw, in the scale of the type.
    Number(i64),
    Boolean(bool),
    /// Days since 1970-01-01.
    Day(i32),
    Code(u16),
    Text(String),
}

/// Days of eighty years: the ages of a population.
const DAYS: i64 = 29_220;
/// Members of a family, on average.
const PERSONS: f64 = 3.5;
/// How often a number that must not repeat is drawn again.
const TRIES: u32 = 1_000;

/// Draws answers.
pub(super) struct Draw<'a> {
    pub(super) program: &'a Program,
    rng: fastrand::Rng,
    date: Date,
    /// Of roles that one row plays: the field and the value that only the first row of a parent has.
    roles: Vec<(FieldId, u32)>,
    taken: std::collections::BTreeSet<(FieldId, String)>,
}

impl<'a> Draw<'a> {
    pub(super) fn new(program: &'a Program, seed: u64, date: Date) -> Self {
        let roles = program
            .roles
            .iter()
            .filter_map(|role| played(&role.condition));
        Self {
            program,
            rng: fastrand::Rng::with_seed(seed),
            date,
            roles: roles.collect(),
            taken: std::collections::BTreeSet::new(),
        }
    }

    /// Both ends included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.rng.u32(low..=high.max(low))
    }

    /// Whether it comes to pass, so many times of a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    fn is_key(&self, id: FieldId) -> bool {
        self.program.entities.iter().any(|it| it.key == id)
    }

    /// The key of some row of another entity; often none, where there need not be one.
    pub(super) fn reference(&mut self, field: &Field, keys: &[String]) -> Cell {
        let optional = !super::super::convert::refuses_blank(field);
        if keys.is_empty() || (optional && self.chance(80)) {
            return Cell::Blank;
        }
        let key = keys.get(self.rng.usize(0..keys.len()));
        key.cloned().map_or(Cell::Blank, Cell::Text)
    }

    /// An answer that fits the field.
    pub(super) fn answer(&mut self, field: &Field, id: FieldId, row: usize, first: bool) -> Cell {
        match field.ty {
            Type::Integer | Type::Decimal | Type::Money(_) => Cell::Number(self.number(field)),
            Type::Boolean => Cell::Boolean(self.chance(25)),
            Type::Date => self.day(field),
            Type::Enum(of) => self.code(of, id, first),
            Type::Text => Cell::Text(self.text(field, id, row)),
        }
    }

    /// A value of an enumeration; of a role, the first row of a parent plays it and no other.
    fn code(&mut self, of: EnumId, id: FieldId, first: bool) -> Cell {
        let values = self
            .program
            .enums
            .get(of.index())
            .map_or(0, |it| it.values.len());
        let all = 0..u32::try_from(values).unwrap_or(0);
        let role = self.roles.iter().find(|(field, _)| *field == id);
        let role = role.map(|(_, code)| *code);
        let open: Vec<u32> = match role {
            Some(code) if first => vec![code],
            Some(code) => all.filter(|it| *it != code).collect(),
            None => all.collect(),
        };
        let Some(last) = open.len().checked_sub(1) else {
            return Cell::Blank;
        };
        let code = open.get(self.rng.usize(0..=last)).copied();
        let code = code.and_then(|code| u16::try_from(code).ok());
        code.map_or(Cell::Blank, Cell::Code)
    }

    /// A number around the figures of the policy, within the range of the field.
    fn number(&mut self, field: &Field) -> i64 {
        let scale = field.ty.scale().unwrap_or(INTEGER);
        let (low, high) = self.ends(field);
        let (grain, raw) = match field.ty {
            Type::Money(_) => {
                // Small amounts are as likely as large ones: even on a logarithmic scale.
                let least = libm::log(low.max(1.0));
                let spread = (libm::log(high.max(1.0)) - least).max(0.0);
                let drawn = libm::exp(least + self.rng.f64() * spread);
                (1_000.0, drawn)
            }
            ty => {
                let grain = if ty == Type::Decimal { 0.1 } else { 1.0 };
                (grain, low + self.rng.f64() * (high - low))
            }
        };
        let grain = if high - low < grain { 1.0 } else { grain };
        let stepped = (raw / grain).round() * grain;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "made-up figures are of the size of the policy's, and conversion saturates"
        )]
        let raw = (stepped.clamp(low, high) * scale as f64).round() as i64;
        raw
    }

    /// The lowest and highest number drawn: the range of the field, else around the policy's figures.
    fn ends(&self, field: &Field) -> (f64, f64) {
        let (mut low, mut high) = match field.ty {
            Type::Money(_) => self.figures(field),
            Type::Decimal => (1.0, 100.0),
            Type::Integer | Type::Boolean | Type::Date | Type::Text | Type::Enum(_) => (0.0, 10.0),
        };
        if let Some(range) = &field.range {
            let end = |end: &Option<Constant>| match end {
                Some(Constant::Number(number)) => Some(float(number)),
                _ => None,
            };
            let least = end(&range.low);
            high = end(&range.high).map_or(high.max(least.unwrap_or(high) + 10.0), |end| {
                if least.is_some() && end > 50.0 * high {
                    high
                } else {
                    end
                }
            });
            low = least.map_or(low.min(high), |least| least.max(0.0).min(high));
        }
        (low, high.max(low))
    }

    /// Around the smallest and the largest amount of the kind that the policy names. A level with rows
    /// under it, a family, has what several of them have: lines are mostly those of one person.
    fn figures(&self, field: &Field) -> (f64, f64) {
        let ty = field.ty;
        let parent = |it: &Entity| it.parent.is_some_and(|(parent, _)| parent == field.entity);
        let persons = if self.program.entities.iter().any(parent) {
            PERSONS
        } else {
            1.0
        };
        let parameters = self.program.parameters.iter().filter(|it| it.ty == ty);
        let values = parameters
            .flat_map(|it| &it.intervals)
            .flat_map(|it| it.values.values());
        let values = values.filter_map(|value| match value {
            Constant::Number(number) => Some(float(number)).filter(|it| *it > 0.0),
            _ => None,
        });
        let ends = values.fold(None, |ends: Option<(f64, f64)>, value| {
            let (low, high) = ends.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        });
        let (low, high) = ends.unwrap_or((400_000.0, 2_500_000.0));
        (persons * low / 4.0, persons * high * 2.0)
    }

    /// A day of the last eighty years, within the range of the field.
    fn day(&mut self, field: &Field) -> Cell {
        let today = i64::from(self.date.days());
        let end = |end: Option<&Constant>| match end {
            Some(Constant::Date(date)) => Some(i64::from(date.days())),
            _ => None,
        };
        let range = field.range.as_ref();
        let low = range
            .and_then(|it| end(it.low.as_ref()))
            .unwrap_or(today - DAYS);
        let high = range.and_then(|it| end(it.high.as_ref())).unwrap_or(today);
        let high = high.min(today).max(low);
        i32::try_from(self.rng.i64(low..=high)).map_or(Cell::Blank, Cell::Day)
    }

    /// A text that fits the pattern of a field, and stands once where it must.
    pub(super) fn text(&mut self, field: &Field, id: FieldId, row: usize) -> String {
        let Some((pattern, _)) = &field.matching else {
            return format!("{} {}", field.about.name, row + 1);
        };
        for _ in 0..TRIES {
            let text = pattern::matching(pattern, field.personal, &mut self.rng);
            let text = text.unwrap_or_default();
            let once = field.unique || self.is_key(id);
            if !once || self.taken.insert((id, text.clone())) {
                return text;
            }
        }
        String::new()
    }
}

/// The field and the value that a role compares: `relation = head`.
fn played(condition: &Expr) -> Option<(FieldId, u32)> {
    let ExprKind::Compare(CompareOp::Equal, left, right) = &condition.kind else {
        return None;
    };
    match (&left.kind, &right.kind) {
        (ExprKind::Field(field), ExprKind::Constant(Constant::Enum(code))) => Some((*field, *code)),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "made-up figures need no more digits than a float has"
)]
fn float(number: &crate::number::Rational) -> f64 {
    number.num() as f64 / number.den() as f64
}

/// A cell as CSV holds it.
pub(super) fn text(program: &Program, ty: Type, cell: Option<&Cell>) -> String {
    match cell {
        None | Some(Cell::Blank) => String::new(),
        Some(Cell::Number(raw)) => plain(*raw, ty.scale().unwrap_or(INTEGER)),
        Some(Cell::Boolean(true)) => "true".to_owned(),
        Some(Cell::Boolean(false)) => "false".to_owned(),
        Some(Cell::Day(day)) => {
            Date::from_days(*day).map_or(String::new(), |date| date.to_string())
        }
        Some(Cell::Code(code)) => {
            let Type::Enum(id) = ty else {
                return String::new();
            };
            let values = program.enums.get(id.index()).map(|it| &it.values);
            let value = values.and_then(|values| values.get(usize::from(*code)));
            value.map_or(String::new(), |(name, _)| name.clone())
        }
        Some(Cell::Text(text)) => text.clone(),
    }
}

/// Digits with a point, without zeros at the end.
fn plain(raw: i64, scale: i64) -> String {
    let (whole, part) = (raw / scale, raw % scale);
    if part == 0 {
        return whole.to_string();
    }
    let width = scale.to_string().len().saturating_sub(1);
    let digits = format!("{:0width$}", part.abs());
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
