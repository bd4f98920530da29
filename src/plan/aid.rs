//! Lowering of aids and registers: clauses in columns, allocation as a barrier.

use super::build::{Builder, storage_of};
use super::op::{Allocated, Clauses, Key, Limit, NodeId, Op, Roll, Scalar, Storage, Whole};
use crate::check::tree::Rule;
use crate::check::tree::{
    Aid, AidId, AidPart, Benefit, EntityId, Expr, Ground, Group, RegisterId, Status, Type,
};
use crate::number::MONEY;

/// An aid as nodes at its level.
#[derive(Clone, Debug)]
pub struct AidPlan {
    /// Its level.
    pub entity: EntityId,
    /// The final status.
    pub status: NodeId,
    /// The final grounds, bits in a raw number.
    pub grounds: NodeId,
    /// The place in the order, where there is one.
    pub rank: Option<NodeId>,
    /// Eligibility.
    pub eligible: NodeId,
    /// The amount before allocation, raw money; a known zero for a service.
    pub amount: NodeId,
    /// The service.
    pub service: Option<NodeId>,
    /// The barrier, where there is one.
    pub allocation: Option<Allocation>,
}

/// Who among the candidates is granted.
#[derive(Clone, Debug, Hash)]
pub struct Allocation {
    /// Which aid.
    pub aid: AidId,
    /// Its level.
    pub entity: EntityId,
    /// The status before: candidates are `granted`.
    pub status: NodeId,
    /// The grounds before.
    pub grounds: NodeId,
    /// The amount.
    pub amount: NodeId,
    /// The order.
    pub rank: Vec<Key>,
    /// The limits.
    pub limits: Vec<Limit>,
    /// The quota: places, and the groups.
    pub quota: Option<(NodeId, Option<GroupBy>)>,
    /// The budget: its ceiling in raw money, and the groups.
    pub budget: Option<(NodeId, Option<GroupBy>)>,
}

/// What makes the groups of a quota or budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The rows of an ancestor.
    Ancestor(EntityId),
    /// Equal values, of a type.
    Value(NodeId, Type),
}

/// A register as nodes at its level.
#[derive(Clone, Copy, Debug)]
pub struct RegisterPlan {
    /// Its level.
    pub entity: EntityId,
    /// The outcome.
    pub outcome: NodeId,
    /// The ground of leaving.
    pub ground: NodeId,
    /// Whether the row is on it at the start.
    pub current: NodeId,
}

impl AidPlan {
    /// The nodes it needs, those of the allocation included.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        self.outputs(visit);
        if let Some(allocation) = &self.allocation {
            allocation.inputs(visit);
        }
    }

    /// The nodes that results show.
    pub fn outputs(&self, visit: &mut dyn FnMut(NodeId)) {
        [self.status, self.grounds, self.eligible, self.amount]
            .into_iter()
            .for_each(&mut *visit);
        self.rank.into_iter().chain(self.service).for_each(visit);
    }
}

impl Allocation {
    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        [self.status, self.grounds, self.amount]
            .into_iter()
            .for_each(&mut *visit);
        self.rank.iter().for_each(|key| key.inputs(visit));
        self.limits.iter().for_each(|limit| limit.inputs(visit));
        for (count, group) in self.quota.iter().chain(&self.budget) {
            visit(*count);
            if let Some(GroupBy::Value(node, _)) = group {
                visit(*node);
            }
        }
    }

    /// The entities whose keys name its groups.
    pub fn ancestors(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.quota
            .iter()
            .chain(&self.budget)
            .filter_map(|(_, group)| match group {
                Some(GroupBy::Ancestor(entity)) => Some(*entity),
                Some(GroupBy::Value(..)) | None => None,
            })
    }
}

impl RegisterPlan {
    /// The nodes it needs.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        [self.outcome, self.ground, self.current]
            .into_iter()
            .for_each(visit);
    }
}

