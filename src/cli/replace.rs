//! A new text for a file that is there: whole, or not at all.

use std::io::Write as _;
use std::path::Path;

/// Puts a text into a file. Its permissions stay, and a link stays a link.
pub(super) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let path = path.canonicalize()?;
    let folder = path.parent().unwrap_or(&path);
    let mut passing = tempfile::Builder::new()
        .prefix(".aturan")
        .tempfile_in(folder)?;
    passing.write_all(text.as_bytes())?;
    passing.flush()?;
    let permissions = std::fs::metadata(&path)?.permissions();
    std::fs::set_permissions(passing.path(), permissions)?;
    passing.persist(&path)?;
    Ok(())
}
