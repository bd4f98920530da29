//! Types, periods, levels, dates and tables: from the tree as written to the typed tree.

pub mod tree;
