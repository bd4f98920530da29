//! A family with members, on which most cases stand.

use aturan::check::tree::*;
use aturan::data::table::{Column, Dataset, Values};
use aturan::number::Truth;
use aturan::reference::{self, Datum, Evaluator};

use crate::build::{MONTHLY, Policy, Rows, day, number};

/// village ⊃ family ⊃ member.
pub(crate) struct Families {
    pub(crate) policy: Policy,
    pub(crate) village: EntityId,
    pub(crate) family: EntityId,
    pub(crate) member: EntityId,
    /// Of the family: money per month, may be blank.
    pub(crate) income: FieldId,
    /// Of the family: a truth value, may be blank.
    pub(crate) flag: FieldId,
    /// Of the member: a whole number, may be blank.
    pub(crate) score: FieldId,
    /// Of the member: a truth value, may be blank.
    pub(crate) works: FieldId,
    pub(crate) rows: Rows,
}

impl Families {
    pub(crate) fn new() -> Self {
        let mut policy = Policy::new();
        let village = policy.entity("village", None);
        let family = policy.entity("family", Some(village));
        let member = policy.entity("member", Some(family));
        Self {
            village,
            family,
            member,
            income: policy.optional(family, "income", MONTHLY),
            flag: policy.optional(family, "flag", Type::Boolean),
            score: policy.optional(member, "score", Type::Integer),
            works: policy.optional(member, "works", Type::Boolean),
            policy,
            rows: Rows::default(),
        }
    }

    /// A family with an income and a flag, under the village that is made up for all.
    pub(crate) fn family(&mut self, income: Option<&str>, flag: Option<bool>) -> usize {
        let mut cells = Vec::new();
        cells.extend(income.map(|it| (self.income, number(it))));
        cells.extend(flag.map(|it| (self.flag, Constant::Boolean(it))));
        self.rows.row(self.family, None, &cells)
    }

    /// A member with a score and whether it works.
    pub(crate) fn member(&mut self, family: usize, score: Option<i64>, works: Option<bool>) {
        let mut cells = Vec::new();
        cells.extend(score.map(|it| (self.score, number(&it.to_string()))));
        cells.extend(works.map(|it| (self.works, Constant::Boolean(it))));
        self.rows.row(self.member, Some(family), &cells);
    }

    pub(crate) fn dataset(&self) -> Dataset {
        self.rows.dataset(&self.policy)
    }

    /// The value of an expression for a family.
    pub(crate) fn of_family(&self, expr: &Expr, row: usize) -> Datum {
        let dataset = self.dataset();
        let mut evaluator = Evaluator::new(&self.policy.program, &dataset, day("2023-06-01"));
        evaluator.evaluate(expr, (self.family, row))
    }

    /// The results of the whole policy.
    pub(crate) fn results(&self) -> aturan::data::results::Results {
        reference::evaluate(&self.policy.program, &self.dataset(), day("2023-06-01"))
    }
}

/// A column of truth values.
pub(crate) fn truths(column: Option<&Column>) -> Vec<Truth> {
    let column = column.unwrap();
    let Values::Boolean(bits) = &column.values else {
        unreachable!("the value is a truth value");
    };
    let known = |row| column.is_valid(row).then(|| bits.get(row));
    (0..bits.len()).map(|row| Truth::from(known(row))).collect()
}

pub(crate) const YES: Datum = Datum::Boolean(true);
pub(crate) const NO: Datum = Datum::Boolean(false);
