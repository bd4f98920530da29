//! The files of a data set to the rows that [`aturan::data::bind`] takes, with their fingerprints.

use std::collections::BTreeSet;
use std::path::Path;

use aturan::check::tree::{EntityId, FieldId, Program};
use aturan::data::columns;
use aturan::data::input::{EntityInput, FieldInput, Part};
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use aturan::diagnostic::{Diagnostic, Diagnostics};

use super::arrow::ArrowFile;
use super::csv::CsvFile;
use super::dataset::{DatasetSpec, EntitySpec, FileSpec, names_in};
use super::form::{self, Form, Packing};
use super::json::JsonFile;
use super::parquet::{ParquetFile, unreadable};
use super::sheets::SheetFile;

/// The rows of a data set and the fingerprints of its files.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The rows, for [`aturan::data::bind::bind`].
    pub(crate) inputs: Vec<EntityInput>,
    /// The files, in the order of entities and parts.
    pub(crate) files: Vec<FileReceipt>,
}

/// What the receipt says about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileReceipt {
    /// Whose rows it holds.
    pub(crate) entity: EntityId,
    /// Its name within the data set.
    pub(crate) name: String,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub(crate) hash: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// Its rows.
    pub(crate) rows: u64,
}

/// Reads the columns that are needed from all files of a data set.
///
/// # Errors
/// Everything that is wrong with files and columns, of all files in one go.
pub(crate) fn read(
    spec: &DatasetSpec,
    program: &Program,
    needed: &BTreeSet<FieldId>,
) -> Result<Loaded, Diagnostics> {
    let mut findings = Diagnostics::new();
    let mut loaded = Loaded::default();
    for entity in &spec.entities {
        let fields = columns::wanted(program, entity.entity, needed);
        let mut input = EntityInput {
            entity: entity.entity,
            parts: Vec::new(),
            columns: Vec::new(),
        };
        for file in &entity.files {
            let source = Source {
                folder: &spec.folder,
                program,
                entity,
                file,
                fields: &fields,
            };
            match source.read() {
                Ok((part, columns, receipt)) => {
                    input.parts.push(part);
                    input.columns = columns;
                    loaded.files.push(receipt);
                }
                Err(found) => findings.append(found),
            }
        }
        loaded.inputs.push(input);
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(loaded)
    }
}

/// One file to read, and for whom.
struct Source<'a> {
    folder: &'a Path,
    program: &'a Program,
    entity: &'a EntitySpec,
    file: &'a FileSpec,
    fields: &'a [FieldId],
}

type Content = (Part, Vec<FieldInput>);

