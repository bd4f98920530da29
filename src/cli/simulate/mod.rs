//! `aturan simulate`: the policy as it is against any number of scenarios, over the same data.

mod attribution;
mod contributions;
mod marginal;
pub(super) mod margins;
mod margins_text;
pub(super) mod text;

use std::ops::ControlFlow;
use std::path::Path;

use aturan::Checked;
use aturan::data::output::Personal;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::outcome::{self, LevelSummary, Summary};
use aturan::report::{Asked, Revised, Scenario, revised};
use aturan::simulate::{Attribution, Comparison, Marginal, Margins, Side, changed_rows, compare};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::bench::{Bench, Evaluation};
use super::evaluate::unusable;
use super::findings::{show, show_text, verdict};
use super::load::Unchecked;
use super::policy::shown;
use super::progress::Progress;
use super::report::{Stands, Subject};
use super::session::{self, Session};
use super::terminal::Terminal;
use super::what_if::WhatIf;
use super::{Fault, Format, SimulateArgs, TableFormat, Verdict, pool};
use crate::io::write::{self, TableForm};
use attribution::Parts;

/// What is printed, and written as `simulation.json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Simulation {
    pub(super) format_version: &'static str,
    pub(super) policy: String,
    pub(super) label: String,
    pub(super) date: String,
    pub(super) currency: String,
    pub(super) levels: Vec<LevelSummary>,
    pub(super) scenarios: Vec<Simulated>,
    /// Rows near thresholds and misreported fields; `None` where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) margins: Option<Margins>,
    /// What a little more of a field takes away in aid; `None` where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) marginal: Option<Marginal>,
    /// What the policy is called that all are compared with.
    #[serde(skip)]
    pub(super) before: String,
}

/// One variation against the policy as it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Simulated {
    /// `line_up_10`; several that apply together are joined by `+`; settings as written.
    pub(super) name: String,
    /// Its title.
    pub(super) label: String,
    /// What it changes, as written.
    pub(super) edits: Vec<String>,
    #[serde(flatten)]
    pub(super) comparison: Comparison,
    /// How much each of several edits contributes; `None` where it was not asked for, or there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attribution: Option<Attribution>,
    /// The parameters that it changes, for the report.
    #[serde(skip)]
    pub(super) revised: Vec<Revised>,
    /// The list of the rows that change, by level.
    pub(super) changed: Vec<Changed>,
}

/// The rows of a level that change.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Changed {
    entity: String,
    label: String,
    rows: usize,
    /// The list, within the folder of the results.
    file: Option<String>,
}

/// A variation by its name, checked.
struct Variant {
    name: String,
    label: String,
    edits: Vec<String>,
    checked: Checked,
    /// Its edits, and the policy under some of them.
    parts: Option<Parts>,
}

impl Variant {
    fn parts(&self) -> impl Iterator<Item = &Checked> + Clone {
        self.parts.iter().flat_map(|it| &it.checked)
    }
}

