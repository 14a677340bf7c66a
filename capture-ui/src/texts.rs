//! Every text that the person reads, in one place.
//!
//! English only so far. A translation replaces this module's functions; nothing else holds a
//! sentence. The names are those of the Assure API's translation keys where it has one.

use vidimus_api::capture::{Depiction, DocumentChoice, ProcessStatus};
use vidimus_engine::challenge::{Failure, Progress, Task};
use vidimus_engine::quality::Hint;

use crate::camera::CameraError;
use crate::flow::{Phase, Stop};
use crate::hints::Advice;
use crate::upload::UploadError;

pub const START_TITLE: &str = "Let's verify your identity";
pub const START_SUBTITLE: &str = "You just need to take a photo of your ID.";
pub const START_SUBTITLE_SELFIE: &str = "You just need to take a photo of your ID and a selfie.";
pub const TIPS_LEAD: &str = "Before you start, have these ready:";
pub const TIPS: [(&str, &str); 5] = [
    (
        "Your identity document",
        "The original: passport, identity card, driving licence or residence permit.",
    ),
    (
        "Your mobile phone",
        "Its camera gives better photos than a computer's.",
    ),
    (
        "A stable internet connection",
        "So that your photos arrive.",
    ),
    ("Good lighting", "Bright and even, without reflections."),
    (
        "Camera access",
        "Your browser will ask. Allow it to take photos here.",
    ),
];
pub const START_BUTTON: &str = "Get started";

pub const DEVICE_TITLE: &str = "Which device do you want to use?";
pub const PHONE_TITLE: &str = "Results are best via mobile phone";
pub const PHONE_STEPS: [&str; 3] = [
    "Scan a code with your phone.",
    "Follow the instructions there.",
    "Come back here to finish.",
];
pub const RECOMMENDED: &str = "Recommended";
pub const GO_MOBILE: &str = "Get started with your mobile";
pub const GO_DESKTOP: &str = "Stay on this device";

pub const HANDOVER_TITLE: &str = "Switch to mobile";
pub const HANDOVER_LEAD: &str = "Scan this code with your phone's camera and open the link.";
pub const HANDOVER_QR_LABEL: &str = "Code that opens this verification on your phone";
pub const HANDOVER_WAITING: &str = "Waiting for your phone…";
pub const HANDOVER_LOADING: &str = "Preparing the code…";
pub const HANDOVER_GONE: &str = "This code no longer works.";
pub const HANDOVER_NEW_CODE: &str = "Show a new code";
pub const HANDOVER_CONNECTED_TITLE: &str = "Continue on your phone";
pub const HANDOVER_CONNECTED_LEAD: &str =
    "Keep this page open. It goes on by itself when you are done there.";
pub const HANDOVER_CONNECTED: &str = "Phone connected";
pub const HANDOVER_DOCUMENT: &str = "Document chosen";
pub const HANDOVER_VERIFYING: &str = "Verification started";
pub const HANDOVER_TAKE_BACK: &str = "Continue on this device instead";

pub const COUNTRY_TITLE: &str = "Which country issued your document?";
pub const COUNTRY_SEARCH: &str = "Search for a country";
pub const COUNTRY_NONE: &str = "No country with this name. Check the spelling.";
pub const COUNTRIES: &str = "Countries";

pub const DOCUMENT_TITLE: &str = "Which document do you want to use?";
pub const DOCUMENT_SEARCH: &str = "Search for a document or a region";
pub const DOCUMENT_NONE: &str = "No document with this name. Check the spelling.";

pub const METHOD_TAKE: &str = "Take a photo";
pub const METHOD_UPLOAD: &str = "Upload a photo";
pub const PHOTO_RULE: &str = "Make sure document edges and surroundings are visible";
pub const PHOTO_RULES: [&str; 2] = [
    "Lay the document flat on a plain surface",
    "Avoid reflections, shadows and fingers on it",
];
pub const SELFIE_RULES: [&str; 3] = [
    "Look straight into the camera",
    "Light on your face, none behind you",
    "No sunglasses, cap or mask",
];
pub const SELFIE_CONSENT: &str = "Your face will be compared with the portrait on your document. \
     By taking the selfie you agree to this. If you do not want it, cancel and ask for another way.";
