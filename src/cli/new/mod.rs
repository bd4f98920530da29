//! `aturan new`: a policy folder that already checks, tests and runs on a small sample.

use std::path::Path;

use aturan::diagnostic::Language;
use aturan::format::{self, Names, Target};

use super::policy::{is_taken, shown};
use super::terminal::Terminal;
use super::{Fault, NewArgs, Verdict};

/// The files of a new policy; `NAME` in them stands for its name.
const FILES: [(&str, &str); 7] = [
    ("aturan.toml", include_str!("template/aturan.toml")),
    ("policy.aturan", include_str!("template/policy.aturan")),
    ("tests.aturan", include_str!("template/tests.aturan")),
    (
        "data/dataset.toml",
        include_str!("template/data/dataset.toml"),
    ),
    (
        "data/village.csv",
        include_str!("template/data/village.csv"),
    ),
    ("data/family.csv", include_str!("template/data/family.csv")),
    ("data/member.csv", include_str!("template/data/member.csv")),
];

/// What is written in English in these files, besides the keywords.
const WORDS: [(&str, &str); 3] = [
    ("\"illustrative\"", "\"hanya contoh\""),
    (
        "# Every figure here is illustrative: put your own in, with its source.",
        "# Semua angka di sini hanya contoh: ganti dengan angka Anda, beserta sumbernya.",
    ),
    (
        "# What the policy must do. `aturan test` runs every test; write one for each rule.",
        "# Yang harus dipenuhi kebijakan. `aturan test` menjalankan semua uji; tulis satu untuk tiap aturan.",
    ),
];

const README: &str = include_str!("template/README.md");
const README_ID: &str = include_str!("template/README.id.md");

pub(super) fn run(args: &NewArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let folder = args.folder.as_path();
    let name = name_of(folder, terminal)?;
    let files = files(&name, terminal)?;
    write(folder, &files, terminal)?;
    if !terminal.quiet {
        Terminal::print(&greeting(folder, terminal));
    }
    Ok(Verdict::Clean)
}

/// The name of the policy: that of its folder.
fn name_of(folder: &Path, terminal: &Terminal) -> Result<String, Fault> {
    let last = folder
        .file_name()
        .map(|it| it.to_string_lossy().into_owned());
    let last = last.unwrap_or_default();
    if is_name(&last) {
        return Ok(last);
    }
    let message = terminal.say(
        "is not a name: letters, digits and `_`, a letter first",
        "bukan nama: huruf, angka, dan `_`, diawali huruf",
    );
    let fault = Fault::new(format!("`{last}` {message}"));
    let near: String = last
        .chars()
        .map(|it| if it.is_alphanumeric() { it } else { '_' })
        .collect();
    let near = near.trim_start_matches(|it: char| !it.is_alphabetic());
    let near = near.trim_end_matches('_').to_lowercase();
    if !is_name(&near) {
        return Err(fault);
    }
    let near = shown(&folder.with_file_name(near));
    let again = terminal.say("say `aturan new", "tulis `aturan new");
    Err(fault.with_help(format!("{again} {near}`")))
}

/// Whether a policy may be named so.
fn is_name(word: &str) -> bool {
    let whole = word.chars().all(aturan::words::is_name_character);
    let (_, findings) = aturan::syntax::parse(&format!("policy {word}\n  edition 1\n"), 0);
    whole && !word.is_empty() && !findings.has_errors()
}

/// The texts of all files, in the language of the run.
fn files(name: &str, terminal: &Terminal) -> Result<Vec<(&'static str, String)>, Fault> {
    let indonesian = terminal.language == Language::Indonesian;
    let mut files: Vec<(&str, String)> = FILES
        .iter()
        .map(|(file, text)| (*file, text.replace("NAME", name)))
        .collect();
    if indonesian {
        translate(&mut files)?;
    }
    let readme = if indonesian { README_ID } else { README };
    files.push(("README.md", readme.replace("NAME", name)));
    files.push((".gitignore", "/out/\n".to_owned()));
    Ok(files)
}

/// Puts the keywords of the policy files into Indonesian.
fn translate(files: &mut [(&str, String)]) -> Result<(), Fault> {
    let mut names = Names::default();
    let is_policy = |file: &str| Path::new(file).extension().is_some_and(|it| it == "aturan");
    for (_, text) in files.iter().filter(|(file, _)| is_policy(file)) {
        names.add(text);
    }
    for (file, text) in files.iter_mut().filter(|(file, _)| is_policy(file)) {
        let translated = format::format(text, 0, Target::Indonesian, &names);
        // The template is ours, and a test translates it.
        *text = translated.map_err(|_| Fault::new(format!("`{file}` cannot be translated")))?;
        for (english, indonesian) in WORDS {
            *text = text.replace(english, indonesian);
        }
    }
    Ok(())
}

/// Writes the files into a folder that is new, or empty.
fn write(folder: &Path, files: &[(&str, String)], terminal: &Terminal) -> Result<(), Fault> {
    if is_taken(folder) {
        let message = terminal.say(
            "is there already and not empty",
            "sudah ada dan tidak kosong",
        );
        return Err(
            Fault::new(format!("`{}` {message}", shown(folder))).with_help(terminal.say(
                "name a folder that is not there yet; nothing was changed",
                "sebut folder yang belum ada; tidak ada yang diubah",
            )),
        );
    }
    for (file, text) in files {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(folder);
        let done = std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, text));
        done.map_err(|error| {
            let message = terminal.say("cannot write", "tidak dapat menulis");
            Fault::new(format!("{message} `{}`: {error}", shown(&path)))
        })?;
    }
    Ok(())
}

/// What to do next.
fn greeting(folder: &Path, terminal: &Terminal) -> String {
    let folder = shown(folder);
    let first = terminal.say("A policy to start from is in", "Kebijakan awal ada di");
    let steps = [
        (
            format!("cd {folder}"),
            terminal.say(
                "aturan.toml there names policy and data",
                "aturan.toml di sana menyebut kebijakan dan data",
            ),
        ),
        (
            "aturan check".to_owned(),
            terminal.say("is anything wrong?", "adakah yang keliru?"),
        ),
        (
            "aturan test".to_owned(),
            terminal.say("does it do what it must?", "apakah hasilnya benar?"),
        ),
        (
            "aturan run".to_owned(),
            terminal.say("who receives what?", "siapa menerima apa?"),
        ),
        (
            "aturan explain F03".to_owned(),
            terminal.say("why?", "mengapa?"),
        ),
    ];
    let width = steps.iter().map(|(step, _)| step.len()).max().unwrap_or(0);
    let mut text = format!("{first} {folder}/\n\n");
    for (step, why) in steps {
        text.push_str(&format!("  {step:width$}  {why}\n"));
    }
    text
}
