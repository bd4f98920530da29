//! Aturan.