pub const GOOD_EXAMPLE: &str = "Good: the whole document with some surroundings";
pub const BAD_EXAMPLE: &str = "Not good: cut off at the edges";
pub const FILE_HINT: &str = "JPEG, PNG or WebP, at most 10 MB";
pub const NO_WAY: &str =
    "Photos cannot be taken on this device. Open this page on a phone, or cancel.";

pub const SHUTTER: &str = "Take photo";
pub const CAMERA_STARTING: &str = "Starting the camera…";
pub const CAMERA_ASKING: &str = "If your browser asks, allow it to use the camera.";

pub const PREVIEW_ALT_DOCUMENT: &str = "Your photo of the document";
pub const PREVIEW_ALT_SELFIE: &str = "Your selfie";
pub const PREVIEW_CHECKING: &str = "Checking your photo…";
pub const PREVIEW_FETCHING: &str = "Getting the photo check ready:";
pub const PREVIEW_GOOD: &str = "Your photo looks good.";
pub const PREVIEW_LOOK: &str = "Check that everything is sharp and readable.";
pub const PREVIEW_LOOK_SELFIE: &str = "Check that your face is sharp and fully visible.";
pub const PREVIEW_NO_MRZ: &str =
    "We could not read the two lines at the bottom of the page. Check that they are sharp.";
pub const PREVIEW_UNCHECKED: &str =
    "The photo check is not available on this device. Look closely yourself before you go on.";
pub const USE_PHOTO: &str = "Use this photo";
pub const USE_ANYWAY: &str = "Use this photo anyway";
pub const RETAKE: &str = "Take a new photo";
pub const RECHOOSE: &str = "Choose another photo";

pub const UPLOADING_TITLE: &str = "Sending your photos";
pub const UPLOADING_LEAD: &str = "This takes a few seconds. Keep this page open.";
pub const UPLOADING_FAILED: &str = "Your photos could not be sent";
pub const SENT: &str = "Sent";
pub const SENDING: &str = "Sending…";
pub const NOT_SENT: &str = "Not sent";

pub const WAITING_TITLE: &str = "Verifying your identity";
pub const WAITING_LEAD: &str = "We are checking your photos. This usually takes a few seconds.";

pub const RESULT_CONTINUE: &str = "Continue";
pub const RESULT_ON_PHONE: &str = "Return to the device you started on. It goes on by itself.";
pub const REASONS: &str = "What we found:";

pub const BACK: &str = "Back";
pub const CANCEL: &str = "Cancel";
pub const CANCEL_TITLE: &str = "Cancel the verification?";
pub const CANCEL_LEAD: &str = "Your photos will not be checked, and you return without a result.";
pub const CANCEL_CONFIRM: &str = "Yes, cancel";
pub const CANCEL_KEEP: &str = "Keep going";
pub const TRY_AGAIN: &str = "Try again";
pub const CONTINUE_ON_PHONE: &str = "Continue on your phone";
pub const PROGRESS: &str = "Progress";
pub const LOADING: &str = "Loading…";
pub const PRIVACY: &str = "Your photos are used for this verification only.";

/// The title of the screen that asks for a picture.
#[must_use]
pub fn method_title(depiction: Depiction, passport: bool) -> &'static str {
    match depiction {
        Depiction::Front if passport => "Photograph the photo page",
        Depiction::Front => "Photograph the front",
        Depiction::Back => "Now turn it over: the back",
        Depiction::Selfie => "Now take a selfie",
    }
}

/// The title of the live picture.
#[must_use]
pub fn camera_title(depiction: Depiction, passport: bool) -> &'static str {
    match depiction {
        Depiction::Front if passport => "Photo page of your passport",
        Depiction::Front => "Front of your document",
        Depiction::Back => "Back of your document",
        Depiction::Selfie => "Your selfie",
    }
}