pub(super) fn run(args: &SimulateArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let session = match session::open(&args.policy, &args.data, args.on, terminal)? {
        ControlFlow::Continue(session) => session,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let Session {
        mut unchecked,
        base,
        mut spec,
        date,
    } = session;
    let more = args.marginal.as_deref();
    let more = more
        .map(|it| marginal::more(it, base.program()))
        .transpose()?;
    let variants = variants(args, &mut unchecked, date)?;
    let Unchecked {
        sources,
        findings,
        hash,
        ..
    } = unchecked;
    let Some(variants) = variants else {
        show(&findings, &sources, terminal);
        return Ok(Verdict::Findings);
    };
    show_text(&findings, &sources, terminal);
    let pool = pool(args.threads)?;
    let plan = || outcome::prepare(&base).plan_of_figures(date);
    spec.memory = args.memory.of(plan, 2, terminal);
    let bench = Bench::new(&spec, &base, date, &pool);
    Run {
        args,
        terminal,
        more,
        sources: &sources,
        base: &base,
        stands: Stands {
            program: &base,
            policy_hash: &hash,
            data: spec.label.as_deref(),
        },
    }
    .through(bench, &variants)
}

/// The variations that the options ask for, all scenarios of the policy where they ask for none.
/// `None` where one has an error, which is among the findings.
fn variants(
    args: &SimulateArgs,
    unchecked: &mut Unchecked,
    date: Date,
) -> Result<Option<Vec<Variant>>, Fault> {
    args.what_if.once()?;
    let mut wanted: Vec<WhatIf> = args
        .what_if
        .scenarios
        .iter()
        .map(|it| together(it))
        .collect();
    if !args.what_if.settings.is_empty() {
        wanted.push(WhatIf {
            scenarios: Vec::new(),
            settings: args.what_if.settings.clone(),
        });
    }
    if wanted.is_empty() && !args.asks_of_margins() {
        let all = unchecked.scenarios().map(|(name, _)| together(name));
        wanted = all.collect();
    }
    if wanted.is_empty() && !args.asks_of_margins() {
        return Err(
            Fault::new("nothing to compare: the policy has no scenarios").with_help(
                "declare a `scenario`, or say `--set 'poverty_line = poverty_line * 110%'`",
            ),
        );
    }
    let mut variants = Vec::new();
    for what_if in wanted {
        what_if.once()?;
        let labels: Vec<String> = what_if
            .scenarios
            .iter()
            .filter_map(|wanted| {
                let mut all = unchecked.scenarios();
                let found = all.find(|(name, _)| name == wanted)?;
                Some(found.1.to_owned())
            })
            .collect();
        let variation = unchecked.variation(&what_if)?;
        if let Some(checked) = session::varied(unchecked, &variation, date) {
            let joint = if what_if.settings.is_empty() {
                "+"
            } else {
                "; "
            };
            let name = what_if.names().join(joint);
            let parts = match args.attribute {
                true => attribution::parts(&name, unchecked, &variation, date)?,
                false => None,
            };
            variants.push(Variant {
                edits: attribution::edits(unchecked, &variation),
                name,
                label: labels.join(" + "),
                checked,
                parts,
            });
        }
    }
    Ok((!unchecked.findings.has_errors()).then_some(variants))
}

/// `up+strict`: scenarios that apply together.
fn together(names: &str) -> WhatIf {
    WhatIf {
        scenarios: names.split('+').map(|it| it.trim().to_owned()).collect(),
        settings: Vec::new(),
    }
}

/// A simulation under way.
struct Run<'a> {
    args: &'a SimulateArgs,
    terminal: &'a Terminal,
    /// The question about the margin.
    more: Option<marginal::More>,
    sources: &'a SourceMap,
    base: &'a Checked,
    stands: Stands<'a>,
}

