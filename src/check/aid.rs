//! Aids: conditions, grounds, what is given, and how it is shared out.

use super::scope::{Attribute, Level, Scope};
use super::tree::{
    Aid, AidId, AidPart, Benefit, Budget, CriteriaId, EntityId, Expr, ExprKind, Ground, Group, Hop,
    Limit, Quota, RankKey, Type,
};
use super::types::{is_money, is_number};
use super::walk::same;
use super::{Checker, Progress, Reported, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::resolve::clause_word;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, AidClauseKind, Common, DeclarationKind, Name, QuotaCount};

impl Checker<'_> {
    pub(super) fn aid(&mut self, index: usize, it: &ast::Aid, common: &Common) {
        let Some(Slot::Aid(id)) = self.slots_of(index).first().copied() else {
            return;
        };
        let Some(entity) = self.program.aids.get(id.index()).map(|it| it.entity) else {
            return;
        };
        self.clauses_once(it);
        let benefit = self.benefit(it, entity);
        let scope = inner_scope(entity, benefit.as_ref());
        let mut when = Vec::new();
        let mut unless = Vec::new();
        let mut verify = Vec::new();
        let mut take_up = None;
        let mut sharing = Sharing::default();
        let (mut exclusions, mut checks) = (0, 0);
        for clause in &it.clauses {
            match &clause.kind {
                AidClauseKind::When(condition) => {
                    let code = format!("when_{}", when.len() + 1);
                    when.extend(self.ground(
                        condition,
                        None,
                        code,
                        clause.span,
                        &Scope::row(entity),
                    ));
                }
                AidClauseKind::Unless { condition, because } => {
                    exclusions += 1;
                    let code = format!("unless_{exclusions}");
                    unless.extend(self.grounds(
                        condition,
                        because.as_ref(),
                        &code,
                        clause.span,
                        entity,
                    ));
                }
                AidClauseKind::Verify { condition, because } => {
                    checks += 1;
                    let code = format!("verify_{checks}");
                    verify.extend(self.grounds(
                        condition,
                        because.as_ref(),
                        &code,
                        clause.span,
                        entity,
                    ));
                }
                AidClauseKind::TakeUp { share, seed } => {
                    take_up = self.take_up(id, share, seed.as_ref(), clause.span);
                }
                AidClauseKind::Agency(_)
                | AidClauseKind::Amount { .. }
                | AidClauseKind::Service(_) => {}
                AidClauseKind::Quota { .. }
                | AidClauseKind::Budget { .. }
                | AidClauseKind::Limit(_)
                | AidClauseKind::RankBy(_)
                | AidClauseKind::NotTogether { .. } => {
                    self.sharing(&mut sharing, clause, &scope, entity, benefit.as_ref());
                }
            }
        }
        self.order_of_allocation(it, &sharing, entity);
        let agency = it.clauses.iter().find_map(|clause| match &clause.kind {
            AidClauseKind::Agency(agency) => Some(agency.node.clone()),
            _ => None,
        });
        let Some(aid) = self.program.aids.get_mut(id.index()) else {
            return;
        };
        aid.agency = agency;
        aid.in_force = common
            .in_force
            .map(|it| (it.from.node, it.until.map(|it| it.node)));
        aid.when = when;
        aid.unless = unless;
        aid.verify = verify;
        aid.take_up = take_up;
        aid.benefit = benefit.unwrap_or(Benefit::Nothing);
        fill(aid, sharing);
    }

    /// Clauses that state one thing may stand once.
    fn clauses_once(&mut self, it: &ast::Aid) {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for clause in &it.clauses {
            let word = match &clause.kind {
                AidClauseKind::Amount { .. } | AidClauseKind::Service(_) => "amount or service",
                AidClauseKind::Agency(_)
                | AidClauseKind::TakeUp { .. }
                | AidClauseKind::Quota { .. }
                | AidClauseKind::Budget { .. }
                | AidClauseKind::RankBy(_) => clause_word(&clause.kind),
                AidClauseKind::When(_)
                | AidClauseKind::Unless { .. }
                | AidClauseKind::Verify { .. }
                | AidClauseKind::Limit(_)
                | AidClauseKind::NotTogether { .. } => continue,
            };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == word) {
                let finding =
                    Diagnostic::at(&codes::CLAUSE_TWICE, clause.span).with_code("clause", word);
                self.report(finding.label(*first, "label.first"));
            } else {
                seen.push((word, clause.span));
            }
        }
    }

    /// `amount …` or `service …`; nothing where neither stands.
    fn benefit(&mut self, it: &ast::Aid, entity: EntityId) -> Option<Benefit> {
        for clause in &it.clauses {
            match &clause.kind {
                AidClauseKind::Amount { value, months } => {
                    let amount = self.expr(value, &Scope::row(entity), None);
                    let months = match months {
                        Some(months) => self.fixed(months, Type::Integer).map(Some),
                        None => Some(None),
                    };
                    let amount = amount?;
                    if !is_money(amount.ty) {
                        let finding = Diagnostic::at(&codes::AMOUNT_NOT_MONEY, value.span);
                        self.report(finding.given("found", self.type_given(amount.ty)));
                        return None;
                    }
                    let months = months?;
                    if let (Some(months), Type::Money(None)) = (&months, amount.ty) {
                        self.report(Diagnostic::at(&codes::MONTHS_OF_ONE_OFF, months.span));
                    }
                    return Some(Benefit::Amount {
                        value: amount,
                        months,
                    });
                }
                AidClauseKind::Service(value) => {
                    return self
                        .expr(value, &Scope::row(entity), None)
                        .map(Benefit::Service);
                }
                _ => {}
            }
        }
        Some(Benefit::Nothing)
    }

    /// The type of `AID.amount` or `AID.service`, found now where the aid is not typed yet.
    pub(super) fn benefit_type(
        &mut self,
        id: AidId,
        which: AidPart,
        owner: &Name,
        part: &Name,
    ) -> Option<Type> {
        let index = self
            .slots
            .iter()
            .find(|(_, slots)| slots.contains(&Slot::Aid(id)))
            .map(|(index, _)| *index)?;
        let Some(DeclarationKind::Aid(it)) =
            self.layered.declarations.get(index).map(|it| &it.kind)
        else {
            return None;
        };
        match self.benefits.get(&id) {
            Some((Progress::Running, _)) => {
                self.report_aid_cycle(id);
                return None;
            }
            Some((_, known)) => return self.benefit_part(*known, which, owner, part),
            None => {}
        }
        self.benefits.insert(id, (Progress::Running, None));
        self.pending_aids.push(id);
        let entity = self.program.aids.get(id.index())?.entity;
        let known = self.benefit(it, entity).map(|benefit| match benefit {
            Benefit::Amount { value, .. } => (AidPart::Amount, value.ty),
            Benefit::Service(value) => (AidPart::Service, value.ty),
            Benefit::Nothing => (AidPart::Status, Type::Boolean),
        });
        self.pending_aids.pop();
        self.benefits.insert(id, (Progress::Typed, known));
        self.benefit_part(known, which, owner, part)
    }

    /// The aids whose amounts are being typed and lead back to one of them.
    fn report_aid_cycle(&mut self, id: AidId) {
        let from = self
            .pending_aids
            .iter()
            .position(|it| *it == id)
            .unwrap_or(0);
        let aids = self
            .pending_aids
            .iter()
            .skip(from)
            .filter_map(|it| self.program.aids.get(it.index()));
        let path: Vec<_> = aids
            .map(|it| (it.about.name.clone(), it.about.span))
            .collect();
        self.report_cycle(&path);
    }

    fn benefit_part(
        &mut self,
        known: Option<(AidPart, Type)>,
        which: AidPart,
        owner: &Name,
        part: &Name,
    ) -> Option<Type> {
        let (has, ty) = known?;
        if has == which {
            return Some(ty);
        }
        let finding = Diagnostic::at(&codes::NO_SUCH_BENEFIT, part.span)
            .with("name", &owner.node)
            .with("part", &part.node);
        self.report(finding);
        None
    }

    /// A condition with its words.
    pub(super) fn ground(
        &mut self,
        condition: &ast::Expr,
        because: Option<&Spanned<String>>,
        code: String,
        span: Span,
        scope: &Scope,
    ) -> Option<Ground> {
        let typed = self.condition(condition, scope)?;
        let label = match because {
            Some(because) => because.node.clone(),
            None => self.words_of(condition.span),
        };
        Some(Ground {
            code,
            label,
            condition: typed,
            sources: Vec::new(),
            span,
        })
    }

    /// The text of a condition on one line.
    fn words_of(&self, span: Span) -> String {
        self.text
            .text(span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// One ground, or one per criterion for `any of SET`.
    pub(super) fn grounds(
        &mut self,
        condition: &ast::Expr,
        because: Option<&Spanned<String>>,
        code: &str,
        span: Span,
        entity: EntityId,
    ) -> Vec<Ground> {
        let scope = Scope::row(entity);
        if let ast::ExprKind::AnyOf(set) = &condition.kind {
            let Some(conditions) = self.set_conditions(set, &scope) else {
                return Vec::new();
            };
            let Some(Attribute::Criteria(id)) = self.attribute(&set.node, Level::Row(entity))
            else {
                return Vec::new();
            };
            return self.criterion_grounds(id, conditions, span);
        }
        self.ground(condition, because, code.to_owned(), span, &scope)
            .into_iter()
            .collect()
    }

    fn criterion_grounds(&self, id: CriteriaId, conditions: Vec<Expr>, span: Span) -> Vec<Ground> {
        let rows = self
            .program
            .criteria
            .get(id.index())
            .map_or(&[][..], |it| it.criteria.as_slice());
        let about = rows
            .iter()
            .filter_map(|row| self.program.values.get(row.index()))
            .map(|it| &it.about);
        about
            .zip(conditions)
            .map(|(about, condition)| Ground {
                code: about.name.rsplit('.').next().unwrap_or_default().to_owned(),
                label: about.label.clone(),
                condition,
                sources: about.sources.clone(),
                span,
            })
            .collect()
    }

    fn sharing(
        &mut self,
        sharing: &mut Sharing,
        clause: &ast::AidClause,
        scope: &Scope,
        entity: EntityId,
        benefit: Option<&Benefit>,
    ) {
        match &clause.kind {
            AidClauseKind::Quota { count, per } => {
                sharing.is_limited = true;
                sharing.quota = self.quota(count, per.as_ref(), scope, entity, clause.span);
            }
            AidClauseKind::Budget { ceiling, per } => {
                sharing.is_limited = true;
                sharing.budget =
                    self.budget(ceiling, per.as_ref(), scope, entity, benefit, clause.span);
            }
            AidClauseKind::Limit(limit) => {
                sharing.is_limited = true;
                sharing.limits.extend(self.limit(limit, entity));
            }
            AidClauseKind::RankBy(keys) => {
                sharing.has_rank = true;
                sharing.rank = self.rank_keys(keys, scope);
            }
            AidClauseKind::NotTogether { other, because } => {
                sharing.not_together.extend(self.not_together(
                    other,
                    because.as_ref(),
                    clause.span,
                    entity,
                ));
            }
            AidClauseKind::Agency(_)
            | AidClauseKind::When(_)
            | AidClauseKind::Unless { .. }
            | AidClauseKind::Verify { .. }
            | AidClauseKind::TakeUp { .. }
            | AidClauseKind::Amount { .. }
            | AidClauseKind::Service(_) => {}
        }
    }

    fn quota(
        &mut self,
        count: &QuotaCount,
        per: Option<&ast::Expr>,
        scope: &Scope,
        entity: EntityId,
        span: Span,
    ) -> Option<Quota> {
        let per = self.group(per, scope, entity);
        let (count, share_of) = match count {
            QuotaCount::Number(count) => {
                let count = self.expr(count, scope, Some(Type::Integer))?;
                if !matches!(count.ty, Type::Integer | Type::Decimal) {
                    self.coerce(count, Type::Integer)?;
                    return None;
                }
                (count, None)
            }
            QuotaCount::ShareOf(share, of) => {
                let share = self.typed(share, scope, Type::Decimal);
                let of = self.entity_named(of);
                (share?, Some(of?))
            }
        };
        let per = per.ok()?;
        self.uniform(&count, per.as_ref(), entity)?;
        Some(Quota {
            count,
            share_of,
            per,
            span,
        })
    }

    fn budget(
        &mut self,
        ceiling: &ast::Expr,
        per: Option<&ast::Expr>,
        scope: &Scope,
        entity: EntityId,
        benefit: Option<&Benefit>,
        span: Span,
    ) -> Option<Budget> {
        let per = self.group(per, scope, entity);
        let (amount, months) = match benefit {
            Some(Benefit::Amount { value, months }) => (value.ty, months.as_ref()),
            Some(Benefit::Service(_) | Benefit::Nothing) => {
                self.report(Diagnostic::at(&codes::BUDGET_WITHOUT_AMOUNT, span));
                return None;
            }
            None => return None,
        };
        let ceiling = self.expr(ceiling, scope, Some(amount))?;
        // A one-off ceiling over an aid for some months is one for all of them.
        let whole = months.filter(|_| ceiling.ty == Type::Money(None));
        let whole =
            whole.and_then(|it| super::duration::in_each_period(ceiling.clone(), it, amount));
        let ceiling = match whole {
            Some(each) => each,
            None => self.coerce(ceiling, amount)?,
        };
        let per = per.ok()?;
        self.uniform(&ceiling, per.as_ref(), entity)?;
        Some(Budget { ceiling, per, span })
    }

    /// `per family`, `per service`.
    fn group(
        &mut self,
        per: Option<&ast::Expr>,
        scope: &Scope,
        entity: EntityId,
    ) -> Result<Option<Group>, Reported> {
        let Some(per) = per else { return Ok(None) };
        if let ast::ExprKind::Name(name) = &per.kind
            && let Some(ancestor) = self.names.entities.get(name).copied()
        {
            if self
                .height(entity, ancestor)
                .is_none_or(|height| height == 0)
            {
                let finding = Diagnostic::at(&codes::NOT_ABOVE, per.span).with("entity", name);
                self.report(finding.with("level", self.entity_name(entity)));
                return Err(Reported);
            }
            return Ok(Some(Group::Ancestor(ancestor)));
        }
        let value = self.raw(per, scope, None).ok_or(Reported)?;
        Ok(Some(Group::Value(value)))
    }

    /// Holds that a number is the same for all rows of a group.
    fn uniform(&mut self, count: &Expr, per: Option<&Group>, entity: EntityId) -> Option<()> {
        if self.is_uniform(count, per, entity) {
            return Some(());
        }
        self.report(Diagnostic::at(&codes::NOT_UNIFORM, count.span));
        None
    }

    fn is_uniform(&self, expr: &Expr, per: Option<&Group>, entity: EntityId) -> bool {
        match per {
            Some(Group::Value(value)) if same(value, expr) => return true,
            Some(Group::Ancestor(ancestor))
                if climbs(expr) >= self.height(entity, *ancestor).unwrap_or(usize::MAX) =>
            {
                return true;
            }
            _ => {}
        }
        let is_leaf = matches!(
            expr.kind,
            ExprKind::Field(_)
                | ExprKind::Filled(_)
                | ExprKind::Value(_)
                | ExprKind::Aid(..)
                | ExprKind::Register(_)
                | ExprKind::At(..)
                | ExprKind::Aggregate(_)
                | ExprKind::Position(_)
        );
        let mut all = !is_leaf;
        super::walk::children(expr, &mut |child| {
            all = all && self.is_uniform(child, per, entity);
        });
        all
    }

    fn not_together(
        &mut self,
        other: &Name,
        because: Option<&Spanned<String>>,
        span: Span,
        entity: EntityId,
    ) -> Option<(AidId, String, Span)> {
        match self.attribute(&other.node, Level::Row(entity)) {
            Some(Attribute::Aid(id)) => {
                let words = because.map_or_else(
                    || {
                        format!(
                            "{}: {}",
                            clause_word(&AidClauseKind::NotTogether {
                                other: other.clone(),
                                because: None
                            }),
                            other.node
                        )
                    },
                    |it| it.node.clone(),
                );
                Some((id, words, span))
            }
            Some(found) => {
                self.wrong_kind(
                    &other.node,
                    other.span,
                    Self::kind_word(found),
                    "an aid",
                    (
                        "the name of an aid of the same level",
                        "nama bantuan untuk tingkat yang sama",
                    ),
                );
                None
            }
            None => {
                if !self.poisoned.contains(&other.node) {
                    let aids: Vec<String> = self
                        .attributes_of(entity)
                        .filter(|(_, it)| matches!(it, Attribute::Aid(_)))
                        .map(|(name, _)| name.clone())
                        .collect();
                    let near = crate::diagnostic::suggest::near(
                        &other.node,
                        aids.iter().map(String::as_str),
                    );
                    let level = self.entity_name(entity);
                    let place = (
                        format!("among the aids of `{level}`"),
                        format!("di antara bantuan untuk `{level}`"),
                    );
                    let finding = Diagnostic::at(&names::UNKNOWN_NAME, other.span)
                        .with("name", &other.node)
                        .with_words("place", place);
                    let finding = if near.is_none() && !aids.is_empty() {
                        finding.with("all", aids.join(", ")).help("help.aids")
                    } else {
                        finding
                    };
                    self.report(super::scope::suggested(finding, other.span, near));
                }
                None
            }
        }
    }

    /// A quota, a budget or a limit needs an order that leaves no ties.
    fn order_of_allocation(&mut self, it: &ast::Aid, sharing: &Sharing, entity: EntityId) {
        if !sharing.is_limited {
            return;
        }
        if !sharing.has_rank {
            let limited = it.clauses.iter().find(|clause| {
                matches!(
                    clause.kind,
                    AidClauseKind::Quota { .. }
                        | AidClauseKind::Budget { .. }
                        | AidClauseKind::Limit(_)
                )
            });
            let Some(limited) = limited else { return };
            let finding = Diagnostic::at(&codes::RANK_MISSING, limited.span)
                .with_code("clause", clause_word(&limited.kind));
            let key = self
                .program
                .entities
                .get(entity.index())
                .and_then(|it| self.program.fields.get(it.key.index()));
            let finding = finding.with("key", key.map_or("", |it| it.about.name.as_str()));
            let finding = finding.with("entity", self.entity_name(entity));
            self.report(match self.first_in_order(entity) {
                Some(first) if self.can_be_blank(&first, entity) => {
                    finding.with("first", first).help("help.blank")
                }
                Some(first) => finding.with("first", first),
                None => finding.help("help.only"),
            });
        } else if let Some(rank) = &sharing.rank {
            self.tie_break(rank, entity, it.name.span, "rank by");
        }
    }
}

impl Checker<'_> {
    /// Whether a field may be blank, or a value be unknown.
    fn can_be_blank(&self, name: &str, entity: EntityId) -> bool {
        match self.attribute(name, Level::Row(entity)) {
            Some(Attribute::Field(id)) => {
                let field = self.program.fields.get(id.index());
                field.is_some_and(|it| !matches!(it.blank, super::tree::Blank::Rejected))
            }
            Some(_) | None => true,
        }
    }

    /// An attribute by which the rows of a level could be put in order: an amount, else a number.
    fn first_in_order(&self, entity: EntityId) -> Option<String> {
        let numbers: Vec<(&String, Type)> = self
            .attributes_of(entity)
            .filter_map(|(name, _)| Some((name, self.type_of_attribute(name, entity)?)))
            .filter(|(_, ty)| is_number(*ty))
            .collect();
        let amount = numbers.iter().find(|(_, ty)| matches!(ty, Type::Money(_)));
        let (name, _) = amount.or(numbers.first())?;
        Some((*name).clone())
    }
}

