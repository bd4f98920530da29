//! Words of the `data` findings: faults of data sets, reasons of rejected rows, notes on cells.

use crate::diagnostic::{Entry, Severity};

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
    &NOT_SUPPORTED_YET,
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
    &PARTS_DIFFER,
    // Columns.
    &MISSING_COLUMN,
    &WRONG_TYPE,
    &BAD_PATTERN,
    &TOO_MUCH_TEXT,
    &TOO_MANY_ROWS,
    &PARENT_NOT_DELIVERED,
    // Reasons of rejected rows.
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
    &PARENT_MISSING,
    &PARENT_REJECTED,
    &TARGET_MISSING,
    &TARGET_REJECTED,
    // Notes on rows that were kept.
    &ROUNDED,
    &TURNED_UNKNOWN,
    &AFTER_EVALUATION,
    &NOT_ASKED,
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

// Data sets and files.

/// There is no such folder.
pub static NO_FOLDER: Entry = error(
    "data::no_folder",
    "the folder of the data set is not there",
    &[
        (
            "message",
            "there is no data set at `{folder}`",
            "tidak ada kumpulan data di `{folder}`",
        ),
        (
            "help",
            "give the folder that holds `dataset.toml`, or one file per entity ({entities})",
            "berikan folder yang berisi `dataset.toml`, atau satu berkas per entitas ({entities})",
        ),
    ],
);

/// No entity has a file.
pub static NO_DATA: Entry = error(
    "data::no_data",
    "a data set holds no file for any entity",
    &[
        (
            "message",
            "`{folder}` holds no file for any entity of the policy",
            "`{folder}` tidak memuat berkas untuk entitas mana pun dalam kebijakan",
        ),
        (
            "help",
            "put in files named after the entities ({entities}) ending in `.parquet` or `.csv`, or write a `dataset.toml`",
            "isi dengan berkas bernama sesuai entitas ({entities}) berakhiran `.parquet` atau `.csv`, atau tulis `dataset.toml`",
        ),
    ],
);

/// A named file is not there.
pub static MISSING_FILE: Entry = error(
    "data::missing_file",
    "a file of the data set is not there",
    &[
        (
            "message",
            "the file `{file}` of `{entity}` is not there",
            "berkas `{file}` untuk `{entity}` tidak ada",
        ),
        ("label", "named here", "disebut di sini"),
        (
            "help",
            "check the name; the folder holds {available}",
            "periksa namanya; folder itu berisi {available}",
        ),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
        (
            "help.empty",
            "put the file there, or mend its name in `dataset.toml`",
            "letakkan berkasnya di sana, atau perbaiki namanya di `dataset.toml`",
        ),
    ],
);

/// The system refuses to give a file.
pub static UNREADABLE_FILE: Entry = error(
    "data::unreadable_file",
    "a file cannot be read",
    &[
        (
            "message",
            "`{file}` cannot be read: {cause}",
            "`{file}` tidak dapat dibaca: {cause}",
        ),
        (
            "help",
            "check that it is a file, not a folder, and that you may read it",
            "periksa apakah itu berkas, bukan folder, dan Anda berhak membacanya",
        ),
    ],
);

/// A file without content.
pub static EMPTY_FILE: Entry = error(
    "data::empty_file",
    "a file is empty",
    &[
        ("message", "`{file}` is empty", "`{file}` kosong"),
        (
            "help",
            "export it again; a file without rows still needs its columns",
            "ekspor ulang; berkas tanpa baris pun tetap memerlukan kolomnya",
        ),
    ],
);

/// A pattern of file names finds none.
pub static NO_PATTERN_MATCH: Entry = error(
    "data::no_pattern_match",
    "a pattern of file names fits no file",
    &[
        (
            "message",
            "no file fits `{file}`",
            "tidak ada berkas yang cocok dengan `{file}`",
        ),
        ("label", "named here", "disebut di sini"),
        (
            "help",
            "the folder holds {available}",
            "folder itu berisi {available}",
        ),
    ],
);

