//! Visits the parts of expressions as written, to read them or to change them.

use super::ast::{CriteriaList, Expr, ExprKind as E, InItem, InSet, Range};

/// Calls `visit` for each name in an expression, the parts after dots included.
pub(crate) fn names<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e str)) {
    if let E::Name(name) = &expr.kind {
        visit(name);
    }
    if let E::Dot(_, name) = &expr.kind {
        visit(&name.node);
    }
    parts(expr, &mut |part| names(part, visit));
}

/// Makes a visitor of the direct parts of an expression, to read them or to change them.
macro_rules! visitor {
    ($(#[$text:meta])* $parts:ident, $range:ident, $iter:ident $(, $mut:tt)?) => {
        $(#[$text])*
        pub(crate) fn $parts<'e>(expr: &'e $($mut)? Expr, visit: &mut dyn FnMut(&'e $($mut)? Expr)) {
    match &$($mut)? expr.kind {
        E::Number(_)
        | E::Percent(_)
        | E::Money { .. }
        | E::Date(_)
        | E::Text(_)
        | E::Boolean(_)
        | E::Missing
        | E::Name(_)
        | E::AnyOf(_)
        | E::Broken => {}
        E::Dot(a, _) | E::Duration(a, _) | E::Not(a) | E::Negate(a) | E::As(a, _) => visit(a),
        E::Is { value, .. } => visit(value),
        E::Index(a, all) => {
            visit(a);
            all.$iter().for_each(visit);
        }
        E::And(all) | E::Or(all) | E::Call { arguments: all, .. } => all.$iter().for_each(visit),
        E::On(a, b)
        | E::Binary(_, a, b)
        | E::Compare(_, a, b)
        | E::IfMissing(a, b)
        | E::NotLessThan(a, b)
        | E::NotMoreThan(a, b)
        | E::StartsWith(a, b)
        | E::Contains(a, b)
        | E::Steps { value: a, of: b } => {
            visit(a);
            visit(b);
        }
        E::If(a, b, c) => {
            visit(a);
            visit(b);
            visit(c);
        }
        E::Round { value, to, .. } => {
            visit(value);
            if let Some(to) = to {
                visit(to);
            }
        }
        E::In { value, set, .. } => {
            visit(value);
            match set {
                InSet::Range(range) => $range(range, visit),
                InSet::List(items) => items.$iter().for_each(|item| match item {
                    InItem::Value(value) => visit(value),
                    InItem::Range(range) => $range(range, visit),
                }),
            }
        }
        E::AtLeast { count, of, .. } => {
            visit(count);
            if let CriteriaList::List(list) = of {
                list.$iter().for_each(visit);
            }
        }
        E::Aggregate(it) => {
            let it = &$($mut)? **it;
            let parts = [&$($mut)? it.value, &$($mut)? it.condition, &$($mut)? it.has, &$($mut)? it.no_rows];
            parts.into_iter().flatten().for_each(&mut *visit);
            it.best.$iter().for_each(|best| visit(&$($mut)? best.count));
            it.by.$iter().for_each(|key| visit(&$($mut)? key.value));
            it.weight.$iter().for_each(visit);
        }
        E::AlkireFoster(it) => {
            let it = &$($mut)? **it;
            visit(&$($mut)? it.cutoff);
            visit(&$($mut)? it.set);
            let parts = [&$($mut)? it.condition, &$($mut)? it.weight];
            parts.into_iter().flatten().for_each(visit);
        }
        E::Position(it) => {
            let it = &$($mut)? **it;
            it.keys.$iter().for_each(|key| visit(&$($mut)? key.value));
            let parts = [&$($mut)? it.groups, &$($mut)? it.condition, &$($mut)? it.weight];
            parts.into_iter().flatten().for_each(visit);
        }
        E::MonthsIn(it) => {
            let it = &$($mut)? **it;
            it.condition.$iter().for_each(&mut *visit);
            visit(&$($mut)? it.last);
        }
        E::Measure(it) => {
            let it = &$($mut)? **it;
            visit(&$($mut)? it.value);
            let parts = [&$($mut)? it.parameter, &$($mut)? it.condition, &$($mut)? it.by, &$($mut)? it.weight];
            parts.into_iter().flatten().for_each(&mut *visit);
            it.line.$iter().for_each(|line| visit(&$($mut)? line.value));
        }
    }
}

fn $range<'e>(range: &'e $($mut)? Range, visit: &mut dyn FnMut(&'e $($mut)? Expr)) {
    [&$($mut)? range.low, &$($mut)? range.high]
        .into_iter()
        .flatten()
        .for_each(|it| visit(it));
}
    };
}

visitor!(
    /// Calls `visit` for each direct part of an expression.
    parts, range_parts, iter
);
visitor!(
    /// Calls `visit` for each direct part of an expression, to change it.
    parts_mut, range_parts_mut, iter_mut, mut
);
