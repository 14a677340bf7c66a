//! The active challenge of a capture session: begun with a nonce, answered with frames.

use vidimus_api::capture::{ChallengeAnswer, ChallengeResponse, ChallengeStanding};
use vidimus_engine::challenge::{Challenge, SAMPLES, Task};

use super::App;
use super::capture::Acting;
use super::frames;
use super::processes::not_pending;
use crate::blobs::BlobPlace;
use crate::domain::{ActiveChallenge, Dossier, Process, Standing};
use crate::ids::{BlobId, random_bytes};
use crate::problem::Refusal;

/// What became of the challenge that a process asks for. Personal data: not printed.
pub enum Answered {
    /// Nobody did it.
    NotDone,
    /// Frames came.
    Frames {
        /// From which the tasks follow.
        nonce: u64,
        /// When each was taken, in milliseconds from any moment, and its file.
        frames: Vec<(f64, Vec<u8>)>,
    },
}

impl App {
    /// Begins an attempt; the one before is void.
    pub(crate) async fn begin_challenge(
        &self,
        acting: &Acting,
    ) -> Result<ChallengeResponse, Refusal> {
        let id = acting.process.id;
        let nonce = u64::from_be_bytes(random_bytes()?);
        if !self.store.begin_challenge(id, nonce).await? {
            return Err(self.no_challenge(acting).await?);
        }
        let session = self.store.session(id).await?;
        let challenge = session.and_then(|session| session.challenge);
        Ok(ChallengeResponse {
            nonce: nonce.to_string(),
            tasks: Challenge::of(nonce).tasks.map(task_text).to_vec(),
            attempts_left: challenge.map_or(0, |own| own.attempts_left()),
        })
    }

    /// Stores the frames of an attempt. What they show is for the verification to say: a person is
    /// not told what would have passed.
    pub(crate) async fn answer_challenge(
        &self,
        acting: &Acting,
        answer: ChallengeAnswer,
    ) -> Result<(), Refusal> {
        let (nonce, answer) = self.checked(answer).await?;
        let Acting {
            process, dossier, ..
        } = acting;
        let place = BlobPlace::of(process, BlobId::random());
        let key = self.data_key(dossier)?;
        let plain = serde_json::to_vec(&answer)?;
        let recorded = self.store.answer_challenge(process.id, nonce, place.blob);
        if self.keep(place, &key, &plain, recorded).await? {
            Ok(())
        } else {
            Err(self.no_challenge(acting).await?)
        }
    }

    /// Does without the challenge.
    pub(crate) async fn give_up_challenge(&self, acting: &Acting) -> Result<(), Refusal> {
        let id = acting.process.id;
        let is_given_up = |challenge: ActiveChallenge| challenge.standing == Standing::GivenUp;
        if !self.store.give_up_challenge(id).await?
            // The reply to an earlier request may have been lost.
            && !acting.session.challenge.is_some_and(is_given_up)
        {
            return Err(self.no_challenge(acting).await?);
        }
        self.announce(id);
        Ok(())
    }

    /// What became of the challenge of a process; `None` where it asks for none.
    pub(crate) async fn read_challenge(
        &self,
        dossier: &Dossier,
        process: &Process,
    ) -> Result<Option<Answered>, Refusal> {
        let session = self.store.session(process.id).await?;
        let Some(challenge) = session.and_then(|session| session.challenge) else {
            return Ok(None);
        };
        let Standing::Answered(blob) = challenge.standing else {
            return Ok(Some(Answered::NotDone));
        };
        let key = self.data_key(dossier)?;
        let stored = self.blobs.get(BlobPlace::of(process, blob), &key).await?;
        let answer: ChallengeAnswer = serde_json::from_slice(&stored)?;
        let nonce = answer.nonce.parse().map_err(Refusal::internal)?;
        let frames = answer
            .samples
            .into_iter()
            .map(|sample| Ok((sample.at_ms, frames::file(&sample.image)?)));
        let frames = frames.collect::<Result<_, Refusal>>()?;
        Ok(Some(Answered::Frames { nonce, frames }))
    }

    /// Decodes every frame to its end, and throws the pixels away. Returns the nonce and the answer.
    async fn checked(&self, answer: ChallengeAnswer) -> Result<(u64, ChallengeAnswer), Refusal> {
        let invalid = |why: String| Refusal::invalid("Invalid challenge.", why);
        let nonce = answer.nonce.parse();
        let nonce = nonce.map_err(|_| {
            invalid("nonce is the number that the attempt began with, in decimal digits.".into())
        })?;
        if answer.samples.len() != SAMPLES {
            return Err(invalid(format!("samples has exactly {SAMPLES} elements.")));
        }
        self.decoded(move || {
            for (number, sample) in answer.samples.iter().enumerate() {
                let wrong = |why: String| invalid(format!("samples[{number}]: {why}"));
                if !sample.at_ms.is_finite() {
                    return Err(wrong("atMs must be a number.".to_owned()));
                }
                frames::check(&sample.image).map_err(wrong)?;
            }
            Ok((nonce, answer))
        })
        .await
    }

    /// Why a challenge cannot be begun, answered or given up.
    async fn no_challenge(&self, acting: &Acting) -> Result<Refusal, Refusal> {
        let process = self.load_process(acting.process.id).await?;
        let process = process.ok_or_else(|| Refusal::not_found("Process"))?;
        let session = self.store.session(process.id).await?;
        let challenge = session.and_then(|session| session.challenge);
        let why = match challenge.map(|own| (own.standing, own.attempts_left())) {
            _ if process.status != vidimus_api::capture::ProcessStatus::Pending => {
                return Ok(not_pending(&process));
            }
            None => "This process asks for no active challenge.",
            Some((Standing::Answered(_), _)) => "The challenge has been answered.",
            Some((Standing::GivenUp, _)) => "The challenge has been given up.",
            Some((Standing::Open, 0)) => "The challenge has been begun too often.",
            Some((Standing::Open, _)) => "Another attempt at the challenge has begun since.",
        };
        Ok(Refusal::conflict(why))
    }
}

/// As the screens need it.
pub(super) fn standing(challenge: ActiveChallenge) -> ChallengeStanding {
    ChallengeStanding {
        over: challenge.is_over(),
        attempts_left: challenge.attempts_left(),
    }
}

fn task_text(task: Task) -> String {
    match task {
        Task::TurnLeft => "turnLeft",
        Task::TurnRight => "turnRight",
        Task::LookUp => "lookUp",
        Task::ComeCloser => "comeCloser",
        Task::Blink => "blink",
    }
    .to_owned()
}
