//! How far reading and writing have come: cells done and cells to do, for whoever shows progress.

use std::sync::atomic::{AtomicU64, Ordering};

static ROWS: AtomicU64 = AtomicU64::new(0);
static TOTAL: AtomicU64 = AtomicU64::new(0);
static DONE: AtomicU64 = AtomicU64::new(0);

/// Rows that were found in files.
pub(super) fn found(rows: usize) {
    ROWS.fetch_add(rows as u64, Ordering::Relaxed);
}

/// Cells that are going to be read or written.
pub(super) fn to_do(cells: usize) {
    TOTAL.fetch_add(cells as u64, Ordering::Relaxed);
}

/// Cells that have been read or written.
pub(super) fn done(cells: usize) {
    DONE.fetch_add(cells as u64, Ordering::Relaxed);
}

/// Begins another step, of which nothing is known yet.
pub(crate) fn next_step() {
    TOTAL.store(0, Ordering::Relaxed);
    DONE.store(0, Ordering::Relaxed);
}

/// The rows found so far.
pub(crate) fn rows() -> u64 {
    ROWS.load(Ordering::Relaxed)
}

/// Cells done and cells to do in this step.
pub(crate) fn cells() -> (u64, u64) {
    let total = TOTAL.load(Ordering::Relaxed);
    (DONE.load(Ordering::Relaxed).min(total), total)
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_more_is_done_than_there_is() {
        super::found(3);
        super::to_do(4);
        super::done(1);
        let (done, total) = super::cells();
        assert!(super::rows() >= 3 && done <= total);
        super::next_step();
    }
}
