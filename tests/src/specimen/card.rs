//! Both sides of an identity card: ID-1, the layout of ICAO 9303-5.

use image::RgbImage;

use super::canvas::Canvas;
use super::holder::{Holder, printed};
use super::lettering::{Lettering, Style};
use super::ornament::{emblem, paper, rosette, signature};
use super::page::{self, BLUE, Field, RED, SLATE};

/// Width and height of the card, in mm.
pub(super) const SIZE_MM: (f32, f32) = (85.6, 53.98);
/// Fine enough for a photo on which the card is as large as a passport page.
pub(super) const PX_PER_MM: f32 = 17.0;

/// Draws the side with the portrait.
pub(super) fn front(letters: &Lettering, holder: &Holder, portrait: &RgbImage) -> RgbImage {
    let mut canvas = Canvas::new(SIZE_MM.0, SIZE_MM.1, PX_PER_MM);
    let canvas_ref = &mut canvas;
    paper(canvas_ref, SIZE_MM.0, 100.0);
    rosette(canvas_ref, (54.0, 30.0), 17.0, [88, 120, 170]);
    page::overprint(canvas_ref, letters, (56.0, 31.0), 5.4);
    emblem(canvas_ref, (7.4, 6.6), 3.5, BLUE);
    let title = Style::plain(2.9, BLUE).capitals(3.0).bold(0.2);
    letters.write(canvas_ref, (13.4, 7.0), "UTOPIA", title);
    let small = Style::plain(0.86, BLUE).capitals(1.05);
    letters.write(
        canvas_ref,
        (13.5, 9.8),
        "IDENTITY CARD / CARTE D'IDENTITE",
        small,
    );
    let specimen = Style::plain(2.1, RED).capitals(2.3).bold(0.16);
    letters.write(canvas_ref, (64.6, 6.6), "SPECIMEN", specimen);
    canvas_ref.rect([4.0, 11.4, 77.6, 0.2], BLUE, 0.8);
    page::portrait(canvas_ref, portrait, [4.0, 14.0, 27.0, 34.7]);
    page::ghost(canvas_ref, portrait, [70.5, 33.0, 11.0, 14.1]);
    data(canvas_ref, letters, holder);
    signature(canvas_ref, [35.0, 45.0, 22.0, 5.6], [28, 40, 92]);
    canvas.into_image()
}

fn data(canvas: &mut Canvas, letters: &Lettering, holder: &Holder) {
    let (birth, expiry) = (printed(holder.birth), printed(holder.expiry));
    let field = |x, row: u8, label, value| Field {
        at_mm: (x, 14.8 + 5.6 * f32::from(row)),
        label,
        value,
    };
    let fields = [
        field(34.0, 0, "Surname/Nom", holder.surname),
        field(62.0, 0, "Document No.", holder.number),
        field(34.0, 1, "Given names/Prénoms", holder.given_names),
        field(34.0, 2, "Nationality/Nationalité", "UTOPIAN"),
        field(62.0, 2, "Sex/Sexe", holder.sex),
        field(34.0, 3, "Date of birth/Naissance", &birth),
        field(34.0, 4, "Date of expiry/Expiration", &expiry),
        field(34.0, 5, "Signature", ""),
    ];
    page::fields(canvas, letters, &fields, 0.82);
}

/// Draws the side with the machine-readable zone.
pub(super) fn back(letters: &Lettering, holder: &Holder, zone: &[String]) -> RgbImage {
    let mut canvas = Canvas::new(SIZE_MM.0, SIZE_MM.1, PX_PER_MM);
    let canvas_ref = &mut canvas;
    paper(canvas_ref, SIZE_MM.0, 30.4);
    rosette(canvas_ref, (66.0, 15.5), 11.0, [88, 120, 170]);
    page::overprint(canvas_ref, letters, (45.0, 16.0), 5.0);
    emblem(canvas_ref, (76.4, 7.4), 3.4, BLUE);
    let issue = printed(holder.issue);
    let field = |x, row: u8, label, value| Field {
        at_mm: (x, 6.6 + 6.2 * f32::from(row)),
        label,
        value,
    };
    let fields = [
        field(
            5.0,
            0,
            "Place of birth/Lieu de naissance",
            holder.birth_place,
        ),
        field(5.0, 1, "Date of issue/Date de délivrance", &issue),
        field(5.0, 2, "Authority/Autorité", "CITY OF AMAUROT"),
    ];
    page::fields(canvas_ref, letters, &fields, 0.82);
    let note = Style::plain(0.9, SLATE).capitals(1.1);
    letters.write(
        canvas_ref,
        (5.0, 27.4),
        "SPECIMEN - NOT A TRAVEL DOCUMENT",
        note,
    );
    canvas_ref.rect([4.0, 29.8, 77.6, 0.15], BLUE, 0.5);
    page::zone(canvas_ref, letters, zone, (4.7, 49.6));
    canvas.into_image()
}
