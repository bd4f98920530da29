//! Tests of the split into rows: what continues, what opens, what is mended.

use super::*;

/// The rows as an outline: two dashes a level, line ends inside a row as `/`.
fn outline(source: &str) -> String {
    let mut out = String::new();
    for block in split(source, 0).blocks {
        write_row(source, &block.head, 0, &mut out);
    }
    out
}

fn write_row(source: &str, row: &Row, level: usize, out: &mut String) {
    let text = source.get(row.start..row.end).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    out.push_str(&"--".repeat(level));
    out.push_str(&lines.join("/"));
    out.push('\n');
    for child in &row.children {
        write_row(source, child, level + 1, out);
    }
}

fn codes_of(source: &str) -> Vec<&'static str> {
    split(source, 0)
        .findings
        .iter()
        .map(|it| it.code.name())
        .collect()
}

#[test]
fn deeper_lines_go_on_with_a_clause() {
    let source = "aid pkh of family\n  when a\n    and b # and so on\n\n    and c\n  amount Rp 1\n";
    assert_eq!(
        outline(source),
        "aid pkh of family\n--when a/and b # and so on//and c\n--amount Rp 1\n"
    );
}

#[test]
fn a_date_without_value_opens_rows() {
    let source = "parameter p by c : money\n  from 2021-01-01\n    a = Rp 1\n    b = Rp 2\n      + Rp 3\n  from 2022-01-01 =\n    Rp 4\n";
    let wanted = "parameter p by c : money\n--from 2021-01-01\n----a = Rp 1\n----b = Rp 2/+ Rp 3\n--from 2022-01-01 =/Rp 4\n";
    assert_eq!(outline(source), wanted);
    let indonesian = "parameter p : uang\n  sejak 2021-01-01\n    a = Rp 1\n";
    assert_eq!(
        outline(indonesian),
        "parameter p : uang\n--sejak 2021-01-01\n----a = Rp 1\n"
    );
}

#[test]
fn an_equals_sign_on_the_next_line_is_the_value() {
    let source = "parameter p : money\n  from 2021-01-01\n    = Rp 1\n";
    assert_eq!(
        outline(source),
        "parameter p : money\n--from 2021-01-01/= Rp 1\n"
    );
}

#[test]
fn fixture_rows_nest_and_values_continue() {
    let source = "test \"t\"\n  on 2023-06-01\n  family a = 1,\n      b = 2\n    member\n    member ani c = 3\n      d = 4\n    3 member c =\n      5\n    income = 3 juta\n  expect x = y\n    or z\n";
    let wanted = "test \"t\"\n--on 2023-06-01\n--family a = 1,/b = 2\n----member\n----member ani c = 3/d = 4\n----3 member c =/5\n----income = 3 juta\n--expect x = y/or z\n";
    assert_eq!(outline(source), wanted);
}

#[test]
fn scaled_numbers_and_linking_words_are_no_fixture_rows() {
    for line in [
        "3 juta",
        "per month",
        "and b = 1",
        "2015-01-01",
        "income = 1",
        "(1)",
        "\"x\"",
    ] {
        assert!(!begins_fixture_row("family a = 1", line), "{line}");
    }
    for line in [
        "member",
        "member ani",
        "3 member a = 1",
        "member ani a = 1",
        "3 member",
    ] {
        assert!(begins_fixture_row("family a = 1", line), "{line}");
        assert!(!begins_fixture_row("family a =", line), "after `=`: {line}");
    }
}

#[test]
fn an_expression_takes_all_lines_but_clauses() {
    let source = "indicator i \"I\"\n  = count(member)\n  by village\n  source \"BPS\"\n  note \"n\"\ndefine d of f =\n  source + 1\n";
    let wanted = "indicator i \"I\"/= count(member)/by village\n--source \"BPS\"\n--note \"n\"\ndefine d of f =/source + 1\n";
    assert_eq!(outline(source), wanted);
}

