//! Words of the findings about classes, tables, aids, registers and figures.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[
    &NO_TIME,
    &UNREACHABLE_CLASS,
    &MISSING_OTHERWISE,
    &AFTER_OTHERWISE,
    &TABLE_GAP,
    &TABLE_OVERLAP,
    &TABLE_TOO_LARGE,
    &UNREACHABLE_ROW,
    &CELL_COUNT,
    &OUTPUT_MISSING,
    &OUTPUT_UNKNOWN,
    &NO_ROWS_IN_TABLE,
    &SELECT_WITHOUT_LIMIT,
    &NOT_ABOVE,
    &CLAUSE_TWICE,
    &AMOUNT_NOT_MONEY,
    &MONTHS_OF_ONE_OFF,
    &NO_DURATION,
    &NO_SUCH_BENEFIT,
    &BUDGET_WITHOUT_AMOUNT,
    &NOT_UNIFORM,
    &RANK_MISSING,
    &REGISTER_WITHOUT_CURRENT,
    &NO_AGGREGATE,
    &OTHER_GROUPS,
    &GROUP_KEY,
    &EACH_WITHOUT_GROUPS,
    &NO_WEIGHTS,
    &WEIGHT_MISSING,
    &SCORE_OF_VALUE,
    &POINTS_OF_LIST,
    &POINTS_OUT_OF_REACH,
    &VERSION_TYPE,
    &VERSION_CLASSES,
    &ASSERT_FORM,
];

/// A time of its own where a declaration has none.
pub static NO_TIME: Entry = error(
    "check::no_time",
    "`in force` in a declaration that has no time of its own",
    &[
        (
            "message",
            "this kind of declaration is not in force from one day to another",
            "jenis ketentuan ini tidak berlaku dari satu hari sampai hari lain",
        ),
        ("label", "a time of its own", "waktu tersendiri"),
        (
            "help",
            "take it out; what changes over time stands in the `from DATE` rows of a parameter, or in a `define`, `aid` or `register` with versions",
            "hapus; yang berubah menurut waktu berdiri dalam baris `from TANGGAL` suatu parameter, atau dalam `define`, `aid` atau `register` berversi",
        ),
    ],
);

/// A class that no row can reach.
pub static UNREACHABLE_CLASS: Entry = error(
    "check::unreachable_class",
    "a class that no row can reach",
    &[
        (
            "message",
            "the class `{name}` can never be reached by this row",
            "kelas `{name}` tidak pernah tercapai lewat baris ini",
        ),
        (
            "label",
            "the rows above take all of it",
            "baris di atasnya sudah mengambil semuanya",
        ),
        (
            "help",
            "the first true row wins: put narrower conditions first, or remove this row",
            "yang berlaku adalah baris pertama yang terpenuhi: tulis syarat yang lebih sempit lebih dahulu, atau hapus baris ini",
        ),
    ],
);

/// Classes that leave a gap.
pub static MISSING_OTHERWISE: Entry = error(
    "check::missing_otherwise",
    "classes that leave a gap",
    &[
        (
            "message",
            "the classes of `{name}` do not cover everything",
            "kelas-kelas `{name}` tidak mencakup semua keadaan",
        ),
        (
            "label",
            "no `otherwise` after this row",
            "tanpa `otherwise` setelah baris ini",
        ),
        (
            "help",
            "add a last row `CLASS otherwise`",
            "tambahkan baris terakhir `KELAS otherwise`",
        ),
        (
            "help.example",
            "no row is true for {example}: add a last row `CLASS otherwise`",
            "tidak ada baris yang benar untuk {example}: tambahkan baris terakhir `KELAS otherwise`",
        ),
    ],
);

/// A class row after `otherwise`.
pub static AFTER_OTHERWISE: Entry = error(
    "check::after_otherwise",
    "a class row after `otherwise`",
    &[
        (
            "message",
            "a row after `otherwise` is never reached",
            "baris setelah `otherwise` tidak pernah tercapai",
        ),
        ("label", "never reached", "tidak pernah tercapai"),
        (
            "label.first",
            "takes all that is left",
            "mengambil semua sisanya",
        ),
        (
            "help",
            "make `otherwise` the last row",
            "jadikan `otherwise` baris terakhir",
        ),
    ],
);

