//! The expressions and names of declarations as written, for lints of the text.

use std::collections::BTreeSet;

use crate::syntax::ast::{
    AidClauseKind, AmendTarget, Blank, CellKind, CellTest, CriteriaList, Declaration,
    DeclarationKind, EntityRow, Expr, ExprKind, Fixture, HitPolicy, KeyPattern, Limit,
    ParameterValue, QuotaCount, RankKey, TableRow, Test,
};
use crate::syntax::walk::parts;

/// Calls `visit` for every expression of a declaration and all inside it, tests left out.
pub(super) fn expressions(declaration: &Declaration, visit: &mut dyn FnMut(&Expr)) {
    if !matches!(declaration.kind, DeclarationKind::Test(_)) {
        tops(&declaration.kind, &mut |expr| deep(expr, visit));
    }
}

/// Calls `visit` for an expression and all inside it.
pub(super) fn deep(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    parts(expr, &mut |part| deep(part, visit));
}

/// Every name that an expression of a declaration says.
pub(super) fn names(declaration: &Declaration, into: &mut BTreeSet<String>) {
    tops(&declaration.kind, &mut |expr| names_in(expr, into));
    if let DeclarationKind::Parameter(it) = &declaration.kind {
        into.extend(it.keys.iter().map(|key| key.name.node.clone()));
    }
    if let DeclarationKind::Target(it) = &declaration.kind {
        into.insert(it.indicator.node.clone());
    }
}

/// Every name that an expression says.
pub(super) fn names_in(expr: &Expr, into: &mut BTreeSet<String>) {
    deep(expr, &mut |it| {
        match &it.kind {
            ExprKind::Name(name) => into.insert(name.clone()),
            ExprKind::Dot(_, name)
            | ExprKind::AnyOf(name)
            | ExprKind::AtLeast {
                of: CriteriaList::Set(name),
                ..
            } => into.insert(name.node.clone()),
            ExprKind::Aggregate(it) => into.insert(it.entity.node.clone()),
            _ => false,
        };
    });
}

/// Calls `visit` for the outermost expressions of a declaration.
fn tops(kind: &DeclarationKind, visit: &mut dyn FnMut(&Expr)) {
    match kind {
        DeclarationKind::Policy(_) | DeclarationKind::Type(_) => {}
        DeclarationKind::Entity(it) => it.rows.iter().for_each(|row| match row {
            EntityRow::Key(field) | EntityRow::Field(field) => {
                if let Some(Blank::AskedWhen {
                    condition,
                    otherwise,
                }) = field.optional.as_ref().map(|it| &it.blank)
                {
                    visit(condition);
                    visit(otherwise);
                }
            }
            EntityRow::BelongsTo { .. }
            | EntityRow::RefersTo { .. }
            | EntityRow::Period { .. }
            | EntityRow::Keys { .. }
            | EntityRow::RowKey(_)
            | EntityRow::CompleteSince { .. } => {}
        }),
        DeclarationKind::Role(it) => visit(&it.value),
        DeclarationKind::Parameter(it) => {
            it.values.iter().for_each(|row| value(&row.value, visit));
        }
        DeclarationKind::Define(it) => visit(&it.value),
        DeclarationKind::Criteria(it) => it.rows.iter().for_each(|row| {
            visit(&row.condition);
            row.weight.iter().chain(&row.times).for_each(&mut *visit);
        }),
        DeclarationKind::Classify(it) => {
            let rows = it.rows.iter();
            rows.filter_map(|row| row.condition.as_ref())
                .for_each(visit);
        }
        DeclarationKind::Decide(it) => {
            it.inputs.iter().for_each(&mut *visit);
            if let HitPolicy::Largest(by) | HitPolicy::Smallest(by) = &it.policy {
                visit(by);
            }
            it.rows.iter().for_each(|row| table_row(row, visit));
        }
        DeclarationKind::Select(it) => {
            it.when.iter().for_each(&mut *visit);
            keys(&it.rank, visit);
            it.limits.iter().for_each(|it| limit(it, visit));
        }
        DeclarationKind::Aid(it) => it
            .clauses
            .iter()
            .for_each(|clause| aid_clause(&clause.kind, visit)),
        DeclarationKind::Register(it) => {
            it.current.iter().chain(&it.enter).for_each(&mut *visit);
            it.leave.iter().for_each(|leave| visit(&leave.condition));
        }
        DeclarationKind::Indicator(it) => {
            visit(&it.value);
            it.by.iter().for_each(visit);
        }
        DeclarationKind::Poverty(it) => {
            visit(&it.value);
            visit(&it.line.value);
            it.persons.iter().for_each(visit);
        }
        DeclarationKind::Target(it) => visit(&it.value),
        DeclarationKind::Update(it) => it.expressions().for_each(visit),
        DeclarationKind::Assert(it) => visit(&it.condition),
        DeclarationKind::Universe(it) => visit(&it.condition),
        DeclarationKind::Test(it) => test(it, visit),
        DeclarationKind::Amend(it) => match &it.target {
            AmendTarget::Parameter { values, .. } => {
                for row in values {
                    value(&row.value, visit);
                }
            }
            AmendTarget::Aid { replace, add } => replace
                .iter()
                .chain(add)
                .for_each(|clause| aid_clause(&clause.kind, visit)),
            AmendTarget::Rule(rule) => {
                tops(&rule.replace, visit);
                rule.add.iter().for_each(|it| tops(it, visit));
            }
        },
        DeclarationKind::Scenario(it) => {
            it.sets.iter().for_each(|set| visit(&set.value));
            let inside = it.amendments.iter().chain(&it.declarations);
            inside.for_each(|it| tops(&it.kind, visit));
        }
    }
}

