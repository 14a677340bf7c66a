//! Documents laid out as the Dutch ones are: where each edition has the personal number. Nobody's
//! data, on paper of Utopia.

use fast_qr::QRBuilder;
use image::RgbImage;
use jiff::civil::date;
use vidimus_engine::mrz::Format;

use super::canvas::Canvas;
use super::holder::{Holder, printed};
use super::lettering::{Lettering, Style};
use super::ornament::{emblem, paper, signature};
use super::page::{self, BLACK, BLUE, Field, SLATE};
use super::{SpecimenError, card, passport};

/// A personal number that passes the 11-test and is nobody's.
pub const NUMBER: &str = "111222333";
const STATE: &str = "NLD";
const STATE_NAME: &str = "KONINKRIJK DER NEDERLANDEN";
const LICENCE: &str = "5094962111";
/// Where codes stand on a card, in mm: left, top, width of a side.
const CODE_MM: (f32, f32, f32) = (66.0, 14.5, 13.5);

/// When a document was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Before 9 March 2014.
    Until2014,
    /// Before August 2021.
    Until2021,
    /// Later.
    Since2021,
}

/// A side of a Dutch document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutchPage {
    /// The data page of a passport.
    PassportData(Edition),
    /// What is behind it.
    PassportReverse(Edition),
    /// The side of an identity card with the portrait.
    CardFront(Edition),
    /// The side with the zone.
    CardBack(Edition),
    /// The side of a driving licence with the portrait.
    LicenceFront,
    /// The side with the categories.
    LicenceBack,
}

fn holder(edition: Edition, number: &'static str) -> Holder {
    let (issue, expiry) = match edition {
        Edition::Until2014 => (date(2012, 6, 1), date(2017, 6, 1)),
        Edition::Until2021 => (date(2019, 5, 14), date(2029, 5, 14)),
        Edition::Since2021 => (date(2023, 4, 3), date(2033, 4, 3)),
    };
    Holder {
        number,
        issue,
        expiry,
        ..Holder::of_passport()
    }
}

/// Draws a side.
pub(super) fn draw(
    letters: &Lettering,
    portrait: &RgbImage,
    side: DutchPage,
) -> Result<RgbImage, SpecimenError> {
    Ok(match side {
        DutchPage::PassportData(edition) => data_page(letters, portrait, edition)?,
        DutchPage::PassportReverse(edition) => reverse(letters, edition)?,
        DutchPage::CardFront(edition) => card_front(letters, portrait, edition),
        DutchPage::CardBack(edition) => card_back(letters, edition)?,
        DutchPage::LicenceFront => licence_front(letters, portrait)?,
        DutchPage::LicenceBack => licence_back(letters)?,
    })
}

fn data_page(
    letters: &Lettering,
    portrait: &RgbImage,
    edition: Edition,
) -> Result<RgbImage, SpecimenError> {
    let holder = holder(edition, "NW4D62P91");
    let (width, height) = passport::SIZE_MM;
    let mut canvas = Canvas::new(width, height, passport::PX_PER_MM);
    paper(&mut canvas, width, 64.5);
    page::overprint(&mut canvas, letters, (84.0, 40.0), 8.2);
    heading(&mut canvas, letters, "PASPOORT / PASSPORT", 1.0);
    page::portrait(&mut canvas, portrait, [5.0, 17.0, 35.0, 45.0]);
    page::ghost(&mut canvas, portrait, [106.0, 41.0, 14.0, 18.0]);
    let dates = [holder.birth, holder.issue, holder.expiry].map(printed);
    let field = |x, row: u8, label, value| Field {
        at_mm: (x, 17.6 + 6.9 * f32::from(row)),
        label,
        value,
    };
    let mut fields = vec![
        field(44.0, 0, "Type/Type", "P"),
        field(60.0, 0, "Code/Code", STATE),
        field(84.0, 0, "Documentnummer/Document no.", holder.number),
        field(44.0, 1, "Naam/Surname", holder.surname),
        field(44.0, 2, "Voornamen/Given names", holder.given_names),
        field(44.0, 3, "Nationaliteit/Nationality", "NEDERLANDSE"),
        field(76.0, 3, "Geslacht/Sex", "M/M"),
        field(44.0, 4, "Geboortedatum/Date of birth", &dates[0]),
        field(80.0, 4, "Geboorteplaats/Place", holder.birth_place),
        field(44.0, 5, "Datum van afgifte/Date of issue", &dates[1]),
        field(44.0, 6, "Geldig tot/Date of expiry", &dates[2]),
    ];
    if edition == Edition::Until2014 {
        fields.push(field(80.0, 6, "Persoonsnummer/Personal no.", NUMBER));
    }
    page::fields(&mut canvas, letters, &fields, 1.0);
    signature(&mut canvas, [80.0, 51.0, 24.0, 6.0], [28, 40, 92]);
    let in_zone = edition != Edition::Since2021;
    let zone = holder.zone_of(Format::Td3, STATE, if in_zone { NUMBER } else { "" })?;
    page::zone(&mut canvas, letters, &zone, (6.6, 79.6));
    Ok(canvas.into_image())
}

