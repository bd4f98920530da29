//! Tables: captioned, aligned, with bars inside cells; long ones sort at a click.

use maud::{Markup, html};

use super::Edition;
use super::cells::Cell;
use super::numbers::figure;

/// Rows from which a table can be sorted.
const LONG: usize = 5;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    Number,
    /// A bar by itself.
    Bar,
}

/// A table on its way.
pub(super) struct Table {
    caption: Option<String>,
    head: Vec<(String, Kind)>,
    rows: Vec<Vec<Item>>,
    total: Option<Vec<Item>>,
}

/// A cell.
pub(super) struct Item {
    shown: Markup,
    /// What it sorts by.
    order: String,
    /// A bar behind it, as a percentage of the cell.
    bar: Option<f64>,
}

impl Item {
    pub(super) fn words(text: &str) -> Self {
        Self::marked(text, html! { (text) })
    }

    /// Words with marks in them.
    pub(super) fn marked(order: &str, shown: Markup) -> Self {
        Self {
            shown,
            order: order.to_owned(),
            bar: None,
        }
    }

    pub(super) fn number(key: &str, plain: &str, shown: &str) -> Self {
        Self::marked(plain, figure(key, plain, shown))
    }

    /// A count as its cell may be shown; a hidden one sorts as the least.
    pub(super) fn counted(edition: &Edition<'_>, key: &str, count: u64, cell: Cell) -> Self {
        match cell {
            Cell::Shown => Self::number(key, &count.to_string(), &edition.count(count)),
            Cell::Few | Cell::Kept => Self::hidden(edition, cell),
        }
    }

    /// A count by itself, hidden where it is small.
    pub(super) fn lone(edition: &Edition<'_>, key: &str, count: u64) -> Self {
        Self::counted(edition, key, count, edition.cell(count))
    }

    /// What stands for a figure that is not shown.
    pub(super) fn hidden(edition: &Edition<'_>, cell: Cell) -> Self {
        Self::marked("1", edition.hidden(cell))
    }

    /// A figure, or a dash where there is none.
    pub(super) fn perhaps(key: &str, plain: Option<&str>, show: impl Fn(&str) -> String) -> Self {
        plain.map_or_else(Self::none, |plain| Self::number(key, plain, &show(plain)))
    }

    pub(super) fn none() -> Self {
        Self::marked("", html! { span.none { "–" } })
    }

    pub(super) fn empty() -> Self {
        Self::marked("", html! {})
    }

    pub(super) fn bar(percent: f64) -> Self {
        Self::empty().with_bar(percent)
    }

    pub(super) fn with_bar(mut self, percent: f64) -> Self {
        self.bar = Some(percent.clamp(0.0, 100.0));
        self
    }
}

impl Table {
    pub(super) fn new(head: &[(&str, Kind)]) -> Self {
        Self {
            caption: None,
            head: head
                .iter()
                .map(|(title, kind)| ((*title).to_owned(), *kind))
                .collect(),
            rows: Vec::new(),
            total: None,
        }
    }

    pub(super) fn caption(mut self, caption: &str) -> Self {
        self.caption = Some(caption.to_owned());
        self
    }

    pub(super) fn row(&mut self, row: Vec<Item>) {
        self.rows.push(row);
    }

    pub(super) fn total(&mut self, row: Vec<Item>) {
        self.total = Some(row);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn html(self, edition: &Edition<'_>) -> Markup {
        if self.is_empty() {
            return html! {};
        }
        let sorts = self.rows.len() >= LONG;
        let hint = edition.say("sort", "urutkan");
        html! {
            div.scroll tabindex="0" role="region" aria-label=[self.caption.as_deref().or(self.head.first().map(|it| it.0.as_str()).filter(|it| !it.is_empty())).or(Some(edition.say("table", "tabel")))] {
                table data-sorts[sorts] {
                    @if let Some(caption) = &self.caption { caption { (caption) } }
                    thead { tr {
                        @for (title, kind) in &self.head {
                            th scope="col" class=(class(*kind)) {
                                @if sorts && *kind != Kind::Bar && !title.is_empty() {
                                    button type="button" title=(hint) { (title) }
                                } @else { (title) }
                            }
                        }
                    } }
                    tbody { @for row in &self.rows { tr { (self.cells(row)) } } }
                    @if let Some(total) = &self.total { tfoot { tr { (self.cells(total)) } } }
                }
            }
        }
    }

    fn cells(&self, row: &[Item]) -> Markup {
        html! {
            @for ((_, kind), (place, item)) in self.head.iter().zip(row.iter().enumerate()) {
                @if place == 0 && *kind == Kind::Words {
                    th scope="row" data-order=(item.order) { (item.shown) }
                } @else if let Some(bar) = item.bar {
                    td class=(format!("{} has-bar", class(*kind))) data-order=(item.order)
                        style=(format!("--bar:{bar:.1}%")) { (item.shown) }
                } @else {
                    td class=(class(*kind)) data-order=(item.order) { (item.shown) }
                }
            }
        }
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Words => "words",
        Kind::Number => "number",
        Kind::Bar => "bar",
    }
}
