//! A copy of a word processor's file with comments at its paragraphs.
//!
//! Only what a comment needs is put in: marks around the paragraph in the document, the part that holds comments, and where
//! the container names it. Invariants: every other part is copied byte for byte; of the document nothing is taken away;
//! what comes out reads as the same text.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::import::report::words;

const DOCUMENT: &str = "word/document.xml";
const COMMENTS: &str = "word/comments.xml";
const TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const NAMES: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// So much of one part is unpacked.
const LARGEST: u64 = 256 << 20;

/// A comment, and the paragraph it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The paragraph's words, and how many paragraphs of the same words stand before it; none for the document's first.
    pub at: Option<(String, usize)>,
    /// What it says.
    pub text: String,
}

/// Comments could not be put in.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum CommentError {
    #[error("the file's container is damaged ({0}); open it in a word processor and save it as .docx again")]
    Container(#[from] ZipError),
    #[error("the file cannot be read whole ({0})")]
    Unreadable(#[from] std::io::Error),
    #[error("the file has no {DOCUMENT}; open it in a word processor and save it as .docx again")]
    NoDocument,
    #[error("the text of the file is broken XML ({0}); open it in a word processor and save it as .docx again")]
    Broken(String),
}

/// A paragraph of the document: where marks go, and its words as a key.
struct Paragraph {
    prefix: String,
    start: usize,
    end: usize,
    key: String,
}

/// Puts comments into a word processor's file. The author is the program.
///
/// # Errors
/// A container or text that cannot be read.
pub fn with_comments(bytes: &[u8], comments: &[Comment]) -> Result<Vec<u8>, CommentError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let document = part(&mut archive, DOCUMENT)?.ok_or(CommentError::NoDocument)?;
    let held = part(&mut archive, COMMENTS)?;
    let first = held.as_deref().map_or(0, next_id);
    let mut changed: BTreeMap<&str, String> = BTreeMap::new();
    changed.insert(DOCUMENT, marked(&document, comments, first)?);
    changed.insert(COMMENTS, listed(held, comments, first));
    let types = part(&mut archive, TYPES)?;
    changed.insert(TYPES, typed(types));
    let relations = part(&mut archive, RELATIONS)?;
    changed.insert(RELATIONS, related(relations));

    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at)?;
        let name = entry.name()?.into_owned();
        match changed.remove(name.as_str()) {
            None => out.raw_copy_file(entry)?,
            Some(text) => {
                drop(entry);
                out.start_file(name, SimpleFileOptions::default())?;
                out.write_all(text.as_bytes())?;
            }
        }
    }
    for (name, text) in changed {
        out.start_file(name, SimpleFileOptions::default())?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, CommentError> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut text = String::new();
    entry.take(LARGEST).read_to_string(&mut text)?;
    Ok(Some(text))
}