/// A file whose name ends in nothing known.
pub static UNKNOWN_FORMAT: Entry = error(
    "data::unknown_format",
    "a file is of an unknown kind",
    &[
        (
            "message",
            "`{file}` is not a kind of file that can be read",
            "`{file}` bukan jenis berkas yang dapat dibaca",
        ),
        ("label", "named here", "disebut di sini"),
        (
            "help",
            "save it as `.parquet` or `.csv`",
            "simpan sebagai `.parquet` atau `.csv`",
        ),
    ],
);

/// Something planned that cannot be read yet.
pub static NOT_SUPPORTED_YET: Entry = error(
    "data::not_supported_yet",
    "a way of reading data that is not supported yet",
    &[
        (
            "message",
            "`{what}` is not supported yet",
            "`{what}` belum didukung",
        ),
        ("label", "asked for here", "diminta di sini"),
        ("help", "{cure}", "{cure}"),
    ],
);

/// Two files for one entity in a folder without `dataset.toml`.
pub static TWO_FILES: Entry = error(
    "data::two_files",
    "two files claim to be one entity",
    &[
        (
            "message",
            "`{first}` and `{second}` both claim to hold `{entity}`",
            "`{first}` dan `{second}` sama-sama mengaku memuat `{entity}`",
        ),
        (
            "help",
            "remove one, or say in `dataset.toml` which to read",
            "hapus salah satu, atau sebutkan di `dataset.toml` mana yang dibaca",
        ),
    ],
);

/// A result file cannot be written.
pub static WRITE_FAILED: Entry = error(
    "data::write_failed",
    "a result file cannot be written",
    &[
        (
            "message",
            "`{file}` cannot be written: {cause}",
            "`{file}` tidak dapat ditulis: {cause}",
        ),
        (
            "help",
            "check that the folder is there, that you may write to it, and that the disk has room",
            "periksa apakah foldernya ada, Anda berhak menulis di sana, dan ruang disk mencukupi",
        ),
    ],
);

// `dataset.toml`.

/// Not TOML.
pub static TOML_SYNTAX: Entry = error(
    "data::toml_syntax",
    "`dataset.toml` is not well formed",
    &[
        (
            "message",
            "`dataset.toml` is not well formed: {cause}",
            "`dataset.toml` tidak tersusun benar: {cause}",
        ),
        ("label", "here", "di sini"),
        (
            "help",
            "write `key = \"value\"`, one a line, with texts in straight double quotes",
            "tulis `kunci = \"nilai\"`, satu per baris, teks dalam tanda kutip lurus",
        ),
    ],
);

/// A key that means nothing there.
pub static TOML_UNKNOWN_KEY: Entry = error(
    "data::toml_unknown_key",
    "an unknown key in `dataset.toml`",
    &[
        (
            "message",
            "unknown key `{key}`",
            "kunci `{key}` tidak dikenal",
        ),
        ("label", "not a key of {place}", "bukan kunci dari {place}"),
        ("help", "keys here: {known}", "kunci di sini: {known}"),
        (
            "help.near",
            "did you mean `{near}`? keys here: {known}",
            "apakah maksudnya `{near}`? kunci di sini: {known}",
        ),
    ],
);

/// A table for an entity that the policy lacks.
pub static TOML_UNKNOWN_ENTITY: Entry = error(
    "data::toml_unknown_entity",
    "`dataset.toml` names an unknown entity",
    &[
        (
            "message",
            "the policy has no entity `{key}`",
            "kebijakan tidak memiliki entitas `{key}`",
        ),
        (
            "label",
            "not an entity of the policy",
            "bukan entitas dalam kebijakan",
        ),
        (
            "help",
            "entities: {known}; other keys: label, date",
            "entitas: {known}; kunci lain: label, date",
        ),
        (
            "help.near",
            "did you mean `{near}`? entities: {known}; other keys: label, date",
            "apakah maksudnya `{near}`? entitas: {known}; kunci lain: label, date",
        ),
    ],
);

