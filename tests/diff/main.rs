//! What changed in meaning between two policies: by declaration and part, on the command line, with data.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[expect(dead_code, reason = "another test runs policies over data")]
#[path = "../command/mod.rs"]
mod command;
mod effect;
mod meaning;
mod shown;

use aturan::diagnostic::Language;
use aturan::difference::{Change, Difference, difference};
use aturan::source::SourceMap;
use aturan::{LayerInput, Resolved};

/// A small policy with one of most things.
const POLICY: &str = r#"policy town "Kota contoh"
  edition 1
  currency IDR

type floor "Lantai"
  tile "Keramik"
  wood "Kayu"
  earth "Tanah"

entity family "Keluarga"
  key family_id "Nomor" : text
  income "Penghasilan" : money per month optional
  floor "Lantai" : floor
  size "Jumlah anggota" : integer 1..30

parameter line "Garis kemiskinan" : money per month
  source "Contoh"
  from 2022-03-01 = Rp 500_000
  from 2023-03-01 = Rp 550_000

parameter benefit "Bantuan" by floor : money per month
  source "Contoh"
  from 2022-01-01
    tile  = Rp 0
    wood  = Rp 100_000
    earth = Rp 200_000

define per_head "Per kepala" of family = income / size

criteria grounds "Alasan" of family
  source "Contoh"
  large "Keluarga besar" when size >= 6
  poor_floor "Lantai buruk" when floor in (wood, earth)

classify welfare "Kesejahteraan" of family
  source "Contoh"
  poor "Miskin" when per_head < line
  near_poor "Rentan" when per_head < line * 1.5
  not_poor "Tidak miskin" otherwise

aid rice "Beras" of family
  source "Contoh"
  agency "Dinas Sosial"
  when welfare = poor
  unless floor = tile because "lantai keramik"
  amount benefit[floor]
  quota 100
  rank by per_head, family_id

indicator poor_families "Keluarga miskin" = count(family where welfare = poor)

target fewer "Lebih sedikit" poor_families <= 10 by 2026-12-31
"#;

fn resolved(text: &str) -> Resolved {
    let layer = LayerInput {
        name: "town".to_owned(),
        files: vec![("town.aturan".to_owned(), text.to_owned())],
    };
    aturan::load(vec![layer], &mut SourceMap::new())
        .0
        .resolve()
        .0
}

fn between(old: &str, new: &str) -> Difference {
    let (old, new) = (resolved(old), resolved(new));
    difference(old.layered(), new.layered(), Language::English)
}

/// Each change in a line of its own.
fn told(difference: &Difference) -> String {
    let sign = |it: Change| match it {
        Change::Added => "+",
        Change::Removed => "-",
        Change::Changed => "~",
        Change::Renamed => ">",
    };
    let mut out = String::new();
    for item in &difference.changes {
        let from = item
            .from
            .as_ref()
            .map_or(String::new(), |it| format!(" (was {it})"));
        let (kind, name) = (item.kind.word(), &item.name);
        out.push_str(&format!("{} {kind} {name}{from}\n", sign(item.change)));
        for part in &item.parts {
            let (word, key) = (part.part.word(), &part.key);
            let before = part.before.as_deref().unwrap_or("·");
            let after = part.after.as_deref().unwrap_or("·");
            let weight = format!("{:?}", part.weight).to_lowercase();
            let sign = sign(part.change);
            out.push_str(&format!(
                "  {sign} {word} [{key}] {before} -> {after} ({weight})\n"
            ));
        }
    }
    out
}

/// The policy with texts replaced; each must stand there.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = POLICY.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "no `{from}`");
        text = text.replace(from, to);
    }
    text
}
