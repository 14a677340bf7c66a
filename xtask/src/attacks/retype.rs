//! A date or a number that says something else, in a font like the one that was there.

use image::{Rgb, RgbImage};

use super::lettering;
use super::light::{AROUND, Plane, luma};
use super::set::Dice;
use super::{Made, Place, Region};

/// The fields that are changed, the first that there is.
const WANTED: [&str; 3] = ["birth", "number", "expiry"];
/// Least height of a text that is changed, in pixels: smaller ones cannot be read again.
const LEAST_PX: u32 = 7;
/// How much wider or narrower than the font has it a text may be.
const STRETCH: f32 = 1.5;
/// How many times as bold as the font has it a text may be.
const MOST_BOLDER: f32 = 2.0;
/// Longest of the spellings that most documents have.
const COMMON_LENGTH: usize = "12 JUN 1984".len();

/// A picture with one field changed, so that it disagrees with the same field of the zone.
pub(super) fn retyped(picture: &RgbImage, fields: &[Place], dice: &mut Dice) -> Option<Made> {
    let (place, text) = WANTED.iter().find_map(|wanted| {
        let field = fields.iter().find(|field| field.name == *wanted)?;
        let region = field.region.within(picture)?;
        let is_upright = region.height >= LEAST_PX && region.width > 2 * region.height;
        is_upright.then_some((region, changed(&field.value, dice)?))
    })?;
    let line = written(&spellings(&text), place, dice)?;
    let soft = dice.setting(0.35, 0.8);
    let line = line.blurred(soft * (place.height as f32 / 16.0).clamp(0.6, 1.6));
    let around = place.grown(margin_px(place)).within(picture)?;
    let ink = Ink::of(picture, place, around);
    let mut out = picture.clone();
    ink.wipe(&mut out, around);
    // As bold as what was there: thin fonts would be paler at the size of specimens.
    let bolder = (ink.amount_px / line.values.iter().sum::<f32>()).clamp(1.0, MOST_BOLDER);
    let strength = bolder * dice.setting(0.85, 1.05);
    for y in 0..line.height as u32 {
        for x in 0..line.width as u32 {
            let Some(pixel) = out.get_pixel_mut_checked(place.x + x, place.y + y) else {
                continue;
            };
            let cover = (strength * line.at(x as isize, y as isize)).min(1.0);
            for (under, own) in pixel.0.iter_mut().zip(ink.colour) {
                *under = (f32::from(*under) * (1.0 - cover) + own * cover).round() as u8;
            }
        }
    }
    Some((out, dice.quality(82, 98)))
}

/// How far around the box of a text its strokes may reach, in pixels.
fn margin_px(place: Region) -> u32 {
    2 + place.height / 12
}

/// Another value of the same form: a date (`YYYY-MM-DD`) of another year, a number with another
/// digit.
fn changed(value: &str, dice: &mut Dice) -> Option<String> {
    let is_date = value.len() == 10 && value.as_bytes()[4] == b'-';
    // In a date the last two digits of the year, in a number any of the second half.
    let places: Vec<usize> = value
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .filter(|&at| {
            if is_date {
                (2..4).contains(&at)
            } else {
                at >= value.len() / 2
            }
        })
        .collect();
    let &at = places.get((dice.chance() * places.len() as f32) as usize)?;
    let digit = value.as_bytes()[at] - b'0';
    // Years of any decade are births of the living but those just ahead.
    let most = if is_date && at == 2 { digit.max(1) } else { 9 };
    let steps = 1 + (dice.chance() * f32::from(most)) as u8;
    let other = match (is_date, at) {
        (true, 2) => digit
            .checked_sub(steps.min(digit))
            .filter(|_| digit > 0)
            .unwrap_or(digit + 1),
        _ => (digit + steps.min(9)) % 10,
    };
    let mut text = value.to_owned();
    text.replace_range(at..=at, &other.to_string());
    (text != value).then_some(text)
}