fn reverse(letters: &Lettering, edition: Edition) -> Result<RgbImage, SpecimenError> {
    let (width, height) = passport::SIZE_MM;
    let mut canvas = Canvas::new(width, height, passport::PX_PER_MM);
    paper(&mut canvas, width, 200.0);
    page::overprint(&mut canvas, letters, (60.0, 50.0), 8.2);
    let fields = [Field {
        at_mm: (12.0, 20.0),
        label: "Persoonsnummer/Personal no.",
        value: NUMBER,
    }];
    page::fields(&mut canvas, letters, &fields, 1.0);
    let note = Style::plain(1.2, SLATE).capitals(1.4);
    for (row, text) in ["EIGENDOM VAN DE STAAT", "SPECIMEN - GEEN REISDOCUMENT"]
        .into_iter()
        .enumerate()
    {
        letters.write(&mut canvas, (12.0, 34.0 + 5.0 * row as f32), text, note);
    }
    if edition == Edition::Since2021 {
        code(&mut canvas, (92.0, 14.0, 18.0))?;
    }
    Ok(canvas.into_image())
}

fn card_front(letters: &Lettering, portrait: &RgbImage, edition: Edition) -> RgbImage {
    let holder = holder(edition, "IM4D62P97");
    let mut canvas = blank_card(letters, 100.0);
    heading(
        &mut canvas,
        letters,
        "IDENTITEITSKAART / IDENTITY CARD",
        0.7,
    );
    page::portrait(&mut canvas, portrait, [4.0, 14.0, 27.0, 34.7]);
    page::ghost(&mut canvas, portrait, [70.5, 33.0, 11.0, 14.1]);
    let dates = [holder.birth, holder.issue, holder.expiry].map(printed);
    let mut fields = vec![
        card_field(34.0, 0, "Naam/Surname", holder.surname),
        card_field(60.0, 0, "Documentnr./Document no.", holder.number),
        card_field(34.0, 1, "Voornamen/Given names", holder.given_names),
        card_field(34.0, 2, "Nationaliteit/Nationality", "NEDERLANDSE"),
        card_field(62.0, 2, "Geslacht/Sex", "M/M"),
        card_field(34.0, 3, "Geboortedatum/Date of birth", &dates[0]),
        card_field(34.0, 4, "Geldig tot/Date of expiry", &dates[2]),
    ];
    if edition == Edition::Until2014 {
        fields.push(card_field(34.0, 5, "Persoonsnummer/Personal no.", NUMBER));
    }
    page::fields(&mut canvas, letters, &fields, 0.82);
    canvas.into_image()
}

fn card_back(letters: &Lettering, edition: Edition) -> Result<RgbImage, SpecimenError> {
    let holder = holder(edition, "IM4D62P97");
    let mut canvas = blank_card(letters, 30.4);
    let issue = printed(holder.issue);
    let mut fields = vec![
        card_field(5.0, -1, "Autoriteit/Authority", "BURGEMEESTER VAN AMAUROT"),
        card_field(5.0, 0, "Datum van afgifte/Date of issue", &issue),
    ];
    if edition != Edition::Until2014 {
        fields.push(card_field(5.0, 1, "Persoonsnummer/Personal no.", NUMBER));
    }
    page::fields(&mut canvas, letters, &fields, 0.82);
    if edition == Edition::Since2021 {
        let (left, top, side) = CODE_MM;
        code(&mut canvas, (left, top - 11.0, side))?;
    }
    let in_zone = edition != Edition::Since2021;
    let zone = holder.zone_of(Format::Td1, STATE, if in_zone { NUMBER } else { "" })?;
    page::zone(&mut canvas, letters, &zone, (4.7, 49.6));
    Ok(canvas.into_image())
}

