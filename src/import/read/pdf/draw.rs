//! What the operators of a page draw: its words and where they stand, for the reader that is built in.
//!
//! Text that is turned, and pictures, are left out. Invariant: damaged operands are passed over, forms that draw
//! themselves end, and no page makes more than [`MOST_GLYPHS`].

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::content::Content;

use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::glyphs::Font;
use crate::import::read::pdf::glyphs::Library;
use crate::import::read::pdf::matrix::Matrix;

/// Bytes of one page or form once unpacked.
pub(super) const MOST_BYTES: usize = 64 << 20;
/// Forms within forms.
const DEEPEST: usize = 6;
/// Forms drawn and characters of one page.
const MOST_FORMS: usize = 2_000;
const MOST_GLYPHS: usize = 400_000;
/// A gap within a word, and how far a line's foot may differ, in heights.
const GAP: f32 = 0.16;
const LEVEL: f32 = 0.06;
/// How far words reach above and below the line they stand on, in heights.
const ABOVE: f32 = 0.78;
const BELOW: f32 = 0.22;

/// The words of a page, and its height.
pub(super) fn words(library: &Library<'_>, page: ObjectId) -> lopdf::Result<(f32, Vec<Word>)> {
    let document = library.document;
    let [_, bottom, _, top] = frame(document, page);
    let fonts = document.get_page_fonts(page)?;
    let content = Content::decode(&document.get_page_content_with_limit(page, MOST_BYTES)?)?;
    let (own, referenced) = document.get_page_resources(page)?;
    let resources: Vec<&Dictionary> =
        own.into_iter().chain(referenced.iter().filter_map(|id| document.get_dictionary(*id).ok())).collect();
    let mut pen = Pen { library, top, words: Vec::new(), glyphs: 0, forms: 0 };
    pen.draw(&content, &read_fonts(library, &fonts), &resources, &State::default(), 0);
    let mut words = pen.words;
    words.retain(|word| !word.text.trim().is_empty());
    Ok((top - bottom, words))
}

/// The frame of a page, which may stand further up in the tree of pages.
fn frame(document: &Document, page: ObjectId) -> [f32; 4] {
    const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
    let mut node = document.get_dictionary(page).ok();
    for _ in 0..32 {
        let Some(dictionary) = node else { break };
        let numbers = dictionary.get_deref(b"MediaBox", document).and_then(Object::as_array).map(|frame| {
            frame
                .iter()
                .filter_map(|number| number.as_float().ok())
                .filter(|number| number.is_finite())
                .collect::<Vec<_>>()
        });
        if let Ok(&[left, bottom, right, top]) = numbers.as_deref().map_err(|_| ()) {
            return [left.min(right), bottom.min(top), left.max(right), bottom.max(top)];
        }
        node = dictionary.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    A4
}

type Fonts<'a> = BTreeMap<Vec<u8>, Rc<Font<'a>>>;

fn read_fonts<'a>(library: &Library<'a>, fonts: &BTreeMap<Vec<u8>, &'a Dictionary>) -> Fonts<'a> {
    fonts.iter().map(|(name, font)| (name.clone(), library.font(font))).collect()
}

#[derive(Debug, Clone)]
struct State {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Vec<u8>,
    size: f32,
    rise: f32,
    leading: f32,
    between: f32,
    blank: f32,
    stretch: f32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            page: Matrix::ONE,
            text: Matrix::ONE,
            line: Matrix::ONE,
            font: Vec::new(),
            size: 0.0,
            rise: 0.0,
            leading: 0.0,
            between: 0.0,
            blank: 0.0,
            stretch: 1.0,
        }
    }
}

struct Pen<'p, 'a> {
    library: &'p Library<'a>,
    top: f32,
    words: Vec<Word>,
    glyphs: usize,
    forms: usize,
}

