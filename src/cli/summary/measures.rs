//! Measures and measurements of poverty in the summary on the terminal.

use aturan::number::Rational;
use aturan::outcome::{Figure, PovertyFigures, PovertySummary, Summary};

use super::page::Page;

impl Page<'_> {
    /// Whose rules the measures follow, and the rows that they leave out.
    pub(super) fn measured(&self, summary: &Summary) -> String {
        let mut text = String::new();
        let mut conventions: Vec<&str> = summary
            .indicators
            .iter()
            .filter_map(|it| it.convention)
            .collect();
        conventions.sort_unstable();
        conventions.dedup();
        if !conventions.is_empty() {
            text.push_str("  ");
            text.push_str(self.say("measures by the convention", "ukuran menurut konvensi"));
            text.push_str(&format!(" {}\n", conventions.join(", ")));
        }
        let mut all = summary.indicators.iter();
        if all.any(|it| it.total.interval.is_some()) || summary.poverty.iter().any(is_sample) {
            let words = self.say(
                "intervals of 95 %: linearised, first-stage units with replacement, normal",
                "selang 95 %: linearisasi, unit tahap pertama dengan pengembalian, normal",
            );
            text.push_str(&format!("  {words}\n"));
        }
        for it in &summary.indicators {
            if it.total.left_out > 0 {
                let rows = self.digits(&it.total.left_out.to_string());
                let words = self.say(
                    "rows left out: no logarithm of zero or less",
                    "baris tidak dihitung: nol atau kurang tidak punya logaritma",
                );
                text.push_str(&format!("  {}: {rows} {words}\n", it.label));
            }
        }
        text
    }

    /// Every measurement: before and after aid, and how each aid finds the poor.
    pub(super) fn poverty(&self, summary: &Summary) -> String {
        let parts: Vec<String> = summary
            .poverty
            .iter()
            .map(|it| {
                let title = self.title(&it.label);
                let (basis, figures, aids) =
                    (self.basis(it), self.before_after(it), self.found(it));
                format!("{title}\n{basis}{figures}{aids}")
            })
            .collect();
        parts.join("\n")
    }

    /// What the figures stand on.
    fn basis(&self, it: &PovertySummary) -> String {
        let persons = format!(
            "{} {}",
            self.digits(&it.persons),
            self.say("persons", "jiwa")
        );
        let line = match it.line {
            "below" => self.say("poor below the line", "miskin di bawah garis"),
            _ => self.say("poor at or below the line", "miskin paling tinggi di garis"),
        };
        let convention = self.say("convention", "konvensi");
        let mut text = format!("  {persons}, {line}, {convention} {}\n", it.convention);
        if it.unknown > 0 {
            let words = self.say(
                "rows unknown and left out",
                "baris tidak diketahui, tidak dihitung",
            );
            text.push_str(&format!("  {} {words}\n", self.count(it.unknown)));
        }
        let watts = it.before.watts.left_out.max(it.after.watts.left_out);
        if watts > 0 {
            let words = self.say(
                "rows without a positive value left out of Watts",
                "baris tanpa nilai positif tidak dihitung dalam Watts",
            );
            text.push_str(&format!("  {} {words}\n", self.count(watts)));
        }
        text
    }

    fn before_after(&self, it: &PovertySummary) -> String {
        let line = |name: &str, pick: &dyn Fn(&PovertyFigures) -> &Figure| {
            let mut row = vec![name.to_owned()];
            for figures in [&it.before, &it.after] {
                let figure = pick(figures);
                row.push(self.decided(figure));
                row.extend(is_sample(it).then(|| self.interval(figure)));
            }
            row
        };
        let persons = |plain: &String| {
            let interval = is_sample(it).then(String::new);
            std::iter::once(self.digits(plain)).chain(interval)
        };
        let mut poor = vec![self.say("poor persons", "jiwa miskin").to_owned()];
        poor.extend(persons(&it.before.poor_persons));
        poor.extend(persons(&it.after.poor_persons));
        let rows = vec![
            poor,
            line(self.say("head-count", "persentase miskin (P0)"), &|it| {
                &it.headcount
            }),
            line(self.say("gap", "kedalaman (P1)"), &|it| &it.gap),
            line(self.say("severity", "keparahan (P2)"), &|it| &it.severity),
            line("Watts", &|it| &it.watts),
            line("Sen", &|it| &it.sen),
            line("Gini", &|it| &it.gini),
        ];
        let interval = is_sample(it).then_some("95 %");
        let mut head = vec!["", self.say("before aid", "sebelum bantuan")];
        head.extend(interval);
        head.push(self.say("after aid", "sesudah bantuan"));
        head.extend(interval);
        Self::table(&head, rows, &[0])
    }

    /// Who is reached and who is missed, by aid.
    fn found(&self, it: &PovertySummary) -> String {
        if it.aids.is_empty() {
            return String::new();
        }
        let rows = it
            .aids
            .iter()
            .map(|aid| {
                let fifth = aid.by_fifth.as_ref().and_then(|parts| parts.first());
                vec![
                    aid.label.clone(),
                    self.digits(&aid.persons),
                    self.percent_of(aid.coverage.as_ref()),
                    self.percent_of(aid.exclusion_error.as_ref()),
                    self.percent_of(aid.inclusion_error.as_ref()),
                    self.percent_of(aid.leakage.as_ref()),
                    self.percent_of(fifth),
                ]
            })
            .collect();
        let head = [
            "",
            self.say("persons reached", "jiwa terjangkau"),
            self.say("poor reached", "miskin terjangkau"),
            self.say("poor missed", "miskin terlewat"),
            self.say("reached, not poor", "terjangkau, tidak miskin"),
            self.say("money not to poor", "uang ke bukan miskin"),
            self.say("to poorest fifth", "ke seperlima termiskin"),
        ];
        Self::table(&head, rows, &[0])
    }

    /// A share as a percentage of one digit.
    fn percent_of(&self, share: Option<&String>) -> String {
        let tenths = share
            .and_then(|plain| Rational::parse_decimal(plain))
            .and_then(|it| it.round_to_scale(1000))
            .and_then(|raw| Rational::new(i128::from(raw), 10));
        tenths.map_or_else(
            || "-".to_owned(),
            |it| format!("{} %", self.digits(&it.to_string())),
        )
    }
}

/// Whether the figures of a measurement are those of a sample.
fn is_sample(it: &PovertySummary) -> bool {
    it.before.headcount.interval.is_some()
}