impl Run<'_> {
    fn through(&self, mut bench: Bench<'_>, variants: &[Variant]) -> Result<Verdict, Fault> {
        let terminal = self.terminal;
        let parts = variants.iter().flat_map(Variant::parts);
        let steps = variants.len() + parts.clone().count() + 2;
        let progress = Progress::new(steps as u64, terminal);
        progress.step(terminal.say("reading", "membaca"));
        let all = variants.iter().map(|it| &it.checked);
        let all = all.chain(parts).chain([self.base]);
        if let Err(found) = bench.read_for(all) {
            drop(progress);
            return Ok(unusable(&found, self.sources, terminal));
        }
        progress.step(terminal.say("evaluating", "menghitung"));
        let before = match bench.evaluate(self.base) {
            Ok(before) => before,
            Err(found) => {
                drop(progress);
                return Ok(unusable(&found, self.sources, terminal));
            }
        };
        let mut scenarios = Vec::new();
        let mut faults = Diagnostics::new();
        before.faults.iter().for_each(|it| faults.push(it.clone()));
        for variant in variants {
            progress.step(&variant.name);
            let simulated = bench.evaluate(&variant.checked).and_then(|after| {
                after.faults.iter().for_each(|it| faults.push(it.clone()));
                let mut simulated = self.simulated(&bench, variant, &before, &after)?;
                if let Some(parts) = &variant.parts {
                    let found = parts.attribute(&mut bench, (&before, &after), &progress)?;
                    simulated.attribution = Some(found);
                }
                Ok(simulated)
            });
            match simulated {
                Ok(simulated) => scenarios.push(simulated),
                Err(found) => {
                    drop(progress);
                    return Ok(unusable(&found, self.sources, terminal));
                }
            }
        }
        let margins = match self.args.margins {
            Some(percent) => {
                let shown = (self.sources, &progress);
                margins::margins(&mut bench, self.base, &before, percent, shown)
            }
            None => Ok(None),
        };
        let marginal = self.marginal(&mut bench, &before);
        drop(progress);
        let (margins, marginal) = match margins.and_then(|margins| Ok((margins, marginal?))) {
            Ok(found) => found,
            Err(found) => return Ok(unusable(&found, self.sources, terminal)),
        };
        if self.more.is_some() && marginal.is_none() {
            return Err(Fault::new(
                "no rule of the policy uses the field of `--marginal`",
            ));
        }
        let written = self.report(&before, scenarios, (margins, marginal))?;
        show_text(&faults, self.sources, terminal);
        Ok(match written {
            Verdict::Clean => verdict(&faults, false),
            failed @ (Verdict::Findings | Verdict::Unusable) => failed,
        })
    }

    /// The answer to the question about the margin, where there is one.
    fn marginal(
        &self,
        bench: &mut Bench<'_>,
        before: &Evaluation,
    ) -> Result<Option<Marginal>, Diagnostics> {
        let personal = match self.args.show_personal {
            true => Personal::Shown,
            false => Personal::Masked,
        };
        let found = self
            .more
            .map(|more| marginal::found(bench, self.base, before, more, personal));
        found.unwrap_or(Ok(None))
    }

    fn simulated(
        &self,
        bench: &Bench<'_>,
        variant: &Variant,
        before: &Evaluation,
        after: &Evaluation,
    ) -> Result<Simulated, Diagnostics> {
        let Some(bound) = bench.bound() else {
            return Err(Diagnostics::new());
        };
        let (before, after) = (side(before), side(after));
        let pool = bench.pool();
        let comparison = pool.install(|| compare(before, after, &bound.dataset));
        let personal = if self.args.show_personal {
            Personal::Shown
        } else {
            Personal::Masked
        };
        let mut changed = Vec::new();
        for (entity, id) in self.base.declared() {
            let name = &entity.about.name;
            let batch = pool
                .install(|| changed_rows(before, after, &bound.dataset, id, personal))
                .map_err(|error| only(write::failed(&self.args.data, name, &error)))?;
            let Some(batch) = batch else { continue };
            let file = match &self.args.out {
                Some(out) => Some(self.list(out, variant, name, &batch).map_err(only)?),
                None => None,
            };
            changed.push(Changed {
                entity: name.clone(),
                label: entity.about.label.clone(),
                rows: batch.num_rows(),
                file,
            });
        }
        Ok(Simulated {
            name: variant.name.clone(),
            label: variant.label.clone(),
            edits: variant.edits.clone(),
            comparison,
            attribution: None,
            revised: revised(before.program, after.program, after.results.date),
            changed,
        })
    }

    /// Writes the list of a level; its name within the folder.
    fn list(
        &self,
        out: &Path,
        variant: &Variant,
        entity: &str,
        batch: &arrow_array::RecordBatch,
    ) -> Result<String, Diagnostic> {
        let form = match self.args.out_format {
            TableFormat::Parquet => TableForm::Parquet,
            TableFormat::Csv => TableForm::Csv,
            TableFormat::Xlsx => TableForm::Xlsx,
        };
        let is_scenario = !variant.label.is_empty();
        let name = if is_scenario { &variant.name } else { "set" };
        let written = write::table(out, &format!("{name}.{entity}"), batch, form)?;
        Ok(written.name)
    }

    /// The report for people, where one is asked for; the sentence that says where it is.
    fn page(&self, before: &Summary, of: &Simulation) -> Result<Option<String>, Diagnostic> {
        let all: Vec<Scenario<'_>> = of
            .scenarios
            .iter()
            .map(|it| Scenario {
                name: &it.name,
                label: &it.label,
                edits: &it.edits,
                comparison: &it.comparison,
                revised: &it.revised,
                attribution: it.attribution.as_ref(),
            })
            .collect();
        let asked = Asked {
            margins: of.margins.as_ref(),
            marginal: of.marginal.as_ref(),
        };
        let subject = Subject::Simulation(before, &all, asked);
        self.args.report.write(subject, self.stands, self.terminal)
    }

    fn report(
        &self,
        before: &Evaluation,
        scenarios: Vec<Simulated>,
        (margins, marginal): (Option<Margins>, Option<Marginal>),
    ) -> Result<Verdict, Fault> {
        let summary = &before.summary;
        let simulation = Simulation {
            format_version: "1.0",
            policy: summary.policy.clone(),
            label: summary.label.clone(),
            date: summary.date.clone(),
            currency: summary.currency.clone(),
            levels: summary.levels.clone(),
            scenarios,
            margins,
            marginal,
            before: self.terminal.say("as it is", "kini").to_owned(),
        };
        if let Some(out) = &self.args.out {
            let text = serde_json::to_string_pretty(&simulation)
                .map_err(|error| Fault::new(format!("cannot write the simulation: {error}")))?;
            if let Err(found) = write::text(out, "simulation.json", &(text + "\n")) {
                return Ok(unusable(&only(found), self.sources, self.terminal));
            }
        }
        let reported = match self.page(summary, &simulation) {
            Ok(reported) => reported.unwrap_or_default(),
            Err(found) => return Ok(unusable(&only(found), self.sources, self.terminal)),
        };
        match self.terminal.format {
            Format::Json => Terminal::print_json(&simulation),
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                let out = self.args.out.as_deref().map(shown);
                let text = text::text(&simulation, summary, out.as_deref(), self.terminal);
                Terminal::print(&(text + &reported));
            }
        }
        Ok(Verdict::Clean)
    }
}

fn side(of: &Evaluation) -> Side<'_> {
    Side {
        prepared: &of.prepared,
        program: &of.prepared.program,
        results: &of.results,
        summary: &of.summary,
    }
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
