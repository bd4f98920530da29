//! The columnar evaluator.
