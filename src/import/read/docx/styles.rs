//! What the styles of a word processor's file mean: headings, quotations, lists, whatever language they are named in.

use std::collections::HashMap;

use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;

/// How far a style is followed to those it is based on.
const LONGEST_CHAIN: usize = 32;

/// The list and level of a paragraph, as written: id of a list, level from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// Which list; 0 takes a paragraph out of its style's list.
    pub list: Option<u32>,
    /// Which level of it.
    pub level: Option<u8>,
}

impl ListPlace {
    /// Fills in what is not said here.
    pub fn or(self, other: Self) -> Self {
        Self { list: self.list.or(other.list), level: self.level.or(other.level) }
    }
}

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Body,
    Title,
    Heading(u8),
    Quotation,
    /// A line of a table of contents.
    Contents,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    place: ListPlace,
    raised: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads the part that holds them.
    pub fn read(xml: &str) -> Result<Self, String> {
        let mut styles = Self::default();
        let mut nodes = Nodes::of(xml);
        let mut current: Option<(String, Style)> = None;
        while let Some(node) = nodes.next()? {
            let element = match node {
                Node::Start(element) => element,
                Node::End(name) if name == "style" => {
                    if let Some((id, style)) = current.take() {
                        styles.0.insert(id, style);
                    }
                    continue;
                }
                _ => continue,
            };
            let name = element.name();
            if name == "style" {
                current = element.attribute("styleId").map(|id| (id, Style::default()));
                continue;
            }
            if name.ends_with("Change") || name == "tblStylePr" {
                nodes.skip()?;
                continue;
            }
            let Some((_, style)) = &mut current else { continue };
            let value = element.attribute("val");
            match name.as_str() {
                "name" => style.name = value.unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value,
                "outlineLvl" => style.outline = value.and_then(|level| level.parse().ok()),
                "numId" => style.place.list = value.and_then(|id| id.parse().ok()),
                "ilvl" => style.place.level = value.and_then(|level| level.parse().ok()),
                "vertAlign" => style.raised = Some(value.as_deref() == Some("superscript")),
                _ => {}
            }
        }
        Ok(styles)
    }

    /// A style and those it is based on, nearest first.
    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        let first = self.0.get(id);
        let next = |style: &&'a Style| style.based_on.as_ref().and_then(|id| self.0.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }

    /// What a paragraph of this style is. `outline` is the level the paragraph itself gives, from 0; 9 is body text.
    pub fn role(&self, id: Option<&str>, outline: Option<u8>) -> Role {
        let id = id.unwrap_or_default();
        let by_name = self.chain(id).find_map(|style| role_by_name(&style.name)).or_else(|| {
            // A document without the style's definition: only its id can tell.
            let known = self.0.contains_key(id);
            if known { None } else { role_by_name(&spaced(id)) }
        });
        if matches!(by_name, Some(Role::Contents | Role::Title)) {
            return by_name.unwrap_or(Role::Body);
        }
        let outline = outline.or_else(|| self.chain(id).find_map(|style| style.outline));
        match (outline, by_name) {
            (Some(level @ 0..=8), _) => Role::Heading(level + 1),
            (Some(_), Some(Role::Heading(_))) => Role::Body,
            (_, role) => role.unwrap_or(Role::Body),
        }
    }

    /// The list and level that a style gives.
    pub fn place(&self, id: Option<&str>) -> ListPlace {
        self.chain(id.unwrap_or_default()).fold(ListPlace::default(), |place, style| place.or(style.place))
    }

    /// Whether a style of characters marks words that wait to be written over.
    pub fn is_placeholder(&self, id: &str) -> bool {
        self.0.get(id).map_or(id == "PlaceholderText", |style| style.name == "placeholder text")
    }

    /// Whether a style of characters raises them.
    pub fn raises(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.raised).unwrap_or(false)
    }
}

/// "Heading1" as "heading 1".
fn spaced(id: &str) -> String {
    let id = id.to_lowercase();
    match id.find(|c: char| c.is_ascii_digit()) {
        Some(at) => format!("{} {}", id.get(..at).unwrap_or_default(), id.get(at..).unwrap_or_default()),
        None => id,
    }
}

/// The names Word keeps in English in a file, whatever it shows; and those of LibreOffice and Google.
fn role_by_name(name: &str) -> Option<Role> {
    if let Some(level) = name.strip_prefix("heading ") {
        return level.trim().parse().ok().filter(|level| (1..=9).contains(level)).map(Role::Heading);
    }
    if name.strip_prefix("toc ").is_some_and(|level| level.trim().parse::<u8>().is_ok()) {
        return Some(Role::Contents);
    }
    match name {
        "title" => Some(Role::Title),
        "quote" | "intense quote" | "block text" | "quotations" | "block quote" | "quotation" => Some(Role::Quotation),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_heading_is_known_by_name_by_outline_and_by_what_it_is_based_on() {
        let styles = Styles::read(
            r#"<w:styles xmlns:w="x">
            <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="Own"><w:name w:val="Panel heading"/><w:basedOn w:val="berschrift1"/></w:style>
            <w:style w:styleId="Out"><w:name w:val="Chapter"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
            <w:style w:styleId="Flat"><w:name w:val="Flat"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
            <w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>
            <w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style></w:styles>"#,
        )
        .unwrap();
        for (id, role) in [
            ("berschrift1", Role::Heading(1)),
            ("Own", Role::Heading(1)),
            ("Out", Role::Heading(3)),
            ("Flat", Role::Body),
            ("A", Role::Body),
            ("Zitat", Role::Quotation),
            ("Heading2", Role::Heading(2)),
            ("TOC3", Role::Contents),
        ] {
            assert_eq!(styles.role(Some(id), None), role, "{id}");
        }
        assert_eq!(styles.role(None, Some(1)), Role::Heading(2), "a level of the paragraph's own");
    }
}
