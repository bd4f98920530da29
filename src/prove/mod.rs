//! Proofs across rules: what no family can ever meet, what every family meets, where aid falls.
//!
//! | file | holds |
//! |---|---|
//! | `claims` | what is asked of a policy |
//! | `encode` | conditions as formulas, of every family or of one of a few members |
//! | `formula`, `linear`, `solve` | formulas, exact linear arithmetic, the search |
//! | `witness` | a family that was found, evaluated and written as a test |
//! | `equal` | rules with the same condition |
//! | `cliff` | where a little more income costs more aid |
//!
//! Each claim asks for a family. One of up to three members is looked for first and evaluated row by
//! row, so that no family is claimed that is none. Where there is none, the same is asked of every
//! family there can be; only if that is ruled out is anything said to be impossible. What is neither
//! found nor ruled out is *not decided*.

mod claims;
mod cliff;
mod encode;
mod equal;
mod formula;
mod linear;
mod solve;
mod witness;

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::check::tree::{AidId, EntityId, Program};
use crate::diagnostic::catalogue::prove as codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Entry};
use crate::number::Date;
use crate::reference::{Evaluator, Row};
use crate::source::Span;
use crate::testing::fixture;

use claims::{Claim, Subject, Want, Wrong};
use encode::{Encoder, RowId, Shape};
use formula::NodeId;
use solve::{Answer, MOST_IN_ALL, search};
use witness::{Family, Shown};

pub use encode::Limit;

/// What was proved of a policy on a day.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// What is wrong, each with an example.
    pub findings: Diagnostics,
    /// How many claims hold.
    pub proved: usize,
    /// What is neither proved nor refuted.
    pub undecided: Vec<Undecided>,
}

/// A claim that is neither proved nor refuted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// Where.
    pub span: Span,
    /// The declaration.
    pub name: String,
    /// Why.
    pub limit: Limit,
}

/// Proves what can be proved of a policy on a day.
pub fn prove(program: &Program, date: Date) -> Proof {
    let program = &*program.on(date);
    let (claims, too_long) = claims::claims(program, date);
    let mut prover = Prover::new(program, date);
    // What rests on an aid that is not in force is not said to be wrong.
    let ids = (0..).map(AidId).take(program.aids.len());
    let out = ids.filter(|id| !claims::is_in_force(program, *id, date));
    prover.faulty.extend(out.map(Subject::Aid));
    for (span, name) in too_long {
        prover.undecided(span, name, Limit::Steps);
    }
    let mut settled = vec![false; claims.len()];
    prover.settle_by_tests(&claims, &mut settled);
    for (place, claim) in claims.iter().enumerate() {
        if settled.get(place) == Some(&true) {
            prover.proof.proved += 1;
            continue;
        }
        prover.claim(claim, &claims, &mut settled);
    }
    prover.same_conditions();
    prover.cliffs();
    prover.proof
}

/// Members of the families that are tried, fewest first; none last, for a family has a member.
const SIZES: [usize; 4] = [1, 2, 3, 0];
/// Tests of the policy whose families are looked at first.
const MOST_TESTS: usize = 400;
/// Conditions of a claim up to which other families are tried for it.
const MOST_WANTS: usize = 60;
/// Rows of a level in which a claim is looked for.
const MOST_SEEN: usize = 8;

struct Prover<'p> {
    program: &'p Program,
    date: Date,
    /// The encoder of families of a size around a level, and its row.
    few: BTreeMap<(EntityId, usize), (Encoder<'p>, RowId)>,
    /// A copy whose tests are those of examples.
    tested: Option<Program>,
    /// Declarations with a finding: what rests on them is not said again.
    faulty: Vec<Subject>,
    /// How much work is left for the searches.
    left: Cell<usize>,
    proof: Proof,
}

/// What a search for a family gave.
enum Outcome {
    Found(Family),
    /// Ruled out for every family.
    Never,
    Open(Limit),
}

impl<'p> Prover<'p> {
    fn new(program: &'p Program, date: Date) -> Self {
        Self {
            program,
            date,
            few: BTreeMap::new(),
            tested: None,
            faulty: Vec::new(),
            left: Cell::new(MOST_IN_ALL),
            proof: Proof::default(),
        }
    }

    fn undecided(&mut self, span: Span, name: String, limit: Limit) {
        self.proof.undecided.push(Undecided { span, name, limit });
    }

