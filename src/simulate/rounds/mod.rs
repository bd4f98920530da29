//! Two rounds of data compared: who enters, leaves, returns or moves, what caused it and what made it.
//!
//! Rows are matched by key. A row that stands elsewhere is told apart by evaluating the earlier data
//! under the later rules and the later data under the earlier rules; then every field and every rule
//! that is different is put back alone, and the rows that stand elsewhere without it are its.

mod area;
mod cause;
mod class;
mod input;
mod list;
mod pairs;
mod publish;
mod put_back;
mod register;
mod report;
mod subject;

pub use cause::Cause;
pub use report::{
    AreaClasses, AreaStock, CauseCount, ClassRounds, ClassStock, Compared, Count, Entries, Exits,
    Ground, Homes, LevelRounds, MadeBy, RegisterRounds, RuleChange, Stock,
};

use std::collections::BTreeSet;

use rayon::ThreadPool;

use crate::check::tree::{About, ValueKind};
use crate::check::tree::{EntityId, FieldId, Program, RegisterId, Step, Type, Value, ValueId};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::eval;
use crate::number::Date;
use crate::outcome::{self, Levels, title_field};
use crate::plan::{Outputs, Plan, plan};
use input::{Differs, Input, What};
use pairs::Pairs;
use subject::{Of, Subject};

/// A policy on the days of two rounds, or of three.
#[derive(Debug)]
pub struct Rounds {
    /// The policy with the conditions of entry as values, without a day.
    program: Program,
    from: Date,
    to: Date,
    /// The policy on the day of the round before the earlier one.
    before: Option<(Program, Date)>,
    /// The policy on the day of each round.
    old: Program,
    new: Program,
    /// The values of the conditions of entry, by register.
    enter: Vec<Vec<ValueId>>,
    outputs: Outputs,
    rules: Vec<Differs>,
}

/// The data of the rounds, bound to the policy at their days.
#[derive(Debug)]
pub struct RoundData {
    /// A round before the earlier one, to see who returns.
    pub before: Option<Dataset>,
    /// The earlier round.
    pub from: Dataset,
    /// The later round.
    pub to: Dataset,
}

/// Two rounds evaluated and compared.
#[derive(Debug)]
pub struct Settled<'a> {
    rounds: &'a Rounds,
    from: Dataset,
    to: Dataset,
    old: Results,
    new: Results,
    pairs: Pairs,
    subjects: Vec<Subject>,
    inputs: Vec<Input>,
    /// Rows of the later round that were on a register before, by register: the ground of leaving,
    /// from 1, 0 for none; `None` for those that were not.
    earlier: Vec<Vec<Option<u16>>>,
}

impl Rounds {
    /// The policy on the days of the rounds; `None` where it has neither a register nor a classification.
    pub fn new(program: &Program, from: Date, to: Date, before: Option<Date>) -> Option<Self> {
        let subjects = subject::all(program);
        if subjects.is_empty() {
            return None;
        }
        let (program, enter) = with_entry(program);
        let (old, new) = (program.on(from).into_owned(), program.on(to).into_owned());
        let before = before.map(|day| (program.on(day).into_owned(), day));
        let classes: BTreeSet<ValueId> = subjects
            .iter()
            .filter_map(|(of, _)| match of {
                Of::Class(id) => Some(*id),
                Of::Register(_) => None,
            })
            .collect();
        let registers: BTreeSet<RegisterId> = (0..)
            .map(RegisterId)
            .take(program.registers.len())
            .collect();
        let mut rules = input::rules(&program, (&old, from), (&new, to));
        let behind = new.behind(classes.iter().copied(), registers.iter().copied());
        for it in &mut rules {
            it.change.reached = match &it.what {
                What::Parameters(ids) => ids.iter().any(|id| behind.parameters.contains(id)),
                What::Versions(values, _, registers)
                    if !values.is_empty() || !registers.is_empty() =>
                {
                    true
                }
                What::Versions(..) => behind.aids,
                What::Field(_) | What::Date => false,
            };
        }
        let values = classes
            .into_iter()
            .chain(enter.iter().flatten().copied())
            .collect();
        let outputs = Outputs::Some {
            values,
            aids: BTreeSet::new(),
            registers,
        };
        Some(Self {
            program,
            from,
            to,
            before,
            old,
            new,
            enter,
            outputs,
            rules,
        })
    }

    /// The columns to read.
    pub fn fields(&self) -> BTreeSet<FieldId> {
        let mut fields = BTreeSet::new();
        let before = self.before.as_ref().map(|(program, day)| (program, *day));
        let both = [(&self.old, self.from), (&self.new, self.to)];
        for (program, day) in before.into_iter().chain(both) {
            fields.extend(self.plan(program, day).needed_fields());
            fields.extend(outcome::fields_to_settle(program, day));
        }
        let tops = self.program.entities.iter().zip((0..).map(EntityId));
        let tops = tops.filter(|(it, _)| it.parent.is_none());
        fields.extend(tops.filter_map(|(_, id)| title_field(&self.program, id)));
        fields
    }

