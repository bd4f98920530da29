//! Words of the findings about tests.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &TEST_WITHOUT_ROWS,
    &TEST_WITHOUT_EXPECT,
    &NOT_NESTED,
    &TOO_MANY_ROWS,
    &NAMED_ROWS,
    &ASSIGNED_TWICE,
    &COMPUTED_ASSIGNED,
    &MISSING_REQUIRED,
    &BREAKS_PATTERN,
    &OUT_OF_RANGE,
    &ASSUME_WHAT,
    &EXPECT_ROWS,
];

/// A test without data.
pub static TEST_WITHOUT_ROWS: Entry = error(
    "check::test_without_rows",
    "a test without data",
    &[
        (
            "message",
            "this test has no rows",
            "uji ini tidak mempunyai baris",
        ),
        ("label", "no data", "tanpa data"),
        (
            "help",
            "add a row such as `family expenditure = Rp 1 juta`",
            "tambahkan baris seperti `family expenditure = Rp 1 juta`",
        ),
    ],
);

/// A test that expects nothing.
pub static TEST_WITHOUT_EXPECT: Entry = error(
    "check::test_without_expect",
    "a test that expects nothing",
    &[
        (
            "message",
            "this test expects nothing",
            "uji ini tidak mengharapkan apa pun",
        ),
        ("label", "no `expect`", "tanpa `expect`"),
        (
            "help",
            "add `expect NAME = VALUE`",
            "tambahkan `expect NAMA = NILAI`",
        ),
    ],
);

/// A row under a row that is not its home.
pub static NOT_NESTED: Entry = error(
    "check::not_nested",
    "a row under a row that is not its home",
    &[
        (
            "message",
            "a `{entity}` does not belong to a `{parent}` directly",
            "`{entity}` bukan bagian langsung dari `{parent}`",
        ),
        (
            "message.beside",
            "this `{entity}` stands beside the `{parent}`, so it belongs to none",
            "`{entity}` ini sejajar dengan `{parent}`, sehingga tidak menjadi bagiannya",
        ),
        ("label", "under a `{parent}`", "di bawah `{parent}`"),
        ("label.beside", "not indented", "tidak menjorok"),
        (
            "help.beside",
            "put two more spaces before it, under the `{parent}` that it belongs to",
            "beri dua spasi lagi di depannya, di bawah `{parent}` yang memilikinya",
        ),
        (
            "help",
            "nest rows level by level, as their `belongs to` says",
            "susun baris tingkat demi tingkat, sesuai `belongs to`",
        ),
    ],
);

/// A test with too many rows.
pub static TOO_MANY_ROWS: Entry = error(
    "check::too_many_rows",
    "a test with too many rows",
    &[
        (
            "message",
            "a test has at most {most} rows",
            "satu uji mempunyai paling banyak {most} baris",
        ),
        ("label", "too many", "terlalu banyak"),
        (
            "help",
            "use a smaller number",
            "pakai bilangan yang lebih kecil",
        ),
    ],
);

/// One name for several rows.
pub static NAMED_ROWS: Entry = error(
    "check::named_rows",
    "one name for several rows",
    &[
        (
            "message",
            "one name cannot stand for {count} rows",
            "satu nama tidak dapat mewakili {count} baris",
        ),
        ("label", "which one?", "yang mana?"),
        (
            "help",
            "write the named row apart",
            "tulis baris bernama secara terpisah",
        ),
    ],
);

/// A field given twice in a row.
pub static ASSIGNED_TWICE: Entry = error(
    "check::assigned_twice",
    "a field given twice in a row",
    &[
        (
            "message",
            "`{name}` is given twice",
            "`{name}` diberikan dua kali",
        ),
        ("label", "the second value", "nilai kedua"),
        ("label.first", "the first value", "nilai pertama"),
        ("help", "keep one of the two", "pertahankan salah satunya"),
    ],
);

