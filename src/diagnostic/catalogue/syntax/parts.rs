//! Words of the findings about parts of a row that are misplaced, cut in two or left out.

use super::super::error;
use crate::diagnostic::Entry;

/// The entries.
pub const ENTRIES: &[&Entry] = &[
    &SUPERFLUOUS,
    &NAME_IN_PIECES,
    &TITLE_FIRST,
    &DIGIT_FIRST,
    &LEVEL_LEFT_OUT,
    &WHEN_LEFT_OUT,
    &PERIOD_OF_TYPE,
    &PERIOD_AFTER_NAME,
    &QUOTA_UNIT,
    &PER_IN_SET,
    &OPEN_PARENTHESIS,
];

/// A part of a row that says nothing here.
pub static SUPERFLUOUS: Entry = error(
    "syntax::superfluous",
    "a sign that is not written here",
    &[
        (
            "message",
            "`{text}` is not written here",
            "`{text}` tidak ditulis di sini",
        ),
        ("label", "remove this", "hapus ini"),
    ],
);

/// A name of several words.
pub static NAME_IN_PIECES: Entry = error(
    "syntax::name_in_pieces",
    "a name of several words",
    &[
        (
            "message",
            "a name is one word: `{written}` is more than one",
            "nama terdiri atas satu kata: `{written}` lebih dari satu",
        ),
        ("label", "write `{name}`", "tulis `{name}`"),
        (
            "help",
            "join the words with `_`; the title in quotes after the name may hold spaces",
            "gabungkan katanya dengan `_`; judul dalam tanda kutip sesudah nama boleh memuat spasi",
        ),
    ],
);

/// The title before the name.
pub static TITLE_FIRST: Entry = error(
    "syntax::title_first",
    "a title before the name",
    &[
        (
            "message",
            "the name comes first, then its title in quotes",
            "nama ditulis lebih dahulu, kemudian judulnya dalam tanda kutip",
        ),
        ("label", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A name that begins with a digit.
pub static DIGIT_FIRST: Entry = error(
    "syntax::digit_first",
    "a name that begins with a digit",
    &[
        (
            "message",
            "the name `{name}` begins with a digit",
            "nama `{name}` diawali angka",
        ),
        ("label", "a name begins with a letter", "nama diawali huruf"),
        (
            "help",
            "put a letter first, for instance `n_{name}`",
            "awali dengan huruf, misalnya `n_{name}`",
        ),
    ],
);

/// A rule that does not say for which level it is.
pub static LEVEL_LEFT_OUT: Entry = error(
    "syntax::level_left_out",
    "a rule that does not say for which level it is",
    &[
        (
            "message",
            "this `{what}` does not say for whom it is",
            "`{what}` ini tidak menyebut berlaku untuk siapa",
        ),
        ("label", "of whom?", "untuk siapa?"),
        (
            "help",
            "after its name and title, say for whom it is: `{before} of {level}` if each `{level}` has one",
            "sesudah nama dan judulnya, sebut untuk siapa: `{before} of {level}` bila setiap `{level}` mempunyainya",
        ),
        (
            "help.either",
            "after its name and title, say for whom it is: `{before} of {level}` if each `{level}` has one, `{before} of {other}` if each `{other}` has one",
            "sesudah nama dan judulnya, sebut untuk siapa: `{before} of {level}` bila setiap `{level}` mempunyainya, `{before} of {other}` bila setiap `{other}` mempunyainya",
        ),
    ],
);

/// A condition without `when`.
pub static WHEN_LEFT_OUT: Entry = error(
    "syntax::when_left_out",
    "a condition without `when`",
    &[
        (
            "message",
            "`when` is missing before the condition of `{name}`",
            "tidak ada `when` di depan syarat `{name}`",
        ),
        (
            "label",
            "write `when` before this",
            "tulis `when` di depan ini",
        ),
    ],
);

/// A period after a type that is not money.
pub static PERIOD_OF_TYPE: Entry = error(
    "syntax::period_of_type",
    "a period after a type that is not money",
    &[
        (
            "message",
            "a period such as `per {period}` follows the type `money` only, and this is `{name}`",
            "periode seperti `per {period}` hanya mengikuti jenis `money`, padahal ini `{name}`",
        ),
        (
            "label",
            "write `money per {period}`",
            "tulis `money per {period}`",
        ),
    ],
);

/// A period after a name.
pub static PERIOD_AFTER_NAME: Entry = error(
    "syntax::period_after_name",
    "a period after a name",
    &[
        (
            "message",
            "a period stands after an amount, not after the name `{name}`",
            "periode ditulis sesudah jumlah uang, bukan sesudah nama `{name}`",
        ),
        ("label", "remove this", "hapus ini"),
        (
            "help",
            "`{name}` has the period with which it is declared; if that has none, write `{name} as money per {period}`",
            "periode `{name}` mengikuti pernyataannya; jika tanpa periode, tulis `{name} as money per {period}`",
        ),
    ],
);

/// A unit after the number of a quota.
pub static QUOTA_UNIT: Entry = error(
    "syntax::quota_unit",
    "a unit after the number of a quota",
    &[
        (
            "message",
            "a quota is a bare number, without `{unit}`",
            "kuota ditulis sebagai bilangan saja, tanpa `{unit}`",
        ),
        ("label", "remove this", "hapus ini"),
        (
            "help",
            "whom it counts, the aid says in its first line: one `of family` counts families, one `of member` counts persons",
            "siapa yang dihitung tertulis pada baris pertama bantuan: `of keluarga` menghitung keluarga, `of anggota` menghitung orang",
        ),
    ],
);

/// `set pkh.quota = 5 per village`.
pub static PER_IN_SET: Entry = error(
    "syntax::per_in_set",
    "`set` with another share of a quota or a budget",
    &[
        (
            "message",
            "`set` changes the number alone: what it is counted per stays as the aid says",
            "`tetapkan` hanya mengubah angkanya: per apa angka itu dihitung tetap seperti dalam bantuan",
        ),
        ("label", "does not belong here", "tidak pada tempatnya"),
        (
            "help",
            "remove it; to count per something else write `{amend}` and under it `{clause}`",
            "hapus; untuk menghitung per yang lain tulis `{amend}` dan di bawahnya `{clause}`",
        ),
    ],
);

/// A parenthesis that is not closed.
pub static OPEN_PARENTHESIS: Entry = error(
    "syntax::open_parenthesis",
    "a parenthesis that is not closed",
    &[
        (
            "message",
            "this parenthesis is not closed",
            "tanda kurung ini tidak ditutup",
        ),
        ("label", "opened here", "dibuka di sini"),
        ("label.end", "the row ends here", "baris berakhir di sini"),
        (
            "help",
            "add `)` where its part ends",
            "tambahkan `)` di akhir bagiannya",
        ),
    ],
);
