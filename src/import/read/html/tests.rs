#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use crate::import::error::ImportError;
use crate::import::read::Tools;
use crate::import::read::compose::assert_well_formed;
use crate::import::read::read_document;
use crate::import::record::BlockKind;
use crate::import::record::Record;

fn tried(bytes: &[u8]) -> Result<Record, ImportError> {
    let record = read_document("saved.html", bytes, &Tools::default());
    record.iter().for_each(assert_well_formed);
    record
}

fn read(page: &str) -> Record {
    tried(page.as_bytes()).unwrap()
}

fn kinds(record: &Record) -> Vec<(BlockKind, &str)> {
    record.blocks.iter().map(|block| (block.kind.clone(), record.words_of(block))).collect()
}

const REPORT: &str = r##"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>An evaluation &amp; more
 - Some Committee</title><style>p { color: red }</style><script>if (a < b) document.write("<p>never</p>")</script></head>
<body><a class="skip-link" href="#main">Skip to content</a><header><p>A site</p></header>
<nav><ul><li><a href="#one">Part one</a> <a href="#one">5</a></ul></nav>
<main id="main"><h1>An evaluation</h1>
<nav>On this page</nav>
<h2 id="one">1 Part one</h2>
<p class="Numbered">1. Most&nbsp;practices joined.<sup><a id="ref-1" href="https://example.org/saved.html#footnote-1">1</a></sup> Some
   did not.<a id="ref-2" href="#footnote-2"><sup>[2]</sup></a></p>
<blockquote><p>We were told in May.<a href="#footnote-3" id="ref-3">3</a></p></blockquote>
<ul><li>first<li>second<ol start="4"><li>inner</ol></ul>
<table><tr><th>Commitment<th>A<th>Overall<tr><td rowspan=2>Join up<td>Good<td>Good<tr><td colspan=2>Requires <br>improvement</table>
<p>An area of 5&nbsp;m<sup>2</sup>, the 21<sup>st</sup>, and one<sup>7</sup>.</p>
<aside>Share this page</aside>
<div class="footnotes"><hr>
<div id="footnote-1"><p><a href="#ref-1">1</a> <i>Minutes</i> of a meeting</p></div>
<div id="footnote-2"><p><a href="#ref-2">2</a> A longer note</p><p>in two parts, see note <a href="#footnote-1">1</a></p></div>
<p id="footnote-3">3. A third <a href="#ref-3">Back</a></p></div>
</main><footer>Terms and conditions</footer></body></html>"##;

#[test]
fn a_published_page_is_read_without_the_site_around_it() {
    let record = read(REPORT);
    let shown: Vec<(BlockKind, &str)> = kinds(&record)
        .into_iter()
        .map(|(kind, words)| match kind {
            BlockKind::Row { table, .. } => (BlockKind::Row { table, cells: Vec::new() }, words),
            kind => (kind, words),
        })
        .collect();
    let row = || BlockKind::Row { table: 0, cells: Vec::new() };
    let note = |number: &str| BlockKind::Note(number.to_owned());
    assert_eq!(
        shown,
        [
            (BlockKind::Heading(1), "An evaluation"),
            (BlockKind::Heading(2), "1 Part one"),
            (BlockKind::Paragraph, "1. Most practices joined.[1] Some did not.[2]"),
            (BlockKind::Quotation, "We were told in May.[3]"),
            (BlockKind::ListItem(1), "- first"),
            (BlockKind::ListItem(1), "- second"),
            (BlockKind::ListItem(2), "4. inner"),
            (row(), "Commitment | A | Overall |"),
            (row(), "Join up | Good | Good |"),
            (row(), "| Requires improvement | |"),
            (BlockKind::Paragraph, "An area of 5 m², the 21st, and one[7]."),
            (note("1"), "1 Minutes of a meeting"),
            (note("2"), "2 A longer note in two parts, see note 1"),
            (note("3"), "3 A third"),
        ]
    );
    assert_eq!(record.markers.iter().map(|marker| marker.footnote).collect::<Vec<_>>(), [1, 2, 3, 7]);
    assert_eq!(record.title.as_deref(), Some("An evaluation & more - Some Committee"));
    assert_eq!(record.original.warnings, ["17 words were left out: navigation, heads and feet of the page"]);
}

#[test]
fn notes_in_lists_and_pages_saved_by_a_word_processor_are_read_too() {
    let record = read(
        r##"<p>One.<sup id="fnref1"><a href="#fn1">1</a></sup></p><p>Two<a href="#_ftn2" name="_ftnref2">[2]</a>.</p>
        <ol><li id="fn1"><p>First note. <a href="#fnref1">↩</a></p></li></ol>
        <div id=x><p><a href="#_ftnref2" name="_ftn2">[2]</a> Second note.</p></div><p>After</p>"##,
    );
    assert_eq!(record.text, "One.[1]\n\nTwo[2].\n\n1 First note.\n2 Second note.\n\nAfter");
}

#[test]
fn notes_that_nothing_refers_to_are_listed_with_their_number() {
    let record = read(
        r##"<p>One.<sup><a href="#fn1">1</a></sup> Two.<sup><a href="#n3">3</a></sup> Three.<sup><a href="#fn7">7</a></sup></p>
        <ol><li id="fn1">First. <a href="#ref1">↩</a><li>Second, no id.<li id="n3">Third.<li id="fn7" value="7">Seventh.
        <li id="fn8">Eighth. <a href="#ref8">↩︎</a></ol><ol><li>A list of its own</ol>"##,
    );
    assert_eq!(
        record.text,
        "One.[1] Two.[3] Three.[7]\n\n1 First.\n2 Second, no id.\n3 Third.\n7 Seventh.\n8 Eighth.\n\n1. A list of its own"
    );
    let apart = read(
        r##"<p>One.<a href="#note-1">1</a> Three.<a href="#note-3">3</a></p>
        <p id="note-1">1. First.</p><p id="note-2">2. Second.</p><p id="note-3">3. Third.</p>"##,
    );
    assert_eq!(apart.text, "One.[1] Three.[3]\n\n1 First.\n2 Second.\n3 Third.");
}

