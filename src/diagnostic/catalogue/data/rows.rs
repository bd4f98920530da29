//! Words about rows: why they were rejected, what was changed in those that were kept.

use super::{error, warning};
use crate::diagnostic::Entry;

/// `--strict`: a row is rejected.
pub static REJECTED: Entry = error(
    "data::rejected",
    "a row is rejected, and the run was asked to be strict",
    &[
        (
            "message",
            "{file}, row {number}: {reason} ({code})",
            "{file}, baris {number}: {reason} ({code})",
        ),
        ("help", "{cure}", "{cure}"),
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
        (
            "help.key",
            "fill it in: every row needs it",
            "isi sel itu: setiap baris memerlukannya",
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
            "write {thousands} or {written}, without marks between the thousands",
            "tulis {thousands} atau {written}, tanpa tanda pemisah ribuan",
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

/// A period ends before it starts.
pub static PERIOD_REVERSED: Entry = error(
    "data::period_reversed",
    "a row that ends before it starts",
    &[
        (
            "message",
            "the row ends on {value}, before it starts",
            "baris berakhir pada {value}, sebelum dimulai",
        ),
        (
            "help",
            "correct one of the two days, or leave the last one blank while it goes on",
            "perbaiki salah satu dari kedua tanggal, atau kosongkan yang terakhir selama masih berlangsung",
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

/// The copies of a derived row differ.
pub static COPIES_DIFFER: Entry = error(
    "data::copies_differ",
    "the copies that a row is made from differ",
    &[
        (
            "message",
            "`{field}` differs among the rows that it is taken from: {value}",
            "`{field}` berbeda-beda di baris sumbernya: {value}",
        ),
        (
            "help",
            "all rows with the same key must say the same; correct those that are wrong",
            "semua baris dengan kunci yang sama harus berisi sama; perbaiki yang keliru",
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
            "`{field}` of `{entity}`: decimals beyond those kept were rounded, cells: {count}",
            "`{field}` pada `{entity}`: angka desimal yang melebihi jenisnya dibulatkan, jumlah sel: {count}",
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
            "`{field}` of `{entity}`: texts that break the pattern count as unknown, cells: {count}",
            "`{field}` pada `{entity}`: teks yang melanggar pola dianggap tidak diketahui, jumlah sel: {count}",
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
            "`{field}` of `{entity}`: dates after the evaluation date give unknown ages, cells: {count}",
            "`{field}` pada `{entity}`: tanggal sesudah tanggal evaluasi membuat usia tidak diketahui, jumlah sel: {count}",
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
            "`{field}` of `{entity}`: answers to a question that is not asked, cells: {count}",
            "`{field}` pada `{entity}`: jawaban atas pertanyaan yang tidak diajukan, jumlah sel: {count}",
        ),
        (
            "help",
            "the first is in row {number}",
            "yang pertama ada di baris {number}",
        ),
    ],
);

/// Copies of an optional field differ.
pub static COPIES_UNKNOWN: Entry = warning(
    "data::copies_unknown",
    "copies of an answer differ, so it counts as unknown",
    &[
        (
            "message",
            "`{field}` of `{entity}`: copies differ and count as unknown, cells: {count}",
            "`{field}` pada `{entity}`: salinan berbeda dan dianggap tidak diketahui, jumlah sel: {count}",
        ),
        (
            "help",
            "the first is in row {number}; all rows with the same key should say the same",
            "yang pertama ada di baris {number}; semua baris dengan kunci yang sama seharusnya berisi sama",
        ),
    ],
);