/// A column for a field that the entity lacks.
pub static TOML_UNKNOWN_FIELD: Entry = error(
    "data::toml_unknown_field",
    "`dataset.toml` names an unknown field",
    &[
        (
            "message",
            "`{entity}` has no field `{key}`",
            "`{entity}` tidak memiliki isian `{key}`",
        ),
        (
            "label",
            "not a field of `{entity}`",
            "bukan isian dari `{entity}`",
        ),
        (
            "help",
            "a row here says `field = \"column\"`; fields: {known}",
            "baris di sini berbunyi `isian = \"kolom\"`; isian: {known}",
        ),
        (
            "help.near",
            "did you mean `{near}`? a row here says `field = \"column\"`",
            "apakah maksudnya `{near}`? baris di sini berbunyi `isian = \"kolom\"`",
        ),
    ],
);

/// A value of the wrong kind.
pub static TOML_WRONG_VALUE: Entry = error(
    "data::toml_wrong_value",
    "a value in `dataset.toml` is of the wrong kind",
    &[
        (
            "message",
            "`{key}` cannot be read",
            "`{key}` tidak dapat dibaca",
        ),
        ("label", "found {found}", "ditemukan {found}"),
        ("help", "write {expected}", "tulis {expected}"),
    ],
);

/// A code that stands for a value the enumeration lacks.
pub static TOML_UNKNOWN_VALUE: Entry = error(
    "data::toml_unknown_value",
    "a code stands for an unknown value",
    &[
        (
            "message",
            "`{value}` is not a value of `{field}`",
            "`{value}` bukan nilai dari `{field}`",
        ),
        ("label", "unknown value", "nilai tidak dikenal"),
        ("help", "values: {values}", "nilai: {values}"),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
    ],
);

/// An entity's table without `file`.
pub static TOML_NO_FILE: Entry = error(
    "data::toml_no_file",
    "an entity in `dataset.toml` has no file",
    &[
        (
            "message",
            "`{entity}` has no `file`",
            "`{entity}` tidak memiliki `file`",
        ),
        ("label", "the table of `{entity}`", "tabel `{entity}`"),
        (
            "help",
            "add `file = \"{entity}.csv\"`",
            "tambahkan `file = \"{entity}.csv\"`",
        ),
    ],
);

// CSV.

/// A byte that is not UTF-8.
pub static BAD_BYTE: Entry = error(
    "data::bad_byte",
    "a CSV file is not UTF-8",
    &[
        (
            "message",
            "`{file}`, row {row}, column `{column}`: the byte {byte} is not UTF-8",
            "`{file}`, baris {row}, kolom `{column}`: bita {byte} bukan UTF-8",
        ),
        (
            "help",
            "save the file as UTF-8 (in Excel: \"CSV UTF-8\")",
            "simpan berkas sebagai UTF-8 (di Excel: \"CSV UTF-8\")",
        ),
        (
            "help.wide",
            "the file is UTF-16: save it as UTF-8 (in Excel: \"CSV UTF-8\")",
            "berkas ini UTF-16: simpan sebagai UTF-8 (di Excel: \"CSV UTF-8\")",
        ),
    ],
);

/// A CSV file whose first line names no columns.
pub static NO_HEADER: Entry = error(
    "data::no_header",
    "a CSV file has no header",
    &[
        (
            "message",
            "`{file}`: column {place} of the first line has no name",
            "`{file}`: kolom {place} pada baris pertama tidak bernama",
        ),
        (
            "help",
            "the first line must name the columns, separated by `{delimiter}`",
            "baris pertama harus memuat nama kolom, dipisahkan `{delimiter}`",
        ),
    ],
);

/// Two columns of one name.
pub static DUPLICATE_COLUMN: Entry = error(
    "data::duplicate_column",
    "two columns have one name",
    &[
        (
            "message",
            "`{file}` has two columns named `{column}` ({first} and {second})",
            "`{file}` memiliki dua kolom bernama `{column}` ({first} dan {second})",
        ),
        ("help", "rename one of them", "ganti nama salah satunya"),
    ],
);