impl Source<'_> {
    fn read(&self) -> Result<(Part, Vec<FieldInput>, FileReceipt), Diagnostics> {
        let path = self.folder.join(&self.file.name);
        if !path.exists() {
            return Err(only(self.missing()));
        }
        let ((part, columns), hash, bytes) = match form::of(&self.file.name) {
            Some((Form::Parquet, _)) => self.parquet(&path)?,
            Some(form) => self.whole(&path, form)?,
            None => return Err(only(self.at(&words::UNKNOWN_FORMAT))),
        };
        let rows: usize = part
            .batches
            .iter()
            .map(arrow_array::RecordBatch::num_rows)
            .sum();
        let receipt = FileReceipt {
            entity: self.entity.entity,
            name: self.file.name.clone(),
            hash: hash.to_hex().to_string(),
            bytes,
            rows: rows as u64,
        };
        Ok((part, columns, receipt))
    }

    fn parquet(&self, path: &Path) -> Result<(Content, blake3::Hash, u64), Diagnostics> {
        let name = &self.file.name;
        let (content, hash) = rayon::join(
            || {
                let file = ParquetFile::open(name, path).map_err(only)?;
                let columns = self.locate(file.names())?;
                let part = file.read(self.program, &columns).map_err(only)?;
                Ok((part, columns))
            },
            || hash_file(path).map_err(|error| only(unreadable(name, &error))),
        );
        let (hash, bytes) = hash?;
        Ok((content?, hash, bytes))
    }

    /// A file that is read into memory as a whole.
    fn whole(
        &self,
        path: &Path,
        (form, packing): (Form, Packing),
    ) -> Result<(Content, blake3::Hash, u64), Diagnostics> {
        let name = &self.file.name;
        let bytes = std::fs::read(path).map_err(|error| only(unreadable(name, &error)))?;
        let (content, hash) = rayon::join(
            || {
                let unpacked = form::unpack(name, packing, &bytes).map_err(only)?;
                self.content(form, unpacked.as_deref().unwrap_or(&bytes))
            },
            || blake3::hash(&bytes),
        );
        Ok((content?, hash, bytes.len() as u64))
    }

    fn content(&self, form: Form, bytes: &[u8]) -> Result<Content, Diagnostics> {
        let name = &self.file.name;
        let (part, columns) = match form {
            Form::Csv | Form::Parquet => return self.csv(bytes),
            Form::Json => {
                let file = JsonFile::new(name, bytes).map_err(only)?;
                let columns = self.locate(file.header())?;
                (file.read(&columns), columns)
            }
            Form::Arrow => {
                let file = ArrowFile::new(name, bytes).map_err(only)?;
                let columns = self.locate(file.names())?;
                (file.read(&columns), columns)
            }
            Form::Sheets => {
                let sheet = self.entity.sheet.as_deref();
                let file = SheetFile::new(name, bytes, sheet, self.entity_name()).map_err(only)?;
                let columns = self.locate(file.header())?;
                (file.read(&columns), columns)
            }
        };
        Ok((part.map_err(only)?, columns))
    }

    fn csv(&self, bytes: &[u8]) -> Result<Content, Diagnostics> {
        let name = &self.file.name;
        let file = CsvFile::new(name, bytes, self.entity.delimiter).map_err(only)?;
        if let Some(other) = file.other_delimiter().filter(|_| self.fields.len() > 1) {
            let it = Diagnostic::new(&words::WRONG_DELIMITER).with("file", name);
            let delimiter = char::from(self.entity.delimiter);
            return Err(only(
                it.with("delimiter", delimiter.escape_debug())
                    .with("other", other.escape_debug())
                    .with("entity", self.entity_name()),
            ));
        }
        let columns = self.locate(file.header())?;
        let part = file.read(&columns).map_err(only)?;
        Ok((part, columns))
    }

    /// The columns of the wanted fields, or all that are missing.
    fn locate(&self, available: &[String]) -> Result<Vec<FieldInput>, Diagnostics> {
        let mut findings = Diagnostics::new();
        let found = columns::locate(
            self.program,
            self.fields,
            &self.entity.columns,
            &self.file.name,
            available,
            &mut findings,
        );
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(found)
        }
    }

    fn entity_name(&self) -> &str {
        let entity = self.program.entities.get(self.entity.entity.index());
        entity.map_or("", |entity| entity.about.name.as_str())
    }

    fn at(&self, code: &'static aturan::diagnostic::Entry) -> Diagnostic {
        let it = match self.file.span {
            Some(span) => Diagnostic::at(code, span),
            None => Diagnostic::new(code),
        };
        it.with("file", &self.file.name)
            .with("entity", self.entity_name())
    }

    fn missing(&self) -> Diagnostic {
        let names = names_in(self.folder);
        let data: Vec<_> = names
            .iter()
            .map(String::as_str)
            .filter(|name| *name != "dataset.toml")
            .collect();
        let it = self
            .at(&words::MISSING_FILE)
            .with("available", data.join(", "));
        match nearest(&self.file.name, data.iter().copied()) {
            Some(near) => it.with("near", near).help("help.near"),
            None if data.is_empty() => it.help("help.empty"),
            None => it,
        }
    }
}

fn hash_file(path: &Path) -> std::io::Result<(blake3::Hash, u64)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    Ok((hasher.finalize(), hasher.count()))
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
