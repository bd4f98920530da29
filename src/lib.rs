//! Aturan.

pub mod diagnostic;
pub mod number;
pub mod source;
pub mod syntax;
pub mod words;
