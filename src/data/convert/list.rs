//! Truth values from a list outside the data set: whoever stands on it, true; all others, false.

use super::Read;
use super::cell::{Cell, written};
use crate::data::input::OutsideList;

/// Whether a cell stands on the list; a blank one is unknown.
pub(super) fn look_up(cell: Cell<'_>, list: &OutsideList) -> Read<bool> {
    match cell {
        Cell::Blank => Read::BLANK,
        Cell::Text(text) => Read::value(list.keys.contains(text.trim())),
        Cell::Whole(_) | Cell::Decimal(..) | Cell::Float(_) | Cell::Boolean(_) | Cell::Day(_) => {
            Read::value(list.keys.contains(&written(cell)))
        }
    }
}
