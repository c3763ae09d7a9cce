//! A page is held against the same text handled as one.

use std::ops::Range;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;
use crate::review::selection::Edge;
use crate::review::selection::Unit;
use crate::review::selection::Units;
use crate::text::cuts::Cuts;
use crate::text::offsets::Graphemes;
use crate::text::segment::sentences;
use crate::text::segment::words;
use crate::tui::widget::canvas::Canvas;

fn shown(page: &Page) -> Vec<String> {
    let rows = std::iter::successors(Some(Row::default()), |row| page.next(*row));
    rows.map(|row| page.line(row).expect("a line").text.to_string()).collect()
}

#[test]
fn markers_stand_in_the_shown_text_and_not_in_the_stored_one() {
    let refs = [FootnoteRef { footnote: 37, at: 5 }, FootnoteRef { footnote: 38, at: 5 }];
    let page = Page::new("It is. So.", &refs, 40);
    assert_eq!(shown(&page), ["It is[37][38]. So."]);
    let part = page.text().part(0);
    assert_eq!(part.stored_of(5), 5);
    assert_eq!(part.shown_of(5), 13);
    assert_eq!(part.shown_range(0, &(0..5)), 0..5);
    assert_eq!(part.shown_range(0, &(0..6)), 0..14);
}

#[test]
fn a_control_character_is_visible_and_keeps_its_place() {
    let page = Page::new("a\u{1b}b", &[], 40);
    assert_eq!(shown(&page), ["a^[b"]);
    assert_eq!(page.text().part(0).stored_of(3), 2);
    assert_eq!(page.text().part(0).shown_of(2), 3);
}

#[test]
fn a_marker_between_two_parts_is_shown_once() {
    let text = "One.\nTwo.\n";
    for at in 0..=10 {
        let refs = [FootnoteRef { footnote: 7, at }];
        let page = Page::over(PageText::cut(text, &refs, Cuts::paragraphs(text)), 40);
        assert_eq!(shown(&page).concat().matches("[7]").count(), 1, "at {at}");
        assert_eq!(shown(&page), shown(&Page::new(text, &refs, 40)), "at {at}");
    }
}

#[test]
fn steps_lead_down_and_back_and_stop_at_the_ends() {
    let text = "one\ntwo\n\nthree four five\nsix\n";
    let page = Page::over(PageText::cut(text, &[], Cuts::paragraphs(text)), 6);
    let lines = ["one", "two", "", "three", "four", "five", "six", ""];
    assert_eq!(shown(&page), lines);
    let rows: Vec<Row> = std::iter::successors(Some(Row::default()), |row| page.next(*row)).collect();
    for (from, &row) in rows.iter().enumerate() {
        for to in -2..10_isize {
            let wanted = to.clamp(0, 7).unsigned_abs();
            let by = to - isize::try_from(from).expect("few lines");
            assert_eq!(page.step(row, by), rows[wanted], "from {from} to {to}");
        }
    }
    assert_eq!(page.last_row(), rows[7]);
}

