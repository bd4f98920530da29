//! Criteria, classes, tables, aids, registers and indicators as parts.

use super::outline::Part;
use super::report::Part as P;
use super::text::{Printer, joined, label, quoted, sources};
use crate::source::Spanned;
use crate::syntax::ast::{
    Aid, AidClause, AidClauseKind as A, Cell, CellKind, CellTest, ClassRow, Classify, Criteria,
    Criterion, Decide, Expr, HitPolicy, Indicator, Leave, Limit, Poverty, QuotaCount, Register,
    Select, TableRow, Target, Update, UpdateKind,
};

impl Printer<'_> {
    pub(super) fn criteria(&self, it: &Criteria) -> Vec<Part> {
        let Criteria {
            name: _,
            label: _,
            level,
            rows,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(rows.iter().map(|it| self.criterion(it)));
        parts
    }

    fn criterion(&self, it: &Criterion) -> Part {
        let Criterion {
            name,
            label: title,
            weight,
            times,
            condition,
            sources: all,
            span: _,
        } = it;
        let text = [
            self.led("weight", weight.as_ref()),
            self.led("times", times.as_ref()),
            self.led("when", Some(condition)),
        ];
        Part::new(P::Criterion, text.concat().trim_start())
            .named(self, &name.node)
            .words(joined([label(title.as_ref()).as_str(), &sources(all)]))
    }

    pub(super) fn classify(&self, it: &Classify) -> Vec<Part> {
        let Classify {
            name: _,
            label: _,
            level,
            rows,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(rows.iter().map(|it| {
            let ClassRow {
                class,
                label: title,
                condition,
                sources: all,
                span: _,
            } = it;
            let text = match condition {
                Some(condition) => self.led("when", Some(condition)),
                None => self.word("otherwise").to_owned(),
            };
            Part::new(P::Class, text.trim_start())
                .named(self, &class.node)
                .words(joined([label(title.as_ref()).as_str(), &sources(all)]))
        }));
        parts
    }

    pub(super) fn decide(&self, it: &Decide) -> Vec<Part> {
        let Decide {
            names: _,
            label: _,
            level,
            types,
            policy,
            inputs,
            outputs,
            rows,
        } = it;
        let types: Vec<String> = types.iter().map(|it| self.ty(it)).collect();
        let outputs: Vec<String> = outputs.iter().map(|it| self.name(&it.node)).collect();
        let columns = format!("{} || {}", self.list(inputs), outputs.join(", "));
        let mut parts = vec![
            self.level(&level.node),
            Part::new(P::Type, types.join(", ")),
            self.hit_policy(policy),
            Part::new(P::Columns, columns),
        ];
        parts.extend(rows.iter().map(|it| {
            let TableRow {
                inputs,
                outputs,
                span: _,
            } = it;
            let inputs: Vec<String> = inputs.iter().map(|it| self.cell(it)).collect();
            Part::new(P::Row, self.list(outputs)).key(inputs.join(" | "))
        }));
        parts
    }

    pub(super) fn hit_policy(&self, policy: &HitPolicy) -> Part {
        let text = match policy {
            HitPolicy::First(_) => self.word("first match").to_owned(),
            HitPolicy::One(_) => self.word("one match").to_owned(),
            HitPolicy::Largest(by) => self.led("largest", Some(by)),
            HitPolicy::Smallest(by) => self.led("smallest", Some(by)),
        };
        Part::new(P::HitPolicy, text.trim_start())
    }

    pub(super) fn cell(&self, cell: &Cell) -> String {
        let Cell { kind, span: _ } = cell;
        let tests = |all: &[CellTest]| {
            let one = |it: &CellTest| match it {
                CellTest::Value(value) => self.expression(value),
                CellTest::Range(range) => self.range(range),
                CellTest::Compare(op, value) => {
                    format!("{} {}", op.sign(), self.expression(value))
                }
            };
            all.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        match kind {
            CellKind::Any => "-".to_owned(),
            CellKind::Missing => self.word("missing").to_owned(),
            CellKind::OneOf(all) => tests(all),
            CellKind::NoneOf(all) => format!("{} {}", self.word("not"), tests(all)),
        }
    }

    pub(super) fn select(&self, it: &Select) -> Vec<Part> {
        let Select {
            name: _,
            label: _,
            level,
            when,
            rank,
            limits,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(when.iter().map(|it| self.part(P::When, it)));
        if !rank.is_empty() {
            parts.push(Part::new(P::RankBy, self.rank(rank)));
        }
        parts.extend(limits.iter().map(|it| self.limit(it)));
        parts
    }

    /// A part that is one expression.
    fn part(&self, part: P, expr: &Expr) -> Part {
        Part::new(part, self.expression(expr))
    }

    fn limit(&self, it: &Limit) -> Part {
        let Limit {
            count,
            per,
            condition,
            span: _,
        } = it;
        let per = format!("{} {}", self.word("per"), self.name(&per.node));
        let condition = self.led("where", condition.as_ref());
        let text = format!("{} {per}{condition}", self.expression(count));
        Part::new(P::Limit, text)
    }

    pub(super) fn aid(&self, it: &Aid) -> Vec<Part> {
        let Aid {
            name: _,
            label: _,
            level,
            clauses,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(clauses.iter().map(|it| self.clause(it)));
        parts
    }

    pub(super) fn clause(&self, clause: &AidClause) -> Part {
        let AidClause { span: _, kind } = clause;
        match kind {
            A::Agency(agency) => Part::new(P::Agency, "").words(quoted(&agency.node)),
            A::When(condition) => self.part(P::When, condition),
            A::Unless { condition, because } => self
                .part(P::Unless, condition)
                .words(self.because(because.as_ref())),
            A::Verify { condition, because } => {
                let part = self.part(P::VerifyWhen, condition);
                part.words(self.because(because.as_ref()))
            }
            A::Amount { value, months } => {
                let months = months.as_ref().map_or_else(String::new, |it| {
                    let (of, months) = (self.word("for"), self.word("months"));
                    format!(" {of} {} {months}", self.expression(it))
                });
                Part::new(P::Amount, self.expression(value) + &months)
            }
            A::TakeUp { share, seed } => {
                let seed = seed.map_or_else(String::new, |it| {
                    format!(" {} {}", self.word("seed"), it.node.num())
                });
                Part::new(P::TakeUp, self.expression(share) + &seed)
            }
            A::Service(value) => self.part(P::Service, value),
            A::Quota { count, per } => {
                let count = match count {
                    QuotaCount::Number(count) => self.expression(count),
                    QuotaCount::ShareOf(share, of) => {
                        let (word, of) = (self.of_rows(), self.name(&of.node));
                        format!("{} {word} {of}", self.expression(share))
                    }
                };
                Part::new(P::Quota, count + &self.led("per", per.as_ref()))
            }
            A::Budget { ceiling, per } => {
                let ceiling = self.expression(ceiling);
                Part::new(P::Budget, ceiling + &self.led("per", per.as_ref()))
            }
            A::Limit(limit) => self.limit(limit),
            A::RankBy(keys) => Part::new(P::RankBy, self.rank(keys)),
            A::NotTogether { other, because } => {
                let other = self.name(&other.node);
                Part::new(P::NotTogetherWith, other).words(self.because(because.as_ref()))
            }
        }
    }

    fn because(&self, because: Option<&Spanned<String>>) -> String {
        because.map_or_else(String::new, |it| {
            format!("{} {}", self.word("because"), quoted(&it.node))
        })
    }

    pub(super) fn register(&self, it: &Register) -> Vec<Part> {
        let Register {
            name: _,
            label: _,
            level,
            current,
            enter,
            leave,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(current.iter().map(|it| self.part(P::Current, it)));
        parts.extend(enter.iter().map(|it| self.part(P::EnterWhen, it)));
        parts.extend(leave.iter().map(|it| {
            let Leave {
                condition,
                because,
                span: _,
            } = it;
            let part = self.part(P::LeaveWhen, condition);
            part.words(self.because(because.as_ref()))
        }));
        parts
    }

    pub(super) fn indicator(&self, it: &Indicator) -> Vec<Part> {
        let Indicator {
            name: _,
            label: _,
            value,
            by,
            convention,
            // Written as a definition it is the same.
            of_population: _,
            ty,
        } = it;
        let mut parts = vec![self.part(P::Value, value)];
        parts.extend(ty.iter().map(|it| Part::new(P::Type, self.ty(it))));
        if !by.is_empty() {
            parts.push(Part::new(P::By, self.list(by)));
        }
        parts.extend(
            convention
                .iter()
                .map(|it| Part::new(P::Convention, &it.node)),
        );
        parts
    }

    pub(super) fn poverty(&self, it: &Poverty) -> Vec<Part> {
        let Poverty {
            name: _,
            label: _,
            level,
            value,
            line,
            persons,
            convention,
        } = it;
        let mut parts = vec![
            self.level(&level.node),
            self.part(P::Value, value),
            Part::new(P::Below, self.line(line)),
        ];
        parts.extend(persons.iter().map(|it| self.part(P::Persons, it)));
        parts.extend(
            convention
                .iter()
                .map(|it| Part::new(P::Convention, &it.node)),
        );
        parts
    }

    pub(super) fn update(&self, it: &Update) -> Vec<Part> {
        let mut parts = vec![self.level(&it.level.node)];
        match &it.how {
            UpdateKind::Uprate { by, from } => {
                parts.extend([self.part(P::By, by), self.part(P::From, from)]);
            }
            UpdateKind::Shift { from } => parts.push(self.part(P::From, from)),
        }
        parts
    }

    pub(super) fn target(&self, it: &Target) -> Vec<Part> {
        let Target {
            name: _,
            label: _,
            each,
            indicator,
            op,
            value,
            by,
        } = it;
        let each = each.map_or("", |_| self.word("each"));
        let (indicator, value) = (self.name(&indicator.node), self.expression(value));
        let goal = joined([each, &indicator, op.sign(), &value]);
        vec![
            Part::new(P::Value, goal),
            Part::new(P::Deadline, by.node.to_string()),
        ]
    }
}
