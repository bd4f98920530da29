//! Outcomes of a register.

use aturan::check::tree::*;
use aturan::number::Truth;

use crate::build::*;
use crate::family::Families;

/// The outcome and ground under given conditions.
fn of(current: Truth, enter: &[Truth], leave: &[Truth]) -> (Outcome, u16) {
    let mut it = Families::new();
    it.family(None, None);
    let condition = |truth: &Truth| truth.known().map_or(it.policy.read(it.flag), boolean);
    let grounds = |truths: &[Truth]| {
        truths
            .iter()
            .map(|truth| ground("ground", condition(truth)))
            .collect::<Vec<_>>()
    };
    let (current, enter, leave) = (condition(&current), grounds(enter), grounds(leave));
    it.policy.register(it.family, current, enter, leave);
    let result = it.results().registers.remove(0);
    (result.outcome[0], result.ground[0])
}

#[test]
fn who_is_on_it_leaves_by_the_first_true_ground_or_stays() {
    use Truth::{False, True, Unknown};
    assert_eq!(of(True, &[], &[False, True, True]), (Outcome::Leaves, 2));
    assert_eq!(of(True, &[], &[Unknown, True]), (Outcome::Leaves, 2));
    assert_eq!(
        of(True, &[], &[False, Unknown]),
        (Outcome::NeedsVerification, 0)
    );
    assert_eq!(of(True, &[False], &[False]), (Outcome::Stays, 0));
    assert_eq!(of(True, &[], &[]), (Outcome::Stays, 0));
    assert_eq!(
        of(Unknown, &[True], &[True]),
        (Outcome::NeedsVerification, 0)
    );
}

#[test]
fn who_is_not_on_it_enters_if_nothing_speaks_against_it() {
    use Truth::{False, True, Unknown};
    assert_eq!(of(False, &[True, True], &[False]), (Outcome::Enters, 0));
    assert_eq!(of(False, &[True], &[True]), (Outcome::Outside, 0));
    assert_eq!(
        of(False, &[False, Unknown], &[Unknown]),
        (Outcome::Outside, 0)
    );
    assert_eq!(
        of(False, &[Unknown], &[False]),
        (Outcome::NeedsVerification, 0)
    );
    assert_eq!(
        of(False, &[True], &[Unknown]),
        (Outcome::NeedsVerification, 0)
    );
}
