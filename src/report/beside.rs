//! All variations beside the policy as it is: every figure.

use maud::{Markup, html};

use super::Reporter;
use super::cells::Cell;
use super::page::Section;
use super::scenario::Scenario;
use super::table::{Item, Kind, Table};
use super::told::Told;
use crate::simulate::{AmountChange, Comparison, CountChange};

/// Variations in one table.
const BESIDE: usize = 3;

/// A figure of every variation under one title.
struct Line {
    title: String,
    /// What the sources know it by.
    name: String,
    cells: Vec<Change>,
}

/// How a figure reads.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Number,
    Money,
    Share,
}

/// A figure on both sides.
#[derive(Clone, Default)]
struct Change {
    before: Option<String>,
    after: Option<String>,
    difference: Option<String>,
    /// Whether it counts rows, so that a small one is hidden.
    counts: bool,
    form: Form,
    /// Whether it hangs on few rows that move.
    moves_few: bool,
}

impl From<CountChange> for Change {
    fn from(it: CountChange) -> Self {
        Self {
            before: Some(it.before.to_string()),
            after: Some(it.after.to_string()),
            difference: Some(it.change.to_string()),
            counts: true,
            ..Self::default()
        }
    }
}

impl Change {
    fn figure(it: &AmountChange) -> Self {
        Self {
            before: it.before.clone(),
            after: it.after.clone(),
            difference: it.change.clone(),
            counts: true,
            ..Self::default()
        }
    }

    fn money(it: &AmountChange) -> Self {
        Self {
            form: Form::Money,
            counts: false,
            ..Self::figure(it)
        }
    }
}

