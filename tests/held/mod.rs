//! Which constructs of the typed tree generated policies hold: what two evaluators are compared on is
//! worth something only if every construct is among it. The names are read from the tree's own file,
//! so that a new one is asked for.

use std::fmt::Write as _;

use aturan::check::tree::Program;

/// Writes what a program is made of.
pub(crate) fn show(program: &Program, out: &mut String) {
    write!(
        out,
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        program.values,
        program.aids,
        program.registers,
        program.fields,
        program.roles,
        program.parameters
    )
    .unwrap();
}

/// The constructs that what is shown does not hold.
pub(crate) fn missing(shown: &str) -> Vec<String> {
    // How a part of the tree shows itself, by the enumeration it is of.
    let enums: [(&str, &[&str]); 11] = [
        ("ExprKind", &["kind: "]),
        ("Hop", &["At("]),
        ("AidPart", &["), "]),
        ("AggregateOp", &["op: "]),
        ("Function", &["Call("]),
        ("RoundWay", &["Call(Round("]),
        ("ValueKind", &["kind: "]),
        ("Benefit", &["benefit: "]),
        ("Blank", &["blank: "]),
        ("Group", &["per: Some("]),
        ("ParameterKey", &["keys: ["]),
    ];
    let mut missing = Vec::new();
    for (name, before) in enums {
        for variant in variants(name) {
            let holds = |before: &&str| {
                let wanted = format!("{before}{variant}");
                let mut found = shown.match_indices(&wanted);
                found.any(|(at, _)| {
                    let rest = &shown[at + wanted.len()..];
                    !rest.starts_with(|it: char| it.is_ascii_alphanumeric())
                })
            };
            if !before.iter().any(holds) {
                missing.push(format!("{name}::{variant}"));
            }
        }
    }
    // A share is a figure over the population, never of a row.
    missing.retain(|it| it != "AggregateOp::Share");
    let parts = [
        "best: Some(Best",
        "smallest: true",
        "no_rows: Some(",
        "descending: true",
        "filled: Some(",
        "otherwise: None",
        "most: true",
        "quota: Some(",
        "budget: Some(",
        "limits: [Limit",
        "rank: [RankKey",
        "in_force: Some(",
        "take_up: Some(",
        "share_of: Some(",
        "per: Some(Ancestor",
        "per: Some(Value",
        "when: [Ground",
        "unless: [Ground",
        "verify: [Ground",
        "not_together: [(",
        "leave: [Ground",
        "groups: Some(",
        "groups: None",
        "within: Some(",
        "exact: true",
    ];
    missing.extend(
        parts
            .iter()
            .filter(|it| !shown.contains(**it))
            .map(|it| (*it).to_owned()),
    );
    missing
}

/// The variants of an enumeration of the typed tree, read from its file.
fn variants(name: &str) -> Vec<String> {
    let text = include_str!("../../src/check/tree.rs");
    let (_, body) = text.split_once(&format!("pub enum {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let heads = lines.filter(|line| line.starts_with(|it: char| it.is_ascii_uppercase()));
    let names: Vec<String> = heads
        .map(|line| {
            line.chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect()
        })
        .collect();
    assert!(!names.is_empty(), "{name}");
    names
}
