//! Words of the `resolve` findings: layers, headers, names, cycles.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const ENTRIES: &[&Entry] = &[
    &NO_POLICY_HEADER,
    &SECOND_POLICY_HEADER,
    &AMEND_UNKNOWN,
    &AMEND_UNKNOWN_ROW,
    &AMEND_KEY,
    &AMEND_WITHOUT_BASE,
    &AMENDED_TWICE,
    &AMEND_VERSIONS,
    &IMPORT_CYCLE,
    &DUPLICATE_NAME,
    &VERSIONS,
    &VERSIONS_OVERLAP,
    &UNKNOWN_NAME,
    &UNKNOWN_TYPE,
    &UNKNOWN_ENTITY,
    &UNKNOWN_VALUE,
    &UNKNOWN_PART,
    &UNKNOWN_FUNCTION,
    &WRONG_KIND,
    &CYCLE,
    &NO_SUCH_FILE,
    &UNKNOWN_EXAMPLE,
];

/// A layer without a `policy` header.
pub static NO_POLICY_HEADER: Entry = error(
    "resolve::no_policy_header",
    "a policy has no `policy` header",
    &[
        (
            "message",
            "the policy `{layer}` has no `policy` header",
            "kebijakan `{layer}` tidak mempunyai baris pembuka `policy`",
        ),
        ("label", "its first declaration", "ketentuan pertamanya"),
        (
            "help",
            "begin one of its files with a line such as `policy {layer} \"Title\"`",
            "awali salah satu berkasnya dengan baris seperti `policy {layer} \"Judul\"`",
        ),
    ],
);

/// A second `policy` header in one layer.
pub static SECOND_POLICY_HEADER: Entry = error(
    "resolve::second_policy_header",
    "two `policy` headers in one policy",
    &[
        (
            "message",
            "a second `policy` header",
            "baris pembuka `policy` kedua",
        ),
        (
            "label",
            "this header stands beside another",
            "sudah ada baris pembuka lain",
        ),
        ("label.first", "the first header", "baris pembuka pertama"),
        (
            "help",
            "all files of a folder are one policy: keep one header and remove the other",
            "semua berkas dalam satu folder adalah satu kebijakan: pertahankan satu baris pembuka dan hapus yang lain",
        ),
    ],
);

