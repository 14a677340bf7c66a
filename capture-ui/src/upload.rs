//! A file that the person chose: is it a picture that can be sent?

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use vidimus_engine::Limits;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions,
    ImageOrientation,
};

/// Pictures with more pixels are made smaller here: nothing is won by sending them.
const MOST_PIXELS: f64 = 12_000_000.0;

/// Quality of the JPEG files that are made here, 0 to 1.
pub(crate) const JPEG_QUALITY: f64 = 0.92;

/// Formats that the server reads.
const FORMATS: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadError {
    /// Larger than the server takes.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Not a picture that this browser can open.
    NotAPicture,
}

/// Makes a file ready to be sent: unchanged where the server can take it as it is, else as a
/// JPEG, upright and not too large.
///
/// # Errors
/// [`UploadError`] when it cannot be sent.
pub async fn prepare(file: &Blob) -> Result<Blob, UploadError> {
    let bytes = file.size();
    if bytes < 1.0 {
        return Err(UploadError::Empty);
    }
    if bytes > Limits::default().max_bytes as f64 {
        return Err(UploadError::TooLarge);
    }
    let picture = open(file).await.ok_or(UploadError::NotAPicture)?;
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let known = FORMATS.contains(&file.type_().as_str());
    if known && width * height <= MOST_PIXELS {
        picture.close();
        return Ok(file.clone());
    }
    let canvas = draw(&picture, fit_area((width, height), MOST_PIXELS));
    picture.close();
    let jpeg = match canvas {
        Some(canvas) => jpeg_of(&canvas).await,
        None => None,
    };
    jpeg.ok_or(UploadError::NotAPicture)
}

/// The pixels of a picture, RGBA, with its longer side at most `longest_px`.
pub async fn pixels_of(file: &Blob, longest_px: f64) -> Option<(u32, u32, js_sys::ArrayBuffer)> {
    let picture = open(file).await?;
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let scale = (longest_px / width.max(height)).min(1.0);
    let canvas = draw(&picture, (width * scale, height * scale));
    picture.close();
    read_pixels(&canvas?)
}

/// The pixels of a canvas, RGBA, in a buffer of their own.
pub(crate) fn read_pixels(canvas: &HtmlCanvasElement) -> Option<(u32, u32, js_sys::ArrayBuffer)> {
    let (width, height) = (canvas.width(), canvas.height());
    let data = context(canvas)?
        .get_image_data(0.0, 0.0, f64::from(width), f64::from(height))
        .ok()?;
    // The property, not `ImageData::data`, which would copy the pixels into this memory.
    let view: js_sys::Uint8ClampedArray = js_sys::Reflect::get(&data, &"data".into())
        .ok()?
        .unchecked_into();
    Some((width, height, view.buffer().unchecked_into()))
}

/// The context for drawing, told that its pixels will be read.
pub(crate) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
    canvas
        .get_context_with_context_options("2d", &options)
        .ok()??
        .dyn_into()
        .ok()
}

/// A canvas that is not on the page.
pub(crate) fn canvas((width, height): (f64, f64)) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = web_sys::window()?
        .document()?
        .create_element("canvas")
        .ok()?
        .unchecked_into();
    canvas.set_width((width.round() as u32).max(1));
    canvas.set_height((height.round() as u32).max(1));
    Some(canvas)
}

/// The canvas as a JPEG file.
pub(crate) async fn jpeg_of(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = canvas.to_blob_with_type_and_encoder_options(
            &resolve,
            "image/jpeg",
            &JPEG_QUALITY.into(),
        );
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The bytes of a file in base64; `None` where it cannot be read.
pub(crate) async fn base64_of(file: &Blob) -> Option<String> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    Some(BASE64_STANDARD.encode(bytes))
}

async fn open(file: &Blob) -> Option<ImageBitmap> {
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let promise = web_sys::window()?
        .create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)
        .ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn draw(picture: &ImageBitmap, (width, height): (f64, f64)) -> Option<HtmlCanvasElement> {
    let canvas = canvas((width, height))?;
    let context = context(&canvas)?;
    // JPEG knows no transparency; unpainted, it would come out black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height)
        .ok()?;
    Some(canvas)
}

/// The largest size of the same shape with at most so many pixels.
fn fit_area((width, height): (f64, f64), most_pixels: f64) -> (f64, f64) {
    let scale = (most_pixels / (width * height)).sqrt().min(1.0);
    ((width * scale).floor(), (height * scale).floor())
}

#[cfg(test)]
mod tests {
    use super::fit_area;

    #[test]
    fn large_pictures_keep_their_shape() {
        let (width, height) = fit_area((8000.0, 6000.0), 12_000_000.0);
        assert!(width * height <= 12_000_000.0);
        assert!((width / height - 4.0 / 3.0).abs() < 0.001);
        let (width, height) = fit_area((400.0, 300.0), 12_000_000.0);
        assert!((width - 400.0).abs() < 0.5 && (height - 300.0).abs() < 0.5);
    }
}
