//! The browser's engine and the server's say the same of the same pictures.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use vidimus_engine::quality::PrecheckConfig;
use vidimus_engine::{Frame, Limits, Policy, Submission, Verification, verify};

use crate::support::{Browser, Camera, Form, Page, journey, networks, specimen};

const TODAY: Date = date(2026, 6, 1);

/// How far scores and confidences of the same pictures may lie apart: sums are rounded differently
/// with other instructions.
const SCORE_TOLERANCE: f64 = 0.02;

/// Speaks to the worker as a page without any Rust would.
const ASK_WORKER: &str = "
    const [today, front, selfie, done] = arguments;
    const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
    const worker = new Worker('/capture/engine-worker_loader.js', { type: 'module' });
    worker.onerror = (event) => done({ kind: 'broken', message: event.message });
    worker.onmessage = ({ data }) => {
      if (data.kind === 'crashed') done(data);
      if (data.kind === 'ready') {
        const buffers = { front: bytes(front) };
        if (selfie) buffers.selfie = bytes(selfie);
        const processType = selfie ? 'documentSelfie' : 'document';
        const declared = { documentType: 'passport', country: 'UTO' };
        worker.postMessage(
          { id: 1, kind: 'verify', processType, today, declared, ...buffers },
          Object.values(buffers),
        );
      }
      if (data.id === 1) {
        worker.terminate();
        done(data);
      }
    };
";

#[tokio::test]
async fn browser_and_server_agree() {
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Denied,
    };
    journey("parity", browser, async |stage| {
        stage.page.open(&stage.server.url).await?;
        let pairs = [
            ("passport.jpg", Some("selfie.jpg")),
            ("passport.jpg", Some("selfie-other.jpg")),
            ("passport-expired.jpg", None),
            ("passport-bad-check-digit.jpg", None),
        ];
        for (front, selfie) in pairs {
            compare(&stage.page, front, selfie)
                .await
                .with_context(|| format!("{front} with {selfie:?}"))?;
        }
        Ok(())
    })
    .await;
}

/// Looks at one frame of a selfie in the worker, once its networks are there.
const ASK_ABOUT_FACE: &str = "
    const [width, height, pixels, done] = arguments;
    const worker = new Worker('/capture/engine-worker_loader.js', { type: 'module' });
    worker.onerror = (event) => done({ kind: 'broken', message: event.message });
    worker.onmessage = ({ data }) => {
      if (data.kind === 'crashed') done(data);
      if (data.kind === 'ready') {
        worker.postMessage({ id: 1, kind: 'load', models: ['documents', 'mesh'] });
      }
      if (data.id === 1) {
        const buffer = Uint8Array.from(atob(pixels), (c) => c.charCodeAt(0)).buffer;
        const frame = { target: 'selfie', width, height, pixels: buffer };
        worker.postMessage({ id: 2, kind: 'precheck', ...frame }, [buffer]);
      }
      if (data.id === 2) {
        worker.terminate();
        done(data);
      }
    };
";

/// Pose, lids and light of a face.
#[tokio::test]
async fn browser_and_server_see_the_same_face() {
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Denied,
    };
    journey("parity-face", browser, async |stage| {
        stage.page.open(&stage.server.url).await?;
        for name in ["selfie.jpg", "selfie-other.jpg"] {
            let frame = Frame::decode(&fs::read(specimen(name)?)?, &Limits::default())?;
            let rgba = frame.rgb().chunks_exact(3);
            let rgba: Vec<u8> = rgba.flat_map(|own| [own[0], own[1], own[2], 255]).collect();
            let arguments = vec![
                json!(frame.width_px()),
                json!(frame.height_px()),
                json!(BASE64_STANDARD.encode(rgba)),
            ];
            let theirs = stage.page.run(ASK_ABOUT_FACE, arguments).await?;
            let ours = tokio::task::spawn_blocking(move || -> Result<Value> {
                let (documents, _, meshes) = networks()?;
                let config = PrecheckConfig::default();
                let precheck = documents.precheck_selfie(&frame, Some(&meshes), &config)?;
                Ok(serde_json::to_value(precheck)?)
            });
            let ours = ours.await??;
            ensure!(ours["subject"]["face"].is_object(), "{ours:#}");
            near(&ours, &theirs["precheck"]).with_context(|| name)?;
        }
        Ok(())
    })
    .await;
}

