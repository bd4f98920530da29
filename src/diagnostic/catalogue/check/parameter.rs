//! Words of the findings about parameters and dates.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &NO_VALUES,
    &UNKNOWN_KEY_KIND,
    &OPEN_KEY_RANGE,
    &KEY_RANGE,
    &KEY_OUT_OF_RANGE,
    &VALUE_WITHOUT_KEYS,
    &KEYS_WITHOUT_BY,
    &KEY_COUNT,
    &KEYS_OF_SINGLE,
    &MISSING_KEY,
    &SAME_KEY,
    &SAME_DATE,
    &UNTIL_BEFORE_FROM,
    &DATES_OVERLAP,
    &DATES_GAP,
    &NO_VALUE_AT,
    &NOT_IN_FORCE,
    &ROW_KEYS,
    &FURTHER_KEY,
    &ON_OF_VALUE,
    &BRACKETS_FORM,
    &NOT_BRACKETS,
    &BANDS_OF,
    &LAST_BAND,
    &BAND_ORDER,
    &MARGINAL_VALUES,
];

/// A parameter without values.
pub static NO_VALUES: Entry = error(
    "check::no_values",
    "a parameter without values",
    &[
        (
            "message",
            "the parameter `{name}` has no values",
            "parameter `{name}` tidak mempunyai nilai",
        ),
        ("label", "no `from` row", "tanpa baris `from`"),
        (
            "help",
            "add a row such as `from 2023-01-01 = …`",
            "tambahkan baris seperti `from 2023-01-01 = …`",
        ),
    ],
);

