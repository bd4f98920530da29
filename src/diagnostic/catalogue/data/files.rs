//! Words about data sets, their description, their files and columns.

use super::error;
use crate::diagnostic::Entry;

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
            "save it as `.csv`, `.xlsx` or `.parquet`; `.json`, `.jsonl` and `.arrow` are read too, and `.csv.gz`",
            "simpan sebagai `.csv`, `.xlsx` atau `.parquet`; `.json`, `.jsonl` dan `.arrow` juga dibaca, begitu pula `.csv.gz`",
        ),
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
        ("label", "not a key here", "bukan kunci di sini"),
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
        ("help", "write {expected}", "tulis {expected_id}"),
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

/// A key needs another.
pub static TOML_INCOMPLETE: Entry = error(
    "data::toml_incomplete",
    "a key in `dataset.toml` needs another beside it",
    &[
        (
            "message",
            "`{key}` says too little alone",
            "`{key}` saja belum cukup",
        ),
        ("label", "needs another key", "memerlukan kunci lain"),
        ("help", "add {needs}", "tambahkan {needs_id}"),
    ],
);

/// A key stands where it has no meaning.
pub static TOML_UNFIT: Entry = error(
    "data::toml_unfit",
    "a key in `dataset.toml` stands where it means nothing",
    &[
        (
            "message",
            "`{key}` does not fit here",
            "`{key}` tidak cocok di sini",
        ),
        ("label", "means nothing here", "tidak berarti di sini"),
        (
            "help",
            "`{key}` fits {fits}; remove it here",
            "`{key}` cocok untuk {fits_id}; hapus di sini",
        ),
    ],
);

/// An outside list lacks the column.
pub static LIST_COLUMN: Entry = error(
    "data::list_column",
    "an outside list does not have the column that is looked up",
    &[
        (
            "message",
            "the list `{file}` has no column `{column}`",
            "daftar `{file}` tidak memiliki kolom `{column}`",
        ),
        ("label", "looked up here", "dicocokkan di sini"),
        (
            "help",
            "it has: {available}; name the right one with `list_column = \"…\"`",
            "kolomnya: {available}; sebut yang benar dengan `list_column = \"…\"`",
        ),
    ],
);

/// Rows cannot be made from columns of several kinds.
pub static MIXED_KINDS: Entry = error(
    "data::mixed_kinds",
    "rows cannot be made from columns that are stored in different ways",
    &[
        (
            "message",
            "the rows of `{entity}` cannot be made: {cause}",
            "baris `{entity}` tidak dapat dibuat: {cause}",
        ),
        (
            "help",
            "save these columns with one type, or the files as CSV",
            "simpan kolom-kolom itu dengan satu jenis, atau berkasnya sebagai CSV",
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
            "`{file}` bernama `.csv` tetapi berisi {kind_id}",
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
    "the contents of a file make no sense",
    &[
        (
            "message",
            "`{file}` is damaged: {cause}",
            "`{file}` rusak: {cause}",
        ),
        ("help", "copy or export it again", "salin atau ekspor ulang"),
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
            "`{file}`, kolom `{column}` berisi {found_id}, sedangkan `{field}` adalah {expected}",
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
