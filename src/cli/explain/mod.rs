//! `aturan explain`: why one row got its outcome, as text and as JSON.

mod figures;
pub(super) mod json;
mod test;
mod text;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use aturan::check::tree::{EntityId, Program};
use aturan::data::output::{Personal, key_text};
use aturan::data::reject::mask;
use aturan::data::results::Results;
use aturan::data::table::Dataset;
use aturan::diagnostic::suggest::nearest;
use aturan::eval;
use aturan::explain::{self, Explanation, Subject};
use aturan::number::Date;
use aturan::outcome;
use aturan::plan::{Outputs, plan};
use aturan::reference::{Evaluator, Row};
use aturan::source::SourceMap;

use super::evaluate::{read_and_bind, ready_varied, unusable};
use super::terminal::Terminal;
use super::verified;
use super::{ExplainArgs, Fault, Format, Verdict, pool};

/// What is printed with.
struct Page<'a> {
    program: &'a Program,
    dataset: &'a Dataset,
    sources: &'a SourceMap,
    terminal: &'a Terminal,
    args: &'a ExplainArgs,
    date: Date,
    /// The rows that have a name of their own.
    names: BTreeMap<Row, String>,
}

/// A row and why it has its outcome.
struct Explained {
    row: Row,
    explanation: Explanation,
}

pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    match (&args.test, &args.data) {
        (Some(title), _) => test::run(args, title, terminal),
        (None, Some(data)) => over_data(args, data, terminal),
        (None, None) => Err(Fault::new("neither data nor a test is given")
            .with_help("give the folder of the data with `--data`, or a test with `--test`")),
    }
}

fn over_data(args: &ExplainArgs, data: &Path, terminal: &Terminal) -> Result<Verdict, Fault> {
    let ready = match ready_varied(&args.policy, &args.what_if, data, args.on, terminal)? {
        ControlFlow::Continue(ready) => ready,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let given = match verified::read(args.verified.as_deref(), &ready.checked) {
        Ok(given) => given,
        Err(found) => return Ok(unusable(&found, &ready.sources, terminal)),
    };
    let program: &Program = given.program.as_ref().unwrap_or(&ready.checked);
    let pool = pool(None)?;
    let plan = plan(program, ready.date, &Outputs::All);
    let mut needed = plan.needed_fields();
    // A trace may show any field that a rule names, also where a plan has folded it away.
    needed.extend(aturan::check::fields(program, ready.date));
    let (spec, verified) = (&ready.spec, &given.verified);
    // A rule that is not there is told before the data are read.
    let subject = args.rule.as_deref().map(|rule| find(program, rule));
    let subject = subject.transpose()?;
    let read = pool.install(|| read_and_bind(spec, program, &needed, ready.date, verified));
    let bound = match read {
        Ok((bound, _)) => bound,
        Err(found) => return Ok(unusable(&found, &ready.sources, terminal)),
    };
    let settle = |program: &Program, outputs: &Outputs| {
        eval::run(
            &self::plan(program, ready.date, outputs),
            &bound.dataset,
            &pool,
        )
    };
    let settled = outcome::settled(program, &bound.dataset, ready.date, &settle);
    let (program, plan) = match &settled {
        Some(it) => (it, self::plan(it, ready.date, &Outputs::All)),
        None => (program, plan),
    };
    let results = eval::run(&plan, &bound.dataset, &pool);
    let page = Page {
        program,
        dataset: &bound.dataset,
        sources: &ready.sources,
        terminal,
        args,
        date: ready.date,
        names: BTreeMap::new(),
    };
    let row = page.answer(&results, subject)?;
    if terminal.format == Format::Text {
        let personal = match args.show_personal {
            true => Personal::Shown,
            false => Personal::Masked,
        };
        let taken = given.about(program, &bound, row, personal);
        Terminal::print(&verified::sentences(&taken, terminal));
    }
    Ok(Verdict::Clean)
}

/// The rule with a name.
fn find(program: &Program, name: &str) -> Result<(Subject, EntityId), Fault> {
    explain::find(program, name).ok_or_else(|| {
        if let Some(given) = given(program, name) {
            return Fault::new(format!("`{name}` is {given}: no rule decides it for a row"))
                .with_help(
                    "give an aid, a register or a value that uses it; its explanation shows it",
                );
        }
        let fault = Fault::new(format!("the policy has no aid, register or value `{name}`"));
        let near = nearest(name, explain::names(program));
        if let Some(near) = near {
            return fault.with_help(format!("did you mean `{near}`?"));
        }
        let aids: Vec<&str> = program.aids.iter().map(|it| &*it.about.name).collect();
        let values: Vec<&str> = explain::names(program).skip(aids.len()).collect();
        let lists = [("aids", aids), ("registers and values", values)];
        let lists: Vec<String> = lists
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(kind, names)| format!("its {kind} are: {}", names.join(", ")))
            .collect();
        fault.with_help(lists.join("\n"))
    })
}

