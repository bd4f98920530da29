//! `aturan check`: all findings of a policy in one run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aturan::Parsed;
use aturan::diagnostic::Diagnostics;
use aturan::resolve::{self, LayerFiles};
use aturan::source::SourceMap;

use super::findings::{show, verdict};
use super::policy::{base_path, read_layer, seen_before};
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Verdict};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let mut loading = Loading::default();
    loading.layer(&args.policy)?;
    let Loading {
        sources,
        mut findings,
        layers,
        ..
    } = loading;
    let (resolved, found) = Parsed::new(layers, &sources, &findings).resolve();
    findings.append(found);
    let (checked, found) = resolved.check();
    findings.append(found);
    if let (Some(checked), Some(day)) = (checked, args.on) {
        findings.append(aturan::check::dates(&checked, day));
    }
    show(&findings, &sources, terminal);
    Ok(verdict(&findings, args.deny.is_some()))
}

/// Layers as they are read, those that others extend first.
#[derive(Default)]
struct Loading {
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
            let base = self.sources.add(name, text.clone());
            let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
            let (file, found) = aturan::syntax::parse(&text, base);
            self.findings.append(found);
            files.push(file);
        }
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
}

/// What a path points at.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
