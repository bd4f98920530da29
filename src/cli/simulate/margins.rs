//! `simulate --margins`: rows near a threshold, and what a misreported field does to the figures.

use aturan::Checked;
use aturan::diagnostic::Diagnostics;
use aturan::number::Rational;
use aturan::simulate::{
    Margins, Misreported, NamedFigure, NearThreshold, amounts, figures, moved_figures, rows_that,
    scaled,
};
use aturan::source::SourceMap;

use super::super::bench::{Bench, Evaluation};
use super::super::progress::Progress;

/// A margin between 0 and 50 %, as an option says it: `5%` or `5`.
pub(in crate::cli) fn percent(text: &str) -> Result<Rational, String> {
    let number = text.trim().trim_end_matches('%').trim();
    let percent = Rational::parse_decimal(number);
    let bounds = Rational::zero()..=Rational::from_integer(50);
    percent
        .filter(|it| bounds.contains(it) && *it != Rational::zero())
        .ok_or_else(|| "a margin is a percentage above 0 and up to 50, for instance 5%".to_owned())
}

/// What a margin does to the policy as it is.
pub(super) fn margins(
    bench: &mut Bench<'_>,
    base: &Checked,
    as_reported: &Evaluation,
    percent: Rational,
    shown: (&SourceMap, &Progress),
) -> Result<Option<Margins>, Diagnostics> {
    let Some(margin) = percent.checked_div(Rational::from_integer(100)) else {
        return Ok(None);
    };
    let Some(thresholds) = near(bench, base, margin, shown.0)? else {
        return Ok(None);
    };
    let fields = misreported(bench, base, as_reported, margin, shown.1);
    Ok(fields.map(|fields| Margins {
        percent: percent.to_string(),
        thresholds,
        fields,
    }))
}

/// The figures with every answer to a field lower and higher, field by field.
fn misreported(
    bench: &mut Bench<'_>,
    base: &Checked,
    as_reported: &Evaluation,
    margin: Rational,
    progress: &Progress,
) -> Option<Vec<Misreported>> {
    let one = Rational::one();
    let factors = [one.checked_sub(margin)?, one.checked_add(margin)?];
    let reported = figures(&as_reported.summary);
    let program = base.program();
    let mut fields = Vec::new();
    for (id, field) in amounts(program, &bench.columns_read()) {
        progress.step(&field.about.label);
        let entity = program.entities.get(field.entity.index());
        let [lower, higher] = factors.map(|factor| -> Option<Vec<NamedFigure>> {
            let column = scaled(bench.column(id)?, field, factor)?;
            bench.figures_with(base, id, column)
        });
        let (Some(lower), Some(higher)) = (lower, higher) else {
            continue;
        };
        let moved = moved_figures(&lower, &reported, &higher);
        if moved.is_empty() {
            continue;
        }
        fields.push(Misreported {
            name: field.about.name.clone(),
            label: field.about.label.clone(),
            entity: entity.map_or_else(String::new, |it| it.about.name.clone()),
            figures: moved,
        });
    }
    Some(fields)
}

fn near(
    bench: &mut Bench<'_>,
    base: &Checked,
    margin: Rational,
    sources: &SourceMap,
) -> Result<Option<Vec<NearThreshold>>, Diagnostics> {
    let (program, thresholds) = base.program().with_thresholds(margin);
    let values = thresholds.iter().flat_map(|it| [it.below, it.above]);
    let Some(results) = bench.values(&program, values.collect())? else {
        return Ok(None);
    };
    let found = thresholds.into_iter().map(|it| {
        let entity = program.entities.get(it.entity.index());
        let words = sources.text(it.span).split_whitespace();
        NearThreshold {
            rule: it.rule,
            condition: words.collect::<Vec<_>>().join(" "),
            entity: entity.map_or_else(String::new, |it| it.about.name.clone()),
            label: entity.map_or_else(String::new, |it| it.about.label.clone()),
            below: rows_that(&results, it.below),
            above: rows_that(&results, it.above),
        }
    });
    Ok(Some(found.collect()))
}