impl<'a> Pen<'_, 'a> {
    fn draw(&mut self, content: &Content, fonts: &Fonts<'a>, resources: &[&'a Dictionary], from: &State, depth: usize) {
        let mut state = from.clone();
        let mut kept: Vec<State> = Vec::new();
        for operation in &content.operations {
            let number = |at: usize| operation.operands.get(at).and_then(|it| it.as_float().ok()).unwrap_or_default();
            let matrix = || Matrix([number(0), number(1), number(2), number(3), number(4), number(5)]);
            let string = |at: usize| operation.operands.get(at).and_then(|it| it.as_str().ok());
            match operation.operator.as_str() {
                "q" if kept.len() < 256 => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.page = matrix().then(state.page),
                "BT" => (state.text, state.line) = (Matrix::ONE, Matrix::ONE),
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    (state.font, state.size) = (name.unwrap_or_default().to_vec(), number(1));
                }
                "Tc" => state.between = number(0),
                "Tw" => state.blank = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Td" => state.move_line(number(0), number(1)),
                "TD" => {
                    state.leading = -number(1);
                    state.move_line(number(0), number(1));
                }
                "Tm" => (state.text, state.line) = (matrix(), matrix()),
                "T*" => state.move_line(0.0, -state.leading),
                "Tj" => self.show(&mut state, fonts, string(0)),
                "'" => {
                    state.move_line(0.0, -state.leading);
                    self.show(&mut state, fonts, string(0));
                }
                "\"" => {
                    (state.blank, state.between) = (number(0), number(1));
                    state.move_line(0.0, -state.leading);
                    self.show(&mut state, fonts, string(2));
                }
                "TJ" => {
                    let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                    for part in parts.into_iter().flatten() {
                        match part.as_float() {
                            Ok(back) => state.advance(-back / 1000.0 * state.size * state.stretch),
                            Err(_) => self.show(&mut state, fonts, part.as_str().ok()),
                        }
                    }
                }
                "Do" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    name.into_iter().for_each(|name| self.form(name, fonts, resources, &state, depth));
                }
                _ => {}
            }
        }
    }

    /// Draws a form; pictures are passed over.
    fn form(&mut self, name: &[u8], fonts: &Fonts<'a>, resources: &[&'a Dictionary], state: &State, depth: usize) {
        self.forms += 1;
        if depth >= DEEPEST || self.forms > MOST_FORMS {
            return;
        }
        let document = self.library.document;
        let named = resources.iter().find_map(|resources| {
            let all = resources.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            all.get_deref(name, document).and_then(Object::as_stream).ok()
        });
        let is_form = |stream: &&lopdf::Stream| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")
        };
        let Some(stream) = named.filter(is_form) else { return };
        let Ok(bytes) = stream.get_plain_content_with_limit(MOST_BYTES) else { return };
        let Ok(content) = Content::decode(&bytes) else { return };
        let numbers = stream
            .dict
            .get_deref(b"Matrix", document)
            .and_then(Object::as_array)
            .map(|matrix| matrix.iter().map(|number| number.as_float().unwrap_or_default()).collect::<Vec<f32>>());
        let matrix = numbers.ok().and_then(|numbers| numbers.try_into().ok()).map_or(Matrix::ONE, Matrix);
        let state = State { page: matrix.then(state.page), ..state.clone() };
        match stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict) {
            Ok(own) => {
                let of = own.get_deref(b"Font", document).and_then(Object::as_dict).ok();
                let named = of.into_iter().flat_map(Dictionary::iter).filter_map(|(name, font)| {
                    let font = match font {
                        Object::Reference(id) => document.get_dictionary(*id).ok()?,
                        font => font.as_dict().ok()?,
                    };
                    Some((name.clone(), font))
                });
                let own_fonts = read_fonts(self.library, &named.collect());
                self.draw(&content, &own_fonts, &[own], &state, depth + 1);
            }
            Err(_) => self.draw(&content, fonts, resources, &state, depth + 1),
        }
    }

    /// Shows a string: each of its characters where it falls.
    fn show(&mut self, state: &mut State, fonts: &Fonts<'a>, string: Option<&[u8]>) {
        let (Some(string), Some(font)) = (string, fonts.get(&state.font)) else { return };
        for (glyph, is_blank) in font.glyphs(string) {
            self.glyphs += 1;
            if self.glyphs > MOST_GLYPHS {
                return;
            }
            let width = glyph.width / 1000.0 * state.size;
            let blank = if is_blank { state.blank } else { 0.0 };
            self.put(state, &glyph.text, width * state.stretch);
            state.advance((width + state.between + blank) * state.stretch);
        }
    }

    fn put(&mut self, state: &State, text: &str, width: f32) {
        let place = state.text.then(state.page);
        let (left, foot) = place.apply(0.0, state.rise);
        let (right, level) = place.apply(width, state.rise);
        let size = (state.size * place.height()).abs();
        let is_upright = (level - foot).abs() <= (right - left).abs() * 0.1 + 0.01 && right >= left;
        let is_finite = [left, right, foot, size].into_iter().all(f32::is_finite);
        if !is_upright || !is_finite {
            return;
        }
        let foot = self.top - foot;
        let word = Word {
            text: text.to_owned(),
            left,
            right,
            top: foot - size * ABOVE,
            bottom: foot + size * BELOW,
            references: Vec::new(),
        };
        let is_blank = text.chars().all(char::is_whitespace);
        match self.words.last_mut().filter(|last| goes_on(last, &word)) {
            Some(_) if is_blank => self.words.push(Word { left: word.right, ..word }),
            Some(last) => {
                last.text.push_str(text);
                last.right = last.right.max(right);
            }
            None => self.words.push(word),
        }
    }
}

/// Whether a character belongs to the word before it.
fn goes_on(last: &Word, next: &Word) -> bool {
    let size = last.height().max(1.0);
    let is_level =
        (last.bottom - next.bottom).abs() < size * LEVEL && (last.height() - next.height()).abs() < size * LEVEL;
    let gap = next.left - last.right;
    let is_open = !last.text.ends_with(char::is_whitespace) && !last.text.is_empty();
    is_open && is_level && gap < size * GAP && gap > size * -0.5
}

impl State {
    fn move_line(&mut self, right: f32, up: f32) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, right, up]).then(self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, by, 0.0]).then(self.text);
    }
}
