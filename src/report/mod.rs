//! The page of figures for people: one file of HTML that opens offline, prints, and fits a phone.
//!
//! Every figure stands in a `data` element with its plain value, so that a program reads from the page
//! what a person does. Small cells are hidden: see [`Edition::min_cell`].

mod agencies;
mod aids;
mod areas;
mod asked;
mod beside;
mod budgets;
mod cells;
mod classes;
mod comparison;
mod curve;
mod draw;
mod flow;
mod glance;
mod indicators;
mod lost;
mod numbers;
mod page;
mod poverty;
mod registers;
mod revised;
mod rounds;
mod rounds_glance;
mod scenario;
mod sources;
mod sweep;
mod table;
mod targets;
mod told;
mod verification;

pub use asked::{Asked, is_main};
pub use cells::{Cell, settle};
pub use revised::{Revised, revised};
pub use rounds::Rounds;
pub use scenario::Scenario;
pub use sweep::{Sweep, Swept};
pub use told::{Told, contributes_few, misreports_few};

use crate::check::tree::Program;
use crate::diagnostic::Language;
use crate::outcome::Summary;

use page::{Page, Section};
use sources::Sources;

/// How a report is set.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// Its language.
    pub language: Language,
    /// Counts below this, and what hangs on them, are hidden; 0 and 1 hide nothing.
    pub min_cell: u64,
    /// The currency of all money.
    pub currency: &'a str,
}

/// What the figures stand on.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The policy, for sources and notes.
    pub program: &'a Program,
    /// The hash of its text.
    pub policy_hash: &'a str,
    /// What the data set is called.
    pub data: Option<&'a str>,
    /// The version of the tool.
    pub version: &'a str,
}

/// The report of a run.
pub fn run(summary: &Summary, basis: Basis<'_>, edition: Edition<'_>) -> String {
    let sources = Sources::new(basis.program);
    let it = Reporter {
        edition,
        sources: &sources,
    };
    let mut sections: Vec<Option<Section>> = vec![Some(it.glance(summary))];
    sections.extend(summary.classes.iter().map(|class| it.class(summary, class)));
    sections.push(it.targets(summary));
    sections.push(it.aids(summary));
    sections.extend(
        summary
            .registers
            .iter()
            .map(|register| Some(it.register(register))),
    );
    sections.extend(summary.poverty.iter().map(|measured| it.poverty(measured)));
    sections.push(it.areas(summary));
    sections.push(it.indicators(summary));
    sections.push(it.verification(summary));
    sections.push(it.served(summary));
    sections.push(it.agencies(summary));
    sections.push(Some(it.basis(summary, basis)));
    Page {
        edition,
        title: &summary.label,
        date: &summary.date,
        what_if: &summary.what_if,
        data: basis.data,
        sections: sections.into_iter().flatten().collect(),
    }
    .html()
}

/// The report of a simulation: the policy as it is, then each variation against it.
pub fn simulation(
    baseline: &Summary,
    scenarios: &[Scenario<'_>],
    asked: Asked<'_>,
    basis: Basis<'_>,
    edition: Edition<'_>,
) -> String {
    let sources = Sources::new(basis.program);
    let it = Reporter {
        edition,
        sources: &sources,
    };
    let mut sections = vec![Some(it.compared_glance(baseline, scenarios))];
    sections.push(it.beside(scenarios));
    sections.extend(scenarios.iter().map(|scenario| Some(it.alone(scenario))));
    sections.push(asked.marginal.map(|found| it.marginal(found)));
    sections.push(asked.margins.map(|found| it.margins(found)));
    sections.push(Some(it.basis(baseline, basis)));
    let tried: Vec<String> = scenarios.iter().map(|one| one.tried(&edition)).collect();
    Page {
        edition,
        title: &baseline.label,
        date: &baseline.date,
        what_if: &tried,
        data: basis.data,
        sections: sections.into_iter().flatten().collect(),
    }
    .html()
}

/// The report of a sweep: each figure that moves, as a curve and in a table.
pub fn sweep(swept: &Sweep<'_>, basis: Basis<'_>, edition: Edition<'_>) -> String {
    let sources = Sources::new(basis.program);
    let it = Reporter {
        edition,
        sources: &sources,
    };
    let sections = vec![
        it.ends(swept),
        it.curves(swept),
        it.values(swept),
        Some(it.basis(swept.first, basis)),
    ];
    Page {
        edition,
        title: &swept.first.label,
        date: &swept.first.date,
        what_if: swept.what_if,
        data: basis.data,
        sections: sections.into_iter().flatten().collect(),
    }
    .html()
}

/// The report of two rounds of data: registers and classes, who came, who left, and what made it.
pub fn rounds(compared: &Rounds<'_>, basis: Basis<'_>, edition: Edition<'_>) -> String {
    let sources = Sources::new(basis.program);
    let it = Reporter {
        edition,
        sources: &sources,
    };
    let found = compared.compared;
    let mut sections = vec![Some(it.rounds_glance(compared))];
    sections.extend(
        found
            .registers
            .iter()
            .map(|one| Some(it.register_rounds(one))),
    );
    sections.extend(found.classes.iter().map(|one| Some(it.class_rounds(one))));
    sections.push(it.rules(&found.rules));
    sections.push(Some(it.rounds_basis(compared, basis)));
    Page {
        edition,
        title: compared.label,
        date: &compared.dates(&it),
        what_if: compared.what_if,
        data: compared.data().as_deref(),
        sections: sections.into_iter().flatten().collect(),
    }
    .html()
}

/// What every part of a report has at hand.
struct Reporter<'a> {
    edition: Edition<'a>,
    sources: &'a Sources<'a>,
}
