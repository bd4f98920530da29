//! The sheets of a simulation and of a sweep.

use aturan::check::tree::Program;
use aturan::outcome::Summary;
use aturan::report::{Asked, Basis, Cell, Scenario, Sweep, Told, settle};
use aturan::simulate::{AmountChange, CountChange};

use super::asked::{contributions, marginal, margins};
use super::book::{Book, Kind, Sheet, Value};
use super::figures::{few, overview, period};

pub(super) fn simulation(
    book: &mut Book<'_>,
    before: &Summary,
    all: &[Scenario<'_>],
    asked: Asked<'_>,
    basis: Basis<'_>,
) {
    overview(book, before, basis);
    counts(book, all);
    costs(book, all);
    indicators(book, all, basis.program);
    moves(book, all);
    effects(book, all);
    doors(book, all);
    contributions(book, all);
    asked.marginal.into_iter().for_each(|it| marginal(book, it));
    asked.margins.into_iter().for_each(|it| margins(book, it));
}

/// Counts on both sides: classes, aids, registers.
fn counts(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("Counts", "Cacah"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("of", "dari"), Kind::Words),
            (book.say("what", "hal"), Kind::Words),
            (book.say("as it is", "kini"), Kind::Number),
            (book.say("after", "nanti"), Kind::Number),
            (book.say("change", "selisih"), Kind::Number),
        ],
    );
    for scenario in all {
        let it = scenario.comparison;
        let mut lines: Vec<(&str, &str, CountChange)> = Vec::new();
        for class in &it.classes {
            let rows = class.classes.iter();
            lines.extend(rows.map(|row| (class.label.as_str(), row.label.as_str(), row.rows)));
        }
        let granted = book.say("granted", "diberikan");
        lines.extend(
            it.aids
                .iter()
                .map(|aid| (aid.label.as_str(), granted, aid.granted)),
        );
        for register in &it.registers {
            lines.extend([
                (
                    register.label.as_str(),
                    book.say("enter", "masuk"),
                    register.enters,
                ),
                (
                    register.label.as_str(),
                    book.say("leave", "keluar"),
                    register.leaves,
                ),
                (
                    register.label.as_str(),
                    book.say("at the end", "pada akhir"),
                    register.end,
                ),
            ]);
        }
        for (of, what, change) in lines {
            let titles = [
                Value::words(scenario.name),
                Value::words(of),
                Value::words(what),
            ];
            sheet.row(titles.into_iter().chain(both(book, change)).collect());
        }
    }
    book.add(sheet);
}

/// Before, after and change; small ones, and the change that would tell them, hidden.
fn both(book: &Book<'_>, it: CountChange) -> [Value; 3] {
    let small = |count: u64| count > 0 && count < book.edition.min_cell;
    let moved = u64::try_from(it.change.unsigned_abs()).unwrap_or(u64::MAX);
    if small(it.before) || small(it.after) || small(moved) {
        let after = if small(it.after) {
            Cell::Few
        } else {
            Cell::Kept
        };
        return [
            book.lone(it.before),
            book.hidden(after),
            book.hidden(Cell::Kept),
        ];
    }
    [
        Value::count(it.before),
        Value::count(it.after),
        Value::Plain(it.change.to_string()),
    ]
}

/// What would tell of few rows by its cost.
fn told<'s>(book: &Book<'_>, scenario: &Scenario<'s>) -> Told<'s> {
    Told {
        comparison: scenario.comparison,
        min_cell: book.edition.min_cell,
    }
}

fn amounts(it: &AmountChange) -> [Value; 3] {
    [&it.before, &it.after, &it.change].map(|plain| Value::perhaps(plain.as_ref()))
}

fn costs(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("Cost", "Biaya"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("aid", "bantuan"), Kind::Words),
            (book.say("period", "periode"), Kind::Words),
            (book.say("as it is", "kini"), Kind::Money),
            (book.say("after", "nanti"), Kind::Money),
            (book.say("change", "selisih"), Kind::Money),
        ],
    );
    for scenario in all {
        for aid in &scenario.comparison.aids {
            let Some(cost) = &aid.cost else { continue };
            let figures = if told(book, scenario).is_by(aid.granted) {
                [(); 3].map(|()| book.hidden(Cell::Few))
            } else {
                amounts(cost)
            };
            let titles = [
                Value::words(scenario.name),
                Value::words(&aid.label),
                Value::words(period(book, aid.period.as_deref().unwrap_or_default())),
            ];
            sheet.row(titles.into_iter().chain(figures).collect());
        }
    }
    book.add(sheet);
}