    /// Claims that families of the policy's own tests meet.
    fn settle_by_tests(&self, claims: &[Claim<'p>], settled: &mut [bool]) {
        for test in self.program.tests.iter().take(MOST_TESTS) {
            let family = Family {
                rows: test.rows.clone(),
                subjects: Vec::new(),
                pairs: Vec::new(),
            };
            self.settle(&family, claims, settled);
        }
    }

    /// Marks the claims that some row of a family meets.
    fn settle(&self, family: &Family, claims: &[Claim<'p>], settled: &mut [bool]) {
        let fixture = fixture::dataset(self.program, &family.rows);
        let mut evaluator = Evaluator::new(self.program, &fixture.dataset, self.date);
        for (claim, settled) in claims.iter().zip(settled) {
            if *settled || claim.wants.len() > MOST_WANTS {
                continue;
            }
            let table = fixture.dataset.tables.get(claim.entity.index());
            let rows = table.map_or(0, |it| it.rows).min(MOST_SEEN);
            *settled = (0..rows).any(|index| {
                let row = Row {
                    entity: claim.entity,
                    index,
                };
                witness::shows_at(&mut evaluator, row, &claim.wants)
            });
        }
    }

    fn claim(&mut self, claim: &Claim<'p>, claims: &[Claim<'p>], settled: &mut [bool]) {
        let mut rests = Vec::new();
        for expr in &claim.about {
            claims::rests_on(self.program, expr, &mut rests);
        }
        let echoes = rests.iter().any(|it| self.faulty.contains(it));
        let own = claim.wrong == Wrong::NeverGranted || claim.wrong == Wrong::ExclusionNeverApplies;
        if echoes || own && self.faulty.contains(&claim.subject) {
            return;
        }
        match self.find(claim.entity, &claim.wants) {
            Outcome::Found(family) => {
                self.proof.proved += 1;
                self.settle(&family, claims, settled);
            }
            Outcome::Never => {
                let example = self.find_some(claim.entity, &claim.shows).ok();
                self.report(claim, example);
            }
            Outcome::Open(limit) => self.undecided(claim.span, claim.title(), limit),
        }
    }

    /// A family whose row of a level shows all that is wanted, or that there is none.
    fn find(&mut self, entity: EntityId, wants: &[Want<'p>]) -> Outcome {
        let limit = match self.find_some(entity, wants) {
            Ok(family) => return Outcome::Found(family),
            Err(limit) => limit,
        };
        let (mut encoder, row) = Encoder::new(self.program, self.date, Shape::Any, entity);
        let goal = goal(&mut encoder, row, wants);
        encoder.spell_out();
        if encoder.limit == Some(Limit::Parameter) {
            return Outcome::Open(Limit::Parameter);
        }
        match search(&encoder.formulas, goal, &self.left) {
            Answer::Never => Outcome::Never,
            Answer::TooLarge => Outcome::Open(Limit::Steps),
            Answer::Found(_) => Outcome::Open(limit.or(encoder.limit).unwrap_or(Limit::Members)),
        }
    }

    /// A family of few members whose row shows all that is wanted; else what stood in the way.
    fn find_some(&mut self, entity: EntityId, wants: &[Want<'p>]) -> Result<Family, Option<Limit>> {
        let mut limit = None;
        for size in SIZES {
            let (program, date) = (self.program, self.date);
            let (encoder, row) = self
                .few
                .entry((entity, size))
                .or_insert_with(|| Encoder::new(program, date, Shape::Few(size), entity));
            encoder.limit = None;
            let goal = goal(encoder, *row, wants);
            match search(&encoder.formulas, goal, &self.left) {
                Answer::Never => limit = limit.or(encoder.limit),
                Answer::TooLarge => limit = limit.or(Some(Limit::Steps)),
                Answer::Found(model) => {
                    let family = witness::family(encoder, &model, &[*row]);
                    let found = family.filter(|it| witness::shows(program, date, it, wants));
                    match found {
                        Some(family) => return Ok(family),
                        None => limit = limit.or(encoder.limit).or(Some(Limit::Members)),
                    }
                }
            }
        }
        Err(limit)
    }

    fn report(&mut self, claim: &Claim<'p>, example: Option<Family>) {
        let entry: &'static Entry = match claim.wrong {
            Wrong::AlwaysTrue => &codes::ALWAYS_TRUE,
            Wrong::NeverTrue => &codes::NEVER_TRUE,
            Wrong::UnreachableClass => &codes::UNREACHABLE_CLASS,
            Wrong::UnreachableRow => &codes::UNREACHABLE_ROW,
            Wrong::ExclusionNeverApplies => &codes::EXCLUSION_NEVER_APPLIES,
            Wrong::NeverGranted => &codes::NEVER_GRANTED,
        };
        self.faulty.push(claim.subject);
        let mut finding = Diagnostic::at(entry, claim.span)
            .with("name", &claim.name)
            .with("part", &claim.part)
            .with("day", self.date);
        if let (Wrong::NeverGranted, Subject::Aid(id)) = (claim.wrong, claim.subject)
            && let Some(excluding) = self.needs_what_excludes(id, example.is_some())
        {
            finding = excluding;
        }
        let shown = vec![Shown {
            subject: 0,
            of: claim.subject,
            amount: false,
        }];
        let wants = claim.shows.clone();
        let title = format!("{}: {}", claim.name, finding.code.0.summary);
        let text = example.and_then(|family| {
            self.example(family, &title, &shown, &|program, date, it| {
                witness::shows(program, date, it, &wants)
            })
        });
        self.push(finding, text);
    }

    /// Adds a finding with its example, where one was found that a test confirms.
    fn push(&mut self, finding: Diagnostic, example: Option<String>) {
        let finding = match example {
            Some(text) => finding.with("example", text),
            // Where the words speak of the example, there are others.
            None if finding
                .code
                .0
                .texts
                .iter()
                .any(|it| it.0 == "help.no_example") =>
            {
                finding.help("help.no_example")
            }
            None => finding,
        };
        if !self.is_allowed(&finding) {
            self.proof.findings.push(finding);
        }
    }

    /// Whether the declaration says `allow CODE because "…"`.
    fn is_allowed(&self, finding: &Diagnostic) -> bool {
        let Some(at) = finding.labels.first().map(|it| it.span.start) else {
            return false;
        };
        self.program
            .allows
            .iter()
            .any(|(span, code)| code == finding.code.name() && span.start <= at && at < span.end)
    }

    /// An aid that could be granted, were it not for one that it excludes.
    fn needs_what_excludes(&self, id: AidId, is_apart: bool) -> Option<Diagnostic> {
        let aid = self.program.aids.get(id.index())?;
        let (other, _, span) = aid.not_together.first().filter(|_| is_apart)?;
        let other = self.program.aids.get(other.index())?;
        Some(
            Diagnostic::at(&codes::NEEDS_WHAT_EXCLUDES, aid.about.span)
                .with("name", &aid.about.name)
                .with("other", &other.about.name)
                .with("day", self.date)
                .label(*span, "label.excludes"),
        )
    }

    /// The smallest form of a family as the text of a test that passes.
    fn example(
        &mut self,
        family: Family,
        title: &str,
        shown: &[Shown],
        does: &dyn Fn(&Program, Date, &Family) -> bool,
    ) -> Option<String> {
        let (program, date) = (self.program, self.date);
        let copy = std::cell::RefCell::new(self.tested.take().unwrap_or_else(|| program.clone()));
        let confirmed = |family: &Family| {
            let found = witness::expectations(program, date, family, shown)
                .filter(|_| does(program, date, family))?;
            witness::passes(&mut copy.borrow_mut(), date, family, &found).then_some(found)
        };
        let small = witness::smallest(family, &|it| confirmed(it).is_some());
        let text =
            confirmed(&small).map(|found| witness::text(program, date, title, &small, &found));
        self.tested = Some(copy.into_inner());
        text
    }
}

/// All that is wanted of a row, as one formula.
fn goal<'p>(encoder: &mut Encoder<'p>, row: RowId, wants: &[Want<'p>]) -> NodeId {
    let parts: Vec<NodeId> = wants
        .iter()
        .map(|want| match want {
            Want::Truth(expr, truth) => encoder.truth(expr, row, *truth),
            Want::Status(id, status) => encoder.status(*id, row, *status),
            Want::Apart(id) => encoder.apart(*id, row),
        })
        .collect();
    encoder.formulas.and(parts)
}
