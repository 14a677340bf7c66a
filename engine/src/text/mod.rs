//! Where text stands and what it says.
