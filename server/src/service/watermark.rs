//! Watermarks.

use std::sync::Arc;

use vidimus_api::capture::Depiction;
use vidimus_api::{WatermarkAssureRequest, WatermarkDepiction};

use super::App;
use crate::domain::watermark::{watermark_request_fault, watermarked};
use crate::ids::ClientId;
use crate::problem::Refusal;

impl App {
    /// Writes a watermark over an image that was sent (`image`, its bytes), or over one of a dossier or
    /// a process of the client.
    pub(crate) async fn watermark(
        self: &Arc<Self>,
        client: &ClientId,
        request: WatermarkAssureRequest,
        image: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, Refusal> {
        if let Some(why) = watermark_request_fault(&request) {
            return Err(Refusal::invalid("Invalid watermark.", why));
        }
        let image = if let Some(image) = image {
            image
        } else {
            let depiction = match request.image_depiction {
                Some(WatermarkDepiction::Selfie) => Depiction::Selfie,
                Some(WatermarkDepiction::Front) | None => Depiction::Front,
            };
            let dossier = request.dossier_id.as_deref().unwrap_or_default();
            let process = request.process_id.as_deref();
            let wanted = [depiction];
            let stored = self
                .stored_images(client, dossier, process, &wanted)
                .await?;
            let image = stored.into_values().next();
            image.ok_or_else(|| Refusal::not_found("Image"))?
        };
        self.decoded(move || {
            watermarked(&image, &request.watermark)
                .map_err(|error| Refusal::invalid("Invalid image.", error.to_string()))
        })
        .await
    }
}
