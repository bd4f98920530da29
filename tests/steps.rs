//! What a step of a sweep gives is what a run of its plan gives.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod build;
mod generate;

use aturan::check::tree::{Constant, Program};
use aturan::data::results::Results;
use aturan::data::table::{Column, Dataset, Values};
use aturan::eval::{self, Change, Rows, Settings, Steps};
use aturan::number::Rational;
use aturan::plan::{self, Outputs, Plan};
use generate::Case;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use rayon::{ThreadPool, ThreadPoolBuilder};

#[test]
fn a_step_gives_what_a_run_gives() {
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let config = ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let made = std::cell::Cell::new(0);
    let run = |case: Case| {
        // Up and down, and ever up.
        for by in [[0, 1, 2, -1, -1, 40, 0], [0, 1, 2, 3, 3, 9, 40]] {
            made.set(made.get() + stepwise(&case, &pool, by)?);
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(config).run(&generate::case(), run) {
        unreachable!("{failure}");
    }
    // A test that takes no step would show nothing.
    assert!(made.get() > 200, "{} steps", made.get());
}

/// Steps through values of all parameters; how many steps there were.
fn stepwise(case: &Case, pool: &ThreadPool, by: [i64; 7]) -> Result<usize, TestCaseError> {
    let plan_at = |step: i64| -> Plan {
        let program = moved(&case.program, step);
        plan::plan(&program, case.date, &Outputs::All)
    };
    let plans: Vec<Plan> = by.map(plan_at).to_vec();
    let settings = Settings { chunk_rows: 7 };
    // The last three come later, as a search finds them.
    let known = plans.len() - 3;
    let Some(mut steps) = Steps::new(plans[..known].to_vec(), &case.dataset, settings) else {
        return Ok(0);
    };
    let Some(mut last) = steps.first(pool) else {
        return Ok(0);
    };
    let mut made = 0;
    for (step, plan) in plans.iter().enumerate().skip(1) {
        let expected = eval::run(plan, &case.dataset, pool);
        if step >= known && steps.push(plan.clone()).is_none() {
            break;
        }
        let Some(change) = steps.advance(pool) else {
            prop_assert!(!expected.faults.is_empty(), "step {} is not made", step);
            break;
        };
        prop_assert!(expected.faults.is_empty(), "step {} overflows", step);
        let found = steps.results().unwrap();
        same(&found, &expected, step)?;
        if let Change::Rows(rows) = change {
            accounts(&case.dataset, &rows, (&last, &expected), &steps)?;
        }
        last = expected;
        made += 1;
    }
    Ok(made)
}

/// The program with all numbers of parameters larger by a few.
fn moved(program: &Program, by: i64) -> Program {
    let mut program = program.clone();
    let intervals = program
        .parameters
        .iter_mut()
        .flat_map(|it| &mut it.intervals);
    for constant in intervals.flat_map(|it| it.values.values_mut().chain(&mut it.otherwise)) {
        if let Constant::Number(number) = constant {
            *number = number.checked_add(Rational::from_integer(by)).unwrap();
        }
    }
    program
}

/// Compares what steps keep.
fn same(found: &Results, expected: &Results, step: usize) -> TestCaseResult {
    for (id, (found, expected)) in found.values.iter().zip(&expected.values).enumerate() {
        prop_assert_eq!(found, expected, "value {}, step {}", id, step);
    }
    for (id, (found, expected)) in found.aids.iter().zip(&expected.aids).enumerate() {
        prop_assert_eq!(&found.status, &expected.status, "aid {}, step {}", id, step);
        prop_assert_eq!(&found.amount, &expected.amount, "aid {}, step {}", id, step);
        let known = (&found.amount_known, &expected.amount_known);
        prop_assert_eq!(known.0, known.1, "aid {}, step {}", id, step);
    }
    for (id, (found, expected)) in found.registers.iter().zip(&expected.registers).enumerate() {
        prop_assert_eq!(
            &found.outcome,
            &expected.outcome,
            "register {}, step {}",
            id,
            step
        );
        prop_assert_eq!(
            &found.current,
            &expected.current,
            "register {}, step {}",
            id,
            step
        );
    }
    Ok(())
}

/// The rows of a change are as they were and as they are, and all others are as they were.
fn accounts(
    data: &Dataset,
    rows: &Rows,
    (last, now): (&Results, &Results),
    steps: &Steps<'_>,
) -> TestCaseResult {
    for (id, place) in (0..)
        .map(aturan::check::tree::ValueId)
        .zip(0..now.values.len())
    {
        let (Some(was), Some(is)) = (&last.values[place], &now.values[place]) else {
            continue;
        };
        let (Some(before), Some(after)) = (&rows.before.values[place], &rows.after.values[place])
        else {
            return Err(TestCaseError::fail("a value is left out"));
        };
        if steps.constant_moved(id) {
            continue;
        }
        // The level of a value is that whose table has as many rows; any of them does.
        let (all, some) = (cells(is).len(), cells(after).len());
        let mut tables = data.tables.iter().zip(&rows.places);
        let level = tables.position(|(it, places)| it.rows == all && places.len() == some);
        let Some(level) = level else {
            return Err(TestCaseError::fail("rows are missing"));
        };
        let (mut was, is) = (cells(was), cells(is));
        let changed = cells(before).into_iter().zip(cells(after));
        let unlike = rows.places[level]
            .iter()
            .zip(changed)
            .any(|(row, (before, after))| {
                let row = *row as usize;
                let wrong = was[row] != before || is[row] != after;
                was[row] = after;
                wrong
            });
        prop_assert!(!unlike && was == is, "value {}", place);
    }
    Ok(())
}

/// The values of a column as texts.
fn cells(column: &Column) -> Vec<String> {
    let rows = match &column.values {
        Values::Number(it) => it.len(),
        Values::Date(it) => it.len(),
        Values::Enum(it) => it.len(),
        Values::Boolean(it) => it.len(),
        Values::Text(it) => arrow_array::Array::len(it),
    };
    let cell = |row: usize| match &column.values {
        _ if !column.is_valid(row) => "unknown".to_owned(),
        Values::Number(it) => it.get(row).unwrap().to_string(),
        Values::Date(it) => it[row].to_string(),
        Values::Enum(it) => it[row].to_string(),
        Values::Boolean(it) => it.get(row).to_string(),
        Values::Text(it) => it.value(row).to_owned(),
    };
    (0..rows).map(cell).collect()
}
