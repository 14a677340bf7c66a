//! The engine without a service around it: what verifications cost at least.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use vidimus_engine::provenance::Provenances;
use vidimus_engine::{Declared, DocumentType, PolicyDocument};
use vidimus_server::jobs::verifier::{EngineVerifier, Submission, Verifier as _};
use vidimus_server::models::ModelSource;

/// Verifications a second, with so many at a time.
pub(crate) fn alone(image: &[u8], at_a_time: usize, time: Duration) -> Result<f64> {
    let engine = Arc::new(EngineVerifier::load(&ModelSource::BuiltIn)?);
    let submission = Arc::new(Submission {
        front: image.to_vec(),
        back: None,
        selfie: None,
        burst: vec![],
        challenge: None,
        provenance: Provenances::default(),
        declared: Some(Declared {
            country: "NLD".to_owned(),
            document_type: DocumentType::Passport,
            document_id: Some(crate::traffic::DOCUMENT),
        }),
        policy: PolicyDocument::default().at(jiff::Timestamp::now()),
    });
    engine.verify(&submission)?;
    let begun = Instant::now();
    let threads: Vec<_> = (0..at_a_time)
        .map(|_| {
            let (engine, submission) = (Arc::clone(&engine), Arc::clone(&submission));
            std::thread::spawn(move || {
                let mut done = 0_u32;
                while begun.elapsed() < time {
                    engine.verify(&submission)?;
                    done += 1;
                }
                Ok::<u32, vidimus_server::jobs::verifier::VerifierError>(done)
            })
        })
        .collect();
    let mut done = 0;
    for thread in threads {
        done += thread
            .join()
            .expect("a thread that verifies does not panic")?;
    }
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}
