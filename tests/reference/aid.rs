//! Statuses of aids, and who is granted under quota, budget and limits.

use aturan::check::tree::*;
use aturan::data::results::{AidResult, TIED, UNKNOWN, UNKNOWN_RANK, ZERO_AMOUNT};
use aturan::number::Truth;
use aturan::source::Span;

use crate::build::*;
use crate::family::Families;

use Status::{Excluded, Granted, NeedsVerification, NotEligible, NotInForce, Waitlisted};

fn quota(count: i64, per: Option<Group>) -> Quota {
    Quota {
        count: int(count),
        share_of: None,
        per,
        span: Span::default(),
    }
}

fn budget(ceiling: &str, per: Option<Group>) -> Budget {
    Budget {
        ceiling: lit(ceiling, MONTHLY),
        per,
        span: Span::default(),
    }
}

fn paid(value: Expr) -> Benefit {
    Benefit::Amount {
        value,
        months: None,
    }
}

/// One aid that pays each family its income, ranked by income; blank incomes have no rank.
fn ranked(incomes: &[Option<&str>], with: impl FnOnce(&Families, &mut Aid)) -> AidResult {
    let mut it = Families::new();
    for income in incomes {
        it.family(*income, Some(true));
    }
    let rank = vec![by(it.policy.read(it.income)), it.policy.key(it.family)];
    let mut policy = it.policy.clone();
    policy.aid(it.family, "aid", |aid| {
        aid.rank = rank;
        with(&it, aid);
    });
    it.policy = policy;
    it.results().aids.remove(0)
}

/// The status and grounds of a family whose flag is unknown, under given clauses.
fn status(with: impl FnOnce(&Families, &Expr, &mut Aid)) -> (Status, u64, Truth) {
    let mut it = Families::new();
    it.family(None, None);
    let unknown = it.policy.read(it.flag);
    let mut policy = it.policy.clone();
    policy.aid(it.family, "aid", |aid| with(&it, &unknown, aid));
    it.policy = policy;
    let result = it.results().aids.remove(0);
    (
        result.status[0],
        result.grounds.get(0).unwrap(),
        result.eligible[0],
    )
}

#[test]
fn statuses_follow_their_order() {
    let yes = || ground("yes", boolean(true));
    let no = || ground("no", boolean(false));
    let of = |unknown: &Expr| ground("unknown", unknown.clone());
    assert_eq!(status(|_, _, _| ()), (Granted, 0, Truth::True));
    let future = Some((day("2024-01-01"), None));
    assert_eq!(status(|_, _, aid| aid.in_force = future).0, NotInForce);
    let past = Some((day("2020-01-01"), Some(day("2023-05-31"))));
    assert_eq!(status(|_, _, aid| aid.in_force = past).0, NotInForce);
    let today = Some((day("2023-06-01"), Some(day("2023-06-01"))));
    assert_eq!(status(|_, _, aid| aid.in_force = today).0, Granted);
    let refused = status(|_, unknown, aid| {
        aid.when = vec![of(unknown), no(), yes(), no()];
        aid.unless = vec![yes()];
    });
    assert_eq!(refused, (NotEligible, 0b1010, Truth::False));
    let excluded = status(|_, unknown, aid| {
        aid.when = vec![of(unknown)];
        aid.unless = vec![no(), yes(), of(unknown)];
    });
    assert_eq!(excluded, (Excluded, 0b10, Truth::False));
    let undecided = status(|_, unknown, aid| {
        aid.when = vec![of(unknown)];
        aid.verify = vec![no(), yes()];
        aid.benefit = paid(lit("0", MONTHLY));
    });
    assert_eq!(
        undecided,
        (NeedsVerification, UNKNOWN | 0b10, Truth::Unknown)
    );
    let verify = status(|_, _, aid| {
        aid.verify = vec![yes()];
        aid.benefit = paid(lit("0", MONTHLY));
    });
    assert_eq!(verify, (NeedsVerification, 1, Truth::True));
    let nothing = status(|_, _, aid| aid.benefit = paid(lit("0", MONTHLY)));
    assert_eq!(nothing, (NotEligible, ZERO_AMOUNT, Truth::True));
    let amount = status(|it, _, aid| aid.benefit = paid(it.policy.read(it.income)));
    assert_eq!(amount, (NeedsVerification, UNKNOWN, Truth::True));
    let service = status(|_, unknown, aid| aid.benefit = Benefit::Service(unknown.clone()));
    assert_eq!(service, (NeedsVerification, UNKNOWN, Truth::True));
}

