//! Rows taken in rank order under limits, and what is known of them.

use aturan::check::tree::*;
use aturan::number::Truth::{False, True, Unknown};
use aturan::number::{Rational, Truth};
use aturan::reference::Datum;
use aturan::source::Span;

use crate::build::*;
use crate::family::{Families, truths};

fn limit(count: i64, per: EntityId, condition: Option<Expr>) -> Limit {
    Limit {
        count: int(count),
        per,
        condition,
        span: Span::default(),
    }
}

/// Members by score, those who work, so many per family.
fn taken(count: i64, members: &[(Option<i64>, Option<bool>)]) -> Vec<Truth> {
    let mut it = Families::new();
    let family = it.family(None, None);
    for (score, works) in members {
        it.member(family, *score, *works);
    }
    let select = Select {
        when: it.policy.read(it.works),
        rank: vec![by(it.policy.read(it.score)), it.policy.key(it.member)],
        limits: vec![limit(count, it.family, None)],
    };
    it.policy
        .value(it.member, "taken", Type::Boolean, ValueKind::Select(select));
    truths(it.results().values[0].as_ref())
}

const IN: Option<bool> = Some(true);

#[test]
fn the_first_in_order_are_taken() {
    assert_eq!(
        taken(2, &[(Some(3), IN), (Some(1), IN), (Some(2), IN)]),
        [False, True, True]
    );
    assert_eq!(
        taken(2, &[(Some(3), IN), (Some(1), Some(false)), (Some(2), IN)]),
        [True, False, True]
    );
    assert_eq!(taken(0, &[(Some(3), IN), (None, None)]), [False, False]);
}

#[test]
fn a_row_is_known_only_if_the_undecided_above_it_cannot_matter() {
    // The unknown one takes a place, or not.
    assert_eq!(
        taken(2, &[(Some(1), None), (Some(2), IN), (Some(3), IN)]),
        [Unknown, True, Unknown]
    );
    assert_eq!(
        taken(1, &[(Some(1), IN), (Some(2), None), (Some(3), IN)]),
        [True, False, False]
    );
    // One without a place may stand anywhere.
    assert_eq!(taken(1, &[(None, IN), (Some(2), IN)]), [Unknown, Unknown]);
    assert_eq!(
        taken(2, &[(None, IN), (Some(2), IN), (Some(3), IN)]),
        [Unknown, True, Unknown]
    );
    assert_eq!(taken(2, &[(None, IN), (Some(2), IN)]), [True, True]);
    assert_eq!(
        taken(1, &[(None, Some(false)), (Some(2), IN)]),
        [False, True]
    );
}

#[test]
fn limits_count_per_their_own_ancestor() {
    let mut it = Families::new();
    for _ in 0..2 {
        let family = it.family(None, None);
        it.member(family, Some(1), IN);
        it.member(family, Some(2), IN);
    }
    let select = Select {
        when: boolean(true),
        rank: vec![by(it.policy.read(it.score)), it.policy.key(it.member)],
        limits: vec![
            limit(1, it.family, None),
            limit(1, it.village, Some(boolean(true))),
        ],
    };
    it.policy
        .value(it.member, "taken", Type::Boolean, ValueKind::Select(select));
    assert_eq!(
        truths(it.results().values[0].as_ref()),
        [True, False, False, False]
    );
}

/// domain.md's example: small child, SD, SMP, severe disability, elderly; at most four, in this order.
#[test]
fn a_family_of_five_components_is_paid_for_four_in_the_stated_order() {
    let mut it = Families::new();
    let components = [
        "early_childhood",
        "primary",
        "junior",
        "disability",
        "elderly",
    ];
    let component = Type::Enum(it.policy.enumeration("component", &components));
    let field = it.policy.optional(it.member, "component", component);
    let yearly = Type::Money(Some(aturan::number::Period::Year));
    let amounts = ["3000000", "900000", "1500000", "2400000", "2400000"];
    let values = (0..)
        .zip(amounts)
        .map(|(code, amount)| (vec![Key::Enum(code)], number(amount)));
    let ParameterId(id) =
        it.policy
            .keyed_parameter("amount", yearly, Vec::new(), values.collect(), None);
    let key = it.policy.read(field);
    let amount = expr(
        ExprKind::Parameter(ParameterId(id), vec![key.clone()]),
        yearly,
    );
    let family = it.family(None, None);
    for code in [4, 3, 0, 2, 1] {
        it.rows
            .row(it.member, Some(family), &[(field, Constant::Enum(code))]);
    }
    let childhood = truth(ExprKind::OneOf(
        Box::new(key.clone()),
        vec![Constant::Enum(0)],
    ));
    let select = Select {
        when: truth(ExprKind::IsKnown(Box::new(key.clone()))),
        rank: vec![by(key), it.policy.key(it.member)],
        limits: vec![
            limit(2, it.family, Some(childhood)),
            limit(4, it.family, None),
        ],
    };
    let counted = it.policy.value(
        it.member,
        "counted",
        Type::Boolean,
        ValueKind::Select(select),
    );
    let paid = sum(amount.clone(), it.member, Some(it.policy.of(counted)));
    assert_eq!(
        it.of_family(&paid, 0),
        Datum::Number(Rational::from_integer(7_800_000).into())
    );
    let best = Best {
        count: int(4),
        smallest: false,
    };
    let highest = Aggregate {
        value: Some(amount),
        best: Some(best),
        ..over(AggregateOp::Sum, it.member)
    };
    let highest = it.of_family(&aggregate(highest, yearly), 0);
    assert_eq!(
        highest,
        Datum::Number(Rational::from_integer(9_300_000).into())
    );
}
