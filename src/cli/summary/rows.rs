//! Rows and their distribution over the classes.

use aturan::outcome::Summary;

use super::page::{Page, level};

impl Page<'_> {
    /// What was read, and what of it was left out.
    pub(super) fn rows(&self, summary: &Summary) -> String {
        let mut text = String::new();
        for level in &summary.levels {
            text.push_str(&format!(
                "  {} {}",
                self.count(level.evaluated),
                level.label
            ));
            let left_out = [
                (
                    level.rejected,
                    self.say("rejected, see rejected.csv", "ditolak, lihat rejected.csv"),
                ),
                (
                    level.outside,
                    self.say("outside the universe", "di luar semesta"),
                ),
            ];
            let left_out = left_out.iter().filter(|(count, _)| *count > 0);
            let left_out: Vec<String> = left_out
                .map(|(count, words)| format!("{} {words}", self.count(*count)))
                .collect();
            if !left_out.is_empty() {
                text.push_str(&format!(
                    " ({} {}, {})",
                    self.count(level.read),
                    self.say("read", "dibaca"),
                    left_out.join(", "),
                ));
            }
            text.push('\n');
        }
        text
    }

    pub(super) fn classes(&self, summary: &Summary) -> String {
        let mut text = String::new();
        for class in &summary.classes {
            let all: u64 = class.classes.iter().map(|it| it.rows).sum::<u64>() + class.unknown;
            let mut rows: Vec<Vec<String>> = class
                .classes
                .iter()
                .map(|it| {
                    vec![
                        it.label.clone(),
                        self.count(it.rows),
                        self.percent(it.rows, all),
                        Self::bar(it.rows, all),
                        self.count(it.members),
                    ]
                })
                .collect();
            if class.unknown > 0 {
                let label = self.say(
                    "unknown: needs verification",
                    "belum diketahui: perlu verifikasi",
                );
                rows.push(vec![
                    label.to_owned(),
                    self.count(class.unknown),
                    self.percent(class.unknown, all),
                    Self::bar(class.unknown, all),
                    self.count(class.unknown_members),
                ]);
            }
            text.push_str(&self.title(&class.label));
            text.push('\n');
            let members = self.say("members", "anggota");
            text.push_str(&Self::table(
                &["", &level(summary, &class.entity), "%", "", members],
                rows,
                &[0, 3],
            ));
        }
        text
    }
}
