//! What must hold of every evaluation, on generated policies and data.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod build;
mod generate;
mod held;

use std::collections::BTreeMap;

use aturan::check::tree::{Benefit, ExprKind, Outcome, Program, Status, TestRow};
use aturan::data::results::{AidResult, Results, TIED, UNKNOWN, UNKNOWN_RANK};
use aturan::data::table::{Column, Dataset, Values};
use aturan::number::Truth;
use aturan::reference;
use generate::{Case, Draft, case};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400,
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn statuses_are_consistent(case in case()) {
        let results = evaluate(&case);
        for (aid, result) in case.program.aids.iter().zip(&results.aids) {
            let rows = case.dataset.tables[aid.entity.index()].rows;
            prop_assert_eq!(result.status.len(), rows);
            for row in 0..rows {
                let status = result.status[row];
                let paid = matches!(aid.benefit, Benefit::Amount { .. });
                if matches!(status, Status::Granted | Status::Waitlisted) {
                    prop_assert_eq!(result.eligible[row], Truth::True);
                    let tied = result.grounds.get(row) == Some(TIED);
                    let waits = status == Status::Waitlisted && aid.rank.len() > 1;
                    prop_assert!(tied && waits || result.grounds.get(row) == Some(0));
                    prop_assert!(result.amount_known[row]);
                    prop_assert!(!paid || result.amount.get(row) > Some(0));
                } else if status == Status::NotTakenUp {
                    prop_assert!(aid.take_up.is_some());
                    prop_assert_eq!(result.grounds.get(row), Some(0));
                    prop_assert_eq!(result.granted_amount(row), Some(0));
                } else if status != Status::NotInForce {
                    prop_assert_ne!(result.grounds.get(row), Some(0));
                }
                if status == Status::NeedsVerification {
                    prop_assert_eq!(result.granted_amount(row), None);
                }
                let allocates = aid.quota.is_some() || aid.budget.is_some() || !aid.limits.is_empty();
                prop_assert!(allocates || status != Status::Waitlisted);
                let placed = result.rank[row] > 0;
                prop_assert!(!placed || matches!(status, Status::Granted | Status::Waitlisted));
            }
        }
        for register in &results.registers {
            for (outcome, ground) in register.outcome.iter().zip(&register.ground) {
                prop_assert_eq!(*ground > 0, *outcome == Outcome::Leaves);
            }
        }
    }

    #[test]
    fn no_group_is_given_more_than_it_has(case in case()) {
        let results = evaluate(&case);
        for (aid, result) in case.program.aids.iter().zip(&results.aids) {
            for group in &result.groups {
                prop_assert!(group.quota.is_none_or(|quota| group.granted <= quota));
                prop_assert!(group.budget.is_none_or(|budget| group.spent == 0 || group.spent <= budget));
                prop_assert!(group.granted <= group.candidates);
            }
            let granted = result.status.iter().filter(|it| **it == Status::Granted).count();
            let simple = aid.quota.as_ref().is_some_and(|quota| quota.per.is_none());
            if simple && aid.budget.is_none() && !result.groups.is_empty() {
                prop_assert_eq!(result.groups[0].granted, u64::try_from(granted).unwrap());
            }
        }
    }

    #[test]
    fn only_who_stands_behind_waits_where_there_is_a_quota_alone(case in case()) {
        let results = evaluate(&case);
        for (aid, result) in case.program.aids.iter().zip(&results.aids) {
            let quota = aid.quota.as_ref().is_some_and(|quota| quota.per.is_none());
            if !quota || aid.budget.is_some() || !aid.limits.is_empty() || aid.rank.is_empty() {
                continue;
            }
            let ranks = |status| {
                let rows = result.status.iter().zip(&result.rank);
                rows.filter(move |(it, rank)| **it == status && **rank > 0).map(|(_, rank)| *rank)
            };
            let last = ranks(Status::Granted).max().unwrap_or(0);
            prop_assert!(ranks(Status::Waitlisted).all(|rank| rank > last));
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(case in case()) {
        prop_assume!(tie_free(&case.program));
        let mut turned = case.clone();
        turned.draft = reversed(&case.draft);
        turned.dataset = turned.draft.bind(&case.program);
        let (before, after) = (evaluate(&case), evaluate(&turned));
        prop_assert_eq!(by_key(&case, &before), by_key(&turned, &after));
    }

    #[test]
    fn single_rows_are_explained_as_the_whole_was_evaluated(case in case()) {
        let results = evaluate(&case);
        let mut evaluator = reference::Evaluator::new(&case.program, &case.dataset, case.date)
            .with_results(&results);
        for (id, value) in (0..).map(aturan::check::tree::ValueId).zip(&case.program.values) {
            let expr = build::expr(ExprKind::Value(id), value.ty);
            let column = results.values[id.index()].as_ref().unwrap();
            for row in 0..case.dataset.tables[value.entity.index()].rows {
                let stored = evaluator.evaluate_stored(&expr, (value.entity, row));
                prop_assert_eq!(stored, reference::Datum::from_column(column, row, value.ty));
            }
        }
    }
}

/// The properties above are worth something only if the cases reach every outcome.
#[test]
fn generated_cases_reach_every_outcome() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::<String, usize>::new();
    for _ in 0..600 {
        let case = case().new_tree(&mut runner).unwrap().current();
        let results = evaluate(&case);
        let mut saw = |what: String| *seen.entry(what).or_insert(0) += 1;
        for result in &results.aids {
            result
                .status
                .iter()
                .for_each(|it| saw(it.word().to_owned()));
            let ranks = result.grounds.iter().zip(&result.status);
            let unranked = ranks.filter(|(it, status)| {
                *it == UNKNOWN_RANK && **status == Status::NeedsVerification
            });
            unranked.for_each(|_| saw("unknown rank".to_owned()));
        }
        for register in &results.registers {
            register
                .outcome
                .iter()
                .for_each(|it| saw(format!("register {}", it.word())));
        }
        for (value, column) in case.program.values.iter().zip(&results.values) {
            let column = column.as_ref().unwrap();
            for row in 0..case.dataset.tables[value.entity.index()].rows {
                saw(if column.is_valid(row) {
                    "known"
                } else {
                    "unknown"
                }
                .to_owned());
            }
        }
        results.faults.iter().for_each(|_| saw("fault".to_owned()));
    }
    let statuses = Status::ALL.iter().map(|it| it.word().to_owned());
    let outcomes = Outcome::ALL
        .iter()
        .map(|it| format!("register {}", it.word()));
    let others = ["unknown rank", "known", "unknown", "fault"].map(str::to_owned);
    for what in statuses.chain(outcomes).chain(others) {
        assert!(
            seen.get(&what).is_some_and(|count| *count >= 20),
            "{what}: {seen:?}"
        );
    }
}

