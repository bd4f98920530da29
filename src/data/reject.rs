//! Rejected rows with their reasons, and what was changed in rows that were kept.

use crate::check::tree::{Constant, EntityId, Field, FieldId, Program, Type};
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Diagnostic, Entry};

/// One reason why a row was rejected; a row may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The row's entity.
    pub entity: EntityId,
    /// The file, by its place among the files of the entity.
    pub file: u32,
    /// The row's number in the file, as [`super::input::RowNumbers`] counts.
    pub number: u64,
    /// The field that is at fault, where it is one.
    pub field: Option<FieldId>,
    /// The column that fills it.
    pub column: String,
    /// What the cell holds; unmasked.
    pub value: String,
    /// The cell identifies a person: mask it in what people read.
    pub personal: bool,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a cell or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// More or fewer cells than the header has.
    Cells {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// Blank, where the schema asks for a value.
    Blank,
    /// Not a number.
    NotANumber,
    /// `200.000`: two hundred thousand, or two hundred.
    TwoReadings,
    /// `1.234.567,50`: marks between the thousands.
    Grouped,
    /// `3,44` in a file whose numbers are not declared so.
    DecimalComma,
    /// A whole number with decimals.
    NotWhole,
    /// More than the type can hold.
    TooLarge,
    /// Outside the range of the field.
    OutOfRange,
    /// Not a truth value.
    NotABoolean,
    /// Not a whole number of which a bit could be read.
    NotABitSum,
    /// Not a date.
    NotADate,
    /// `31/12/2023`.
    DateForm,
    /// Not a value of the enumeration.
    UnknownWord,
    /// Breaks the pattern of the field.
    Pattern,
    /// The key stands in other rows too.
    DuplicateKey,
    /// The value of a unique field stands in other rows too.
    DuplicateValue,
    /// The copies that the row was made from differ.
    CopiesDiffer,
    /// The period of the row ends before it starts.
    PeriodReversed,
    /// No row of the parent has the key.
    ParentMissing(EntityId),
    /// The row of the parent is rejected.
    ParentRejected(EntityId),
    /// No row of the entity referred to has the key.
    TargetMissing(EntityId),
    /// The row referred to is rejected.
    TargetRejected(EntityId),
}

/// What was changed or odd in rows that were kept, by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The field.
    pub field: FieldId,
    /// What.
    pub kind: NoteKind,
    /// In how many cells, rejected rows included.
    pub count: u64,
    /// The file of the first, by its place among the files of the entity.
    pub file: u32,
    /// The number of the first row.
    pub number: u64,
}

/// What was changed or odd in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// Decimals beyond the type were rounded half-even.
    Rounded,
    /// A text that breaks the pattern counts as unknown.
    TurnedUnknown,
    /// A date after the evaluation date: ages from it are unknown.
    AfterEvaluation,
    /// An answer to a question that is not asked of the row; it counts as given.
    NotAsked,
    /// The copies that a row was made from differ; the field is unknown.
    CopiesDiffer,
}

impl Rejected {
    /// The words of the reason.
    pub fn finding(&self, program: &Program) -> Diagnostic {
        let field = self.field.and_then(|id| program.fields.get(id.index()));
        let value = if self.personal {
            mask(&self.value)
        } else {
            self.value.clone()
        };
        let mut it = Diagnostic::new(self.problem.entry())
            .with("value", &value)
            .with("column", &self.column)
            .with("field", field.map_or("", |field| field.about.name.as_str()));
        match self.problem {
            Problem::Cells { found, expected } => {
                it = it.with("found", found).with("expected", expected);
            }
            Problem::TwoReadings => {
                let (thousands, decimal) = readings(self.value.trim());
                // Three decimals would be refused again.
                let written = match decimal.split_once('.') {
                    Some((_, part)) if part.len() == 3 => format!("{decimal}0"),
                    _ => decimal.clone(),
                };
                it = it
                    .with("thousands", thousands)
                    .with("decimal", decimal)
                    .with("written", written);
            }
            Problem::OutOfRange => it = it.with("range", field.map_or(String::new(), range)),
            Problem::Pattern => {
                let pattern = field.and_then(|field| field.matching.as_ref());
                it = it.with(
                    "pattern",
                    pattern.map_or("", |(pattern, _)| pattern.as_str()),
                );
            }
            Problem::UnknownWord => it = self.suggest(it, program, field),
            Problem::ParentMissing(entity)
            | Problem::ParentRejected(entity)
            | Problem::TargetMissing(entity)
            | Problem::TargetRejected(entity) => {
                let entity = program.entities.get(entity.index());
                it = it.with(
                    "entity",
                    entity.map_or("", |entity| entity.about.name.as_str()),
                );
            }
            Problem::Blank => {
                let entity = program.entities.get(self.entity.index());
                let parent = entity.and_then(|it| it.parent).map(|(_, field)| field);
                let key = entity.map(|it| it.key);
                if self.field == key || self.field == parent {
                    it = it.help("help.key");
                }
            }
            Problem::NotANumber
            | Problem::Grouped
            | Problem::DecimalComma
            | Problem::NotWhole
            | Problem::TooLarge
            | Problem::NotABoolean
            | Problem::NotABitSum
            | Problem::NotADate
            | Problem::DateForm
            | Problem::DuplicateKey
            | Problem::DuplicateValue
            | Problem::PeriodReversed
            | Problem::CopiesDiffer => {}
        }
        it
    }

