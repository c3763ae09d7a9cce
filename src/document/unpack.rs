//! Reads what [`super::pack`] wrote, as any type that reads itself from JSON.
//!
//! Uses serde alone. Invariant: what was packed reads as its JSON does; bytes cut short or changed are an error, never
//! a panic. It does not replace the checks of `document::read`: only what was checked before is carried packed.

use memchr::memchr2;
use serde::de::DeserializeOwned;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error as _;
use serde::de::IntoDeserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::value::Error;
use serde::forward_to_deserialize_any;

use crate::document::pack::Tag;

/// Reads a value.
///
/// # Errors
/// Bytes that are not one packed value of that type.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut packed = Packed { marks: bytes, texts: "", keys: Vec::new() };
    let length = packed.length()?;
    let (marks, texts) = packed.marks.split_at_checked(length).ok_or_else(cut_short)?;
    packed = Packed { marks, texts: std::str::from_utf8(texts).map_err(Error::custom)?, keys: Vec::new() };
    for _ in 0..packed.length()? {
        let key = packed.text()?;
        packed.keys.push(key);
    }
    let value = T::deserialize(&mut packed)?;
    if packed.marks.is_empty() && packed.texts.is_empty() {
        Ok(value)
    } else {
        Err(Error::custom("something follows the value"))
    }
}

/// Whether some text of a packed value holds a carriage return or NUL; true also where it cannot be told.
pub fn holds_forbidden(bytes: &[u8]) -> bool {
    let mut packed = Packed { marks: bytes, texts: "", keys: Vec::new() };
    let texts = packed.length().ok().and_then(|length| packed.marks.get(length..));
    texts.is_none_or(|texts| memchr2(b'\r', 0, texts).is_some())
}

struct Packed<'de> {
    marks: &'de [u8],
    texts: &'de str,
    keys: Vec<&'de str>,
}

impl<'de> Packed<'de> {
    fn byte(&mut self) -> Result<u8, Error> {
        let (&first, rest) = self.marks.split_first().ok_or_else(cut_short)?;
        self.marks = rest;
        Ok(first)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Error> {
        match self.byte()? {
            small if small < 0x80 => Ok(u64::from(small)),
            low => self.long_number(low),
        }
    }

    fn long_number(&mut self, low: u8) -> Result<u64, Error> {
        let mut number = u64::from(low & 0x7f);
        for shift in (7..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Error::custom("a number has no end"))
    }

    fn count(&mut self) -> Result<usize, Error> {
        usize::try_from(self.number()?).map_err(Error::custom)
    }

    /// A count of things of at least one mark each, so that no more room is taken than there can be things.
    fn length(&mut self) -> Result<usize, Error> {
        let count = self.count()?;
        if count <= self.marks.len() { Ok(count) } else { Err(cut_short()) }
    }

    fn text(&mut self) -> Result<&'de str, Error> {
        let length = self.count()?;
        let (text, rest) = self.texts.split_at_checked(length).ok_or_else(cut_short)?;
        self.texts = rest;
        Ok(text)
    }

    fn key(&mut self) -> Result<&'de str, Error> {
        let at = self.count()?;
        self.keys.get(at).copied().ok_or_else(|| Error::custom("there is no such key"))
    }

    fn expect_text(&mut self) -> Result<&'de str, Error> {
        if self.byte()? == Tag::Text as u8 { self.text() } else { Err(Error::custom("a text was expected")) }
    }
}

fn cut_short() -> Error {
    Error::custom("the end is missing")
}

impl<'de> Deserializer<'de> for &mut Packed<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.byte()? {
            tag if tag == Tag::Null as u8 => visitor.visit_unit(),
            tag if tag == Tag::False as u8 => visitor.visit_bool(false),
            tag if tag == Tag::True as u8 => visitor.visit_bool(true),
            tag if tag == Tag::Number as u8 => visitor.visit_u64(self.number()?),
            tag if tag == Tag::Text as u8 => visitor.visit_borrowed_str(self.text()?),
            tag if tag == Tag::List as u8 => {
                let left = self.length()?;
                visitor.visit_seq(Parts { packed: self, left })
            }
            tag if tag == Tag::Map as u8 => {
                let left = self.length()?;
                visitor.visit_map(Parts { packed: self, left })
            }
            tag => Err(Error::custom(format_args!("nothing is marked {tag}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.marks.first() == Some(&(Tag::Null as u8)) {
            self.byte()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.expect_text()?)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.expect_text()?.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The rest of a list or map.
struct Parts<'a, 'de> {
    packed: &'a mut Packed<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.packed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(BorrowedStrDeserializer::new(self.packed.key()?)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.packed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;
    use serde_json::json;

    use super::*;
    use crate::document::fixture;
    use crate::document::pack::pack;
    use crate::model::review::Review;

    #[test]
    fn a_review_reads_as_its_json_does() {
        let review = fixture::review();
        let packed = pack(&serde_json::to_value(&review).expect("writes")).expect("a review's numbers are whole");
        assert_eq!(unpack::<Review>(&packed).expect("reads"), review);
    }

    #[test]
    fn what_json_may_not_hold_twice_or_at_all_is_refused_here_too() {
        let unknown = pack(&json!({"id": "1", "label": "One", "colour": "red"})).expect("packs");
        let error = unpack::<crate::model::commitment::Area>(&unknown).expect_err("an unknown field");
        assert!(error.to_string().contains("colour"), "{error}");
        let missing = pack(&json!({"id": "1"})).expect("packs");
        assert!(unpack::<crate::model::commitment::Area>(&missing).is_err());
    }

    #[test]
    fn texts_that_may_not_be_written_are_seen_without_reading_the_value() {
        for (text, holds) in [("plain \u{e9}\n", false), ("a\rb", true), ("\0", true)] {
            let packed = pack(&json!({"id": "1", "label": [text, "other"]})).expect("packs");
            assert_eq!(holds_forbidden(&packed), holds, "{text:?}");
        }
        assert!(holds_forbidden(&[]) && holds_forbidden(&[0x7f, 1]));
    }

    #[test]
    fn a_number_no_review_can_hold_is_not_packed() {
        assert_eq!(pack(&json!([1, -1])), None);
        assert_eq!(pack(&json!([1.5])), None);
    }

    #[test]
    fn bytes_cut_short_anywhere_are_an_error() {
        let packed = pack(&serde_json::to_value(fixture::review()).expect("writes")).expect("packs");
        for end in 0..packed.len() {
            assert!(unpack::<Review>(&packed[..end]).is_err(), "{end} of {} bytes read as a review", packed.len());
        }
    }

    proptest! {
        #[test]
        fn whatever_bytes_come_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = unpack::<Review>(&bytes);
            let _ = unpack::<Value>(&bytes);
        }

        #[test]
        fn texts_and_numbers_of_any_length_come_back(text in "\\PC{0,300}", number in any::<u64>()) {
            let value = json!({"text": text, "numbers": [number, 0, null, true]});
            prop_assert_eq!(unpack::<Value>(&pack(&value).expect("packs")).expect("reads"), value);
        }
    }
}
