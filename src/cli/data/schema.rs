//! `aturan data schema`: the columns that a policy needs, as a table, as JSON, or as a `dataset.toml`.

use aturan::check;
use aturan::data::schema::{EntitySchema, FieldSchema, schema};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::findings::show;
use super::super::load::load_varied;
use super::super::summary::Page;
use super::super::terminal::Terminal;
use super::super::what_if::WhatIf;
use super::super::{DataSchemaArgs, Fault, Format, Verdict, today};

/// The JSON form.
#[derive(Serialize, JsonSchema)]
pub(in crate::cli) struct Data {
    format_version: &'static str,
    /// The day of the rules that need it.
    on: String,
    entities: Vec<EntitySchema>,
}

pub(super) fn run(args: &DataSchemaArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let policy = load_varied(&args.policy, &WhatIf::default())?;
    let Some(checked) = policy.checked else {
        show(&policy.findings, &policy.sources, terminal);
        return Ok(Verdict::Findings);
    };
    let day = args.on.or_else(today);
    let day = day.ok_or_else(|| Fault::new("the clock cannot be read; say `--on 2023-11-30`"))?;
    let entities = schema(&checked, &check::fields(&checked, day));
    if args.toml {
        Terminal::print(&toml(&entities, terminal));
    } else if terminal.format == Format::Json {
        Terminal::print_json(&Data {
            format_version: "1.0",
            on: day.to_string(),
            entities,
        });
    } else {
        Terminal::print(&text(&entities, &policy.sources, terminal));
    }
    Ok(Verdict::Clean)
}

/// A table for each entity.
fn text(entities: &[EntitySchema], sources: &SourceMap, terminal: &Terminal) -> String {
    let page = Page::new(terminal);
    let mut text = String::new();
    for entity in entities {
        text.push_str(&page.title(&format!("{} · {}", entity.name, entity.label)));
        text.push('\n');
        let rows = entity.fields.iter();
        let rows = rows.map(|field| {
            vec![
                field.name.clone(),
                field.label.clone(),
                field.ty.clone(),
                holds(entity, field, terminal),
                blank(field, sources, terminal),
            ]
        });
        let head = [
            terminal.say("column", "kolom"),
            terminal.say("title", "judul"),
            terminal.say("type", "jenis"),
            terminal.say("holds", "isi"),
            terminal.say("if blank", "jika kosong"),
        ];
        text.push_str(&Page::table(&head, rows.collect(), &[0, 1, 2, 3, 4]));
        text.push('\n');
    }
    text
}

/// What may stand in a column.
fn holds(entity: &EntitySchema, field: &FieldSchema, terminal: &Terminal) -> String {
    let mut parts = Vec::new();
    if entity.key.split('/').any(|it| it == field.name) {
        parts.push(terminal.say("key", "kunci").to_owned());
    }
    if let Some(target) = &field.refers_to {
        parts.push(format!("{} {target}", terminal.say("key of", "kunci")));
    }
    if !field.values.is_empty() {
        parts.push(field.values.join(", "));
    }
    parts.extend(field.range.clone());
    parts.extend(field.pattern.as_ref().map(|pattern| format!("`{pattern}`")));
    if field.unique {
        parts.push(terminal.say("each once", "masing-masing sekali").to_owned());
    }
    if field.personal {
        parts.push(terminal.say("masked", "disamarkan").to_owned());
    }
    parts.join("; ")
}

/// What a blank in a column means.
fn blank(field: &FieldSchema, sources: &SourceMap, terminal: &Terminal) -> String {
    match (field.blank, field.asked_when) {
        (_, Some(span)) => {
            let condition = sources.text(span);
            let condition = condition.split_whitespace().collect::<Vec<_>>().join(" ");
            let asked = terminal.say("unknown where asked:", "tidak diketahui bila ditanyakan:");
            format!("{asked} {condition}")
        }
        ("rejected", None) => terminal.say("row rejected", "baris ditolak").to_owned(),
        ("known", None) => terminal
            .say("a known fact", "fakta yang diketahui")
            .to_owned(),
        _ => terminal.say("unknown", "tidak diketahui").to_owned(),
    }
}

/// A `dataset.toml` in which every column has its own name, to be changed.
fn toml(entities: &[EntitySchema], terminal: &Terminal) -> String {
    let mut text = format!(
        "label = \"{}\"\ndate  = 2023-12-31\n",
        terminal.say("Title of the data", "Judul data")
    );
    for entity in entities {
        let name = &entity.name;
        text.push_str(&format!(
            "\n# {}\n[{name}]\nfile = \"{name}.csv\"\n",
            entity.label
        ));
        text.push_str(&format!("\n[{name}.columns]\n"));
        let width = entity
            .fields
            .iter()
            .map(|it| it.name.len())
            .max()
            .unwrap_or(0);
        for field in &entity.fields {
            let own = &field.name;
            let about = std::iter::once(field.ty.clone()).chain(
                field
                    .values
                    .clone()
                    .into_iter()
                    .next()
                    .map(|_| field.values.join(", ")),
            );
            let about = about.collect::<Vec<_>>().join(": ");
            text.push_str(&format!("{own:width$} = \"{own}\"  # {about}\n"));
        }
    }
    text
}
