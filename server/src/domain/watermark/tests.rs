//! That a watermark is everywhere, can be seen on every ground, and hides nothing.

use image::Rgb;
use proptest::prelude::*;

use super::*;

fn watermark(title: &str, description: &str) -> Watermark {
    Watermark {
        title: title.to_owned(),
        description: description.to_owned(),
        date: "2024-01-10".to_owned(),
    }
}

fn drawn(ground: u8, (width, height): (u32, u32), watermark: &Watermark) -> RgbImage {
    let mut picture = RgbImage::from_pixel(width, height, Rgb([ground; 3]));
    draw(&mut picture, watermark);
    picture
}

/// Shares of pixels in each cell of a grid of four by four whose light differs from the ground's by
/// more than `least`.
fn marked(picture: &RgbImage, ground: u8, least: u8) -> Vec<f32> {
    let (width, height) = picture.dimensions();
    let mut counts = vec![(0u32, 0u32); 16];
    for (x, y, pixel) in picture.enumerate_pixels() {
        let cell = &mut counts[((y * 4 / height) * 4 + x * 4 / width) as usize];
        cell.0 += u32::from(pixel[0].abs_diff(ground) > least);
        cell.1 += 1;
    }
    counts
        .into_iter()
        .map(|(marked, all)| marked as f32 / all as f32)
        .collect()
}

#[test]
fn every_part_of_a_picture_is_written_on_whatever_its_ground() {
    let short = watermark("Bank", "Loan");
    let long = watermark(
        "Gesellschaft für Identitätsprüfung mbH & Co. KG",
        "Kopie nur für die Eröffnung eines Kontos; nicht für andere Zwecke zu verwenden",
    );
    // A cell of the smallest picture that is taken has room for two or three legible letters.
    for (size, enough) in [
        ((540, 380), 0.03),
        ((380, 540), 0.03),
        ((1200, 300), 0.03),
        ((250, 120), 0.01),
    ] {
        for watermark in [&short, &long] {
            for ground in [0, 128, 255] {
                let picture = drawn(ground, size, watermark);
                assert_eq!(picture.dimensions(), size);
                let cells = marked(&picture, ground, 20);
                let least = cells.iter().copied().fold(1.0, f32::min);
                assert!(least > enough, "{size:?} on {ground}: {cells:?}");
            }
        }
    }
}

#[test]
fn letters_stand_out_from_the_ground_or_from_their_edge() {
    for (ground, darkest, lightest) in [(0, 0, 88), (128, 80, 170), (255, 155, 255)] {
        let picture = drawn(ground, (1080, 760), &watermark("Bank", "Loan"));
        let darkest_of = picture.pixels().map(|pixel| pixel[0]).min().unwrap();
        let lightest_of = picture.pixels().map(|pixel| pixel[0]).max().unwrap();
        assert!(
            darkest_of <= darkest && lightest_of >= lightest,
            "{ground}: {darkest_of} {lightest_of}"
        );
    }
}

#[test]
fn what_lies_beneath_keeps_more_than_half_of_its_contrast() {
    let watermark = watermark("Bank", "Loan");
    let light = drawn(255, (640, 400), &watermark);
    let dark = drawn(0, (640, 400), &watermark);
    let mut mean = 0.0;
    for (light, dark) in light.pixels().zip(dark.pixels()) {
        let contrast = f32::from(light[0]) - f32::from(dark[0]);
        assert!(contrast > 0.58 * 255.0, "{contrast}");
        mean += contrast / (255.0 * 640.0 * 400.0);
    }
    assert!(mean > 0.8, "{mean}");
}

#[test]
fn the_same_comes_out_every_time() {
    let watermark = watermark("Bank", "Loan");
    let first = drawn(200, (640, 400), &watermark);
    assert!(first == drawn(200, (640, 400), &watermark));
}

#[test]
fn another_text_looks_different() {
    let first = drawn(200, (640, 400), &watermark("Bank", "Loan"));
    assert!(first != drawn(200, (640, 400), &watermark("Bank", "Lean")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_text_covers_any_picture(
        width in 250u32..500, height in 120u32..400,
        title in "[A-Za-zÀ-ž]{1,40}", description in "([A-Za-zα-ωа-я]{1,12} ){1,60}"
    ) {
        let watermark = watermark(&title, &description);
        let picture = drawn(255, (width, height), &watermark);
        let cells = marked(&picture, 255, 20);
        prop_assert!(cells.iter().all(|share| *share > 0.01), "{cells:?}");
    }
}
