//! Words of the `syntax` findings.

use crate::diagnostic::{Entry, Severity};

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[
    &UNKNOWN_DECLARATION,
    &UNKNOWN_CLAUSE,
    &UNREADABLE,
    &NOT_SUPPORTED_YET,
    &INDENTED_DECLARATION,
    &UNINDENTED_ROW,
    &OUTSIDE_DECLARATION,
    &TAB,
    &TOO_LONG,
    &TOO_DEEP,
    &UNTERMINATED_TEXT,
    &QUOTES,
    &RESERVED_WORD,
    &FOREIGN_SIGN,
    &MIXED_AND_OR,
    &CHAINED_COMPARISON,
    &OR_BETWEEN_VALUES,
    &INDONESIAN_NUMBER,
    &NUMBER_TOO_LARGE,
    &WHOLE_NUMBER,
    &CURRENCY_FORM,
    &DATE_NOTATION,
    &NO_SUCH_DATE,
    &OPERATOR_FORM,
    &PERCENT_PLACE,
    &MISSING_THEN,
    &BRANCH_PARENTHESES,
    &EQUALS_MISSING,
    &IS_LEFT_OUT,
    &AFTER_IF_MISSING,
    &IN_NEEDS_LIST,
    &CALL_FORM,
    &URL_WITHOUT_SOURCE,
    &NO_VALUE,
    &KEY_MIX,
    &CRITERION_WITHOUT_WHEN,
    &FOR_MONTHS,
    &BUDGET_OF,
    &REPEATED_CLAUSE,
    &AMEND_WHAT,
    &TABLE_MISSING,
    &TABLE_SHAPE,
    &TABLE_BARS,
    &EMPTY_CELL,
];

/// A line in column 0 begins with no word that starts a declaration.
pub static UNKNOWN_DECLARATION: Entry = Entry {
    code: "syntax::unknown_declaration",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a line in column 0 begins with no word that starts a declaration",
    texts: &[
        ("message", "`{word}` does not start a declaration", "`{word}` bukan awal suatu deklarasi"),
        ("label", "no declaration begins with this word", "tidak ada deklarasi yang diawali kata ini"),
        ("help", "a declaration begins in the first column with a word such as `parameter`, `define`, `aid`; indent the line if it belongs to the declaration above", "deklarasi dimulai di kolom pertama dengan kata seperti `parameter`, `definisi`, `bantuan`; masukkan baris ke dalam bila ia bagian dari deklarasi di atasnya"),
        ("help.near", "did you mean `{near}`?", "maksud Anda `{near}`?"),
    ],
};

/// A row begins with no clause of its declaration.
pub static UNKNOWN_CLAUSE: Entry = Entry {
    code: "syntax::unknown_clause",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a row begins with no clause of its declaration",
    texts: &[
        ("message", "`{word}` is no clause of `{what}`", "`{word}` bukan klausul dari `{what}`"),
        ("label", "not known here", "tidak dikenal di sini"),
        ("help", "`{what}` takes {clauses}", "`{what}` menerima {clauses}"),
        ("help.near", "did you mean `{near}`? `{what}` takes {clauses}", "maksud Anda `{near}`? `{what}` menerima {clauses}"),
    ],
};

