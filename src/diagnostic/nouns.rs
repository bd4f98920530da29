//! What things are called in sentences, in English and Indonesian.

use super::Diagnostic;

/// Things and short phrases that are arguments of messages.
const NOUNS: &[(&str, &str)] = &[
    // What a name is.
    ("a type", "jenis"),
    ("a classification", "klasifikasi"),
    ("an entity", "entitas"),
    ("a parameter", "parameter"),
    ("a key", "kunci"),
    ("a field", "kolom"),
    ("a link", "rujukan ke baris lain"),
    ("a role", "peran"),
    ("a definition", "definisi"),
    ("a computed value", "nilai hitungan"),
    ("a criteria set", "kumpulan kriteria"),
    ("a criterion", "kriteria"),
    ("a decision", "keputusan"),
    ("a selection", "pilihan"),
    ("an aid", "bantuan"),
    ("a register", "daftar penerima"),
    ("an indicator", "indikator"),
    ("a poverty measurement", "pengukuran kemiskinan"),
    ("a target", "sasaran"),
    ("an example", "contoh"),
    ("a value", "nilai"),
    ("a row", "satu baris"),
    ("rows", "beberapa baris"),
    ("a row of this test", "baris uji ini"),
    // The same without an article.
    ("parameter", "parameter"),
    ("criteria set", "kumpulan kriteria"),
    ("aid", "bantuan"),
    ("classification", "klasifikasi"),
    // What a function takes.
    ("one number", "satu bilangan"),
    ("one amount", "satu jumlah uang"),
    ("one date", "satu tanggal"),
    ("one text", "satu teks"),
    ("two or more values", "dua nilai atau lebih"),
    (
        "a value, a lowest and a highest",
        "satu nilai, yang terendah, dan yang tertinggi",
    ),
    (
        "a date, and optionally the day it is counted on",
        "satu tanggal, dan bila perlu hari perhitungannya",
    ),
    (
        "the name of `brackets` and a value",
        "nama `brackets` dan satu nilai",
    ),
    // Where a name was looked for.
    ("among the indicators", "di antara indikator"),
    ("among the aids", "di antara bantuan"),
    ("among the brackets", "di antara lapisan tarif"),
    ("among the criteria sets", "di antara kumpulan kriteria"),
    ("among the parameters", "di antara parameter"),
    ("over the population", "untuk seluruh penduduk"),
    // What is to be named.
    ("threshold", "ambang"),
    (
        "the name of an aid of the same level",
        "nama bantuan untuk tingkat yang sama",
    ),
];

impl Diagnostic {
    /// Gives a thing as an argument, by its English words.
    #[must_use]
    pub fn with_noun(self, name: &'static str, english: &str) -> Self {
        let found = NOUNS.iter().find(|(known, _)| *known == english);
        let (_, indonesian) = found.copied().unwrap_or((english, english));
        self.with_words(name, (english, indonesian))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_has_one_name_in_each_language() {
        for (index, (english, indonesian)) in NOUNS.iter().enumerate() {
            assert!(!indonesian.is_empty(), "{english}");
            let rest = NOUNS.get(index + 1..).unwrap_or_default();
            assert!(rest.iter().all(|(other, _)| other != english), "{english}");
        }
    }
}
