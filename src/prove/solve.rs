//! The search for values that meet a formula: what follows is taken first, then one case after the other.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::formula::{CodeVar, Formulas, Node, NodeId, NumberVar};
use super::linear::{Constraint, Relation, Span, Verdict, eliminate};
use crate::number::Rational;

/// Values that meet a formula, of the variables that matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// The value of a variable, counted from zero.
    pub(super) codes: BTreeMap<CodeVar, u32>,
    /// The value of a number.
    pub(super) numbers: BTreeMap<NumberVar, Rational>,
}

/// What a search says.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Nothing meets it.
    Never,
    /// These values do, as far as the formula tells.
    Found(Model),
    /// It was too much.
    TooLarge,
}

/// Formulas looked at in one search before it is given up.
const MOST_WORK: usize = 400_000;
/// Formulas looked at for a whole policy; after that every search is a short one, so that rules which
/// rest on each other in long chains do not keep their author waiting.
pub(super) const MOST_IN_ALL: usize = 2_000_000;
/// Formulas that a short search may look at.
const SHORT: usize = 4_000;
/// How deep a formula is looked into to see whether it holds already.
const DEPTH: usize = 6;
/// Rounds in which limits of numbers narrow each other.
const ROUNDS: usize = 4;

/// One case: what holds so far.
#[derive(Clone, Default)]
struct Case {
    codes: BTreeMap<CodeVar, u128>,
    spans: BTreeMap<NumberVar, Span>,
    /// Comparisons of several numbers.
    joint: Vec<Constraint>,
    /// How many of them elimination has seen.
    eliminated: usize,
    /// Of each at least one part must hold.
    choices: Vec<NodeId>,
    /// What is still to be taken in.
    pending: Vec<NodeId>,
}

/// Why a case ends.
enum End {
    Impossible,
    TooLarge,
}

/// Searches for values that meet a formula; what it looks at is taken from what is left for the policy.
pub(super) fn search(formulas: &Formulas, goal: NodeId, left: &Cell<usize>) -> Answer {
    let most = MOST_WORK.min(left.get()).max(SHORT);
    let mut search = Search {
        formulas,
        work: 0,
        most,
    };
    let answer = all_cases(&mut search, goal);
    left.set(left.get().saturating_sub(search.work));
    answer
}

/// One case after the other.
fn all_cases(search: &mut Search<'_>, goal: NodeId) -> Answer {
    let mut cases = vec![Case {
        pending: vec![goal],
        ..Case::default()
    }];
    let mut gave_up = false;
    while let Some(mut case) = cases.pop() {
        match search.settle(&mut case) {
            Err(End::Impossible) => continue,
            Err(End::TooLarge) => return Answer::TooLarge,
            Ok(()) => {}
        }
        let Some(place) = search.narrowest(&case) else {
            match search.model(&case) {
                Ok(model) => return Answer::Found(model),
                Err(End::Impossible) => continue,
                Err(End::TooLarge) => {
                    gave_up = true;
                    continue;
                }
            }
        };
        let choice = case.choices.swap_remove(place);
        if let Node::Or(parts) = search.formulas.get(choice) {
            for part in parts.iter().rev() {
                let mut next = case.clone();
                next.pending.push(*part);
                cases.push(next);
            }
        }
    }
    if gave_up {
        Answer::TooLarge
    } else {
        Answer::Never
    }
}

struct Search<'f> {
    formulas: &'f Formulas,
    work: usize,
    /// The work after which it is given up.
    most: usize,
}

