//! The sheets of a run: summary, classes, aids, registers, poverty, indicators, to verify, areas.

use aturan::outcome::{AidSummary, Summary, TargetState};
use aturan::report::{Basis, Cell, settle};

use super::book::{Book, Kind, Sheet, Value};

pub(super) fn run(book: &mut Book<'_>, summary: &Summary, basis: Basis<'_>) {
    overview(book, summary, basis);
    classes(book, summary);
    aids(book, summary);
    registers(book, summary);
    poverty(book, summary);
    indicators(book, summary);
    verification(book, summary);
    areas(book, summary);
    groups(book, summary);
}

/// What a workbook is about, and what it stands on.
pub(super) fn overview(book: &mut Book<'_>, summary: &Summary, basis: Basis<'_>) {
    let mut sheet = Sheet::new(
        book.say("Summary", "Ringkasan"),
        &[
            (book.say("what", "hal"), Kind::Words),
            (book.say("figure", "angka"), Kind::Number),
            (book.say("remark", "keterangan"), Kind::Words),
        ],
    );
    let text = |what: &str, words: &str| vec![Value::words(what), Value::None, Value::words(words)];
    sheet.row(text(book.say("policy", "kebijakan"), &summary.label));
    sheet.row(text(
        book.say("policy text (hash)", "naskah kebijakan (hash)"),
        basis.policy_hash,
    ));
    sheet.row(text(
        book.say("evaluation date", "tanggal perhitungan"),
        &summary.date,
    ));
    sheet.row(text(book.say("data", "data"), basis.data.unwrap_or("–")));
    sheet.row(text(
        book.say("tool", "alat"),
        &format!("Aturan {}", basis.version),
    ));
    if !summary.what_if.is_empty() {
        sheet.row(text(
            book.say("what if", "pengandaian"),
            &summary.what_if.join("; "),
        ));
    }
    for level in &summary.levels {
        let rejected = book.say("rejected", "ditolak");
        sheet.row(vec![
            Value::words(&level.label),
            Value::count(level.evaluated),
            Value::Words(format!("{rejected}: {}", level.rejected)),
        ]);
    }
    for it in &summary.targets {
        let state = match it.state {
            TargetState::Met => book.say("met", "tercapai"),
            TargetState::Open => {
                book.say("open: hangs on unknowns", "terbuka: tergantung verifikasi")
            }
            TargetState::NotMet => book.say("not met yet", "belum tercapai"),
        };
        sheet.row(vec![
            Value::words(&it.label),
            Value::perhaps(it.figure.as_ref()),
            Value::Words(format!(
                "{} {}, {}: {state}",
                book.say("goal", "sasaran"),
                it.goal,
                it.by
            )),
        ]);
    }
    if book.edition.min_cell > 1 {
        let words = book.say(
            "groups of fewer than this are hidden, with • what would give them away",
            "kelompok di bawah ini disembunyikan, dengan • angka yang dapat mengungkapnya",
        );
        sheet.row(vec![
            Value::words(book.say("small groups", "kelompok kecil")),
            Value::count(book.edition.min_cell),
            Value::words(words),
        ]);
    }
    book.add(sheet);
}

/// Which counts of a line may be shown.
fn line(book: &Book<'_>, counts: &[u64]) -> Vec<Cell> {
    let mut cells = settle(&[counts.to_vec()], book.edition.min_cell);
    cells.pop().unwrap_or_default()
}

