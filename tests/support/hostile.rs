//! Texts that try to act on a terminal, to hide or to reorder, and a review full of them.

use serde_json::Value;

/// Texts that act on terminals, hide, reorder, join or break.
pub const ATTACKS: &[&str] = &[
    "\u{1b}]52;c;QUJD\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{1b}]8;;http://a.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{9b}31m",
    "\u{9d}52;c;QQ\u{9c}",
    "\u{1b}c",
    "\r\n",
    "\u{8}\u{8}\u{7f}",
    "\t",
    "\u{202e}",
    "\u{2066}\u{2069}",
    "\u{200b}\u{200d}\u{feff}\u{ad}",
    "\u{e0041}\u{e007f}",
    "\u{e000}\u{fffe}\u{10ffff}",
    "\u{3164}\u{115f}\u{fff9}",
    "\u{2028}\u{85}",
    "\u{0}",
    "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}",
    "日本語 한국어",
    "👩\u{200d}❤\u{fe0f}\u{200d}👩",
    "🇬🇧🏴\u{e0067}\u{e007f}",
    "क्षि ਕੁ",
    "a\u{300}",
];

/// Fields of a review that hold text for people, and none that anything is looked up by.
const TEXTS: &[&str] = &[
    "title",
    "text",
    "label",
    "description",
    "locator",
    "note",
    "as",
    "body",
    "licence",
    "role",
    "yes",
    "no",
    "outstanding",
    "good",
    "requires_improvement",
    "inadequate",
];

/// Numbers that follow from a seed.
pub struct Dice(u64);

impl Dice {
    /// Numbers that follow from this one.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below another.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % most.max(1)
    }

    /// A text of the worst kind.
    pub fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(3) {
            match self.below(3) {
                0 => text.extend((0..self.below(6)).filter_map(|_| char::from_u32(self.0 as u32 % 0x3_0000))),
                1 => text.extend(char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap())),
                _ => text.push_str(ATTACKS[self.below(ATTACKS.len())]),
            }
            self.below(2);
        }
        text
    }
}

/// Gives the texts of a review random characters at their beginnings and ends.
pub fn attack(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => {
                        // These two no review may hold.
                        *text = format!("{}{text}{}", dice.text(), dice.text()).replace(['\r', '\0'], "");
                    }
                    Value::Object(_) | Value::Array(_) if name != "published" => attack(value, dice),
                    _ => {}
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| attack(value, dice)),
        _ => {}
    }
}

/// Whether a terminal acts on a character, or shows nothing for it, or other characters elsewhere.
pub fn acts_or_hides(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{feff}' | '\u{ad}' | '\u{e000}'..='\u{f8ff}')
        || matches!(c, '\u{3164}' | '\u{115f}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || c.is_control()
}
