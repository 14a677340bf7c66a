//! Messages as JavaScript sees them, and the worker's answers.

use js_sys::{ArrayBuffer, JSON, Object, Reflect, Uint8Array};
use vidimus_api::capture::{Depiction, ProcessType};
use vidimus_engine::quality::{Hint, Subject};
use vidimus_engine::{Declared, DocumentType};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::protocol::{
    self, Answer, Buffers, ErrorCode, FromWorker, ModelSet, Moment, Notice, Request,
};
use crate::worker::Engine;

fn object(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

#[wasm_bindgen_test]
fn a_plain_object_is_understood() {
    let message = object(
        r#"{"id": 7, "kind": "verify", "processType": "documentSelfie", "today": "2026-11-21",
            "declared": {"documentType": "passport", "country": "UTO"}}"#,
    );
    let front = Uint8Array::from(&[1_u8, 2, 3][..]);
    Reflect::set(&message, &"front".into(), &front.buffer()).unwrap();
    // A view of a part of a larger buffer, as from a file reader.
    let selfie = Uint8Array::from(&[9_u8, 4, 5, 9][..]).subarray(1, 3);
    Reflect::set(&message, &"selfie".into(), &selfie).unwrap();

    let (id, request, buffers) = protocol::decode_request(&message).unwrap();
    assert_eq!(id, 7);
    assert_eq!(
        request,
        Request::Verify {
            process_type: ProcessType::DocumentSelfie,
            today: jiff::civil::date(2026, 11, 21),
            declared: Some(Declared {
                document_type: DocumentType::Passport,
                country: "UTO".into(),
                document_id: None,
            }),
        }
    );
    let bytes = |buffer: Option<ArrayBuffer>| buffer.map(|it| Uint8Array::new(&it).to_vec());
    assert_eq!(bytes(buffers.front), Some(vec![1, 2, 3]));
    assert_eq!(bytes(buffers.selfie), Some(vec![4, 5]));
    assert!(buffers.back.is_none());
}

#[wasm_bindgen_test]
fn requests_survive_the_way() {
    for request in [
        Request::Load {
            models: vec![ModelSet::Documents, ModelSet::Mesh, ModelSet::Faces],
        },
        Request::Precheck {
            target: Depiction::Selfie,
            width: 2,
            height: 3,
            watch: None,
        },
        Request::Precheck {
            target: Depiction::Front,
            width: 2,
            height: 3,
            watch: Some(Moment {
                number: 4,
                time_ms: 1234.5,
            }),
        },
        Request::Read {
            today: jiff::civil::date(2026, 1, 2),
        },
        Request::Verify {
            process_type: ProcessType::Document,
            today: jiff::civil::date(2026, 1, 2),
            declared: None,
        },
    ] {
        let (message, transfer) =
            protocol::encode_request(3, &request, Buffers::default()).unwrap();
        assert_eq!(transfer.length(), 0);
        assert!(message.is_instance_of::<Object>());
        let (id, decoded, _) = protocol::decode_request(&message).unwrap();
        assert_eq!((id, decoded), (3, request));
    }
}

#[wasm_bindgen_test]
fn what_is_no_request_is_refused_with_its_id() {
    for (json, id) in [
        (r#"{"kind": "load", "models": []}"#, 0),
        (r#"{"id": 1.5, "kind": "load", "models": []}"#, 0),
        (r#"{"id": 4, "kind": "dance"}"#, 4),
        (r#"{"id": 4, "kind": "read", "today": "yesterday"}"#, 4),
        (
            r#"{"id": 4, "kind": "read", "today": "2026-01-01", "image": "x"}"#,
            4,
        ),
        ("null", 0),
        ("[]", 0),
    ] {
        let refused = protocol::decode_request(&object(json)).map(|_| ());
        assert_eq!(refused.map_err(|(id, _)| id), Err(id), "{json}");
    }
}

#[wasm_bindgen_test]
fn answers_are_plain_objects() {
    let message = protocol::encode(&Notice::Progress {
        loaded_bytes: 1.0,
        total_bytes: 2.0,
    })
    .unwrap();
    assert_eq!(
        JSON::stringify(&message).unwrap(),
        r#"{"kind":"progress","loadedBytes":1,"totalBytes":2}"#
    );
    let FromWorker::Notice(notice) = protocol::decode_from_worker(&message).unwrap() else {
        panic!("a notice has no id");
    };
    assert!(matches!(notice, Notice::Progress { .. }));
}

#[wasm_bindgen_test]
async fn a_frame_is_looked_at_without_any_model() {
    let engine = Engine::new(|_, _| {});
    let request = Request::Precheck {
        target: Depiction::Front,
        width: 64,
        height: 48,
        watch: None,
    };
    let buffers = || Buffers {
        pixels: Some(ArrayBuffer::new(64 * 48 * 4)),
        ..Buffers::default()
    };
    let Answer::Precheck {
        precheck, guidance, ..
    } = engine.answer(request.clone(), buffers()).await
    else {
        panic!("not an answer to a precheck");
    };
    assert!(precheck.mean_luma < 1.0);
    assert_eq!(precheck.subject, Subject::Unknown);
    assert_eq!(precheck.hint, Some(Hint::TooDark));
    assert_eq!(guidance, None, "it belongs to no live picture");
    let wrong = Request::Precheck {
        target: Depiction::Front,
        width: 65,
        height: 48,
        watch: None,
    };
    assert_eq!(
        code(engine.answer(wrong, buffers()).await),
        ErrorCode::BadImage
    );
    let missing = engine.answer(request, Buffers::default()).await;
    assert_eq!(code(missing), ErrorCode::BadRequest);
}

#[wasm_bindgen_test]
async fn a_live_picture_is_followed_until_another_begins() {
    let engine = Engine::new(|_, _| {});
    let hint = async |target, number, time_ms| {
        let request = Request::Precheck {
            target,
            width: 64,
            height: 48,
            watch: Some(Moment { number, time_ms }),
        };
        let buffers = Buffers {
            pixels: Some(ArrayBuffer::new(64 * 48 * 4)),
            ..Buffers::default()
        };
        match engine.answer(request, buffers).await {
            Answer::Precheck { guidance, .. } => guidance.unwrap().hint,
            _ => panic!("not an answer to a precheck"),
        }
    };
    // A hint is shown once it has lasted.
    assert_eq!(hint(Depiction::Front, 1, 0.0).await, None);
    assert_eq!(hint(Depiction::Back, 2, 0.0).await, None);
    assert_eq!(hint(Depiction::Front, 1, 400.0).await, Some(Hint::TooDark));
    assert_eq!(hint(Depiction::Front, 3, 600.0).await, None);
    assert_eq!(hint(Depiction::Back, 2, 400.0).await, Some(Hint::TooDark));
}

#[wasm_bindgen_test]
async fn what_is_no_picture_or_has_no_models_is_said() {
    let engine = Engine::new(|_, _| {});
    let read = Request::Read {
        today: jiff::civil::date(2026, 1, 2),
    };
    let broken = Buffers {
        image: Some(ArrayBuffer::new(100)),
        ..Buffers::default()
    };
    assert_eq!(code(engine.answer(read, broken).await), ErrorCode::BadImage);
    // The test server has no models.
    let load = Request::Load {
        models: vec![ModelSet::Documents],
    };
    assert_eq!(
        code(engine.answer(load, Buffers::default()).await),
        ErrorCode::Models
    );
}

fn code(answer: Answer) -> ErrorCode {
    match answer {
        Answer::Error { code, .. } => code,
        _ => panic!("an error was expected"),
    }
}
