//! Lowering of choices: tables of conditions, `is known`, `if missing`.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::build::{Builder, storage_of};
use super::chain::{Chain, Tree};
use super::op::{Direction, KeyValue};
use super::op::{NodeId, Op, Scalar, Storage};
use crate::check::tree::{BestRow, EntityId, Expr, Type};
use crate::number::Rational;

impl Builder<'_> {
    /// An operand taken stored, at the scale of the result.
    pub(super) fn branch(&mut self, expr: &Expr, ty: Type, at: EntityId) -> NodeId {
        match ty.scale() {
            Some(scale) => self.stored_at(expr, scale, at),
            None => self.node(expr, at),
        }
    }

    pub(super) fn first_match(
        &mut self,
        conditions: Vec<NodeId>,
        results: Vec<NodeId>,
        otherwise: Option<NodeId>,
        at: EntityId,
    ) -> NodeId {
        let mut kept = (Vec::new(), Vec::new());
        let mut last = otherwise;
        for (condition, result) in conditions.into_iter().zip(results) {
            match self.scalar(condition) {
                Some(Scalar::Truth(false)) => {}
                Some(Scalar::Truth(true)) => {
                    last = Some(result);
                    break;
                }
                _ => {
                    kept.0.push(condition);
                    kept.1.push(result);
                }
            }
        }
        match last {
            Some(node) if kept.0.is_empty() => node,
            otherwise => {
                let storage = kept
                    .1
                    .first()
                    .map_or(Storage::Number, |it| self.storage(*it));
                let (conditions, results) = kept;
                self.emit(
                    Op::FirstMatch {
                        conditions,
                        results,
                        otherwise,
                    },
                    at,
                    storage,
                )
            }
        }
    }

    /// With constant keys, the rows in the order of their keys are a first match.
    pub(super) fn best_match(
        &mut self,
        rows: &[BestRow],
        smallest: bool,
        ty: Type,
        at: EntityId,
    ) -> NodeId {
        let conditions: Vec<NodeId> = rows.iter().map(|it| self.node(&it.condition, at)).collect();
        let results: Vec<NodeId> = rows
            .iter()
            .map(|it| self.branch(&it.result, ty, at))
            .collect();
        let trees: Vec<Option<Tree>> = rows
            .iter()
            .map(|it| it.key.ty.scale().map(|_| self.exact(&it.key, at)))
            .collect();
        let constant = |tree: &Option<Tree>| match tree {
            Some(Tree::Constant(value)) => Some(*value),
            _ => None,
        };
        if let Some(keys) = trees
            .iter()
            .map(constant)
            .collect::<Option<Vec<Rational>>>()
        {
            let mut order: Vec<usize> = (0..keys.len()).collect();
            order.sort_by(|a, b| {
                let order = keys.get(*a).cmp(&keys.get(*b));
                if smallest { order } else { order.reverse() }
            });
            let pick = |of: &[NodeId]| order.iter().filter_map(|it| of.get(*it).copied()).collect();
            let unknown = self.constant(Scalar::Unknown, storage_of(ty));
            return self.first_match(pick(&conditions), pick(&results), Some(unknown), at);
        }
        let keys = self.best_keys(rows, &trees, at);
        let direction = if smallest {
            Direction::Smallest
        } else {
            Direction::Largest
        };
        let op = Op::BestMatch {
            conditions,
            keys,
            results,
            direction,
        };
        self.emit(op, at, storage_of(ty))
    }

    /// The keys of a best match, comparable with each other: all raw at one scale, or all fractions.
    pub(super) fn best_keys(
        &mut self,
        rows: &[BestRow],
        trees: &[Option<Tree>],
        at: EntityId,
    ) -> Vec<KeyValue> {
        let scale = |tree: &Option<Tree>| match tree {
            Some(Tree::Leaf(_, scale)) => Some(*scale),
            _ => None,
        };
        let numbers = trees.iter().all(Option::is_some);
        let first = trees.first().and_then(scale);
        if !numbers || first.is_some() && trees.iter().all(|tree| scale(tree) == first) {
            return rows.iter().map(|it| self.key_value(&it.key, at)).collect();
        }
        let trees = trees.iter().flatten();
        trees
            .map(|tree| self.fraction_key(tree.clone(), at))
            .collect()
    }

    pub(super) fn fraction_key(&mut self, tree: Tree, at: EntityId) -> KeyValue {
        let chain = Chain::new(tree);
        let known = self.emit(Op::ChainKnown(chain.clone()), at, Storage::Truth);
        KeyValue::Chain(chain, known)
    }

    pub(super) fn is_known(&mut self, of: &Expr, at: EntityId) -> NodeId {
        if of.ty.scale().is_none() {
            let node = self.node(of, at);
            return self.known(node, at);
        }
        match self.exact(of, at) {
            Tree::Constant(_) => self.truth(true),
            Tree::Unknown => self.truth(false),
            Tree::Leaf(node, _) => self.known(node, at),
            tree => self.emit(Op::ChainKnown(Chain::new(tree)), at, Storage::Truth),
        }
    }

    pub(super) fn known(&mut self, node: NodeId, at: EntityId) -> NodeId {
        match self.scalar(node) {
            Some(scalar) => {
                let known = *scalar != Scalar::Unknown;
                self.truth(known)
            }
            None => self.emit(Op::IsKnown(node), at, Storage::Truth),
        }
    }

    pub(super) fn if_missing(&mut self, of: NodeId, supplied: NodeId, at: EntityId) -> NodeId {
        match self.scalar(of) {
            Some(Scalar::Unknown) => supplied,
            Some(_) => of,
            None => {
                let storage = self.storage(of);
                self.emit(Op::IfMissing(of, supplied), at, storage)
            }
        }
    }
}
