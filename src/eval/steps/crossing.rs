//! Comparisons with a number that moves: in which rows they may come out otherwise from one plan to the
//! next, found once for all plans.
//!
//! The rows are found in floats with a margin, so that none is missed and a few too many are named; what
//! is true in them is computed by the kernels.

use std::ops::Range;

use rayon::prelude::*;

use super::alike::{Pairs, inputs};
use super::rows::gather;
use crate::check::tree::CompareOp;
use crate::data::table::{Column, Values};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};

/// Products of floats are off by a few parts in 2^53 for each factor.
const MARGIN: f64 = 1e-12;
/// Products of whole numbers are exact below this; the others are computed at every step.
const LARGE: f64 = 9.2e18;
/// Rows that are looked through at a time.
const BLOCK: usize = 1024;

/// A comparison of products, in nodes of the model.
#[derive(Debug)]
pub(super) struct Crossing {
    pub(super) node: NodeId,
    left: Vec<NodeId>,
    right: Vec<NodeId>,
    /// All that must be known.
    pub(super) read: Vec<NodeId>,
    /// By plan, what the products of both sides are multiplied by.
    by: Vec<(f64, f64)>,
    /// By plan, the rows that may come out otherwise than in the plan before.
    rows: Vec<Vec<u32>>,
    /// Rows that may come out otherwise in any.
    always: Vec<u32>,
}

/// A row, and the first and the last plan in which it may come out otherwise than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flip {
    row: u32,
    first: usize,
    last: usize,
}

/// A comparison as a plan makes it.
#[derive(PartialEq, Eq)]
struct Sides<'p> {
    op: CompareOp,
    left: &'p [NodeId],
    right: &'p [NodeId],
}

/// The comparison of an operation, and what its sides are multiplied by.
#[expect(
    clippy::wildcard_enum_match_arm,
    clippy::cast_precision_loss,
    reason = "comparisons are told apart from all others; the margin is wider than what is lost"
)]
fn sides(op: &Op) -> Option<(Sides<'_>, (f64, f64))> {
    match op {
        Op::Compare(it) => {
            let cross = it.cross.as_ref()?;
            let sides = Sides {
                op: it.op,
                left: &cross.left,
                right: &cross.right,
            };
            Some((sides, (cross.left_by as f64, cross.right_by as f64)))
        }
        Op::CompareConstant(op, of, bound) => {
            let sides = Sides {
                op: *op,
                left: std::slice::from_ref(of),
                right: &[],
            };
            Some((sides, (1.0, *bound as f64)))
        }
        _ => None,
    }
}

/// What a plan multiplies both sides of the comparison of a node by; nothing where it is none, or not the
/// same but for constants.
pub(super) fn factors(
    model: &Plan,
    node: NodeId,
    (plan, pairs): (&Plan, &Pairs),
) -> Option<(f64, f64)> {
    let (own, _) = sides(&model.node(node)?.op)?;
    let id = pairs.get(node.index()).copied().flatten()?;
    let (theirs, by) = sides(&plan.node(id)?.op)?;
    let alike = |own: &[NodeId], theirs: &[NodeId]| {
        let paired = own
            .iter()
            .map(|id| pairs.get(id.index()).copied().flatten());
        paired.eq(theirs.iter().map(|id| Some(*id)))
    };
    let same = own.op == theirs.op && alike(own.left, theirs.left);
    (same && alike(own.right, theirs.right)).then_some(by)
}