#[test]
fn table_rows_are_one_line_each() {
    let source =
        "decide c of m : c,\n    first match\n  | a || b |\n    | 1 || x |\n  source \"s\"\n";
    assert_eq!(
        outline(source),
        "decide c of m : c,/first match\n--| a || b |\n--| 1 || x |\n--source \"s\"\n"
    );
}

#[test]
fn uneven_indentation_finds_its_level() {
    let source = "aid a of b\n    when x\n  when y\n   and z\n";
    assert_eq!(outline(source), "aid a of b\n--when x\n--when y/and z\n");
}

#[test]
fn windows_files_are_read() {
    let source =
        "\u{feff}define a of b = 1\r\naid c of d\r\n  when\u{a0}x # note\r\n\u{202f} amount y\r\n";
    assert_eq!(
        outline(source),
        "define a of b = 1\naid c of d\n--when\u{a0}x\n--amount y\n"
    );
    assert_eq!(codes_of(source), Vec::<&str>::new());
}

#[test]
fn comments_keep_their_places() {
    let source = "# one\ntype a b # two # three\n  c \"# no comment\" # four\n";
    let comments = split(source, 0).comments;
    let texts: Vec<_> = comments
        .iter()
        .filter_map(|&(start, end)| source.get(start..end))
        .collect();
    assert_eq!(texts, ["# one", "# two # three", "# four"]);
}

#[test]
fn layout_mistakes_are_mended_and_said_once() {
    let unindented = "aid a of b\nwhen x\n  amount y\n";
    assert_eq!(outline(unindented), "aid a of b\n--when x\n--amount y\n");
    assert_eq!(codes_of(unindented), ["syntax::unindented_row"]);

    let indented = "type a b\n  define c of d = 1\n  define e of d = 2\n";
    assert_eq!(
        outline(indented),
        "type a b\ndefine c of d = 1\ndefine e of d = 2\n"
    );
    assert_eq!(
        codes_of(indented),
        [
            "syntax::indented_declaration",
            "syntax::indented_declaration"
        ]
    );

    let tabs = "aid a of b\n\twhen x\n\tamount y\n";
    assert_eq!(outline(tabs), "aid a of b\n--when x\n--amount y\n");
    assert_eq!(codes_of(tabs), ["syntax::tab"]);

    let field = "entity a\n  key k : text\nb \"B\" : money\n";
    assert_eq!(
        outline(field),
        "entity a\n--key k : text\n--b \"B\" : money\n"
    );
    assert_eq!(codes_of(field), ["syntax::unindented_row"]);

    assert_eq!(
        codes_of("  when x\n  when y\naid a of b\n"),
        ["syntax::outside_declaration"]
    );
}

#[test]
fn a_mistyped_declaration_is_read_as_meant() {
    let split = split("defin a of b = 1\n", 0);
    let word = split.blocks.first().and_then(|block| block.word);
    assert_eq!(
        word.map(|word| (word.english, word.len)),
        Some(("define", 5))
    );
    assert_eq!(
        codes_of("defin a of b = 1\nxyzzy\n  foo\n"),
        ["syntax::unknown_declaration"; 2]
    );
}

#[test]
fn words_of_declarations_may_name_rows() {
    let source = "entity a\n  role : text\n  type \"T\" : text\n  target : money\ntest \"t\"\n  register a = 1\n";
    assert_eq!(codes_of(source), Vec::<&str>::new());
}

#[test]
fn a_scenario_opens_declarations_that_keep_their_own_layout() {
    let source = "scenario s\n  set a =\n    b\n  amend parameter p\n    from 2023-01-01\n      x = 1\n  define d of f =\n    e\n    note \"n\"\n  repeal c\n";
    assert_eq!(
        outline(source),
        "scenario s\n--set a =/b\n--amend parameter p\n----from 2023-01-01\n------x = 1\n\
         --define d of f =/e\n----note \"n\"\n--repeal c\n"
    );
    assert_eq!(codes_of(source), Vec::<&str>::new());
}
