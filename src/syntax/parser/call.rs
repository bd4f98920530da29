//! Names, function calls and aggregations: one form in the grammar, told apart here.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use super::expression::{Built, deepest, leaf};
use super::node::Node;
use super::{Reader, Rule};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{
    Aggregate, AggregateOp, AlkireFosterKind, Best, Expr, ExprKind, Line, MeasureKind, Name,
    PositionKind, RankKey, RoundMode,
};
use crate::words;

/// How each aggregation is written, for the words of a finding.
fn form_of(op: AggregateOp) -> &'static str {
    match op {
        AggregateOp::Count => "count(member where …)",
        AggregateOp::Sum => "sum(income of member where …)",
        AggregateOp::Min => "min(income of member where …)",
        AggregateOp::Max => "max(income of member where …)",
        AggregateOp::Average => "average(income of member where …)",
        AggregateOp::Any => "any(member where …)",
        AggregateOp::Every => "every(member where … has …, if no rows true)",
        AggregateOp::First => "first(income of member where … by birth_date)",
        AggregateOp::Only => "only(member where …)",
        AggregateOp::Share => "share(member where …, of those where …)",
    }
}

/// The parts of a call, sorted by the words that lead them.
#[derive(Default)]
pub(super) struct Parts {
    /// Bare arguments: the first has the tails of an aggregation.
    pub(super) values: Vec<Argument>,
    pub(super) no_rows: Option<Expr>,
    pub(super) to: Option<Expr>,
    /// `of x`, and what comes after it in `of family where C weighted by w`.
    pub(super) of: Option<Rows>,
    pub(super) on: Option<Expr>,
    /// `of those where C`, and its weight.
    pub(super) those: Option<Rows>,
    /// `below z`.
    pub(super) line: Option<Line>,
    pub(super) depth: usize,
}

/// What is led by `of`, or by `of those where`.
pub(super) struct Rows {
    pub(super) led: Expr,
    pub(super) condition: Option<Expr>,
    pub(super) weight: Option<Expr>,
}

impl Rows {
    /// Whether nothing comes after it.
    fn is_plain(&self) -> bool {
        self.condition.is_none() && self.weight.is_none()
    }
}

/// `x of E where C has D by K descending weighted by w`: any of its parts may be missing.
pub(super) struct Argument {
    pub(super) value: Expr,
    pub(super) best: Option<Best>,
    pub(super) entity: Option<Name>,
    pub(super) condition: Option<Expr>,
    pub(super) has: Option<Expr>,
    pub(super) by: Option<Expr>,
    pub(super) descending: Option<Span>,
    /// `x descending of E`: the word before all tails.
    pub(super) falling: Option<Span>,
    pub(super) weight: Option<Expr>,
    pub(super) within: Option<Name>,
}

impl Argument {
    /// Whether it is a value alone.
    pub(super) fn is_plain(&self) -> bool {
        self.best.is_none()
            && self.weight.is_none()
            && self.entity.is_none()
            && self.condition.is_none()
            && self.has.is_none()
            && self.by.is_none()
            && self.descending.is_none()
            && self.falling.is_none()
            && self.within.is_none()
    }
}

