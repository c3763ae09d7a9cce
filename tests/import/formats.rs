//! The same evaluation as a saved web page and as a Word file is as good as its text.

use std::fmt::Write;

use plumbline::import::read::Tools;
use plumbline::import::read::read_document;
use plumbline::model::review::Review;

use crate::made_up::Spec;
use crate::made_up::make;
use crate::plain;
use crate::recovery::recognised_record;
use crate::support::docx;

/// What a line of a made-up report with headings is.
enum Part<'a> {
    Heading(usize, &'a str),
    Rows(Vec<Vec<&'a str>>),
    Quotation(Vec<&'a str>),
    Paragraph(&'a str),
    Note(u32, &'a str),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut listed = false;
    for line in text.split('\n') {
        let quoted = line.starts_with('“') || line.starts_with("Facilitator") || line.starts_with("On the water");
        let note = line.split_once(' ').and_then(|(number, words)| Some((number.parse().ok()?, words)));
        listed |= line.starts_with("The following written submissions");
        match (note.filter(|_| listed), parts.last_mut()) {
            (Some((number, words)), _) => parts.push(Part::Note(number, words)),
            (None, last) if line.ends_with('|') => {
                let cells = line.trim_end_matches(" |").split(" | ").collect();
                match last {
                    Some(Part::Rows(rows)) if !line.starts_with("Commitment |") => rows.push(cells),
                    _ => parts.push(Part::Rows(vec![cells])),
                }
            }
            (None, Some(Part::Quotation(lines))) if quoted => lines.push(line),
            _ if quoted => parts.push(Part::Quotation(vec![line])),
            _ if line.starts_with('#') => {
                let words = line.trim_start_matches('#');
                parts.push(Part::Heading(line.len() - words.len(), words.trim()));
            }
            _ => parts.push(Part::Paragraph(line)),
        }
    }
    parts
}

/// Words with each `[12]` as `marker` has it.
fn marked(words: &str, marker: &dyn Fn(u32) -> String) -> String {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    let mut pieces = escaped.split('[');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']').and_then(|(inside, rest)| Some((inside.parse().ok()?, rest))) {
            Some((number, rest)) => text.push_str(&(marker(number) + rest)),
            None => write!(text, "[{piece}").unwrap(),
        }
    }
    text
}

/// How a page is written: as a site publishes it, or as a word processor saves it.
#[derive(Clone, Copy)]
enum Page {
    Published,
    PublishedList,
    Saved,
}

fn html(text: &str, page: Page) -> String {
    let marker = |number: u32| match page {
        Page::Saved => format!(
            "<a href=\"#_ftn{number}\" name=\"_ftnref{number}\"><span class=\"MsoFootnoteReference\"><sup>[{number}]</sup></span></a>"
        ),
        _ => format!("<sup><a id=\"footnote-ref-{number}\" href=\"#footnote-{number}\">{number}</a></sup>"),
    };
    let paragraph = |words: &str| {
        let class = if matches!(page, Page::Saved) { "MsoNormal" } else { "indent-1" };
        format!("<p class=\"{class}\"><span>{}</span></p>\n", marked(words, &marker))
    };
    let mut body = String::new();
    let mut notes = String::new();
    for part in parts(text) {
        match part {
            Part::Heading(level, words) => {
                writeln!(body, "<h{0} id=\"heading-{1}\">{words}</h{0}>", level + 1, body.len()).unwrap();
            }
            Part::Paragraph(words) => body.push_str(&paragraph(words)),
            Part::Quotation(lines) => {
                let inside: String = lines.iter().map(|line| paragraph(line)).collect();
                writeln!(body, "<blockquote class=\"quote\">{inside}</blockquote>").unwrap();
            }
            Part::Rows(rows) => {
                let cell = |words: &&str| format!("<td rowspan=\"1\">{}</td>", paragraph(words));
                let row = |cells: &Vec<&str>| format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>());
                let rows: String = rows.iter().map(row).collect();
                writeln!(body, "<div class=\"table-wrap\"><table><tbody>{rows}</tbody></table></div>").unwrap();
            }
            Part::Note(number, words) => {
                let words = words.replace('&', "&amp;");
                notes.push_str(&match page {
                    Page::Published => format!(
                        "<p id=\"footnote-{number}\"><a href=\"#footnote-ref-{number}\">{number}</a> {words} <a href=\"#footnote-ref-{number}\" title=\"Back\">↩</a></p>\n"
                    ),
                    Page::PublishedList => format!(
                        "<li value=\"{number}\" id=\"footnote-{number}\"><p>{words} <a href=\"#footnote-ref-{number}\">Back</a></p></li>\n"
                    ),
                    Page::Saved => format!(
                        "<div id=\"ftn{number}\"><p class=\"MsoFootnoteText\"><a href=\"#_ftnref{number}\" name=\"_ftn{number}\"><span>[{number}]</span></a> {words}</p></div>\n"
                    ),
                });
            }
        }
    }
    let notes = match page {
        Page::PublishedList => format!("<section class=\"footnotes\"><h2>Footnotes</h2><ol>{notes}</ol></section>"),
        _ => format!("<hr><div class=\"footnotes\">{notes}</div>"),
    };
    let site = |inside: &str| match page {
        Page::Saved => format!("<body lang=\"EN-GB\"><div class=\"WordSection1\">{inside}</div></body>"),
        _ => format!(
            "<body class=\"page\"><div class=\"cookie-banner\" role=\"dialog\" aria-label=\"Cookies\"><p>We use cookies, and 12 of them are good.</p>\
             <button>Accept all</button></div><a class=\"skip-link\" href=\"#main\">Skip to main content</a>\
             <header><nav aria-label=\"Site\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/committees\">Committees</a></li></ul></nav></header>\
             <nav class=\"contents\"><ol><li><a href=\"#heading-1\">Summary</a></li></ol></nav>\
             <main id=\"main\"><article>{inside}</article></main><footer><p>© Parliament 2033. Terms 1 to 4.</p></footer></body>"
        ),
    };
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Evaluation - Committee</title><style>p{{margin:0}}</style>\
         <script>var n = \"<p>1</p>\";</script></head>{}</html>",
        site(&format!("{body}{notes}"))
    )
}

