//! The numbers and bullets of a word processor's lists, counted as the word processor shows them.

use std::collections::HashMap;

use crate::import::read::xml::Element;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// Text with `%1` for the number of the first level and so on.
    pattern: String,
    start: u32,
}

#[derive(Debug, Clone, Default)]
struct List {
    scheme: u32,
    /// Numbers that levels begin anew with.
    starts: HashMap<usize, u32>,
    used: bool,
}

/// The lists of a document and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    schemes: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Numbering {
    /// Reads the part that holds them.
    pub fn read(xml: &str) -> Result<Self, String> {
        let mut numbering = Self::default();
        let mut reading = Reading::default();
        let mut nodes = Nodes::of(xml);
        while let Some(node) = nodes.next()? {
            match node {
                Node::Start(element) => reading.start(&element, &mut numbering),
                Node::End(name) => reading.end(&name),
                Node::Text(_) => {}
            }
        }
        Ok(numbering)
    }

    /// Counts the next item of a list and gives what stands before it: `- `, `3. `, `(b) `, or nothing. `None` where
    /// the document has no such list.
    pub fn next(&mut self, id: u32, level: u8) -> Option<String> {
        let level = usize::from(level).min(LEVELS - 1);
        let list = self.lists.get_mut(&id)?;
        let scheme = self.schemes.get(&list.scheme)?;
        let counters = self.counters.entry(list.scheme).or_default();
        if !std::mem::replace(&mut list.used, true) {
            for (level, start) in &list.starts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let start = |level: usize| scheme.get(level).map_or(1, |level| level.start);
        let next = counters[level].map_or(start(level), |number| number.saturating_add(1));
        counters[level] = Some(next);
        counters[level + 1..].fill(None);
        let this = scheme.get(level)?;
        Some(match this.format.as_str() {
            "bullet" => "- ".to_owned(),
            "none" => String::new(),
            _ => {
                let mut text = this.pattern.clone();
                for (other, counter) in counters.iter().enumerate() {
                    let format = scheme.get(other).map_or("decimal", |level| level.format.as_str());
                    let number = spelled(counter.unwrap_or(start(other)), format);
                    text = text.replace(&format!("%{}", other + 1), &number);
                }
                if text.trim().is_empty() { String::new() } else { format!("{} ", text.trim()) }
            }
        })
    }
}

#[derive(Debug, Default)]
struct Reading {
    scheme: Option<u32>,
    list: Option<u32>,
    level: Option<usize>,
}

impl Reading {
    fn start(&mut self, element: &Element<'_>, numbering: &mut Numbering) {
        let number = |name: &str| element.attribute(name).and_then(|value| value.parse::<u32>().ok());
        match element.name().as_str() {
            "abstractNum" => self.scheme = number("abstractNumId"),
            "num" => {
                self.list = number("numId");
                if let Some(id) = self.list {
                    numbering.lists.insert(id, List::default());
                }
            }
            "abstractNumId" => {
                let list = self.list.and_then(|id| numbering.lists.get_mut(&id));
                if let (Some(list), Some(scheme)) = (list, number("val")) {
                    list.scheme = scheme;
                }
            }
            "lvl" | "lvlOverride" => {
                self.level = number("ilvl").map(|level| level as usize).filter(|level| *level < LEVELS);
                if let (Some(scheme), Some(level), None) = (self.scheme, self.level, self.list) {
                    let levels = numbering.schemes.entry(scheme).or_default();
                    let least = levels.len().max(level + 1);
                    levels.resize(least, Level { format: "decimal".to_owned(), pattern: String::new(), start: 1 });
                }
            }
            "startOverride" => {
                let list = self.list.and_then(|id| numbering.lists.get_mut(&id));
                if let (Some(list), Some(level), Some(start)) = (list, self.level, number("val")) {
                    list.starts.insert(level, start);
                }
            }
            name => self.of_level(name, element, numbering),
        }
    }

    fn of_level(&mut self, name: &str, element: &Element<'_>, numbering: &mut Numbering) {
        let (Some(scheme), Some(level), None) = (self.scheme, self.level, self.list) else { return };
        let Some(level) = numbering.schemes.get_mut(&scheme).and_then(|levels| levels.get_mut(level)) else { return };
        let value = element.attribute("val").unwrap_or_default();
        match name {
            "start" => level.start = value.parse().unwrap_or(1),
            "numFmt" => level.format = value,
            "lvlText" => level.pattern = value.chars().take(64).collect(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "abstractNum" => self.scheme = None,
            "num" => self.list = None,
            "lvl" | "lvlOverride" => self.level = None,
            _ => {}
        }
    }
}

/// A number in a list's own way of writing.
fn spelled(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "bullet" | "none" => String::new(),
        _ => number.to_string(),
    }
}

/// a … z, aa, bb …
fn letters(number: u32, first: u8) -> String {
    let Some(place) = number.checked_sub(1).filter(|place| *place < 26 * 20) else { return number.to_string() };
    let letter = char::from(first + u8::try_from(place % 26).unwrap_or_default());
    String::from(letter).repeat(place as usize / 26 + 1)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const LISTS: &str = r#"<w:numbering xmlns:w="x">
        <w:abstractNum w:abstractNumId="0">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1.%2)"/></w:lvl>
          <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
        </w:abstractNum>
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
      </w:numbering>"#;

    #[test]
    fn items_are_counted_as_the_word_processor_shows_them() {
        let mut lists = Numbering::read(LISTS).unwrap();
        let mut next = |id, level| lists.next(id, level).unwrap();
        assert_eq!(
            [next(1, 0), next(1, 0), next(1, 1), next(1, 1), next(1, 2)],
            ["1. ", "2. ", "(2.a) ", "(2.b) ", "- "]
        );
        assert_eq!([next(1, 0), next(1, 1)], ["3. ", "(3.a) "], "a deeper level begins anew");
        assert_eq!([next(2, 0), next(2, 0)], ["10. ", "11. "], "a list that begins at another number");
        assert_eq!([next(3, 0), next(3, 0)], ["IV ", "V "]);
        assert_eq!(lists.next(99, 0), None);
    }

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!(
            [spelled(26, "lowerLetter"), spelled(27, "upperLetter"), spelled(1949, "upperRoman")],
            ["z", "AA", "MCMXLIX"]
        );
    }
}
