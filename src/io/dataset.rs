//! `dataset.toml`, or a folder with one file per entity: which files hold what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::description;
use super::form;
use aturan::check::tree::{EntityId, FieldId, Program};
use aturan::data::columns::ColumnChoice;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::source::{SourceMap, Span};

/// The file that describes a data set.
pub(crate) const DESCRIPTION: &str = "dataset.toml";

/// A data set as described: its files and how their columns are read.
#[derive(Debug, Default)]
pub(crate) struct DatasetSpec {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its title.
    pub(crate) label: Option<String>,
    /// The evaluation date unless the command says otherwise.
    pub(crate) date: Option<Date>,
    /// The entities that have files, in the order of the policy.
    pub(crate) entities: Vec<EntitySpec>,
    /// What reading and evaluating it may take.
    pub(crate) memory: Memory,
}

/// How much memory a command may take.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Bytes; any amount where none is said.
    pub(crate) limit: Option<u64>,
    /// What each row of an entity takes besides its columns, for results.
    pub(crate) per_row: Vec<u64>,
}

/// The files of an entity.
#[derive(Debug)]
pub(crate) struct EntitySpec {
    /// Which entity.
    pub(crate) entity: EntityId,
    /// Its files, within the folder, in order.
    pub(crate) files: Vec<FileSpec>,
    /// Between the cells of CSV files.
    pub(crate) delimiter: u8,
    /// Numbers in text are written `3,44`.
    pub(crate) decimal_comma: bool,
    /// The sheet of a file of sheets.
    pub(crate) sheet: Option<String>,
    /// Where columns are not simply named as their fields.
    pub(crate) columns: BTreeMap<FieldId, ColumnChoice>,
    /// The outside lists that fields are looked up in.
    pub(crate) lists: BTreeMap<FieldId, ListSpec>,
    /// What its rows are made from, where it has no files of its own.
    pub(crate) from: Option<Derivation>,
}

impl EntitySpec {
    /// An entity of which nothing is said yet.
    pub(crate) fn new(entity: EntityId) -> Self {
        Self {
            entity,
            files: Vec::new(),
            delimiter: b',',
            decimal_comma: false,
            sheet: None,
            columns: BTreeMap::new(),
            lists: BTreeMap::new(),
            from: None,
        }
    }
}

/// A list from outside the data set, in which rows are looked up.
#[derive(Debug, Clone)]
pub(crate) struct ListSpec {
    /// Its file.
    pub(crate) file: FileSpec,
    /// The column of the rows that is looked up.
    pub(crate) on: String,
    /// The column of the list, where it is named otherwise.
    pub(crate) column: Option<String>,
}

/// How the rows of an entity are made from those of another.
#[derive(Debug, Clone)]
pub(crate) enum Derivation {
    /// One row for each key that stands in the rows of the other.
    Distinct {
        /// The other entity.
        from: EntityId,
    },
    /// One row for each of some columns of each row of the other.
    Columns {
        /// The other entity.
        from: EntityId,
        /// The columns and where their cells go.
        rows: ColumnRows,
    },
}

impl Derivation {
    /// The entity that the rows are made from.
    pub(crate) fn from(&self) -> EntityId {
        match self {
            Self::Distinct { from } | Self::Columns { from, .. } => *from,
        }
    }
}

/// Columns that become rows.
#[derive(Debug, Clone)]
pub(crate) struct ColumnRows {
    /// Their names, in order.
    pub(crate) columns: Vec<String>,
    /// The field that takes their cells.
    pub(crate) value: Option<FieldId>,
    /// The field that takes their places, counted from 1.
    pub(crate) number: Option<FieldId>,
    /// Blank cells make no row.
    pub(crate) skip_blank: bool,
}

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct FileSpec {
    /// Its name within the folder, with `/`.
    pub(crate) name: String,
    /// Where `dataset.toml` names it.
    pub(crate) span: Option<Span>,
}

/// Finds the description of a data set; `dataset.toml` joins the sources, so that findings show it.
///
/// # Errors
/// Everything that is wrong with the folder or the description.
pub(crate) fn open(
    folder: &Path,
    program: &Program,
    sources: &mut SourceMap,
) -> Result<DatasetSpec, Diagnostics> {
    let mut findings = Diagnostics::new();
    let known: Vec<_> = program
        .declared()
        .map(|(it, _)| it.about.name.as_str())
        .collect();
    let known = known.join(", ");
    if folder.as_os_str() == form::STANDARD_INPUT {
        return standard_input(program, known);
    }
    if !folder.is_dir() {
        findings.push(
            Diagnostic::new(&words::NO_FOLDER)
                .with("folder", folder.display())
                .with("entities", known),
        );
        return Err(findings);
    }
    let description = folder.join(DESCRIPTION);
    let mut spec = if description.exists() {
        description::read(&description, program, sources, &mut findings)
    } else {
        by_names(folder, program, &mut findings)
    };
    spec.folder = folder.to_path_buf();
    spec.entities.sort_by_key(|it| it.entity);
    expand_patterns(&mut spec, &mut findings);
    if spec.entities.is_empty() && !findings.has_errors() {
        findings.push(
            Diagnostic::new(&words::NO_DATA)
                .with("folder", folder.display())
                .with("entities", known),
        );
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(spec)
    }
}