impl Reader<'_> {
    /// A name, or a call.
    pub(super) fn reference(&self, node: &Node<'_>) -> Built {
        let span = node.span();
        let Some(written) = node.get(Rule::name) else {
            return leaf(ExprKind::Broken, span);
        };
        let name = written.name();
        let Some(call) = node.get(Rule::call) else {
            return leaf(ExprKind::Name(name.node), span);
        };
        let parts = self.parts(&call);
        let depth = parts.depth;
        let way = if call.has(Rule::kw_up) {
            Some(RoundMode::Up)
        } else {
            call.has(Rule::kw_down).then_some(RoundMode::Down)
        };
        match self.call(name, parts, way, span) {
            Some(kind) => self.build(kind, span, depth),
            None => leaf(ExprKind::Broken, span),
        }
    }

    fn parts(&self, call: &Node<'_>) -> Parts {
        let mut parts = Parts::default();
        for segment in call
            .all(Rule::segment)
            .filter_map(|segment| segment.first())
        {
            if segment.rule() == Rule::value_segment {
                let argument = self.argument(&segment, &mut parts.depth);
                parts.values.push(argument);
                continue;
            }
            let all = self.expressions(&segment);
            parts.depth = parts.depth.max(deepest(&all));
            let Some(led) = all.into_iter().next().map(|built| built.expr) else {
                continue;
            };
            let depth = &mut parts.depth;
            match segment.rule() {
                Rule::led_no_rows => parts.no_rows = Some(led),
                Rule::led_to => parts.to = Some(led),
                Rule::led_of => parts.of = Some(self.rows(led, &segment, depth)),
                Rule::led_on => parts.on = Some(led),
                Rule::led_those => parts.those = Some(self.rows(led, &segment, depth)),
                _ => {
                    parts.line = Some(Line {
                        at: segment.has(Rule::kw_at_or_below),
                        value: led,
                    });
                }
            }
        }
        parts
    }

    fn rows(&self, led: Expr, node: &Node<'_>, depth: &mut usize) -> Rows {
        let mut under = |rule| {
            let part = node.get(rule)?;
            let built = self.built(&part.get(Rule::expression)?);
            *depth = (*depth).max(built.depth());
            Some(built.expr)
        };
        Rows {
            led,
            condition: under(Rule::where_part),
            weight: under(Rule::weighted_part),
        }
    }

    fn argument(&self, node: &Node<'_>, depth: &mut usize) -> Argument {
        let mut read = |node: &Node<'_>| {
            let built = self.built(node);
            *depth = (*depth).max(built.depth());
            built.expr
        };
        let value = node.get(Rule::expression).map(|it| read(&it));
        let value = value.unwrap_or(Expr {
            kind: ExprKind::Broken,
            span: node.span(),
        });
        let mut under = |rule| {
            let part = node.get(rule)?;
            part.get(Rule::expression).map(|it| read(&it))
        };
        // `4 largest x of member`: what stands first is the number.
        let (value, best) = match under(Rule::best) {
            Some(taken) => {
                let smallest = node
                    .get(Rule::best)
                    .is_some_and(|best| best.has(Rule::kw_smallest));
                (
                    taken,
                    Some(Best {
                        count: value,
                        smallest,
                    }),
                )
            }
            None => (value, None),
        };
        let (condition, has, by) = (
            under(Rule::where_part),
            under(Rule::has_part),
            under(Rule::by_part),
        );
        let weight = under(Rule::weighted_part);
        let within = node.get(Rule::within_part);
        let late_weight = within.as_ref().and_then(|within| {
            let part = within.get(Rule::weighted_part)?;
            part.get(Rule::expression).map(|it| read(&it))
        });
        Argument {
            value,
            best,
            entity: node
                .get(Rule::of_rows)
                .and_then(|of| of.get(Rule::name))
                .map(|name| name.name()),
            condition,
            has,
            by,
            descending: node.get(Rule::kw_descending).map(|word| word.span()),
            falling: node.get(Rule::falling).map(|word| word.span()),
            weight: weight.or(late_weight),
            within: within
                .and_then(|within| within.get(Rule::name))
                .map(|name| name.name()),
        }
    }

    /// The kind of call that a name and its parts make; reported and `None` where they do not fit.
    fn call(
        &self,
        name: Name,
        parts: Parts,
        way: Option<RoundMode>,
        span: Span,
    ) -> Option<ExprKind> {
        let english = words::english_name(&name.node).unwrap_or_default();
        let takes_rows = parts
            .values
            .first()
            .is_some_and(|first| first.entity.is_some());
        if way.is_some() && english != "round" {
            return self.misfit(name.span, &name.node, "round up(…)");
        }
        match english {
            "round" => self.round(parts, way.unwrap_or(RoundMode::Nearest), span),
            "steps" => self.steps(parts, span),
            "count" => self.aggregate(AggregateOp::Count, parts, span),
            "sum" => self.aggregate(AggregateOp::Sum, parts, span),
            "min" if takes_rows => self.aggregate(AggregateOp::Min, parts, span),
            "max" if takes_rows => self.aggregate(AggregateOp::Max, parts, span),
            "average" => self.aggregate(AggregateOp::Average, parts, span),
            "any" => self.aggregate(AggregateOp::Any, parts, span),
            "every" => self.aggregate(AggregateOp::Every, parts, span),
            "first" => self.aggregate(AggregateOp::First, parts, span),
            "only" => self.aggregate(AggregateOp::Only, parts, span),
            "share" => self.aggregate(AggregateOp::Share, parts, span),
            _ => self.other_call(english, name, parts, span),
        }
    }

    /// A measure, the place of a row, or a function of values.
    fn other_call(&self, english: &str, name: Name, parts: Parts, span: Span) -> Option<ExprKind> {
        if let Some(kind) = MeasureKind::ALL.iter().find(|it| it.form().0 == english) {
            return self.measure(*kind, parts, span);
        }
        if let Some(kind) = AlkireFosterKind::ALL
            .iter()
            .find(|it| it.form().0 == english)
        {
            return self.alkire_foster(*kind, parts, span);
        }
        match PositionKind::ALL.iter().find(|it| it.form().0 == english) {
            Some(kind) => self.position(*kind, parts, span),
            None => self.function(name, parts, span),
        }
    }

    /// `min(a, b)`, `age(birth_date, on death_date)`.
    fn function(&self, function: Name, parts: Parts, span: Span) -> Option<ExprKind> {
        let is_plain = parts.values.iter().all(Argument::is_plain);
        if !is_plain
            || parts.no_rows.is_some()
            || parts.to.is_some()
            || parts.of.is_some()
            || parts.those.is_some()
            || parts.line.is_some()
        {
            let sample = format!("{}(a, b)", function.node);
            return self.misfit(span, &function.node, &sample);
        }
        let values = parts.values.into_iter().map(|argument| argument.value);
        let arguments = values.chain(parts.on).collect();
        Some(ExprKind::Call {
            function,
            arguments,
        })
    }

    /// `round(x, to Rp 1_000)`.
    fn round(&self, parts: Parts, mode: RoundMode, span: Span) -> Option<ExprKind> {
        let extra = parts.of.is_some()
            || parts.on.is_some()
            || parts.those.is_some()
            || parts.line.is_some()
            || parts.no_rows.is_some();
        match <[Argument; 1]>::try_from(parts.values) {
            Ok([argument]) if argument.is_plain() && !extra => Some(ExprKind::Round {
                mode,
                value: Box::new(argument.value),
                to: parts.to.map(Box::new),
            }),
            _ => self.misfit(span, "round", "round(x, to Rp 1_000)"),
        }
    }

    /// `steps(x, of Rp 1_000)`.
    fn steps(&self, parts: Parts, span: Span) -> Option<ExprKind> {
        let extra = parts.to.is_some()
            || parts.on.is_some()
            || parts.those.is_some()
            || parts.line.is_some()
            || parts.no_rows.is_some();
        match (<[Argument; 1]>::try_from(parts.values), parts.of) {
            (Ok([argument]), Some(of)) if argument.is_plain() && of.is_plain() && !extra => {
                Some(ExprKind::Steps {
                    value: Box::new(argument.value),
                    of: Box::new(of.led),
                })
            }
            _ => self.misfit(span, "steps", "steps(x, of Rp 1_000)"),
        }
    }

    fn aggregate(&self, op: AggregateOp, parts: Parts, span: Span) -> Option<ExprKind> {
        let form = self.own_form(op, &parts);
        match build_aggregate(op, parts) {
            Some(aggregate) => Some(ExprKind::Aggregate(Box::new(aggregate))),
            None => self.misfit(span, form.split('(').next().unwrap_or_default(), &form),
        }
    }

    /// How an aggregation is written, with the names that stand in this one.
    fn own_form(&self, op: AggregateOp, parts: &Parts) -> String {
        let form = form_of(op);
        let Some(first) = parts.values.first() else {
            return form.to_owned();
        };
        let value = match &first.value.kind {
            ExprKind::Name(name) => Some(name.as_str()),
            _ => None,
        };
        let is_entity = value.is_some_and(|it| self.entities().any(|entity| entity == it));
        let entity = match &first.entity {
            Some(entity) => Some(entity.node.as_str()),
            None if is_entity || first.condition.is_some() => value,
            None => None,
        };
        let field = value.filter(|it| Some(*it) != entity);
        let form = match (entity, field) {
            (Some(_), None) => form.replace("income", "…"),
            (_, Some(field)) => form.replace("income", field),
            (None, None) => form.to_owned(),
        };
        match entity.or_else(|| self.entities().last()) {
            Some(entity) => form.replace("member", entity),
            None => form,
        }
    }

    pub(super) fn misfit(&self, span: Span, name: &str, sample: &str) -> Option<ExprKind> {
        self.report(
            Diagnostic::at(&codes::CALL_FORM, span)
                .with("name", name)
                .with("sample", self.sample(sample)),
        );
        None
    }
}

