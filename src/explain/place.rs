//! Where a row stood in the order of an allocation, and how far from the last that was granted.

use crate::check::tree::{Aid, AidId, Group, Status, Type};
use crate::data::output::key_text;
use crate::data::results::TIED;
use crate::number::{Grouping, format_money};
use crate::reference::{Evaluator, Row};
use crate::source::Span;

/// The place of a row in its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1, in the order of allocation.
    pub rank: u32,
    /// The key of the group; empty for the one group of all rows.
    pub group: String,
    /// Places there are.
    pub quota: Option<u64>,
    /// Money there is, plain digits.
    pub budget: Option<String>,
    /// Rows granted.
    pub granted: u64,
    /// Money granted, plain digits.
    pub spent: String,
    /// Rows that competed.
    pub candidates: u64,
    /// Whether it waits although only the last key parts it from the row granted last.
    pub tied: bool,
    /// The keys of the order: of this row, and of the row granted last.
    pub keys: Vec<KeyValue>,
}

/// One key of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValue {
    /// Its words in the policy.
    pub span: Span,
    /// Larger first.
    pub descending: bool,
    /// Of this row.
    pub own: String,
    /// Of the row granted last in the group.
    pub last: Option<String>,
}

/// The place of a row in an aid that is given in an order; `None` where it took no part.
pub(super) fn of_aid(evaluator: &mut Evaluator, id: AidId, aid: &Aid, row: Row) -> Option<Place> {
    let rank = *evaluator.aid_result(id)?.rank.get(row.index)?;
    let per = aid.quota.as_ref().map(|it| it.per.as_ref());
    let per = per.or_else(|| aid.budget.as_ref().map(|it| it.per.as_ref()))?;
    if rank == 0 {
        return None;
    }
    let result = evaluator.aid_result(id)?;
    let waits = result.status.get(row.index) == Some(&Status::Waitlisted);
    let tied = waits && result.grounds.get(row.index).unwrap_or(0) & TIED != 0;
    let group = match per {
        None => String::new(),
        Some(per) => group_key(evaluator, per, row)?,
    };
    let result = evaluator.aid_result(id)?;
    let found = result.groups.iter().find(|it| it.key == group)?.clone();
    let last = found.last.map(|index| Row {
        entity: row.entity,
        index: index as usize,
    });
    let keys = aid
        .rank
        .iter()
        .map(|key| KeyValue {
            span: key.value.span,
            descending: key.descending,
            own: evaluator.trace(&key.value, row).value,
            last: last.map(|last| evaluator.trace(&key.value, last).value),
        })
        .collect();
    Some(Place {
        rank,
        group,
        quota: found.quota,
        budget: found.budget.map(|raw| format_money(raw, Grouping::Plain)),
        granted: found.granted,
        spent: format_money(found.spent, Grouping::Plain),
        candidates: found.candidates,
        tied,
        keys,
    })
}

fn group_key(evaluator: &mut Evaluator, per: &Group, row: Row) -> Option<String> {
    match per {
        Group::Ancestor(entity) => {
            let above = evaluator.ancestor(row, *entity)?;
            let (program, dataset) = (evaluator.program(), evaluator.dataset());
            Some(key_text(program, dataset, *entity, above.index))
        }
        Group::Value(value) => {
            let found = evaluator.evaluate_stored(value, row);
            let program = evaluator.program();
            match value.ty {
                Type::Enum(_) => found.name(value.ty, program).map(str::to_owned),
                Type::Integer
                | Type::Decimal
                | Type::Money(_)
                | Type::Boolean
                | Type::Date
                | Type::Text => Some(found.to_string()),
            }
        }
    }
}
