//! Compares the committed files with a city made anew, row by row after decoding.
use super::write::home;
use super::{Published, build};
use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::error::Error;
use std::fs::File;
use std::path::Path;

/// Fails with the first difference, or says how many rows are equal.
pub(crate) fn check() -> Result<String, Box<dyn Error>> {
    compare_rounds(&build()?)
}

/// Compares the committed files with these rounds.
pub(super) fn compare_rounds(rounds: &[Published]) -> Result<String, Box<dyn Error>> {
    let mut rows = 0;
    for round in rounds {
        let folder = home().join(round.folder);
        let settings = folder.join("dataset.toml");
        if std::fs::read_to_string(&settings)?.replace("\r\n", "\n") != round.settings {
            return Err(format!(
                "{} differs from what the generator writes",
                settings.display()
            )
            .into());
        }
        for (name, batch) in round.tables.named() {
            compare(&folder.join(name), batch)?;
            rows += batch.num_rows();
        }
    }
    Ok(format!("examples/palangka_raya: {rows} rows equal"))
}

fn compare(path: &Path, made: &RecordBatch) -> Result<(), Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut start = 0;
    for read in ParquetRecordBatchReaderBuilder::try_new(file)?.build()? {
        let read = read?;
        let rows = read.num_rows().min(made.num_rows() - start);
        if let Some(difference) = difference(&read, &made.slice(start, rows), start) {
            return Err(format!("{}: {difference}", path.display()).into());
        }
        start += rows;
    }
    if start != made.num_rows() {
        return Err(format!("{}: {start} rows, made {}", path.display(), made.num_rows()).into());
    }
    Ok(())
}

/// Says where two batches differ, rows counted from one over the whole file.
fn difference(read: &RecordBatch, made: &RecordBatch, start: usize) -> Option<String> {
    if read.schema().fields() != made.schema().fields() {
        return Some("the columns differ from what the generator writes".to_owned());
    }
    if read.num_rows() != made.num_rows() {
        return Some(format!(
            "more rows than the generator writes, from row {}",
            start + made.num_rows() + 1
        ));
    }
    for (index, field) in read.schema().fields().iter().enumerate() {
        let (one, other) = (read.column(index), made.column(index));
        if one.as_ref() != other.as_ref() {
            let row = (0..read.num_rows())
                .find(|&row| one.slice(row, 1).as_ref() != other.slice(row, 1).as_ref());
            return Some(format!(
                "row {}, column `{}` differs",
                start + row.unwrap_or(0) + 1,
                field.name()
            ));
        }
    }
    None
}
