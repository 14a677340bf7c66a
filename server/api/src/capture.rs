//! The capture session: what the capture UI and the server say to each other.
//!
//! The artifact in the capture URL's fragment is exchanged for a session token that lives in the
//! page's memory only. All paths are below `/assure/capture/session` and take
//! `Authorization: Bearer <token>`, except the exchange itself.
//!
//! | request | body | reply |
//! |---|---|---|
//! | `POST /assure/capture/session` | [`ExchangeRequest`] | 201 [`ExchangeResponse`] |
//! | `GET /assure/capture/session` | | 200 [`CaptureSession`] |
//! | `PUT …/document` | [`DeclareRequest`] | 200 [`CaptureSession`] |
//! | `PUT …/images/{front,back,selfie}` | the file's bytes, `Content-Type: image/…`, [`ORIGIN_HEADER`] where the page took it | 204 |
//! | `PUT …/burst` | [`SelfieBurst`] | 204: it belongs to the selfie that has arrived; another one drops it |
//! | `POST …/challenge` | | 201 [`ChallengeResponse`]: an attempt begins, the one before is void |
//! | `PUT …/challenge` | [`ChallengeAnswer`] | 204 |
//! | `DELETE …/challenge` | | 204: the person does without, and somebody will look |
//! | `POST …/submit` | | 202 [`CaptureSession`] |
//! | `POST …/cancel` | | 200 [`CaptureSession`] |
//! | `POST …/handover` | | 201 [`HandoverResponse`] |
//! | `DELETE …/handover` | | 204: the desktop takes the session back |
//! | `GET …/events` | | `text/event-stream` of [`CaptureSession`], one at once and one a change |

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use crate::schema::{ChallengeTask, Device, DocumentTypeName};

/// Trades the artifact for a session token.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRequest {
    /// From the fragment of the capture URL.
    pub artifact: String,
}

/// A session token and the session it opens.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExchangeResponse {
    /// To be kept in memory only.
    pub token: String,
    /// The session.
    pub session: CaptureSession,
}

/// Which image of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Depiction {
    /// The side of the document with the holder's data.
    Front,
    /// The other side.
    Back,
    /// The person.
    Selfie,
}

impl Depiction {
    /// The spelling used on the wire and in paths.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::Selfie => "selfie",
        }
    }
}

/// Status of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProcessStatus {
    /// Created; images may be set.
    Pending,
    /// Being verified; nothing may change.
    Processing,
    /// Every check passed.
    Accepted,
    /// The document cannot be used.
    Rejected,
    /// A person should look.
    Inconclusive,
    /// Time ran out, or failed by request.
    Failed,
    /// Ended by the person.
    Canceled,
}

impl ProcessStatus {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Processing,
        Self::Accepted,
        Self::Rejected,
        Self::Inconclusive,
        Self::Failed,
        Self::Canceled,
    ];

    /// Reads [`ProcessStatus::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.as_str() == text)
    }

    /// Whether the status can no longer change.
    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Processing)
    }

    /// The spelling used on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Inconclusive => "inconclusive",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }
}

/// What the process asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ProcessType {
    /// A document.
    Document,
    /// A document and a selfie of its holder.
    DocumentSelfie,
    /// A document and a video of its holder (`onfido`).
    DocumentVideo,
    /// With the provider's own SDK (`readid`).
    Sdk,
    /// With the provider's own app (`readid`).
    Ready,
    /// With an agent who looks later (`eid`).
    High,
    /// Without an agent (`eid`).
    Substantial,
    /// Without an agent and without `inconclusive` (`eid`).
    SubstantialFullyAuto,
    /// With an agent in the call (`eid`).
    Attended,
    /// With an agent who looks later, by its older name (`eid`).
    Unattended,
    /// Pictures of a document and a face (`webid`).
    Accountid,
    /// A call with an agent (`webid`).
    Videoid,
}

impl ProcessType {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Document,
        Self::DocumentSelfie,
        Self::DocumentVideo,
        Self::Sdk,
        Self::Ready,
        Self::High,
        Self::Substantial,
        Self::SubstantialFullyAuto,
        Self::Attended,
        Self::Unattended,
        Self::Accountid,
        Self::Videoid,
    ];

    /// The spelling used on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::DocumentSelfie => "documentSelfie",
            Self::DocumentVideo => "documentVideo",
            Self::Sdk => "sdk",
            Self::Ready => "ready",
            Self::High => "high",
            Self::Substantial => "substantial",
            Self::SubstantialFullyAuto => "substantialFullyAuto",
            Self::Attended => "attended",
            Self::Unattended => "unattended",
            Self::Accountid => "accountid",
            Self::Videoid => "videoid",
        }
    }

    /// Reads [`ProcessType::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.as_str() == text)
    }
}

/// Where the session is being carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Handover {
    /// On the device that opened it.
    #[default]
    None,
    /// A code is shown; no phone has come yet.
    Waiting,
    /// A phone carries it on.
    Connected,
}