/// A row or a head does not have the form of its kind.
pub static UNREADABLE: Entry = Entry {
    code: "syntax::unreadable",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a row or a head does not have the form of its kind",
    texts: &[
        ("message", "cannot read this `{what}`", "`{what}` ini tidak dapat dibaca"),
        ("label.value", "expected a value, found `{found}`", "di sini perlu suatu nilai, bukan `{found}`"),
        ("label.value_end", "the row ends here, but a value must follow", "baris berakhir di sini, padahal masih perlu suatu nilai"),
        ("label.type", "expected a type, found `{found}`", "di sini perlu suatu tipe, bukan `{found}`"),
        ("label.type_end", "the row ends here, but a type must follow", "baris berakhir di sini, padahal masih perlu suatu tipe"),
        ("label.name", "expected a name, found `{found}`", "di sini perlu suatu nama, bukan `{found}`"),
        ("label.name_end", "the row ends here, but a name must follow", "baris berakhir di sini, padahal masih perlu suatu nama"),
        ("label.text", "expected a text in straight quotes, found `{found}`", "di sini perlu teks dalam tanda kutip lurus, bukan `{found}`"),
        ("label.text_end", "the row ends here, but a text in straight quotes must follow", "baris berakhir di sini, padahal masih perlu teks dalam tanda kutip lurus"),
        ("label.date", "expected a date such as `2023-03-01`, found `{found}`", "di sini perlu tanggal seperti `2023-03-01`, bukan `{found}`"),
        ("label.date_end", "the row ends here, but a date such as `2023-03-01` must follow", "baris berakhir di sini, padahal masih perlu tanggal seperti `2023-03-01`"),
        ("label.number", "expected a number, found `{found}`", "di sini perlu suatu angka, bukan `{found}`"),
        ("label.number_end", "the row ends here, but a number must follow", "baris berakhir di sini, padahal masih perlu suatu angka"),
        ("label.words", "expected {words}, found `{found}`", "di sini perlu {words}, bukan `{found}`"),
        ("label.words_end", "the row ends here, but {words} must follow", "baris berakhir di sini, padahal masih perlu {words}"),
        ("label.extra", "`{found}` does not fit here", "`{found}` tidak pada tempatnya"),
        ("help", "write it like this: {sample}", "tulis seperti ini: {sample}"),
        ("help.deeper", "this line is indented deeper than the clause above, so it goes on with it; give both the same indentation", "baris ini lebih menjorok daripada klausul di atasnya, jadi dibaca sebagai lanjutannya; samakan indentasinya"),
    ],
};

/// A construct of the language that this version does not know yet.
pub static NOT_SUPPORTED_YET: Entry = Entry {
    code: "syntax::not_supported_yet",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a construct of the language that this version does not know yet",
    texts: &[
        ("message", "`{construct}` is not supported yet", "`{construct}` belum didukung"),
        ("label", "this version cannot evaluate it", "versi ini belum dapat menghitungnya"),
        ("help", "it is part of the language, but not of this version; write the rule without it for now", "ini bagian dari bahasa, tetapi belum ada di versi ini; untuk sementara tulis aturan tanpa itu"),
    ],
};

/// A declaration does not begin in the first column.
pub static INDENTED_DECLARATION: Entry = Entry {
    code: "syntax::indented_declaration",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a declaration does not begin in the first column",
    texts: &[
        ("message", "the declaration `{word}` is indented", "deklarasi `{word}` menjorok ke dalam"),
        ("label", "a declaration begins in the first column", "deklarasi dimulai di kolom pertama"),
        ("help", "remove the spaces before it", "hapus spasi di depannya"),
    ],
};

/// A row of a declaration begins in the first column.
pub static UNINDENTED_ROW: Entry = Entry {
    code: "syntax::unindented_row",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a row of a declaration begins in the first column",
    texts: &[
        ("message", "the row `{word}` is not indented", "baris `{word}` tidak menjorok"),
        ("label", "only declarations begin in the first column", "hanya deklarasi yang dimulai di kolom pertama"),
        ("help", "put two spaces before it, so that it belongs to the declaration above", "beri dua spasi di depannya, agar menjadi bagian dari deklarasi di atasnya"),
    ],
};

/// A line stands before the first declaration.
pub static OUTSIDE_DECLARATION: Entry = Entry {
    code: "syntax::outside_declaration",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a line stands before the first declaration",
    texts: &[
        ("message", "this line belongs to no declaration", "baris ini bukan bagian dari deklarasi mana pun"),
        ("label", "no declaration stands above it", "tidak ada deklarasi di atasnya"),
        ("help", "begin with a declaration in the first column, such as `policy` or `parameter`", "mulailah dengan deklarasi di kolom pertama, misalnya `kebijakan` atau `parameter`"),
    ],
};