/// A quoted cell that never ends.
pub static OPEN_QUOTE: Entry = error(
    "data::open_quote",
    "a quotation mark is never closed",
    &[
        (
            "message",
            "`{file}`, row {row}, column `{column}`: a quotation mark is opened and never closed",
            "`{file}`, baris {row}, kolom `{column}`: tanda kutip dibuka tetapi tidak ditutup",
        ),
        (
            "help",
            "close it; a quotation mark within a quoted cell is written twice: `\"\"`",
            "tutup tanda kutip itu; tanda kutip di dalam sel berkutip ditulis dua kali: `\"\"`",
        ),
    ],
);

/// A file named `.csv` that is something else.
pub static NOT_CSV: Entry = error(
    "data::not_csv",
    "a file named `.csv` is something else",
    &[
        (
            "message",
            "`{file}` is named `.csv` but holds {kind}",
            "`{file}` bernama `.csv` tetapi berisi {kind}",
        ),
        (
            "help",
            "rename it, or export it as CSV",
            "ganti namanya, atau ekspor sebagai CSV",
        ),
    ],
);

/// The cells are separated by something else.
pub static WRONG_DELIMITER: Entry = error(
    "data::wrong_delimiter",
    "a CSV file is separated by something else",
    &[
        (
            "message",
            "`{file}` has one column only: its cells seem to be separated by `{other}`, not by `{delimiter}`",
            "`{file}` hanya memiliki satu kolom: selnya tampaknya dipisahkan `{other}`, bukan `{delimiter}`",
        ),
        (
            "help",
            "write `delimiter = \"{other}\"` under `[{entity}]` in `dataset.toml`",
            "tulis `delimiter = \"{other}\"` di bawah `[{entity}]` di `dataset.toml`",
        ),
    ],
);

// Parquet.

/// Not a Parquet file.
pub static NOT_PARQUET: Entry = error(
    "data::not_parquet",
    "a file named `.parquet` is not one",
    &[
        (
            "message",
            "`{file}` is not a Parquet file",
            "`{file}` bukan berkas Parquet",
        ),
        (
            "help",
            "export it again as Parquet, or name it after what it is",
            "ekspor ulang sebagai Parquet, atau beri nama sesuai jenisnya",
        ),
    ],
);

/// A Parquet file without its end.
pub static TRUNCATED: Entry = error(
    "data::truncated",
    "a Parquet file is cut off",
    &[
        (
            "message",
            "`{file}` is cut off: it begins as a Parquet file but its end is missing ({size} bytes are there)",
            "`{file}` terpotong: awalnya berkas Parquet tetapi bagian akhirnya hilang (tersisa {size} bita)",
        ),
        (
            "help",
            "copy or download it again",
            "salin atau unduh ulang",
        ),
    ],
);

/// A Parquet file with something wrong inside.
pub static DAMAGED: Entry = error(
    "data::damaged",
    "a Parquet file is damaged",
    &[
        (
            "message",
            "`{file}` is damaged: {cause}",
            "`{file}` rusak: {cause}",
        ),
        ("help", "copy or export it again", "salin atau ekspor ulang"),
    ],
);

/// Files of one entity with different columns.
pub static PARTS_DIFFER: Entry = error(
    "data::parts_differ",
    "the files of an entity differ in a column",
    &[
        (
            "message",
            "the column `{column}` holds {first_type} in `{first}` but {second_type} in `{second}`",
            "kolom `{column}` berisi {first_type} di `{first}` tetapi {second_type} di `{second}`",
        ),
        (
            "help",
            "export all files of `{entity}` alike",
            "ekspor semua berkas `{entity}` dengan cara yang sama",
        ),
    ],
);

// Columns.

