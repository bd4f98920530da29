//! Words of the findings about entities and fields.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &NO_KEY,
    &SAMPLE_DESIGN,
    &SECOND_KEY,
    &KEY_NOT_HELD,
    &SURVEY_WEIGHT,
    &UNIVERSE_OF_FIELDS,
    &SECOND_PARENT,
    &PATTERN_OF_TYPE,
    &BAD_PATTERN,
    &LINK_ASKED_WHEN,
    &SEVERAL_LINKS,
    &ROLE_ALONG_LINK,
    &SECOND_PERIOD,
    &COMPLETE_WITHOUT_PERIOD,
    &KNOWN_SINCE,
    &NO_PERIOD_OF_ROWS,
    &MONTHS_BACK,
];

/// An entity without a key.
pub static NO_KEY: Entry = error(
    "check::no_key",
    "an entity without a key",
    &[
        (
            "message",
            "the entity `{name}` has no key",
            "entitas `{name}` tidak mempunyai kunci",
        ),
        ("label", "no `key` row", "tanpa baris `key`"),
        (
            "help",
            "add a row such as `key {name}_id : text`",
            "tambahkan baris seperti `key {name}_id : text`",
        ),
    ],
);

/// An entity with two keys.
pub static SECOND_KEY: Entry = error(
    "check::second_key",
    "an entity with two keys",
    &[
        (
            "message",
            "an entity has one key",
            "entitas mempunyai satu kunci",
        ),
        ("label", "a second key", "kunci kedua"),
        ("label.first", "the first key", "kunci pertama"),
        (
            "help",
            "make one of them a field with `unique`",
            "jadikan salah satunya kolom dengan `unique`",
        ),
    ],
);

/// An entity that belongs to two others.
pub static SECOND_PARENT: Entry = error(
    "check::second_parent",
    "an entity that belongs to two others",
    &[
        (
            "message",
            "an entity belongs to one other",
            "entitas menjadi bagian dari satu entitas lain",
        ),
        ("label", "a second `belongs to`", "`belongs to` kedua"),
        (
            "help",
            "make it a link: `NAME : refers to ENTITY by FIELD`",
            "jadikan tautan: `NAMA : refers to ENTITAS by KOLOM`",
        ),
    ],
);

/// A pattern on what is no text.
pub static PATTERN_OF_TYPE: Entry = error(
    "check::pattern_of_type",
    "a pattern on what is no text",
    &[
        (
            "message",
            "`matching` fits text, but `{name}` is `{type}`",
            "`matching` berlaku untuk teks, tetapi `{name}` adalah `{type}`",
        ),
        ("label", "a pattern", "pola"),
        (
            "help",
            "declare `{name}` as text, or remove the pattern",
            "nyatakan `{name}` sebagai teks, atau hapus polanya",
        ),
    ],
);

/// A pattern that cannot be read.
pub static BAD_PATTERN: Entry = error(
    "check::bad_pattern",
    "a pattern that cannot be read",
    &[
        (
            "message",
            "this pattern cannot be read: {reason}",
            "pola ini tidak dapat dibaca: {reason}",
        ),
        ("label", "not a pattern", "bukan pola"),
        (
            "help",
            "letters and digits stand for themselves, `[0-9]{16}` for sixteen digits, `[.]` for a full stop",
            "huruf dan angka mewakili dirinya, `[0-9]{16}` enam belas angka, `[.]` sebuah titik",
        ),
    ],
);

/// A link that is asked about in some rows only.
pub static LINK_ASKED_WHEN: Entry = error(
    "check::link_asked_when",
    "a link that is asked about in some rows only",
    &[
        (
            "message",
            "a link is not a question that may be left out, so it takes no `asked when`",
            "tautan bukan pertanyaan yang boleh dilewati, sehingga tidak memakai `ditanyakan jika`",
        ),
        (
            "label",
            "`asked when` of a link",
            "`ditanyakan jika` pada tautan",
        ),
        (
            "help",
            "say what a blank means: `optional` alone leaves it unknown, `optional, blank means none` says that it leads nowhere",
            "nyatakan arti kosong: `boleh kosong` saja berarti tidak diketahui, `boleh kosong, kosong berarti none` berarti tidak menuju ke mana pun",
        ),
    ],
);

