//! Types, periods, levels, dates and tables: from the tree as written to the typed tree.
//!
//! The typed tree is complete and both evaluators work from it. The checker that makes it from the
//! tree as written is under way: its files stand beside this one and are not built yet; `checker.rs`
//! is their contents page.

pub mod tree;
