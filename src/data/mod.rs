//! Data at the border: Arrow batches to bound columns, links between levels, rejected rows.
//!
//! ```text
//! input ──► delivered ──► convert (a column at a time) ──► link (keys, parents) ──► cluster ──► table
//!                             │                              │
//!                             └─────────► reject ◄───────────┘
//! table + results ──► output
//! ```

mod asked;
pub mod bind;
pub mod bitmap;
pub mod blanks;
mod cluster;
pub mod columns;
mod convert;
mod delivered;
pub mod derive;
pub mod input;
mod key;
mod link;
mod made_key;
pub mod matching;
pub mod numbers;
pub mod output;
pub mod reject;
pub mod results;
mod rows;
pub mod sample;
pub mod schema;
pub mod table;
mod task;
mod universe;
pub mod verified;
pub mod view;
