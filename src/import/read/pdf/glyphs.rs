//! Fonts of a PDF as far as reading needs them: which characters its codes stand for, and how wide they are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Encoding;
use lopdf::Object;

/// Codes whose widths are read.
const MOST_CODES: usize = 70_000;
/// The widths of the printable ASCII characters in Helvetica, for fonts that tell none.
const USUAL: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// A character and its width, in thousandths of its size.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub text: String,
    pub width: f32,
}

/// The fonts of a document, each read once.
pub(super) struct Library<'a> {
    pub document: &'a Document,
    fonts: RefCell<HashMap<usize, Rc<Font<'a>>>>,
}

impl<'a> Library<'a> {
    pub fn of(document: &'a Document) -> Self {
        Self { document, fonts: RefCell::default() }
    }

    /// The font that a dictionary of the document describes.
    pub fn font(&self, font: &'a Dictionary) -> Rc<Font<'a>> {
        let key = std::ptr::from_ref(font).addr();
        let known = self.fonts.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let read = Rc::new(Font::of(self.document, font));
            self.fonts.borrow_mut().insert(key, Rc::clone(&read));
            read
        })
    }
}

/// A font.
pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    widths: HashMap<u32, f32>,
    /// The width of codes that have none of their own.
    other: Option<f32>,
    /// Bytes of a code.
    bytes: usize,
    known: RefCell<HashMap<u32, Option<Rc<Glyph>>>>,
}

impl<'a> Font<'a> {
    /// Reads a font; what it does not tell is guessed.
    fn of(document: &'a Document, font: &'a Dictionary) -> Self {
        let is_wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let (widths, other) = if is_wide { wide(document, font) } else { narrow(document, font) };
        let encoding = font.get_font_encoding_with_limit(document, 16 << 20).ok();
        Self { encoding, widths, other, bytes: if is_wide { 2 } else { 1 }, known: RefCell::default() }
    }

    /// The characters of a string, and whether each is the blank that blanks are widened by.
    pub fn glyphs(&self, string: &[u8]) -> impl Iterator<Item = (Rc<Glyph>, bool)> {
        let codes = string.chunks(self.bytes).map(|code| code.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)));
        codes.filter_map(|code| Some((self.glyph(code)?, self.bytes == 1 && code == 32)))
    }

    fn glyph(&self, code: u32) -> Option<Rc<Glyph>> {
        let known = self.known.borrow().get(&code).cloned();
        known.unwrap_or_else(|| {
            let text = self.encoding.as_ref().and_then(|encoding| decoded(encoding, code, self.bytes));
            let glyph = text.map(|text| {
                let width = self.widths.get(&code).copied().or(self.other).unwrap_or_else(|| usual(&text));
                Rc::new(Glyph { text, width })
            });
            self.known.borrow_mut().insert(code, glyph.clone());
            glyph
        })
    }
}

fn decoded(encoding: &Encoding<'_>, code: u32, bytes: usize) -> Option<String> {
    let code = code.to_be_bytes();
    let text = encoding.bytes_to_string(code.get(4 - bytes..)?).ok()?;
    (!text.is_empty() && !text.contains('\u{fffd}')).then_some(text)
}

fn usual(text: &str) -> f32 {
    let width = |c: char| USUAL.get((c as usize).wrapping_sub(32)).map_or(556.0, |width| f32::from(*width));
    text.chars().map(width).sum()
}

type Widths = (HashMap<u32, f32>, Option<f32>);

/// The widths of a font with codes of one byte.
fn narrow(document: &Document, font: &Dictionary) -> Widths {
    let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or_default();
    let first = u32::try_from(first).unwrap_or_default();
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).ok();
    let widths = (first..=255).zip(widths.into_iter().flatten());
    (widths.filter_map(|(code, width)| Some((code, number(document, width)?))).collect(), None)
}

/// The widths of a font with codes of two bytes.
fn wide(document: &Document, font: &Dictionary) -> Widths {
    let below =
        font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|all| all.first());
    let below = below.and_then(|font| document.dereference(font).ok()).and_then(|(_, font)| font.as_dict().ok());
    let Some(below) = below else { return (HashMap::new(), Some(1000.0)) };
    let other = below.get_deref(b"DW", document).ok().and_then(|width| width.as_float().ok()).unwrap_or(1000.0);
    let mut widths = HashMap::new();
    let entries = below.get_deref(b"W", document).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut rest = entries;
    while let [first, second, after @ ..] = rest {
        let Some(from) = code(document, first) else { break };
        let second = document.dereference(second).map_or(second, |(_, it)| it);
        if let Ok(own) = second.as_array() {
            let codes = (from..).zip(own).take(MOST_CODES);
            widths.extend(codes.filter_map(|(code, width)| Some((code, number(document, width)?))));
            rest = after;
        } else {
            let (Some(to), [width, after @ ..]) = (code(document, second), after) else { break };
            let Some(width) = number(document, width) else { break };
            widths.extend((from..=to).take(MOST_CODES).map(|code| (code, width)));
            rest = after;
        }
        if widths.len() > MOST_CODES {
            break;
        }
    }
    (widths, Some(other))
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok().filter(|number| number.is_finite())
}

fn code(document: &Document, object: &Object) -> Option<u32> {
    u32::try_from(document.dereference(object).ok()?.1.as_i64().ok()?).ok().filter(|code| *code <= 0xffff)
}