    /// The policy to which the rows are bound.
    pub fn program(&self) -> &Program {
        &self.program
    }

    fn plan(&self, program: &Program, day: Date) -> Plan {
        plan(program, day, &self.outputs)
    }

    fn run(&self, program: &Program, day: Date, data: &Dataset, pool: &ThreadPool) -> Results {
        let settle = |program: &Program, outputs: &Outputs| {
            eval::run(&plan(program, day, outputs), data, pool)
        };
        let settled = outcome::settled(program, data, day, &settle);
        let program = settled.as_ref().unwrap_or(program);
        eval::run(&self.plan(program, day), data, pool)
    }

    /// Evaluates and compares the rounds.
    pub fn settle(&self, data: RoundData, pool: &ThreadPool) -> Settled<'_> {
        let RoundData {
            before,
            from,
            mut to,
        } = data;
        let old = self.run(&self.old, self.from, &from, pool);
        let new = self.run(&self.new, self.to, &to, pool);
        let pairs = Pairs::new(&self.program, &from, &to);
        let mut subjects: Vec<Subject> = subject::all(&self.program)
            .into_iter()
            .map(|of| Subject::new(of, &self.program, &old, &new, &pairs))
            .collect();
        let changed = subjects.iter().any(|it| !it.changed.is_empty());
        if changed && self.rules.iter().any(|it| it.change.reached) {
            let ruled = self.program.ruled(self.to, self.from);
            let ruled = self.run(&ruled, self.from, &from, pool);
            let kept = self.program.ruled(self.from, self.to);
            let kept = self.run(&kept, self.to, &to, pool);
            for it in &mut subjects {
                cause::tell(it, &self.program, &ruled, &kept);
            }
        }
        let mut inputs = Vec::new();
        if changed {
            inputs = put_back::inputs(self, &from, &to, &pairs);
            for (place, input) in inputs.iter().enumerate() {
                let without = put_back::run(self, input, (&from, &mut to), &pairs, pool);
                for it in &mut subjects {
                    it.without(place, &self.program, &without);
                }
            }
        }
        let earlier = register::earlier(self, &old, before.as_ref(), (&pairs, &to), pool);
        Settled {
            rounds: self,
            from,
            to,
            old,
            new,
            pairs,
            subjects,
            inputs,
            earlier,
        }
    }
}

