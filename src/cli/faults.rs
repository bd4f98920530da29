//! Rules that overflowed: one finding for each, with its first row.

use aturan::check::tree::{EntityId, Program, Rule};
use aturan::data::output::{Personal, key_text};
use aturan::data::reject::mask;
use aturan::data::results::{Results, RowFault};
use aturan::data::table::Dataset;
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::eval as words;
use aturan::source::Span;

/// The findings about numbers that were too large.
pub(super) fn overflows(
    program: &Program,
    dataset: &Dataset,
    results: &Results,
    personal: Personal,
) -> Vec<Diagnostic> {
    let groups = results.faults.chunk_by(|a, b| a.rule == b.rule);
    groups
        .filter_map(|group| Some((group.first()?, group.len())))
        .map(|(first, count)| overflow(program, dataset, first, count, personal))
        .collect()
}

fn overflow(
    program: &Program,
    dataset: &Dataset,
    first: &RowFault,
    count: usize,
    personal: Personal,
) -> Diagnostic {
    let about = match first.rule {
        Rule::Value(id) => program.values.get(id.index()).map(|it| &it.about),
        Rule::Aid(id) => program.aids.get(id.index()).map(|it| &it.about),
        Rule::Register(id) => program.registers.get(id.index()).map(|it| &it.about),
    };
    let entity = program.entities.get(first.entity.index());
    let finding = match about.map(|about| about.span) {
        Some(span) if span != Span::default() => Diagnostic::at(&words::OVERFLOW, span),
        _ => Diagnostic::new(&words::OVERFLOW),
    };
    finding
        .with("rule", about.map_or("an indicator", |it| it.name.as_str()))
        .with("count", count)
        .with("entity", entity.map_or("", |it| it.about.name.as_str()))
        .with(
            "key",
            shown_key(program, dataset, first.entity, first.row, personal),
        )
}

/// The key of a row as people may see it.
pub(super) fn shown_key(
    program: &Program,
    dataset: &Dataset,
    entity: EntityId,
    row: u32,
    personal: Personal,
) -> String {
    let key = key_text(program, dataset, entity, row as usize);
    let field = program.entities.get(entity.index()).map(|it| it.key);
    let is_personal = field
        .and_then(|field| program.fields.get(field.index()))
        .is_some_and(|field| field.personal);
    if is_personal && personal == Personal::Masked {
        mask(&key)
    } else {
        key
    }
}