/// The title of the screen that shows a picture.
#[must_use]
pub fn preview_title(depiction: Depiction) -> &'static str {
    match depiction {
        Depiction::Front | Depiction::Back => "Is everything readable?",
        Depiction::Selfie => "Is your face clearly visible?",
    }
}

/// A picture in a list.
#[must_use]
pub fn depiction(depiction: Depiction) -> &'static str {
    match depiction {
        Depiction::Front => "Front of the document",
        Depiction::Back => "Back of the document",
        Depiction::Selfie => "Selfie",
    }
}

/// A kind of document.
#[must_use]
pub fn document_kind(kind: &str) -> &str {
    match kind {
        "passport" => "Passport",
        "identityCard" => "Identity card",
        "driversLicense" => "Driving licence",
        "residencePermit" => "Residence permit",
        other => other,
    }
}

/// A document by its kind, and by what tells it from others of that kind.
#[must_use]
pub fn document_name(document: &DocumentChoice) -> String {
    let kind = document_kind(&document.kind);
    match (&document.region, &document.edition) {
        (Some(region), _) => format!("{kind}, {region}"),
        (None, Some(year)) => format!("{kind}, issued from {year}"),
        (None, None) => kind.to_owned(),
    }
}

/// What is photographed of a kind of document.
#[must_use]
pub fn document_pages(pages: u8) -> &'static str {
    if pages >= 2 {
        "Front and back"
    } else {
        "Photo page"
    }
}

/// The live hint.
#[must_use]
pub fn advice(advice: Advice, selfie: bool) -> &'static str {
    match advice {
        Advice::Looking if selfie => "Place your face inside the oval",
        Advice::Looking => "Place the document inside the frame",
        Advice::Good if selfie => "Looks good. Take the photo",
        Advice::Good => "Looks good. Hold still, the photo is taken for you",
        Advice::Taking => "Taking the photo…",
        Advice::Improve(hint) => quality(hint),
    }
}

/// What to do about a picture.
#[must_use]
pub fn quality(hint: Hint) -> &'static str {
    match hint {
        Hint::TooDark => "Too dark. Find more light",
        Hint::TooBright => "Too bright. Find softer light",
        Hint::NoDocument => "No document found. Place it inside the frame",
        Hint::TooNear => "Too close. Move back until all edges show",
        Hint::EdgesNotVisible => "Show all edges and some surroundings",
        Hint::TooFar => "Move closer",
        Hint::TooTilted => "Hold the camera straight above the document",
        Hint::Glare => "Tilt the document to avoid the reflection",
        Hint::Moving => "Hold still",
        Hint::Blurred => "Blurred. Hold still until it is sharp",
        Hint::NoFace => "No face found. Look into the camera",
        Hint::SeveralFaces => "Only you should be in the picture",
        Hint::FaceTooFar => "Move your face closer",
        Hint::FaceTurned => "Look straight into the camera",
        Hint::EyesCovered => "Take off dark glasses",
        Hint::MouthCovered => "Uncover your mouth and chin",
        Hint::EyesShut => "Open your eyes",
        Hint::UnevenLight => "Turn towards the light",
    }
}

/// A camera that shows nothing: what happened and what to do.
#[must_use]
pub fn permission(error: CameraError) -> (&'static str, &'static str) {
    match error {
        CameraError::Denied => (
            "The camera is not allowed",
            "Allow this page to use the camera in your browser's settings, then try again.",
        ),
        CameraError::Missing => (
            "No camera found",
            "This device has no camera that this page can use.",
        ),
        CameraError::Busy => (
            "The camera is in use",
            "Close other programs or tabs that use the camera, then try again.",
        ),
        CameraError::Stalled => (
            "The camera shows no picture",
            "Close other programs that use the camera, or turn the device, then try again.",
        ),
    }
}

pub const CHALLENGE_TITLE: &str = "Show that it is you";
pub const CHALLENGE_LEAD: &str = "We ask you to do three small things before the camera: turn your \
    head, look up, come closer or shut your eyes for a moment. It takes half a minute.";
