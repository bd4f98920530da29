//! Words of the findings about `aturan.toml`.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &TOML_SYNTAX,
    &UNKNOWN_KEY,
    &UNKNOWN_LINT,
    &NOT_A_LINT,
    &WRONG_VALUE,
    &UNREADABLE,
];

/// `aturan.toml` is not well-formed.
pub static TOML_SYNTAX: Entry = error(
    "config::toml_syntax",
    "`aturan.toml` is not well-formed",
    &[
        (
            "message",
            "`aturan.toml` is not well-formed: {cause}",
            "`aturan.toml` tidak tersusun benar: {cause}",
        ),
        ("label", "here", "di sini"),
        (
            "help",
            "texts stand in straight quotes, tables under `[name]`",
            "teks berada dalam tanda kutip lurus, tabel di bawah `[nama]`",
        ),
    ],
);

/// A key of `aturan.toml` that means nothing.
pub static UNKNOWN_KEY: Entry = error(
    "config::unknown_key",
    "a key of `aturan.toml` that means nothing",
    &[
        (
            "message",
            "`aturan.toml` has no key `{key}`",
            "`aturan.toml` tidak mengenal kunci `{key}`",
        ),
        ("label", "unknown key", "kunci tidak dikenal"),
        ("help", "the keys are: {all}", "kuncinya: {all}"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// A level for a lint that there is none of.
pub static UNKNOWN_LINT: Entry = error(
    "config::unknown_lint",
    "a level for a lint that there is none of",
    &[
        (
            "message",
            "there is no lint `{key}`",
            "tidak ada lint `{key}`",
        ),
        ("label", "unknown lint", "lint tidak dikenal"),
        ("help", "the lints are: {all}", "lint yang ada: {all}"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// A level for a code that is no lint.
pub static NOT_A_LINT: Entry = error(
    "config::not_a_lint",
    "a level for a code that is no lint",
    &[
        (
            "message",
            "`{code}` is an error and cannot be switched off",
            "`{code}` adalah kesalahan dan tidak dapat dimatikan",
        ),
        ("label", "not a lint", "bukan lint"),
        (
            "help",
            "remove this line; levels are for codes that begin with `lint::`",
            "hapus baris ini; tingkat hanya untuk kode yang diawali `lint::`",
        ),
    ],
);

/// A value that its key does not take.
pub static WRONG_VALUE: Entry = error(
    "config::wrong_value",
    "a value that its key does not take",
    &[
        (
            "message",
            "`{key}` takes {wanted}",
            "`{key}` menerima {diminta}",
        ),
        ("label", "not such a value", "bukan nilai demikian"),
        ("help", "write {wanted}", "tulis {diminta}"),
    ],
);

/// A file of the configuration that cannot be read.
pub static UNREADABLE: Entry = error(
    "config::unreadable",
    "a file of the configuration that cannot be read",
    &[
        (
            "message",
            "`{file}` cannot be read: {cause}",
            "`{file}` tidak dapat dibaca: {cause}",
        ),
        ("label", "named here", "disebut di sini"),
        (
            "help",
            "correct the path, which begins at the folder of `aturan.toml`; `aturan check --write-baseline FILE` writes a baseline",
            "betulkan jalurnya, yang dimulai dari folder `aturan.toml`; `aturan check --write-baseline BERKAS` menulis baseline",
        ),
    ],
);