fn classes(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Classes", "Kelas"),
        &[
            (book.say("classification", "klasifikasi"), Kind::Words),
            (book.say("class", "kelas"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
            (book.say("share", "bagian"), Kind::Share),
            (book.say("members", "anggota"), Kind::Number),
        ],
    );
    for class in &summary.classes {
        let mut listed: Vec<(&str, u64, u64)> = class
            .classes
            .iter()
            .map(|it| (it.label.as_str(), it.rows, it.members))
            .collect();
        let unknown = book.say(
            "unknown: needs verification",
            "belum diketahui: perlu verifikasi",
        );
        listed.push((unknown, class.unknown, class.unknown_members));
        let counts: Vec<u64> = listed.iter().map(|it| it.1).collect();
        let all: u64 = counts.iter().sum();
        for ((label, rows, members), cell) in listed.into_iter().zip(line(book, &counts)) {
            let figures = if cell == Cell::Shown {
                [Value::count(rows), share(rows, all), Value::count(members)]
            } else {
                [(); 3].map(|()| book.hidden(cell))
            };
            let titles = [Value::words(&class.label), Value::words(label)];
            sheet.row(titles.into_iter().chain(figures).collect());
        }
    }
    book.add(sheet);
}

#[expect(clippy::cast_precision_loss, reason = "a percentage with two digits")]
fn share(part: u64, whole: u64) -> Value {
    if whole == 0 {
        return Value::None;
    }
    Value::Plain(format!("{:.6}", part as f64 / whole as f64))
}

fn aids(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Aid", "Bantuan"),
        &[
            (book.say("aid", "bantuan"), Kind::Words),
            (book.say("agency", "instansi"), Kind::Words),
            (book.say("granted", "diberikan"), Kind::Number),
            (book.say("members", "anggota"), Kind::Number),
            (book.say("cost", "biaya"), Kind::Money),
            (book.say("period", "periode"), Kind::Words),
            (book.say("lowest cost", "biaya terendah"), Kind::Money),
            (book.say("highest cost", "biaya tertinggi"), Kind::Money),
            (book.say("quota", "kuota"), Kind::Number),
            (book.say("budget", "pagu"), Kind::Money),
            (book.say("waiting", "menunggu"), Kind::Number),
            (book.say("excluded", "dikecualikan"), Kind::Number),
            (book.say("not eligible", "tidak berhak"), Kind::Number),
            (book.say("not taken up", "tidak diambil"), Kind::Number),
            (book.say("to verify", "perlu verifikasi"), Kind::Number),
        ],
    );
    for aid in &summary.aids {
        sheet.row(aid_row(book, aid));
    }
    book.add(sheet);
}

fn aid_row(book: &Book<'_>, aid: &AidSummary) -> Vec<Value> {
    let counts: Vec<u64> = aid.statuses.iter().map(|it| it.rows).collect();
    let cells = line(book, &counts);
    let of = |status: &str| {
        let mut both = aid.statuses.iter().zip(&cells);
        let found = both.find(|(it, _)| it.status == status);
        found.map_or((0, Cell::Shown), |(it, cell)| (it.rows, *cell))
    };
    let status = |status: &str| {
        let (rows, cell) = of(status);
        book.counted(rows, cell)
    };
    let granted = of("granted").1;
    let if_shown = |value: Value| match granted {
        Cell::Shown => value,
        Cell::Few | Cell::Kept => book.hidden(granted),
    };
    let cost = aid.cost.as_ref();
    vec![
        Value::words(&aid.label),
        Value::words(aid.agency.as_deref().unwrap_or_default()),
        status("granted"),
        if_shown(Value::count(aid.members)),
        if_shown(Value::perhaps(cost.map(|it| &it.decided))),
        Value::Words(period(book, aid.period.as_deref().unwrap_or_default()).to_owned()),
        if_shown(Value::perhaps(cost.and_then(|it| it.lowest.as_ref()))),
        if_shown(Value::perhaps(cost.and_then(|it| it.highest.as_ref()))),
        aid.quota.map_or(Value::None, Value::count),
        Value::perhaps(aid.budget.as_ref()),
        status("waitlisted"),
        status("excluded"),
        status("not_eligible"),
        status("not_taken_up"),
        status("needs_verification"),
    ]
}

/// `per month` in the reader's language.
pub(super) fn period<'t>(book: &Book<'_>, period: &'t str) -> &'t str {
    match period {
        "one-off" => book.say("one-off", "sekali"),
        "per day" => book.say("per day", "per hari"),
        "per week" => book.say("per week", "per minggu"),
        "per month" => book.say("per month", "per bulan"),
        "per quarter" => book.say("per quarter", "per triwulan"),
        "per year" => book.say("per year", "per tahun"),
        other => other,
    }
}

