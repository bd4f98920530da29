//! Indicators, with the group in which each is largest.

use aturan::number::Rational;
use aturan::outcome::{Figure, IndicatorGroup, IndicatorSummary, Summary};

use super::page::Page;

impl Page<'_> {
    pub(super) fn indicators(&self, summary: &Summary) -> String {
        let population = self.figures(summary, true, self.say("Population", "Penduduk"));
        let indicators = self.figures(summary, false, self.say("Indicators", "Indikator"));
        let parts = [population, indicators];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        if parts.is_empty() {
            return String::new();
        }
        parts.join("\n") + &self.measured(summary)
    }

    /// The values of the population, or the indicators, as a table.
    fn figures(&self, summary: &Summary, population: bool, title: &str) -> String {
        let all = summary.indicators.iter();
        let all: Vec<&IndicatorSummary> = all.filter(|it| it.population == population).collect();
        if all.is_empty() {
            return String::new();
        }
        let is_sample = all.iter().any(|it| it.total.interval.is_some());
        let row = |it: &&IndicatorSummary| {
            let interval = is_sample.then(|| self.interval(&it.total));
            let first = [it.label.clone(), self.decided(&it.total)];
            let peak = (!population).then(|| self.peak(it));
            let between = [self.between(&it.total)];
            let cells = first.into_iter().chain(interval).chain(between);
            cells.chain(peak).collect()
        };
        let rows = all.iter().map(row).collect();
        let mut head = vec!["", self.say("as decided", "ditetapkan")];
        head.extend(is_sample.then_some("95 %"));
        head.push(self.say("lowest .. highest", "terendah .. tertinggi"));
        head.extend((!population).then(|| self.say("most", "terbanyak")));
        let last = if population { 0 } else { head.len() - 1 };
        let text = Self::table(&head, rows, &[0, last]);
        format!("{}\n{text}", self.title(title))
    }

    /// The interval of a figure of a sample.
    pub(super) fn interval(&self, figure: &Figure) -> String {
        figure
            .interval
            .as_ref()
            .map_or_else(String::new, |(low, high)| {
                format!("{} .. {}", self.digits(low), self.digits(high))
            })
    }

    fn between(&self, figure: &Figure) -> String {
        if figure.lowest == figure.highest && figure.lowest == figure.decided {
            return String::new();
        }
        let end = |value: &Option<String>| {
            value
                .as_ref()
                .map_or_else(|| "?".to_owned(), |it| self.digits(it))
        };
        format!("{} .. {}", end(&figure.lowest), end(&figure.highest))
    }

    /// The group with the largest figure.
    fn peak(&self, it: &IndicatorSummary) -> String {
        let number = |figure: &Figure| figure.decided.as_deref().and_then(Rational::parse_decimal);
        let mut best: Option<&IndicatorGroup> = None;
        for group in &it.groups {
            if best.is_none_or(|best| number(&group.figure) > number(&best.figure)) {
                best = Some(group);
            }
        }
        best.filter(|group| number(&group.figure) > Some(Rational::zero()))
            .map_or_else(String::new, |group| {
                format!(
                    "{} {}",
                    group.names.join(" / "),
                    self.decided(&group.figure)
                )
            })
    }
}
