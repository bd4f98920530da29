//! Links read backwards: the tables of views, made from the tables of what they show.

use super::bitmap::Bitmap;
use super::cluster::{Order, starts};
use super::table::{Dataset, NO_ROW, Table};
use crate::check::tree::{Blank, EntityId, Program, View};

/// Makes the tables of all views. A view is delivered if what it shows, and all on the way, is.
pub fn add_views(program: &Program, dataset: &mut Dataset) {
    for (id, view) in &program.views {
        let table = table(program, dataset, *id, *view).unwrap_or_default();
        if dataset.tables.len() <= id.index() {
            dataset.tables.resize_with(id.index() + 1, Table::default);
        }
        if let Some(place) = dataset.tables.get_mut(id.index()) {
            *place = table;
        }
    }
}

fn table(program: &Program, dataset: &Dataset, id: EntityId, view: View) -> Option<Table> {
    let (target, _) = program.entities.get(id.index())?.parent?;
    let targets = dataset.table(target)?.rows;
    let way = way(program, view)?;
    let tables: Option<Vec<&Table>> = way.iter().map(|it| dataset.table(*it)).collect();
    let tables = tables?;
    let (seen, holder) = (tables.first()?, tables.last()?);
    if !tables.iter().all(|it| it.delivered) {
        return None;
    }
    let links = holder.links.iter().find(|(field, _)| *field == view.link);
    let links = &links?.1;
    let led = |row: u32| links.get(row as usize).copied().unwrap_or(NO_ROW);
    let found: Vec<u32> = (0..seen.rows)
        .map(|row| led(climbed(&tables, row)))
        .collect();
    let nowhere = Bitmap::collect(found.iter().map(|it| *it == NO_ROW));
    let order = Order::by_parent(&found, &nowhere, targets);
    let parents = order.gather_kept(&found);
    let origins = order.gather_kept(&(0..).take(seen.rows).collect::<Vec<u32>>());
    let entity = program.entities.get(view.of.index())?;
    let key = entity.fields.iter().position(|it| *it == entity.key)?;
    let key = seen.columns.get(key).cloned().flatten();
    Some(Table {
        rows: order.len,
        columns: vec![key.map(|it| order.column(it))],
        offsets: starts(parents.iter().copied(), targets),
        parents,
        incomplete: incomplete(program, &tables, (view, links), targets),
        links: vec![(view.origin, origins)],
        input_order: None,
        lost: Vec::new(),
        delivered: true,
    })
}

/// The entity that is seen, and those above it up to the one that has the link.
fn way(program: &Program, view: View) -> Option<Vec<EntityId>> {
    let holder = program.fields.get(view.link.index())?.entity;
    let mut way = vec![view.of];
    while *way.last()? != holder {
        let (parent, _) = program.entities.get(way.last()?.index())?.parent?;
        way.push(parent);
    }
    Some(way)
}

/// The row above a row in the last of some tables, each below the next.
fn climbed(tables: &[&Table], row: usize) -> u32 {
    let up = |row: u32, table: &&Table| {
        let parent = table.parents.get(row as usize);
        parent.copied().unwrap_or(NO_ROW)
    };
    let below = tables.len().saturating_sub(1);
    let row = u32::try_from(row).unwrap_or(NO_ROW);
    tables.iter().take(below).fold(row, up)
}

/// The rows that more than what is seen may lead to: rejected rows did, rows below them were
/// rejected, or a link is blank without saying that it then leads nowhere.
fn incomplete(
    program: &Program,
    tables: &[&Table],
    (view, links): (View, &[u32]),
    targets: usize,
) -> Option<Bitmap> {
    let holder = tables.last()?;
    let field = program.fields.get(view.link.index())?;
    let open = match field.blank {
        Blank::Unknown | Blank::AskedWhen { .. } => links.contains(&NO_ROW),
        Blank::Rejected | Blank::Means { .. } => false,
    };
    if open || holder.lost_anywhere(view.link) {
        return (targets > 0).then(|| Bitmap::ones(targets));
    }
    let mut marked = Bitmap::zeros(targets);
    for row in holder.lost_rows(view.link) {
        marked.set(row as usize, true);
    }
    for (place, below) in tables.iter().enumerate().take(tables.len() - 1) {
        let Some(bits) = &below.incomplete else {
            continue;
        };
        let above = tables.get(place + 1..)?;
        for row in (0..bits.len()).filter(|row| bits.get(*row)) {
            let row = climbed(above, row);
            let led = links.get(row as usize).copied().unwrap_or(NO_ROW);
            if led != NO_ROW {
                marked.set(led as usize, true);
            }
        }
    }
    (marked.count_ones() > 0).then_some(marked)
}
