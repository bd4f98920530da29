//! Aturan.

pub mod number;
