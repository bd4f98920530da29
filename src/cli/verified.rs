//! Field verification in a run: the list that comes back, the list to fill in, what was taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aturan::check::tree::{EntityId, Program};
use aturan::data::bind::Bound;
use aturan::data::output::{Personal, key_text};
use aturan::data::reject::mask;
use aturan::data::verified::{Effect, Taken, Verified, answers, check_answer, shown};
use aturan::diagnostic::{Diagnostics, Language};
use aturan::number::{MONEY, format_decimal};
use aturan::outcome::{Decision, Missing, Question, ToVerify};
use aturan::reference::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::terminal::Terminal;
use crate::io::read::FileReceipt;
use crate::io::verify::{self, TakenRow, VerifyRow};

/// What a run was given back, and from which file.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What its lines say.
    pub(super) verified: Verified,
    /// Its fingerprint; `None` where nothing was given back.
    pub(super) file: Option<FileReceipt>,
    /// The program in which checks that were made count; `None` where none was.
    pub(super) program: Option<Program>,
    /// What is worth knowing besides.
    pub(super) notes: Diagnostics,
}

/// What the receipt says about field verification.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct VerifiedReceipt {
    name: String,
    hash: String,
    /// Lines of the list.
    lines: u64,
    /// Lines without a value.
    open: u64,
    /// Values where nothing was known.
    filled: u64,
    /// Values that were known already.
    confirmed: u64,
    /// Values that replace another.
    changed: u64,
    /// Checks that were made.
    checked: u64,
    /// Values that the policy does not ask for.
    unused: u64,
}

/// Reads the list that a run is given, if it is given one.
///
/// # Errors
/// What is wrong with the file and with lines, all in one go.
pub(super) fn read(path: Option<&Path>, program: &Program) -> Result<Given, Diagnostics> {
    let Some(path) = path else {
        return Ok(Given::default());
    };
    let (lines, file) = verify::read(path)?;
    let mut notes = Diagnostics::new();
    let verified = Verified::new(program, &file.name, lines, &mut notes);
    if notes.has_errors() {
        return Err(notes);
    }
    Ok(Given {
        program: verified.program(program),
        verified,
        file: Some(file),
        notes,
    })
}

impl Given {
    /// What the receipt says.
    pub(super) fn receipt(&self, bound: &Bound) -> Option<VerifiedReceipt> {
        let file = self.file.as_ref()?;
        let count = |effect| Verified::count(&bound.verified, effect);
        Some(VerifiedReceipt {
            name: file.name.clone(),
            hash: file.hash.clone(),
            lines: file.rows,
            open: self.verified.open,
            filled: count(Effect::Filled),
            confirmed: count(Effect::Confirmed),
            changed: count(Effect::Changed),
            checked: count(Effect::Checked),
            unused: count(Effect::Unused),
        })
    }

    /// How many values were taken over, in one sentence; empty where none was given.
    pub(super) fn sentence(&self, bound: &Bound, terminal: &Terminal) -> String {
        let Some(file) = &self.file else {
            return String::new();
        };
        let kinds = [
            (Effect::Filled, "filled in", "mengisi yang kosong"),
            (Effect::Confirmed, "confirmed", "sesuai data"),
            (Effect::Changed, "changed", "mengubah data"),
            (Effect::Checked, "checks made", "pemeriksaan selesai"),
            (
                Effect::Unused,
                "not asked for by the policy",
                "tidak diminta kebijakan",
            ),
        ];
        let parts = kinds
            .into_iter()
            .filter_map(|(effect, english, indonesian)| {
                let count = Verified::count(&bound.verified, effect);
                let words = terminal.say(english, indonesian);
                (count > 0).then(|| format!("{count} {words}"))
            });
        let mut parts: Vec<String> = parts.collect();
        if self.verified.open > 0 {
            let words = terminal.say("lines still open", "baris masih terbuka");
            parts.push(format!("{} {words}", self.verified.open));
        }
        let head = terminal.say("Field verification", "Verifikasi lapangan");
        format!("{head} ({}): {}\n", file.name, parts.join(", "))
    }

