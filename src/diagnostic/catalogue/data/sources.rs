//! Words about files of other kinds than CSV and Parquet.

use super::error;
use crate::diagnostic::Entry;

/// A sheet is not there, or not told.
pub static NO_SHEET: Entry = error(
    "data::no_sheet",
    "a sheet of a spreadsheet file is not there",
    &[
        (
            "message",
            "`{file}` has no sheet `{sheet}`",
            "`{file}` tidak memiliki lembar `{sheet}`",
        ),
        (
            "help",
            "its sheets are {available}",
            "lembarnya {available}",
        ),
        (
            "help.near",
            "did you mean `{near}`? its sheets are {available}",
            "apakah maksudnya `{near}`? lembarnya {available}",
        ),
        (
            "help.which",
            "say which to read, `sheet = \"…\"` in `dataset.toml`; its sheets are {available}",
            "sebutkan lembar yang dibaca, `sheet = \"…\"` di `dataset.toml`; lembarnya {available}",
        ),
    ],
);

/// A JSON file that is none, or whose rows are no objects.
pub static BAD_JSON: Entry = error(
    "data::bad_json",
    "a JSON file cannot be read",
    &[
        (
            "message",
            "`{file}`, line {row}: {cause}",
            "`{file}`, baris {row}: {cause}",
        ),
        (
            "help",
            "a JSON file is a list of objects, or one object in each line: {\"family_id\": \"F01\", \"size\": 4}",
            "berkas JSON adalah daftar objek, atau satu objek tiap baris: {\"family_id\": \"F01\", \"size\": 4}",
        ),
    ],
);

/// A cell of a JSON file that holds more than one value.
pub static JSON_NESTED: Entry = error(
    "data::json_nested",
    "a cell of a JSON file holds a list or an object",
    &[
        (
            "message",
            "`{file}`, row {row}: `{column}` holds a list or an object",
            "`{file}`, baris {row}: `{column}` berisi daftar atau objek",
        ),
        (
            "help",
            "write the parts of `{column}` as columns, or its rows as a file of a child entity",
            "tulis bagian-bagian `{column}` sebagai kolom, atau barisnya sebagai berkas entitas anak",
        ),
    ],
);
