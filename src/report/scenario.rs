//! One variation by itself: moves between classes, winners and losers, doors that open and close.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::cells::{Cell, line, settle};
use super::flow::moves;
use super::numbers::figure;
use super::page::Section;
use super::revised::Revised;
use super::table::{Item, Kind, Table};
use super::targets::state;
use super::told::Told;
use super::{Edition, Reporter};
use crate::simulate::{
    AidChange, Attribution, ClassChange, Comparison, Effect, GroupEffect, Newly,
};

/// A variation of a policy against the policy as it is.
#[derive(Clone, Copy, Debug)]
pub struct Scenario<'a> {
    /// Its name, or the settings as written.
    pub name: &'a str,
    /// Its title; empty for settings.
    pub label: &'a str,
    /// What it changes, as written.
    pub edits: &'a [String],
    /// The figures.
    pub comparison: &'a Comparison,
    /// The parameters that it changes, and their values.
    pub revised: &'a [Revised],
    /// What each of several edits contributes, where it was asked.
    pub attribution: Option<&'a Attribution>,
}

impl Scenario<'_> {
    /// What people call it.
    pub(super) fn title(&self) -> &str {
        if self.label.is_empty() {
            self.name
        } else {
            self.label
        }
    }

    /// Its title, with the values that it changes.
    pub(super) fn tried(&self, edition: &Edition<'_>) -> String {
        let words: Vec<String> = self.revised.iter().map(|it| it.words(edition)).collect();
        match words.as_slice() {
            [] => self.title().to_owned(),
            words => format!("{} ({})", self.title(), words.join(", ")),
        }
    }

    /// A name that an address can hold.
    fn id(&self) -> String {
        let kept = self
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        format!("scenario-{}", kept.collect::<String>())
    }
}

/// Which counts of those who gain and lose may be shown, group by group.
pub(super) fn effect_cells(groups: &[GroupEffect], min_cell: u64) -> Vec<Vec<Cell>> {
    // All who gain are known, and all who lose; the two of a group are added up nowhere.
    let column =
        |of: fn(&GroupEffect) -> u64| line(&groups.iter().map(of).collect::<Vec<_>>(), min_cell);
    let both = column(|it| it.winners)
        .into_iter()
        .zip(column(|it| it.losers));
    both.map(|(gain, lose)| vec![gain, lose]).collect()
}

