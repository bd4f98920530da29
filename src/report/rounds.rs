//! Two rounds of data side by side: who came, who left and why, and what made the change.

use maud::{Markup, html};

use super::cells::Cell;
use super::numbers::length;
use super::page::Section;
use super::table::{Item, Kind, Table};
use super::{Basis, Reporter};
use crate::simulate::rounds::{
    CauseCount, ClassRounds, Compared, Count, MadeBy, RegisterRounds, RuleChange, Stock,
};

/// What changes are counted of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Register,
    Class,
}

/// What a comparison of rounds found; small cells are hidden in it.
#[derive(Clone, Copy, Debug)]
pub struct Rounds<'a> {
    /// The policy's title.
    pub label: &'a str,
    /// What each round of data is called, and its evaluation date.
    pub rounds: &'a [(Option<String>, String)],
    /// Scenarios and settings under which the figures hold.
    pub what_if: &'a [String],
    /// The figures.
    pub compared: &'a Compared,
}

impl Rounds<'_> {
    /// The dates, from the earlier to the later.
    pub(super) fn dates(&self, reporter: &Reporter<'_>) -> String {
        let dates = self
            .rounds
            .iter()
            .map(|(_, date)| reporter.edition.day(date));
        dates.collect::<Vec<_>>().join(" → ")
    }
}

impl Rounds<'_> {
    /// What the rounds of data are called; `None` where one has no title.
    pub(super) fn data(&self) -> Option<String> {
        let titles = self.rounds.iter().map(|(title, _)| title.clone());
        let titles: Option<Vec<String>> = titles.collect();
        titles.map(|it| it.join(" → "))
    }
}

