//! The command line, with what `aturan.toml` says in the place of options that are left out.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, FromArgMatches as _};

use super::Cli;
use super::config::Config;
use super::policy::shown;

/// The options of this run and the configuration that stands behind them.
pub(super) fn parse() -> (Cli, Config) {
    let given = policy_given();
    let config = match &given {
        Some(policy) if policy.exists() => Config::of(policy),
        _ => Config::of(Path::new(".")),
    };
    let arguments = with_policy(std::env::args_os().collect(), given, &config);
    let matches = with_defaults(Cli::command(), &config).get_matches_from(arguments);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    (cli, config)
}

/// The policy that the options name.
fn policy_given() -> Option<PathBuf> {
    let matches = Cli::command().ignore_errors(true).try_get_matches().ok()?;
    let (_, command) = matches.subcommand()?;
    command.try_get_one::<PathBuf>("policy").ok()?.cloned()
}

/// The words of the command line. Where a policy stands before other words, as in `explain`, and the
/// first of them is no policy, that of the configuration is put before it.
fn with_policy(mut words: Vec<OsString>, given: Option<PathBuf>, config: &Config) -> Vec<OsString> {
    let (Some(given), Some(policy)) = (given, &config.policy) else {
        return words;
    };
    let is_path = given.components().count() > 1 || given.extension().is_some();
    let explains = words.iter().position(|it| it == OsStr::new("explain"));
    if let (Some(explains), false, false) = (explains, is_path, given.exists()) {
        let first = words.iter().skip(explains).position(|it| given == *it);
        if let Some(first) = first {
            words.insert(explains.saturating_add(first), policy.into());
        }
    }
    words
}

fn with_defaults(mut command: clap::Command, config: &Config) -> clap::Command {
    // The options live as long as the command: their defaults may too.
    let text = |text: &String| -> &'static str { text.clone().leak() };
    let path = |path: &Path| -> &'static str { shown(path).leak() };
    if let Some(format) = config.format.as_ref().map(text) {
        command = command.mut_arg("format", |it| it.default_value(format));
    }
    if let Some(language) = config.language.as_ref().map(text) {
        command = command.mut_arg("language", |it| it.default_value(language));
    }
    let memory = config.memory_limit.as_ref().map(text);
    let policy = config.policy.as_deref().map(path);
    let data = config.data.as_deref().map(path);
    command.mut_subcommands(move |mut it| {
        let has =
            |it: &clap::Command, name: &str| it.get_arguments().any(|arg| arg.get_id() == name);
        if let (Some(data), true) = (data, has(&it, "data")) {
            it = it.mut_arg("data", |arg| arg.required(false).default_value(data));
        }
        if let (Some(memory), true) = (memory, has(&it, "memory_limit")) {
            it = it.mut_arg("memory_limit", |arg| arg.default_value(memory));
        }
        let alone = it.get_positionals().count() == 1;
        if let (Some(policy), true, true) = (policy, alone, has(&it, "policy")) {
            it = it.mut_arg("policy", |arg| arg.required(false).default_value(policy));
        }
        it
    })
}