/// A computed value given in a row.
pub static COMPUTED_ASSIGNED: Entry = error(
    "check::computed_assigned",
    "a computed value given in a row",
    &[
        (
            "message",
            "`{name}` is computed by a rule and cannot be given",
            "`{name}` dihitung oleh aturan dan tidak dapat diberikan",
        ),
        ("label", "not a field", "bukan kolom"),
        (
            "help",
            "give the fields that it is computed from",
            "berikan kolom yang menjadi dasarnya",
        ),
    ],
);

/// A required field given as missing.
pub static MISSING_REQUIRED: Entry = error(
    "check::missing_required",
    "a required field given as missing",
    &[
        (
            "message",
            "`{name}` is not optional, so it is never missing",
            "`{name}` tidak boleh kosong, sehingga tidak pernah kosong",
        ),
        ("label", "`missing`", "`missing`"),
        (
            "help",
            "give it a value, or leave it out where no expectation needs it",
            "beri nilai, atau tidak perlu ditulis bila tidak diperlukan",
        ),
    ],
);

/// A text that breaks the pattern of its field.
pub static BREAKS_PATTERN: Entry = error(
    "check::breaks_pattern",
    "a text that breaks the pattern of its field",
    &[
        (
            "message",
            "`{name}` must match `{pattern}`: such a row would be rejected",
            "`{name}` harus cocok dengan `{pattern}`: baris seperti ini akan ditolak",
        ),
        ("label", "breaks the pattern", "tidak cocok dengan polanya"),
        (
            "help",
            "write a text that fits, or leave the field out: keys are made up",
            "tulis teks yang cocok, atau hilangkan kolomnya: kunci dibuatkan",
        ),
    ],
);

/// A value outside the range of its field.
pub static OUT_OF_RANGE: Entry = error(
    "check::out_of_range",
    "a value outside the range of its field",
    &[
        (
            "message",
            "`{name}` lies in {range}: such a row would be rejected",
            "`{name}` berada dalam {range}: baris seperti ini akan ditolak",
        ),
        ("label", "outside {range}", "di luar {range}"),
        (
            "help",
            "choose a value inside the range",
            "pilih nilai di dalam rentang",
        ),
    ],
);

/// An assumption about what is not computed.
pub static ASSUME_WHAT: Entry = error(
    "check::assume_what",
    "an assumption about what is not computed",
    &[
        (
            "message",
            "`assume` sets what a definition, criterion, class, table or selection computes",
            "`assume` menetapkan apa yang dihitung definisi, kriteria, klasifikasi, tabel, atau pilihan",
        ),
        (
            "label",
            "not computed for the rows of this test",
            "tidak dihitung untuk baris uji ini",
        ),
        (
            "help",
            "give a field its value in the line of its row; aids and registers follow from their conditions",
            "beri isian nilainya pada barisnya; bantuan dan daftar mengikuti syaratnya",
        ),
        (
            "help.select",
            "a selection chooses among all rows: assume it of all of them, without the name of a row",
            "pilihan memilih di antara semua baris: andaikan untuk semuanya, tanpa nama baris",
        ),
        (
            "help.parameter",
            "a parameter has the value of the test's day: give the test more rows, or another day; another value is tried by a scenario, or by `aturan test --set`",
            "parameter bernilai seperti pada hari uji: beri uji lebih banyak baris, atau hari lain; nilai lain dicoba dengan skenario, atau dengan `aturan test --set`",
        ),
    ],
);

/// An expectation about several rows that is no comparison of two.
pub static EXPECT_ROWS: Entry = error(
    "check::expect_rows",
    "an expectation about several rows that is no comparison of two",
    &[
        (
            "message",
            "an expectation about several rows compares a value of one with a value of another",
            "harapan tentang beberapa baris harus membandingkan nilai satu baris dengan nilai baris lain",
        ),
        (
            "label",
            "not such a comparison",
            "bukan perbandingan demikian",
        ),
        (
            "help",
            "write one `expect` for each comparison: `expect ani.share < budi.share`",
            "tulis satu `expect` tiap perbandingan: `expect ani.share < budi.share`",
        ),
    ],
);
