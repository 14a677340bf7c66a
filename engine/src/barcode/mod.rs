//! Barcodes on documents.

pub mod aamva;
