//! Words of the findings about measures of the population.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &MEASURE_IN_RULE,
    &WEIGHT_IN_RULE,
    &MEASURE_NUMBER,
    &UNKNOWN_CONVENTION,
    &POVERTY_VALUE,
    &FIGURE_IN_RULE,
    &ALKIRE_FOSTER_SET,
    &ALKIRE_FOSTER_WEIGHTS,
    &PLACE_OF_NO_ROW,
    &PLACE_OF_OTHER_ROW,
];

/// A measure of the population in a rule of one row.
pub static MEASURE_IN_RULE: Entry = error(
    "check::measure_in_rule",
    "a measure of the population in a rule",
    &[
        (
            "message",
            "`{name}` measures the whole population and has no value for one row",
            "`{name}` mengukur seluruh penduduk dan tidak punya nilai untuk satu baris",
        ),
        (
            "label",
            "can stand in an indicator only",
            "hanya dapat ditulis dalam indikator",
        ),
        (
            "help",
            "write `indicator NAME = {name}(…)`; its figures stand in the summary",
            "tulis `indikator NAMA = {name}(…)`; angkanya muncul dalam ringkasan",
        ),
    ],
);

/// A weight in an aggregation of a rule.
pub static WEIGHT_IN_RULE: Entry = error(
    "check::weight_in_rule",
    "a weight in a rule",
    &[
        (
            "message",
            "`weighted by` stands for unseen rows of a survey, which a rule of one row does not have",
            "`berbobot` mewakili baris survei yang tidak tampak, yang tidak ada dalam aturan satu baris",
        ),
        (
            "label",
            "can stand in an indicator only",
            "hanya dapat ditulis dalam indikator",
        ),
        (
            "help",
            "leave it out, or multiply: `sum(x * w of member)`",
            "hapus, atau kalikan: `total(x * w dari member)`",
        ),
    ],
);

/// A number that the measure does not take.
pub static MEASURE_NUMBER: Entry = error(
    "check::measure_number",
    "a number that a measure does not take",
    &[
        (
            "message",
            "the number of `{name}` must be a constant in {wanted}",
            "angka `{name}` harus nilai tetap dalam {wanted}",
        ),
        ("label", "not in {wanted}", "bukan dalam {wanted}"),
        (
            "help",
            "write a number or a percentage, or a parameter: `{name}(50%, …)`",
            "tulis angka atau persen, atau parameter: `{name}(50%, …)`",
        ),
    ],
);

/// A convention that is not known.
pub static UNKNOWN_CONVENTION: Entry = error(
    "check::unknown_convention",
    "a convention that is not known",
    &[
        (
            "message",
            "`{name}` is no convention of measurement",
            "`{name}` bukan konvensi pengukuran",
        ),
        ("label", "not known", "tidak dikenal"),
        (
            "help",
            "write one of: {all}",
            "tulis salah satu dari: {all}",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// Poverty of something that is no flow of money.
pub static POVERTY_VALUE: Entry = error(
    "check::poverty_value",
    "poverty of something that is no flow of money",
    &[
        (
            "message",
            "poverty is measured on money per month, quarter or year, not on `{found}`",
            "kemiskinan diukur atas uang per bulan, triwulan atau tahun, bukan `{found}`",
        ),
        ("label", "is `{found}`", "ini `{found}`"),
        (
            "help",
            "give what each person has in a month, and the line in the same period",
            "tulis yang dimiliki tiap orang sebulan, dan garisnya dalam periode yang sama",
        ),
    ],
);

/// The place of a row where there is no row.
pub static PLACE_OF_NO_ROW: Entry = error(
    "check::place_of_no_row",
    "the place of a row where there is none",
    &[
        (
            "message",
            "`{name}` is the place of one row among others, and here there is no row",
            "`{name}` adalah kedudukan satu baris di antara baris lain, dan di sini tidak ada baris",
        ),
        ("label", "stands outside of any row", "berada di luar baris"),
        (
            "help",
            "write it in a rule `of` a level, or as a group: `by decile(…)`",
            "tulis dalam aturan untuk satu tingkat, atau sebagai kelompok: `menurut desil(…)`",
        ),
    ],
);

/// The place of a row that this row cannot reach.
pub static PLACE_OF_OTHER_ROW: Entry = error(
    "check::place_of_other_row",
    "the place of a row that is not reached",
    &[
        (
            "message",
            "`{name}` of `{entity}` has many values for one `{level}`",
            "`{name}` dari `{entity}` mempunyai banyak nilai untuk satu `{level}`",
        ),
        (
            "label",
            "`{entity}` does not lie above `{level}`",
            "`{entity}` tidak di atas `{level}`",
        ),
        (
            "help",
            "place the rows of `{level}`, or of what it belongs to",
            "tempatkan baris `{level}`, atau baris di atasnya",
        ),
    ],
);

/// A figure of the population in a rule of one row.
pub static FIGURE_IN_RULE: Entry = error(
    "check::figure_in_rule",
    "a figure of the population in a rule",
    &[
        (
            "message",
            "`{name}` is a figure of the whole population, which no rule of a row reads as it is",
            "`{name}` adalah angka seluruh penduduk, yang tidak dibaca aturan satu baris begitu saja",
        ),
        (
            "label",
            "known only after all rows are decided",
            "baru diketahui setelah semua baris ditetapkan",
        ),
        (
            "help",
            "write the number as a `parameter`, place the row among the others: `decile(…)`, or declare `define … of population = round(…)`",
            "tulis angkanya sebagai `parameter`, tempatkan barisnya di antara yang lain: `desil(…)`, atau nyatakan `definisi … untuk penduduk = bulatkan(…)`",
        ),
        (
            "help.round",
            "round it where it is defined: `round(…, to Rp 1_000)`, or write its type after `of population`",
            "bulatkan di tempat definisinya: `bulatkan(…, ke Rp 1_000)`, atau tulis jenisnya setelah `untuk penduduk`",
        ),
    ],
);

/// Multidimensional poverty of what is no criteria set.
pub static ALKIRE_FOSTER_SET: Entry = error(
    "check::alkire_foster_set",
    "multidimensional poverty of what is no criteria set",
    &[
        (
            "message",
            "`{name}` does not measure this",
            "`{name}` tidak mengukur ini",
        ),
        (
            "label",
            "no criteria set, or no criterion of one, as this figure needs it",
            "bukan kumpulan kriteria, atau bukan kriteria di dalamnya, yang diperlukan angka ini",
        ),
        ("help", "write `{sample}`", "tulis `{sample}`"),
    ],
);

/// Multidimensional poverty under weights that are no constants.
pub static ALKIRE_FOSTER_WEIGHTS: Entry = error(
    "check::alkire_foster_weights",
    "multidimensional poverty under weights that are no constants",
    &[
        (
            "message",
            "the weights of `{name}` must be constants above zero, of one version",
            "bobot `{name}` harus nilai tetap di atas nol, dari satu versi",
        ),
        (
            "label",
            "some weights differ from row to row or from day to day, or are zero or less",
            "sebagian bobot berbeda menurut baris atau hari, atau nol atau kurang",
        ),
        (
            "help",
            "give each criterion a number: `weight 1/6`",
            "beri setiap kriteria angka: `bobot 1/6`",
        ),
    ],
);
