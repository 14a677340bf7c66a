//! What [`Limits`] and [`DocumentEngine::read`] say of their memory holds.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod networks;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, ImageResult};
use jiff::civil::date;
use networks::{Content, engine, frame};
use peak_alloc::PeakAlloc;
use vidimus_engine::{DocumentEngine, Frame, Limits};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// As the docs of [`DocumentEngine::read`] have it.
const READ_BYTES: u64 = 48 << 20;
const READ_BYTES_A_PIXEL: u64 = 4;
/// As the docs of [`Limits`] have it.
const DECODE_BYTES: u64 = 1 << 20;
const DECODE_BYTES_A_PIXEL: u64 = 17;

/// Largest number of bytes that were held at a time while `work` ran, besides those before it.
fn peak_bytes<T>(work: impl FnOnce() -> T) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let kept = work();
    let peak = HEAP.peak_usage();
    drop(kept);
    peak - before
}

fn check_read(engine: &DocumentEngine, size: (u32, u32), content: Content) {
    let frame = frame(size, content, 7);
    let peak = peak_bytes(|| engine.read(&frame, date(2026, 11, 21)).unwrap());
    let pixels = u64::from(size.0) * u64::from(size.1);
    assert!(
        peak as u64 <= READ_BYTES + READ_BYTES_A_PIXEL * pixels,
        "{content:?} of {size:?}: {peak} bytes"
    );
}

fn check_decode(picture: &DynamicImage, format: ImageFormat) {
    let mut bytes = Vec::new();
    let written = match format {
        ImageFormat::Jpeg => written(JpegEncoder::new(&mut bytes), picture),
        ImageFormat::Png => written(PngEncoder::new(&mut bytes), picture),
        _ => written(WebPEncoder::new_lossless(&mut bytes), picture),
    };
    written.unwrap();
    let limits = Limits {
        max_bytes: bytes.len(),
        ..Limits::default()
    };
    let mut turned = false;
    let peak = peak_bytes(|| {
        let frame = Frame::decode(&bytes, &limits).unwrap();
        turned = (frame.width_px(), frame.height_px()) == (picture.height(), picture.width());
        frame
    });
    assert!(turned, "{format:?} lost its orientation");
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    assert!(
        peak as u64 <= DECODE_BYTES + DECODE_BYTES_A_PIXEL * pixels,
        "{format:?} of {:?}: {peak} bytes",
        picture.color()
    );
}

/// Written so that it lies on its side.
fn written(mut encoder: impl ImageEncoder, picture: &DynamicImage) -> ImageResult<()> {
    // Exif: one entry, the orientation (274), one short: turn clockwise by a quarter.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    encoder.set_exif_metadata(exif.to_vec()).unwrap();
    picture.write_with_encoder(encoder)
}

// One test: the allocator counts for the whole process.
#[test]
fn memory_stays_within_what_is_said() {
    let engine = engine();
    let sizes = [
        (1, 1),
        (1, 3_000),
        (3_000, 1),
        (1_000, 1_000),
        (1_600, 1_200),
        (3_000, 3_000),
    ];
    for size in sizes {
        check_read(&engine, size, Content::Noise);
        check_read(&engine, size, Content::Text { capital: 14 });
    }
    let stripes = Content::Stripes {
        pixels: 20,
        upright: true,
    };
    for content in [Content::Flat([90, 180, 40]), stripes] {
        check_read(&engine, (1_000, 1_000), content);
    }
    // Lines of letters as high as those of a zone.
    check_read(&engine, (3_000, 1_000), Content::Text { capital: 40 });

    let noise = frame((2_000, 1_500), Content::Noise, 7);
    let rgb = image::RgbImage::from_raw(2_000, 1_500, noise.rgb().to_vec()).unwrap();
    let rgb = DynamicImage::from(rgb);
    check_decode(&rgb, ImageFormat::Jpeg);
    check_decode(&rgb, ImageFormat::Png);
    check_decode(&DynamicImage::from(rgb.to_rgba8()), ImageFormat::WebP);
    check_decode(&DynamicImage::from(rgb.to_rgba16()), ImageFormat::Png);
}
