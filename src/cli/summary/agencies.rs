//! Who serves whom, and how many aids reach a row.

use aturan::outcome::Summary;

use super::page::{Page, level};

impl Page<'_> {
    pub(super) fn agencies(&self, summary: &Summary) -> String {
        if summary.agencies.is_empty() {
            return String::new();
        }
        let rows = summary
            .agencies
            .iter()
            .map(|it| {
                let amounts: Vec<_> = it
                    .amounts
                    .iter()
                    .map(|(period, amount)| {
                        format!(
                            "{} {}",
                            self.money(&summary.currency, amount),
                            self.period(period)
                        )
                    })
                    .collect();
                vec![
                    it.agency.clone(),
                    self.count(it.aids.len() as u64),
                    self.count(it.families),
                    self.count(it.members),
                    amounts.join(" + "),
                ]
            })
            .collect();
        let household = summary
            .served
            .as_ref()
            .map_or_else(String::new, |it| level(summary, &it.entity));
        let head = [
            self.say("agency", "instansi"),
            self.say("aids", "bantuan"),
            &household,
            self.say("members", "anggota"),
            self.say("money", "uang"),
        ];
        format!(
            "{}\n{}",
            self.title(self.say("Who serves whom", "Siapa melayani siapa")),
            Self::table(&head, rows, &[0, 4])
        )
    }

    pub(super) fn served(&self, summary: &Summary) -> String {
        let Some(served) = &summary.served else {
            return String::new();
        };
        // Without a classification nobody's class is unknown.
        let classed = |class: &str| !["unknown", "all"].contains(&class);
        let classes = served.rows.iter().any(|it| classed(&it.class));
        let rows = served
            .rows
            .iter()
            .filter(|it| it.none + it.one + it.several > 0)
            .filter(|it| classes || it.class != "unknown")
            .map(|it| {
                let label = match it.class.as_str() {
                    "unknown" => self.say("unknown", "belum diketahui").to_owned(),
                    "all" => self.say("all", "semua").to_owned(),
                    _ => it.label.clone(),
                };
                [
                    vec![label],
                    [it.none, it.one, it.several, it.several_agencies]
                        .iter()
                        .map(|n| self.count(*n))
                        .collect(),
                ]
                .concat()
            })
            .collect();
        let head = [
            "",
            self.say("no aid", "tanpa bantuan"),
            self.say("one aid", "satu bantuan"),
            self.say("two or more", "dua atau lebih"),
            self.say("by two or more agencies", "dari dua instansi atau lebih"),
        ];
        let title = self.say("Reached by aid", "Terjangkau bantuan");
        format!(
            "{}: {}\n{}",
            self.title(title),
            level(summary, &served.entity),
            Self::table(&head, rows, &[0])
        )
    }
}
