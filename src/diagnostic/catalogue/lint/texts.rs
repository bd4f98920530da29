//! Words of the lints of names, titles, texts and tests.

use crate::diagnostic::Entry;
use crate::diagnostic::catalogue::{quiet, warning};

/// The entries of this table.
pub const ENTRIES: &[&Entry] = &[
    &EMPTY_TEXT,
    &NO_TITLE,
    &SAME_TITLE,
    &NAME_FORM,
    &NOT_PERSONAL,
    &MIXED_LANGUAGES,
    &SAME_TEST,
];

/// A text that says nothing.
pub static EMPTY_TEXT: Entry = warning(
    "lint::empty_text",
    "a text that says nothing",
    &[
        ("message", "this text is empty", "teks ini kosong"),
        (
            "label",
            "nothing between the quotes",
            "tidak ada isi di antara tanda kutip",
        ),
        (
            "help",
            "write what it should say, or remove it",
            "tulis isinya, atau hapus",
        ),
    ],
);

/// A name without a title.
pub static NO_TITLE: Entry = quiet(
    "lint::no_title",
    "a name without a title",
    &[
        (
            "message",
            "`{name}` has no title",
            "`{name}` tidak mempunyai judul",
        ),
        (
            "label",
            "reports show the name",
            "laporan menampilkan namanya",
        ),
        (
            "help",
            "add a title in quotes after the name",
            "tambahkan judul dalam tanda kutip sesudah nama",
        ),
    ],
);

/// Two rows with one title.
pub static SAME_TITLE: Entry = warning(
    "lint::same_title",
    "two rows with one title",
    &[
        (
            "message",
            "the title `{title}` stands twice",
            "judul `{title}` ada dua kali",
        ),
        (
            "label",
            "nobody can tell these apart",
            "tidak dapat dibedakan",
        ),
        ("label.first", "the first", "yang pertama"),
        (
            "help",
            "give each row a title of its own",
            "beri setiap baris judulnya sendiri",
        ),
    ],
);

/// A name that is not in small letters with underscores.
pub static NAME_FORM: Entry = quiet(
    "lint::name_form",
    "a name that is not in small letters with underscores",
    &[
        (
            "message",
            "the name `{name}` is not in small letters with single underscores",
            "nama `{name}` tidak berhuruf kecil dengan garis bawah tunggal",
        ),
        ("label", "an unusual name", "nama yang tidak lazim"),
        (
            "help",
            "call it `{instead}`, or say `allow lint::name_form because \"…\"`",
            "namai `{instead}`, atau tulis `allow lint::name_form because \"…\"`",
        ),
    ],
);

/// A field that identifies people and is not marked.
pub static NOT_PERSONAL: Entry = quiet(
    "lint::not_personal",
    "a field that identifies people and is not marked",
    &[
        (
            "message",
            "`{name}` identifies people, but is not marked `personal`",
            "`{name}` mengungkap identitas orang, tetapi tidak ditandai `personal`",
        ),
        (
            "label",
            "shown in lists as it is",
            "tampil apa adanya dalam daftar",
        ),
        (
            "help",
            "add `personal`: lists and explanations then mask it, or say `allow lint::not_personal because \"…\"`",
            "tambahkan `personal`: daftar dan penjelasan lalu menyamarkannya, atau tulis `allow lint::not_personal because \"…\"`",
        ),
    ],
);

/// A file that mixes English and Indonesian words.
pub static MIXED_LANGUAGES: Entry = quiet(
    "lint::mixed_languages",
    "a file that mixes English and Indonesian words",
    &[
        (
            "message",
            "`{word}` is Indonesian in a file whose other words are English",
            "`{word}` berbahasa Indonesia dalam berkas yang lainnya berbahasa Inggris",
        ),
        (
            "label",
            "{few} such words against {many}",
            "{few} kata demikian berbanding {many}",
        ),
        (
            "help",
            "`aturan fmt --to en {file}` puts all words into English",
            "`aturan fmt --to en {file}` mengubah semua kata ke bahasa Inggris",
        ),
        (
            "help.to_indonesian",
            "`aturan fmt --to id {file}` puts all words into Indonesian",
            "`aturan fmt --to id {file}` mengubah semua kata ke bahasa Indonesia",
        ),
    ],
);

/// Two tests with one title.
pub static SAME_TEST: Entry = warning(
    "lint::same_test",
    "two tests with one title",
    &[
        (
            "message",
            "two tests are called `{title}`",
            "dua uji bernama `{title}`",
        ),
        ("label", "the second", "yang kedua"),
        ("label.first", "the first", "yang pertama"),
        (
            "help",
            "say in each title what that household is about",
            "nyatakan dalam setiap judul apa kekhasan keluarganya",
        ),
    ],
);