/// A table that leaves a gap.
pub static TABLE_GAP: Entry = error(
    "check::table_gap",
    "a table that leaves a gap",
    &[
        (
            "message",
            "the table `{name}` has no row for {example}",
            "tabel `{name}` tidak mempunyai baris untuk {example}",
        ),
        (
            "label",
            "not every case is covered",
            "tidak semua keadaan tercakup",
        ),
        (
            "help",
            "add a row for it, such as `{row}` with the result in place of `…`, or a last row with `-` in every cell",
            "tambahkan barisnya, misalnya `{row}` dengan hasilnya di tempat `…`, atau baris terakhir dengan `-` di setiap sel",
        ),
    ],
);

/// Rows of a table that exclude each other only by promise.
pub static TABLE_OVERLAP: Entry = error(
    "check::table_overlap",
    "rows of a table that exclude each other only by promise",
    &[
        (
            "message",
            "two rows of this table match for {example}",
            "dua baris tabel ini cocok untuk {example}",
        ),
        ("label", "matches too", "juga cocok"),
        ("label.first", "matches", "cocok"),
        (
            "help",
            "`one match` promises that rows exclude each other: narrow one of them, or write `first match`",
            "dengan `one match` hanya satu baris boleh cocok: persempit salah satunya, atau tulis `first match`",
        ),
    ],
);

/// A table too large to prove complete.
pub static TABLE_TOO_LARGE: Entry = error(
    "check::table_too_large",
    "a table too large to prove complete",
    &[
        (
            "message",
            "the table `{name}` is too large to prove that it leaves no gap",
            "tabel `{name}` terlalu besar untuk dibuktikan bahwa tidak ada keadaan yang terlewat",
        ),
        ("label", "too many combinations", "terlalu banyak kombinasi"),
        (
            "help",
            "end it with a row that has `-` in every cell",
            "akhiri dengan baris yang berisi `-` di setiap sel",
        ),
    ],
);

/// A row of a table that is never the first to match.
pub static UNREACHABLE_ROW: Entry = error(
    "check::unreachable_row",
    "a row of a table that is never the first to match",
    &[
        (
            "message",
            "this row never decides: the rows above cover it",
            "baris ini tidak pernah dipakai: keadaannya sudah dicakup baris di atasnya",
        ),
        (
            "label",
            "covered by the rows above",
            "tercakup baris di atasnya",
        ),
        (
            "help",
            "the first matching row wins: put narrower rows first, or remove this one",
            "yang berlaku adalah baris pertama yang cocok: letakkan baris yang lebih sempit lebih dahulu, atau hapus baris ini",
        ),
    ],
);

/// A row with a wrong number of cells.
pub static CELL_COUNT: Entry = error(
    "check::cell_count",
    "a row with a wrong number of cells",
    &[
        (
            "message",
            "this row has {found} cells, the head of the table {wanted}",
            "baris ini mempunyai {found} sel, baris judul tabel {wanted}",
        ),
        ("label", "{found} cells", "{found} sel"),
        (
            "help",
            "give each column one cell; `-` stands for any value",
            "beri setiap kolom satu sel; `-` berarti nilai apa pun",
        ),
    ],
);

/// An output that the table does not have.
pub static OUTPUT_MISSING: Entry = error(
    "check::output_missing",
    "an output that the table does not have",
    &[
        (
            "message",
            "the table has no column for `{name}`",
            "tabel tidak mempunyai kolom `{name}`",
        ),
        (
            "label",
            "no column right of `||`",
            "tidak ada kolom di kanan `||`",
        ),
        (
            "help",
            "put `{name}` into the head, right of `||`",
            "letakkan `{name}` pada baris judul tabel, di kanan `||`",
        ),
    ],
);