fn value(value: &ParameterValue, visit: &mut dyn FnMut(&Expr)) {
    match value {
        ParameterValue::Single(expr) => visit(expr),
        ParameterValue::Keyed(rows) => rows.iter().for_each(|row| {
            key(&row.key, visit);
            visit(&row.value);
        }),
        ParameterValue::File(_) => {}
    }
}

fn key(pattern: &KeyPattern, visit: &mut dyn FnMut(&Expr)) {
    match pattern {
        KeyPattern::Values(all) => all.iter().for_each(visit),
        KeyPattern::Several(all) => all.iter().for_each(|it| key(it, visit)),
        KeyPattern::UpTo(expr) | KeyPattern::Below(expr) => visit(expr),
        KeyPattern::Range(_)
        | KeyPattern::Otherwise(_)
        | KeyPattern::EachFurther(_)
        | KeyPattern::Text(_)
        | KeyPattern::Above(_) => {}
    }
}

fn table_row(row: &TableRow, visit: &mut dyn FnMut(&Expr)) {
    for cell in &row.inputs {
        if let CellKind::OneOf(tests) | CellKind::NoneOf(tests) = &cell.kind {
            for test in tests {
                if let CellTest::Value(expr) | CellTest::Compare(_, expr) = test {
                    visit(expr);
                }
            }
        }
    }
    row.outputs.iter().for_each(visit);
}

fn keys(all: &[RankKey], visit: &mut dyn FnMut(&Expr)) {
    for key in all {
        visit(&key.value);
    }
}

fn limit(it: &Limit, visit: &mut dyn FnMut(&Expr)) {
    visit(&it.count);
    it.condition.iter().for_each(visit);
}

fn aid_clause(kind: &AidClauseKind, visit: &mut dyn FnMut(&Expr)) {
    match kind {
        AidClauseKind::When(expr) | AidClauseKind::Service(expr) => visit(expr),
        AidClauseKind::Unless { condition, .. } | AidClauseKind::Verify { condition, .. } => {
            visit(condition);
        }
        AidClauseKind::TakeUp { share, .. } => visit(share),
        AidClauseKind::Amount { value, months } => {
            visit(value);
            months.iter().for_each(visit);
        }
        AidClauseKind::Quota { count, per } => {
            match count {
                QuotaCount::Number(count) | QuotaCount::ShareOf(count, _) => visit(count),
            }
            per.iter().for_each(visit);
        }
        AidClauseKind::Budget { ceiling, per } => {
            visit(ceiling);
            per.iter().for_each(visit);
        }
        AidClauseKind::Limit(it) => limit(it, visit),
        AidClauseKind::RankBy(all) => keys(all, visit),
        AidClauseKind::Agency(_) | AidClauseKind::NotTogether { .. } => {}
    }
}

fn test(it: &Test, visit: &mut dyn FnMut(&Expr)) {
    it.expects.iter().for_each(|it| visit(&it.condition));
    it.assumes.iter().for_each(|it| visit(&it.target));
    it.fixtures.iter().for_each(|it| fixture(it, visit));
    if let Some(table) = &it.table {
        table.outputs.iter().for_each(visit);
    }
}

fn fixture(it: &Fixture, visit: &mut dyn FnMut(&Expr)) {
    let values = it.values.iter();
    values
        .filter_map(|it| it.value.as_ref())
        .for_each(&mut *visit);
    it.children.iter().for_each(|it| fixture(it, visit));
}
