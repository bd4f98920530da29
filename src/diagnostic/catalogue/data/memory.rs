//! Words of the findings about memory: a run that would need too much, or came to need it.

use super::{Entry, error};

/// A run that would need more memory than it may take.
pub static MEMORY_LIMIT: Entry = error(
    "data::memory_limit",
    "the run would need more memory than it may take",
    &[
        (
            "message",
            "the run would need about {need} of memory, and `--memory-limit` allows {limit}",
            "perhitungan ini memerlukan sekitar {need} memori, sedangkan `--memory-limit` mengizinkan {limit}",
        ),
        (
            "help",
            "ask for fewer results with `--outputs`, run the provinces one by one, or raise the limit",
            "minta lebih sedikit hasil dengan `--outputs`, jalankan provinsi satu per satu, atau naikkan batasnya",
        ),
        (
            "help.text",
            "files of text are read as a whole: write them as Parquet, run the provinces one by one, or raise the limit",
            "berkas teks dibaca seutuhnya: tulis sebagai Parquet, jalankan provinsi satu per satu, atau naikkan batasnya",
        ),
    ],
);

/// A run that came to take more memory than it may.
pub static MEMORY_REACHED: Entry = error(
    "data::memory_reached",
    "the run was stopped because it took more memory than it may",
    &[
        (
            "message",
            "the run took {taken} of memory, more than the {limit} of `--memory-limit`, and was stopped; files that were not whole yet have been removed",
            "perhitungan ini memakai {taken} memori, lebih dari {limit} menurut `--memory-limit`, dan dihentikan; berkas yang belum utuh telah dihapus",
        ),
        (
            "help",
            "ask for fewer results with `--outputs`, run the provinces one by one, or raise the limit",
            "minta lebih sedikit hasil dengan `--outputs`, jalankan provinsi satu per satu, atau naikkan batasnya",
        ),
    ],
);
