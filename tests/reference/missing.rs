//! What makes an unknown value unknown.

use std::collections::BTreeSet;

use aturan::check::tree::*;
use aturan::data::bitmap::Bitmap;
use aturan::outcome::{Missing, missing, missing_for_aid, missing_for_register};
use aturan::reference::Evaluator;

use crate::build::*;
use crate::family::Families;

/// The causes of an expression for the first family, some of whose members may be rejected.
fn causes(it: &Families, rejected: Option<&[bool]>, expr: &Expr) -> Vec<Missing> {
    let mut dataset = it.dataset();
    let bits = rejected.map(|bits| Bitmap::collect(bits.iter().copied()));
    dataset.tables[it.member.index()].incomplete = bits;
    let mut evaluator = Evaluator::new(&it.policy.program, &dataset, day("2023-06-01"));
    missing(&mut evaluator, expr, (it.family, 0))
        .into_iter()
        .collect()
}

#[test]
fn only_operands_that_matter_count() {
    let mut it = Families::new();
    it.family(None, None);
    let (flag, income) = (it.policy.read(it.flag), it.policy.read(it.income));
    let poor = less(income.clone(), lit("5", MONTHLY));
    let both = and(flag.clone(), poor.clone());
    assert_eq!(
        causes(&it, None, &both),
        [Missing::Field(it.income), Missing::Field(it.flag)]
    );
    assert_eq!(causes(&it, None, &and(boolean(false), both.clone())), []);
    let chosen = ExprKind::If(Box::new(boolean(true)), Box::new(flag), Box::new(poor));
    assert_eq!(causes(&it, None, &truth(chosen)), [Missing::Field(it.flag)]);
    // Found twice, and no other ground beside it.
    let defined = it.policy.define(it.family, "defined", income.clone());
    let twice = add(income, it.policy.of(defined));
    assert_eq!(causes(&it, None, &twice), [Missing::Field(it.income)]);
}

#[test]
fn what_is_unknown_though_all_is_answered_has_a_ground() {
    let mut it = Families::new();
    it.family(Some("900000000000000"), None);
    let income = it.policy.read(it.income);
    let ground = |words| vec![Missing::Ground(words)];
    let by_zero = divide(income.clone(), int(0), MONTHLY);
    assert_eq!(causes(&it, None, &by_zero), ground("division by zero"));
    assert_eq!(
        causes(&it, None, &add(income.clone(), income)),
        ground("number too large")
    );
    let youngest = Aggregate {
        value: Some(it.policy.read(it.score)),
        ..over(AggregateOp::Min, it.member)
    };
    assert_eq!(
        causes(&it, None, &aggregate(youngest, Type::Integer)),
        ground("no rows")
    );
    let date = |text| expr(ExprKind::Constant(Constant::Date(day(text))), Type::Date);
    let unborn = ExprKind::Call(Function::Age, vec![date("2024-01-01"), date("2023-01-01")]);
    let unborn = expr(unborn, Type::Integer);
    assert_eq!(causes(&it, None, &unborn), ground("date after evaluation"));
}

#[test]
fn aggregates_name_the_fields_and_the_rejected_rows_that_matter() {
    let mut it = Families::new();
    let family = it.family(None, None);
    it.member(family, Some(0), None);
    it.member(family, None, Some(true));
    it.member(family, None, Some(false));
    let total = sum(
        it.policy.read(it.score),
        it.member,
        Some(it.policy.read(it.works)),
    );
    assert_eq!(causes(&it, None, &total), [Missing::Field(it.score)]);
    let expected = [Missing::Field(it.score), Missing::RejectedRows(it.member)];
    assert_eq!(causes(&it, Some(&[true]), &total), expected);
}

#[test]
fn aids_and_registers_name_what_keeps_them_from_being_decided() {
    let mut it = Families::new();
    it.family(None, None);
    let (flag, income) = (it.policy.read(it.flag), it.policy.read(it.income));
    let first = it.policy.aid(it.family, "first", |aid| {
        aid.when = vec![ground("flag", flag.clone())];
    });
    let second = it.policy.aid(it.family, "second", |aid| {
        aid.not_together = vec![(first, String::new(), aturan::source::Span::default())];
        aid.benefit = Benefit::Amount {
            value: income,
            months: None,
        };
    });
    let register = it
        .policy
        .register(it.family, boolean(true), vec![], vec![ground("l", flag)]);
    let dataset = it.dataset();
    let mut evaluator = Evaluator::new(&it.policy.program, &dataset, day("2023-06-01"));
    let flag = BTreeSet::from([Missing::Field(it.flag)]);
    let both = BTreeSet::from([Missing::Field(it.flag), Missing::Field(it.income)]);
    let row = (it.family, 0);
    assert_eq!(missing_for_aid(&mut evaluator, first, row), flag);
    assert_eq!(missing_for_aid(&mut evaluator, second, row), both);
    assert_eq!(missing_for_register(&mut evaluator, register, row), flag);
    let status = expr(ExprKind::Aid(first, AidPart::Status), Type::Enum(STATUS));
    assert_eq!(missing(&mut evaluator, &status, row), flag);
}