    /// What was taken over for a row and the rows under it.
    pub(super) fn about(
        &self,
        program: &Program,
        bound: &Bound,
        row: Row,
        personal: Personal,
    ) -> Vec<TakenRow> {
        let mut keys: BTreeSet<(&str, String)> = BTreeSet::new();
        for under in under(program, bound, row) {
            if let Some(entity) = program.entities.get(under.entity.index()) {
                let key = key_text(program, &bound.dataset, under.entity, under.index);
                keys.insert((&entity.about.name, key));
            }
        }
        let all = self.taken(program, bound, personal);
        let about = |it: &Taken| {
            let answer = self.verified.answers.get(it.answer);
            answer.is_some_and(|answer| keys.contains(&(&answer.line.entity, it.key.clone())))
        };
        let taken = bound.verified.iter().zip(all);
        let found = taken.filter(|(it, _)| about(it)).map(|(_, row)| row);
        found.collect()
    }

    /// What was taken over, as people may see it.
    pub(super) fn taken(
        &self,
        program: &Program,
        bound: &Bound,
        personal: Personal,
    ) -> Vec<TakenRow> {
        let row = |taken: &Taken| {
            let answer = self.verified.answers.get(taken.answer)?;
            let mut line = answer.line.clone();
            let key = program.entities.get(answer.entity.index())?.key;
            line.key = shown(program, key, &taken.key, personal);
            line.value = shown(program, answer.field, &line.value, personal);
            Some(TakenRow {
                line,
                before: shown(program, answer.field, &taken.before, personal),
                effect: taken.effect.word(),
            })
        };
        bound.verified.iter().filter_map(row).collect()
    }
}

/// A row and all rows under it.
fn under(program: &Program, bound: &Bound, row: Row) -> Vec<Row> {
    let mut found = vec![row];
    let mut next = 0;
    while let Some(above) = found.get(next).copied() {
        next += 1;
        for (entity, id) in program.declared() {
            let table = bound.dataset.table(id);
            let child = entity.parent.is_some_and(|(it, _)| it == above.entity);
            let bounds = table.filter(|_| child).and_then(|table| {
                let start = table.offsets.get(above.index)?;
                Some(*start as usize..*table.offsets.get(above.index + 1)? as usize)
            });
            found.extend(
                bounds
                    .into_iter()
                    .flatten()
                    .map(|index| Row { entity: id, index }),
            );
        }
    }
    found
}