/// A Word file with real footnotes or endnotes, numbered headings, merged cells and tracked changes.
fn word(text: &str, kind: &str) -> Vec<u8> {
    let run = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let paragraph = |style: &str, words: &str| {
        let marker = |number: u32| {
            // A word processor's own ids need not be the numbers.
            let id = number + 1;
            format!(
                "</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:{kind}Reference w:id=\"{id}\"/></w:r><w:r><w:t xml:space=\"preserve\">"
            )
        };
        let gone =
            "<w:del w:id=\"7\" w:author=\"A\"><w:r><w:delText>We rated this as ‘good’.</w:delText></w:r></w:del>";
        let style =
            if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
        format!("<w:p>{style}<w:ins w:id=\"8\" w:author=\"A\">{}</w:ins>{gone}</w:p>", run(&marked(words, &marker)))
    };
    let mut body = String::new();
    let mut notes = String::new();
    for part in parts(text) {
        match part {
            Part::Heading(level, words) => body.push_str(&docx::heading(level as u8, words)),
            Part::Paragraph(words) => body.push_str(&paragraph("", words)),
            Part::Quotation(lines) => lines.iter().for_each(|line| body.push_str(&paragraph("Quote", line))),
            Part::Rows(rows) => {
                let cell = |words: &&str| {
                    format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{}</w:tc>", paragraph("", words))
                };
                let row = |cells: &Vec<&str>| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
                write!(body, "<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>()).unwrap();
            }
            Part::Note(number, words) => {
                let mark = format!("<w:r><w:{kind}Ref/></w:r>");
                let words = words.replace('&', "&amp;");
                write!(
                    notes,
                    "<w:{kind} w:id=\"{}\"><w:p>{mark}{}</w:p></w:{kind}>",
                    number + 1,
                    run(&format!(" {words}"))
                )
                .unwrap();
            }
        }
    }
    let separator = format!("<w:{kind} w:type=\"separator\" w:id=\"-1\"><w:p/></w:{kind}>");
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/></w:style>";
    docx::docx(&body, &[(&format!("{kind}s"), &format!("{separator}{notes}")), ("styles", styles)])
}

/// What of a review does not depend on where its lines stand.
fn told(review: &Review) -> Vec<String> {
    let mut told: Vec<String> = review
        .evidence
        .iter()
        .map(|item| {
            let places: Vec<String> = item.cells.iter().map(|one| format!("{:?}", one)).collect();
            format!("{:?} {} {:?} {:?} {:?} {:?}", item.kind, item.text, places, item.refs, item.sources, item.rates)
        })
        .collect();
    told.extend(
        review
            .footnotes
            .iter()
            .map(|note| format!("{} {} {:?} {:?}", note.number, note.text, note.class, note.sources)),
    );
    told.extend(
        review
            .sources
            .iter()
            .filter(|source| source.text.is_none())
            .map(|source| format!("{} {:?} {:?}", source.id, source.label, source.group)),
    );
    told.extend(review.areas.iter().map(|area| format!("{} {}", area.id, area.label)));
    told.extend(review.commitments.iter().map(|one| format!("{} {} {}", one.id, one.area, one.text)));
    told.extend(
        review
            .questions
            .iter()
            .map(|question| format!("{question:?}").split(", locator").next().unwrap_or_default().to_owned()),
    );
    told.extend(review.published.subjects().map(|subject| format!("{subject} {:?}", review.published.of(&subject))));
    told.push(format!("{} {} {}", review.title, review.body, review.date));
    told
}

fn as_good_as_text(spec: &Spec, name: &str, bytes: &dyn Fn(&str) -> Vec<u8>) {
    let truth = make(spec);
    let (by_text, _) = recognised_record(&plain::structured(&truth.text));
    let record = read_document(name, &bytes(&truth.text), &Tools::default()).unwrap();
    let (by_file, _) = recognised_record(&record);
    let (by_text, by_file) = (told(&by_text), told(&by_file));
    let lost: Vec<_> = by_text.iter().filter(|one| !by_file.contains(one)).take(6).collect();
    let more: Vec<_> = by_file.iter().filter(|one| !by_text.contains(one)).take(6).collect();
    assert!(lost.is_empty() && more.is_empty(), "lost {lost:#?}\nmore {more:#?}\n{name} {spec:?}");
}

fn specs() -> Vec<Spec> {
    let rows = Spec { rows: true, headings: true, areas: vec![2, 1], ..Spec::default() };
    vec![
        rows.clone(),
        Spec { area_table: false, one_table: true, chapter_tables: false, ..rows.clone() },
        Spec { whole_last: true, local_numbers: true, turn: 2, ..rows },
    ]
}

#[test]
fn a_saved_page_with_a_site_around_it_is_as_good_as_text() {
    for spec in specs() {
        for page in [Page::Published, Page::PublishedList, Page::Saved] {
            as_good_as_text(&spec, "page.html", &|text| html(text, page).into_bytes());
        }
    }
    // Numbers that the list lacks shift nothing.
    let lacking = Spec { unlisted_every: 7, ..specs().remove(0) };
    as_good_as_text(&lacking, "page.html", &|text| html(text, Page::Published).into_bytes());
}

#[test]
fn a_word_file_with_footnotes_or_endnotes_and_tracked_changes_is_as_good_as_text() {
    for spec in specs() {
        for kind in ["footnote", "endnote"] {
            as_good_as_text(&spec, "report.docx", &|text| word(text, kind));
        }
    }
}