/// How documents print a value: a date in several ways, the rest as it is.
fn spellings(value: &str) -> Vec<String> {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts[..] else {
        return vec![value.to_owned()];
    };
    let number = month.parse::<usize>().unwrap_or_default();
    let Some(name) = number.checked_sub(1).and_then(|at| MONTHS.get(at)) else {
        return vec![value.to_owned()];
    };
    vec![
        format!("{day}.{month}.{year}"),
        format!("{day} {month} {year}"),
        format!("{day}/{month}/{year}"),
        format!("{day} {name} {year}"),
        format!("{day} {name}/{name} {year}"),
        format!("{day} {name}/{name} {}", &year[2..]),
        format!("{day} {month} {}", &year[2..]),
    ]
}

/// The spelling and the font that need the least stretching to fill a box, the rarer spellings
/// only where the others are far too narrow; how much of each pixel they cover.
fn written(spellings: &[String], place: Region, dice: &Dice) -> Option<Plane> {
    let wanted = place.width as f32 / place.height as f32;
    let fonts = lettering::of(dice.set).ok()?;
    let (font, text, stretch) = fonts
        .iter()
        .flat_map(|font| spellings.iter().map(move |text| (font, text)))
        .filter_map(|(font, text)| Some((font, text, wanted / font.shape(text)?)))
        .min_by(|a, b| {
            let cost = |(_, text, stretch): &(_, &String, f32)| {
                stretch.ln().abs()
                    + if text.len() > COMMON_LENGTH {
                        0.45
                    } else {
                        0.0
                    }
            };
            cost(a).total_cmp(&cost(b))
        })?;
    let height = place.height as f32;
    let width = height * font.shape(text)? * stretch.clamp(1.0 / STRETCH, STRETCH);
    font.line(text, (width.min(place.width as f32), height))
}

/// The ink of a text on its ground.
struct Ink {
    colour: [f32; 3],
    /// Brightness (0 to 1) below which a pixel is ink.
    threshold: f32,
    /// How many pixels the ink of the text would fill.
    amount_px: f32,
}

impl Ink {
    /// By the brightness in a box, and around it.
    fn of(picture: &RgbImage, place: Region, around: Region) -> Self {
        let mut inside: Vec<(f32, Rgb<u8>)> = place
            .pixels()
            .map(|(x, y)| *picture.get_pixel(x, y))
            .map(|pixel| (luma(pixel), pixel))
            .collect();
        inside.sort_by(|a, b| a.0.total_cmp(&b.0));
        let darkest = &inside[..(inside.len() / 12).max(1)];
        let colour = [0, 1, 2].map(|channel: usize| {
            let levels = darkest.iter().map(|(_, pixel)| f32::from(pixel.0[channel]));
            levels.sum::<f32>() / darkest.len() as f32
        });
        let mut ground: Vec<f32> = around
            .pixels()
            .map(|(x, y)| luma(*picture.get_pixel(x, y)))
            .collect();
        ground.sort_by(f32::total_cmp);
        let ground = ground[ground.len() * 7 / 10];
        let dark = darkest[darkest.len() / 2].0;
        let threshold = dark + 0.72 * (ground - dark);
        let inked = inside.iter().filter(|(luma, _)| *luma < threshold);
        Self {
            colour,
            threshold,
            amount_px: inked
                .map(|(luma, _)| ((ground - luma) / (ground - dark)).min(1.0))
                .sum(),
        }
    }