/// The number behind the highest of a part of comments.
fn next_id(xml: &str) -> usize {
    let ids = xml.split("w:id=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<usize>().ok());
    ids.max().map_or(0, |highest| highest + 1)
}

/// The document with marks around the paragraphs that have comments.
fn marked(document: &str, comments: &[Comment], first: usize) -> Result<String, CommentError> {
    let paragraphs = paragraphs(document)?;
    let mut by_paragraph: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, comment) in comments.iter().enumerate() {
        if let Some(paragraph) = place(&paragraphs, comment) {
            by_paragraph.entry(paragraph).or_default().push(first + n);
        }
    }
    let mut put: Vec<(usize, String)> = Vec::new();
    for (paragraph, ids) in by_paragraph {
        let Paragraph { prefix, start, end, .. } = &paragraphs[paragraph];
        let starts = ids.iter().map(|id| format!("<{prefix}commentRangeStart {prefix}id=\"{id}\"/>"));
        put.push((*start, starts.collect()));
        let ends = ids.iter().map(|id| {
            format!("<{prefix}commentRangeEnd {prefix}id=\"{id}\"/><{prefix}r><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>")
        });
        put.push((*end, ends.collect()));
    }
    // Of what goes to one place, as the end of an empty paragraph, the start stands first.
    put.sort_by_key(|(at, _)| *at);
    let mut out = String::with_capacity(document.len() + put.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut from = 0;
    for (at, text) in put {
        out.push_str(&document[from..at]);
        out.push_str(&text);
        from = at;
    }
    out.push_str(&document[from..]);
    Ok(out)
}

/// Every paragraph of the document that is not empty of tags.
fn paragraphs(document: &str) -> Result<Vec<Paragraph>, CommentError> {
    let broken = |error: quick_xml::Error| CommentError::Broken(error.to_string());
    let mut reader = Reader::from_str(document);
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open: Vec<Paragraph> = Vec::new();
    let mut around: Vec<String> = Vec::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(broken)?;
        let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(start) => {
                let local = start.local_name().as_ref().to_owned();
                if local == "p" {
                    let name: &str = start.name().into_inner();
                    let prefix = name.strip_suffix('p').unwrap_or_default().to_owned();
                    open.push(Paragraph { prefix, start: after, end: after, key: String::new() });
                }
                around.push(local);
            }
            Event::Empty(empty) => {
                let properties = empty.local_name().as_ref() == "pPr" && around.last().is_some_and(|name| name == "p");
                if let Some(paragraph) = open.last_mut().filter(|_| properties) {
                    paragraph.start = after;
                }
            }
            Event::End(end) => {
                around.pop();
                let local = end.local_name().as_ref().to_owned();
                if local == "pPr" && around.last().is_some_and(|name| name == "p") {
                    open.iter_mut().next_back().into_iter().for_each(|paragraph| paragraph.start = after);
                }
                if local == "p"
                    && let Some(mut paragraph) = open.pop()
                {
                    paragraph.end = before;
                    found.push(paragraph);
                }
            }
            Event::Text(text) if around.last().is_some_and(|name| name == "t") => {
                let key = words::key(&text.xml10_content());
                open.iter_mut().next_back().into_iter().for_each(|paragraph| paragraph.key.push_str(&key));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.sort_by_key(|paragraph| paragraph.start);
    Ok(found)
}

/// A text without `[12]`.
fn without_markers(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after
            .split_once(']')
            .filter(|(figures, _)| !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit()))
        {
            Some((_, behind)) => rest = behind,
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The paragraph that a comment is on: the one of the same words, else the longest whose words are among them (a cell of
/// a row, an item behind its number), else the first.
fn place(paragraphs: &[Paragraph], comment: &Comment) -> Option<usize> {
    let first = paragraphs.iter().position(|paragraph| !paragraph.key.is_empty());
    let Some((words, nth)) = &comment.at else { return first };
    let wanted = words::key(&without_markers(words));
    let mut same = (0..paragraphs.len()).filter(|at| paragraphs[*at].key == wanted);
    let exact = same.clone().nth(*nth).or_else(|| same.next());
    let part = || {
        let among = (0..paragraphs.len()).filter(|at| {
            let key = &paragraphs[*at].key;
            key.len() >= 8 && wanted.contains(key.as_str())
        });
        among.max_by_key(|at| (paragraphs[*at].key.len(), std::cmp::Reverse(*at)))
    };
    exact.or_else(part).or(first)
}

/// The part of comments with these behind those there are.
fn listed(held: Option<String>, comments: &[Comment], first: usize) -> String {
    let mut added = String::new();
    for (n, comment) in comments.iter().enumerate() {
        let id = first + n;
        // XML has no way to write most control characters.
        let plain: String = comment.text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let text = quick_xml::escape::escape(plain.as_str());
        added.push_str(&format!(
            "<w:comment w:id=\"{id}\" w:author=\"plumbline\" w:initials=\"pl\"><w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:comment>"
        ));
    }
    let end = "</w:comments>";
    match held.and_then(|held| held.rfind(end).map(|at| format!("{}{added}{}", &held[..at], &held[at..]))) {
        Some(text) => text,
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{NAMES}\">{added}{end}"
        ),
    }
}

/// The list of parts' kinds, with that of comments.
fn typed(held: Option<String>) -> String {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let one = |part: &str, kind: &str| format!("<Override PartName=\"/{part}\" ContentType=\"{KIND}.{kind}+xml\"/>");
    let comments = one(COMMENTS, "comments");
    match held {
        Some(held) if held.contains("/word/comments.xml") => held,
        Some(held) => put_in(&held, "</Types>", &comments),
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{comments}</Types>",
            one(DOCUMENT, "document.main")
        ),
    }
}

/// The document's relations, with that to its comments.
fn related(held: Option<String>) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    let taken = |id: &str| held.as_deref().is_some_and(|held| held.contains(&format!("\"{id}\"")));
    let id = (1..).map(|n| format!("rIdPlumbline{n}")).find(|id| !taken(id)).unwrap_or_default();
    let comments = format!("<Relationship Id=\"{id}\" Type=\"{KIND}\" Target=\"comments.xml\"/>");
    match &held {
        Some(held) if held.contains(&format!("{KIND}\"")) => held.clone(),
        Some(held) => put_in(held, "</Relationships>", &comments),
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{comments}</Relationships>"
        ),
    }
}

