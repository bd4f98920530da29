//! Two rounds as a head of section reads them: rules, registers, classes.

use aturan::simulate::rounds::{
    AreaStock, CauseCount, ClassRounds, Count, Entries, Exits, Ground, MadeBy, RegisterRounds,
    RuleChange, Stock,
};

use super::super::summary::{Page, sign};
use super::super::terminal::Terminal;
use super::Comparison;

/// Areas that are shown, those with the most movements first.
const SHOWN: usize = 10;

/// Lays the comparison out.
pub(super) fn text(it: &Comparison, out: Option<&str>, terminal: &Terminal) -> String {
    let sheet = Sheet {
        page: Page::new(terminal),
        it,
    };
    let page = &sheet.page;
    let days: Vec<&str> = it.rounds.iter().map(|it| it.date.as_str()).collect();
    let title = page.title(&format!("{} · {}", it.label, days.join(" → ")));
    let mut text = format!("{title}\n");
    if !it.what_if.is_empty() {
        let what_if = page.say("What if", "Pengandaian");
        text.push_str(&format!("{what_if}: {}\n", it.what_if.join("; ")));
    }
    let mut parts = vec![sheet.levels(), sheet.rules()];
    parts.extend(it.compared.registers.iter().map(|it| sheet.register(it)));
    parts.extend(it.compared.classes.iter().map(|it| sheet.class(it)));
    parts.push(sheet.lists(out));
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(&part);
    }
    text
}

/// How a comparison is set.
struct Sheet<'a> {
    page: Page<'a>,
    it: &'a Comparison,
}

