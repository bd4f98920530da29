//! `aturan data`: whether a data set fits a policy, what a policy needs, made-up data to try it on.

pub(super) mod check;
mod sample;
pub(super) mod schema;

use super::terminal::Terminal;
use super::{DataCommand, Fault, Verdict};

pub(super) fn run(command: &DataCommand, terminal: &Terminal) -> Result<Verdict, Fault> {
    match command {
        DataCommand::Check(args) => check::run(args, terminal),
        DataCommand::Sample(args) => sample::run(args, terminal),
        DataCommand::Schema(args) => schema::run(args, terminal),
    }
}