/// Tabs stand in the indentation.
pub static TAB: Entry = Entry {
    code: "syntax::tab",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "tabs stand in the indentation",
    texts: &[
        ("message", "tabs in the indentation ({count} lines)", "indentasi memakai tab ({count} baris)"),
        ("label", "a tab", "tab"),
        ("help", "use spaces: editors show tabs in different widths, and the indentation decides what belongs together", "pakai spasi: lebar tab berbeda-beda, padahal indentasi menentukan bagian mana milik siapa"),
    ],
};

/// A row is longer than any rule needs.
pub static TOO_LONG: Entry = Entry {
    code: "syntax::too_long",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a row is longer than any rule needs",
    texts: &[
        ("message", "a row is longer than {limit} KiB", "satu baris melebihi {limit} KiB"),
        ("label", "too long", "terlalu panjang"),
        ("help", "split it into several definitions", "pecah menjadi beberapa definisi"),
    ],
};

/// An expression nests too deep.
pub static TOO_DEEP: Entry = Entry {
    code: "syntax::too_deep",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an expression nests too deep",
    texts: &[
        ("message", "this nests deeper than {limit} levels", "ini bersarang lebih dari {limit} tingkat"),
        ("label", "too deep", "terlalu dalam"),
        ("help", "give parts of it names with `define`", "beri nama bagian-bagiannya dengan `definisi`"),
    ],
};

/// A text in quotes does not end on its line.
pub static UNTERMINATED_TEXT: Entry = Entry {
    code: "syntax::unterminated_text",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a text in quotes does not end on its line",
    texts: &[
        ("message", "this text has no closing quote", "teks ini tidak ditutup dengan tanda kutip"),
        ("label", "begins here and does not end on this line", "dimulai di sini dan tidak berakhir di baris ini"),
        ("help", "put `\"` at its end; a text stands on one line", "beri `\"` di akhirnya; teks berada pada satu baris"),
    ],
};

/// A text stands in other quotes than straight double ones.
pub static QUOTES: Entry = Entry {
    code: "syntax::quotes",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a text stands in other quotes than straight double ones",
    texts: &[
        ("message", "text stands in straight double quotes", "teks ditulis dalam tanda kutip ganda lurus"),
        ("label", "other quotes", "tanda kutip lain"),
        ("help", "write `\"` on both sides; word processors change quotes on their own", "tulis `\"` di kedua sisi; pengolah kata sering mengubah tanda kutip"),
    ],
};

/// A word of the language stands where a name is wanted.
pub static RESERVED_WORD: Entry = Entry {
    code: "syntax::reserved_word",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a word of the language stands where a name is wanted",
    texts: &[
        ("message", "`{word}` is a word of the language, not a name", "`{word}` adalah kata dalam bahasa ini, bukan nama"),
        ("label", "a name is wanted here", "di sini perlu suatu nama"),
        ("help", "choose another name, or put it in back-ticks", "pilih nama lain, atau apit dengan tanda `"),
    ],
};

/// A sign that the language does not use.
pub static FOREIGN_SIGN: Entry = Entry {
    code: "syntax::foreign_sign",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a sign that the language does not use",
    texts: &[
        ("message", "`{sign}` has no meaning here", "`{sign}` tidak punya arti di sini"),
        ("label", "remove it", "hapus"),
        ("help", "rows end with their line and belong together by indentation; a choice is written `if … then … else …`", "baris berakhir di ujungnya dan disatukan oleh indentasi; pilihan ditulis `bila … maka … sebaliknya …`"),
    ],
};

