//! Words of the `data` findings: faults of data sets, reasons of rejected rows, notes on cells.

use crate::diagnostic::{Entry, Severity};

mod files;
mod input;
mod memory;
mod rows;
mod sources;
mod verified;

pub use files::*;
pub use input::*;
pub use memory::*;
pub use rows::*;
pub use sources::*;
pub use verified::*;

type Texts = &'static [(&'static str, &'static str, &'static str)];

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[
    // Data sets and files.
    &NO_FOLDER,
    &NO_DATA,
    &MISSING_FILE,
    &UNREADABLE_FILE,
    &EMPTY_FILE,
    &NO_PATTERN_MATCH,
    &UNKNOWN_FORMAT,
    &TWO_FILES,
    &WRITE_FAILED,
    // `dataset.toml`.
    &TOML_SYNTAX,
    &TOML_UNKNOWN_KEY,
    &TOML_UNKNOWN_ENTITY,
    &TOML_UNKNOWN_FIELD,
    &TOML_WRONG_VALUE,
    &TOML_UNKNOWN_VALUE,
    &TOML_NO_FILE,
    &TOML_INCOMPLETE,
    &TOML_UNFIT,
    &LIST_COLUMN,
    &MIXED_KINDS,
    // CSV.
    &BAD_BYTE,
    &NO_HEADER,
    &DUPLICATE_COLUMN,
    &OPEN_QUOTE,
    &NOT_CSV,
    &WRONG_DELIMITER,
    // Parquet.
    &NOT_PARQUET,
    &TRUNCATED,
    &DAMAGED,
    // Sheets and JSON.
    &NO_SHEET,
    &BAD_JSON,
    &JSON_NESTED,
    // Columns.
    &MISSING_COLUMN,
    &WRONG_TYPE,
    &BAD_PATTERN,
    &TOO_MUCH_TEXT,
    &TOO_MANY_ROWS,
    &STANDARD_INPUT,
    &MEMORY_LIMIT,
    &MEMORY_REACHED,
    &PARENT_NOT_DELIVERED,
    // Rejected rows.
    &REJECTED,
    &ROW_CELLS,
    &BLANK,
    &NOT_A_NUMBER,
    &TWO_READINGS,
    &GROUPED_DIGITS,
    &DECIMAL_COMMA,
    &NOT_WHOLE,
    &TOO_LARGE,
    &OUT_OF_RANGE,
    &NOT_A_BOOLEAN,
    &NOT_A_BIT_SUM,
    &NOT_A_DATE,
    &DATE_FORM,
    &UNKNOWN_VALUE,
    &PATTERN,
    &DUPLICATE_KEY,
    &DUPLICATE_VALUE,
    &PERIOD_REVERSED,
    &COPIES_DIFFER,
    &PARENT_MISSING,
    &PARENT_REJECTED,
    &TARGET_MISSING,
    &TARGET_REJECTED,
    // Notes on rows that were kept.
    &ROUNDED,
    &TURNED_UNKNOWN,
    &AFTER_EVALUATION,
    &NOT_ASKED,
    &COPIES_UNKNOWN,
    // Field verification that comes back.
    &VERIFIED_NO_COLUMN,
    &VERIFIED_CELLS,
    &VERIFIED_UNKNOWN_ENTITY,
    &VERIFIED_UNKNOWN_FIELD,
    &VERIFIED_UNKNOWN_KEY,
    &VERIFIED_MASKED_KEY,
    &VERIFIED_VALUE,
    &VERIFIED_TWICE,
    &VERIFIED_CHECK,
    &VERIFIED_NOT_A_CELL,
    &VERIFIED_CONTRADICTS,
    &VERIFIED_EMPTY,
];

const fn error(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Error,
        since: "0.1.0",
        summary,
        texts,
    }
}

const fn warning(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Warning,
        since: "0.1.0",
        summary,
        texts,
    }
}
