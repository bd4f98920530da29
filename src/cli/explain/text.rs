//! Explanations as text for the terminal.

use aturan::check::tree::{Outcome, Status};
use aturan::explain::{
    AidLine, Clause, ClauseKind, Explanation, Need, Overview, Place, Reason, RegisterLine,
    source_line,
};
use aturan::number::{Grouping, Truth, format_money};
use aturan::reference::Row;
use aturan::source::Span;

use super::super::Format;
use super::super::terminal::Terminal;
use super::super::test::one_line;
use super::{Explained, Page};

/// How many reasons a line of the overview shows.
const REASONS: usize = 3;

impl Page<'_> {
    fn say<'t>(&self, english: &'t str, indonesian: &'t str) -> &'t str {
        self.terminal.say(english, indonesian)
    }

    fn bold(&self, text: &str) -> String {
        match self.terminal.color_on_stdout() {
            true => format!("\u{1b}[1m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }

    /// `policies/nasional/pkh.aturan:12`.
    pub(super) fn place(&self, span: Span) -> String {
        let found = self.sources.line_column(span.start);
        found.map_or_else(String::new, |(file, at)| {
            format!("{}:{}", file.name, at.line)
        })
    }

    pub(super) fn words(&self, span: Span) -> String {
        one_line(self.sources.text(span))
    }

    /// All outcomes of a row and of those under it.
    pub(super) fn overview(&self, it: &Overview) {
        match self.terminal.format {
            Format::Json => Terminal::print_json(&self.overview_json(it)),
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                let mut text = String::new();
                self.write_overview(it, 0, &mut text);
                let more = self.say(
                    "\nFor the reasons of one outcome, add the name of the aid, register or value.\n",
                    "\nUntuk alasan satu hasil, tambahkan nama bantuan, daftar, atau nilai.\n",
                );
                Terminal::print(&(text + more));
            }
        }
    }

    fn write_overview(&self, it: &Overview, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        let title = self.row_name(it.row);
        text.push_str(&format!("{indent}{}\n", self.bold(&title)));
        for value in it.values.iter().filter(|value| value.is_class) {
            text.push_str(&format!("{indent}  {}: {}\n", value.label, value.value));
        }
        for register in &it.registers {
            text.push_str(&format!("{indent}  {}\n", self.register_line(register)));
        }
        let mut hidden = 0;
        for aid in &it.aids {
            let idle = matches!(aid.status, Status::NotInForce | Status::NotEligible);
            if idle && !self.args.all {
                hidden += 1;
            } else {
                text.push_str(&format!("{indent}  {}\n", self.aid_line(aid)));
            }
        }
        if hidden > 0 {
            let words = self.say(
                "further aids: not eligible (`--all` shows them)",
                "bantuan lain: tidak layak (`--all` menampilkannya)",
            );
            text.push_str(&format!("{indent}  {hidden} {words}\n"));
        }
        for below in &it.below {
            self.write_overview(below, depth + 1, text);
        }
    }

    fn aid_line(&self, it: &AidLine) -> String {
        let mut text = format!("{} ({}): {}", it.label, it.name, self.status(it.status));
        let amount = it
            .amount
            .filter(|raw| *raw != 0 && it.status == Status::Granted);
        if let Some(amount) = amount {
            let plain = format_money(amount, Grouping::Plain);
            text.push_str(&format!(", {}", self.given(&plain, &it.name)));
        }
        text + &self.reasons(&it.reasons)
    }

    /// The first reasons in words.
    fn reasons(&self, reasons: &[Reason]) -> String {
        if reasons.is_empty() {
            return String::new();
        }
        let shown: Vec<&str> = reasons.iter().take(REASONS).map(|it| &*it.label).collect();
        let more = match reasons.len().saturating_sub(REASONS) {
            0 => String::new(),
            more => format!(", {} {more}", self.say("and more:", "dan lainnya:")),
        };
        format!("\n        {}{more}", shown.join("; "))
    }

    fn register_line(&self, it: &RegisterLine) -> String {
        let text = format!("{} ({}): {}", it.label, it.name, self.outcome(it.outcome));
        text + &self.reasons(&it.reasons)
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::NotInForce => self.say("not in force", "tidak berlaku"),
            Status::NotEligible => self.say("not eligible", "tidak layak"),
            Status::Excluded => self.say("excluded", "dikecualikan"),
            Status::NotTakenUp => self.say("does not take it up", "tidak mengambil"),
            Status::NeedsVerification => self.say("needs verification", "perlu verifikasi"),
            Status::Waitlisted => self.say("on the waiting list", "dalam daftar tunggu"),
            Status::Granted => self.say("granted", "diberikan"),
        }
    }

    fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Outside => self.say("outside", "di luar"),
            Outcome::Stays => self.say("stays", "tetap"),
            Outcome::Enters => self.say("enters", "masuk"),
            Outcome::Leaves => self.say("leaves", "keluar"),
            Outcome::NeedsVerification => self.say("needs verification", "perlu verifikasi"),
        }
    }

    /// The outcome in words: statuses in the language of the run, values as they are.
    fn outcome_words<'e>(&self, it: &'e Explanation) -> &'e str {
        let status = Status::ALL
            .into_iter()
            .find(|status| status.word() == it.outcome);
        let outcome = Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.word() == it.outcome);
        match (status, outcome) {
            (Some(status), _) => self.status(status),
            (_, Some(outcome)) => self.outcome(outcome),
            (None, None) => self.value_words(&it.outcome),
        }
    }

    /// Why a row has its outcome.
    pub(super) fn text(&self, it: &Explained) -> String {
        let explanation = &it.explanation;
        let about = &explanation.about;
        let title = format!("{} ({})", about.label, about.name);
        let mut text = format!(
            "{} · {} · {}\n  {}",
            self.bold(&title),
            self.row_name(it.row),
            self.date,
            self.bold(self.outcome_words(explanation)),
        );
        if let Some(amount) = &explanation.amount {
            let words = match explanation.outcome == Status::Granted.word() {
                true => "",
                false => self.say("would be ", "jika diberikan "),
            };
            let amount = self.given(amount, &about.name);
            text.push_str(&format!(", {words}{amount}"));
        }
        text.push('\n');
        if let Some(agency) = &explanation.agency {
            text.push_str(&format!("  {}: {agency}\n", self.say("agency", "instansi")));
        }
        for source in &about.sources {
            let words = self.say("source", "sumber");
            text.push_str(&format!("  {words}: {}\n", source_line(source)));
        }
        for note in &about.notes {
            text.push_str(&format!("  {}: {note}\n", self.say("note", "catatan")));
        }
        text.push('\n');
        for clause in &explanation.clauses {
            self.clause(clause, explanation, &mut text);
        }
        if let Some(place) = &explanation.place {
            self.allocation(place, &mut text);
        }
        self.missing(explanation, &mut text);
        self.needs(explanation, it.row, &mut text);
        text.push('\n');
        text
    }

    fn clause(&self, it: &Clause, of: &Explanation, text: &mut String) {
        let truth = match it.truth {
            Some(Truth::True) => self.say("yes", "ya"),
            Some(Truth::False) => self.say("no", "tidak"),
            Some(Truth::Unknown) => self.say("unknown", "belum diketahui"),
            None => &self.number(self.value_words(&it.trace.value)),
        };
        let mark = if it.decided { "▸" } else { " " };
        let label = match it.label.as_str() {
            "" => String::new(),
            _ if it.kind == ClauseKind::Definition => String::new(),
            label if label == self.words(it.trace.span) => String::new(),
            label => format!(" \"{label}\""),
        };
        text.push_str(&format!(
            "{mark} {}{label}: {}\n",
            self.head(it),
            self.bold(truth)
        ));
        // What holds as it must needs no proof, unless asked for.
        let good = [Status::Granted.word(), Status::Waitlisted.word()].contains(&&*of.outcome);
        let plain = good && it.kind != ClauseKind::Amount;
        if !self.args.all && (plain || !it.decided) {
            return;
        }
        text.push_str(&format!("    {}\n", self.place(it.span)));
        for source in &it.sources {
            text.push_str(&format!("    {}\n", source_line(source)));
        }
        let lines = it.trace.lines(&|span| self.words(span));
        for line in lines.iter().skip(1) {
            text.push_str(&format!("    {}\n", self.step(line)));
        }
    }

    /// A step of a trace, its value in the language of the run.
    pub(super) fn step(&self, line: &str) -> String {
        match line.rsplit_once(" = ") {
            Some((words, value)) => {
                format!("{words} = {}", self.number(self.value_words(value)))
            }
            None => line.to_owned(),
        }
    }

    /// A truth value, or that it is not known, in the language of the run.
    fn value_words<'v>(&self, value: &'v str) -> &'v str {
        match value {
            "unknown" => self.say("unknown", "belum diketahui"),
            "true" => self.say("true", "benar"),
            "false" => self.say("false", "salah"),
            other => other,
        }
    }

    /// The clause as the policy has it; a criterion of a set by its own name.
    fn head(&self, it: &Clause) -> String {
        let words = self.words(it.trace.span);
        if it.kind == ClauseKind::Definition {
            it.code.clone()
        } else if it.kind == ClauseKind::NotTogether {
            let name = it.code.trim_start_matches("not_together_");
            format!("{} {name}", self.clause_word(it.kind))
        } else if it.is_named() {
            format!("{} {words}: {}", self.clause_word(it.kind), it.code)
        } else {
            format!("{} {words}", self.clause_word(it.kind))
        }
    }

    /// The word of a clause in the language of the run.
    fn clause_word(&self, kind: ClauseKind) -> &'static str {
        let indonesian = match kind {
            ClauseKind::When => "jika",
            ClauseKind::Unless => "kecuali",
            ClauseKind::NotTogether => "tidak bersama",
            ClauseKind::Verify => "periksa jika",
            ClauseKind::TakeUp => "pengambilan",
            ClauseKind::Amount => "besaran",
            ClauseKind::Current => "saat ini",
            ClauseKind::Enter => "masuk jika",
            ClauseKind::Leave => "keluar jika",
            ClauseKind::Definition => "definisi",
        };
        self.say(kind.word(), indonesian)
    }

    fn allocation(&self, it: &Place, text: &mut String) {
        let group = match it.group.as_str() {
            "" => String::new(),
            group => format!(" ({group})"),
        };
        let of = self.say("of", "dari");
        text.push_str(&format!(
            "\n{} {} {of} {}{group}; {} {}",
            self.say("place", "urutan ke-"),
            self.grouped(&it.rank.to_string()),
            self.grouped(&it.candidates.to_string()),
            self.grouped(&it.granted.to_string()),
            self.say("granted", "diberikan"),
        ));
        if let Some(quota) = it.quota.map(|it| self.grouped(&it.to_string())) {
            text.push_str(&format!(", {} {quota}", self.say("quota", "kuota")));
        }
        if let Some(budget) = &it.budget {
            let spent = self.say("spent", "terpakai");
            text.push_str(&format!(
                ", {} {}, {spent} {}",
                self.say("budget", "pagu"),
                self.grouped(budget),
                self.grouped(&it.spent)
            ));
        }
        text.push('\n');
        // The first key in which the two rows differ decides; those behind it do not count.
        let decides = it
            .keys
            .iter()
            .position(|key| key.last.as_ref() != Some(&key.own));
        let shown = match decides {
            Some(decides) if !self.args.all => decides + 1,
            Some(_) | None => it.keys.len(),
        };
        for key in it.keys.iter().take(shown) {
            let last = key.last.as_deref().unwrap_or("-");
            let apart = self
                .apart(&key.own, last)
                .filter(|it| !it.ends_with(" 0") && it != "0");
            let apart = apart.map_or_else(String::new, |apart| {
                format!(" ({} {apart})", self.say("difference", "selisih"))
            });
            let order = match key.descending {
                true => self.say("larger first", "terbesar dahulu"),
                false => self.say("smaller first", "terkecil dahulu"),
            };
            text.push_str(&format!(
                "    {} ({order}): {}; {} {}{apart}\n",
                self.words(key.span),
                self.number(&key.own),
                self.say("the last granted has", "penerima terakhir"),
                self.number(last),
            ));
        }
        if it.tied {
            let tied = self.say(
                "equal to the last granted but for the last key",
                "setara dengan penerima terakhir kecuali pada kunci terakhir",
            );
            text.push_str(&format!("    {tied}\n"));
        }
    }

    fn missing(&self, it: &Explanation, text: &mut String) {
        if it.missing.is_empty() {
            return;
        }
        text.push_str(&format!(
            "\n{}\n",
            self.say("Missing:", "Yang belum diketahui:")
        ));
        for missing in &it.missing {
            let (name, label) = (missing.name(self.program), missing.label(self.program));
            text.push_str(&format!("    {label} ({name})\n"));
        }
    }

    fn needs(&self, it: &Explanation, row: Row, text: &mut String) {
        if it.needs.is_empty() {
            return;
        }
        let title = self.say(
            "What would have to change:",
            "Yang harus berubah agar hasilnya lain:",
        );
        text.push_str(&format!("\n{title}\n"));
        let own = self.key(row);
        let mut written: Vec<String> = Vec::new();
        for need in &it.needs {
            let mut lines = String::new();
            self.need(need, 2, &own, &mut lines);
            // Two clauses may ask for the same.
            if !written.contains(&lines) {
                text.push_str(&lines);
                written.push(lines);
            }
        }
    }

    fn need(&self, it: &Need, depth: usize, above: &str, text: &mut String) {
        let mut at = above;
        let indent = "  ".repeat(depth);
        let (head, of) = match it {
            Need::All(of) => (self.say("all of these:", "semua ini:").to_owned(), of),
            Need::Any(of) => (
                self.say("one of these:", "salah satu dari ini:").to_owned(),
                of,
            ),
            Need::More { count, of } => {
                let words = self.say("more of these:", "lagi dari ini:");
                (format!("{count} {words}"), of)
            }
            Need::Value {
                span,
                name,
                row,
                now,
                wanted,
                through,
            } => {
                at = row.as_deref().unwrap_or(above);
                let row = match at == above {
                    true => String::new(),
                    false => format!("[{at}] "),
                };
                let is = self.say("is", "sekarang");
                let must = self.say("must be", "harus");
                let words = name.clone().unwrap_or_else(|| self.words(*span));
                let wanted = wanted.strip_prefix("= ").unwrap_or(wanted);
                let now = self.number(now);
                let wanted: Vec<_> = wanted.split(' ').map(|it| self.number(it)).collect();
                let wanted = wanted.join(" ");
                let head = format!("{row}{words} {is} {now}, {must} {wanted}");
                (head, through)
            }
        };
        text.push_str(&format!("{indent}{head}\n"));
        for it in of {
            self.need(it, depth + 1, at, text);
        }
    }
}