/// `and` and `or` stand together without parentheses.
pub static MIXED_AND_OR: Entry = Entry {
    code: "syntax::mixed_and_or",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`and` and `or` stand together without parentheses",
    texts: &[
        ("message", "`and` and `or` need parentheses here", "`dan` dan `atau` perlu tanda kurung di sini"),
        ("label", "this could belong to either", "ini dapat digabung ke dua arah"),
        ("label.first", "does this belong together?", "apakah ini satu kesatuan?"),
        ("help", "put parentheses around what belongs together: `(a and b) or c`, or `a and (b or c)`", "beri tanda kurung pada yang menjadi satu: `(a dan b) atau c`, atau `a dan (b atau c)`"),
    ],
};

/// Comparisons stand in a chain.
pub static CHAINED_COMPARISON: Entry = Entry {
    code: "syntax::chained_comparison",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "comparisons stand in a chain",
    texts: &[
        ("message", "comparisons cannot be chained", "perbandingan tidak dapat dirangkai"),
        ("label", "a second comparison", "perbandingan kedua"),
        ("label.first", "this is a comparison already", "ini sudah suatu perbandingan"),
        ("help", "write `a < b and b < c`, or a range: `b in a..c`", "tulis `a < b dan b < c`, atau rentang: `b termasuk a..c`"),
    ],
};

/// `or` joins a condition and a value.
pub static OR_BETWEEN_VALUES: Entry = Entry {
    code: "syntax::or_between_values",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`or` joins a condition and a value",
    texts: &[
        ("message", "`or` joins conditions, and this is a value", "`atau` menggabungkan syarat, sedangkan ini suatu nilai"),
        ("label", "no condition", "bukan syarat"),
        ("label.first", "the condition", "syaratnya"),
        ("help", "to ask for one of several values, write `x in (a, b)`", "untuk salah satu dari beberapa nilai, tulis `x termasuk (a, b)`"),
    ],
};

/// A number is written with separators that can be read in two ways.
pub static INDONESIAN_NUMBER: Entry = Entry {
    code: "syntax::indonesian_number",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a number is written with separators that can be read in two ways",
    texts: &[
        ("message", "`{text}` can be read in more than one way", "`{text}` dapat dibaca dengan lebih dari satu cara"),
        ("label", "write `_` between thousands and `.` before decimals", "pakai `_` untuk ribuan dan `.` untuk desimal"),
        ("help", "write `{first}`, or `{second}` if the separator begins the decimals", "tulis `{first}`, atau `{second}` bila pemisah itu tanda desimal"),
        ("help.comma", "write `{first}` for one number, `{second}` for a list", "tulis `{first}` untuk satu angka, `{second}` untuk daftar"),
        ("help.one", "write `{first}`", "tulis `{first}`"),
    ],
};

/// A number has more digits than can be held.
pub static NUMBER_TOO_LARGE: Entry = Entry {
    code: "syntax::number_too_large",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a number has more digits than can be held",
    texts: &[
        ("message", "`{text}` is too large", "`{text}` terlalu besar"),
        ("label", "too many digits", "terlalu banyak angka"),
        ("help", "amounts reach Rp 922 triliun", "jumlah uang paling besar Rp 922 triliun"),
    ],
};

/// A count is not a whole number.
pub static WHOLE_NUMBER: Entry = Entry {
    code: "syntax::whole_number",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a count is not a whole number",
    texts: &[
        ("message", "`{text}` is no whole number", "`{text}` bukan bilangan bulat"),
        ("label", "a count such as `1` or `3` is wanted", "di sini perlu cacah seperti `1` atau `3`"),
    ],
};

/// The currency is written in another form.
pub static CURRENCY_FORM: Entry = Entry {
    code: "syntax::currency_form",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the currency is written in another form",
    texts: &[
        ("message", "write `Rp`, not `{text}`", "tulis `Rp`, bukan `{text}`"),
        ("label", "the currency", "mata uang"),
    ],
};