/// A text put in before the end of the root; a root that is one empty tag is opened for it.
fn put_in(held: &str, end: &str, text: &str) -> String {
    if let Some(at) = held.rfind(end) {
        return format!("{}{text}{}", &held[..at], &held[at..]);
    }
    match held.rfind("/>") {
        Some(at) => format!("{}>{text}{end}", &held[..at]),
        None => held.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::import::read::docx;

    const BODY: &str = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>The mills</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">The wheels &amp; weirs </w:t></w:r><w:r><w:t>stand.</w:t></w:r></w:p>\
        <w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>We will mend the weirs</w:t></w:r></w:p></w:tc>\
        <w:tc><w:p><w:r><w:t>Good</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:t>The wheels &amp; weirs stand.</w:t></w:r></w:p>";

    fn container(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn file(more: &[(&str, &str)]) -> Vec<u8> {
        let document =
            format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{NAMES}\"><w:body>{BODY}</w:body></w:document>");
        let mut parts = vec![(DOCUMENT, document.as_str()), ("word/media/picture.png", "not really a picture")];
        parts.extend(more);
        container(&parts)
    }

    fn text_of(bytes: &[u8], name: &str) -> String {
        part(&mut ZipArchive::new(Cursor::new(bytes)).unwrap(), name).unwrap().unwrap()
    }

    fn on(words: &str, nth: usize, text: &str) -> Comment {
        Comment { at: Some((words.to_owned(), nth)), text: text.to_owned() }
    }

    #[test]
    fn comments_stand_at_their_paragraphs_and_the_text_stays_as_it_was() {
        let before = file(&[]);
        let comments = [
            on("The wheels & weirs stand.[3]", 1, "Said <twice>"),
            on("We will mend the weirs | Good |", 0, "Agreed was inadequate"),
            Comment { at: None, text: "Nowhere".to_owned() },
        ];
        let after = with_comments(&before, &comments).unwrap();
        let read = |bytes: &[u8]| docx::read("draft.docx", bytes).unwrap();
        assert_eq!(read(&before).text, read(&after).text);
        assert_eq!(read(&after).original.warnings, ["3 comments left out"]);
        assert_eq!(text_of(&before, "word/media/picture.png"), text_of(&after, "word/media/picture.png"));
        let document = text_of(&after, DOCUMENT);
        let last = document.rfind("<w:commentRangeStart w:id=\"0\"/>").unwrap();
        assert!(last > document.find("Good").unwrap(), "the second of the same words: {document}");
        assert!(document.contains("<w:commentRangeStart w:id=\"1\"/><w:r><w:t>We will mend"), "{document}");
        assert!(document.contains("</w:pPr><w:commentRangeStart w:id=\"2\"/>"), "behind its properties: {document}");
        assert!(text_of(&after, COMMENTS).contains("Said &lt;twice&gt;"));
        assert!(text_of(&after, TYPES).contains("/word/comments.xml"));
        assert!(text_of(&after, RELATIONS).contains("Target=\"comments.xml\""));
    }

    #[test]
    fn comments_that_are_there_stay_and_their_numbers_are_not_used_again() {
        let held = format!("<w:comments xmlns:w=\"{NAMES}\"><w:comment w:id=\"7\"><w:p/></w:comment></w:comments>");
        let types = "<Types><Override PartName=\"/word/comments.xml\" ContentType=\"x\"/></Types>";
        let before = file(&[(COMMENTS, &held), (TYPES, types)]);
        let after = with_comments(&before, &[on("The mills", 0, "A title")]).unwrap();
        let comments = text_of(&after, COMMENTS);
        assert!(comments.contains("w:id=\"7\"") && comments.contains("w:id=\"8\""), "{comments}");
        assert_eq!(text_of(&after, TYPES), types);
    }

    #[test]
    fn what_is_no_word_processor_s_file_is_refused() {
        assert!(matches!(with_comments(b"text", &[]), Err(CommentError::Container(_))));
        assert!(matches!(with_comments(&container(&[("a", "b")]), &[]), Err(CommentError::NoDocument)));
        let broken = container(&[(DOCUMENT, "<w:document><w:p></w:body>")]);
        assert!(matches!(with_comments(&broken, &[]), Err(CommentError::Broken(_))));
    }
}
