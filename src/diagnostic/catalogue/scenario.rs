//! Words of the findings about scenarios: what they set, repeal and name.

use super::error;
use crate::diagnostic::Entry;

/// The entries of scenarios.
pub const ENTRIES: &[&Entry] = &[
    &NOT_IN_SCENARIO,
    &EMPTY_SCENARIO,
    &SET_UNKNOWN,
    &SET_NOT_PARAMETER,
    &SET_PART,
    &SET_FORM,
    &SET_BEFORE,
    &SET_CHANGES_NOTHING,
    &REPEAL_UNKNOWN,
    &REPEAL_USED,
    &SCENARIO_UNKNOWN,
];

/// A declaration that no scenario can hold.
pub static NOT_IN_SCENARIO: Entry = error(
    "syntax::not_in_scenario",
    "a declaration that no scenario can hold",
    &[
        (
            "message",
            "`{construct}` cannot stand in a scenario",
            "`{construct}` tidak dapat berada dalam skenario",
        ),
        (
            "label",
            "the data and the tests are those of the policy",
            "data dan uji adalah milik kebijakan",
        ),
        (
            "help",
            "write it without indentation, as a declaration of its own; a scenario takes `set`, `repeal`, `amend` and new rules",
            "tulis tanpa menjorok, sebagai ketentuan tersendiri; skenario memuat `tetapkan`, `cabut`, `ubah` dan aturan baru",
        ),
    ],
);

/// A scenario without a change.
pub static EMPTY_SCENARIO: Entry = error(
    "syntax::empty_scenario",
    "a scenario without a change",
    &[
        (
            "message",
            "the scenario `{name}` changes nothing",
            "skenario `{name}` tidak mengubah apa pun",
        ),
        (
            "label",
            "no change follows",
            "tidak ada perubahan sesudahnya",
        ),
        (
            "help",
            "add a row such as `set poverty_line = poverty_line * 110%`, or remove the scenario",
            "tambahkan baris seperti `tetapkan poverty_line = poverty_line * 110%`, atau hapus skenarionya",
        ),
    ],
);

