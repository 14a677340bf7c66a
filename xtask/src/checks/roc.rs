//! Pictures of how a check trades false alarms for attacks found.

use std::fmt::Write as _;

/// Side of the plot, in units of the picture, and what surrounds it.
const SIDE: f64 = 420.0;
const MARGIN: f64 = 56.0;
const LEGEND_WIDTH: f64 = 300.0;
const COLOURS: [&str; 8] = [
    "#2563eb", "#c62828", "#1a7f37", "#b26a00", "#7c3aed", "#0e7490", "#be185d", "#4d4d4d",
];

/// One attack: the scores of pictures that were attacked.
pub(super) struct Curve {
    pub(super) name: String,
    pub(super) scores: Vec<f64>,
}

/// False alarms and attacks found for every threshold on the score, from (0, 0) to (1, 1), and the
/// area below. Low scores speak against a picture.
pub(super) fn points(genuine: &[f64], attacked: &[f64]) -> (Vec<(f64, f64)>, f64) {
    let mut thresholds: Vec<f64> = genuine.iter().chain(attacked).copied().collect();
    thresholds.sort_by(f64::total_cmp);
    thresholds.dedup();
    let share = |scores: &[f64], threshold: f64| {
        let below = scores.iter().filter(|score| **score <= threshold).count();
        below as f64 / scores.len().max(1) as f64
    };
    let mut points = vec![(0.0, 0.0)];
    points.extend(
        thresholds
            .into_iter()
            .map(|threshold| (share(genuine, threshold), share(attacked, threshold))),
    );
    points.push((1.0, 1.0));
    let area = points
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0) * f64::midpoint(pair[0].1, pair[1].1))
        .sum();
    (points, area)
}

/// The picture of one check, as SVG.
pub(super) fn picture(check: &str, genuine: &[f64], curves: &[Curve]) -> String {
    let (width, height) = (SIDE + 2.0 * MARGIN + LEGEND_WIDTH, SIDE + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" \
         fill=\"#fff\"/>\n<text x=\"{MARGIN}\" y=\"28\" font-size=\"17\">{check}: attacks found \
         over false alarms</text>\n"
    );
    let place = |(x, y): (f64, f64)| (MARGIN + x * SIDE, MARGIN + (1.0 - y) * SIDE);
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        let ((x, bottom), (left, y)) = (place((share, 0.0)), place((0.0, share)));
        let percent = step * 20;
        let _ = writeln!(
            svg,
            "<path d=\"M{x} {MARGIN}V{bottom}M{left} {y}h{SIDE}\" stroke=\"#ddd\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{percent} %</text>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{percent} %</text>",
            bottom + 18.0,
            left - 6.0,
            y + 4.0
        );
    }
    for (number, curve) in curves.iter().enumerate() {
        let (points, area) = points(genuine, &curve.scores);
        let colour = COLOURS[number % COLOURS.len()];
        let line: Vec<String> = points
            .into_iter()
            .map(place)
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let (x, y) = (SIDE + MARGIN + 20.0, MARGIN + 20.0 + 22.0 * number as f64);
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\
             <text x=\"{x}\" y=\"{y}\" fill=\"{colour}\">{} ({}), area {area:.3}</text>",
            line.join(" "),
            curve.name,
            curve.scores.len()
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\">{} genuine pictures</text>\n</svg>",
        SIDE + MARGIN + 20.0,
        MARGIN + SIDE,
        genuine.len()
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_one_where_scores_part_and_a_half_where_they_do_not() {
        let area = |genuine: &[f64], attacked: &[f64]| points(genuine, attacked).1;
        assert!((area(&[0.8, 0.9], &[0.1, 0.2]) - 1.0).abs() < 1e-9);
        assert!(area(&[0.1, 0.2], &[0.8, 0.9]).abs() < 1e-9);
        assert!((area(&[0.5, 0.5], &[0.5, 0.5]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_picture_has_a_line_for_each_attack() {
        let curves = ["screen", "print"].map(|name| Curve {
            name: name.to_owned(),
            scores: vec![0.1, 0.4],
        });
        let svg = picture("notTamperedDocument", &[0.5, 0.9], &curves);
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert!(svg.contains("screen (2), area 1.000") && svg.ends_with("</svg>\n"));
    }
}
