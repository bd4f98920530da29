//! A policy from its files through all phases of the front end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aturan::diagnostic::levels::Levels;
use aturan::diagnostic::{Diagnostics, Severity};
use aturan::resolve::{self, Edit, LayerFiles, Variation};
use aturan::source::SourceMap;
use aturan::syntax::ast::File;
use aturan::{Checked, Parsed, Resolved};

use super::Fault;
use super::config::Config;
use super::policy::{base_path, read_inside, read_layer, seen_before};
use super::revision::Place;
use super::what_if::WhatIf;

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

/// A policy whose names are held apart: what scenarios and settings change.
#[derive(Debug)]
pub(super) struct Unchecked {
    pub(super) sources: SourceMap,
    pub(super) findings: Diagnostics,
    pub(super) hash: String,
    resolved: Resolved,
    /// How much each lint weighs, by the configuration.
    levels: Levels,
}

/// Texts that are to take the place of files, by the name of the file.
pub(super) type Drafts = BTreeMap<String, String>;

/// Reads a policy file or folder and the layers it extends, and checks them under scenarios and
/// settings.
pub(super) fn load_varied(path: &Path, what_if: &WhatIf) -> Result<Policy, Fault> {
    what_if.once()?;
    let mut unchecked = read(path)?;
    let mut checked = unchecked.check();
    if !what_if.is_empty() {
        let variation = unchecked.variation(what_if)?;
        checked = unchecked.varied(&variation).filter(|_| checked.is_some());
    }
    Ok(Policy {
        sources: unchecked.sources,
        findings: unchecked.findings,
        checked,
        hash: unchecked.hash,
    })
}

/// Reads a policy file or folder and the layers it extends.
pub(super) fn read(path: &Path) -> Result<Unchecked, Fault> {
    read_into(Loading::default(), path)
}

/// The same with drafts in the place of files.
pub(super) fn read_with(path: &Path, drafts: &Drafts) -> Result<Unchecked, Fault> {
    let loading = Loading {
        drafts: drafts.clone(),
        ..Loading::default()
    };
    read_into(loading, path)
}

/// The same of a place on disk or in a revision; its texts follow those that are there.
pub(super) fn read_place(place: &Place, sources: SourceMap) -> Result<Unchecked, Fault> {
    let loading = Loading {
        sources,
        place: Some(place),
        ..Loading::default()
    };
    read_into(loading, &place.path)
}

fn read_into(mut loading: Loading<'_>, path: &Path) -> Result<Unchecked, Fault> {
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
    Ok(Unchecked {
        sources,
        findings,
        hash: hasher.finalize().to_hex().to_string(),
        resolved,
        levels: Config::of(path).levels,
    })
}

impl Unchecked {
    /// The policy with its layers applied.
    pub(super) fn resolved(&self) -> &Resolved {
        &self.resolved
    }

    /// Name and title of each scenario.
    pub(super) fn scenarios(&self) -> impl Iterator<Item = (&str, &str)> {
        self.resolved.scenarios()
    }

    /// Takes no finding as known.
    pub(super) fn forget_baseline(&mut self) {
        self.levels.know(BTreeMap::new());
    }

    /// Checks the policy as it is.
    pub(super) fn into_policy(mut self) -> Policy {
        let checked = self.check();
        Policy {
            sources: self.sources,
            findings: self.findings,
            checked,
            hash: self.hash,
        }
    }

    /// The policy as it is; what is wrong with it is added to the findings.
    pub(super) fn check(&mut self) -> Option<Checked> {
        let (checked, found) = self.resolved.clone().check_at(&self.levels);
        self.findings.append(found);
        checked
    }

    /// What the options ask for. The texts of settings become sources, so that findings can show them.
    pub(super) fn variation(&mut self, what_if: &WhatIf) -> Result<Variation, Fault> {
        let mut variation = Variation {
            scenarios: what_if.scenarios.clone(),
            settings: Vec::new(),
        };
        for text in &what_if.settings {
            let base = self.sources.add("--set".to_owned(), text.clone());
            let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
            let (set, found) = aturan::syntax::parse_set(text, base);
            self.findings.append(found);
            variation.settings.extend(set);
        }
        Ok(variation)
    }

    /// The single edits of a what-if.
    pub(super) fn edits(&self, variation: &Variation) -> Vec<Edit> {
        self.resolved.edits(variation)
    }

    /// The policy as it would be; `None` where it, or the policy as it is, has an error.
    pub(super) fn varied(&mut self, variation: &Variation) -> Option<Checked> {
        let varied = self.resolved.vary(variation);
        self.checked(varied)
    }

    /// The policy under some of the edits of a what-if.
    pub(super) fn varied_by(&mut self, variation: &Variation, kept: &[&Edit]) -> Option<Checked> {
        let varied = self.resolved.vary_by(variation, kept);
        self.checked(varied)
    }

    fn checked(&mut self, (varied, found): (Resolved, Diagnostics)) -> Option<Checked> {
        self.findings.append(found);
        let (checked, found) = varied.check();
        // Warnings are about the policy, which stays as it is.
        for finding in found.iter().filter(|it| it.severity == Severity::Error) {
            self.findings.push(finding.clone());
        }
        checked.filter(|_| !self.findings.has_errors())
    }
}

/// Layers as they are read, those that others extend first.
#[derive(Default)]
struct Loading<'p> {
    drafts: Drafts,
    hasher: blake3::Hasher,
    sources: SourceMap,
    findings: Diagnostics,
    layers: Vec<LayerFiles>,
    seen: BTreeSet<PathBuf>,
    path: Vec<(PathBuf, String)>,
    /// What names its files, where they are not on disk under their own names.
    place: Option<&'p Place>,
}

impl Loading<'_> {
    fn layer(&mut self, path: &Path) -> Result<(), Fault> {
        if seen_before(&mut self.seen, path) {
            return Ok(());
        }
        let read = read_layer(path)?;
        self.path.push((real(path), read.name.clone()));
        let mut files = Vec::new();
        for (name, text) in read.files {
            let text = self.drafts.get(&name).cloned().unwrap_or(text);
            self.hash(&name, &text);
            let base = self.sources.add(self.named(name), text.clone());
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
            let base = self.sources.add(self.named(name), text.clone());
            let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
            for file in &mut *files {
                let found = aturan::syntax::fill(file, &wanted, &text, base);
                self.findings.append(found);
            }
        }
        Ok(())
    }

    /// What messages call a file.
    fn named(&self, name: String) -> String {
        match self.place {
            Some(place) => place.file_name(&name),
            None => name,
        }
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
