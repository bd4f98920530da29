//! Explanations as JSON.

use aturan::explain::{Clause, Need, Overview, Place, Reason};
use aturan::number::{Grouping, Truth, format_money};
use aturan::syntax::ast::Source;
use serde::Serialize;

use super::{Explained, Page};

#[derive(Debug, Serialize)]
pub(super) struct JsonExplanations {
    format_version: &'static str,
    policy: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    date: String,
    explanations: Vec<JsonExplanation>,
}

#[derive(Debug, Serialize)]
struct JsonExplanation {
    entity: String,
    key: String,
    rule: String,
    label: String,
    agency: Option<String>,
    outcome: String,
    amount: Option<String>,
    sources: Vec<JsonSource>,
    notes: Vec<String>,
    clauses: Vec<JsonClause>,
    place: Option<JsonPlace>,
    missing: Vec<JsonReason>,
    needs: Vec<JsonNeed>,
}

#[derive(Debug, Serialize)]
struct JsonSource {
    text: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonClause {
    kind: &'static str,
    code: String,
    label: String,
    file: Option<String>,
    line: Option<usize>,
    text: String,
    /// `null` where it is no condition.
    holds: Option<&'static str>,
    decided: bool,
    sources: Vec<JsonSource>,
    trace: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonPlace {
    rank: u32,
    group: String,
    quota: Option<u64>,
    budget: Option<String>,
    granted: u64,
    spent: String,
    candidates: u64,
    keys: Vec<JsonKey>,
}

#[derive(Debug, Serialize)]
struct JsonKey {
    text: String,
    descending: bool,
    own: String,
    last_granted: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonReason {
    name: String,
    label: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
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

#[derive(Debug, Serialize)]
pub(super) struct JsonOverview {
    #[serde(skip_serializing_if = "Option::is_none")]
    format_version: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    entity: String,
    key: String,
    values: Vec<JsonValue>,
    registers: Vec<JsonOutcome>,
    aids: Vec<JsonOutcome>,
    below: Vec<JsonOverview>,
}

#[derive(Debug, Serialize)]
struct JsonValue {
    name: String,
    label: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct JsonOutcome {
    name: String,
    label: String,
    outcome: &'static str,
    amount: Option<String>,
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
            trace: it.trace.lines(&|span| self.words(span)),
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
        let mut json = self.level_json(it);
        json.format_version = Some("1.0");
        json.what_if = self.args.what_if.names();
        json
    }

    fn level_json(&self, it: &Overview) -> JsonOverview {
        let registers = it.registers.iter().map(|it| JsonOutcome {
            name: it.name.clone(),
            label: it.label.clone(),
            outcome: it.outcome.word(),
            amount: None,
            reasons: reasons(&it.reasons),
        });
        let aids = it.aids.iter().map(|it| JsonOutcome {
            name: it.name.clone(),
            label: it.label.clone(),
            outcome: it.status.word(),
            amount: it.amount.map(|raw| format_money(raw, Grouping::Plain)),
            reasons: reasons(&it.reasons),
        });
        let values = it.values.iter().map(|it| JsonValue {
            name: it.name.clone(),
            label: it.label.clone(),
            value: it.value.clone(),
        });
        JsonOverview {
            format_version: None,
            what_if: Vec::new(),
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