impl Reporter<'_> {
    pub(super) fn alone(&self, it: &Scenario<'_>) -> Section {
        let id = it.id();
        let comparison = it.comparison;
        let parts: Vec<Markup> = comparison
            .classes
            .iter()
            .map(|class| self.class_moves(&id, class))
            .chain(
                it.attribution
                    .map(|found| self.contributions(it.name, found)),
            )
            .chain([
                comparison
                    .effect
                    .as_ref()
                    .map_or_else(|| html! {}, |effect| self.effect(it, effect)),
                self.doors(&comparison.aids),
                self.lost(&comparison.aids),
                self.register_moves(comparison),
                self.target_changes(comparison),
            ])
            .collect();
        let body = html! {
            p.note { (self.edition.say("It changes", "Yang diubah")) ":" @for (at, edit) in it.edits.iter().enumerate() {
                @if at > 0 { "; " } " " code { (edit.strip_prefix("set ").unwrap_or(edit)) }
            } }
            @for part in parts { (part) }
        };
        Section::new(&id, it.title(), body)
    }

    fn class_label(&self, class: &ClassChange, name: &str) -> String {
        if name == "unknown" {
            return self.edition.say("unknown", "belum diketahui").to_owned();
        }
        let found = class.classes.iter().find(|row| row.class == *name);
        found.map_or_else(|| name.to_owned(), |row| row.label.clone())
    }

    fn class_moves(&self, id: &str, class: &ClassChange) -> Markup {
        let edition = &self.edition;
        let matrix = &class.moves;
        if matrix.moved() == 0 {
            return html! { p { (class.label) ": " (edition.say("nobody moves.", "tidak ada yang berpindah.")) } };
        }
        let label = |name: &str| self.class_label(class, name);
        let title = format!("{}: {}", class.label, edition.say("moves", "perpindahan"));
        let from = format!(
            "{} ↓ {} →",
            edition.say("from", "dari"),
            edition.say("to", "ke")
        );
        let labels: Vec<String> = matrix.to.iter().map(|name| label(name)).collect();
        let mut head = vec![(from.as_str(), Kind::Words)];
        head.extend(labels.iter().map(|it| (it.as_str(), Kind::Number)));
        let mut table = Table::new(&head);
        let cells = settle(&matrix.rows, edition.min_cell);
        for ((name, counts), cells) in matrix.from.iter().zip(&matrix.rows).zip(cells) {
            if counts.iter().all(|count| *count == 0) {
                continue;
            }
            let mut row = vec![Item::words(&label(name))];
            for ((to, count), cell) in matrix.to.iter().zip(counts).zip(cells) {
                let key = format!("{}.{name}.{to}", class.name);
                row.push(match count {
                    0 => Item::none(),
                    count => Item::counted(edition, &key, *count, cell),
                });
            }
            table.row(row);
        }
        // A wide matrix has the whole width.
        let side = matrix.to.len() <= 4;
        html! {
            div.columns[side] {
                figure {
                    figcaption { (title) }
                    (moves(edition, &format!("{id}-{}", class.name), &title, matrix, &label))
                    p.note { (edition.say("Rows that change their class; the others stay where they are.",
                        "Baris yang berpindah kelas; yang lain tetap.")) }
                }
                div { (table.html(edition)) }
            }
        }
    }

    fn effect(&self, scenario: &Scenario<'_>, it: &Effect) -> Markup {
        let edition = &self.edition;
        let cells = line(
            &[it.winners, it.losers, it.mixed, it.unchanged],
            edition.min_cell,
        );
        let key = |part: &str| format!("{}.{part}", scenario.name);
        let parts = [
            ("winners", edition.say("gain", "untung"), it.winners),
            ("losers", edition.say("lose", "rugi"), it.losers),
            (
                "mixed",
                edition.say("gain and lose", "untung dan rugi"),
                it.mixed,
            ),
            (
                "unchanged",
                edition.say("stay as they are", "tetap"),
                it.unchanged,
            ),
        ];
        let mut periods = Table::new(&[
            ("", Kind::Words),
            (edition.say("gain together", "untung bersama"), Kind::Number),
            (edition.say("lose together", "rugi bersama"), Kind::Number),
            (edition.say("change", "selisih"), Kind::Number),
        ]);
        let told = self.told(scenario.comparison);
        let few = edition.is_few(it.winners) || edition.is_few(it.losers);
        for period in it
            .periods
            .iter()
            .filter(|it| it.gain != "0" || it.loss != "0")
        {
            let mut row = vec![Item::words(&edition.period(&period.period))];
            let amounts = [
                ("gain", &period.gain),
                ("loss", &period.loss),
                ("change", &period.change),
            ];
            row.extend(amounts.map(|(part, plain)| {
                if few
                    || told.is_by_period(&period.period)
                    || edition.is_few(period.winners)
                    || edition.is_few(period.losers)
                {
                    return Item::hidden(edition, Cell::Few);
                }
                Item::number(
                    &key(&format!("{}.{part}", period.period)),
                    plain,
                    &edition.money(plain),
                )
            }));
            periods.row(row);
        }
        html! {
            h3 { (edition.say("Winners and losers", "Yang untung dan yang rugi")) ": " (it.label) }
            div.equation { @for ((part, title, count), cell) in parts.into_iter().zip(cells) {
                div { span { (title) } strong { (edition.counted(&key(part), count, cell)) } }
            } }
            (periods.html(edition))
            p.note { (edition.say("Money alone counts, period by period: an aid without an amount makes nobody gain or lose here.",
                "Hanya uang yang dihitung, masa demi masa: bantuan tanpa besaran tidak membuat siapa pun untung atau rugi di sini.")) }
            div.columns {
                div { (self.groups(told, edition.say("By class as it is", "Menurut kelas kini"), &it.by_class)) }
                div { (self.groups(told, edition.say("By area", "Menurut wilayah"), &it.by_area)) }
            }
        }
    }

    fn groups(&self, told: Told<'_>, title: &str, groups: &[GroupEffect]) -> Markup {
        let edition = &self.edition;
        let most = groups
            .iter()
            .flat_map(|it| [it.winners, it.losers])
            .max()
            .unwrap_or(0);
        let mut table = Table::new(&[
            (title, Kind::Words),
            (edition.say("gain", "untung"), Kind::Number),
            (edition.say("lose", "rugi"), Kind::Number),
            (edition.say("change", "selisih"), Kind::Number),
        ]);
        for (it, cells) in groups.iter().zip(effect_cells(groups, edition.min_cell)) {
            let label = self.unknown_or(&it.label);
            let money = html! { @for (at, (period, plain)) in it.change.iter().enumerate() {
                @if at > 0 { br; }
                @if told.is_by_period(period) { (edition.hidden(Cell::Kept)) }
                @else { (self.change_of_money(plain)) }
                " " span.muted { (edition.period(period)) }
            } };
            let safe = cells.iter().all(|cell| *cell == Cell::Shown);
            let mut row = vec![Item::words(label)];
            for (count, cell) in [it.winners, it.losers].into_iter().zip(&cells) {
                let item = Item::counted(edition, "", count, *cell);
                row.push(match cell {
                    Cell::Shown => item.with_bar(super::numbers::length(count, most)),
                    Cell::Few | Cell::Kept => item,
                });
            }
            row.push(if safe {
                Item::marked(it.change.first().map_or("0", |it| it.1.as_str()), money)
            } else {
                Item::hidden(edition, Cell::Kept)
            });
            table.row(row);
        }
        table.html(edition)
    }

    /// The title of a group; of the unknown one, in the reader's language.
    pub(super) fn unknown_or<'l>(&self, label: &'l str) -> &'l str {
        match label {
            "unknown" => self.edition.fixed("unknown", "belum diketahui"),
            label => label,
        }
    }

    /// A change of money with its sign, short.
    pub(super) fn change_of_money(&self, plain: &str) -> Markup {
        let shown = self.edition.brief_money(plain);
        let shown = if plain.starts_with('-') || plain == "0" {
            shown
        } else {
            format!("+{shown}")
        };
        figure("", plain, &shown)
    }

    /// Who comes within an aid, who falls out of it, and by which clause.
    fn doors(&self, aids: &[AidChange]) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("aid", "bantuan"), Kind::Words),
            (edition.say("newly eligible", "baru berhak"), Kind::Number),
            (
                edition.say("kept out before by", "dulu tertahan oleh"),
                Kind::Words,
            ),
            (
                edition.say("no longer eligible", "tidak berhak lagi"),
                Kind::Number,
            ),
            (
                edition.say("now kept out by", "kini tertahan oleh"),
                Kind::Words,
            ),
        ])
        .caption(edition.say(
            "Who comes in and who falls out, and the clause that did it",
            "Siapa yang masuk dan siapa yang keluar, dan syarat penyebabnya",
        ));
        for aid in aids
            .iter()
            .filter(|it| it.newly_eligible.rows + it.no_longer_eligible.rows > 0)
        {
            let title = html! { (aid.label) (self.sources.mark(&aid.name)) };
            let (new, gone) = (&aid.newly_eligible, &aid.no_longer_eligible);
            let count = |part: &str, it: &Newly| match it.rows {
                0 => Item::none(),
                rows => Item::lone(edition, &format!("{}.{part}", aid.name), rows),
            };
            table.row(vec![
                Item::marked(&aid.label, title),
                count("newly_eligible", new),
                Item::marked("", self.clauses(new)),
                count("no_longer_eligible", gone),
                Item::marked("", self.clauses(gone)),
            ]);
        }
        table.html(edition)
    }

    fn clauses(&self, it: &Newly) -> Markup {
        let edition = &self.edition;
        let mut because: Vec<_> = it.because.iter().filter(|ground| ground.rows > 0).collect();
        because.sort_by_key(|it| Reverse(it.rows));
        html! { @for (at, ground) in because.into_iter().take(3).enumerate() {
            @if at > 0 { br; }
            (self.clause(&ground.label)) " " span.muted { "(" (edition.lone("", ground.rows)) ")" }
        } }
    }

    fn register_moves(&self, it: &Comparison) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (
                edition.say("register: outcome before", "daftar: hasil kini"),
                Kind::Words,
            ),
            (edition.say("outcome after", "hasil nanti"), Kind::Words),
            (edition.say("rows", "banyaknya"), Kind::Number),
        ]);
        for register in &it.registers {
            for moved in &register.moves {
                table.row(vec![
                    Item::words(&format!("{}: {}", register.label, self.outcome(moved.from))),
                    Item::words(self.outcome(moved.to)),
                    Item::lone(
                        edition,
                        &format!("{}.{}.{}", register.name, moved.from, moved.to),
                        moved.rows,
                    ),
                ]);
            }
        }
        table.html(edition)
    }

    fn outcome<'w>(&self, word: &'w str) -> &'w str {
        let edition = &self.edition;
        match word {
            "stays" => edition.fixed("stays", "tetap"),
            "enters" => edition.fixed("enters", "masuk"),
            "leaves" => edition.fixed("leaves", "keluar"),
            "not_on" | "stays_off" | "outside" => edition.fixed("not on it", "di luar daftar"),
            "needs_verification" => edition.fixed("needs verification", "perlu verifikasi"),
            other => other,
        }
    }

    fn target_changes(&self, it: &Comparison) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("target", "sasaran"), Kind::Words),
            (edition.say("goal", "yang dituju"), Kind::Words),
            (edition.say("as it is", "kini"), Kind::Number),
            ("", Kind::Words),
            (edition.say("after", "nanti"), Kind::Number),
            ("", Kind::Words),
        ]);
        for target in &it.targets {
            let title = html! { (target.label) (self.sources.mark(&target.name)) };
            let stands = |it: Option<crate::outcome::TargetState>| {
                Item::marked("", it.map_or_else(|| html! {}, |it| state(edition, it)))
            };
            let amount = |part: &str, plain: &Option<String>| {
                Item::perhaps(
                    &format!("{}.{part}", target.name),
                    plain.as_deref(),
                    |plain| edition.reading(plain),
                )
            };
            table.row(vec![
                Item::marked(&target.label, title),
                Item::words(&target.goal),
                amount("before", &target.figure.before),
                stands(target.before),
                amount("after", &target.figure.after),
                stands(target.after),
            ]);
        }
        table.html(edition)
    }
}
