//! How each request is answered.

use std::cell::RefCell;
use std::collections::BTreeMap;

use futures::lock::Mutex;
use js_sys::{ArrayBuffer, Uint8Array};
use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_engine::challenge::{self, Challenge, Posture};
use vidimus_engine::face::{FaceComparer, FaceFollower, MeshReader};
use vidimus_engine::frame::software;
use vidimus_engine::model::ModelError;
use vidimus_engine::provenance::Repeats;
use vidimus_engine::quality::{PrecheckConfig, Watch, precheck_light};
use vidimus_engine::{
    DocumentEngine, DocumentModels, DocumentReading, Frame, FrameError, Limits, Policy, Submission,
    verify,
};

use super::models::{self, ModelsError, Progress};
use crate::protocol::{
    Answer, Buffers, ErrorCode, ModelSet, Moment, MrzSummary, ReadingSummary, Request,
    VerificationAnswer,
};

/// The engine and its models, loaded when first needed.
pub struct Engine {
    progress: Box<Progress>,
    documents: Mutex<Option<DocumentEngine>>,
    meshes: Mutex<Option<MeshReader>>,
    faces: Mutex<Option<FaceComparer>>,
    /// The live pictures that are followed.
    watches: RefCell<BTreeMap<Depiction, Live>>,
    /// The attempt at an active challenge that is followed.
    attempt: RefCell<Option<Attempt>>,
}

/// A live picture.
struct Live {
    /// The number that the page gave it.
    number: u32,
    watch: Watch,
    face: FaceFollower,
    repeats: Repeats,
}

impl Live {
    fn new(number: u32, config: PrecheckConfig) -> Self {
        Self {
            number,
            watch: Watch::new(config),
            face: FaceFollower::default(),
            repeats: Repeats::default(),
        }
    }
}

/// A person who is followed through an active challenge.
struct Attempt {
    /// The number that the page gave it.
    number: u32,
    watch: challenge::Watch,
    face: FaceFollower,
}

struct Failure(ErrorCode, String);

impl From<ModelsError> for Failure {
    fn from(error: ModelsError) -> Self {
        Self(ErrorCode::Models, error.0)
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        Self(ErrorCode::BadImage, error.to_string())
    }
}

fn engine_failure(error: impl std::fmt::Display) -> Failure {
    Failure(ErrorCode::Engine, error.to_string())
}

impl Engine {
    /// An engine without models. `progress` is told the bytes that have come and are to come.
    #[must_use]
    pub fn new(progress: impl Fn(f64, f64) + 'static) -> Self {
        Self {
            progress: Box::new(progress),
            documents: Mutex::new(None),
            meshes: Mutex::new(None),
            faces: Mutex::new(None),
            watches: RefCell::default(),
            attempt: RefCell::default(),
        }
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request, buffers: Buffers) -> Answer {
        let result = match request {
            Request::Load { models } => self.load(&models).await,
            Request::Precheck {
                target,
                width,
                height,
                watch,
            } => self.precheck(target, (width, height), watch, buffers.pixels),
            Request::Challenge {
                nonce,
                width,
                height,
                watch,
            } => {
                self.challenge(&nonce, (width, height), watch, buffers.pixels)
                    .await
            }
            Request::Read { today } => self.read(today, buffers.image).await,
            Request::Verify {
                process_type,
                today,
                declared,
            } => {
                let policy = Policy::on(today);
                self.verify(process_type, &policy, declared, buffers).await
            }
        };
        result.unwrap_or_else(|Failure(code, message)| Answer::Error { code, message })
    }

    async fn load(&self, sets: &[ModelSet]) -> Result<Answer, Failure> {
        for set in sets {
            match set {
                ModelSet::Documents => {
                    self.ready_documents(&mut *self.documents.lock().await)
                        .await?;
                }
                ModelSet::Mesh => {
                    self.ready_meshes(&mut *self.meshes.lock().await).await?;
                }
                ModelSet::Faces => {
                    self.ready_faces(&mut *self.faces.lock().await).await?;
                }
            }
        }
        Ok(Answer::Loaded)
    }