/// An amendment of what does not exist.
pub static AMEND_UNKNOWN: Entry = error(
    "resolve::amend_unknown",
    "an amendment of what the base does not have",
    &[
        (
            "message",
            "there is no {kind} `{name}` to amend",
            "tidak ada {kind} `{name}` untuk diubah",
        ),
        (
            "label",
            "not found in the policy that is extended",
            "tidak ditemukan dalam kebijakan yang diperluas",
        ),
        (
            "help",
            "amend a name that the extended policy declares, or declare it here without `amend`",
            "ubah nama yang dinyatakan kebijakan dasar, atau nyatakan di sini tanpa `amend`",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// An amendment of a class that the base does not have.
pub static AMEND_UNKNOWN_ROW: Entry = error(
    "resolve::amend_unknown_row",
    "an amendment of a class that the base does not have",
    &[
        (
            "message",
            "`{rule}` has no class `{name}` to amend",
            "`{rule}` tidak mempunyai kelas `{name}` untuk diubah",
        ),
        ("label", "not a class there", "bukan kelas di sana"),
        (
            "help",
            "the first class that fits counts, so the place of a new one matters: declare a classification of your own with all its classes",
            "kelas pertama yang cocok yang berlaku, sehingga letak kelas baru menentukan: nyatakan klasifikasi tersendiri dengan semua kelasnya",
        ),
    ],
);

/// An amendment of the key or the home of an entity.
pub static AMEND_KEY: Entry = error(
    "resolve::amend_key",
    "an amendment of the key or the home of an entity",
    &[
        (
            "message",
            "the key and the home of `{entity}` cannot be amended",
            "kunci dan induk `{entity}` tidak dapat diubah",
        ),
        (
            "label",
            "`{name}` stays as it is",
            "`{name}` tetap seperti adanya",
        ),
        (
            "help",
            "amend or add other fields; what a row is, is said by the policy that declares it",
            "ubah atau tambahkan kolom lain; apa yang dimaksud satu baris ditetapkan kebijakan yang menyatakannya",
        ),
    ],
);

/// An amendment in the layer that declares its target.
pub static AMEND_WITHOUT_BASE: Entry = error(
    "resolve::amend_without_base",
    "an amendment of a declaration of the same policy",
    &[
        (
            "message",
            "`{name}` is declared in this same policy",
            "`{name}` dinyatakan dalam kebijakan ini juga",
        ),
        (
            "label",
            "`amend` changes a policy that is extended",
            "`amend` mengubah kebijakan yang diperluas",
        ),
        ("label.first", "declared here", "dinyatakan di sini"),
        (
            "help",
            "change it where it is declared; for a what-if, put the `amend` into a scenario",
            "ubah di tempat ia dinyatakan; untuk pengandaian, letakkan `amend` dalam skenario",
        ),
    ],
);

/// Two amendments of one clause in a layer.
pub static AMENDED_TWICE: Entry = error(
    "resolve::amended_twice",
    "two amendments of one clause in one policy",
    &[
        (
            "message",
            "`{name}`: {clause} is amended twice",
            "`{name}`: {clause} diubah dua kali",
        ),
        ("label", "the second amendment", "perubahan kedua"),
        ("label.first", "the first amendment", "perubahan pertama"),
        ("help", "keep one of the two", "pertahankan salah satunya"),
    ],
);

/// An amendment that says when several versions are in force.
pub static AMEND_VERSIONS: Entry = error(
    "resolve::amend_versions",
    "an amendment gives one time to several versions of a rule",
    &[
        (
            "message",
            "`{name}` has {count} versions, which cannot all be in force at the same time",
            "`{name}` memiliki {count} versi, yang tidak dapat berlaku pada waktu yang sama",
        ),
        (
            "label",
            "one time for all of them",
            "satu waktu untuk semuanya",
        ),
        (
            "help",
            "leave `in force` out: every other clause is changed in all versions; to end the rule or to add a version, write it into the policy that is extended",
            "hapus `berlaku`: setiap klausul lain diubah pada semua versi; untuk mengakhiri aturan atau menambah versi, tuliskan dalam kebijakan yang diperluas",
        ),
    ],
);

/// Policies that extend each other.
pub static IMPORT_CYCLE: Entry = error(
    "resolve::import_cycle",
    "policies that extend each other",
    &[
        (
            "message",
            "these policies extend each other: {path}",
            "kebijakan-kebijakan ini saling memperluas: {path}",
        ),
        ("label", "closes the circle", "menutup lingkaran"),
        (
            "help",
            "remove one of the `extends`",
            "hapus salah satu `extends`",
        ),
    ],
);

/// A name declared twice.
pub static DUPLICATE_NAME: Entry = error(
    "resolve::duplicate_name",
    "one name for two things",
    &[
        (
            "message",
            "the name `{name}` is taken",
            "nama `{name}` sudah dipakai",
        ),
        ("label", "declared again", "dinyatakan lagi"),
        (
            "label.first",
            "first declared here, as {kind}",
            "pertama dinyatakan di sini, sebagai {kind}",
        ),
        (
            "help",
            "give one of the two another name",
            "beri salah satunya nama lain",
        ),
        (
            "help.amend",
            "it is declared in the policy that is extended: change it there with `amend`, or choose another name",
            "ia dinyatakan dalam kebijakan dasar: ubah dengan `amend`, atau pilih nama lain",
        ),
    ],
);

/// Several versions of one name.
pub static VERSIONS: Entry = error(
    "resolve::versions",
    "versions of a kind of declaration that has none",
    &[
        (
            "message",
            "`{name}` is declared twice: this kind of declaration has no versions with dates of their own",
            "`{name}` dinyatakan dua kali: jenis ketentuan ini tidak mempunyai versi bertanggal",
        ),
        ("label", "a second version", "versi kedua"),
        ("label.first", "the first version", "versi pertama"),
        (
            "help",
            "keep one, and put what changes over time into `from DATE` rows of a parameter, or into a `define` with versions",
            "pakai satu saja; letakkan yang berubah menurut waktu dalam baris `from TANGGAL` suatu parameter, atau dalam `define` berversi",
        ),
    ],
);

/// A name that nothing has.
pub static UNKNOWN_NAME: Entry = error(
    "resolve::unknown_name",
    "a name that nothing has",
    &[
        (
            "message",
            "nothing is called `{name}` {place}",
            "tidak ada yang bernama `{name}` {place}",
        ),
        (
            "message.truth",
            "`{name}` is not how yes or no is written",
            "`{name}` bukan cara menulis jawaban ya atau tidak",
        ),
        ("label", "unknown name", "nama tidak dikenal"),
        ("label.truth", "yes or no?", "ya atau tidak?"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        (
            "help",
            "declare it, or correct the spelling",
            "nyatakan, atau betulkan ejaannya",
        ),
        (
            "help.function",
            "`{name}` needs to know of what: write `{instead}`",
            "`{name}` perlu tahu dari apa: tulis `{instead}`",
        ),
        ("help.write", "write `{suggestion}`", "tulis `{suggestion}`"),
        (
            "help.count",
            "write `{suggestion}` for how many there are",
            "tulis `{suggestion}` untuk banyaknya",
        ),
        (
            "help.titled",
            "write `{suggestion}`: that is its name, and `{name}` is its title",
            "tulis `{suggestion}`: itulah namanya, sedangkan `{name}` adalah judulnya",
        ),
        (
            "help.aids",
            "the aids there are: {all}",
            "bantuan yang ada: {all}",
        ),
        (
            "help.truth",
            "write `{suggestion}`: `true` means yes, `false` means no",
            "tulis `{suggestion}`: `true` berarti ya, `false` berarti tidak",
        ),
        (
            "help.missing",
            "for an answer that is blank write `x is missing`",
            "untuk jawaban yang kosong tulis `x is missing`",
        ),
        (
            "help.value",
            "`{name}` is a value of `{type}`, but no value of that type is wanted here",
            "`{name}` adalah nilai `{type}`, tetapi nilai jenis itu tidak diharapkan di sini",
        ),
    ],
);

/// A type that is not declared.
pub static UNKNOWN_TYPE: Entry = error(
    "resolve::unknown_type",
    "a type that is not declared",
    &[
        (
            "message",
            "there is no type `{name}`",
            "tidak ada jenis `{name}`",
        ),
        ("label", "unknown type", "jenis tidak dikenal"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        (
            "help",
            "a type is integer, decimal, money, boolean, date, text, or declared with `type {name} …`",
            "jenis adalah integer, decimal, money, boolean, date, text, atau dinyatakan dengan `type {name} …`",
        ),
    ],
);

/// A level that is not declared.
pub static UNKNOWN_ENTITY: Entry = error(
    "resolve::unknown_entity",
    "a level that is not declared",
    &[
        (
            "message",
            "there is no entity `{name}`",
            "tidak ada entitas `{name}`",
        ),
        ("label", "unknown entity", "entitas tidak dikenal"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        ("help", "the entities are: {all}", "entitas yang ada: {all}"),
        (
            "help.none",
            "the policy declares no entity yet",
            "kebijakan ini belum menyatakan entitas apa pun",
        ),
        (
            "help.each",
            "`each ENTITY FIELD = VALUE` stands in the test itself, not under a row: it gives values to all rows of that entity",
            "`setiap ENTITAS ISIAN = NILAI` berdiri dalam uji itu sendiri, bukan di bawah baris: memberi nilai kepada semua baris entitas itu",
        ),
    ],
);

/// A word that is no value of the wanted type.
pub static UNKNOWN_VALUE: Entry = error(
    "resolve::unknown_value",
    "a word that is no value of the wanted type",
    &[
        (
            "message",
            "`{name}` is no value of `{type}`",
            "`{name}` bukan nilai `{type}`",
        ),
        ("label", "not a value of `{type}`", "bukan nilai `{type}`"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        ("help", "its values are: {all}", "nilainya: {all}"),
    ],
);

/// A part that a name does not have.
pub static UNKNOWN_PART: Entry = error(
    "resolve::unknown_part",
    "a part that the name before the dot does not have",
    &[
        (
            "message",
            "`{owner}` has no part `{name}`",
            "`{owner}` tidak mempunyai bagian `{name}`",
        ),
        ("label", "unknown part", "bagian tidak dikenal"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        ("help", "it has: {all}", "bagiannya: {all}"),
        (
            "help.none",
            "`{owner}` is a single value: name it without a dot",
            "`{owner}` adalah satu nilai: sebut tanpa titik",
        ),
        (
            "help.reason",
            "reasons stand in the results of a run; expect the status here, and the ground itself: `expect SET.CRITERION`",
            "alasan ada dalam hasil; di sini harapkan statusnya, dan alasannya sendiri: `expect SET.KRITERIA`",
        ),
    ],
);

/// A function that does not exist.
pub static UNKNOWN_FUNCTION: Entry = error(
    "resolve::unknown_function",
    "a function that does not exist",
    &[
        (
            "message",
            "`{name}(…)` is not known",
            "`{name}(…)` tidak dikenal",
        ),
        (
            "message.instead",
            "`{name}(…)` is not known here: other programs have it, this language says it otherwise",
            "`{name}(…)` tidak dikenal di sini: program lain memakainya, bahasa ini menulisnya lain",
        ),
        ("label", "unknown", "tidak dikenal"),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
        ("help", "there are: {all}", "yang ada: {all}"),
        ("help.instead", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A name of another kind than the place takes.
pub static WRONG_KIND: Entry = error(
    "resolve::wrong_kind",
    "a name of another kind than is wanted here",
    &[
        (
            "message",
            "`{name}` is {kind}, which cannot stand here",
            "`{name}` adalah {kind}, yang tidak dapat dipakai di sini",
        ),
        (
            "label",
            "{wanted} is wanted here",
            "di sini diperlukan {wanted}",
        ),
        ("help", "write {advice}", "tulis {advice}"),
    ],
);

/// Declarations that need each other.
pub static CYCLE: Entry = error(
    "resolve::cycle",
    "declarations that need each other",
    &[
        (
            "message",
            "these need each other, so none can be computed first: {path}",
            "ini saling membutuhkan, sehingga tidak ada yang dapat dihitung lebih dahulu: {path}",
        ),
        (
            "label",
            "`{first}` needs `{second}`",
            "`{first}` membutuhkan `{second}`",
        ),
        ("label.next", "part of the circle", "bagian dari lingkaran"),
        (
            "help.self",
            "a rule cannot use its own result: take `{first}` out of it",
            "aturan tidak dapat memakai hasilnya sendiri: keluarkan `{first}` dari dalamnya",
        ),
        (
            "help",
            "take one of these names out of the rule of another",
            "keluarkan salah satu nama ini dari aturan yang lain",
        ),
    ],
);

/// A file of values that is not there.
pub static NO_SUCH_FILE: Entry = error(
    "resolve::no_such_file",
    "a file of values that is not there",
    &[
        (
            "message",
            "there is no file `{path}` in the folder of the policy",
            "tidak ada berkas `{path}` dalam folder kebijakan",
        ),
        ("label", "not found", "tidak ditemukan"),
        (
            "help",
            "the path begins at the folder of the policy; check its spelling, capitals too",
            "jalurnya dimulai dari folder kebijakan; periksa ejaannya, juga huruf besarnya",
        ),
    ],
);

/// Versions of a declaration that are in force at the same time.
pub static VERSIONS_OVERLAP: Entry = error(
    "resolve::versions_overlap",
    "versions of a declaration that are in force at the same time",
    &[
        (
            "message",
            "two versions of `{name}` are in force on the same days",
            "dua versi `{name}` berlaku pada hari yang sama",
        ),
        (
            "label",
            "this one begins while the other is in force",
            "versi ini mulai saat yang lain masih berlaku",
        ),
        (
            "help",
            "close the earlier one with `until`, on the day before this one begins",
            "tutup yang lebih dahulu dengan `until`, sehari sebelum versi ini mulai",
        ),
        ("label.first", "the other version", "versi lainnya"),
    ],
);

/// An example that is not there.
pub static UNKNOWN_EXAMPLE: Entry = error(
    "resolve::unknown_example",
    "an example that is not there",
    &[
        (
            "message",
            "there is no example `{name}`",
            "tidak ada contoh `{name}`",
        ),
        ("label", "unknown example", "contoh tidak dikenal"),
        (
            "help",
            "declare it as `example \"{name}\"`",
            "nyatakan sebagai `example \"{name}\"`",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);
