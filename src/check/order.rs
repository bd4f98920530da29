//! The order of evaluation: everything after what it needs, and circles with their whole path.

use std::collections::BTreeMap;

use super::Checker;
use super::tree::{
    AidId, Benefit, Blank, Expr, ExprKind, FieldId, Group, Hop, IndicatorId, RegisterId, RoleId,
    Step, ValueId, ValueKind,
};
use super::walk::{keys, walk};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::resolve as codes;
use crate::source::Span;

/// Places in an order in which everything stands after what it needs, and the circles that remain.
///
/// `needs` lists, for each place, the places it needs. Deterministic: depth first, by place.
pub(super) fn sort(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; needs.len()];
    let mut order = Vec::with_capacity(needs.len());
    let mut cycles = Vec::new();
    for start in 0..needs.len() {
        // The way down: each place and how many of its needs have been seen.
        let mut way: Vec<(usize, usize)> = Vec::new();
        if marks.get(start) == Some(&Mark::New) {
            way.push((start, 0));
        }
        while let Some((at, seen)) = way.last_mut() {
            let place = *at;
            if let Some(mark) = marks.get_mut(place) {
                *mark = Mark::Open;
            }
            let next = needs.get(place).and_then(|it| it.get(*seen)).copied();
            *seen += 1;
            match next {
                None => {
                    if let Some(mark) = marks.get_mut(place) {
                        *mark = Mark::Done;
                    }
                    order.push(place);
                    way.pop();
                }
                Some(next) => match marks.get(next) {
                    Some(Mark::New) => way.push((next, 0)),
                    Some(Mark::Open) => {
                        let from = way.iter().position(|(it, _)| *it == next).unwrap_or(0);
                        cycles.push(way.iter().skip(from).map(|(it, _)| *it).collect());
                    }
                    Some(Mark::Done) | None => {}
                },
            }
        }
    }
    (order, cycles)
}

/// What can need and be needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Step(Step),
    Role(RoleId),
    Field(FieldId),
    /// A value of the population that rules read.
    Figure(IndicatorId),
}

