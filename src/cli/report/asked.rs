//! The sheets of what a simulation was asked beside its scenarios: what each edit contributes, what a little
//! more income takes away, who stands near a threshold.

use aturan::report::{Cell, Scenario, contributes_few, is_main, misreports_few, settle};
use aturan::simulate::{Marginal, Margins};

use super::book::{Book, Kind, Sheet, Value};

/// What each edit contributes, an edit a line, then all together.
pub(super) fn contributions(book: &mut Book<'_>, all: &[Scenario<'_>]) {
    let mut sheet = Sheet::new(
        book.say("Contributions", "Sumbangan"),
        &[
            (book.say("scenario", "skenario"), Kind::Words),
            (book.say("figure", "angka"), Kind::Words),
            (book.say("of", "dari"), Kind::Words),
            (book.say("edit", "perubahan"), Kind::Words),
            (book.say("contributes", "menyumbang"), Kind::Number),
        ],
    );
    let together = book.say("together", "bersama");
    for scenario in all {
        let Some(found) = scenario.attribution else {
            continue;
        };
        for of in found.figures.iter().filter(|it| is_main(it.part)) {
            let hidden = contributes_few(found, of, book.edition.min_cell);
            let edits = found.edits.iter().map(String::as_str).chain([together]);
            for (edit, plain) in edits.zip(of.edits.iter().chain([&of.change])) {
                let value = match hidden {
                    true => book.hidden(Cell::Kept),
                    false => Value::Plain(plain.clone()),
                };
                sheet.row(vec![
                    Value::words(scenario.name),
                    Value::words(&of.label),
                    Value::words(of.part.unwrap_or_default()),
                    Value::words(edit),
                    value,
                ]);
            }
        }
    }
    book.add(sheet);
}

/// Rows by what they lose of a little more, then by class.
pub(super) fn marginal(book: &mut Book<'_>, it: &Marginal) {
    let mut sheet = Sheet::new(
        book.say("Marginal", "Marjinal"),
        &[
            (
                book.say("aid that falls away", "bantuan yang hilang"),
                Kind::Words,
            ),
            (&it.entity_label, Kind::Number),
            (book.say("aid of a year", "bantuan setahun"), Kind::Money),
        ],
    );
    let counts: Vec<u64> = it.bands.iter().map(|band| band.rows).collect();
    let cells = settle(&[counts], book.edition.min_cell).pop();
    for (band, cell) in it.bands.iter().zip(cells.unwrap_or_default()) {
        let words = match band.name {
            "gains" => book.say("aid grows", "bantuan bertambah"),
            "unchanged" => book.say("aid stays", "bantuan tetap"),
            "under_half" => book.say("loses less than half", "hilang kurang dari setengah"),
            "half_or_more" => book.say("loses half or more", "hilang setengah atau lebih"),
            _ => book.say("loses all of it or more", "hilang seluruhnya atau lebih"),
        };
        let change = match cell {
            Cell::Shown => Value::Plain(band.change.clone()),
            Cell::Few | Cell::Kept => book.hidden(cell),
        };
        sheet.row(vec![
            Value::words(words),
            book.counted(band.rows, cell),
            change,
        ]);
    }
    book.add(sheet);
}

/// Rows near each threshold, then the figures of each misreported field.
pub(super) fn margins(book: &mut Book<'_>, it: &Margins) {
    let within = format!("± {} %", it.percent);
    let mut sheet = Sheet::new(
        book.say("Margins", "Margin"),
        &[
            (book.say("within", "dalam"), Kind::Words),
            (book.say("threshold", "ambang"), Kind::Words),
            (book.say("rule", "aturan"), Kind::Words),
            (book.say("rows", "baris"), Kind::Words),
            (book.say("below", "di bawah"), Kind::Number),
            (book.say("at or above", "pada atau di atas"), Kind::Number),
        ],
    );
    for near in it.thresholds.iter().filter(|it| it.below + it.above > 0) {
        sheet.row(vec![
            Value::words(&within),
            Value::words(&near.condition),
            Value::words(&near.rule),
            Value::words(&near.label),
            book.lone(near.below),
            book.lone(near.above),
        ]);
    }
    book.add(sheet);
    let mut sheet = Sheet::new(
        book.say("Misreported", "Salah lapor"),
        &[
            (book.say("field", "isian"), Kind::Words),
            (book.say("figure", "angka"), Kind::Words),
            (book.say("of", "dari"), Kind::Words),
            (&format!("− {} %", it.percent), Kind::Number),
            (book.say("as reported", "seperti dilaporkan"), Kind::Number),
            (&format!("+ {} %", it.percent), Kind::Number),
        ],
    );
    for field in &it.fields {
        for of in field.figures.iter().filter(|of| is_main(of.part)) {
            let few = misreports_few(of, book.edition.min_cell);
            let value = |plain: &Option<String>, hidden: bool| match hidden {
                true => book.hidden(Cell::Kept),
                false => Value::perhaps(plain.as_ref()),
            };
            sheet.row(vec![
                Value::words(&field.label),
                Value::words(&of.label),
                Value::words(of.part.unwrap_or_default()),
                value(&of.lower, few),
                value(&of.as_reported, false),
                value(&of.higher, few),
            ]);
        }
    }
    book.add(sheet);
}
