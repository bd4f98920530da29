//! Words about lists of field verification that come back.

use super::{error, warning};
use crate::diagnostic::Entry;

/// A list lacks a column.
pub static VERIFIED_NO_COLUMN: Entry = error(
    "data::verified_no_column",
    "a list of field verification lacks a column",
    &[
        (
            "message",
            "`{file}` has no column `{column}`",
            "`{file}` tidak memiliki kolom `{column}`",
        ),
        (
            "help",
            "a list that comes back has the columns entity, key, field, value and, if you like, source, date, officer: fill in `to_verify.csv` as the run wrote it; columns there are: {available}",
            "daftar yang kembali memiliki kolom entity, key, field, value dan, bila perlu, source, date, officer: isi `to_verify.csv` sebagaimana ditulis; kolom yang ada: {available}",
        ),
    ],
);

/// A line names no entity.
pub static VERIFIED_UNKNOWN_ENTITY: Entry = error(
    "data::verified_unknown_entity",
    "a line of a list of field verification names an entity that is not there",
    &[
        (
            "message",
            "`{file}`, row {row}: the policy has no entity `{entity}`",
            "`{file}`, baris {row}: kebijakan tidak memiliki entitas `{entity}`",
        ),
        ("help", "entities are {known}", "entitasnya {known}"),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
    ],
);

/// A line names no field of its entity.
pub static VERIFIED_UNKNOWN_FIELD: Entry = error(
    "data::verified_unknown_field",
    "a line of a list of field verification names a field or a check that is not there",
    &[
        (
            "message",
            "`{file}`, row {row}: `{entity}` has no `{field}`",
            "`{file}`, baris {row}: `{entity}` tidak memiliki `{field}`",
        ),
        ("help", "fields are {known}", "isiannya {known}"),
        (
            "help.near",
            "did you mean `{near}`?",
            "apakah maksudnya `{near}`?",
        ),
        (
            "help.check",
            "a check is written `AID.CODE`; those of this entity: {known}",
            "pemeriksaan ditulis `BANTUAN.KODE`; yang ada pada entitas ini: {known}",
        ),
    ],
);

/// A line names no row.
pub static VERIFIED_UNKNOWN_KEY: Entry = error(
    "data::verified_unknown_key",
    "a line of a list of field verification names a row that the data do not hold",
    &[
        (
            "message",
            "`{file}`, row {row}: there is no `{entity}` with the key `{key}`",
            "`{file}`, baris {row}: tidak ada `{entity}` dengan kunci `{key}`",
        ),
        (
            "help",
            "correct the key, or remove the line if the row has left the data",
            "perbaiki kuncinya, atau hapus baris itu bila datanya sudah tidak ada",
        ),
        (
            "help.rounded",
            "a spreadsheet has rounded the number: format the column `key` as text and enter the key again",
            "lembar kerja telah membulatkan angkanya: format kolom `key` sebagai teks dan isi kembali kuncinya",
        ),
    ],
);

/// A masked key leads nowhere.
pub static VERIFIED_MASKED_KEY: Entry = error(
    "data::verified_masked_key",
    "a masked key in a list of field verification does not lead to its row",
    &[
        (
            "message",
            "`{file}`, row {row}: the masked key `{key}` does not lead to a row of `{entity}`",
            "`{file}`, baris {row}: kunci tersamar `{key}` tidak mengarah ke baris `{entity}` mana pun",
        ),
        (
            "help",
            "a masked key is found by its place, `#FILE:ROW`, in the same files that the list was made from; with newer files, write the whole key, or make the list with `--show-personal`",
            "kunci tersamar dicari dari tempatnya, `#BERKAS:BARIS`, dalam berkas yang sama dengan saat daftar dibuat; bila berkasnya lebih baru, tulis kunci lengkap, atau buat daftar dengan `--show-personal`",
        ),
    ],
);

/// A value does not fit its field.
pub static VERIFIED_VALUE: Entry = error(
    "data::verified_value",
    "a value of field verification does not fit its field",
    &[
        (
            "message",
            "`{file}`, row {row}: {reason} (`{entity}.{field}`, {code})",
            "`{file}`, baris {row}: {reason_id} (`{entity}.{field}`, {code})",
        ),
        ("help", "{cure}", "{cure_id}"),
    ],
);

