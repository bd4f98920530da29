//! `columns = "m01..m24"`: columns of one entity that become rows of another.

use aturan::check::tree::{EntityId, FieldId, Type};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::plain;
use super::{Key, Reader};
use crate::io::dataset::{ColumnRows, Derivation};

impl Reader<'_> {
    /// Which columns become rows, and the fields that take their cells and their places.
    pub(super) fn column_rows(
        &mut self,
        own: EntityId,
        from: EntityId,
        table: &DeTable<'_>,
        (key, value): (&Key<'_>, &Spanned<DeValue<'_>>),
    ) -> Option<Derivation> {
        let columns = self.column_names(key, value)?;
        self.belongs_to(own, from, key)?;
        let mut rows = ColumnRows {
            columns,
            value: None,
            number: None,
            skip_blank: false,
        };
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "value" => rows.value = self.field_named(own, key, value),
                "number" => rows.number = self.number_field(own, key, value),
                "skip_blank" => rows.skip_blank = self.flag(key, value).unwrap_or(false),
                _ => {}
            }
        }
        if rows.value.is_none() && !table.iter().any(|(key, _)| key.get_ref() == "value") {
            self.incomplete(
                key,
                (
                    "`value = \"worked\"`, the field that takes the cells",
                    "`value = \"worked\"`, isian yang menerima isi sel",
                ),
            );
        }
        Some(Derivation::Columns { from, rows })
    }

    /// The rows made from columns belong to the row that the columns stand in.
    fn belongs_to(&mut self, own: EntityId, from: EntityId, key: &Key<'_>) -> Option<()> {
        let parent = self.program.entities.get(own.index())?.parent;
        if parent.is_some_and(|(parent, _)| parent == from) {
            return Some(());
        }
        let name = &self.program.entities.get(from.index())?.about.name;
        let (what, what_id) = (
            format!("an entity that belongs to `{name}`"),
            format!("entitas yang merupakan bagian dari `{name}`"),
        );
        self.unfit(key, (&what, &what_id));
        None
    }

    fn field_named(
        &mut self,
        own: EntityId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<FieldId> {
        let name = self.text(key, value)?;
        self.field(own, &name, value.span())
    }

    /// The field that takes the place of the column: 1, 2, 3, …
    fn number_field(
        &mut self,
        own: EntityId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<FieldId> {
        let field = self.field_named(own, key, value)?;
        if self.program.fields.get(field.index())?.ty == Type::Integer {
            return Some(field);
        }
        self.wrong(
            key,
            value,
            ("a field of whole numbers", "isian bertipe bulat"),
        );
        None
    }

    /// `"m01..m24"`, or a list of columns.
    fn column_names(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        let names = match value.get_ref() {
            DeValue::String(range) => series(range),
            DeValue::Array(list) => list.iter().map(|it| plain(it.get_ref())).collect(),
            _ => None,
        };
        let names = names.filter(|names| !names.is_empty());
        if names.is_none() {
            self.wrong(
                key,
                value,
                (
                    "a series of columns, `\"m01..m24\"`, or a list of columns",
                    "deret kolom, `\"m01..m24\"`, atau daftar kolom",
                ),
            );
        }
        names
    }
}

/// The most columns that one series may name.
const MOST: usize = 10_000;

/// `m01..m24` as `m01`, `m02`, …, `m24`.
fn series(range: &str) -> Option<Vec<String>> {
    let (first, last) = range.split_once("..")?;
    let digits =
        |name: &str| name.len() - name.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    let (stem, start) = first.split_at_checked(first.len() - digits(first))?;
    let (other, end) = last.split_at_checked(last.len() - digits(last))?;
    let (low, high) = (start.parse::<usize>().ok()?, end.parse::<usize>().ok()?);
    let whole = stem == other && low <= high && high - low < MOST;
    let width = if start.len() == end.len() {
        start.len()
    } else {
        0
    };
    whole.then(|| {
        (low..=high)
            .map(|it| format!("{stem}{it:0width$}"))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_keep_the_width_of_their_numbers() {
        let names = |range| series(range).unwrap_or_default().join(" ");
        assert_eq!(names("m08..m11"), "m08 m09 m10 m11");
        assert_eq!(names("m8..m11"), "m8 m9 m10 m11");
        assert_eq!(names("1..3"), "1 2 3");
        for wrong in [
            "m1",
            "m3..m1",
            "a1..b3",
            "m..n",
            "m1..m99999999999999999999",
        ] {
            assert_eq!(series(wrong), None, "{wrong}");
        }
    }
}
