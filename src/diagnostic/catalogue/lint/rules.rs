//! Words of the lints of whole rules.

use crate::diagnostic::Entry;
use crate::diagnostic::catalogue::{quiet, warning};

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &SAME_CONDITION,
    &NO_CONDITION,
    &NO_AGENCY,
    &GRANTS_NOTHING,
    &RANK_UNUSED,
    &BARE_NUMBER,
    &BEGINS_LATE,
];

/// A condition that is written twice.
pub static SAME_CONDITION: Entry = warning(
    "lint::same_condition",
    "a condition that is written twice",
    &[
        (
            "message",
            "this condition is the same as one above",
            "syarat ini sama dengan syarat di atasnya",
        ),
        ("label", "written again", "ditulis lagi"),
        ("label.first", "the first time", "pertama kali"),
        (
            "help",
            "correct the one that was copied, or remove it",
            "betulkan yang disalin, atau hapus",
        ),
    ],
);

/// An aid without a condition.
pub static NO_CONDITION: Entry = quiet(
    "lint::no_condition",
    "an aid without a condition",
    &[
        (
            "message",
            "everybody is eligible for the aid `{name}`",
            "semua orang memenuhi syarat bantuan `{name}`",
        ),
        ("label", "no `when`", "tanpa `when`"),
        (
            "help",
            "say who is eligible with `when …`, or say `allow lint::no_condition because \"…\"`",
            "nyatakan siapa yang berhak dengan `when …`, atau tulis `allow lint::no_condition because \"…\"`",
        ),
    ],
);

/// An aid that names no agency.
pub static NO_AGENCY: Entry = quiet(
    "lint::no_agency",
    "an aid that names no agency",
    &[
        (
            "message",
            "the aid `{name}` does not say who gives it",
            "bantuan `{name}` tidak menyebut pemberinya",
        ),
        ("label", "no `agency`", "tanpa `agency`"),
        (
            "help",
            "add `agency \"…\"`: reports show who serves whom",
            "tambahkan `agency \"…\"`: laporan menunjukkan siapa melayani siapa",
        ),
    ],
);

/// An aid that nobody can get.
pub static GRANTS_NOTHING: Entry = quiet(
    "lint::grants_nothing",
    "an aid that nobody can get",
    &[
        (
            "message",
            "with this nobody is granted `{name}`",
            "dengan ini tidak ada yang diberi `{name}`",
        ),
        ("label", "nothing", "nol"),
        (
            "help",
            "write the number; an aid that has ended says `in force from … until …`, or say `allow lint::grants_nothing because \"…\"`",
            "tulis angkanya; bantuan yang berakhir menyatakan `in force from … until …`, atau tulis `allow lint::grants_nothing because \"…\"`",
        ),
    ],
);

/// An order that decides nothing.
pub static RANK_UNUSED: Entry = quiet(
    "lint::rank_unused",
    "an order that decides nothing",
    &[
        (
            "message",
            "`{name}` has an order, but no quota, budget or limit",
            "`{name}` mempunyai urutan, tetapi tanpa kuota, pagu atau batas",
        ),
        ("label", "decides nothing", "tidak menentukan apa pun"),
        (
            "help",
            "add the `quota` or `budget` that is scarce, or remove the order, or say `allow lint::rank_unused because \"…\"`",
            "tambahkan `quota` atau `budget` yang terbatas, atau hapus urutannya, atau tulis `allow lint::rank_unused because \"…\"`",
        ),
    ],
);

/// An amount or a number of places without a name.
pub static BARE_NUMBER: Entry = quiet(
    "lint::bare_number",
    "an amount or a number of places without a name",
    &[
        (
            "message",
            "the {clause} `{text}` has no name, no date and no source",
            "`{text}` tidak mempunyai nama, tanggal dan sumber",
        ),
        ("label", "written into the rule", "ditulis di dalam aturan"),
        (
            "help",
            "declare a `parameter` with its source and dates, and name it here",
            "nyatakan sebagai `parameter` dengan sumber dan tanggalnya, lalu sebut di sini",
        ),
    ],
);

/// An aid in force before a parameter that it needs.
pub static BEGINS_LATE: Entry = quiet(
    "lint::begins_late",
    "an aid in force before a parameter that it needs",
    &[
        (
            "message",
            "in force from {from}, but `{name}` has no value before {first}",
            "berlaku sejak {from}, tetapi `{name}` baru bernilai sejak {first}",
        ),
        ("label", "begins too early", "mulai terlalu dini"),
        ("label.first", "its first value", "nilai pertamanya"),
        (
            "help",
            "add the value of the earlier days, or let the aid begin later, or say `allow lint::begins_late because \"…\"`",
            "tambahkan nilai untuk hari sebelumnya, atau mulai bantuannya kemudian, atau tulis `allow lint::begins_late because \"…\"`",
        ),
    ],
);
