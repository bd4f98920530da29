//! Assertions: promises over the population, spelled out as figures compared with zero.

use super::Checker;
use super::declare::nothing;
use super::tree::{
    About, Assertion, AssertionPart, CompareOp, Indicator, IndicatorId, TermExpr, Type,
};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Aggregate, AggregateOp, BinaryOp, Declaration, ExprKind};

/// A part of an assertion before it is typed.
struct Part {
    figure: ast::Expr,
    op: CompareOp,
    counts_breaches: bool,
}

impl Checker<'_> {
    pub(super) fn assertion(&mut self, it: &ast::Assert, declaration: &Declaration) {
        let mut parts = Vec::new();
        self.parts(&it.condition, &mut parts);
        let parts = parts.into_iter().map(|part| AssertionPart {
            indicator: self.hidden_figure(it, &part),
            op: part.op,
            counts_breaches: part.counts_breaches,
        });
        let parts = parts.collect();
        self.program.assertions.push(Assertion {
            text: it.text.node.clone(),
            sources: declaration.common.sources.clone(),
            parts,
            span: declaration.head,
        });
    }

    /// A figure that no name leads to.
    fn hidden_figure(&mut self, it: &ast::Assert, part: &Part) -> IndicatorId {
        let place = self.program.indicators.len();
        let convention = self.convention(None);
        let id = IndicatorId(u32::try_from(place).unwrap_or(u32::MAX));
        self.program.indicators.push(Indicator {
            about: About {
                name: it.text.node.clone(),
                label: it.text.node.clone(),
                span: it.text.span,
                ..About::default()
            },
            ty: Type::Integer,
            terms: Vec::new(),
            value: TermExpr::Constant(nothing(it.text.span)),
            by: Vec::new(),
            convention,
            of_population: false,
        });
        let indicator = ast::Indicator {
            name: Spanned::new(it.text.node.clone(), it.text.span),
            label: None,
            value: part.figure.clone(),
            by: Vec::new(),
            convention: None,
            of_population: false,
            ty: None,
        };
        // A row that breaks the promise breaks it whatever it weighs.
        self.indicator(id, &indicator, !part.counts_breaches);
        id
    }

    /// The parts of a condition over the population, all of which must hold.
    fn parts(&mut self, expr: &ast::Expr, parts: &mut Vec<Part>) {
        match &expr.kind {
            ExprKind::And(all) => all.iter().for_each(|it| self.parts(it, parts)),
            ExprKind::Compare(op, left, right) => parts.push(Part {
                figure: ast::Expr {
                    kind: ExprKind::Binary(BinaryOp::Subtract, left.clone(), right.clone()),
                    span: expr.span,
                },
                op: *op,
                counts_breaches: false,
            }),
            ExprKind::Aggregate(it) if it.op == AggregateOp::Any => {
                parts.push(counted(
                    it,
                    it.condition.clone(),
                    CompareOp::Greater,
                    expr.span,
                ));
            }
            ExprKind::Aggregate(it) if it.op == AggregateOp::Every => {
                every(it, expr.span, parts);
            }
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Aggregate(it) if it.op == AggregateOp::Any => {
                    parts.push(counted(
                        it,
                        it.condition.clone(),
                        CompareOp::Equal,
                        expr.span,
                    ));
                }
                ExprKind::Broken => {}
                _ => self.report(Diagnostic::at(&codes::ASSERT_FORM, expr.span)),
            },
            ExprKind::Broken => {}
            _ => self.report(Diagnostic::at(&codes::ASSERT_FORM, expr.span)),
        }
    }
}

/// `every(E where C has D, if no rows B)`: no row meets C and not D; and where B is false, there is
/// a row.
fn every(it: &Aggregate, span: Span, parts: &mut Vec<Part>) {
    let Some(has) = &it.has else { return };
    let breach = ast::Expr {
        kind: ExprKind::Not(Box::new(has.clone())),
        span: has.span,
    };
    let condition = match &it.condition {
        Some(condition) => ast::Expr {
            kind: ExprKind::And(vec![condition.clone(), breach]),
            span,
        },
        None => breach,
    };
    parts.push(counted(it, Some(condition), CompareOp::Equal, span));
    let empty = it.no_rows.as_ref().map(|it| &it.kind);
    if empty == Some(&ExprKind::Boolean(false)) {
        parts.push(counted(it, it.condition.clone(), CompareOp::Greater, span));
    }
}

/// The number of rows that meet a condition, compared with zero.
fn counted(it: &Aggregate, condition: Option<ast::Expr>, op: CompareOp, span: Span) -> Part {
    let count = Aggregate {
        op: AggregateOp::Count,
        condition,
        has: None,
        no_rows: None,
        ..it.clone()
    };
    Part {
        figure: ast::Expr {
            kind: ExprKind::Aggregate(Box::new(count)),
            span,
        },
        op,
        counts_breaches: op == CompareOp::Equal,
    }
}
