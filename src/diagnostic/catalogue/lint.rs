//! Words of the lints.

pub mod conditions;
pub mod rules;
pub mod texts;
pub mod unused;

use super::warning;
use crate::diagnostic::Entry;

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &NO_SOURCE,
    &UNUSED_PARAMETER,
    &UNUSED_DEFINITION,
    &TENFOLD_JUMP,
    &CONDITION_CONSTANT,
    &NEVER_MISSING,
    &VERSIONS_GAP,
];

/// A provision without its legal source.
pub static NO_SOURCE: Entry = warning(
    "lint::no_source",
    "a provision without its legal source",
    &[
        (
            "message",
            "the {kind} `{name}` has no source",
            "{kind} `{name}` tidak mempunyai sumber",
        ),
        ("label", "no `source`", "tanpa `source`"),
        (
            "help",
            "add `source \"…\"` with the regulation or publication",
            "tambahkan `source \"…\"` dengan peraturan atau terbitannya",
        ),
    ],
);

/// A parameter that nothing uses.
pub static UNUSED_PARAMETER: Entry = warning(
    "lint::unused_parameter",
    "a parameter that nothing uses",
    &[
        (
            "message",
            "the parameter `{name}` is not used",
            "parameter `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_parameter because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_parameter because \"…\"`",
        ),
    ],
);

/// A definition that nothing uses.
pub static UNUSED_DEFINITION: Entry = warning(
    "lint::unused_definition",
    "a definition that nothing uses",
    &[
        (
            "message",
            "the definition `{name}` is not used",
            "definisi `{name}` tidak dipakai",
        ),
        ("label", "not used", "tidak dipakai"),
        (
            "help",
            "use it, remove it, or say `allow lint::unused_definition because \"…\"`",
            "pakai, hapus, atau tulis `allow lint::unused_definition because \"…\"`",
        ),
    ],
);

/// A parameter that changes tenfold.
pub static TENFOLD_JUMP: Entry = warning(
    "lint::tenfold_jump",
    "a parameter that changes tenfold",
    &[
        (
            "message",
            "`{name}` jumps from {before} to {after}",
            "`{name}` melonjak dari {before} ke {after}",
        ),
        (
            "label",
            "ten times as much, or a tenth",
            "sepuluh kali lipat, atau sepersepuluh",
        ),
        ("label.before", "the value before", "nilai sebelumnya"),
        (
            "help",
            "check the zeros; if it is right, say `allow lint::tenfold_jump because \"…\"`",
            "periksa nolnya; bila sudah benar, tulis `allow lint::tenfold_jump because \"…\"`",
        ),
    ],
);

/// A condition that is the same for every row.
pub static CONDITION_CONSTANT: Entry = warning(
    "lint::condition_constant",
    "a condition that is the same for every row",
    &[
        (
            "message",
            "this condition is always {value}",
            "syarat ini selalu {value}",
        ),
        ("label", "always {value}", "selalu {value}"),
        (
            "help",
            "remove it, or compare with a field",
            "hapus, atau bandingkan dengan kolom",
        ),
    ],
);

/// A question whether something is missing that never is.
pub static NEVER_MISSING: Entry = warning(
    "lint::never_missing",
    "a question whether something is missing that never is",
    &[
        (
            "message",
            "`{name}` is never missing",
            "`{name}` tidak pernah kosong",
        ),
        ("label", "always known", "selalu diketahui"),
        (
            "help",
            "the field is not `optional`: ask for its value instead",
            "kolom ini tidak boleh kosong: tanyakan nilainya saja",
        ),
        (
            "help.fact",
            "a blank there is the known fact `{marker}`: write `{name} = {marker}`",
            "kosong di sana adalah fakta `{marker}`: tulis `{name} = {marker}`",
        ),
    ],
);

/// Days between two versions of a declaration.
pub static VERSIONS_GAP: Entry = warning(
    "lint::versions_gap",
    "days on which no version of a declaration is in force",
    &[
        (
            "message",
            "from {from} until {until} no version of `{name}` is in force",
            "dari {from} sampai {until} tidak ada versi `{name}` yang berlaku",
        ),
        ("label", "begins after the gap", "mulai sesudah celah"),
        ("label.first", "ends before it", "berakhir sebelumnya"),
        (
            "help",
            "let one version follow the other, or say `allow lint::versions_gap because \"…\"`",
            "sambungkan tanggal kedua versinya, atau tulis `allow lint::versions_gap because \"…\"`",
        ),
    ],
);