#[test]
fn notes_of_raised_numbers_that_are_no_links_are_listed_without_the_way_back() {
    let record = read(
        r##"<p>One.<sup>1</sup> Two.<sup>2</sup></p><h2>Notes</h2>
        <ol><li id="fn1">First. <a href="#ref1">↩</a></li><li id="fn2">Second, see <a href="#ref1">2</a> <a href="#ref2">^</a></li></ol>"##,
    );
    assert_eq!(record.text, "One.[1] Two.[2]\n\nNotes\n\n1 First.\n2 Second, see 2");
    let bare = read(r##"<p>One.<sup>1</sup></p><ol><li>First. <a href="#ref1">↩</a></li><li>Second.</li></ol>"##);
    assert_eq!(bare.text, "One.[1]\n\n1. First.\n2. Second.");
}

#[test]
fn links_that_are_no_references_stay_words() {
    let record = read(
        r##"<p><a href="#chapter">Chapter 1</a> <a href="#chapter">5</a></p><p>In <a href="other.html#x">2022</a>.</p>
        <h2 id="chapter">Chapter</h2><p>Words</p>"##,
    );
    assert_eq!(record.text, "Chapter 1 5\n\nIn 2022.\n\nChapter\n\nWords");
    assert_eq!(record.markers, []);
}

#[test]
fn a_table_that_only_holds_text_apart_is_read_as_text() {
    let record =
        read("<table><tr><td>Menu<td><h2>Title</h2><p>Words</p><table><tr><td>a<td>b</table><p>After</table><p>End");
    assert_eq!(record.text, "Menu\n\nTitle\n\nWords\n\na | b |\n\nAfter\n\nEnd");
}

#[test]
fn the_encoding_is_that_of_the_mark_else_the_declared_one() {
    let page = b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1250\"></head><p>P\xf8\xedli\x9a \x84dobr\xe9\x93</p>";
    assert_eq!(tried(page).unwrap().text, "Příliš „dobré“");
    assert_eq!(
        tried("<meta charset=latin1><p>caf\u{e9} – 5".as_bytes()).unwrap().text,
        "café – 5",
        "valid UTF-8 is UTF-8"
    );
}

#[test]
fn what_is_struck_out_or_hidden_is_left_out() {
    let record = read(
        "<p>We had <del>forty</del><ins>sixty</ins> sites.</p><div hidden>secret</div><div style='display: none'>x</div>",
    );
    assert_eq!(record.text, "We had sixty sites.");
    assert!(record.original.warnings.contains(&"1 word was struck out and left out".to_owned()));
}

#[test]
fn broken_nesting_loses_no_words() {
    let record =
        read("<p>one<div>two</p></section>three<li>four<table>five<td>six</div><td>seven</table></blockquote><b>eight");
    for word in ["one", "two", "three", "four", "five", "six", "seven", "eight"] {
        assert!(record.text.contains(word), "{word}: {}", record.text);
    }
    assert_eq!(read("<main>a</main>").text, "a");
    assert_eq!(read("<p>a <nav>menu").text, "a", "what is never closed hides only itself and what follows");
}

#[test]
fn hostile_nesting_is_refused_or_read_in_time_in_proportion() {
    let message = tried("<div>x".repeat(200_000).as_bytes()).unwrap_err().to_string();
    assert!(message.contains("the limit of 512"), "{message}");
    for piece in [
        "<b>x",
        "<a>x",
        "<p>x",
        "<li>x",
        "<td>x",
        "<a href=#x>1</a>",
        "</table>x",
        "<tr><td rowspan=1000>x",
        "<br>",
        "&amp;",
        "<sup>1",
    ] {
        let page = format!("<table>{}", piece.repeat(1_000_000 / piece.len()));
        let begun = std::time::Instant::now();
        let _ = tried(page.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{piece}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_page_cut_anywhere_is_read() {
    for end in 1..REPORT.len() {
        if REPORT.is_char_boundary(end) {
            let _ = tried(&REPORT.as_bytes()[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_soup_of_tags_makes_the_reader_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<div id=n1>", "</div>", "<table>", "</table>", "<tr>", "<td>", "<td colspan=3 rowspan=2>", "</td>", "<li id=n2>",
        "</li>", "<ul>", "</ul>", "<ol>", "<a href=#n1>1</a>", "<a href=#n2>", "2", "</a>", "<sup>", "3", "</sup>", "<nav>", "</nav>",
        "<main>", "</main>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<br>", "<br><br>", " words ", "[", "]", "\u{a0}", "<pre>\n a\n",
        "</pre>", "<q>", "<del>", "</del>", "<tr id=n1>", "<p id=n2>", "<title>", "</title>", "&#0;", "&#x1b;", "<!--", "-->", "<script>", "</script>",
        "<a id=back href=#n1>1</a>", "<a href=#back>1</a>", "<article>", "<footer>", "é",
    ]), 0..60)) {
        let _ = tried(pieces.concat().as_bytes());
    }
}
