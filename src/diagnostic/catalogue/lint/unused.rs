//! Words of the lints of what nothing uses or tests.

use crate::diagnostic::Entry;
use crate::diagnostic::catalogue::{quiet, warning};

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &UNUSED_TYPE,
    &UNUSED_ROLE,
    &UNUSED_EXAMPLE,
    &UNUSED_CRITERIA,
    &UNUSED_FIELD,
    &UNUSED_ALLOW,
    &UNTESTED,
];

/// A type that nothing uses.
pub static UNUSED_TYPE: Entry = quiet(
    "lint::unused_type",
    "a type that nothing uses",
    &[
        (
            "message",
            "the type `{name}` is not used",
            "jenis `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_type because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_type because \"…\"`",
        ),
    ],
);

/// A role that nothing uses.
pub static UNUSED_ROLE: Entry = quiet(
    "lint::unused_role",
    "a role that nothing uses",
    &[
        (
            "message",
            "the role `{name}` is not used",
            "peran `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_role because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_role because \"…\"`",
        ),
    ],
);

/// An example that nothing uses.
pub static UNUSED_EXAMPLE: Entry = quiet(
    "lint::unused_example",
    "an example that nothing uses",
    &[
        (
            "message",
            "the example `{name}` is not used",
            "contoh `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_example because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_example because \"…\"`",
        ),
    ],
);

/// A criteria set that nothing uses.
pub static UNUSED_CRITERIA: Entry = quiet(
    "lint::unused_criteria",
    "a criteria set that nothing uses",
    &[
        (
            "message",
            "the criteria set `{name}` is not used",
            "kriteria `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_criteria because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_criteria because \"…\"`",
        ),
    ],
);

/// A field that nothing uses.
pub static UNUSED_FIELD: Entry = quiet(
    "lint::unused_field",
    "a field that nothing uses",
    &[
        (
            "message",
            "the field `{name}` is not used",
            "kolom `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_field because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_field because \"…\"`",
        ),
    ],
);

/// An `allow` that silences nothing.
pub static UNUSED_ALLOW: Entry = warning(
    "lint::unused_allow",
    "an `allow` that silences nothing",
    &[
        (
            "message",
            "`{code}` says nothing here",
            "`{code}` tidak muncul di sini",
        ),
        (
            "label",
            "allowed, but not there",
            "diizinkan, tetapi tidak ada",
        ),
        (
            "help",
            "remove this line: what it allowed has been mended",
            "hapus baris ini: yang diizinkannya sudah diperbaiki",
        ),
    ],
);

/// A rule of which no test expects anything.
pub static UNTESTED: Entry = quiet(
    "lint::untested",
    "a rule of which no test expects anything",
    &[
        (
            "message",
            "no test expects anything of the {kind} `{name}`",
            "tidak ada uji yang mengharapkan sesuatu dari `{name}`",
        ),
        ("label", "not tested", "tidak diuji"),
        (
            "help",
            "add a `test` with a household on each side of the rule",
            "tambahkan `test` dengan satu keluarga pada setiap sisi aturan",
        ),
    ],
);
