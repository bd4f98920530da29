//! Text to tree: the split into rows, the grammar, and the lowering of rows to declarations.

pub mod ast;
