//! The sheets of two rounds of data compared.

use aturan::report::{Basis, Cell, Rounds};
use aturan::simulate::rounds::{CauseCount, Count, MadeBy};

use super::book::{Book, Kind, Sheet, Value};

pub(super) fn sheets(book: &mut Book<'_>, it: &Rounds<'_>, basis: Basis<'_>) {
    overview(book, it, basis);
    registers(book, it);
    classes(book, it);
    causes(book, it);
    areas(book, it);
}

fn count(book: &Book<'_>, count: Count) -> Value {
    count.map_or_else(|| book.hidden(Cell::Few), Value::count)
}

fn overview(book: &mut Book<'_>, it: &Rounds<'_>, basis: Basis<'_>) {
    let mut sheet = Sheet::new(
        book.say("Summary", "Ringkasan"),
        &[
            (book.say("what", "hal"), Kind::Words),
            (book.say("before", "sebelum"), Kind::Number),
            (book.say("new", "baru"), Kind::Number),
            (book.say("vanished", "hilang"), Kind::Number),
            (book.say("after", "sesudah"), Kind::Number),
            (book.say("remark", "keterangan"), Kind::Words),
        ],
    );
    let words = |what: &str, remark: &str| {
        let none = [(); 4].map(|()| Value::None);
        let mut row = vec![Value::words(what)];
        row.extend(none);
        row.push(Value::words(remark));
        row
    };
    sheet.row(words(book.say("policy", "kebijakan"), it.label));
    let hash = book.say("policy text (hash)", "naskah kebijakan (hash)");
    sheet.row(words(hash, basis.policy_hash));
    for (label, date) in it.rounds {
        sheet.row(words(date, label.as_deref().unwrap_or("–")));
    }
    for level in &it.compared.levels {
        let mut row = vec![Value::words(&level.label)];
        let counts = [level.before, level.new, level.vanished, level.after];
        row.extend(counts.map(|it| count(book, it)));
        sheet.row(row);
    }
    book.add(sheet);
}

