//! Pixels to bytes.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::Frame;

impl Frame {
    /// The frame as a PNG file.
    ///
    /// # Errors
    /// [`image::ImageError`] when the encoder refuses it, which it does only without memory.
    pub fn to_png(&self) -> Result<Vec<u8>, image::ImageError> {
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes).write_image(
            &self.rgb,
            self.width_px,
            self.height_px,
            ExtendedColorType::Rgb8,
        )?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Limits;

    #[test]
    fn what_is_written_is_read_back() {
        let frame = Frame::from_rgb(3, 2, (0..18).collect()).unwrap();
        let bytes = frame.to_png().unwrap();
        assert_eq!(Frame::decode(&bytes, &Limits::default()).unwrap(), frame);
    }
}
