//! Writes a JSON value in a form that is read without looking at every letter.
//!
//! Used when the program is built, for the review it carries, and by the tests of [`super::unpack`]. There are two
//! parts, the marks and the texts, behind a number that says how long the marks are. The marks begin with how many keys
//! there are and how long each is; then comes the value: a [`Tag`] and what belongs to it. The texts are all keys and
//! then all texts of the value, one after the other, in the order the marks name them. Numbers are written seven bits
//! to a byte, the lowest first, the top bit set on all but the last. Only what a review can hold is written: numbers
//! are whole and not negative.

use std::collections::BTreeMap;

use serde_json::Value;

/// What kind of value follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// Nothing.
    Null = 0,
    /// False.
    False = 1,
    /// True.
    True = 2,
    /// A number.
    Number = 3,
    /// How many bytes of UTF-8 it has.
    Text = 4,
    /// A count and so many values.
    List = 5,
    /// A count and so many times which key it is, from 0, and a value.
    Map = 6,
}

/// Writes a value; `None` where it holds a number that is negative or not whole.
pub fn pack(value: &Value) -> Option<Vec<u8>> {
    let mut keys = BTreeMap::new();
    gather(value, &mut keys);
    let mut packer = Packer::default();
    count(keys.len(), &mut packer.marks);
    for (at, (key, number)) in keys.iter_mut().enumerate() {
        *number = at;
        packer.text(key);
    }
    packer.write(value, &keys)?;
    let mut out = Vec::new();
    count(packer.marks.len(), &mut out);
    out.extend(packer.marks);
    out.extend(packer.texts.into_bytes());
    Some(out)
}

fn gather<'a>(value: &'a Value, keys: &mut BTreeMap<&'a str, usize>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| gather(value, keys)),
        Value::Object(map) => {
            for (key, value) in map {
                keys.insert(key, 0);
                gather(value, keys);
            }
        }
        _ => {}
    }
}

#[derive(Default)]
struct Packer {
    marks: Vec<u8>,
    texts: String,
}

impl Packer {
    fn text(&mut self, words: &str) {
        count(words.len(), &mut self.marks);
        self.texts.push_str(words);
    }

    fn write(&mut self, value: &Value, keys: &BTreeMap<&str, usize>) -> Option<()> {
        match value {
            Value::Null => self.marks.push(Tag::Null as u8),
            Value::Bool(false) => self.marks.push(Tag::False as u8),
            Value::Bool(true) => self.marks.push(Tag::True as u8),
            Value::Number(number) => {
                self.marks.push(Tag::Number as u8);
                number_to(number.as_u64()?, &mut self.marks);
            }
            Value::String(words) => {
                self.marks.push(Tag::Text as u8);
                self.text(words);
            }
            Value::Array(list) => {
                self.marks.push(Tag::List as u8);
                count(list.len(), &mut self.marks);
                for value in list {
                    self.write(value, keys)?;
                }
            }
            Value::Object(map) => {
                self.marks.push(Tag::Map as u8);
                count(map.len(), &mut self.marks);
                for (key, value) in map {
                    count(*keys.get(key.as_str())?, &mut self.marks);
                    self.write(value, keys)?;
                }
            }
        }
        Some(())
    }
}

fn count(number: usize, out: &mut Vec<u8>) {
    number_to(number as u64, out);
}

fn number_to(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
