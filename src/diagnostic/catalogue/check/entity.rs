//! Words of the findings about entities and fields.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &NO_KEY,
    &SECOND_KEY,
    &SECOND_PARENT,
    &PATTERN_OF_TYPE,
    &BAD_PATTERN,
];

/// An entity without a key.
pub static NO_KEY: Entry = error(
    "check::no_key",
    "an entity without a key",
    &[
        (
            "message",
            "the entity `{name}` has no key",
            "entitas `{name}` tidak mempunyai kunci",
        ),
        ("label", "no `key` row", "tanpa baris `key`"),
        (
            "help",
            "add a row such as `key {name}_id : text`",
            "tambahkan baris seperti `key {name}_id : text`",
        ),
    ],
);

/// An entity with two keys.
pub static SECOND_KEY: Entry = error(
    "check::second_key",
    "an entity with two keys",
    &[
        (
            "message",
            "an entity has one key",
            "entitas mempunyai satu kunci",
        ),
        ("label", "a second key", "kunci kedua"),
        ("label.first", "the first key", "kunci pertama"),
        (
            "help",
            "make one of them a field with `unique`",
            "jadikan salah satunya kolom dengan `unique`",
        ),
    ],
);

/// An entity that belongs to two others.
pub static SECOND_PARENT: Entry = error(
    "check::second_parent",
    "an entity that belongs to two others",
    &[
        (
            "message",
            "an entity belongs to one other",
            "entitas menjadi bagian dari satu entitas lain",
        ),
        ("label", "a second `belongs to`", "`belongs to` kedua"),
        (
            "help",
            "make it a link: `NAME : refers to ENTITY by FIELD`",
            "jadikan tautan: `NAMA : refers to ENTITAS by KOLOM`",
        ),
    ],
);

/// A pattern on what is no text.
pub static PATTERN_OF_TYPE: Entry = error(
    "check::pattern_of_type",
    "a pattern on what is no text",
    &[
        (
            "message",
            "`matching` fits text, but `{name}` is `{type}`",
            "`matching` berlaku untuk teks, tetapi `{name}` adalah `{type}`",
        ),
        ("label", "a pattern", "pola"),
        (
            "help",
            "declare `{name}` as text, or remove the pattern",
            "nyatakan `{name}` sebagai text, atau hapus polanya",
        ),
    ],
);

/// A pattern that cannot be read.
pub static BAD_PATTERN: Entry = error(
    "check::bad_pattern",
    "a pattern that cannot be read",
    &[
        (
            "message",
            "this pattern cannot be read: {reason}",
            "pola ini tidak dapat dibaca: {reason}",
        ),
        ("label", "not a pattern", "bukan pola"),
        (
            "help",
            "letters and digits stand for themselves, `[0-9]{16}` for sixteen digits, `[.]` for a full stop",
            "huruf dan angka mewakili dirinya, `[0-9]{16}` enam belas angka, `[.]` sebuah titik",
        ),
    ],
);
