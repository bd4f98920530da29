//! The files that are being written, under passing names: none of them outlives the command.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static PASSING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Notes a file that is begun.
pub(super) fn begun(path: &Path) {
    with(|all| all.insert(path.to_path_buf()));
}

/// Forgets a file that is whole, or gone.
pub(super) fn done(path: &Path) {
    with(|all| all.remove(path));
}

/// Removes all files that are not whole; none is begun while what is given back is held.
pub(crate) fn remove_all() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    let mut all = PASSING.lock().unwrap_or_else(PoisonError::into_inner);
    for it in std::mem::take(&mut *all) {
        // Nothing can be done about one that cannot be removed.
        drop(std::fs::remove_file(it));
    }
    all
}

fn with<T>(change: impl FnOnce(&mut BTreeSet<PathBuf>) -> T) -> T {
    change(&mut PASSING.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::{begun, remove_all};

    #[test]
    fn what_is_not_whole_is_removed() {
        let path = std::env::temp_dir().join(format!("aturan-{}.part", std::process::id()));
        std::fs::write(&path, "half").unwrap_or_default();
        begun(&path);
        assert!(path.exists());
        assert!(remove_all().is_empty());
        assert!(!path.exists());
    }
}
