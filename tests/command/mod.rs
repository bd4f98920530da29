//! The command as a user runs it, in a folder of its own that holds a copy of a small policy and its data.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder with `policy.aturan` and the data set `data/`.
pub(crate) struct Desk {
    folder: TempDir,
}

/// How a command ended and what it printed.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A copy of `examples/glance`.
    pub(crate) fn glance() -> Self {
        let it = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/glance");
        fs::create_dir(it.path("data")).unwrap();
        for name in ["dataset.toml", "village.csv", "family.csv", "member.csv"] {
            fs::copy(from.join(name), it.path("data").join(name)).unwrap();
        }
        fs::copy(from.join("glance.aturan"), it.path("policy.aturan")).unwrap();
        it
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    /// Replaces text in a file; the text must stand there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold `{from}`");
        self.write(name, text.replace(from, to));
    }

    /// Runs the command in the folder, in English.
    pub(crate) fn aturan(&self, arguments: &[&str]) -> Done {
        self.aturan_in("en", arguments)
    }

    /// Runs the command in the folder, in a language.
    pub(crate) fn aturan_in(&self, language: &str, arguments: &[&str]) -> Done {
        let output = Command::new(env!("CARGO_BIN_EXE_aturan"))
            .env("ATURAN_LANGUAGE", language)
            .args(arguments)
            .args(["--color", "never"])
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace('\r', "");
        Done {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// `aturan run` over the data, tables as CSV, into `out/`.
    pub(crate) fn run(&self, more: &[&str]) -> Done {
        let base = [
            "run",
            "policy.aturan",
            "--data",
            "data",
            "--out-format",
            "csv",
        ];
        let arguments: Vec<&str> = base.iter().chain(more).copied().collect();
        self.aturan(&arguments)
    }
}
