//! Explanations as JSON.

use aturan::explain::{Clause, Need, Overview, Place, Reason};
use aturan::number::{Grouping, Truth, format_money};
use aturan::outcome::period;
use aturan::syntax::ast::Source;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Explained, Page};

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Explanations")]
pub(in crate::cli) struct JsonExplanations {
    format_version: &'static str,
    /// The policy's name.
    policy: String,
    /// Scenarios and settings under which it is so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    /// The evaluation date.
    date: String,
    /// One for each rule that was asked for.
    explanations: Vec<JsonExplanation>,
}

/// How one outcome of a row came about.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Explanation")]
struct JsonExplanation {
    /// The level of the row.
    entity: String,
    /// Its key; masked where it is personal.
    key: String,
    /// The name of the rule.
    rule: String,
    /// Its title.
    label: String,
    /// Who gives the aid.
    agency: Option<String>,
    /// What came of it, in the words of the language.
    outcome: String,
    /// The amount of an aid, in plain digits.
    amount: Option<String>,
    /// For how long the amount is: `per month`, or `one-off`.
    period: Option<String>,
    /// What the rule rests on.
    sources: Vec<JsonSource>,
    /// Worth knowing beside it, in words.
    notes: Vec<String>,
    /// The clauses of the rule in order.
    clauses: Vec<JsonClause>,
    /// Where the row stands in a ranked list.
    place: Option<JsonPlace>,
    /// Answers and checks that it waits for.
    missing: Vec<JsonReason>,
    /// What would have to change for another outcome.
    needs: Vec<JsonNeed>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Source")]
struct JsonSource {
    text: String,
    url: Option<String>,
}

/// A clause of a rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Clause")]
struct JsonClause {
    /// The word that leads it.
    kind: &'static str,
    /// Its code; empty where it has none.
    code: String,
    /// Its words.
    label: String,
    file: Option<String>,
    line: Option<usize>,
    /// As the policy says it.
    text: String,
    /// `null` where it is no condition.
    holds: Option<&'static str>,
    /// Whether it decided the outcome.
    decided: bool,
    /// What it rests on.
    sources: Vec<JsonSource>,
    /// How its value came about, a line for each step, indented.
    trace: Vec<String>,
}

/// Where a row stands in a ranked list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct JsonPlace {
    /// From 1.
    rank: u32,
    /// The list, where there are several.
    group: String,
    /// Places in the list.
    quota: Option<u64>,
    /// Money for the list, in plain digits.
    budget: Option<String>,
    /// Rows that are granted.
    granted: u64,
    /// What they are granted, in plain digits.
    spent: String,
    /// Rows in the list.
    candidates: u64,
    /// Whether it waits although only the last key parts it from the row granted last.
    tied: bool,
    /// What the list is ordered by.
    keys: Vec<JsonKey>,
}

/// What a list is ordered by.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Key")]
struct JsonKey {
    /// As the policy says it.
    text: String,
    /// Whether the highest stands first.
    descending: bool,
    /// The row's value.
    own: String,
    /// The value of the last row that is granted.
    last_granted: Option<String>,
}

/// A reason by its code and in words.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
struct JsonReason {
    name: String,
    label: String,
}

/// What would have to change.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(rename = "Need")]
enum JsonNeed {
    All {
        of: Vec<JsonNeed>,
    },
    Any {
        of: Vec<JsonNeed>,
    },
    More {
        count: i64,
        of: Vec<JsonNeed>,
    },
    Value {
        text: String,
        row: Option<String>,
        now: String,
        wanted: String,
        through: Vec<JsonNeed>,
    },
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Overview")]
pub(in crate::cli) struct JsonOverview {
    format_version: &'static str,
    /// Scenarios and settings under which it is so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    #[serde(flatten)]
    row: JsonRow,
}

/// All outcomes of a row.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Row")]
struct JsonRow {
    /// Its level.
    entity: String,
    /// Its key; masked where it is personal.
    key: String,
    values: Vec<JsonValue>,
    registers: Vec<JsonOutcome>,
    aids: Vec<JsonOutcome>,
    /// The rows below it, for instance the members of a family.
    below: Vec<JsonRow>,
}

/// A value of a row, in words.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Value")]
struct JsonValue {
    name: String,
    label: String,
    value: String,
}

/// The outcome of an aid or a register.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Outcome")]
struct JsonOutcome {
    name: String,
    label: String,
    /// The status.
    outcome: &'static str,
    /// In plain digits.
    amount: Option<String>,
    /// For how long the amount is: `per month`, or `one-off`.
    period: Option<String>,
    /// The grounds, or the answers that are missing.
    reasons: Vec<JsonReason>,
}

impl Page<'_> {
    pub(super) fn json(&self, all: &[Explained]) -> JsonExplanations {
        JsonExplanations {
            format_version: "1.0",
            policy: self.program.name.clone(),
            what_if: self.args.what_if.names(),
            date: self.date.to_string(),
            explanations: all.iter().map(|it| self.explanation_json(it)).collect(),
        }
    }

