//! Aggregations over the rows of a lower level: `count(member where …)` and the others.

use super::expression::truth;
use super::scope::{Attribute, Level, Scope, along};
use super::tree::{self, Aggregate, AggregateOp, Best, EntityId, Expr, ExprKind, RankKey, Type};
use super::types::{boolean, is_number, retype};
use super::{Checker, Reported};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn aggregate(
        &mut self,
        it: &ast::Aggregate,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        if it.op == ast::AggregateOp::Count
            && it.value.is_none()
            && it.condition.is_none()
            && let Some(Attribute::Criteria(_)) = self.attribute(&it.entity.node, scope.level)
        {
            let of = self.set_conditions(&it.entity, scope)?;
            return Some(Expr {
                kind: ExprKind::CountTrue(of),
                ty: Type::Integer,
                span,
            });
        }
        let over = self.aggregated(it, span, scope)?;
        if let Some(weight) = &it.weight {
            self.report(Diagnostic::at(&codes::WEIGHT_IN_RULE, weight.span));
            return None;
        }
        let (aggregate, ty) = self.aggregate_over(it, over, span)?;
        Some(Expr {
            kind: ExprKind::Aggregate(Box::new(aggregate)),
            ty,
            span,
        })
    }

    /// The entity whose rows are taken, where it lies below the level.
    pub(super) fn aggregated(
        &mut self,
        it: &ast::Aggregate,
        span: Span,
        scope: &Scope,
    ) -> Option<EntityId> {
        if let Some(Attribute::Reverse(link, of)) = self.attribute(&it.entity.node, scope.level) {
            self.share_of_row(it, span)?;
            return self.view(of, link);
        }
        if let Some(Attribute::Link(..)) = self.attribute(&it.entity.node, scope.level) {
            let name = &it.entity.node;
            let advice = (
                "the rows on the other side, named in the link by `… by FIELD, reverse NAME`",
                "baris di sisi lainnya, yang diberi nama dalam rujukan: `… by KOLOM, reverse NAMA`",
            );
            self.wrong_kind(name, it.entity.span, "a row", "rows", advice)?;
        }
        let over = self.entity_named(&it.entity)?;
        match scope.level {
            Level::Constant => {
                self.report(Diagnostic::at(&codes::AGGREGATE_IN_CONSTANT, span));
                None
            }
            Level::Population => Some(over),
            Level::Row(level) if self.height(over, level).is_some_and(|height| height > 0) => {
                self.share_of_row(it, span)?;
                Some(over)
            }
            Level::Row(level) if self.leads_by_name(over, level) => {
                self.share_of_row(it, span)?;
                self.view_by_name(&it.entity, over, level)
            }
            Level::Row(level) => {
                let finding = Diagnostic::at(&codes::NOT_BELOW, it.entity.span)
                    .with("entity", self.entity_name(over))
                    .with("level", self.entity_name(level));
                let shared = self
                    .ancestors(level)
                    .into_iter()
                    .skip(1)
                    .find(|up| self.height(over, *up).is_some_and(|it| it > 0));
                self.report(match shared {
                    Some(up) => finding
                        .with("parent", self.entity_name(up))
                        .help("help.parent"),
                    None => finding,
                });
                None
            }
        }
    }

    /// A share is a figure over the population.
    fn share_of_row(&mut self, it: &ast::Aggregate, span: Span) -> Option<()> {
        if it.op != ast::AggregateOp::Share {
            return Some(());
        }
        self.report(Diagnostic::at(&codes::SHARE_OF_ROW, span));
        None
    }

    /// An aggregate over all the rows that the level, or the population, has of an entity.
    pub(super) fn aggregate_over(
        &mut self,
        it: &ast::Aggregate,
        over: EntityId,
        span: Span,
    ) -> Option<(Aggregate, Type)> {
        let (seen, way) = self.seen(over);
        self.known_since(seen, it)?;
        let inner = Scope::row(seen);
        let condition = it
            .condition
            .as_ref()
            .map(|condition| self.condition(condition, &inner));
        let op = operation(it.op);
        let value = self.aggregate_value(it, op, &inner, span);
        let by = self.order_of_first(it, op, seen, &inner, span);
        let best = match &it.best {
            Some(best) => self.fixed(&best.count, Type::Integer).map(|count| {
                Some(Best {
                    count,
                    smallest: best.smallest,
                })
            }),
            None => Some(None),
        };
        let no_rows = self.no_rows(it, op, span);
        let condition = match condition {
            Some(None) => return None,
            Some(Some(condition)) => Some(condition),
            None => None,
        };
        let (value, by, best, no_rows) = (value.ok()?, by?, best?, no_rows.ok()?);
        let (condition, value) = match op {
            // `any(member where C)` asks whether C is true of a row.
            AggregateOp::Any => (None, Some(condition.unwrap_or_else(|| boolean(true, span)))),
            AggregateOp::Count
            | AggregateOp::Sum
            | AggregateOp::Min
            | AggregateOp::Max
            | AggregateOp::Average
            | AggregateOp::Every
            | AggregateOp::First
            | AggregateOp::Only
            | AggregateOp::Share => (condition, value),
        };
        let ty = match (op, &value) {
            (AggregateOp::Count, _) => Type::Integer,
            (AggregateOp::Any | AggregateOp::Every, _) => Type::Boolean,
            (AggregateOp::Share, _) => Type::Decimal,
            (AggregateOp::Average, Some(value)) if value.ty == Type::Integer => Type::Decimal,
            (_, Some(value)) => value.ty,
            (_, None) => Type::Integer,
        };
        let value = match (op, value) {
            (AggregateOp::Average, Some(value)) => Some(retype(value, ty)),
            (_, value) => value,
        };
        let here = |expr: Expr| {
            let span = expr.span;
            along(&way, expr, span)
        };
        let by = by.into_iter().map(|key| RankKey {
            value: here(key.value),
            filled: key.filled.map(here),
            ..key
        });
        Some((
            Aggregate {
                op,
                over,
                condition: condition.map(here),
                value: value.map(here),
                best,
                no_rows,
                by: by.collect(),
            },
            ty,
        ))
    }

    /// `X of`, `has D`: the value of each row, where the aggregation takes one.
    fn aggregate_value(
        &mut self,
        it: &ast::Aggregate,
        op: AggregateOp,
        inner: &Scope,
        span: Span,
    ) -> Result<Option<Expr>, Reported> {
        match op {
            AggregateOp::Count | AggregateOp::Any => match &it.value {
                None => Ok(None),
                Some(value) => Err(self.odd_form(op, value.span)),
            },
            AggregateOp::Every | AggregateOp::Share => {
                match it.has.as_ref().or(it.value.as_ref()) {
                    Some(has) => self.condition(has, inner).map(Some).ok_or(Reported),
                    None => Err(self.odd_form(op, span)),
                }
            }
            AggregateOp::Sum
            | AggregateOp::Min
            | AggregateOp::Max
            | AggregateOp::Average
            | AggregateOp::First
            | AggregateOp::Only => {
                let Some(value) = &it.value else {
                    if op == AggregateOp::Only {
                        self.report(
                            Diagnostic::at(&codes::ONLY_OUTSIDE_ROLE, span)
                                .with("entity", &it.entity.node),
                        );
                        return Err(Reported);
                    }
                    return Err(self.odd_form(op, span));
                };
                let typed = self.expr(value, inner, None).ok_or(Reported)?;
                let fits = match op {
                    AggregateOp::Sum | AggregateOp::Average => is_number(typed.ty),
                    AggregateOp::Min | AggregateOp::Max => {
                        is_number(typed.ty) || typed.ty == Type::Date
                    }
                    _ => true,
                };
                if !fits {
                    self.report_not_number(&typed);
                    return Err(Reported);
                }
                Ok(Some(typed))
            }
        }
    }

    /// `by K [descending], …` of `first`: it must end in the key.
    fn order_of_first(
        &mut self,
        it: &ast::Aggregate,
        op: AggregateOp,
        over: EntityId,
        inner: &Scope,
        span: Span,
    ) -> Option<Vec<RankKey>> {
        if op != AggregateOp::First {
            if let Some(first) = it.by.first() {
                self.odd_form(op, first.value.span);
                return None;
            }
            return Some(Vec::new());
        }
        let keys = self.rank_keys(&it.by, inner)?;
        self.tie_break(&keys, over, span, "first")?;
        Some(keys)
    }

    /// A part that the aggregation does not take, or one that it lacks.
    fn odd_form(&mut self, op: AggregateOp, span: Span) -> Reported {
        let finding = Diagnostic::at(&codes::AGGREGATE_FORM, span).with_code("name", op_word(op));
        self.report(finding.with_code("sample", sample(op)));
        Reported
    }

    /// `if no rows B`: `every` must say it.
    fn no_rows(
        &mut self,
        it: &ast::Aggregate,
        op: AggregateOp,
        span: Span,
    ) -> Result<Option<bool>, Reported> {
        match (&it.no_rows, op) {
            (Some(answer), AggregateOp::Every) => match &answer.kind {
                ast::ExprKind::Boolean(value) => Ok(Some(*value)),
                ast::ExprKind::Broken => Err(Reported),
                _ => {
                    self.report(Diagnostic::at(&codes::NO_ROWS_ANSWER, answer.span));
                    Err(Reported)
                }
            },
            (None, AggregateOp::Every) => {
                let finding = Diagnostic::at(&codes::EVERY_WITHOUT_NO_ROWS, span)
                    .with("entity", &it.entity.node);
                self.report(finding);
                Err(Reported)
            }
            (Some(answer), _) => Err(self.odd_form(op, answer.span)),
            (None, _) => Ok(None),
        }
    }

    /// The keys of an order; a blank that is a known fact ranks last.
    pub(super) fn rank_keys(
        &mut self,
        keys: &[ast::RankKey],
        scope: &Scope,
    ) -> Option<Vec<RankKey>> {
        let typed: Vec<Option<RankKey>> = keys
            .iter()
            .map(|key| {
                let value = self.raw(&key.value, scope, None)?;
                let filled = self.fact_field(&value).map(|_| self.filled(&value));
                Some(RankKey {
                    value,
                    descending: key.descending.is_some(),
                    filled,
                })
            })
            .collect();
        typed.into_iter().collect()
    }

    /// Holds that an order ends in the key of the rows it orders, so that no two rows are equal.
    pub(super) fn tie_break(
        &mut self,
        keys: &[RankKey],
        entity: EntityId,
        span: Span,
        what: &str,
    ) -> Option<()> {
        let columns = self.key_columns(entity);
        let last: Vec<&ExprKind> = keys
            .iter()
            .rev()
            .take(columns.len())
            .map(|it| &it.value.kind)
            .collect();
        let mut held = columns.iter().map(|it| ExprKind::Field(*it));
        if !columns.is_empty() && held.all(|it| last.contains(&&it)) {
            return Some(());
        }
        // Of a key of several columns, those that are not there yet.
        let lacking = columns
            .iter()
            .filter(|it| !last.contains(&&ExprKind::Field(**it)));
        let names = lacking.filter_map(|it| self.program.fields.get(it.index()));
        let names: Vec<&str> = names.map(|it| it.about.name.as_str()).collect();
        let name = names.join(", ");
        let end = keys.last().map_or(span, |last| last.value.span);
        let finding = Diagnostic::at(&codes::MISSING_TIE_BREAK, end)
            .with("what", what)
            .with("key", &name)
            .with("entity", self.entity_name(entity));
        let at = keys.last().map_or(span.end, |last| self.after_key(last));
        self.report(finding.fix(Span::new(at, at), format!(", {name}")));
        None
    }

    /// The end of a key of an order, the word `descending` included.
    fn after_key(&self, key: &RankKey) -> u32 {
        let end = key.value.span.end;
        if !key.descending {
            return end;
        }
        let rest = self.text.text(Span::new(end, end.saturating_add(24)));
        let blank = rest.len() - rest.trim_start().len();
        let word = rest
            .trim_start()
            .chars()
            .take_while(|it| it.is_alphanumeric() || *it == '_')
            .map(char::len_utf8)
            .sum::<usize>();
        u32::try_from(blank + word).map_or(end, |length| end.saturating_add(length))
    }

    /// The rows of a role: `only(member where relation = head)`.
    pub(super) fn role_rows(
        &mut self,
        it: &ast::Role,
        level: EntityId,
    ) -> Option<(EntityId, Expr)> {
        let only = match &it.value.kind {
            ast::ExprKind::Aggregate(only)
                if only.op == ast::AggregateOp::Only && only.value.is_none() =>
            {
                only
            }
            ast::ExprKind::Broken => return None,
            _ => {
                self.report(Diagnostic::at(&codes::ROLE_WITHOUT_ONLY, it.value.span));
                return None;
            }
        };
        let over = self.aggregated(only, it.value.span, &Scope::row(level))?;
        if self.program.views.contains_key(&over) {
            self.report(Diagnostic::at(&codes::ROLE_ALONG_LINK, it.value.span));
            return None;
        }
        let condition = match &only.condition {
            Some(condition) => self.condition(condition, &Scope::row(over))?,
            None => boolean(true, it.value.span),
        };
        Some((over, condition))
    }
}

