//! The kinds of data files, told by their endings, and how they are packed.

use std::io::Read as _;

use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;

/// A kind of data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Parquet,
    Csv,
    Json,
    Arrow,
    Sheets,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// The endings that are read, in the order in which a folder is searched.
pub(super) const ENDINGS: [(&str, Form, Packing); 18] = [
    ("parquet", Form::Parquet, Packing::Plain),
    ("csv", Form::Csv, Packing::Plain),
    ("csv.gz", Form::Csv, Packing::Gzip),
    ("csv.zst", Form::Csv, Packing::Zstd),
    ("json", Form::Json, Packing::Plain),
    ("json.gz", Form::Json, Packing::Gzip),
    ("json.zst", Form::Json, Packing::Zstd),
    ("jsonl", Form::Json, Packing::Plain),
    ("jsonl.gz", Form::Json, Packing::Gzip),
    ("jsonl.zst", Form::Json, Packing::Zstd),
    ("ndjson", Form::Json, Packing::Plain),
    ("arrow", Form::Arrow, Packing::Plain),
    ("feather", Form::Arrow, Packing::Plain),
    ("xlsx", Form::Sheets, Packing::Plain),
    ("xlsm", Form::Sheets, Packing::Plain),
    ("xlsb", Form::Sheets, Packing::Plain),
    ("xls", Form::Sheets, Packing::Plain),
    ("ods", Form::Sheets, Packing::Plain),
];

/// The kind of a file, by its name.
pub(super) fn of(name: &str) -> Option<(Form, Packing)> {
    let lower = name.to_ascii_lowercase();
    let named = |ending: &str| {
        let stem = lower.strip_suffix(ending);
        stem.is_some_and(|stem| stem.ends_with('.'))
    };
    let found = ENDINGS.iter().find(|(ending, _, _)| named(ending));
    found.map(|(_, form, packing)| (*form, *packing))
}

/// What a file is called that comes from the standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// How bytes are packed that have no name to tell it.
pub(super) fn packing_of(bytes: &[u8]) -> Packing {
    match bytes {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        _ => Packing::Plain,
    }
}

/// The kind of a file that has no name to tell it; text is taken for CSV.
pub(super) fn of_bytes(bytes: &[u8]) -> Form {
    if bytes.starts_with(b"ARROW1") {
        return Form::Arrow;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.trim_ascii_start().first() {
        Some(b'{' | b'[') => Form::Json,
        _ => Form::Csv,
    }
}

/// How many times its size a file takes that is read as a whole; `None` where it is read piece by piece.
pub(crate) fn times_its_size(name: &str) -> Option<u64> {
    match of(name)? {
        (Form::Parquet, _) => None,
        // The text and its cells; sheets are packed too.
        (Form::Csv | Form::Json | Form::Arrow, Packing::Plain) => Some(2),
        (Form::Csv | Form::Json | Form::Arrow, Packing::Gzip | Packing::Zstd) => Some(12),
        (Form::Sheets, _) => Some(20),
    }
}

/// The bytes of a file as they were before they were packed; `None` where they were not.
pub(super) fn unpack(
    name: &str,
    packing: Packing,
    bytes: &[u8],
) -> Result<Option<Vec<u8>>, Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", name));
    }
    let unpacked = match packing {
        Packing::Plain => return Ok(None),
        Packing::Gzip => {
            let mut out = Vec::new();
            flate2::read::MultiGzDecoder::new(bytes)
                .read_to_end(&mut out)
                .map(|_| out)
        }
        Packing::Zstd => zstd::stream::decode_all(bytes),
    };
    unpacked.map(Some).map_err(|error| damaged(name, &error))
}

/// A file whose contents cannot be made out.
pub(super) fn damaged(name: &str, cause: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(&words::DAMAGED)
        .with("file", name)
        .with("cause", cause)
}

/// Runs a reader's code; a panic on a damaged file becomes a finding.
pub(super) fn guarded<T>(
    name: &str,
    read: impl FnOnce() -> Result<T, Diagnostic>,
) -> Result<T, Diagnostic> {
    // Nothing the reader was working on is used afterwards.
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    done.unwrap_or_else(|_| Err(damaged(name, &"its contents make no sense")))
}

#[cfg(test)]
mod tests {
    use super::{Form, Packing, of, times_its_size};

    #[test]
    fn endings_tell_the_kind() {
        assert_eq!(of("a/b.CSV.GZ"), Some((Form::Csv, Packing::Gzip)));
        assert_eq!(of("b.jsonl"), Some((Form::Json, Packing::Plain)));
        assert_eq!(of("b.parquet.gz"), None);
        assert_eq!(of("csv"), None);
        assert_eq!(times_its_size("family.parquet"), None);
        assert!(times_its_size("a.csv.zst") > times_its_size("a.csv"));
    }
}
