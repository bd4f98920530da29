//! `--outputs`: what the result tables are narrowed to.

use std::collections::BTreeSet;

use aturan::check::tree::{Program, ValueId};
use aturan::diagnostic::suggest::nearest;

use super::Fault;

/// The columns of result tables that are asked for.
pub(super) struct Narrowed {
    names: BTreeSet<String>,
    /// Names of aids and registers, which stand before `_` in the names of their columns.
    owners: BTreeSet<String>,
    /// The values among them.
    pub(super) values: BTreeSet<ValueId>,
}

impl Narrowed {
    /// What the names say; `None` without names.
    pub(super) fn new(names: &[String], program: &Program) -> Result<Option<Self>, Fault> {
        if names.is_empty() {
            return Ok(None);
        }
        let names: BTreeSet<String> = names.iter().map(|it| it.trim().to_owned()).collect();
        let aids = program.aids.iter().map(|it| it.about.name.clone());
        let registers = program.registers.iter().map(|it| it.about.name.clone());
        let values = program.values.iter().zip((0..).map(ValueId));
        let asked = values.filter(|(it, _)| of(&names, &it.about.name));
        let it = Self {
            values: asked.map(|(_, id)| id).collect(),
            owners: aids.chain(registers).collect(),
            names,
        };
        it.known(program)?;
        Ok(Some(it))
    }

    /// Whether a column is asked for.
    pub(super) fn wants(&self, column: &str) -> bool {
        let owner = column.rsplit_once('_').map(|(owner, _)| owner);
        let owned = owner.filter(|it| self.owners.contains(*it));
        of(&self.names, column) || owned.is_some_and(|it| self.names.contains(it))
    }

    /// Every name stands for something.
    fn known(&self, program: &Program) -> Result<(), Fault> {
        const PARTS: [&str; 7] = [
            "status", "amount", "service", "reason", "rank", "outcome", "ground",
        ];
        let values = program.values.iter().map(|it| it.about.name.as_str());
        let sets = values.clone().filter_map(|it| Some(it.split_once('.')?.0));
        let owners = self.owners.iter().map(String::as_str);
        let all: BTreeSet<&str> = values.chain(sets).chain(owners).collect();
        for name in &self.names {
            let part = name.rsplit_once('_');
            let column = part
                .is_some_and(|(owner, part)| self.owners.contains(owner) && PARTS.contains(&part));
            if column || all.contains(name.as_str()) {
                continue;
            }
            let fault = Fault::new(format!("the policy computes no `{name}`"));
            return Err(match nearest(name, all.iter().copied()) {
                Some(near) => fault.with_help(format!("did you mean `{near}`?")),
                None => fault,
            });
        }
        Ok(())
    }
}

/// Whether a name, or the set that it is of, is among these.
fn of(names: &BTreeSet<String>, name: &str) -> bool {
    let set = name.split_once('.').map(|(set, _)| set);
    names.contains(name) || set.is_some_and(|it| names.contains(it))
}
