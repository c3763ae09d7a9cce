//! Signs of ratings and stances, as paths in a square of 24 by 24 around its middle, and their colours.
//!
//! The colours are the colour-blind scheme of robvis, light for good to dark for poor, so that they differ in grey too.

use crate::export::picture::canvas::Canvas;

/// How a rating or stance is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Colour of its ground.
    pub ground: &'static str,
    /// Colour of its lines.
    pub ink: &'static str,
    /// Its path.
    pub path: &'static str,
    /// Whether the path is filled, not stroked.
    pub filled: bool,
}

const PLUS: &str = "M-6.5 0H6.5M0-6.5V6.5";
const MINUS: &str = "M-6.5 0H6.5";
const CROSS: &str = "M-5-5L5 5M5-5L-5 5";
const STAR: &str = "M0-8.5L2.2-2.9L8.1-2.6L3.5 1.1L5 6.9L0 3.7L-5 6.9L-3.5 1.1L-8.1-2.6L-2.2-2.9Z";
const QUERY: &str = "M-3.4-3.4C-3.4-8.4 4-8 4-3.6C4-.8 0-.8 0 2.2M0 6.2V6.9";
const DASH: &str = "M-4 0H4";
const DOT: &str = "M-1.6 0A1.6 1.6 0 1 1 1.6 0A1.6 1.6 0 1 1-1.6 0Z";
const BOTH: &str = "M-5.5-2.5H5.5M0-8V3M-5.5 7H5.5";

const fn stroked(ground: &'static str, ink: &'static str, path: &'static str) -> Sign {
    Sign { ground, ink, path, filled: false }
}

/// The sign of a rating, by its key in a report.
pub fn of_rating(id: &str) -> Sign {
    match id {
        "outstanding" => Sign { ground: "#fed98e", ink: "#000", path: STAR, filled: true },
        "good" => stroked("#fe9929", "#000", PLUS),
        "requires_improvement" => stroked("#d95f0e", "#000", MINUS),
        "inadequate" => stroked("#993404", "#fff", CROSS),
        "no_information" => stroked("#fff", "#000", QUERY),
        "abstained" => stroked("#ccc", "#000", DASH),
        _ => Sign { ground: "#fff", ink: "#767676", path: DOT, filled: true },
    }
}

/// The signs of what passages say.
pub const YES: Sign = stroked("#9ecae1", "#000", PLUS);
/// No.
pub const NO: Sign = stroked("#993404", "#fff", MINUS);
/// Yes and no.
pub const MIXED: Sign = stroked("#fe9929", "#000", BOTH);
/// Background, or nothing was said.
pub const BESIDE: Sign = Sign { ground: "#e0e0e0", ink: "#000", path: DOT, filled: true };

impl Sign {
    fn lines(&self) -> String {
        match self.filled {
            true => format!("<path d=\"{}\" fill=\"{}\"/>", self.path, self.ink),
            false => format!(
                "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"3\" stroke-linecap=\"round\"/>",
                self.path, self.ink
            ),
        }
    }

    /// Draws it on a disc around a place.
    pub fn disc(&self, canvas: &mut Canvas, (x, y): (usize, usize)) {
        let disc = format!("<circle r=\"13\" fill=\"{}\" stroke=\"#404040\"/>", self.ground);
        canvas.put(&format!("<g transform=\"translate({x} {y})\">{disc}{}</g>", self.lines()));
    }

    /// Draws its lines alone around a place.
    pub fn plain(&self, canvas: &mut Canvas, (x, y): (usize, usize)) {
        canvas.put(&format!("<g transform=\"translate({x} {y})\">{}</g>", self.lines()));
    }

    /// Draws it on a square around a place.
    pub fn square(&self, canvas: &mut Canvas, (x, y): (usize, usize)) {
        let square = format!(
            "<rect x=\"-11\" y=\"-11\" width=\"22\" height=\"22\" fill=\"{}\" stroke=\"#404040\"/>",
            self.ground
        );
        canvas.put(&format!("<g transform=\"translate({x} {y})\">{square}{}</g>", self.lines()));
    }
}
