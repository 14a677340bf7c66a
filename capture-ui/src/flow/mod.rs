//! What comes next: a pure state machine.
//!
//! [`Flow::apply`] takes an [`Event`] (something the person did, or an answer that came in),
//! changes the state and returns the [`Effect`]s to carry out. Nothing here touches the browser,
//! so every path is tested natively in milliseconds.

mod answers;
mod choices;
mod state;
#[cfg(test)]
mod tests;

use vidimus_api::capture::{CaptureSession, Depiction};

use crate::protocol::ModelSet;

pub use state::{Code, Device, Flow, Phase, Sending, Step, Stop};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The session was opened, at first or after a reload.
    Opened(Box<CaptureSession>),
    /// The server told of the session, in an answer or by itself.
    Changed(Box<CaptureSession>),
    /// The session cannot go on.
    Stopped(Stop),
    /// Out of a stop that trying again may help.
    TryAgain,

    /// The tips were read.
    Begin,
    /// Carry on here although a phone would do better.
    StayHere,
    /// Carry on with a phone.
    UsePhone,
    /// The address for the phone has come, or none could be had.
    HandoverReady(Option<String>),
    /// The code shown no longer works.
    HandoverExpired,
    /// Take the session back from the phone.
    TakeBack,
    /// ISO 3166-1 alpha-3.
    CountryChosen(String),
    /// A `documentId`.
    DocumentChosen(u32),
    /// Open the camera.
    TakePhoto,
    /// A picture was taken, or a file chosen.
    Captured,
    /// Not good enough: once more.
    Retake,
    /// Good enough: send it.
    Confirm,
    /// A picture has arrived at the server.
    Uploaded(Depiction),
    /// A picture has not arrived; the sentence says why. `again` when sending the same picture
    /// once more may help.
    UploadFailed {
        /// Which.
        depiction: Depiction,
        /// What to tell the person.
        sentence: String,
        /// Whether the same picture may arrive next time.
        again: bool,
    },
    /// The active challenge is answered or given up.
    ChallengeOver,
    /// Send again what has not arrived.
    Resend,
    /// One screen back.
    Back,
    /// Wants to give up.
    AskCancel,
    /// Does not want to give up after all.
    KeepGoing,
    /// Gives up.
    Cancel,
    /// Has seen the result.
    Leave,
}

/// Something to be done outside the state machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the server for an address for the phone.
    CreateHandover,
    /// Tell the server that the phone is no longer wanted.
    TakeBackHandover,
    /// Listen to the session's events, until [`Effect::Unfollow`].
    Follow,
    /// Stop listening.
    Unfollow,
    /// Tell the server which document it is.
    Declare(u32),
    /// Get networks ready.
    Warm(Vec<ModelSet>),
    /// Send a picture.
    Upload(Depiction),
    /// Drop a picture that is to be taken again.
    Drop(Depiction),
    /// All pictures are there: start the verification.
    Submit,
    /// Tell the server that the person has given up.
    CancelSession,
    /// Open the session (again).
    Open,
    /// Drop every picture and end the engine.
    CleanUp,
    /// Send the person back to the integrator.
    Redirect(String),
}
