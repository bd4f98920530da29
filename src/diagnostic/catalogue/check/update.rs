//! Words of the findings about old answers made current.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[&UPDATED_TWICE, &UPDATE_FIELD, &UPRATE_INDEX];

/// A field that is made current twice.
pub static UPDATED_TWICE: Entry = error(
    "check::updated_twice",
    "a field that is made current twice",
    &[
        (
            "message",
            "`{name}` is made current twice",
            "`{name}` dimutakhirkan dua kali",
        ),
        ("label", "a second time", "untuk kedua kali"),
        ("label.first", "the first is here", "yang pertama di sini"),
        (
            "help",
            "keep one of the two: the second would multiply what the first already brought up to date",
            "sisakan salah satu: yang kedua akan mengalikan yang sudah dimutakhirkan oleh yang pertama",
        ),
    ],
);

/// What cannot be made current so.
pub static UPDATE_FIELD: Entry = error(
    "check::update_field",
    "what cannot be made current so",
    &[
        (
            "message",
            "`{word}` cannot make `{name}` current",
            "`{word}` tidak dapat memutakhirkan `{name}`",
        ),
        (
            "label",
            "not a field that it takes",
            "bukan isian yang dapat diolahnya",
        ),
        (
            "help",
            "name a field of the data that holds a number or an amount; rules are computed from it anew",
            "sebut isian data yang memuat bilangan atau nilai uang; aturan dihitung ulang darinya",
        ),
        (
            "help.shift",
            "name a field of the data that holds a date",
            "sebut isian data yang memuat tanggal",
        ),
    ],
);

/// An index that is no parameter with numbers.
pub static UPRATE_INDEX: Entry = error(
    "check::uprate_index",
    "an index that is no parameter with numbers",
    &[
        (
            "message",
            "an old amount is brought up to date by a parameter with a value for each date",
            "nilai lama dimutakhirkan dengan parameter yang mempunyai nilai untuk tiap tanggal",
        ),
        (
            "label",
            "no parameter with numbers",
            "bukan parameter yang berisi bilangan",
        ),
        (
            "help",
            "declare the index as a parameter, such as `parameter price_index : decimal` with a row `from DATE = …` for each date, and name it here",
            "nyatakan indeksnya sebagai parameter, misalnya `parameter indeks_harga : desimal` dengan baris `sejak TANGGAL = …` untuk tiap tanggal, lalu sebut di sini",
        ),
    ],
);
