//! Aggregates with unknown conditions, unknown values, rejected members.

use aturan::check::tree::*;
use aturan::data::bitmap::Bitmap;
use aturan::number::Rational;
use aturan::reference::{Datum, Evaluator};

use crate::build::*;
use crate::family::{Families, NO, YES};

type Member = (Option<i64>, Option<bool>);

/// A family with these members.
fn family(members: &[Member]) -> Families {
    let mut it = Families::new();
    let family = it.family(None, None);
    for (score, works) in members {
        it.member(family, *score, *works);
    }
    it
}

/// An aggregate of the scores of those who work.
fn of(op: AggregateOp, members: &[Member]) -> Datum {
    let it = family(members);
    let working = Some(it.policy.read(it.works));
    let value = Some(it.policy.read(it.score));
    let by = vec![
        descending(it.policy.read(it.score)),
        it.policy.key(it.member),
    ];
    let by = if op == AggregateOp::First {
        by
    } else {
        Vec::new()
    };
    let ty = if op == AggregateOp::Average {
        Type::Decimal
    } else {
        Type::Integer
    };
    let all = Aggregate {
        condition: working,
        value,
        by,
        ..over(op, it.member)
    };
    it.of_family(&aggregate(all, ty), 0)
}

const YES_WORKS: Option<bool> = Some(true);

#[test]
fn a_sum_is_known_if_unknown_conditions_have_nothing_to_add() {
    let sum = |members: &[Member]| of(AggregateOp::Sum, members);
    assert_eq!(sum(&[]), Datum::integer(0));
    assert_eq!(
        sum(&[(Some(3), YES_WORKS), (Some(0), None)]),
        Datum::integer(3)
    );
    assert_eq!(
        sum(&[(Some(3), YES_WORKS), (Some(1), None)]),
        Datum::Unknown
    );
    assert_eq!(
        sum(&[(Some(3), YES_WORKS), (None, Some(false))]),
        Datum::integer(3)
    );
    assert_eq!(sum(&[(None, YES_WORKS)]), Datum::Unknown);
}

#[test]
fn extremes_are_known_if_nothing_unknown_lies_further() {
    let min = |members: &[Member]| of(AggregateOp::Min, members);
    assert_eq!(min(&[]), Datum::Unknown);
    assert_eq!(
        min(&[(Some(3), YES_WORKS), (Some(5), None)]),
        Datum::integer(3)
    );
    assert_eq!(
        min(&[(Some(3), YES_WORKS), (Some(2), None)]),
        Datum::Unknown
    );
    assert_eq!(
        min(&[(Some(3), YES_WORKS), (None, YES_WORKS)]),
        Datum::Unknown
    );
    assert_eq!(min(&[(Some(5), None)]), Datum::Unknown);
    let max = of(AggregateOp::Max, &[(Some(3), YES_WORKS), (Some(5), None)]);
    assert_eq!(max, Datum::Unknown);
}

#[test]
fn an_average_is_rounded_and_known_only_if_all_is() {
    let average = |members: &[Member]| of(AggregateOp::Average, members);
    let two_thirds = Rational::parse_decimal("0.666667").unwrap();
    let members = [
        (Some(1), YES_WORKS),
        (Some(1), YES_WORKS),
        (Some(0), YES_WORKS),
    ];
    assert_eq!(average(&members), Datum::Number(two_thirds.into()));
    assert_eq!(
        average(&[(Some(1), YES_WORKS), (Some(1), None)]),
        Datum::Unknown
    );
    assert_eq!(average(&[]), Datum::Unknown);
}

#[test]
fn only_wants_exactly_one() {
    let only = |members: &[Member]| of(AggregateOp::Only, members);
    assert_eq!(
        only(&[(Some(4), YES_WORKS), (Some(5), Some(false))]),
        Datum::integer(4)
    );
    assert_eq!(
        only(&[(Some(4), YES_WORKS), (Some(4), YES_WORKS)]),
        Datum::Unknown
    );
    assert_eq!(
        only(&[(Some(4), YES_WORKS), (Some(4), None)]),
        Datum::Unknown
    );
    assert_eq!(only(&[]), Datum::Unknown);
}

#[test]
fn the_first_is_known_if_all_that_may_stand_before_it_agree() {
    let first = |members: &[Member]| of(AggregateOp::First, members);
    assert_eq!(
        first(&[(Some(4), YES_WORKS), (Some(9), YES_WORKS)]),
        Datum::integer(9)
    );
    assert_eq!(
        first(&[(Some(4), YES_WORKS), (Some(9), None)]),
        Datum::Unknown
    );
    assert_eq!(
        first(&[(Some(4), YES_WORKS), (Some(3), None)]),
        Datum::integer(4)
    );
    assert_eq!(
        first(&[(Some(4), YES_WORKS), (None, YES_WORKS)]),
        Datum::Unknown
    );
    assert_eq!(
        first(&[(Some(4), YES_WORKS), (None, Some(false))]),
        Datum::integer(4)
    );
}

