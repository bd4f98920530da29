//! Words of the findings about rows that come from the standard input.

use super::{Entry, error};

/// One stream for several entities.
pub static STANDARD_INPUT: Entry = error(
    "data::standard_input",
    "the standard input holds the rows of one entity, and the policy has several",
    &[
        (
            "message",
            "`--data -` reads the rows of one entity, and the policy has several: {entities}",
            "`--data -` membaca baris dari satu entitas, sedangkan kebijakan ini memiliki beberapa: {entities}",
        ),
        (
            "help",
            "write `file = \"-\"` for one of them into a `dataset.toml`, and name the files of the others there",
            "tulis `file = \"-\"` untuk salah satunya di dalam `dataset.toml`, dan sebutkan berkas yang lain di situ",
        ),
    ],
);
