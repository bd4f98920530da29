//! Generated rows: ties, boundaries, blanks, empty families, rejected members, huge numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use aturan::check::tree::*;
use aturan::data::bitmap::Bitmap;
use aturan::data::table::Dataset;
use aturan::data::view::add_views;
use aturan::source::Span;
use aturan::testing::fixture;

use super::choices::Choices;
use super::schema::Schema;

/// Rows before they are bound.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) rows: Vec<TestRow>,
    /// Written rows some of whose rows of an entity were rejected.
    pub(crate) incomplete: Vec<(EntityId, usize)>,
    /// An entity whose file was not delivered.
    pub(crate) absent: Option<EntityId>,
}

impl Draft {
    pub(crate) fn new(schema: &Schema, choices: &mut Choices) -> Self {
        let absent = choices.chance(4).then_some(schema.member);
        let mut it = Self {
            rows: Vec::new(),
            incomplete: Vec::new(),
            absent,
        };
        for _ in 0..=choices.below(3) {
            let village = it.row(schema, schema.village, None, choices);
            for _ in 0..choices.below(5) {
                let family = it.row(schema, schema.family, Some(village), choices);
                let members = if absent.is_some() {
                    0
                } else {
                    choices.below(5)
                };
                for _ in 0..members {
                    it.row(schema, schema.member, Some(family), choices);
                }
                if choices.chance(6) {
                    it.incomplete.push((schema.member, family));
                }
            }
            if choices.chance(4) {
                it.incomplete.push((schema.family, village));
            }
        }
        it
    }

    /// The rows as data.
    pub(crate) fn bind(&self, program: &Program) -> Dataset {
        let fixture::Fixture {
            mut dataset,
            places,
        } = fixture::dataset(program, &self.rows);
        for (entity, parent) in &self.incomplete {
            let parents = dataset.tables[self.rows[*parent].entity.index()].rows;
            let table = &mut dataset.tables[entity.index()];
            let bits = table
                .incomplete
                .get_or_insert_with(|| Bitmap::zeros(parents));
            bits.set(places[*parent], true);
        }
        if let Some(absent) = self.absent {
            dataset.tables[absent.index()].delivered = false;
        }
        // Made once more, of the rows as they are now.
        add_views(program, &mut dataset);
        dataset
    }

    fn row(
        &mut self,
        schema: &Schema,
        entity: EntityId,
        parent: Option<usize>,
        choices: &mut Choices,
    ) -> usize {
        let mut cells = BTreeMap::new();
        let place = self.rows.len();
        let entities = &schema.policy.program.entities;
        let it = &entities[entity.index()];
        // Keys that do not follow the order of rows, so that ties by key differ from ties by row.
        let letter = it.about.name.chars().next().unwrap();
        let key = match parent {
            Some(_) => format!("{letter}{}", (place * 7 + 3) % 101),
            None => format!(
                "{letter}{}",
                self.rows.iter().filter(|it| it.parent.is_none()).count()
            ),
        };
        cells.insert(it.key, Some(Constant::Text(key)));
        for field in &it.fields {
            let linked = it.parent.is_some_and(|(_, link)| link == *field);
            if *field == it.key || linked {
                continue;
            }
            if *field == schema.mother {
                cells.insert(*field, self.mother(schema, choices));
                continue;
            }
            cells.insert(*field, cell(schema, *field, choices));
        }
        self.rows.push(TestRow {
            entity,
            parent,
            cells: Arc::new(cells),
            span: Span::default(),
        });
        place
    }

    /// The key of a member that stands before, or nothing.
    fn mother(&self, schema: &Schema, choices: &mut Choices) -> Option<Constant> {
        let members = self.rows.iter().filter(|row| row.entity == schema.member);
        let key = schema.policy.program.entities[schema.member.index()].key;
        let keys: Vec<&Option<Constant>> = members.filter_map(|row| row.cells.get(&key)).collect();
        let chosen = choices.below(keys.len() + 1).checked_sub(1)?;
        keys[chosen].clone()
    }
}

fn cell(schema: &Schema, id: FieldId, choices: &mut Choices) -> Option<Constant> {
    let field = &schema.policy.program.fields[id.index()];
    let may_be_blank = !matches!(field.blank, Blank::Rejected);
    if may_be_blank && choices.chance(25) {
        return None;
    }
    Some(schema.constant(field.ty, choices))
}
