//! Writes the rounds as Parquet files with their settings.
use super::build;
use super::rounds::Round;
use super::tables::Tables;
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Rows in a row group.
const GROUP: usize = 65_536;
/// Columns whose values hardly repeat: stored as differences, not in a dictionary.
const DIFFERENCES: &[&str] = &["family_id", "person_id", "nik", "kk_number"];

/// Remakes the files of all rounds; reports the figures and sizes.
pub(crate) fn write() -> Result<String, Box<dyn Error>> {
    let mut report = String::new();
    for round in build()? {
        let folder = home().join(round.folder);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("dataset.toml"), &round.settings)?;
        write!(report, "{}\n{}", round.folder, round.figures)?;
        let changes = round.changes;
        writeln!(
            report,
            "  changed one by one: {} amounts, {} answers",
            changes.amounts, changes.answers
        )?;
        for (name, batch) in round.tables.named() {
            let bytes = parquet(batch)?;
            writeln!(
                report,
                "  {name}: {} rows, {} bytes",
                batch.num_rows(),
                bytes.len()
            )?;
            std::fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(report)
}

/// The folder of the example.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/palangka_raya")
}

/// The `dataset.toml` of a round.
pub(crate) fn settings(round: &Round) -> String {
    format!(
        "# Synthetic families, made by `cargo xtask data`; see ../README.md.\n\
         label = \"{}\"\n\
         date  = {}\n\
         \n\
         [village]\n\
         file = \"village.parquet\"\n\
         \n\
         [family]\n\
         file = \"family.parquet\"\n\
         \n\
         [member]\n\
         file = \"member.parquet\"\n",
        round.label, round.on
    )
}

impl Tables {
    /// The tables with their file names.
    pub(crate) fn named(&self) -> [(&'static str, &RecordBatch); 3] {
        [
            ("village.parquet", &self.village),
            ("family.parquet", &self.family),
            ("member.parquet", &self.member),
        ]
    }
}

fn parquet(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(12)?))
        .set_max_row_group_row_count(Some(GROUP));
    for name in DIFFERENCES {
        let column = ColumnPath::from(*name);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BYTE_ARRAY);
    }
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties.build()))?;
    writer.write(batch)?;
    writer.close()?;
    Ok(bytes)
}
