//! The data page of a passport: ID-3, the layout of ICAO 9303-4.

use image::RgbImage;

use super::canvas::Canvas;
use super::holder::{Holder, STATE, printed};
use super::lettering::{Lettering, Style};
use super::ornament::{emblem, paper, rosette, signature};
use super::page::{self, BLUE, Field, RED};

/// Width and height of the page, in mm.
pub(super) const SIZE_MM: (f32, f32) = (125.0, 88.0);
/// About 300 dots an inch.
pub(super) const PX_PER_MM: f32 = 12.0;

/// Draws the page.
pub(super) fn draw(
    letters: &Lettering,
    holder: &Holder,
    zone: &[String],
    portrait: &RgbImage,
) -> RgbImage {
    let mut canvas = Canvas::new(SIZE_MM.0, SIZE_MM.1, PX_PER_MM);
    let canvas_ref = &mut canvas;
    paper(canvas_ref, SIZE_MM.0, 64.5);
    rosette(canvas_ref, (83.0, 38.0), 23.0, [88, 120, 170]);
    page::overprint(canvas_ref, letters, (84.0, 40.0), 8.2);
    heading(canvas_ref, letters);
    page::portrait(canvas_ref, portrait, [5.0, 17.0, 35.0, 45.0]);
    page::ghost(canvas_ref, portrait, [106.0, 41.0, 14.0, 18.0]);
    data(canvas_ref, letters, holder);
    signature(canvas_ref, [76.0, 55.5, 27.0, 7.0], [28, 40, 92]);
    page::zone(canvas_ref, letters, zone, (6.6, 79.6));
    canvas.into_image()
}

fn heading(canvas: &mut Canvas, letters: &Lettering) {
    emblem(canvas, (10.5, 8.4), 4.6, BLUE);
    let title = Style::plain(4.3, BLUE).capitals(4.4).bold(0.28);
    letters.write(canvas, (18.5, 9.2), "UTOPIA", title);
    let small = Style::plain(1.25, BLUE).capitals(1.5);
    letters.write(canvas, (18.6, 12.6), "PASSPORT / PASSEPORT", small);
    let specimen = Style::plain(3.0, RED).capitals(3.2).bold(0.22);
    letters.write(canvas, (95.5, 8.6), "SPECIMEN", specimen);
    let note = Style::plain(1.1, RED).capitals(1.3);
    letters.write(canvas, (93.0, 12.2), "NOT A TRAVEL DOCUMENT", note);
    canvas.rect([5.0, 14.2, 115.0, 0.25], BLUE, 0.8);
    canvas.rect([5.0, 64.2, 115.0, 0.15], BLUE, 0.5);
}

fn data(canvas: &mut Canvas, letters: &Lettering, holder: &Holder) {
    const LEFT: f32 = 44.0;
    const MIDDLE: f32 = 76.0;
    const RIGHT: f32 = 96.0;
    let (birth, issue, expiry) = (
        printed(holder.birth),
        printed(holder.issue),
        printed(holder.expiry),
    );
    let field = |x, row: u8, label, value| Field {
        at_mm: (x, 17.6 + 6.9 * f32::from(row)),
        label,
        value,
    };
    let fields = [
        field(LEFT, 0, "Type/Type", "P"),
        field(60.0, 0, "Code/Code", STATE),
        field(
            RIGHT - 8.0,
            0,
            "Passport No./No. du passeport",
            holder.number,
        ),
        field(LEFT, 1, "Surname/Nom", holder.surname),
        field(LEFT, 2, "Given names/Prénoms", holder.given_names),
        field(LEFT, 3, "Nationality/Nationalité", "UTOPIAN"),
        field(MIDDLE, 3, "Sex/Sexe", holder.sex),
        field(LEFT, 4, "Date of birth/Date de naissance", &birth),
        field(MIDDLE + 4.0, 4, "Place of birth/Lieu", holder.birth_place),
        field(LEFT, 5, "Date of issue/Délivrance", &issue),
        field(MIDDLE, 5, "Signature", ""),
        field(LEFT, 6, "Date of expiry/Expiration", &expiry),
    ];
    page::fields(canvas, letters, &fields, 1.0);
}
