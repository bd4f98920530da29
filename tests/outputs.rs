//! Result tables narrowed to what is asked for.

mod command;

use command::Desk;

/// The head of a table and its rows, sorted.
fn table(desk: &Desk, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = desk.read(name);
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect());
    let head = lines.next().unwrap_or_default();
    (head, lines.collect())
}

#[test]
fn a_narrowed_table_holds_what_is_asked_for_as_it_was() {
    let desk = Desk::glance();
    assert_eq!(desk.run(&[]).code, Some(0));
    let (all, whole) = table(&desk, "out/family.csv");
    let summary = desk.read("out/summary.json");
    let narrowed = [
        "--out",
        "few",
        "--outputs",
        "welfare,bps14,pkh_status",
        "--outputs",
        "pkh_rank",
    ];
    assert_eq!(desk.run(&narrowed).code, Some(0));
    let (head, rows) = table(&desk, "few/family.csv");
    assert_eq!(
        head,
        [
            "family_id",
            "bps14.narrow_floor",
            "bps14.poor_floor",
            "welfare",
            "pkh_status",
            "pkh_rank"
        ]
    );
    for (place, name) in head.iter().enumerate() {
        let before = all.iter().position(|it| it == name);
        for (row, whole) in rows.iter().zip(&whole) {
            assert_eq!(
                before.and_then(|it| whole.get(it)),
                row.get(place),
                "{name}"
            );
        }
    }
    assert_eq!(rows.len(), whole.len());
    assert_eq!(desk.read("few/summary.json"), summary);
    assert!(!desk.path("few/member.csv").exists(), "nothing asked of it");
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let desk = Desk::glance();
    let done = desk.run(&["--outputs", "welfaer"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("`welfaer`"), "{}", done.err);
    assert!(done.err.contains("did you mean `welfare`?"), "{}", done.err);
}
