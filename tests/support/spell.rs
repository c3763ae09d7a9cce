//! Keys by name, and the bytes a terminal sends for them.

/// The bytes of each key of a line like `"g v <Enter>"`.
pub fn spell(keys: &str) -> Vec<Vec<u8>> {
    let mut spelt = Vec::new();
    for word in keys.split_whitespace() {
        match word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
            Some(name) if !name.is_empty() => spelt.push(named(name)),
            _ => spelt.extend(word.chars().map(|letter| letter.to_string().into_bytes())),
        }
    }
    spelt
}

fn named(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("C-").and_then(|rest| rest.bytes().next()) {
        return vec![letter.to_ascii_lowercase() & 0x1f];
    }
    if let Some(rest) = name.strip_prefix("M-") {
        return format!("\x1b{rest}").into_bytes();
    }
    let bytes: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "S-Tab" => b"\x1b[Z",
        "Space" => b" ",
        "BS" => b"\x7f",
        "Del" => b"\x1b[3~",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PgUp" => b"\x1b[5~",
        "PgDn" => b"\x1b[6~",
        "F1" => b"\x1bOP",
        other => panic!("<{other}> is no key this spells; add it to `named`"),
    };
    bytes.to_vec()
}