impl Checker<'_> {
    /// Fills [`super::tree::Program::order`] and reports circles.
    pub(super) fn order(&mut self) {
        let nodes = self.nodes();
        let place: BTreeMap<Node, usize> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (*node, place))
            .collect();
        let needs: Vec<Vec<usize>> = nodes
            .iter()
            .map(|node| {
                let mut needed: Vec<usize> = Vec::new();
                for it in self.needs(*node).iter().filter_map(|it| place.get(it)) {
                    if !needed.contains(it) {
                        needed.push(*it);
                    }
                }
                needed
            })
            .collect();
        let (order, cycles) = sort(&needs);
        let mut told: Vec<usize> = Vec::new();
        for cycle in cycles {
            if cycle.iter().any(|it| told.contains(it)) {
                continue;
            }
            told.extend(&cycle);
            let path: Vec<(String, Span)> = cycle
                .iter()
                .filter_map(|it| nodes.get(*it))
                .map(|it| self.node_name(*it))
                .collect();
            self.report_cycle(&path);
        }
        let settled = order.iter().filter_map(|it| match nodes.get(*it) {
            Some(Node::Figure(id)) => Some(*id),
            Some(Node::Step(_) | Node::Role(_) | Node::Field(_)) | None => None,
        });
        let settled: Vec<IndicatorId> = settled.collect();
        let place = |of: IndicatorId| settled.iter().position(|it| *it == of);
        self.program.settled.sort_by_key(|(_, of)| place(*of));
        self.program.order = order
            .into_iter()
            .filter_map(|it| match nodes.get(it) {
                Some(Node::Step(step)) => (!self.is_later_step(*step)).then_some(*step),
                Some(Node::Role(_) | Node::Field(_) | Node::Figure(_)) | None => None,
            })
            .collect();
    }

    /// Reports declarations that need each other, in the order of their needs.
    pub(super) fn report_cycle(&mut self, path: &[(String, Span)]) {
        let Some((first, span)) = path.first() else {
            return;
        };
        let second = path.get(1).map_or(first, |(name, _)| name);
        let words: Vec<&str> = path
            .iter()
            .chain(path.first())
            .map(|(name, _)| name.as_str())
            .collect();
        let mut finding = Diagnostic::at(&codes::CYCLE, *span)
            .with("path", words.join(" → "))
            .with("first", first)
            .with("second", second);
        if path.len() == 1 {
            finding = finding.help("help.self");
        }
        for (_, span) in path.iter().skip(1) {
            finding = finding.label(*span, "label.next");
        }
        self.report(finding);
    }

    fn nodes(&self) -> Vec<Node> {
        let values = ids(self.program.values.len()).map(|it| Node::Step(Step::Value(ValueId(it))));
        let aids = ids(self.program.aids.len()).map(|it| Node::Step(Step::Aid(AidId(it))));
        let registers =
            ids(self.program.registers.len()).map(|it| Node::Step(Step::Register(RegisterId(it))));
        let roles = ids(self.program.roles.len()).map(|it| Node::Role(RoleId(it)));
        let fields = ids(self.program.fields.len()).map(|it| Node::Field(FieldId(it)));
        values
            .chain(aids)
            .chain(registers)
            .chain(roles)
            .chain(fields)
            .chain(self.program.settled.iter().map(|(_, of)| Node::Figure(*of)))
            .collect()
    }

    fn node_name(&self, node: Node) -> (String, Span) {
        let about = match node {
            Node::Step(Step::Value(id)) => self.program.values.get(id.index()).map(|it| &it.about),
            Node::Step(Step::Aid(id)) => self.program.aids.get(id.index()).map(|it| &it.about),
            Node::Step(Step::Register(id)) => {
                self.program.registers.get(id.index()).map(|it| &it.about)
            }
            Node::Role(id) => self.program.roles.get(id.index()).map(|it| &it.about),
            Node::Field(id) => self.program.fields.get(id.index()).map(|it| &it.about),
            Node::Figure(id) => self.program.indicators.get(id.index()).map(|it| &it.about),
        };
        about.map_or_else(
            || (String::new(), Span::default()),
            |it| (it.name.clone(), it.span),
        )
    }

    fn needs(&self, node: Node) -> Vec<Node> {
        let mut all = Vec::new();
        self.expressions(node, &mut |expr| self.needed_by(expr, &mut all));
        if let Node::Figure(id) = node {
            let mut paid = Vec::new();
            let mut visit = |expr: &Expr| self.needed_by(expr, &mut all);
            self.behind_figure(id, &mut visit, &mut |aid| paid.push(aid));
            all.extend(paid.into_iter().map(|it| Node::Step(Step::Aid(it))));
        }
        let versions = self.version_steps();
        let later = versions
            .iter()
            .filter(|(first, _)| Node::Step(*first) == node);
        all.extend(later.map(|(_, later)| Node::Step(*later)));
        if let Node::Step(Step::Aid(id)) = node {
            let others = self
                .program
                .aids
                .get(id.index())
                .map_or(&[][..], |it| it.not_together.as_slice());
            all.extend(
                others
                    .iter()
                    .map(|(other, _, _)| Node::Step(Step::Aid(*other))),
            );
        }
        all
    }

    /// Calls `visit` for each expression of a node.
    fn expressions(&self, node: Node, visit: &mut dyn FnMut(&Expr)) {
        match node {
            Node::Step(Step::Value(id)) => {
                if let Some(value) = self.program.values.get(id.index()) {
                    value_expressions(&value.kind, visit);
                }
            }
            Node::Step(Step::Aid(id)) => {
                if let Some(aid) = self.program.aids.get(id.index()) {
                    aid_expressions(aid, visit);
                }
            }
            Node::Step(Step::Register(id)) => {
                if let Some(register) = self.program.registers.get(id.index()) {
                    visit(&register.current);
                    register
                        .enter
                        .iter()
                        .chain(&register.leave)
                        .for_each(|it| visit(&it.condition));
                }
            }
            Node::Role(id) => {
                if let Some(role) = self.program.roles.get(id.index()) {
                    visit(&role.condition);
                }
            }
            Node::Field(id) => {
                if let Some(Blank::AskedWhen { condition, .. }) =
                    self.program.fields.get(id.index()).map(|it| &it.blank)
                {
                    visit(condition);
                }
            }
            Node::Figure(_) => {}
        }
    }

    /// What an expression needs, in the order of the text.
    fn needed_by(&self, expr: &Expr, all: &mut Vec<Node>) {
        walk(expr, &mut |it| match &it.kind {
            ExprKind::Value(id) => all.push(Node::Step(Step::Value(*id))),
            ExprKind::Aid(id, _) => all.push(Node::Step(Step::Aid(*id))),
            ExprKind::Register(id) => all.push(Node::Step(Step::Register(*id))),
            ExprKind::At(Hop::Role(id), _) => all.push(Node::Role(*id)),
            ExprKind::Field(id) | ExprKind::Filled(id) => all.push(Node::Field(*id)),
            ExprKind::Parameter(id, _) => {
                let settled = self.program.settled.iter();
                let of = settled.filter(|(parameter, _)| parameter == id);
                all.extend(of.map(|(_, figure)| Node::Figure(*figure)));
            }
            _ => {}
        });
    }

    /// Calls `visit` for each expression of values, aids, registers, roles, fields and figures.
    pub(super) fn all_expressions(&self, visit: &mut dyn FnMut(&Expr)) {
        for node in self.nodes() {
            self.expressions(node, visit);
        }
        for indicator in &self.program.indicators {
            indicator_expressions(indicator, visit);
        }
        for poverty in &self.program.poverty {
            poverty_expressions(poverty, visit);
        }
        for target in &self.program.targets {
            visit(&target.value);
        }
    }
}

