//! Passports laid out as the Dutch ones are, whose examples they stand for, and selfies.

use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};
use vidimus_tests::specimen::{DutchPage, Edition, File, Maker, Portraits, photo_turned};

/// Draws them.
pub(crate) struct Pictures {
    maker: Maker,
    files: Vec<File>,
}

/// All that the data page says but the number of the document, in shares of its width and height: the
/// portrait, what is printed beside it in three parts, the second portrait, and the zone.
const ALL_BUT_NUMBER: [[f32; 4]; 6] = [
    [0.03, 0.18, 0.33, 0.72],
    [0.34, 0.18, 0.65, 0.75],
    [0.34, 0.265, 0.99, 0.565],
    [0.34, 0.56, 0.62, 0.75],
    [0.84, 0.45, 0.97, 0.68],
    [0.0, 0.78, 1.0, 0.97],
];

impl Pictures {
    pub(crate) fn of_tests() -> Self {
        let portraits = std::env::var_os("VIDIMUS_PORTRAITS").map(PathBuf::from);
        let portraits = portraits
            .expect("VIDIMUS_PORTRAITS is not set: run `cargo xtask test`, which fetches them");
        let maker = Maker::new(Portraits::open(Path::new(&portraits)).unwrap()).unwrap();
        let files = maker.pictures().unwrap();
        Self { maker, files }
    }

    /// Valid, with a personal number.
    pub(crate) fn passport(&self) -> Vec<u8> {
        photo(&self.page(Edition::Until2021))
    }

    /// The same of an edition that has run out.
    pub(crate) fn expired(&self) -> Vec<u8> {
        photo(&self.page(Edition::Until2014))
    }

    /// Something lies on everything but number and signature.
    pub(crate) fn covered(&self) -> Vec<u8> {
        let mut page = self.page(Edition::Until2021);
        for place in ALL_BUT_NUMBER {
            cover(&mut page, place);
        }
        photo(&page)
    }

    /// Out of focus.
    pub(crate) fn unreadable(&self) -> Vec<u8> {
        const COARSER: u32 = 12;
        let whole = photo_turned(&self.page(Edition::Until2021), 0.0);
        let (width, height) = whole.dimensions();
        let small = resize(
            &whole,
            width / COARSER,
            height / COARSER,
            FilterType::Triangle,
        );
        jpeg(&resize(&small, width, height, FilterType::CatmullRom))
    }

    pub(crate) fn selfie(&self) -> Vec<u8> {
        self.file("selfie.jpg")
    }

    pub(crate) fn somebody_else(&self) -> Vec<u8> {
        self.file("selfie-other.jpg")
    }

    /// The holder and somebody else in one face.
    pub(crate) fn somebody_alike(&self) -> Vec<u8> {
        // Half of each is nearly as much like the portrait as the holder is.
        const HOLDER: f32 = 0.475;
        let open = |bytes: Vec<u8>| image::load_from_memory(&bytes).unwrap().to_rgb8();
        let (holder, other) = (open(self.selfie()), open(self.somebody_else()));
        let blend = RgbImage::from_fn(holder.width(), holder.height(), |x, y| {
            let (own, strange) = (holder.get_pixel(x, y), other.get_pixel(x, y));
            Rgb([0, 1, 2].map(|at| {
                let sum = HOLDER * f32::from(own.0[at]) + (1.0 - HOLDER) * f32::from(strange.0[at]);
                sum.round() as u8
            }))
        });
        jpeg(&blend)
    }

    fn page(&self, edition: Edition) -> RgbImage {
        self.maker.dutch(DutchPage::PassportData(edition)).unwrap()
    }

    fn file(&self, name: &str) -> Vec<u8> {
        let file = self.files.iter().find(|file| file.name == name).unwrap();
        file.bytes.clone()
    }
}

/// Covers a place with the colour of paper.
fn cover(page: &mut RgbImage, [left, top, right, bottom]: [f32; 4]) {
    let (width, height) = (page.width() as f32, page.height() as f32);
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        let (across, down) = (x as f32 / width, y as f32 / height);
        if (left..right).contains(&across) && (top..bottom).contains(&down) {
            *pixel = Rgb([226, 228, 230]);
        }
    }
}

fn photo(page: &RgbImage) -> Vec<u8> {
    jpeg(&photo_turned(page, 0.0))
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 90);
    picture.write_with_encoder(encoder).unwrap();
    file
}
