//! `REV:path`: a policy as it is in a revision of a git repository, read by the `git` program.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Fault;
use super::policy::shown;

/// A policy to be read, on disk or taken out of a revision.
pub(super) struct Place {
    /// Where its files are.
    pub(super) path: PathBuf,
    /// What the user calls it.
    pub(super) name: String,
    /// The files of the revision; they go when this does.
    pub(super) revision: Option<Revision>,
}

/// The policy files of a revision.
pub(super) struct Revision {
    /// As the user wrote it.
    name: String,
    folder: TempDir,
}

impl Place {
    /// A folder, a file, or `REV:path` where nothing of this name is on disk.
    pub(super) fn open(written: &str) -> Result<Self, Fault> {
        let path = PathBuf::from(written);
        if !path.exists()
            && let Some((revision, inside)) = written.split_once(':')
        {
            return taken_out(written, revision, inside);
        }
        Ok(Self {
            path,
            name: written.to_owned(),
            revision: None,
        })
    }

    /// The name of one of its files, as messages show it.
    pub(super) fn file_name(&self, name: &str) -> String {
        let Some(Revision { name: of, folder }) = &self.revision else {
            return name.to_owned();
        };
        let root = shown(folder.path());
        match name.strip_prefix(&root) {
            Some(inside) => format!("{of}:{}", inside.trim_start_matches('/')),
            None => name.to_owned(),
        }
    }
}

/// Takes the policy files of a revision out into a folder of their own: those of the whole repository,
/// since a policy extends others.
fn taken_out(written: &str, revision: &str, inside: &str) -> Result<Place, Fault> {
    let tree = git(&[
        "rev-parse",
        "--verify",
        "--end-of-options",
        &format!("{revision}^{{tree}}"),
    ])
    .map_err(|said| no_revision(written, &said))?;
    let tree = tree.trim();
    let inside = from_root(inside)?;
    let names = git(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", tree])
        .map_err(|said| no_revision(written, &said))?;
    let wanted = policy_files(names.split('\0').filter(|it| !it.is_empty()));
    let folder = tempfile::tempdir()
        .map_err(|error| Fault::new(format!("cannot make a folder for `{written}`: {error}")))?;
    for name in &wanted {
        take_out(tree, name, folder.path()).map_err(|said| no_revision(written, &said))?;
    }
    let path = folder.path().join(&inside);
    if !path.exists() {
        let message = format!("there is no policy `{inside}` in `{revision}`");
        return Err(Fault::new(message)
            .with_help("the path begins at the root of the repository: `main:policies/city`"));
    }
    Ok(Place {
        path,
        name: written.to_owned(),
        revision: Some(Revision {
            name: revision.to_owned(),
            folder,
        }),
    })
}

/// A path from the root of the repository; `./` and `../` begin where the user is.
fn from_root(inside: &str) -> Result<String, Fault> {
    let is_relative = inside == "." || inside.starts_with("./") || inside.starts_with("../");
    if !is_relative {
        return Ok(inside.trim_matches('/').to_owned());
    }
    let prefix = git(&["rev-parse", "--show-prefix"]).map_err(|said| no_revision(inside, &said))?;
    let mut parts: Vec<&str> = prefix
        .trim()
        .split('/')
        .filter(|it| !it.is_empty())
        .collect();
    for part in inside.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Policy texts, and the other files in their folders, which a parameter may name; not the data.
fn policy_files<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Vec<String> {
    let texts = names.clone().filter(|it| it.ends_with(".aturan"));
    let folder = |name: &str| name.rsplit_once('/').map_or("", |it| it.0).to_owned();
    let folders: BTreeSet<String> = texts.map(folder).collect();
    let beside = |name: &str| {
        let of = folder(name);
        folders
            .iter()
            .any(|it| of == *it || (!it.is_empty() && of.starts_with(&format!("{it}/"))))
    };
    let is_table = |name: &str| Path::new(name).extension().is_some_and(|it| it == "csv");
    let is_safe = |name: &str| !name.split('/').any(|part| part == "..");
    names
        .filter(|name| name.ends_with(".aturan") || (is_table(name) && beside(name)))
        .filter(|name| is_safe(name))
        .map(str::to_owned)
        .collect()
}

fn take_out(tree: &str, name: &str, folder: &Path) -> Result<(), String> {
    let bytes = git_bytes(&["cat-file", "blob", &format!("{tree}:{name}")])?;
    let path = folder.join(name);
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::File::create(&path))
        .and_then(|mut file| file.write_all(&bytes));
    written.map_err(|error| format!("cannot write `{name}`: {error}"))
}

fn no_revision(written: &str, said: &str) -> Fault {
    let said = said.trim().trim_start_matches("fatal: ");
    Fault::new(format!("cannot read `{written}`: {said}")).with_help(
        "name a folder or file that is there, or a policy in a revision of git: `main:policies/city`",
    )
}

fn git(arguments: &[&str]) -> Result<String, String> {
    let bytes = git_bytes(arguments)?;
    String::from_utf8(bytes).map_err(|_| "git names a file that is not UTF-8".to_owned())
}

fn git_bytes(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let done = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("the program `git` cannot be run: {error}"))?;
    match done.status.success() {
        true => Ok(done.stdout),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    }
}