/// A column that is no output.
pub static OUTPUT_UNKNOWN: Entry = error(
    "check::output_unknown",
    "a column that is no output",
    &[
        (
            "message",
            "`{name}` is no output of this table",
            "`{name}` bukan keluaran tabel ini",
        ),
        (
            "label",
            "right of `||` stand the outputs",
            "di kanan `||` ada keluaran",
        ),
        (
            "help",
            "name the column as in the line `decide …`, or move it left of `||`",
            "namai kolom seperti pada baris `decide …`, atau pindahkan ke kiri `||`",
        ),
    ],
);

/// A table without rows.
pub static NO_ROWS_IN_TABLE: Entry = error(
    "check::no_rows_in_table",
    "a table without rows",
    &[
        (
            "message",
            "this table has no rows",
            "tabel ini tidak mempunyai baris",
        ),
        ("label", "no rows", "tanpa baris"),
        (
            "help",
            "add rows under the head",
            "tambahkan baris di bawah baris judulnya",
        ),
    ],
);

/// A selection without a limit.
pub static SELECT_WITHOUT_LIMIT: Entry = error(
    "check::select_without_limit",
    "a selection without a limit",
    &[
        (
            "message",
            "the selection `{name}` has no limit",
            "pilihan `{name}` tidak mempunyai batas",
        ),
        ("label", "takes every row", "mengambil setiap baris"),
        (
            "help",
            "add `limit N per …`; without a limit, a `define` says the same",
            "tambahkan `limit N per …`; tanpa batas, `define` berarti sama",
        ),
    ],
);

/// A level that does not lie above.
pub static NOT_ABOVE: Entry = error(
    "check::not_above",
    "a level that does not lie above",
    &[
        (
            "message",
            "a `{level}` has no `{entity}` above it",
            "`{level}` tidak mempunyai `{entity}` di atasnya",
        ),
        ("label", "not above `{level}`", "tidak di atas `{level}`"),
        (
            "help",
            "name an entity that `{level}` belongs to",
            "sebut entitas yang menaungi `{level}`",
        ),
    ],
);

/// A clause that stands twice.
pub static CLAUSE_TWICE: Entry = error(
    "check::clause_twice",
    "a clause that stands twice",
    &[
        (
            "message",
            "`{clause}` stands twice",
            "`{clause}` tertulis dua kali",
        ),
        ("label", "the second", "yang kedua"),
        ("label.first", "the first", "yang pertama"),
        ("help", "keep one of the two", "pertahankan salah satunya"),
    ],
);

/// An amount that is no money.
pub static AMOUNT_NOT_MONEY: Entry = error(
    "check::amount_not_money",
    "an amount that is no money",
    &[
        (
            "message",
            "an amount is money, but this is `{found}`",
            "besaran adalah uang, tetapi ini `{found}`",
        ),
        ("label", "this is `{found}`", "ini `{found}`"),
        (
            "help",
            "multiply by an amount, as in `Rp 200_000 per month * …`, or give an aid in kind with `service`",
            "kalikan dengan jumlah uang, misalnya `Rp 200_000 per month * …`, atau beri bantuan barang dengan `service`",
        ),
    ],
);

/// A number of months for a one-off amount.
pub static MONTHS_OF_ONE_OFF: Entry = error(
    "check::months_of_one_off",
    "a number of months for a one-off amount",
    &[
        (
            "message",
            "a one-off amount is not given for a number of months",
            "jumlah sekali bayar tidak diberikan selama beberapa bulan",
        ),
        ("label", "a number of months", "jumlah bulan"),
        (
            "help",
            "give the amount per month, or leave `for … months` out",
            "nyatakan besaran per bulan, atau hilangkan `for … months`",
        ),
    ],
);