    /// Never waits for models: a hint that comes late is worth nothing.
    fn precheck(
        &self,
        target: Depiction,
        (width, height): (u32, u32),
        moment: Option<Moment>,
        pixels: Option<ArrayBuffer>,
    ) -> Result<Answer, Failure> {
        let pixels = bytes("pixels", pixels)?;
        let frame = Frame::from_rgba(width, height, &pixels)?;
        let config = PrecheckConfig::default();
        let mut watches = self.watches.borrow_mut();
        let live = moment.map(|Moment { number, time_ms }| {
            let live = watches
                .entry(target)
                .or_insert_with(|| Live::new(number, config));
            if live.number != number {
                *live = Live::new(number, config);
            }
            (live, time_ms)
        });
        let (documents, meshes) = (self.documents.try_lock(), self.meshes.try_lock());
        let meshes = meshes.as_deref().and_then(Option::as_ref);
        let (mut live, time_ms) = live.unzip();
        let precheck = match (target, documents.as_deref()) {
            (Depiction::Selfie, Some(Some(engine))) => match (&mut live, time_ms, meshes) {
                (Some(live), Some(time_ms), Some(meshes)) => {
                    engine.precheck_live_selfie(&frame, time_ms, &mut live.face, meshes, &config)
                }
                _ => engine.precheck_selfie(&frame, meshes, &config),
            }
            .map_err(engine_failure)?,
            (Depiction::Front | Depiction::Back, Some(Some(engine))) => engine
                .precheck_document(&frame, &config)
                .map_err(engine_failure)?,
            _ => precheck_light(&frame, &config),
        };
        let (guidance, live) = live
            .zip(time_ms)
            .map(|(live, time_ms)| (live.watch.see(&precheck, time_ms), live.repeats.see(&frame)))
            .unzip();
        Ok(Answer::Precheck {
            precheck,
            guidance,
            live,
        })
    }

    /// Waits for models: without them nobody can be followed.
    async fn challenge(
        &self,
        nonce: &str,
        (width, height): (u32, u32),
        moment: Moment,
        pixels: Option<ArrayBuffer>,
    ) -> Result<Answer, Failure> {
        let bad = |_| Failure(ErrorCode::BadRequest, "`nonce` is no number".to_owned());
        let nonce: u64 = nonce.parse().map_err(bad)?;
        let pixels = bytes("pixels", pixels)?;
        let frame = Frame::from_rgba(width, height, &pixels)?;
        let mut documents = self.documents.lock().await;
        let engine = self.ready_documents(&mut documents).await?;
        let mut meshes = self.meshes.lock().await;
        let meshes = self.ready_meshes(&mut meshes).await?;
        let mut attempt = self.attempt.borrow_mut();
        let known = attempt.take().filter(|own| own.number == moment.number);
        let mut own = known.unwrap_or_else(|| Attempt {
            number: moment.number,
            watch: challenge::Watch::new(Challenge::of(nonce)),
            face: FaceFollower::default(),
        });
        engine
            .follow_face(&frame, moment.time_ms, &mut own.face, meshes)
            .map_err(engine_failure)?;
        let posture = own.face.mesh().map(Posture::of);
        let step = own.watch.see(posture, moment.time_ms);
        *attempt = Some(own);
        Ok(Answer::Challenge {
            progress: step.progress,
            sample: step.sample,
        })
    }

    async fn read(
        &self,
        today: jiff::civil::Date,
        image: Option<ArrayBuffer>,
    ) -> Result<Answer, Failure> {
        let started = now_ms();
        // Before the models: a file that is no picture should not have to wait for them.
        let frame = Frame::decode(&bytes("image", image)?, &Limits::default())?;
        let decode_ms = now_ms() - started;
        let mut slot = self.documents.lock().await;
        let engine = self.ready_documents(&mut slot).await?;
        let started = now_ms();
        let reading = engine.read(&frame, today).map_err(engine_failure)?;
        let summary = summary(&frame, &reading, decode_ms, now_ms() - started);
        Ok(Answer::Reading(Box::new(summary)))
    }

