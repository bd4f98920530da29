//! `--memory-limit`: what a command would take is estimated before the work, and it keeps to the limit.

#![expect(
    clippy::disallowed_methods,
    reason = "the system tells in a file what a process takes"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use aturan::check::tree::{EntityId, FieldId, Program};
use aturan::data::input::EntityInput;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::{Grouping, format_grouped};
use aturan::plan::op::Storage;
use aturan::plan::{Plan, storage};
use clap::Args;

use super::stop;
use super::terminal::Terminal;
use crate::io::dataset::{DatasetSpec, Memory};

/// What the command takes whatever the data: itself, its threads, pieces of files in passing.
const BASE: u64 = 64 << 20;

/// How often the memory taken is looked at.
pub(super) const LOOK: Duration = Duration::from_millis(20);

/// The option of commands that evaluate.
#[derive(Debug, Clone, Args)]
pub(super) struct MemoryArgs {
    /// The memory that may be taken, such as `800M` or `4G`; a run that would need more is refused at
    /// the start.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    memory_limit: Option<u64>,
}

impl MemoryArgs {
    /// The limit, with what each row of an entity takes for results: those of a plan, so many times over.
    pub(super) fn of(
        &self,
        plan: impl FnOnce() -> Plan,
        times: u64,
        terminal: &Terminal,
    ) -> Memory {
        let Some(limit) = self.memory_limit else {
            return Memory::default();
        };
        // A smaller one is refused before anything is read.
        if limit >= BASE {
            stop::over(limit, terminal);
        }
        let plan = plan();
        let mut per_row = vec![0; plan.entities.len()];
        let mut add = |entity: EntityId, bytes: u64| {
            if let Some(row) = per_row.get_mut(entity.index()) {
                *row += bytes * times;
            }
        };
        for value in plan.values.iter().flatten() {
            let node = plan.node(value.node);
            add(value.entity, node.map_or(8, |it| width(it.storage)));
        }
        // Status, amount, whether known, eligibility, grounds and rank; outcome, ground, before.
        plan.aids.iter().flatten().for_each(|it| add(it.entity, 28));
        let registers = plan.registers.iter().flatten();
        registers.for_each(|it| add(it.entity, 4));
        Memory {
            limit: Some(limit),
            per_row,
        }
    }
}

/// A size in bytes: digits, and `K`, `M`, `G` or `T` for 1,024 and its powers.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let upper = text.trim().to_ascii_uppercase();
    let plain = upper.strip_suffix("IB").or_else(|| upper.strip_suffix('B'));
    let plain = plain.unwrap_or(&upper);
    let digits = plain.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let power = match plain.get(digits.len()..) {
        Some("") => Some(0),
        Some("K") => Some(1),
        Some("M") => Some(2),
        Some("G") => Some(3),
        Some("T") => Some(4),
        Some(_) | None => None,
    };
    let unit = power.map(|power| 1024_u64.pow(power));
    let number: Option<u64> = digits.trim().parse().ok().filter(|it| *it > 0);
    let bytes = unit.zip(number).and_then(|(unit, it)| it.checked_mul(unit));
    bytes.ok_or_else(|| "a size is written `800M` or `4G`".to_owned())
}

/// Bytes of a cell as it is kept, at the width that most columns get by with.
fn width(storage: Storage) -> u64 {
    match storage {
        Storage::Number | Storage::Date => 4,
        Storage::Enum => 2,
        Storage::Truth => 1,
        Storage::Text => 32,
    }
}

/// Refuses files that are read as a whole, before they are: texts, their cells, and what packing hides.
pub(super) fn before_reading(spec: &DatasetSpec) -> Result<(), Diagnostics> {
    let files = spec.entities.iter().flat_map(|it| &it.files);
    let need: u64 = files
        .filter_map(|file| {
            let times = crate::io::form::times_its_size(&file.name)?;
            let path = spec.folder.join(&file.name);
            Some(std::fs::metadata(path).ok()?.len().saturating_mul(times))
        })
        .sum();
    within(&spec.memory, BASE.saturating_add(need), "help.text")
}

/// Refuses rows whose columns and results would not fit, before they are evaluated.
pub(super) fn before_evaluating(
    spec: &DatasetSpec,
    program: &Program,
    needed: &BTreeSet<FieldId>,
    inputs: &[EntityInput],
) -> Result<(), Diagnostics> {
    let mut need = BASE;
    for input in inputs {
        let rows: usize = input
            .parts
            .iter()
            .map(aturan::data::input::Part::rows)
            .sum();
        let fields = needed
            .iter()
            .filter_map(|id| program.fields.get(id.index()));
        let columns = fields.filter(|it| it.entity == input.entity);
        let read: u64 = columns.map(|it| width(storage(it.ty))).sum();
        let results = spec.memory.per_row.get(input.entity.index());
        // The place of the parent, of the input, and of the first row below.
        let row = read + results.copied().unwrap_or(0) + 12;
        need = need.saturating_add(row.saturating_mul(rows as u64));
    }
    // What is encoded, sorted and grouped on the way.
    within(&spec.memory, need.saturating_add(need / 4), "help")
}

fn within(memory: &Memory, need: u64, help: &'static str) -> Result<(), Diagnostics> {
    let Some(limit) = memory.limit.filter(|limit| need > *limit) else {
        return Ok(());
    };
    let mut findings = Diagnostics::new();
    findings.push(
        Diagnostic::new(&words::MEMORY_LIMIT)
            .with_words("need", shown(need))
            .with_words("limit", shown(limit))
            .help(help),
    );
    Err(findings)
}

/// A size for people, in English and Indonesian.
pub(super) fn shown(bytes: u64) -> (String, String) {
    let size = i64::try_from(bytes >> 20).unwrap_or(i64::MAX).max(1);
    let text = |grouping| format!("{} MiB", format_grouped(size, 1, grouping));
    (text(Grouping::English), text(Grouping::Indonesian))
}

/// The memory that this process takes; `None` where the system does not tell.
pub(super) fn taken() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_digits_and_a_unit() {
        assert_eq!(size("800M"), Ok(800 << 20));
        assert_eq!(size("4GiB"), Ok(4 << 30));
        assert_eq!(size("2 kb"), Ok(2048));
        assert_eq!(size("1048576"), Ok(1 << 20));
        for wrong in ["", "0", "G", "-1M", "1.5G", "4X", "99999999999T"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
