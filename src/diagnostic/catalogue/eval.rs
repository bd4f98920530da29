//! Words of the `eval` findings: what single rows can still bring about in a checked policy.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[&OVERFLOW, &ASSERTION_BROKEN];

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

/// An assertion that does not hold over the data.
pub static ASSERTION_BROKEN: Entry = error(
    "eval::assertion_broken",
    "an assertion that does not hold over the data",
    &[
        (
            "message",
            "this does not hold: {text}",
            "ini tidak berlaku: {text}",
        ),
        ("label", "promised here", "dijanjikan di sini"),
        (
            "help",
            "see `assertions` in `summary.json`; either a rule or the data is wrong",
            "lihat `assertions` dalam `summary.json`; aturannya atau datanya keliru",
        ),
        (
            "help.rows",
            "broken by {rows}; all figures stand under `assertions` in `summary.json`",
            "dilanggar oleh {rows}; semua angka ada di bawah `assertions` dalam `summary.json`",
        ),
    ],
);