fn registers(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Registers", "Daftar"),
        &[
            (book.say("register", "daftar"), Kind::Words),
            (book.say("movement", "gerak"), Kind::Words),
            (book.say("because of", "karena"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for it in &summary.registers {
        let few = |count: u64| count > 0 && count < book.edition.min_cell;
        // With entries or exits the end would tell what is hidden of them.
        let end = if few(it.enters) || few(it.leaves) {
            book.hidden(Cell::Kept)
        } else {
            book.lone(it.end)
        };
        let plain = [
            (book.say("at the start", "pada awal"), book.lone(it.start)),
            (book.say("enter", "masuk"), book.lone(it.enters)),
            (book.say("leave", "keluar"), book.lone(it.leaves)),
            (book.say("at the end", "pada akhir"), end),
            (
                book.say("needs verification, on it", "perlu verifikasi, di dalam"),
                book.lone(it.unverified_on),
            ),
            (
                book.say("needs verification, off it", "perlu verifikasi, di luar"),
                book.lone(it.unverified_off),
            ),
        ];
        for (movement, count) in plain {
            sheet.row(vec![
                Value::words(&it.label),
                Value::words(movement),
                Value::None,
                count,
            ]);
        }
        let counts: Vec<u64> = it.grounds.iter().map(|ground| ground.rows).collect();
        for (ground, cell) in it.grounds.iter().zip(line(book, &counts)) {
            sheet.row(vec![
                Value::words(&it.label),
                Value::words(book.say("leave because of", "keluar karena")),
                Value::words(&ground.label),
                book.counted(ground.rows, cell),
            ]);
        }
    }
    book.add(sheet);
}

fn poverty(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Poverty", "Kemiskinan"),
        &[
            (book.say("measurement", "pengukuran"), Kind::Words),
            (book.say("measure", "ukuran"), Kind::Words),
            (book.say("before aid", "sebelum bantuan"), Kind::Number),
            (book.say("after aid", "sesudah bantuan"), Kind::Number),
            (book.say("convention", "konvensi"), Kind::Words),
        ],
    );
    for it in &summary.poverty {
        let few = |rows: u64| rows > 0 && rows < book.edition.min_cell;
        let (before, after) = (&it.before, &it.after);
        let figures = [
            (
                book.say("head-count", "persentase miskin (P0)"),
                &before.headcount,
                &after.headcount,
            ),
            (book.say("gap", "kedalaman (P1)"), &before.gap, &after.gap),
            (
                book.say("severity", "keparahan (P2)"),
                &before.severity,
                &after.severity,
            ),
            ("Watts", &before.watts, &after.watts),
            ("Sen", &before.sen, &after.sen),
            ("Gini", &before.gini, &after.gini),
        ];
        let shown = |rows: u64, name: &str, plain: Option<&String>| {
            if few(rows) && name != "Gini" {
                book.hidden(Cell::Few)
            } else {
                Value::perhaps(plain)
            }
        };
        sheet.row(vec![
            Value::words(&it.label),
            Value::words(book.say("poor persons", "jiwa miskin")),
            shown(before.poor_rows, "", Some(&before.poor_persons)),
            shown(after.poor_rows, "", Some(&after.poor_persons)),
            Value::words(it.convention),
        ]);
        for (name, was, is) in figures {
            sheet.row(vec![
                Value::words(&it.label),
                Value::words(name),
                shown(before.poor_rows, name, was.decided.as_ref()),
                shown(after.poor_rows, name, is.decided.as_ref()),
                Value::words(it.convention),
            ]);
        }
    }
    book.add(sheet);
}

/// Whether an indicator is a count of few; a measure counts nobody.
pub(super) fn few(book: &Book<'_>, plain: Option<&String>, convention: Option<&str>) -> bool {
    let count = plain.and_then(|it| it.parse::<u64>().ok());
    convention.is_none() && count.is_some_and(|it| it > 0 && it < book.edition.min_cell)
}

fn indicators(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Indicators", "Indikator"),
        &[
            (book.say("indicator", "indikator"), Kind::Words),
            (book.say("as decided", "ditetapkan"), Kind::Number),
            (book.say("lowest", "terendah"), Kind::Number),
            (book.say("highest", "tertinggi"), Kind::Number),
            (
                book.say("unknown rows", "baris belum diketahui"),
                Kind::Number,
            ),
            (book.say("convention", "konvensi"), Kind::Words),
        ],
    );
    for it in &summary.indicators {
        let total = &it.total;
        let figures = if few(book, total.decided.as_ref(), it.convention) {
            [book.hidden(Cell::Few), Value::None, Value::None]
        } else {
            [&total.decided, &total.lowest, &total.highest]
                .map(|plain| Value::perhaps(plain.as_ref()))
        };
        let rest = [
            book.lone(total.unknown),
            Value::words(it.convention.unwrap_or_default()),
        ];
        let title = [Value::words(&it.label)];
        sheet.row(title.into_iter().chain(figures).chain(rest).collect());
    }
    book.add(sheet);
}

fn verification(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("To verify", "Perlu verifikasi"),
        &[
            (book.say("aid", "bantuan"), Kind::Words),
            (book.say("because of", "karena"), Kind::Words),
            (book.say("rows", "banyaknya"), Kind::Number),
        ],
    );
    for aid in &summary.aids {
        let fields = aid.blocking.iter().map(|it| (it.label.as_str(), it.rows));
        let grounds = aid
            .verifications
            .iter()
            .map(|it| (it.label.as_str(), it.rows));
        for (label, rows) in fields.chain(grounds).filter(|(_, rows)| *rows > 0) {
            sheet.row(vec![
                Value::words(&aid.label),
                Value::words(label),
                book.lone(rows),
            ]);
        }
    }
    book.add(sheet);
}

