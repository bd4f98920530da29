//! `check --fix`: what it mends, that it mends nothing else, and that it stops.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::Desk;

/// A policy without a finding; each mistake is written into it.
const SOUND: &str = include_str!("fix/sound.aturan");

/// The code of a finding, what stands in the sound policy, and the mistake in its place.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "syntax::tab",
        "  source \"Permensos",
        "\tsource \"Permensos",
    ),
    (
        "syntax::unindented_row",
        "  agency \"Dinas",
        "agency \"Dinas",
    ),
    (
        "syntax::indented_declaration",
        "\ndefine size",
        "\n  define size",
    ),
    (
        "syntax::quotes",
        "\"Garis kemiskinan\"",
        "“Garis kemiskinan”",
    ),
    (
        "syntax::open_quote",
        "\"BPS, Maret 2023\"",
        "\"BPS, Maret 2023",
    ),
    ("syntax::currency_form", "Rp 1_596_184", "RP 1_596_184"),
    ("syntax::indonesian_number", "Rp 1_596_184", "Rp 1.596.184"),
    ("syntax::date_notation", "from 2023-03-01", "from 1/3/2023"),
    ("syntax::date_notation", "from 2023-03-01", "from 2023-3-1"),
    (
        "syntax::operator_form",
        "welfare = poor and",
        "welfare == poor and",
    ),
    ("syntax::operator_form", "poor and not", "poor && not"),
    ("syntax::is_left_out", "floor is missing", "floor missing"),
    (
        "syntax::equals_missing",
        "floor is missing",
        "floor = missing",
    ),
    (
        "syntax::in_needs_list",
        "in (earth, wood)",
        "in earth, wood",
    ),
    (
        "syntax::missing_then",
        "poverty_line then 1",
        "poverty_line 1",
    ),
    ("syntax::unknown_clause", "  amount Rp", "  amuont Rp"),
    (
        "syntax::unknown_declaration",
        "classify welfare",
        "clasify welfare",
    ),
    ("syntax::unexpected", "floor optional", "floor optinal"),
    ("syntax::for_months", "for 12 months", "for 12"),
    (
        "resolve::unknown_name",
        "poverty_line
",
        "povrety_line
",
    ),
    ("resolve::unknown_value", "in (earth,", "in (eath,"),
    (
        "resolve::unknown_type",
        ": floor optional",
        ": flor optional",
    ),
    (
        "resolve::unknown_function",
        "count(member)",
        "cuont(member)",
    ),
    (
        "check::amount_without_period",
        "Rp 900_000 per month",
        "Rp 900_000",
    ),
    ("check::parent_level", "family.per_capita", "per_capita"),
    (
        "syntax::comment_sign",
        "# Illustrative.",
        "// Illustrative.",
    ),
];

/// A desk whose policy has a mistake in it.
fn desk(right: &str, wrong: &str) -> Desk {
    let desk = Desk::glance();
    assert!(SOUND.contains(right), "the sound policy has no `{right}`");
    desk.write("policy.aturan", SOUND.replacen(right, wrong, 1));
    desk
}

#[test]
fn the_sound_policy_is_sound_and_stays_as_it_is() {
    let desk = desk("", "");
    let done = desk.aturan(&["check", "policy.aturan", "--fix"]);
    assert_eq!((done.code, done.out + &done.err), (Some(0), String::new()));
    assert_eq!(desk.read("policy.aturan"), SOUND);
}

#[test]
fn each_mistake_is_mended_and_nothing_else_changes() {
    let mut wrong = Vec::new();
    for (code, right, mistake) in MISTAKES {
        let desk = desk(right, mistake);
        let found = desk.aturan(&["check", "policy.aturan"]).err;
        let done = desk.aturan(&["check", "policy.aturan", "--fix"]);
        let text = desk.read("policy.aturan");
        if !found.contains(code) || done.code != Some(0) || text != SOUND {
            wrong.push(format!(
                "{code}: `{mistake}`\n{found}\n{}\n{}",
                done.out, done.err
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn several_mistakes_are_mended_round_by_round_and_the_rest_is_reported() {
    let desk = Desk::glance();
    desk.edit("policy.aturan", "define size", "defin size");
    desk.edit("policy.aturan", "quota    3_171", "quota    3.171");
    desk.edit("policy.aturan", "welfare in (", "welfar in (");
    let found = desk.aturan(&["check", "policy.aturan", "--fix", "--format", "json"]);
    assert_eq!(found.code, Some(1), "{}{}", found.out, found.err);
    assert!(found.out.contains("\"findings\": 2"), "{}", found.out);
    let text = desk.read("policy.aturan");
    assert!(text.contains("define size") && text.contains("welfare in ("));
    // Three thousand or a little more than three: that is not for a tool to say.
    assert!(text.contains("quota    3.171") && found.out.contains("syntax::indonesian_number"));
    desk.edit("policy.aturan", "quota    3.171", "quota    3_171");
    let done = desk.run(&[]);
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn a_preview_writes_nothing() {
    let desk = desk("classify welfare", "clasify welfare");
    let before = desk.read("policy.aturan");
    let done = desk.aturan(&["check", "policy.aturan", "--fix", "--diff"]);
    assert_eq!(done.code, Some(1));
    assert!(
        done.out.contains("-clasify welfare") && done.out.contains("+classify welfare"),
        "{}",
        done.out
    );
    assert_eq!(desk.read("policy.aturan"), before);
    assert_eq!(
        desk.aturan(&["check", "policy.aturan", "--diff"]).code,
        Some(2)
    );
}

#[test]
fn the_layers_below_are_left_alone() {
    let desk = desk("classify welfare", "clasify welfare");
    let base = desk.read("policy.aturan");
    std::fs::create_dir(desk.path("kota")).unwrap();
    desk.write(
        "kota/policy.aturan",
        "policy kota \"Kota\"\n  extends \"../policy.aturan\"\n",
    );
    let done = desk.aturan(&["check", "kota/policy.aturan", "--fix"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert_eq!(desk.read("policy.aturan"), base);
}
