//! Indicators, with the group in which each is largest.

use aturan::number::Rational;
use aturan::outcome::{Figure, Summary};

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
        let rows: Vec<Vec<String>> = all
            .filter(|it| it.population == population)
            .map(|it| {
                vec![
                    it.label.clone(),
                    self.decided(&it.total),
                    self.between(&it.total),
                    self.peak(it),
                ]
            })
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        let head = [
            "",
            self.say("as decided", "ditetapkan"),
            self.say("lowest .. highest", "terendah .. tertinggi"),
            self.say("most", "terbanyak"),
        ];
        let columns = if population { 3 } else { 4 };
        let rows = rows.into_iter().map(|mut row| {
            row.truncate(columns);
            row
        });
        let head = head.get(..columns).unwrap_or(&head);
        format!(
            "{}\n{}",
            self.title(title),
            Self::table(head, rows.collect(), &[0, 3])
        )
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
    fn peak(&self, it: &aturan::outcome::IndicatorSummary) -> String {
        let number = |figure: &Figure| figure.decided.as_deref().and_then(Rational::parse_decimal);
        let mut best: Option<&aturan::outcome::IndicatorGroup> = None;
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
