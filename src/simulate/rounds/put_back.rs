//! The later round with one thing put back to what it was: a field's answers, a rule, the date.

use arrow_array::Array as _;
use arrow_array::StringArray;
use rayon::ThreadPool;

use super::Rounds;
use super::input::{Input, What};
use super::pairs::Pairs;
use super::subject::{Subject, places};
use crate::check::tree::{EntityId, FieldId, Program};
use crate::data::bitmap::Bitmap;
use crate::data::numbers::Numbers;
use crate::data::results::Results;
use crate::data::table::{Column, Dataset, Values};

/// What is different between the rounds and may have made a change.
pub(super) fn inputs(rounds: &Rounds, from: &Dataset, to: &Dataset, pairs: &Pairs) -> Vec<Input> {
    let program = &rounds.program;
    let mut found = Vec::new();
    for id in rounds.plan(&rounds.new, rounds.to).needed_fields() {
        let Some(field) = program.fields.get(id.index()) else {
            continue;
        };
        let Some(entity) = program.entities.get(field.entity.index()) else {
            continue;
        };
        // Keys and ways to other rows are no answers.
        let is_way = field.refers_to.is_some() || entity.parent.is_some_and(|(_, it)| it == id);
        if entity.key == id || is_way {
            continue;
        }
        let both = column(program, id, from).zip(column(program, id, to));
        if both.is_some_and(|(old, new)| differs(old, new, field.entity, pairs)) {
            found.push(Input {
                what: What::Field(id),
                kind: "field",
                name: field.about.name.clone(),
                label: field.about.label.clone(),
            });
        }
    }
    for it in rounds.rules.iter().filter(|it| it.change.reached) {
        let what = match &it.what {
            What::Parameters(ids) => What::Parameters(ids.clone()),
            What::Versions(values, aids, registers) => {
                What::Versions(values.clone(), aids.clone(), registers.clone())
            }
            What::Field(_) | What::Date => continue,
        };
        found.push(Input {
            what,
            kind: it.change.kind,
            name: it.change.name.clone(),
            label: it.change.label.clone(),
        });
    }
    if rounds.from != rounds.to {
        found.push(Input {
            what: What::Date,
            kind: "date",
            name: "evaluation_date".to_owned(),
            label: String::new(),
        });
    }
    found
}

/// The later round without one of its differences.
pub(super) fn run(
    rounds: &Rounds,
    input: &Input,
    (from, to): (&Dataset, &mut Dataset),
    pairs: &Pairs,
    pool: &ThreadPool,
) -> Results {
    match &input.what {
        What::Field(id) => without_field(rounds, *id, (from, to), pairs, pool),
        What::Parameters(ids) => {
            let kept = rounds.program.ruled(rounds.from, rounds.to);
            let mut program = rounds.new.clone();
            for id in ids {
                let old = kept.parameters.get(id.index());
                let place = program.parameters.get_mut(id.index());
                if let (Some(old), Some(place)) = (old, place) {
                    place.clone_from(old);
                }
            }
            rounds.run(&program, rounds.to, to, pool)
        }
        What::Versions(values, aids, registers) => {
            let kept = rounds.program.ruled(rounds.from, rounds.to);
            let mut program = rounds.new.clone();
            for id in values {
                let old = kept.values.get(id.index());
                let place = program.values.get_mut(id.index());
                if let (Some(old), Some(place)) = (old, place) {
                    place.clone_from(old);
                }
            }
            for id in aids {
                let old = kept.aids.get(id.index());
                let place = program.aids.get_mut(id.index());
                if let (Some(old), Some(place)) = (old, place) {
                    place.clone_from(old);
                }
            }
            for id in registers {
                let old = kept.registers.get(id.index());
                let place = program.registers.get_mut(id.index());
                if let (Some(old), Some(place)) = (old, place) {
                    place.clone_from(old);
                }
            }
            rounds.run(&program, rounds.to, to, pool)
        }
        What::Date => {
            let program = rounds.program.ruled(rounds.to, rounds.from);
            rounds.run(&program, rounds.from, to, pool)
        }
    }
}

/// Evaluates the later round with the earlier answers of one field; the data are as before afterwards.
fn without_field(
    rounds: &Rounds,
    id: FieldId,
    (from, to): (&Dataset, &mut Dataset),
    pairs: &Pairs,
    pool: &ThreadPool,
) -> Results {
    let program = &rounds.program;
    let entity = program.fields.get(id.index()).map(|it| it.entity);
    let back = column(program, id, from)
        .zip(column(program, id, to))
        .zip(entity)
        .and_then(|((old, new), entity)| put_back(old, new, entity, pairs));
    let place = place(program, id).and_then(|(entity, place)| {
        let table = to.tables.get_mut(entity.index())?;
        table.columns.get_mut(place)
    });
    let Some((back, place)) = back.zip(place) else {
        return rounds.run(&rounds.new, rounds.to, to, pool);
    };
    let own = place.replace(back);
    let results = rounds.run(&rounds.new, rounds.to, to, pool);
    if let Some((entity, at)) = self::place(program, id)
        && let Some(table) = to.tables.get_mut(entity.index())
        && let Some(place) = table.columns.get_mut(at)
    {
        *place = own;
    }
    results
}

