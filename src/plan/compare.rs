//! Lowering of comparisons and of `is one of`.

use super::build::Builder;
use super::chain::{Chain, Comparison, Tree, threshold};
use super::fold;
use super::op::{NodeId, Op, Scalar, Storage};
use crate::check::tree::{CompareOp, Constant, EntityId, Expr};

impl Builder<'_> {
    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        at: EntityId,
    ) -> NodeId {
        if left.ty.scale().is_some() {
            let (left, right) = (self.exact(left, at), self.exact(right, at));
            return self.compare_trees(op, left, right, at);
        }
        let (a, b) = (self.node(left, at), self.node(right, at));
        match self.storage(a) {
            Storage::Truth => {
                let same = self.emit(Op::SameTruth(a, b), at, Storage::Truth);
                if op == CompareOp::NotEqual {
                    self.not(same, at)
                } else {
                    same
                }
            }
            Storage::Text => self.emit(Op::CompareText(op, a, b), at, Storage::Truth),
            Storage::Date | Storage::Enum | Storage::Number => self.compare_plain(op, a, b, at),
        }
    }

    pub(super) fn compare_plain(
        &mut self,
        op: CompareOp,
        a: NodeId,
        b: NodeId,
        at: EntityId,
    ) -> NodeId {
        match (self.scalar(a).map(ordinal), self.scalar(b).map(ordinal)) {
            (Some(Some(x)), Some(Some(y))) => self.truth(op.holds(x.cmp(&y))),
            (Some(None), _) | (_, Some(None)) => self.constant(Scalar::Unknown, Storage::Truth),
            (None, Some(Some(y))) => self.emit(Op::CompareConstant(op, a, y), at, Storage::Truth),
            (Some(Some(x)), None) => {
                self.emit(Op::CompareConstant(op.flipped(), b, x), at, Storage::Truth)
            }
            (None, None) => self.emit(Op::CompareRaw(op, a, b), at, Storage::Truth),
        }
    }

    pub(super) fn compare_trees(
        &mut self,
        op: CompareOp,
        left: Tree,
        right: Tree,
        at: EntityId,
    ) -> NodeId {
        match (&left, &right) {
            (Tree::Constant(a), Tree::Constant(b)) => {
                return self.truth(op.holds(a.cmp(b)));
            }
            (Tree::Leaf(node, scale), Tree::Constant(value)) => {
                if let Some((op, bound)) = threshold(op, *scale, *value) {
                    return self.emit(Op::CompareConstant(op, *node, bound), at, Storage::Truth);
                }
            }
            (Tree::Constant(value), Tree::Leaf(node, scale)) => {
                if let Some((op, bound)) = threshold(op.flipped(), *scale, *value) {
                    return self.emit(Op::CompareConstant(op, *node, bound), at, Storage::Truth);
                }
            }
            (Tree::Leaf(a, own), Tree::Leaf(b, other)) if own == other => {
                return self.emit(Op::CompareRaw(op, *a, *b), at, Storage::Truth);
            }
            _ => {}
        }
        let comparison = Comparison::new(op, Chain::new(left), Chain::new(right));
        self.emit(Op::Compare(comparison), at, Storage::Truth)
    }

    pub(super) fn one_of(&mut self, of: &Expr, constants: &[Constant], at: EntityId) -> NodeId {
        if of.ty.scale().is_some() {
            let tree = self.exact(of, at);
            let equal: Vec<NodeId> = constants
                .iter()
                .filter_map(|it| {
                    if let Constant::Number(value) = it {
                        Some(*value)
                    } else {
                        None
                    }
                })
                .map(|value| {
                    self.compare_trees(CompareOp::Equal, tree.clone(), Tree::Constant(value), at)
                })
                .collect();
            return if equal.is_empty() {
                self.never(of, at)
            } else {
                self.any(equal, at)
            };
        }
        let node = self.node(of, at);
        if self.scalar(node) == Some(&Scalar::Unknown) {
            return self.constant(Scalar::Unknown, Storage::Truth);
        }
        match self.storage(node) {
            Storage::Text => {
                let texts = constants.iter().filter_map(|it| {
                    if let Constant::Text(text) = it {
                        Some(text.clone())
                    } else {
                        None
                    }
                });
                let texts = texts.collect();
                self.emit(Op::TextIn(node, texts), at, Storage::Truth)
            }
            Storage::Enum => {
                let codes: Vec<usize> = constants
                    .iter()
                    .filter_map(|it| {
                        if let Constant::Enum(code) = it {
                            usize::try_from(*code).ok()
                        } else {
                            None
                        }
                    })
                    .collect();
                let mut marks = vec![false; codes.iter().max().map_or(0, |it| it + 1)];
                for code in codes {
                    if let Some(mark) = marks.get_mut(code) {
                        *mark = true;
                    }
                }
                self.emit(Op::EnumIn(node, marks), at, Storage::Truth)
            }
            Storage::Truth | Storage::Date | Storage::Number => {
                let equal: Vec<NodeId> = constants
                    .iter()
                    .filter_map(|it| fold::scalar(it, of.ty))
                    .map(|scalar| {
                        let storage = self.storage(node);
                        let constant = self.constant(scalar, storage);
                        if storage == Storage::Truth {
                            self.emit(Op::SameTruth(node, constant), at, Storage::Truth)
                        } else {
                            self.compare_plain(CompareOp::Equal, node, constant, at)
                        }
                    })
                    .collect();
                if equal.is_empty() {
                    self.never(of, at)
                } else {
                    self.any(equal, at)
                }
            }
        }
    }

    /// False where the operand is known.
    pub(super) fn never(&mut self, of: &Expr, at: EntityId) -> NodeId {
        let known = self.is_known(of, at);
        let no = self.truth(false);
        let unknown = self.constant(Scalar::Unknown, Storage::Truth);
        self.first_match(vec![known], vec![no], Some(unknown), at)
    }
}

/// The place of a scalar in the order of its storage.
pub(super) fn ordinal(scalar: &Scalar) -> Option<i64> {
    match scalar {
        Scalar::Number(raw) => Some(*raw),
        Scalar::Date(days) => Some(i64::from(*days)),
        Scalar::Enum(code) => Some(i64::from(*code)),
        Scalar::Unknown | Scalar::Truth(_) | Scalar::Text(_) => None,
    }
}