fn licence_front(letters: &Lettering, portrait: &RgbImage) -> Result<RgbImage, SpecimenError> {
    let holder = holder(Edition::Since2021, LICENCE);
    let mut canvas = blank_card(letters, 44.0);
    heading(&mut canvas, letters, "RIJBEWIJS", 0.7);
    page::portrait(&mut canvas, portrait, [4.0, 13.0, 22.0, 28.3]);
    page::ghost(&mut canvas, portrait, [70.5, 26.0, 11.0, 14.1]);
    let dates = [holder.birth, holder.issue, holder.expiry].map(printed);
    let fields = [
        card_field(32.0, 0, "1.", holder.surname),
        card_field(32.0, 1, "2.", holder.given_names),
        card_field(32.0, 2, "3.", &dates[0]),
        card_field(32.0, 3, "4a.", &dates[1]),
        card_field(56.0, 3, "4b.", &dates[2]),
        card_field(32.0, 4, "5.", holder.number),
    ];
    page::fields(&mut canvas, letters, &fields, 0.82);
    let line = holder.zone_of(Format::Licence, STATE, "15094962111659VV87FB2")?;
    page::zone(&mut canvas, letters, &line, (4.7, 49.6));
    Ok(canvas.into_image())
}

fn licence_back(letters: &Lettering) -> Result<RgbImage, SpecimenError> {
    let mut canvas = blank_card(letters, 100.0);
    let small = Style::plain(1.35, BLACK).capitals(1.7).bold(0.05);
    let number = format!("{NUMBER}/{LICENCE}");
    letters.write(&mut canvas, (5.0, 6.5), &number, small);
    let note = Style::plain(0.95, SLATE).capitals(1.2);
    let notes = [
        "1.NAAM 2.VOORNAMEN",
        "3.GEBOORTEDATUM EN -PLAATS",
        "4a.AFGIFTE",
    ];
    for (row, text) in notes.into_iter().enumerate() {
        letters.write(&mut canvas, (5.0, 12.0 + 3.0 * row as f32), text, note);
    }
    for (row, text) in ["AM  14.05.19  03.04.33", "B   14.05.19  03.04.33"]
        .into_iter()
        .enumerate()
    {
        letters.write(&mut canvas, (5.0, 26.0 + 4.0 * row as f32), text, small);
    }
    code(&mut canvas, CODE_MM)?;
    Ok(canvas.into_image())
}

fn blank_card(letters: &Lettering, calm_mm: f32) -> Canvas {
    let (width, height) = card::SIZE_MM;
    let mut canvas = Canvas::new(width, height, card::PX_PER_MM);
    paper(&mut canvas, width, calm_mm);
    page::overprint(&mut canvas, letters, (50.0, 24.0), 5.0);
    canvas
}

fn card_field<'a>(x: f32, row: i8, label: &'a str, value: &'a str) -> Field<'a> {
    Field {
        at_mm: (x, 12.8 + 5.8 * f32::from(row)),
        label,
        value,
    }
}

fn heading(canvas: &mut Canvas, letters: &Lettering, title: &str, scale: f32) {
    emblem(canvas, (10.5 * scale, 8.4 * scale), 4.6 * scale, BLUE);
    let state = Style::plain(2.4 * scale, BLUE)
        .capitals(2.9 * scale)
        .bold(0.2 * scale);
    letters.write(canvas, (18.5 * scale, 8.0 * scale), STATE_NAME, state);
    let small = Style::plain(1.6 * scale, BLUE)
        .capitals(1.9 * scale)
        .bold(0.1 * scale);
    letters.write(canvas, (18.6 * scale, 12.2 * scale), title, small);
}

/// The personal number as a QR code: left, top and the length of a side in mm.
fn code(canvas: &mut Canvas, (left, top, side): (f32, f32, f32)) -> Result<(), SpecimenError> {
    let code = QRBuilder::new(NUMBER)
        .build()
        .map_err(|_| SpecimenError::Code)?;
    let cells = code.size;
    canvas.rect(
        [left - 1.5, top - 1.5, side + 3.0, side + 3.0],
        [250; 3],
        1.0,
    );
    canvas.paint(|x, y| {
        let cell = |at: f32| (at / side * cells as f32).floor();
        let (column, row) = (cell(x - left), cell(y - top));
        let within = |at: f32| (0.0..cells as f32).contains(&at);
        let is_dark = within(column) && within(row) && code[row as usize][column as usize].value();
        (BLACK, f32::from(u8::from(is_dark)))
    });
    Ok(())
}
