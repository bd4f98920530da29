//! Data at the border: Arrow batches to bound columns, links between levels, rejected rows.

pub mod bitmap;
pub mod results;
pub mod table;
