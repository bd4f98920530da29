//! The reference evaluator against the rules of `docs/language/unknown.md`, case by case.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../build/mod.rs"]
mod build;

mod aggregate;
mod aid;
mod choice;
mod family;
mod missing;
mod number;
mod policy_tests;
mod register;
mod select;
