//! Aids: who is granted what, against quota and budget, and what is still open.

use aturan::outcome::{AidSummary, Bounds, Summary};

use super::page::{Page, sign};

impl Page<'_> {
    pub(super) fn aids(&self, summary: &Summary) -> String {
        if summary.aids.is_empty() {
            return String::new();
        }
        let amount = format!(
            "{}, {}",
            self.say("amount", "besaran"),
            sign(&summary.currency)
        );
        let head = [
            self.say("aid", "bantuan"),
            self.say("granted", "diberikan"),
            &amount,
            "",
            self.say("quota", "kuota"),
            self.say("budget", "pagu"),
            self.say("waiting", "menunggu"),
            self.say("excluded", "dikecualikan"),
            self.say("verify", "verifikasi"),
            self.say("not taken up", "tidak diambil"),
        ];
        let drawn = summary
            .aids
            .iter()
            .flat_map(|it| &it.statuses)
            .any(|it| it.status == "not_taken_up");
        let columns = if drawn { head.len() } else { head.len() - 1 };
        let mut rows: Vec<_> = summary.aids.iter().map(|aid| self.aid(aid)).collect();
        for row in &mut rows {
            row.resize(columns, String::new());
        }
        let title = self.title(self.say("Aid", "Bantuan"));
        let head = head.get(..columns).unwrap_or(&head);
        let ties = summary.aids.iter().filter_map(|aid| self.tied(aid));
        let ties: String = ties.collect();
        format!("{title}\n{}{ties}", Self::table(head, rows, &[0, 3]))
    }

    /// Whom the last key of the order alone keeps waiting.
    fn tied(&self, aid: &AidSummary) -> Option<String> {
        let tied = self.say(
            "waiting are equal to the last granted but for the last key of `rank by`",
            "yang menunggu setara dengan penerima terakhir kecuali pada kunci terakhir urutannya",
        );
        (aid.tied > 0).then(|| format!("  {}: {} {tied}\n", aid.label, self.count(aid.tied)))
    }

    fn aid(&self, aid: &AidSummary) -> Vec<String> {
        let rows = |status: &str| {
            let found = aid.statuses.iter().find(|it| it.status == status);
            found.map_or_else(String::new, |it| {
                if it.rows == 0 {
                    "-".to_owned()
                } else {
                    self.count(it.rows)
                }
            })
        };
        let money = |plain: &String| self.digits(plain);
        if aid
            .statuses
            .iter()
            .all(|it| it.status == "not_in_force" || it.rows == 0)
        {
            let mut row = vec![aid.label.clone(), "-".to_owned(), String::new()];
            row.push(self.say("not in force", "tidak berlaku").to_owned());
            return row;
        }
        vec![
            aid.label.clone(),
            self.count(aid.count.decided),
            aid.cost
                .as_ref()
                .map_or_else(|| "-".to_owned(), |cost| money(&cost.decided)),
            aid.period
                .clone()
                .map_or_else(String::new, |it| self.period(&it)),
            aid.quota
                .map_or_else(String::new, |quota| self.count(quota)),
            aid.budget.as_ref().map_or_else(String::new, money),
            rows("waitlisted"),
            rows("excluded"),
            rows("needs_verification"),
            rows("not_taken_up"),
        ]
    }

    /// Why rows need verification, and what the aids can cost once they are settled.
    pub(super) fn verification(&self, summary: &Summary) -> String {
        let mut rows = Vec::new();
        for aid in &summary.aids {
            let open = aid
                .statuses
                .iter()
                .find(|it| it.status == "needs_verification")
                .map_or(0, |it| it.rows);
            if open == 0 {
                continue;
            }
            let range = aid.cost.as_ref().map_or_else(
                || self.range(&aid.count, |count| self.count(*count)),
                |cost| {
                    let sign = sign(&summary.currency);
                    format!("{sign} {}", self.range(cost, |plain| self.digits(plain)))
                },
            );
            rows.push(vec![
                aid.label.clone(),
                self.count(open),
                range,
                why(self, aid),
            ]);
        }
        if rows.is_empty() {
            return String::new();
        }
        let head = [
            self.say("aid", "bantuan"),
            self.say("open", "terbuka"),
            self.say("once settled", "setelah selesai"),
            self.say("because of", "karena"),
        ];
        let title = self.title(self.say("Needs verification", "Perlu verifikasi"));
        format!("{title}\n{}", Self::table(&head, rows, &[0, 3]))
    }

    fn range<T>(&self, bounds: &Bounds<T>, show: impl Fn(&T) -> String) -> String {
        let low = bounds.lowest.as_ref().map_or_else(|| "?".to_owned(), &show);
        let none = self.say("no upper bound", "tanpa batas atas");
        let high = bounds
            .highest
            .as_ref()
            .map_or_else(|| none.to_owned(), &show);
        format!("{low} .. {high}")
    }
}

/// The field that blocks most rows, or the ground that asks for verification most often.
fn why(page: &Page<'_>, aid: &AidSummary) -> String {
    let mut reasons: Vec<(u64, String)> = aid
        .blocking
        .iter()
        .map(|it| (it.rows, it.label.clone()))
        .collect();
    reasons.extend(
        aid.verifications
            .iter()
            .filter(|it| it.rows > 0)
            .map(|it| (it.rows, it.label.clone())),
    );
    reasons.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let shown: Vec<_> = reasons
        .iter()
        .take(2)
        .map(|(rows, label)| format!("{label} ({})", page.count(*rows)))
        .collect();
    shown.join(", ")
}
