//! `--scenario` and `--set`: a policy as it would be, and what it is called in figures.

use std::collections::BTreeSet;

use clap::Args;

use super::Fault;
use super::terminal::Terminal;

/// Options that change a policy for one evaluation.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct WhatIf {
    /// Apply a scenario of the policy; several apply in the order given.
    #[arg(long = "scenario", value_name = "NAME")]
    pub(super) scenarios: Vec<String>,
    /// Set a parameter, or the quota, amount or budget of an aid, after the scenarios; for instance
    /// `--set 'poverty_line = poverty_line * 110%'`.
    #[arg(long = "set", value_name = "NAME=EXPR")]
    pub(super) settings: Vec<String>,
}

impl WhatIf {
    /// Whether the policy stays as it is.
    pub(super) fn is_empty(&self) -> bool {
        self.scenarios.is_empty() && self.settings.is_empty()
    }

    /// What was changed, as people read it: names of scenarios, then the settings as written.
    pub(super) fn names(&self) -> Vec<String> {
        let settings = self.settings.iter().map(|it| it.trim().to_owned());
        self.scenarios.iter().cloned().chain(settings).collect()
    }

    /// What was changed, on a line of its own; nothing where the policy is as it is.
    pub(super) fn sentence(&self, terminal: &Terminal) -> String {
        if self.is_empty() {
            return String::new();
        }
        let what_if = terminal.say("What if", "Pengandaian");
        format!("{what_if}: {}\n", self.names().join("; "))
    }

    /// A scenario applies once.
    pub(super) fn once(&self) -> Result<(), Fault> {
        let mut seen = BTreeSet::new();
        match self.scenarios.iter().find(|name| !seen.insert(*name)) {
            Some(name) => Err(Fault::new(format!("the scenario `{name}` is named twice"))
                .with_help("name each scenario once; they apply in the order given")),
            None => Ok(()),
        }
    }
}
