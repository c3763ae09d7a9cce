//! Says in a person's words what a JSON reader refused, and what to do about it.
//!
//! Uses nothing. Invariant: a message it does not know is passed on, never swallowed.

/// What the reader says of a text that nests more deeply than it follows.
pub const TOO_DEEP: &str = "recursion limit exceeded";

/// Turns a reader's message, without its place, into what is wrong and what to do.
pub fn explain(message: &str) -> (String, String) {
    structure(message).or_else(|| kind_of_value(message)).or_else(|| syntax(message)).unwrap_or_else(|| {
        (message.to_owned(), "Correct this place, or get the file again from where it came from.".to_owned())
    })
}

/// Missing, unknown and repeated fields.
fn structure(message: &str) -> Option<(String, String)> {
    if let Some(rest) = message.strip_prefix("missing field ") {
        return Some((format!("the field {rest} is missing"), "Add it.".to_owned()));
    }
    if let Some(rest) = message.strip_prefix("duplicate field ") {
        return Some((
            format!("the field {rest} stands twice"),
            "Keep the one that is meant and take out the other.".to_owned(),
        ));
    }
    if message.starts_with("the key ") && message.ends_with(" stands twice") {
        return Some((message.to_owned(), "Keep the one that is meant and take out the other.".to_owned()));
    }
    let (name, choices) = message.strip_prefix("unknown field ")?.split_once(", ")?;
    let remedy = match choices.strip_prefix("expected ") {
        Some(choices) => format!("Take it out, or spell it as one of: {}.", list(choices)),
        None => "Take it out.".to_owned(),
    };
    Some((format!("unknown field {name}"), remedy))
}

/// Values of the wrong kind.
fn kind_of_value(message: &str) -> Option<(String, String)> {
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (name, choices) = rest.split_once(", expected ")?;
        let is_scale = choices.contains("`requires_improvement`");
        let what = if is_scale { format!("{name} is not a rating") } else { format!("{name} is not a word used here") };
        return Some((what, format!("Use one of: {}.", list(choices))));
    }
    for prefix in ["invalid type: ", "invalid value: "] {
        if let Some((found, expected)) = message.strip_prefix(prefix).and_then(|rest| rest.rsplit_once(", expected ")) {
            return Some((format!("found {}", plain(found)), format!("Put {} there.", plain(expected))));
        }
    }
    if message.starts_with("UUID parsing failed") {
        return Some((
            message.replacen("UUID parsing failed", "not an id", 1),
            "Put a UUID there, such as `6f1c0e0a-5d6b-4f7e-9d0a-1b2c3d4e5f60`.".to_owned(),
        ));
    }
    let (found, expected) = message.split_once("` is not ")?;
    Some((message.to_owned(), format!("Replace {found}` by {expected}.")))
}

/// Text that is not JSON.
fn syntax(message: &str) -> Option<(String, String)> {
    let cut = "The file was cut short: get it again from where it came from.";
    let deep = "No file of ours nests so deeply: get it again from where it came from.";
    let (what, remedy) = match message {
        text if text.starts_with("EOF while parsing") => ("the file ends in the middle".to_owned(), cut),
        TOO_DEEP => ("objects and lists are nested too deeply".to_owned(), deep),
        "trailing comma" => ("a comma stands before a closing bracket".to_owned(), "Take the comma out."),
        "trailing characters" => {
            ("something follows the end of the document".to_owned(), "Take out what follows the last closing bracket.")
        }
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            ("an escape such as `\\ud83d` stands for half a character".to_owned(), "Write the character itself.")
        }
        text if text.starts_with("control character") => (
            "a line break or other control character stands inside a text".to_owned(),
            "Write a line break inside a text as `\\n`, a tab as `\\t`.",
        ),
        text if text.starts_with("expected ") || text.starts_with("key must be") || text.starts_with("invalid ") => (
            format!("this is not JSON: {text}"),
            "Correct this place: a comma, quotation mark or bracket is often all.",
        ),
        _ => return None,
    };
    Some((what, remedy.to_owned()))
}

/// `one of `a`, `b`` and ``a` or `b`` as a plain list.
fn list(choices: &str) -> String {
    choices.strip_prefix("one of ").unwrap_or(choices).replace(" or ", ", ").replace('`', "")
}

/// Names of Rust types and of serde's ideas in plain words.
fn plain(words: &str) -> String {
    let known = match words {
        "u8" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i32" | "i64" => "a whole number",
        "a string" | "string" | "str" => "a text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "a list in square brackets",
        "map" | "sequence" => return if words == "map" { "an object".to_owned() } else { "a list".to_owned() },
        "null" => "null",
        "a UUID string" | "a formatted UUID string" => "a UUID",
        other if other.starts_with("struct ") || other.starts_with("internally tagged") => {
            "an object in curly brackets"
        }
        other => return other.replacen("string ", "the text ", 1).replacen("integer ", "the number ", 1),
    };
    known.to_owned()
}
