//! Files in and out: data sets to Arrow batches, results to files; the only part that opens them.

#![expect(
    clippy::disallowed_methods,
    reason = "the shell is where files are read and written"
)]

mod coded;
mod csv;
pub(crate) mod dataset;
mod description;
mod parquet;
pub(crate) mod read;
pub(crate) mod verify;
pub(crate) mod write;
