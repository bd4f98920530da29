//! Which answers to find out first: those that settle most families.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::levels::Levels;
use super::missing::Missing;
use super::verification::{Decision, Verification};
use crate::check::tree::{EntityId, Program};
use crate::data::table::Dataset;

/// The answers to find out, in the order in which they settle most families.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct VerifyFirst {
    /// The level whose rows are settled: the lowest at or above all decisions.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// Rows with something open.
    pub open: u64,
    /// Of these, rows that wait for something besides answers: a check in the field, rejected rows.
    pub not_by_answers: u64,
    /// The answers, the most useful first.
    pub answers: Vec<AnswerFirst>,
}

/// One field and what its answers settle.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AnswerFirst {
    /// `family.expenditure`.
    pub field: String,
    /// Its title.
    pub label: String,
    /// Open rows that lack it.
    pub lacking: u64,
    /// Open rows that lack nothing else.
    pub settles_alone: u64,
    /// Open rows that are settled once this and all before it in the list are known.
    pub settled: u64,
}

/// What a family waits for.
#[derive(Default)]
struct Waits {
    answers: BTreeSet<Missing>,
    /// Something that no answer settles.
    more: bool,
}

/// Puts the missing answers in order; `None` where nothing is open.
pub fn verify_first(
    program: &Program,
    dataset: &Dataset,
    verification: &Verification,
) -> Option<VerifyFirst> {
    let levels = Levels::new(program, dataset);
    let open: Vec<(EntityId, Decision)> = verification
        .iter()
        .filter(|(_, rows)| !rows.is_empty())
        .filter_map(|(decision, _)| Some((level_of(program, decision)?, decision)))
        .collect();
    let of: Vec<EntityId> = open.iter().map(|(entity, _)| *entity).collect();
    let family = levels.common(&of)?;
    let mut families: BTreeMap<usize, Waits> = BTreeMap::new();
    for (entity, decision) in open {
        for row in verification.open(decision) {
            let Some(at) = levels.ancestor_row(entity, row.row as usize, family) else {
                continue;
            };
            let waits = families.entry(at).or_default();
            waits.more |= row.causes.is_empty();
            for cause in &row.causes {
                match cause.what {
                    Missing::Field(_) => {
                        waits.answers.insert(cause.what);
                    }
                    Missing::RejectedRows(_) | Missing::NotDelivered(_) | Missing::Ground(_) => {
                        waits.more = true;
                    }
                }
            }
        }
    }
    let about = &program.entities.get(family.index())?.about;
    let families: Vec<Waits> = families.into_values().collect();
    Some(VerifyFirst {
        entity: about.name.clone(),
        label: about.label.clone(),
        open: families.len() as u64,
        not_by_answers: families.iter().filter(|it| it.more).count() as u64,
        answers: in_order(program, &families),
    })
}

fn level_of(program: &Program, decision: Decision) -> Option<EntityId> {
    match decision {
        Decision::Aid(id) => program.aids.get(id.index()).map(|it| it.entity),
        Decision::Register(id) => program.registers.get(id.index()).map(|it| it.entity),
    }
}

/// At each step the answer that settles most families together with those before it; among equals the
/// one that most families lack.
fn in_order(program: &Program, families: &[Waits]) -> Vec<AnswerFirst> {
    let mut lacking: BTreeMap<Missing, u64> = BTreeMap::new();
    let mut alone: BTreeMap<Missing, u64> = BTreeMap::new();
    // Families by what they still lack: many lack the same.
    let mut kinds: BTreeMap<&BTreeSet<Missing>, u64> = BTreeMap::new();
    for family in families {
        for answer in &family.answers {
            *lacking.entry(*answer).or_default() += 1;
        }
        if family.more {
            continue;
        }
        *kinds.entry(&family.answers).or_default() += 1;
        if let (1, Some(only)) = (family.answers.len(), family.answers.first()) {
            *alone.entry(*only).or_default() += 1;
        }
    }
    let mut known: BTreeSet<Missing> = BTreeSet::new();
    let mut found = Vec::new();
    while known.len() < lacking.len() {
        let with = |answer: Missing| -> u64 {
            let settled = kinds.iter().filter(|(lacks, _)| {
                let mut lacks = lacks.iter();
                lacks.all(|it| *it == answer || known.contains(it))
            });
            settled.map(|(_, count)| count).sum()
        };
        let open = lacking.iter().filter(|(answer, _)| !known.contains(answer));
        let ranked = open.map(|(answer, lacking)| (with(*answer), *lacking, *answer));
        let best = ranked.max_by_key(|(settled, lacking, answer)| {
            (*settled, *lacking, std::cmp::Reverse(*answer))
        });
        let Some((settled, lacking, answer)) = best else {
            break;
        };
        known.insert(answer);
        found.push(AnswerFirst {
            field: answer.name(program),
            label: answer.label(program),
            lacking,
            settles_alone: alone.get(&answer).copied().unwrap_or(0),
            settled,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tree::FieldId;

    fn family(lacks: &[u32], more: bool) -> Waits {
        Waits {
            answers: lacks
                .iter()
                .map(|id| Missing::Field(FieldId(*id)))
                .collect(),
            more,
        }
    }

    #[test]
    fn the_answer_that_settles_most_comes_first_and_then_with_it() {
        let families = [
            family(&[0], false),
            family(&[1], false),
            family(&[1], false),
            family(&[1, 2], false),
            family(&[1, 2], false),
            family(&[2, 3], false),
            // A check in the field remains, whatever is answered.
            family(&[0], true),
        ];
        let found = in_order(&Program::default(), &families);
        let figures: Vec<_> = found
            .iter()
            .map(|it| (it.lacking, it.settles_alone, it.settled))
            .collect();
        // 1 settles two; 2 with it two more; then 0, which more lack, and 3 settle one each.
        assert_eq!(figures, [(4, 2, 2), (3, 0, 4), (2, 1, 5), (1, 0, 6)]);
    }
}
