//! Reads a policy from its files: one file or a folder, and the layers it extends.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::Fault;

/// The files of one layer.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folder or file, as shown in messages.
    pub(super) name: String,
    /// Name and text of each file, in the order of their names.
    pub(super) files: Vec<(String, String)>,
}

/// A path with `/` between its parts, for messages and names.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Whether a folder that is to be made is there already and holds something.
pub(super) fn is_taken(folder: &Path) -> bool {
    folder
        .read_dir()
        .map_or(folder.exists(), |mut entries| entries.next().is_some())
}

/// The files of a policy or of a layer it extends.
pub(super) fn read_layer(path: &Path) -> Result<Layer, Fault> {
    let paths = if path.is_dir() {
        files_of(path)?
    } else {
        vec![path.to_path_buf()]
    };
    if paths.is_empty() {
        return Err(Fault::new(format!("`{}` holds no policy", shown(path)))
            .with_help("a policy is a file that ends in `.aturan`, or a folder of such files"));
    }
    let files = paths
        .iter()
        .map(|path| read_text(path))
        .collect::<Result<_, _>>()?;
    Ok(Layer {
        name: shown(path),
        files,
    })
}

/// The policy files in a folder and the folders in it, sorted.
pub(super) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let unreadable = |path: &Path, error: &std::io::Error| {
        Fault::new(format!("cannot read `{}`: {error}", shown(path)))
    };
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "aturan") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Name and text of a file.
pub(super) fn read_text(path: &Path) -> Result<(String, String), Fault> {
    let name = shown(path);
    let bytes = std::fs::read(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Fault::new(format!("there is no `{name}`"))
                .with_help("name a policy file (`*.aturan`) or a folder that holds some")
        } else {
            Fault::new(format!("cannot read `{name}`: {error}"))
        }
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Fault::new(format!(
            "`{name}` is not UTF-8 text: line {line} has a byte that is none"
        ))
        .with_help("save the file as UTF-8 in your editor")
    })?;
    Ok((name, text))
}

/// The folder of a layer: itself, or that of its one file.
fn folder_of(layer: &Path) -> PathBuf {
    if layer.is_dir() {
        layer.to_path_buf()
    } else {
        layer.parent().unwrap_or(layer).to_path_buf()
    }
}

/// The place that `extends "…"` in a layer names.
pub(super) fn base_path(layer: &Path, wanted: &str) -> PathBuf {
    tidy(&folder_of(layer).join(wanted))
}

/// Name and text of a file inside the folder of a layer; `None` where there is none, or where a
/// link leads out of the folder.
pub(super) fn read_inside(layer: &Path, wanted: &str) -> Result<Option<(String, String)>, Fault> {
    let folder = folder_of(layer);
    let folder = if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder
    };
    let path = folder.join(wanted);
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(real)) if real.starts_with(&folder) && real.is_file() => {
            read_text(&path).map(Some)
        }
        _ => Ok(None),
    }
}

/// Takes `..` and `.` out of a path where that is possible.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            Component::CurDir => {}
            Component::ParentDir
            | Component::Normal(_)
            | Component::RootDir
            | Component::Prefix(_) => out.push(part),
        }
    }
    out
}

/// Whether a path was read before, by what it points at.
pub(super) fn seen_before(seen: &mut BTreeSet<PathBuf>, path: &Path) -> bool {
    !seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_path_buf()))
}
