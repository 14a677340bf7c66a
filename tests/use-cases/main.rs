//! What the documentation of PictureID tells integrators to do, done with curl: scripts that anybody
//! can read and run, against the program as it is shipped.
//!
//! `$VIDIMUS_PROGRAM` is the program, else the one that was built beside this test. It verifies for
//! real: portraits for specimens come by `$VIDIMUS_PORTRAITS`, and `$VIDIMUS_SPECIMENS` may name a
//! folder of pictures with their `truth.json`. `cargo xtask test` sets all three.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod pictures;
mod program;
mod receiver;
mod script;

use pictures::{ours, real};
use script::{CAPTURE, Case, UPLOAD};

#[tokio::test]
async fn pictures_are_uploaded_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let passport = ours(folder.path(), "passport.jpg");
    let selfie = ours(folder.path(), "selfie.jpg");
    let program = program::Program::start().await;
    for selfie in [None, Some(selfie)] {
        let result = Case {
            selfie,
            expected: Some("accepted"),
            ..Case::of("UTO", "passport", &passport)
        }
        .run(UPLOAD, &program)
        .await;
        let document = &result["finalResult"];
        assert_eq!(document["lastName"], "SPECIMEN");
        assert_eq!(document["documentNumber"], "UA4172839");
    }
    let expired = ours(folder.path(), "passport-expired.jpg");
    let result = Case {
        expected: Some("inconclusive"),
        ..Case::of("UTO", "passport", &expired)
    }
    .run(UPLOAD, &program)
    .await;
    assert_eq!(result["statusReasons"][0]["subCategory"], "NonExpired");
}

#[tokio::test]
async fn a_person_is_sent_to_the_capture_flow() {
    let folder = tempfile::tempdir().unwrap();
    let front = ours(folder.path(), "card-front.jpg");
    let program = program::Program::start().await;
    let result = Case {
        back: Some(ours(folder.path(), "card-back.jpg")),
        selfie: Some(ours(folder.path(), "selfie.jpg")),
        expected: Some("accepted"),
        ..Case::of("UTO", "identityCard", &front)
    }
    .run(CAPTURE, &program)
    .await;
    assert_eq!(result["finalResult"]["documentNumber"], "UC7306154");
    assert_eq!(result["finalResult"]["similarityScore"], "high");
}

/// Real specimens have run out, or their publishers crossed them out: what counts is that there is a
/// verdict, with a number that is right or none.
#[tokio::test]
async fn real_specimens_get_a_verdict() {
    let specimens = real();
    if specimens.is_empty() {
        println!("left out: VIDIMUS_SPECIMENS is not set");
        return;
    }
    let program = program::Program::start().await;
    for (number, specimen) in specimens.iter().enumerate() {
        let script = if number % 2 == 0 { UPLOAD } else { CAPTURE };
        let case = Case::of(&specimen.country, "passport", &specimen.picture);
        let result = case.run(script, &program).await;
        let read = &result["providerSpecific"]["document"]["documentNumber"];
        println!(
            "{}: {}, number {read}",
            specimen.picture.display(),
            result["status"]
        );
        assert!(
            read.is_null() || *read == specimen.number.as_str(),
            "{read} and not {}",
            specimen.number
        );
    }
}
