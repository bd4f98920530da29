//! Rules with the same condition: told apart by families, proved the same where none tells them apart.

#![expect(clippy::wildcard_enum_match_arm, reason = "only names are asked for")]

use super::claims::{Subject, Want};
use super::encode::Limit;
use super::{Outcome, Prover, witness};
use crate::check::tree::{EntityId, Expr, ExprKind, Type, ValueKind};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::prove as codes;
use crate::number::Truth;
use crate::reference::{Evaluator, Row};
use crate::source::Span;
use crate::testing::fixture;

/// A rule and its condition.
#[derive(Clone)]
struct Rule<'p> {
    name: String,
    span: Span,
    condition: &'p Expr,
    entity: EntityId,
    subject: Subject,
}

/// Rules compared with each other at most.
const MOST: usize = 200;

impl<'p> Prover<'p> {
    /// Reports rules of one set, one aid or one level whose conditions are always the same.
    pub(super) fn same_conditions(&mut self) {
        for group in self.groups() {
            self.compare(group);
        }
    }

    fn groups(&self) -> Vec<Vec<Rule<'p>>> {
        let mut groups: Vec<Vec<Rule<'p>>> = Vec::new();
        for set in &self.program.criteria {
            let rules = set.criteria.iter().filter_map(|id| {
                let value = self.program.values.get(id.index())?;
                let ValueKind::Criterion { condition, .. } = &value.kind else {
                    return None;
                };
                Some(Rule {
                    name: value.about.name.clone(),
                    span: condition.span,
                    condition,
                    entity: value.entity,
                    subject: Subject::Value(*id),
                })
            });
            groups.push(rules.collect());
        }
        for (id, aid) in (0..).zip(&self.program.aids) {
            for clauses in [&aid.when, &aid.unless] {
                let rules = clauses.iter().map(|ground| Rule {
                    name: aid.about.name.clone(),
                    span: ground.span,
                    condition: &ground.condition,
                    entity: aid.entity,
                    subject: Subject::Aid(crate::check::tree::AidId(id)),
                });
                groups.push(rules.collect());
            }
        }
        let mut levels: std::collections::BTreeMap<EntityId, Vec<Rule<'p>>> =
            std::collections::BTreeMap::new();
        for (id, value) in (0..).zip(&self.program.values) {
            if let ValueKind::Define(condition) = &value.kind
                && value.ty == Type::Boolean
            {
                levels.entry(value.entity).or_default().push(Rule {
                    name: value.about.name.clone(),
                    span: condition.span,
                    condition,
                    entity: value.entity,
                    subject: Subject::Value(crate::check::tree::ValueId(id)),
                });
            }
        }
        groups.extend(levels.into_values());
        for group in &mut groups {
            group.retain(|it| !self.faulty.contains(&it.subject) && !is_name(it.condition));
            group.truncate(MOST);
        }
        groups
    }

    /// Splits rules by families until each stands alone or is proved the same as another.
    fn compare(&mut self, group: Vec<Rule<'p>>) {
        let mut open = vec![group];
        while let Some(mut rules) = open.pop() {
            let Some(second) = rules.pop() else { continue };
            let Some(first) = rules.last().cloned() else {
                continue;
            };
            match self.difference(&first, &second) {
                Outcome::Found(family) => {
                    rules.push(second);
                    let parts = self.split(&family, rules);
                    // A family that was to tell two apart and does not would be asked for again.
                    if parts.len() > 1 {
                        open.extend(parts);
                    }
                }
                Outcome::Never => {
                    self.same(&first, &second);
                    open.push(rules);
                }
                Outcome::Open(limit) => {
                    self.undecided(second.span, second.name.clone(), limit);
                    open.push(rules);
                }
            }
        }
    }

    /// A family of which one condition is true and the other false.
    fn difference(&mut self, first: &Rule<'p>, second: &Rule<'p>) -> Outcome {
        if crate::check::same(first.condition, second.condition) {
            return Outcome::Never;
        }
        let pairs = [(first, second), (second, first)];
        let mut limit = None;
        for (holds, fails) in pairs {
            let wants = [
                Want::Truth(holds.condition, true),
                Want::Truth(fails.condition, false),
            ];
            match self.find(first.entity, &wants) {
                Outcome::Found(family) => return Outcome::Found(family),
                Outcome::Never => {}
                Outcome::Open(why) => limit = limit.or(Some(why)),
            }
        }
        limit.map_or(Outcome::Never, |it: Limit| Outcome::Open(it))
    }

    /// The rules by what they say of a family.
    fn split(&self, family: &witness::Family, rules: Vec<Rule<'p>>) -> Vec<Vec<Rule<'p>>> {
        let fixture = fixture::dataset(self.program, &family.rows);
        let mut evaluator = Evaluator::new(self.program, &fixture.dataset, self.date);
        let row: Option<Row> = witness::row_at(family, &fixture, 0);
        let mut parts: Vec<(Truth, Vec<Rule<'p>>)> = Vec::new();
        for rule in rules {
            let truth = row.map_or(Truth::Unknown, |row| {
                evaluator.evaluate(rule.condition, row).truth()
            });
            match parts.iter_mut().find(|(known, _)| *known == truth) {
                Some((_, part)) => part.push(rule),
                None => parts.push((truth, vec![rule])),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn same(&mut self, first: &Rule<'p>, second: &Rule<'p>) {
        let finding = Diagnostic::at(&codes::SAME_CONDITION, second.span)
            .with("name", &second.name)
            .with("other", &first.name)
            .with("day", self.date)
            .label(first.span, "label.first");
        let wants = [Want::Truth(second.condition, true)];
        let example = self.find_some(second.entity, &wants).ok();
        let shown: Vec<super::Shown> = [first, second]
            .into_iter()
            .map(|it| super::Shown {
                subject: 0,
                of: it.subject,
                amount: false,
            })
            .collect();
        let shown = if first.subject == second.subject {
            shown.into_iter().take(1).collect()
        } else {
            shown
        };
        let title = format!(
            "{}, {}: {}",
            first.name,
            second.name,
            codes::SAME_CONDITION.summary
        );
        let text = example.and_then(|family| {
            self.example(family, &title, &shown, &|program, date, it| {
                witness::shows(program, date, it, &wants)
            })
        });
        self.push(finding, text);
    }
}

/// A condition that is only the name of another rule.
fn is_name(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Value(_) => true,
        ExprKind::At(_, inner) => is_name(inner),
        _ => false,
    }
}
