//! The one door for chores: `cargo xtask <chore>`.
fn main() {}
