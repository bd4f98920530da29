//! Figures by row of the top level: bars by kelurahan, in tables that sort.

use std::collections::BTreeMap;

use maud::html;

use super::Reporter;
use super::cells::{Cell, line};
use super::numbers::float;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{IndicatorSummary, Summary};

/// Figures side by side.
const BESIDE: usize = 5;

/// A figure by area.
struct Column {
    title: String,
    key: String,
    is_money: bool,
    /// Value and how it may be shown, by key of the area.
    values: BTreeMap<String, (String, Cell)>,
}

impl Reporter<'_> {
    pub(super) fn areas(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let top = summary.levels.first()?;
        let by_area = summary
            .indicators
            .iter()
            .filter(|it| it.by == [top.entity.as_str()] && !it.groups.is_empty());
        let mut columns: Vec<Column> = by_area.clone().map(|it| self.column(it)).collect();
        let mut names: Vec<(String, String)> = Vec::new();
        for group in by_area.flat_map(|it| &it.groups) {
            let key = group.keys.first().cloned().unwrap_or_default();
            if !names.iter().any(|(known, _)| *known == key) {
                names.push((key, group.names.join(" / ")));
            }
        }
        for aid in &summary.aids {
            for area in &aid.areas {
                if !names.iter().any(|(known, _)| *known == area.key) {
                    let name = area.name.clone();
                    names.push((area.key.clone(), name.unwrap_or_else(|| area.key.clone())));
                }
            }
        }
        columns.extend(self.money_columns(summary, &names));
        if columns.is_empty() || names.len() < 2 {
            return None;
        }
        let body = html! {
            p.note { (edition.say(
                "Bars compare the areas within a column. Press the head of a column to sort by it.",
                "Balok membandingkan wilayah dalam satu kolom. Tekan kepala kolom untuk mengurutkan.")) }
            @for (at, part) in columns.chunks(BESIDE).enumerate() {
                @if at == 0 { (self.area_table(&top.label, &names, part)) }
                @else {
                    details {
                        summary { (part.iter().map(|it| it.title.as_str()).collect::<Vec<_>>().join(" · ")) }
                        (self.area_table(&top.label, &names, part))
                    }
                }
            }
        };
        let title = format!("{} {}", edition.say("By", "Menurut"), top.label);
        Some(Section::new("areas", &title, body))
    }

    fn column(&self, it: &IndicatorSummary) -> Column {
        let rows: Vec<u64> = it.groups.iter().map(|group| group.rows).collect();
        let cells = line(&rows, self.edition.min_cell);
        let values = it.groups.iter().zip(cells).filter_map(|(group, cell)| {
            let plain = group.figure.decided.clone()?;
            Some((group.keys.first()?.clone(), (plain, cell)))
        });
        Column {
            title: it.label.clone(),
            key: it.name.clone(),
            is_money: false,
            values: values.collect(),
        }
    }

    /// The money of all aids by area, one column for each period.
    fn money_columns(&self, summary: &Summary, names: &[(String, String)]) -> Vec<Column> {
        let edition = &self.edition;
        let mut columns: Vec<Column> = Vec::new();
        for period in [
            "per month",
            "per year",
            "one-off",
            "per quarter",
            "per week",
            "per day",
        ] {
            let aids = summary
                .aids
                .iter()
                .filter(|aid| aid.period.as_deref() == Some(period));
            let mut values: BTreeMap<String, (String, Cell)> = BTreeMap::new();
            let mut counts: Vec<u64> = Vec::new();
            let mut sums: Vec<(String, String)> = Vec::new();
            for (key, _) in names {
                let here = aids
                    .clone()
                    .flat_map(|aid| aid.areas.iter().filter(|area| area.key == *key));
                counts.push(here.clone().map(|area| area.granted).sum());
                let sum = super::glance::by_period(here.map(|area| (period, area.amount.as_str())));
                let sum = sum
                    .into_iter()
                    .next()
                    .map_or_else(|| "0".to_owned(), |it| it.1);
                sums.push((key.clone(), sum));
            }
            if sums.iter().all(|(_, sum)| sum == "0") {
                continue;
            }
            for ((key, sum), cell) in sums.into_iter().zip(line(&counts, edition.min_cell)) {
                values.insert(key, (sum, cell));
            }
            columns.push(Column {
                title: format!(
                    "{}, {}",
                    edition.say("money", "uang"),
                    edition.period(period)
                ),
                key: format!("money.{period}"),
                is_money: true,
                values,
            });
        }
        columns
    }

    fn area_table(
        &self,
        level: &str,
        names: &[(String, String)],
        columns: &[Column],
    ) -> maud::Markup {
        let edition = &self.edition;
        let mut head = vec![(level, Kind::Words)];
        head.extend(columns.iter().map(|it| (it.title.as_str(), Kind::Number)));
        let mut table = Table::new(&head);
        for (key, name) in names {
            let mut row = vec![Item::words(name)];
            for column in columns {
                let shown = column
                    .values
                    .values()
                    .filter(|(_, cell)| *cell == Cell::Shown);
                let most = shown.map(|(plain, _)| float(plain)).fold(0.0, f64::max);
                row.push(match column.values.get(key) {
                    None => Item::none(),
                    Some((plain, Cell::Shown)) => {
                        let words = if column.is_money {
                            edition.brief_money(plain)
                        } else {
                            self.reading_of(&column.key, plain)
                        };
                        let part = if most > 0.0 {
                            float(plain) * 100.0 / most
                        } else {
                            0.0
                        };
                        Item::number(&format!("{}.{key}", column.key), plain, &words).with_bar(part)
                    }
                    Some((_, cell)) => Item::hidden(edition, *cell),
                });
            }
            table.row(row);
        }
        table.html(edition)
    }
}