impl Crossing {
    /// Reads the comparison of a node in all plans; nothing where it is none, or not the same but for
    /// constants.
    pub(super) fn new<'p>(
        model: &Plan,
        node: NodeId,
        stages: impl Iterator<Item = (&'p Plan, &'p Pairs)>,
    ) -> Option<Self> {
        let op = &model.node(node)?.op;
        let (own, _) = sides(op)?;
        let by = stages.map(|stage| factors(model, node, stage));
        let by: Vec<(f64, f64)> = by.collect::<Option<_>>()?;
        let constant = |id: &NodeId| {
            matches!(
                model.node(*id).map(|it| &it.op),
                None | Some(Op::Constant(_))
            )
        };
        let read = inputs(op);
        if read.iter().any(constant) {
            return None;
        }
        let rows = by.iter().map(|_| Vec::new()).collect();
        Some(Self {
            node,
            left: own.left.to_vec(),
            right: own.right.to_vec(),
            read,
            by,
            rows,
            always: Vec::new(),
        })
    }

    /// Puts another plan behind those there are.
    pub(super) fn push(&mut self, by: (f64, f64)) {
        self.by.push(by);
        self.rows.push(Vec::new());
    }

    /// Looks through so many rows of the columns that `column` gives, for the plans behind one.
    pub(super) fn look<'c>(
        &mut self,
        rows: usize,
        from: usize,
        column: impl Fn(NodeId) -> Option<&'c Column>,
    ) {
        let read: Option<Vec<&Column>> = self.read.iter().map(|id| column(*id)).collect();
        let read = read.filter(|it| it.iter().all(|it| it.values.len() == rows));
        let Some(read) = read else {
            self.always = (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect();
            return;
        };
        let blocks: Vec<usize> = (0..rows).step_by(BLOCK).collect();
        let found: Vec<(Vec<Flip>, Vec<u32>)> = blocks
            .into_par_iter()
            .map(|start| self.flips(&read, start..rows.min(start + BLOCK), from))
            .collect();
        for (flips, always) in found {
            self.put(&flips);
            if from == 0 {
                self.always.extend(always);
            }
        }
    }

    /// Looks through rows in which what is compared has changed, for the plans behind one.
    pub(super) fn look_again<'c>(
        &mut self,
        rows: &[u32],
        from: usize,
        column: impl Fn(NodeId) -> Option<&'c Column>,
    ) {
        let read = self.read.iter().map(|id| Some(gather(column(*id)?, rows)));
        let Some(read) = read.collect::<Option<Vec<Column>>>() else {
            return;
        };
        let read: Vec<&Column> = read.iter().collect();
        let (mut flips, always) = self.flips(&read, 0..rows.len(), from);
        let whole = |place: u32| rows.get(place as usize).copied().unwrap_or(place);
        for flip in &mut flips {
            flip.row = whole(flip.row);
        }
        self.put(&flips);
        self.always.extend(always.into_iter().map(whole));
        self.always.sort_unstable();
        self.always.dedup();
    }

    /// The rows that may come out otherwise in a plan than in the one before.
    pub(super) fn take(&mut self, plan: usize) -> Vec<u32> {
        let mut rows = self
            .rows
            .get_mut(plan)
            .map(std::mem::take)
            .unwrap_or_default();
        rows.extend(&self.always);
        rows
    }

    fn put(&mut self, flips: &[Flip]) {
        for flip in flips {
            for rows in self.rows.iter_mut().take(flip.last + 1).skip(flip.first) {
                rows.push(flip.row);
            }
        }
    }

    /// The rows of a block that come out otherwise in some plan, and those of which floats say nothing.
    fn flips(&self, read: &[&Column], rows: Range<usize>, from: usize) -> (Vec<Flip>, Vec<u32>) {
        let by = self.by.get(from..).unwrap_or_default();
        let is_monotone = is_monotone(by);
        let (mut flips, mut always) = (Vec::new(), Vec::new());
        let side = |nodes: &[NodeId]| {
            let mut side = Side::ones(rows.len());
            for id in nodes {
                let place = self.read.iter().position(|it| it == id);
                if let Some(column) = place.and_then(|place| read.get(place)) {
                    side.multiply(&column.values, rows.clone());
                }
            }
            side
        };
        let (left, right) = (side(&self.left), side(&self.right));
        let open: Vec<&Column> = read
            .iter()
            .copied()
            .filter(|it| it.valid.is_some())
            .collect();
        let products = left.products.iter().zip(&right.products);
        let sizes = left.sizes.iter().zip(&right.sizes);
        for (row, ((left, right), sizes)) in rows.zip(products.zip(sizes)) {
            if !open.iter().all(|it| it.is_valid(row)) {
                continue;
            }
            let Ok(place) = u32::try_from(row) else {
                continue;
            };
            if *sizes.0 >= LARGE || *sizes.1 >= LARGE {
                always.push(place);
            } else if *left != 0.0 || *right != 0.0 {
                let found = cross((by, is_monotone), (*left, *right));
                flips.extend(found.into_iter().map(|(first, last)| Flip {
                    row: place,
                    first: first + from,
                    last: last + from,
                }));
            }
        }
        (flips, always)
    }
}

