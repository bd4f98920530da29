//! Costs that would tell of few rows: an amount over its rate is a count.

use super::numbers::float;
use crate::check::tree::{Indicator, Program, TermExpr, TermFigure};
use crate::simulate::{Attribution, Comparison, Contributions, CountChange, MovedFigure};

/// What would tell of few rows in a comparison of costs.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The figures.
    pub comparison: &'a Comparison,
    /// Counts below this are hidden.
    pub min_cell: u64,
}

impl Told<'_> {
    fn is_few(&self, count: u128) -> bool {
        count > 0 && count < u128::from(self.min_cell)
    }

    /// Whether few rows get an aid on either side, or few more or fewer do.
    pub fn is_by(&self, granted: CountChange) -> bool {
        [
            granted.before.into(),
            granted.after.into(),
            granted.change.unsigned_abs(),
        ]
        .into_iter()
        .any(|count| self.is_few(count))
    }

    /// Whether what some aids cost together does: those whose own cost is hidden move, all together, fewer
    /// rows than the least that is shown.
    pub fn is_by_sum(&self, of: impl Fn(&str, &str) -> bool) -> bool {
        let aids = self.comparison.aids.iter();
        let aids = aids.filter(|aid| aid.cost.is_some());
        let aids = aids.filter(|aid| of(&aid.name, aid.period.as_deref().unwrap_or_default()));
        let hidden = aids.filter(|aid| self.is_by(aid.granted));
        let moved = hidden.map(|aid| aid.granted.change.unsigned_abs()).sum();
        self.is_few(moved)
    }

    /// Whether the cost of a period does.
    pub fn is_by_period(&self, period: &str) -> bool {
        self.is_by_sum(|_, of| of == period)
    }

    /// Whether an indicator made of costs does.
    pub fn is_by_indicator(&self, program: &Program, name: &str) -> bool {
        let found = program.indicators.iter().find(|it| it.about.name == name);
        let aids = found.map_or_else(Vec::new, |it| costs(program, it));
        self.is_by_sum(|aid, _| aids.contains(&aid))
    }
}

/// The aids whose cost stands in a figure, in its terms and in the indicators that it names.
fn costs<'p>(program: &'p Program, it: &'p Indicator) -> Vec<&'p str> {
    let mut found = Vec::new();
    let mut open = vec![(it, &it.value)];
    while let Some((within, next)) = open.pop() {
        match next {
            TermExpr::Cost(id) => found.push(*id),
            TermExpr::Term(at) => match within.terms.get(*at).map(|term| &term.figure) {
                Some(TermFigure::Cost(id)) => found.push(*id),
                Some(TermFigure::Aggregate(_) | TermFigure::Measure(_)) | None => {}
            },
            TermExpr::Indicator(id) => {
                let named = program.indicators.get(id.index());
                open.extend(named.map(|it| (it, &it.value)));
            }
            TermExpr::Binary(_, left, right) => {
                open.extend([(within, &**left), (within, &**right)]);
            }
            TermExpr::Rounded(inner, _) => open.push((within, inner)),
            TermExpr::Constant(_) => {}
        }
    }
    let aids = found
        .into_iter()
        .filter_map(|id| program.aids.get(id.index()));
    aids.map(|it| it.about.name.as_str()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a small number")]
fn is_few(figure: f64, min_cell: u64) -> bool {
    figure != 0.0 && figure.abs() < min_cell as f64
}

/// Whether a figure counts rows of which an edit moves few, or is money that hangs on such a count.
pub fn contributes_few(all: &Attribution, of: &Contributions, min_cell: u64) -> bool {
    let few = |of: &Contributions| {
        let mut parts = of.edits.iter().chain([&of.change]);
        parts.any(|it| is_few(float(it), min_cell))
    };
    let owner = of.name.split('.').next().unwrap_or_default();
    let counted = format!("{owner}.granted");
    let hangs = all.figures.iter().find(|it| it.name == counted);
    // An indicator may be a share or an index: it counts nobody.
    match of.part {
        Some("cost") => hangs.is_some_and(few),
        Some(_) => few(of),
        None => of.name.contains('.') && few(of),
    }
}

/// Whether a figure of a misreported field counts rows, few of them or few that move.
pub fn misreports_few(of: &MovedFigure, min_cell: u64) -> bool {
    let counts = of.money.is_none() && (of.part.is_some() || of.name.contains('.'));
    let value = |it: &Option<String>| it.as_deref().map_or(0.0, float);
    let own = value(&of.as_reported);
    let moves = [value(&of.lower) - own, value(&of.higher) - own, own];
    counts && moves.into_iter().any(|it| is_few(it, min_cell))
}