/// A key of a parameter that is no enumeration or entity.
pub static UNKNOWN_KEY_KIND: Entry = error(
    "check::unknown_key_kind",
    "a key of a parameter that is no enumeration or entity",
    &[
        (
            "message",
            "a parameter is looked up by an enumeration or an entity; `{name}` is neither",
            "nilai parameter dicari menurut jenis atau entitas; `{name}` bukan keduanya",
        ),
        (
            "label",
            "not an enumeration or entity",
            "bukan jenis atau entitas",
        ),
        (
            "help",
            "declare `type {name} …`, or give a range of whole numbers, as in `{name} 1..8`",
            "nyatakan `type {name} …`, atau beri rentang bilangan bulat, misalnya `{name} 1..8`",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// A range of keys without a lowest.
pub static OPEN_KEY_RANGE: Entry = error(
    "check::open_key_range",
    "a range of keys without a lowest",
    &[
        (
            "message",
            "a range of keys needs its lowest number",
            "rentang kunci memerlukan bilangan terendah",
        ),
        ("label", "no lower end", "tanpa batas bawah"),
        ("help", "write `1..8`", "tulis `1..8`"),
    ],
);

/// A range of keys that are no numbers.
pub static KEY_RANGE: Entry = error(
    "check::key_range",
    "a range of keys that are no numbers",
    &[
        (
            "message",
            "only keys that are whole numbers have ranges",
            "hanya kunci bilangan bulat yang mempunyai rentang",
        ),
        ("label", "a range", "rentang"),
        (
            "help",
            "list the keys: `a, b = …`",
            "sebutkan kuncinya: `a, b = …`",
        ),
    ],
);

/// A key outside the declared range.
pub static KEY_OUT_OF_RANGE: Entry = error(
    "check::key_out_of_range",
    "a key outside the declared range",
    &[
        (
            "message",
            "this key lies outside {range}",
            "kunci ini di luar {range}",
        ),
        ("label", "outside {range}", "di luar {range}"),
        (
            "help",
            "correct the key, or widen the range after `by`",
            "betulkan kuncinya, atau perluas rentang setelah `by`",
        ),
    ],
);

/// One value for a parameter with keys.
pub static VALUE_WITHOUT_KEYS: Entry = error(
    "check::value_without_keys",
    "one value for a parameter with keys",
    &[
        (
            "message",
            "`{name}` is looked up by `{keys}`, but this row gives one value",
            "`{name}` dicari menurut `{keys}`, tetapi baris ini memberi satu nilai",
        ),
        ("label", "no keys", "tanpa kunci"),
        (
            "help",
            "write a row for each key under `from DATE`",
            "tulis satu baris untuk setiap kunci di bawah `from TANGGAL`",
        ),
    ],
);

/// Keyed rows of a parameter without keys.
pub static KEYS_WITHOUT_BY: Entry = error(
    "check::keys_without_by",
    "keyed rows of a parameter without keys",
    &[
        (
            "message",
            "`{name}` has keyed rows, but no `by`",
            "`{name}` mempunyai baris berkunci, tetapi tanpa `by`",
        ),
        ("label", "rows by key", "baris menurut kunci"),
        (
            "help",
            "declare the key: `parameter {name} by KEY : …`",
            "nyatakan kuncinya: `parameter {name} by KUNCI : …`",
        ),
    ],
);

/// A parameter looked up by a wrong number of keys.
pub static KEY_COUNT: Entry = error(
    "check::key_count",
    "a parameter looked up by a wrong number of keys",
    &[
        (
            "message",
            "`{name}` is looked up by `{keys}`",
            "`{name}` dicari menurut `{keys}`",
        ),
        ("label", "a wrong number of keys", "jumlah kunci salah"),
        ("help", "write `{name}[{keys}]`", "tulis `{name}[{keys}]`"),
        (
            "help.missing",
            "say which one: `{name}[{keys}]`",
            "sebutkan yang mana: `{name}[{keys}]`",
        ),
    ],
);

/// Keys for a parameter that has none.
pub static KEYS_OF_SINGLE: Entry = error(
    "check::keys_of_single",
    "keys for a parameter that has none",
    &[
        (
            "message",
            "`{name}` has one value, not one for each key",
            "`{name}` mempunyai satu nilai, bukan satu untuk setiap kunci",
        ),
        ("label", "looked up by a key", "dicari menurut kunci"),
        (
            "help",
            "write `{name}` without brackets",
            "tulis `{name}` tanpa kurung siku",
        ),
    ],
);

/// A key without a value.
pub static MISSING_KEY: Entry = error(
    "check::missing_key",
    "a key without a value",
    &[
        (
            "message",
            "from {date} there is no value for {keys}",
            "sejak {date} tidak ada nilai untuk {keys}",
        ),
        (
            "label",
            "not every key has a value",
            "tidak semua kunci bernilai",
        ),
        (
            "help",
            "add a row for each, or one row `otherwise = …`",
            "tambahkan baris untuk masing-masing, atau satu baris `otherwise = …`",
        ),
    ],
);

/// A key with two values.
pub static SAME_KEY: Entry = error(
    "check::same_key",
    "a key with two values",
    &[
        (
            "message",
            "`{key}` has two values from the same day",
            "`{key}` mempunyai dua nilai sejak hari yang sama",
        ),
        ("label", "the second value", "nilai kedua"),
        ("label.first", "the first value", "nilai pertama"),
        ("help", "keep one of the two", "pertahankan salah satunya"),
    ],
);

/// Two values from the same day.
pub static SAME_DATE: Entry = error(
    "check::same_date",
    "two values from the same day",
    &[
        (
            "message",
            "`{name}` has two values from {date}",
            "`{name}` mempunyai dua nilai sejak {date}",
        ),
        ("label", "the second value", "nilai kedua"),
        ("label.first", "the first value", "nilai pertama"),
        (
            "help",
            "keep one of the two, or correct the date",
            "pertahankan salah satunya, atau betulkan tanggalnya",
        ),
    ],
);

/// A value that ends before it begins.
pub static UNTIL_BEFORE_FROM: Entry = error(
    "check::until_before_from",
    "a value that ends before it begins",
    &[
        (
            "message",
            "this value ends before it begins",
            "nilai ini berakhir sebelum mulai",
        ),
        ("label", "the last day", "hari terakhir"),
        ("label.first", "the first day", "hari pertama"),
        (
            "help",
            "correct one of the dates",
            "betulkan salah satu tanggalnya",
        ),
    ],
);

/// Two values in force on one day.
pub static DATES_OVERLAP: Entry = error(
    "check::dates_overlap",
    "two values in force on one day",
    &[
        (
            "message",
            "`{name}` has two values from {next} on",
            "`{name}` mempunyai dua nilai mulai {next}",
        ),
        (
            "label",
            "this value is still in force then",
            "nilai ini masih berlaku saat itu",
        ),
        (
            "label.next",
            "the next value begins",
            "nilai berikutnya mulai",
        ),
        (
            "help",
            "end the first on the day before, or leave `until` out",
            "akhiri yang pertama sehari sebelumnya, atau hilangkan `until`",
        ),
    ],
);

/// Days without a value between two values.
pub static DATES_GAP: Entry = error(
    "check::dates_gap",
    "days without a value between two values",
    &[
        (
            "message",
            "`{name}` has no value from {from} until {until}",
            "`{name}` tidak bernilai sejak {from} sampai dengan {until}",
        ),
        ("label", "ends here", "berakhir di sini"),
        ("label.next", "begins again here", "mulai lagi di sini"),
        (
            "help",
            "leave `until` out where the old value holds until the next, or add a value for those days",
            "hilangkan `until` bila nilai lama berlaku sampai berikutnya, atau tambahkan nilai untuk hari-hari itu",
        ),
    ],
);

/// A parameter without a value on the day it is needed.
pub static NO_VALUE_AT: Entry = error(
    "check::no_value_at",
    "a parameter without a value on the day it is needed",
    &[
        (
            "message",
            "`{name}` has no value on {date}",
            "`{name}` tidak bernilai pada {date}",
        ),
        ("label", "needed here", "diperlukan di sini"),
        (
            "label.declared",
            "its values stand here",
            "nilainya di sini",
        ),
        (
            "help",
            "add a row `from DATE = …` that covers {date}",
            "tambahkan baris `from TANGGAL = …` yang mencakup {date}",
        ),
    ],
);

/// A definition used on a day on which it is not in force.
pub static NOT_IN_FORCE: Entry = error(
    "check::not_in_force",
    "a definition used on a day on which it is not in force",
    &[
        (
            "message",
            "`{name}` is not in force on {date}",
            "`{name}` tidak berlaku pada {date}",
        ),
        ("label", "used here", "dipakai di sini"),
        (
            "label.declared",
            "declared with its dates",
            "dinyatakan dengan tanggalnya",
        ),
        (
            "help",
            "run on another date, or extend `in force`",
            "jalankan pada tanggal lain, atau perpanjang `in force`",
        ),
    ],
);

/// A value with other keys than the parameter has.
pub static ROW_KEYS: Entry = error(
    "check::row_keys",
    "a value with other keys than the parameter has",
    &[
        (
            "message",
            "the keys of this value are {found} in number; `{name}` is looked up by {keys}",
            "kunci nilai ini berjumlah {found}; `{name}` dicari menurut {keys}",
        ),
        ("label", "other keys", "kunci lain"),
        (
            "help",
            "with two keys the values stand in a table: the first key left, the second above; with more, in a file",
            "dengan dua kunci nilainya ditulis dalam tabel: kunci pertama di kiri, kedua di atas; dengan lebih, dalam berkas",
        ),
    ],
);

/// `each further` where nothing goes on.
pub static FURTHER_KEY: Entry = error(
    "check::further_key",
    "`each further` where nothing goes on",
    &[
        (
            "message",
            "`each further` adds to a number for each whole number after the last",
            "`each further` menambah bilangan untuk setiap bilangan bulat sesudah yang terakhir",
        ),
        (
            "label",
            "nothing goes on here",
            "tidak ada yang berlanjut di sini",
        ),
        (
            "help",
            "the key must have no end, as in `by persons 1..`, and the value must be a number or an amount",
            "kuncinya harus tanpa akhir, seperti `by persons 1..`, dan nilainya bilangan atau jumlah uang",
        ),
    ],
);

/// `on` after what is no parameter.
pub static ON_OF_VALUE: Entry = error(
    "check::on_of_value",
    "`on` after what is no parameter",
    &[
        (
            "message",
            "`on DATE` asks for the value of a parameter on that date; this is no parameter",
            "`on TANGGAL` menanyakan nilai parameter pada tanggal itu; ini bukan parameter",
        ),
        ("label", "no parameter", "bukan parameter"),
        (
            "help",
            "write the name of a parameter before `on`: `poverty_line on birth_date`",
            "tulis nama parameter sebelum `on`: `poverty_line on birth_date`",
        ),
    ],
);

/// Brackets used like a parameter.
pub static BRACKETS_FORM: Entry = error(
    "check::brackets_form",
    "brackets used like a parameter",
    &[
        (
            "message",
            "`{name}` is a scale of bands, not one value",
            "`{name}` adalah skala berlapis, bukan satu nilai",
        ),
        ("label", "a scale", "suatu skala"),
        (
            "help",
            "write `marginal({name}, x)` to charge each part at its own rate, or `flat({name}, x)` for the value of the band that x lies in",
            "tulis `marginal({name}, x)` untuk mengenakan tarif tiap lapisan pada bagiannya, atau `flat({name}, x)` untuk nilai lapisan tempat x berada",
        ),
    ],
);

/// `marginal` or `flat` of what is no scale.
pub static NOT_BRACKETS: Entry = error(
    "check::not_brackets",
    "`marginal` or `flat` of what is no scale",
    &[
        (
            "message",
            "the name of a `brackets` declaration is wanted here",
            "di sini diperlukan nama ketentuan `brackets`",
        ),
        ("label", "no scale of bands", "bukan skala berlapis"),
        (
            "help",
            "name the scale first, then the value: `marginal(contribution, income)`",
            "sebut skalanya dahulu, lalu nilainya: `marginal(iuran, penghasilan)`",
        ),
    ],
);

/// Bands over what is no number.
pub static BANDS_OF: Entry = error(
    "check::bands_of",
    "bands over what is no number",
    &[
        (
            "message",
            "bands lie over numbers and amounts, not over `{found}`",
            "lapisan terletak di atas bilangan dan jumlah uang, bukan `{found}`",
        ),
        ("label", "no number", "bukan bilangan"),
        (
            "help",
            "write `integer`, `decimal` or `money` with its period",
            "tulis `integer`, `decimal` atau `money` dengan periodenya",
        ),
    ],
);

/// Bands whose last has a limit, or another has none.
pub static LAST_BAND: Entry = error(
    "check::last_band",
    "bands whose last has a limit, or another has none",
    &[
        (
            "message",
            "the last band, and only the last, is `above = …`",
            "lapisan terakhir, dan hanya yang terakhir, adalah `above = …`",
        ),
        ("label", "not so here", "tidak demikian di sini"),
        (
            "help",
            "begin with the lowest band: `up to Rp 5 juta = 5%`, and end with `above = 15%`",
            "mulailah dengan lapisan terendah: `up to Rp 5 juta = 5%`, dan akhiri dengan `above = 15%`",
        ),
    ],
);

/// Bands that do not ascend.
pub static BAND_ORDER: Entry = error(
    "check::band_order",
    "bands that do not ascend",
    &[
        (
            "message",
            "this band ends no higher than the one before",
            "lapisan ini tidak berakhir lebih tinggi daripada yang sebelumnya",
        ),
        (
            "label",
            "nothing lies in it",
            "tidak ada yang termasuk di dalamnya",
        ),
        (
            "help",
            "order the bands by their limits, lowest first",
            "urutkan lapisan menurut batasnya, yang terendah dahulu",
        ),
        ("label.first", "the band before", "lapisan sebelumnya"),
    ],
);

/// `marginal` over values that are no rates.
pub static MARGINAL_VALUES: Entry = error(
    "check::marginal_values",
    "`marginal` over values that are no rates",
    &[
        (
            "message",
            "`marginal` multiplies each part by the rate of its band; these bands hold `{found}`",
            "`marginal` mengalikan tiap bagian dengan tarif lapisannya; lapisan ini memuat `{found}`",
        ),
        ("label", "no rates", "bukan tarif"),
        (
            "help",
            "write `flat` for the value of the band",
            "tulis `flat` untuk nilai lapisannya",
        ),
    ],
);
