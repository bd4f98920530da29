//! Measures of the population: `gini(x of family)`, `fgt(2, x, below z, of family)`, `poverty …`.

use super::call::{Argument, Parts, Rows};
use super::declaration::Head;
use super::{Form, Reader, Rule, Text};
use crate::source::Span;
use crate::syntax::ast::{
    AlkireFoster, AlkireFosterKind, Common, Expr, ExprKind, Line, Measure, MeasureKind, Name,
    Poverty,
};
use crate::syntax::rows::Block;

impl<'a> Reader<'a> {
    /// A measure of fitting parts; reported and `None` where one is missing or has no place in it.
    pub(super) fn measure(&self, kind: MeasureKind, parts: Parts, span: Span) -> Option<ExprKind> {
        if let Some(measure) = build(kind, parts) {
            return Some(ExprKind::Measure(Box::new(measure)));
        }
        let (name, form) = kind.form();
        self.misfit(span, self.shown(name), form)
    }

    /// `alkire_foster(k, SET of E where C weighted by w)` of fitting parts; reported and `None` else.
    pub(super) fn alkire_foster(
        &self,
        kind: AlkireFosterKind,
        parts: Parts,
        span: Span,
    ) -> Option<ExprKind> {
        if let Some(measure) = multidimensional(kind, parts) {
            return Some(ExprKind::AlkireFoster(Box::new(measure)));
        }
        let (name, form) = kind.form();
        self.misfit(span, self.shown(name), form)
    }

    /// `poverty NAME ["label"] of LEVEL = EXPR below EXPR [, persons EXPR]`, `convention NAME` under it.
    pub(super) fn poverty(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Poverty> {
        let form = Form {
            what: "poverty",
            sample: "poverty consumption of family = per_capita below poverty_line, persons size",
        };
        let convention = self.convention(block, "poverty", common);
        let node = self.read(Rule::head_poverty, rest, form)?;
        let Head { name, label, level } = self.head_of(&node)?;
        let mut all = node.all(Rule::expression).map(|it| self.expression(&it));
        let (value, line) = (all.next()?, all.next()?);
        Some(Poverty {
            name,
            label,
            level,
            value,
            line: Line {
                at: node.has(Rule::kw_at_or_below),
                value: line,
            },
            persons: all.next(),
            convention,
        })
    }

    /// The rows of an indicator or a poverty declaration: `convention NAME` and the common clauses.
    pub(super) fn convention(
        &self,
        block: &Block,
        what: &'static str,
        common: &mut Common,
    ) -> Option<Name> {
        let form = Form {
            what: "convention",
            sample: "convention laeken",
        };
        let mut found = None;
        for row in &block.head.children {
            let clause = self.clause_or_common(row, what, &["convention"], common);
            let Some(clause) = clause else { continue };
            let node = self.read(Rule::clause_convention, clause.rest, form);
            found = node
                .and_then(|node| node.get(Rule::name))
                .map(|name| name.name());
        }
        found
    }
}

fn multidimensional(kind: AlkireFosterKind, parts: Parts) -> Option<AlkireFoster> {
    let extra = parts.no_rows.is_some()
        || parts.to.is_some()
        || parts.of.is_some()
        || parts.on.is_some()
        || parts.those.is_some()
        || parts.line.is_some();
    let [cutoff, set] = <[Argument; 2]>::try_from(parts.values).ok()?;
    let is_odd = set.best.is_some()
        || set.has.is_some()
        || set.by.is_some()
        || set.descending.is_some()
        || set.falling.is_some()
        || set.within.is_some();
    if extra || is_odd || !cutoff.is_plain() {
        return None;
    }
    Some(AlkireFoster {
        kind,
        cutoff: cutoff.value,
        set: set.value,
        entity: set.entity?,
        condition: set.condition,
        weight: set.weight,
    })
}

fn build(kind: MeasureKind, parts: Parts) -> Option<Measure> {
    let extra = parts.no_rows.is_some()
        || parts.to.is_some()
        || parts.on.is_some()
        || parts.those.is_some();
    if extra {
        return None;
    }
    let mut values = parts.values.into_iter();
    let parameter = if kind.takes_parameter() {
        Some(values.next().filter(Argument::is_plain)?.value)
    } else {
        None
    };
    let of = values.next()?;
    if values.next().is_some() {
        return None;
    }
    if kind.takes_line() {
        against_line(kind, parameter, of, parts.line?, parts.of?)
    } else if parts.line.is_none() && parts.of.is_none() {
        over_rows(kind, parameter, of)
    } else {
        None
    }
}

/// `x, below z, of E where C weighted by w`.
fn against_line(
    kind: MeasureKind,
    parameter: Option<Expr>,
    value: Argument,
    line: Line,
    of: Rows,
) -> Option<Measure> {
    let Expr {
        kind: ExprKind::Name(entity),
        span,
    } = of.led
    else {
        return None;
    };
    value.is_plain().then_some(Measure {
        kind,
        parameter,
        value: value.value,
        line: Some(line),
        entity: Name::new(entity, span),
        condition: of.condition,
        by: None,
        weight: of.weight,
    })
}

/// `x of E where C by y weighted by w`.
fn over_rows(kind: MeasureKind, parameter: Option<Expr>, of: Argument) -> Option<Measure> {
    let is_odd = of.best.is_some()
        || of.has.is_some()
        || of.descending.is_some()
        || of.falling.is_some()
        || of.within.is_some();
    if is_odd || of.by.is_some() != (kind == MeasureKind::Concentration) {
        return None;
    }
    Some(Measure {
        kind,
        parameter,
        value: of.value,
        line: None,
        entity: of.entity?,
        condition: of.condition,
        by: of.by,
        weight: of.weight,
    })
}
