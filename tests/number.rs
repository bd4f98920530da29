//! Laws of the exact numbers.
