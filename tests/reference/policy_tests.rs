//! The `test` declarations: data made up where the text is silent, expectations, coverage.

use std::collections::BTreeMap;
use std::sync::Arc;

use aturan::check::tree::*;
use aturan::reference;
use aturan::source::Span;
use aturan::testing::{self, Coverage, Failure, FailureKind, TestReport};

use crate::build::*;

/// A policy with one class, and its test over one family.
struct Tested {
    policy: Policy,
    family: EntityId,
    member: EntityId,
    income: FieldId,
    refuses: FieldId,
    size: ValueId,
    share: ValueId,
    poor: ValueId,
}

fn tested() -> Tested {
    let mut policy = Policy::new();
    let village = policy.entity("village", None);
    let family = policy.entity("family", Some(village));
    let member = policy.entity("member", Some(family));
    let income = policy.optional(family, "income", MONTHLY);
    let refuses = policy.field(family, "refuses", Type::Boolean, Blank::Rejected);
    let size = policy.define(family, "size", count(member, None));
    let share = divide(policy.read(income), policy.of(size), MONTHLY);
    let share = policy.define_exact(family, "share", share);
    let willing = truth(ExprKind::Not(Box::new(policy.read(refuses))));
    let poor = and(less(policy.of(share), lit("500", MONTHLY)), willing);
    let class = ExprKind::FirstMatch {
        rows: vec![(poor, boolean(true))],
        otherwise: Some(Box::new(boolean(false))),
    };
    let poor = policy.value(
        family,
        "poor",
        Type::Boolean,
        ValueKind::Class(truth(class)),
    );
    Tested {
        policy,
        family,
        member,
        income,
        refuses,
        size,
        share,
        poor,
    }
}

impl Tested {
    fn row(&self, cells: &[(FieldId, Constant)]) -> TestRow {
        let cells: BTreeMap<_, _> = cells
            .iter()
            .map(|(id, cell)| (*id, Some(cell.clone())))
            .collect();
        TestRow {
            entity: self.family,
            parent: None,
            cells: Arc::new(cells),
            span: Span::default(),
        }
    }

    fn expect(left: Expr, right: Expr) -> TestExpect {
        TestExpect {
            row: 0,
            other: None,
            condition: equal(left.clone(), right.clone()),
            sides: Some((left, right)),
            span: Span::default(),
        }
    }

    /// Runs one test over a family with three members.
    fn run(&mut self, family: TestRow, expects: Vec<TestExpect>) -> (TestReport, Coverage) {
        let member = TestRow {
            entity: self.member,
            parent: Some(0),
            cells: Arc::default(),
            span: Span::default(),
        };
        self.policy.program.tests = vec![Test {
            title: "a family of three".to_owned(),
            span: Span::default(),
            on: None,
            names: BTreeMap::new(),
            rows: vec![family, member.clone(), member.clone(), member],
            expects,
            assumes: Vec::new(),
        }];
        let program = &self.policy.program;
        let (mut reports, coverage) =
            testing::run(program, day("2023-06-01"), &reference::evaluate, &|_| true);
        (reports.remove(0), coverage)
    }
}

#[test]
fn expectations_compare_what_is_stored() {
    let mut it = tested();
    let family = it.row(&[
        (it.income, number("1000")),
        (it.refuses, Constant::Boolean(false)),
    ]);
    let expects = vec![
        Tested::expect(it.policy.of(it.share), lit("333.3333", MONTHLY)),
        Tested::expect(it.policy.of(it.size), int(3)),
        Tested::expect(it.policy.of(it.poor), boolean(true)),
    ];
    let (report, coverage) = it.run(family, expects);
    assert!(report.passed, "{:?}", report.failures);
    let [poor, rest] = coverage.conditions.as_slice() else {
        unreachable!("the class has one condition, and takes the rest");
    };
    assert_eq!((poor.rule.as_str(), poor.name.as_str()), ("poor", "row 1"));
    assert_eq!(
        (poor.seen_true, poor.seen_false, poor.seen_unknown),
        (1, 0, 0)
    );
    assert!(!poor.whole());
    assert_eq!((rest.name.as_str(), rest.seen_true), ("otherwise", 0));
}

#[test]
fn a_failure_says_what_was_expected_what_was_found_and_how_it_came_about() {
    let mut it = tested();
    let family = it.row(&[
        (it.income, number("6000")),
        (it.refuses, Constant::Boolean(false)),
    ]);
    let expects = vec![Tested::expect(it.policy.of(it.share), lit("500", MONTHLY))];
    let (report, _) = it.run(family, expects);
    let [failure] = report.failures.as_slice() else {
        unreachable!("one expectation is not met");
    };
    let unmet = FailureKind::Unmet {
        expected: "500".to_owned(),
        found: "2,000".to_owned(),
    };
    assert_eq!(failure.kind, unmet);
    let lines = failure.trace.lines(&|_| "x".to_owned());
    // The value (its definition has the same words here), the income and the size, the count behind
    // the size.
    assert_eq!(lines, ["x = 2,000", "  x = 6,000", "  x = 3", "    x = 3"]);
}

/// The field that a failure says is not given.
fn lacking(failure: &Failure) -> Option<FieldId> {
    match failure.kind {
        FailureKind::MissingField { field, .. } => Some(field),
        FailureKind::Unmet { .. } => None,
    }
}

#[test]
fn a_required_field_is_missed_only_where_the_expectation_hangs_on_it() {
    let mut it = tested();
    let family = it.row(&[(it.income, number("9000"))]);
    // The income decides against the class, so that nobody asks who refuses.
    let rich = vec![Tested::expect(it.policy.of(it.poor), boolean(false))];
    assert!(it.run(family, rich).0.passed);
    let family = it.row(&[(it.income, number("1000"))]);
    let poor = vec![Tested::expect(it.policy.of(it.poor), boolean(false))];
    let (report, _) = it.run(family.clone(), poor);
    assert_eq!(lacking(&report.failures[0]), Some(it.refuses));
    // That it is unknown is no expectation either.
    let known = truth(ExprKind::IsKnown(Box::new(it.policy.of(it.poor))));
    let condition = truth(ExprKind::Not(Box::new(known)));
    let unknown = TestExpect {
        row: 0,
        other: None,
        condition,
        sides: None,
        span: Span::default(),
    };
    let (report, _) = it.run(family, vec![unknown]);
    assert_eq!(lacking(&report.failures[0]), Some(it.refuses));
}

#[test]
fn keys_and_parents_are_made_up_where_they_are_not_given() {
    let it = tested();
    let (village, _) = it.policy.program.entities[it.family.index()]
        .parent
        .unwrap();
    let (_, link) = it.policy.program.entities[it.family.index()]
        .parent
        .unwrap();
    let named = |key: &str| it.row(&[(link, Constant::Text(key.to_owned()))]);
    let rows = [named("b"), it.row(&[]), named("a"), named("b"), it.row(&[])];
    let fixture = testing::fixture::dataset(&it.policy.program, &rows);
    let villages = &fixture.dataset.tables[village.index()];
    assert_eq!(villages.rows, 3);
    let families = &fixture.dataset.tables[it.family.index()];
    let parent = |row: usize| families.parents[fixture.places[row]];
    assert_eq!((parent(0), parent(1)), (parent(3), parent(4)));
    let distinct: std::collections::BTreeSet<u32> = [0, 1, 2].map(parent).into();
    assert_eq!(distinct.len(), 3);
    assert_eq!(families.offsets.len(), 4);
    assert!(families.parents.is_sorted());
}
