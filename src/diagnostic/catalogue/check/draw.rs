//! Words of the findings about who takes an aid up.

use super::error;
use crate::diagnostic::Entry;

/// The entries of this table.
pub(super) const ENTRIES: &[&Entry] = &[&TAKE_UP_KEY, &TAKE_UP_SEED, &TAKE_UP_SHARE];

/// A draw among rows that have no key of their own.
pub static TAKE_UP_KEY: Entry = error(
    "check::take_up_key",
    "a draw among rows without a key of their own",
    &[
        (
            "message",
            "who takes the aid up is drawn by key, and the rows of `{entity}` have none of their own",
            "siapa yang mengambil bantuan diundi menurut kunci, dan baris `{entity}` tidak mempunyai kunci sendiri",
        ),
        (
            "label",
            "drawn by the key of each row",
            "diundi menurut kunci tiap baris",
        ),
        (
            "help",
            "give `{entity}` a key of one or several columns, such as `key village, house`: with row numbers, sorting the file anew would draw other rows",
            "beri `{entity}` kunci dari satu atau beberapa kolom, misalnya `kunci desa, rumah`: dengan nomor baris, berkas yang diurutkan ulang akan mengundi baris lain",
        ),
    ],
);

/// A draw without a seed.
pub static TAKE_UP_SEED: Entry = error(
    "check::take_up_seed",
    "a draw without a seed",
    &[
        (
            "message",
            "`take up` needs a seed, a whole number from 0 to 4_294_967_295",
            "`pengambilan` memerlukan benih, yaitu bilangan bulat dari 0 sampai 4_294_967_295",
        ),
        (
            "label",
            "no seed that can be used",
            "tidak ada benih yang dapat dipakai",
        ),
        (
            "help",
            "add `seed` and any whole number: the same seed draws the same rows in every run and every scenario",
            "tambahkan `benih` dan bilangan bulat apa saja: benih yang sama mengundi baris yang sama di setiap proses dan setiap skenario",
        ),
        (
            "help.whole",
            "write a whole number, such as `seed 2023`",
            "tulis bilangan bulat, misalnya `benih 2023`",
        ),
    ],
);

/// A share that is none.
pub static TAKE_UP_SHARE: Entry = error(
    "check::take_up_share",
    "a share outside 0% to 100%",
    &[
        (
            "message",
            "the share of those who take the aid up is {share}, outside 0% to 100%",
            "bagian yang mengambil bantuan adalah {share}, di luar 0% sampai 100%",
        ),
        ("label", "no share", "bukan bagian"),
        (
            "help",
            "write a share from 0% to 100%, such as `80%` or `0.8`",
            "tulis bagian dari 0% sampai 100%, misalnya `80%` atau `0.8`",
        ),
        (
            "help.percent",
            "for {share} in a hundred, write `{share}%`",
            "untuk {share} dari seratus, tulis `{share}%`",
        ),
    ],
);
