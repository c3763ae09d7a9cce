//! Which paragraphs of sources were opened: those the cursor was put in, and those that stood on the screen for a
//! while.
//!
//! Uses the readers of the views. Invariant: a text that is only passed by on the way through a list counts for
//! nothing, and neither does one that is withheld.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::keys::table::Scope;
use crate::model::ids::SourceId;
use crate::model::moment::Moment;
use crate::tui::app::App;
use crate::tui::pane::reader::Reading;

/// How long a paragraph has to stand on the screen to count as opened, in milliseconds.
const A_WHILE: i64 = 2_000;

/// A stretch of a source's text on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    source: SourceId,
    stretch: Range<usize>,
    since: Moment,
}

impl App {
    /// Something is about to change: what stood on the screen for a while until now was opened.
    pub(crate) fn note_what_stood_there(&mut self) {
        let Some(sight) = &self.sight else { return };
        if self.now.millis() - sight.since.millis() < A_WHILE {
            return;
        }
        let (source, stretch) = (sight.source.clone(), sight.stretch.clone());
        // The reader may have been sent elsewhere since; then what it has of paragraphs is another text's.
        let paragraphs = self.reader().filter(|reader| reader.reading() == Some(&Reading::Source(source.clone())));
        if let Some(paragraphs) = paragraphs.map(|reader| reader.paragraphs()) {
            self.ws.open_paragraphs(&source, &paragraphs, &stretch);
        }
    }

    /// Looks what of a source's text stands on the screen now; the paragraph the cursor is in was opened.
    pub(crate) fn look_at_text(&mut self, body: Rect, marking: bool) {
        let source = match self.in_sight(body, marking) {
            Some(Reading::Source(id)) => Some(id.clone()),
            _ => None,
        };
        let Some((source, reader)) = source.zip(self.reader()) else {
            self.leave_text_behind(None);
            return;
        };
        let (stretch, paragraphs, cursor) = (reader.in_view(), reader.paragraphs(), reader.cursor());
        self.leave_text_behind(Some(&source));
        // Where one comes to a text the cursor stands somewhere in it; only what it is put in after that was opened.
        let was_here = self.sight.as_ref().is_some_and(|sight| sight.source == source);
        if was_here && matches!(self.view_scope(), Scope::Reader | Scope::TriageText) {
            self.ws.open_paragraphs(&source, &paragraphs, &(cursor..cursor));
        }
        let stands = |sight: &Sight| sight.source == source && sight.stretch == stretch;
        if !self.sight.as_ref().is_some_and(stands) {
            self.sight = Some(Sight { source, stretch, since: self.now });
        }
    }

    /// A text is left: what was opened of it is handed on to be kept.
    fn leave_text_behind(&mut self, now: Option<&SourceId>) {
        if self.sight.as_ref().is_some_and(|sight| Some(&sight.source) != now) {
            self.sight = None;
            self.ws.keep_opened();
        }
    }
}
