//! Points of a criteria set: `score(SET)`, `at least N points of SET`.
//!
//! A comparison of a score decides as soon as the known criteria suffice: it holds if it does with
//! every unknown one counted against it, and fails if it does with every unknown one counted for it.

use super::expression::truth;
use super::look_up::integer;
use super::scope::{Attribute, Scope};
use super::tree::{CompareOp, Constant, CriteriaId, Expr, ExprKind, Function, Type, ValueId};
use super::types::{number, number_of, retype};
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::{Date, Rational};
use crate::source::Span;
use crate::syntax::ast::{self, Criteria, DeclarationKind, Name};

/// The points of a set, as far as they are typed.
#[derive(Clone, Debug)]
pub(super) enum Points {
    /// Under way.
    Running,
    /// A finding was made.
    Failed,
    /// A criterion and what it gives where it is met.
    Typed(Vec<(ValueId, Expr)>),
}

/// First and last day of a version; `None` where there is one version alone.
pub(super) type Days = Option<(Date, Option<Date>)>;

/// The points of one version of a set.
pub(super) type Version = (Days, Vec<(ValueId, Expr)>);

/// What is counted of a criterion.
#[derive(Clone, Copy)]
enum Count {
    /// What it gives.
    AsFound,
    /// The least that it can give, its condition being unknown.
    Lowest,
    /// The most.
    Highest,
}