impl Reporter<'_> {
    /// A count, or what stands for a hidden one.
    pub(super) fn some(&self, count: Count) -> Markup {
        match count {
            Some(count) => self.edition.counted("", count, Cell::Shown),
            None => self.edition.hidden(Cell::Kept),
        }
    }

    fn cell(&self, key: &str, count: Count) -> Item {
        match count {
            Some(count) => Item::counted(&self.edition, key, count, Cell::Shown),
            None => Item::hidden(&self.edition, Cell::Kept),
        }
    }

    pub(super) fn sum(&self, it: &Stock) -> Markup {
        html! { (self.some(it.before)) " + " (self.some(it.entries)) " − " (self.some(it.exits)) " = " (self.some(it.after)) }
    }

    pub(super) fn cause(&self, word: &str) -> String {
        let edition = &self.edition;
        match word {
            "data" => edition.say("data", "data"),
            "rule" => edition.say("rules", "aturan"),
            "both" => edition.say(
                "only data and rules together",
                "hanya data dan aturan bersama-sama",
            ),
            "either" => edition.say(
                "data or rules: one would have been enough",
                "data atau aturan: salah satu sudah cukup",
            ),
            other => other,
        }
        .to_owned()
    }

    pub(super) fn register_rounds(&self, it: &RegisterRounds) -> Section {
        let edition = &self.edition;
        let say = |english, indonesian| edition.say(english, indonesian);
        let block = |title: &str, count: Count| {
            html! { div { span { (title) } strong { (self.some(count)) } } }
        };
        let mut exits = Table::new(&[
            (say("left because of", "keluar karena"), Kind::Words),
            (say("rows", "banyaknya"), Kind::Number),
            ("", Kind::Bar),
        ]);
        let mut entries = Table::new(&[
            (say("entered", "masuk"), Kind::Words),
            (say("rows", "banyaknya"), Kind::Number),
            ("", Kind::Bar),
        ]);
        let unlisted = [
            (
                say(
                    "not listed in the later data",
                    "tidak tercatat dalam data yang baru",
                ),
                it.exits.unlisted,
            ),
            (
                say("not in the later data", "tidak ada dalam data yang baru"),
                it.exits.vanished,
            ),
        ];
        let left = it
            .exits
            .left
            .iter()
            .map(|ground| (ground.label.as_str(), ground.rows));
        self.ways(&mut exits, left.chain(unlisted));
        let ways = [
            (
                say("in both rounds, let in", "ada di kedua putaran, diterima"),
                it.entries.entered,
            ),
            (
                say("new in the data, let in", "baru dalam data, diterima"),
                it.entries.entered_new,
            ),
            (
                say(
                    "in both rounds, listed at the start",
                    "ada di kedua putaran, sudah tercatat di awal",
                ),
                it.entries.listed,
            ),
            (
                say(
                    "new in the data, listed at the start",
                    "baru dalam data, sudah tercatat di awal",
                ),
                it.entries.listed_new,
            ),
            (
                say("of all entries: returned", "dari semua yang masuk: kembali"),
                it.entries.returns,
            ),
        ];
        self.ways(&mut entries, ways.into_iter());
        let mut kept_out = Table::new(&[
            (say("kept out before by", "dulu tertahan oleh"), Kind::Words),
            (say("rows", "banyaknya"), Kind::Number),
            ("", Kind::Bar),
        ]);
        let barred = it.entries.kept_out_by.iter();
        self.ways(
            &mut kept_out,
            barred.map(|ground| (ground.label.as_str(), ground.rows)),
        );
        let mut areas = Table::new(&[
            (say("area", "wilayah"), Kind::Words),
            (say("before", "sebelum"), Kind::Number),
            (say("entries", "masuk"), Kind::Number),
            (say("exits", "keluar"), Kind::Number),
            (say("arrived", "datang"), Kind::Number),
            (say("departed", "pergi"), Kind::Number),
            (say("after", "sesudah"), Kind::Number),
        ])
        .caption(say("By area", "Menurut wilayah"));
        for area in &it.areas {
            let stock = &area.stock;
            let counts = [
                stock.before,
                stock.entries,
                stock.exits,
                area.arrived,
                area.departed,
                stock.after,
            ];
            let mut row = vec![Item::words(&area.label)];
            row.extend(counts.map(|count| self.cell("", count)));
            areas.row(row);
        }
        let body = html! {
            div.equation {
                (block(say("before", "sebelum"), it.stock.before)) i { "+" }
                (block(say("entries", "masuk"), it.stock.entries)) i { "−" }
                (block(say("exits", "keluar"), it.stock.exits)) i { "=" }
                (block(say("after", "sesudah"), it.stock.after))
            }
            @if let Some(homes) = &it.homes { p.note { (homes.label) ": " (self.sum(&homes.stock)) } }
            div.columns {
                div { (exits.html(edition)) }
                div {
                    (entries.html(edition))
                    @if !kept_out.is_empty() {
                        (kept_out.html(edition))
                        p.note { (say("Of those who were in the data before; one with two reasons counts under both.",
                            "Dari yang sudah ada dalam data lama; yang punya dua alasan terhitung pada keduanya.")) }
                    }
                }
            }
            (self.made(&it.causes, &it.made_by, Way::Register))
            (areas.html(edition))
        };
        let title = html! { (it.label) (self.sources.mark(&it.name)) };
        Section::new(&format!("register-{}", it.name), &it.label, body).marked(title)
    }

    fn ways<'w>(&self, table: &mut Table, lines: impl Iterator<Item = (&'w str, Count)>) {
        let lines: Vec<_> = lines.filter(|(_, count)| *count != Some(0)).collect();
        let most = lines.iter().filter_map(|it| it.1).max().unwrap_or(0);
        for (words, count) in lines {
            let bar = count.map_or(0.0, |count| length(count, most));
            table.row(vec![
                Item::words(words),
                self.cell("", count),
                Item::bar(bar),
            ]);
        }
    }

    /// What made the changes: data or rules, and which field, parameter or version. Classifications have
    /// moves alone.
    fn made(&self, causes: &[CauseCount], made_by: &[MadeBy], way: Way) -> Markup {
        let edition = &self.edition;
        let say = |english, indonesian| edition.say(english, indonesian);
        let mut head = vec![
            (say("made by", "disebabkan oleh"), Kind::Words),
            match way {
                Way::Register => (say("entries", "masuk"), Kind::Number),
                Way::Class => (say("moves", "pindah"), Kind::Number),
            },
        ];
        if way == Way::Register {
            head.push((say("exits", "keluar"), Kind::Number));
        }
        let mut table = Table::new(&head).caption(say(
            "By field or rule: how many would not have changed had it alone stayed as it was; one may count under several",
            "Menurut isian atau aturan: berapa yang tidak akan berubah bila hanya itu yang tetap; satu dapat terhitung di beberapa tempat",
        ));
        let mut split = Table::new(&head).caption(say(
            "By cause; the parts add up",
            "Menurut penyebab; jumlahnya pas",
        ));
        let row = |title: Item, entries: Count, exits: Count| {
            let mut row = vec![title, self.cell("", entries)];
            if way == Way::Register {
                row.push(self.cell("", exits));
            }
            row
        };
        for it in causes {
            split.row(row(
                Item::words(&self.cause(it.cause)),
                it.entries,
                it.exits,
            ));
        }
        for it in made_by {
            let label = self.maker(it);
            let title = html! { (label) (self.sources.mark(&it.name)) };
            table.row(row(Item::marked(label, title), it.entries, it.exits));
        }
        html! { div.columns { div { (split.html(edition)) } div { (table.html(edition)) } } }
    }

    /// What made a change, in words.
    fn maker<'m>(&self, it: &'m MadeBy) -> &'m str {
        let edition = &self.edition;
        match it.kind {
            "date" => edition.fixed("time that passed (ages)", "waktu yang berlalu (umur)"),
            "members" => edition.fixed(
                "nothing alone: other members in the family",
                "tidak satu pun: anggota keluarga berganti",
            ),
            "together" => edition.fixed("several together", "beberapa bersama-sama"),
            _ => &it.label,
        }
    }

    pub(super) fn class_rounds(&self, it: &ClassRounds) -> Section {
        let edition = &self.edition;
        let say = |english, indonesian| edition.say(english, indonesian);
        let label = |class: &str, label: &str| match class {
            "unknown" => say("unknown", "belum diketahui").to_owned(),
            _ => label.to_owned(),
        };
        let mut stocks = Table::new(&[
            (say("class", "kelas"), Kind::Words),
            (say("before", "sebelum"), Kind::Number),
            (say("came", "datang"), Kind::Number),
            (say("new", "baru"), Kind::Number),
            (say("went", "pergi"), Kind::Number),
            (say("vanished", "hilang"), Kind::Number),
            (say("after", "sesudah"), Kind::Number),
        ]);
        for row in &it.classes {
            let key = |part: &str| format!("{}.{}.{part}", it.name, row.class);
            stocks.row(vec![
                Item::words(&label(&row.class, &row.label)),
                self.cell(&key("before"), row.before),
                self.cell(&key("came"), row.came),
                self.cell(&key("new"), row.new),
                self.cell(&key("went"), row.went),
                self.cell(&key("vanished"), row.vanished),
                self.cell(&key("after"), row.after),
            ]);
        }
        let names: Vec<String> = it
            .classes
            .iter()
            .map(|row| label(&row.class, &row.label))
            .collect();
        let to: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .chain([say("vanished", "hilang")])
            .collect();
        let mut head = vec![(say("from ↓ to →", "dari ↓ ke →"), Kind::Words)];
        head.extend(to.iter().map(|it| (*it, Kind::Number)));
        let mut moves = Table::new(&head);
        let from = names.iter().map(String::as_str).chain([say("new", "baru")]);
        for (name, counts) in from.zip(&it.moves) {
            let mut row = vec![Item::words(name)];
            row.extend(counts.iter().map(|count| match count {
                Some(0) => Item::none(),
                count => self.cell("", *count),
            }));
            row.resize_with(head.len(), Item::empty);
            moves.row(row);
        }
        let body = html! { (stocks.html(edition)) (moves.html(edition)) (self.made(&it.causes, &it.made_by, Way::Class)) };
        let title = html! { (it.label) (self.sources.mark(&it.name)) };
        Section::new(&format!("class-{}", it.name), &it.label, body).marked(title)
    }

    /// The rules that are different on the later day.
    pub(super) fn rules(&self, rules: &[RuleChange]) -> Option<Section> {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("rule", "aturan"), Kind::Words),
            (edition.say("before", "sebelum"), Kind::Number),
            (edition.say("after", "sesudah"), Kind::Number),
            ("", Kind::Words),
        ]);
        for it in rules {
            let title = html! { (it.label) (self.sources.mark(&it.name)) };
            let value = |plain: &Option<String>| {
                Item::perhaps("", plain.as_deref(), |plain| match plain {
                    "in_force" => edition.say("in force", "berlaku").to_owned(),
                    "not_in_force" => edition.say("not in force", "tidak berlaku").to_owned(),
                    plain => edition.digits(plain),
                })
            };
            table.row(vec![
                Item::marked(&it.label, title),
                value(&it.before),
                value(&it.after),
                Item::words(
                    &it.period
                        .as_deref()
                        .map_or_else(String::new, |it| edition.period(it)),
                ),
            ]);
        }
        if table.is_empty() {
            return None;
        }
        let title = edition.say("Rules that changed", "Aturan yang berubah");
        Some(Section::new("rules", title, table.html(edition)))
    }

    /// What the comparison stands on.
    pub(super) fn rounds_basis(&self, it: &Rounds<'_>, basis: Basis<'_>) -> Section {
        let edition = &self.edition;
        let mut levels = Table::new(&[
            ("", Kind::Words),
            (edition.say("before", "sebelum"), Kind::Number),
            (edition.say("new", "baru"), Kind::Number),
            (edition.say("vanished", "hilang"), Kind::Number),
            (edition.say("after", "sesudah"), Kind::Number),
        ]);
        for level in &it.compared.levels {
            levels.row(vec![
                Item::words(&level.label),
                self.cell(&format!("level.{}.before", level.entity), level.before),
                self.cell("", level.new),
                self.cell("", level.vanished),
                self.cell(&format!("level.{}.after", level.entity), level.after),
            ]);
        }
        let body = html! {
            div.columns {
                div { (levels.html(edition)) }
                div {
                p.note { (edition.say(
                    "A comparison reads only the fields on which registers and classes hang. A row with an error in another field is counted here; a run rejects it, so its report may show a few rows less, and more unknown.",
                    "Perbandingan hanya membaca isian yang menentukan daftar dan golongan. Baris dengan kesalahan pada isian lain tetap dihitung di sini; perhitungan satu putaran menolaknya, sehingga laporannya dapat memuat sedikit lebih sedikit baris dan lebih banyak yang belum diketahui.")) }
                dl.facts {
                    @for (label, date) in it.rounds {
                        dt { (edition.day(date)) }
                        dd { (label.as_deref().unwrap_or("–")) }
                    }
                    dt { (edition.say("Policy", "Kebijakan")) }
                    dd { code { (basis.policy_hash.get(..12).unwrap_or(basis.policy_hash)) } }
                    dt { (edition.say("Tool", "Alat")) }
                    dd { "Aturan " (basis.version) }
                    @if edition.min_cell > 1 {
                        dt { (edition.hidden(Cell::Kept)) }
                        dd { (edition.say("hidden: a small group, or what would give one away", "disembunyikan: kelompok kecil, atau angka yang dapat mengungkapnya")) }
                    }
                }
                }
            }
            (self.cited())
        };
        Section::new(
            "basis",
            edition.say("Basis and sources", "Dasar dan sumber"),
            body,
        )
    }
}
