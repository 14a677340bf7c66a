//! Security checks, one file each. A check that cannot be computed gives `None`, which is not
//! "failed".

mod data_integrity;
mod non_expired;
mod not_black_and_white;
mod not_underage;
mod selfie_and_document_match;

pub use data_integrity::data_integrity;
pub use non_expired::non_expired;
pub use not_black_and_white::not_black_and_white;
pub use not_underage::not_underage;
pub use selfie_and_document_match::selfie_and_document_match;

use crate::report::Check;

fn check(name: &str, passed: bool) -> Check {
    Check {
        name: name.to_owned(),
        passed,
    }
}
