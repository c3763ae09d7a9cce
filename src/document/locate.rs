//! Finds the line on which a place of a document stands: `evidence[12].refs[0].at`.
//!
//! Uses serde alone. Invariant: never fails; a place that cannot be found has no line.

use std::fmt;

use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

/// The line, from 1, on which a place begins; the nearest thing around it where the place itself is missing.
pub fn line_of(text: &str, place: &str) -> Option<usize> {
    let steps = steps_of(place)?;
    // What lacks a key is looked for without its last steps.
    (1..=steps.len()).rev().find_map(|count| line_at(text, &steps[..count]))
}

fn line_at(text: &str, steps: &[Step]) -> Option<usize> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut found = false;
    let stopped = Seek { steps, found: &mut found }.deserialize(&mut deserializer).err()?;
    (found && stopped.line() > 0).then(|| stopped.line())
}

enum Step {
    Key(String),
    Index(usize),
}

fn steps_of(place: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in place.split('.') {
        let (key, indexes) = part.split_once('[').map_or((part, None), |(key, rest)| (key, Some(rest)));
        if !key.is_empty() {
            steps.push(Step::Key(key.to_owned()));
        }
        for index in indexes.into_iter().flat_map(|rest| rest.split('[')) {
            steps.push(Step::Index(index.strip_suffix(']')?.parse().ok()?));
        }
    }
    Some(steps)
}

/// Walks down to a place and stops the reading there with an error, which knows its line.
struct Seek<'a> {
    steps: &'a [Step],
    found: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() {
            *self.found = true;
            return Err(D::Error::custom("here"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(key) = access.next_key::<String>()? {
            match self.steps {
                [Step::Key(wanted), rest @ ..] if *wanted == key => {
                    return access.next_value_seed(Seek { steps: rest, found: self.found });
                }
                _ => access.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let [Step::Index(wanted), rest @ ..] = self.steps else { return Err(A::Error::custom("not a list")) };
        for _ in 0..*wanted {
            if access.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        access.next_element_seed(Seek { steps: rest, found: self.found }).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n \"a\": [\n  {\"x\": 1},\n  {\n   \"y\": [1,\n    2]\n  }\n ],\n \"b\": {\"8B\": 3}\n}";

    #[test]
    fn a_place_is_found_on_its_line() {
        assert_eq!(line_of(TEXT, "a[0].x"), Some(3));
        assert_eq!(line_of(TEXT, "a[1]"), Some(4));
        assert_eq!(line_of(TEXT, "a[1].y[1]"), Some(6));
        assert_eq!(line_of(TEXT, "b.8B"), Some(9));
    }

    #[test]
    fn a_missing_place_is_looked_for_around_it() {
        assert_eq!(line_of(TEXT, "a[1].z"), Some(4));
        assert_eq!(line_of(TEXT, "nothing"), None);
        assert_eq!(line_of("not json", "a"), None);
    }
}