#[test]
fn an_aid_excludes_another_where_it_is_granted() {
    let mut it = Families::new();
    for flag in [Some(true), Some(false), None] {
        it.family(None, flag);
    }
    let flag = it.policy.read(it.flag);
    let first = it.policy.aid(it.family, "first", |aid| {
        aid.when = vec![ground("flag", flag)];
    });
    let second = it.policy.aid(it.family, "second", |aid| {
        aid.unless = vec![ground("never", boolean(false))];
        aid.not_together = vec![(first, "first".into(), Span::default())];
    });
    let granted = expr(ExprKind::Aid(second, AidPart::Granted), Type::Boolean);
    assert_eq!(it.of_family(&granted, 2), aturan::reference::Datum::Unknown);
    let result = &it.results().aids[second.index()];
    assert_eq!(result.status, [Excluded, Granted, NeedsVerification]);
    assert_eq!(
        result.grounds.iter().collect::<Vec<_>>(),
        [0b10, 0, UNKNOWN]
    );
    assert_eq!(result.eligible, [Truth::False, Truth::True, Truth::Unknown]);
}

#[test]
fn a_quota_is_filled_in_order_and_ties_go_by_key() {
    let incomes = [Some("5"), Some("3"), Some("5"), Some("4")];
    let result = ranked(&incomes, |_, aid| aid.quota = Some(quota(3, None)));
    assert_eq!(result.status, [Granted, Granted, Waitlisted, Granted]);
    assert_eq!(result.rank, [3, 1, 4, 2]);
    let group = &result.groups[0];
    assert_eq!(
        (group.quota, group.granted, group.candidates),
        (Some(3), 3, 4)
    );
    assert_eq!((group.key.as_str(), group.last), ("", Some(0)));
}

#[test]
fn a_quota_is_rounded_down_and_never_negative() {
    let incomes = [Some("1"), Some("2")];
    let result = ranked(&incomes, |_, aid| {
        aid.quota = Some(quota(0, None));
        aid.quota.as_mut().unwrap().count = lit("1.9", Type::Decimal);
    });
    assert_eq!(result.status, [Granted, Waitlisted]);
    let result = ranked(&incomes, |_, aid| aid.quota = Some(quota(-5, None)));
    assert_eq!(result.status, [Waitlisted, Waitlisted]);
    let result = ranked(&incomes, |it, aid| {
        aid.quota = Some(quota(0, None));
        let quota = aid.quota.as_mut().unwrap();
        quota.count = lit("0.5", Type::Decimal);
        quota.share_of = Some(it.family);
    });
    assert_eq!(result.status, [Granted, Waitlisted]);
}

#[test]
fn an_unknown_rank_key_matters_only_where_the_quota_binds() {
    let incomes = [Some("5"), None, Some("4")];
    let result = ranked(&incomes, |_, aid| aid.quota = Some(quota(2, None)));
    assert_eq!(result.status, [Granted, NeedsVerification, Granted]);
    assert_eq!(
        result.grounds.iter().collect::<Vec<_>>(),
        [0, UNKNOWN_RANK, 0]
    );
    let result = ranked(&incomes, |_, aid| aid.quota = Some(quota(3, None)));
    assert_eq!(result.status, [Granted, Granted, Granted]);
    assert_eq!(result.rank, [2, 0, 1]);
    assert_eq!(result.groups[0].granted, 3);
    let result = ranked(&incomes, |_, _| ());
    assert_eq!(result.status, [Granted, Granted, Granted]);
    assert_eq!(result.groups, []);
}

#[test]
fn a_tie_at_the_edge_is_told() {
    let incomes = [Some("4"), Some("5"), Some("5"), Some("5"), Some("6")];
    let result = ranked(&incomes, |_, aid| aid.quota = Some(quota(2, None)));
    assert_eq!(
        result.status,
        [Granted, Granted, Waitlisted, Waitlisted, Waitlisted]
    );
    assert_eq!(
        result.grounds.iter().collect::<Vec<_>>(),
        [0, 0, TIED, TIED, 0]
    );
    // Without a key before the last nothing ties.
    let result = ranked(&incomes, |it, aid| {
        aid.rank = vec![it.policy.key(it.family)];
        aid.quota = Some(quota(2, None));
    });
    assert_eq!(result.grounds.iter().sum::<u64>(), 0);
}

#[test]
fn a_budget_stops_at_the_first_that_does_not_fit() {
    let incomes = [Some("5"), Some("6"), Some("1"), Some("9")];
    let result = ranked(&incomes, |it, aid| {
        aid.benefit = paid(it.policy.read(it.income));
        aid.rank = vec![it.policy.key(it.family)];
        aid.budget = Some(budget("10", None));
    });
    // 5 fits, 6 does not, and 1 would.
    assert_eq!(result.status, [Granted, Waitlisted, Waitlisted, Waitlisted]);
    let group = &result.groups[0];
    assert_eq!(
        (group.budget, group.spent, group.quota),
        (Some(100_000), 50_000, None)
    );
    assert_eq!(result.granted_amount(0), Some(50_000));
    assert_eq!(result.granted_amount(1), Some(0));
}

