//! Rows in tenths of persons, from the poorest, by the value by which a policy measures poverty.

use super::Side;
use crate::check::tree::EntityId;
use crate::check::tree::ValueId;
use crate::data::results::Results;
use crate::data::table::{Column, Values};
use crate::outcome::Levels;

/// The group of rows that cannot be ranked.
pub(super) const UNRANKED: usize = 10;

/// The tenth of every row of a level.
pub(super) struct Tenths {
    /// What people call the measurement.
    pub(super) label: String,
    /// From 0; [`UNRANKED`] where the value or the number of persons is unknown.
    pub(super) of: Vec<usize>,
}

/// The tenths of a level by its first measurement of poverty; `None` where the policy has none there.
pub(super) fn tenths(side: Side<'_>, entity: EntityId, levels: &Levels<'_>) -> Option<Tenths> {
    let measured = side.prepared.measured();
    let mut measured = measured.zip(&side.program.poverty);
    let ((value, persons), about) = measured.find(|(_, it)| it.entity == entity)?;
    let value = column(side.results, value)?;
    let rows = levels.rows(entity);
    let weights: Vec<Option<i64>> = match persons {
        Some(id) => {
            let column = column(side.results, id)?;
            (0..rows).map(|row| number(column, row)).collect()
        }
        None => vec![Some(1); rows],
    };
    let mut order: Vec<(i64, usize, i128)> = weights
        .iter()
        .enumerate()
        .filter_map(|(row, weight)| {
            let weight = weight.filter(|it| *it > 0)?;
            Some((number(value, row)?, row, i128::from(weight)))
        })
        .collect();
    order.sort_unstable();
    let whole: i128 = order.iter().map(|(_, _, weight)| weight).sum();
    let mut of = vec![UNRANKED; rows];
    let mut below: i128 = 0;
    // Equal values share the lower tenth.
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        let tenth = (below * 10).checked_div(whole).unwrap_or(0).min(9);
        let tenth = usize::try_from(tenth).unwrap_or(UNRANKED);
        for (_, row, weight) in equal {
            if let Some(place) = of.get_mut(*row) {
                *place = tenth;
            }
            below += weight;
        }
    }
    Some(Tenths {
        label: about.about.label.clone(),
        of,
    })
}

fn column(results: &Results, id: ValueId) -> Option<&Column> {
    results.values.get(id.index())?.as_ref()
}

fn number(column: &Column, row: usize) -> Option<i64> {
    match &column.values {
        Values::Number(all) => all.get(row).filter(|_| column.is_valid(row)),
        Values::Date(_) | Values::Enum(_) | Values::Boolean(_) | Values::Text(_) => None,
    }
}
