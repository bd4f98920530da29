//! Every policy text of the project that can be read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use aturan::syntax;

/// A text and where it stands.
pub(crate) struct Text {
    pub(crate) place: String,
    pub(crate) text: String,
}

/// The policies, the examples, the cases of the tests, and what the documents show.
pub(crate) fn all() -> &'static [Text] {
    static ALL: LazyLock<Vec<Text>> = LazyLock::new(read_all);
    &ALL
}

fn read_all() -> Vec<Text> {
    let mut out = Vec::new();
    for folder in ["policies", "examples", "tests", "docs"] {
        for path in files(&root().join(folder)) {
            let place = path.strip_prefix(root()).unwrap().display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            if path.extension().is_some_and(|it| it == "aturan") {
                out.push(Text { place, text });
            } else {
                let blocks = text.split("```aturan\n").skip(1);
                let blocks = blocks.filter_map(|block| block.split("```").next());
                out.extend(blocks.map(|block| Text {
                    place: place.clone(),
                    text: block.to_owned(),
                }));
            }
        }
    }
    out.retain(|it| !syntax::parse(&it.text, 0).1.has_errors());
    assert!(out.len() > 300, "only {} texts can be read", out.len());
    out
}

/// The files of a policy folder, in the order of their names.
pub(crate) fn policy(folder: &str) -> Vec<(String, String)> {
    let files = files(&root().join(folder)).into_iter();
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "aturan"));
    files
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The policy texts and documents in a folder and the folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|it| it == "aturan" || it == "md")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
