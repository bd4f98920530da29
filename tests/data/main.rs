//! Data in and out: every fault has its message, nothing is lost, order does not matter.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

// The shell is not part of the library; its files are compiled into this test as well.
#[path = "../../src/io/mod.rs"]
mod io;

#[test]
fn x() {}