/// An aggregation of fitting parts; `None` where one is missing or has no place in it.
fn build_aggregate(op: AggregateOp, parts: Parts) -> Option<Aggregate> {
    use AggregateOp::{Any, Average, Count, Every, First, Max, Min, Only, Share, Sum};
    if parts.to.is_some() || parts.of.is_some() || parts.on.is_some() || parts.line.is_some() {
        return None;
    }
    let mut values = parts.values.into_iter();
    let first = values.next()?;
    let rest: Vec<Argument> = values.collect();
    let takes_value = match op {
        Sum | Min | Max | Average | First => true,
        Count | Any | Every | Only | Share => false,
    };
    let (value, entity) = match (takes_value, first.entity) {
        (true, Some(entity)) => (Some(first.value), entity),
        (false, None) => match first.value {
            Expr {
                kind: ExprKind::Name(name),
                span,
            } => (None, Name::new(name, span)),
            _ => return None,
        },
        _ => return None,
    };
    let by = rank_keys(first.by, first.descending, rest)?;
    let fits = (op == Sum || first.best.is_none())
        && (op == First || by.is_empty())
        && (op == Every || (first.has.is_none() && parts.no_rows.is_none()))
        && (op == Share || parts.those.is_none())
        && parts.those.as_ref().is_none_or(|it| it.condition.is_none())
        && first.falling.is_none()
        && first.within.is_none()
        && (matches!(op, Count | Sum | Average | Share) || first.weight.is_none())
        && (first.weight.is_none() || first.best.is_none())
        && (op != Every || first.has.is_some())
        && (op != Share || first.condition.is_some());
    let (condition, has, weight) = match (op, parts.those) {
        (Share, Some(those)) if first.weight.is_none() => {
            (Some(those.led), first.condition, those.weight)
        }
        (Share, Some(_)) => return None,
        (Share, None) => (None, first.condition, first.weight),
        _ => (first.condition, first.has, first.weight),
    };
    fits.then_some(Aggregate {
        op,
        value,
        best: first.best,
        entity,
        condition,
        has,
        no_rows: parts.no_rows,
        by,
        weight,
    })
}

/// `by K descending, K2`: the further keys are bare arguments to the grammar.
fn rank_keys(
    by: Option<Expr>,
    descending: Option<Span>,
    rest: Vec<Argument>,
) -> Option<Vec<RankKey>> {
    let Some(value) = by else {
        return (rest.is_empty() && descending.is_none()).then(Vec::new);
    };
    let mut keys = vec![RankKey { value, descending }];
    for mut argument in rest {
        let descending = argument.descending.take();
        if !argument.is_plain() {
            return None;
        }
        keys.push(RankKey {
            value: argument.value,
            descending,
        });
    }
    Some(keys)
}