/// The total of an aid without an end.
pub static NO_DURATION: Entry = error(
    "check::no_duration",
    "the total of an aid without an end",
    &[
        (
            "message",
            "`{name}` does not say for how many months it is given, so it has no total",
            "`{name}` tidak menyebut berapa bulan diberikan, sehingga tidak ada totalnya",
        ),
        ("label", "over how long?", "selama berapa lama?"),
        (
            "help",
            "say it in the aid, the same in all versions: `amount … per month for 3 months`",
            "sebutkan dalam bantuan, sama dalam semua versi: `besaran … per bulan selama 3 bulan`",
        ),
    ],
);

/// A part of an aid that it does not have.
pub static NO_SUCH_BENEFIT: Entry = error(
    "check::no_such_benefit",
    "a part of an aid that it does not have",
    &[
        (
            "message",
            "the aid `{name}` has no `{part}`",
            "bantuan `{name}` tidak mempunyai `{part}`",
        ),
        ("label", "not given by `{name}`", "tidak diberikan `{name}`"),
        (
            "help",
            "an aid has `.amount` with a clause `amount`, and `.service` with a clause `service`",
            "bantuan mempunyai `.amount` bila ada klausul `amount`, dan `.service` bila ada klausul `service`",
        ),
    ],
);

/// A budget of an aid that gives no money.
pub static BUDGET_WITHOUT_AMOUNT: Entry = error(
    "check::budget_without_amount",
    "a budget of an aid that gives no money",
    &[
        (
            "message",
            "a budget limits amounts, but this aid has none",
            "pagu membatasi besaran, tetapi bantuan ini tidak mempunyainya",
        ),
        ("label", "a budget", "pagu"),
        (
            "help",
            "add `amount …`, or limit the number of rows with `quota`",
            "tambahkan `amount …`, atau batasi jumlah baris dengan `quota`",
        ),
    ],
);

/// A ceiling that differs within a group.
pub static NOT_UNIFORM: Entry = error(
    "check::not_uniform",
    "a ceiling that differs within a group",
    &[
        (
            "message",
            "a quota or budget must be the same for all rows of a group",
            "kuota atau pagu harus sama untuk semua baris sekelompok",
        ),
        (
            "label",
            "may differ from row to row",
            "dapat berbeda antara satu baris dan baris lain",
        ),
        (
            "help",
            "use constants, parameters, and the value after `per` alone",
            "pakai nilai tetap, parameter, dan nilai setelah `per` saja",
        ),
    ],
);

/// A ceiling without an order.
pub static RANK_MISSING: Entry = error(
    "check::rank_missing",
    "a ceiling without an order",
    &[
        (
            "message",
            "`{clause}` needs to know who comes first when not all can be served",
            "`{clause}` perlu tahu siapa yang didahulukan bila tidak semua kebagian",
        ),
        ("label", "in which order?", "dalam urutan apa?"),
        (
            "help",
            "add this line under it, indented alike:\n`rank by {first}, {key}`\nthe lowest `{first}` comes first (for the highest write `{first} descending`); of two that are equal, the one with the lower `{key}`",
            "tambahkan baris ini di bawahnya, dengan inden yang sama:\n`rank by {first}, {key}`\n`{first}` terendah didahulukan (untuk yang tertinggi tulis `{first} descending`); bila sama, yang `{key}`-nya lebih kecil",
        ),
        (
            "help.blank",
            "add this line under it, indented alike:\n`rank by {first}, {key}`\nthe lowest `{first}` comes first (for the highest write `{first} descending`); of two that are equal, the one with the lower `{key}`; where `{first}` is blank, the `{entity}` gets the status to be verified, and no place until it is filled in",
            "tambahkan baris ini di bawahnya, dengan inden yang sama:\n`rank by {first}, {key}`\n`{first}` terendah didahulukan (untuk yang tertinggi tulis `{first} descending`); bila sama, yang `{key}`-nya lebih kecil; bila `{first}` kosong, `{entity}` itu berstatus perlu diverifikasi dan belum mendapat tempat sampai diisi",
        ),
        (
            "help.only",
            "add a line under it, indented alike, such as `rank by {key}`, with what tells who comes first before `{key}`, separated by a comma",
            "tambahkan baris di bawahnya, dengan inden yang sama, seperti `rank by {key}`; tulis dahulu apa yang menentukan urutannya, lalu koma, baru `{key}`",
        ),
    ],
);

