//! The specimen maker: documents of Utopia, a state that does not exist, for tests and the demo.
//!
//! [`Maker`] draws every picture from three portraits with free terms (see
//! `engine/models/manifest.toml`) and a font. The same portraits always give the same bytes. A
//! page is drawn in millimetres (`canvas`, `lettering`, `ornament`), laid out as ICAO 9303 has it
//! (`passport`, `card`) and then photographed on a table (`scene`).

mod canvas;
mod card;
mod dutch;
mod encode;
mod holder;
mod lettering;
mod ornament;
mod page;
mod passport;
mod scene;
mod selfie;

use std::path::{Path, PathBuf};

use image::RgbImage;
use vidimus_engine::mrz::Format;
use vidimus_engine::mrz::emit::EmitError;

pub use dutch::{DutchPage, Edition, NUMBER};
pub use holder::{Holder, with_bad_check_digit};

use encode::{TREMBLE_PX, film, jpeg};
use lettering::Lettering;
use scene::{View, photograph};

/// Size of the photos.
const PHOTO_PX: (u32, u32) = (1600, 1200);
/// Size of the camera's frames.
const FRAME_PX: (u32, u32) = (1280, 720);
/// Quality of the photos, 1 to 100.
const QUALITY: u8 = 90;
/// Radius of the corners in mm: a trimmed booklet, and ISO 7810 for cards.
const ROUNDING_MM: f32 = 3.18;

