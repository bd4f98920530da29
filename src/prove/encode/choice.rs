//! Choices: `if`, first match, best match, parameters by key; one result each, and when it is taken.

#![expect(clippy::wildcard_enum_match_arm, reason = "only choices are asked for")]

use super::super::formula::{NO, NodeId, YES};
use super::super::linear::Linear;
use super::{Encoder, Limit, Number, RowId, constant_number};
use crate::check::tree::{
    BestRow, CompareOp, Constant, Expr, ExprKind, Interval, Key, ParameterId, Type,
};
use crate::number::Rational;

/// A result of a choice.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome<'p> {
    /// An expression of the same row.
    Of(&'p Expr),
    /// A value of a parameter.
    Fixed(&'p Constant),
}

/// What a result must meet.
type Meets<'f, 'p> = &'f mut dyn FnMut(&mut Encoder<'p>, Outcome<'p>) -> NodeId;

/// Rows of a table whose keys are compared with each other.
const MOST_COMPARED: usize = 60;
/// Listed keys of a parameter that one family is tried with.
const MOST_KEYS: usize = 40;

impl<'p> Encoder<'p> {
    /// The result that a choice takes is known and meets what is asked.
    pub(super) fn chosen(&mut self, expr: &'p Expr, row: RowId, meets: Meets<'_, 'p>) -> NodeId {
        match &expr.kind {
            ExprKind::If(condition, then, otherwise) => {
                let (holds, fails) = (
                    self.truth(condition, row, true),
                    self.truth(condition, row, false),
                );
                let (then, otherwise) = (
                    meets(self, Outcome::Of(then)),
                    meets(self, Outcome::Of(otherwise)),
                );
                let mut ways = vec![
                    self.formulas.and([holds, then]),
                    self.formulas.and([fails, otherwise]),
                ];
                if self.is_any() {
                    ways.push(self.formulas.and([then, otherwise]));
                }
                self.formulas.or(ways)
            }
            ExprKind::FirstMatch { rows, otherwise } => {
                let mut rest = match otherwise.as_deref() {
                    Some(otherwise) => meets(self, Outcome::Of(otherwise)),
                    None => NO,
                };
                for (condition, result) in rows.iter().rev() {
                    let result = meets(self, Outcome::Of(result));
                    let (holds, fails) = (
                        self.truth(condition, row, true),
                        self.truth(condition, row, false),
                    );
                    let mut ways = vec![
                        self.formulas.and([holds, result]),
                        self.formulas.and([fails, rest]),
                    ];
                    // Where the condition is unknown, both must agree.
                    if self.is_any() {
                        ways.push(self.formulas.and([result, rest]));
                    }
                    rest = self.formulas.or(ways);
                }
                rest
            }
            ExprKind::BestMatch { rows, smallest } => self.best_match(rows, *smallest, row, meets),
            ExprKind::Parameter(id, keys) => self.parameter(*id, keys, row, meets),
            _ => NO,
        }
    }

    fn best_match(
        &mut self,
        rows: &'p [BestRow],
        smallest: bool,
        row: RowId,
        meets: Meets<'_, 'p>,
    ) -> NodeId {
        let keys: Vec<Option<Number>> = rows
            .iter()
            .map(|it| {
                let number = it.key.ty.scale().is_some() || it.key.ty == Type::Date;
                number.then(|| self.number(&it.key, row))
            })
            .collect();
        let compared = rows.len() <= MOST_COMPARED;
        let mut ways = Vec::new();
        for (place, one) in rows.iter().enumerate() {
            let mut parts = vec![
                self.truth(&one.condition, row, true),
                meets(self, Outcome::Of(&one.result)),
            ];
            let own = keys.get(place).cloned().flatten();
            parts.extend(own.as_ref().map(|it| it.side));
            for (other_place, other) in rows.iter().enumerate().filter(|_| compared) {
                let other_key = keys.get(other_place).cloned().flatten();
                let (Some(own), Some(key)) = (&own, &other_key) else {
                    continue;
                };
                if other_place == place {
                    continue;
                }
                let op = match (smallest, other_place < place) {
                    (true, true) => CompareOp::Less,
                    (true, false) => CompareOp::LessOrEqual,
                    (false, true) => CompareOp::Greater,
                    (false, false) => CompareOp::GreaterOrEqual,
                };
                let fails = self.truth(&other.condition, row, false);
                let better = self.compare_numbers(op, own, key);
                let mut allowed = vec![fails, better];
                if self.is_any() {
                    // One that may win must have the same result.
                    allowed.push(meets(self, Outcome::Of(&other.result)));
                }
                parts.push(self.formulas.or(allowed));
            }
            ways.push(self.formulas.and(parts));
        }
        self.formulas.or(ways)
    }

    fn parameter(
        &mut self,
        id: ParameterId,
        keys: &'p [Expr],
        row: RowId,
        meets: Meets<'_, 'p>,
    ) -> NodeId {
        let program = self.program;
        let parameter = program.parameters.get(id.index());
        let Some(interval) = parameter.and_then(|it| it.on(self.date)) else {
            self.gives_up(Limit::Parameter);
            return NO;
        };
        let mut ways = Vec::new();
        let few = !self.is_any() && interval.values.len() > MOST_KEYS;
        let most = if few { MOST_KEYS } else { usize::MAX };
        for (key, value) in interval.values.iter().take(most) {
            let found = self.keys_are(keys, key, row);
            if found != NO {
                let meets = meets(self, Outcome::Fixed(value));
                ways.push(self.formulas.and([found, meets]));
            }
        }
        if let Some(otherwise) = &interval.otherwise {
            let unlisted = self.unlisted(keys, interval, row);
            let meets = meets(self, Outcome::Fixed(otherwise));
            ways.push(self.formulas.and([unlisted, meets]));
        }
        self.formulas.or(ways)
    }

    fn keys_are(&mut self, keys: &'p [Expr], wanted: &'p [Key], row: RowId) -> NodeId {
        let parts: Vec<NodeId> = keys
            .iter()
            .zip(wanted)
            .map(|(expr, key)| match key {
                Key::Enum(code) if *code < 128 => self.within(expr, row, 1 << code),
                Key::Enum(_) => YES,
                Key::Text(text) => match self.text_code(text) {
                    Some(code) => self.within(expr, row, 1 << code),
                    None => YES,
                },
                Key::Integer(value) => {
                    let number = self.stored(expr, row);
                    let value = Number::constant(Rational::from_integer(*value));
                    self.compare_numbers(CompareOp::Equal, &number, &value)
                }
            })
            .collect();
        self.formulas.and(parts)
    }

    /// The key is none of those listed. Of every family: not followed.
    fn unlisted(&mut self, keys: &'p [Expr], interval: &'p Interval, row: RowId) -> NodeId {
        if self.is_any() {
            return YES;
        }
        let mut texts = 0_u128;
        let mut parts = Vec::new();
        let [key] = keys else { return NO };
        for listed in interval.values.keys() {
            match listed.as_slice() {
                [Key::Text(text)] => match self.text_code(text) {
                    Some(code) => texts |= 1 << code,
                    None => return NO,
                },
                [Key::Integer(value)] => {
                    let number = self.stored(key, row);
                    let value = Number::constant(Rational::from_integer(*value));
                    parts.push(self.compare_numbers(CompareOp::NotEqual, &number, &value));
                }
                _ => return NO,
            }
        }
        if texts != 0 {
            parts.push(self.within(key, row, !texts));
        }
        self.formulas.and(parts)
    }

    /// The number that a choice takes.
    pub(super) fn chosen_number(&mut self, expr: &'p Expr, row: RowId) -> Number {
        // Every result with a name of its own for the moment it is taken.
        let mut results: Vec<Number> = Vec::new();
        self.chosen(expr, row, &mut |it, outcome| {
            let number = it.outcome_number(outcome, row);
            results.push(number);
            YES
        });
        self.one_of_numbers(&results.clone(), &mut |it, value| {
            it.chosen(expr, row, &mut |it, outcome| {
                let number = it.outcome_number(outcome, row);
                it.relate(value, super::Relation::Zero, &number)
            })
        })
    }

    fn outcome_number(&mut self, outcome: Outcome<'p>, row: RowId) -> Number {
        match outcome {
            Outcome::Of(expr) => self.stored(expr, row),
            Outcome::Fixed(constant) => {
                constant_number(constant).map_or_else(Number::unknown, Number::constant)
            }
        }
    }

    /// A number that is one of several; `when` says when it has a value.
    fn one_of_numbers(
        &mut self,
        results: &[Number],
        when: &mut dyn FnMut(&mut Self, &Number) -> NodeId,
    ) -> Number {
        let constants: Option<Vec<Rational>> =
            results.iter().map(|it| it.linear.as_constant()).collect();
        if let Some(mut constants) = constants {
            constants.sort();
            constants.dedup();
            let options: Vec<(NodeId, Rational)> = constants
                .into_iter()
                .map(|it| (when(self, &Number::constant(it)), it))
                .filter(|(when, _)| *when != NO)
                .collect();
            return self.of_options(options);
        }
        let var = self.new_between(results);
        let value = Number::plain(Linear::variable(var), YES);
        let side = when(self, &value);
        Number::plain(Linear::variable(var), side)
    }

    /// A number of a few values.
    pub(super) fn of_options(&mut self, options: Vec<(NodeId, Rational)>) -> Number {
        match options.as_slice() {
            [] => Number::unknown(),
            [(when, one)] => Number::plain(Linear::constant(*one), *when),
            _ => {
                let results: Vec<Number> = options
                    .iter()
                    .map(|(_, it)| Number::constant(*it))
                    .collect();
                let var = self.new_between(&results);
                let value = Number::plain(Linear::variable(var), YES);
                let ways: Vec<NodeId> = options
                    .iter()
                    .map(|(when, it)| {
                        let equal =
                            self.relate(&value, super::Relation::Zero, &Number::constant(*it));
                        self.formulas.and([*when, equal])
                    })
                    .collect();
                let side = self.formulas.or(ways);
                Number {
                    options: Some(options),
                    ..Number::plain(value.linear, side)
                }
            }
        }
    }

    /// A number that depends on cases: in each, when it is taken and what it is.
    pub(super) fn cases(&mut self, cases: &[(NodeId, Number)]) -> Number {
        let cases: Vec<(NodeId, Number)> = cases
            .iter()
            .filter(|(when, it)| *when != NO && it.side != NO)
            .cloned()
            .collect();
        if let [(when, one)] = cases.as_slice() {
            return one.clone().and(&mut self.formulas, *when);
        }
        let results: Vec<Number> = cases.iter().map(|(_, it)| it.clone()).collect();
        if results.is_empty() {
            return Number::unknown();
        }
        self.one_of_numbers(&results, &mut |it, value| {
            let ways: Vec<NodeId> = cases
                .iter()
                .map(|(when, number)| {
                    let equal = it.relate(value, super::Relation::Zero, number);
                    it.formulas.and([*when, equal])
                })
                .collect();
            it.formulas.or(ways)
        })
    }
}
