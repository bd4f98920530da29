//! Layers and names: the files of a policy and of those it extends become one list of declarations.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each step looks for a few kinds of declarations among all"
)]

mod amend;
mod amended;
mod before;
mod edits;
mod keys;
mod names;
mod part;
mod population;
mod scenario;
mod set;

pub(crate) use amend::clause_word;
pub use edits::{Edit, edits, vary_by};
pub use scenario::{Variation, each_alone, vary};

use std::collections::BTreeMap;

use crate::diagnostic::catalogue::resolve as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Declaration, DeclarationKind};

/// The parsed files of one policy.
#[derive(Clone, Debug, Default)]
pub struct LayerFiles {
    /// The name shown in messages: the folder or file.
    pub name: String,
    /// Its files.
    pub files: Vec<ast::File>,
}

/// A policy with those it extends laid over each other: amendments applied, base first.
#[derive(Clone, Debug, Default)]
pub struct Layered {
    /// The header of the last layer.
    pub policy: Option<ast::Policy>,
    /// The currency named by the last header that names one.
    pub currency: Option<String>,
    /// All declarations but headers and amendments; tests of the last layer alone.
    pub declarations: Vec<Declaration>,
    /// Where the declarations of the last layer begin.
    pub own: usize,
    /// Later versions of a declaration, each in force at its own time, with the first one.
    pub versions: BTreeMap<usize, usize>,
    /// The scenarios of all layers.
    pub scenarios: Vec<Declaration>,
}

impl Layered {
    /// Name and title of each scenario, in the order of the text, those of a base first.
    pub fn scenarios(&self) -> impl Iterator<Item = (&str, &str)> {
        self.scenarios.iter().filter_map(|it| match &it.kind {
            DeclarationKind::Scenario(it) => {
                let name = it.name.node.as_str();
                let label = it.label.as_ref();
                Some((name, label.map_or(name, |label| label.text.node.as_str())))
            }
            _ => None,
        })
    }
}

/// The policies that a file wants to extend, as written: paths from its own place.
pub fn wanted(file: &ast::File) -> Vec<Spanned<String>> {
    let headers = file.declarations.iter().filter_map(|it| match &it.kind {
        DeclarationKind::Policy(policy) => Some(policy),
        _ => None,
    });
    headers
        .flat_map(|policy| policy.extends.iter().cloned())
        .collect()
}

/// The finding for policies that extend each other: their names in order, and the `extends` that
/// closes the circle.
pub fn import_cycle(path: &[String], at: Span) -> Diagnostic {
    Diagnostic::at(&codes::IMPORT_CYCLE, at).with("path", path.join(" → "))
}

/// Lays the policies over each other, base first, and reports what does not fit.
pub fn layer(layers: Vec<LayerFiles>) -> (Layered, Diagnostics) {
    let mut layered = Layered::default();
    let mut findings = Diagnostics::new();
    let last = layers.len().saturating_sub(1);
    for (place, files) in layers.into_iter().enumerate() {
        let base = layered.declarations.len();
        layered.own = base;
        let mut own = Own::default();
        for file in files.files {
            own.take(file, &mut findings);
        }
        own.close(&files.name, &mut layered, &mut findings);
        let kept = own.declarations.into_iter();
        layered
            .declarations
            .extend(kept.filter(|it| place == last || !is_test(it)));
        amend::apply(
            &mut layered.declarations,
            base,
            &own.amendments,
            &mut amend::Seen::new(),
            &mut findings,
        );
        population::settle(&mut layered.declarations);
        layered.scenarios.append(&mut own.scenarios);
        layered.versions = names::check(&layered.declarations, base, &mut findings);
    }
    names::scenarios(&layered.scenarios, &mut findings);
    (layered, findings)
}

/// A policy with other declarations, without scenarios: those of two policies mixed.
pub fn replaced(layered: &Layered, declarations: Vec<Declaration>) -> Layered {
    // Two of one name are told when it is checked.
    let versions = names::check(&declarations, 0, &mut Diagnostics::new());
    Layered {
        declarations,
        own: 0,
        versions,
        scenarios: Vec::new(),
        ..layered.clone()
    }
}

/// What one layer brings.
#[derive(Default)]
struct Own {
    header: Option<(ast::Policy, Span)>,
    first: Option<Span>,
    declarations: Vec<Declaration>,
    amendments: Vec<Declaration>,
    scenarios: Vec<Declaration>,
}

impl Own {
    fn take(&mut self, file: ast::File, findings: &mut Diagnostics) {
        for declaration in file.declarations {
            self.first.get_or_insert(declaration.head);
            match declaration.kind {
                DeclarationKind::Policy(policy) => match &self.header {
                    Some((_, first)) => findings.push(
                        Diagnostic::at(&codes::SECOND_POLICY_HEADER, declaration.head)
                            .label(*first, "label.first"),
                    ),
                    None => self.header = Some((policy, declaration.head)),
                },
                DeclarationKind::Amend(_) => self.amendments.push(declaration),
                DeclarationKind::Scenario(_) => self.scenarios.push(declaration),
                _ => self.declarations.push(declaration),
            }
        }
    }

    fn close(&mut self, layer: &str, layered: &mut Layered, findings: &mut Diagnostics) {
        let Some((policy, _)) = self.header.take() else {
            let finding = match self.first {
                Some(first) => Diagnostic::at(&codes::NO_POLICY_HEADER, first),
                None => Diagnostic::new(&codes::NO_POLICY_HEADER),
            };
            findings.push(finding.with("layer", layer_name(layer)));
            return;
        };
        if let Some(currency) = &policy.currency {
            layered.currency = Some(currency.node.clone());
        }
        layered.policy = Some(policy);
    }
}

/// The last part of a path, without its ending: what a policy there would be called.
fn layer_name(path: &str) -> &str {
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path);
    last.strip_suffix(".aturan").unwrap_or(last)
}

fn is_test(declaration: &Declaration) -> bool {
    matches!(&declaration.kind, DeclarationKind::Test(it) if !it.is_example)
}