#[test]
fn the_best_so_many_are_summed() {
    let best = |count: i64, members: &[Member]| {
        let it = family(members);
        let all = Aggregate {
            condition: Some(it.policy.read(it.works)),
            value: Some(it.policy.read(it.score)),
            best: Some(Best {
                count: int(count),
                smallest: false,
            }),
            ..over(AggregateOp::Sum, it.member)
        };
        it.of_family(&aggregate(all, Type::Integer), 0)
    };
    let sure = [
        (Some(5), YES_WORKS),
        (Some(7), YES_WORKS),
        (Some(1), YES_WORKS),
    ];
    assert_eq!(best(2, &sure), Datum::integer(12));
    assert_eq!(best(9, &sure), Datum::integer(13));
    assert_eq!(best(-1, &[(None, YES_WORKS)]), Datum::integer(0));
    let with = |it: Member| [sure[0], sure[1], sure[2], it];
    assert_eq!(best(2, &with((Some(5), None))), Datum::integer(12));
    assert_eq!(best(2, &with((Some(6), None))), Datum::Unknown);
    assert_eq!(best(2, &with((None, None))), Datum::Unknown);
    assert_eq!(best(4, &with((Some(0), None))), Datum::integer(13));
    assert_eq!(best(4, &with((Some(1), None))), Datum::Unknown);
    // A zero could take the place of a debt.
    assert_eq!(
        best(2, &[(Some(-5), YES_WORKS), (Some(0), None)]),
        Datum::Unknown
    );
}

#[test]
fn any_and_every_decide_as_soon_as_the_known_rows_suffice() {
    let of = |op, no_rows, members: &[Member]| {
        let it = family(members);
        let positive = less(int(0), it.policy.read(it.score));
        let condition = Some(it.policy.read(it.works));
        let all = Aggregate {
            condition,
            value: Some(positive),
            no_rows,
            ..over(op, it.member)
        };
        it.of_family(&aggregate(all, Type::Boolean), 0)
    };
    let any = |members: &[Member]| of(AggregateOp::Any, None, members);
    assert_eq!(any(&[]), NO);
    assert_eq!(any(&[(Some(1), YES_WORKS), (None, None)]), YES);
    assert_eq!(
        any(&[(Some(1), None), (Some(0), YES_WORKS)]),
        Datum::Unknown
    );
    assert_eq!(any(&[(Some(0), None)]), NO);
    let every = |no_rows, members: &[Member]| of(AggregateOp::Every, Some(no_rows), members);
    assert_eq!((every(true, &[]), every(false, &[])), (YES, NO));
    assert_eq!(every(true, &[(Some(0), YES_WORKS), (None, None)]), NO);
    assert_eq!(
        every(true, &[(Some(1), YES_WORKS), (Some(0), None)]),
        Datum::Unknown
    );
    assert_eq!(every(false, &[(Some(1), YES_WORKS), (Some(2), None)]), YES);
    assert_eq!(every(true, &[(Some(1), None)]), YES);
    assert_eq!(every(false, &[(Some(1), None)]), Datum::Unknown);
    assert_eq!(every(false, &[(Some(0), None)]), NO);
    assert_eq!(every(true, &[(Some(0), None)]), Datum::Unknown);
}

#[test]
fn a_rejected_member_counts_as_one_more_row_with_everything_unknown() {
    let mut it = family(&[(Some(5), YES_WORKS)]);
    let whole = it.family(None, None);
    it.member(whole, Some(2), YES_WORKS);
    let mut dataset = it.dataset();
    dataset.tables[it.member.index()].incomplete = Some(Bitmap::collect([true, false]));
    let mut evaluator = Evaluator::new(&it.policy.program, &dataset, day("2023-06-01"));
    let size = count(it.member, None);
    let of =
        |evaluator: &mut Evaluator, expr: &Expr, row| evaluator.evaluate(expr, (it.family, row));
    assert_eq!(of(&mut evaluator, &size, 0), Datum::Unknown);
    assert_eq!(of(&mut evaluator, &size, 1), Datum::integer(1));
    let any = Aggregate {
        value: Some(it.policy.read(it.works)),
        ..over(AggregateOp::Any, it.member)
    };
    assert_eq!(of(&mut evaluator, &aggregate(any, Type::Boolean), 0), YES);
    // The village above knows that a row is missing below.
    assert_eq!(evaluator.evaluate(&size, (it.village, 0)), Datum::Unknown);
}

#[test]
fn rows_are_taken_at_any_depth_and_only_where_the_file_was_delivered() {
    let mut it = family(&[(Some(5), YES_WORKS)]);
    let second = it.family(None, None);
    it.member(second, Some(2), YES_WORKS);
    let mut dataset = it.dataset();
    let size = count(it.member, None);
    let mut evaluator = Evaluator::new(&it.policy.program, &dataset, day("2023-06-01"));
    assert_eq!(
        evaluator.evaluate(&size, (it.village, 0)),
        Datum::integer(2)
    );
    dataset.tables[it.member.index()].delivered = false;
    let mut evaluator = Evaluator::new(&it.policy.program, &dataset, day("2023-06-01"));
    assert_eq!(evaluator.evaluate(&size, (it.village, 0)), Datum::Unknown);
}

#[test]
fn a_role_is_played_by_exactly_one() {
    let of = |members: &[Member]| {
        let mut it = family(members);
        let condition = it.policy.read(it.works);
        it.policy.program.roles.push(Role {
            about: About::default(),
            entity: it.family,
            of: it.member,
            condition,
        });
        let score = Box::new(it.policy.read(it.score));
        it.of_family(
            &expr(ExprKind::At(Hop::Role(RoleId(0)), score), Type::Integer),
            0,
        )
    };
    assert_eq!(
        of(&[(Some(5), YES_WORKS), (Some(6), Some(false))]),
        Datum::integer(5)
    );
    assert_eq!(
        of(&[(Some(5), YES_WORKS), (Some(5), YES_WORKS)]),
        Datum::Unknown
    );
    assert_eq!(of(&[(Some(5), YES_WORKS), (Some(5), None)]), Datum::Unknown);
    assert_eq!(of(&[]), Datum::Unknown);
}
