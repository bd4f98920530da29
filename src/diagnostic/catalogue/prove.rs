//! Words of the proofs across rules.

use super::{advice, warning};
use crate::diagnostic::Entry;

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &ALWAYS_TRUE,
    &NEVER_TRUE,
    &UNREACHABLE_CLASS,
    &UNREACHABLE_ROW,
    &EXCLUSION_NEVER_APPLIES,
    &NEVER_GRANTED,
    &NEEDS_WHAT_EXCLUDES,
    &SAME_CONDITION,
    &CLIFF,
];

/// A condition that no row fails.
pub static ALWAYS_TRUE: Entry = warning(
    "prove::always_true",
    "a condition that no row fails",
    &[
        (
            "message",
            "this condition of `{name}` is false of no row: wherever it is known, it is true",
            "syarat `{name}` ini tidak pernah salah: di mana pun diketahui, ia benar",
        ),
        ("label", "never false", "tidak pernah salah"),
        (
            "help",
            "take it out, or correct the value it compares with; as on {day}",
            "hapus, atau perbaiki nilai pembandingnya; pada {day}",
        ),
    ],
);

/// A condition that no row meets.
pub static NEVER_TRUE: Entry = warning(
    "prove::never_true",
    "a condition that no row meets",
    &[
        (
            "message",
            "this condition of `{name}` is true of no row",
            "syarat `{name}` ini tidak pernah benar",
        ),
        ("label", "never true", "tidak pernah benar"),
        (
            "help",
            "two of its parts contradict each other: correct one of them; as on {day}",
            "dua bagiannya bertentangan: perbaiki salah satunya; pada {day}",
        ),
    ],
);

/// A class that no row falls into here.
pub static UNREACHABLE_CLASS: Entry = warning(
    "prove::unreachable_class",
    "a class that no row reaches here",
    &[
        (
            "message",
            "no row of the data can fall into the class `{part}` of `{name}` here",
            "tidak ada baris data yang dapat masuk ke kelas `{part}` dari `{name}` di sini",
        ),
        (
            "label",
            "whoever meets this meets a row above",
            "siapa pun yang memenuhi ini sudah memenuhi baris di atas",
        ),
        (
            "help",
            "put it above the row that takes its families, or correct its condition; as on {day}",
            "letakkan di atas baris yang mengambil keluarganya, atau perbaiki syaratnya; pada {day}",
        ),
        (
            "help.no_example",
            "its condition contradicts itself or the rows above: correct it; as on {day}",
            "syaratnya bertentangan dengan dirinya sendiri atau dengan baris di atas: perbaiki; pada {day}",
        ),
    ],
);

/// A table row that never decides.
pub static UNREACHABLE_ROW: Entry = warning(
    "prove::unreachable_row",
    "a table row that never decides",
    &[
        (
            "message",
            "this row of `{name}` never decides",
            "baris `{name}` ini tidak pernah menentukan",
        ),
        (
            "label",
            "no row of the data gets here",
            "tidak ada baris data yang sampai di sini",
        ),
        (
            "help",
            "its columns rest on each other: put it above the row that takes its cases, or correct its cells; as on {day}",
            "kolomnya saling bergantung: letakkan di atas baris yang mengambil kasusnya, atau perbaiki selnya; pada {day}",
        ),
        (
            "help.no_example",
            "its cells contradict each other, for its columns rest on each other: correct them; as on {day}",
            "selnya bertentangan, karena kolomnya saling bergantung: perbaiki; pada {day}",
        ),
    ],
);

/// An exclusion that never applies where the aid is given.
pub static EXCLUSION_NEVER_APPLIES: Entry = warning(
    "prove::exclusion_never_applies",
    "an exclusion that never applies",
    &[
        (
            "message",
            "the exclusion `{part}` of `{name}` never applies to a row that meets its `when`",
            "pengecualian `{part}` dari `{name}` tidak pernah berlaku bagi baris yang memenuhi `when`",
        ),
        (
            "label",
            "never true where `when` holds",
            "tidak pernah benar bila `when` terpenuhi",
        ),
        (
            "help",
            "take it out, or correct `when`, which leaves these rows out already; as on {day}",
            "hapus, atau perbaiki `when`, yang sudah menyisihkan baris ini; pada {day}",
        ),
    ],
);

/// An aid that nobody can get.
pub static NEVER_GRANTED: Entry = warning(
    "prove::never_granted",
    "an aid that nobody can get",
    &[
        (
            "message",
            "nobody can be granted `{name}`",
            "tidak seorang pun dapat diberi `{name}`",
        ),
        ("label", "never granted", "tidak pernah diberikan"),
        (
            "help",
            "its clauses contradict each other, or its amount is never above zero; as on {day}",
            "klausulnya bertentangan, atau besarannya tidak pernah di atas nol; pada {day}",
        ),
    ],
);

/// An aid that needs another one that excludes it.
pub static NEEDS_WHAT_EXCLUDES: Entry = warning(
    "prove::needs_what_excludes",
    "an aid that needs what excludes it",
    &[
        (
            "message",
            "nobody can be granted `{name}`: whoever meets its clauses is granted `{other}`, and that excludes it",
            "tidak seorang pun dapat diberi `{name}`: yang memenuhi klausulnya diberi `{other}`, dan itu mengecualikannya",
        ),
        ("label", "never granted", "tidak pernah diberikan"),
        (
            "label.excludes",
            "this excludes them all",
            "ini mengecualikan semuanya",
        ),
        (
            "help",
            "take out `not together with`, or let `when` not ask for what that aid asks for; as on {day}",
            "hapus `not together with`, atau jangan meminta dalam `when` apa yang diminta bantuan itu; pada {day}",
        ),
    ],
);

/// Two rules with one condition.
pub static SAME_CONDITION: Entry = warning(
    "prove::same_condition",
    "two rules with the same condition",
    &[
        (
            "message",
            "`{name}` has the same condition as `{other}`: no row tells them apart",
            "`{name}` bersyarat sama dengan `{other}`: tidak ada baris yang membedakannya",
        ),
        ("label", "the same condition", "syarat yang sama"),
        ("label.first", "as here", "seperti di sini"),
        (
            "help",
            "keep one of them and use its name, or correct the other; as on {day}",
            "pertahankan satu dan pakai namanya, atau perbaiki yang lain; pada {day}",
        ),
    ],
);

/// A little more income costs more aid.
pub static CLIFF: Entry = advice(
    "prove::cliff",
    "a little more money, much less aid",
    &[
        (
            "message",
            "with `{field}` one above {place}, a family loses {fall} of aid: {aids}",
            "bila `{field}` satu di atas {place}, satu keluarga kehilangan bantuan {fall}: {aids}",
        ),
        ("label", "lost at once", "hilang sekaligus"),
        (
            "label.also",
            "other families lose this at the same place",
            "keluarga lain kehilangan ini di tempat yang sama",
        ),
        (
            "help",
            "where that is not meant, let the amount shrink step by step (`brackets`); as on {day}",
            "bila tidak dimaksudkan, kurangi besarannya bertahap (`brackets`); pada {day}",
        ),
    ],
);
