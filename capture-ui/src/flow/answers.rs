//! What comes in from the server.

use vidimus_api::capture::{CaptureSession, Depiction, Handover, ProcessStatus};

use super::Effect;
use super::state::{Code, Device, Flow, Sending, Step, Stop};

impl Flow {
    /// Finds the screen for a session, fresh or half-way through.
    pub(super) fn opened(&mut self, session: CaptureSession) -> Vec<Effect> {
        let handover = session.handover;
        let status = session.status;
        let chosen = self.session.as_ref().and_then(|known| known.document_id);
        self.take(session);
        if status.is_final() {
            return self.finish();
        }
        if status == ProcessStatus::Processing {
            self.submitted = true;
            self.step = Step::Waiting;
            return vec![Effect::Follow];
        }
        // A phone that finds the session handed over is the phone it was handed to.
        if self.device == Device::Mobile && handover == Handover::Connected {
            self.came_by_code = true;
        }
        if let Some(step) = self.interrupted.take() {
            let mut effects = self.declare_again(chosen);
            effects.extend(self.resume(step));
            return effects;
        }
        if !self.came_by_code && handover == Handover::Connected {
            // Reloaded while the phone carries on: follow it, no new code.
            self.step = Step::Handover;
            return vec![Effect::Follow];
        }
        if self.document().is_some() && !self.sending.is_empty() {
            return self.next_side();
        }
        let shows_tips = self
            .session
            .as_ref()
            .is_some_and(|session| session.settings.show_prerequisites_screen);
        if shows_tips && !self.came_by_code {
            self.go(Step::Tips)
        } else {
            self.after_tips()
        }
    }

    pub(super) fn changed(&mut self, session: CaptureSession) -> Vec<Effect> {
        if self.session.is_none() {
            return vec![];
        }
        let before = self
            .session
            .as_ref()
            .map_or(ProcessStatus::Pending, |session| session.status);
        let status = session.status;
        self.take(session);
        if status.is_final() && !before.is_final() {
            return self.finish();
        }
        if status == ProcessStatus::Processing && self.step == Step::Uploading {
            self.step = Step::Waiting;
            return vec![Effect::Follow];
        }
        vec![]
    }

    pub(super) fn stopped(&mut self, stop: Stop) -> Vec<Effect> {
        if matches!(self.step, Step::Result) {
            return vec![];
        }
        self.asking_cancel = false;
        if !matches!(self.step, Step::Stopped(_) | Step::Opening) && stop.may_retry() {
            self.interrupted = Some(self.step);
        }
        self.step = Step::Stopped(stop);
        if stop.may_retry() {
            vec![]
        } else {
            vec![Effect::Unfollow, Effect::CleanUp]
        }
    }

    pub(super) fn try_again(&mut self) -> Vec<Effect> {
        match self.step {
            Step::Stopped(stop) if stop.may_retry() => {
                self.step = Step::Opening;
                vec![Effect::Open]
            }
            _ => vec![],
        }
    }

    /// Tells the server once more which document it is, where a stop came between.
    fn declare_again(&mut self, chosen: Option<u32>) -> Vec<Effect> {
        match (&mut self.session, chosen) {
            (Some(session), Some(id)) if session.document_id != Some(id) => {
                session.document_id = Some(id);
                vec![Effect::Declare(id)]
            }
            _ => vec![],
        }
    }

    /// Goes back to where a stop came between.
    fn resume(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Uploading => self.wait_for_pictures(),
            Step::Waiting => {
                self.step = step;
                vec![Effect::Follow]
            }
            Step::Handover => {
                self.step = step;
                vec![Effect::CreateHandover, Effect::Follow]
            }
            step => self.go(step),
        }
    }

    pub(super) fn handover_ready(&mut self, url: Option<String>) -> Vec<Effect> {
        if self.step == Step::Handover {
            self.code = url.map_or(Code::Gone, Code::Shown);
        }
        vec![]
    }

    pub(super) fn handover_expired(&mut self) -> Vec<Effect> {
        let connected = self
            .session
            .as_ref()
            .is_some_and(|session| session.handover == Handover::Connected);
        if self.step == Step::Handover && !connected {
            self.code = Code::Gone;
        }
        vec![]
    }

    pub(super) fn uploaded(&mut self, depiction: Depiction) -> Vec<Effect> {
        // A picture that was withdrawn by going back does not count.
        if let Some(sending) = self.sending.get_mut(&depiction) {
            *sending = Sending::Arrived;
        }
        if self.step == Step::Uploading {
            self.wait_for_pictures()
        } else {
            vec![]
        }
    }

    pub(super) fn upload_failed(
        &mut self,
        depiction: Depiction,
        sentence: String,
        again: bool,
    ) -> Vec<Effect> {
        if !self.sending.contains_key(&depiction) {
            return vec![];
        }
        if again {
            self.sending.insert(depiction, Sending::Failed(sentence));
            return vec![];
        }
        self.sending.remove(&depiction);
        self.refused = Some((depiction, sentence));
        let mut effects = vec![Effect::Drop(depiction)];
        effects.extend(self.go(Step::Method(depiction)));
        effects
    }

    pub(super) fn resend(&mut self) -> Vec<Effect> {
        let failed: Vec<Depiction> = self
            .sending
            .iter()
            .filter(|(_, sending)| matches!(sending, Sending::Failed(_)))
            .map(|(&depiction, _)| depiction)
            .collect();
        for &depiction in &failed {
            self.sending.insert(depiction, Sending::Underway);
        }
        failed.into_iter().map(Effect::Upload).collect()
    }

    /// Waits for the pictures, or starts the verification once all are there.
    pub(super) fn wait_for_pictures(&mut self) -> Vec<Effect> {
        self.step = Step::Uploading;
        let all_there = self
            .wanted()
            .iter()
            .all(|side| self.sending.get(side) == Some(&Sending::Arrived));
        if all_there {
            self.submitted = true;
            vec![Effect::Submit]
        } else {
            vec![]
        }
    }

    fn finish(&mut self) -> Vec<Effect> {
        self.asking_cancel = false;
        let shows_result = self
            .session
            .as_ref()
            .is_none_or(|session| session.settings.show_modal_before_redirect);
        self.step = Step::Result;
        let mut effects = vec![Effect::Unfollow, Effect::CleanUp];
        if !shows_result && !self.came_by_code {
            effects.extend(self.redirect_url().map(Effect::Redirect));
        }
        effects
    }

    /// Takes over what the server says. Pictures that it has count as arrived, also after a
    /// reload; a picture being sent stays so until its own answer comes.
    fn take(&mut self, session: CaptureSession) {
        if self.sending.is_empty() && matches!(self.step, Step::Opening) {
            for &depiction in &session.images {
                self.sending.insert(depiction, Sending::Arrived);
            }
        }
        if let Some(id) = session.document_id {
            self.country = session
                .documents
                .iter()
                .find(|choice| choice.id == id)
                .map(|choice| choice.country.clone());
        }
        self.session = Some(session);
    }
}
