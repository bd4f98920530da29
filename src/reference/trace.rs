//! How a value came about: the expression, its value, and the same for what it was computed from.
