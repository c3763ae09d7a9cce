//! Regions of a page whose pieces stand in columns that nothing bridges.

use crate::import::read::pdf::place::Place;
use crate::import::read::pdf::table::piece::Piece;

/// The blank strip between two columns, in heights.
const STRIP: f32 = 0.45;
/// The blank strip through all columns that ends a table, in heights.
const APART: f32 = 2.2;

/// Pieces in columns, from the top down.
#[derive(Debug, Clone, Default)]
pub(super) struct Region {
    pub pieces: Vec<Piece>,
    /// Left and right of each column.
    pub columns: Vec<(f32, f32)>,
    bottom: f32,
}

/// Every region with two columns or more.
pub(super) fn regions(pieces: &[Piece]) -> Vec<Region> {
    let mut found = Vec::new();
    let mut open: Option<Region> = None;
    let bands = bands(pieces);
    // Bands from here on belong to no region yet.
    let mut free = 0;
    for (at, band) in bands.iter().enumerate() {
        let top = band.iter().map(|piece| piece.place.top).fold(f32::MAX, f32::min);
        let height = band.first().map_or(1.0, |piece| piece.place.height());
        if let Some(region) = &mut open {
            let far = top - region.bottom > height * APART;
            if !far && region.takes(band) {
                continue;
            }
            found.extend(open.take());
            free = at;
        }
        let columns = columns(band.iter().map(|piece| piece.place));
        if columns.len() >= 2 {
            let mut region = Region { columns, ..Region::default() };
            region.takes_above(&bands[free..at], top, free == 0);
            region.add(band);
            open = Some(region);
        }
    }
    found.extend(open);
    found
}

/// Pieces by the level they stand on.
fn bands(pieces: &[Piece]) -> Vec<&[Piece]> {
    pieces.chunk_by(|one, other| one.place.is_level(other.place)).collect()
}

/// The columns that places stand in, left to right; they do not overlap.
fn columns(places: impl Iterator<Item = Place>) -> Vec<(f32, f32)> {
    let mut spans: Vec<Place> = places.collect();
    spans.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for place in spans {
        match columns.last_mut() {
            Some(last) if place.left < last.1 + place.height() * STRIP => last.1 = last.1.max(place.right),
            _ => columns.push((place.left, place.right)),
        }
    }
    columns
}

impl Region {
    /// Takes a band, unless it bridges two columns.
    fn takes(&mut self, band: &[Piece]) -> bool {
        let mut columns = self.columns.clone();
        for place in band.iter().map(|piece| piece.place) {
            let strip = place.height() * STRIP;
            let touches = |(left, right): &(f32, f32)| place.left < right + strip && place.right + strip > *left;
            let mut touched = columns.iter_mut().filter(|column| touches(column));
            match (touched.next(), touched.next()) {
                (Some(column), None) => *column = (column.0.min(place.left), column.1.max(place.right)),
                (Some(_), Some(_)) => return false,
                (None, _) => {
                    let at = columns.partition_point(|column| column.0 < place.left);
                    columns.insert(at, (place.left, place.right));
                }
            }
        }
        self.columns = columns;
        self.add(band);
        true
    }

    fn add(&mut self, band: &[Piece]) {
        self.bottom = band.iter().map(|piece| piece.place.bottom).fold(self.bottom, f32::max);
        self.pieces.extend_from_slice(band);
    }

    /// Takes the lines close above the first band: those of its higher cells. At the top of a page also those farther
    /// above that begin where a column does: the rest of a row that began on the page before.
    fn takes_above(&mut self, bands: &[&[Piece]], mut top: f32, from_page_top: bool) {
        let mut from = bands.len();
        let mut rest = self.clone();
        for band in bands.iter().rev() {
            let bottom = band.iter().map(|piece| piece.place.bottom).fold(f32::MIN, f32::max);
            let height = band.first().map_or(1.0, |piece| piece.place.height());
            let is_close = top - bottom < height * 0.5;
            let begins = |piece: &Piece| self.columns.iter().any(|(left, _)| (piece.place.left - left).abs() < 1.5);
            let is_rest = from_page_top && band.len() == 1 && band.iter().all(begins) && top - bottom < height * APART;
            if !(is_close || is_rest) || !rest.takes(band) {
                break;
            }
            top = band.iter().map(|piece| piece.place.top).fold(top, f32::min);
            from -= 1;
            if is_close {
                *self = rest.clone();
                self.pieces = bands[from..].iter().flat_map(|band| band.to_vec()).collect();
            }
        }
        if from == 0 && from_page_top {
            *self = rest;
            self.pieces = bands.iter().flat_map(|band| band.to_vec()).collect();
        }
    }
}
