//! The movements of registers, and why rows leave.

use aturan::outcome::{RegisterSummary, Summary};

use super::page::Page;

impl Page<'_> {
    pub(super) fn registers(&self, summary: &Summary) -> String {
        summary
            .registers
            .iter()
            .map(|register| self.register(register))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn register(&self, it: &RegisterSummary) -> String {
        let mut text = format!(
            "{}\n  {} {} + {} {} - {} {} = {} {}\n",
            self.title(&it.label),
            self.count(it.start),
            self.say("at the start", "pada awal"),
            self.count(it.enters),
            self.say("enter", "masuk"),
            self.count(it.leaves),
            self.say("leave", "keluar"),
            self.title(&self.count(it.end)),
            self.say("at the end", "pada akhir"),
        );
        let most = it.grounds.iter().map(|it| it.rows).max().unwrap_or(0);
        let rows: Vec<_> = it
            .grounds
            .iter()
            .filter(|ground| ground.rows > 0)
            .map(|ground| {
                let bar = Self::bar(ground.rows, most);
                vec![ground.label.clone(), self.count(ground.rows), bar]
            })
            .collect();
        if !rows.is_empty() {
            text.push_str(&Self::table(
                &[self.say("leave because", "keluar karena"), "", ""],
                rows,
                &[0, 2],
            ));
        }
        if it.unverified_on + it.unverified_off > 0 {
            text.push_str(&format!(
                "  {}: {} {}, {} {}\n",
                self.say("needs verification", "perlu verifikasi"),
                self.count(it.unverified_on),
                self.say("on the register", "di dalam daftar"),
                self.count(it.unverified_off),
                self.say("off it", "di luar daftar"),
            ));
        }
        text
    }
}