impl Reporter<'_> {
    pub(super) fn beside(&self, all: &[Scenario<'_>]) -> Option<Section> {
        let edition = &self.edition;
        let body = html! { @for part in all.chunks(BESIDE) {
            @for (title, lines) in self.lines(part) { (self.side_by_side(&title, part, &lines)) }
        } };
        let title = edition.say("All figures", "Semua angka");
        (!all.is_empty()).then(|| Section::new("beside", title, body))
    }

    fn lines(&self, all: &[Scenario<'_>]) -> Vec<(String, Vec<Line>)> {
        let edition = &self.edition;
        let say = |english: &str, indonesian: &str| edition.say(english, indonesian).to_owned();
        let unknown = edition.say("unknown", "belum diketahui");
        let mut parts = Vec::new();
        for class in all.first().iter().flat_map(|it| &it.comparison.classes) {
            parts.push((
                class.label.clone(),
                gathered(all, |it| {
                    let found = it.classes.iter().find(|it| it.name == class.name);
                    let rows = found.into_iter().flat_map(|it| &it.classes);
                    rows.map(|row| {
                        let label = if row.class == "unknown" {
                            unknown
                        } else {
                            &row.label
                        };
                        (label.to_owned(), class.name.clone(), row.rows.into())
                    })
                    .collect()
                }),
            ));
        }
        parts.push((
            say("Aid: granted", "Bantuan: diberikan"),
            gathered(all, |it| {
                let aids = it.aids.iter();
                aids.map(|aid| (aid.label.clone(), aid.name.clone(), aid.granted.into()))
                    .collect()
            }),
        ));
        parts.push((
            say("Aid: cost", "Bantuan: biaya"),
            gathered(all, |it| {
                let paid = it.aids.iter().filter_map(|aid| {
                    let period = edition.period(aid.period.as_deref()?);
                    let cost = aid.cost.as_ref()?;
                    let few =
                        edition.is_few(aid.granted.before) || edition.is_few(aid.granted.after);
                    let cost = Change {
                        counts: few,
                        moves_few: self.told(it).is_by(aid.granted),
                        ..Change::money(cost)
                    };
                    Some((format!("{}, {period}", aid.label), aid.name.clone(), cost))
                });
                paid.collect()
            }),
        ));
        parts.push((
            say("Registers", "Daftar"),
            gathered(all, |it| {
                let lines = it.registers.iter().flat_map(|it| {
                    [
                        (edition.say("enter", "masuk"), it.enters),
                        (edition.say("leave", "keluar"), it.leaves),
                        (edition.say("at the end", "pada akhir"), it.end),
                    ]
                    .map(|(words, count)| {
                        (
                            format!("{}: {words}", it.label),
                            it.name.clone(),
                            count.into(),
                        )
                    })
                });
                lines.collect()
            }),
        ));
        parts.push((
            say("Indicators", "Indikator"),
            gathered(all, |comparison| {
                let told = self.told(comparison);
                let lines = comparison.indicators.iter().map(|it| {
                    let form = match self.sources.is_share(&it.name) {
                        true => Form::Share,
                        false => Form::Number,
                    };
                    let cell = Change {
                        form,
                        moves_few: told.is_by_indicator(self.sources.program, &it.name),
                        ..Change::figure(&it.total)
                    };
                    (it.label.clone(), it.name.clone(), cell)
                });
                lines.collect()
            }),
        ));
        parts
    }

    fn side_by_side(&self, title: &str, all: &[Scenario<'_>], lines: &[Line]) -> Markup {
        let edition = &self.edition;
        let mut head = vec![
            (title, Kind::Words),
            (edition.say("as it is", "kini"), Kind::Number),
        ];
        for scenario in all {
            head.push((scenario.title(), Kind::Number));
            head.push(("±", Kind::Number));
        }
        let mut table = Table::new(&head);
        for line in lines {
            let label = html! { (line.title) (self.sources.mark(&line.name)) };
            let mut row = vec![Item::marked(&line.title, label)];
            let first = line.cells.first().cloned().unwrap_or_default();
            row.push(self.side(&first, first.before.as_ref()));
            for cell in &line.cells {
                let few = |plain: Option<&String>| self.few_of(cell, plain);
                let moved = cell
                    .difference
                    .as_ref()
                    .map(|it| it.trim_start_matches('-').to_owned());
                let is_told = !cell.moves_few && !few(moved.as_ref()) && !few(cell.before.as_ref());
                row.push(if is_told || few(cell.after.as_ref()) {
                    self.side(cell, cell.after.as_ref())
                } else {
                    Item::hidden(edition, Cell::Kept)
                });
                row.push(match cell.difference.as_deref() {
                    Some("0") | None => Item::empty(),
                    Some(plain) if is_told && !few(cell.after.as_ref()) => {
                        let shown = if cell.form == Form::Money {
                            self.change_of_money(plain)
                        } else {
                            html! { (self.figure_change(cell, plain)) }
                        };
                        Item::marked(plain, html! { span.change { (shown) } })
                    }
                    Some(_) => Item::hidden(edition, Cell::Kept),
                });
            }
            row.resize_with(head.len(), Item::empty);
            table.row(row);
        }
        table.html(edition)
    }

    /// What would tell of few rows by its cost.
    pub(super) fn told<'c>(&self, comparison: &'c Comparison) -> Told<'c> {
        Told {
            comparison,
            min_cell: self.edition.min_cell,
        }
    }

    fn few_of(&self, cell: &Change, plain: Option<&String>) -> bool {
        let count = plain.and_then(|it| it.parse::<u64>().ok());
        cell.counts
            && (cell.form == Form::Money || count.is_some_and(|count| self.edition.is_few(count)))
    }

    fn figure_change(&self, cell: &Change, plain: &str) -> String {
        let edition = &self.edition;
        match (cell.form == Form::Share, plain.starts_with('-')) {
            (true, true) => edition.fine_share(plain),
            (true, false) => format!("+{}", edition.fine_share(plain)),
            (false, _) => edition.signed_reading(plain),
        }
    }

    fn side(&self, cell: &Change, plain: Option<&String>) -> Item {
        let edition = &self.edition;
        match plain {
            None => Item::none(),
            Some(_) if self.few_of(cell, plain) => Item::hidden(edition, Cell::Few),
            Some(plain) if cell.form == Form::Money => {
                Item::number("", plain, &edition.brief_money(plain))
            }
            Some(plain) if cell.form == Form::Share => {
                Item::number("", plain, &edition.fine_share(plain))
            }
            Some(plain) => Item::number("", plain, &edition.reading(plain)),
        }
    }
}

/// The lines that the variations have, by their titles; a variation without one has an empty figure.
fn gathered(
    all: &[Scenario<'_>],
    of: impl Fn(&Comparison) -> Vec<(String, String, Change)>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, scenario) in all.iter().enumerate() {
        for (title, name, cell) in of(scenario.comparison) {
            let at = lines
                .iter()
                .position(|it| it.title == title)
                .unwrap_or_else(|| {
                    lines.push(Line {
                        title,
                        name,
                        cells: Vec::new(),
                    });
                    lines.len() - 1
                });
            let Some(line) = lines.get_mut(at) else {
                continue;
            };
            line.cells.resize(place, Change::default());
            line.cells.push(cell);
        }
    }
    lines
}
