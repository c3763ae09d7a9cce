//! The place that a quotation comes from, beside the text: what it is, in what it differs, and the words there.
//!
//! Invariant: what `blindness` withholds is neither shown nor told of, here or by the verdict.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::Rect;

use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::review::trace::Quotation;
use crate::review::trace::Traced;
use crate::review::trace::Verdict;
use crate::review::trace::place::Place as Traces;
use crate::review::trace::words;
use crate::text::display::display_line;
use crate::text::offsets::byte_of;
use crate::tui::request::Place;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::view::trace::lit::Lit;
use crate::tui::view::trace::lit::cut;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;

/// Told in place of what may not be seen yet.
pub const HIDDEN: &str = "stands in a text that is shown once you have rated";
/// Characters shown before and behind the words found, in a long text.
const AROUND: usize = 700;
/// Widest line of the words found.
const MEASURE: u16 = 72;

/// Whether it may not be told what a quotation is: one of its places is in a text that may not be seen yet.
pub fn is_hidden(ui: &Ui<'_>, quotation: &Quotation) -> bool {
    quotation.places.iter().any(|place| is_place_hidden(ui, place))
}

fn is_place_hidden(ui: &Ui<'_>, place: &Traces) -> bool {
    let (blind, catalog) = (ui.ws.blindness(), ui.ws.catalog());
    match (&place.evidence, &place.source) {
        (Some(item), _) => catalog.evidence(item).is_some_and(|item| blind.withholds(&item)),
        (None, Some(source)) => catalog.source(source).is_some_and(|source| blind.withholds_source(source)),
        (None, None) => false,
    }
}

/// How a quotation is lit.
pub fn role(quotation: &Quotation, hidden: bool) -> Role {
    match quotation.verdict {
        _ if hidden => Role::Dim,
        Verdict::Exact => Role::Marked,
        Verdict::Altered | Verdict::Spliced => Role::Match,
        Verdict::NotFound => Role::Trouble,
    }
}

/// Where a place leads in the workbench.
pub fn leads_to(ui: &Ui<'_>, place: &Traces) -> Option<Place> {
    let subject = place.cell.clone().map(Subject::Cell);
    if let Some(item) = &place.evidence {
        return Some(Place::Item { item: item.clone(), under: subject, at: Some(place.at) });
    }
    if let Some(number) = place.footnote {
        return Some(Place::Footnote(number));
    }
    if let Some(source) = &place.source {
        let hidden = ui.ws.catalog().source(source).is_some_and(|source| ui.ws.blindness().hides_source(source));
        return Some(match hidden {
            true => Place::Source(source.clone()),
            false => Place::InSource { source: source.clone(), at: place.at },
        });
    }
    let parent = place.commitment.clone().map(ParentKey::Commitment);
    subject.or(parent.map(Subject::Parent)).map(Place::Grid)
}

/// Draws what was found of a quotation.
pub fn draw(ui: &Ui<'_>, quotation: &Quotation, shown: usize, traced: &Traced, area: Rect, buf: &mut Canvas<'_>) {
    let number = traced.quotations.iter().position(|other| std::ptr::eq(other, quotation)).unwrap_or_default();
    let hidden = is_hidden(ui, quotation);
    let verdict = if hidden { HIDDEN.to_owned() } else { words::verdict(quotation) };
    let heading = format!("{} of {}: {verdict}", number + 1, traced.quotations.len());
    put(buf, area, 0, &Line::from(ui.span(&heading, Role::Heading)), ui.theme.style(Role::Text));
    let searched = [Sentence::told(words::searched(&traced.searched), Role::Dim)];
    let foot = prose::height(&searched, area.width).min(area.height.saturating_sub(3));
    let mut rest = below(area, area.height.min(1));
    rest.height -= foot.min(rest.height);
    prose::draw(&searched, ui, below(area, area.height - foot), buf);
    let mut told: Vec<Sentence> = Vec::new();
    if !hidden {
        told.extend(words::differs(quotation).into_iter().map(|line| Sentence::told(line, Role::Text)));
    }
    let places = quotation.places.len();
    let place = quotation.places.get(shown.min(places.saturating_sub(1)));
    if let Some(place) = place {
        let of = if places > 1 {
            format!("Place {} of {places} (Right: the next):", shown + 1)
        } else {
            "Place:".to_owned()
        };
        told.push(Sentence::new(&of, place.said(ui.ws.catalog())));
    }
    let height = prose::height(&told, rest.width).min(rest.height);
    prose::draw(&told, ui, Rect { height, ..rest }, buf);
    if let Some(place) = place {
        draw_words(ui, place, below(rest, (height + 1).min(rest.height)), buf);
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// Draws the text found, the words lit in it.
fn draw_words(ui: &Ui<'_>, place: &Traces, area: Rect, buf: &mut Canvas<'_>) {
    if area.height == 0 || area.width < 3 {
        return;
    }
    if is_place_hidden(ui, place) {
        let told = [Sentence::told(crate::review::listing::SHOWN_ONCE_RATED, Role::Dim)];
        return prose::draw(&told, ui, area, buf);
    }
    let text = text_of(ui, place);
    let start = byte_of(&text, place.at).unwrap_or_default();
    let there = text.get(start..).is_some_and(|rest| rest.starts_with(&place.words));
    let (text, start) = if there { (text, start) } else { (Cow::Borrowed(place.words.as_str()), 0) };
    let end = start + place.words.len();
    let from = text[..start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
    let pieces = cut(to - from, &[(start - from..end - from, 0)]);
    let safe = |(range, part): (Range<usize>, Option<usize>)| {
        (display_line(&text[from + range.start..from + range.end]).into_string(), part)
    };
    let lit = Lit::of(pieces.into_iter().map(safe).collect(), 1, area.width.saturating_sub(2).clamp(1, MEASURE));
    // The words found are in view, with a line or two before them.
    let top = lit.line_of(0).saturating_sub(2).min(lit.line_count().saturating_sub(usize::from(area.height)));
    let top = if lit.end_line_of(0) < usize::from(area.height) { 0 } else { top };
    lit.draw(ui, area, buf, top, usize::MAX, |_| ("", Role::Marked));
}

/// The text that a place is in.
fn text_of<'a>(ui: &Ui<'a>, place: &'a Traces) -> Cow<'a, str> {
    let catalog = ui.ws.catalog();
    if let Some(item) = place.evidence.as_ref().and_then(|id| catalog.evidence(id)) {
        return Cow::Owned(item.text.clone());
    }
    let elsewhere = place.footnote.is_some() || place.commitment.is_some() || place.question.is_some();
    let held = place.source.as_ref().filter(|_| !elsewhere).and_then(|id| catalog.source(id)?.text.as_deref());
    Cow::Borrowed(held.unwrap_or(&place.words))
}
