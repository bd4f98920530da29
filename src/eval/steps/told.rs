//! What a step tells of itself: the rows that changed, before and after.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::excerpt::{Asked, Excerpt, with_upper};
use super::rows::{gather, scatter};
use super::turn::{Going, Old, most, places_of};
use super::{Change, Rows, Stage as Plans};
use crate::check::tree::EntityId;
use crate::data::bitmap::Bitmap;
use crate::data::results::Results;
use crate::data::table::Column;
use crate::eval::outcome;
use crate::eval::run::Ran;
use crate::eval::store::Store;
use crate::plan::Plan;
use crate::plan::op::NodeId;

impl Going<'_, '_, '_> {
    /// What changed in all.
    pub(super) fn change(self) -> Change {
        let turn = self.turn;
        let many =
            |(top, marks): (&EntityId, &Bitmap)| most(marks.count_ones(), turn.shape.rows(*top));
        if self.changed.iter().any(many) {
            return Change::Most;
        }
        let mut chosen: BTreeMap<EntityId, Vec<u32>> = BTreeMap::new();
        for top in turn.tops {
            let marks = self.changed.get(top);
            chosen.insert(*top, marks.map_or(Vec::new(), places_of));
        }
        // Of a level below in which nothing changed, no row tells anything.
        let shown = shown(turn.model);
        let changed = shown.iter().copied();
        let changed = changed.filter(|id| self.old.contains_key(&id.index()));
        let changed = changed.filter_map(|id| turn.level(id));
        let mut levels = with_upper(turn.model, turn.tops, changed);
        levels.extend(turn.tops);
        let is_told = |id: &NodeId| turn.level(*id).is_some_and(|it| levels.contains(&it));
        let shown: Vec<NodeId> = shown.into_iter().filter(is_told).collect();
        let fields = Asked::new(turn.model, turn.tops, &shown).fields;
        let asked = Asked { levels, fields };
        let excerpt = Excerpt::new(turn.model, turn.shape, turn.tops, (&chosen, &asked));
        let shape = excerpt.shape(turn.model, turn.tops, turn.shape);
        let (before, after): (Vec<_>, Vec<_>) = turn.pool.install(|| {
            let both = |id: &NodeId| self.both(id.index(), &excerpt);
            shown.par_iter().filter_map(both).unzip()
        });
        let results = |stage: &Plans, columns: Vec<(usize, Column)>| -> Results {
            let mut store = Store::new(&stage.plan, &shape);
            for (index, column) in columns {
                if let Some(Some(id)) = stage.pairs.get(index) {
                    store.give(*id, column);
                }
            }
            outcome::results(&stage.plan, &shape, &mut store, Ran::default())
        };
        let (before, after) = turn.pool.install(|| {
            rayon::join(
                || results(turn.before, before),
                || results(turn.after, after),
            )
        });
        Change::Rows(Box::new(Rows {
            places: excerpt.into_places(),
            before,
            after,
        }))
    }

    /// Some rows of a column as they were and as they are.
    fn both(&self, index: usize, excerpt: &Excerpt) -> Option<((usize, Column), (usize, Column))> {
        let rows = excerpt.of(self.turn.model, index)?;
        let now = gather(self.columns.get(index)?.as_ref()?, rows);
        let before = match self.old.get(&index) {
            None => now.clone(),
            Some(Old::Whole(old)) => gather(old, rows),
            Some(Old::Rows(places, old)) => {
                let mut before = now.clone();
                scatter(&mut before, &places_in(rows, places), old);
                before
            }
        };
        Some(((index, before), (index, now)))
    }
}

/// Where rows stand among others, both ascending.
fn places_in(all: &[u32], rows: &[u32]) -> Vec<u32> {
    let mut all = (0..).zip(all).peekable();
    let place = |row: &u32| {
        while all.next_if(|(_, it)| *it < row).is_some() {}
        all.next_if(|(_, it)| *it == row).map(|(place, _)| place)
    };
    rows.iter().filter_map(place).collect()
}

/// The nodes that figures show.
fn shown(plan: &Plan) -> Vec<NodeId> {
    let values = plan.values.iter().flatten().map(|it| it.node);
    let aids = plan.aids.iter().flatten();
    let aids = aids.flat_map(|it| [it.status, it.amount]);
    let registers = plan.registers.iter().flatten();
    let registers = registers.flat_map(|it| [it.outcome, it.current]);
    let all: BTreeSet<NodeId> = values.chain(aids).chain(registers).collect();
    all.into_iter().collect()
}