/// One document that a person can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DocumentChoice {
    /// `documentId` of the API.
    pub id: u32,
    /// ISO 3166-1 alpha-3 (or `UTO` for specimens).
    #[cfg_attr(feature = "openapi", schema(pattern = "^[A-Z]{3}$"))]
    pub country: String,
    /// English name of the country.
    pub country_name: String,
    /// `passport`, `identityCard`, `driversLicense` or `residencePermit`.
    #[cfg_attr(feature = "openapi", schema(value_type = DocumentTypeName))]
    #[serde(rename = "type")]
    pub kind: String,
    /// English name of the region that issues it, where regions do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// First year of issue, where the country has several of a kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Images needed: 1 (front) or 2 (front and back).
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
    pub pages: u8,
}

/// Settings of the flow, from the capture configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the names and types are those of the API's capture configuration"
)]
pub struct CaptureSettings {
    /// Title of the page.
    pub page_title: String,
    /// Whether the tips come first.
    pub show_prerequisites_screen: bool,
    /// Whether the flow may move to a phone.
    pub enable_mobile_handover: bool,
    /// Whether it must.
    pub force_mobile_handover: bool,
    /// Devices (`mobile`, `desktop`) on which a file may be uploaded.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Device>))]
    pub allow_file_upload: Vec<String>,
    /// Devices (`mobile`, `desktop`) on which a photo may be taken.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Device>))]
    pub allow_take_photo: Vec<String>,
    /// Country chosen at first, ISO 3166-1 alpha-3.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub default_country: Option<String>,
    /// Whether the result is shown before the redirect.
    pub show_modal_before_redirect: bool,
    /// Whether the person is asked, with the selfie, to do things before the camera that nobody can
    /// know beforehand. Our own; not in the Assure API.
    pub active_challenge: bool,
}

impl Default for CaptureSettings {
    fn default() -> Self {
        let both = || vec!["mobile".to_owned(), "desktop".to_owned()];
        Self {
            page_title: "Vidimus".to_owned(),
            show_prerequisites_screen: true,
            enable_mobile_handover: true,
            force_mobile_handover: false,
            allow_file_upload: both(),
            allow_take_photo: both(),
            default_country: None,
            show_modal_before_redirect: true,
            active_challenge: false,
        }
    }
}

/// The state of a session, enough to draw any screen after a reload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureSession {
    /// The dossier.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub dossier_id: String,
    /// The process.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub process_id: String,
    /// What it asks for.
    pub process_type: ProcessType,
    /// Where it stands.
    pub status: ProcessStatus,
    /// Where to send the person at the end; `dossierId`, `processId` and `status` are added.
    pub redirect_url: String,
    /// Settings of the flow.
    pub settings: CaptureSettings,
    /// The documents to choose from, by country name.
    pub documents: Vec<DocumentChoice>,
    /// The document that was chosen.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub document_id: Option<u32>,
    /// Images that have arrived.
    pub images: Vec<Depiction>,
    /// The active challenge; absent where none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<ChallengeStanding>,
    /// Where it is being carried on.
    pub handover: Handover,
    /// When the session ends, `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
    /// Sentences on why the status is not `accepted`, without personal data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// How far the active challenge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChallengeStanding {
    /// Whether nothing more is expected: answered, given up, or begun too often.
    pub over: bool,
    /// How often it may still be begun.
    pub attempts_left: u32,
}

/// An attempt at the active challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChallengeResponse {
    /// A number of 64 bits in decimal digits. What is asked follows from it.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{1,20}$"))]
    pub nonce: String,
    /// What is asked, in order: `turnLeft`, `turnRight` (the person's), `lookUp`, `comeCloser`,
    /// `blink`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<ChallengeTask>))]
    pub tasks: Vec<String>,
    /// How often it may be begun after this attempt.
    pub attempts_left: u32,
}

/// Frames of an attempt: one of the person looking ahead at first, then of each task one that shows
/// it done and one that shows it taken back.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChallengeAnswer {
    /// That of the attempt.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{1,20}$"))]
    pub nonce: String,
    /// The frames, in order.
    pub samples: Vec<ChallengeSample>,
}

/// One frame of an attempt.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChallengeSample {
    /// When it was taken, in milliseconds from any moment.
    pub at_ms: f64,
    /// JPEG, PNG or WebP, in base64.
    #[cfg_attr(feature = "openapi", schema(content_encoding = "base64"))]
    pub image: String,
}

/// Frames of the live picture before the selfie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SelfieBurst {
    /// 1 to 3, oldest first: JPEG, PNG or WebP of at most 1920 pixels a side, in base64.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 3))]
    pub frames: Vec<String>,
}

/// Header of an uploaded image that was taken on the page: base64 of a [`CaptureOrigin`] in JSON.
pub const ORIGIN_HEADER: &str = "x-capture-origin";

/// What a page knows of the camera that it took an image with. Can be made up, so it never speaks for
/// an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaptureOrigin {
    /// Its name, as the browser tells it. Not stored.
    pub camera_label: String,
    /// Width of its frames, in pixels.
    pub track_width_px: u32,
    /// Height of its frames, in pixels.
    pub track_height_px: u32,
    /// Live frames that were looked at before.
    pub frames: u32,
    /// Those of them that repeat an earlier one to the last bit.
    pub repeated_frames: u32,
}

/// Chooses the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeclareRequest {
    /// One of [`CaptureSession::documents`].
    pub document_id: u32,
}

/// How to carry on with a phone.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HandoverResponse {
    /// To be shown as a QR code. Holds an artifact of its own.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub url: String,
    /// When it stops working, `YYYY-MM-DDThh:mm:ssZ`.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}
