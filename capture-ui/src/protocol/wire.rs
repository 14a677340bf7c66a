//! Messages as JavaScript objects.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use super::{Answer, Notice, Request};

/// The large parts of a request, by property name.
#[derive(Debug, Clone, Default)]
pub struct Buffers {
    /// Pixels of a frame, RGBA.
    pub pixels: Option<ArrayBuffer>,
    /// One side of a document, encoded.
    pub image: Option<ArrayBuffer>,
    /// The front, encoded.
    pub front: Option<ArrayBuffer>,
    /// The back, encoded.
    pub back: Option<ArrayBuffer>,
    /// The selfie, encoded.
    pub selfie: Option<ArrayBuffer>,
}

impl Buffers {
    fn named(&mut self) -> [(&'static str, &mut Option<ArrayBuffer>); 5] {
        [
            ("pixels", &mut self.pixels),
            ("image", &mut self.image),
            ("front", &mut self.front),
            ("back", &mut self.back),
            ("selfie", &mut self.selfie),
        ]
    }
}

/// Anything that comes from the worker.
pub enum FromWorker {
    /// The answer to a request.
    Answer {
        /// The request's.
        id: u32,
        /// The answer.
        answer: Answer,
        /// Size of the worker's WebAssembly memory.
        memory_bytes: f64,
    },
    /// Said of its own accord.
    Notice(Notice),
}

/// A message to post and what to transfer with it.
///
/// # Errors
/// A sentence for a developer, should the request have no JavaScript form.
pub fn encode_request(
    id: u32,
    request: &Request,
    mut buffers: Buffers,
) -> Result<(JsValue, Array), String> {
    let message = encode(request)?;
    set(&message, "id", &JsValue::from(id))?;
    let transfer = Array::new();
    for (name, buffer) in buffers.named() {
        if let Some(buffer) = buffer.take() {
            set(&message, name, &buffer)?;
            transfer.push(&buffer);
        }
    }
    Ok((message, transfer))
}

/// Takes a request apart. The buffers are removed from the message, so that they are not copied
/// while the small part is read.
///
/// # Errors
/// The request's id, where it had one, and a sentence for a developer.
pub fn decode_request(message: &JsValue) -> Result<(u32, Request, Buffers), (u32, String)> {
    let id = get(message, "id")
        .as_f64()
        .filter(|id| id.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(id))
        .ok_or_else(|| (0, "a request needs a whole number as `id`".to_owned()))?
        as u32;
    let mut buffers = Buffers::default();
    for (name, buffer) in buffers.named() {
        let value = get(message, name);
        if value.is_undefined() || value.is_null() {
            continue;
        }
        *buffer = Some(as_array_buffer(&value).ok_or_else(|| {
            (
                id,
                format!("`{name}` must be an ArrayBuffer or a Uint8Array"),
            )
        })?);
        // The message is this worker's own copy.
        let _ = Reflect::delete_property::<js_sys::Object>(
            message.unchecked_ref(),
            &JsValue::from_str(name),
        );
    }
    let request = decode(message).map_err(|reason| (id, reason))?;
    Ok((id, request, buffers))
}

/// Understands what the worker said.
///
/// # Errors
/// A sentence for a developer, when it does not follow the protocol.
pub fn decode_from_worker(message: &JsValue) -> Result<FromWorker, String> {
    match get(message, "id").as_f64() {
        Some(id) => Ok(FromWorker::Answer {
            id: id as u32,
            answer: decode(message)?,
            memory_bytes: get(message, "memoryBytes").as_f64().unwrap_or_default(),
        }),
        None => decode(message).map(FromWorker::Notice),
    }
}

/// A message as a plain JavaScript object, shaped as its JSON.
///
/// # Errors
/// A sentence for a developer.
pub fn encode(message: &impl Serialize) -> Result<JsValue, String> {
    message
        .serialize(&Serializer::json_compatible())
        .map_err(|error| error.to_string())
}

fn decode<T: DeserializeOwned>(message: &JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(message.clone()).map_err(|error| error.to_string())
}

fn as_array_buffer(value: &JsValue) -> Option<ArrayBuffer> {
    if let Some(buffer) = value.dyn_ref::<ArrayBuffer>() {
        return Some(buffer.clone());
    }
    // A view may show a part of its buffer only.
    value.dyn_ref::<Uint8Array>().map(|view| {
        view.buffer()
            .unchecked_into::<ArrayBuffer>()
            .slice_with_end(view.byte_offset(), view.byte_offset() + view.byte_length())
    })
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<(), String> {
    Reflect::set(object, &JsValue::from_str(name), value)
        .map(|_| ())
        .map_err(|_| format!("cannot set `{name}`"))
}
