//! Kernels by family: loops over the rows of a chunk, each for one operation.
//!
//! **Invariant:** a kernel gives every row the same result whatever the rows around it, so that chunk
//! size and threads never show.

pub(super) mod bits;
pub(super) mod chain;
pub(super) mod choice;
pub(super) mod compare;
pub(super) mod date;
pub(super) mod level;
pub(super) mod logic;
pub(super) mod lookup;
pub(super) mod number;
