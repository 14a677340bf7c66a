//! Reading an image file from a stranger.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::Frame;

/// How large a file and its picture may be.
///
/// Besides the file, decoding holds at most 1 MiB and 17 bytes a pixel of the picture at a time,
/// of which the frame keeps 3: with the default limits, 810 MiB. The most is needed by pictures of
/// 16 bits a channel that lie on their side; a usual JPEG takes 5 bytes a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: usize,
    /// Most pixels in the picture.
    pub max_pixels: u64,
    /// Longest side, in pixels.
    pub max_side_px: u32,
}

impl Default for Limits {
    /// 10 MiB, 50 megapixels, 12,000 pixels a side: what the cameras of today's phones deliver.
    fn default() -> Self {
        Self {
            max_bytes: 10 << 20,
            max_pixels: 50_000_000,
            max_side_px: 12_000,
        }
    }
}

/// Why a file is no usable picture. The messages are fit to be shown to an integrator.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Nothing there.
    #[error("the image is empty")]
    Empty,
    /// Larger than [`Limits::max_bytes`].
    #[error("the image file has {bytes} bytes; at most {max_bytes} are accepted")]
    TooManyBytes {
        /// Size of the file.
        bytes: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// Larger than [`Limits::max_pixels`] or [`Limits::max_side_px`].
    #[error(
        "the image is {width_px}x{height_px} pixels; at most {max_pixels} pixels and \
         {max_side_px} a side are accepted"
    )]
    TooManyPixels {
        /// Width as the file says.
        width_px: u32,
        /// Height as the file says.
        height_px: u32,
        /// The limit on the area.
        max_pixels: u64,
        /// The limit on a side.
        max_side_px: u32,
    },
    /// Not one of the formats that are read.
    #[error("the file is not a JPEG, PNG or WebP image")]
    UnsupportedFormat,
    /// More than one picture in the file.
    #[error("the image is animated; send a single picture")]
    Animated,
    /// Begins like a picture but cannot be read to its end.
    #[error("the image is damaged or incomplete and cannot be decoded")]
    Damaged(#[source] ImageError),
    /// Ends before the picture does.
    #[error("the image is incomplete: the file ends too early")]
    Truncated,
    /// Raw pixels whose number does not fit the stated size.
    #[error("{actual_bytes} bytes do not make {width_px}x{height_px} pixels")]
    WrongBufferLength {
        /// Stated width.
        width_px: u32,
        /// Stated height.
        height_px: u32,
        /// Bytes given.
        actual_bytes: usize,
    },
}

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Frame, FrameError> {
    if bytes.is_empty() {
        return Err(FrameError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(FrameError::TooManyBytes {
            bytes: bytes.len(),
            max_bytes: limits.max_bytes,
        });
    }
    let format = image::guess_format(bytes).map_err(|_| FrameError::UnsupportedFormat)?;
    if !matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    ) {
        return Err(FrameError::UnsupportedFormat);
    }
    refuse_animation(bytes, format)?;
    if format == ImageFormat::Jpeg && !reaches_end_of_image(bytes) {
        return Err(FrameError::Truncated);
    }

    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format)
        .into_decoder()
        .map_err(FrameError::Damaged)?;
    let (width_px, height_px) = decoder.dimensions();
    if width_px == 0 || height_px == 0 {
        return Err(FrameError::Empty);
    }
    if u64::from(width_px) * u64::from(height_px) > limits.max_pixels
        || width_px.max(height_px) > limits.max_side_px
    {
        return Err(FrameError::TooManyPixels {
            width_px,
            height_px,
            max_pixels: limits.max_pixels,
            max_side_px: limits.max_side_px,
        });
    }
    // A 16-bit RGBA picture takes eight bytes a pixel; the decoder may need as much again.
    let mut decoder_limits = image::Limits::no_limits();
    decoder_limits.max_alloc = Some(limits.max_pixels.saturating_mul(16));
    decoder
        .set_limits(decoder_limits)
        .map_err(FrameError::Damaged)?;

    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(FrameError::Damaged)?;
    picture.apply_orientation(orientation);
    let rgb = over_white(picture);
    let (width_px, height_px) = rgb.dimensions();
    Frame::from_rgb(width_px, height_px, rgb.into_raw())
}

/// Drops transparency as a viewer would show it: on white paper.
fn over_white(picture: DynamicImage) -> image::RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    image::RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        let blend =
            |v: u8| ((u16::from(v) * u16::from(a) + 255 * (255 - u16::from(a)) + 127) / 255) as u8;
        image::Rgb([blend(r), blend(g), blend(b)])
    })
}

/// Whether a JPEG's last scan is followed by the end-of-image marker (ITU-T T.81 B.1.1.3). The
/// decoder would fill what is missing with grey and say nothing.
fn reaches_end_of_image(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|pair| pair == [0xff, marker]);
    match (last(0xda), last(0xd9)) {
        (Some(scan), Some(end)) => end > scan,
        // Without a scan it is the decoder's to say what is wrong.
        (None, _) => true,
        (Some(_), None) => false,
    }
}

fn refuse_animation(bytes: &[u8], format: ImageFormat) -> Result<(), FrameError> {
    let animated = match format {
        ImageFormat::Png => image::codecs::png::PngDecoder::new(Cursor::new(bytes))
            .and_then(|decoder| decoder.is_apng())
            .map_err(FrameError::Damaged)?,
        ImageFormat::WebP => image::codecs::webp::WebPDecoder::new(Cursor::new(bytes))
            .map_err(FrameError::Damaged)?
            .has_animation(),
        _ => false,
    };
    if animated {
        Err(FrameError::Animated)
    } else {
        Ok(())
    }
}