/// The same, and numbers that differ by rounding only.
fn near(ours: &Value, theirs: &Value) -> Result<()> {
    match (ours, theirs) {
        (Value::Object(own), Value::Object(other)) => {
            ensure!(own.len() == other.len(), "{ours} and {theirs}");
            own.iter()
                .try_for_each(|(name, own)| near(own, &theirs[name]).context(name.clone()))
        }
        (Value::Array(own), Value::Array(other)) => {
            ensure!(own.len() == other.len(), "{ours} and {theirs}");
            own.iter()
                .zip(other)
                .try_for_each(|(own, other)| near(own, other))
        }
        _ => {
            let apart = ours.as_f64().zip(theirs.as_f64());
            let apart = apart.map(|(own, other)| (own - other).abs() / own.abs().max(1.0));
            let agrees = apart.map_or(ours == theirs, |apart| apart <= SCORE_TOLERANCE);
            ensure!(agrees, "{ours} and {theirs}");
            Ok(())
        }
    }
}

async fn compare(page: &Page, front: &str, selfie: Option<&str>) -> Result<()> {
    let front = fs::read(specimen(front)?)?;
    let selfie = match selfie {
        Some(name) => Some(fs::read(specimen(name)?)?),
        None => None,
    };
    let theirs = in_browser(page, &front, selfie.as_deref()).await?;
    let ours = tokio::task::spawn_blocking(move || natively(&front, selfie.as_deref())).await??;

    let report = serde_json::to_value(&ours.report)?;
    ensure!(
        without_places(&report) == without_places(&theirs["report"]),
        "natively {report:#}, in the browser {:#}",
        theirs["report"]
    );
    agree(
        serde_json::to_value(&ours.front.fields)?,
        theirs["front"]["fields"].clone(),
    )?;
    let zone = ours.front.mrz.as_ref().context("no zone was found")?;
    let their_zone = &theirs["front"]["mrz"];
    ensure!(json!(zone.lines) == their_zone["lines"]);
    ensure!(json!(zone.check_digits_valid) == their_zone["checkDigitsValid"]);
    match (ours.similarity_score, theirs["similarityScore"].as_f64()) {
        (None, None) => Ok(()),
        (Some(ours), Some(theirs)) => {
            let apart = (f64::from(ours) - theirs).abs();
            ensure!(apart <= SCORE_TOLERANCE, "{ours} and {theirs}");
            Ok(())
        }
        scores => anyhow::bail!("one score is missing: {scores:?}"),
    }
}

/// The same fields, and confidences that differ by rounding only.
fn agree(mut ours: Value, mut theirs: Value) -> Result<()> {
    let confidences = |fields: &mut Value| {
        fields
            .as_object_mut()
            .and_then(|fields| fields.remove("confidence"))
            .and_then(|value| serde_json::from_value::<BTreeMap<String, f64>>(value).ok())
            .context("there are no confidences")
    };
    let (our_confidences, their_confidences) = (confidences(&mut ours)?, confidences(&mut theirs)?);
    ensure!(ours == theirs, "fields differ");
    ensure!(our_confidences.keys().eq(their_confidences.keys()));
    for (field, ours) in &our_confidences {
        let theirs = their_confidences[field];
        ensure!(
            (ours - theirs).abs() <= SCORE_TOLERANCE,
            "{field}: {ours} and {theirs}"
        );
    }
    Ok(())
}

/// A report without pixels, which may differ by one.
fn without_places(report: &Value) -> Value {
    match report {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "photo" | "signature" | "selfie"))
            .map(|(name, value)| (name.clone(), without_places(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_places).collect(),
        other => other.clone(),
    }
}

async fn in_browser(page: &Page, front: &[u8], selfie: Option<&[u8]>) -> Result<Value> {
    let arguments = vec![
        json!(TODAY.to_string()),
        json!(BASE64_STANDARD.encode(front)),
        json!(selfie.map(|bytes| BASE64_STANDARD.encode(bytes))),
    ];
    let answer = page.run(ASK_WORKER, arguments).await?;
    ensure!(answer["kind"] == "verification", "the worker says {answer}");
    Ok(answer)
}

fn natively(front: &[u8], selfie: Option<&[u8]>) -> Result<Verification> {
    let limits = Limits::default();
    let (documents, faces, _) = networks()?;
    let front = Frame::decode(front, &limits)?;
    let selfie = selfie
        .map(|bytes| Frame::decode(bytes, &limits))
        .transpose()?;
    let declared = serde_json::from_value(json!({ "documentType": "passport", "country": "UTO" }))?;
    let submission = Submission {
        selfie: selfie.as_ref(),
        // The page has the network that compares faces where there is a selfie.
        faces: selfie.as_ref().map(|_| &faces),
        declared: Some(declared),
        ..Submission::of(&front)
    };
    Ok(verify(&documents, &submission, &Policy::on(TODAY))?)
}
