//! One file of a data set, whatever its kind, to the wanted columns and its fingerprint.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use aturan::check::tree::{FieldId, Program};
use aturan::data::columns;
use aturan::data::input::{FieldInput, Part, Reading};
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use aturan::diagnostic::{Diagnostic, Diagnostics};

use super::arrow::ArrowFile;
use super::csv::CsvFile;
use super::dataset::{EntitySpec, FileSpec, ListSpec, names_in};
use super::form::{self, Form, Packing};
use super::json::JsonFile;
use super::parquet::{ParquetFile, unreadable};
use super::partition::Partition;
use super::read::FileReceipt;
use super::sheets::SheetFile;
use super::tally;

/// What is read of a file.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// The columns of fields.
    Fields(&'a [FieldId]),
    /// The same, which may be read when they are converted.
    Later(&'a [FieldId]),
    /// Columns by their names.
    Columns(&'a [FieldInput]),
    /// The column of an outside list that a field is looked up in.
    List(&'a ListSpec, FieldId),
}

impl Wanted<'_> {
    fn count(self) -> usize {
        match self {
            Self::Fields(fields) | Self::Later(fields) => fields.len(),
            Self::Columns(columns) => columns.len(),
            Self::List(..) => 1,
        }
    }
}

/// One file to read, and for whom.
pub(super) struct Source<'a> {
    pub(super) folder: &'a Path,
    pub(super) program: &'a Program,
    pub(super) entity: &'a EntitySpec,
    pub(super) file: &'a FileSpec,
    pub(super) wanted: Wanted<'a>,
}

type Content = (Part, Vec<FieldInput>);

impl Source<'_> {
    pub(super) fn read(&self) -> Result<(Part, Vec<FieldInput>, FileReceipt), Diagnostics> {
        let path = self.folder.join(&self.file.name);
        let is_input = self.file.name == form::STANDARD_INPUT;
        if !is_input && !path.exists() {
            return Err(only(self.missing()));
        }
        let ((part, columns), hash, bytes) = match form::of(&self.file.name) {
            _ if is_input => self.standard_input()?,
            Some((Form::Parquet, _)) => self.parquet(&path)?,
            Some(form) => self.whole(&path, form)?,
            None => return Err(only(self.at(&words::UNKNOWN_FORMAT))),
        };
        tally::found(part.rows());
        if part.stored.is_some() {
            tally::to_do(part.rows() * columns.len());
        }
        let receipt = FileReceipt {
            entity: self.entity.entity,
            name: self.file.name.clone(),
            hash: hash.to_hex().to_string(),
            bytes,
            rows: part.rows() as u64,
        };
        Ok((part, columns, receipt))
    }

    fn parquet(&self, path: &Path) -> Result<(Content, blake3::Hash, u64), Diagnostics> {
        let name = &self.file.name;
        let (content, hash) = rayon::join(
            || {
                let file = ParquetFile::open(name, path).map_err(only)?;
                let names = file.names().to_vec();
                let later = matches!(self.wanted, Wanted::Later(_));
                self.rows(&names, |columns| {
                    if later {
                        file.later(self.program, columns)
                    } else {
                        file.read(self.program, columns)
                    }
                })
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

    /// What comes from the standard input, whose kind the bytes tell.
    fn standard_input(&self) -> Result<(Content, blake3::Hash, u64), Diagnostics> {
        let name = &self.file.name;
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| only(unreadable(name, &error)))?;
        let unpacked = form::unpack(name, form::packing_of(&bytes), &bytes).map_err(only)?;
        let text = unpacked.as_deref().unwrap_or(&bytes);
        let content = self.content(form::of_bytes(text), text)?;
        Ok((content, blake3::hash(&bytes), bytes.len() as u64))
    }

    fn content(&self, form: Form, bytes: &[u8]) -> Result<Content, Diagnostics> {
        let name = &self.file.name;
        match form {
            Form::Csv | Form::Parquet => self.csv(bytes),
            Form::Json => {
                let file = JsonFile::new(name, bytes).map_err(only)?;
                self.rows(file.header(), |columns| file.read(columns))
            }
            Form::Arrow => {
                let file = ArrowFile::new(name, bytes).map_err(only)?;
                self.rows(file.names(), |columns| file.read(columns))
            }
            Form::Sheets => {
                let sheet = self.entity.sheet.as_deref();
                let file = SheetFile::new(name, bytes, sheet, self.entity_name()).map_err(only)?;
                self.rows(file.header(), |columns| file.read(columns))
            }
        }
    }

    /// The rows with the wanted columns, those that the folders of the file name among them.
    fn rows(
        &self,
        names: &[String],
        read: impl FnOnce(&[FieldInput]) -> Result<Part, Diagnostic>,
    ) -> Result<Content, Diagnostics> {
        let partition = Partition::of(&self.file.name);
        let columns = self.locate(&partition.with(names))?;
        let part = read(&partition.in_file(names, &columns))
            .and_then(|part| partition.fill(part, names, &columns));
        Ok((part.map_err(only)?, columns))
    }

    fn csv(&self, bytes: &[u8]) -> Result<Content, Diagnostics> {
        let name = &self.file.name;
        let file = CsvFile::new(name, bytes, self.entity.delimiter).map_err(only)?;
        if let Some(other) = file.other_delimiter().filter(|_| self.wanted.count() > 1) {
            let it = Diagnostic::new(&words::WRONG_DELIMITER).with("file", name);
            let delimiter = char::from(self.entity.delimiter);
            return Err(only(
                it.with("delimiter", delimiter.escape_debug())
                    .with("other", other.escape_debug())
                    .with("entity", self.entity_name()),
            ));
        }
        self.rows(file.header(), |columns| file.read(columns))
    }

    /// The wanted columns, or all that are missing.
    fn locate(&self, available: &[String]) -> Result<Vec<FieldInput>, Diagnostics> {
        let mut findings = Diagnostics::new();
        let found = match self.wanted {
            Wanted::Fields(fields) | Wanted::Later(fields) => columns::locate(
                self.program,
                fields,
                &self.entity.columns,
                &self.file.name,
                available,
                &mut findings,
            ),
            Wanted::Columns(wanted) => self.named(wanted, available, &mut findings),
            Wanted::List(list, field) => vec![self.listed(list, field, available).map_err(only)?],
        };
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(found)
        }
    }

    fn named(
        &self,
        wanted: &[FieldInput],
        available: &[String],
        findings: &mut Diagnostics,
    ) -> Vec<FieldInput> {
        for input in wanted.iter().filter(|it| !available.contains(&it.column)) {
            let field = self.program.fields.get(input.field.index());
            let field = field.map_or("", |field| field.about.name.as_str());
            let file = &self.file.name;
            findings.push(columns::missing(file, &input.column, field, available));
        }
        wanted.to_vec()
    }

    /// The column of an outside list: the one named, or that of the same name, or the only one.
    fn listed(
        &self,
        list: &ListSpec,
        field: FieldId,
        available: &[String],
    ) -> Result<FieldInput, Diagnostic> {
        let name = list.column.as_ref().unwrap_or(&list.on);
        let column = match available {
            [only] if list.column.is_none() => only,
            _ if available.contains(name) => name,
            _ => {
                let it = self.at(&words::LIST_COLUMN).with("column", name);
                return Err(it.with("available", available.join(", ")));
            }
        };
        Ok(FieldInput {
            field,
            column: column.clone(),
            reading: Reading::default(),
        })
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
    /// Bytes that are shared out among the threads.
    const BLOCK: usize = 1 << 20;
    let mut hasher = blake3::Hasher::new();
    let mut file = std::fs::File::open(path)?;
    let mut block = vec![0; BLOCK];
    loop {
        let mut filled = 0;
        while let Some(free) = block.get_mut(filled..).filter(|it| !it.is_empty()) {
            match file.read(free) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        hasher.update_rayon(block.get(..filled).unwrap_or_default());
        if filled < block.len() {
            return Ok((hasher.finalize(), hasher.count()));
        }
    }
}

pub(super) fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
