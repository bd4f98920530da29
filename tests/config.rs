//! `aturan.toml` and the baseline as users meet them.

mod command;

use command::Desk;

/// A desk whose policy has an aid without a source.
fn desk() -> Desk {
    let desk = Desk::glance();
    desk.edit("policy.aturan", "  source   \"Permensos 1/2018\"\n", "");
    desk
}

#[test]
fn levels_are_set_by_code_and_by_path() {
    let desk = desk();
    let code = |toml: &str| {
        desk.write("aturan.toml", toml);
        let done = desk.aturan(&["check", "policy.aturan"]);
        (done.code, done.err)
    };
    let (plain, text) = code("");
    assert_eq!(plain, Some(0));
    assert!(text.contains("lint::no_source"), "{text}");
    assert_eq!(code("[lints]\nno_source = \"deny\"\n").0, Some(1));
    assert_eq!(
        code("[lints]\nno_source = \"allow\"\n"),
        (Some(0), String::new())
    );
    let elsewhere = "[lints]\nno_source = \"deny\"\n[paths.\"arsip/**\"]\nno_source = \"allow\"\n";
    assert_eq!(code(elsewhere).0, Some(1));
    let here = "[lints]\nno_source = \"deny\"\n[paths.\"*.aturan\"]\nno_source = \"allow\"\n";
    assert_eq!(code(here).0, Some(0));
}

#[test]
fn a_mistake_in_the_file_is_shown_at_its_place() {
    let desk = desk();
    for (toml, wanted) in [
        ("polcy = \"x\"\n", "did you mean `policy`?"),
        (
            "[lints]\nno_sorce = \"deny\"\n",
            "did you mean `no_source`?",
        ),
        ("[lints]\nno_source = \"off\"\n", "config::wrong_value"),
        (
            "[lints]\n\"check::table_gap\" = \"allow\"\n",
            "config::not_a_lint",
        ),
        ("baseline = \"none.json\"\n", "config::unreadable"),
        ("policy = x\n", "config::toml_syntax"),
    ] {
        desk.write("aturan.toml", toml);
        let done = desk.aturan(&["check", "policy.aturan"]);
        assert_eq!(done.code, Some(2), "{toml}{}", done.err);
        assert!(
            done.err.contains(wanted) && done.err.contains("aturan.toml"),
            "{toml}{}",
            done.err
        );
    }
}

#[test]
fn policy_and_data_stand_in_for_what_is_left_out() {
    let desk = Desk::glance();
    desk.write(
        "aturan.toml",
        "policy = \"policy.aturan\"\ndata = \"data\"\n",
    );
    let done = desk.aturan(&["run", "--out-format", "csv"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(desk.run(&[]).code, Some(0));
    let done = desk.aturan(&["check"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn a_baseline_counts_the_old_findings_and_shows_new_ones() {
    let desk = desk();
    let written = desk.aturan(&["check", "policy.aturan", "--write-baseline", "lints.json"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert!(written.out.contains("1 finding"), "{}", written.out);
    desk.write(
        "aturan.toml",
        "baseline = \"lints.json\"\n[lints]\nno_source = \"deny\"\n",
    );
    let known = desk.aturan(&["check", "policy.aturan"]);
    assert_eq!(known.code, Some(0), "{}", known.err);
    assert!(
        known.err.contains("1 known by the baseline"),
        "{}",
        known.err
    );
    let text = desk.read("policy.aturan");
    let new = "aid rice \"Beras\" of family\n  when refuses_aid\n  amount Rp 100_000\n";
    desk.write("policy.aturan", format!("{text}\n{new}"));
    let fails = desk.aturan(&["check", "policy.aturan"]);
    assert_eq!(fails.code, Some(1), "{}", fails.err);
    assert!(fails.err.contains("`rice`") && !fails.err.contains("`pkh`"));
}

#[test]
fn a_shell_completes_every_command() {
    let desk = desk();
    let help = desk.aturan(&["--help"]).out;
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = desk.aturan(&["completions", shell]);
        assert_eq!(done.code, Some(0));
        for command in ["check", "simulate", "completions"] {
            assert!(
                help.contains(command) && done.out.contains(command),
                "{shell}: {command}"
            );
        }
    }
}