#[test]
fn quota_and_budget_keep_their_own_groups() {
    let incomes = [Some("5"), Some("5"), Some("1"), Some("2")];
    let result = ranked(&incomes, |it, aid| {
        let income = it.policy.read(it.income);
        aid.benefit = paid(income.clone());
        aid.quota = Some(quota(1, Some(Group::Value(income))));
        aid.budget = Some(budget("3", None));
    });
    assert_eq!(result.status, [Waitlisted, Waitlisted, Granted, Granted]);
    assert_eq!(result.rank, [1, 2, 1, 1]);
    let keys: Vec<(&str, Option<u64>, Option<i128>, u64)> = result
        .groups
        .iter()
        .map(|group| (group.key.as_str(), group.quota, group.budget, group.granted))
        .collect();
    let expected = [
        ("1", Some(1), None, 1),
        ("2", Some(1), None, 1),
        ("5", Some(1), None, 0),
        ("", None, Some(30_000), 2),
    ];
    assert_eq!(keys, expected);
}

#[test]
fn an_unknown_group_needs_verification() {
    let incomes = [None, Some("2")];
    let result = ranked(&incomes, |it, aid| {
        aid.quota = Some(quota(9, Some(Group::Value(it.policy.read(it.income)))));
        aid.rank = vec![it.policy.key(it.family)];
    });
    assert_eq!(result.status, [NeedsVerification, Granted]);
    assert_eq!(result.grounds.get(0).unwrap(), UNKNOWN_RANK);
    let result = ranked(&incomes, |it, aid| {
        aid.quota = Some(quota(0, Some(Group::Ancestor(it.village))));
        // Unknown for the first family, and so for its group.
        let income = it.policy.read(it.income);
        aid.quota.as_mut().unwrap().count = divide(income, lit("1", MONTHLY), Type::Decimal);
        aid.rank = vec![it.policy.key(it.family)];
    });
    assert_eq!(result.status, [NeedsVerification, NeedsVerification]);
}

#[test]
fn a_limit_passes_over_a_row_without_stopping() {
    let mut it = Families::new();
    for scores in [[1, 2], [3, 4]] {
        let family = it.family(None, None);
        for score in scores {
            it.member(family, Some(score), None);
        }
    }
    let rank = vec![by(it.policy.read(it.score)), it.policy.key(it.member)];
    let works = it.policy.read(it.works);
    let (member, family) = (it.member, it.family);
    it.policy.aid(member, "aid", |aid| {
        aid.rank = rank;
        aid.quota = Some(quota(2, None));
        // Who works is unknown, and unknown is covered.
        let condition = Some(works);
        aid.limits = vec![Limit {
            count: int(1),
            per: family,
            condition,
            span: Span::default(),
        }];
    });
    let result = it.results().aids.remove(0);
    assert_eq!(result.status, [Granted, Waitlisted, Granted, Waitlisted]);
    assert_eq!(result.rank, [1, 2, 3, 4]);
}

#[test]
fn an_aid_may_be_shared_out_by_its_own_service() {
    let mut it = Families::new();
    for flag in [Some(true), Some(true), Some(false)] {
        it.family(None, flag);
    }
    let (family, flag) = (it.family, it.policy.read(it.flag));
    let rank = vec![it.policy.key(family)];
    let own = expr(ExprKind::Aid(AidId(0), AidPart::Service), Type::Boolean);
    it.policy.aid(family, "course", |aid| {
        aid.benefit = Benefit::Service(flag);
        aid.rank = rank;
        aid.quota = Some(quota(1, Some(Group::Value(own))));
    });
    let result = it.results().aids.remove(0);
    assert_eq!(result.status, [Granted, Waitlisted, Granted]);
    let keys: Vec<&str> = result
        .groups
        .iter()
        .map(|group| group.key.as_str())
        .collect();
    assert_eq!(keys, ["false", "true"]);
}

#[test]
fn a_blank_that_is_a_known_fact_ranks_last_either_way() {
    for descending in [false, true] {
        let incomes = [None, Some("5"), Some("9")];
        let result = ranked(&incomes, |it, aid| {
            aid.rank[0].descending = descending;
            aid.rank[0].filled = Some(truth(ExprKind::Filled(it.income)));
            aid.quota = Some(quota(2, None));
        });
        assert_eq!(result.status, [Waitlisted, Granted, Granted]);
        assert_eq!(result.rank[0], 3);
    }
}
