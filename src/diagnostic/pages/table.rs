//! The pages by code, sorted. Made from `docs/diagnostics/` by `cargo xtask codegen`; do not edit.

#[rustfmt::skip]
pub(super) const PAGES: &[(&str, &str)] = &[
];