/// Everything a reader or a passage asks of a text at one place.
fn moves(page: &PageText, at: usize) -> Vec<Option<usize>> {
    let start = |range: Option<Range<usize>>| range.map(|range| range.start);
    let mut all = vec![
        start(page.sentence_at(at)),
        page.sentence_at(at).map(|sentence| sentence.end),
        start(page.sentence_after(at)),
        start(page.sentence_before(at)),
        page.word_after(at),
        page.word_before(at),
        page.grapheme_after(at),
        page.grapheme_before(at),
    ];
    for (unit, edge) in
        [(Unit::Sentence, Edge::Start), (Unit::Sentence, Edge::End), (Unit::Word, Edge::Start), (Unit::Word, Edge::End)]
    {
        all.extend([page.edge_after(unit, edge, at), page.edge_before(unit, edge, at)]);
    }
    all
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z]{1,9} ",
        "[.!?] ",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\t".to_owned()),
        Just("\u{1b}".to_owned()),
        "\\PC{0,3}",
        Just("e\u{301}\u{302} ".to_owned()),
        Just("\u{4e2d}\u{6587}".to_owned()),
        Just("\u{1f469}\u{200d}\u{1f467} ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..70).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn in_parts_a_text_moves_and_shows_as_it_does_whole(
        text in texts(),
        least in 1_usize..40,
        width in 1_usize..30,
        marked in proptest::collection::btree_set(0_usize..300, 0..5),
    ) {
        let length = text.chars().count();
        let refs: Vec<FootnoteRef> =
            marked.into_iter().filter(|at| *at <= length).map(|at| FootnoteRef { footnote: 12, at }).collect();
        let cut = PageText::cut(&text, &refs, Cuts::sized(&text, least, usize::MAX));
        let whole = PageText::cut(&text, &refs, Cuts::sized(&text, usize::MAX, usize::MAX));
        for at in 0..=length {
            prop_assert_eq!(moves(&cut, at), moves(&whole, at), "at {}", at);
        }
        let (cut, whole) = (Page::over(cut, width), Page::over(whole, width));
        prop_assert_eq!(shown(&cut), shown(&whole));
        let rows: Vec<Row> = std::iter::successors(Some(Row::default()), |row| cut.next(*row)).collect();
        let whole_rows: Vec<Row> = std::iter::successors(Some(Row::default()), |row| whole.next(*row)).collect();
        for at in 0..=length {
            let line = |rows: &[Row], row: Row| rows.iter().position(|other| *other == row);
            prop_assert_eq!(line(&rows, cut.row_of(at)), line(&whole_rows, whole.row_of(at)), "at {}", at);
        }
        for (row, whole_row) in rows.iter().zip(&whole_rows) {
            prop_assert_eq!(cut.stored_at(*row), whole.stored_at(*whole_row));
        }
    }

    #[test]
    fn in_parts_a_text_is_drawn_as_it_is_whole_with_passages_markers_and_cursor(
        text in texts(),
        least in 1_usize..40,
        width in 4_u16..30,
        (from, len, caret, top) in (0_usize..200, 0_usize..120, 0_usize..300, 0_isize..12),
        marked in proptest::collection::btree_set(0_usize..300, 0..5),
    ) {
        let length = text.chars().count();
        let refs: Vec<FootnoteRef> =
            marked.into_iter().filter(|at| *at <= length).map(|at| FootnoteRef { footnote: 3, at }).collect();
        let start = from.min(length);
        let layers = Layers {
            under: vec![Layer { range: start..(start + len).min(length), style: Style::new().underlined() }],
            markers: Style::new().dim(),
            over: vec![Layer { range: start / 2..start, style: Style::new().reversed() }],
            ..Layers::default()
        };
        let drawn = |cuts: Cuts| {
            let page = Page::over(PageText::cut(&text, &refs, cuts), usize::from(width));
            let area = Rect::new(0, 0, width, 9);
            let mut buf = Buffer::empty(area);
            let top = page.step(Row::default(), top);
            let cursor = draw_lines(&page, area, &mut Canvas::on(&mut buf), top, &layers, caret.min(length));
            (buf, cursor)
        };
        let (cut, whole) = (Cuts::sized(&text, least, usize::MAX), Cuts::sized(&text, usize::MAX, usize::MAX));
        prop_assert_eq!(drawn(cut), drawn(whole));
    }

    #[test]
    fn a_line_cut_by_force_can_be_walked_from_end_to_end(text in "([A-Za-z]{1,9}[ .]{1,2}|\\PC){0,60}", most in 12_usize..50) {
        let page = Page::over(PageText::cut(&text, &[], Cuts::sized(&text, most / 3, most)), 9);
        let joined: String = shown(&page).concat();
        let kept = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).count();
        prop_assert!(kept(&joined) >= kept(&text));
        let mut at = 0;
        let mut count = 0;
        while let Some(next) = page.text().grapheme_after(at) {
            prop_assert!(next > at);
            at = next;
            count += 1;
            prop_assert!(count <= text.chars().count());
        }
        prop_assert_eq!(at, text.chars().count());
    }
}

#[test]
fn whole_and_uncut_are_the_same_as_segmenting_the_text() {
    let text = "One two. Three?\nFour.";
    let page = PageText::new(text, &[]);
    let starts: Vec<usize> = sentences(text).iter().map(|sentence| sentence.start).collect();
    let mut found = vec![page.sentence_at(0).expect("a sentence").start];
    while let Some(next) = page.sentence_after(*found.last().expect("one at least")) {
        found.push(next.start);
    }
    assert_eq!(found, starts);
    let mut found = vec![0];
    while let Some(next) = page.word_after(*found.last().expect("one at least")) {
        found.push(next);
    }
    assert_eq!(found, words(text).iter().map(|word| word.start).collect::<Vec<_>>());
    assert_eq!(page.grapheme_after(0), Some(Graphemes::new(text).next(0)));
}
