//! What the integration tests share, and what makes the pictures they verify.

pub mod specimen;
