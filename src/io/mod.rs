//! Files in and out: data sets to Arrow batches, results to files; the only part that opens them.

#![expect(
    clippy::disallowed_methods,
    reason = "the shell is where files are read and written"
)]

mod arrow;
mod coded;
mod csv;
pub(crate) mod dataset;
mod description;
pub(crate) mod form;
mod json;
mod made;
mod parquet;
mod partition;
pub(crate) mod passing;
mod plain;
pub(crate) mod read;
mod sheets;
mod source;
mod table;
pub(crate) mod tally;
pub(crate) mod verify;
pub(crate) mod write;
mod xlsx;
