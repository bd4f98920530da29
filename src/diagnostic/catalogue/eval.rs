//! Words of the `eval` findings.

use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[];
