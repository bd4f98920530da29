//! The figures of a summary by name: `welfare.poor`, `pkh.cost`, `poverty_rate`.

use crate::outcome::{AidSummary, Amount, Summary};

/// One figure of the whole population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFigure {
    /// Its name: an indicator, or a class, an aid or a register and a part of it.
    pub name: String,
    /// What people call the indicator, the class, the aid or the register.
    pub label: String,
    /// Which figure of an aid or a register: `cost`, `granted`, `end`.
    pub part: Option<&'static str>,
    /// As decided; `None` where it is undefined.
    pub value: Option<Amount>,
    /// Whether it is money, and its period: `one-off`, `per month`.
    pub money: Option<String>,
}

/// All figures, indicators first: they are what a policy wants to be measured by.
pub fn figures(summary: &Summary) -> Vec<NamedFigure> {
    let mut out = Vec::new();
    for it in &summary.indicators {
        out.push(NamedFigure {
            name: it.name.clone(),
            label: it.label.clone(),
            part: None,
            value: it.total.decided.clone(),
            money: None,
        });
    }
    for aid in &summary.aids {
        out.extend(of_aid(aid));
    }
    for class in &summary.classes {
        for it in &class.classes {
            let label = format!("{}: {}", class.label, it.label);
            out.push(NamedFigure {
                name: format!("{}.{}", class.name, it.class),
                label,
                part: None,
                value: Some(it.rows.to_string()),
                money: None,
            });
        }
    }
    for it in &summary.registers {
        for (part, value) in [
            ("enters", it.enters),
            ("leaves", it.leaves),
            ("end", it.end),
        ] {
            out.push(count(&it.name, part, &it.label, value));
        }
    }
    out
}

fn of_aid(aid: &AidSummary) -> Vec<NamedFigure> {
    let rows = |status: &str| {
        let found = aid.statuses.iter().find(|it| it.status == status);
        found.map_or(0, |it| it.rows)
    };
    let part = |part, value| count(&aid.name, part, &aid.label, value);
    let mut out = Vec::new();
    if let (Some(cost), Some(period)) = (&aid.cost, &aid.period) {
        out.push(NamedFigure {
            name: format!("{}.cost", aid.name),
            label: aid.label.clone(),
            part: Some("cost"),
            value: Some(cost.decided.clone()),
            money: Some(period.clone()),
        });
    }
    out.push(part("granted", aid.count.decided));
    out.push(part("members", aid.members));
    out.extend(["waitlisted", "needs_verification"].map(|status| part(status, rows(status))));
    let mut statuses = aid.statuses.iter();
    if let Some(it) = statuses.find(|it| it.status == "not_taken_up") {
        out.push(part(it.status, it.rows));
    }
    out
}

fn count(of: &str, part: &'static str, label: &str, value: u64) -> NamedFigure {
    NamedFigure {
        name: format!("{of}.{part}"),
        label: label.to_owned(),
        part: Some(part),
        value: Some(value.to_string()),
        money: None,
    }
}
