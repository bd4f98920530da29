//! Declarations: their heads, and the clauses that every one of them may take.

use super::near::near_clause;
use super::node::Node;
use super::{Form, Reader, Rule, Text, literal, misplaced};
use crate::diagnostic::catalogue::syntax as codes;
use crate::diagnostic::{Diagnostic, Language};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Allow, Assert, Common, Declaration, DeclarationKind, Define, EnumValue, Expr, ExprKind,
    InForce, Indicator, Label, Name, Policy, Role, Source, Target, TypeDeclaration, Universe,
};
use crate::syntax::rows::{Block, Row, first_word};
use crate::words::{self, Lead};

/// Clauses that every declaration may take.
pub(super) const COMMON: &[&str] = &["source", "url", "note", "in force", "allow"];

/// A row that begins with a clause word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause<'a> {
    /// The word in English.
    pub(super) word: &'static str,
    /// What follows it.
    pub(super) rest: Text<'a>,
    /// The whole row.
    pub(super) span: Span,
}

/// Name, title and level of a head.
pub(super) struct Head {
    pub(super) name: Name,
    pub(super) label: Option<Label>,
    pub(super) level: Name,
}

impl<'a> Reader<'a> {
    /// Reads one declaration; `None` where nothing of it can stand in the tree.
    pub(super) fn declaration(&self, block: &Block, word: Lead) -> Option<Declaration> {
        let text = self.text(&block.head);
        let rest = text.after(word.len);
        let mut common = Common::default();
        let kind = match word.english {
            "policy" => self.policy(block, rest, &mut common)?,
            "type" => self.type_declaration(block, rest, &mut common)?,
            "entity" => DeclarationKind::Entity(self.entity(block, rest, &mut common)?),
            "role" => self.role(block, rest, &mut common)?,
            "parameter" => DeclarationKind::Parameter(self.parameter(block, rest, &mut common)?),
            "brackets" => DeclarationKind::Parameter(self.brackets(block, rest, &mut common)?),
            "define" => self.define(block, rest, &mut common)?,
            "criteria" => DeclarationKind::Criteria(self.criteria(block, rest, &mut common)?),
            "classify" => DeclarationKind::Classify(self.classify(block, rest, &mut common)?),
            "decide" => DeclarationKind::Decide(self.decide(block, rest, &mut common)?),
            "select" => DeclarationKind::Select(self.select(block, rest, &mut common)?),
            "aid" => DeclarationKind::Aid(self.aid(block, rest, &mut common)?),
            "register" => DeclarationKind::Register(self.register(block, rest, &mut common)?),
            "indicator" => self.indicator(block, rest, &mut common)?,
            "poverty" => DeclarationKind::Poverty(self.poverty(block, rest, &mut common)?),
            "target" => self.target(block, rest, &mut common)?,
            "uprate" => DeclarationKind::Update(self.uprate(block, rest, &mut common)?),
            "shift" => DeclarationKind::Update(self.shift(block, rest, &mut common)?),
            "assert" => self.assert(block, rest, &mut common)?,
            "test" => DeclarationKind::Test(self.test(block, rest, &mut common)?),
            "example" => DeclarationKind::Test(self.example(block, rest, &mut common)?),
            "amend" => DeclarationKind::Amend(self.amend(block, rest, &mut common)?),
            "scenario" => DeclarationKind::Scenario(self.scenario(block, rest, &mut common)?),
            "universe" => self.universe(block, rest, &mut common)?,
            _ => return None,
        };
        let end = last_end(&block.head);
        let span = crate::syntax::span(self.base, block.head.start, end);
        Some(Declaration {
            span,
            head: self.span(text),
            kind,
            common,
        })
    }

    // --- heads that are read alike

