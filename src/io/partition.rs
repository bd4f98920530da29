//! Folders that name a value, `province=62/`: what they say is a column of the files inside.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use aturan::data::input::{FieldInput, Part, StoredRows};
use aturan::diagnostic::Diagnostic;

use super::form::damaged;

/// What a folder is called whose value is blank.
const BLANK: &str = "__HIVE_DEFAULT_PARTITION__";

/// The columns that the folders of a file name, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Partition(Vec<(String, String)>);

impl Partition {
    /// What the folders before a file's own name say.
    pub(super) fn of(name: &str) -> Self {
        let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
        let named = folders.split('/').filter_map(|it| it.split_once('='));
        let named = named.filter(|(column, _)| !column.is_empty());
        Self(
            named
                .map(|(column, value)| (decoded(column), decoded(value)))
                .map(|(column, value)| {
                    let is_blank = value == BLANK;
                    (column, if is_blank { String::new() } else { value })
                })
                .collect(),
        )
    }

    /// The columns that are there: those of the file and those of its folders.
    pub(super) fn with(&self, names: &[String]) -> Vec<String> {
        let more = self.0.iter().map(|(column, _)| column);
        let more = more.filter(|it| !names.contains(it));
        names.iter().chain(more).cloned().collect()
    }

    /// Those of some columns that stand in the file itself, which counts before its folders.
    pub(super) fn in_file(&self, names: &[String], columns: &[FieldInput]) -> Vec<FieldInput> {
        let stand =
            |it: &&FieldInput| names.contains(&it.column) || self.value(&it.column).is_none();
        columns.iter().filter(stand).cloned().collect()
    }

    fn value(&self, column: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == column);
        found.map(|(_, value)| value.as_str())
    }

    /// Puts in the columns that are asked for and stand in no file.
    pub(super) fn fill(
        &self,
        part: Part,
        names: &[String],
        columns: &[FieldInput],
    ) -> Result<Part, Diagnostic> {
        let mut more: Vec<(String, String)> = Vec::new();
        for it in columns.iter().filter(|it| !names.contains(&it.column)) {
            let value = self.value(&it.column).map(str::to_owned);
            more.extend(value.map(|value| (it.column.clone(), value)));
        }
        more.sort();
        more.dedup();
        if more.is_empty() {
            return Ok(part);
        }
        let failed = |error| damaged(&part.name, &error);
        let batches = part.batches.iter().map(|it| widened(it, &more));
        Ok(Part {
            batches: batches.collect::<Result<_, _>>().map_err(failed)?,
            stored: part.stored.map(|inside| -> Arc<dyn StoredRows> {
                Arc::new(Stored {
                    inside,
                    more: Self(more),
                })
            }),
            ..part
        })
    }
}

/// A name of a folder, in which `%2F` stands for what no name may hold.
fn decoded(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *byte == b'%');
        let code = code.and_then(|it| std::str::from_utf8(it).ok());
        if let Some(code) = code.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            out.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(*byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn same(value: &str, rows: usize) -> ArrayRef {
    let texts = StringArray::from_iter_values(std::iter::repeat_n(value, rows));
    Arc::new(texts)
}

fn widened(
    batch: &RecordBatch,
    more: &[(String, String)],
) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let mut fields = batch.schema().fields().to_vec();
    let mut columns = batch.columns().to_vec();
    for (name, value) in more {
        fields.push(Arc::new(Field::new(name, DataType::Utf8, true)));
        columns.push(same(value, batch.num_rows()));
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// Rows in a file, beside what its folders say.
#[derive(Debug)]
struct Stored {
    inside: Arc<dyn StoredRows>,
    more: Partition,
}

impl StoredRows for Stored {
    fn pieces(&self) -> &[usize] {
        self.inside.pieces()
    }

    fn cells(&self, piece: usize, column: &str) -> Result<Vec<ArrayRef>, Diagnostic> {
        match self.more.value(column) {
            Some(value) => {
                let rows = self.pieces().get(piece).copied().unwrap_or(0);
                Ok(vec![same(value, rows)])
            }
            None => self.inside.cells(piece, column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Partition;

    #[test]
    fn folders_name_values() {
        let of = |name: &str| Partition::of(name).0;
        let pair = |column: &str, value: &str| (column.to_owned(), value.to_owned());
        assert_eq!(of("family.csv"), []);
        assert_eq!(of("a=1.csv"), []);
        assert_eq!(
            of("family/province=62/year=2023/0.parquet"),
            [pair("province", "62"), pair("year", "2023")]
        );
        assert_eq!(
            of("kab=Kota%20Baru%2F1/0.csv"),
            [pair("kab", "Kota Baru/1")]
        );
        assert_eq!(
            of("kab=__HIVE_DEFAULT_PARTITION__/0.csv"),
            [pair("kab", "")]
        );
    }
}
