//! Words of the `syntax` findings: layout, rows, literals, operators.

pub mod parts;

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[
    &UNEXPECTED,
    &UNFINISHED,
    &RESERVED_WORD,
    &FOREIGN_SIGN,
    &COMMENT_SIGN,
    &OPEN_QUOTE,
    &QUOTES,
    &TAB,
    &UNINDENTED_ROW,
    &INDENTED_DECLARATION,
    &OUTSIDE_DECLARATION,
    &UNKNOWN_DECLARATION,
    &UNKNOWN_CLAUSE,
    &REPEATED_CLAUSE,
    &TOO_DEEP,
    &TOO_LONG,
    &INDONESIAN_NUMBER,
    &NUMBER_TOO_LARGE,
    &WHOLE_NUMBER,
    &CURRENCY_FORM,
    &DATE_NOTATION,
    &NO_SUCH_DATE,
    &PERCENT_PLACE,
    &OPERATOR_FORM,
    &EQUALS_MISSING,
    &IS_LEFT_OUT,
    &MIXED_AND_OR,
    &CHAINED_COMPARISON,
    &OR_BETWEEN_VALUES,
    &IN_NEEDS_LIST,
    &MISSING_THEN,
    &BRANCH_PARENTHESES,
    &AFTER_IF_MISSING,
    &CALL_FORM,
    &NO_VALUE,
    &KEY_MIX,
    &VALUE_TABLE,
    &EXAMPLE_EXPECTS,
    &CASES_MISSING,
    &CASES_WITHOUT_EACH,
    &VALUE_TABLE_SHAPE,
    &FILE_OUTSIDE,
    &FILE_COLUMNS,
    &FILE_ROW,
    &CRITERION_WITHOUT_WHEN,
    &FOR_MONTHS,
    &BUDGET_OF,
    &AMEND_WHAT,
    &URL_WITHOUT_SOURCE,
    &TABLE_MISSING,
    &TABLE_SHAPE,
    &TABLE_BARS,
    &EMPTY_CELL,
];

/// A row holds a word or sign that cannot stand there.
pub static UNEXPECTED: Entry = error(
    "syntax::unexpected",
    "a row holds a word or sign that cannot stand there",
    &[
        (
            "message",
            "`{found}` cannot stand here",
            "`{found}` tidak dapat ditulis di sini",
        ),
        (
            "label.value",
            "a value is wanted here",
            "di sini seharusnya suatu nilai",
        ),
        (
            "label.type",
            "a type is wanted here",
            "di sini seharusnya suatu jenis nilai",
        ),
        (
            "label.name",
            "a name is wanted here",
            "di sini seharusnya suatu nama",
        ),
        (
            "label.text",
            "a text in straight quotes is wanted here",
            "di sini seharusnya teks dalam tanda kutip lurus",
        ),
        (
            "label.date",
            "a date such as 2023-03-01 is wanted here",
            "di sini seharusnya tanggal seperti 2023-03-01",
        ),
        (
            "label.number",
            "a number is wanted here",
            "di sini seharusnya suatu bilangan",
        ),
        (
            "label.words",
            "{words} is wanted here",
            "di sini seharusnya {words}",
        ),
        (
            "label.comma",
            "a comma or the end of the row is wanted here",
            "di sini seharusnya koma atau akhir baris",
        ),
        (
            "label.extra",
            "does not belong here",
            "tidak pada tempatnya",
        ),
        (
            "help",
            "it is written like this: {sample}",
            "bentuknya seperti ini: {sample}",
        ),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
        (
            "help.joined",
            "nothing joins these two words: write `*`, `and` or another operator between them, or `_` if they are one name",
            "tidak ada yang menghubungkan kedua kata ini: tulis `*`, `and`, atau tanda lain di antaranya, atau `_` jika keduanya satu nama",
        ),
        (
            "help.deeper",
            "this line is indented deeper than the clause above and so goes on with it; give both the same indentation",
            "baris ini lebih menjorok daripada klausul di atasnya sehingga dibaca sebagai lanjutannya; samakan jarak tepi kirinya",
        ),
    ],
);

