//! `aturan data check`: a data set read as a run would read it, and what is wrong with it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use aturan::check::{self, tree::Program};
use aturan::data::bind::Bound;
use aturan::data::blanks::blanks;
use aturan::data::verified::Verified;
use aturan::diagnostic::Language;
use aturan::number::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::evaluate::{read_and_bind, ready_varied, unusable};
use super::super::summary::Page;
use super::super::terminal::Terminal;
use super::super::what_if::WhatIf;
use super::super::{DataCheckArgs, Fault, Format, Verdict};

/// What was found, and its JSON form.
#[derive(Serialize, JsonSchema)]
pub(in crate::cli) struct Report {
    format_version: &'static str,
    date: String,
    levels: Vec<Level>,
    rejected: Vec<Reason>,
    notes: Vec<Note>,
    blanks: Vec<BlankAnswers>,
}

/// The rows of a level: read = accepted + rejected.
#[derive(Serialize, JsonSchema)]
struct Level {
    entity: String,
    label: String,
    files: Vec<String>,
    read: u64,
    accepted: u64,
    rejected: u64,
    outside: u64,
}

/// Rows rejected for one reason.
#[derive(Serialize, JsonSchema)]
struct Reason {
    code: &'static str,
    entity: String,
    column: String,
    rows: u64,
    file: String,
    /// The line of the first such row in the file.
    row: u64,
    /// Of the first such row, in the language that was asked for.
    message: String,
}

/// What was done with the data that is worth knowing.
#[derive(Serialize, JsonSchema)]
struct Note {
    code: &'static str,
    message: String,
}

/// Answers that are blank although the question was asked.
#[derive(Serialize, JsonSchema)]
struct BlankAnswers {
    entity: String,
    field: String,
    label: String,
    /// Rows that leave it blank.
    blank: u64,
    /// Rows that were asked.
    asked: u64,
}

pub(super) fn run(args: &DataCheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let ready = match ready_varied(
        &args.policy,
        &WhatIf::default(),
        &args.data,
        args.on,
        terminal,
    )? {
        ControlFlow::Continue(ready) => ready,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let program: &Program = &ready.checked;
    let needed = check::fields(program, ready.date);
    let none = Verified::default();
    let bound = match read_and_bind(&ready.spec, program, &needed, ready.date, &none) {
        Ok((bound, _)) => bound,
        Err(found) => return Ok(unusable(&found, &ready.sources, terminal)),
    };
    let report = Report {
        format_version: "1.0",
        date: ready.date.to_string(),
        levels: levels(program, &bound),
        rejected: reasons(program, &bound, args.show_personal, terminal.language),
        notes: notes(program, &bound, terminal.language),
        blanks: blank_answers(program, &bound, ready.date),
    };
    match terminal.format {
        Format::Json => Terminal::print_json(&report),
        Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
            Terminal::print(&text(&report, terminal));
        }
    }
    Ok(if report.rejected.is_empty() {
        Verdict::Clean
    } else {
        Verdict::Findings
    })
}

fn levels(program: &Program, bound: &Bound) -> Vec<Level> {
    let levels = program.declared().filter_map(|(entity, id)| {
        let counts = bound.counts.get(id.index())?;
        bound.dataset.table(id).filter(|table| table.delivered)?;
        Some(Level {
            entity: entity.about.name.clone(),
            label: entity.about.label.clone(),
            files: bound.files.get(id.index()).cloned().unwrap_or_default(),
            read: counts.read,
            accepted: counts.evaluated,
            rejected: counts.rejected,
            outside: counts.outside,
        })
    });
    levels.collect()
}

/// The reasons of rejected rows, each with its first row, the most frequent first.
fn reasons(program: &Program, bound: &Bound, shown: bool, language: Language) -> Vec<Reason> {
    let mut found: BTreeMap<(usize, &'static str, &str), Reason> = BTreeMap::new();
    for it in &bound.rejected {
        let code = it.problem.entry().code;
        let place = (it.entity.index(), code, it.column.as_str());
        let reason = found.entry(place).or_insert_with(|| {
            let entity = program.entities.get(it.entity.index());
            let files = bound.files.get(it.entity.index());
            let file = files.and_then(|files| files.get(it.file as usize));
            let mut first = it.clone();
            first.personal &= !shown;
            Reason {
                code,
                entity: entity.map_or(String::new(), |it| it.about.name.clone()),
                column: it.column.clone(),
                rows: 0,
                file: file.cloned().unwrap_or_default(),
                row: it.number,
                message: first.finding(program).message(language),
            }
        });
        reason.rows += 1;
    }
    let mut found: Vec<Reason> = found.into_values().collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.rows));
    found
}

