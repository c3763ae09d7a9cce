//! A key press as people write it: `ctrl+p`, `Enter`, `g v`.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key with its modifiers. A capital is its own character, not shift and a small letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

impl Chord {
    /// A key alone.
    pub fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// The character typed, if the chord types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

const NAMES: [(&str, Key); 15] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Shift+Tab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Space", Key::Char(' ')),
];

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| *key == self.key) {
            return f.write_str(name);
        }
        match self.key {
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

/// What follows a modifier, in whatever case that is written.
fn modified<'a>(text: &'a str, modifier: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(modifier.len())?;
    (head.eq_ignore_ascii_case(modifier) && !rest.is_empty()).then_some(rest)
}

impl FromStr for Chord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(rest) = modified(text, "Ctrl+") {
            let inner: Self = rest.parse()?;
            let key = match inner.key {
                Key::Char(c) => Key::Char(c.to_ascii_lowercase()),
                other => other,
            };
            return Ok(Self { ctrl: true, key, ..inner });
        }
        if let Some(rest) = modified(text, "Alt+") {
            return Ok(Self { alt: true, ..rest.parse()? });
        }
        if let Some((_, key)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Ok(Self::plain(*key));
        }
        if let Some(n) =
            text.strip_prefix(['F', 'f']).and_then(|n| n.parse::<u8>().ok()).filter(|n| (1..=12).contains(n))
        {
            return Ok(Self::plain(Key::F(n)));
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_whitespace() => Ok(Self::plain(Key::Char(c))),
            _ => Err(format!("`{text}` is not a key")),
        }
    }
}

/// One chord after another, separated by spaces when written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sequence(pub Vec<Chord>);

impl FromStr for Sequence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let chords: Vec<Chord> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        if chords.is_empty() { Err("no key".to_owned()) } else { Ok(Self(chords)) }
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, chord) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            chord.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_read_as_they_are_printed() {
        for text in ["Enter", "Ctrl+P", "g v", "G", "Shift+Tab", "Space", "F1", "+", "'", "0", "Ctrl+J", "Alt+x", "<"] {
            let keys: Sequence = text.parse().expect(text);
            assert_eq!(keys.to_string(), text);
        }
    }

    #[test]
    fn names_and_modifiers_are_read_in_any_case_and_letters_are_not() {
        for (text, printed) in
            [("ctrl+z", "Ctrl+Z"), ("CTRL+P", "Ctrl+P"), ("enter", "Enter"), ("f5", "F5"), ("g V", "g V")]
        {
            assert_eq!(text.parse::<Sequence>().expect(text).to_string(), printed);
        }
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in ["", "Entr", "F13", "Ctrl+", "gg"] {
            assert!(text.parse::<Sequence>().is_err(), "{text:?}");
        }
    }
}
