//! The `aturan` command.
fn main() {}