fn notes(program: &Program, bound: &Bound, language: Language) -> Vec<Note> {
    let notes = bound.notes.iter().map(|note| {
        let finding = note.finding(program);
        Note {
            code: finding.code.name(),
            message: finding.message(language),
        }
    });
    notes.collect()
}

/// The fields with blank answers, the largest share first.
fn blank_answers(program: &Program, bound: &Bound, date: Date) -> Vec<BlankAnswers> {
    let all = blanks(program, bound, date).into_iter();
    let mut found: Vec<_> = all.filter(|it| it.blank > 0).collect();
    let share = |blank: u64, asked: u64| blank.saturating_mul(1_000_000).checked_div(asked);
    found.sort_by_key(|it| std::cmp::Reverse(share(it.blank, it.asked)));
    let found = found.into_iter().filter_map(|it| {
        let field = program.fields.get(it.field.index())?;
        let entity = program.entities.get(field.entity.index())?;
        Some(BlankAnswers {
            entity: entity.about.name.clone(),
            field: field.about.name.clone(),
            label: field.about.label.clone(),
            blank: it.blank,
            asked: it.asked,
        })
    });
    found.collect()
}

fn text(report: &Report, terminal: &Terminal) -> String {
    let page = Page::new(terminal);
    let mut text = levels_text(report, &page);
    text.push_str(&reasons_text(report, &page));
    text.push_str(&blanks_text(report, &page));
    if !report.notes.is_empty() {
        let title = page.say("Worth knowing", "Perlu diketahui");
        text.push_str(&format!("\n{}\n", page.title(title)));
        for note in &report.notes {
            text.push_str(&format!("  {}\n", note.message));
        }
    }
    text
}

fn levels_text(report: &Report, page: &Page<'_>) -> String {
    // A policy without a universe has nothing outside it.
    let bounded = report.levels.iter().any(|it| it.outside > 0);
    let rows = report.levels.iter().map(|it| {
        let mut row = vec![
            it.entity.clone(),
            it.files.join(", "),
            page.count(it.read),
            page.count(it.accepted),
            page.count(it.rejected),
        ];
        row.extend(bounded.then(|| page.count(it.outside)));
        row
    });
    let mut head = vec![
        page.say("level", "tingkat"),
        page.say("files", "berkas"),
        page.say("read", "dibaca"),
        page.say("accepted", "diterima"),
        page.say("rejected", "ditolak"),
    ];
    head.extend(bounded.then(|| page.say("outside the universe", "di luar semesta")));
    Page::table(&head, rows.collect(), &[0, 1])
}

fn reasons_text(report: &Report, page: &Page<'_>) -> String {
    if report.rejected.is_empty() {
        return format!(
            "\n{}\n",
            page.say("No row is rejected.", "Tidak ada baris yang ditolak.")
        );
    }
    let rows = report.rejected.iter().map(|it| {
        vec![
            page.count(it.rows),
            it.entity.clone(),
            it.column.clone(),
            it.message.clone(),
            format!("{}:{}", it.file, it.row),
        ]
    });
    let head = [
        page.say("rows", "baris"),
        page.say("level", "tingkat"),
        page.say("column", "kolom"),
        page.say("the first", "yang pertama"),
        page.say("where", "di mana"),
    ];
    let title = page.say("Why rows are rejected", "Mengapa baris ditolak");
    let table = Page::table(&head, rows.collect(), &[1, 2, 3, 4]);
    format!("\n{}\n{table}", page.title(title))
}

fn blanks_text(report: &Report, page: &Page<'_>) -> String {
    if report.blanks.is_empty() {
        return String::new();
    }
    let rows = report.blanks.iter().map(|it| {
        vec![
            it.entity.clone(),
            it.field.clone(),
            it.label.clone(),
            page.count(it.blank),
            page.count(it.asked),
            page.percent(it.blank, it.asked),
        ]
    });
    let head = [
        page.say("level", "tingkat"),
        page.say("column", "kolom"),
        page.say("title", "judul"),
        page.say("blank", "kosong"),
        page.say("asked", "ditanya"),
        "%",
    ];
    let title = page.say("Blank answers: unknown", "Jawaban kosong: tidak diketahui");
    let table = Page::table(&head, rows.collect(), &[0, 1, 2]);
    format!("\n{}\n{table}", page.title(title))
}