/// What the two evaluators are compared on is worth something only if every construct of the typed
/// tree is among it: the names are read from the tree's own file, so that a new one is asked for.
#[test]
fn generated_cases_hold_every_construct() {
    let mut runner = TestRunner::deterministic();
    let mut shown = String::new();
    for _ in 0..400 {
        let case = case().new_tree(&mut runner).unwrap().current();
        held::show(&case.program, &mut shown);
    }
    let missing = held::missing(&shown);
    assert!(missing.is_empty(), "never generated: {missing:?}");
}

/// The same rows in the opposite order, parents before their children still.
fn reversed(draft: &Draft) -> Draft {
    let mut order: Vec<usize> = (0..draft.rows.len()).rev().collect();
    order.sort_by_key(|place| draft.rows[*place].entity);
    let mut now = vec![0; order.len()];
    for (place, was) in order.iter().enumerate() {
        now[*was] = place;
    }
    let moved = order.iter().map(|was| {
        let row = &draft.rows[*was];
        TestRow {
            parent: row.parent.map(|parent| now[parent]),
            ..row.clone()
        }
    });
    let incomplete = draft
        .incomplete
        .iter()
        .map(|(entity, row)| (*entity, now[*row]));
    Draft {
        rows: moved.collect(),
        incomplete: incomplete.collect(),
        absent: draft.absent,
    }
}

