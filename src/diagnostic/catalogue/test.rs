//! Words of the `test` findings: expectations that were not met.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[&UNMET, &MISSING_FIELD, &RESULTS_CHANGED, &RESULTS_NOT_KEPT];

/// An expectation that was not met.
pub static UNMET: Entry = error(
    "test::unmet",
    "an expectation of a test was not met",
    &[
        (
            "message",
            "expected {expected}, found {found}",
            "diharapkan {expected}, ternyata {found}",
        ),
        ("label", "is {found}", "bernilai {found}"),
        (
            "help",
            "either the rule or the example is wrong; the lines below show how the value came about",
            "aturan atau contohnya keliru; baris di bawah menunjukkan asal nilainya",
        ),
    ],
);

/// An expectation hangs on a required field that the test leaves out.
pub static MISSING_FIELD: Entry = error(
    "test::missing_field",
    "a test leaves out a required field that an expectation hangs on",
    &[
        (
            "message",
            "this expectation hangs on `{field}` of {entity}, which the test does not give",
            "harapan ini bergantung pada `{field}` dari {entity}, yang tidak diberikan dalam uji",
        ),
        ("label", "needs `{field}`", "memerlukan `{field}`"),
        (
            "label.row",
            "this row lacks it",
            "baris ini tidak memuatnya",
        ),
        (
            "help",
            "give it on the row, or for all rows with `each {entity} {field} = …`",
            "tuliskan pada barisnya, atau untuk semua baris dengan `setiap {entity} {field} = …`",
        ),
    ],
);

/// A run gives other results than those that are kept.
pub static RESULTS_CHANGED: Entry = error(
    "test::results_changed",
    "a run gives other results than those that are kept",
    &[
        (
            "message",
            "the results of `{name}` are not those that are kept: {gone} lines are gone, {new} are new",
            "hasil `{name}` bukan yang disimpan: {gone} baris hilang, {new} baris baru",
        ),
        ("label", "over these data", "atas data ini"),
        (
            "help",
            "if the change is meant, `aturan test --accept` keeps the new results",
            "bila perubahan memang dimaksud, `aturan test --accept` menyimpan hasil baru",
        ),
    ],
);

/// Golden results are asked for, and none are kept.
pub static RESULTS_NOT_KEPT: Entry = error(
    "test::results_not_kept",
    "golden results are described, and none are kept",
    &[
        (
            "message",
            "no results of `{name}` are kept yet",
            "belum ada hasil `{name}` yang disimpan",
        ),
        ("label", "over these data", "atas data ini"),
        (
            "help",
            "look at the results of now, then keep them with `aturan test --accept`",
            "periksa hasil yang sekarang, lalu simpan dengan `aturan test --accept`",
        ),
    ],
);