impl Sheet<'_> {
    fn say<'b>(&self, english: &'b str, indonesian: &'b str) -> &'b str {
        self.page.say(english, indonesian)
    }

    /// A count; a small one as such, nothing as `-`.
    fn count(&self, count: Count) -> String {
        match count {
            Some(0) => "-".to_owned(),
            Some(count) => self.page.count(count),
            None => "…".to_owned(),
        }
    }

    fn whole(&self, count: Count) -> String {
        count.map_or_else(|| "…".to_owned(), |count| self.page.count(count))
    }

    fn label(&self, entity: &str) -> String {
        let found = self
            .it
            .compared
            .levels
            .iter()
            .find(|it| it.entity == entity);
        found.map_or_else(|| entity.to_owned(), |it| it.label.clone())
    }

    fn levels(&self) -> String {
        let mut head = vec![
            self.say("rows", "baris"),
            self.say("before", "sebelum"),
            self.say("vanished", "hilang"),
            self.say("new", "baru"),
            self.say("after", "sesudah"),
        ];
        let levels = &self.it.compared.levels;
        let moved = levels.iter().any(|it| it.moved != Some(0));
        if moved {
            head.push(self.say("under another row", "pindah induk"));
        }
        let both = self.it.rounds.iter().filter(|it| it.role != "before");
        let rejects = both.clone().any(|it| it.rejected.iter().any(|it| *it > 0));
        if rejects {
            head.push(self.say("rejected", "ditolak"));
        }
        let rows = levels.iter().enumerate().map(|(place, it)| {
            let mut row = vec![
                it.label.clone(),
                self.whole(it.before),
                self.count(it.vanished),
                self.count(it.new),
                self.whole(it.after),
            ];
            if moved {
                row.push(self.count(it.moved));
            }
            if rejects {
                let counts = both.clone().map(|it| it.rejected.get(place).copied());
                let counts: Vec<Count> = counts.collect();
                let none = counts.iter().all(|it| *it == Some(0));
                let shown: Vec<String> = counts.into_iter().map(|it| self.count(it)).collect();
                row.push(if none {
                    String::new()
                } else {
                    shown.join(" → ")
                });
            }
            row
        });
        Page::table(&head, rows.collect(), &[0])
    }

    fn rules(&self) -> String {
        let rules = &self.it.compared.rules;
        let title = self.page.title(self.say(
            "Rules that are different on the later day",
            "Aturan yang berbeda pada hari yang kemudian",
        ));
        if rules.is_empty() {
            return format!("{title}\n  {}\n", self.say("none", "tidak ada"));
        }
        let rows = rules
            .iter()
            .map(|it| vec![it.label.clone(), self.values(it)])
            .collect();
        format!("{title}\n{}", Page::table(&["", ""], rows, &[0, 1]))
    }

    fn values(&self, it: &RuleChange) -> String {
        let show = |value: &Option<String>| match value.as_deref() {
            Some("in_force") => self.say("in force", "berlaku").to_owned(),
            Some("not_in_force") => self.say("not in force", "tidak berlaku").to_owned(),
            Some(plain) => self.page.digits(plain),
            None => self.say("none", "tidak ada").to_owned(),
        };
        match (it.kind, &it.before, &it.after) {
            ("version", ..) => self.say("another version", "versi lain").to_owned(),
            (_, None, None) => self.say("several values", "beberapa nilai").to_owned(),
            (_, before, after) => {
                let (currency, period) = match &it.period {
                    Some(period) => (
                        format!("{} ", sign(&self.it.currency)),
                        format!(" {}", self.page.period(period)),
                    ),
                    None => (String::new(), String::new()),
                };
                format!(
                    "{currency}{} → {currency}{}{period}",
                    show(before),
                    show(after)
                )
            }
        }
    }

    fn register(&self, it: &RegisterRounds) -> String {
        let mut text = format!(
            "{}\n{}",
            self.page.title(&it.label),
            self.stock(&it.stock, &self.label(&it.entity))
        );
        if let Some(homes) = &it.homes {
            text.push_str(&self.stock(&homes.stock, &homes.label));
        }
        text.push_str(&self.exits(&it.exits));
        text.push_str(&self.entries(&it.entries));
        let (enter, leave) = (self.say("enter", "masuk"), self.say("leave", "keluar"));
        text.push_str(&self.causes(&it.causes, &[enter, leave]));
        text.push_str(&self.made_by(&it.made_by, &[enter, leave]));
        text.push_str(&self.areas(&it.areas));
        text
    }

    fn stock(&self, it: &Stock, label: &str) -> String {
        format!(
            "  {} + {} {} - {} {} = {} {label}\n",
            self.whole(it.before),
            self.whole(it.entries),
            self.say("enter", "masuk"),
            self.whole(it.exits),
            self.say("leave", "keluar"),
            self.page.title(&self.whole(it.after)),
        )
    }

    /// A table of words and one count, without its empty lines; nothing where all are.
    fn list(&self, title: &str, rows: Vec<(String, Count)>) -> String {
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .filter(|(_, count)| *count != Some(0))
            .map(|(label, count)| vec![label, self.count(count)])
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        Page::table(&[title, ""], rows, &[0])
    }

    fn exits(&self, it: &Exits) -> String {
        let mut rows = grounds(&it.left);
        let unlisted = self.say(
            "not on the list at the start of the later round",
            "tidak ada dalam daftar pada awal putaran yang kemudian",
        );
        let vanished = self.say(
            "not in the later data",
            "tidak ada dalam data yang kemudian",
        );
        rows.push((unlisted.to_owned(), it.unlisted));
        rows.push((vanished.to_owned(), it.vanished));
        self.list(self.say("leave because", "keluar karena"), rows)
    }

    fn entries(&self, it: &Entries) -> String {
        let words = [
            (
                self.say(
                    "in both rounds, let in",
                    "ada dalam kedua putaran, diterima",
                ),
                it.entered,
            ),
            (
                self.say("new in the data, let in", "baru dalam data, diterima"),
                it.entered_new,
            ),
            (
                self.say(
                    "in both rounds, on the list at the start of the later round",
                    "ada dalam kedua putaran, tercatat pada awal putaran yang kemudian",
                ),
                it.listed,
            ),
            (
                self.say(
                    "new in the data, on the list at its start",
                    "baru dalam data, tercatat pada awalnya",
                ),
                it.listed_new,
            ),
        ];
        let rows = words
            .map(|(words, count)| (words.to_owned(), count))
            .to_vec();
        let mut text = self.list(self.say("enter", "masuk"), rows);
        let kept = self.say("kept out before by", "sebelumnya terhalang oleh");
        let unmet = self.say("not met", "tidak terpenuhi");
        let kept_out = it.kept_out_by.iter().map(|it| {
            let is_condition = it.ground.starts_with("enter_");
            let words = match is_condition {
                true => format!("{unmet}: {}", it.label),
                false => it.label.clone(),
            };
            (words, it.rows)
        });
        text.push_str(&self.list(kept, kept_out.collect()));
        if it.returns != Some(0) {
            let returns = self.say(
                "of them return, having been on it before",
                "di antaranya kembali, pernah tercatat sebelumnya",
            );
            text.push_str(&format!("  {} {returns}\n", self.whole(it.returns)));
            let had_left = self.say("had left because", "dahulu keluar karena");
            text.push_str(&self.list(had_left, grounds(&it.had_left)));
        }
        text
    }

    fn causes(&self, all: &[CauseCount], head: &[&str]) -> String {
        let rows: Vec<Vec<String>> = all
            .iter()
            .filter(|it| it.entries != Some(0) || it.exits.is_some_and(|exits| exits > 0))
            .map(|it| {
                let words = match it.cause {
                    "data" => self.say("the data alone", "data saja"),
                    "rule" => self.say("the rules alone", "aturan saja"),
                    "both" => self.say("data and rules together", "data dan aturan bersama"),
                    _ => self.say(
                        "either by itself: data or rules",
                        "masing-masing cukup: data atau aturan",
                    ),
                };
                self.line(words.to_owned(), it.entries, it.exits, head.len())
            })
            .collect();
        Self::lines(self.say("caused by", "penyebab"), head, rows)
    }

    fn made_by(&self, all: &[MadeBy], head: &[&str]) -> String {
        let rows = all
            .iter()
            .map(|it| {
                let label = match it.kind {
                    "date" => self.say("time that passed (ages)", "waktu yang berlalu (umur)"),
                    "members" => self.say(
                        "nothing alone: other members in the family",
                        "tidak satu pun: anggota keluarga berganti",
                    ),
                    "together" => self.say("several together", "beberapa bersama-sama"),
                    _ => &it.label,
                };
                self.line(label.to_owned(), it.entries, it.exits, head.len())
            })
            .collect();
        let title = self.say(
            "would not have changed without",
            "tidak akan berubah tanpa perubahan",
        );
        Self::lines(title, head, rows)
    }

    fn line(&self, label: String, entries: Count, exits: Count, columns: usize) -> Vec<String> {
        let mut row = vec![label, self.count(entries)];
        if columns > 1 {
            row.push(self.count(exits));
        }
        row
    }

    fn lines(title: &str, head: &[&str], rows: Vec<Vec<String>>) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let head: Vec<&str> = [title].into_iter().chain(head.iter().copied()).collect();
        Page::table(&head, rows, &[0])
    }

    fn areas(&self, all: &[AreaStock]) -> String {
        if all.is_empty() {
            return String::new();
        }
        let mut order: Vec<&AreaStock> = all.iter().collect();
        let moves = |it: &AreaStock| {
            let parts = [it.stock.entries, it.stock.exits, it.arrived, it.departed];
            parts.into_iter().flatten().sum::<u64>()
        };
        order.sort_by_key(|it| std::cmp::Reverse(moves(it)));
        order.truncate(SHOWN);
        let moved = all
            .iter()
            .any(|it| it.arrived != Some(0) || it.departed != Some(0));
        let mut head = vec![
            self.say("by area", "menurut wilayah"),
            self.say("before", "sebelum"),
            self.say("enter", "masuk"),
            self.say("leave", "keluar"),
            self.say("after", "sesudah"),
        ];
        if moved {
            head.push(self.say("arrived", "datang"));
            head.push(self.say("departed", "pergi"));
        }
        let rows = order
            .into_iter()
            .map(|it| {
                let mut row = vec![
                    it.label.clone(),
                    self.whole(it.stock.before),
                    self.count(it.stock.entries),
                    self.count(it.stock.exits),
                    self.whole(it.stock.after),
                ];
                if moved {
                    row.extend([self.count(it.arrived), self.count(it.departed)]);
                }
                row
            })
            .collect();
        let mut text = Page::table(&head, rows, &[0]);
        if all.len() > SHOWN {
            let more = self.say("more", "lagi");
            text.push_str(&format!("  … {} {more}\n", all.len() - SHOWN));
        }
        text
    }

    fn class(&self, it: &ClassRounds) -> String {
        let title = format!(
            "{}: {} {}",
            it.label,
            self.whole(it.moved),
            self.say("move", "berpindah")
        );
        format!(
            "{}\n{}{}{}{}",
            self.page.title(&title),
            self.classes(it),
            self.moves(it),
            self.causes(&it.causes, &[self.say("move", "berpindah")]),
            self.made_by(&it.made_by, &[self.say("move", "berpindah")]),
        )
    }

    fn class_label(&self, class: &str, label: &str) -> String {
        match class {
            "unknown" => self.say("unknown", "belum diketahui").to_owned(),
            _ => label.to_owned(),
        }
    }

    fn classes(&self, it: &ClassRounds) -> String {
        let entity = self.label(&it.entity);
        let head = [
            entity.as_str(),
            self.say("before", "sebelum"),
            self.say("came", "datang"),
            self.say("new", "baru"),
            self.say("went", "pergi"),
            self.say("vanished", "hilang"),
            self.say("after", "sesudah"),
            self.say("members", "anggota"),
        ];
        let rows = it
            .classes
            .iter()
            .filter(|it| it.class != "unknown" || it.before != Some(0) || it.after != Some(0))
            .map(|it| {
                vec![
                    self.class_label(&it.class, &it.label),
                    self.whole(it.before),
                    self.count(it.came),
                    self.count(it.new),
                    self.count(it.went),
                    self.count(it.vanished),
                    self.whole(it.after),
                    format!(
                        "{} → {}",
                        self.whole(it.members_before),
                        self.whole(it.members_after)
                    ),
                ]
            })
            .collect();
        Page::table(&head, rows, &[0])
    }

    fn moves(&self, it: &ClassRounds) -> String {
        let mut names: Vec<String> = it
            .classes
            .iter()
            .map(|it| self.class_label(&it.class, &it.label))
            .collect();
        let corner = format!("{} ↓  {} →", self.say("from", "dari"), self.say("to", "ke"));
        let mut head = vec![corner];
        head.extend(names.iter().cloned());
        head.push(self.say("vanished", "hilang").to_owned());
        names.push(self.say("new", "baru").to_owned());
        let rows = names
            .into_iter()
            .zip(&it.moves)
            .filter(|(_, line)| line.iter().any(|count| *count != Some(0)))
            .map(|(name, line)| {
                let cells = line.iter().map(|count| self.count(*count));
                [name].into_iter().chain(cells).collect()
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        Page::table(&head, rows, &[0])
    }

    fn lists(&self, out: Option<&str>) -> String {
        let mut text = String::new();
        if self.it.min_cell > 1 {
            let words = self.say(
                "hidden: a count below the smallest cell, or one from which it could be told",
                "disembunyikan: hitungan di bawah sel terkecil, atau yang dapat membukanya",
            );
            text.push_str(&format!("  … {words} ({})\n", self.it.min_cell));
        }
        for it in &self.it.lists {
            let rows = self.page.count(it.rows as u64);
            let words = self.say("changed", "berubah");
            text.push_str(&format!("  {rows} {} {words}: {}\n", it.label, it.file));
        }
        if let Some(out) = out {
            let all = self.say("All results are in", "Semua hasil ada di");
            text.push_str(&format!("{all} {out}/\n"));
        }
        text
    }
}

fn grounds(all: &[Ground]) -> Vec<(String, Count)> {
    all.iter().map(|it| (it.label.clone(), it.rows)).collect()
}
