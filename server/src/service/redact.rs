//! Redaction.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use vidimus_api::capture::Depiction;
use vidimus_api::{RedactionAssureRequest, RedactionResponse};
use vidimus_engine::DocumentType;
use vidimus_engine::redact::{RedactedField, RedactionLevel};

use super::App;
use super::images::{checked_frame, media_type};
use crate::ids::ClientId;
use crate::jobs::redaction::{Redactable, Redacted};
use crate::problem::Refusal;

/// What a request asks for, beside the pictures.
struct Asked {
    document_type: DocumentType,
    fields: Vec<RedactedField>,
    level: RedactionLevel,
}

impl App {
    /// Covers fields in pictures that were sent, front and back, or in those of a dossier or a process
    /// of the client.
    pub(crate) async fn redact(
        self: &Arc<Self>,
        client: &ClientId,
        request: &RedactionAssureRequest,
        sent: [Option<Vec<u8>>; 2],
    ) -> Result<RedactionResponse, Refusal> {
        let asked = asked(request)?;
        let Some(verifier) = self.verifier.clone() else {
            return Err(Refusal::unavailable(
                "Redaction is not available: the server runs without its models.",
            ));
        };
        let [front, back] = match &request.dossier_id {
            Some(dossier) if sent.iter().all(Option::is_none) => {
                let process = request.process_id.as_deref();
                let sides = [Depiction::Front, Depiction::Back];
                let mut stored = self.stored_images(client, dossier, process, &sides).await?;
                [Depiction::Front, Depiction::Back].map(|side| stored.remove(&side))
            }
            _ => sent,
        };
        if front.is_none() && back.is_none() {
            return Err(Refusal::invalid(
                "Images missing.",
                "Send frontImage or backImage, or the dossierId where they are stored.",
            ));
        }
        let today = self.policy.clone().at(self.now()).today;
        let redacted = self
            .decoded(move || {
                for (name, bytes) in [("frontImage", &front), ("backImage", &back)] {
                    if let Some(bytes) = bytes {
                        checked_frame(name, bytes)?;
                    }
                }
                let pictures = Redactable {
                    front,
                    back,
                    document_type: asked.document_type,
                    fields: asked.fields,
                    level: asked.level,
                    today,
                };
                verifier.redact(&pictures).map_err(Refusal::internal)
            })
            .await?;
        Ok(match redacted {
            Redacted::Sure { front, back } => RedactionResponse {
                success: true,
                redacted_front_image: front.as_deref().map(data_url),
                redacted_back_image: back.as_deref().map(data_url),
                detail: None,
            },
            Redacted::NotSure(doubts) => {
                let mut why: Vec<String> = doubts.iter().map(ToString::to_string).collect();
                why.dedup();
                RedactionResponse {
                    detail: Some(why.join(" ")),
                    ..RedactionResponse::default()
                }
            }
        })
    }
}

fn data_url(bytes: &[u8]) -> String {
    let media_type = media_type(bytes).unwrap_or("image/png");
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}

fn asked(request: &RedactionAssureRequest) -> Result<Asked, Refusal> {
    let invalid = |field: &str, rule: &str| {
        Refusal::invalid(format!("Invalid {field}."), format!("{field} {rule}."))
    };
    let document_type = match request.document_type.as_str() {
        "passport" => DocumentType::Passport,
        "identityCard" => DocumentType::IdentityCard,
        "driversLicense" => DocumentType::DriversLicense,
        "residencePermit" => DocumentType::ResidencePermit,
        _ => {
            return Err(invalid(
                "documentType",
                "is passport, identityCard, driversLicense or residencePermit",
            ));
        }
    };
    if request.document_country != "NLD" {
        return Err(invalid("documentCountry", "is NLD"));
    }
    let fields = request.fields_to_redact.iter().map(|field| match &**field {
        "personalIdentificationNumber" => Some(RedactedField::PersonalIdentificationNumber),
        "photo" => Some(RedactedField::Photo),
        _ => None,
    });
    let fields: Option<Vec<_>> = fields.collect();
    let fields = fields.filter(|fields| !fields.is_empty()).ok_or_else(|| {
        invalid(
            "fieldsToRedact",
            "has one or both of personalIdentificationNumber and photo",
        )
    })?;
    let level = match request.redaction_level.as_deref() {
        None | Some("standard") => RedactionLevel::Standard,
        Some("medium") => RedactionLevel::Medium,
        Some("high") => RedactionLevel::High,
        Some("veryHigh") => RedactionLevel::VeryHigh,
        Some(_) => {
            return Err(invalid(
                "redactionLevel",
                "is standard, medium, high or veryHigh",
            ));
        }
    };
    Ok(Asked {
        document_type,
        fields,
        level,
    })
}
