//! A failing test of an aid says which clause decided, down to the answer behind it.

#[expect(dead_code, reason = "other tests run policies over data")]
mod command;

use command::Desk;

/// What `aturan test` prints for one wrong expectation of the aid `pkh`.
fn printed(family: &str, member: &str, expected: &str) -> String {
    let desk = Desk::glance();
    let policy = desk.read("policy.aturan");
    let test = format!(
        "{policy}\ntest \"mengapa\"\n  on 2024-06-01\n  each member relation = head, sex = female, birth_date = 1990-01-01, school = none\n  \
         family {family}\n    member ani {member}\n  expect {expected}\n"
    );
    desk.write("policy.aturan", test);
    let done = desk.aturan(&["test", "policy.aturan", "--run", "mengapa"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    format!("{}{}", done.out, done.err)
}

fn assert_says(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "`{wanted}` is missing in\n{text}");
    }
}

const POOR: &str = "expenditure = Rp 300_000, refuses_aid = false";
const PREGNANT: &str = "is_pregnant = true, job_status = none, wage_reported = not_listed";

#[test]
fn a_condition_that_fails() {
    let rich = "expenditure = Rp 3_000_000, refuses_aid = true";
    let text = printed(rich, PREGNANT, "pkh.status = excluded");
    assert_says(&text, &["pkh.status = not_eligible", "welfare = not_poor"]);
    assert!(!text.contains("refuses_aid"), "{text}");
}

#[test]
fn a_ground_of_exclusion() {
    let official = "is_pregnant = true, job_status = civil_servant, wage_reported = not_listed";
    let text = printed(POOR, official, "pkh.status = granted");
    assert_says(
        &text,
        &["pkh.status = excluded", "job_status = civil_servant"],
    );
}

#[test]
fn an_answer_that_is_missing() {
    let unasked = "job_status = none, wage_reported = not_listed, is_pregnant = missing";
    let text = printed(POOR, unasked, "pkh.amount = Rp 0 per year");
    assert_says(&text, &["pkh.amount = unknown", "is_pregnant = unknown"]);
}

#[test]
fn what_is_to_be_verified_first() {
    let paid = "is_pregnant = true, job_status = none, wage_reported = Rp 5_000_000";
    let text = printed(POOR, paid, "pkh.status = granted");
    assert_says(&text, &["pkh.status = needs_verification", "wage_reported"]);
}