/// The first and the last plan of each run of plans in which a row may come out otherwise than before.
fn cross((by, is_monotone): (&[(f64, f64)], bool), sides: (f64, f64)) -> Vec<(usize, usize)> {
    let (Some(first), Some(last)) = (by.first(), by.last()) else {
        return Vec::new();
    };
    if !is_monotone {
        let order = |pair: &[(f64, f64)]| match pair {
            [before, after] => (order(*before, sides), order(*after, sides)),
            _ => (0, 0),
        };
        let pairs = (1..).zip(by.windows(2).map(order));
        let turns = pairs.filter(|(_, (before, after))| before != after || *before == 0);
        return turns.map(|(place, _)| (place, place)).collect();
    }
    let (low, high) = (order(*first, sides), order(*last, sides));
    if low == high && low != 0 {
        return Vec::new();
    }
    let rises = distance(*last, sides) >= distance(*first, sides);
    let start = if rises { -1 } else { 1 };
    let first = by.partition_point(|by| order(*by, sides) == start);
    let last = by.partition_point(|by| order(*by, sides) != -start);
    vec![(first.max(1), last.min(by.len() - 1))]
}

/// How far the left side is above the right one.
fn distance(by: (f64, f64), sides: (f64, f64)) -> f64 {
    by.0 * sides.0 - by.1 * sides.1
}

/// Whether the left side is surely above, `1`, or below, `-1`.
fn order(by: (f64, f64), sides: (f64, f64)) -> i8 {
    let (left, right) = (by.0 * sides.0, by.1 * sides.1);
    let near = MARGIN * (left.abs() + right.abs());
    if left - right > near {
        1
    } else if right - left > near {
        -1
    } else {
        0
    }
}

/// Whether from plan to plan one side is multiplied by the same, and the other by ever more or ever less.
fn is_monotone(by: &[(f64, f64)]) -> bool {
    let (left, right): (Vec<f64>, Vec<f64>) = by.iter().copied().unzip();
    let rises = |of: &[f64]| of.is_sorted();
    let falls = |of: &[f64]| of.is_sorted_by(|a, b| a >= b);
    let stays = |of: &[f64]| rises(of) && falls(of);
    stays(&left) && (rises(&right) || falls(&right))
        || stays(&right) && (rises(&left) || falls(&left))
}

/// The products of some rows, and the same with every factor one at least.
struct Side {
    products: Vec<f64>,
    sizes: Vec<f64>,
}

impl Side {
    fn ones(rows: usize) -> Self {
        Self {
            products: vec![1.0; rows],
            sizes: vec![1.0; rows],
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the margin is wider than what is lost"
    )]
    fn multiply(&mut self, values: &Values, rows: Range<usize>) {
        match values {
            Values::Number(numbers) => {
                let raws = numbers.to_vec(rows);
                self.by(raws.iter().map(|raw| *raw as f64));
            }
            Values::Date(days) => {
                self.by(days.get(rows).into_iter().flatten().copied().map(f64::from));
            }
            Values::Enum(codes) => {
                self.by(codes
                    .get(rows)
                    .into_iter()
                    .flatten()
                    .copied()
                    .map(f64::from));
            }
            // Neither is a factor; whoever reads them computes these rows at every step.
            Values::Boolean(_) | Values::Text(_) => self.by(std::iter::repeat(f64::INFINITY)),
        }
    }

