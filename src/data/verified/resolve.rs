//! Lines to answers: the names of entities, fields and checks.

use super::checks;
use super::{Answer, Check, Line, Verified};
use crate::check::tree::{AidId, EntityId, FieldId, Program};
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Entry};

/// What says that a check was made, in either language.
const CHECKED: [&str; 2] = ["checked", "diperiksa"];

impl Verified {
    /// Looks up what the lines of a file speak of; what cannot be found is reported, line by line.
    pub fn new(
        program: &Program,
        file: &str,
        lines: Vec<Line>,
        findings: &mut Diagnostics,
    ) -> Self {
        let mut it = Self {
            file: file.to_owned(),
            ..Self::default()
        };
        for line in lines {
            if line.value.trim().is_empty() {
                it.open += 1;
            } else if let Err(finding) = it.take(program, line) {
                findings.push(finding);
            }
        }
        if it.answers.is_empty() && !findings.has_errors() {
            findings.push(Diagnostic::new(&words::VERIFIED_EMPTY).with("file", file));
        }
        it
    }

    /// A finding about a line.
    pub(super) fn at(&self, line: &Line, code: &'static Entry) -> Diagnostic {
        Diagnostic::new(code)
            .with("file", &self.file)
            .with("row", line.number)
            .with("entity", &line.entity)
            .with("field", &line.field)
    }

    fn take(&mut self, program: &Program, line: Line) -> Result<(), Diagnostic> {
        let entity = self.entity(program, &line)?;
        let field = match line.field.split_once('.') {
            Some((aid, code)) => self.check(program, &line, (aid, code))?,
            None => self.field(program, entity, &line)?,
        };
        self.answers.push(Answer {
            line,
            entity,
            field,
        });
        Ok(())
    }

    fn entity(&self, program: &Program, line: &Line) -> Result<EntityId, Diagnostic> {
        let names = || program.declared().map(|(it, _)| it.about.name.as_str());
        let place = names().position(|name| name == line.entity);
        let found = place.and_then(|place| u32::try_from(place).ok());
        found.map(EntityId).ok_or_else(|| {
            let known: Vec<_> = names().collect();
            let it = self.at(line, &words::VERIFIED_UNKNOWN_ENTITY);
            near(it.with("known", known.join(", ")), &line.entity, names())
        })
    }

    fn field(
        &self,
        program: &Program,
        entity: EntityId,
        line: &Line,
    ) -> Result<FieldId, Diagnostic> {
        let of = program.entities.get(entity.index());
        let fields = of.map_or(&[][..], |it| it.fields.as_slice());
        let named = |id: &FieldId| {
            let field = program.fields.get(id.index());
            field.map(|field| (field.about.name.as_str(), *id))
        };
        let found = fields.iter().filter_map(named);
        let found: Vec<_> = found.collect();
        let key = of.map(|it| it.key);
        match found.iter().find(|(name, _)| *name == line.field) {
            Some((_, id)) if Some(*id) == key => {
                Err(self.at(line, &words::VERIFIED_NOT_A_CELL).help("help.key"))
            }
            Some((_, id)) => Ok(*id),
            None if not_a_cell(program, &line.field) => {
                Err(self.at(line, &words::VERIFIED_NOT_A_CELL))
            }
            None => {
                let names: Vec<_> = found.iter().map(|(name, _)| *name).collect();
                let it = self.at(line, &words::VERIFIED_UNKNOWN_FIELD);
                Err(near(it.with("known", names.join(", ")), &line.field, names))
            }
        }
    }

    /// A `verify` clause, `pkh.verify_1`, of an aid at the level of the line's row.
    fn check(
        &mut self,
        program: &Program,
        line: &Line,
        (aid, code): (&str, &str),
    ) -> Result<FieldId, Diagnostic> {
        let clauses = || {
            let aids = program.aids.iter().zip((0..).map(AidId));
            aids.flat_map(|(aid, id)| {
                let grounds = aid.verify.iter().enumerate();
                grounds.map(move |(clause, ground)| (aid, id, clause, ground))
            })
        };
        let level = |entity: EntityId| {
            let entity = program.entities.get(entity.index());
            entity.is_some_and(|it| it.about.name == line.entity)
        };
        let found = clauses()
            .find(|(it, _, _, ground)| {
                it.about.name == aid && ground.code == code && level(it.entity)
            })
            .map(|(_, id, clause, _)| (id, clause));
        let Some((id, clause)) = found else {
            let known = clauses().filter(|(it, ..)| level(it.entity));
            let known: Vec<_> = known
                .map(|(it, _, _, ground)| format!("{}.{}", it.about.name, ground.code))
                .collect();
            let it = self.at(line, &words::VERIFIED_UNKNOWN_FIELD);
            let it = it.with("known", known.join(", ")).help("help.check");
            return Err(it);
        };
        let said = line.value.trim();
        if !CHECKED.iter().any(|word| said.eq_ignore_ascii_case(word)) {
            return Err(self.at(line, &words::VERIFIED_CHECK).with("value", said));
        }
        let known = self
            .checks
            .iter()
            .find(|it| it.aid == id && it.clause == clause);
        if let Some(known) = known {
            return Ok(known.field);
        }
        let field = checks::field(program, self.checks.len());
        self.checks.push(Check {
            aid: id,
            clause,
            field,
        });
        Ok(field)
    }

    /// The field was added for a check.
    pub(super) fn is_check(&self, field: FieldId) -> bool {
        self.checks.iter().any(|check| check.field == field)
    }
}

/// What a list names besides fields and checks: it is settled in the data.
fn not_a_cell(program: &Program, name: &str) -> bool {
    let ends = |suffix: &str| {
        let entity = name.strip_suffix(suffix);
        entity.is_some_and(|name| program.entities.iter().any(|it| it.about.name == name))
    };
    ends("_rejected") || ends("_not_delivered")
}

fn near<'a>(it: Diagnostic, word: &str, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    match nearest(word, names) {
        Some(near) => it.with("near", near).help("help.near"),
        None => it,
    }
}
