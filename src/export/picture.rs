//! Pictures of the ratings in the manner of robvis: scalable, self-contained, readable without colour.
//!
//! Uses the report value and the work. Invariants: every sign is a path, so that no font can change what a rating looks
//! like; every picture has a title and says in words what it shows; nothing in it is fetched from elsewhere.

mod bars;
mod canvas;
mod matrix;
mod sign;
mod spread;
#[cfg(test)]
mod spread_tests;
mod submitters;
#[cfg(test)]
mod tests;

use crate::export::report::Report;
use crate::export::work::Work;
use crate::panel::chair::Chair;
use crate::panel::opened::OpenedPanel;

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Commitments by questions, a light for each rating.
    Matrix,
    /// For each question, which part of the commitments has which rating.
    Bars,
    /// Submitters by questions, by what their passages say.
    Submitters,
}

impl Picture {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Matrix, Self::Bars, Self::Submitters];

    /// Its name as a file, without an ending.
    pub fn id(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Bars => "bars",
            Self::Submitters => "submitters",
        }
    }
}

/// Draws a picture as SVG.
pub fn svg(work: &Work<'_>, report: &Report, picture: Picture) -> String {
    match picture {
        Picture::Matrix => matrix::draw(report),
        Picture::Bars => bars::draw(report),
        Picture::Submitters => submitters::draw(work, report),
    }
}

/// Draws as SVG where members of a panel stand apart; `None` while no round is opened.
pub fn spread(panel: &OpenedPanel, chair: &Chair) -> Option<String> {
    spread::draw(panel, chair)
}
