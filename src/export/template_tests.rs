use proptest::prelude::*;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::*;
use crate::export::fixture::agree;
use crate::export::fixture::awkward;
use crate::export::fixture::made;
use crate::export::fixture::worked;
use crate::export::work::plain;
use crate::model::rating::Rating;

fn page(report: &Report, page: Page) -> String {
    render(report, page, page.carried()).expect("the templates carried are right")
}

fn parsed(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(markdown, options).collect()
}

/// What a Markdown reader shows, breaks as spaces.
fn shown(markdown: &str) -> String {
    let text = parsed(markdown).into_iter().map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.to_string(),
        Event::SoftBreak | Event::HardBreak => " ".to_owned(),
        Event::InlineHtml(tag) if &*tag == "<br>" => " ".to_owned(),
        Event::InlineHtml(tag) | Event::Html(tag) => format!("HTML {tag}"),
        Event::End(_) => " ".to_owned(),
        _ => String::new(),
    });
    words(&text.collect::<String>())
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_markdown_reader_finds_headings_in_order_tables_and_every_note() {
    let mut ws = worked(|_| {});
    agree(&mut ws, "1B", Rating::Good);
    let report = made(&ws);
    let markdown = page(&report, Page::Markdown);
    let events = parsed(&markdown);
    let levels: Vec<usize> = events
        .iter()
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
            _ => None,
        })
        .collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is left out: {levels:?}");
    let referred = events.iter().filter(|event| matches!(event, Event::FootnoteReference(_))).count();
    let defined = events.iter().filter(|event| matches!(event, Event::Start(Tag::FootnoteDefinition(_)))).count();
    assert_eq!((referred, defined), (report.footnotes.len(), report.footnotes.len()));
    let rows = events.iter().filter(|event| matches!(event, Event::End(TagEnd::TableRow))).count();
    assert!(rows >= report.commitments.len() + report.flow.rows.len(), "{rows} rows of tables");
    assert!(shown(&markdown).contains("Agreed by vote (2 to 1). settled Present: A, B, C."), "{markdown}");
}

#[test]
fn a_web_page_has_its_language_headings_in_order_scopes_and_nothing_from_elsewhere() {
    let report = made(&worked(|_| {}));
    let html = page(&report, Page::Html);
    assert!(html.contains("<html lang=\"en-GB\">"));
    for fetched in ["<script", "<link", "<img", "src=", "url(", "@import", "<iframe", " onclick"] {
        assert!(!html.contains(fetched), "{fetched}");
    }
    let levels: Vec<usize> = html
        .match_indices("<h")
        .filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10).map(|level| level as usize))
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is left out: {levels:?}");
    assert_eq!(html.matches("<th").count(), html.matches("<th scope=").count() + html.matches("<thead").count());
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "every id once");
    for to in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&to), "nothing is called {to}");
    }
}

/// Relative luminance, and contrast of two colours, as WCAG 2 has them.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let full: String =
            if colour.len() == 3 { colour.chars().flat_map(|c| [c, c]).collect() } else { colour.to_owned() };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&full[at..at + 2], 16).expect("a colour")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_of_words_stands_out_from_its_ground() {
    let css = Page::Html.carried();
    for (ink, ground) in [
        ("1a1a1a", "fff"),
        ("4d4d4d", "fff"),
        ("0b4f8a", "fff"),
        ("1a1a1a", "ececec"),
        ("1a1a1a", "f3f3f3"),
        ("0b4f8a", "f3f3f3"),
        ("000", "fed98e"),
        ("000", "fe9929"),
        ("000", "d95f0e"),
        ("fff", "993404"),
        ("000", "ccc"),
    ] {
        assert!(
            css.contains(&format!("#{ink}")) && css.contains(&format!("#{ground}")),
            "{ink} on {ground} is not in use"
        );
        assert!(contrast(ink, ground) >= 4.5, "{ink} on {ground}: {}", contrast(ink, ground));
    }
}

#[test]
fn what_a_template_names_and_is_not_there_is_an_error_with_its_line() {
    let report = made(&worked(|_| {}));
    for (source, line) in [("\n\n{{ report.nothing }}", 3), ("{% if %}", 1), ("a\n{{ report.title | nofilter }}", 2)] {
        match render(&report, Page::Markdown, source) {
            Err(TemplateError::Wrong { line: at, .. }) => assert_eq!(at, line, "{source}"),
            other => panic!("{source}: {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn any_text_comes_out_of_markdown_as_it_went_in(said in awkward()) {
        let mut report = made(&crate::review::fixture::workspace());
        report.title = plain(&said);
        let source = "before {{ report.title }} after\n\n- {{ report.title }}\n\n| a |\n| --- |\n| {{ report.title }} |\n";
        let markdown = render(&report, Page::Markdown, source).expect("renders");
        let wanted = words(&report.title);
        let expected = words(&format!("before {wanted} after {wanted} a {wanted}"));
        prop_assert_eq!(shown(&markdown), expected, "{}", markdown);
    }

    #[test]
    fn any_text_is_no_markup_in_a_web_page(said in awkward()) {
        let mut report = made(&crate::review::fixture::workspace());
        report.title = plain(&said);
        let html = render(&report, Page::Html, "<p title=\"{{ report.title }}\">{{ report.title }}</p>").expect("renders");
        let mut texts = String::new();
        let mut tags = 0;
        for token in html5gum::Tokenizer::new(&html) {
            match token.expect("cannot fail") {
                html5gum::Token::StartTag(tag) => {
                    tags += 1;
                    let title = tag.attributes.values().next().expect("an attribute");
                    prop_assert_eq!(String::from_utf8_lossy(title), report.title.as_str());
                    prop_assert_eq!(tag.attributes.len(), 1);
                }
                html5gum::Token::String(text) => texts.push_str(&String::from_utf8_lossy(&text)),
                html5gum::Token::EndTag(_) => tags += 1,
                other => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert_eq!(tags, 2);
        prop_assert_eq!(texts, report.title);
    }
}
