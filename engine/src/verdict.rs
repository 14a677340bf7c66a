//! The policy: a pure function of what was found.

use crate::report::{ProviderSpecific, Report, Status};

/// Decides.
#[must_use]
pub fn decide() -> Report {
    Report {
        status: Status::Rejected,
        status_reasons: vec![],
        final_result: None,
        provider_specific: ProviderSpecific::default(),
    }
}