/// A column that the policy needs is not there.
pub static MISSING_COLUMN: Entry = error(
    "data::missing_column",
    "a column that the policy needs is not there",
    &[
        (
            "message",
            "`{file}` has no column `{column}`, which the policy reads as `{field}`",
            "`{file}` tidak memiliki kolom `{column}`, yang dibaca kebijakan sebagai `{field}`",
        ),
        (
            "help",
            "name its column in `dataset.toml`: `{field} = \"…\"`; columns there are: {available}",
            "sebutkan kolomnya di `dataset.toml`: `{field} = \"…\"`; kolom yang ada: {available}",
        ),
        (
            "help.near",
            "if it is `{near}`, write `{field} = \"{near}\"` in `dataset.toml`; columns there are: {available}",
            "bila maksudnya `{near}`, tulis `{field} = \"{near}\"` di `dataset.toml`; kolom yang ada: {available}",
        ),
    ],
);

/// A column of another kind than its field.
pub static WRONG_TYPE: Entry = error(
    "data::wrong_type",
    "a column holds another kind of value than its field",
    &[
        (
            "message",
            "`{file}`, column `{column}` holds {found}, but `{field}` is {expected}",
            "`{file}`, kolom `{column}` berisi {found}, sedangkan `{field}` adalah {expected}",
        ),
        (
            "help",
            "export the column as {expected}, or name another column for `{field}` in `dataset.toml`",
            "ekspor kolom itu sebagai {expected}, atau sebutkan kolom lain untuk `{field}` di `dataset.toml`",
        ),
    ],
);

/// A pattern that is not one.
pub static BAD_PATTERN: Entry = error(
    "data::bad_pattern",
    "the pattern of a field cannot be used",
    &[
        (
            "message",
            "the pattern \"{pattern}\" of `{field}` cannot be used",
            "pola \"{pattern}\" dari `{field}` tidak dapat dipakai",
        ),
        (
            "help",
            "write a regular expression, such as \"[0-9]{16}\"",
            "tulis ekspresi reguler, misalnya \"[0-9]{16}\"",
        ),
    ],
);

/// More text than a column can hold.
pub static TOO_MUCH_TEXT: Entry = error(
    "data::too_much_text",
    "a column holds more than 2 GiB of text",
    &[
        (
            "message",
            "`{file}`, column `{column}` holds more than 2 GiB of text",
            "`{file}`, kolom `{column}` berisi lebih dari 2 GiB teks",
        ),
        (
            "help",
            "split the data set and run the parts one by one",
            "bagi kumpulan data dan jalankan bagian demi bagian",
        ),
    ],
);

/// More rows than can be counted in 32 bits.
pub static TOO_MANY_ROWS: Entry = error(
    "data::too_many_rows",
    "an entity has more than four billion rows",
    &[
        (
            "message",
            "`{entity}` has more than four billion rows",
            "`{entity}` memiliki lebih dari empat miliar baris",
        ),
        (
            "help",
            "split the data set and run the parts one by one",
            "bagi kumpulan data dan jalankan bagian demi bagian",
        ),
    ],
);

/// An entity without the one its rows belong or refer to.
pub static PARENT_NOT_DELIVERED: Entry = error(
    "data::parent_not_delivered",
    "an entity is delivered without the one it belongs to",
    &[
        (
            "message",
            "the data set holds `{entity}` but not `{other}`, which its rows point at",
            "kumpulan data memuat `{entity}` tetapi tidak memuat `{other}` yang dirujuk barisnya",
        ),
        (
            "help",
            "add the file of `{other}`",
            "tambahkan berkas `{other}`",
        ),
    ],
);

// Reasons of rejected rows.

/// Too few or too many cells.
pub static ROW_CELLS: Entry = error(
    "data::row_cells",
    "a row has too few or too many cells",
    &[
        (
            "message",
            "the row has {found} cells, the header has {expected}",
            "baris memiliki {found} sel, sedangkan judul kolom {expected}",
        ),
        (
            "help",
            "look for a missing or an extra delimiter; put a cell that holds one in quotes",
            "cari pemisah yang kurang atau berlebih; apit sel yang memuat pemisah dengan tanda kutip",
        ),
    ],
);