    /// Names the nearest value of the enumeration, or lists them.
    fn suggest(&self, it: Diagnostic, program: &Program, field: Option<&Field>) -> Diagnostic {
        let values = match field.map(|field| field.ty) {
            Some(Type::Enum(id)) => program.enums.get(id.index()).map(|it| it.values.as_slice()),
            _ => None,
        };
        let names: Vec<&str> = values
            .unwrap_or_default()
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let it = it.with("values", names.join(", "));
        match nearest(&self.value, names) {
            Some(near) => it.with("near", near).help("help.near"),
            None => it,
        }
    }
}

impl Problem {
    /// The catalogue entry.
    pub fn entry(self) -> &'static Entry {
        match self {
            Self::Cells { .. } => &words::ROW_CELLS,
            Self::Blank => &words::BLANK,
            Self::NotANumber => &words::NOT_A_NUMBER,
            Self::TwoReadings => &words::TWO_READINGS,
            Self::Grouped => &words::GROUPED_DIGITS,
            Self::DecimalComma => &words::DECIMAL_COMMA,
            Self::NotWhole => &words::NOT_WHOLE,
            Self::TooLarge => &words::TOO_LARGE,
            Self::OutOfRange => &words::OUT_OF_RANGE,
            Self::NotABoolean => &words::NOT_A_BOOLEAN,
            Self::NotABitSum => &words::NOT_A_BIT_SUM,
            Self::NotADate => &words::NOT_A_DATE,
            Self::DateForm => &words::DATE_FORM,
            Self::UnknownWord => &words::UNKNOWN_VALUE,
            Self::Pattern => &words::PATTERN,
            Self::DuplicateKey => &words::DUPLICATE_KEY,
            Self::DuplicateValue => &words::DUPLICATE_VALUE,
            Self::CopiesDiffer => &words::COPIES_DIFFER,
            Self::PeriodReversed => &words::PERIOD_REVERSED,
            Self::ParentMissing(_) => &words::PARENT_MISSING,
            Self::ParentRejected(_) => &words::PARENT_REJECTED,
            Self::TargetMissing(_) => &words::TARGET_MISSING,
            Self::TargetRejected(_) => &words::TARGET_REJECTED,
        }
    }
}

impl NoteKind {
    /// The catalogue entry.
    pub fn entry(self) -> &'static Entry {
        match self {
            Self::Rounded => &words::ROUNDED,
            Self::TurnedUnknown => &words::TURNED_UNKNOWN,
            Self::AfterEvaluation => &words::AFTER_EVALUATION,
            Self::NotAsked => &words::NOT_ASKED,
            Self::CopiesDiffer => &words::COPIES_UNKNOWN,
        }
    }
}

impl Note {
    /// The words of the note.
    pub fn finding(&self, program: &Program) -> Diagnostic {
        let field = program.fields.get(self.field.index());
        let entity = field.and_then(|field| program.entities.get(field.entity.index()));
        Diagnostic::new(self.kind.entry())
            .with("count", self.count)
            .with("number", self.number)
            .with("field", field.map_or("", |field| field.about.name.as_str()))
            .with(
                "entity",
                entity.map_or("", |entity| entity.about.name.as_str()),
            )
    }
}

/// `200.000` as two hundred thousand and as two hundred.
fn readings(digits: &str) -> (String, String) {
    let decimal = digits.replace(',', ".");
    let decimal = decimal.trim_end_matches('0').trim_end_matches('.');
    (digits.replace(['.', ','], ""), decimal.to_owned())
}

/// Hides the middle of a text that identifies a person, `6271••••••••0000`, or all of a short one.
pub fn mask(value: &str) -> String {
    let length = value.chars().count();
    let open = if length >= 12 { 4 } else { 0 };
    let hidden = |place: usize| place >= open && place < length - open;
    value
        .chars()
        .enumerate()
        .map(|(place, char)| if hidden(place) { '•' } else { char })
        .collect()
}

/// The range of a field, as a policy writes it.
pub(super) fn range(field: &Field) -> String {
    let Some(range) = &field.range else {
        return String::new();
    };
    let written = |bound: &Option<Constant>| match bound {
        Some(Constant::Number(number)) => number.to_string(),
        Some(Constant::Date(date)) => date.to_string(),
        Some(Constant::Boolean(_) | Constant::Text(_) | Constant::Enum(_)) | None => String::new(),
    };
    let dots = if range.exclusive { " ..< " } else { ".." };
    format!("{}{dots}{}", written(&range.low), written(&range.high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_the_ends_of_long_numbers_only() {
        assert_eq!(mask("6271990101010000"), "6271••••••••0000");
        assert_eq!(mask("Ani"), "•••");
        assert_eq!(mask(""), "");
    }
}
