//! Words of the lints of conditions.

use crate::diagnostic::Entry;
use crate::diagnostic::catalogue::{quiet, warning};

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &COMPARES_WITH_TRUTH,
    &SAME_SIDES,
    &DOUBLE_NEGATION,
    &CHOICE_OF_TRUTH,
    &DIGITS_LOST,
];

/// A comparison with `true` or `false`.
pub static COMPARES_WITH_TRUTH: Entry = quiet(
    "lint::compares_with_truth",
    "a comparison with `true` or `false`",
    &[
        (
            "message",
            "a condition needs no comparison with `true` or `false`",
            "syarat tidak perlu dibandingkan dengan `benar` atau `salah`",
        ),
        ("label", "already true or false", "sudah benar atau salah"),
        ("help", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A comparison of something with itself.
pub static SAME_SIDES: Entry = warning(
    "lint::same_sides",
    "a comparison of something with itself",
    &[
        (
            "message",
            "`{text}` is compared with itself",
            "`{text}` dibandingkan dengan dirinya sendiri",
        ),
        ("label", "the same on both sides", "sama di kedua sisi"),
        (
            "help",
            "one of the two sides was meant to be something else",
            "salah satu sisinya mestinya yang lain",
        ),
    ],
);

/// A negation of a negation.
pub static DOUBLE_NEGATION: Entry = warning(
    "lint::double_negation",
    "a negation of a negation",
    &[
        (
            "message",
            "two `not` cancel each other",
            "dua `tidak` saling meniadakan",
        ),
        ("label", "said twice", "dua kali"),
        ("help", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A choice between `true` and `false`.
pub static CHOICE_OF_TRUTH: Entry = warning(
    "lint::choice_of_truth",
    "a choice between `true` and `false`",
    &[
        (
            "message",
            "a condition needs no choice between `true` and `false`",
            "syarat tidak perlu memilih antara `benar` dan `salah`",
        ),
        ("label", "the condition itself", "syarat itu sendiri"),
        ("help", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A comparison after a division by months.
pub static DIGITS_LOST: Entry = quiet(
    "lint::digits_lost",
    "a comparison after a division by months",
    &[
        (
            "message",
            "`{function}` rounds before the comparison, and the digits lost may decide",
            "`{function}` membulatkan sebelum dibandingkan, dan angka yang hilang dapat menentukan",
        ),
        ("label", "rounded", "dibulatkan"),
        (
            "help",
            "turn the other side into the longer period instead, with `yearly(…)`, or say `allow lint::digits_lost because \"…\"`",
            "ubah sisi yang lain ke masa yang lebih panjang, dengan `yearly(…)`, atau tulis `allow lint::digits_lost because \"…\"`",
        ),
    ],
);
