//! XML as word processors and poppler write it: a pull reader with a bound on depth, without document types.
//!
//! Invariant: nothing is expanded or fetched; a document type, too deep a nesting or broken XML is an error in words.

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::import::read::limits::DEEPEST_XML;

/// What a part of XML says next. Names are without prefix.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element begins; an empty one begins and ends.
    Start(Element<'a>),
    /// The element of this name ends.
    End(String),
    /// Characters, entities resolved.
    Text(String),
}

/// The start of an element.
#[derive(Debug)]
pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> String {
        self.0.local_name().as_ref().to_owned()
    }

    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        // Checks for doubled names take the square of their number.
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value: &str = &found.value;
        Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |value| value.into_owned()))
    }

    /// Whether an attribute or its absence switches something on, as in `<w:b/>` and `<w:b w:val="0"/>`.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Reads a part of XML node by node.
pub(crate) struct Nodes<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Nodes<'a> {
    /// The nodes of a part.
    pub fn of(xml: &'a str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next node, `None` at the end.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| format!("its XML is broken ({error})"))?;
            return Ok(Some(match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST_XML {
                        return Err(format!("its XML is nested more than {DEEPEST_XML} deep"));
                    }
                    Node::Start(Element(start))
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
                Event::CData(data) => Node::Text(data.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Node::Text(resolved(&reference)),
                Event::DocType(_) => {
                    return Err("its XML declares a document type, which no office program writes".to_owned());
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
                Event::Eof if self.depth > 0 => return Err("its XML ends before it is complete".to_owned()),
                Event::Eof => return Ok(None),
            }));
        }
    }

    /// Passes over what is left of an element that has begun.
    pub fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// A character or one of the five named entities; any other stays as it is written.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    quick_xml::escape::resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_million_open_elements_are_refused_without_taking_the_stack() {
        let deep = "<a>".repeat(1_000_000);
        let mut nodes = Nodes::of(&deep);
        let why = loop {
            match nodes.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("read to the end"),
                Err(why) => break why,
            }
        };
        assert!(why.contains("256 deep"), "{why}");
    }

    #[test]
    fn an_element_of_a_million_attributes_is_read_in_one_pass() {
        let many: String = (0..1_000_000).map(|n| format!(" a{n}=\"\"")).collect();
        let xml = format!("<a{many} val=\"x\"/>");
        let begun = std::time::Instant::now();
        let Ok(Some(Node::Start(element))) = Nodes::of(&xml).next() else { panic!("no element") };
        assert_eq!(element.attribute("val").as_deref(), Some("x"));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
