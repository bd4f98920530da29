//! Words of the findings about expressions.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &FIGURE_FORM,
    &DOT_AFTER,
    &TYPE_MISMATCH,
    &AMOUNT_WITHOUT_PERIOD,
    &PERIOD_MISMATCH,
    &BLANK_FACT,
    &FACT_ORDER,
    &MISSING_FACT_CELL,
    &OTHER_CURRENCY,
    &TOO_LARGE,
    &LOOSE_DURATION,
    &LOOSE_MISSING,
    &EQUALS_MISSING,
    &AMBIGUOUS_NAME,
    &WRONG_LEVEL,
    &PARENT_LEVEL,
    &NEEDS_AGGREGATE,
    &NOT_CONSTANT,
    &NOT_FIXED,
    &SET_OF_OTHER_LEVEL,
    &COUNT_OUT_OF_REACH,
    &NOT_A_NUMBER,
    &DATE_WITHOUT_UNIT,
    &MONEY_TIMES_MONEY,
    &NUMBER_BY_MONEY,
    &DIVISION_BY_ZERO,
    &BAD_CONVERSION,
    &NO_PERIOD,
    &BOOLEAN_ORDER,
    &RANGE_OF_TYPE,
    &EMPTY_RANGE,
    &ARGUMENTS,
    &STEP_NOT_POSITIVE,
    &NOT_BELOW,
    &AGGREGATE_IN_CONSTANT,
    &SHARE_OF_ROW,
    &AGGREGATE_FORM,
    &ONLY_OUTSIDE_ROLE,
    &ROLE_WITHOUT_ONLY,
    &EVERY_WITHOUT_NO_ROWS,
    &NO_ROWS_ANSWER,
    &MISSING_TIE_BREAK,
    &TOO_DEEP,
    &INDEX_OF_VALUE,
    &EMPTY_TEXT,
];