/// Two lines differ about one cell.
pub static VERIFIED_TWICE: Entry = error(
    "data::verified_twice",
    "two lines of field verification give one cell different values",
    &[
        (
            "message",
            "`{file}`, rows {first} and {row} give `{entity}.{field}` of one row different values",
            "`{file}`, baris {first} dan {row} memberi `{entity}.{field}` satu baris nilai yang berbeda",
        ),
        (
            "help",
            "keep the line that is right",
            "pertahankan baris yang benar",
        ),
    ],
);

/// A check is answered with something else.
pub static VERIFIED_CHECK: Entry = error(
    "data::verified_check",
    "a check in a list of field verification is answered with something else",
    &[
        (
            "message",
            "`{file}`, row {row}: `{value}` is no answer to the check `{field}`",
            "`{file}`, baris {row}: `{value}` bukan jawaban untuk pemeriksaan `{field}`",
        ),
        (
            "help",
            "write `checked` once the check was made and holds the family back no longer; correct a wrong answer by a line for its field",
            "tulis `diperiksa` bila pemeriksaan sudah dilakukan dan tidak lagi menahan keluarga itu; perbaiki jawaban yang salah dengan baris untuk isiannya",
        ),
    ],
);

/// A line fills what is not an answer.
pub static VERIFIED_NOT_A_CELL: Entry = error(
    "data::verified_not_a_cell",
    "a line of field verification fills in what is settled in the data",
    &[
        (
            "message",
            "`{file}`, row {row}: `{field}` of `{entity}` cannot be filled in here",
            "`{file}`, baris {row}: `{field}` dari `{entity}` tidak dapat diisi di sini",
        ),
        (
            "help",
            "it is settled in the data: correct the rejected rows (`rejected.csv`) or deliver the missing file, and leave the value blank",
            "ini diselesaikan dalam data: perbaiki baris yang ditolak (`rejected.csv`) atau sediakan berkas yang kurang, dan biarkan nilainya kosong",
        ),
        (
            "help.key",
            "the key says which row is meant; correct it in the data",
            "kunci menunjukkan baris yang dimaksud; perbaiki dalam data",
        ),
    ],
);

/// Values differ from known ones.
pub static VERIFIED_CONTRADICTS: Entry = warning(
    "data::verified_contradicts",
    "values of field verification differ from known ones",
    &[
        (
            "message",
            "`{entity}.{field}`: values that came back differ from what the data hold ({count}); the first is in `{file}`, row {row}: `{before}` became `{value}`",
            "`{entity}.{field}`: nilai yang kembali berbeda dari isi data ({count}); yang pertama di `{file}`, baris {row}: `{before}` menjadi `{value}`",
        ),
        (
            "help",
            "the value that came back counts; `verified.csv` lists each with the one before",
            "nilai yang kembali yang berlaku; `verified.csv` memuat masing-masing beserta nilai sebelumnya",
        ),
    ],
);

/// No line is filled in.
pub static VERIFIED_EMPTY: Entry = warning(
    "data::verified_empty",
    "no line of a list of field verification is filled in",
    &[
        (
            "message",
            "no line of `{file}` is filled in",
            "tidak ada baris `{file}` yang terisi",
        ),
        (
            "help",
            "fill in the column `value`, or leave out `--verified`",
            "isi kolom `value`, atau hilangkan `--verified`",
        ),
    ],
);

/// A line has too few or too many cells.
pub static VERIFIED_CELLS: Entry = error(
    "data::verified_cells",
    "a line of a list of field verification has too few or too many cells",
    &[
        (
            "message",
            "`{file}`, row {row}: the row has {found} cells, the header has {expected}",
            "`{file}`, baris {row}: baris memiliki {found} sel, judulnya {expected}",
        ),
        (
            "help",
            "look for a missing or an extra delimiter; put a value that holds one in quotes",
            "cari pemisah yang kurang atau berlebih; apit nilai yang memuatnya dengan tanda kutip",
        ),
    ],
);