fn registers(book: &mut Book<'_>, it: &Rounds<'_>) {
    let mut sheet = Sheet::new(
        book.say("Registers", "Daftar"),
        &[
            (book.say("register", "daftar"), Kind::Words),
            (book.say("movement", "gerak"), Kind::Words),
            (book.say("because of", "karena"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for register in &it.compared.registers {
        let (exits, entries) = (&register.exits, &register.entries);
        let exit = book.say("exit", "keluar");
        let entry = book.say("entry", "masuk");
        let stock = [
            (book.say("before", "sebelum"), "", register.stock.before),
            (entry, "", register.stock.entries),
            (exit, "", register.stock.exits),
            (book.say("after", "sesudah"), "", register.stock.after),
        ];
        let left = exits
            .left
            .iter()
            .map(|it| (exit, it.label.as_str(), it.rows));
        let ways = [
            (
                exit,
                book.say(
                    "not listed in the later data",
                    "tidak tercatat dalam data yang baru",
                ),
                exits.unlisted,
            ),
            (
                exit,
                book.say("not in the later data", "tidak ada dalam data yang baru"),
                exits.vanished,
            ),
            (
                entry,
                book.say("in both rounds, let in", "ada di kedua putaran, diterima"),
                entries.entered,
            ),
            (
                entry,
                book.say("new in the data, let in", "baru dalam data, diterima"),
                entries.entered_new,
            ),
            (
                entry,
                book.say(
                    "in both rounds, listed at the start",
                    "ada di kedua putaran, sudah tercatat di awal",
                ),
                entries.listed,
            ),
            (
                entry,
                book.say(
                    "new in the data, listed at the start",
                    "baru dalam data, sudah tercatat di awal",
                ),
                entries.listed_new,
            ),
        ];
        for (movement, because, rows) in stock.into_iter().chain(left).chain(ways) {
            sheet.row(vec![
                Value::words(&register.label),
                Value::words(movement),
                Value::words(because),
                count(book, rows),
            ]);
        }
    }
    book.add(sheet);
}

fn classes(book: &mut Book<'_>, it: &Rounds<'_>) {
    let mut sheet = Sheet::new(
        book.say("Moves", "Perpindahan"),
        &[
            (book.say("classification", "klasifikasi"), Kind::Words),
            (book.say("from", "dari"), Kind::Words),
            (book.say("to", "ke"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for class in &it.compared.classes {
        let unknown = book.say("unknown", "belum diketahui");
        let names = class.classes.iter().map(|row| match row.class.as_str() {
            "unknown" => unknown,
            _ => row.label.as_str(),
        });
        let from = names.clone().chain([book.say("new", "baru")]);
        for (from, counts) in from.zip(&class.moves) {
            let to = names.clone().chain([book.say("vanished", "hilang")]);
            for (to, rows) in to.zip(counts).filter(|(_, rows)| **rows != Some(0)) {
                sheet.row(vec![
                    Value::words(&class.label),
                    Value::words(from),
                    Value::words(to),
                    count(book, *rows),
                ]);
            }
        }
    }
    book.add(sheet);
}

fn causes(book: &mut Book<'_>, it: &Rounds<'_>) {
    let mut sheet = Sheet::new(
        book.say("Causes", "Penyebab"),
        &[
            (book.say("of", "dari"), Kind::Words),
            (book.say("cause or what made it", "penyebab"), Kind::Words),
            (
                book.say("entries or moves", "masuk atau pindah"),
                Kind::Number,
            ),
            (book.say("exits", "keluar"), Kind::Number),
        ],
    );
    for register in &it.compared.registers {
        for (words, entries, exits) in made(book, &register.causes, &register.made_by) {
            sheet.row(vec![
                Value::words(&register.label),
                Value::words(words),
                count(book, entries),
                count(book, exits),
            ]);
        }
    }
    for class in &it.compared.classes {
        for (words, moves, _) in made(book, &class.causes, &class.made_by) {
            let titles = [Value::words(&class.label), Value::words(words)];
            let figures = [count(book, moves), Value::None];
            sheet.row(titles.into_iter().chain(figures).collect());
        }
    }
    book.add(sheet);
}

/// Causes and what made the changes, in words.
fn made<'m>(
    book: &Book<'_>,
    causes: &'m [CauseCount],
    made_by: &'m [MadeBy],
) -> Vec<(&'m str, Count, Count)> {
    let causes = causes.iter().map(|it| {
        let words = match it.cause {
            "data" => book.fixed("the data alone", "data saja"),
            "rule" => book.fixed("the rules alone", "aturan saja"),
            "both" => book.fixed("data and rules together", "data dan aturan bersama"),
            other => other,
        };
        (words, it.entries, it.exits)
    });
    let made_by = made_by.iter().map(|it| {
        let words = match it.kind {
            "date" => book.fixed("time that passed (ages)", "waktu yang berlalu (umur)"),
            "members" => book.fixed("other members in the family", "anggota keluarga berganti"),
            "together" => book.fixed("several together", "beberapa bersama-sama"),
            _ => it.label.as_str(),
        };
        (words, it.entries, it.exits)
    });
    causes.chain(made_by).collect()
}

fn areas(book: &mut Book<'_>, it: &Rounds<'_>) {
    let mut sheet = Sheet::new(
        book.say("Areas", "Wilayah"),
        &[
            (book.say("register", "daftar"), Kind::Words),
            (book.say("area", "wilayah"), Kind::Words),
            (book.say("before", "sebelum"), Kind::Number),
            (book.say("entries", "masuk"), Kind::Number),
            (book.say("exits", "keluar"), Kind::Number),
            (book.say("arrived", "datang"), Kind::Number),
            (book.say("departed", "pergi"), Kind::Number),
            (book.say("after", "sesudah"), Kind::Number),
        ],
    );
    for register in &it.compared.registers {
        for area in &register.areas {
            let stock = &area.stock;
            let counts = [
                stock.before,
                stock.entries,
                stock.exits,
                area.arrived,
                area.departed,
                stock.after,
            ];
            let mut row = vec![Value::words(&register.label), Value::words(&area.label)];
            row.extend(counts.map(|it| count(book, it)));
            sheet.row(row);
        }
    }
    book.add(sheet);
}