/// A text of nothing, which no answer is.
pub static EMPTY_TEXT: Entry = error(
    "check::empty_text",
    "a text of nothing, which no answer is",
    &[
        (
            "message",
            "no answer is `\"\"`: one that is left empty is blank",
            "tidak ada jawaban `\"\"`: jawaban yang dikosongkan berarti kosong",
        ),
        ("label", "a text of nothing", "teks tanpa isi"),
        (
            "help",
            "to ask whether it is blank write `NAME is missing`; in a row of a test leave it out, or write `NAME = missing`",
            "untuk menanyakan apakah kosong tulis `NAMA is missing`; dalam baris uji hilangkan saja, atau tulis `NAMA = missing`",
        ),
        ("help.instead", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// A figure over the population made of something else than figures.
pub static FIGURE_FORM: Entry = error(
    "check::figure_form",
    "a figure over the population made of something else than figures",
    &[
        (
            "message",
            "a figure over the population is made of aggregates and other figures",
            "angka tentang penduduk tersusun dari hitungan baris dan angka lain",
        ),
        ("label", "not such a figure", "bukan angka seperti itu"),
        (
            "help",
            "write aggregates, other indicators, `AID.cost` and fixed numbers, joined by `+`, `-`, `*`, `/` and `round`; what is asked of each row stands inside an aggregate",
            "tulis hitungan baris, indikator lain, `BANTUAN.biaya` dan angka tetap, dengan `+`, `-`, `*`, `/` dan `bulatkan`; yang ditanyakan pada setiap baris ditulis di dalam hitungan itu",
        ),
    ],
);

/// A dot after an expression.
pub static DOT_AFTER: Entry = error(
    "check::dot_after",
    "a dot after an expression",
    &[
        (
            "message",
            "a dot follows a name, not an expression",
            "titik ditulis sesudah nama, bukan sesudah perhitungan",
        ),
        (
            "label",
            "an expression before the dot",
            "perhitungan di depan titik",
        ),
        (
            "help",
            "ask for the value inside, such as `year(birth_date)`",
            "minta nilainya di dalam, seperti `tahun(birth_date)`",
        ),
    ],
);

/// A value of another type than is wanted.
pub static TYPE_MISMATCH: Entry = error(
    "check::type_mismatch",
    "a value of another type than is wanted",
    &[
        (
            "message",
            "{wanted} is wanted here, but this is {found}",
            "di sini diperlukan {wanted}, tetapi ini {found}",
        ),
        (
            "message.titled",
            "`{text}` in quotes is a title; a rule uses the name that stands before the title",
            "`{text}` dalam tanda kutip adalah judul; aturan memakai nama di depan judul itu",
        ),
        (
            "message.unquoted",
            "`{text}` is written without quotes here",
            "`{text}` di sini ditulis tanpa tanda kutip",
        ),
        ("label", "this is {found}", "ini {found}"),
        ("label.titled", "a title", "judul"),
        (
            "label.unquoted",
            "a text in quotes",
            "teks dalam tanda kutip",
        ),
        (
            "help.factor",
            "the limit is on the whole product; where it is on one factor, write `{instead}`",
            "batasnya berlaku untuk seluruh hasil kali; bila untuk satu faktor, tulis `{instead}`",
        ),
        (
            "help.rupiah",
            "write `{instead}`: the currency stands before the number",
            "tulis `{instead}`: mata uang di depan bilangannya",
        ),
        (
            "help.flow",
            "write `{instead}`: the currency before the number, `per {period}` after it",
            "tulis `{instead}`: mata uang di depan bilangannya, `per {period}` di belakangnya",
        ),
        ("help.instead", "write `{instead}`", "tulis `{instead}`"),
        ("help.titled", "write `{whole}`", "tulis `{whole}`"),
        ("help.unquoted", "write `{whole}`", "tulis `{whole}`"),
        (
            "help.age",
            "write `{instead}` for the years since that day; a date itself is compared with a date, such as 2000-01-31",
            "tulis `{instead}` untuk umurnya dalam tahun; tanggal itu sendiri hanya dibandingkan dengan tanggal, misalnya 2000-01-31",
        ),
        (
            "help.date",
            "a date is compared with a date, such as 2000-01-31; for years since a day write `age(…)`",
            "tanggal dibandingkan dengan tanggal, misalnya 2000-01-31; untuk umur dalam tahun tulis `age(…)`",
        ),
        (
            "help.condition",
            "a condition is true or false: compare the value with something, as in `… > 0`",
            "syarat bernilai benar atau salah: bandingkan nilainya, misalnya `… > 0`",
        ),
        (
            "help.round",
            "write `steps(…, of 1)` for the whole part, or declare the result as decimal",
            "tulis `steps(…, of 1)` untuk bagian bulatnya, atau nyatakan hasilnya sebagai `decimal`",
        ),
    ],
);

/// An amount without a period beside a flow.
pub static AMOUNT_WITHOUT_PERIOD: Entry = error(
    "check::amount_without_period",
    "an amount without a period beside a flow",
    &[
        (
            "message",
            "an amount `per {period}` is wanted here, but this one does not say per what",
            "di sini diperlukan jumlah uang `per {period}`, tetapi jumlah ini tidak menyebut per apa",
        ),
        ("label", "per what?", "per apa?"),
        ("help", "write `{instead}`", "tulis `{instead}`"),
    ],
);

/// Amounts of different periods.
pub static PERIOD_MISMATCH: Entry = error(
    "check::period_mismatch",
    "amounts of different periods",
    &[
        (
            "message",
            "{wanted} is wanted here, but this is {found}",
            "di sini diperlukan {wanted}, tetapi ini {found}",
        ),
        ("label", "{found}", "{found}"),
        (
            "help",
            "what is had or paid once (savings, a one-off grant) and what comes every month, quarter or year cannot be added or compared: choose another amount, or say what the one without a period counts as: `(… as money per {period})`",
            "yang dimiliki atau dibayar sekali (tabungan, bantuan sekaligus) dan yang datang setiap bulan, triwulan atau tahun tidak dapat dijumlahkan atau dibandingkan: pilih jumlah lain, atau nyatakan yang tanpa periode dihitung sebagai apa: `(… as money per {period})`",
        ),
        (
            "help.one_off",
            "leave out ` per {period}`, or declare the whole as `money per {period}`",
            "hapus ` per {period}`, atau nyatakan seluruhnya sebagai `money per {period}`",
        ),
        (
            "help.convert",
            "correct its period, or convert it: `{function}({written})`",
            "betulkan periodenya, atau ubah: `{function}({written})`",
        ),
        (
            "help.as",
            "choose another amount, or state the convention, as in `({written} as money per {period})`",
            "pilih jumlah lain, atau nyatakan caranya, misalnya `({written} as money per {period})`",
        ),
    ],
);

/// A blank that is a known fact used as a value.
pub static BLANK_FACT: Entry = error(
    "check::blank_fact",
    "a blank that is a known fact used as a value",
    &[
        (
            "message",
            "`{name}` has no value where it is blank (`{marker}`), so it cannot be used here",
            "`{name}` tidak bernilai bila kosong (`{marker}`), sehingga tidak dapat dipakai di sini",
        ),
        ("label", "may be `{marker}`", "dapat berupa `{marker}`"),
        (
            "help",
            "compare it (`{name} > …` is false for `{marker}`), test it (`{name} = {marker}`), or supply a value with `{name} if missing …`",
            "bandingkan (`{name} > …` salah untuk `{marker}`), uji (`{name} = {marker}`), atau beri nilai dengan `{name} if missing …`",
        ),
    ],
);

/// An order with a blank that is a known fact.
pub static FACT_ORDER: Entry = error(
    "check::fact_order",
    "an order with a blank that is a known fact",
    &[
        (
            "message",
            "`{marker}` is no value, so nothing is smaller or larger than it",
            "`{marker}` bukan nilai, sehingga tidak ada yang lebih kecil atau lebih besar darinya",
        ),
        (
            "label",
            "only `=` and `!=` fit here",
            "hanya `=` dan `!=` yang cocok",
        ),
        (
            "help",
            "write `= {marker}` or `!= {marker}`",
            "tulis `= {marker}` atau `!= {marker}`",
        ),
    ],
);

/// `missing` in a column whose blank is a known fact.
pub static MISSING_FACT_CELL: Entry = error(
    "check::missing_fact_cell",
    "`missing` in a column whose blank is a known fact",
    &[
        (
            "message",
            "a blank in this column is a known fact, never missing",
            "sel kosong di kolom ini berarti fakta yang diketahui, bukan data yang kurang",
        ),
        ("label", "never true", "tidak pernah benar"),
        (
            "help",
            "write the name of the fact in this cell",
            "tulis nama fakta itu di sel ini",
        ),
    ],
);

/// An amount in another currency than the policy's.
pub static OTHER_CURRENCY: Entry = error(
    "check::other_currency",
    "an amount in another currency than the policy's",
    &[
        (
            "message",
            "this amount is in {found}, but the policy counts in {currency}",
            "jumlah ini dalam {found}, padahal kebijakan ini memakai {currency}",
        ),
        ("label", "in {found}", "dalam {found}"),
        (
            "help",
            "declare the rate as a parameter and multiply by it",
            "nyatakan kursnya sebagai parameter lalu kalikan",
        ),
    ],
);

/// A number too large to be stored.
pub static TOO_LARGE: Entry = error(
    "check::too_large",
    "a number too large to be stored",
    &[
        (
            "message",
            "this number is too large",
            "bilangan ini terlalu besar",
        ),
        ("label", "does not fit", "tidak muat"),
        (
            "help",
            "amounts reach to about Rp 922 trillion, decimals to about 9.2 trillion",
            "jumlah uang sampai sekitar Rp 922 triliun, desimal sampai sekitar 9,2 triliun",
        ),
    ],
);

/// A length of time outside a sum with a date.
pub static LOOSE_DURATION: Entry = error(
    "check::loose_duration",
    "a length of time outside a sum with a date",
    &[
        (
            "message",
            "a length of time can only be added to a date or taken from one",
            "jangka waktu hanya dapat ditambahkan pada tanggal atau dikurangkan dari tanggal",
        ),
        ("label", "a length of time", "jangka waktu"),
        (
            "help",
            "write `birth_date + 3 months`, or compare ages: `age_months(birth_date) >= 3`",
            "tulis `birth_date + 3 months`, atau bandingkan usia: `age_months(birth_date) >= 3`",
        ),
    ],
);

/// `missing` where a value is wanted.
pub static LOOSE_MISSING: Entry = error(
    "check::loose_missing",
    "`missing` where a value is wanted",
    &[
        ("message", "`missing` is no value", "`missing` bukan nilai"),
        (
            "label",
            "a value is wanted here",
            "di sini diperlukan nilai",
        ),
        (
            "help",
            "ask with `is missing`; only tests and table cells may write `missing`",
            "tanyakan dengan `is missing`; hanya uji dan sel tabel yang boleh menulis `missing`",
        ),
        (
            "help.cell",
            "in a cell `missing` stands alone: give it a row of its own, with the same result, and for any answer but a blank write a row for `missing` above",
            "dalam sel, `missing` berdiri sendiri: beri baris sendiri dengan hasil yang sama, dan untuk semua jawaban selain yang kosong tulis baris `missing` di atasnya",
        ),
    ],
);

/// A comparison with `missing`.
pub static EQUALS_MISSING: Entry = error(
    "check::equals_missing",
    "a comparison with `missing`",
    &[
        (
            "message",
            "`missing` cannot be compared with",
            "`missing` tidak dapat dibandingkan",
        ),
        (
            "label",
            "a comparison with `missing`",
            "perbandingan dengan `missing`",
        ),
        (
            "help",
            "write `… is missing` or `… is known`",
            "tulis `… is missing` atau `… is known`",
        ),
    ],
);

/// A name that could be two things.
pub static AMBIGUOUS_NAME: Entry = error(
    "check::ambiguous_name",
    "a name that could be two things",
    &[
        (
            "message",
            "`{name}` is both a name at this level and a value of `{type}`",
            "`{name}` adalah nama pada tingkat ini dan juga nilai `{type}`",
        ),
        ("label", "which one is meant?", "yang mana yang dimaksud?"),
        (
            "help",
            "write `{type}.{name}` for the value, or `{entity}.{name}` for the other",
            "tulis `{type}.{name}` untuk nilainya, atau `{entity}.{name}` untuk yang lain",
        ),
        (
            "help.type",
            "write `{type}.{name}` for the value",
            "tulis `{type}.{name}` untuk nilainya",
        ),
    ],
);

/// An attribute of lower rows used without an aggregation.
pub static WRONG_LEVEL: Entry = error(
    "check::wrong_level",
    "an attribute of lower rows used without an aggregation",
    &[
        (
            "message",
            "`{name}` belongs to each `{entity}`, but this rule is about one `{level}`",
            "`{name}` dimiliki setiap `{entity}`, padahal aturan ini tentang satu `{level}`",
        ),
        (
            "label",
            "one value for each `{entity}`",
            "satu nilai untuk setiap `{entity}`",
        ),
        (
            "help",
            "write the one that the regulation means:\n{lines}",
            "tulis salah satu, sesuai maksud peraturannya:\n{lines}",
        ),
        (
            "help.row",
            "give the row a name in its line, `{row} …`, and ask by it: `{asked}`",
            "beri baris itu nama, `{row} …`, dan tanyakan dengan namanya: `{asked}`",
        ),
    ],
);

/// An attribute of a higher row named bare.
pub static PARENT_LEVEL: Entry = error(
    "check::parent_level",
    "an attribute of a higher row named bare",
    &[
        (
            "message",
            "`{name}` belongs to the `{entity}` of each `{level}`",
            "`{name}` milik `{entity}` dari setiap `{level}`",
        ),
        (
            "label",
            "not an attribute of `{level}`",
            "bukan atribut `{level}`",
        ),
        ("help", "write `{entity}.{name}`", "tulis `{entity}.{name}`"),
    ],
);

/// An attribute of rows in a figure over the population.
pub static NEEDS_AGGREGATE: Entry = error(
    "check::needs_aggregate",
    "an attribute of rows in a figure over the population",
    &[
        (
            "message",
            "`{name}` belongs to each `{entity}`, but a figure is about the whole population",
            "`{name}` dimiliki setiap `{entity}`, padahal angka ini tentang seluruh penduduk",
        ),
        (
            "label",
            "one value for each `{entity}`",
            "satu nilai untuk setiap `{entity}`",
        ),
        (
            "help",
            "aggregate it, as in `count({entity} where …)` or `sum({name} of {entity})`",
            "hitung dari semua barisnya, misalnya `count({entity} where …)` atau `sum({name} of {entity})`",
        ),
    ],
);

/// An attribute of rows where only constants may stand.
pub static NOT_CONSTANT: Entry = error(
    "check::not_constant",
    "an attribute of rows where only constants may stand",
    &[
        (
            "message",
            "`{name}` belongs to each `{entity}`, but only constants and parameters may stand here",
            "`{name}` dimiliki setiap `{entity}`, padahal di sini hanya boleh ada nilai tetap dan parameter",
        ),
        (
            "label",
            "differs from row to row",
            "berbeda antara satu baris dan baris lain",
        ),
        (
            "help",
            "write a number or a parameter",
            "tulis bilangan atau parameter",
        ),
    ],
);

/// A value that is not fixed in the text.
pub static NOT_FIXED: Entry = error(
    "check::not_fixed",
    "a value that is not fixed in the text",
    &[
        (
            "message",
            "this value cannot be computed from the text alone",
            "nilai ini tidak dapat dihitung dari teks saja",
        ),
        (
            "label",
            "a constant is wanted here",
            "di sini diperlukan nilai tetap",
        ),
        (
            "help",
            "write a number, a date or a value; in parameters also sums of other parameters without keys",
            "tulis bilangan, tanggal, atau nilai; dalam parameter juga jumlah parameter lain tanpa kunci",
        ),
    ],
);

/// A criteria set of another level.
pub static SET_OF_OTHER_LEVEL: Entry = error(
    "check::set_of_other_level",
    "a criteria set of another level",
    &[
        (
            "message",
            "the criteria set `{name}` is about `{entity}`, but this rule is about `{level}`",
            "kumpulan kriteria `{name}` tentang `{entity}`, padahal aturan ini tentang `{level}`",
        ),
        ("label", "criteria of `{entity}`", "kriteria `{entity}`"),
        (
            "help",
            "define the answer where the criteria stand, as in `define NAME of {entity} = any of {name}`, and use that",
            "definisikan jawabannya di tingkat kriteria itu, misalnya `define NAMA of {entity} = any of {name}`, lalu pakai itu",
        ),
    ],
);

/// A number of criteria that cannot be met, or always is.
pub static COUNT_OUT_OF_REACH: Entry = error(
    "check::count_out_of_reach",
    "a number of criteria that cannot be met, or always is",
    &[
        (
            "message",
            "{count} is no sensible number out of {available} criteria",
            "{count} tidak mungkin dari {available} kriteria",
        ),
        (
            "label",
            "there are {available} criteria",
            "ada {available} kriteria",
        ),
        (
            "help",
            "choose a number from 1 to {available}",
            "pilih bilangan dari 1 sampai {available}",
        ),
    ],
);

/// Arithmetic with what is no number.
pub static NOT_A_NUMBER: Entry = error(
    "check::not_a_number",
    "arithmetic with what is no number",
    &[
        (
            "message",
            "`{found}` is no number",
            "`{found}` bukan bilangan",
        ),
        ("label", "this is `{found}`", "ini `{found}`"),
        (
            "help",
            "only numbers and amounts can be added, multiplied, rounded or summed",
            "hanya bilangan dan jumlah uang yang dapat dihitung",
        ),
        (
            "help.boolean",
            "count rows with `count(… where …)`, or choose a number with `if … then 1 else 0`",
            "hitung baris dengan `count(… where …)`, atau pilih bilangan dengan `if … then 1 else 0`",
        ),
        (
            "help.date",
            "use `age(…)`, `year(…)`, or a sum such as `date + 3 months`",
            "pakai `age(…)`, `year(…)`, atau jumlah seperti `tanggal + 3 months`",
        ),
    ],
);

/// A bare number added to a date.
pub static DATE_WITHOUT_UNIT: Entry = error(
    "check::date_without_unit",
    "a bare number added to a date",
    &[
        (
            "message",
            "a number added to a date needs a unit",
            "bilangan yang ditambahkan ke tanggal memerlukan satuan",
        ),
        (
            "label",
            "days, months or years?",
            "hari, bulan, atau tahun?",
        ),
        (
            "help",
            "write `3 days`, `3 months` or `3 years`",
            "tulis `3 days`, `3 months`, atau `3 years`",
        ),
    ],
);

/// An amount multiplied by an amount.
pub static MONEY_TIMES_MONEY: Entry = error(
    "check::money_times_money",
    "an amount multiplied by an amount",
    &[
        (
            "message",
            "an amount of money cannot be multiplied by an amount of money",
            "jumlah uang tidak dapat dikalikan jumlah uang",
        ),
        ("label", "money times money", "uang kali uang"),
        (
            "help",
            "one of the two should be a plain number",
            "salah satunya seharusnya bilangan biasa",
        ),
    ],
);

/// A number divided by an amount.
pub static NUMBER_BY_MONEY: Entry = error(
    "check::number_by_money",
    "a number divided by an amount",
    &[
        (
            "message",
            "a number cannot be divided by an amount of money",
            "bilangan tidak dapat dibagi jumlah uang",
        ),
        ("label", "a number by money", "bilangan dibagi uang"),
        (
            "help",
            "divide money by money, or money by a number",
            "bagi uang dengan uang, atau uang dengan bilangan",
        ),
    ],
);

/// A division by zero.
pub static DIVISION_BY_ZERO: Entry = error(
    "check::division_by_zero",
    "a division by zero",
    &[
        (
            "message",
            "this divides by zero",
            "di sini ada pembagian dengan nol",
        ),
        ("label", "zero", "nol"),
        ("help", "correct the divisor", "betulkan pembaginya"),
    ],
);

/// A conversion that `as` does not make.
pub static BAD_CONVERSION: Entry = error(
    "check::bad_conversion",
    "a conversion that `as` does not make",
    &[
        (
            "message",
            "`as` cannot turn `{found}` into `{wanted}`",
            "`as` tidak dapat mengubah `{found}` menjadi `{wanted}`",
        ),
        ("label", "from `{found}`", "dari `{found}`"),
        (
            "help",
            "`as` states a period for a one-off amount, or for one per day or week, and widens whole numbers; it never changes a number",
            "`as` menyatakan periode untuk jumlah sekali bayar, atau per hari atau minggu, dan memperluas bilangan bulat; ia tidak pernah mengubah bilangannya",
        ),
        (
            "help.period",
            "convert with `yearly(…)`, `quarterly(…)` or `monthly(…)`",
            "ubah dengan `yearly(…)`, `quarterly(…)`, atau `monthly(…)`",
        ),
    ],
);

/// A conversion of what has no period in months.
pub static NO_PERIOD: Entry = error(
    "check::no_period",
    "a conversion of what has no period in months",
    &[
        (
            "message",
            "`{found}` cannot be converted to `{wanted}`",
            "`{found}` tidak dapat diubah menjadi `{wanted}`",
        ),
        ("label", "this is `{found}`", "ini `{found}`"),
        (
            "help",
            "only amounts per month, quarter or year convert into each other; state others with `as money per month`",
            "hanya jumlah per bulan, triwulan, atau tahun yang dapat saling diubah; nyatakan yang lain dengan `as money per month`",
        ),
    ],
);

/// An order between truth values.
pub static BOOLEAN_ORDER: Entry = error(
    "check::boolean_order",
    "an order between truth values",
    &[
        (
            "message",
            "true and false have no order",
            "benar dan salah tidak berurutan",
        ),
        (
            "label",
            "only `=` and `!=` fit here",
            "hanya `=` dan `!=` yang cocok",
        ),
        (
            "help",
            "write the condition itself, or `not …`",
            "tulis syaratnya sendiri, atau `not …`",
        ),
    ],
);

/// A range of a type that has none.
pub static RANGE_OF_TYPE: Entry = error(
    "check::range_of_type",
    "a range of a type that has none",
    &[
        (
            "message",
            "`{type}` has no ranges",
            "`{type}` tidak mempunyai rentang",
        ),
        ("label", "a range", "rentang"),
        (
            "help",
            "ranges fit numbers, amounts, dates and enumerations",
            "rentang berlaku untuk bilangan, jumlah uang, tanggal, dan jenis berurutan",
        ),
    ],
);

/// A range that holds nothing.
pub static EMPTY_RANGE: Entry = error(
    "check::empty_range",
    "a range that holds nothing",
    &[
        (
            "message",
            "this range holds no value",
            "rentang ini tidak memuat nilai",
        ),
        (
            "label",
            "the lower end lies above the upper one",
            "batas bawah di atas batas atas",
        ),
        (
            "help",
            "swap the two ends: `{instead}`",
            "tukar kedua batasnya: `{instead}`",
        ),
        (
            "help.exclusive",
            "`..<` leaves the upper end out: write `..` where it counts too",
            "`..<` tidak menyertakan batas atas: tulis `..` bila batas itu ikut dihitung",
        ),
    ],
);

/// A function with a wrong number of values.
pub static ARGUMENTS: Entry = error(
    "check::arguments",
    "a function with a wrong number of values",
    &[
        (
            "message",
            "`{name}` takes {takes}, not {found}",
            "`{name}` menerima {takes}, bukan {found}",
        ),
        ("label", "{found} given", "diberi {found}"),
        (
            "help",
            "write `{name}(…)` with {takes}",
            "tulis `{name}(…)` dengan {takes}",
        ),
    ],
);

/// A step of rounding that is not above zero.
pub static STEP_NOT_POSITIVE: Entry = error(
    "check::step_not_positive",
    "a step of rounding that is not above zero",
    &[
        (
            "message",
            "a step must be above zero",
            "kelipatan pembulatan harus di atas nol",
        ),
        ("label", "not above zero", "tidak di atas nol"),
        (
            "help",
            "write a step such as `Rp 1_000`",
            "tulis kelipatan seperti `Rp 1_000`",
        ),
    ],
);

/// An aggregation over rows that do not lie below.
pub static NOT_BELOW: Entry = error(
    "check::not_below",
    "an aggregation over rows that do not lie below",
    &[
        (
            "message",
            "a `{level}` has no `{entity}` rows under it",
            "`{level}` tidak mempunyai baris `{entity}` di bawahnya",
        ),
        ("label", "not below `{level}`", "tidak di bawah `{level}`"),
        (
            "help",
            "aggregate over an entity that belongs to `{level}`",
            "hitung baris entitas yang menjadi bagian dari `{level}`",
        ),
        (
            "help.parent",
            "define the figure of the `{parent}`, as in `define NAME of {parent} = …`, and use `{parent}.NAME` here",
            "definisikan angkanya untuk `{parent}`, misalnya `define NAMA of {parent} = …`, lalu pakai `{parent}.NAMA` di sini",
        ),
    ],
);

/// An aggregation where only constants may stand.
pub static AGGREGATE_IN_CONSTANT: Entry = error(
    "check::aggregate_in_constant",
    "an aggregation where only constants may stand",
    &[
        (
            "message",
            "only constants and parameters may stand here",
            "di sini hanya boleh ada nilai tetap dan parameter",
        ),
        ("label", "counts rows", "menghitung baris"),
        (
            "help",
            "write a number or a parameter",
            "tulis bilangan atau parameter",
        ),
    ],
);

/// `share` outside an indicator.
pub static SHARE_OF_ROW: Entry = error(
    "check::share_of_row",
    "`share` outside an indicator",
    &[
        (
            "message",
            "`share` is a figure over the population",
            "`share` adalah angka tentang seluruh penduduk",
        ),
        ("label", "in a rule of one row", "dalam aturan satu baris"),
        (
            "help",
            "divide two counts: `count(…) / count(…)`",
            "bagi satu hitungan dengan hitungan lain: `count(…) / count(…)`",
        ),
    ],
);

/// An aggregation with a part it does not take.
pub static AGGREGATE_FORM: Entry = error(
    "check::aggregate_form",
    "an aggregation with a part it does not take",
    &[
        (
            "message",
            "`{name}` is not written like this",
            "`{name}` tidak ditulis seperti ini",
        ),
        ("label", "does not belong here", "tidak pada tempatnya"),
        ("help", "write `{sample}`", "tulis `{sample}`"),
    ],
);

/// `only(…)` as a value.
pub static ONLY_OUTSIDE_ROLE: Entry = error(
    "check::only_outside_role",
    "`only(…)` as a value",
    &[
        (
            "message",
            "`only(…)` names a row, not a value",
            "`only(…)` menunjuk baris, bukan nilai",
        ),
        ("label", "a row", "sebuah baris"),
        (
            "help",
            "declare it: `role NAME of … = only({entity} where …)`, then use `NAME.` and an attribute",
            "nyatakan: `role NAMA of … = only({entity} where …)`, lalu pakai `NAMA.` dan atributnya",
        ),
    ],
);

/// A role that is not `only(…)`.
pub static ROLE_WITHOUT_ONLY: Entry = error(
    "check::role_without_only",
    "a role that is not `only(…)`",
    &[
        (
            "message",
            "a role is the one row that meets a condition",
            "peran adalah satu baris yang memenuhi syarat",
        ),
        (
            "label",
            "`only(…)` is wanted here",
            "di sini diperlukan `only(…)`",
        ),
        (
            "help",
            "write `only(member where …)`",
            "tulis `only(member where …)`",
        ),
    ],
);

/// `every` without an answer for no rows.
pub static EVERY_WITHOUT_NO_ROWS: Entry = error(
    "check::every_without_no_rows",
    "`every` without an answer for no rows",
    &[
        (
            "message",
            "`every` must say what holds where there is no `{entity}` to ask about",
            "`every` harus menyatakan yang berlaku bila tidak ada `{entity}` yang ditanyakan",
        ),
        (
            "label",
            "and where there is no such `{entity}`?",
            "bagaimana bila tidak ada `{entity}` seperti itu?",
        ),
        (
            "help",
            "before the last `)` write `, if no rows true` (then it counts as met) or `, if no rows false` (then it does not)",
            "di depan `)` terakhir tulis `, if no rows true` (bila demikian dianggap terpenuhi) atau `, if no rows false` (dianggap tidak)",
        ),
    ],
);

/// An answer for no rows that is not fixed.
pub static NO_ROWS_ANSWER: Entry = error(
    "check::no_rows_answer",
    "an answer for no rows that is not fixed",
    &[
        (
            "message",
            "`if no rows` takes `true` or `false`",
            "`if no rows` menerima `true` atau `false`",
        ),
        (
            "label",
            "not `true` or `false`",
            "bukan `true` atau `false`",
        ),
        (
            "help",
            "write `if no rows true` or `if no rows false`",
            "tulis `if no rows true` atau `if no rows false`",
        ),
    ],
);

/// An order that may leave ties.
pub static MISSING_TIE_BREAK: Entry = error(
    "check::missing_tie_break",
    "an order that may leave ties",
    &[
        (
            "message",
            "two of `{entity}` may be equal in this order, so it must end in `{key}`",
            "dua `{entity}` dapat setara dalam urutan ini, jadi akhiri dengan `{key}`",
        ),
        (
            "label",
            "what if this is equal?",
            "bagaimana bila ini sama?",
        ),
        (
            "help",
            "add `, {key}` after it: no two of `{entity}` have the same, so it settles who comes first",
            "tambahkan `, {key}` sesudahnya: setiap `{entity}` mempunyai yang berbeda, sehingga urutannya pasti",
        ),
    ],
);

/// Definitions that rest on each other too deeply.
pub static TOO_DEEP: Entry = error(
    "check::too_deep",
    "definitions that rest on each other too deeply",
    &[
        (
            "message",
            "`{name}` rests on too many definitions without a written type",
            "`{name}` bergantung pada terlalu banyak definisi yang jenisnya tidak ditulis",
        ),
        ("label", "too deep", "terlalu dalam"),
        (
            "help",
            "write its type, as in `define {name} of … : decimal = …`",
            "tulis jenisnya, misalnya `define {name} of … : decimal = …`",
        ),
    ],
);

/// Square brackets after what is no parameter.
pub static INDEX_OF_VALUE: Entry = error(
    "check::index_of_value",
    "square brackets after what is no parameter",
    &[
        (
            "message",
            "only parameters are looked up with `[…]`",
            "hanya nilai parameter yang dicari dengan `[…]`",
        ),
        ("label", "not a parameter", "bukan parameter"),
        (
            "help",
            "remove the brackets, or name a parameter with `by …`",
            "hapus kurung sikunya, atau sebut parameter dengan `by …`",
        ),
    ],
);
