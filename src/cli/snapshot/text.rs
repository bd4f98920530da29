//! The results of a run as lines of text, the same in every language: each says what it is, so that a
//! diff can be read.

use aturan::Checked;
use aturan::number::{Rational, with_thousands};
use aturan::outcome::{
    AidSummary, Bounds, ClassSummary, Figure, GroundCount, RegisterSummary, Summary, TargetState,
};

use super::super::what_if::WhatIf;

/// Sections with an empty line between them.
#[derive(Default)]
struct Page {
    out: String,
}

impl Page {
    fn line(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!("{name} = {value}\n"));
    }

    fn section(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn count(&mut self, of: &str, what: &str, count: u64) {
        self.line(&format!("{of}.{what}"), &digits(&count.to_string()));
    }

    fn grounds(&mut self, of: &str, word: &str, grounds: &[GroundCount]) {
        for it in grounds {
            self.count(of, &format!("{word} {}", it.ground), it.rows);
        }
    }
}

/// All figures of a run over the whole population. Rows and areas are not among them: what is kept
/// beside a policy is for all who read it.
pub(super) fn laid_out(
    summary: &Summary,
    what_if: &WhatIf,
    overflows: usize,
    checked: &Checked,
) -> String {
    let mut page = Page::default();
    page.line("policy", &checked.name);
    page.line("date", &summary.date);
    for it in what_if.names() {
        page.line("under", &it);
    }
    page.section();
    for it in &summary.levels {
        page.count(&it.entity, "rows", it.evaluated);
        page.count(&it.entity, "rejected", it.rejected);
    }
    if overflows > 0 {
        page.line("overflows", &digits(&overflows.to_string()));
    }
    summary.classes.iter().for_each(|it| class(it, &mut page));
    for set in &summary.criteria {
        page.section();
        for it in &set.criteria {
            let (met, unknown) = (it.met.to_string(), it.unknown.to_string());
            let value = format!("{} met, {} unknown", digits(&met), digits(&unknown));
            page.line(&format!("{}.{}", set.name, it.name), &value);
        }
    }
    summary.aids.iter().for_each(|it| aid(it, &mut page));
    summary
        .registers
        .iter()
        .for_each(|it| register(it, &mut page));
    page.section();
    for it in &summary.indicators {
        page.line(&it.name, &figure(&it.total));
    }
    for it in &summary.poverty {
        page.section();
        for (when, figures) in [("before", &it.before), ("after", &it.after)] {
            let of = format!("{}.{when}", it.name);
            page.count(&of, "poor_rows", figures.poor_rows);
            page.line(
                &format!("{of}.poor_persons"),
                &digits(&figures.poor_persons),
            );
            for (name, value) in [
                ("headcount", &figures.headcount),
                ("gap", &figures.gap),
                ("severity", &figures.severity),
                ("gini", &figures.gini),
            ] {
                page.line(&format!("{of}.{name}"), &figure(value));
            }
        }
    }
    promises(summary, &mut page);
    format!("{}\n", page.out.trim_end())
}

fn class(it: &ClassSummary, page: &mut Page) {
    page.section();
    for class in &it.classes {
        page.count(&it.name, &class.class, class.rows);
    }
    page.count(&it.name, "unknown", it.unknown);
}

fn aid(it: &AidSummary, page: &mut Page) {
    page.section();
    for status in &it.statuses {
        page.count(&it.name, status.status, status.rows);
    }
    page.count(&it.name, "members", it.members);
    if let Some(cost) = &it.cost {
        let period = it.period.as_deref().unwrap_or_default();
        let value = format!("{} {period}", bounds(cost));
        page.line(&format!("{}.cost", it.name), value.trim_end());
    }
    page.grounds(&it.name, "unless", &it.exclusions);
    page.grounds(&it.name, "verify when", &it.verifications);
    for field in &it.blocking {
        page.count(&it.name, &format!("lacks {}", field.field), field.rows);
    }
}

fn register(it: &RegisterSummary, page: &mut Page) {
    page.section();
    for (what, rows) in [
        ("start", it.start),
        ("enters", it.enters),
        ("leaves", it.leaves),
        ("end", it.end),
        ("unverified_on", it.unverified_on),
        ("unverified_off", it.unverified_off),
    ] {
        page.count(&it.name, what, rows);
    }
    page.grounds(&it.name, "leave when", &it.grounds);
}

fn promises(summary: &Summary, page: &mut Page) {
    page.section();
    for it in &summary.targets {
        page.line(&format!("target {}", it.name), state(it.state));
    }
    for it in &summary.assertions {
        page.line(&format!("assert \"{}\"", it.text), state(it.state));
    }
}

/// `1_000`, and what it can be once the unknowns are settled where that is something else.
fn bounds(it: &Bounds<String>) -> String {
    between(&it.decided, it.lowest.as_ref(), it.highest.as_ref())
}

fn figure(it: &Figure) -> String {
    let Some(decided) = &it.decided else {
        return "undefined".to_owned();
    };
    between(decided, it.lowest.as_ref(), it.highest.as_ref())
}

fn between(decided: &str, lowest: Option<&String>, highest: Option<&String>) -> String {
    let shown = digits(decided);
    match (lowest, highest) {
        (Some(low), Some(high)) if low == decided && high == decided => shown,
        (Some(low), Some(high)) => format!("{shown} ({} .. {})", digits(low), digits(high)),
        (Some(low), None) => format!("{shown} (at least {})", digits(low)),
        (None, Some(high)) => format!("{shown} (at most {})", digits(high)),
        (None, None) => format!("{shown} (no bounds)"),
    }
}

fn state(state: TargetState) -> &'static str {
    match state {
        TargetState::Met => "met",
        TargetState::Open => "open",
        TargetState::NotMet => "not met",
    }
}

/// Plain digits with their thousands marked, as policies write them.
fn digits(plain: &str) -> String {
    if Rational::parse_decimal(plain).is_none() {
        return plain.to_owned();
    }
    with_thousands(plain)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn thousands_are_marked_before_the_point_alone() {
        assert_eq!(digits("1234567.25001"), "1_234_567.25001");
        assert_eq!(digits("-123456"), "-123_456");
        assert_eq!(digits("999"), "999");
    }
}
