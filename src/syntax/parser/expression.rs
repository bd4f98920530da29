//! Expressions: precedence, and the mistakes that hang on it.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::node::Node;
use super::{Reader, Rule, guard, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{
    BinaryOp, CompareOp, CriteriaList, DurationUnit, Expr, ExprKind, InItem, InSet, MonthsIn, Range,
};

/// Which operator binds tighter: loosest first.
static PRATT: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::op_or) | left(Rule::op_and))
        .op(Op::prefix(Rule::op_not))
        .op(left(Rule::op_compare)
            | left(Rule::op_starts)
            | left(Rule::op_contains)
            | Op::postfix(Rule::op_in)
            | Op::postfix(Rule::op_is))
        .op(left(Rule::op_floor) | left(Rule::op_cap))
        .op(left(Rule::op_add) | left(Rule::op_subtract))
        .op(left(Rule::op_multiply) | left(Rule::op_divide))
        .op(Op::prefix(Rule::op_negate))
        .op(Op::postfix(Rule::op_as))
        .op(Op::postfix(Rule::op_if_missing)
            | Op::postfix(Rule::op_on)
            | Op::postfix(Rule::op_unit))
        .op(Op::postfix(Rule::op_percent) | Op::postfix(Rule::op_dot) | Op::postfix(Rule::op_index))
});

/// An expression in the making.
pub(super) struct Built {
    pub(super) expr: Expr,
    /// Whether it stands in parentheses, so that nothing outside can regroup it.
    closed: bool,
    /// How deep its tree is.
    depth: usize,
    /// Whether `and` and `or` are mixed in it, which is reported once.
    mixed: bool,
}

impl Built {
    pub(super) fn depth(&self) -> usize {
        self.depth
    }
}