/// A register that does not say who is on it.
pub static REGISTER_WITHOUT_CURRENT: Entry = error(
    "check::register_without_current",
    "a register that does not say who is on it",
    &[
        (
            "message",
            "the register `{name}` does not say who is on it now",
            "daftar `{name}` tidak menyatakan siapa yang tercatat sekarang",
        ),
        ("label", "no `current`", "tanpa `current`"),
        (
            "help",
            "add `current FIELD`, a true-or-false field",
            "tambahkan `current KOLOM`, kolom benar atau salah",
        ),
    ],
);

/// An indicator that counts nothing.
pub static NO_AGGREGATE: Entry = error(
    "check::no_aggregate",
    "an indicator that counts nothing",
    &[
        (
            "message",
            "the indicator `{name}` counts nothing",
            "indikator `{name}` tidak menghitung apa pun",
        ),
        ("label", "no aggregation", "tidak menghitung baris"),
        (
            "help",
            "write a figure such as `count(member where …)`",
            "tulis angka seperti `count(member where …)`",
        ),
    ],
);

/// An indicator with other groups.
pub static OTHER_GROUPS: Entry = error(
    "check::other_groups",
    "an indicator with other groups",
    &[
        (
            "message",
            "`{name}` is grouped by {theirs}, this indicator by {ours}",
            "`{name}` dikelompokkan menurut {theirs}, indikator ini menurut {ours}",
        ),
        (
            "label",
            "grouped by {theirs}",
            "dikelompokkan menurut {theirs}",
        ),
        (
            "help",
            "group both alike with `by …`",
            "kelompokkan keduanya dengan cara yang sama: `by …`",
        ),
    ],
);

/// A group by a value that is no group.
pub static GROUP_KEY: Entry = error(
    "check::group_key",
    "a group by a value that is no group",
    &[
        (
            "message",
            "`{found}` makes no groups",
            "`{found}` tidak membentuk kelompok",
        ),
        ("label", "this is `{found}`", "ini `{found}`"),
        (
            "help",
            "group by an entity, an enumeration, or a classification",
            "kelompokkan menurut entitas, jenis, atau klasifikasi",
        ),
    ],
);

/// `each` of an indicator without groups.
pub static EACH_WITHOUT_GROUPS: Entry = error(
    "check::each_without_groups",
    "`each` of an indicator without groups",
    &[
        (
            "message",
            "`{name}` has no groups, so `each` says nothing",
            "`{name}` tidak mempunyai kelompok, sehingga `each` tidak berarti",
        ),
        ("label", "of what?", "setiap apa?"),
        (
            "help",
            "leave `each` out, or give the indicator `by …`",
            "hilangkan `each`, atau beri indikator `by …`",
        ),
    ],
);

/// Points of a criteria set without weights.
pub static NO_WEIGHTS: Entry = error(
    "check::no_weights",
    "points of a criteria set without weights",
    &[
        (
            "message",
            "the criteria of `{name}` have no weights, so there are no points",
            "kriteria `{name}` tidak mempunyai bobot, jadi tidak ada poin",
        ),
        ("label", "no weights", "tanpa bobot"),
        (
            "help",
            "give each criterion its `weight`, or count the criteria: `at least 3 of {name}`",
            "beri tiap kriteria `weight`-nya, atau hitung kriterianya: `at least 3 of {name}`",
        ),
    ],
);

/// A criterion without a weight among others with one.
pub static WEIGHT_MISSING: Entry = error(
    "check::weight_missing",
    "a criterion without a weight among others with one",
    &[
        (
            "message",
            "`{name}` has no weight, while other criteria of its set have one",
            "`{name}` tidak mempunyai bobot, sedangkan kriteria lain dalam kumpulannya punya",
        ),
        ("label", "no weight", "tanpa bobot"),
        (
            "help",
            "write its weight, `weight 0` if it gives no points",
            "tulis bobotnya, `weight 0` jika tidak memberi poin",
        ),
    ],
);

