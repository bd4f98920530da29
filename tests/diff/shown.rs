//! The command: folders, files and revisions; text, Markdown and JSON; how it ends.

use std::process::Command;

use crate::command::Desk;

/// A desk whose `new.aturan` is the policy with a higher line, a lower quota and a new aid.
fn edited() -> Desk {
    let desk = Desk::glance();
    let text = desk.read("policy.aturan");
    let new = text
        .replace(
            "from 2023-03-01 = Rp 596_184",
            "from 2023-03-01 = Rp 655_802",
        )
        .replace("quota    3_171", "quota    2")
        + "\naid rice \"Beras\" of family\n  agency \"Dinas Sosial\"\n  source \"Contoh\"\n  when welfare in (extreme_poor, poor)\n  amount Rp 50_000 per month\n";
    assert_ne!(new, text);
    desk.write("new.aturan", new);
    desk
}

#[test]
fn a_person_reads_what_changed_in_both_languages() {
    let desk = edited();
    let done = desk.aturan(&["diff", "policy.aturan", "new.aturan"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!("text", done.out);
    let done = desk.aturan_in("id", &["diff", "policy.aturan", "new.aturan"]);
    insta::assert_snapshot!("text_id", done.out);
    let done = desk.aturan(&[
        "diff",
        "policy.aturan",
        "new.aturan",
        "--format",
        "markdown",
    ]);
    insta::assert_snapshot!("markdown", done.out);
    let done = desk.aturan(&["diff", "policy.aturan", "new.aturan", "--format", "json"]);
    insta::assert_snapshot!("json", done.out);
}

#[test]
fn the_exit_status_tells_of_meaning_alone_and_only_when_asked() {
    let desk = edited();
    let exits = |arguments: &[&str]| desk.aturan(arguments).code;
    assert_eq!(
        exits(&["diff", "policy.aturan", "new.aturan", "--exit-code"]),
        Some(1)
    );
    assert_eq!(exits(&["diff", "policy.aturan", "new.aturan"]), Some(0));
    let text = desk.read("policy.aturan");
    desk.write("new.aturan", format!("# A note.\n{text}"));
    let done = desk.aturan(&["diff", "policy.aturan", "new.aturan", "--exit-code"]);
    assert_eq!(done.code, Some(0));
    assert_eq!(
        done.out,
        "policy.aturan → new.aturan: no change in meaning\n"
    );
    desk.edit("new.aturan", "expenditure / size", "expenditur / size");
    let done = desk.aturan(&["diff", "policy.aturan", "new.aturan"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("resolve::unknown_name") || done.err.contains("expenditur"));
    assert_eq!(exits(&["diff", "policy.aturan", "nowhere.aturan"]), Some(2));
}

#[test]
fn a_revision_of_git_is_read_with_the_layers_it_extends() {
    let desk = Desk::glance();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
            .args(arguments)
            .current_dir(desk.path(""))
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    std::fs::create_dir_all(desk.path("policies/base")).unwrap();
    std::fs::create_dir_all(desk.path("policies/city")).unwrap();
    let text = desk.read("policy.aturan");
    desk.write("policies/base/base.aturan", &text);
    let city = "policy city \"Kota\"\n  edition 1\n  currency IDR\n  extends \"../base\"\n";
    desk.write("policies/city/city.aturan", city);
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "policies"]);
    git(&["commit", "-q", "-m", "first"]);
    desk.edit("policies/base/base.aturan", "Rp 596_184", "Rp 600_000");
    let done = desk.aturan(&["diff", "main:policies/city", "policies/city"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(done.out);
    for wrong in [
        "main:policies/town",
        "older:policies/city",
        "--output=x:policies",
    ] {
        let done = desk.aturan(&["diff", "--", wrong, "policies/city"]);
        assert_eq!(done.code, Some(2), "{wrong}");
        assert!(done.err.contains("help"), "{wrong}: {}", done.err);
    }
    desk.edit(
        "policies/base/base.aturan",
        "Rp 600_000",
        "Rp 600_000 per week",
    );
    git(&["commit", "-q", "-a", "-m", "wrong"]);
    let done = desk.aturan(&["diff", "main:policies/city", "policies/city"]);
    assert!(
        done.err.contains("main:policies/base/base.aturan"),
        "{}",
        done.err
    );
}