fn areas(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Areas", "Wilayah"),
        &[
            (book.say("area", "wilayah"), Kind::Words),
            (book.say("key", "kode"), Kind::Words),
            (book.say("aid", "bantuan"), Kind::Words),
            (book.say("granted", "diberikan"), Kind::Number),
            (book.say("amount", "besaran"), Kind::Money),
            (book.say("period", "periode"), Kind::Words),
        ],
    );
    for aid in &summary.aids {
        let counts: Vec<u64> = aid.areas.iter().map(|it| it.granted).collect();
        for (it, cell) in aid.areas.iter().zip(line(book, &counts)) {
            let amount = match cell {
                Cell::Shown if aid.cost.is_some() => Value::Plain(it.amount.clone()),
                Cell::Shown => Value::None,
                Cell::Few | Cell::Kept => book.hidden(cell),
            };
            sheet.row(vec![
                Value::words(it.name.as_deref().unwrap_or(&it.key)),
                Value::words(&it.key),
                Value::words(&aid.label),
                book.counted(it.granted, cell),
                amount,
                Value::words(period(book, aid.period.as_deref().unwrap_or_default())),
            ]);
        }
    }
    book.add(sheet);
}

/// Indicators by group.
fn groups(book: &mut Book<'_>, summary: &Summary) {
    let mut sheet = Sheet::new(
        book.say("Indicators by group", "Indikator per kelompok"),
        &[
            (book.say("indicator", "indikator"), Kind::Words),
            (book.say("by", "menurut"), Kind::Words),
            (book.say("group", "kelompok"), Kind::Words),
            (book.say("as decided", "ditetapkan"), Kind::Number),
        ],
    );
    for it in &summary.indicators {
        let counts: Vec<u64> = it.groups.iter().map(|group| group.rows).collect();
        for (group, cell) in it.groups.iter().zip(line(book, &counts)) {
            let figure = match cell {
                Cell::Shown => Value::perhaps(group.figure.decided.as_ref()),
                Cell::Few | Cell::Kept => book.hidden(cell),
            };
            sheet.row(vec![
                Value::words(&it.label),
                Value::Words(it.by.join(", ")),
                Value::Words(group.names.join(" / ")),
                figure,
            ]);
        }
    }
    book.add(sheet);
}