impl Checker<'_> {
    /// `score(SET)`: the sum of the points of the criteria that are met.
    pub(super) fn score(
        &mut self,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let [set] = self.counted(function, arguments, 1..=1, "a criteria set", span)? else {
            return None;
        };
        let set = self.set_name(set)?;
        let versions = self.points(&set, scope)?;
        let total = |points: &Vec<(ValueId, Expr)>| total(points, Count::AsFound, span);
        if let [(_, points)] = versions.as_slice() {
            return Some(total(points));
        }
        let totals: Vec<(Days, Expr)> = versions
            .iter()
            .map(|(days, it)| (*days, total(it)))
            .collect();
        let whole = totals.iter().all(|(_, it)| it.ty == Type::Integer);
        let ty = if whole { Type::Integer } else { Type::Decimal };
        let totals = totals.into_iter().map(|(days, it)| (days, retype(it, ty)));
        Some(in_force(totals.collect(), ty, span))
    }

    /// A comparison with `score(SET)` on one side, by order.
    pub(super) fn score_compared(
        &mut self,
        op: CompareOp,
        set: &ast::Expr,
        bound: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let set = self.set_name(set)?;
        let versions = self.points(&set, scope);
        let bound = self.expr(bound, scope, Some(Type::Decimal));
        self.each_version(op, &versions?, &bound?, span)
    }

    /// Whether the score of the version in force compares so.
    fn each_version(
        &mut self,
        op: CompareOp,
        versions: &[Version],
        bound: &Expr,
        span: Span,
    ) -> Option<Expr> {
        let mut all = Vec::new();
        for (days, points) in versions {
            all.push((*days, self.score_reaches(op, points, bound, span)?));
        }
        match <[_; 1]>::try_from(all) {
            Ok([(_, only)]) => Some(only),
            Err(all) => Some(in_force(all, Type::Boolean, span)),
        }
    }

    /// `at least N points of SET`, `at most N points of SET`.
    pub(super) fn at_least_points(
        &mut self,
        count: &ast::Expr,
        most: bool,
        of: &ast::CriteriaList,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let ast::CriteriaList::Set(set) = of else {
            self.report(Diagnostic::at(&codes::POINTS_OF_LIST, span));
            return None;
        };
        let count = self.fixed(count, Type::Decimal);
        let versions = self.points(set, scope);
        let (count, versions) = (count?, versions?);
        if most {
            return self.each_version(CompareOp::LessOrEqual, &versions, &count, span);
        }
        let each: Option<Vec<Rational>> = versions
            .iter()
            .map(|(_, points)| most_points(points))
            .collect();
        let highest = each.and_then(|it| it.into_iter().max());
        if let (Some(wanted), Some(highest)) = (number_of(&count), highest)
            && wanted > highest
        {
            let finding = Diagnostic::at(&codes::POINTS_OUT_OF_REACH, count.span);
            self.report(finding.with("count", wanted).with("available", highest));
            return None;
        }
        self.each_version(CompareOp::GreaterOrEqual, &versions, &count, span)
    }

    /// Whether the score compares so, known as soon as the known criteria suffice.
    pub(super) fn score_reaches(
        &mut self,
        op: CompareOp,
        points: &[(ValueId, Expr)],
        bound: &Expr,
        span: Span,
    ) -> Option<Expr> {
        let upward = match op {
            CompareOp::Less => CompareOp::GreaterOrEqual,
            CompareOp::LessOrEqual => CompareOp::Greater,
            CompareOp::Equal
            | CompareOp::NotEqual
            | CompareOp::Greater
            | CompareOp::GreaterOrEqual => op,
        };
        let mut side = |count| {
            let sum = total(points, count, span);
            self.comparison(upward, sum, bound.clone(), span)
        };
        let (lowest, highest, found) = (
            side(Count::Lowest)?,
            side(Count::Highest)?,
            side(Count::AsFound)?,
        );
        let still = truth(ExprKind::And(vec![highest, found]), span);
        let holds = truth(ExprKind::Or(vec![lowest, still]), span);
        Some(if upward == op {
            holds
        } else {
            truth(ExprKind::Not(Box::new(holds)), span)
        })
    }

    fn set_name(&mut self, set: &ast::Expr) -> Option<Name> {
        match &set.kind {
            ast::ExprKind::Name(name) => Some(super::expression::spanned(name, set.span)),
            ast::ExprKind::Broken => None,
            _ => {
                self.report(Diagnostic::at(&codes::SCORE_OF_VALUE, set.span));
                None
            }
        }
    }

    /// The points of a set at the level by version, or a finding where it has none.
    pub(super) fn points(&mut self, set: &Name, scope: &Scope) -> Option<Vec<Version>> {
        // Reports what is no set of the level.
        self.set_conditions(set, scope)?;
        let Some(Attribute::Criteria(id)) = self.attribute(&set.node, scope.level) else {
            return None;
        };
        let mut versions = Vec::new();
        for (days, version) in self.set_versions(id) {
            let points = self.points_found(set, version)?;
            versions.push((days, self.under_names(id, points)));
        }
        Some(versions)
    }

    fn points_found(&mut self, set: &Name, id: CriteriaId) -> Option<Vec<(ValueId, Expr)>> {
        match self.points_of(id) {
            Points::Typed(points) if points.is_empty() => {
                let finding = Diagnostic::at(&codes::NO_WEIGHTS, set.span);
                self.report(finding.with("name", &set.node));
                None
            }
            Points::Typed(points) => Some(points),
            Points::Running => {
                self.report_cycle(&[(set.node.clone(), set.span)]);
                None
            }
            Points::Failed => None,
        }
    }

    /// The points of a set, typed once.
    pub(super) fn points_of(&mut self, id: CriteriaId) -> Points {
        if let Some(known) = self.points.get(&id) {
            return known.clone();
        }
        self.points.insert(id, Points::Running);
        let declared = self.declarations().find_map(|(index, declaration)| {
            let DeclarationKind::Criteria(it) = &declaration.kind else {
                return None;
            };
            let own = self.slots_of(index).contains(&Slot::Criteria(id));
            own.then_some(it)
        });
        let typed = declared.and_then(|it| self.weights(id, it));
        let points = typed.map_or(Points::Failed, Points::Typed);
        self.points.insert(id, points.clone());
        points
    }

    fn weights(&mut self, id: CriteriaId, it: &Criteria) -> Option<Vec<(ValueId, Expr)>> {
        let set = self.program.criteria.get(id.index())?;
        let (scope, criteria) = (Scope::row(set.entity), set.criteria.clone());
        let mut all = Vec::new();
        let mut failed = false;
        for (row, id) in it.rows.iter().zip(criteria) {
            let Some(weight) = &row.weight else { continue };
            match self.points_where_met(weight, row.times.as_ref(), &scope) {
                Some(points) => all.push((id, points)),
                None => failed = true,
            }
        }
        if !all.is_empty()
            && let Some(bare) = it.rows.iter().find(|row| row.weight.is_none())
        {
            let finding = Diagnostic::at(&codes::WEIGHT_MISSING, bare.name.span);
            self.report(finding.with("name", &bare.name.node));
            failed = true;
        }
        (!failed).then(|| alike(all))
    }

    /// `weight EXPR [times EXPR]`: a number.
    fn points_where_met(
        &mut self,
        weight: &ast::Expr,
        times: Option<&ast::Expr>,
        scope: &Scope,
    ) -> Option<Expr> {
        let mut points = self.expr(weight, scope, None)?;
        if let Some(times) = times {
            let times = self.expr(times, scope, None)?;
            let span = points.span.to(times.span);
            points = self.product(points, times, span)?;
        }
        if points.ty == Type::Integer {
            return Some(points);
        }
        let span = points.span;
        let points = self.coerce(points, Type::Decimal)?;
        // A constant such as `1/18` is exact.
        Some(match self.fold_constant(&points) {
            Some(Constant::Number(value)) => number(value, Type::Decimal, span),
            _ => points,
        })
    }
}