fn indicators(book: &mut Book<'_>, all: &[Scenario<'_>], program: &Program) {
    let mut sheet = Sheet::new(
        book.say("Indicators", "Indikator"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("indicator", "indikator"), Kind::Words),
            (book.say("as it is", "kini"), Kind::Number),
            (book.say("after", "nanti"), Kind::Number),
            (book.say("change", "selisih"), Kind::Number),
        ],
    );
    for scenario in all {
        for it in &scenario.comparison.indicators {
            let total = &it.total;
            let small = [&total.before, &total.after]
                .into_iter()
                .any(|plain| few(book, plain.as_ref(), None));
            let is_told = told(book, scenario).is_by_indicator(program, &it.name);
            let figures = if small || is_told {
                [(); 3].map(|()| book.hidden(Cell::Few))
            } else {
                amounts(total)
            };
            let titles = [Value::words(scenario.name), Value::words(&it.label)];
            sheet.row(titles.into_iter().chain(figures).collect());
        }
    }
    book.add(sheet);
}

fn moves(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("Moves", "Perpindahan"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("classification", "klasifikasi"), Kind::Words),
            (book.say("from", "dari"), Kind::Words),
            (book.say("to", "ke"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for scenario in all {
        for class in &scenario.comparison.classes {
            let matrix = &class.moves;
            let cells = settle(&matrix.rows, book.edition.min_cell);
            let label = |name: &str| {
                let found = class.classes.iter().find(|row| row.class == name);
                let unknown = book.say("unknown", "belum diketahui");
                Value::words(
                    found
                        .filter(|_| name != "unknown")
                        .map_or(unknown, |row| &row.label),
                )
            };
            for ((from, counts), cells) in matrix.from.iter().zip(&matrix.rows).zip(cells) {
                for ((to, count), cell) in matrix.to.iter().zip(counts).zip(cells) {
                    if *count > 0 {
                        sheet.row(vec![
                            Value::words(scenario.name),
                            Value::words(&class.label),
                            label(from),
                            label(to),
                            book.counted(*count, cell),
                        ]);
                    }
                }
            }
        }
    }
    book.add(sheet);
}

fn effects(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("Winners and losers", "Untung dan rugi"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("by", "menurut"), Kind::Words),
            (book.say("group", "kelompok"), Kind::Words),
            (book.say("gain", "untung"), Kind::Number),
            (book.say("lose", "rugi"), Kind::Number),
        ],
    );
    for scenario in all {
        let Some(effect) = &scenario.comparison.effect else {
            continue;
        };
        let whole = (
            book.say("all", "semua"),
            effect.label.as_str(),
            effect.winners,
            effect.losers,
        );
        let class = book.say("class as it is", "kelas kini");
        let area = book.say("area", "wilayah");
        let groups = (effect.by_class.iter().map(|it| (class, it)))
            .chain(effect.by_area.iter().map(|it| (area, it)))
            .map(|(by, it)| (by, it.label.as_str(), it.winners, it.losers));
        for (by, label, winners, losers) in [whole].into_iter().chain(groups) {
            sheet.row(vec![
                Value::words(scenario.name),
                Value::words(by),
                Value::words(label),
                book.lone(winners),
                book.lone(losers),
            ]);
        }
    }
    book.add(sheet);
}

fn doors(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("In and out", "Masuk dan keluar"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("aid", "bantuan"), Kind::Words),
            (book.say("what", "hal"), Kind::Words),
            (book.say("because of", "karena"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for scenario in all {
        for aid in &scenario.comparison.aids {
            let sides = [
                (
                    book.say("newly eligible", "baru berhak"),
                    &aid.newly_eligible,
                ),
                (
                    book.say("no longer eligible", "tidak berhak lagi"),
                    &aid.no_longer_eligible,
                ),
            ];
            for (what, newly) in sides {
                for ground in newly.because.iter().filter(|it| it.rows > 0) {
                    sheet.row(vec![
                        Value::words(scenario.name),
                        Value::words(&aid.label),
                        Value::words(what),
                        Value::words(&ground.label),
                        book.lone(ground.rows),
                    ]);
                }
            }
        }
    }
    book.add(sheet);
}

pub(super) fn sweep(book: &mut Book<'_>, it: &Sweep<'_>, basis: Basis<'_>) {
    overview(book, it.first, basis);
    let name = it.range.split('=').next().unwrap_or_default().trim();
    let titles: Vec<(String, Kind)> = it
        .figures
        .iter()
        .map(|swept| match &swept.money {
            Some(paid) => (
                format!("{}, {}", swept.label, period(book, paid)),
                Kind::Money,
            ),
            None => (swept.label.clone(), Kind::Number),
        })
        .collect();
    let mut head = vec![(name, Kind::Number)];
    head.extend(titles.iter().map(|(title, kind)| (title.as_str(), *kind)));
    let mut sheet = Sheet::new(book.say("Values", "Nilai"), &head);
    for (place, (plain, _)) in it.values.iter().enumerate() {
        let figures = it.figures.iter().map(|swept| {
            let plain = swept.values.get(place).and_then(Option::as_ref);
            if swept.money.is_none() && few(book, plain, None) {
                book.hidden(Cell::Few)
            } else {
                Value::perhaps(plain)
            }
        });
        sheet.row(
            [Value::Plain(plain.clone())]
                .into_iter()
                .chain(figures)
                .collect(),
        );
    }
    book.add(sheet);
}
