//! `aturan explain --test "…"`: why a row of a test's own data has its outcome.

use aturan::check::tree::{Program, Test};
use aturan::data::output::key_text;
use aturan::reference::{self, Row};
use aturan::testing;

use super::super::findings::show;
use super::super::load::load_varied;
use super::super::terminal::Terminal;
use super::super::{ExplainArgs, Fault, Verdict, today};
use super::{Page, find};

pub(super) fn run(args: &ExplainArgs, title: &str, terminal: &Terminal) -> Result<Verdict, Fault> {
    let policy = load_varied(&args.policy, &args.what_if)?;
    let Some(checked) = policy.checked else {
        show(&policy.findings, &policy.sources, terminal);
        return Ok(Verdict::Findings);
    };
    let program: &Program = &checked;
    let test = titled(program, title)?;
    let day = args
        .on
        .or_else(today)
        .ok_or_else(|| Fault::new("the clock gives no date").with_help("name one with `--on`"))?;
    let staged = testing::stage(program, test, day, &reference::evaluate);
    let subject = args.rule.as_deref().map(|rule| find(program, rule));
    let page = Page {
        program: &staged.program,
        dataset: &staged.dataset,
        sources: &policy.sources,
        terminal,
        args,
        date: staged.date,
        names: staged.names,
    };
    page.answer(&staged.results, subject.transpose()?)?;
    Ok(Verdict::Clean)
}

/// The test with a title, or the one whose title holds the words.
fn titled<'p>(program: &'p Program, title: &str) -> Result<&'p Test, Fault> {
    let all = &program.tests;
    if let Some(test) = all.iter().find(|it| it.title == title) {
        return Ok(test);
    }
    let found: Vec<&Test> = all.iter().filter(|it| it.title.contains(title)).collect();
    match found.as_slice() {
        [test] => Ok(test),
        [] => Err(Fault::new(format!("the policy has no test `{title}`"))
            .with_help("give its title, or words that stand in no other title")),
        several => {
            let titles: Vec<&str> = several.iter().map(|it| it.title.as_str()).collect();
            let fault = Fault::new(format!("several tests have `{title}` in their title"));
            Err(fault.with_help(titles.join("; ")))
        }
    }
}

/// What the rows of the test are called.
pub(super) fn rows(page: &Page<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for (_, entity) in page.program.declared() {
        let rows = page.dataset.table(entity).map_or(0, |table| table.rows);
        for index in 0..rows {
            let name = page.names.get(&Row { entity, index }).cloned();
            let key = || key_text(page.program, page.dataset, entity, index);
            all.push(name.unwrap_or_else(key));
        }
    }
    all
}