/// What shares an aid out.
#[derive(Default)]
struct Sharing {
    is_limited: bool,
    has_rank: bool,
    quota: Option<Quota>,
    budget: Option<Budget>,
    limits: Vec<Limit>,
    rank: Option<Vec<RankKey>>,
    not_together: Vec<(AidId, String, Span)>,
}

fn fill(aid: &mut Aid, sharing: Sharing) {
    aid.quota = sharing.quota;
    aid.budget = sharing.budget;
    aid.limits = sharing.limits;
    aid.rank = sharing.rank.unwrap_or_default();
    aid.not_together = sharing.not_together;
}

/// Where `amount` and `service` mean those of the aid itself.
fn inner_scope(entity: EntityId, benefit: Option<&Benefit>) -> Scope {
    let mut scope = Scope::row(entity);
    match benefit {
        Some(Benefit::Amount { value, .. }) if is_number(value.ty) => {
            scope.locals.push(("amount".to_owned(), value.clone()));
        }
        Some(Benefit::Service(value)) => scope.locals.push(("service".to_owned(), value.clone())),
        Some(Benefit::Amount { .. } | Benefit::Nothing) | None => {}
    }
    scope
}

/// How many parents up an expression starts.
fn climbs(expr: &Expr) -> usize {
    match &expr.kind {
        ExprKind::At(Hop::Parent, inner) => 1 + climbs(inner),
        _ => 0,
    }
}