pub const CHALLENGE_START: &str = "Start";
pub const CHALLENGE_GIVE_UP: &str = "I cannot do this";
pub const CHALLENGE_GO_ON: &str = "Go on without";
pub const CHALLENGE_NOT_PASSED: &str = "That did not work";
pub const CHALLENGE_NOT_SENT: &str = "The pictures could not be sent. Try again.";
pub const CHALLENGE_NO_ENGINE: &str =
    "This browser cannot follow your face. Try again, or go on without.";

/// What is asked now. Right and left are the person's; the picture is a mirror.
#[must_use]
pub fn challenge_progress(progress: Progress) -> &'static str {
    match progress {
        Progress::LookStraight { .. } => "Look straight into the camera",
        Progress::Do { task, .. } => match task {
            Task::TurnLeft => "Turn your head to your left",
            Task::TurnRight => "Turn your head to your right",
            Task::LookUp => "Look up",
            Task::ComeCloser => "Come closer",
            Task::Blink => "Shut both eyes for a moment",
        },
        Progress::Passed => "Thank you",
        Progress::Failed { failure } => challenge_failed(failure),
    }
}

/// How many of the tasks are done.
#[must_use]
pub fn challenge_step(done: usize, of: usize) -> String {
    format!("{done} of {of} done")
}

/// Why it did not work.
#[must_use]
pub fn challenge_failed(failure: Failure) -> &'static str {
    match failure {
        Failure::TimedOut => "It took too long. Do each thing as soon as it is asked.",
        Failure::WrongMove => "You turned the other way. Right and left are yours.",
        Failure::FaceLost => "Your face was out of sight. Keep it inside the oval.",
        Failure::FaceChanged => "Only you should be in the picture. Move slowly.",
    }
}

/// A file that cannot be sent.
#[must_use]
pub fn upload(error: UploadError) -> &'static str {
    match error {
        UploadError::TooLarge => {
            "This file is larger than 10 MB. Choose a smaller one or take a photo."
        }
        UploadError::Empty => "This file is empty. Choose another one.",
        UploadError::NotAPicture => {
            "This file cannot be opened as a picture. Choose a JPEG, PNG or WebP photo."
        }
    }
}

pub const UPLOAD_LOST: &str = "The connection was lost. Check your internet connection.";
pub const UPLOAD_REFUSED: &str = "The photo could not be used. Please take a new one.";

/// A flow that stopped: what happened and what to do.
#[must_use]
pub fn error(stop: Stop) -> (&'static str, &'static str) {
    match stop {
        Stop::NoArtifact => (
            "This link is incomplete",
            "Go back to the page that sent you here and start again.",
        ),
        Stop::Expired => (
            "This verification has ended",
            "The link has expired, or the verification goes on on another device. Go back to the \
             page that sent you here to start again.",
        ),
        Stop::Offline => (
            "No connection",
            "Check your internet connection, then try again. What you did so far is not lost.",
        ),
        Stop::Server => (
            "Something went wrong on our side",
            "Wait a moment, then try again. What you did so far is not lost.",
        ),
    }
}

/// How the verification ended.
#[must_use]
pub fn result(status: ProcessStatus) -> (&'static str, &'static str) {
    match status {
        ProcessStatus::Accepted => ("You're verified", "Thank you. Everything is in order."),
        ProcessStatus::Inconclusive => (
            "We need a closer look",
            "Your photos have arrived, and a person will look at them.",
        ),
        ProcessStatus::Rejected => (
            "We could not verify your identity",
            "You can start again from the page that sent you here.",
        ),
        ProcessStatus::Canceled => (
            "You canceled the verification",
            "Your photos will not be checked.",
        ),
        ProcessStatus::Failed | ProcessStatus::Pending | ProcessStatus::Processing => (
            "The time has run out",
            "The verification took too long. You can start again from the page that sent you here.",
        ),
    }
}

/// A part of the progress indicator.
#[must_use]
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Choose => "Document",
        Phase::Document => "Photo",
        Phase::Selfie => "Selfie",
        Phase::Check => "Check",
    }
}