    /// The head `NAME ["label"] of LEVEL`, or what can be saved of it.
    pub(super) fn head_level(&self, rest: Text<'a>, form: Form) -> Option<Head> {
        let node = self
            .read(Rule::head_level, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let mut head = self.head_of(&node)?;
        if let Some((_, name)) = misplaced::pieces(rest.text, head.name.node.len(), form) {
            head.name.node = name;
        }
        Some(head)
    }

    /// Name, title and level of a head that was read or saved; a missing level is an empty name.
    pub(super) fn head_of(&self, node: &Node<'_>) -> Option<Head> {
        let name = node.get(Rule::name)?.name();
        let level = node
            .get(Rule::level)
            .and_then(|level| level.get(Rule::name))
            .map(|name| name.name());
        let nowhere = Span::new(name.span.end, name.span.end);
        let level = level.unwrap_or_else(|| Name::new(String::new(), nowhere));
        Some(Head {
            label: self.label(node),
            name,
            level,
        })
    }

    fn policy(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        const CLAUSES: &[&str] = &["edition", "currency", "extends"];
        let form = Form {
            what: "policy",
            sample: "policy palangka_raya \"Bantuan sosial\"",
        };
        let head = self
            .read(Rule::head_named, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let name = head.get(Rule::name)?.name();
        let mut policy = Policy {
            name,
            label: self.label(&head),
            edition: None,
            currency: None,
            extends: Vec::new(),
        };
        for row in &block.head.children {
            let Some(clause) = self.clause_or_common(row, "policy", CLAUSES, common) else {
                continue;
            };
            self.policy_clause(clause, &mut policy);
        }
        Some(DeclarationKind::Policy(policy))
    }

    fn policy_clause(&self, clause: Clause<'a>, policy: &mut Policy) {
        match clause.word {
            "edition" => {
                let form = Form {
                    what: "edition",
                    sample: "edition 1",
                };
                let node = self.read(Rule::row_edition, clause.rest, form);
                policy.edition = node
                    .and_then(|node| node.get(Rule::number))
                    .and_then(|number| self.whole(&number));
            }
            "currency" => {
                let form = Form {
                    what: "currency",
                    sample: "currency IDR",
                };
                let node = self.read(Rule::row_currency, clause.rest, form);
                policy.currency = node
                    .and_then(|node| node.get(Rule::any_name))
                    .map(|name| name.name());
            }
            _ => {
                let form = Form {
                    what: "extends",
                    sample: "extends \"../nasional\"",
                };
                let Some(node) = self.read(Rule::row_extends, clause.rest, form) else {
                    return;
                };
                policy
                    .extends
                    .extend(node.all(Rule::string).map(|string| self.string(&string)));
            }
        }
    }

    /// A count or a version: a whole number without a sign.
    pub(super) fn whole(&self, number: &Node<'_>) -> Option<Spanned<u32>> {
        let value = self.digits(number.text(), number.span())?;
        let whole = value
            .is_integer()
            .then(|| u32::try_from(value.num()).ok())
            .flatten();
        if whole.is_none() {
            self.report(
                Diagnostic::at(&codes::WHOLE_NUMBER, number.span()).with("text", number.text()),
            );
        }
        whole.map(|whole| Spanned::new(whole, number.span()))
    }

    fn type_declaration(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        let form = Form {
            what: "type",
            sample: "type sex male, female",
        };
        let head = self
            .read(Rule::head_type, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let name = head.get(Rule::name)?.name();
        let mut values = self.enum_values(&head);
        let form = Form {
            what: "value",
            sample: "cement \"Semen/bata merah\"",
        };
        for row in &block.head.children {
            if self.common(row, common) {
                continue;
            }
            let text = self.text(row);
            match self
                .read(Rule::row_values, text, form)
                .or_else(|| self.rescue(Rule::row_rescue, text))
            {
                Some(node) if node.rule() == Rule::row_values => {
                    values.extend(self.enum_values(&node));
                }
                Some(node) => values.extend(self.enum_value(&node)),
                None => {}
            }
        }
        Some(DeclarationKind::Type(TypeDeclaration {
            name,
            label: self.label(&head),
            values,
        }))
    }

    fn enum_values(&self, node: &Node<'_>) -> Vec<EnumValue> {
        let Some(list) = node.get(Rule::enum_values) else {
            return Vec::new();
        };
        list.all(Rule::enum_value)
            .filter_map(|value| self.enum_value(&value))
            .collect()
    }

    fn enum_value(&self, node: &Node<'_>) -> Option<EnumValue> {
        Some(EnumValue {
            name: node.get(Rule::name)?.name(),
            label: self.label(node),
        })
    }

    // --- declarations that are one expression

    fn role(&self, block: &Block, rest: Text<'a>, common: &mut Common) -> Option<DeclarationKind> {
        let sample =
            "role family_head \"Kepala keluarga\" of family = only(member where relation = head)";
        self.only_common(block, "role", common);
        let node = self.read(
            Rule::head_role,
            rest,
            Form {
                what: "role",
                sample,
            },
        );
        let node = node.or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let Head { name, label, level } = self.head_of(&node)?;
        Some(DeclarationKind::Role(Role {
            name,
            label,
            level,
            value: self.value_of(&node, rest),
        }))
    }

    fn define(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        let sample = "define per_capita \"Pengeluaran per kapita\" of family = expenditure / size";
        self.only_common(block, "define", common);
        let node = self.read(
            Rule::head_define,
            rest,
            Form {
                what: "define",
                sample,
            },
        );
        let node = node.or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let Head {
            mut name,
            label,
            level,
        } = self.head_of(&node)?;
        let form = Form {
            what: "define",
            sample,
        };
        if let Some((_, whole)) = misplaced::pieces(rest.text, name.node.len(), form) {
            name.node = whole;
        }
        let ty = node.get(Rule::type_expr).map(|ty| literal::type_expr(&ty));
        Some(DeclarationKind::Define(Define {
            name,
            label,
            level,
            ty,
            value: self.value_of(&node, rest),
        }))
    }

    pub(super) fn indicator(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        let sample = "indicator poor_persons \"Penduduk miskin\" = count(member where family.poor) by village";
        let convention = self.convention(block, "indicator", common);
        let node = self.read(
            Rule::head_indicator,
            rest,
            Form {
                what: "indicator",
                sample,
            },
        );
        let node = node.or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let name = node.get(Rule::name)?.name();
        let mut all = node.all(Rule::expression).map(|it| self.expression(&it));
        let value = all.next().unwrap_or_else(|| self.broken(rest));
        let by = all.collect();
        Some(DeclarationKind::Indicator(Indicator {
            name,
            label: self.label(&node),
            value,
            by,
            convention,
            of_population: false,
            ty: None,
        }))
    }

    pub(super) fn target(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        let sample =
            "target zero_extreme \"Nol kemiskinan ekstrem\" extreme_poor_persons = 0 by 2024-12-31";
        self.only_common(block, "target", common);
        let node = self.read(
            Rule::head_target,
            rest,
            Form {
                what: "target",
                sample,
            },
        )?;
        let mut names = node.all(Rule::name).map(|name| name.name());
        let (name, indicator) = (names.next()?, names.next()?);
        let op = self.compare_op(&node.get(Rule::op_compare)?);
        let by = self.date(&node.get(Rule::date)?)?;
        let each = node.get(Rule::kw_each).map(|each| each.span());
        let value = self.value_of(&node, rest);
        Some(DeclarationKind::Target(Target {
            name,
            label: self.label(&node),
            each,
            indicator,
            op,
            value,
            by,
        }))
    }

    fn assert(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        let sample =
            "assert \"no child is a family head\" every(family where … has …, if no rows true)";
        self.only_common(block, "assert", common);
        let node = self.read(
            Rule::head_assert,
            rest,
            Form {
                what: "assert",
                sample,
            },
        )?;
        let text = self.string_in(&node)?;
        Some(DeclarationKind::Assert(Assert {
            text,
            condition: self.value_of(&node, rest),
        }))
    }

    /// `universe member where presence = present`.
    fn universe(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<DeclarationKind> {
        self.only_common(block, "universe", common);
        let form = Form {
            what: "universe",
            sample: "universe member where presence = present",
        };
        let node = self.read(Rule::head_universe, rest, form)?;
        Some(DeclarationKind::Universe(Universe {
            entity: node.get(Rule::name)?.name(),
            condition: self.value_of(&node, rest),
        }))
    }

    /// The expression of a head or row, broken where it could not be read.
    pub(super) fn value_of(&self, node: &Node<'_>, rest: Text<'_>) -> Expr {
        self.expression_in(node).unwrap_or_else(|| Expr {
            kind: ExprKind::Broken,
            span: self.span(rest),
        })
    }

    // --- clauses of every declaration

    /// Reads the rows of a declaration that takes no others than the common ones.
    pub(super) fn only_common(&self, block: &Block, what: &'static str, common: &mut Common) {
        for row in &block.head.children {
            // Rows that are no common clause are reported on the way.
            self.clause_or_common(row, what, &[], common);
        }
    }

    /// Reads a common clause; false where the row is none.
    pub(super) fn common(&self, row: &Row, common: &mut Common) -> bool {
        self.mended.set(false);
        let text = self.text(row);
        let Some(lead) = words::lead(text.text, COMMON) else {
            return false;
        };
        let rest = text.after(lead.len);
        if is_name_of_row(rest.text) {
            return false;
        }
        self.common_clause(
            Clause {
                word: lead.english,
                rest,
                span: self.span(text),
            },
            common,
        );
        true
    }

    fn common_clause(&self, clause: Clause<'a>, common: &mut Common) {
        match clause.word {
            "source" => {
                let form = Form {
                    what: "source",
                    sample: "source \"Permensos 1/2018\" url \"https://…\"",
                };
                let node = self.read(Rule::row_source, clause.rest, form);
                common
                    .sources
                    .extend(node.and_then(|node| self.source(&node)));
            }
            "url" => {
                let form = Form {
                    what: "url",
                    sample: "url \"https://…\"",
                };
                let url = self
                    .read(Rule::row_text, clause.rest, form)
                    .and_then(|node| self.string_in(&node));
                match common.sources.last_mut() {
                    Some(source) => source.url = url.or_else(|| source.url.take()),
                    None => self.report(Diagnostic::at(&codes::URL_WITHOUT_SOURCE, clause.span)),
                }
            }
            "note" => {
                let form = Form {
                    what: "note",
                    sample: "note \"illustrative\"",
                };
                let node = self.read(Rule::row_text, clause.rest, form);
                common
                    .notes
                    .extend(node.and_then(|node| self.string_in(&node)));
            }
            "in force" => self.in_force(clause.rest, common),
            _ => self.allow(clause.rest, common),
        }
    }

    fn in_force(&self, rest: Text<'a>, common: &mut Common) {
        let form = Form {
            what: "in force",
            sample: "in force from 2022-03-01 until 2024-12-31",
        };
        let Some(node) = self.read(Rule::row_in_force, rest, form) else {
            return;
        };
        let dates: Vec<_> = node.all(Rule::date).map(|date| self.date(&date)).collect();
        if let Some(from) = dates.first().copied().flatten() {
            common.in_force = Some(InForce {
                from,
                until: dates.get(1).copied().flatten(),
            });
        }
    }

    fn allow(&self, rest: Text<'a>, common: &mut Common) {
        let form = Form {
            what: "allow",
            sample: "allow lint::no_source because \"a local habit\"",
        };
        let Some(node) = self.read(Rule::row_allow, rest, form) else {
            return;
        };
        if let (Some(code), Some(because)) = (node.get(Rule::code), self.string_in(&node)) {
            let code = Spanned::new(code.text().to_owned(), code.span());
            common.allows.push(Allow { code, because });
        }
    }

    /// `"…" [url "…"]` inside a row.
    pub(super) fn source(&self, node: &Node<'_>) -> Option<Source> {
        let inner = node.get(Rule::source_text)?;
        let mut texts = inner.all(Rule::string).map(|string| self.string(&string));
        Some(Source {
            text: texts.next()?,
            url: texts.next(),
        })
    }

    /// The `source "…"` parts at the end of a row.
    pub(super) fn sources(&self, node: &Node<'_>) -> Vec<Source> {
        node.all(Rule::source_part)
            .filter_map(|part| self.source(&part))
            .collect()
    }

    // --- finding the clause of a row

    /// The clause that a row is. Common clauses are read on the way, and what is no clause is reported;
    /// `None` in both cases.
    pub(super) fn clause_or_common(
        &self,
        row: &Row,
        what: &'static str,
        clauses: &[&'static str],
        common: &mut Common,
    ) -> Option<Clause<'a>> {
        if self.common(row, common) {
            return None;
        }
        self.clause(row, what, clauses)
    }

    /// The clause that a row is, its word mended where it is near to one.
    pub(super) fn clause(
        &self,
        row: &Row,
        what: &'static str,
        clauses: &[&'static str],
    ) -> Option<Clause<'a>> {
        let text = self.text(row);
        let span = self.span(text);
        if let Some(lead) = words::lead(text.text, clauses) {
            return Some(Clause {
                word: lead.english,
                rest: text.after(lead.len),
                span,
            });
        }
        let (word, len) = self.unknown_clause(text, what, clauses)?;
        self.mended.set(true);
        Some(Clause {
            word,
            rest: text.after(len),
            span,
        })
    }

    /// Reports a row that begins with no clause word, and gives the word it is near to.
    fn unknown_clause(
        &self,
        text: Text<'_>,
        what: &'static str,
        clauses: &[&'static str],
    ) -> Option<(&'static str, usize)> {
        let known: Vec<&'static str> = clauses.iter().chain(COMMON).copied().collect();
        let near = near_clause(text.text, clauses);
        let found = match first_word(text.text) {
            "" => text
                .text
                .chars()
                .next()
                .map(String::from)
                .unwrap_or_default(),
            word => word.to_owned(),
        };
        let len = near.map_or(found.len(), |near| near.len);
        let place = self.head_span(text, len);
        let written = text.text.get(..len).unwrap_or_default();
        let list: Vec<String> = known
            .iter()
            .map(|word| format!("`{}`", self.shown(word)))
            .collect();
        let finding = Diagnostic::at(&codes::UNKNOWN_CLAUSE, place)
            .with("word", written)
            .with("what", self.shown(what))
            .with("clauses", list.join(", "));
        if let Some(near) = near {
            self.report(
                finding
                    .with("near", near.form)
                    .help("help.near")
                    .fix(place, near.form),
            );
            Some((near.english, near.len))
        } else {
            self.report(finding);
            None
        }
    }

    /// A word of the language in the language of the declaration.
    pub(super) fn shown(&self, english: &'static str) -> &'static str {
        match self.language {
            Language::Indonesian => words::indonesian(english).unwrap_or(english),
            Language::English => english,
        }
    }

    /// A sample of policy text in the language of the declaration.
    pub(super) fn sample(&self, english: &str) -> String {
        match self.language {
            Language::Indonesian => words::in_indonesian(english),
            Language::English => english.to_owned(),
        }
    }
}

/// Whether what follows a word shows that the word is a name: `source : text`, `note "…" when …`.
fn is_name_of_row(rest: &str) -> bool {
    let after = match rest
        .strip_prefix('"')
        .and_then(|inner| inner.split_once('"'))
    {
        Some((_, after)) => after.trim_start(),
        None => rest,
    };
    after.starts_with([':', ',']) || words::lead(after, &["when", "otherwise", "weight"]).is_some()
}

/// Offset after the last byte of a row and all under it.
fn last_end(row: &Row) -> usize {
    row.children
        .iter()
        .map(last_end)
        .max()
        .unwrap_or(0)
        .max(row.end)
}
