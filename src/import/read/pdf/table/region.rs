//! Regions of a page whose pieces stand in columns that nothing bridges.

use crate::import::read::pdf::table::piece::Piece;
use crate::import::read::pdf::table::piece::Place;

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
    for (at, band) in bands.iter().enumerate() {
        let top = band.iter().map(|piece| piece.place.top).fold(f32::MAX, f32::min);
        let height = band.first().map_or(1.0, |piece| piece.place.height());
        if let Some(region) = &mut open {
            let far = top - region.bottom > height * APART;
            if !far && region.takes(band) {
                continue;
            }
            found.extend(open.take());
        }
        let columns = columns(band.iter().map(|piece| piece.place));
        if columns.len() >= 2 {
            let mut region = Region { columns, ..Region::default() };
            if found.is_empty() {
                region.takes_above(&bands[..at], top);
            }
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

    /// Takes the first lines of a page where they go on in one column: the rest of a row that began on the page before.
    fn takes_above(&mut self, bands: &[&[Piece]], mut top: f32) {
        let mut from = bands.len();
        for band in bands.iter().rev() {
            let [piece] = band else { return };
            let place = piece.place;
            let goes_on = self
                .columns
                .iter()
                .any(|(left, right)| (place.left - left).abs() < 1.5 && place.right < right + place.height() * 4.0);
            if !goes_on || top - place.bottom > place.height() * APART {
                return;
            }
            top = place.top;
            from -= 1;
        }
        let above: Vec<Piece> = bands[from..].iter().flat_map(|band| band.to_vec()).collect();
        let before = self.clone();
        if !above.iter().all(|piece| self.takes(std::slice::from_ref(piece))) {
            *self = before;
        }
    }
}