/// Blank but required.
pub static BLANK: Entry = error(
    "data::blank",
    "a required cell is blank",
    &[
        ("message", "`{field}` is blank", "`{field}` kosong"),
        (
            "help",
            "fill it in, or let the policy say `optional`",
            "isi sel itu, atau nyatakan `boleh kosong` dalam kebijakan",
        ),
    ],
);

/// Not a number.
pub static NOT_A_NUMBER: Entry = error(
    "data::not_a_number",
    "a cell does not hold a number",
    &[
        (
            "message",
            "`{value}` is not a number",
            "`{value}` bukan angka",
        ),
        (
            "help",
            "write digits only, as in 1234.5",
            "tulis digit saja, seperti 1234.5",
        ),
    ],
);

/// Thousands or decimals?
pub static TWO_READINGS: Entry = error(
    "data::two_readings",
    "a number can be read in two ways",
    &[
        (
            "message",
            "`{value}` may mean {thousands} or {decimal}",
            "`{value}` dapat berarti {thousands} atau {decimal}",
        ),
        (
            "help",
            "write {thousands} or {decimal}0, without marks between the thousands",
            "tulis {thousands} atau {decimal}0, tanpa tanda pemisah ribuan",
        ),
    ],
);

/// Marks between the thousands.
pub static GROUPED_DIGITS: Entry = error(
    "data::grouped_digits",
    "a number has marks between its thousands",
    &[
        (
            "message",
            "`{value}` has marks that cannot be read safely",
            "`{value}` memuat tanda yang tidak dapat dibaca dengan pasti",
        ),
        (
            "help",
            "write digits and one decimal mark, as in 1234567.5 (or 1234567,5 with `decimal_comma = true`)",
            "tulis digit dan satu tanda desimal, seperti 1234567.5 (atau 1234567,5 dengan `decimal_comma = true`)",
        ),
    ],
);

/// A decimal comma that was not declared.
pub static DECIMAL_COMMA: Entry = error(
    "data::decimal_comma",
    "a number has a decimal comma",
    &[
        (
            "message",
            "`{value}` has a decimal comma",
            "`{value}` memakai koma desimal",
        ),
        (
            "help",
            "write `decimal_comma = true` for the entity in `dataset.toml` if its numbers are written so",
            "tulis `decimal_comma = true` untuk entitas ini di `dataset.toml` bila angkanya memang ditulis begitu",
        ),
    ],
);

/// A whole number with decimals.
pub static NOT_WHOLE: Entry = error(
    "data::not_whole",
    "a whole number has decimals",
    &[
        (
            "message",
            "`{value}` is not a whole number",
            "`{value}` bukan bilangan bulat",
        ),
        (
            "help",
            "`{field}` counts in whole numbers",
            "`{field}` dihitung dalam bilangan bulat",
        ),
    ],
);

/// More than the type holds.
pub static TOO_LARGE: Entry = error(
    "data::too_large",
    "a number is too large",
    &[
        (
            "message",
            "`{value}` is too large",
            "`{value}` terlalu besar",
        ),
        (
            "help",
            "check the unit and the number of zeros",
            "periksa satuan dan jumlah nolnya",
        ),
    ],
);

/// Outside the range.
pub static OUT_OF_RANGE: Entry = error(
    "data::out_of_range",
    "a value is outside the range of its field",
    &[
        (
            "message",
            "`{value}` is outside {range}",
            "`{value}` di luar {range}",
        ),
        (
            "help",
            "correct the cell; the policy allows {range} for `{field}`",
            "perbaiki sel itu; kebijakan membolehkan {range} untuk `{field}`",
        ),
    ],
);