/// A row ends before it is complete.
pub static UNFINISHED: Entry = error(
    "syntax::unfinished",
    "a row ends before it is complete",
    &[
        (
            "message",
            "this row is not finished",
            "baris ini belum selesai",
        ),
        (
            "label.value",
            "a value must follow",
            "sesudah ini harus ada suatu nilai",
        ),
        (
            "label.type",
            "a type must follow",
            "sesudah ini harus ada suatu jenis nilai",
        ),
        (
            "label.name",
            "a name must follow",
            "sesudah ini harus ada suatu nama",
        ),
        (
            "label.text",
            "a text in straight quotes must follow",
            "sesudah ini harus ada teks dalam tanda kutip lurus",
        ),
        (
            "label.date",
            "a date such as 2023-03-01 must follow",
            "sesudah ini harus ada tanggal seperti 2023-03-01",
        ),
        (
            "label.number",
            "a number must follow",
            "sesudah ini harus ada suatu bilangan",
        ),
        (
            "label.words",
            "{words} must follow",
            "sesudah ini harus ada {words}",
        ),
        (
            "label.comma",
            "more must follow",
            "masih ada bagian yang kurang",
        ),
        (
            "label.extra",
            "more must follow",
            "masih ada bagian yang kurang",
        ),
        (
            "help",
            "it is written like this: {sample}",
            "bentuknya seperti ini: {sample}",
        ),
    ],
);

/// A word of the language stands where a name is wanted.
pub static RESERVED_WORD: Entry = error(
    "syntax::reserved_word",
    "a word of the language stands where a name is wanted",
    &[
        (
            "message",
            "`{word}` is a word of the language, not a name",
            "`{word}` adalah kata bahasa ini, bukan nama",
        ),
        ("label", "a name is wanted here", "di sini harus suatu nama"),
        (
            "help",
            "choose another name, or put it in back-ticks",
            "pilih nama lain, atau apit dengan tanda `",
        ),
    ],
);

/// A sign that the language does not use.
pub static FOREIGN_SIGN: Entry = error(
    "syntax::foreign_sign",
    "a sign that the language does not use",
    &[
        (
            "message",
            "`{sign}` has no meaning here",
            "`{sign}` tidak punya arti di sini",
        ),
        (
            "label",
            "not a sign of the language",
            "bukan tanda bahasa ini",
        ),
        (
            "help.end",
            "a row ends with its line: remove the sign",
            "baris selesai di ujungnya: hapus tanda itu",
        ),
        (
            "help.money",
            "write the currency as `Rp` or as its three letters, such as `USD 40`",
            "tulis mata uang sebagai `Rp` atau dengan tiga hurufnya, misalnya `USD 40`",
        ),
        (
            "help.braces",
            "rows belong together by their indentation: remove the sign",
            "baris disatukan oleh jarak tepi kirinya: hapus tanda itu",
        ),
        (
            "help.choice",
            "write a choice as `if … then … else …`",
            "tulis pilihan sebagai `if … then … else …`",
        ),
        (
            "help.other",
            "remove it, or put the text that it belongs to in quotes",
            "hapus, atau apit teksnya dengan tanda kutip",
        ),
    ],
);

/// A comment marked as in other languages.
pub static COMMENT_SIGN: Entry = error(
    "syntax::comment_sign",
    "a comment marked as in other languages",
    &[
        (
            "message",
            "`{sign}` does not begin a comment",
            "`{sign}` tidak mengawali komentar",
        ),
        ("label", "not a comment here", "di sini bukan komentar"),
        (
            "help",
            "begin each line of a comment with `#`",
            "awali setiap baris komentar dengan `#`",
        ),
    ],
);

/// A text is not closed on its line.
pub static OPEN_QUOTE: Entry = error(
    "syntax::open_quote",
    "a text is not closed on its line",
    &[
        (
            "message",
            "this text has no closing quote mark",
            "teks ini tidak mempunyai tanda kutip penutup",
        ),
        ("label", "opened here", "dibuka di sini"),
        (
            "help",
            "close it with `\"` on the same line: `{text}\"`",
            "tutup dengan `\"` pada baris yang sama: `{text}\"`",
        ),
    ],
);

/// Quote marks of a word processor.
pub static QUOTES: Entry = error(
    "syntax::quotes",
    "quote marks of a word processor",
    &[
        (
            "message",
            "{text} is not in straight double quote marks",
            "{text} tidak memakai tanda kutip ganda lurus",
        ),
        (
            "label",
            "write straight quote marks",
            "tulis tanda kutip lurus",
        ),
        (
            "help",
            "use straight quote marks: `\"`",
            "gunakan tanda kutip lurus: `\"`",
        ),
    ],
);

/// A tab indents a row.
pub static TAB: Entry = error(
    "syntax::tab",
    "a tab indents a row",
    &[
        (
            "message",
            "rows are indented with tabs: {count}",
            "baris yang menjorok dengan tab: {count}",
        ),
        ("label", "a tab", "tab"),
        (
            "help",
            "indent with spaces, two for a row",
            "gunakan spasi, dua untuk satu baris",
        ),
    ],
);