/// Why there is no specimen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpecimenError {
    /// A portrait cannot be opened.
    #[error("the portrait {path} cannot be opened: run `cargo xtask models`, or give its folder")]
    Portrait {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: image::ImageError,
    },
    /// The font is not usable.
    #[error("the font tests/assets/OCRB.otf is not usable")]
    Font,
    /// The holder's data have no place in a zone.
    #[error(transparent)]
    Zone(#[from] EmitError),
    /// The zone is not that of a passport.
    #[error("a passport's zone has two lines and a check digit after the number")]
    NoCheckDigit,
    /// A code cannot be drawn.
    #[error("a QR code cannot hold this text")]
    Code,
    /// A picture cannot be written.
    #[error("a picture cannot be encoded")]
    Encode(#[from] image::ImageError),
}

/// The faces on specimens.
pub struct Portraits {
    /// The holder, on the document.
    pub document: RgbImage,
    /// The same person in another photo.
    pub selfie: RgbImage,
    /// Somebody else.
    pub other: RgbImage,
}

impl Portraits {
    /// Opens `portrait-document.jpg`, `portrait-selfie.jpg` and `portrait-other.jpg`.
    ///
    /// # Errors
    /// [`SpecimenError::Portrait`] names the one that cannot be opened.
    pub fn open(folder: &Path) -> Result<Self, SpecimenError> {
        let open = |name: &str| {
            let path = folder.join(name);
            match image::open(&path) {
                Ok(picture) => Ok(picture.to_rgb8()),
                Err(source) => Err(SpecimenError::Portrait { path, source }),
            }
        };
        Ok(Self {
            document: open("portrait-document.jpg")?,
            selfie: open("portrait-selfie.jpg")?,
            other: open("portrait-other.jpg")?,
        })
    }
}

/// A file to be written.
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Draws specimens.
pub struct Maker {
    portraits: Portraits,
    face: RgbImage,
    letters: Lettering,
}

impl Maker {
    /// Takes the portraits.
    ///
    /// # Errors
    /// [`SpecimenError::Font`].
    pub fn new(portraits: Portraits) -> Result<Self, SpecimenError> {
        Ok(Self {
            face: selfie::cut(&portraits.document, &selfie::DOCUMENT),
            letters: Lettering::load()?,
            portraits,
        })
    }

    /// Documents and selfies.
    ///
    /// # Errors
    /// [`SpecimenError`] when one cannot be made.
    pub fn pictures(&self) -> Result<Vec<File>, SpecimenError> {
        let passport = self.passport(&Holder::of_passport())?;
        let grey = image::DynamicImage::ImageRgb8(photo(&passport)).to_luma8();
        let grey = image::DynamicImage::ImageLuma8(grey).to_rgb8();
        let person = &self.portraits.selfie;
        let shot = |page: &RgbImage| jpeg(&photo(page), QUALITY);
        let files = [
            ("passport.jpg", shot(&passport)?),
            ("card-front.jpg", shot(&self.card_front())?),
            ("card-back.jpg", shot(&self.card_back()?)?),
            (
                "passport-expired.jpg",
                shot(&self.passport(&Holder::expired())?)?,
            ),
            (
                "passport-underage.jpg",
                shot(&self.passport(&Holder::underage())?)?,
            ),
            ("passport-grey.jpg", jpeg(&grey, QUALITY)?),
            (
                "passport-bad-check-digit.jpg",
                shot(&self.passport_with_bad_check_digit()?)?,
            ),
            (
                "selfie.jpg",
                jpeg(&selfie::upright(person, &selfie::SELFIE), QUALITY)?,
            ),
            (
                "selfie-other.jpg",
                jpeg(
                    &selfie::upright(&self.portraits.other, &selfie::OTHER),
                    QUALITY,
                )?,
            ),
        ];
        Ok(files.map(|(name, bytes)| File { name, bytes }).into())
    }

    /// What a camera sees, for Chromium's `--use-file-for-fake-video-capture`: the passport, and
    /// its holder.
    ///
    /// # Errors
    /// [`SpecimenError`] when one cannot be made.
    pub fn films(&self) -> Result<Vec<File>, SpecimenError> {
        let passport = self.passport(&Holder::of_passport())?;
        let passport = film(&photograph(&passport, &held(&passport)))?;
        let person = &self.portraits.selfie;
        let person = film(&selfie::wide(person, &selfie::SELFIE, scene_px()))?;
        let files = [("capture.mjpeg", passport), ("selfie.mjpeg", person)];
        Ok(files.map(|(name, bytes)| File { name, bytes }).into())
    }

    /// A side of a document laid out as the Dutch ones are, as large as it is drawn.
    ///
    /// # Errors
    /// [`SpecimenError`] when it cannot be made.
    pub fn dutch(&self, side: DutchPage) -> Result<RgbImage, SpecimenError> {
        dutch::draw(&self.letters, &self.face, side)
    }

    fn passport(&self, holder: &Holder) -> Result<RgbImage, SpecimenError> {
        let zone = holder.zone(Format::Td3)?;
        Ok(passport::draw(&self.letters, holder, &zone, &self.face))
    }

    fn passport_with_bad_check_digit(&self) -> Result<RgbImage, SpecimenError> {
        let holder = Holder::of_passport();
        let zone = with_bad_check_digit(holder.zone(Format::Td3)?)?;
        Ok(passport::draw(&self.letters, &holder, &zone, &self.face))
    }

    fn card_front(&self) -> RgbImage {
        card::front(&self.letters, &Holder::of_card(), &self.face)
    }

    fn card_back(&self) -> Result<RgbImage, SpecimenError> {
        let holder = Holder::of_card();
        let zone = holder.zone(Format::Td1)?;
        Ok(card::back(&self.letters, &holder, &zone))
    }
}

/// A page on the table, turned clockwise by some radians.
#[must_use]
pub fn photo_turned(page: &RgbImage, turn: f32) -> RgbImage {
    let share = 0.78 - 0.3 * turn.sin().abs();
    photograph(
        page,
        &View::turned(page, PHOTO_PX, (share, -turn), rounding(page)),
    )
}

/// A page on the table.
fn photo(page: &RgbImage) -> RgbImage {
    photograph(page, &View::of(page, PHOTO_PX, 0.78, rounding(page)))
}

/// A page before the camera, as large as the frame to aim at that the capture page shows.
fn held(page: &RgbImage) -> View {
    View::of(page, scene_px(), 0.64, rounding(page))
}

fn rounding(page: &RgbImage) -> f32 {
    let passport = page.width() == (passport::SIZE_MM.0 * passport::PX_PER_MM) as u32;
    let width_mm = if passport {
        passport::SIZE_MM.0
    } else {
        card::SIZE_MM.0
    };
    ROUNDING_MM / width_mm
}

fn scene_px() -> (u32, u32) {
    (FRAME_PX.0 + 2 * TREMBLE_PX, FRAME_PX.1 + 2 * TREMBLE_PX)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// Portraits of nobody, so that the tests need no set-up.
    fn maker() -> Maker {
        let plain = |size: (u32, u32), ink| RgbImage::from_pixel(size.0, size.1, Rgb(ink));
        Maker::new(Portraits {
            document: plain((910, 1137), [180, 140, 120]),
            selfie: plain((626, 1200), [150, 130, 120]),
            other: plain((970, 2204), [120, 130, 150]),
        })
        .unwrap()
    }

    #[test]
    fn every_file_is_a_picture_of_its_size_and_the_same_each_time() {
        let make = || {
            let maker = maker();
            let films = maker.films().unwrap();
            maker.pictures().unwrap().into_iter().chain(films).collect()
        };
        let (files, again): (Vec<File>, Vec<File>) = (make(), make());
        assert_eq!(files.len(), 11);
        for (file, again) in files.iter().zip(&again) {
            assert!(file.bytes == again.bytes, "{} differs", file.name);
            let picture = image::load_from_memory(&file.bytes).unwrap();
            let size = (picture.width(), picture.height());
            let expected = match file.name {
                "selfie.jpg" | "selfie-other.jpg" => (900, 1200),
                "capture.mjpeg" | "selfie.mjpeg" => FRAME_PX,
                _ => PHOTO_PX,
            };
            assert_eq!(size, expected, "{}", file.name);
        }
        let frames = |name: &str| {
            let film = files.iter().find(|file| file.name == name).unwrap();
            film.bytes
                .windows(3)
                .filter(|at| at == &[0xFF, 0xD8, 0xFF])
                .count()
        };
        assert_eq!((frames("capture.mjpeg"), frames("selfie.mjpeg")), (30, 30));
    }

    #[test]
    fn pages_have_the_sizes_of_the_standard() {
        let maker = maker();
        let passport = maker.passport(&Holder::of_passport()).unwrap();
        assert_eq!((passport.width(), passport.height()), (1500, 1056));
        let card = maker.card_front();
        assert_eq!((card.width(), card.height()), (1455, 918));
        let back = maker.card_back().unwrap();
        assert_eq!((back.width(), back.height()), (1455, 918));
    }

    #[test]
    fn a_wrong_check_digit_changes_the_zone_and_nothing_else() {
        let maker = maker();
        let good = maker.passport(&Holder::of_passport()).unwrap();
        let bad = maker.passport_with_bad_check_digit().unwrap();
        let zone_top = (64.8 * passport::PX_PER_MM) as u32;
        let changed: Vec<u32> = good
            .enumerate_pixels()
            .filter(|(x, y, pixel)| bad.get_pixel(*x, *y) != *pixel)
            .map(|(_, y, _)| y)
            .collect();
        assert!(!changed.is_empty());
        assert!(changed.iter().all(|&y| y > zone_top));
    }
}