/// Calls `visit` for each expression of an indicator.
pub(super) fn indicator_expressions(
    indicator: &super::tree::Indicator,
    visit: &mut dyn FnMut(&Expr),
) {
    for term in &indicator.terms {
        match &term.figure {
            super::tree::TermFigure::Aggregate(it) => super::walk::aggregate(it, visit),
            super::tree::TermFigure::Measure(it) => measure_expressions(it, visit),
            super::tree::TermFigure::Cost(_) => {}
        }
        term.weight.iter().for_each(&mut *visit);
        term.by.iter().for_each(&mut *visit);
    }
    term_constants(&indicator.value, visit);
}

fn measure_expressions(it: &super::tree::Measure, visit: &mut dyn FnMut(&Expr)) {
    let parts = [&it.parameter, &it.condition, &it.rank];
    parts.into_iter().flatten().for_each(&mut *visit);
    visit(&it.value);
    if let Some(line) = &it.line {
        visit(&line.value);
        visit(&line.poor);
    }
}

fn poverty_expressions(it: &super::tree::Poverty, visit: &mut dyn FnMut(&Expr)) {
    visit(&it.value);
    visit(&it.line.value);
    visit(&it.line.poor);
    it.persons.iter().for_each(visit);
}

fn term_constants(it: &super::tree::TermExpr, visit: &mut dyn FnMut(&Expr)) {
    match it {
        super::tree::TermExpr::Constant(expr) => visit(expr),
        super::tree::TermExpr::Binary(_, a, b) => {
            term_constants(a, visit);
            term_constants(b, visit);
        }
        super::tree::TermExpr::Rounded(inner, how) => {
            term_constants(inner, visit);
            if let super::tree::FigureRound::To(_, step) = how {
                visit(step);
            }
        }
        super::tree::TermExpr::Term(_)
        | super::tree::TermExpr::Indicator(_)
        | super::tree::TermExpr::Cost(_) => {}
    }
}

pub(super) fn value_expressions(kind: &ValueKind, visit: &mut dyn FnMut(&Expr)) {
    match kind {
        ValueKind::Define(expr) | ValueKind::Class(expr) | ValueKind::Decide(expr) => visit(expr),
        ValueKind::Criterion { condition, .. } => visit(condition),
        ValueKind::Select(select) => {
            visit(&select.when);
            keys(&select.rank, visit);
            limits(&select.limits, visit);
        }
    }
}

pub(super) fn aid_expressions(aid: &super::tree::Aid, visit: &mut dyn FnMut(&Expr)) {
    for ground in aid.when.iter().chain(&aid.unless).chain(&aid.verify) {
        visit(&ground.condition);
    }
    if let Some(it) = &aid.take_up {
        visit(&it.takes);
    }
    match &aid.benefit {
        Benefit::Amount { value, months } => {
            visit(value);
            if let Some(months) = months {
                visit(months);
            }
        }
        Benefit::Service(value) => visit(value),
        Benefit::Nothing => {}
    }
    let mut per = |group: &Option<Group>| {
        if let Some(Group::Value(value)) = group {
            visit(value);
        }
    };
    if let Some(quota) = &aid.quota {
        per(&quota.per);
    }
    if let Some(budget) = &aid.budget {
        per(&budget.per);
    }
    aid.quota.iter().for_each(|it| visit(&it.count));
    aid.budget.iter().for_each(|it| visit(&it.ceiling));
    limits(&aid.limits, visit);
    keys(&aid.rank, visit);
}

fn limits(all: &[super::tree::Limit], visit: &mut dyn FnMut(&Expr)) {
    for limit in all {
        visit(&limit.count);
        if let Some(condition) = &limit.condition {
            visit(condition);
        }
    }
}

fn ids(count: usize) -> impl Iterator<Item = u32> {
    (0_u32..).take(count)
}
