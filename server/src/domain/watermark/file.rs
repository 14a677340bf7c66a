//! Watermarks on image files.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, GenericImageView as _, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb,
    RgbImage,
};
use vidimus_api::Watermark;

use super::draw;

/// Most bytes of a file.
const LONGEST: usize = 4 << 20;
/// Most pixels of a side.
const LARGEST_SIDE: u32 = 5000;
/// Fewest pixels of the longer and the shorter side.
const SMALLEST: (u32, u32) = (250, 120);
/// What decoding may take: a picture of the largest size with 16 bits of 4 channels, and some more.
const DECODING_BYTES: u64 = 256 << 20;
const JPEG_QUALITY: u8 = 90;

/// Why a file gets no watermark, as a sentence for the integrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WatermarkError {
    /// Over the limit of bytes.
    #[error("The image has at most 4 MB.")]
    TooManyBytes,
    /// No PNG and no JPEG.
    #[error("The image is a PNG or a JPEG.")]
    OtherFormat,
    /// Begins as one but cannot be read.
    #[error("The image cannot be read: it is damaged.")]
    Damaged,
    /// Over the limit of pixels.
    #[error("The image has at most 5000 pixels a side.")]
    TooLarge,
    /// Too few pixels to write on.
    #[error("The image has at least 250x120 pixels.")]
    TooSmall,
    /// Could not be written.
    #[error("The image cannot be written.")]
    NotWritten,
}

/// A PNG or JPEG file with a watermark that
/// [`watermark_request_fault`](super::watermark_request_fault) finds right, in the same format and
/// size.
///
/// The picture is turned as its EXIF data say, transparent parts become white, and data beside the
/// picture, such as where it was taken, are left out.
///
/// # Errors
/// [`WatermarkError`] where the file is not within the limits or cannot be read.
pub fn watermarked(file: &[u8], watermark: &Watermark) -> Result<Vec<u8>, WatermarkError> {
    let (format, mut picture) = read(file)?;
    draw(&mut picture, watermark);
    let mut written = Vec::with_capacity(file.len());
    let result = match format {
        ImageFormat::Jpeg => {
            picture.write_with_encoder(JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY))
        }
        format => picture.write_to(&mut Cursor::new(&mut written), format),
    };
    result.map_err(|_| WatermarkError::NotWritten)?;
    Ok(written)
}

fn read(file: &[u8]) -> Result<(ImageFormat, RgbImage), WatermarkError> {
    if file.len() > LONGEST {
        return Err(WatermarkError::TooManyBytes);
    }
    // What the data are, not what somebody says of them.
    let format = image::guess_format(file).map_err(|_| WatermarkError::OtherFormat)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(WatermarkError::OtherFormat);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODING_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| WatermarkError::Damaged)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LARGEST_SIDE {
        return Err(WatermarkError::TooLarge);
    }
    if width.max(height) < SMALLEST.0 || width.min(height) < SMALLEST.1 {
        return Err(WatermarkError::TooSmall);
    }
    let orientation = decoder.orientation().map_err(|_| WatermarkError::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| WatermarkError::Damaged)?;
    picture.apply_orientation(orientation);
    Ok((format, on_white(picture)))
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let (width, height) = picture.dimensions();
    let picture = picture.into_rgba8();
    RgbImage::from_fn(width, height, |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |channel: u8| {
            let share = u32::from(alpha);
            ((u32::from(channel) * share + 255 * (255 - share)) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use image::RgbaImage;

    use super::*;

    fn watermark() -> Watermark {
        Watermark {
            title: "MyCompany".to_owned(),
            description: "Loan".to_owned(),
            date: "2024-01-10".to_owned(),
        }
    }

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = vec![];
        picture
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    fn grey(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_pixel(width, height, Rgb([128; 3])).into()
    }

    #[test]
    fn format_and_size_stay() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let marked = watermarked(&file(&grey(640, 400), format), &watermark()).unwrap();
            assert_eq!(image::guess_format(&marked).unwrap(), format);
            let picture = image::load_from_memory(&marked).unwrap();
            assert_eq!(picture.dimensions(), (640, 400));
            assert!(picture.to_rgb8().pixels().any(|pixel| pixel[0] > 160));
        }
    }

    #[test]
    fn what_is_outside_the_limits_is_refused() {
        use WatermarkError::{Damaged, OtherFormat, TooLarge, TooManyBytes, TooSmall};
        let good = file(&grey(250, 120), ImageFormat::Png);
        assert!(watermarked(&good, &watermark()).is_ok());
        assert!(watermarked(&file(&grey(120, 250), ImageFormat::Png), &watermark()).is_ok());
        for (bytes, error) in [
            (vec![0; LONGEST + 1], TooManyBytes),
            (vec![], OtherFormat),
            (b"GIF89a".to_vec(), OtherFormat),
            (file(&grey(300, 200), ImageFormat::WebP), OtherFormat),
            (good[..good.len() / 2].to_vec(), Damaged),
            (file(&grey(5001, 120), ImageFormat::Png), TooLarge),
            (file(&grey(249, 249), ImageFormat::Png), TooSmall),
            (file(&grey(250, 119), ImageFormat::Png), TooSmall),
        ] {
            assert_eq!(watermarked(&bytes, &watermark()).unwrap_err(), error);
        }
    }

    #[test]
    fn transparent_parts_become_white() {
        let clear = RgbaImage::from_pixel(300, 200, image::Rgba([0, 0, 0, 0]));
        let (_, picture) = read(&file(&clear.into(), ImageFormat::Png)).unwrap();
        assert!(picture.pixels().all(|pixel| pixel.0 == [255; 3]));
    }

    #[test]
    fn pictures_are_turned_as_their_exif_data_say() {
        let jpeg = file(&grey(300, 200), ImageFormat::Jpeg);
        // Orientation 6: the top is at the right.
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
        let marked = watermarked(&turned, &watermark()).unwrap();
        assert!(!marked.windows(4).any(|bytes| bytes == b"Exif"));
        let picture = image::load_from_memory(&marked).unwrap();
        assert_eq!(picture.dimensions(), (200, 300));
    }
}
