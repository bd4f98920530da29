//! Aturan: a declarative policy language for poverty criteria and social-aid rules, and its evaluator.
//!
//! ```text
//!  policy text ──► syntax ──► resolve ──► check ──► plan ──► eval ──► outcome ──► report
//!                                           │                 ▲
//!                                       reference            data ◄── Arrow batches
//! ```
//!
//! The library is pure: text and Arrow columns in, columns and diagnostics out.

#![deny(missing_docs)]

extern crate alloc;

pub mod source;

pub mod number;

pub mod measure;

pub mod diagnostic;

pub mod words;

pub mod syntax;

pub mod format;

pub mod resolve;

pub mod check;

pub mod difference;

pub mod data;

pub mod reference;

pub mod outcome;

pub mod plan;

pub mod eval;

pub mod testing;

pub mod prove;

pub mod simulate;

pub mod explain;

#[cfg(feature = "report")]
pub mod report;

mod facade;

pub use facade::{Checked, LayerInput, Parsed, Resolved, load};
