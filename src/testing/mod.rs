//! The `test` declarations of a policy: their data, their expectations, what they cover.

pub mod fixture;