/// The value of the version that is in force on the day of the run.
fn in_force(versions: Vec<(Days, Expr)>, ty: Type, span: Span) -> Expr {
    let today = |op, day: Date| {
        let date = |kind| {
            Box::new(Expr {
                kind,
                ty: Type::Date,
                span,
            })
        };
        let day = date(ExprKind::Constant(Constant::Date(day)));
        truth(
            ExprKind::Compare(op, date(ExprKind::EvaluationDate), day),
            span,
        )
    };
    let row = |(days, value): (Days, Expr)| {
        let (from, until) = days.unwrap_or((Date::MIN, None));
        let mut all = vec![today(CompareOp::GreaterOrEqual, from)];
        all.extend(until.map(|until| today(CompareOp::LessOrEqual, until)));
        (truth(ExprKind::And(all), span), value)
    };
    Expr {
        kind: ExprKind::FirstMatch {
            rows: versions.into_iter().map(row).collect(),
            otherwise: None,
        },
        ty,
        span,
    }
}

/// All points as whole numbers, or all as decimals.
fn alike(all: Vec<(ValueId, Expr)>) -> Vec<(ValueId, Expr)> {
    if all.iter().all(|(_, points)| points.ty == Type::Integer) {
        return all;
    }
    let decimal = |(id, points)| (id, retype(points, Type::Decimal));
    all.into_iter().map(decimal).collect()
}

/// The most points that can be reached, where all are constants.
fn most_points(points: &[(ValueId, Expr)]) -> Option<Rational> {
    let mut sum = Rational::zero();
    for (_, points) in points {
        sum = sum.checked_add(number_of(points)?.max(Rational::zero()))?;
    }
    Some(sum)
}

/// The sum of the points. Constants are summed as whole numbers over their common denominator, so
/// that three weights of 1/9 are exactly a third.
fn total(points: &[(ValueId, Expr)], count: Count, span: Span) -> Expr {
    let whole = common(points);
    let parts: Vec<Expr> = match &whole {
        Some((numerators, _)) => points
            .iter()
            .zip(numerators)
            .map(|((id, _), value)| part(*id, &number(*value, Type::Integer, span), count, span))
            .collect(),
        None => points
            .iter()
            .map(|(id, points)| part(*id, points, count, span))
            .collect(),
    };
    let add = |sum: Expr, part: Expr| {
        let ty = sum.ty;
        let kind = ExprKind::Add(Box::new(sum), Box::new(part));
        Expr { kind, ty, span }
    };
    let sum = parts.into_iter().reduce(add);
    let sum = sum
        .unwrap_or_else(|| integer(ExprKind::Constant(Constant::Number(Rational::zero())), span));
    match whole {
        Some((_, denominator)) if denominator != Rational::from_integer(1) => Expr {
            kind: ExprKind::Divide(
                Box::new(sum),
                Box::new(number(denominator, Type::Integer, span)),
            ),
            ty: Type::Decimal,
            span,
        },
        Some(_) | None => sum,
    }
}

/// The numerators of constant points, and their common denominator; `None` where a weight is no
/// constant, or the numbers grow too large.
pub(super) fn common(points: &[(ValueId, Expr)]) -> Option<(Vec<Rational>, Rational)> {
    let values: Option<Vec<Rational>> = points.iter().map(|(_, it)| number_of(it)).collect();
    let values = values?;
    let mut denominator = Rational::from_integer(1);
    for value in &values {
        let scaled = value.checked_mul(denominator)?;
        denominator =
            denominator.checked_mul(Rational::from_integer(i64::try_from(scaled.den()).ok()?))?;
    }
    let largest = Rational::from_integer(1_000_000_000_000);
    let mut numerators = Vec::new();
    for value in &values {
        let numerator = value.checked_mul(denominator)?;
        if numerator > largest || numerator < largest.checked_neg()? {
            return None;
        }
        numerators.push(numerator);
    }
    (denominator <= largest).then_some((numerators, denominator))
}

/// The sum of the points of the criteria that are met.
pub(super) fn points_found(points: &[(ValueId, Expr)], span: Span) -> Expr {
    total(points, Count::AsFound, span)
}

/// The points of a criterion: nothing where it is not met.
fn part(id: ValueId, points: &Expr, count: Count, span: Span) -> Expr {
    let ty = points.ty;
    let nothing = || number(Rational::zero(), ty, span);
    let met = || truth(ExprKind::Value(id), span);
    let choose = |condition: Expr, then: Expr, other: Expr| Expr {
        kind: ExprKind::If(Box::new(condition), Box::new(then), Box::new(other)),
        ty,
        span,
    };
    let found = choose(met(), points.clone(), nothing());
    let bound = |function: Function| match number_of(points) {
        Some(value) => {
            let zero = Rational::zero();
            let bound = if function == Function::Min {
                value.min(zero)
            } else {
                value.max(zero)
            };
            number(bound, ty, span)
        }
        None => Expr {
            kind: ExprKind::Call(function, vec![points.clone(), nothing()]),
            ty,
            span,
        },
    };
    let known = truth(ExprKind::IsKnown(Box::new(met())), span);
    match count {
        Count::AsFound => found,
        Count::Lowest => choose(known, found, bound(Function::Min)),
        Count::Highest => choose(known, found, bound(Function::Max)),
    }
}
