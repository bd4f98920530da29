//! Words of the findings about `allow`.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[&ALLOW_UNKNOWN, &ALLOW_ERROR];

/// An `allow` of a code that there is none of.
pub static ALLOW_UNKNOWN: Entry = error(
    "check::allow_unknown",
    "an `allow` of a code that there is none of",
    &[
        (
            "message",
            "there is no code `{code}`",
            "tidak ada kode `{code}`",
        ),
        ("label", "unknown code", "kode tidak dikenal"),
        (
            "help",
            "write the code as the finding shows it, for instance `lint::no_source`; `aturan code` lists all",
            "tulis kode seperti pada temuannya, misalnya `lint::no_source`; `aturan code` menampilkan semuanya",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// An `allow` of what is no lint.
pub static ALLOW_ERROR: Entry = error(
    "check::allow_error",
    "an `allow` of what is no lint",
    &[
        (
            "message",
            "`{code}` is an error and cannot be allowed",
            "`{code}` adalah kesalahan dan tidak dapat diizinkan",
        ),
        ("label", "not a lint", "bukan lint"),
        (
            "help",
            "mend what it reports; only codes that begin with `lint::` can be allowed",
            "perbaiki yang dilaporkannya; hanya kode yang diawali `lint::` dapat diizinkan",
        ),
    ],
);