fn evaluate(case: &Case) -> Results {
    reference::evaluate(&case.program, &case.dataset, case.date)
}

/// Whether no rule falls back on the order of rows: aids by row where they have no order.
fn tie_free(program: &Program) -> bool {
    program.aids.iter().all(|aid| !aid.rank.is_empty())
        && program
            .aids
            .iter()
            .all(|aid| same_for_all_rows(aid.quota.as_ref().map(|it| &it.count)))
}

/// Quotas that differ within a group take the first row's: the checker forbids them.
fn same_for_all_rows(count: Option<&aturan::check::tree::Expr>) -> bool {
    count.is_none_or(|count| {
        matches!(&count.kind, ExprKind::Constant(_))
            || matches!(&count.kind, ExprKind::Parameter(_, keys) if keys.is_empty())
    })
}

/// Every outcome under the key of its row.
fn by_key(case: &Case, results: &Results) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (number, (value, column)) in case.program.values.iter().zip(&results.values).enumerate() {
        let column = column.as_ref().unwrap();
        for row in 0..case.dataset.tables[value.entity.index()].rows {
            let cell = reference::Datum::from_column(column, row, value.ty).to_string();
            found.insert(
                (format!("value {number}"), key(case, value.entity, row)),
                cell,
            );
        }
    }
    for (number, (aid, result)) in case.program.aids.iter().zip(&results.aids).enumerate() {
        for row in 0..result.status.len() {
            found.insert(
                (format!("aid {number}"), key(case, aid.entity, row)),
                of_row(result, row),
            );
        }
        let groups: Vec<String> = result
            .groups
            .iter()
            .map(|group| {
                let last = group.last.map(|row| key(case, aid.entity, row as usize));
                format!("{} {} {} {last:?}", group.key, group.granted, group.spent)
            })
            .collect();
        found.insert(
            (format!("aid {number}"), "groups".to_owned()),
            groups.join("; "),
        );
    }
    for (number, (it, result)) in case
        .program
        .registers
        .iter()
        .zip(&results.registers)
        .enumerate()
    {
        for (row, outcome) in result.outcome.iter().enumerate() {
            let cell = format!("{outcome:?} {}", result.ground[row]);
            found.insert(
                (format!("register {number}"), key(case, it.entity, row)),
                cell,
            );
        }
    }
    for fault in &results.faults {
        let row = key(case, fault.entity, fault.row as usize);
        found.insert((format!("{:?} fault", fault.rule), row), String::new());
    }
    found
}

fn of_row(result: &AidResult, row: usize) -> String {
    let amount = result.amount.get(row).filter(|_| result.amount_known[row]);
    let (status, rank) = (result.status[row], result.rank[row]);
    let unknown = result.grounds.get(row).unwrap() & (UNKNOWN | UNKNOWN_RANK) != 0;
    format!(
        "{status:?} {} {unknown} {amount:?} {rank} {:?}",
        result.grounds.get(row).unwrap(),
        result.eligible[row]
    )
}

fn key(case: &Case, entity: aturan::check::tree::EntityId, row: usize) -> String {
    let key: Option<&Column> = key_column(&case.program, &case.dataset, entity);
    let Values::Text(texts) = &key.unwrap().values else {
        unreachable!("keys are texts");
    };
    texts.value(row).to_owned()
}

fn key_column<'d>(
    program: &Program,
    dataset: &'d Dataset,
    entity: aturan::check::tree::EntityId,
) -> Option<&'d Column> {
    let it = &program.entities[entity.index()];
    let place = it.fields.iter().position(|field| *field == it.key)?;
    dataset.tables[entity.index()].columns[place].as_ref()
}