impl Builder<'_> {
    /// Lowers an aid.
    pub(super) fn lower_aid(&mut self, id: AidId) {
        let program = self.program;
        let Some(aid) = program.aids.get(id.index()) else {
            return;
        };
        let in_force = aid.in_force.is_none_or(|(from, until)| {
            from <= self.date && until.is_none_or(|until| self.date <= until)
        });
        let lowered = self.rule(Rule::Aid(id), aid.entity, |it| {
            if in_force {
                it.decided(id, aid)
            } else {
                it.not_in_force(aid)
            }
        });
        if let Some(place) = self.aids.get_mut(id.index()) {
            *place = Some(lowered);
        }
    }

    /// Lowers a register.
    pub(super) fn lower_register(&mut self, id: RegisterId) {
        let program = self.program;
        let Some(register) = program.registers.get(id.index()) else {
            return;
        };
        let at = register.entity;
        let lowered = self.rule(Rule::Register(id), at, |it| {
            let current = it.node(&register.current, at);
            let roll = Roll {
                current,
                enter: it.grounds(&register.enter, at),
                leave: it.grounds(&register.leave, at),
            };
            let roll = Box::new(roll);
            let outcome = it.emit(Op::RegisterOutcome(roll.clone()), at, Storage::Enum);
            let ground = it.emit(Op::RegisterGround(outcome, roll), at, Storage::Number);
            RegisterPlan {
                entity: at,
                outcome,
                ground,
                current,
            }
        });
        if let Some(place) = self.registers.get_mut(id.index()) {
            *place = Some(lowered);
        }
    }

    /// A part of an aid's outcome; within the aid's own clauses, what stands before allocation.
    pub(super) fn aid_part(
        &mut self,
        id: AidId,
        part: AidPart,
        at: EntityId,
        storage: Storage,
    ) -> NodeId {
        self.reads_aid(id);
        let Some(Some(aid)) = self.aids.get(id.index()).cloned() else {
            return self.constant(Scalar::Unknown, storage);
        };
        match part {
            AidPart::Status => aid.status,
            AidPart::Amount if self.is_deciding(id) => aid.amount,
            AidPart::Amount => self.emit(Op::AidAmount(aid.status, aid.amount), at, storage),
            AidPart::Service => aid
                .service
                .unwrap_or_else(|| self.constant(Scalar::Unknown, storage)),
            AidPart::Granted => self.granted(aid.status, at),
            AidPart::Eligible => aid.eligible,
            AidPart::Rank => aid
                .rank
                .unwrap_or_else(|| self.constant(Scalar::Unknown, storage)),
        }
    }

    /// The outcome of a register.
    pub(super) fn register_outcome(&mut self, id: RegisterId) -> NodeId {
        self.reads(Rule::Register(id));
        match self.registers.get(id.index()) {
            Some(Some(register)) => register.outcome,
            _ => self.constant(Scalar::Unknown, Storage::Enum),
        }
    }

    fn not_in_force(&mut self, aid: &Aid) -> AidPlan {
        let zero = self.constant(Scalar::Number(0), Storage::Number);
        AidPlan {
            entity: aid.entity,
            status: self.constant(Scalar::Enum(Status::NotInForce as u16), Storage::Enum),
            grounds: zero,
            rank: None,
            eligible: self.constant(Scalar::Truth(false), Storage::Truth),
            amount: zero,
            service: match &aid.benefit {
                Benefit::Service(service) => {
                    Some(self.constant(Scalar::Unknown, storage_of(service.ty)))
                }
                Benefit::Amount { .. } | Benefit::Nothing => None,
            },
            allocation: None,
        }
    }

    fn decided(&mut self, id: AidId, aid: &Aid) -> AidPlan {
        let at = aid.entity;
        let (amount, service) = self.benefit(&aid.benefit, at);
        // The clauses may read the aid's own amount and service; nothing else stands yet.
        let unknown = self.constant(Scalar::Unknown, Storage::Enum);
        let mut plan = AidPlan {
            entity: at,
            status: unknown,
            grounds: unknown,
            rank: None,
            eligible: self.constant(Scalar::Unknown, Storage::Truth),
            amount,
            service,
            allocation: None,
        };
        self.put(id, &plan);
        let clauses = self.clauses(aid, &plan);
        let (holds, bars) = (clauses.when.clone(), clauses.unless.clone());
        let (holds, bars) = (self.all(holds, at), self.any(bars, at));
        let free = self.not(bars, at);
        plan.eligible = self.all(vec![holds, free], at);
        let clauses = Box::new(clauses);
        plan.status = self.emit(Op::AidStatus(clauses.clone()), at, Storage::Enum);
        plan.grounds = self.emit(Op::AidGrounds(plan.status, clauses), at, Storage::Number);
        self.put(id, &plan);
        let bound = aid.quota.is_some() || aid.budget.is_some() || !aid.limits.is_empty();
        if bound || !aid.rank.is_empty() {
            plan.allocation = Some(self.allocation(id, aid, &plan));
            let part = |it: &mut Self, part, storage| it.emit(Op::Allocated(id, part), at, storage);
            plan.status = part(self, Allocated::Status, Storage::Enum);
            plan.grounds = part(self, Allocated::Grounds, Storage::Number);
            if !aid.rank.is_empty() {
                plan.rank = Some(part(self, Allocated::Rank, Storage::Number));
            }
        }
        plan
    }

    /// The amount, raw money, and the service.
    fn benefit(&mut self, benefit: &Benefit, at: EntityId) -> (NodeId, Option<NodeId>) {
        let zero = self.constant(Scalar::Number(0), Storage::Number);
        match benefit {
            Benefit::Amount { value, .. } => (self.stored_at(value, MONEY, at), None),
            Benefit::Service(service) => (zero, Some(self.stored(service, at))),
            Benefit::Nothing => (zero, None),
        }
    }

    fn clauses(&mut self, aid: &Aid, plan: &AidPlan) -> Clauses {
        let at = aid.entity;
        let mut unless = self.grounds(&aid.unless, at);
        for (other, _, _) in &aid.not_together {
            self.reads_aid(*other);
            let status = match self.aids.get(other.index()) {
                Some(Some(other)) => other.status,
                _ => self.constant(Scalar::Unknown, Storage::Enum),
            };
            unless.push(self.granted(status, at));
        }
        Clauses {
            when: self.grounds(&aid.when, at),
            unless,
            verify: self.grounds(&aid.verify, at),
            takes: aid.take_up.as_ref().map(|it| self.node(&it.takes, at)),
            amount: matches!(aid.benefit, Benefit::Amount { .. }).then_some(plan.amount),
            service: plan.service,
        }
    }

    fn allocation(&mut self, id: AidId, aid: &Aid, plan: &AidPlan) -> Allocation {
        let at = aid.entity;
        Allocation {
            aid: id,
            entity: at,
            status: plan.status,
            grounds: plan.grounds,
            amount: plan.amount,
            rank: self.keys(&aid.rank, at),
            limits: self.limits(&aid.limits, at),
            quota: aid.quota.as_ref().map(|quota| {
                let count = self.whole(&quota.count, Whole::Down, quota.share_of, at);
                (count, self.group(quota.per.as_ref(), at))
            }),
            budget: aid.budget.as_ref().map(|budget| {
                let ceiling = self.ceiling(&budget.ceiling, at);
                (ceiling, self.group(budget.per.as_ref(), at))
            }),
        }
    }

    fn ceiling(&mut self, ceiling: &Expr, at: EntityId) -> NodeId {
        self.stored_at(ceiling, MONEY, at)
    }

    fn group(&mut self, per: Option<&Group>, at: EntityId) -> Option<GroupBy> {
        match per? {
            Group::Ancestor(entity) => Some(GroupBy::Ancestor(*entity)),
            Group::Value(value) => Some(GroupBy::Value(self.stored(value, at), value.ty)),
        }
    }

    fn grounds(&mut self, grounds: &[Ground], at: EntityId) -> Vec<NodeId> {
        grounds
            .iter()
            .map(|ground| self.node(&ground.condition, at))
            .collect()
    }

    fn granted(&mut self, status: NodeId, at: EntityId) -> NodeId {
        match self.scalar(status) {
            Some(Scalar::Unknown) => self.constant(Scalar::Unknown, Storage::Truth),
            Some(_) => self.constant(Scalar::Truth(false), Storage::Truth),
            None => self.emit(Op::AidGranted(status), at, Storage::Truth),
        }
    }

    fn put(&mut self, id: AidId, plan: &AidPlan) {
        if let Some(place) = self.aids.get_mut(id.index()) {
            *place = Some(plan.clone());
        }
    }
}
