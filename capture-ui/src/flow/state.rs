//! The state of the flow, and what can be asked of it.

use std::collections::BTreeMap;

use vidimus_api::capture::{CaptureSession, Depiction, DocumentChoice, ProcessType};

/// What the page runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// A phone or a small tablet.
    Mobile,
    /// Anything else.
    Desktop,
}

impl Device {
    /// The spelling used in the capture settings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Desktop => "desktop",
        }
    }
}

/// The screen that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The session is being opened.
    Opening,
    /// What to have ready.
    Tips,
    /// Phone or this device?
    Device,
    /// A code for the phone, then what the phone does.
    Handover,
    /// Which country issued the document?
    Country,
    /// What kind of document is it?
    DocumentType,
    /// Camera or file?
    Method(Depiction),
    /// The live picture.
    Camera(Depiction),
    /// Is the picture good?
    Preview(Depiction),
    /// What is asked before the camera.
    Challenge,
    /// The pictures are on their way.
    Uploading,
    /// The server verifies.
    Waiting,
    /// How it ended.
    Result,
    /// It cannot go on.
    Stopped(Stop),
}

/// Why the flow stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The address holds no artifact.
    NoArtifact,
    /// The artifact or the token is no longer good.
    Expired,
    /// The server cannot be reached.
    Offline,
    /// The server failed.
    Server,
}

impl Stop {
    /// Whether trying again may help.
    #[must_use]
    pub fn may_retry(self) -> bool {
        matches!(self, Self::Offline | Self::Server)
    }
}

/// How far a picture has come on its way to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// On its way.
    Underway,
    /// Arrived.
    Arrived,
    /// Did not arrive, and the same picture may be sent again.
    Failed(String),
}

/// The code that a phone can scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// Its address is being fetched.
    Coming,
    /// It says this address.
    Shown(String),
    /// No address could be had, or it has expired.
    Gone,
}

/// The four parts of the progress indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Choosing the document.
    Choose,
    /// Photographing it.
    Document,
    /// Taking the selfie.
    Selfie,
    /// Sending and verifying.
    Check,
}

/// The state of the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// What the page runs on.
    pub device: Device,
    /// Whether this page was opened from the code that another device showed.
    pub came_by_code: bool,
    /// The screen.
    pub step: Step,
    /// The session as the server last told it.
    pub session: Option<CaptureSession>,
    /// The country that was chosen.
    pub country: Option<String>,
    /// How far each picture has come.
    pub sending: BTreeMap<Depiction, Sending>,
    /// What was wrong with the last picture of this side, as the server sees it.
    pub refused: Option<(Depiction, String)>,
    /// The code for the phone.
    pub code: Code,
    /// Whether the person is being asked if they want to give up.
    pub asking_cancel: bool,
    /// Whether the verification has been asked for.
    pub submitted: bool,
    /// Where to go once a stop is overcome.
    pub(super) interrupted: Option<Step>,
}

impl Flow {
    /// A flow that has not begun.
    #[must_use]
    pub fn new(device: Device, came_by_code: bool) -> Self {
        Self {
            device,
            came_by_code,
            step: Step::Opening,
            session: None,
            country: None,
            sending: BTreeMap::new(),
            refused: None,
            code: Code::Coming,
            asking_cancel: false,
            submitted: false,
            interrupted: None,
        }
    }

    /// The document that was chosen.
    #[must_use]
    pub fn document(&self) -> Option<&DocumentChoice> {
        let session = self.session.as_ref()?;
        let id = session.document_id?;
        session.documents.iter().find(|choice| choice.id == id)
    }

    /// The pictures this process needs, in order.
    #[must_use]
    pub fn wanted(&self) -> Vec<Depiction> {
        let mut wanted = vec![Depiction::Front];
        if self.document().is_some_and(|document| document.pages >= 2) {
            wanted.push(Depiction::Back);
        }
        if self.wants_selfie() {
            wanted.push(Depiction::Selfie);
        }
        wanted
    }

