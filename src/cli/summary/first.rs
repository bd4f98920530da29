//! Which answers to find out first.

use aturan::outcome::Summary;

use super::page::Page;

/// Answers that are shown.
const SHOWN: usize = 6;

impl Page<'_> {
    /// The answers that settle most families, in order.
    pub(super) fn first(&self, summary: &Summary) -> String {
        let Some(it) = summary
            .verify_first
            .as_ref()
            .filter(|it| !it.answers.is_empty())
        else {
            return String::new();
        };
        let useful = it.answers.iter().take(SHOWN);
        let rows = useful
            .map(|it| {
                vec![
                    it.label.clone(),
                    self.count(it.lacking),
                    self.count(it.settles_alone),
                    self.count(it.settled),
                ]
            })
            .collect();
        let head = [
            self.say("answer", "jawaban"),
            self.say("lack it", "belum ada"),
            self.say("settles alone", "cukup sendiri"),
            self.say("settled so far", "selesai sejauh ini"),
        ];
        let title = self.title(self.say("To find out first", "Dicari tahu lebih dahulu"));
        let open = format!(
            "{} {} {}",
            self.count(it.open),
            it.label,
            self.say("open", "terbuka")
        );
        let more = if it.not_by_answers > 0 {
            let words = self.say(
                "wait for a check in the field or a mended row too",
                "juga menunggu pemeriksaan lapangan atau perbaikan baris",
            );
            format!(", {} {words}", self.count(it.not_by_answers))
        } else {
            String::new()
        };
        format!("{title}: {open}{more}\n{}", Self::table(&head, rows, &[0]))
    }
}