/// A date is not written year-month-day.
pub static DATE_NOTATION: Entry = Entry {
    code: "syntax::date_notation",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a date is not written year-month-day",
    texts: &[
        ("message", "`{text}` is no date of the language", "`{text}` bukan tanggal dalam bahasa ini"),
        ("label", "dates are written year-month-day", "tanggal ditulis tahun-bulan-hari"),
        ("help", "write `{date}`; where the day and the month could be swapped, the day was taken to come first", "tulis `{date}`; bila hari dan bulan dapat tertukar, yang pertama dibaca sebagai hari"),
    ],
};

/// The calendar has no such day.
pub static NO_SUCH_DATE: Entry = Entry {
    code: "syntax::no_such_date",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the calendar has no such day",
    texts: &[
        ("message", "there is no day `{text}`", "tidak ada tanggal `{text}`"),
        ("label", "not in the calendar", "tidak ada di kalender"),
        ("help", "dates are written year-month-day, such as `2023-03-01`", "tanggal ditulis tahun-bulan-hari, misalnya `2023-03-01`"),
    ],
};

/// An operator is written as in another language.
pub static OPERATOR_FORM: Entry = Entry {
    code: "syntax::operator_form",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an operator is written as in another language",
    texts: &[
        ("message", "write `{instead}`, not `{text}`", "tulis `{instead}`, bukan `{text}`"),
        ("label", "read as `{instead}`", "dibaca sebagai `{instead}`"),
    ],
};

/// `%` does not follow a number.
pub static PERCENT_PLACE: Entry = Entry {
    code: "syntax::percent_place",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`%` does not follow a number",
    texts: &[
        ("message", "`%` follows a number", "`%` ditulis setelah angka"),
        ("label", "here", "di sini"),
        ("help", "write it like `70%`", "tulis seperti `70%`"),
        ("help.value", "write `x * 70%` for a share, or keep the share as a number", "tulis `x * 70%` untuk bagian, atau simpan bagian sebagai angka"),
    ],
};

/// `if` has no `then`.
pub static MISSING_THEN: Entry = Entry {
    code: "syntax::missing_then",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`if` has no `then`",
    texts: &[
        ("message", "`then` is left out", "`maka` tertinggal"),
        ("label", "`then` follows this condition", "setelah syarat ini ditulis `maka`"),
        ("help", "write `if … then … else …`", "tulis `bila … maka … sebaliknya …`"),
    ],
};

/// A branch of `if` holds `and` or `or` without parentheses.
pub static BRANCH_PARENTHESES: Entry = Entry {
    code: "syntax::branch_parentheses",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a branch of `if` holds `and` or `or` without parentheses",
    texts: &[
        ("message", "`and` and `or` in a branch need parentheses", "`dan` dan `atau` dalam cabang perlu tanda kurung"),
        ("label", "where does this branch end?", "di mana cabang ini berakhir?"),
        ("help", "put the branch, or the whole `if`, in parentheses", "beri tanda kurung pada cabang itu, atau pada seluruh `bila`"),
    ],
};

/// A value is compared with `missing`.
pub static EQUALS_MISSING: Entry = Entry {
    code: "syntax::equals_missing",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a value is compared with `missing`",
    texts: &[
        ("message", "nothing equals `missing`: ask `{instead}`", "tidak ada yang sama dengan kosong: tanyakan `{instead}`"),
        ("label", "write `{instead}`", "tulis `{instead}`"),
    ],
};

/// `missing` stands without `is`.
pub static IS_LEFT_OUT: Entry = Entry {
    code: "syntax::is_left_out",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`missing` stands without `is`",
    texts: &[
        ("message", "`is` is left out before `{word}`", "`is` tertinggal sebelum `{word}`"),
        ("label", "write `is {word}`", "tulis `is {word}`"),
    ],
};