/// Not a truth value.
pub static NOT_A_BOOLEAN: Entry = error(
    "data::not_a_boolean",
    "a cell does not hold yes or no",
    &[
        (
            "message",
            "`{value}` is neither yes nor no",
            "`{value}` bukan ya atau tidak",
        ),
        (
            "help",
            "write true/false, 1/0, ya/tidak or y/n",
            "tulis true/false, 1/0, ya/tidak atau y/n",
        ),
    ],
);

/// Not a sum of bits.
pub static NOT_A_BIT_SUM: Entry = error(
    "data::not_a_bit_sum",
    "a cell does not hold a sum of bits",
    &[
        (
            "message",
            "`{value}` is not a sum of bits",
            "`{value}` bukan jumlah bit",
        ),
        (
            "help",
            "`bit` in `dataset.toml` reads whole numbers from 0",
            "`bit` di `dataset.toml` membaca bilangan bulat mulai dari 0",
        ),
    ],
);

/// Not a date.
pub static NOT_A_DATE: Entry = error(
    "data::not_a_date",
    "a cell does not hold a date",
    &[
        (
            "message",
            "`{value}` is not a date",
            "`{value}` bukan tanggal",
        ),
        (
            "help",
            "write year, month and day, as in 2023-03-01",
            "tulis tahun, bulan, dan hari, seperti 2023-03-01",
        ),
    ],
);

/// A date in another form.
pub static DATE_FORM: Entry = error(
    "data::date_form",
    "a date is written in another form",
    &[
        (
            "message",
            "`{value}` is not written as 2023-03-01",
            "`{value}` tidak ditulis seperti 2023-03-01",
        ),
        (
            "help",
            "export dates as year-month-day: day and month could be mistaken for each other",
            "ekspor tanggal sebagai tahun-bulan-hari: hari dan bulan bisa tertukar",
        ),
    ],
);

/// Not a value of the enumeration.
pub static UNKNOWN_VALUE: Entry = error(
    "data::unknown_value",
    "a cell holds no value of its type",
    &[
        (
            "message",
            "`{value}` is not a value of `{field}`",
            "`{value}` bukan nilai dari `{field}`",
        ),
        (
            "help",
            "values: {values}; map codes in `dataset.toml` with `codes`, or count it as blank with `missing`",
            "nilai: {values}; petakan kode di `dataset.toml` dengan `codes`, atau anggap kosong dengan `missing`",
        ),
        (
            "help.near",
            "did you mean `{near}`? values: {values}",
            "apakah maksudnya `{near}`? nilai: {values}",
        ),
    ],
);

/// Breaks the pattern.
pub static PATTERN: Entry = error(
    "data::pattern",
    "a text breaks the pattern of its field",
    &[
        (
            "message",
            "`{value}` does not fit the pattern of `{field}`",
            "`{value}` tidak cocok dengan pola `{field}`",
        ),
        (
            "help",
            "the pattern is \"{pattern}\"",
            "polanya \"{pattern}\"",
        ),
    ],
);

/// The key stands twice.
pub static DUPLICATE_KEY: Entry = error(
    "data::duplicate_key",
    "a key stands in several rows",
    &[
        (
            "message",
            "the key `{value}` stands in several rows",
            "kunci `{value}` ada di beberapa baris",
        ),
        (
            "help",
            "keep one; all copies are left out",
            "sisakan satu; semua salinan tidak diikutkan",
        ),
    ],
);

/// A unique value stands twice.
pub static DUPLICATE_VALUE: Entry = error(
    "data::duplicate_value",
    "a unique value stands in several rows",
    &[
        (
            "message",
            "`{value}` stands in several rows, but `{field}` is unique",
            "`{value}` ada di beberapa baris, padahal `{field}` unik",
        ),
        (
            "help",
            "correct the cells; all copies are left out",
            "perbaiki selnya; semua salinan tidak diikutkan",
        ),
    ],
);

/// The parent is not there.
pub static PARENT_MISSING: Entry = error(
    "data::parent_missing",
    "a row belongs to a row that does not exist",
    &[
        (
            "message",
            "there is no `{entity}` with the key `{value}`",
            "tidak ada `{entity}` dengan kunci `{value}`",
        ),
        (
            "help",
            "add the row to `{entity}`, or correct `{field}`",
            "tambahkan barisnya di `{entity}`, atau perbaiki `{field}`",
        ),
    ],
);

