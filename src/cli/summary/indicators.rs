//! Indicators, with the group in which each is largest.

use aturan::number::Rational;
use aturan::outcome::{Figure, Summary};

use super::page::Page;

impl Page<'_> {
    pub(super) fn indicators(&self, summary: &Summary) -> String {
        if summary.indicators.is_empty() {
            return String::new();
        }
        let rows = summary
            .indicators
            .iter()
            .map(|it| {
                vec![
                    it.label.clone(),
                    self.decided(&it.total),
                    self.between(&it.total),
                    self.peak(it),
                ]
            })
            .collect();
        let head = [
            "",
            self.say("as decided", "ditetapkan"),
            self.say("lowest .. highest", "terendah .. tertinggi"),
            self.say("most", "terbanyak"),
        ];
        format!(
            "{}\n{}{}",
            self.title(self.say("Indicators", "Indikator")),
            Self::table(&head, rows, &[0, 3]),
            self.measured(summary)
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
