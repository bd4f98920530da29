//! Data at the border: Arrow batches to bound columns, links between levels, rejected rows.
//!
//! ```text
//! input ──► convert (a column at a time) ──► key (keys, parents, links) ──► bind ──► table
//!                │                                  │                         │
//!                └──────────── reject ◄─────────────┴─────────────────────────┘
//! ```

pub mod bind;
pub mod bitmap;
mod cluster;
pub mod columns;
mod convert;
pub mod input;
mod key;
pub mod output;
pub mod reject;
pub mod results;
pub mod table;
