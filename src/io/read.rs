//! The files of a data set to the rows that [`aturan::data::bind`] takes, with their fingerprints.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aturan::check::tree::{EntityId, FieldId, Program};
use aturan::data::input::{EntityInput, OutsideList};
use aturan::data::{columns, derive};
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};

use super::dataset::{DatasetSpec, Derivation, EntitySpec};
use super::made;
use super::source::{Source, Wanted};

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
    let mut reader = Reader {
        spec,
        program,
        findings: Diagnostics::new(),
        files: Vec::new(),
    };
    let mut inputs = Vec::new();
    for entity in &spec.entities {
        let fields = columns::wanted(program, entity.entity, needed);
        let input = match &entity.from {
            None => Some(reader.own(entity, &fields)),
            Some(from) => reader.made(entity, from, &fields),
        };
        let input = input.map(|input| reader.look_up(entity, input));
        inputs.extend(input);
    }
    if reader.findings.has_errors() {
        Err(reader.findings)
    } else {
        Ok(Loaded {
            inputs,
            files: reader.files,
        })
    }
}

/// Reads entity by entity, going on after a mistake.
pub(super) struct Reader<'a> {
    pub(super) spec: &'a DatasetSpec,
    pub(super) program: &'a Program,
    pub(super) findings: Diagnostics,
    files: Vec<FileReceipt>,
}

impl Reader<'_> {
    /// An entity with files of its own.
    fn own(&mut self, entity: &EntitySpec, fields: &[FieldId]) -> EntityInput {
        let (input, files) = self.rows(entity, Wanted::Later(fields));
        self.files.extend(files);
        input
    }

    /// An entity whose rows are made from those of another.
    fn made(
        &mut self,
        entity: &EntitySpec,
        from: &Derivation,
        fields: &[FieldId],
    ) -> Option<EntityInput> {
        let mut entities = self.spec.entities.iter();
        let source = entities.find(|it| it.entity == from.from() && it.from.is_none());
        let Some(source) = source else {
            let name = self.program.entities.get(from.from().index());
            let name = name.map_or("", |it| it.about.name.as_str());
            let it = Diagnostic::new(&words::TOML_NO_FILE);
            self.findings.push(it.with("entity", name));
            return None;
        };
        match from {
            Derivation::Distinct { .. } => made::distinct(self, entity, source, fields),
            Derivation::Columns { rows, .. } => made::columns(self, entity, source, rows, fields),
        }
    }

    /// The rows of all files of an entity.
    pub(super) fn rows(
        &mut self,
        entity: &EntitySpec,
        wanted: Wanted<'_>,
    ) -> (EntityInput, Vec<FileReceipt>) {
        let mut input = EntityInput {
            entity: entity.entity,
            parts: Vec::new(),
            columns: Vec::new(),
            conflicts: Vec::new(),
        };
        let mut files = Vec::new();
        for file in &entity.files {
            let source = Source {
                folder: &self.spec.folder,
                program: self.program,
                entity,
                file,
                wanted,
            };
            match source.read() {
                Ok((part, columns, receipt)) => {
                    input.parts.push(part);
                    input.columns = columns;
                    files.push(receipt);
                }
                Err(found) => self.findings.append(found),
            }
        }
        (input, files)
    }

    /// Hands the outside lists to the fields that are looked up in them.
    fn look_up(&mut self, entity: &EntitySpec, mut input: EntityInput) -> EntityInput {
        let mut known: BTreeMap<(String, String), Arc<BTreeSet<String>>> = BTreeMap::new();
        for column in &mut input.columns {
            let Some(list) = entity.lists.get(&column.field) else {
                continue;
            };
            let source = Source {
                folder: &self.spec.folder,
                program: self.program,
                entity,
                file: &list.file,
                wanted: Wanted::List(list, column.field),
            };
            let wanted = list.column.as_ref().unwrap_or(&list.on).clone();
            let name = list.file.name.clone();
            let keys = match known.get(&(name.clone(), wanted.clone())) {
                Some(keys) => keys.clone(),
                None => match source.read() {
                    Ok((part, columns, receipt)) => {
                        let column = columns.first().map_or("", |it| it.column.as_str());
                        self.files.push(receipt);
                        Arc::new(derive::values(std::slice::from_ref(&part), column))
                    }
                    Err(found) => {
                        self.findings.append(found);
                        continue;
                    }
                },
            };
            known.insert((name.clone(), wanted), keys.clone());
            column.reading.list = Some(OutsideList { name, keys });
        }
        input
    }
}
