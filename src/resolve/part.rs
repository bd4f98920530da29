//! The parts of an aid that a scenario sets: quota, amount, budget.

use crate::syntax::ast::{AidClauseKind, Expr, ExprKind, QuotaCount, Set};
use crate::syntax::walk;
use crate::words;

/// The parts of an aid that can be set, in English.
const PARTS: &[&str] = &["quota", "amount", "budget"];

/// A part of an aid in English, from either language.
pub(super) fn part_word(part: &str) -> Option<&'static str> {
    words::lead(part, PARTS)
        .filter(|lead| lead.len == part.len())
        .map(|lead| lead.english)
}

pub(super) fn is_part(kind: &AidClauseKind, word: &str) -> bool {
    match kind {
        AidClauseKind::Quota { .. } => word == "quota",
        AidClauseKind::Budget { .. } => word == "budget",
        AidClauseKind::Amount { .. } | AidClauseKind::Service(_) => word == "amount",
        _ => false,
    }
}

/// The number or amount of a clause.
pub(super) fn clause_value<'a>(kind: &'a AidClauseKind, word: &str) -> Option<&'a Expr> {
    match kind {
        AidClauseKind::Quota {
            count: QuotaCount::Number(value) | QuotaCount::ShareOf(value, _),
            ..
        } if word == "quota" => Some(value),
        AidClauseKind::Budget { ceiling, .. } if word == "budget" => Some(ceiling),
        AidClauseKind::Amount { value, .. } if word == "amount" => Some(value),
        _ => None,
    }
}

/// The clause that is set; what it does not say (`per village`, `for 3 months`) stays.
pub(super) fn clause(
    word: &str,
    value: Expr,
    set: &Set,
    old: Option<&AidClauseKind>,
) -> AidClauseKind {
    match (word, old) {
        ("quota", _) => {
            let (share_of, per) = match old {
                Some(AidClauseKind::Quota { count, per }) => match count {
                    QuotaCount::ShareOf(_, of) => (Some(of.clone()), per.clone()),
                    QuotaCount::Number(_) => (None, per.clone()),
                },
                _ => (None, None),
            };
            let from_old = matches!(set.value.kind, ExprKind::Percent(_))
                || names_quota(&set.value, &set.name.node);
            let of = set.of.clone().or(share_of.filter(|_| from_old));
            let count = match of {
                Some(of) => QuotaCount::ShareOf(value, of),
                None => QuotaCount::Number(value),
            };
            AidClauseKind::Quota { count, per }
        }
        ("budget", old) => AidClauseKind::Budget {
            ceiling: value,
            per: match old {
                Some(AidClauseKind::Budget { per, .. }) => per.clone(),
                _ => None,
            },
        },
        (_, old) => AidClauseKind::Amount {
            value,
            months: set.months.clone().or(match old {
                Some(AidClauseKind::Amount { months, .. }) => months.clone(),
                _ => None,
            }),
        },
    }
}

/// Whether an expression names the quota of the aid.
fn names_quota(expr: &Expr, aid: &str) -> bool {
    if let ExprKind::Dot(base, part) = &expr.kind
        && matches!(&base.kind, ExprKind::Name(name) if name == aid)
    {
        return part_word(&part.node) == Some("quota");
    }
    let mut found = false;
    walk::parts(expr, &mut |part| found |= names_quota(part, aid));
    found
}