/// What a name is that an explanation shows, though nothing is decided under it.
fn given(program: &Program, name: &str) -> Option<String> {
    let field = program.fields.iter().find(|it| it.about.name == name);
    let field = field.and_then(|it| program.entities.get(it.entity.index()));
    if let Some(entity) = field {
        return Some(format!("a field of `{}`", entity.about.name));
    }
    if program.parameters.iter().any(|it| it.about.name == name) {
        return Some("a parameter".to_owned());
    }
    let is_set = program.criteria.iter().any(|it| it.about.name == name);
    is_set.then(|| "a criteria set".to_owned())
}

/// The row with the name or the key.
fn locate(page: &Page<'_>) -> Result<Row, Fault> {
    let (args, program, dataset) = (page.args, page.program, page.dataset);
    if let Some((row, _)) = page.names.iter().find(|(_, name)| **name == args.key) {
        return Ok(*row);
    }
    let entities = program.declared();
    let mut found = Vec::new();
    let mut known = false;
    for (entity, id) in entities {
        let name = &entity.about.name;
        if args.entity.as_ref().is_some_and(|wanted| wanted != name) {
            continue;
        }
        known = true;
        let rows = dataset.table(id).map_or(0, |table| table.rows);
        let row = (0..rows).find(|row| key_text(program, dataset, id, *row) == args.key);
        found.extend(row.map(|index| (name, Row { entity: id, index })));
    }
    let names: Vec<&str> = program.declared().map(|(it, _)| &*it.about.name).collect();
    match found.as_slice() {
        [(_, row)] => Ok(*row),
        [] if !known => Err(Fault::new("the policy has no such level")
            .with_help(format!("its levels are: {}", names.join(", ")))),
        [] if args.test.is_some() => {
            Err(Fault::new(format!("no row of the test is called `{}`", args.key))
                .with_help(format!("its rows are: {}", test::rows(page).join(", "))))
        }
        [] => Err(
            Fault::new(format!("no row has the key `{}`", args.key)).with_help(
                "keys are those of the data; a row that was rejected has no outcome: look for it in `rejected.csv` of a run",
            ),
        ),
        several => {
            let levels: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(Fault::new(format!(
                "several levels have the key `{}`: {}",
                args.key,
                levels.join(", ")
            ))
            .with_help("say which with `--entity`"))
        }
    }
}

impl Page<'_> {
    /// Prints why the row that is asked about has its outcomes.
    fn answer(
        &self,
        results: &Results,
        subject: Option<(Subject, EntityId)>,
    ) -> Result<Row, Fault> {
        let row = locate(self)?;
        let evaluator = Evaluator::new(self.program, self.dataset, self.date);
        let evaluator = evaluator.with_results(results).naming(self.names.clone());
        let mut evaluator = match self.args.show_personal {
            true => evaluator.showing_personal(),
            false => evaluator,
        };
        if self.terminal.format == Format::Text {
            Terminal::print(&self.args.what_if.sentence(self.terminal));
        }
        let Some((subject, entity)) = subject else {
            self.overview(&explain::overview(&mut evaluator, row));
            return Ok(row);
        };
        let rows = explain::related(&evaluator, row, entity);
        if rows.is_empty() {
            return Err(self.unrelated(row, entity));
        }
        let all: Vec<Explained> = rows
            .into_iter()
            .filter_map(|row| {
                let explanation = explain::explain(&mut evaluator, subject, row)?;
                Some(Explained { row, explanation })
            })
            .collect();
        self.explained(&all);
        Ok(row)
    }

    fn explained(&self, all: &[Explained]) {
        match self.terminal.format {
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                for it in all {
                    Terminal::print(&self.text(it));
                }
            }
            Format::Json => Terminal::print_json(&self.json(all)),
        }
    }

    fn unrelated(&self, row: Row, entity: EntityId) -> Fault {
        Fault::new(format!(
            "{} has no row of `{}`",
            self.row_name(row),
            self.entity_name(entity)
        ))
        .with_help("the rule is about rows of that level; give a key of it")
    }

    fn entity_name(&self, entity: EntityId) -> &str {
        let found = self.program.entities.get(entity.index());
        found.map_or("", |it| it.about.name.as_str())
    }

    /// The title of the level and the key, masked where it is personal.
    fn row_name(&self, row: Row) -> String {
        let entity = self.program.entities.get(row.entity.index());
        let label = entity.map_or("", |it| it.about.label.as_str());
        format!("{label} {}", self.key(row))
    }

    fn key(&self, row: Row) -> String {
        if let Some(name) = self.names.get(&row) {
            return name.clone();
        }
        let key = key_text(self.program, self.dataset, row.entity, row.index);
        let entity = self.program.entities.get(row.entity.index());
        let field = entity.and_then(|it| self.program.fields.get(it.key.index()));
        match field.is_some_and(|it| it.personal) && !self.args.show_personal {
            true => mask(&key),
            false => key,
        }
    }
}
