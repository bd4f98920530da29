//! Lowering of expressions: each becomes a node at the level where it stands.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::BTreeMap;

use super::ValuePlan;
use super::Way;
use super::build::{Builder, Lowered, storage_of};
use super::chain::{Chain, Comparison, Tree, flipped, threshold};
use super::fold;
use super::op::{Arithmetic, DatePart, DateSpan, DateStep, Direction, KeyValue};
use super::op::{NodeId, Op, Scalar, Storage, TextTest, Whole};
use super::table::{Cells, Dimension, Table, TableId};
use crate::check::tree::Rule;
use crate::check::tree::{
    AidId, AidPart, BestRow, Blank, CompareOp, Constant, EntityId, Expr, ExprKind, FieldId,
    Function, Hop, Interval, Key, Parameter, ParameterId, ParameterKey, Type, ValueId, ValueKind,
};
use crate::number::{Date, INTEGER, MONEY, Rational};

/// Which number of a keyed parameter stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TableForm {
    /// The stored value.
    Stored,
    /// The numerator of the exact one.
    Numerator,
    /// The denominator of the exact one.
    Denominator,
}

/// More cells than this are never laid out densely; such parameters are unknown to the planner's
/// bounds and refused by the checker long before.
const CELLS: usize = 1 << 24;

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
    fn way(&mut self, hop: Hop, at: EntityId) -> Option<(Way, EntityId)> {
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
    fn hop(&mut self, way: Way, node: NodeId, at: EntityId) -> NodeId {
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

    fn exact_at(&mut self, hop: Hop, inner: &Expr, at: EntityId) -> Tree {
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

    fn exact_value(&mut self, id: ValueId, at: EntityId) -> Tree {
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

    fn exact_parameter(&mut self, id: ParameterId, keys: &[Expr], at: EntityId) -> Tree {
        let program = self.program;
        let Some(parameter) = program.parameters.get(id.index()) else {
            return Tree::Unknown;
        };
        let Some(scale) = parameter.ty.scale() else {
            return Tree::Unknown;
        };
        let interval = parameter.on(self.date);
        if keys.is_empty() {
            return match interval
                .and_then(|it| it.values.get(&Vec::new()).or(it.otherwise.as_ref()))
            {
                Some(Constant::Number(value)) => Tree::Constant(*value),
                _ => Tree::Unknown,
            };
        }
        let exact = interval.is_none_or(|it| numbers(it).all(|value| fits(value, scale)));
        if exact {
            let node = self.parameter(id, keys, at, TableForm::Stored);
            return self.leaf(node, scale);
        }
        let above = self.parameter(id, keys, at, TableForm::Numerator);
        let below = self.parameter(id, keys, at, TableForm::Denominator);
        Tree::divide(self.leaf(above, INTEGER), self.leaf(below, INTEGER))
    }

    /// A stored number as the leaf of a chain, a constant where it is one.
    fn leaf(&self, node: NodeId, scale: i64) -> Tree {
        match self.scalar(node) {
            Some(Scalar::Number(raw)) => Rational::new(i128::from(*raw), i128::from(scale))
                .map_or(Tree::Unknown, Tree::Constant),
            Some(_) => Tree::Unknown,
            None => Tree::Leaf(node, scale),
        }
    }

    /// A chain rounded to a scale.
    fn round(&mut self, tree: Tree, scale: i64, at: EntityId) -> NodeId {
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
    fn rounds(&self, node: NodeId, tree: &Tree, scale: i64) -> bool {
        let Tree::Guard(_, inner) = tree else {
            return false;
        };
        match self.nodes.get(node.index()).map(|it| &it.op) {
            Some(Op::Stored(chain, own)) => *own == scale && chain.tree == **inner,
            _ => false,
        }
    }

    /// Raw units per one of a number that is no chain.
    fn native_scale(&self, expr: &Expr) -> i64 {
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

    fn lower_field(&mut self, id: FieldId, at: EntityId) -> NodeId {
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

    fn value_node(&mut self, id: ValueId, storage: Storage) -> NodeId {
        self.reads(Rule::Value(id));
        match self.values.get(id.index()) {
            Some(Some(lowered)) => lowered.plan.node,
            _ => self.constant(Scalar::Unknown, storage),
        }
    }

    fn parameter(
        &mut self,
        id: ParameterId,
        keys: &[Expr],
        at: EntityId,
        form: TableForm,
    ) -> NodeId {
        let program = self.program;
        let Some(parameter) = program.parameters.get(id.index()) else {
            return self.constant(Scalar::Unknown, Storage::Number);
        };
        let storage = storage_of(parameter.ty);
        let keys: Vec<NodeId> = keys.iter().map(|key| self.stored(key, at)).collect();
        let Some(interval) = parameter.on(self.date) else {
            return self.constant(Scalar::Unknown, storage);
        };
        if keys.is_empty() {
            let value = interval
                .values
                .get(&Vec::new())
                .or(interval.otherwise.as_ref());
            let scalar = value.and_then(|it| fold::scalar(it, parameter.ty));
            return self.constant(scalar.unwrap_or(Scalar::Unknown), storage);
        }
        if let Some(scalar) = self.constant_cell(parameter, interval, &keys, form) {
            return self.constant(scalar, storage);
        }
        let table = self.table(id, parameter, interval, &keys, form);
        self.look_up(table, keys, storage, at)
    }

    /// A look-up, made at the parent's level where all keys come from there.
    fn look_up(
        &mut self,
        table: TableId,
        keys: Vec<NodeId>,
        storage: Storage,
        at: EntityId,
    ) -> NodeId {
        let above = |node: &NodeId| match &self.nodes.get(node.index())?.op {
            Op::Lift(inner) => Some(*inner),
            Op::Constant(_) => Some(*node),
            _ => None,
        };
        let lifted: Option<Vec<NodeId>> = keys.iter().map(above).collect();
        let level = lifted
            .as_ref()
            .and_then(|it| it.iter().find_map(|key| self.level(*key)));
        match lifted.zip(level) {
            Some((keys, level)) => {
                let inner = self.look_up(table, keys, storage, level);
                self.emit(Op::Lift(inner), at, storage)
            }
            None => self.emit(Op::Lookup(table, keys), at, storage),
        }
    }

    /// The cell, where all keys are constants.
    fn constant_cell(
        &self,
        parameter: &Parameter,
        interval: &Interval,
        keys: &[NodeId],
        form: TableForm,
    ) -> Option<Scalar> {
        let keys: Option<Vec<Option<Key>>> = keys
            .iter()
            .zip(&parameter.keys)
            .map(|(key, _)| {
                let scale = INTEGER;
                Some(match self.scalar(*key)? {
                    Scalar::Enum(code) => Some(Key::Enum(u32::from(*code))),
                    Scalar::Number(raw) => Some(Key::Integer(raw / scale)),
                    Scalar::Text(text) => Some(Key::Text(text.clone())),
                    Scalar::Unknown | Scalar::Truth(_) | Scalar::Date(_) => None,
                })
            })
            .collect();
        let keys: Option<Vec<Key>> = keys?.into_iter().collect();
        let Some(keys) = keys else {
            return Some(Scalar::Unknown);
        };
        let value = interval.values.get(&keys).or(interval.otherwise.as_ref());
        Some(value.map_or(Scalar::Unknown, |it| cell(it, parameter.ty, form)))
    }

    fn table(
        &mut self,
        id: ParameterId,
        parameter: &Parameter,
        interval: &Interval,
        keys: &[NodeId],
        form: TableForm,
    ) -> TableId {
        if let Some(table) = self.parameters.get(&(id, form)) {
            return *table;
        }
        let dimensions = (0..parameter.keys.len())
            .map(|place| self.dimension(parameter, interval, place, keys))
            .collect();
        let storage = storage_of(parameter.ty);
        let table = filled(dimensions, storage, interval, |it| {
            cell(it, parameter.ty, form)
        });
        let place = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        self.tables.push(table);
        self.parameters.insert((id, form), place);
        place
    }

    fn dimension(
        &self,
        parameter: &Parameter,
        interval: &Interval,
        place: usize,
        _keys: &[NodeId],
    ) -> Dimension {
        let used = interval.values.keys().filter_map(|key| key.get(place));
        match parameter.keys.get(place) {
            Some(ParameterKey::Enum(id)) => Dimension::Enum(
                self.program
                    .enums
                    .get(id.index())
                    .map_or(0, |it| it.values.len()),
            ),
            Some(ParameterKey::Integer { .. } | ParameterKey::Entity(_))
                if used.clone().any(|key| matches!(key, Key::Integer(_))) =>
            {
                let mut integers: Vec<i64> = used
                    .filter_map(|key| {
                        if let Key::Integer(value) = key {
                            Some(*value)
                        } else {
                            None
                        }
                    })
                    .collect();
                integers.sort_unstable();
                integers.dedup();
                Dimension::Integer(integers)
            }
            Some(ParameterKey::Integer { .. }) => Dimension::Integer(Vec::new()),
            Some(ParameterKey::Entity(_)) | None => {
                let mut texts = BTreeMap::new();
                for key in used {
                    if let Key::Text(text) = key {
                        let next = texts.len();
                        texts.entry(text.clone()).or_insert(next);
                    }
                }
                Dimension::Text(texts)
            }
        }
    }

    fn arithmetic(
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

    /// An operand taken stored, at the scale of the result.
    fn branch(&mut self, expr: &Expr, ty: Type, at: EntityId) -> NodeId {
        match ty.scale() {
            Some(scale) => self.stored_at(expr, scale, at),
            None => self.node(expr, at),
        }
    }

    fn compare(&mut self, op: CompareOp, left: &Expr, right: &Expr, at: EntityId) -> NodeId {
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

    fn compare_plain(&mut self, op: CompareOp, a: NodeId, b: NodeId, at: EntityId) -> NodeId {
        match (self.scalar(a).map(ordinal), self.scalar(b).map(ordinal)) {
            (Some(Some(x)), Some(Some(y))) => self.truth(fold::holds(op, x.cmp(&y))),
            (Some(None), _) | (_, Some(None)) => self.constant(Scalar::Unknown, Storage::Truth),
            (None, Some(Some(y))) => self.emit(Op::CompareConstant(op, a, y), at, Storage::Truth),
            (Some(Some(x)), None) => {
                self.emit(Op::CompareConstant(flipped(op), b, x), at, Storage::Truth)
            }
            (None, None) => self.emit(Op::CompareRaw(op, a, b), at, Storage::Truth),
        }
    }

    fn compare_trees(&mut self, op: CompareOp, left: Tree, right: Tree, at: EntityId) -> NodeId {
        match (&left, &right) {
            (Tree::Constant(a), Tree::Constant(b)) => {
                return self.truth(fold::holds(op, a.cmp(b)));
            }
            (Tree::Leaf(node, scale), Tree::Constant(value)) => {
                if let Some((op, bound)) = threshold(op, *scale, *value) {
                    return self.emit(Op::CompareConstant(op, *node, bound), at, Storage::Truth);
                }
            }
            (Tree::Constant(value), Tree::Leaf(node, scale)) => {
                if let Some((op, bound)) = threshold(flipped(op), *scale, *value) {
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

    fn one_of(&mut self, of: &Expr, constants: &[Constant], at: EntityId) -> NodeId {
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
    fn never(&mut self, of: &Expr, at: EntityId) -> NodeId {
        let known = self.is_known(of, at);
        let no = self.truth(false);
        let unknown = self.constant(Scalar::Unknown, Storage::Truth);
        self.first_match(vec![known], vec![no], Some(unknown), at)
    }

    fn first_match(
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
    fn best_match(&mut self, rows: &[BestRow], smallest: bool, ty: Type, at: EntityId) -> NodeId {
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
    fn best_keys(
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

    fn fraction_key(&mut self, tree: Tree, at: EntityId) -> KeyValue {
        let chain = Chain::new(tree);
        let known = self.emit(Op::ChainKnown(chain.clone()), at, Storage::Truth);
        KeyValue::Chain(chain, known)
    }

    fn is_known(&mut self, of: &Expr, at: EntityId) -> NodeId {
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

    fn known(&mut self, node: NodeId, at: EntityId) -> NodeId {
        match self.scalar(node) {
            Some(scalar) => {
                let known = *scalar != Scalar::Unknown;
                self.truth(known)
            }
            None => self.emit(Op::IsKnown(node), at, Storage::Truth),
        }
    }

    fn if_missing(&mut self, of: NodeId, supplied: NodeId, at: EntityId) -> NodeId {
        match self.scalar(of) {
            Some(Scalar::Unknown) => supplied,
            Some(_) => of,
            None => {
                let storage = self.storage(of);
                self.emit(Op::IfMissing(of, supplied), at, storage)
            }
        }
    }

    fn call(&mut self, function: Function, operands: &[Expr], ty: Type, at: EntityId) -> NodeId {
        let unknown = |it: &mut Self| it.constant(Scalar::Unknown, storage_of(ty));
        match (function, operands) {
            (Function::Min, [a, b]) => self.arithmetic(Arithmetic::Min, (a, b), ty, at),
            (Function::Max, [a, b]) => self.arithmetic(Arithmetic::Max, (a, b), ty, at),
            (Function::Abs, [of]) => {
                let of = self.branch(of, ty, at);
                self.emit(Op::Absolute(of), at, Storage::Number)
            }
            (Function::Year, [of]) => self.date_part(DatePart::Year, of, at),
            (Function::Month, [of]) => self.date_part(DatePart::Month, of, at),
            (Function::Day, [of]) => self.date_part(DatePart::Day, of, at),
            (Function::Age, [a, b]) => self.date_span(DateSpan::Years, (a, b), at),
            (Function::AgeMonths, [a, b]) => self.date_span(DateSpan::Months, (a, b), at),
            (Function::DaysBetween, [a, b]) => self.date_span(DateSpan::Days, (a, b), at),
            (Function::AddDays, [a, by]) => self.date_step(DateStep::Days, (a, by), at),
            (Function::AddMonths, [a, by]) => self.date_step(DateStep::Months, (a, by), at),
            (Function::AddYears, [a, by]) => self.date_step(DateStep::Years, (a, by), at),
            (Function::Round(way), [of, to]) => {
                let (of, to) = (self.exact(of, at), self.exact(to, at));
                let scale = ty.scale().unwrap_or(INTEGER);
                let op = Op::RoundTo(way, Chain::new(of), Chain::new(to), scale);
                self.emit(op, at, Storage::Number)
            }
            (Function::Steps, [of, step]) => {
                let (of, step) = (self.exact(of, at), self.exact(step, at));
                let scale = ty.scale().unwrap_or(INTEGER);
                let op = Op::Steps(Chain::new(of), Chain::new(step), scale);
                self.emit(op, at, Storage::Number)
            }
            (Function::Lower, [of]) => {
                let of = self.node(of, at);
                self.emit(Op::Lower(of), at, Storage::Text)
            }
            (Function::Length, [of]) => {
                let of = self.node(of, at);
                self.emit(Op::Length(of), at, Storage::Number)
            }
            (Function::StartsWith, [a, b]) => self.text_test(TextTest::StartsWith, (a, b), at),
            (Function::Contains, [a, b]) => self.text_test(TextTest::Contains, (a, b), at),
            // A checked policy has the right number of operands.
            _ => unknown(self),
        }
    }

    fn date_part(&mut self, part: DatePart, of: &Expr, at: EntityId) -> NodeId {
        let of = self.node(of, at);
        match self
            .scalar(of)
            .map(|it| it.date().and_then(Date::from_days))
        {
            Some(Some(date)) => {
                let value = Scalar::Number(fold::date_part(part, date));
                self.constant(value, Storage::Number)
            }
            Some(None) => self.constant(Scalar::Unknown, Storage::Number),
            None => self.emit(Op::DatePart(part, of), at, Storage::Number),
        }
    }

    fn date_span(&mut self, span: DateSpan, (a, b): (&Expr, &Expr), at: EntityId) -> NodeId {
        let (a, b) = (self.node(a, at), self.node(b, at));
        let date = |it: &Self, node| {
            it.scalar(node)
                .map(|it| it.date().and_then(Date::from_days))
        };
        match (date(self, a), date(self, b)) {
            (Some(Some(first)), Some(Some(second))) => {
                let value = fold::date_span(span, first, second);
                self.constant(
                    value.map_or(Scalar::Unknown, Scalar::Number),
                    Storage::Number,
                )
            }
            (Some(None), _) | (_, Some(None)) => self.constant(Scalar::Unknown, Storage::Number),
            _ => self.emit(Op::DateSpan(span, a, b), at, Storage::Number),
        }
    }

    fn date_step(&mut self, step: DateStep, (of, by): (&Expr, &Expr), at: EntityId) -> NodeId {
        let (of, by) = (self.node(of, at), self.stored_at(by, INTEGER, at));
        if let (Some(of), Some(by)) = (self.scalar(of), self.scalar(by))
            && let (Some(date), Some(by)) = (of.date().and_then(Date::from_days), by.number())
            && let Some(date) = fold::date_step(step, date, by)
        {
            return self.constant(Scalar::Date(date.days()), Storage::Date);
        }
        self.emit(Op::DateStep(step, of, by), at, Storage::Date)
    }

    fn text_test(&mut self, test: TextTest, (a, b): (&Expr, &Expr), at: EntityId) -> NodeId {
        let (a, b) = (self.node(a, at), self.node(b, at));
        self.emit(Op::TextTest(test, a, b), at, Storage::Truth)
    }

    fn truth(&mut self, truth: bool) -> NodeId {
        self.constant(Scalar::Truth(truth), Storage::Truth)
    }

    /// The rules of an aid that is read.
    pub(super) fn reads_aid(&mut self, id: AidId) {
        self.reads(Rule::Aid(id));
    }
}

/// The exact form that consumers of a value see: unknown where the stored form is.
fn guard(node: NodeId, scale: i64, tree: Tree) -> Tree {
    match &tree {
        Tree::Leaf(leaf, own) if *leaf == node && *own == scale => tree,
        Tree::Unknown => tree,
        Tree::Constant(value) if value.round_to_scale(scale).is_some() => tree,
        Tree::Guard(inner, _) if *inner == node => tree,
        _ => Tree::Guard(node, Box::new(tree)),
    }
}

fn numbers(interval: &Interval) -> impl Iterator<Item = Rational> {
    let values = interval.values.values().chain(&interval.otherwise);
    values.filter_map(|it| {
        if let Constant::Number(value) = it {
            Some(*value)
        } else {
            None
        }
    })
}

/// Whether a number is stored without rounding.
fn fits(value: Rational, scale: i64) -> bool {
    i128::from(scale) % value.den() == 0 && value.round_to_scale(scale).is_some()
}

/// A cell of a table.
fn cell(constant: &Constant, ty: Type, form: TableForm) -> Scalar {
    let integer = |value: i128| i64::try_from(value).map_or(Scalar::Unknown, Scalar::Number);
    match (constant, form) {
        (Constant::Number(value), TableForm::Numerator) => integer(value.num()),
        (Constant::Number(value), TableForm::Denominator) => integer(value.den()),
        _ => fold::scalar(constant, ty).unwrap_or(Scalar::Unknown),
    }
}

/// A table laid out over its dimensions; keys not listed have the place after the last.
fn filled(
    dimensions: Vec<Dimension>,
    storage: Storage,
    interval: &Interval,
    cell: impl Fn(&Constant) -> Scalar,
) -> Table {
    let size = dimensions
        .iter()
        .try_fold(1_usize, |size, it| size.checked_mul(it.places()));
    let size = size.filter(|size| *size <= CELLS).unwrap_or(0);
    let other = interval.otherwise.as_ref().map_or(Scalar::Unknown, &cell);
    let mut scalars = vec![other; size];
    for (key, value) in &interval.values {
        let place = dimensions
            .iter()
            .zip(key)
            .try_fold(0_usize, |place, (dimension, key)| {
                let inner = match (dimension, key) {
                    (Dimension::Enum(_), Key::Enum(code)) => usize::try_from(*code).ok()?,
                    (Dimension::Integer(keys), Key::Integer(value)) => {
                        keys.binary_search(value).ok()?
                    }
                    (Dimension::Text(keys), Key::Text(text)) => *keys.get(text)?,
                    _ => return None,
                };
                Some(place * dimension.places() + inner)
            });
        if let Some(scalar) = place.and_then(|place| scalars.get_mut(place)) {
            *scalar = cell(value);
        }
    }
    Table {
        dimensions,
        storage,
        cells: Cells::of(storage, &scalars),
    }
}

/// The place of a scalar in the order of its storage.
fn ordinal(scalar: &Scalar) -> Option<i64> {
    match scalar {
        Scalar::Number(raw) => Some(*raw),
        Scalar::Date(days) => Some(i64::from(*days)),
        Scalar::Enum(code) => Some(i64::from(*code)),
        Scalar::Unknown | Scalar::Truth(_) | Scalar::Text(_) => None,
    }
}