/// A change of what does not exist.
pub static SET_UNKNOWN: Entry = error(
    "resolve::set_unknown",
    "a change of what the policy does not have",
    &[
        (
            "message",
            "there is no parameter or aid `{name}` to set",
            "tidak ada parameter atau bantuan `{name}` untuk ditetapkan",
        ),
        ("label", "not found", "tidak ditemukan"),
        (
            "help",
            "name a parameter, or the quota, amount or budget of an aid: `set pkh.quota = 500`",
            "sebut parameter, atau kuota, besaran atau pagu suatu bantuan: `tetapkan pkh.kuota = 500`",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// A change of what is no parameter.
pub static SET_NOT_PARAMETER: Entry = error(
    "resolve::set_not_parameter",
    "a change of what is no parameter",
    &[
        (
            "message",
            "`{name}` is no parameter",
            "`{name}` bukan parameter",
        ),
        (
            "label",
            "declared with `{kind}`",
            "dinyatakan dengan `{kind}`",
        ),
        ("label.declared", "declared here", "dinyatakan di sini"),
        (
            "help",
            "`set` changes parameters: set one that `{name}` is made of",
            "`tetapkan` mengubah parameter: tetapkan parameter yang membentuk `{name}`",
        ),
        (
            "help.aid",
            "of an aid, say what is set: `{name}.quota`, `{name}.amount` or `{name}.budget`",
            "untuk bantuan, sebut apa yang ditetapkan: `{name}.kuota`, `{name}.besaran` atau `{name}.pagu`",
        ),
    ],
);

/// A part of an aid that cannot be set.
pub static SET_PART: Entry = error(
    "resolve::set_part",
    "a part of an aid that cannot be set",
    &[
        (
            "message",
            "`{part}` of the aid `{name}` cannot be set",
            "`{part}` dari bantuan `{name}` tidak dapat ditetapkan",
        ),
        (
            "label",
            "not a quota, amount or budget",
            "bukan kuota, besaran atau pagu",
        ),
        (
            "help",
            "set `{name}.quota`, `{name}.amount` or `{name}.budget`; change other clauses with `amend aid {name}`",
            "tetapkan `{name}.kuota`, `{name}.besaran` atau `{name}.pagu`; ubah klausul lain dengan `ubah bantuan {name}`",
        ),
    ],
);

/// A part of a change that does not fit what is set.
pub static SET_FORM: Entry = error(
    "resolve::set_form",
    "a part of a change that does not fit what is set",
    &[
        (
            "message",
            "{what} does not fit `{name}`",
            "{what} tidak cocok untuk `{name}`",
        ),
        ("label", "does not fit", "tidak cocok"),
        (
            "help.keys",
            "`{name}` has one value: leave the brackets out",
            "`{name}` bernilai tunggal: hapus kurung sikunya",
        ),
        (
            "help.one_key",
            "give one key: `{name}[KEY]`; without brackets every key is set",
            "berikan satu kunci: `{name}[KUNCI]`; tanpa kurung siku semua kunci ditetapkan",
        ),
        (
            "help.further",
            "the row `each further` counts from the last key: set `{name}` without brackets, or amend its rows",
            "baris `setiap tambahan` dihitung dari kunci terakhir: tetapkan `{name}` tanpa kurung siku, atau ubah barisnya",
        ),
        (
            "help.part",
            "only aids have a quota, an amount and a budget: remove `.{part}`, or name an aid",
            "hanya bantuan yang memiliki kuota, besaran dan pagu: hapus `.{part}`, atau sebut bantuan",
        ),
        (
            "help.from",
            "clauses of an aid have no dates: leave `from` out, or set a parameter that the clause names",
            "klausul bantuan tidak bertanggal: hapus `sejak`, atau tetapkan parameter yang disebut klausul itu",
        ),
        (
            "help.of",
            "`of` belongs to a quota: `set pkh.quota = 10% of family`",
            "`dari` milik kuota: `tetapkan pkh.kuota = 10% dari family`",
        ),
        (
            "help.months",
            "`for … months` belongs to an amount: `set blt.amount = Rp 300_000 per month for 3 months`",
            "`selama … bulan` milik besaran: `tetapkan blt.besaran = Rp 300_000 per bulan selama 3 bulan`",
        ),
    ],
);

/// A change that starts from a value that is not there.
pub static SET_BEFORE: Entry = error(
    "resolve::set_before",
    "a change that starts from a value that is not there",
    &[
        (
            "message",
            "`{name}` has no value before the scenario",
            "`{name}` tidak memiliki nilai sebelum skenario",
        ),
        ("label", "nothing to start from", "tidak ada nilai awal"),
        (
            "help",
            "write the new value itself: a number or an amount",
            "tulis nilai barunya sendiri: suatu bilangan atau jumlah uang",
        ),
    ],
);

/// A change that changes nothing.
pub static SET_CHANGES_NOTHING: Entry = error(
    "resolve::set_changes_nothing",
    "a change that changes nothing",
    &[
        (
            "message",
            "this leaves `{name}` as it is",
            "nilai `{name}` tidak berubah oleh baris ini",
        ),
        ("label", "changes nothing", "tidak mengubah apa pun"),
        (
            "help",
            "write another value, or remove the row",
            "tulis nilai lain, atau hapus barisnya",
        ),
        (
            "help.from",
            "no value of `{name}` is in force on or after {date}: choose an earlier day",
            "tidak ada nilai `{name}` yang berlaku pada atau setelah {date}: pilih hari yang lebih awal",
        ),
    ],
);

/// A repeal of what does not exist or cannot be repealed.
pub static REPEAL_UNKNOWN: Entry = error(
    "resolve::repeal_unknown",
    "a repeal of what is no rule",
    &[
        (
            "message",
            "there is no rule `{name}` to repeal",
            "tidak ada ketentuan `{name}` untuk dicabut",
        ),
        ("label", "cannot be repealed", "tidak dapat dicabut"),
        (
            "help",
            "`repeal` ends a rule of the policy by its name; the levels of the data stay",
            "`cabut` mengakhiri ketentuan kebijakan menurut namanya; tingkat data tetap",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);

/// A repeal of what is used.
pub static REPEAL_USED: Entry = error(
    "resolve::repeal_used",
    "a repeal of what is still used",
    &[
        (
            "message",
            "`{name}` is repealed and still used",
            "`{name}` dicabut tetapi masih dipakai",
        ),
        ("label", "repealed here", "dicabut di sini"),
        ("label.used", "used here", "dipakai di sini"),
        (
            "help",
            "repeal what uses it too: `repeal {user}`",
            "cabut juga yang memakainya: `cabut {user}`",
        ),
    ],
);

/// A scenario that the policy does not have.
pub static SCENARIO_UNKNOWN: Entry = error(
    "resolve::scenario_unknown",
    "a scenario that the policy does not have",
    &[
        (
            "message",
            "there is no scenario `{name}`",
            "tidak ada skenario `{name}`",
        ),
        (
            "help",
            "the policy has: {all}",
            "kebijakan ini memiliki: {all}",
        ),
        (
            "help.none",
            "the policy has no scenarios: declare one with `scenario {name} \"…\"`, or use `--set`",
            "kebijakan ini tidak memiliki skenario: nyatakan dengan `skenario {name} \"…\"`, atau gunakan `--set`",
        ),
        (
            "help.suggest",
            "did you mean `{suggestion}`?",
            "apakah maksudnya `{suggestion}`?",
        ),
    ],
);
