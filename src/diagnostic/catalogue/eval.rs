//! Words of the `eval` findings: what single rows can still bring about in a checked policy.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[&OVERFLOW];

/// A number too large for its type.
pub static OVERFLOW: Entry = error(
    "eval::overflow",
    "a number became too large for its type in some rows",
    &[
        (
            "message",
            "`{rule}` became too large to hold in {count} rows of {entity}, first for `{key}`; it is unknown there",
            "`{rule}` menjadi terlalu besar pada {count} baris {entity}, pertama pada `{key}`; nilainya dianggap belum diketahui",
        ),
        ("label", "this rule", "aturan ini"),
        (
            "help",
            "look at the values of that row: a misplaced decimal point is the usual cause; a range at the field (`income : money in Rp 0 .. Rp 1_000_000_000`) rejects such rows on reading",
            "periksa nilai pada baris itu: biasanya letak koma desimal keliru; batas pada isian (`income : money in Rp 0 .. Rp 1_000_000_000`) menolak baris seperti itu saat dibaca",
        ),
    ],
);