/// Rows that lead to a level by more than one link.
pub static SEVERAL_LINKS: Entry = error(
    "check::several_links",
    "rows that lead to a level by more than one link",
    &[
        (
            "message",
            "a `{entity}` leads to a `{level}` by more than one link",
            "`{entity}` menuju `{level}` melalui lebih dari satu tautan",
        ),
        ("label", "by which link?", "melalui tautan mana?"),
        (
            "help",
            "give the link that is meant a name from the other side, `… by FIELD, reverse NAME`, and write that name here",
            "beri tautan yang dimaksud nama dari sisi lain, `… menurut KOLOM, balikan NAMA`, lalu tulis nama itu di sini",
        ),
    ],
);

/// A role played by a row that is not below.
pub static ROLE_ALONG_LINK: Entry = error(
    "check::role_along_link",
    "a role played by a row that leads here by a link",
    &[
        (
            "message",
            "a role is played by a row below, not by one that leads here by a link",
            "peran dipegang oleh baris di bawahnya, bukan baris yang menuju ke sini melalui tautan",
        ),
        ("label", "along a link", "melalui tautan"),
        (
            "help",
            "take the value that is wanted with `first(VALUE of … by KEY)` in a `define`",
            "ambil nilai yang diperlukan dengan `pertama(NILAI dari … menurut KUNCI)` dalam `definisi`",
        ),
    ],
);

/// A field that cannot say how a sample was drawn.
pub static SAMPLE_DESIGN: Entry = error(
    "check::sample_design",
    "a field that cannot say how a sample was drawn",
    &[
        (
            "message",
            "the `{word}` of a sample is one field, which every row has",
            "`{word}` dari sampel adalah satu kolom, yang dimiliki setiap baris",
        ),
        (
            "label",
            "a second one, or one that may be blank",
            "yang kedua, atau yang boleh kosong",
        ),
        (
            "help",
            "mark one field with `{word}`, without `optional`",
            "tandai satu kolom dengan `{word}`, tanpa `boleh kosong`",
        ),
    ],
);

/// An entity with two periods.
pub static SECOND_PERIOD: Entry = error(
    "check::second_period",
    "an entity with two periods",
    &[
        (
            "message",
            "a row holds for one period",
            "satu baris hanya boleh mempunyai satu periode",
        ),
        ("label", "a second period", "periode kedua"),
        (
            "help",
            "keep one `period : from … until …`",
            "sisakan satu `periode : sejak … sampai dengan …`",
        ),
    ],
);

/// Rows complete since a day that have no period.
pub static COMPLETE_WITHOUT_PERIOD: Entry = error(
    "check::complete_without_period",
    "rows complete since a day that have no period",
    &[
        (
            "message",
            "`{entity}` says since when its rows are complete, but not for which days they hold",
            "`{entity}` menyatakan sejak kapan barisnya lengkap, tetapi tidak untuk hari apa baris itu berlaku",
        ),
        ("label", "complete of what days?", "lengkap untuk hari apa?"),
        (
            "help",
            "add a row such as `period : from start_date until end_date`",
            "tambahkan baris seperti `periode : sejak start_date sampai dengan end_date`",
        ),
    ],
);

/// An aggregation over rows that are known since a day only.
pub static KNOWN_SINCE: Entry = error(
    "check::known_since",
    "an aggregation over rows that are known since a day only",
    &[
        (
            "message",
            "the rows of `{entity}` are complete since {day} only, so nothing is known of all of them",
            "baris `{entity}` lengkap baru sejak {day}, sehingga seluruhnya tidak diketahui",
        ),
        (
            "label",
            "earlier rows may be missing",
            "baris sebelumnya mungkin tidak ada",
        ),
        (
            "help",
            "ask for a time that is known: `where {from} >= {day}`, or `months in ({entity}) within last …`",
            "tanyakan waktu yang diketahui: `yang {from} >= {day}`, atau `bulan dalam ({entity}) dalam kurun …`",
        ),
    ],
);

