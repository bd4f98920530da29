//! Words of the `test` findings: expectations that were not met.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[&UNMET, &MISSING_FIELD];

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
            "help",
            "give it on the row, or for all rows with `each {entity} {field} = …`",
            "tuliskan pada barisnya, atau untuk semua baris dengan `setiap {entity} {field} = …`",
        ),
    ],
);