impl Reader<'_> {
    /// Reads an `expression` or a `sum`.
    pub(super) fn expression(&self, node: &Node<'_>) -> Expr {
        self.built(node).expr
    }

    /// Reads the first expression of a row.
    pub(super) fn expression_in(&self, node: &Node<'_>) -> Option<Expr> {
        node.inner()
            .find(|it| matches!(it.rule(), Rule::expression | Rule::sum))
            .map(|it| self.expression(&it))
    }

    /// Reads all expressions of a row.
    pub(super) fn expressions(&self, node: &Node<'_>) -> Vec<Built> {
        let all = node
            .inner()
            .filter(|it| matches!(it.rule(), Rule::expression | Rule::sum));
        all.map(|it| self.built(&it)).collect()
    }

    pub(super) fn built(&self, node: &Node<'_>) -> Built {
        let (at, base) = (node.at, node.base);
        let wrap = move |pair| Node { pair, at, base };
        PRATT
            .map_primary(|pair| self.primary(&wrap(pair)))
            .map_prefix(|op, right| self.prefix(&wrap(op), right))
            .map_postfix(|left, op| self.postfix(left, &wrap(op)))
            .map_infix(|left, op, right| self.infix(left, &wrap(op), right))
            .parse(node.pair.clone().into_inner())
    }

    /// Puts a node together, unless it gets too deep.
    pub(super) fn build(&self, kind: ExprKind, span: Span, inside: usize) -> Built {
        if inside >= guard::DEPTH {
            self.report(guard::too_deep(span));
            return leaf(ExprKind::Broken, span);
        }
        Built {
            expr: Expr { kind, span },
            closed: false,
            depth: inside + 1,
            mixed: false,
        }
    }

    fn primary(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        match node.rule() {
            Rule::number_literal => leaf(
                self.number(node).map_or(ExprKind::Broken, ExprKind::Number),
                span,
            ),
            Rule::money => leaf(self.money(node), span),
            Rule::date => leaf(
                self.date(node)
                    .map_or(ExprKind::Broken, |date| ExprKind::Date(date.node)),
                span,
            ),
            Rule::string => leaf(ExprKind::Text(self.string(node).node), span),
            Rule::boolean => leaf(ExprKind::Boolean(node.has(Rule::kw_true)), span),
            Rule::missing_word => leaf(ExprKind::Missing, span),
            Rule::percent_first => self.percent_first(node),
            Rule::paren => self.parenthesis(node),
            Rule::if_expression => self.if_expression(node),
            Rule::any_of => {
                let set = node.get(Rule::name).map(|name| name.name());
                leaf(set.map_or(ExprKind::Broken, ExprKind::AnyOf), span)
            }
            Rule::at_least => self.at_least(node),
            Rule::months_in => self.months_in(node),
            Rule::reference => self.reference(node),
            _ => leaf(ExprKind::Broken, span),
        }
    }

    fn months_in(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        let last = node.get(Rule::sum).map(|last| self.expression(&last));
        let (Some(entity), Some(last)) = (node.get(Rule::name), last) else {
            return leaf(ExprKind::Broken, span);
        };
        let condition = node.get(Rule::where_part);
        let condition = condition.and_then(|it| self.expression_in(&it));
        let it = MonthsIn {
            entity: entity.name(),
            condition,
            last,
        };
        leaf(ExprKind::MonthsIn(Box::new(it)), span)
    }

    fn percent_first(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        let Some(number) = node.get(Rule::number) else {
            return leaf(ExprKind::Broken, span);
        };
        let value = self.digits(number.text(), number.span());
        let finding =
            Diagnostic::at(&codes::PERCENT_PLACE, span).fix(span, format!("{}%", number.text()));
        self.report(finding);
        leaf(value.map_or(ExprKind::Broken, ExprKind::Percent), span)
    }

    fn parenthesis(&self, node: &Node<'_>) -> Built {
        let Some(inner) = node.get(Rule::expression) else {
            return leaf(ExprKind::Broken, node.span());
        };
        let built = self.built(&inner);
        let expr = Expr {
            span: node.span(),
            ..built.expr
        };
        Built {
            expr,
            closed: true,
            mixed: false,
            ..built
        }
    }

    fn if_expression(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        let parts = self.expressions(node);
        let depth = deepest(&parts);
        let Ok([condition, then, otherwise]) = <[Built; 3]>::try_from(parts) else {
            return leaf(ExprKind::Broken, span);
        };
        if !node.has(Rule::kw_then) {
            let at = Span::new(condition.expr.span.end, condition.expr.span.end);
            let finding = Diagnostic::at(&codes::MISSING_THEN, condition.expr.span);
            self.report(finding.fix(at, format!(" {}", self.shown("then"))));
        }
        for branch in [&then, &otherwise] {
            if !branch.closed && matches!(branch.expr.kind, ExprKind::And(_) | ExprKind::Or(_)) {
                let at = branch.expr.span;
                let finding = Diagnostic::at(&codes::BRANCH_PARENTHESES, at);
                let finding = finding
                    .fix(Span::new(at.start, at.start), "(")
                    .fix(Span::new(at.end, at.end), ")");
                self.report(finding);
            }
        }
        let kind = ExprKind::If(
            Box::new(condition.expr),
            Box::new(then.expr),
            Box::new(otherwise.expr),
        );
        self.build(kind, span, depth)
    }

    /// `at least N of SET`, `at most N points of (a, b)`.
    fn at_least(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        let Some(count) = node.get(Rule::sum).map(|sum| self.built(&sum)) else {
            return leaf(ExprKind::Broken, span);
        };
        let mut depth = count.depth;
        let of = if let Some(list) = node.get(Rule::criteria_list) {
            let items = self.expressions(&list);
            depth = depth.max(deepest(&items));
            CriteriaList::List(items.into_iter().map(|it| it.expr).collect())
        } else if let Some(name) = node.get(Rule::name) {
            CriteriaList::Set(name.name())
        } else {
            return leaf(ExprKind::Broken, span);
        };
        let (most, points) = (node.has(Rule::kw_at_most), node.has(Rule::kw_points));
        self.build(
            ExprKind::AtLeast {
                count: Box::new(count.expr),
                most,
                points,
                of,
            },
            span,
            depth,
        )
    }

    fn prefix(&self, op: &Node<'_>, right: Built) -> Built {
        let span = op.span().to(right.expr.span);
        let depth = right.depth;
        let operand = Box::new(right.expr);
        if op.rule() == Rule::op_negate {
            return self.build(ExprKind::Negate(operand), span, depth);
        }
        self.operator_form(op, &format!("{} ", self.shown("not")), &["!"]);
        self.build(ExprKind::Not(operand), span, depth)
    }

    fn postfix(&self, left: Built, op: &Node<'_>) -> Built {
        let span = left.expr.span.to(op.span());
        let depth = left.depth;
        match op.rule() {
            Rule::op_dot => {
                let Some(name) = op.get(Rule::any_name) else {
                    return left;
                };
                self.build(ExprKind::Dot(Box::new(left.expr), name.name()), span, depth)
            }
            Rule::op_index => {
                let keys = self.expressions(op);
                let depth = depth.max(deepest(&keys));
                let keys = keys.into_iter().map(|it| it.expr).collect();
                self.build(ExprKind::Index(Box::new(left.expr), keys), span, depth)
            }
            Rule::op_percent => self.percent(left, op, span),
            Rule::op_unit => {
                let unit = match op.first().map(|it| it.rule()) {
                    Some(Rule::kw_days | Rule::kw_day) => DurationUnit::Days,
                    Some(Rule::kw_years | Rule::kw_year) => DurationUnit::Years,
                    _ => DurationUnit::Months,
                };
                self.build(ExprKind::Duration(Box::new(left.expr), unit), span, depth)
            }
            Rule::op_as => match op.get(Rule::type_expr) {
                Some(ty) => self.build(
                    ExprKind::As(Box::new(left.expr), literal::type_expr(&ty)),
                    span,
                    depth,
                ),
                None => left,
            },
            Rule::op_if_missing | Rule::op_on => self.with_operand(left, op, span),
            Rule::op_is => self.is_test(left, op, span),
            _ => self.in_test(left, op, span),
        }
    }

    fn percent(&self, left: Built, op: &Node<'_>, span: Span) -> Built {
        if let ExprKind::Number(value) = left.expr.kind
            && !left.closed
        {
            return leaf(ExprKind::Percent(value), span);
        }
        if left.expr.kind != ExprKind::Broken {
            self.report(Diagnostic::at(&codes::PERCENT_PLACE, op.span()).help("help.value"));
        }
        left
    }

    /// `x if missing y`, `x on y`.
    fn with_operand(&self, left: Built, op: &Node<'_>, span: Span) -> Built {
        let Some(plain) = op.get(Rule::plain) else {
            return left;
        };
        let right = self.built(&plain);
        let depth = left.depth.max(right.depth);
        let (first, second) = (Box::new(left.expr), Box::new(right.expr));
        let kind = match op.rule() {
            Rule::op_on => ExprKind::On(first, second),
            _ => ExprKind::IfMissing(first, second),
        };
        self.build(kind, span, depth)
    }

    /// `x is not missing`, `x kosong`.
    fn is_test(&self, left: Built, op: &Node<'_>, span: Span) -> Built {
        let left = self.unchained(left, op);
        let missing = op.has(Rule::kw_missing);
        let word = op.get(if missing {
            Rule::kw_missing
        } else {
            Rule::kw_known
        });
        if let Some(word) = word.filter(|word| ["missing", "known"].contains(&word.text()))
            && !op.has(Rule::kw_is)
        {
            let at = Span::new(op.span().start, op.span().start);
            self.report(
                Diagnostic::at(&codes::IS_LEFT_OUT, op.span())
                    .with("word", word.text())
                    .fix(at, "is "),
            );
        }
        let depth = left.depth;
        let negated = op.has(Rule::kw_not);
        self.build(
            ExprKind::Is {
                value: Box::new(left.expr),
                missing,
                negated,
            },
            span,
            depth,
        )
    }

    /// `x in 18..45`, `x not in (a, b)`.
    fn in_test(&self, left: Built, op: &Node<'_>, span: Span) -> Built {
        let left = self.unchained(left, op);
        let Some(set) = op.get(Rule::in_set) else {
            return left;
        };
        let (set, inside) = self.in_set(&set);
        let depth = left.depth.max(inside);
        let negated = op.has(Rule::kw_not);
        self.build(
            ExprKind::In {
                value: Box::new(left.expr),
                set,
                negated,
            },
            span,
            depth,
        )
    }

    fn in_set(&self, node: &Node<'_>) -> (InSet, usize) {
        let Some(list) = node.get(Rule::in_list) else {
            let (range, depth, is_range) = self.range_or_value(node);
            return match range.low {
                Some(value) if !is_range => {
                    let at = value.span;
                    self.report(self.list_wanted(at, Some(&value.kind)));
                    (InSet::List(vec![InItem::Value(*value)]), depth)
                }
                _ => (InSet::Range(range), depth),
            };
        };
        let mut depth = 0;
        let mut items: Vec<InItem> = Vec::new();
        for item in list.all(Rule::in_item) {
            let (range, inside, is_range) = self.range_or_value(&item);
            depth = depth.max(inside);
            items.push(match range.low {
                Some(value) if !is_range => InItem::Value(*value),
                _ => InItem::Range(range),
            });
        }
        // `in (a + 1) .. b`: what looked like a list is the lower end.
        if let Some(tail) = node.get(Rule::range_tail)
            && let Ok([InItem::Value(low)]) = <[InItem; 1]>::try_from(items.clone())
        {
            let (high, exclusive, inside) = self.range_tail(&tail);
            let low = Some(Box::new(low));
            return (
                InSet::Range(Range {
                    low,
                    high,
                    exclusive,
                    span: node.span(),
                }),
                depth.max(inside),
            );
        }
        (InSet::List(items), depth)
    }

    /// `18..45`, `60..`, `..5`, or one value: then the range has it as its lower end, and the last
    /// part of the answer is false.
    pub(super) fn range_or_value(&self, node: &Node<'_>) -> (Range, usize, bool) {
        let low = node.get(Rule::sum).map(|sum| self.built(&sum));
        let tail = node.get(Rule::range_tail);
        let is_range = tail.is_some();
        let (high, exclusive, inside) =
            tail.map_or((None, false, 0), |tail| self.range_tail(&tail));
        let depth = low.as_ref().map_or(0, |low| low.depth).max(inside);
        let low = low.map(|low| Box::new(low.expr));
        (
            Range {
                low,
                high,
                exclusive,
                span: node.span(),
            },
            depth,
            is_range,
        )
    }

    fn range_tail(&self, node: &Node<'_>) -> (Option<Box<Expr>>, bool, usize) {
        let high = node.get(Rule::sum).map(|sum| self.built(&sum));
        let exclusive = node
            .get(Rule::dots)
            .is_some_and(|dots| dots.text() == "..<");
        let depth = high.as_ref().map_or(0, |high| high.depth);
        (high.map(|high| Box::new(high.expr)), exclusive, depth)
    }

    fn infix(&self, left: Built, op: &Node<'_>, right: Built) -> Built {
        let span = left.expr.span.to(right.expr.span);
        let depth = left.depth.max(right.depth);
        let binary = |op| move |a, b| ExprKind::Binary(op, a, b);
        let both: &dyn Fn(Box<Expr>, Box<Expr>) -> ExprKind = match op.rule() {
            Rule::op_and | Rule::op_or => return self.logic(left, op, right),
            Rule::op_compare => return self.compare(left, op, right),
            Rule::op_floor => &ExprKind::NotLessThan,
            Rule::op_cap => &ExprKind::NotMoreThan,
            Rule::op_starts => &ExprKind::StartsWith,
            Rule::op_contains => &ExprKind::Contains,
            Rule::op_add => &binary(BinaryOp::Add),
            Rule::op_subtract => &binary(BinaryOp::Subtract),
            Rule::op_multiply => &binary(BinaryOp::Multiply),
            _ => &binary(BinaryOp::Divide),
        };
        self.refuse_after_if_missing(&left, op);
        self.build(both(Box::new(left.expr), Box::new(right.expr)), span, depth)
    }

    /// `a and b`, `a or b`, flat; mixing them without parentheses is refused.
    fn logic(&self, left: Built, op: &Node<'_>, right: Built) -> Built {
        let span = left.expr.span.to(right.expr.span);
        let is_and = op.rule() == Rule::op_and;
        let right = if is_and {
            self.operator_form(op, self.shown("and"), &["&&", "&"]);
            right
        } else {
            self.operator_form(op, self.shown("or"), &["||"]);
            self.condition_after_or(&left, right)
        };
        let depth = left.depth.max(right.depth);
        let mut mixed = left.mixed;
        let mut items = match (left.expr.kind, is_and, left.closed) {
            (ExprKind::And(items), true, false) | (ExprKind::Or(items), false, false) => items,
            (kind @ (ExprKind::And(_) | ExprKind::Or(_)), _, false) => {
                let span = left.expr.span;
                let left = Expr { kind, span };
                if !mixed {
                    self.report(self.mixed(&left, op, &right.expr));
                }
                mixed = true;
                vec![left]
            }
            (kind, _, _) => vec![Expr {
                kind,
                span: left.expr.span,
            }],
        };
        items.push(right.expr);
        // A chain of them stays flat: it is one deeper than its deepest part, not than itself.
        let depth = if items.len() > 2 {
            depth.saturating_sub(1).max(right.depth)
        } else {
            depth
        };
        let kind = if is_and {
            ExprKind::And(items)
        } else {
            ExprKind::Or(items)
        };
        let built = self.build(kind, span, depth);
        Built { mixed, ..built }
    }

    /// `a < b`; a comparison of a comparison is refused.
    fn compare(&self, left: Built, op: &Node<'_>, right: Built) -> Built {
        let left = self.unchained_before(left, op, &right.expr);
        self.refuse_after_if_missing(&left, op);
        let span = left.expr.span.to(right.expr.span);
        let depth = left.depth.max(right.depth);
        let compare = self.compare_op(op);
        let equals = matches!(compare, CompareOp::Equal | CompareOp::NotEqual);
        if equals && right.expr.kind == ExprKind::Missing {
            let instead = if compare == CompareOp::Equal {
                "is missing"
            } else {
                "is not missing"
            };
            let place = op.span().to(right.expr.span);
            let instead = self.sample(instead);
            let finding = Diagnostic::at(&codes::EQUALS_MISSING, place).with("instead", &instead);
            self.report(finding.fix(place, instead));
            let (value, negated) = (Box::new(left.expr), compare == CompareOp::NotEqual);
            return self.build(
                ExprKind::Is {
                    value,
                    missing: true,
                    negated,
                },
                span,
                depth,
            );
        }
        self.build(
            ExprKind::Compare(compare, Box::new(left.expr), Box::new(right.expr)),
            span,
            depth,
        )
    }

    /// The comparison that a sign stands for.
    pub(super) fn compare_op(&self, op: &Node<'_>) -> CompareOp {
        let (compare, right_form) = match op.text() {
            "=" | "==" => (CompareOp::Equal, "="),
            "!=" | "<>" | "≠" => (CompareOp::NotEqual, "!="),
            "<" => (CompareOp::Less, "<"),
            "<=" | "=<" | "≤" => (CompareOp::LessOrEqual, "<="),
            ">" => (CompareOp::Greater, ">"),
            _ => (CompareOp::GreaterOrEqual, ">="),
        };
        self.operator_form(op, right_form, &["==", "<>", "≠", "=<", "≤", "=>", "≥"]);
        compare
    }

    /// Reports an operator that is written as in other languages.
    pub(super) fn operator_form(&self, op: &Node<'_>, right_form: &str, wrong: &[&str]) {
        let written = op.text().trim();
        if wrong.contains(&written) {
            let finding = Diagnostic::at(&codes::OPERATOR_FORM, op.span());
            let finding = finding
                .with("text", written)
                .with("instead", right_form.trim());
            self.report(finding.fix(op.span(), right_form));
        }
    }

    /// The left side of a comparison; a comparison there is refused, and is then no more than broken.
    fn unchained(&self, left: Built, op: &Node<'_>) -> Built {
        if !is_chained(&left) {
            return left;
        }
        let finding = Diagnostic::at(&codes::CHAINED_COMPARISON, op.span());
        self.report(finding.label(left.expr.span, "label.first"));
        leaf(ExprKind::Broken, left.expr.span)
    }

    /// The same with what follows: `1 <= x <= 5` is `x in 1..5`.
    fn unchained_before(&self, left: Built, op: &Node<'_>, right: &Expr) -> Built {
        let ExprKind::Compare(first, low, middle) = &left.expr.kind else {
            return self.unchained(left, op);
        };
        if !is_chained(&left) {
            return left;
        }
        let [low, middle, high] = [low.span, middle.span, right.span].map(|it| self.written(it));
        let instead = match (first, op.text().trim()) {
            (CompareOp::LessOrEqual, "<=") => {
                format!("{middle} {} {low}..{high}", self.shown("in"))
            }
            (_, sign) => {
                let whole = self.written(left.expr.span);
                format!("{whole} {} {middle} {sign} {high}", self.shown("and"))
            }
        };
        let place = left.expr.span.to(right.span);
        let finding = Diagnostic::at(&codes::CHAINED_COMPARISON, op.span());
        let finding = finding.label(left.expr.span, "label.first");
        let finding = finding.with("instead", &instead).help("help.instead");
        self.report(finding.fix(place, instead));
        leaf(ExprKind::Broken, left.expr.span)
    }

    /// `x if missing 0 + y`: whether the sum is meant to go first cannot be seen.
    fn refuse_after_if_missing(&self, left: &Built, op: &Node<'_>) {
        if !left.closed && matches!(left.expr.kind, ExprKind::IfMissing(..)) {
            let at = left.expr.span;
            let finding =
                Diagnostic::at(&codes::AFTER_IF_MISSING, op.span()).label(at, "label.first");
            self.report(
                finding
                    .fix(Span::new(at.start, at.start), "(")
                    .fix(Span::new(at.end, at.end), ")"),
            );
        }
    }

    /// `x = 1 or 2`: a literal is no condition, and is refused. Names are for the checker, which knows them.
    fn condition_after_or(&self, left: &Built, right: Built) -> Built {
        let is_value = matches!(
            right.expr.kind,
            ExprKind::Number(_)
                | ExprKind::Percent(_)
                | ExprKind::Money { .. }
                | ExprKind::Date(_)
                | ExprKind::Text(_)
        );
        if !is_value {
            return right;
        }
        let finding = Diagnostic::at(&codes::OR_BETWEEN_VALUES, right.expr.span);
        let finding = finding.label(left.expr.span, "label.first");
        self.report(match &left.expr.kind {
            ExprKind::Compare(CompareOp::Equal, value, first) => {
                let all = [value, first].map(|it| self.written(it.span));
                let [value, first] = all;
                let second = self.written(right.expr.span);
                let instead = format!("{value} {} ({first}, {second})", self.shown("in"));
                let place = left.expr.span.to(right.expr.span);
                finding.with("instead", &instead).fix(place, instead)
            }
            _ => finding.help("help.twice"),
        });
        leaf(ExprKind::Broken, right.expr.span)
    }
}

/// Whether the left side of a comparison is a comparison itself, without parentheses.
fn is_chained(left: &Built) -> bool {
    let is_comparison = matches!(
        left.expr.kind,
        ExprKind::Compare(..) | ExprKind::In { .. } | ExprKind::Is { .. }
    );
    is_comparison && !left.closed
}

/// An expression without parts.
pub(super) fn leaf(kind: ExprKind, span: Span) -> Built {
    Built {
        expr: Expr { kind, span },
        closed: false,
        depth: 1,
        mixed: false,
    }
}

/// The depth of the deepest.
pub(super) fn deepest(parts: &[Built]) -> usize {
    parts.iter().map(|part| part.depth).max().unwrap_or(0)
}
