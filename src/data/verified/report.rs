//! What a list did to the data: counts, and values that contradict known ones.

use std::collections::BTreeMap;

use super::{Effect, Taken, Verified};
use crate::check::tree::{FieldId, Program};
use crate::data::output::Personal;
use crate::data::reject::mask;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::data as words;

impl Verified {
    /// How many values had an effect.
    pub fn count(taken: &[Taken], effect: Effect) -> u64 {
        taken.iter().filter(|it| it.effect == effect).count() as u64
    }

    /// One finding for each field some of whose known values were changed, with the first.
    pub fn contradictions(
        &self,
        program: &Program,
        taken: &[Taken],
        personal: Personal,
    ) -> Vec<Diagnostic> {
        let mut by_field: BTreeMap<FieldId, (u64, &Taken)> = BTreeMap::new();
        for it in taken.iter().filter(|it| it.effect == Effect::Changed) {
            if let Some(answer) = self.answers.get(it.answer) {
                by_field.entry(answer.field).or_insert((0, it)).0 += 1;
            }
        }
        let finding = |(field, (count, first)): (FieldId, (u64, &Taken))| {
            let line = &self.answers.get(first.answer)?.line;
            let before = shown(program, field, &first.before, personal);
            let value = shown(program, field, line.value.trim(), personal);
            let it = self.at(line, &words::VERIFIED_CONTRADICTS);
            Some(
                it.with("count", count)
                    .with("before", before)
                    .with("value", value),
            )
        };
        by_field.into_iter().filter_map(finding).collect()
    }
}

/// A value as people may see it.
pub fn shown(program: &Program, field: FieldId, value: &str, personal: Personal) -> String {
    let field = program.fields.get(field.index());
    if personal == Personal::Masked && field.is_some_and(|it| it.personal) {
        mask(value)
    } else {
        value.to_owned()
    }
}