/// `score` of what is no criteria set.
pub static SCORE_OF_VALUE: Entry = error(
    "check::score_of_value",
    "`score` of what is no criteria set",
    &[
        (
            "message",
            "`score` takes the name of a criteria set",
            "`score` memerlukan nama kumpulan kriteria",
        ),
        ("label", "no criteria set", "bukan kumpulan kriteria"),
        (
            "help",
            "write the name of a `criteria` declaration: `score(bps14)`",
            "tulis nama ketentuan `criteria`: `score(bps14)`",
        ),
    ],
);

/// Points of a plain list.
pub static POINTS_OF_LIST: Entry = error(
    "check::points_of_list",
    "points of a plain list",
    &[
        (
            "message",
            "a plain list has no points",
            "daftar biasa tidak mempunyai poin",
        ),
        (
            "label",
            "weights stand in a criteria set",
            "bobot ditulis dalam kumpulan kriteria",
        ),
        (
            "help",
            "declare `criteria` with a `weight` for each row and name the set here",
            "nyatakan `criteria` dengan `weight` tiap baris dan sebut kumpulannya di sini",
        ),
    ],
);

/// More points than the criteria can give.
pub static POINTS_OUT_OF_REACH: Entry = error(
    "check::points_out_of_reach",
    "more points than the criteria can give",
    &[
        (
            "message",
            "{count} points are wanted, and all criteria together give {available}",
            "{count} poin diminta, dan semua kriteria bersama memberi {available}",
        ),
        ("label", "never reached", "tidak pernah tercapai"),
        (
            "help",
            "compare the number with the weights of the set",
            "bandingkan bilangan ini dengan bobot kumpulannya",
        ),
    ],
);

/// Versions of a declaration that give different types.
pub static VERSION_TYPE: Entry = error(
    "check::version_type",
    "versions of a declaration that give different types",
    &[
        (
            "message",
            "this version of `{name}` gives `{found}`, the first one `{wanted}`",
            "versi `{name}` ini memberi `{found}`, yang pertama `{wanted}`",
        ),
        ("label", "another type", "jenis lain"),
        (
            "help",
            "let all versions give the same type, or use two names",
            "beri semua versi jenis yang sama, atau pakai dua nama",
        ),
        ("label.first", "the first version", "versi pertama"),
    ],
);

/// Versions of a classification with different classes.
pub static VERSION_CLASSES: Entry = error(
    "check::version_classes",
    "versions of a classification with different classes",
    &[
        (
            "message",
            "the versions of `{name}` list different classes, or in another order",
            "versi-versi `{name}` memuat kelas yang berbeda, atau urutannya lain",
        ),
        (
            "label",
            "not as in the first version",
            "tidak seperti versi pertama",
        ),
        (
            "help",
            "list the same classes in the same order in every version: {classes}",
            "sebut kelas yang sama dengan urutan yang sama dalam setiap versi: {classes}",
        ),
        ("label.first", "the first version", "versi pertama"),
    ],
);

/// An assertion that is no promise over the population.
pub static ASSERT_FORM: Entry = error(
    "check::assert_form",
    "an assertion that is no promise over the population",
    &[
        (
            "message",
            "an assertion compares figures of the population, or says what holds of every row",
            "pernyataan membandingkan angka penduduk, atau mengatakan apa yang berlaku bagi setiap baris",
        ),
        ("label", "neither", "bukan keduanya"),
        (
            "help",
            "write `count(…) <= 100`, `every(… has …, if no rows true)`, `any(…)` or `not any(…)`, joined by `and`",
            "tulis `count(…) <= 100`, `every(… has …, if no rows true)`, `any(…)` atau `not any(…)`, digabung dengan `and`",
        ),
    ],
);
