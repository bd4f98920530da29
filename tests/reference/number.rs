//! Exact numbers, faults, fields, parameters.

use std::collections::BTreeMap;

use aturan::check::tree::*;
use aturan::data::results::{RowFault, Rule};
use aturan::data::table::Values;
use aturan::reference::Datum;

use crate::build::*;
use crate::family::{Families, NO, YES};

fn one(expr: &Expr) -> Datum {
    let mut it = Families::new();
    it.family(Some("1000"), None);
    it.of_family(expr, 0)
}

#[test]
fn a_family_exactly_over_the_line_is_decided_exactly() {
    let share = divide(int(500_001), int(1_000_001), Type::Decimal);
    let half = lit("0.5", Type::Decimal);
    assert_eq!(one(&less(half.clone(), share.clone())), YES);
    // Stored to six digits first, the share would be a half.
    let rounded = add(share, lit("0", Type::Decimal));
    assert_eq!(one(&less(half, rounded)), NO);
}

#[test]
fn a_define_that_is_a_chain_is_compared_exact_and_stored_rounded() {
    let mut it = Families::new();
    it.family(Some("1000"), None);
    let third = divide(it.policy.read(it.income), int(3), MONTHLY);
    let exact = it.policy.define_exact(it.family, "exact", third.clone());
    let stored = it.policy.define(it.family, "stored", third);
    let times = |value, policy: &Policy| multiply(policy.of(value), int(3), MONTHLY);
    let income = it.policy.read(it.income);
    assert_eq!(
        it.of_family(&equal(times(exact, &it.policy), income.clone()), 0),
        YES
    );
    assert_eq!(
        it.of_family(&equal(times(stored, &it.policy), income), 0),
        NO
    );
    for value in it.results().values {
        assert_eq!(
            value.unwrap().values,
            Values::Number(vec![3_333_333].into())
        );
    }
}

#[test]
fn a_hop_keeps_the_exact_form() {
    let mut it = Families::new();
    let family = it.family(Some("1000"), None);
    it.member(family, Some(1), None);
    let third = divide(it.policy.read(it.income), int(3), MONTHLY);
    let exact = it.policy.define_exact(it.family, "exact", third);
    let line = lit("333.3333", MONTHLY);
    let above = less(line, parent(it.policy.of(exact)));
    let above = it.policy.define(it.member, "above", above);
    let results = it.results();
    let column = results.values[above.index()].as_ref();
    assert_eq!(crate::family::truths(column), [aturan::number::Truth::True]);
}

#[test]
fn division_by_zero_is_unknown_without_a_fault() {
    let mut it = Families::new();
    it.family(Some("1000"), None);
    let by_zero = divide(it.policy.read(it.income), int(0), MONTHLY);
    it.policy.define(it.family, "by_zero", by_zero);
    let results = it.results();
    assert_eq!(results.faults, []);
    assert!(!results.values[0].as_ref().unwrap().is_valid(0));
}

#[test]
fn an_overflow_anywhere_in_a_rule_marks_its_row() {
    let mut it = Families::new();
    it.family(Some("900000000000000"), None);
    it.family(Some("5"), None);
    let income = it.policy.read(it.income);
    let twice = add(income.clone(), income.clone());
    // Kleene decides without the comparison, and it is evaluated all the same.
    let decided = truth(ExprKind::Or(vec![
        boolean(true),
        less(twice.clone(), income.clone()),
    ]));
    let decided = it.policy.define(it.family, "decided", decided);
    let reader = it.policy.define(it.family, "reader", it.policy.of(decided));
    let twice = it.policy.define(it.family, "twice", twice);
    // A product is a fraction: it overflows where it is stored, not where it is compared.
    let product = multiply(income.clone(), int(1_000), MONTHLY);
    it.policy
        .define(it.family, "compared", less(income, product.clone()));
    let stored = it.policy.define(it.family, "product", product);
    let results = it.results();
    let fault = |value| RowFault {
        rule: Rule::Value(value),
        entity: it.family,
        row: 0,
    };
    assert_eq!(
        results.faults,
        [fault(decided), fault(twice), fault(stored)]
    );
    let known = |value: ValueId, row| {
        results.values[value.index()]
            .as_ref()
            .unwrap()
            .is_valid(row)
    };
    assert!(known(decided, 0) && known(reader, 0));
    assert!(!known(twice, 0) && known(twice, 1));
}