    /// Takes the ink out of a box: what is under it is told from the ground beside it.
    fn wipe(&self, picture: &mut RgbImage, place: Region) {
        let (width, height) = (place.width as isize, place.height as isize);
        let at = |x: isize, y: isize| (y * width + x) as usize;
        let is_ink: Vec<bool> = place
            .pixels()
            .map(|(x, y)| luma(*picture.get_pixel(x, y)) < self.threshold)
            .collect();
        // The edges of strokes are half ink, too.
        let hidden = |x: isize, y: isize| {
            (-1..=1).any(|dy| {
                (-1..=1).any(|dx| {
                    let (x, y) = (x + dx, y + dy);
                    (0..width).contains(&x) && (0..height).contains(&y) && is_ink[at(x, y)]
                })
            })
        };
        let mut open: Vec<(isize, isize)> = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .filter(|&(x, y)| hidden(x, y))
            .collect();
        let mut known = vec![true; is_ink.len()];
        for &(x, y) in &open {
            known[at(x, y)] = false;
        }
        // From the ground inwards, a ring of pixels a round.
        while !open.is_empty() {
            let mut filled = Vec::new();
            open.retain(|&(x, y)| {
                let mut sum = [0.0; 3];
                let mut count = 0.0;
                for (dx, dy) in AROUND {
                    let (x, y) = (x + dx, y + dy);
                    let is_known =
                        (0..width).contains(&x) && (0..height).contains(&y) && known[at(x, y)];
                    if is_known {
                        let pixel = picture.get_pixel(place.x + x as u32, place.y + y as u32);
                        for (sum, level) in sum.iter_mut().zip(pixel.0) {
                            *sum += f32::from(level);
                        }
                        count += 1.0;
                    }
                }
                if count > 0.0 {
                    filled.push(((x, y), sum.map(|sum: f32| (sum / count).round() as u8)));
                }
                count == 0.0
            });
            if filled.is_empty() {
                return;
            }
            for ((x, y), levels) in filled {
                picture.put_pixel(place.x + x as u32, place.y + y as u32, Rgb(levels));
                known[at(x, y)] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attacks::Set;

    #[test]
    fn a_changed_date_is_a_date_of_another_year() {
        for seed in 0..60 {
            let mut dice = Dice::new(Set::Tuning, &format!("{seed}"));
            let date = changed("1984-06-07", &mut dice).unwrap();
            assert_ne!(date, "1984-06-07");
            assert!(date.starts_with("19") && date.ends_with("-06-07"), "{date}");
            let date = changed("2003-06-07", &mut dice).unwrap();
            assert!(date != "2003-06-07" && date.starts_with("20"), "{date}");
            let number = changed("PA0940443", &mut dice).unwrap();
            assert!(
                number != "PA0940443" && number.starts_with("PA09"),
                "{number}"
            );
        }
        assert_eq!(changed("ABCD", &mut Dice::new(Set::Tuning, "a")), None);
    }

    #[test]
    fn dates_are_spelled_as_documents_do() {
        let spelled = spellings("1984-06-07");
        assert!(spelled.contains(&"07.06.1984".to_owned()));
        assert!(spelled.contains(&"07 JUN 1984".to_owned()));
        assert_eq!(spellings("PA0940443"), ["PA0940443"]);
        assert_eq!(spellings("1984-13-07"), ["1984-13-07"]);
    }

    #[test]
    fn a_field_changes_only_in_its_box_and_the_old_ink_goes() {
        let mut picture = RgbImage::from_pixel(240, 60, Rgb([220, 210, 230]));
        for x in (50..170).step_by(6) {
            for y in 20..34 {
                picture.put_pixel(x, y, Rgb([30, 30, 40]));
            }
        }
        let region = Region {
            x: 50,
            y: 20,
            width: 121,
            height: 14,
        };
        let field = Place {
            name: "birth".to_owned(),
            region,
            value: "1984-06-07".to_owned(),
        };
        let mut dice = Dice::new(Set::Testing, "a");
        let (out, _) = retyped(&picture, &[field], &mut dice).unwrap();
        let around = region.grown(margin_px(region));
        for (x, y, pixel) in out.enumerate_pixels() {
            let is_inside = (around.x..around.x + around.width).contains(&x)
                && (around.y..around.y + around.height).contains(&y);
            assert!(is_inside || pixel == picture.get_pixel(x, y), "{x} {y}");
        }
        let dark = |picture: &RgbImage| {
            region
                .pixels()
                .filter(|&(x, y)| luma(*picture.get_pixel(x, y)) < 0.4)
                .count()
        };
        assert!(dark(&out) > 60);
        let mut wiped = picture.clone();
        Ink::of(&picture, region, around).wipe(&mut wiped, around);
        assert_eq!(dark(&wiped), 0);
    }
}