impl Settled<'_> {
    /// The figures; cells of fewer rows than `smallest` are hidden, and others from which they could be
    /// told.
    pub fn compared(&self, smallest: u64) -> Compared {
        let program = &self.rounds.program;
        let levels = (
            Levels::new(program, &self.from),
            Levels::new(program, &self.to),
        );
        let mut found = Compared {
            levels: self.levels(&levels),
            rules: self
                .rounds
                .rules
                .iter()
                .map(|it| it.change.clone())
                .collect(),
            registers: Vec::new(),
            classes: Vec::new(),
        };
        for subject in &self.subjects {
            match subject.of {
                Of::Register(id) => {
                    found
                        .registers
                        .extend(register::report(self, subject, id, &levels));
                }
                Of::Class(id) => found
                    .classes
                    .extend(class::report(self, subject, id, &levels)),
            }
        }
        publish::hide(&mut found, smallest);
        found
    }

    /// The program, the data and the results of both rounds.
    pub fn sides(&self) -> [(&Program, &Dataset, &Results); 2] {
        [
            (&self.rounds.old, &self.from, &self.old),
            (&self.rounds.new, &self.to, &self.new),
        ]
    }

    fn levels(&self, (old, new): &(Levels<'_>, Levels<'_>)) -> Vec<LevelRounds> {
        let all = self.rounds.program.entities.iter().zip((0..).map(EntityId));
        all.map(|(entity, id)| {
            let rows = self.pairs.rows(id);
            let (mut vanished, mut fresh) = (0, 0);
            for (before, after) in rows {
                vanished += u64::from(after.is_none());
                fresh += u64::from(before.is_none());
            }
            LevelRounds {
                entity: entity.about.name.clone(),
                label: entity.about.label.clone(),
                before: Some(old.rows(id) as u64),
                vanished: Some(vanished),
                new: Some(fresh),
                after: Some(new.rows(id) as u64),
                moved: Some(self.pairs.moved(id, old, new)),
            }
        })
        .collect()
    }

    /// Changes by what made them, most first; then those that nothing makes alone.
    fn made_by(
        &self,
        subject: &Subject,
        levels: &(Levels<'_>, Levels<'_>),
        is_exit: Option<&dyn Fn(usize) -> bool>,
    ) -> Vec<MadeBy> {
        // One more for changed members, one more for several together.
        let mut counts = vec![(0u64, 0u64); self.inputs.len() + 2];
        for it in &subject.changed {
            let exit = is_exit.is_some_and(|is_exit| is_exit(it.new));
            let alone = [self.inputs.len() + usize::from(!self.other_members(subject, it, levels))];
            let by = if it.by.is_empty() { &alone[..] } else { &it.by };
            for place in by {
                if let Some(count) = counts.get_mut(*place) {
                    count.0 += u64::from(!exit);
                    count.1 += u64::from(exit);
                }
            }
        }
        let last = [("members", ""), ("together", "")];
        let named = self
            .inputs
            .iter()
            .map(|it| (it.kind, it.name.as_str(), it.label.as_str()))
            .chain(last.map(|(kind, label)| (kind, kind, label)));
        let mut found: Vec<(usize, MadeBy)> = named
            .zip(&counts)
            .enumerate()
            .filter(|(_, (_, count))| count.0 + count.1 > 0)
            .map(|(place, ((kind, name, label), (entries, exits)))| {
                let made = MadeBy {
                    kind,
                    name: name.to_owned(),
                    label: label.to_owned(),
                    entries: Some(*entries),
                    exits: is_exit.map(|_| *exits),
                };
                (place, made)
            })
            .collect();
        let alone = self.inputs.len();
        found.sort_by_key(|(place, it)| {
            let rows = it.entries.unwrap_or(0) + it.exits.unwrap_or(0);
            let rest = (*place).max(alone) - alone;
            (
                usize::from(*place >= alone) + rest,
                std::cmp::Reverse(rows),
                *place,
            )
        });
        found.into_iter().map(|(_, it)| it).collect()
    }

    /// Whether the family of a row has other members than before.
    fn other_members(
        &self,
        subject: &Subject,
        it: &subject::Changed,
        (old, new): &(Levels<'_>, Levels<'_>),
    ) -> bool {
        let home = home(subject.entity, new).unwrap_or(subject.entity);
        let before = old.ancestor_row(subject.entity, it.old, home);
        let after = new.ancestor_row(subject.entity, it.new, home);
        let (Some(before), Some(after)) = (before, after) else {
            return false;
        };
        if self.pairs.old_of(home, after) != Some(before) {
            return true;
        }
        let below = new.all().filter(|level| new.parent(*level) == Some(home));
        let mut below = below;
        below.any(|level| {
            let (was, is) = (
                old.under(home, level)(before),
                new.under(home, level)(after),
            );
            was.len() != is.len()
                || is.into_iter().any(|row| {
                    let same = self.pairs.old_of(level, row);
                    same.is_none_or(|row| !was.contains(&row))
                })
        })
    }
}

/// Changes by their cause; `is_exit` tells the ways out of a register.
fn causes(subject: &Subject, is_exit: Option<&dyn Fn(usize) -> bool>) -> Vec<CauseCount> {
    Cause::ALL
        .into_iter()
        .map(|cause| {
            let rows = subject.changed.iter().filter(|it| it.cause == cause);
            let (mut entries, mut exits) = (0, 0);
            for it in rows {
                let exit = is_exit.is_some_and(|is_exit| is_exit(it.new));
                exits += u64::from(exit);
                entries += u64::from(!exit);
            }
            CauseCount {
                cause: cause.word(),
                entries: Some(entries),
                exits: is_exit.map(|_| exits),
            }
        })
        .collect()
}

/// The level right above a row that is not the top: the family of a person.
fn home(entity: EntityId, levels: &Levels<'_>) -> Option<EntityId> {
    let parent = levels.parent(entity)?;
    levels.parent(parent).map(|_| parent)
}

/// The policy with the conditions of entry as values, and these by register.
fn with_entry(program: &Program) -> (Program, Vec<Vec<ValueId>>) {
    let mut program = Program {
        tests: Vec::new(),
        ..program.clone()
    };
    let mut all = Vec::new();
    for register in program.registers.clone() {
        let mut ids = Vec::new();
        for ground in &register.enter {
            let id = ValueId(u32::try_from(program.values.len()).unwrap_or(u32::MAX));
            program.values.push(Value {
                about: About {
                    name: format!("{}#{}", register.about.name, ground.code),
                    ..About::default()
                },
                entity: register.entity,
                ty: Type::Boolean,
                kind: ValueKind::Define(ground.condition.clone()),
                exact: false,
            });
            program.order.push(Step::Value(id));
            ids.push(id);
        }
        all.push(ids);
    }
    (program, all)
}
