//! Bytes to pixels: format, limits, orientation.

mod decode;
mod encode;
mod grey;
mod resample;
mod software;

pub use decode::{FrameError, Limits};
pub(crate) use grey::{Grey, normalise};
pub use resample::Affine;
pub(crate) use resample::nearest;
pub use software::{Software, software};

/// An upright RGB image, 8 bits a channel.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    width_px: u32,
    height_px: u32,
    rgb: Vec<u8>,
}

impl Frame {
    /// Decodes a JPEG, PNG or WebP file and turns it upright by its EXIF orientation.
    ///
    /// # Errors
    /// [`FrameError`] says what is wrong with the file; nothing is allocated for the pixels
    /// before their number is known to be within `limits`.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, FrameError> {
        decode::decode(bytes, limits)
    }

    /// Takes pixels that are already upright, three bytes each, rows from the top.
    ///
    /// # Errors
    /// [`FrameError::WrongBufferLength`] unless `rgb` holds `width_px * height_px * 3` bytes, and
    /// [`FrameError::Empty`] for an image without pixels.
    pub fn from_rgb(width_px: u32, height_px: u32, rgb: Vec<u8>) -> Result<Self, FrameError> {
        check_length(width_px, height_px, 3, rgb.len())?;
        Ok(Self {
            width_px,
            height_px,
            rgb,
        })
    }

    /// Takes pixels as a canvas gives them: four bytes each, the last (alpha) ignored.
    ///
    /// # Errors
    /// As [`Frame::from_rgb`], with four bytes a pixel.
    pub fn from_rgba(width_px: u32, height_px: u32, rgba: &[u8]) -> Result<Self, FrameError> {
        check_length(width_px, height_px, 4, rgba.len())?;
        let mut rgb = vec![0; rgba.len() / 4 * 3];
        for (own, pixel) in rgb.chunks_exact_mut(3).zip(rgba.chunks_exact(4)) {
            own.copy_from_slice(&pixel[..3]);
        }
        Ok(Self {
            width_px,
            height_px,
            rgb,
        })
    }

    /// Takes pixels of which there are as many as the size has, three bytes each.
    pub(crate) fn filled(width_px: u32, height_px: u32, rgb: Vec<u8>) -> Self {
        debug_assert_eq!(rgb.len(), width_px as usize * height_px as usize * 3);
        Self {
            width_px,
            height_px,
            rgb,
        }
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width_px(&self) -> u32 {
        self.width_px
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height_px(&self) -> u32 {
        self.height_px
    }

    /// The pixels: red, green, blue, rows from the top.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The pixels, to be painted over.
    pub(crate) fn rgb_mut(&mut self) -> &mut [u8] {
        &mut self.rgb
    }

    /// The pixel at a place inside the image.
    pub(crate) fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let start = (y as usize * self.width_px as usize + x as usize) * 3;
        [self.rgb[start], self.rgb[start + 1], self.rgb[start + 2]]
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "Frame {{ {}x{} px }}",
            self.width_px, self.height_px
        )
    }
}

fn check_length(
    width_px: u32,
    height_px: u32,
    channels: usize,
    actual_bytes: usize,
) -> Result<(), FrameError> {
    if width_px == 0 || height_px == 0 {
        return Err(FrameError::Empty);
    }
    let expected_bytes = (width_px as usize)
        .checked_mul(height_px as usize)
        .and_then(|pixels| pixels.checked_mul(channels));
    if expected_bytes != Some(actual_bytes) {
        return Err(FrameError::WrongBufferLength {
            width_px,
            height_px,
            actual_bytes,
        });
    }
    Ok(())
}
