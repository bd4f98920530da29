//! Logic and choice under unknown.

use aturan::check::tree::*;
use aturan::reference::Datum;

use crate::build::*;
use crate::family::{Families, NO, YES};

/// A family whose flag is unknown, and the flag.
fn unknown() -> (Families, Expr) {
    let mut it = Families::new();
    it.family(None, None);
    let flag = it.policy.read(it.flag);
    (it, flag)
}

#[test]
fn logic_is_kleenes() {
    let (it, flag) = unknown();
    let of = |kind| it.of_family(&truth(kind), 0);
    let and = |value| of(ExprKind::And(vec![flag.clone(), boolean(value)]));
    let or = |value| of(ExprKind::Or(vec![flag.clone(), boolean(value)]));
    assert_eq!((and(true), and(false)), (Datum::Unknown, NO));
    assert_eq!((or(true), or(false)), (YES, Datum::Unknown));
    assert_eq!(of(ExprKind::Not(Box::new(flag.clone()))), Datum::Unknown);
    assert_eq!(of(ExprKind::IsKnown(Box::new(flag.clone()))), NO);
    let supplied = ExprKind::IfMissing(Box::new(flag.clone()), Box::new(boolean(true)));
    assert_eq!(of(supplied), YES);
}

#[test]
fn at_least_is_decided_as_soon_as_the_known_suffice() {
    let (it, flag) = unknown();
    let of = |count, most, conditions: &[Expr]| {
        let kind = ExprKind::AtLeast {
            count: Box::new(int(count)),
            most,
            of: conditions.to_vec(),
        };
        it.of_family(&truth(kind), 0)
    };
    let conditions = [boolean(true), flag.clone(), boolean(false)];
    let at_least: Vec<Datum> = (0..4).map(|count| of(count, false, &conditions)).collect();
    assert_eq!(at_least, [YES, YES, Datum::Unknown, NO]);
    let at_most: Vec<Datum> = (0..3).map(|count| of(count, true, &conditions)).collect();
    assert_eq!(at_most, [NO, Datum::Unknown, YES]);
    let counted = expr(ExprKind::CountTrue(conditions.to_vec()), Type::Integer);
    assert_eq!(it.of_family(&counted, 0), Datum::Unknown);
}

#[test]
fn a_class_is_known_if_all_rows_that_may_be_first_agree() {
    let (it, flag) = unknown();
    let of = |rows: &[(Expr, i64)], otherwise: Option<i64>| {
        let rows = rows
            .iter()
            .map(|(condition, result)| (condition.clone(), int(*result)));
        let otherwise = otherwise.map(|it| Box::new(int(it)));
        let kind = ExprKind::FirstMatch {
            rows: rows.collect(),
            otherwise,
        };
        it.of_family(&expr(kind, Type::Integer), 0)
    };
    assert_eq!(
        of(&[(flag.clone(), 1), (boolean(true), 1)], None),
        Datum::integer(1)
    );
    assert_eq!(
        of(&[(flag.clone(), 1), (boolean(true), 2)], None),
        Datum::Unknown
    );
    assert_eq!(
        of(&[(boolean(true), 2), (flag.clone(), 1)], None),
        Datum::integer(2)
    );
    assert_eq!(
        of(&[(flag.clone(), 1), (boolean(false), 2)], Some(1)),
        Datum::integer(1)
    );
    assert_eq!(of(&[(flag, 1)], None), Datum::Unknown);
}

#[test]
fn the_best_row_is_known_if_no_other_may_win_with_another_result() {
    let (it, flag) = unknown();
    let unknown_key = it.policy.read(it.income);
    let row = |condition: &Expr, key: &Expr, result| BestRow {
        condition: condition.clone(),
        key: key.clone(),
        result: int(result),
    };
    let of = |rows: Vec<BestRow>| {
        let kind = ExprKind::BestMatch {
            rows,
            smallest: false,
        };
        it.of_family(&expr(kind, Type::Integer), 0)
    };
    let money = |it: &str| lit(it, MONTHLY);
    let (yes, no) = (boolean(true), boolean(false));
    // Ties go to the first row.
    let tie = vec![row(&yes, &money("5"), 1), row(&yes, &money("5"), 2)];
    assert_eq!(of(tie), Datum::integer(1));
    let worse = vec![row(&flag, &money("4"), 1), row(&yes, &money("5"), 2)];
    assert_eq!(of(worse), Datum::integer(2));
    let earlier = vec![row(&flag, &money("5"), 1), row(&yes, &money("5"), 2)];
    assert_eq!(of(earlier), Datum::Unknown);
    let later = vec![row(&yes, &money("5"), 1), row(&flag, &money("5"), 2)];
    assert_eq!(of(later), Datum::integer(1));
    let unkeyed = vec![row(&yes, &money("5"), 1), row(&yes, &unknown_key, 2)];
    assert_eq!(of(unkeyed), Datum::Unknown);
    let agreeing = vec![row(&yes, &money("5"), 1), row(&yes, &unknown_key, 1)];
    assert_eq!(of(agreeing), Datum::integer(1));
    assert_eq!(of(vec![row(&no, &money("5"), 1)]), Datum::Unknown);
}

#[test]
fn both_branches_may_agree() {
    let (it, flag) = unknown();
    let of = |then, otherwise| {
        let kind = ExprKind::If(Box::new(flag.clone()), Box::new(then), Box::new(otherwise));
        it.of_family(&expr(kind, Type::Integer), 0)
    };
    assert_eq!(of(int(1), int(1)), Datum::integer(1));
    assert_eq!(of(int(1), int(2)), Datum::Unknown);
}