/// Months of rows that have no period.
pub static NO_PERIOD_OF_ROWS: Entry = error(
    "check::no_period_of_rows",
    "months of rows that have no period",
    &[
        (
            "message",
            "a `{entity}` does not say for which days it holds",
            "`{entity}` tidak menyatakan untuk hari apa berlaku",
        ),
        ("label", "no period", "tanpa periode"),
        (
            "help",
            "add `period : from start_date until end_date` to the entity",
            "tambahkan `periode : sejak start_date sampai dengan end_date` pada entitas",
        ),
    ],
);

/// A time back that is not a number of months.
pub static MONTHS_BACK: Entry = error(
    "check::months_back",
    "a time back that is not a number of months",
    &[
        (
            "message",
            "how far back is a whole number of months or years, written out",
            "seberapa jauh ke belakang ditulis sebagai bilangan bulat bulan atau tahun",
        ),
        ("label", "not so many months", "bukan sekian bulan"),
        (
            "help",
            "write `within last 24 months`, at most {most} months",
            "tulis `dalam kurun 24 bulan`, paling banyak {most} bulan",
        ),
    ],
);

/// A reference to rows that no single column tells apart.
pub static KEY_NOT_HELD: Entry = error(
    "check::key_not_held",
    "a reference to rows that no single column tells apart",
    &[
        (
            "message",
            "no field can hold the key of `{entity}`",
            "tidak ada kolom yang dapat memuat kunci `{entity}`",
        ),
        ("label", "names a row of it", "menyebut satu barisnya"),
        (
            "help",
            "its rows are told apart by their number in the file alone; give `{entity}` a key of its own, such as `key {entity}_id : text`",
            "baris-barisnya hanya dibedakan oleh nomornya dalam berkas; beri `{entity}` kunci sendiri, seperti `kunci {entity}_id : teks`",
        ),
        (
            "help.columns",
            "its key is made of several columns; give `{entity}` a key of one column, such as `key {entity}_id : text`",
            "kuncinya terdiri atas beberapa kolom; beri `{entity}` kunci satu kolom, seperti `kunci {entity}_id : teks`",
        ),
    ],
);

/// A field that cannot be the weight of a survey.
pub static SURVEY_WEIGHT: Entry = error(
    "check::survey_weight",
    "a field that cannot be the weight of a survey",
    &[
        (
            "message",
            "the `weight` of a level is one number that every row has",
            "`bobot` suatu tingkat adalah satu angka yang dimiliki setiap baris",
        ),
        (
            "label",
            "a second one, one that may be blank, or no number",
            "yang kedua, yang boleh kosong, atau bukan angka",
        ),
        (
            "help",
            "mark one field with `weight`, such as `{name} : decimal 0.. weight`; an indicator may name another with `weighted by`",
            "tandai satu kolom dengan `bobot`, seperti `{name} : desimal 0.. bobot`; indikator boleh menyebut yang lain dengan `berbobot`",
        ),
    ],
);

/// A universe that the fields of a row do not tell.
pub static UNIVERSE_OF_FIELDS: Entry = error(
    "check::universe_of_fields",
    "a universe that the fields of a row do not tell",
    &[
        (
            "message",
            "which rows of `{entity}` count is told by their own fields",
            "baris `{entity}` yang dihitung ditentukan oleh kolomnya sendiri",
        ),
        (
            "label",
            "asks for more than fields of the row",
            "memerlukan lebih dari kolom baris itu",
        ),
        (
            "help",
            "compare fields of `{entity}`, or ages from them, with fixed values; what rests on other rows or on computed values belongs into the rules",
            "bandingkan kolom `{entity}`, atau usia darinya, dengan nilai tetap; yang bergantung pada baris lain atau nilai hitungan termasuk dalam aturan",
        ),
    ],
);