/// A row of a declaration is not indented.
pub static UNINDENTED_ROW: Entry = error(
    "syntax::unindented_row",
    "a row of a declaration is not indented",
    &[
        (
            "message",
            "`{word}` belongs to the declaration above and must be indented",
            "`{word}` bagian dari ketentuan di atasnya dan harus menjorok",
        ),
        ("label", "in the first column", "pada kolom pertama"),
        (
            "help",
            "put two spaces before it",
            "beri dua spasi di depannya",
        ),
    ],
);

/// A declaration is indented.
pub static INDENTED_DECLARATION: Entry = error(
    "syntax::indented_declaration",
    "a declaration is indented",
    &[
        (
            "message",
            "`{word}` begins a declaration and must not be indented",
            "`{word}` mengawali ketentuan dan tidak boleh menjorok",
        ),
        ("label", "indented", "menjorok"),
        (
            "help",
            "begin it in the first column",
            "mulai pada kolom pertama",
        ),
    ],
);

/// A line stands before the first declaration.
pub static OUTSIDE_DECLARATION: Entry = error(
    "syntax::outside_declaration",
    "a line stands before the first declaration",
    &[
        (
            "message",
            "this line belongs to no declaration",
            "baris ini tidak termasuk ketentuan mana pun",
        ),
        (
            "label",
            "before the first declaration",
            "sebelum ketentuan pertama",
        ),
        (
            "help",
            "begin with a declaration such as `policy`, or make it a comment with `#`",
            "awali dengan ketentuan seperti `policy`, atau jadikan komentar dengan `#`",
        ),
    ],
);

/// A word that begins no declaration.
pub static UNKNOWN_DECLARATION: Entry = error(
    "syntax::unknown_declaration",
    "a word that begins no declaration",
    &[
        (
            "message",
            "no declaration begins with `{word}`",
            "tidak ada ketentuan yang diawali `{word}`",
        ),
        (
            "label",
            "expected `entity`, `parameter`, `define`, `criteria`, `classify`, `aid`, …",
            "seharusnya `entity`, `parameter`, `define`, `criteria`, `classify`, `aid`, …",
        ),
        (
            "help",
            "a line in the first column begins a declaration; indent it if it goes on with the one above",
            "baris pada kolom pertama mengawali ketentuan; beri spasi di depannya jika baris ini melanjutkan yang di atas",
        ),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
        (
            "help.remark",
            "if it is a remark for readers, begin the line with `# `",
            "jika ini catatan untuk pembaca, awali barisnya dengan `# `",
        ),
    ],
);

/// A row begins with a word that the declaration does not take.
pub static UNKNOWN_CLAUSE: Entry = error(
    "syntax::unknown_clause",
    "a row begins with a word that the declaration does not take",
    &[
        (
            "message",
            "`{what}` has no clause `{word}`",
            "`{what}` tidak mempunyai klausul `{word}`",
        ),
        (
            "label",
            "not a clause of `{what}`",
            "bukan klausul `{what}`",
        ),
        ("help", "it takes {clauses}", "klausulnya {clauses}"),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
    ],
);

/// A clause that stands once is written twice.
pub static REPEATED_CLAUSE: Entry = error(
    "syntax::repeated_clause",
    "a clause that stands once is written twice",
    &[
        (
            "message",
            "`{word}` stands twice",
            "`{word}` tertulis dua kali",
        ),
        ("label", "the second one", "yang kedua"),
        ("help", "keep one of the two", "pertahankan salah satu"),
    ],
);

/// Parentheses nest too deep.
pub static TOO_DEEP: Entry = error(
    "syntax::too_deep",
    "parentheses nest too deep",
    &[
        (
            "message",
            "this row nests deeper than {limit} levels",
            "baris ini bertingkat lebih dari {limit} tingkat",
        ),
        ("label", "too deep", "terlalu dalam"),
        (
            "help",
            "give parts of it a name with `define`",
            "beri nama bagiannya dengan `define`",
        ),
    ],
);

/// A row is too long.
pub static TOO_LONG: Entry = error(
    "syntax::too_long",
    "a row is too long",
    &[
        (
            "message",
            "this row is longer than {limit} KiB",
            "baris ini lebih panjang dari {limit} KiB",
        ),
        ("label", "too long", "terlalu panjang"),
        (
            "help",
            "is a line end or a quote mark missing?",
            "apakah ada akhir baris atau tanda kutip yang hilang?",
        ),
    ],
);