fn place(program: &Program, id: FieldId) -> Option<(EntityId, usize)> {
    let entity = program.fields.get(id.index())?.entity;
    let of = program.entities.get(entity.index())?;
    let place = of.fields.iter().position(|field| *field == id)?;
    Some((entity, place))
}

fn column<'a>(program: &Program, id: FieldId, dataset: &'a Dataset) -> Option<&'a Column> {
    let (entity, place) = place(program, id)?;
    dataset.table(entity)?.columns.get(place)?.as_ref()
}

/// Whether a row of both rounds has another answer.
fn differs(old: &Column, new: &Column, entity: EntityId, pairs: &Pairs) -> bool {
    let mut both = pairs.rows(entity).filter_map(|(a, b)| Some((a?, b?)));
    both.any(|(a, b)| match (old.is_valid(a), new.is_valid(b)) {
        (true, true) => !same(&old.values, a, &new.values, b),
        (was, is) => was != is,
    })
}

fn same(old: &Values, a: usize, new: &Values, b: usize) -> bool {
    match (old, new) {
        (Values::Number(old), Values::Number(new)) => old.get(a) == new.get(b),
        (Values::Date(old), Values::Date(new)) => old.get(a) == new.get(b),
        (Values::Enum(old), Values::Enum(new)) => old.get(a) == new.get(b),
        (Values::Boolean(old), Values::Boolean(new)) => old.get(a) == new.get(b),
        (Values::Text(old), Values::Text(new)) => {
            a < old.len() && b < new.len() && old.value(a) == new.value(b)
        }
        _ => false,
    }
}

/// The later column with the earlier answer of every row that has one.
fn put_back(old: &Column, new: &Column, entity: EntityId, pairs: &Pairs) -> Option<Column> {
    let rows = match &new.values {
        Values::Number(all) => all.len(),
        Values::Date(all) => all.len(),
        Values::Enum(all) => all.len(),
        Values::Boolean(all) => all.len(),
        Values::Text(all) => all.len(),
    };
    let source: Vec<Option<usize>> = (0..rows).map(|row| pairs.old_of(entity, row)).collect();
    let valid = (old.valid.is_some() || new.valid.is_some()).then(|| {
        let rows = source.iter().enumerate();
        Bitmap::collect(rows.map(|(row, from)| match from {
            Some(from) => old.is_valid(*from),
            None => new.is_valid(row),
        }))
    });
    let values = match (&old.values, &new.values) {
        (Values::Number(old), Values::Number(new)) => {
            let (old, new) = (old.to_wide(), new.to_wide());
            Values::Number(Numbers::packed(taken(&source, &old, &new)))
        }
        (Values::Date(old), Values::Date(new)) => Values::Date(taken(&source, old, new)),
        (Values::Enum(old), Values::Enum(new)) => Values::Enum(taken(&source, old, new)),
        (Values::Boolean(old), Values::Boolean(new)) => {
            let rows = source.iter().enumerate();
            Values::Boolean(Bitmap::collect(rows.map(|(row, from)| {
                from.map_or_else(|| new.get(row), |from| old.get(from))
            })))
        }
        (Values::Text(old), Values::Text(new)) => {
            let rows = source.iter().enumerate();
            let texts =
                rows.map(|(row, from)| from.map_or_else(|| new.value(row), |it| old.value(it)));
            Values::Text(StringArray::from_iter_values(texts))
        }
        _ => return None,
    };
    Some(Column { values, valid })
}

fn taken<T: Copy + Default>(source: &[Option<usize>], old: &[T], new: &[T]) -> Vec<T> {
    let rows = source.iter().zip(new);
    rows.map(|(from, own)| match from {
        Some(from) => old.get(*from).copied().unwrap_or_default(),
        None => *own,
    })
    .collect()
}

impl Subject {
    /// Notes the rows that stand elsewhere without an input.
    pub(super) fn without(&mut self, input: usize, program: &Program, results: &Results) {
        if self.changed.is_empty() {
            return;
        }
        let without = places(self.of, program, results);
        let after = &self.after;
        for it in &mut self.changed {
            if without.get(it.new) != after.get(it.new) {
                it.by.push(input);
            }
        }
    }
}
