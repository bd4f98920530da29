//! Targets and assertions, and how they stand.

use aturan::outcome::{Summary, TargetState};

use super::page::Page;

impl Page<'_> {
    pub(super) fn targets(&self, summary: &Summary) -> String {
        if summary.targets.is_empty() {
            return String::new();
        }
        let rows = summary
            .targets
            .iter()
            .map(|it| {
                let state = match it.state {
                    TargetState::Met => self.say("met", "tercapai"),
                    TargetState::Open => self.say(
                        "open: depends on unknowns",
                        "terbuka: tergantung verifikasi",
                    ),
                    TargetState::NotMet => self.say("not met yet", "belum tercapai"),
                };
                let figure = it
                    .figure
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), |plain| self.digits(plain));
                vec![
                    it.label.clone(),
                    format!("{figure}, {} {}", self.say("goal", "sasaran"), it.goal),
                    it.by.clone(),
                    state.to_owned(),
                ]
            })
            .collect();
        let head = ["", "", self.say("by", "paling lambat"), ""];
        format!(
            "{}\n{}",
            self.title(self.say("Targets", "Sasaran")),
            Self::table(&head, rows, &[0, 1, 3])
        )
    }

    pub(super) fn assertions(&self, summary: &Summary) -> String {
        if summary.assertions.is_empty() {
            return String::new();
        }
        let rows = summary
            .assertions
            .iter()
            .map(|it| {
                let state = match it.state {
                    TargetState::Met => self.say("holds", "berlaku"),
                    TargetState::Open => self.say(
                        "open: depends on unknowns",
                        "terbuka: tergantung verifikasi",
                    ),
                    TargetState::NotMet => self.say("does not hold", "tidak berlaku"),
                };
                vec![it.text.clone(), state.to_owned()]
            })
            .collect();
        format!(
            "{}\n{}",
            self.title(self.say("Assertions", "Pernyataan")),
            Self::table(&["", ""], rows, &[0, 1])
        )
    }
}