/// A number in Indonesian notation, which could be misread.
pub static INDONESIAN_NUMBER: Entry = error(
    "syntax::indonesian_number",
    "a number in Indonesian notation, which could be misread",
    &[
        (
            "message",
            "`{text}` could be misread",
            "`{text}` dapat salah dibaca",
        ),
        (
            "label",
            "thousands are marked by `_`, decimals by a point",
            "tanda ribuan adalah `_`, tanda desimal adalah titik",
        ),
        (
            "help",
            "write `{first}` for thousands, or `{second}` for a decimal fraction",
            "tulis `{first}` untuk ribuan, atau `{second}` untuk pecahan desimal",
        ),
        (
            "help.comma",
            "write `{first}` for one number, or `{second}`",
            "tulis `{first}` untuk satu bilangan, atau `{second}`",
        ),
        ("help.one", "write `{first}`", "tulis `{first}`"),
        ("help.amount", "write `{amount}`", "tulis `{amount}`"),
    ],
);

/// A number with too many digits.
pub static NUMBER_TOO_LARGE: Entry = error(
    "syntax::number_too_large",
    "a number with too many digits",
    &[
        (
            "message",
            "`{text}` has too many digits",
            "`{text}` mempunyai terlalu banyak angka",
        ),
        ("label", "too large", "terlalu besar"),
        (
            "help",
            "amounts go up to 922 triliun",
            "besaran paling banyak 922 triliun",
        ),
    ],
);

/// A whole number is wanted.
pub static WHOLE_NUMBER: Entry = error(
    "syntax::whole_number",
    "a whole number is wanted",
    &[
        (
            "message",
            "`{text}` is not a whole number",
            "`{text}` bukan bilangan bulat",
        ),
        (
            "label",
            "a whole number is wanted here",
            "di sini harus bilangan bulat",
        ),
    ],
);

/// The currency is written in another form.
pub static CURRENCY_FORM: Entry = error(
    "syntax::currency_form",
    "the currency is written in another form",
    &[
        (
            "message",
            "the currency is written `Rp`, not `{text}`",
            "mata uang ditulis `Rp`, bukan `{text}`",
        ),
        ("label", "write `Rp`", "tulis `Rp`"),
    ],
);

/// A date in another notation.
pub static DATE_NOTATION: Entry = error(
    "syntax::date_notation",
    "a date in another notation",
    &[
        (
            "message",
            "`{text}` is not how a date is written",
            "`{text}` bukan cara menulis tanggal",
        ),
        (
            "label",
            "year-month-day is wanted",
            "harus tahun-bulan-hari",
        ),
        (
            "help",
            "write `{date}`; the day was read before the month",
            "tulis `{date}`; hari dibaca sebelum bulan",
        ),
        ("help.iso", "write `{date}`", "tulis `{date}`"),
        (
            "help.day",
            "write the day in full, such as `{date}`",
            "tulis tanggalnya lengkap, misalnya `{date}`",
        ),
    ],
);

/// A day that the calendar does not have.
pub static NO_SUCH_DATE: Entry = error(
    "syntax::no_such_date",
    "a day that the calendar does not have",
    &[
        (
            "message",
            "there is no day `{text}`",
            "tidak ada hari `{text}`",
        ),
        ("label", "not in the calendar", "tidak ada dalam kalender"),
        (
            "help",
            "a date is written year-month-day, for instance 2023-03-01",
            "tanggal ditulis tahun-bulan-hari, misalnya 2023-03-01",
        ),
    ],
);

/// A percent sign in the wrong place.
pub static PERCENT_PLACE: Entry = error(
    "syntax::percent_place",
    "a percent sign in the wrong place",
    &[
        (
            "message",
            "the percent sign stands after a number",
            "tanda persen berada sesudah bilangan",
        ),
        ("label", "not here", "bukan di sini"),
        ("help", "write it like `70%`", "tulis seperti `70%`"),
        (
            "help.value",
            "for a part of a value multiply: `x * 70%`",
            "untuk bagian dari nilai, kalikan: `x * 70%`",
        ),
    ],
);

/// An operator of another language.
pub static OPERATOR_FORM: Entry = error(
    "syntax::operator_form",
    "a sign or word of another notation",
    &[
        (
            "message",
            "`{text}` is written `{instead}` here",
            "`{text}` ditulis `{instead}` di sini",
        ),
        ("label", "write `{instead}`", "tulis `{instead}`"),
        (
            "help.range",
            "both ends belong to it: `{low}` and `{high}` count too",
            "kedua ujungnya termasuk: `{low}` dan `{high}` ikut dihitung",
        ),
    ],
);

