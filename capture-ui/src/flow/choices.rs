//! What the person does.

use vidimus_api::capture::Depiction;

use super::state::{Code, Flow, Sending, Step};
use super::{Effect, Event};
use crate::protocol::ModelSet;

impl Flow {
    /// Takes an event and returns what is to be done. An event that does not fit the screen (a
    /// second click, an answer that comes late) changes nothing.
    pub fn apply(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened(session) => self.opened(*session),
            Event::Changed(session) => self.changed(*session),
            Event::Stopped(stop) => self.stopped(stop),
            Event::TryAgain => self.try_again(),
            Event::HandoverReady(url) => self.handover_ready(url),
            Event::HandoverExpired => self.handover_expired(),
            Event::Uploaded(depiction) => self.uploaded(depiction),
            Event::UploadFailed {
                depiction,
                sentence,
                again,
            } => self.upload_failed(depiction, sentence, again),
            Event::AskCancel => {
                self.asking_cancel = self.may_cancel();
                vec![]
            }
            Event::KeepGoing => {
                self.asking_cancel = false;
                vec![]
            }
            Event::Cancel => {
                let asked = std::mem::take(&mut self.asking_cancel);
                if asked && self.may_cancel() {
                    vec![Effect::CancelSession]
                } else {
                    vec![]
                }
            }
            choice => self.chosen(choice),
        }
    }

    fn chosen(&mut self, choice: Event) -> Vec<Effect> {
        match (self.step, choice) {
            (Step::Tips, Event::Begin) => self.after_tips(),
            (Step::Device, Event::StayHere) => self.go(Step::Country),
            (Step::Device | Step::Method(_) | Step::Camera(_), Event::UsePhone)
                if self.may_use_phone() =>
            {
                self.hand_over()
            }
            // A code that has run out is replaced from the same screen.
            (Step::Handover, Event::UsePhone) => {
                self.code = Code::Coming;
                vec![Effect::CreateHandover]
            }
            (Step::Handover, Event::TakeBack | Event::StayHere) if !self.must_use_phone() => {
                let mut effects = vec![Effect::Unfollow, Effect::TakeBackHandover];
                self.code = Code::Coming;
                effects.extend(self.go(Step::Country));
                effects
            }
            (Step::Country, Event::CountryChosen(country)) => {
                self.country = Some(country);
                self.go(Step::DocumentType)
            }
            (Step::DocumentType, Event::DocumentChosen(id)) => self.document_chosen(id),
            (Step::Method(side), Event::TakePhoto) if self.may_take_photo() => {
                self.refused = None;
                self.go(Step::Camera(side))
            }
            (Step::Method(side) | Step::Camera(side), Event::Captured) => {
                self.refused = None;
                self.go(Step::Preview(side))
            }
            (Step::Preview(side), Event::Retake) => {
                let mut effects = vec![Effect::Drop(side)];
                let next = if self.may_take_photo() {
                    Step::Camera(side)
                } else {
                    Step::Method(side)
                };
                effects.extend(self.go(next));
                effects
            }
            (Step::Preview(side), Event::Confirm) => self.confirm(side),
            (Step::Challenge, Event::ChallengeOver) => self.challenge_over(),
            (Step::Uploading, Event::Resend) => self.resend(),
            (_, Event::Back) => self.back(),
            (Step::Result, Event::Leave) => self.leave(),
            _ => vec![],
        }
    }

    pub(super) fn after_tips(&mut self) -> Vec<Effect> {
        if self.must_use_phone() {
            self.hand_over()
        } else if self.may_use_phone() {
            self.go(Step::Device)
        } else {
            self.go(Step::Country)
        }
    }

    fn hand_over(&mut self) -> Vec<Effect> {
        self.step = Step::Handover;
        self.code = Code::Coming;
        vec![Effect::CreateHandover, Effect::Follow]
    }

    fn document_chosen(&mut self, id: u32) -> Vec<Effect> {
        let Some(session) = &mut self.session else {
            return vec![];
        };
        if !session.documents.iter().any(|choice| choice.id == id) {
            return vec![];
        }
        session.document_id = Some(id);
        let mut effects = vec![Effect::Declare(id)];
        effects.extend(self.go(Step::Method(Depiction::Front)));
        effects
    }

    fn confirm(&mut self, side: Depiction) -> Vec<Effect> {
        self.sending.insert(side, Sending::Underway);
        let mut effects = vec![Effect::Upload(side)];
        effects.extend(self.next_side());
        effects
    }

    /// Goes to the first side that is neither there nor on its way, or on to sending.
    pub(super) fn next_side(&mut self) -> Vec<Effect> {
        let missing = self
            .wanted()
            .into_iter()
            .find(|side| !self.sending.contains_key(side));
        match missing {
            Some(side) => self.go(Step::Method(side)),
            None if self.wants_challenge() => self.go(Step::Challenge),
            None => self.wait_for_pictures(),
        }
    }

    fn challenge_over(&mut self) -> Vec<Effect> {
        let session = self.session.as_mut();
        if let Some(challenge) = session.and_then(|session| session.challenge.as_mut()) {
            challenge.over = true;
        }
        self.next_side()
    }

    fn back(&mut self) -> Vec<Effect> {
        let Some(before) = self.step_before() else {
            return vec![];
        };
        let mut effects = vec![];
        match self.step {
            Step::Handover => effects.extend([Effect::Unfollow, Effect::TakeBackHandover]),
            Step::Preview(side) => effects.push(Effect::Drop(side)),
            _ => {}
        }
        if let (Step::Method(_), Step::Method(side)) = (self.step, before) {
            self.sending.remove(&side);
            effects.push(Effect::Drop(side));
        }
        effects.extend(self.go(before));
        effects
    }

    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::CleanUp];
        if !self.came_by_code {
            effects.extend(self.redirect_url().map(Effect::Redirect));
        }
        effects
    }

    /// Shows a screen, and gets ready what it is going to need.
    pub(super) fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        match step {
            Step::Country if self.country.is_none() => {
                self.country = self.session.as_ref().and_then(|session| {
                    let default = session.settings.default_country.as_ref()?;
                    session
                        .documents
                        .iter()
                        .find(|choice| &choice.country == default)
                        .map(|choice| choice.country.clone())
                });
                vec![]
            }
            Step::Method(Depiction::Front | Depiction::Back) => {
                vec![Effect::Warm(vec![ModelSet::Documents])]
            }
            // While the person looks at the last picture before the selfie.
            Step::Preview(side) if self.is_before_selfie(side) => {
                vec![Effect::Warm(vec![ModelSet::Mesh])]
            }
            // Also after a reload, which begins here.
            Step::Method(Depiction::Selfie) | Step::Challenge => {
                vec![Effect::Warm(vec![ModelSet::Documents, ModelSet::Mesh])]
            }
            _ => vec![],
        }
    }
}