/// The rows of the one entity there is, from the standard input.
fn standard_input(program: &Program, known: String) -> Result<DatasetSpec, Diagnostics> {
    let mut findings = Diagnostics::new();
    let mut entities = program.declared();
    let (Some((_, id)), None) = (entities.next(), entities.next()) else {
        findings.push(Diagnostic::new(&words::STANDARD_INPUT).with("entities", known));
        return Err(findings);
    };
    let mut entity = EntitySpec::new(id);
    entity.files.push(FileSpec {
        name: form::STANDARD_INPUT.to_owned(),
        span: None,
    });
    Ok(DatasetSpec {
        entities: vec![entity],
        ..DatasetSpec::default()
    })
}

/// The names of the files of a folder, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// One file per entity, named after it.
fn by_names(folder: &Path, program: &Program, findings: &mut Diagnostics) -> DatasetSpec {
    let mut spec = DatasetSpec::default();
    for (entity, id) in program.declared() {
        let name = &entity.about.name;
        let candidates = form::ENDINGS.iter();
        let mut found = candidates
            .map(|(ending, _, _)| format!("{name}.{ending}"))
            .filter(|file| folder.join(file).exists())
            .chain(folder.join(name).is_dir().then(|| name.clone()));
        let Some(first) = found.next() else { continue };
        if let Some(second) = found.next() {
            findings.push(
                Diagnostic::new(&words::TWO_FILES)
                    .with("first", &first)
                    .with("second", second)
                    .with("entity", name),
            );
        }
        let mut entity = EntitySpec::new(id);
        entity.files.push(FileSpec {
            name: first,
            span: None,
        });
        spec.entities.push(entity);
    }
    spec
}

/// Puts the files that fit a pattern in its place, and those of a folder in the place of the folder.
fn expand_patterns(spec: &mut DatasetSpec, findings: &mut Diagnostics) {
    for entity in &mut spec.entities {
        let mut files = Vec::new();
        for file in std::mem::take(&mut entity.files) {
            let is_folder = spec.folder.join(&file.name).is_dir();
            if !file.name.contains('*') && !is_folder {
                files.push(file);
                continue;
            }
            let mut names = Vec::new();
            let (parts, folder) = (file.name.trim_end_matches('/'), &spec.folder);
            fitting(
                folder,
                "",
                &parts.split('/').collect::<Vec<_>>(),
                &mut names,
            );
            if names.is_empty() {
                let it = match file.span {
                    Some(span) => Diagnostic::at(&words::NO_PATTERN_MATCH, span),
                    None => Diagnostic::new(&words::NO_PATTERN_MATCH),
                };
                let inside = file.name.rsplit_once('/').map_or("", |(inside, _)| inside);
                let beside = names_in(&spec.folder.join(inside));
                findings.push(
                    it.with("file", &file.name)
                        .with("available", beside.join(", ")),
                );
            }
            files.extend(names.into_iter().map(|name| FileSpec {
                name,
                span: file.span,
            }));
        }
        entity.files = files;
    }
}

/// The files under `inside` that fit the parts of a path, sorted by their names; of a folder that
/// fits all parts, all files of data in it.
fn fitting(folder: &Path, inside: &str, parts: &[&str], out: &mut Vec<String>) {
    for name in names_in(&folder.join(inside)) {
        let path = if inside.is_empty() {
            name.clone()
        } else {
            format!("{inside}/{name}")
        };
        let is_folder = folder.join(&path).is_dir();
        match parts {
            [] if name.starts_with(['.', '_']) => {}
            [] if is_folder => fitting(folder, &path, &[], out),
            [] => out.extend(form::of(&name).map(|_| path)),
            [part, rest @ ..] if fits(&name, part) => match (rest, is_folder) {
                ([], false) => out.push(path),
                (_, true) => fitting(folder, &path, rest, out),
                (_, false) => {}
            },
            [..] => {}
        }
    }
}

/// Whether a name fits a pattern in which `*` stands for any characters.
fn fits(name: &str, pattern: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return name == pattern;
    };
    let Some(name) = name.strip_prefix(head) else {
        return false;
    };
    let Some((middle, last)) = rest.rsplit_once('*') else {
        return name.ends_with(rest);
    };
    let Some(mut name) = name.strip_suffix(last) else {
        return false;
    };
    for part in middle.split('*') {
        match name.find(part) {
            Some(at) => name = name.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names() {
        assert!(fits("family_01.csv", "family_*.csv"));
        assert!(fits("a-b-c.csv", "*b*.csv"));
        assert!(fits("abc", "***"));
        assert!(!fits("family.csv", "family_*.csv"));
        assert!(!fits("a.csv", "a*.parquet"));
    }
}
