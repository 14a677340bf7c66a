//! Security checks, one file each.