#[test]
fn a_total_overflows_only_as_a_whole() {
    let mut it = Families::new();
    let family = it.family(None, None);
    for score in [i64::MAX, i64::MAX, -i64::MAX] {
        it.member(family, Some(score), Some(score > 0));
    }
    let score = it.policy.read(it.score);
    it.policy
        .define(it.family, "all", sum(score.clone(), it.member, None));
    let works = it.policy.read(it.works);
    let working = it
        .policy
        .define(it.family, "working", sum(score, it.member, Some(works)));
    let results = it.results();
    assert_eq!(
        results.values[0].as_ref().unwrap().values,
        Values::Number(vec![i64::MAX].into())
    );
    let rules: Vec<Rule> = results.faults.iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, [Rule::Value(working)]);
}

#[test]
fn blanks_mean_what_the_field_says() {
    let mut it = Families::new();
    let asked = Blank::AskedWhen {
        condition: it.policy.read(it.flag),
        otherwise: number("7"),
    };
    let skipped = it.policy.field(it.family, "skipped", Type::Integer, asked);
    let means = Blank::Means {
        marker: "none".into(),
        label: "none".into(),
    };
    let listed = it.policy.field(it.family, "listed", Type::Integer, means);
    for flag in [Some(true), Some(false), None] {
        it.family(None, flag);
    }
    it.rows.row(
        it.family,
        None,
        &[(skipped, number("3")), (listed, number("4"))],
    );
    let skipped = it.policy.read(skipped);
    let values: Vec<Datum> = (0..4).map(|row| it.of_family(&skipped, row)).collect();
    let integer = Datum::integer;
    assert_eq!(
        values,
        [Datum::Unknown, integer(7), Datum::Unknown, integer(3)]
    );
    let filled = truth(ExprKind::Filled(listed));
    assert_eq!(
        (it.of_family(&filled, 0), it.of_family(&filled, 3)),
        (NO, YES)
    );
    assert_eq!(it.of_family(&it.policy.read(listed), 0), Datum::Unknown);
}

#[test]
fn parameters_are_looked_up_by_key_and_day() {
    let mut it = Families::new();
    it.family(Some("2"), None);
    it.family(Some("9"), None);
    it.family(None, None);
    let values = BTreeMap::from([(vec![Key::Integer(2)], number("1/18"))]);
    let key = ParameterKey::Integer { low: 1, high: None };
    let of = |it: &mut Families, otherwise| {
        let keys = vec![key.clone()];
        let id = it
            .policy
            .keyed_parameter("p", Type::Decimal, keys, values.clone(), otherwise);
        let key = divide(it.policy.read(it.income), lit("1", MONTHLY), Type::Integer);
        expr(ExprKind::Parameter(id, vec![key]), Type::Decimal)
    };
    let listed = of(&mut it, None);
    let open = of(&mut it, Some(number("5")));
    assert_eq!(
        it.of_family(&listed, 0),
        Datum::from_constant(&number("1/18"))
    );
    assert_eq!(it.of_family(&listed, 1), Datum::Unknown);
    assert_eq!(it.of_family(&open, 1), Datum::integer(5));
    assert_eq!(it.of_family(&open, 2), Datum::Unknown);
    it.policy.program.parameters[0].intervals[0].from = day("2024-01-01");
    assert_eq!(it.of_family(&listed, 0), Datum::Unknown);
}

#[test]
fn functions_round_step_and_count_years() {
    let call = |function, operands, ty| one(&expr(ExprKind::Call(function, operands), ty));
    let seven_thirds = divide(int(7), int(3), Type::Decimal);
    let rounded = |way| {
        call(
            Function::Round(way),
            vec![seven_thirds.clone()],
            Type::Decimal,
        )
    };
    assert_eq!(rounded(RoundWay::Up), Datum::integer(3));
    assert_eq!(rounded(RoundWay::Nearest), Datum::integer(2));
    assert_eq!(rounded(RoundWay::Down), Datum::integer(2));
    let third = divide(int(1), int(3), Type::Decimal);
    let steps = call(Function::Steps, vec![int(1), third], Type::Integer);
    assert_eq!(steps, Datum::integer(3));
    let date = |text| expr(ExprKind::Constant(Constant::Date(day(text))), Type::Date);
    let on = expr(ExprKind::EvaluationDate, Type::Date);
    let age = |birth| call(Function::Age, vec![date(birth), on.clone()], Type::Integer);
    assert_eq!(age("2005-06-01"), Datum::integer(18));
    assert_eq!(age("2005-06-02"), Datum::integer(17));
    assert_eq!(age("2024-01-01"), Datum::Unknown);
}