    fn by(&mut self, factors: impl Iterator<Item = f64>) {
        let slots = self.products.iter_mut().zip(&mut self.sizes);
        for ((product, size), factor) in slots.zip(factors) {
            *product *= factor;
            *size *= factor.abs().max(1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::numbers::Numbers;

    const RAWS: [i64; 11] = [
        0,
        1,
        -1,
        3,
        7,
        -40,
        30_000_000_000,
        30_000_000_001,
        1 << 53,
        i64::MAX,
        i64::MIN,
    ];

    /// Of `left * a` against `right * b`.
    fn crossing(by: &[(i64, i64)]) -> Crossing {
        #[expect(clippy::cast_precision_loss, reason = "as it is read of a plan")]
        let by: Vec<(f64, f64)> = by.iter().map(|(a, b)| (*a as f64, *b as f64)).collect();
        Crossing {
            node: NodeId(2),
            left: vec![NodeId(0)],
            right: vec![NodeId(1)],
            read: vec![NodeId(0), NodeId(1)],
            rows: by.iter().map(|_| Vec::new()).collect(),
            by,
            always: Vec::new(),
        }
    }

    #[test]
    fn no_row_is_missed() {
        let sequences: [&[(i64, i64)]; 6] = [
            &[(1, 1), (1, 2), (1, 3), (1, 30_000_000_000)],
            &[(1, 9), (1, 3), (1, 0), (1, -2), (1, -2)],
            &[(2, 1), (3, 1), (40, 1)],
            &[(1, 1), (1, 9), (1, 1), (1, -9)],
            &[(1, (1 << 53) - 1), (1, 1 << 53), (1, (1 << 53) + 1)],
            &[(3, 1), (2, 5), (0, 1), (1, 0)],
        ];
        let pairs: Vec<(i64, i64)> = RAWS
            .iter()
            .flat_map(|left| RAWS.iter().map(|right| (*left, *right)))
            .collect();
        let column = |of: fn(&(i64, i64)) -> i64| Column {
            values: Values::Number(pairs.iter().map(of).collect::<Numbers>()),
            valid: None,
        };
        let columns = [column(|it| it.0), column(|it| it.1)];
        for by in sequences {
            let mut it = crossing(by);
            it.look(pairs.len(), 0, |id| columns.get(id.index()));
            for (plan, two) in (1..).zip(by.windows(2)) {
                let named = it.take(plan);
                let order = |by: &(i64, i64), (left, right): (i64, i64)| {
                    let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
                    product(by.0, left).cmp(&product(by.1, right))
                };
                for (row, sides) in (0..).zip(&pairs) {
                    let turns = order(&two[0], *sides) != order(&two[1], *sides);
                    assert!(!turns || named.contains(&row), "{by:?} {plan} {sides:?}");
                }
            }
        }
    }

    #[test]
    fn rows_far_from_the_number_are_left_alone() {
        let mut it = crossing(&[(1, 10), (1, 20), (1, 30)]);
        let column = |raws: Vec<i64>| Column {
            values: Values::Number(raws.into()),
            valid: None,
        };
        let columns = [column(vec![5, 15, 25, 35]), column(vec![1; 4])];
        it.look(4, 0, |id| columns.get(id.index()));
        assert_eq!(it.take(1), [1]);
        assert_eq!(it.take(2), [2]);
        let now = [column(vec![5, 15, 25, 25]), column(vec![1; 4])];
        it.look_again(&[3], 1, |id| now.get(id.index()));
        assert_eq!(it.take(2), [3]);
    }
}