/// The parent is rejected.
pub static PARENT_REJECTED: Entry = error(
    "data::parent_rejected",
    "a row belongs to a rejected row",
    &[
        (
            "message",
            "the `{entity}` `{value}` is rejected",
            "`{entity}` `{value}` ditolak",
        ),
        (
            "help",
            "correct the row of `{entity}`; its reason is listed",
            "perbaiki baris `{entity}`; alasannya tercantum",
        ),
    ],
);

/// The row referred to is not there.
pub static TARGET_MISSING: Entry = error(
    "data::target_missing",
    "a row refers to a row that does not exist",
    &[
        (
            "message",
            "`{field}` refers to `{value}`, but no `{entity}` has that key",
            "`{field}` merujuk ke `{value}`, tetapi tidak ada `{entity}` dengan kunci itu",
        ),
        (
            "help",
            "add the row to `{entity}`, or correct `{field}`",
            "tambahkan barisnya di `{entity}`, atau perbaiki `{field}`",
        ),
    ],
);

/// The row referred to is rejected.
pub static TARGET_REJECTED: Entry = error(
    "data::target_rejected",
    "a row refers to a rejected row",
    &[
        (
            "message",
            "`{field}` refers to the `{entity}` `{value}`, which is rejected",
            "`{field}` merujuk ke `{entity}` `{value}` yang ditolak",
        ),
        (
            "help",
            "correct the row of `{entity}`; its reason is listed",
            "perbaiki baris `{entity}`; alasannya tercantum",
        ),
    ],
);

// Notes on rows that were kept.

/// Decimals were rounded.
pub static ROUNDED: Entry = warning(
    "data::rounded",
    "decimals beyond the type were rounded",
    &[
        (
            "message",
            "{count} cells of `{field}` of `{entity}` have more decimals than the type keeps and were rounded",
            "{count} sel `{field}` pada `{entity}` memiliki desimal lebih banyak daripada tipenya dan dibulatkan",
        ),
        (
            "help",
            "the first is in row {number}",
            "yang pertama ada di baris {number}",
        ),
    ],
);

/// Bad values count as unknown.
pub static TURNED_UNKNOWN: Entry = warning(
    "data::turned_unknown",
    "values that break their pattern count as unknown",
    &[
        (
            "message",
            "{count} cells of `{field}` of `{entity}` break the pattern and count as unknown",
            "{count} sel `{field}` pada `{entity}` melanggar pola dan dianggap tidak diketahui",
        ),
        (
            "help",
            "the first is in row {number}",
            "yang pertama ada di baris {number}",
        ),
    ],
);

/// Dates after the evaluation date.
pub static AFTER_EVALUATION: Entry = warning(
    "data::after_evaluation",
    "dates lie after the evaluation date",
    &[
        (
            "message",
            "{count} cells of `{field}` of `{entity}` lie after the evaluation date; ages from them are unknown",
            "{count} sel `{field}` pada `{entity}` sesudah tanggal evaluasi; usia darinya tidak diketahui",
        ),
        (
            "help",
            "the first is in row {number}; check it, and the date of the run",
            "yang pertama ada di baris {number}; periksa sel itu dan tanggal evaluasinya",
        ),
    ],
);

/// Answers to questions that are not asked.
pub static NOT_ASKED: Entry = warning(
    "data::not_asked",
    "questions that are not asked have answers",
    &[
        (
            "message",
            "{count} cells of `{field}` of `{entity}` answer a question that is not asked of the row; they do not count",
            "{count} sel `{field}` pada `{entity}` menjawab pertanyaan yang tidak diajukan; isinya tidak dihitung",
        ),
        (
            "help",
            "the first is in row {number}",
            "yang pertama ada di baris {number}",
        ),
    ],
);
