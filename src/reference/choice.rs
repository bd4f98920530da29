//! Choices: `if`, first match, best match; known where all rows that may be taken agree.

use super::{Datum, Evaluator, Row};
use crate::check::tree::{BestRow, Expr};
use crate::number::Truth;

/// A row of a best match, evaluated.
struct Entry {
    condition: Truth,
    key: Datum,
    result: Datum,
}

impl Evaluator<'_> {
    /// `if c then a else b`.
    pub(super) fn branch(
        &mut self,
        (condition, then, otherwise): (&Expr, &Expr, &Expr),
        row: Row,
    ) -> Datum {
        let condition = self.truth(condition, row);
        let (then, otherwise) = (self.stored(then, row), self.stored(otherwise, row));
        match condition {
            Truth::True => then,
            Truth::False => otherwise,
            Truth::Unknown => agreed(&[then, otherwise]),
        }
    }

    /// The result of the first row whose condition is true, else `otherwise`.
    pub(super) fn first_match(
        &mut self,
        rows: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        row: Row,
    ) -> Datum {
        let entries: Vec<(Truth, Datum)> = rows
            .iter()
            .map(|(condition, result)| (self.truth(condition, row), self.stored(result, row)))
            .collect();
        let last = otherwise.map_or(Datum::Unknown, |expr| self.stored(expr, row));
        let mut may_be_first = Vec::new();
        for (condition, result) in entries.into_iter().chain([(Truth::True, last)]) {
            if condition != Truth::False {
                may_be_first.push(result);
            }
            if condition == Truth::True {
                break;
            }
        }
        agreed(&may_be_first)
    }

    /// The result of the matching row with the best key, ties to the first row.
    pub(super) fn best_match(&mut self, rows: &[BestRow], smallest: bool, row: Row) -> Datum {
        let entries: Vec<Entry> = rows
            .iter()
            .map(|it| Entry {
                condition: self.truth(&it.condition, row),
                key: self.exact(&it.key, row),
                result: self.stored(&it.result, row),
            })
            .collect();
        let better = |left: &Datum, right: &Datum| match left.compare(right) {
            Some(order) if smallest => order.is_lt(),
            Some(order) => order.is_gt(),
            None => false,
        };
        let mut best: Option<(usize, &Entry)> = None;
        for (place, entry) in entries.iter().enumerate() {
            let sure = entry.condition == Truth::True && entry.key.is_known();
            if sure && best.is_none_or(|(_, best)| better(&entry.key, &best.key)) {
                best = Some((place, entry));
            }
        }
        let Some((best_place, best)) = best else {
            return Datum::Unknown;
        };
        let may_win = entries.iter().enumerate().filter(|(place, entry)| {
            let wins = !entry.key.is_known()
                || better(&entry.key, &best.key)
                || entry.key == best.key && *place < best_place;
            entry.condition != Truth::False && wins
        });
        let mut results: Vec<Datum> = may_win.map(|(_, entry)| entry.result.clone()).collect();
        results.push(best.result.clone());
        agreed(&results)
    }
}

/// What all say, if they are known and equal.
pub(super) fn agreed(data: &[Datum]) -> Datum {
    match data {
        [first, rest @ ..] if rest.iter().all(|datum| datum == first) => first.clone(),
        _ => Datum::Unknown,
    }
}
