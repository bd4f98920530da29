//! `alkire_foster`: multidimensional poverty, spelled out as shares and averages of a criteria set.
//!
//! The weights are taken as whole numbers over their common denominator and `k` times their sum is
//! the bound, so that a family with exactly a third of all deprivations is poor at a third.

use super::expression::truth;
use super::indicator::Figure;
use super::points::{common, points_found};
use super::scope::{Attribute, Level, Scope};
use super::tree::{
    Aggregate, AggregateOp, CompareOp, Constant, EntityId, Expr, ExprKind, TermExpr, TermFigure,
    Type, ValueId,
};
use super::types::{integer, number, retype};
use super::{Checker, Reported};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::Rational;
use crate::source::Span;
use crate::syntax::ast::{self, AlkireFosterKind, BinaryOp, Name};

/// What is measured, for the rows of a level.
struct Measured {
    over: EntityId,
    condition: Option<Expr>,
    /// The whole points of a poor row, zero for one that is not poor.
    censored: Expr,
    /// The sum of all whole points.
    all: Rational,
    /// The criterion asked about, and its whole points.
    criterion: Option<(ValueId, Rational)>,
}

impl Checker<'_> {
    /// The figure from its terms.
    pub(super) fn alkire_foster(
        &mut self,
        it: &ast::AlkireFoster,
        figure: &mut Figure<'_>,
        span: Span,
    ) -> Option<(TermExpr, Type)> {
        let over = self.entity_named(&it.entity)?;
        let measured = self.measured(it, over, span)?;
        let all = number(measured.all, Type::Decimal, span);
        let poor = measured.poor(span);
        let value = match (it.kind, measured.criterion) {
            (AlkireFosterKind::Headcount, None) => self.share(&measured, poor, it, figure)?,
            (AlkireFosterKind::Headcount, Some((id, _))) => {
                let censored = measured.deprived(id, span);
                self.share(&measured, censored, it, figure)?
            }
            (AlkireFosterKind::Contribution, criterion) => {
                let (id, points) = criterion?;
                let share = self.share(&measured, measured.deprived(id, span), it, figure)?;
                let points = TermExpr::Constant(number(points, Type::Decimal, span));
                let part = binary(BinaryOp::Multiply, points, share);
                let mean = self.mean(&measured, measured.condition.clone(), it, figure)?;
                binary(BinaryOp::Divide, part, mean)
            }
            (AlkireFosterKind::Adjusted, _) => {
                let mean = self.mean(&measured, measured.condition.clone(), it, figure)?;
                binary(BinaryOp::Divide, mean, TermExpr::Constant(all))
            }
            (AlkireFosterKind::Intensity, _) => {
                let conditions = measured.condition.iter().cloned().chain([poor]);
                let poor = truth(ExprKind::And(conditions.collect()), span);
                let mean = self.mean(&measured, Some(poor), it, figure)?;
                binary(BinaryOp::Divide, mean, TermExpr::Constant(all))
            }
        };
        Some((value, Type::Decimal))
    }

    /// The share of the rows that meet a condition.
    fn share(
        &mut self,
        of: &Measured,
        has: Expr,
        it: &ast::AlkireFoster,
        figure: &mut Figure<'_>,
    ) -> Option<TermExpr> {
        let aggregate = of.aggregate(AggregateOp::Share, of.condition.clone(), has);
        self.term_of(aggregate, it, figure)
    }

    /// The average of the censored points.
    fn mean(
        &mut self,
        of: &Measured,
        condition: Option<Expr>,
        it: &ast::AlkireFoster,
        figure: &mut Figure<'_>,
    ) -> Option<TermExpr> {
        let points = retype(of.censored.clone(), Type::Decimal);
        let aggregate = of.aggregate(AggregateOp::Average, condition, points);
        self.term_of(aggregate, it, figure)
    }

    fn term_of(
        &mut self,
        aggregate: Aggregate,
        it: &ast::AlkireFoster,
        figure: &mut Figure<'_>,
    ) -> Option<TermExpr> {
        let over = aggregate.over;
        let typed = (TermFigure::Aggregate(aggregate), Type::Decimal, false);
        let term = self.term(Some(typed), over, it.weight.as_ref(), figure)?;
        Some(term.0)
    }

    fn measured(&mut self, it: &ast::AlkireFoster, over: EntityId, span: Span) -> Option<Measured> {
        let scope = Scope::row(over);
        let condition = match &it.condition {
            Some(condition) => self.condition(condition, &scope).map(Some),
            None => Some(None),
        };
        let cutoff = self.cutoff(it);
        let (set, criterion) = self.set_or_criterion(it, over)?;
        let points = self.whole_points(&set, &scope)?;
        let mut all = Rational::zero();
        for (_, points) in &points {
            all = all.checked_add(*points)?;
        }
        let criterion = match criterion {
            Some(id) => Some(*points.iter().find(|(own, _)| *own == id)?),
            None => None,
        };
        let bound = ExprKind::Multiply(
            Box::new(cutoff?),
            Box::new(number(all, Type::Integer, span)),
        );
        let bound = Expr {
            kind: bound,
            ty: Type::Decimal,
            span,
        };
        let points: Vec<(ValueId, Expr)> = points
            .iter()
            .map(|(id, points)| (*id, number(*points, Type::Integer, span)))
            .collect();
        let poor = self.score_reaches(CompareOp::GreaterOrEqual, &points, &bound, span)?;
        let censored = ExprKind::If(
            Box::new(poor),
            Box::new(points_found(&points, span)),
            Box::new(integer(0, span)),
        );
        Some(Measured {
            over,
            condition: condition?,
            censored: Expr {
                kind: censored,
                ty: Type::Integer,
                span,
            },
            all,
            criterion,
        })
    }

    /// The share of all weights from which a row is poor: more than nothing, at most all.
    fn cutoff(&mut self, it: &ast::AlkireFoster) -> Option<Expr> {
        let scope = Scope {
            level: Level::Population,
            ..Scope::constant()
        };
        let typed = self.typed(&it.cutoff, &scope, Type::Decimal)?;
        match self.fold_constant(&typed) {
            Some(Constant::Number(value))
                if value > Rational::zero() && value <= Rational::one() =>
            {
                Some(number(value, Type::Decimal, it.cutoff.span))
            }
            None if super::indicator::is_constant(&typed) => Some(typed),
            Some(_) | None => {
                let finding = Diagnostic::at(&codes::MEASURE_NUMBER, it.cutoff.span)
                    .with("name", it.kind.form().0)
                    .with("wanted", "0% .. 100%");
                self.report(finding);
                None
            }
        }
    }

    /// The set, and the criterion that is asked about.
    fn set_or_criterion(
        &mut self,
        it: &ast::AlkireFoster,
        over: EntityId,
    ) -> Option<(Name, Option<ValueId>)> {
        let (takes_set, takes_criterion) = it.kind.takes();
        match &it.set.kind {
            ast::ExprKind::Name(name) if takes_set => {
                Some((super::expression::spanned(name, it.set.span), None))
            }
            ast::ExprKind::Dot(owner, part) if takes_criterion => {
                let ast::ExprKind::Name(name) = &owner.kind else {
                    self.report_set(it);
                    return None;
                };
                let set = super::expression::spanned(name, owner.span);
                let found = self.criterion(&set, part, over);
                if found.is_none() {
                    // Says what is wrong with the set or with the name of the criterion.
                    self.expr(&it.set, &Scope::row(over), None);
                }
                Some((set, Some(found?)))
            }
            ast::ExprKind::Broken => None,
            _ => {
                self.report_set(it);
                None
            }
        }
    }

    fn criterion(&self, set: &Name, part: &Name, over: EntityId) -> Option<ValueId> {
        let Some(Attribute::Criteria(id)) = self.attribute(&set.node, Level::Row(over)) else {
            return None;
        };
        let wanted = format!("{}.{}", set.node, part.node);
        let all = self.program.criteria.get(id.index())?.criteria.iter();
        let mut all = all.copied();
        all.find(|id| {
            let value = self.program.values.get(id.index());
            value.is_some_and(|value| value.about.name == wanted)
        })
    }

    fn report_set(&mut self, it: &ast::AlkireFoster) {
        let (name, sample) = it.kind.form();
        let finding = Diagnostic::at(&codes::ALKIRE_FOSTER_SET, it.set.span)
            .with("name", name)
            .with("sample", sample);
        self.report(finding);
    }

    /// The weights as whole numbers over their common denominator, none of them below one.
    fn whole_points(&mut self, set: &Name, scope: &Scope) -> Option<Vec<(ValueId, Rational)>> {
        let versions = self.points(set, scope)?;
        let whole = match versions.as_slice() {
            [(_, points)] => common(points).ok_or(Reported).and_then(|(numerators, _)| {
                let all = points.iter().map(|(id, _)| *id).zip(numerators);
                let all: Vec<(ValueId, Rational)> = all.collect();
                let sound = all.iter().all(|(_, points)| *points > Rational::zero());
                if sound { Ok(all) } else { Err(Reported) }
            }),
            _ => Err(Reported),
        };
        if whole.is_err() {
            let finding = Diagnostic::at(&codes::ALKIRE_FOSTER_WEIGHTS, set.span);
            self.report(finding.with("name", &set.node));
        }
        whole.ok()
    }
}

impl Measured {
    /// Whether a row is poor; unknown where a criterion of a poor row is.
    fn poor(&self, span: Span) -> Expr {
        let nothing = Box::new(integer(0, span));
        let censored = Box::new(self.censored.clone());
        truth(
            ExprKind::Compare(CompareOp::Greater, censored, nothing),
            span,
        )
    }

    /// Whether a row is poor and meets a criterion.
    fn deprived(&self, criterion: ValueId, span: Span) -> Expr {
        let met = truth(ExprKind::Value(criterion), span);
        truth(ExprKind::And(vec![self.poor(span), met]), span)
    }

    fn aggregate(&self, op: AggregateOp, condition: Option<Expr>, value: Expr) -> Aggregate {
        Aggregate {
            op,
            over: self.over,
            condition,
            value: Some(value),
            best: None,
            no_rows: None,
            by: Vec::new(),
        }
    }
}

fn binary(op: BinaryOp, left: TermExpr, right: TermExpr) -> TermExpr {
    TermExpr::Binary(op, Box::new(left), Box::new(right))
}
