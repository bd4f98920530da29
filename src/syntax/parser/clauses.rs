//! Criteria, classes, selections, aids, registers.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use super::declaration::{Clause, Head};
use super::node::Node;
use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Aid, AidClause, AidClauseKind, ClassRow, Classify, Common, Criteria, Criterion, Expr, ExprKind,
    Leave, Limit, QuotaCount, RankKey, Register, Select,
};
use crate::syntax::rows::{Block, Row};

/// The clauses of an aid.
pub(super) const AID: &[&str] = &[
    "agency",
    "when",
    "unless",
    "verify when",
    "take up",
    "amount",
    "service",
    "quota",
    "budget",
    "limit",
    "rank by",
    "not together with",
];

impl<'a> Reader<'a> {
    pub(super) fn criteria(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Criteria> {
        let form = Form {
            what: "criteria",
            sample: "criteria grounds \"Alasan tidak layak\" of family",
        };
        let head = self.head_level(rest, form)?;
        Some(self.criteria_rows(block, head, common))
    }

    pub(super) fn criteria_rows(&self, block: &Block, head: Head, common: &mut Common) -> Criteria {
        let Head { name, label, level } = head;
        let mut rows = Vec::new();
        for row in &block.head.children {
            if !self.common(row, common) {
                rows.extend(self.criterion(row));
            }
        }
        Criteria {
            name,
            label,
            level,
            rows,
        }
    }

    fn criterion(&self, row: &Row) -> Option<Criterion> {
        let sample =
            "narrow_floor \"Luas lantai kurang dari 8 m2 per orang\" when floor_area / size < 8";
        let text = self.text(row);
        let span = self.span(text);
        let node = self.read(
            Rule::row_criterion,
            text,
            Form {
                what: "criterion",
                sample,
            },
        );
        let is_read = node.is_some();
        let node = node.or_else(|| self.rescue(Rule::row_rescue, text))?;
        let name = node.get(Rule::name)?.name();
        let weight = node.get(Rule::weight_part);
        let times = weight.as_ref().and_then(|it| it.get(Rule::times_part));
        let times = times.and_then(|times| self.expression_in(&times));
        let weight = weight.and_then(|weight| self.expression_in(&weight));
        let when = node
            .get(Rule::when_part)
            .and_then(|when| self.expression_in(&when));
        let always = weight.as_ref().map(|weight| Expr {
            kind: ExprKind::Boolean(true),
            span: weight.span,
        });
        if is_read && when.is_none() && always.is_none() {
            self.report(
                Diagnostic::at(&codes::CRITERION_WITHOUT_WHEN, span).with("name", &name.node),
            );
        }
        let condition = when.or(always).unwrap_or_else(|| self.broken(text));
        Some(Criterion {
            name,
            label: self.label(&node),
            weight,
            times,
            condition,
            sources: self.sources(&node),
            span,
        })
    }

    pub(super) fn classify(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Classify> {
        let form = Form {
            what: "classify",
            sample: "classify welfare \"Status kesejahteraan\" of family",
        };
        let head = self.head_level(rest, form)?;
        Some(self.class_rows(block, head, common))
    }

    pub(super) fn class_rows(&self, block: &Block, head: Head, common: &mut Common) -> Classify {
        let Head { name, label, level } = head;
        let mut rows = Vec::new();
        for row in &block.head.children {
            if !self.common(row, common) {
                rows.extend(self.class_row(row));
            }
        }
        Classify {
            name,
            label,
            level,
            rows,
        }
    }

    fn class_row(&self, row: &Row) -> Option<ClassRow> {
        let form = Form {
            what: "class",
            sample: "poor \"Miskin\" when per_capita < poverty_line",
        };
        let text = self.text(row);
        let node = self.read(Rule::row_class, text, form);
        let is_read = node.is_some();
        let node = node.or_else(|| self.rescue(Rule::row_rescue, text))?;
        let class = node.get(Rule::name)?.name();
        let condition = node
            .get(Rule::when_part)
            .and_then(|when| self.expression_in(&when));
        let condition = if is_read {
            condition
        } else {
            Some(self.broken(text))
        };
        let (label, sources) = (self.label(&node), self.sources(&node));
        Some(ClassRow {
            class,
            label,
            condition,
            sources,
            span: self.span(text),
        })
    }

    pub(super) fn select(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Select> {
        let form = Form {
            what: "select",
            sample: "select counted \"Komponen yang dihitung\" of member",
        };
        let head = self.head_level(rest, form)?;
        Some(self.select_rows(&block.head.children, head, common))
    }

    pub(super) fn select_rows(&self, rows: &[Row], head: Head, common: &mut Common) -> Select {
        const CLAUSES: &[&str] = &["when", "rank by", "limit"];
        let Head { name, label, level } = head;
        let mut select = Select {
            name,
            label,
            level,
            when: Vec::new(),
            rank: Vec::new(),
            limits: Vec::new(),
        };
        for row in rows {
            let Some(clause) = self.clause_or_common(row, "select", CLAUSES, common) else {
                continue;
            };
            match clause.word {
                "when" => select.when.push(self.when(clause)),
                "rank by" => select.rank.extend(self.rank_by(clause)),
                _ => select.limits.extend(self.limit(clause)),
            }
        }
        select
    }

    pub(super) fn aid(&self, block: &Block, rest: Text<'a>, common: &mut Common) -> Option<Aid> {
        let form = Form {
            what: "aid",
            sample: "aid pkh \"Program Keluarga Harapan\" of family",
        };
        let Head { name, label, level } = self.head_level(rest, form)?;
        let mut clauses = Vec::new();
        for row in &block.head.children {
            if let Some(clause) = self.clause_or_common(row, "aid", AID, common) {
                clauses.extend(self.aid_clause(clause));
            }
        }
        Some(Aid {
            name,
            label,
            level,
            clauses,
        })
    }

    /// A clause of an aid. A broken condition stands as a broken expression, so that what the clause
    /// would have decided is not taken for decided.
    pub(super) fn aid_clause(&self, clause: Clause<'a>) -> Option<AidClause> {
        let kind = match clause.word {
            "agency" => {
                let form = Form {
                    what: "agency",
                    sample: "agency \"Dinas Sosial\"",
                };
                AidClauseKind::Agency(
                    self.read(Rule::row_text, clause.rest, form)
                        .and_then(|it| self.string_in(&it))?,
                )
            }
            "when" => AidClauseKind::When(self.when(clause)),
            "unless" => {
                let sample = "unless refuses_aid because \"Menolak bantuan\"";
                let (condition, because) = self.condition(
                    clause,
                    Form {
                        what: "unless",
                        sample,
                    },
                );
                AidClauseKind::Unless { condition, because }
            }
            "verify when" => {
                let sample = "verify when any(member where wage_reported > minimum_wage) because \"BPJS-TK: periksa\"";
                let (condition, because) = self.condition(
                    clause,
                    Form {
                        what: "verify when",
                        sample,
                    },
                );
                AidClauseKind::Verify { condition, because }
            }
            "take up" => self.take_up(clause)?,
            "amount" => self.amount(clause),
            "service" => {
                let form = Form {
                    what: "service",
                    sample: "service course[village.livelihood]",
                };
                let node = self.read(Rule::row_expression, clause.rest, form);
                AidClauseKind::Service(node.map_or_else(
                    || self.broken(clause.rest),
                    |it| self.value_of(&it, clause.rest),
                ))
            }
            "quota" => self.quota(clause)?,
            "budget" => self.budget(clause)?,
            "limit" => AidClauseKind::Limit(self.limit(clause)?),
            "rank by" => AidClauseKind::RankBy(self.rank_by(clause)),
            _ => {
                let sample = "not together with pkh because \"sudah menerima PKH\"";
                let form = Form {
                    what: "not together with",
                    sample,
                };
                let node = self.read(Rule::row_together, clause.rest, form)?;
                AidClauseKind::NotTogether {
                    other: node.get(Rule::name)?.name(),
                    because: self.because(&node),
                }
            }
        };
        Some(AidClause {
            span: clause.span,
            kind,
        })
    }

    fn when(&self, clause: Clause<'a>) -> Expr {
        let form = Form {
            what: "when",
            sample: "when welfare in (extreme_poor, poor)",
        };
        let node = self.read(Rule::row_expression, clause.rest, form);
        node.map_or_else(
            || self.broken(clause.rest),
            |node| self.value_of(&node, clause.rest),
        )
    }

    /// `EXPR [because "…"]`.
    fn condition(&self, clause: Clause<'a>, form: Form) -> (Expr, Option<Spanned<String>>) {
        match self.read(Rule::row_condition, clause.rest, form) {
            Some(node) => (self.value_of(&node, clause.rest), self.because(&node)),
            None => (self.broken(clause.rest), None),
        }
    }

    fn because(&self, node: &Node<'_>) -> Option<Spanned<String>> {
        node.get(Rule::because)
            .and_then(|because| self.string_in(&because))
    }

    fn amount(&self, clause: Clause<'a>) -> AidClauseKind {
        let form = Form {
            what: "amount",
            sample: "amount Rp 200_000 per month for 3 months",
        };
        let Some(node) = self.read(Rule::row_amount, clause.rest, form) else {
            return AidClauseKind::Amount {
                value: self.broken(clause.rest),
                months: None,
            };
        };
        let value = self.value_of(&node, clause.rest);
        let months = node
            .get(Rule::for_months)
            .and_then(|part| self.months(&part));
        AidClauseKind::Amount { value, months }
    }

    /// `for N months`: the number.
    pub(super) fn months(&self, part: &Node<'_>) -> Option<Expr> {
        use crate::syntax::ast::DurationUnit;
        let duration = self.expression_in(part)?;
        match duration.kind {
            ExprKind::Duration(count, DurationUnit::Months) => Some(*count),
            ExprKind::Broken => Some(duration),
            _ => {
                let finding = Diagnostic::at(&codes::FOR_MONTHS, duration.span);
                let at = Span::new(duration.span.end, duration.span.end);
                self.report(match duration.kind {
                    ExprKind::Number(_) => finding.fix(at, format!(" {}", self.shown("months"))),
                    _ => finding,
                });
                None
            }
        }
    }

    fn take_up(&self, clause: Clause<'a>) -> Option<AidClauseKind> {
        let form = Form {
            what: "take up",
            sample: "take up 80% seed 2023",
        };
        let node = self.read(Rule::row_take_up, clause.rest, form)?;
        let seed = node.get(Rule::seed_part).and_then(|part| {
            let value = self.number(&part)?;
            Some(Spanned::new(value, part.get(Rule::number)?.span()))
        });
        Some(AidClauseKind::TakeUp {
            share: self.value_of(&node, clause.rest),
            seed,
        })
    }

    fn quota(&self, clause: Clause<'a>) -> Option<AidClauseKind> {
        let form = Form {
            what: "quota",
            sample: "quota 16 per village",
        };
        let node = self.read(Rule::row_quota, clause.rest, form)?;
        let count = self.value_of(&node, clause.rest);
        let base = node
            .get(Rule::of_rows)
            .and_then(|of| of.get(Rule::name))
            .map(|name| name.name());
        let count = match base {
            Some(entity) => QuotaCount::ShareOf(count, entity),
            None => QuotaCount::Number(count),
        };
        Some(AidClauseKind::Quota {
            count,
            per: self.per(&node),
        })
    }

    fn budget(&self, clause: Clause<'a>) -> Option<AidClauseKind> {
        let form = Form {
            what: "budget",
            sample: "budget Rp 880 juta",
        };
        let node = self.read(Rule::row_quota, clause.rest, form)?;
        if let Some(of) = node.get(Rule::of_rows) {
            self.report(Diagnostic::at(&codes::BUDGET_OF, of.span()));
        }
        Some(AidClauseKind::Budget {
            ceiling: self.value_of(&node, clause.rest),
            per: self.per(&node),
        })
    }

    fn per(&self, node: &Node<'_>) -> Option<Expr> {
        node.get(Rule::per_part)
            .and_then(|part| self.expression_in(&part))
    }

    fn limit(&self, clause: Clause<'a>) -> Option<Limit> {
        let form = Form {
            what: "limit",
            sample: "limit 4 per family",
        };
        let node = self.read(Rule::row_limit, clause.rest, form)?;
        let condition = node
            .get(Rule::where_part)
            .and_then(|part| self.expression_in(&part));
        let per = node.get(Rule::name)?.name();
        Some(Limit {
            count: self.value_of(&node, clause.rest),
            per,
            condition,
            span: clause.span,
        })
    }

    fn rank_by(&self, clause: Clause<'a>) -> Vec<RankKey> {
        let form = Form {
            what: "rank by",
            sample: "rank by per_capita, family_id",
        };
        let Some(node) = self.read(Rule::row_rank, clause.rest, form) else {
            return vec![RankKey {
                value: self.broken(clause.rest),
                descending: None,
            }];
        };
        let key = |key: Node<'_>| RankKey {
            value: self.value_of(&key, clause.rest),
            descending: key.get(Rule::kw_descending).map(|word| word.span()),
        };
        node.all(Rule::rank_key).map(key).collect()
    }

    pub(super) fn register(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Register> {
        let form = Form {
            what: "register",
            sample: "register dtks \"DTKS\" of member",
        };
        let head = self.head_level(rest, form)?;
        Some(self.register_rows(&block.head.children, head, common))
    }

    pub(super) fn register_rows(&self, rows: &[Row], head: Head, common: &mut Common) -> Register {
        const CLAUSES: &[&str] = &["current", "enter when", "leave when"];
        let Head { name, label, level } = head;
        let mut register = Register {
            name,
            label,
            level,
            current: None,
            enter: Vec::new(),
            leave: Vec::new(),
        };
        for row in rows {
            let Some(clause) = self.clause_or_common(row, "register", CLAUSES, common) else {
                continue;
            };
            match clause.word {
                "current" => {
                    let form = Form {
                        what: "current",
                        sample: "current dtks_listed",
                    };
                    let node = self.read(Rule::row_expression, clause.rest, form);
                    let value = node.map(|node| self.value_of(&node, clause.rest));
                    if register.current.is_some() {
                        self.report(
                            Diagnostic::at(&codes::REPEATED_CLAUSE, clause.span)
                                .with("word", clause.word),
                        );
                    }
                    register.current = Some(value.unwrap_or_else(|| self.broken(clause.rest)));
                }
                "enter when" => register.enter.push(self.when(clause)),
                _ => {
                    let sample = "leave when presence = died because \"meninggal\"";
                    let (condition, because) = self.condition(
                        clause,
                        Form {
                            what: "leave when",
                            sample,
                        },
                    );
                    register.leave.push(Leave {
                        condition,
                        because,
                        span: clause.span,
                    });
                }
            }
        }
        register
    }
}
