//! The benchmark policy over a folder of its data, timed as a whole process, beside other programs.

#![expect(
    clippy::disallowed_methods,
    reason = "a stopwatch reads the clock, and what the system says of its children"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How the bench is asked for.
pub(crate) const USAGE: &str = "cargo xtask bench DATA [--runs N] [NAME=COMMAND ...]";

/// Counted rounds where nothing is said.
const RUNS: usize = 5;
/// How often the memory of a running program is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// What the result tables of the run hold: what the other programs write.
const OUTPUTS: &str = "class,score,is_fakir,trainees,total_aid,pkh_amount,sembako_amount,pbi_amount,\
    training_status,training_service,kube_amount";
/// The steps of the sweep.
const RANGE: &str = "poverty_line = Rp 400_000 .. Rp 700_000 step Rp 10_000";

/// A program to time: its name and its words, `{data}` and `{out}` filled in.
struct Program {
    name: String,
    words: Vec<String>,
}

/// What one run took.
#[derive(Clone, Copy)]
struct Taken {
    wall: f64,
    cpu: f64,
    peak: f64,
}

/// Times our run and sweep over a folder of data, and the commands that are named, in turn.
pub(crate) fn run(words: &[&str]) -> Result<String> {
    let (mut runs, mut data, mut peers) = (RUNS, None, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match (*word, word.split_once('=')) {
            ("--runs", _) => runs = words.next().ok_or(USAGE)?.parse()?,
            (_, Some(peer)) => peers.push(peer),
            (folder, None) if data.is_none() => data = Some(PathBuf::from(folder)),
            _ => return Err(format!("usage: {USAGE}").into()),
        }
    }
    let data = data.ok_or_else(|| format!("usage: {USAGE}"))?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .current_dir(&root)
        .status()?;
    if !built.success() {
        return Err("the command does not build".into());
    }
    let temporary = std::env::temp_dir().join("aturan-bench");
    let programs = programs(&root, &data, &temporary, &peers)?;
    let mut taken: Vec<Vec<Taken>> = programs.iter().map(|_| Vec::new()).collect();
    // The first round warms the files up and is not counted.
    for round in 0..=runs {
        for (program, taken) in programs.iter().zip(&mut taken) {
            let it = program.run()?;
            if round > 0 {
                taken.push(it);
            }
        }
    }
    Ok(table(&programs, &taken))
}

fn programs(
    root: &Path,
    data: &Path,
    temporary: &Path,
    peers: &[(&str, &str)],
) -> Result<Vec<Program>> {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root.join("target"), PathBuf::from);
    let ours = target.join("release/aturan").display().to_string();
    let policy = root.join("examples/bench").display().to_string();
    let all = format!("{ours} run {policy} --data {{data}} --out {{out}} --quiet");
    let run = format!("{all} --outputs {OUTPUTS}");
    let sweep =
        format!("{ours} sweep {policy} RANGE --data {{data}} --out {{out}}/sweep.csv --quiet");
    let own = [
        ("aturan run", run.as_str()),
        ("aturan run, all outputs", all.as_str()),
        ("aturan sweep", sweep.as_str()),
    ];
    let named = own.iter().chain(peers);
    named
        .map(|(name, command)| {
            let out = temporary.join(name.replace([' ', ','], "-"));
            fs::create_dir_all(&out)?;
            let (data, folder) = (data.display().to_string(), out.display().to_string());
            let fill = |word: &str| match word {
                "RANGE" => RANGE.to_owned(),
                word => word.replace("{data}", &data).replace("{out}", &folder),
            };
            Ok(Program {
                name: (*name).to_owned(),
                words: command.split_whitespace().map(fill).collect(),
            })
        })
        .collect()
}

impl Program {
    fn run(&self) -> Result<Taken> {
        let (first, rest) = self.words.split_first().ok_or("a command without words")?;
        let before = cpu_of_children()?;
        let start = Instant::now();
        let mut child = Command::new(first)
            .args(rest)
            .stdout(Stdio::null())
            .spawn()?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak: f64 = 0.0;
        let ended = loop {
            peak = peak.max(peak_of(&status).unwrap_or(0.0));
            if let Some(ended) = child.try_wait()? {
                break ended;
            }
            thread::sleep(LOOK);
        };
        let wall = start.elapsed().as_secs_f64();
        if !ended.success() {
            return Err(format!("{} ended with {ended}", self.name).into());
        }
        let cpu = cpu_of_children()? - before;
        Ok(Taken { wall, cpu, peak })
    }
}

/// Seconds of processor time that children have used which have ended.
fn cpu_of_children() -> Result<f64> {
    /// Ticks a second, the same on every Linux.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name of the program stands in brackets and may hold spaces.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let field = |place: usize| -> f64 {
        let word = after.split_whitespace().nth(place);
        word.and_then(|it| it.parse().ok()).unwrap_or(0.0)
    };
    Ok((field(13) + field(14)) / TICKS)
}

/// The most memory that a running program has held, in millions of bytes.
fn peak_of(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

fn table(programs: &[Program], taken: &[Vec<Taken>]) -> String {
    let mut text = String::from(
        "| program | wall, s | processor, s | peak memory, MB |\n|---|---:|---:|---:|",
    );
    for (program, taken) in programs.iter().zip(taken) {
        let of = |part: fn(&Taken) -> f64| median(taken.iter().map(part).collect());
        text.push_str(&format!(
            "\n| {} | {:.2} | {:.2} | {:.0} |",
            program.name,
            of(|it| it.wall),
            of(|it| it.cpu),
            of(|it| it.peak)
        ));
    }
    text
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