    async fn verify(
        &self,
        process_type: ProcessType,
        policy: &Policy,
        declared: Option<vidimus_engine::Declared>,
        buffers: Buffers,
    ) -> Result<Answer, Failure> {
        let mut documents = self.documents.lock().await;
        let engine = self.ready_documents(&mut documents).await?;
        let mut faces = self.faces.lock().await;
        let comparer = match process_type {
            ProcessType::DocumentSelfie => Some(self.ready_faces(&mut faces).await?),
            _ => None,
        };

        let started = now_ms();
        let limits = Limits::default();
        let mut made_by = None;
        let mut decode = |name, buffer| -> Result<Frame, Failure> {
            let bytes = bytes(name, buffer)?;
            made_by = made_by.max(software(&bytes));
            Ok(Frame::decode(&bytes, &limits)?)
        };
        let front = decode("front", buffers.front)?;
        let back = buffers
            .back
            .map(|buffer| decode("back", Some(buffer)))
            .transpose()?;
        let selfie = match comparer {
            // Who made the selfie is no question of the document.
            Some(_) => Some(Frame::decode(&bytes("selfie", buffers.selfie)?, &limits)?),
            None => None,
        };
        let decoded = now_ms();
        let verification = verify(
            engine,
            &Submission {
                back: back.as_ref(),
                selfie: selfie.as_ref(),
                faces: comparer,
                declared,
                software: made_by,
                // The challenge is looked at by the server, which also knows what came before.
                ..Submission::of(&front)
            },
            policy,
        )
        .map_err(engine_failure)?;
        Ok(Answer::Verification(Box::new(VerificationAnswer {
            report: verification.report,
            similarity_score: verification.similarity_score,
            front: verification.front,
            back: verification.back,
            decode_ms: decoded - started,
            verify_ms: now_ms() - decoded,
        })))
    }

    async fn ready_documents<'a>(
        &self,
        slot: &'a mut Option<DocumentEngine>,
    ) -> Result<&'a DocumentEngine, Failure> {
        self.ready(slot, ModelSet::Documents, |files| {
            Ok(DocumentEngine::new(DocumentModels::from_onnx(files)?))
        })
        .await
    }

    async fn ready_meshes<'a>(
        &self,
        slot: &'a mut Option<MeshReader>,
    ) -> Result<&'a MeshReader, Failure> {
        self.ready(slot, ModelSet::Mesh, MeshReader::from_onnx)
            .await
    }

    async fn ready_faces<'a>(
        &self,
        slot: &'a mut Option<FaceComparer>,
    ) -> Result<&'a FaceComparer, Failure> {
        let load = |[face_embedding]: [Vec<u8>; 1]| FaceComparer::from_onnx(face_embedding);
        self.ready(slot, ModelSet::Faces, load).await
    }

    /// Fetches and loads the networks of a set that are not there yet.
    async fn ready<'a, Networks, const N: usize>(
        &self,
        slot: &'a mut Option<Networks>,
        set: ModelSet,
        load: impl FnOnce([Vec<u8>; N]) -> Result<Networks, ModelError>,
    ) -> Result<&'a Networks, Failure> {
        if slot.is_none() {
            let files = models::exactly(models::fetch(set, &self.progress).await?)?;
            *slot = Some(load(files).map_err(engine_failure)?);
        }
        slot.as_ref()
            .ok_or_else(|| engine_failure("the networks are gone"))
    }
}

fn summary(
    frame: &Frame,
    reading: &DocumentReading,
    decode_ms: f64,
    read_ms: f64,
) -> ReadingSummary {
    let fields = &reading.fields;
    let found = [
        ("surname", fields.surname.is_some()),
        ("givenNames", fields.given_names.is_some()),
        ("number", fields.number.is_some()),
        ("birth", fields.birth.is_some()),
        ("expiry", fields.expiry.is_some()),
        ("nationality", fields.nationality.is_some()),
        ("sex", fields.sex.is_some()),
        ("personalNumber", fields.personal_number.is_some()),
        ("issuingCountry", fields.issuing_country.is_some()),
    ];
    ReadingSummary {
        width: frame.width_px(),
        height: frame.height_px(),
        mrz: reading.mrz.as_ref().map(|mrz| MrzSummary {
            format: mrz.format,
            confidence: mrz.confidence,
            check_digits_valid: mrz.check_digits_valid,
        }),
        fields: found
            .into_iter()
            .filter(|(_, found)| *found)
            .map(|(name, _)| name.to_owned())
            .collect(),
        quality: reading.quality.clone(),
        photo: reading.photo,
        decode_ms,
        read_ms,
    }
}

fn bytes(name: &str, buffer: Option<ArrayBuffer>) -> Result<Vec<u8>, Failure> {
    buffer
        .map(|buffer| Uint8Array::new(&buffer).to_vec())
        .ok_or_else(|| Failure(ErrorCode::BadRequest, format!("`{name}` is missing")))
}

/// Only for telling how long something took: nothing here depends on the time of day.
fn now_ms() -> f64 {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into())
        .ok()
        .and_then(|performance| {
            use wasm_bindgen::JsCast;
            performance.dyn_into::<web_sys::Performance>().ok()
        })
        .map_or(0.0, |performance| performance.now())
}
