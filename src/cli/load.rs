//! A policy from its files through all phases of the front end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aturan::diagnostic::Diagnostics;
use aturan::resolve::{self, LayerFiles};
use aturan::source::SourceMap;
use aturan::syntax::ast::File;
use aturan::{Checked, Parsed};

use super::Fault;
use super::policy::{base_path, read_inside, read_layer, seen_before};

/// A policy, what was found in it, and its texts.
#[derive(Debug)]
pub(super) struct Policy {
    /// Its texts, for findings.
    pub(super) sources: SourceMap,
    /// What was found.
    pub(super) findings: Diagnostics,
    /// The policy; `None` where an error was found.
    pub(super) checked: Option<Checked>,
    /// BLAKE3 of its files, those of the layers it extends first, in hexadecimal digits.
    pub(super) hash: String,
}

/// Reads a policy file or folder and the layers it extends, and checks them.
pub(super) fn load(path: &Path) -> Result<Policy, Fault> {
    let mut loading = Loading::default();
    loading.layer(path)?;
    let Loading {
        hasher,
        sources,
        mut findings,
        layers,
        ..
    } = loading;
    let (resolved, found) = Parsed::new(layers, &sources, &findings).resolve();
    findings.append(found);
    let (checked, found) = resolved.check();
    findings.append(found);
    Ok(Policy {
        sources,
        findings,
        checked,
        hash: hasher.finalize().to_hex().to_string(),
    })
}

/// Layers as they are read, those that others extend first.
#[derive(Default)]
struct Loading {
    hasher: blake3::Hasher,
    sources: SourceMap,
    findings: Diagnostics,
    layers: Vec<LayerFiles>,
    seen: BTreeSet<PathBuf>,
    path: Vec<(PathBuf, String)>,
}

impl Loading {
    fn layer(&mut self, path: &Path) -> Result<(), Fault> {
        if seen_before(&mut self.seen, path) {
            return Ok(());
        }
        let read = read_layer(path)?;
        self.path.push((real(path), read.name.clone()));
        let mut files = Vec::new();
        for (name, text) in read.files {
            self.hash(&name, &text);
            let base = self.sources.add(name, text.clone());
            let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
            let (file, found) = aturan::syntax::parse(&text, base);
            self.findings.append(found);
            files.push(file);
        }
        self.fill(path, &mut files)?;
        for wanted in files.iter().flat_map(resolve::wanted) {
            let base = base_path(path, &wanted.node);
            match self
                .path
                .iter()
                .position(|(known, _)| *known == real(&base))
            {
                Some(from) => {
                    let mut names: Vec<String> = self
                        .path
                        .iter()
                        .skip(from)
                        .map(|(_, name)| name.clone())
                        .collect();
                    names.extend(names.first().cloned());
                    self.findings
                        .push(resolve::import_cycle(&names, wanted.span));
                }
                None => self.layer(&base)?,
            }
        }
        self.path.pop();
        self.layers.push(LayerFiles {
            name: read.name,
            files,
        });
        Ok(())
    }

    /// Reads the files that parameters name. One that is not there is reported by the checker.
    fn fill(&mut self, layer: &Path, files: &mut [File]) -> Result<(), Fault> {
        let wanted: BTreeSet<String> = files
            .iter()
            .flat_map(aturan::syntax::wanted_files)
            .map(|wanted| wanted.node)
            .collect();
        for wanted in wanted {
            let Some((name, text)) = read_inside(layer, &wanted)? else {
                continue;
            };
            self.hash(&name, &text);
            let base = self.sources.add(name, text.clone());
            let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
            for file in &mut *files {
                let found = aturan::syntax::fill(file, &wanted, &text, base);
                self.findings.append(found);
            }
        }
        Ok(())
    }

    /// Adds a file to the fingerprint: its own name without the folders, its length, its text.
    fn hash(&mut self, name: &str, text: &str) {
        let own = name.rsplit('/').next().unwrap_or(name);
        for part in [own, text] {
            self.hasher.update(&(part.len() as u64).to_le_bytes());
            self.hasher.update(part.as_bytes());
        }
    }
}

/// What a path points at.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