/// A comparison with `missing`.
pub static EQUALS_MISSING: Entry = error(
    "syntax::equals_missing",
    "a comparison with `missing`",
    &[
        (
            "message",
            "nothing is equal to `missing`",
            "tidak ada yang sama dengan `missing`",
        ),
        ("label", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// `is` is left out before `missing`.
pub static IS_LEFT_OUT: Entry = error(
    "syntax::is_left_out",
    "`is` is left out before `missing`",
    &[
        (
            "message",
            "`{word}` needs `is` before it",
            "`{word}` perlu `is` di depannya",
        ),
        ("label", "write `is {word}`", "tulis `is {word}`"),
    ],
);

/// `and` and `or` without parentheses.
pub static MIXED_AND_OR: Entry = error(
    "syntax::mixed_and_or",
    "`and` and `or` without parentheses",
    &[
        (
            "message",
            "`and` and `or` stand side by side without parentheses, so two readings are possible",
            "`and` dan `or` berdampingan tanpa tanda kurung, sehingga artinya ada dua",
        ),
        (
            "label",
            "which conditions belong together?",
            "syarat mana yang menyatu?",
        ),
        (
            "help",
            "put parentheses around the conditions that belong together",
            "beri tanda kurung pada syarat-syarat yang menyatu",
        ),
        (
            "help.or",
            "write the one that the regulation means:\n`{early}`: `{alone}` alone is enough\n`{late}`: `{always}` must hold in every case",
            "tulis yang dimaksud peraturannya:\n`{early}`: `{alone}` saja sudah cukup\n`{late}`: `{always}` selalu harus terpenuhi",
        ),
        (
            "help.and",
            "write the one that the regulation means:\n`{early}`: `{always}` must hold in every case\n`{late}`: `{alone}` alone is enough",
            "tulis yang dimaksud peraturannya:\n`{early}`: `{always}` selalu harus terpenuhi\n`{late}`: `{alone}` saja sudah cukup",
        ),
    ],
);

/// Two comparisons in a row.
pub static CHAINED_COMPARISON: Entry = error(
    "syntax::chained_comparison",
    "two comparisons in a row",
    &[
        (
            "message",
            "comparisons cannot follow each other",
            "dua perbandingan tidak dapat ditulis beruntun",
        ),
        ("label", "the second comparison", "perbandingan kedua"),
        ("label.first", "the first one", "yang pertama"),
        (
            "help",
            "write two comparisons joined by `and`",
            "tulis dua perbandingan yang dihubungkan dengan `and`",
        ),
        ("help.instead", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// `or` between values instead of conditions.
pub static OR_BETWEEN_VALUES: Entry = error(
    "syntax::or_between_values",
    "`or` between values instead of conditions",
    &[
        (
            "message",
            "`or` stands between two conditions, but this is a value",
            "`or` ditulis di antara dua syarat, padahal ini sebuah nilai",
        ),
        ("label", "a value, not a condition", "nilai, bukan syarat"),
        (
            "label.first",
            "the comparison ends here",
            "perbandingannya hanya sampai di sini",
        ),
        (
            "help",
            "write `{instead}`: one of several values",
            "tulis `{instead}`: salah satu dari beberapa nilai",
        ),
        (
            "help.twice",
            "write the whole comparison again after `or`",
            "tulis lagi perbandingannya secara lengkap sesudah `or`",
        ),
    ],
);

/// `in` without a list or range.
pub static IN_NEEDS_LIST: Entry = error(
    "syntax::in_needs_list",
    "`in` without a list or range",
    &[
        (
            "message",
            "`in` takes a range or a list in parentheses",
            "sesudah `in` harus ada rentang atau daftar dalam tanda kurung",
        ),
        (
            "label",
            "not a range and not a list",
            "bukan rentang dan bukan daftar",
        ),
        (
            "help",
            "write `{list}` for a list; for a single value write `=` instead of `in`, or `!=` instead of `not in`",
            "tulis `{list}` untuk daftar; untuk satu nilai saja tulis `=`, bukan `in`, atau `!=`, bukan `not in`",
        ),
        (
            "help.range",
            "write `{instead}`: a range takes two points, and both its ends belong to it",
            "tulis `{instead}`: rentang ditulis dengan dua titik, dan kedua ujungnya termasuk",
        ),
    ],
);

/// `if` without `then`.
pub static MISSING_THEN: Entry = error(
    "syntax::missing_then",
    "`if` without `then`",
    &[
        (
            "message",
            "`if` needs `then` after its condition",
            "`if` perlu `then` sesudah syaratnya",
        ),
        (
            "label",
            "`then` is missing after this",
            "`then` tidak ada sesudah ini",
        ),
    ],
);

/// `and` or `or` in a branch of `if`.
pub static BRANCH_PARENTHESES: Entry = error(
    "syntax::branch_parentheses",
    "`and` or `or` in a branch of `if`",
    &[
        (
            "message",
            "a branch of `if` that holds `and` or `or` needs parentheses",
            "cabang `if` yang memuat `and` atau `or` perlu tanda kurung",
        ),
        ("label", "put parentheses around this", "beri tanda kurung"),
    ],
);

/// An operator after `if missing`.
pub static AFTER_IF_MISSING: Entry = error(
    "syntax::after_if_missing",
    "an operator after `if missing`",
    &[
        (
            "message",
            "an operator after `if missing` needs parentheses",
            "perhitungan sesudah `if missing` perlu tanda kurung",
        ),
        ("label", "this operator", "tanda hitung ini"),
        (
            "label.first",
            "put parentheses around this",
            "beri tanda kurung pada bagian ini",
        ),
    ],
);

/// A function is written in another form.
pub static CALL_FORM: Entry = error(
    "syntax::call_form",
    "a function is written in another form",
    &[
        (
            "message",
            "`{name}` is not written like this",
            "`{name}` tidak ditulis seperti ini",
        ),
        ("label", "here", "di sini"),
        ("help", "write `{sample}`", "tulis `{sample}`"),
    ],
);

/// A dated row without a value.
pub static NO_VALUE: Entry = error(
    "syntax::no_value",
    "a dated row without a value",
    &[
        (
            "message",
            "this row has no value",
            "baris ini tidak mempunyai nilai",
        ),
        (
            "label",
            "no `=` and no rows under it",
            "tanpa `=` dan tanpa baris di bawahnya",
        ),
        (
            "help",
            "write `from 2023-03-01 = VALUE`, or indent keyed rows under it",
            "tulis `from 2023-03-01 = NILAI`, atau tulis baris berkunci di bawahnya, diawali spasi",
        ),
        (
            "help.brackets",
            "indent the bands under it: `up to Rp 5 juta = 5%`, and last `above = 15%`",
            "tulis lapisannya di bawahnya, diawali spasi: `up to Rp 5 juta = 5%`, dan terakhir `above = 15%`",
        ),
    ],
);

/// A range among several keys.
pub static KEY_MIX: Entry = error(
    "syntax::key_mix",
    "a range among several keys",
    &[
        (
            "message",
            "a range stands alone as a key",
            "rentang harus menjadi kunci tersendiri",
        ),
        (
            "label",
            "a range among others",
            "rentang di antara yang lain",
        ),
        ("help", "give it a row of its own", "beri baris tersendiri"),
    ],
);

/// A table of values that has not the form of one.
pub static VALUE_TABLE: Entry = error(
    "syntax::value_table",
    "a table of values that has not the form of one",
    &[
        (
            "message",
            "a table of values stands under `from DATE`, each row between `|`, its key first",
            "tabel nilai ditulis di bawah `from TANGGAL`, tiap baris di antara `|`, kuncinya di depan",
        ),
        ("label", "not in this row", "tidak pada baris ini"),
        (
            "help",
            "above stand the values of the second key: `| zone | 1 | 2.. |`, then `| urban | Rp 10_000 | Rp 15_000 |`",
            "baris atas memuat nilai kunci kedua: `| zona | 1 | 2.. |`, lalu `| kota | Rp 10_000 | Rp 15_000 |`",
        ),
    ],
);

/// A row of a table of values with another number of cells than its head.
pub static VALUE_TABLE_SHAPE: Entry = error(
    "syntax::value_table_shape",
    "a row of a table of values with another number of cells than its head",
    &[
        (
            "message",
            "this row has {found} cells, the head of the table {wanted}",
            "baris ini {found} sel, baris judul tabel {wanted}",
        ),
        (
            "label",
            "other than the head",
            "tidak sama dengan baris judul tabel",
        ),
        (
            "help",
            "write one value under each key of the head",
            "tulis satu nilai di bawah setiap kunci pada baris judul tabel",
        ),
    ],
);

/// A file outside the folder of the policy.
pub static FILE_OUTSIDE: Entry = error(
    "syntax::file_outside",
    "a file outside the folder of the policy",
    &[
        (
            "message",
            "`{path}` may lie outside the folder of the policy",
            "`{path}` dapat terletak di luar folder kebijakan",
        ),
        ("label", "not inside the policy", "tidak di dalam kebijakan"),
        (
            "help",
            "put the file beside the policy and name it from there: `from file \"livelihood.csv\"`",
            "letakkan berkas di samping kebijakan dan sebut dari sana: `from file \"mata_pencaharian.csv\"`",
        ),
    ],
);

/// A file of values whose first line does not name the columns.
pub static FILE_COLUMNS: Entry = error(
    "syntax::file_columns",
    "a file of values whose first line does not name the columns",
    &[
        (
            "message",
            "the first line of `{path}` must name the columns {wanted}",
            "baris pertama `{path}` harus menyebut kolom {wanted}",
        ),
        (
            "label",
            "a column is missing or not known",
            "ada kolom yang kurang atau tidak dikenal",
        ),
        (
            "help",
            "`note` may stand beside them, and `until` beside `from`; name no other column",
            "selain itu boleh ada `note`, dan `until` di samping `from`; jangan menambah kolom lain",
        ),
    ],
);

/// A line of a file of values with another number of cells than its first line.
pub static FILE_ROW: Entry = error(
    "syntax::file_row",
    "a line of a file of values with another number of cells than its first line",
    &[
        (
            "message",
            "this line has {found} cells, the first line {wanted}",
            "baris ini {found} sel, baris pertama {wanted}",
        ),
        (
            "label",
            "too many or too few",
            "terlalu banyak atau terlalu sedikit",
        ),
        (
            "help",
            "save the sheet again as CSV; a cell that holds the separator stands in quotes",
            "simpan lagi lembarnya sebagai CSV; sel yang memuat pemisah ditulis dalam tanda kutip",
        ),
    ],
);

/// A criterion without a condition.
pub static CRITERION_WITHOUT_WHEN: Entry = error(
    "syntax::criterion_without_when",
    "a criterion without a condition",
    &[
        (
            "message",
            "the criterion `{name}` does not say when it is met",
            "kriteria `{name}` tidak menyebut kapan terpenuhi",
        ),
        ("label", "no `when`", "tanpa `when`"),
        (
            "help",
            "write `{name} \"Title\" when CONDITION`",
            "tulis `{name} \"Judul\" when SYARAT`",
        ),
    ],
);

/// A duration that is not in months.
pub static FOR_MONTHS: Entry = error(
    "syntax::for_months",
    "a duration that is not in months",
    &[
        (
            "message",
            "the duration of an aid is in months",
            "lama bantuan dinyatakan dalam bulan",
        ),
        ("label", "not months", "bukan bulan"),
        (
            "help",
            "write `amount Rp 200_000 per month for 12 months`",
            "tulis `amount Rp 200_000 per month for 12 months`",
        ),
    ],
);

/// A budget of rows.
pub static BUDGET_OF: Entry = error(
    "syntax::budget_of",
    "a budget of rows",
    &[
        (
            "message",
            "a budget is an amount of money",
            "pagu adalah sejumlah uang",
        ),
        (
            "label",
            "`of` stands in a quota only",
            "`of` hanya pada kuota",
        ),
        (
            "help",
            "write `budget Rp 880 juta`",
            "tulis `budget Rp 880 juta`",
        ),
    ],
);

/// An amendment of something else than a parameter or an aid.
pub static AMEND_WHAT: Entry = error(
    "syntax::amend_what",
    "an amendment that does not say of what, or of what cannot be amended",
    &[
        (
            "message",
            "`amend` needs the kind of rule that it changes",
            "`amend` memerlukan jenis ketentuan yang diubah",
        ),
        ("label", "what is amended?", "apa yang diubah?"),
        (
            "help",
            "write `amend parameter NAME`, `amend aid NAME`, `amend criteria NAME` and so on",
            "tulis `amend parameter NAMA`, `amend aid NAMA`, `amend criteria NAMA` dan seterusnya",
        ),
        (
            "help.never",
            "a `type`, a promise, a test or a scenario is not amended: declare one of your own",
            "`type`, janji, uji atau skenario tidak diubah: nyatakan yang baru",
        ),
        (
            "help.scenario",
            "a scenario runs over the same data, so it cannot change what the data hold: amend the entity in a policy that extends this one",
            "skenario berjalan atas data yang sama, sehingga tidak dapat mengubah isi data: ubah entitas dalam kebijakan yang memperluas kebijakan ini",
        ),
    ],
);

/// An address without a source.
pub static URL_WITHOUT_SOURCE: Entry = error(
    "syntax::url_without_source",
    "an address without a source",
    &[
        (
            "message",
            "`url` follows a `source`",
            "`url` mengikuti `source`",
        ),
        ("label", "no source above", "tidak ada sumber di atasnya"),
        (
            "help",
            "write `source \"…\" url \"…\"`",
            "tulis `source \"…\" url \"…\"`",
        ),
    ],
);

/// A decision without its table.
pub static TABLE_MISSING: Entry = error(
    "syntax::table_missing",
    "a decision without its table",
    &[
        (
            "message",
            "this decision has no table",
            "keputusan ini tidak mempunyai tabel",
        ),
        (
            "label",
            "no rows that begin with `|`",
            "tidak ada baris yang diawali `|`",
        ),
        (
            "help",
            "write a head such as `| input || output |` and rows under it",
            "tulis baris judul seperti `| masukan || keluaran |` dan baris di bawahnya",
        ),
    ],
);

/// A table row with another number of cells than the head.
pub static TABLE_SHAPE: Entry = error(
    "syntax::table_shape",
    "a table row with another number of cells than the head",
    &[
        (
            "message",
            "this row has {inputs} + {outputs} cells, its head {wanted_inputs} + {wanted_outputs}",
            "baris ini {inputs} + {outputs} sel, baris judulnya {wanted_inputs} + {wanted_outputs}",
        ),
        (
            "label",
            "inputs and outputs as in the head are wanted",
            "masukan dan keluaran harus seperti pada baris judul",
        ),
        (
            "help",
            "write `-` in a cell that does not matter",
            "tulis `-` dalam sel yang tidak menentukan",
        ),
    ],
);

/// A table row without its bars.
pub static TABLE_BARS: Entry = error(
    "syntax::table_bars",
    "a table row without its bars",
    &[
        (
            "message",
            "a table row begins and ends with `|` and has one `||`",
            "baris tabel diawali dan diakhiri `|` dan mempunyai satu `||`",
        ),
        ("label", "not in this row", "tidak pada baris ini"),
        (
            "help",
            "inputs stand left of `||`, outputs right",
            "masukan di kiri `||`, keluaran di kanan",
        ),
    ],
);

/// An empty cell.
pub static EMPTY_CELL: Entry = error(
    "syntax::empty_cell",
    "an empty cell",
    &[
        ("message", "a cell is empty", "sebuah sel kosong"),
        ("label", "nothing here", "kosong"),
        (
            "help",
            "write `-` for any value",
            "tulis `-` untuk sembarang nilai",
        ),
    ],
);

/// An example that expects something.
pub static EXAMPLE_EXPECTS: Entry = error(
    "syntax::example_expects",
    "an example that expects something",
    &[
        (
            "message",
            "an `example` is a family to start from; it expects nothing",
            "`example` adalah keluarga awal; ia tidak mengharapkan apa-apa",
        ),
        ("label", "belongs into a test", "termasuk dalam uji"),
        (
            "help",
            "write a `test` that begins with `like` and the title of the example, and expect there",
            "tulis `test` yang diawali `like` dan judul contoh ini, dan tulis harapannya di sana",
        ),
    ],
);

/// A test `each row` without its table.
pub static CASES_MISSING: Entry = error(
    "syntax::cases_missing",
    "a test `each row` without its table",
    &[
        (
            "message",
            "a test `each row` has a table with one case a row",
            "uji `each row` mempunyai tabel dengan satu kasus tiap baris",
        ),
        ("label", "no cases", "tanpa kasus"),
        (
            "help",
            "write a head such as `| expenditure || welfare |` and a row for each case",
            "tulis baris judul seperti `| pengeluaran || status |` dan satu baris tiap kasus",
        ),
    ],
);

/// A table in a test that does not say `each row`.
pub static CASES_WITHOUT_EACH: Entry = error(
    "syntax::cases_without_each",
    "a table in a test that does not say `each row`",
    &[
        (
            "message",
            "a table of cases stands in a test `each row`",
            "tabel kasus ditulis dalam uji `each row`",
        ),
        ("label", "a table row", "baris tabel"),
        (
            "help",
            "write `each row` after the title of the test",
            "tulis `each row` sesudah judul uji",
        ),
    ],
);