    fn period(&self, aid: &str) -> Option<String> {
        let mut aids = self.program.aids.iter();
        aids.find(|it| it.about.name == aid).and_then(period)
    }

    fn explanation_json(&self, it: &Explained) -> JsonExplanation {
        let Explained { row, explanation } = it;
        let missing = explanation.missing.iter().map(|it| JsonReason {
            name: it.name(self.program),
            label: it.label(self.program),
        });
        JsonExplanation {
            entity: self.entity_name(row.entity).to_owned(),
            key: self.key(*row),
            rule: explanation.about.name.clone(),
            label: explanation.about.label.clone(),
            agency: explanation.agency.clone(),
            outcome: explanation.outcome.clone(),
            amount: explanation.amount.clone(),
            period: explanation
                .amount
                .as_ref()
                .and_then(|_| self.period(&explanation.about.name)),
            sources: sources(&explanation.about.sources),
            notes: explanation.about.notes.clone(),
            clauses: explanation
                .clauses
                .iter()
                .map(|it| self.clause_json(it))
                .collect(),
            place: explanation.place.as_ref().map(|it| self.place_json(it)),
            missing: missing.collect(),
            needs: self.needs_json(&explanation.needs),
        }
    }

    fn clause_json(&self, it: &Clause) -> JsonClause {
        let place = self.sources.line_column(it.span.start);
        JsonClause {
            kind: it.kind.word(),
            code: it.code.clone(),
            label: it.label.clone(),
            file: place.map(|(file, _)| file.name.clone()),
            line: place.map(|(_, at)| at.line),
            text: self.words(it.trace.span),
            holds: it.truth.map(|truth| match truth {
                Truth::True => "true",
                Truth::False => "false",
                Truth::Unknown => "unknown",
            }),
            decided: it.decided,
            sources: sources(&it.sources),
            trace: {
                let lines = it.trace.lines(&|span| self.words(span));
                lines.iter().map(|line| self.step(line)).collect()
            },
        }
    }

    fn place_json(&self, it: &Place) -> JsonPlace {
        let keys = it.keys.iter().map(|key| JsonKey {
            text: self.words(key.span),
            descending: key.descending,
            own: key.own.clone(),
            last_granted: key.last.clone(),
        });
        JsonPlace {
            rank: it.rank,
            group: it.group.clone(),
            quota: it.quota,
            budget: it.budget.clone(),
            granted: it.granted,
            spent: it.spent.clone(),
            candidates: it.candidates,
            tied: it.tied,
            keys: keys.collect(),
        }
    }

    fn needs_json(&self, needs: &[Need]) -> Vec<JsonNeed> {
        let need = |it: &Need| match it {
            Need::All(of) => JsonNeed::All {
                of: self.needs_json(of),
            },
            Need::Any(of) => JsonNeed::Any {
                of: self.needs_json(of),
            },
            Need::More { count, of } => JsonNeed::More {
                count: *count,
                of: self.needs_json(of),
            },
            Need::Value {
                span,
                name,
                row,
                now,
                wanted,
                through,
            } => JsonNeed::Value {
                text: name.clone().unwrap_or_else(|| self.words(*span)),
                row: row.clone(),
                now: now.clone(),
                wanted: wanted.clone(),
                through: self.needs_json(through),
            },
        };
        needs.iter().map(need).collect()
    }

    pub(super) fn overview_json(&self, it: &Overview) -> JsonOverview {
        JsonOverview {
            format_version: "1.0",
            what_if: self.args.what_if.names(),
            row: self.level_json(it),
        }
    }

    fn level_json(&self, it: &Overview) -> JsonRow {
        let registers = it.registers.iter().map(|it| JsonOutcome {
            name: it.name.clone(),
            label: it.label.clone(),
            outcome: it.outcome.word(),
            amount: None,
            period: None,
            reasons: reasons(&it.reasons),
        });
        let aids = it.aids.iter().map(|it| JsonOutcome {
            name: it.name.clone(),
            label: it.label.clone(),
            outcome: it.status.word(),
            amount: it.amount.map(|raw| format_money(raw, Grouping::Plain)),
            period: it.amount.and_then(|_| self.period(&it.name)),
            reasons: reasons(&it.reasons),
        });
        let values = it.values.iter().map(|it| JsonValue {
            name: it.name.clone(),
            label: it.label.clone(),
            value: it.value.clone(),
        });
        JsonRow {
            entity: self.entity_name(it.row.entity).to_owned(),
            key: self.key(it.row),
            values: values.collect(),
            registers: registers.collect(),
            aids: aids.collect(),
            below: it.below.iter().map(|it| self.level_json(it)).collect(),
        }
    }
}

fn reasons(list: &[Reason]) -> Vec<JsonReason> {
    let reason = |it: &Reason| JsonReason {
        name: it.code.clone(),
        label: it.label.clone(),
    };
    list.iter().map(reason).collect()
}

fn sources(list: &[Source]) -> Vec<JsonSource> {
    let source = |it: &Source| JsonSource {
        text: it.text.node.clone(),
        url: it.url.as_ref().map(|url| url.node.clone()),
    };
    list.iter().map(source).collect()
}