/// An operator follows `if missing` without parentheses.
pub static AFTER_IF_MISSING: Entry = Entry {
    code: "syntax::after_if_missing",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an operator follows `if missing` without parentheses",
    texts: &[
        ("message", "`if missing` needs parentheses before another operator", "`bila kosong` perlu tanda kurung sebelum operator lain"),
        ("label", "this could belong to the replacement", "ini dapat menjadi bagian dari penggantinya"),
        ("label.first", "put this in parentheses", "beri tanda kurung di sini"),
        ("help", "write `(x if missing 0) + y`, or `x if missing (0 + y)`", "tulis `(x bila kosong 0) + y`, atau `x bila kosong (0 + y)`"),
    ],
};

/// `in` is followed by one value.
pub static IN_NEEDS_LIST: Entry = Entry {
    code: "syntax::in_needs_list",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`in` is followed by one value",
    texts: &[
        ("message", "`in` takes a list or a range", "`termasuk` memerlukan daftar atau rentang"),
        ("label", "one value", "satu nilai"),
        ("help", "write `in (a, b)` or `in 18..45`, or compare with `=`", "tulis `termasuk (a, b)` atau `termasuk 18..45`, atau bandingkan dengan `=`"),
    ],
};

/// A function or aggregation has other parts than it takes.
pub static CALL_FORM: Entry = Entry {
    code: "syntax::call_form",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a function or aggregation has other parts than it takes",
    texts: &[
        ("message", "`{name}` is not written like this", "`{name}` tidak ditulis seperti ini"),
        ("label", "its parts do not fit", "bagian-bagiannya tidak cocok"),
        ("help", "write it like this: {sample}", "tulis seperti ini: {sample}"),
    ],
};

/// An address stands without its source.
pub static URL_WITHOUT_SOURCE: Entry = Entry {
    code: "syntax::url_without_source",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "an address stands without its source",
    texts: &[
        ("message", "`url` follows a `source`", "`tautan` ditulis setelah `sumber`"),
        ("label", "no source stands above it", "tidak ada sumber di atasnya"),
        ("help", "write `source \"…\" url \"…\"`", "tulis `sumber \"…\" tautan \"…\"`"),
    ],
};

/// A date of a parameter has no value.
pub static NO_VALUE: Entry = Entry {
    code: "syntax::no_value",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a date of a parameter has no value",
    texts: &[
        ("message", "this date has no value", "tanggal ini tidak punya nilai"),
        ("label", "`=` and a value, or rows under it, must follow", "harus diikuti `=` dan nilai, atau baris di bawahnya"),
        ("help", "write `from 2023-03-01 = Rp 596_184`, or put rows `key = value` deeper under it", "tulis `sejak 2023-03-01 = Rp 596_184`, atau baris `kunci = nilai` yang lebih menjorok di bawahnya"),
    ],
};

/// A key mixes a range and other values.
pub static KEY_MIX: Entry = Entry {
    code: "syntax::key_mix",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a key mixes a range and other values",
    texts: &[
        ("message", "a range stands alone on its row", "rentang berdiri sendiri pada barisnya"),
        ("label", "put it on a row of its own", "tulis pada baris tersendiri"),
    ],
};

/// A criterion has no condition.
pub static CRITERION_WITHOUT_WHEN: Entry = Entry {
    code: "syntax::criterion_without_when",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a criterion has no condition",
    texts: &[
        ("message", "the criterion `{name}` has no condition", "kriteria `{name}` tidak punya syarat"),
        ("label", "`when` and a condition must follow", "harus diikuti `jika` dan syarat"),
        ("help", "write `{name} \"…\" when …`", "tulis `{name} \"…\" jika …`"),
    ],
};

/// `for` is not followed by a number of months.
pub static FOR_MONTHS: Entry = Entry {
    code: "syntax::for_months",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`for` is not followed by a number of months",
    texts: &[
        ("message", "`for` takes a number of months", "`selama` memerlukan jumlah bulan"),
        ("label", "write it like `3 months`", "tulis seperti `3 bulan`"),
    ],
};