/// All of some conditions as one.
pub(super) fn all(mut conditions: Vec<Expr>, span: Span) -> Expr {
    match conditions.len() {
        0 => boolean(true, span),
        1 => conditions.remove(0),
        _ => truth(ExprKind::And(conditions), span),
    }
}

fn operation(op: ast::AggregateOp) -> AggregateOp {
    match op {
        ast::AggregateOp::Count => AggregateOp::Count,
        ast::AggregateOp::Sum => AggregateOp::Sum,
        ast::AggregateOp::Min => AggregateOp::Min,
        ast::AggregateOp::Max => AggregateOp::Max,
        ast::AggregateOp::Average => AggregateOp::Average,
        ast::AggregateOp::Any => AggregateOp::Any,
        ast::AggregateOp::Every => AggregateOp::Every,
        ast::AggregateOp::First => AggregateOp::First,
        ast::AggregateOp::Only => AggregateOp::Only,
        ast::AggregateOp::Share => AggregateOp::Share,
    }
}

fn op_word(op: tree::AggregateOp) -> &'static str {
    match op {
        AggregateOp::Count => "count",
        AggregateOp::Sum => "sum",
        AggregateOp::Min => "min",
        AggregateOp::Max => "max",
        AggregateOp::Average => "average",
        AggregateOp::Any => "any",
        AggregateOp::Every => "every",
        AggregateOp::First => "first",
        AggregateOp::Only => "only",
        AggregateOp::Share => "share",
    }
}

/// How an aggregation is written.
fn sample(op: tree::AggregateOp) -> &'static str {
    match op {
        AggregateOp::Count => "count(ENTITY where CONDITION)",
        AggregateOp::Sum => "sum(FIELD of ENTITY where CONDITION)",
        AggregateOp::Min => "min(FIELD of ENTITY where CONDITION)",
        AggregateOp::Max => "max(FIELD of ENTITY where CONDITION)",
        AggregateOp::Average => "average(FIELD of ENTITY where CONDITION)",
        AggregateOp::Any => "any(ENTITY where CONDITION)",
        AggregateOp::Every => "every(ENTITY has CONDITION, if no rows true)",
        AggregateOp::First => "first(FIELD of ENTITY by FIELD, KEY)",
        AggregateOp::Only => "only(ENTITY where CONDITION)",
        AggregateOp::Share => "share(ENTITY where CONDITION, of those where CONDITION)",
    }
}