impl Search<'_> {
    fn spend(&mut self) -> Result<(), End> {
        self.work += 1;
        if self.work > self.most {
            Err(End::TooLarge)
        } else {
            Ok(())
        }
    }

    /// Takes in all that follows without a choice.
    fn settle(&mut self, case: &mut Case) -> Result<(), End> {
        loop {
            self.take_in(case)?;
            self.narrow(case)?;
            if !self.simplify(case)? {
                break;
            }
        }
        if case.joint.len() > case.eliminated && case.joint.len() > 1 {
            case.eliminated = case.joint.len();
            if self.joint(case) == Verdict::Impossible {
                return Err(End::Impossible);
            }
        }
        Ok(())
    }

    fn take_in(&mut self, case: &mut Case) -> Result<(), End> {
        while let Some(node) = case.pending.pop() {
            self.spend()?;
            match self.formulas.get(node) {
                Node::Yes => {}
                Node::No => return Err(End::Impossible),
                Node::In(var, values) => {
                    let domain = self.formulas.domain(*var);
                    let own = case.codes.entry(*var).or_insert(domain);
                    *own &= values;
                    if *own == 0 {
                        return Err(End::Impossible);
                    }
                }
                Node::Linear(constraint) => self.limit(case, constraint)?,
                Node::And(parts) => case.pending.extend(parts.iter().rev()),
                Node::Or(_) => case.choices.push(node),
                Node::Forall(id) => case.pending.push(self.formulas.forall(*id)),
            }
        }
        Ok(())
    }

    fn limit(&self, case: &mut Case, constraint: &Constraint) -> Result<(), End> {
        if let [(var, factor)] = constraint.linear.terms.as_slice() {
            let bound = bound(constraint.linear.constant, *factor).ok_or(End::TooLarge)?;
            self.meet(case, *var, *factor, bound, constraint.relation)
                .map(|_| ())
        } else {
            for (var, _) in &constraint.linear.terms {
                self.span(case, *var);
            }
            if !case.joint.contains(constraint) {
                case.joint.push(constraint.clone());
            }
            Ok(())
        }
    }

    /// `factor · var RELATION factor · bound`; whether it told anything new.
    fn meet(
        &self,
        case: &mut Case,
        var: NumberVar,
        factor: Rational,
        bound: Rational,
        relation: Relation,
    ) -> Result<bool, End> {
        let mut span = self.span(case, var);
        let before = span;
        let open = relation == Relation::Below;
        let zero = relation == Relation::Zero;
        if zero || factor > Rational::zero() {
            span.cap(bound, open);
        }
        if zero || factor < Rational::zero() {
            span.lift(bound, open);
        }
        if span == before {
            return Ok(false);
        }
        if let Some(grid) = self.formulas.number(var).and_then(|it| it.grid) {
            span.snap(grid).ok_or(End::TooLarge)?;
        }
        case.spans.insert(var, span);
        if span.is_empty() {
            return Err(End::Impossible);
        }
        Ok(span != before)
    }

    /// The values that a number may have.
    fn span(&self, case: &mut Case, var: NumberVar) -> Span {
        *case.spans.entry(var).or_insert_with(|| self.initial(var))
    }

    fn initial(&self, var: NumberVar) -> Span {
        let info = self.formulas.number(var);
        Span {
            low: info.and_then(|it| it.low).map(|it| (it, false)),
            high: info.and_then(|it| it.high).map(|it| (it, false)),
        }
    }

    /// Limits of numbers that follow from the limits of others.
    fn narrow(&mut self, case: &mut Case) -> Result<(), End> {
        for _ in 0..ROUNDS {
            let mut changed = false;
            for constraint in case.joint.clone() {
                self.spend()?;
                let linear = &constraint.linear;
                for (var, factor) in &linear.terms {
                    let others = linear.terms.iter().filter(|(it, _)| it != var);
                    let others: Vec<_> = others.copied().collect();
                    if let Some((low, open)) = self.lowest(case, &others, linear.constant) {
                        let relation = if open || constraint.relation == Relation::Below {
                            Relation::Below
                        } else {
                            Relation::AtMost
                        };
                        if let Some(bound) = bound(low, *factor) {
                            changed |= self.meet(case, *var, *factor, bound, relation)?;
                        }
                    }
                    if constraint.relation == Relation::Zero
                        && let Some(negated) = linear.times(Rational::from_integer(-1))
                    {
                        let others: Vec<_> = negated
                            .terms
                            .iter()
                            .filter(|(it, _)| it != var)
                            .copied()
                            .collect();
                        if let Some((low, open)) = self.lowest(case, &others, negated.constant)
                            && let Some(factor) = factor.checked_neg()
                            && let Some(bound) = bound(low, factor)
                        {
                            let relation = if open {
                                Relation::Below
                            } else {
                                Relation::AtMost
                            };
                            changed |= self.meet(case, *var, factor, bound, relation)?;
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }

    /// The lowest value of a sum, and whether it is left out.
    fn lowest(
        &self,
        case: &Case,
        terms: &[(NumberVar, Rational)],
        constant: Rational,
    ) -> Option<(Rational, bool)> {
        let mut sum = constant;
        let mut open = false;
        for (var, factor) in terms {
            let span = case
                .spans
                .get(var)
                .copied()
                .unwrap_or_else(|| self.initial(*var));
            let end = if *factor > Rational::zero() {
                span.low
            } else {
                span.high
            };
            let (value, is_open) = end?;
            sum = sum.checked_add(value.checked_mul(*factor)?)?;
            open |= is_open;
        }
        Some((sum, open))
    }

    /// Drops choices that are met and takes those with one way left; whether any was taken.
    fn simplify(&mut self, case: &mut Case) -> Result<bool, End> {
        let choices = std::mem::take(&mut case.choices);
        for choice in choices {
            let Node::Or(parts) = self.formulas.get(choice) else {
                continue;
            };
            let mut left = Vec::new();
            let mut met = false;
            for part in parts {
                self.spend()?;
                match self.status(case, *part, DEPTH)? {
                    Some(true) => {
                        met = true;
                        break;
                    }
                    Some(false) => {}
                    None => left.push(*part),
                }
            }
            match left.as_slice() {
                _ if met => {}
                [] => return Err(End::Impossible),
                [one] => case.pending.push(*one),
                _ => case.choices.push(choice),
            }
        }
        Ok(!case.pending.is_empty())
    }

    /// Whether a formula holds, or cannot, in this case; nothing where it is open.
    fn status(&mut self, case: &Case, node: NodeId, depth: usize) -> Result<Option<bool>, End> {
        self.spend()?;
        Ok(match self.formulas.get(node) {
            Node::Yes => Some(true),
            Node::No => Some(false),
            Node::In(var, values) => {
                let own = case.codes.get(var).copied();
                let own = own.unwrap_or_else(|| self.formulas.domain(*var));
                if own & values == 0 {
                    Some(false)
                } else {
                    (own & !values == 0).then_some(true)
                }
            }
            Node::Linear(constraint) => self.compared(case, constraint),
            Node::And(parts) if depth > 0 => {
                let mut all = true;
                for part in parts {
                    match self.status(case, *part, depth - 1)? {
                        Some(false) => return Ok(Some(false)),
                        Some(true) => {}
                        None => all = false,
                    }
                }
                all.then_some(true)
            }
            Node::Or(parts) if depth > 0 => {
                let mut none = true;
                for part in parts {
                    match self.status(case, *part, depth - 1)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => none = false,
                    }
                }
                none.then_some(false)
            }
            Node::Forall(id) if depth > 0 => {
                self.status(case, self.formulas.forall(*id), depth - 1)?
            }
            Node::And(_) | Node::Or(_) | Node::Forall(_) => None,
        })
    }

    fn compared(&self, case: &Case, constraint: &Constraint) -> Option<bool> {
        let linear = &constraint.linear;
        let low = self.lowest(case, &linear.terms, linear.constant);
        let negated = linear.times(Rational::from_integer(-1))?;
        let high = self
            .lowest(case, &negated.terms, negated.constant)
            .and_then(|(value, open)| Some((value.checked_neg()?, open)));
        let zero = Rational::zero();
        let above = low.is_some_and(|(low, open)| low > zero || low == zero && open);
        let below = high.is_some_and(|(high, open)| high < zero || high == zero && open);
        let at_least = low.is_some_and(|(low, _)| low >= zero);
        let at_most = high.is_some_and(|(high, _)| high <= zero);
        match constraint.relation {
            Relation::Zero if above || below => Some(false),
            Relation::Zero => (at_least && at_most).then_some(true),
            Relation::Below if at_least => Some(false),
            Relation::Below => below.then_some(true),
            Relation::AtMost if above => Some(false),
            Relation::AtMost => at_most.then_some(true),
        }
    }

    /// The choice with fewest ways.
    fn narrowest(&self, case: &Case) -> Option<usize> {
        let ways = |choice: &NodeId| match self.formulas.get(*choice) {
            Node::Or(parts) => parts.len(),
            Node::Yes
            | Node::No
            | Node::In(..)
            | Node::Linear(_)
            | Node::And(_)
            | Node::Forall(_) => 0,
        };
        let all = case.choices.iter().enumerate();
        all.min_by_key(|(_, choice)| ways(choice))
            .map(|(place, _)| place)
    }

    fn joint(&self, case: &Case) -> Verdict {
        let mut all = case.joint.clone();
        let vars: std::collections::BTreeSet<NumberVar> = all
            .iter()
            .flat_map(|it| it.linear.terms.iter().map(|(var, _)| *var))
            .collect();
        for var in vars {
            let Some(span) = case.spans.get(&var) else {
                continue;
            };
            let Some(limits) = limits(var, span) else {
                return Verdict::GaveUp;
            };
            all.extend(limits);
        }
        eliminate(all, &|var| self.formulas.number(var).and_then(|it| it.grid))
    }

    fn model(&self, case: &Case) -> Result<Model, End> {
        let mut numbers = match self.joint(case) {
            Verdict::Impossible => return Err(End::Impossible),
            Verdict::GaveUp => return Err(End::TooLarge),
            Verdict::Possible(values) => values,
        };
        for (var, span) in &case.spans {
            if !numbers.contains_key(var) {
                let grid = self.formulas.number(*var).and_then(|it| it.grid);
                numbers.insert(*var, span.pick(grid).ok_or(End::TooLarge)?);
            }
        }
        let codes = case.codes.iter();
        let codes = codes.map(|(var, values)| (*var, values.trailing_zeros()));
        Ok(Model {
            codes: codes.collect(),
            numbers,
        })
    }
}

/// `-constant / factor`: where `factor · x + constant` is zero.
fn bound(constant: Rational, factor: Rational) -> Option<Rational> {
    constant.checked_div(factor)?.checked_neg()
}

/// The limits of a number as comparisons.
fn limits(var: NumberVar, span: &Span) -> Option<Vec<Constraint>> {
    let form = super::linear::Linear::variable(var);
    let constant = |value| super::linear::Linear::constant(value);
    let relation = |open| {
        if open {
            Relation::Below
        } else {
            Relation::AtMost
        }
    };
    let mut all = Vec::new();
    if let (Some((low, _)), Some((high, _))) = (span.low, span.high)
        && low == high
    {
        return Some(vec![Constraint::new(
            form.minus(&constant(low))?,
            Relation::Zero,
        )?]);
    }
    if let Some((low, open)) = span.low {
        all.push(Constraint::new(
            constant(low).minus(&form)?,
            relation(open),
        )?);
    }
    if let Some((high, open)) = span.high {
        all.push(Constraint::new(
            form.minus(&constant(high))?,
            relation(open),
        )?);
    }
    Some(all)
}
