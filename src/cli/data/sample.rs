//! `aturan data sample`: a made-up data set to try a policy on.

use std::path::Path;

use aturan::data::sample::{SampleTable, sample};
use csv::Writer;

use super::super::findings::show;
use super::super::load::load_varied;
use super::super::policy::{is_taken, shown};
use super::super::terminal::Terminal;
use super::super::what_if::WhatIf;
use super::super::{DataSampleArgs, Fault, Verdict, today};

pub(super) fn run(args: &DataSampleArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let policy = load_varied(&args.policy, &WhatIf::default())?;
    let Some(checked) = policy.checked else {
        show(&policy.findings, &policy.sources, terminal);
        return Ok(Verdict::Findings);
    };
    let day = args.on.or_else(today);
    let day = day.ok_or_else(|| Fault::new("the clock cannot be read; say `--on 2023-11-30`"))?;
    let out = args.out.as_path();
    if is_taken(out) {
        return Err(
            Fault::new(format!("`{}` is there already and not empty", shown(out)))
                .with_help("name a folder that is not there yet with `--out`; nothing was changed"),
        );
    }
    let tables = sample(&checked.on(day), args.rows, args.seed, day);
    let unwritable = |error: &dyn std::fmt::Display| {
        Fault::new(format!("cannot write to `{}`: {error}", shown(out)))
    };
    std::fs::create_dir_all(out).map_err(|error| unwritable(&error))?;
    let label = terminal.say("Made-up rows", "Baris rekaan");
    let mut description = format!(
        "label = \"{label}: {} --rows {} --seed {}\"\ndate  = {day}\n",
        checked.name, args.rows, args.seed
    );
    for table in &tables {
        let name = &table.entity;
        write(out, table).map_err(|error| unwritable(&error))?;
        description.push_str(&format!("\n[{name}]\nfile = \"{name}.csv\"\n"));
    }
    let described = std::fs::write(out.join("dataset.toml"), description);
    described.map_err(|error| unwritable(&error))?;
    if !terminal.quiet {
        for table in &tables {
            Terminal::print(&format!("  {} {}\n", table.rows.len(), table.entity));
        }
        let made = terminal.say("Made-up data are in", "Data rekaan ada di");
        Terminal::print(&format!("{made} {}/\n", shown(out)));
    }
    Ok(Verdict::Clean)
}

fn write(out: &Path, table: &SampleTable) -> Result<(), csv::Error> {
    let mut writer = Writer::from_path(out.join(format!("{}.csv", table.entity)))?;
    writer.write_record(&table.header)?;
    for row in &table.rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}