    /// Whether the process asks for a selfie.
    #[must_use]
    pub fn wants_selfie(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.process_type == ProcessType::DocumentSelfie)
    }

    /// Whether the active challenge is still to be answered.
    #[must_use]
    pub fn wants_challenge(&self) -> bool {
        let challenge = self.session.as_ref().and_then(|session| session.challenge);
        challenge.is_some_and(|challenge| !challenge.over)
    }

    /// Whether a photo may be taken on this device.
    #[must_use]
    pub fn may_take_photo(&self) -> bool {
        self.allows(|session| &session.settings.allow_take_photo)
    }

    /// Whether a file may be uploaded on this device. A selfie is subject to the same rule as
    /// the document.
    #[must_use]
    pub fn may_upload_file(&self) -> bool {
        self.allows(|session| &session.settings.allow_file_upload)
    }

    /// Whether the flow may move to a phone.
    #[must_use]
    pub fn may_use_phone(&self) -> bool {
        self.device == Device::Desktop
            && !self.came_by_code
            && self
                .session
                .as_ref()
                .is_some_and(|session| session.settings.enable_mobile_handover)
    }

    /// Whether the flow must move to a phone.
    #[must_use]
    pub fn must_use_phone(&self) -> bool {
        self.may_use_phone()
            && self
                .session
                .as_ref()
                .is_some_and(|session| session.settings.force_mobile_handover)
    }

    /// The document's countries, by name, each once.
    #[must_use]
    pub fn countries(&self) -> Vec<(String, String)> {
        let mut countries: Vec<(String, String)> = self
            .session
            .iter()
            .flat_map(|session| &session.documents)
            .map(|choice| (choice.country_name.clone(), choice.country.clone()))
            .collect();
        countries.sort();
        countries.dedup();
        countries
            .into_iter()
            .map(|(name, code)| (code, name))
            .collect()
    }

    /// The documents of the chosen country.
    #[must_use]
    pub fn documents_of_country(&self) -> Vec<DocumentChoice> {
        self.session
            .iter()
            .flat_map(|session| &session.documents)
            .filter(|choice| Some(&choice.country) == self.country.as_ref())
            .cloned()
            .collect()
    }

    /// The first failure on the way to the server.
    #[must_use]
    pub fn upload_failure(&self) -> Option<&str> {
        self.sending.values().find_map(|sending| match sending {
            Sending::Failed(sentence) => Some(sentence.as_str()),
            _ => None,
        })
    }

    /// Whether the screen has a way back.
    #[must_use]
    pub fn may_go_back(&self) -> bool {
        self.step_before().is_some()
    }

    /// Whether there is something left to give up.
    #[must_use]
    pub fn may_cancel(&self) -> bool {
        self.session.is_some()
            && !self.submitted
            && !matches!(
                self.step,
                Step::Opening | Step::Waiting | Step::Result | Step::Stopped(_)
            )
    }

    /// The part of the progress indicator that the screen belongs to.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        match self.step {
            Step::Country | Step::DocumentType => Some(Phase::Choose),
            Step::Method(side) | Step::Camera(side) | Step::Preview(side) => Some(match side {
                Depiction::Selfie => Phase::Selfie,
                Depiction::Front | Depiction::Back => Phase::Document,
            }),
            Step::Challenge => Some(Phase::Selfie),
            Step::Uploading | Step::Waiting => Some(Phase::Check),
            _ => None,
        }
    }

    /// The parts of the progress indicator.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let mut phases = vec![Phase::Choose, Phase::Document];
        if self.wants_selfie() {
            phases.push(Phase::Selfie);
        }
        phases.push(Phase::Check);
        phases
    }

    /// The address to send the person to: the integrator's, with what became of the process.
    #[must_use]
    pub fn redirect_url(&self) -> Option<String> {
        let session = self.session.as_ref()?;
        let (base, fragment) = match session.redirect_url.split_once('#') {
            Some((base, fragment)) => (base, Some(fragment)),
            None => (session.redirect_url.as_str(), None),
        };
        let joint = match base.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        let mut url = format!(
            "{base}{joint}dossierId={}&processId={}&status={}",
            session.dossier_id,
            session.process_id,
            session.status.as_str()
        );
        if let Some(fragment) = fragment {
            url.push('#');
            url.push_str(fragment);
        }
        Some(url)
    }

    /// The screen before this one.
    pub(super) fn step_before(&self) -> Option<Step> {
        let shows_tips = self
            .session
            .as_ref()
            .is_some_and(|session| session.settings.show_prerequisites_screen);
        let tips = shows_tips.then_some(Step::Tips);
        match self.step {
            Step::Handover if !self.must_use_phone() => Some(Step::Device),
            Step::Country if self.may_use_phone() => Some(Step::Device),
            Step::Device | Step::Handover | Step::Country => tips,
            Step::DocumentType => Some(Step::Country),
            Step::Method(Depiction::Front) => Some(Step::DocumentType),
            // What has been confirmed is on its way; going back means taking it again.
            Step::Method(side) => self.side_before(side).map(Step::Method),
            Step::Camera(side) | Step::Preview(side) => Some(Step::Method(side)),
            _ => None,
        }
    }

    pub(super) fn is_before_selfie(&self, side: Depiction) -> bool {
        self.side_before(Depiction::Selfie) == Some(side)
    }

    fn side_before(&self, side: Depiction) -> Option<Depiction> {
        let wanted = self.wanted();
        let place = wanted.iter().position(|&wanted| wanted == side)?;
        wanted.get(place.checked_sub(1)?).copied()
    }

    fn allows(&self, list: impl Fn(&CaptureSession) -> &Vec<String>) -> bool {
        self.session.as_ref().is_some_and(|session| {
            list(session)
                .iter()
                .any(|device| device == self.device.as_str())
        })
    }
}
