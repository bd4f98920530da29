//! Comparisons, `in`, `is missing`: also with fields whose blank is a known fact.

use super::expression::truth;
use super::scope::{Attribute, Scope};
use super::tree::{Blank, CompareOp, Constant, Expr, ExprKind, Type};
use super::types::is_number;
use super::{Checker, Reported};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, lint, resolve};
use crate::source::Span;
use crate::syntax::ast::{self, InItem, InSet};

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        if matches!(right.kind, ast::ExprKind::Missing) {
            let finding = Diagnostic::at(&codes::EQUALS_MISSING, span);
            let at = Span::new(left.span.end, right.span.end);
            self.report(finding.fix(
                at,
                if op == CompareOp::NotEqual {
                    " is known"
                } else {
                    " is missing"
                },
            ));
            self.raw(left, scope, None)?;
            return None;
        }
        if !matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            if let Some(set) = scored(left) {
                return self.score_compared(op, set, right, span, scope);
            }
            if let Some(set) = scored(right) {
                return self.score_compared(op.flipped(), set, left, span, scope);
            }
        }
        if self.asks_reason(left, scope) {
            return None;
        }
        if self.is_open(left, scope) && !self.is_open(right, scope) {
            let right = self.raw(right, scope, None)?;
            if let Some(test) = self.fact_test(&right, left, op, span) {
                return test.ok();
            }
            let left = self.raw(left, scope, Some(right.ty))?;
            return self.comparison(op, left, right, span);
        }
        let typed = self.raw(left, scope, None);
        let Some(left) = typed else {
            // The right side stands by itself only where it needs no type from the left.
            if !self.is_open(right, scope) || self.is_nowhere(right) {
                self.raw(right, scope, None);
            }
            return None;
        };
        if let Some(test) = self.fact_test(&left, right, op, span) {
            return test.ok();
        }
        let right = self.raw(right, scope, Some(left.ty))?;
        self.comparison(op, left, right, span)
    }

    /// Reports `pkh.reason`, which the results have and no rule or test.
    fn asks_reason(&mut self, asked: &ast::Expr, scope: &Scope) -> bool {
        let ast::ExprKind::Dot(owner, part) = &asked.kind else {
            return false;
        };
        let ast::ExprKind::Name(name) = &owner.kind else {
            return false;
        };
        let of_aid = matches!(self.attribute(name, scope.level), Some(Attribute::Aid(_)));
        if !of_aid || !["reason", "alasan"].contains(&part.node.as_str()) {
            return false;
        }
        let finding = Diagnostic::at(&resolve::UNKNOWN_PART, part.span)
            .with("owner", name)
            .with("name", &part.node);
        self.report(finding.help("help.reason"));
        true
    }

    /// `wage_reported = not_listed`: `None` where the other side does not name the fact.
    fn fact_test(
        &mut self,
        value: &Expr,
        other: &ast::Expr,
        op: CompareOp,
        span: Span,
    ) -> Option<Result<Expr, Reported>> {
        let field = self.fact_field(value)?;
        let marker = self.marker(field)?;
        let ast::ExprKind::Name(name) = &other.kind else {
            return None;
        };
        if *name != marker {
            return None;
        }
        let filled = Expr {
            span,
            ..self.filled(value)
        };
        Some(match op {
            CompareOp::Equal => Ok(truth(ExprKind::Not(Box::new(filled)), span)),
            CompareOp::NotEqual => Ok(filled),
            CompareOp::Less
            | CompareOp::LessOrEqual
            | CompareOp::Greater
            | CompareOp::GreaterOrEqual => {
                self.report(Diagnostic::at(&codes::FACT_ORDER, span).with("marker", marker));
                Err(Reported)
            }
        })
    }

    /// A comparison of typed sides; false where a side is a blank that is a known fact.
    pub(super) fn comparison(
        &mut self,
        op: CompareOp,
        left: Expr,
        right: Expr,
        span: Span,
    ) -> Option<Expr> {
        let facts: Vec<Expr> = [&left, &right]
            .into_iter()
            .filter(|it| self.fact_field(it).is_some())
            .map(|it| self.filled(it))
            .collect();
        let (left, right) = self.unify(left, right)?;
        let ordered = !matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        if ordered && left.ty == Type::Boolean {
            self.report(Diagnostic::at(&codes::BOOLEAN_ORDER, span));
            return None;
        }
        if facts.is_empty() {
            return Some(truth(
                ExprKind::Compare(op, Box::new(left), Box::new(right)),
                span,
            ));
        }
        let positive = if op == CompareOp::NotEqual {
            CompareOp::Equal
        } else {
            op
        };
        let mut all = facts;
        all.push(truth(
            ExprKind::Compare(positive, Box::new(left), Box::new(right)),
            span,
        ));
        let both = truth(ExprKind::And(all), span);
        Some(if op == CompareOp::NotEqual {
            truth(ExprKind::Not(Box::new(both)), span)
        } else {
            both
        })
    }

    /// `x in 18..45`, `x not in (a, b)`.
    pub(super) fn within(
        &mut self,
        value: &ast::Expr,
        set: &InSet,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.raw(value, scope, None)?;
        let inside = match set {
            InSet::Range(range) => self.in_range(&value, range, scope)?,
            InSet::List(items) => self.in_list(&value, items, span, scope)?,
        };
        Some(if negated {
            truth(ExprKind::Not(Box::new(inside)), span)
        } else {
            Expr { span, ..inside }
        })
    }

    /// Both ends of a range as comparisons.
    pub(super) fn in_range(
        &mut self,
        value: &Expr,
        range: &ast::Range,
        scope: &Scope,
    ) -> Option<Expr> {
        if matches!(value.ty, Type::Boolean | Type::Text) {
            let finding = Diagnostic::at(&codes::RANGE_OF_TYPE, range.span);
            self.report(finding.given("type", self.type_given(value.ty)));
            return None;
        }
        let high_op = if range.exclusive {
            CompareOp::Less
        } else {
            CompareOp::LessOrEqual
        };
        let mut ends = Vec::new();
        let mut failed = false;
        for (end, op) in [
            (&range.low, CompareOp::GreaterOrEqual),
            (&range.high, high_op),
        ] {
            let Some(end) = end else { continue };
            let bound = self.expr(end, scope, Some(value.ty));
            let test =
                bound.and_then(|bound| self.comparison(op, value.clone(), bound, range.span));
            // What is wrong with one end is wrong with the other: it is told once.
            let Some(test) = test else {
                failed = true;
                break;
            };
            ends.push(test);
        }
        if failed {
            return None;
        }
        if let [ExprKind::Compare(_, _, low), ExprKind::Compare(op, _, high)] =
            ends.iter().map(|it| &it.kind).collect::<Vec<_>>()[..]
            && range_is_empty(low, high, *op)
        {
            self.empty_range(range);
            return None;
        }
        Some(if ends.len() == 1 {
            ends.remove(0)
        } else {
            truth(ExprKind::And(ends), range.span)
        })
    }

    /// Reports a range that holds nothing.
    pub(super) fn empty_range(&mut self, range: &ast::Range) {
        let finding = Diagnostic::at(&codes::EMPTY_RANGE, range.span);
        let (Some(low), Some(high)) = (&range.low, &range.high) else {
            return;
        };
        let (low, high) = (self.written(low.span), self.written(high.span));
        self.report(if low == high {
            finding.help("help.exclusive")
        } else {
            let sign = if range.exclusive { "..<" } else { ".." };
            let instead = format!("{high}{sign}{low}");
            finding.with("instead", &instead).fix(range.span, instead)
        });
    }

    fn in_list(
        &mut self,
        value: &Expr,
        items: &[InItem],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let mut constants = Vec::new();
        let mut tests = Vec::new();
        let mut failed = false;
        for item in items {
            let test = match item {
                InItem::Value(item) => self.item(value, item, scope),
                InItem::Range(range) => self.in_range(value, range, scope),
            };
            match test {
                Some(test) => match self.listed(value, &test) {
                    Some(constant) => constants.push(constant),
                    None => tests.push(test),
                },
                None => failed = true,
            }
        }
        if failed {
            return None;
        }
        if !constants.is_empty() {
            tests.insert(
                0,
                truth(ExprKind::OneOf(Box::new(value.clone()), constants), span),
            );
        }
        Some(if tests.len() == 1 {
            tests.remove(0)
        } else {
            truth(ExprKind::Or(tests), span)
        })
    }

    /// `= item`, as a test of the value.
    pub(super) fn item(&mut self, value: &Expr, item: &ast::Expr, scope: &Scope) -> Option<Expr> {
        if let Some(test) = self.fact_test(value, item, CompareOp::Equal, item.span) {
            return test.ok();
        }
        let item = self.raw(item, scope, Some(value.ty))?;
        let span = item.span;
        self.comparison(CompareOp::Equal, value.clone(), item, span)
    }

    /// The constant of a test `value = constant` that a list can hold: exact numbers stay comparisons.
    fn listed(&self, value: &Expr, test: &Expr) -> Option<Constant> {
        if is_number(value.ty) || value.ty == Type::Boolean || self.fact_field(value).is_some() {
            return None;
        }
        match &test.kind {
            ExprKind::Compare(CompareOp::Equal, _, right) => match &right.kind {
                ExprKind::Constant(constant) => Some(constant.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `x is known` (`known`), `x is missing`.
    pub(super) fn is_known(
        &mut self,
        value: &ast::Expr,
        known: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.raw(value, scope, None)?;
        if let Some(field) = self.fact_field(&value) {
            let marker = self.marker(field)?;
            let name = self
                .program
                .fields
                .get(field.index())
                .map_or("", |it| it.about.name.as_str())
                .to_owned();
            self.report(
                Diagnostic::at(&lint::NEVER_MISSING, span)
                    .with("name", name)
                    .with("marker", marker)
                    .help("help.fact"),
            );
            return Some(super::types::boolean(known, span));
        }
        if let ExprKind::Field(id) = &value.kind {
            let field = self.program.fields.get(id.index())?;
            if matches!(field.blank, Blank::Rejected)
                && field.matching.as_ref().is_none_or(|(_, unknown)| !unknown)
            {
                let finding =
                    Diagnostic::at(&lint::NEVER_MISSING, span).with("name", &field.about.name);
                self.report(finding);
            }
        }
        let known_test = truth(ExprKind::IsKnown(Box::new(value)), span);
        Some(if known {
            known_test
        } else {
            truth(ExprKind::Not(Box::new(known_test)), span)
        })
    }
}

/// Whether no value lies between two constants.
fn range_is_empty(low: &Expr, high: &Expr, op: CompareOp) -> bool {
    match (&low.kind, &high.kind) {
        (ExprKind::Constant(low), ExprKind::Constant(high)) => {
            let order = super::fold::order(low, high);
            order == Some(std::cmp::Ordering::Greater)
                || (op == CompareOp::Less && order == Some(std::cmp::Ordering::Equal))
        }
        _ => false,
    }
}

/// The set of `score(SET)`.
fn scored(expr: &ast::Expr) -> Option<&ast::Expr> {
    let ast::ExprKind::Call {
        function,
        arguments,
    } = &expr.kind
    else {
        return None;
    };
    match arguments.as_slice() {
        [set] if crate::words::english_name(&function.node) == Some("score") => Some(set),
        _ => None,
    }
}