/// Values that were taken over, one in a line, for an explanation.
pub(super) fn sentences(taken: &[TakenRow], terminal: &Terminal) -> String {
    if taken.is_empty() {
        return String::new();
    }
    let head = terminal.say("From field verification", "Dari verifikasi lapangan");
    let mut text = format!("\n{head}\n");
    for it in taken {
        let line = &it.line;
        let before = match it.before.as_str() {
            "" => String::new(),
            before => format!(" ({} {before})", terminal.say("before:", "sebelumnya:")),
        };
        let by = [&line.source, &line.date, &line.officer].map(String::as_str);
        let by: Vec<&str> = by.into_iter().filter(|it| !it.is_empty()).collect();
        text.push_str(&format!(
            "  {} {}: {} = {}{before}  {}",
            line.entity,
            line.key,
            line.field,
            line.value,
            by.join(", "),
        ));
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// Names rows and questions for the list to verify.
pub(super) struct Lister<'a> {
    program: &'a Program,
    bound: &'a Bound,
    personal: Personal,
    language: Language,
    /// The place of each row in the order of the input, for entities whose keys are masked.
    positions: BTreeMap<EntityId, Vec<u32>>,
}

impl<'a> Lister<'a> {
    pub(super) fn new(
        program: &'a Program,
        bound: &'a Bound,
        personal: Personal,
        language: Language,
    ) -> Self {
        let mut positions = BTreeMap::new();
        for (entity, id) in program.declared() {
            let key = program.fields.get(entity.key.index());
            let masked = personal == Personal::Masked && key.is_some_and(|key| key.personal);
            let order = bound
                .dataset
                .table(id)
                .and_then(|it| it.input_order.as_ref());
            if let (true, Some(order)) = (masked, order) {
                positions.insert(id, inverse(order));
            }
        }
        Self {
            program,
            bound,
            personal,
            language,
            positions,
        }
    }

    /// The key of a row, masked with its place in the file where it identifies a person.
    fn key(&self, row: Row) -> String {
        let key = key_text(self.program, &self.bound.dataset, row.entity, row.index);
        let entity = self.program.entities.get(row.entity.index());
        let field = entity.and_then(|it| self.program.fields.get(it.key.index()));
        if self.personal == Personal::Shown || field.is_none_or(|field| !field.personal) {
            return key;
        }
        let position = self.positions.get(&row.entity).map_or(row.index, |places| {
            places.get(row.index).map_or(row.index, |it| *it as usize)
        });
        match self.bound.origins.get(row.entity.index()) {
            Some(origin) => origin.masked(&key, position),
            None => mask(&key),
        }
    }

    fn entity(&self, entity: EntityId) -> &str {
        let entity = self.program.entities.get(entity.index());
        entity.map_or("", |it| it.about.name.as_str())
    }

    /// A line of the list.
    pub(super) fn row(&self, open: &ToVerify) -> VerifyRow {
        let decisions = open.decisions.iter().map(|it| self.decision(*it));
        let (field, title, answers) = self.question(open.what);
        VerifyRow {
            entity: self.entity(open.at.entity).to_owned(),
            key: self.key(open.at),
            field,
            title,
            answers,
            decisions: decisions.collect::<Vec<_>>().join(";"),
            waiting: format!(
                "{} {}",
                self.entity(open.waiting.entity),
                self.key(open.waiting)
            ),
            rows: open.rows,
            at_stake: open
                .at_stake
                .map_or(String::new(), |raw| format_decimal(raw, MONEY)),
        }
    }

    fn decision(&self, decision: Decision) -> &str {
        let about = match decision {
            Decision::Aid(id) => self.program.aids.get(id.index()).map(|it| &it.about),
            Decision::Register(id) => self.program.registers.get(id.index()).map(|it| &it.about),
        };
        about.map_or("", |about| about.name.as_str())
    }

    /// Name, title and possible answers.
    fn question(&self, what: Question) -> (String, String, String) {
        match what {
            Question::Field(id) => match self.program.fields.get(id.index()) {
                Some(field) => (
                    field.about.name.clone(),
                    field.about.label.clone(),
                    answers(self.program, field, self.language),
                ),
                None => Default::default(),
            },
            Question::Check(id, clause) => {
                let aid = self.program.aids.get(id.index());
                let ground = aid.and_then(|aid| Some((aid, aid.verify.get(clause)?)));
                ground.map_or_else(Default::default, |(aid, ground)| {
                    let name = format!("{}.{}", aid.about.name, ground.code);
                    let answer = check_answer(self.language).to_owned();
                    (name, ground.label.clone(), answer)
                })
            }
            Question::Other(missing) => (
                missing.name(self.program),
                missing.label(self.program),
                self.elsewhere(missing).to_owned(),
            ),
        }
    }

    /// What is to be done where no answer settles it.
    fn elsewhere(&self, missing: Missing) -> &'static str {
        let (english, indonesian) = match missing {
            Missing::RejectedRows(_) => (
                "correct the data: rejected.csv",
                "perbaiki data: rejected.csv",
            ),
            Missing::NotDelivered(_) => ("deliver the file", "sediakan berkasnya"),
            Missing::Field(_) | Missing::Ground(_) => {
                ("see the data and the policy", "periksa data dan kebijakan")
            }
        };
        match self.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }
}

/// The place of each row in an order.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (row, place) in order.iter().zip(0_u32..) {
        if let Some(slot) = places.get_mut(*row as usize) {
            *slot = place;
        }
    }
    places
}
