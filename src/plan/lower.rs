//! Lowering of expressions: each becomes a node at the level where it stands.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::ValuePlan;
use super::Way;
use super::build::{Builder, Lowered, storage_of};
use super::chain::{Chain, Tree};
use super::fold;
use super::op::{Arithmetic, KeyValue};
use super::op::{NodeId, Op, Scalar, Storage, Whole};
use super::parameter::TableForm;
use crate::check::tree::Rule;
use crate::check::tree::{
    AidId, AidPart, Blank, Constant, EntityId, Expr, ExprKind, FieldId, Function, Hop, Type,
    ValueId, ValueKind,
};
use crate::number::{INTEGER, MONEY, Rational};

impl Builder<'_> {
    /// Lowers a computed value.
    pub(super) fn lower_value(&mut self, id: ValueId) {
        let program = self.program;
        let Some(value) = program.values.get(id.index()) else {
            return;
        };
        let (entity, ty) = (value.entity, value.ty);
        let lowered = self.rule(Rule::Value(id), entity, |it| match &value.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            }
            | ValueKind::Class(expr)
            | ValueKind::Decide(expr) => match ty.scale() {
                Some(scale) => {
                    let tree = it.exact(expr, entity);
                    let node = it.round(tree.clone(), scale, entity);
                    (
                        node,
                        value.exact.then(|| Chain::new(guard(node, scale, tree))),
                    )
                }
                None => (it.node(expr, entity), None),
            },
            ValueKind::Select(select) => (it.lower_select(select, entity), None),
        });
        let (node, exact) = lowered;
        if let Some(place) = self.values.get_mut(id.index()) {
            *place = Some(Lowered {
                plan: ValuePlan { entity, node },
                exact,
            });
        }
    }

    /// The stored form of an expression.
    pub(super) fn stored(&mut self, expr: &Expr, at: EntityId) -> NodeId {
        match expr.ty.scale() {
            Some(scale) => self.stored_at(expr, scale, at),
            None => self.node(expr, at),
        }
    }

    /// A number rounded to a scale.
    pub(super) fn stored_at(&mut self, expr: &Expr, scale: i64, at: EntityId) -> NodeId {
        let tree = self.exact(expr, at);
        self.round(tree, scale, at)
    }

    /// The exact form of a number.
    pub(super) fn exact(&mut self, expr: &Expr, at: EntityId) -> Tree {
        match &expr.kind {
            ExprKind::Constant(Constant::Number(value)) => Tree::Constant(*value),
            ExprKind::Multiply(left, right) => {
                let (left, right) = (self.exact(left, at), self.exact(right, at));
                Tree::multiply(left, right)
            }
            ExprKind::Divide(left, right) => {
                let (left, right) = (self.exact(left, at), self.exact(right, at));
                Tree::divide(left, right)
            }
            ExprKind::Negate(of) => Tree::negate(self.exact(of, at)),
            ExprKind::Retype(of) => self.exact(of, at),
            ExprKind::At(hop, inner) => self.exact_at(*hop, inner, at),
            ExprKind::Value(id) => self.exact_value(*id, at),
            ExprKind::Parameter(id, keys) => self.exact_parameter(*id, keys, at),
            _ => {
                let scale = self.native_scale(expr);
                let node = self.node(expr, at);
                self.leaf(node, scale)
            }
        }
    }

    /// A truth value, a date, a code, a text, or a number that is no chain.
    pub(super) fn node(&mut self, expr: &Expr, at: EntityId) -> NodeId {
        let storage = storage_of(expr.ty);
        match &expr.kind {
            ExprKind::Constant(constant) => match fold::scalar(constant, expr.ty) {
                Some(scalar) => self.constant(scalar, storage),
                None => self.stored(expr, at),
            },
            ExprKind::EvaluationDate => {
                self.constant(Scalar::Date(self.date.days()), Storage::Date)
            }
            ExprKind::Field(id) => self.lower_field(*id, at),
            ExprKind::Filled(id) => self.emit(Op::Filled(*id), at, Storage::Truth),
            ExprKind::Value(id) => self.value_node(*id, storage),
            ExprKind::Aid(id, part) => self.aid_part(*id, *part, at, storage),
            ExprKind::Register(id) => self.register_outcome(*id),
            ExprKind::At(..) | ExprKind::Parameter(..) if storage == Storage::Number => {
                self.stored(expr, at)
            }
            ExprKind::At(hop, inner) => {
                let Some((way, target)) = self.way(*hop, at) else {
                    return self.constant(Scalar::Unknown, storage);
                };
                let node = self.step(way, |it| it.node(inner, target));
                self.hop(way, node, at)
            }
            ExprKind::Parameter(id, keys) => self.parameter(*id, keys, at, TableForm::Stored),
            ExprKind::Add(left, right) => {
                self.arithmetic(Arithmetic::Add, (left, right), expr.ty, at)
            }
            ExprKind::Subtract(left, right) => {
                self.arithmetic(Arithmetic::Subtract, (left, right), expr.ty, at)
            }
            ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Negate(_)
            | ExprKind::Retype(_) => match expr.ty.scale() {
                Some(scale) => self.stored_at(expr, scale, at),
                None => self.constant(Scalar::Unknown, storage),
            },
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, at),
            ExprKind::OneOf(of, constants) => self.one_of(of, constants, at),
            ExprKind::Not(of) => {
                let of = self.node(of, at);
                self.not(of, at)
            }
            ExprKind::And(of) => {
                let of = self.conditions(of, at);
                self.all(of, at)
            }
            ExprKind::Or(of) => {
                let of = self.conditions(of, at);
                self.any(of, at)
            }
            ExprKind::If(condition, then, otherwise) => {
                let condition = self.node(condition, at);
                let (then, otherwise) = (
                    self.branch(then, expr.ty, at),
                    self.branch(otherwise, expr.ty, at),
                );
                self.first_match(vec![condition], vec![then], Some(otherwise), at)
            }
            ExprKind::FirstMatch { rows, otherwise } => {
                let conditions = rows
                    .iter()
                    .map(|(condition, _)| self.node(condition, at))
                    .collect();
                let results = rows
                    .iter()
                    .map(|(_, it)| self.branch(it, expr.ty, at))
                    .collect();
                let otherwise = otherwise.as_ref().map(|it| self.branch(it, expr.ty, at));
                let otherwise =
                    otherwise.unwrap_or_else(|| self.constant(Scalar::Unknown, storage));
                self.first_match(conditions, results, Some(otherwise), at)
            }
            ExprKind::BestMatch { rows, smallest } => self.best_match(rows, *smallest, expr.ty, at),
            ExprKind::IsKnown(of) => self.is_known(of, at),
            ExprKind::IfMissing(of, supplied) => {
                let (of, supplied) = (
                    self.branch(of, expr.ty, at),
                    self.branch(supplied, expr.ty, at),
                );
                self.if_missing(of, supplied, at)
            }
            ExprKind::AtLeast { count, most, of } => {
                let whole = if *most { Whole::Down } else { Whole::Up };
                let count = self.whole(count, whole, None, at);
                let of = self.conditions(of, at);
                self.emit(
                    Op::AtLeast {
                        count,
                        most: *most,
                        of,
                    },
                    at,
                    Storage::Truth,
                )
            }
            ExprKind::CountTrue(of) => {
                let of = self.conditions(of, at);
                self.emit(Op::CountTrue(of), at, Storage::Number)
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, expr.ty, at),
            ExprKind::Position(position) => self.position(position, at),
            ExprKind::Call(function, operands) => self.call(*function, operands, expr.ty, at),
        }
    }

    /// Conditions, all of them lowered.
    pub(super) fn conditions(&mut self, of: &[Expr], at: EntityId) -> Vec<NodeId> {
        of.iter().map(|it| self.node(it, at)).collect()
    }

    /// Kleene `and`, constants folded.
    pub(super) fn all(&mut self, mut of: Vec<NodeId>, at: EntityId) -> NodeId {
        of.sort_unstable();
        of.dedup();
        if of
            .iter()
            .any(|it| self.scalar(*it) == Some(&Scalar::Truth(false)))
        {
            return self.truth(false);
        }
        of.retain(|it| self.scalar(*it) != Some(&Scalar::Truth(true)));
        match of.as_slice() {
            [] => self.truth(true),
            [one] => *one,
            _ => self.emit(Op::And(of), at, Storage::Truth),
        }
    }

    /// Kleene `or`, constants folded.
    pub(super) fn any(&mut self, mut of: Vec<NodeId>, at: EntityId) -> NodeId {
        of.sort_unstable();
        of.dedup();
        if of
            .iter()
            .any(|it| self.scalar(*it) == Some(&Scalar::Truth(true)))
        {
            return self.truth(true);
        }
        of.retain(|it| self.scalar(*it) != Some(&Scalar::Truth(false)));
        match of.as_slice() {
            [] => self.truth(false),
            [one] => *one,
            _ => self.emit(Op::Or(of), at, Storage::Truth),
        }
    }

    /// Kleene `not`, folded.
    pub(super) fn not(&mut self, of: NodeId, at: EntityId) -> NodeId {
        match self.scalar(of) {
            Some(Scalar::Truth(truth)) => self.truth(!truth),
            Some(_) => of,
            None => self.emit(Op::Not(of), at, Storage::Truth),
        }
    }

    /// A fraction (times the rows of an entity) as a whole number.
    pub(super) fn whole(
        &mut self,
        expr: &Expr,
        whole: Whole,
        share_of: Option<EntityId>,
        at: EntityId,
    ) -> NodeId {
        let chain = Chain::new(self.exact(expr, at));
        if share_of.is_none() {
            if let Some((node, INTEGER)) = chain.leaf() {
                return node;
            }
            if let Some(value) = chain.constant().filter(|it| it.is_integer())
                && let Ok(value) = i64::try_from(value.num())
            {
                return self.constant(Scalar::Number(value), Storage::Number);
            }
        }
        self.emit(Op::Whole(chain, whole, share_of), at, Storage::Number)
    }

    /// The key of an order or of a best match.
    pub(super) fn key_value(&mut self, expr: &Expr, at: EntityId) -> KeyValue {
        if expr.ty.scale().is_none() {
            return KeyValue::Node(self.node(expr, at));
        }
        let tree = self.exact(expr, at);
        match &tree {
            Tree::Leaf(node, _) => KeyValue::Node(*node),
            Tree::Unknown => KeyValue::Node(self.constant(Scalar::Unknown, Storage::Number)),
            _ => self.fraction_key(tree, at),
        }
    }

    /// The step of a hop from a level and the level it leads to.
    pub(super) fn way(&mut self, hop: Hop, at: EntityId) -> Option<(Way, EntityId)> {
        match hop {
            Hop::Parent => {
                let (parent, _) = self.program.entities.get(at.index())?.parent?;
                Some((Way::Parent(at), parent))
            }
            Hop::Link(field) => Some((Way::Link(field), self.field(field)?.refers_to?)),
            Hop::Role(role) => {
                let role = self.program.roles.get(role.index())?;
                Some((Way::Role(self.role(role, at)), role.of))
            }
        }
    }

    /// The node at the row that a step leads to.
    pub(super) fn hop(&mut self, way: Way, node: NodeId, at: EntityId) -> NodeId {
        let storage = self.storage(node);
        match way {
            // Every row has a parent, so a constant is the same there.
            Way::Parent(_) if self.scalar(node).is_some() => node,
            Way::Parent(_) => self.emit(Op::Lift(node), at, storage),
            Way::Link(field) => self.emit(Op::Link(field, node), at, storage),
            Way::Role(row) => self.emit(Op::Role(row, node), at, storage),
            Way::Into { .. } | Way::Blank(_) => node,
        }
    }

    pub(super) fn exact_at(&mut self, hop: Hop, inner: &Expr, at: EntityId) -> Tree {
        let Some((way, target)) = self.way(hop, at) else {
            return Tree::Unknown;
        };
        let tree = self.step(way, |it| it.exact(inner, target));
        let mut read = false;
        tree.inputs(&mut |_| read = true);
        if read || matches!(way, Way::Parent(_)) {
            return tree.map(&mut |node| self.hop(way, node, at));
        }
        // A constant, known only where the hop reaches a row.
        let reached = self.truth(true);
        Tree::Guard(self.hop(way, reached, at), Box::new(tree))
    }

    pub(super) fn exact_value(&mut self, id: ValueId, at: EntityId) -> Tree {
        self.reads(Rule::Value(id));
        let Some(Some(lowered)) = self.values.get(id.index()) else {
            return Tree::Unknown;
        };
        if let Some(exact) = &lowered.exact {
            return exact.tree.clone();
        }
        let node = lowered.plan.node;
        let scale = self
            .program
            .values
            .get(id.index())
            .and_then(|it| it.ty.scale());
        let _ = at;
        self.leaf(node, scale.unwrap_or(INTEGER))
    }

    /// A stored number as the leaf of a chain, a constant where it is one.
    pub(super) fn leaf(&self, node: NodeId, scale: i64) -> Tree {
        match self.scalar(node) {
            Some(Scalar::Number(raw)) => Rational::new(i128::from(*raw), i128::from(scale))
                .map_or(Tree::Unknown, Tree::Constant),
            Some(_) => Tree::Unknown,
            None => Tree::Leaf(node, scale),
        }
    }

    /// A chain rounded to a scale.
    pub(super) fn round(&mut self, tree: Tree, scale: i64, at: EntityId) -> NodeId {
        match &tree {
            Tree::Leaf(node, own) if *own == scale => return *node,
            Tree::Unknown => return self.constant(Scalar::Unknown, Storage::Number),
            Tree::Constant(value) => {
                if let Some(raw) = value.round_to_scale(scale) {
                    return self.constant(Scalar::Number(raw), Storage::Number);
                }
            }
            // The value's own stored form is this rounding.
            Tree::Guard(node, _) if self.rounds(*node, &tree, scale) => return *node,
            _ => {}
        }
        self.emit(Op::Stored(Chain::new(tree), scale), at, Storage::Number)
    }

    /// Whether a guard's node is the stored form of the guarded chain at this scale.
    pub(super) fn rounds(&self, node: NodeId, tree: &Tree, scale: i64) -> bool {
        let Tree::Guard(_, inner) = tree else {
            return false;
        };
        match self.nodes.get(node.index()).map(|it| &it.op) {
            Some(Op::Stored(chain, own)) => *own == scale && chain.tree == **inner,
            _ => false,
        }
    }

    /// Raw units per one of a number that is no chain.
    pub(super) fn native_scale(&self, expr: &Expr) -> i64 {
        let ty = match &expr.kind {
            ExprKind::Field(id) => self.field(*id).map(|it| it.ty),
            ExprKind::Aid(_, AidPart::Amount) => return MONEY,
            ExprKind::Aid(_, AidPart::Rank)
            | ExprKind::CountTrue(_)
            | ExprKind::Call(
                Function::Age
                | Function::AgeMonths
                | Function::Year
                | Function::Month
                | Function::Day
                | Function::DaysBetween
                | Function::Length,
                _,
            ) => return INTEGER,
            _ => Some(expr.ty),
        };
        ty.and_then(Type::scale).unwrap_or(INTEGER)
    }

    pub(super) fn lower_field(&mut self, id: FieldId, at: EntityId) -> NodeId {
        let program = self.program;
        let Some(field) = program.fields.get(id.index()) else {
            return self.constant(Scalar::Unknown, Storage::Number);
        };
        let storage = storage_of(field.ty);
        let cells = self.emit(Op::Field(id), at, storage);
        let Blank::AskedWhen {
            condition,
            otherwise,
        } = &field.blank
        else {
            return cells;
        };
        let asked = self.step(Way::Blank(id), |it| it.node(condition, at));
        let otherwise = fold::scalar(otherwise, field.ty).unwrap_or(Scalar::Unknown);
        let otherwise = self.constant(otherwise, storage);
        self.emit(
            Op::Otherwise {
                field: cells,
                asked,
                otherwise,
            },
            at,
            storage,
        )
    }

    pub(super) fn value_node(&mut self, id: ValueId, storage: Storage) -> NodeId {
        self.reads(Rule::Value(id));
        match self.values.get(id.index()) {
            Some(Some(lowered)) => lowered.plan.node,
            _ => self.constant(Scalar::Unknown, storage),
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        op: Arithmetic,
        (left, right): (&Expr, &Expr),
        ty: Type,
        at: EntityId,
    ) -> NodeId {
        let (left, right) = (self.branch(left, ty, at), self.branch(right, ty, at));
        if let (Some(a), Some(b)) = (self.scalar(left), self.scalar(right))
            && let Some(folded) = fold::arithmetic(op, a, b)
        {
            return self.constant(folded, storage_of(ty));
        }
        self.emit(Op::Arithmetic(op, left, right), at, storage_of(ty))
    }

    pub(super) fn truth(&mut self, truth: bool) -> NodeId {
        self.constant(Scalar::Truth(truth), Storage::Truth)
    }

    /// The rules of an aid that is read.
    pub(super) fn reads_aid(&mut self, id: AidId) {
        self.reads(Rule::Aid(id));
    }
}

/// The exact form that consumers of a value see: unknown where the stored form is.
pub(super) fn guard(node: NodeId, scale: i64, tree: Tree) -> Tree {
    match &tree {
        Tree::Leaf(leaf, own) if *leaf == node && *own == scale => tree,
        Tree::Unknown => tree,
        Tree::Constant(value) if value.round_to_scale(scale).is_some() => tree,
        Tree::Guard(inner, _) if *inner == node => tree,
        _ => Tree::Guard(node, Box::new(tree)),
    }
}
