//! The phases of the front end in their order: a policy is parsed, resolved, checked.

use std::ops::Deref;

use crate::check::Earlier;
use crate::check::tree::Program;
use crate::diagnostic::levels::Levels;
use crate::diagnostic::{Diagnostics, Severity};
use crate::resolve::{Edit, LayerFiles, Layered, Variation};
use crate::source::SourceMap;

/// The texts of one policy, for [`load`].
#[derive(Clone, Debug, Default)]
pub struct LayerInput {
    /// The name shown in messages: the folder or file.
    pub name: String,
    /// Name and text of each file; what does not end in `.aturan` is read where a parameter names it
    /// in `from file`.
    pub files: Vec<(String, String)>,
}

/// A policy and those it extends, parsed.
#[derive(Clone, Debug)]
pub struct Parsed {
    layers: Vec<LayerFiles>,
    text: SourceMap,
    earlier: Earlier,
}

/// One list of declarations, amendments applied, names held apart.
#[derive(Clone, Debug)]
pub struct Resolved {
    layered: Layered,
    text: SourceMap,
    earlier: Earlier,
}

/// A policy without errors: it cannot fail by type, level, period or date of its parameters.
#[derive(Clone, Debug)]
pub struct Checked {
    program: Program,
}

/// Parses the texts of a policy and of those it extends, base first, and adds them to the sources.
///
/// A text past 4 GiB in all is left out.
pub fn load(layers: Vec<LayerInput>, sources: &mut SourceMap) -> (Parsed, Diagnostics) {
    let mut findings = Diagnostics::new();
    let mut parsed = Vec::new();
    for layer in layers {
        let mut files = Vec::new();
        let (policies, tables): (Vec<_>, Vec<_>) = layer
            .files
            .into_iter()
            .partition(|(name, _)| name.ends_with(".aturan"));
        for (name, text) in policies {
            let Some(base) = sources.add(name, text.clone()) else {
                continue;
            };
            let (file, found) = crate::syntax::parse(&text, base);
            findings.append(found);
            files.push(file);
        }
        for (name, text) in tables {
            let Some(base) = sources.add(name.clone(), text.clone()) else {
                continue;
            };
            for file in &mut files {
                findings.append(crate::syntax::fill(file, &name, &text, base));
            }
        }
        parsed.push(LayerFiles {
            name: layer.name,
            files,
        });
    }
    findings.in_words_of(sources);
    (Parsed::new(parsed, sources, &findings), findings)
}

impl Parsed {
    /// Layers that were parsed one by one, base first, with all that was found on the way.
    pub fn new(layers: Vec<LayerFiles>, sources: &SourceMap, findings: &Diagnostics) -> Self {
        Self {
            layers,
            text: sources.clone(),
            earlier: after(Earlier::Sound, findings),
        }
    }

    /// Lays the policies over each other.
    pub fn resolve(self) -> (Resolved, Diagnostics) {
        let (layered, mut findings) = crate::resolve::layer(self.layers);
        findings.in_words_of(&self.text);
        let earlier = after(self.earlier, &findings);
        (
            Resolved {
                layered,
                text: self.text,
                earlier,
            },
            findings,
        )
    }
}

impl Resolved {
    /// The policy as it would be under a what-if, and what of the what-if does not fit.
    pub fn vary(&self, variation: &Variation) -> (Self, Diagnostics) {
        let (layered, mut findings) = crate::resolve::vary(&self.layered, variation);
        findings.in_words_of(&self.text);
        let earlier = after(self.earlier, &findings);
        let varied = Self {
            layered,
            text: self.text.clone(),
            earlier,
        };
        (varied, findings)
    }

    /// Its declarations, all layers applied.
    pub fn layered(&self) -> &Layered {
        &self.layered
    }

    /// The same texts with other declarations: those of two policies mixed, whose texts share one map.
    #[must_use]
    pub fn with(&self, layered: Layered, text: &SourceMap) -> Self {
        Self {
            layered,
            text: text.clone(),
            earlier: self.earlier,
        }
    }

    /// The single edits of a what-if, in the order in which they apply.
    pub fn edits(&self, variation: &Variation) -> Vec<Edit> {
        crate::resolve::edits(&self.layered, variation)
    }

    /// The policy as it would be under some of the edits of a what-if.
    pub fn vary_by(&self, variation: &Variation, kept: &[&Edit]) -> (Self, Diagnostics) {
        let (layered, mut findings) = crate::resolve::vary_by(&self.layered, variation, kept);
        findings.in_words_of(&self.text);
        let earlier = after(self.earlier, &findings);
        let varied = Self {
            layered,
            text: self.text.clone(),
            earlier,
        };
        (varied, findings)
    }

    /// Name and title of each scenario, in the order of the text, those of a base first.
    pub fn scenarios(&self) -> impl Iterator<Item = (&str, &str)> {
        self.layered.scenarios()
    }

    /// Checks everything, each scenario applied alone too; `None` where this or an earlier phase
    /// found an error.
    pub fn check(self) -> (Option<Checked>, Diagnostics) {
        self.check_at(&Levels::default())
    }

    /// The same with the lints at other levels: one that is denied is an error.
    pub fn check_at(self, levels: &Levels) -> (Option<Checked>, Diagnostics) {
        let (program, mut found) = crate::check::check(&self.layered, &self.text, self.earlier);
        found.in_words_of(&self.text);
        let mut findings = levels.apply(&found, &self.text);
        for (varied, mut found) in crate::resolve::each_alone(&self.layered) {
            found.in_words_of(&self.text);
            let earlier = after(after(self.earlier, &findings), &found);
            findings.append(found);
            if earlier == Earlier::Sound {
                let (_, mut found) = crate::check::check(&varied, &self.text, earlier);
                found.in_words_of(&self.text);
                findings.append(errors(&found));
            }
        }
        let sound = after(self.earlier, &findings) == Earlier::Sound;
        (sound.then_some(Checked { program }), findings)
    }
}

impl Checked {
    /// The typed tree.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The policy as it is on a day: see [`Program::on`].
    #[must_use]
    pub fn on(&self, day: crate::number::Date) -> Self {
        let program = self.program.on(day).into_owned();
        Self { program }
    }

    /// The typed tree, taken out.
    pub fn into_program(self) -> Program {
        self.program
    }
}

impl Deref for Checked {
    type Target = Program;

    fn deref(&self) -> &Program {
        &self.program
    }
}

/// The errors alone: a what-if may leave a parameter unused, or a rule without a source.
fn errors(findings: &Diagnostics) -> Diagnostics {
    let mut errors = Diagnostics::new();
    let all = findings.iter().filter(|it| it.severity == Severity::Error);
    all.for_each(|it| errors.push(it.clone()));
    errors
}

fn after(earlier: Earlier, findings: &Diagnostics) -> Earlier {
    if findings.has_errors() {
        Earlier::Broken
    } else {
        earlier
    }
}