/// A budget names a base.
pub static BUDGET_OF: Entry = Entry {
    code: "syntax::budget_of",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a budget names a base",
    texts: &[
        ("message", "a budget is an amount, not a share of rows", "pagu adalah jumlah uang, bukan bagian dari baris"),
        ("label", "remove this", "hapus ini"),
        ("help", "a share of rows is a `quota`: `quota 10% of family`", "bagian dari baris adalah `kuota`: `kuota 10% dari family`"),
    ],
};

/// A clause that stands once is repeated.
pub static REPEATED_CLAUSE: Entry = Entry {
    code: "syntax::repeated_clause",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a clause that stands once is repeated",
    texts: &[
        ("message", "`{word}` stands twice", "`{word}` tertulis dua kali"),
        ("label", "the second", "yang kedua"),
        ("help", "keep one of them", "simpan salah satu"),
    ],
};

/// `amend` does not say what it changes.
pub static AMEND_WHAT: Entry = Entry {
    code: "syntax::amend_what",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "`amend` does not say what it changes",
    texts: &[
        ("message", "`amend` is followed by the kind of what it changes", "`ubah` diikuti jenis yang diubah"),
        ("label", "`parameter` or `aid` is wanted here", "di sini perlu `parameter` atau `bantuan`"),
        ("help", "write `amend parameter poverty_line` or `amend aid pkh`", "tulis `ubah parameter garis_kemiskinan` atau `ubah bantuan pkh`"),
    ],
};

/// A `decide` has no table.
pub static TABLE_MISSING: Entry = Entry {
    code: "syntax::table_missing",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a `decide` has no table",
    texts: &[
        ("message", "this `decide` has no table", "`keputusan` ini tidak punya tabel"),
        ("label", "rows in pipes must follow", "harus diikuti baris dengan garis tegak"),
        ("help", "put a header under it: `| age(birth_date) || component |`, then a row for each case", "tulis kepala tabel di bawahnya: `| usia(birth_date) || component |`, lalu satu baris untuk tiap keadaan"),
    ],
};

/// A row of a table has another number of cells than its header.
pub static TABLE_SHAPE: Entry = Entry {
    code: "syntax::table_shape",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a row of a table has another number of cells than its header",
    texts: &[
        ("message", "this row has {inputs} and {outputs} cells, its header has {wanted_inputs} and {wanted_outputs}", "baris ini punya {inputs} dan {outputs} sel, kepalanya {wanted_inputs} dan {wanted_outputs}"),
        ("label", "cells left and right of `||` must be as many as in the header", "jumlah sel di kiri dan kanan `||` harus sama dengan kepala tabel"),
        ("help", "write `-` where any value will do", "tulis `-` bila nilai apa pun berlaku"),
    ],
};

/// The pipes of a table row are not as they should be.
pub static TABLE_BARS: Entry = Entry {
    code: "syntax::table_bars",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "the pipes of a table row are not as they should be",
    texts: &[
        ("message", "the pipes of this row do not fit", "garis tegak pada baris ini tidak cocok"),
        ("label", "inputs, `||` once, results, and `|` at the end", "masukan, `||` satu kali, hasil, dan `|` di akhir"),
        ("help", "write it like this: | true | 0..6 || early_childhood |", "tulis seperti ini: | benar | 0..6 || early_childhood |"),
    ],
};

/// A cell of a table is empty.
pub static EMPTY_CELL: Entry = Entry {
    code: "syntax::empty_cell",
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a cell of a table is empty",
    texts: &[
        ("message", "this cell is empty", "sel ini kosong"),
        ("label", "nothing between the pipes", "tidak ada isi di antara garis tegak"),
        ("help", "write `-` where any value will do", "tulis `-` bila nilai apa pun berlaku"),
    ],
};
