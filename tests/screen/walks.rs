//! Ways to every view and every sheet that a key leads to. A new screen joins here, and with it the
//! tests of sizes, blindness, colours and resizing.

/// Where it leads, and the keys that lead there from the first screen.
pub type Walk = (&'static str, &'static str);

/// Views and panes.
pub const VIEWS: &[Walk] = &[
    ("first screen", ""),
    ("commitment in the grid", "Right Right Right Right"),
    ("area in the grid", "Up"),
    ("whole evaluation in the grid", "G"),
    ("list", "Enter"),
    ("list of a whole commitment", "Enter a"),
    ("list with background", "Enter a a"),
    ("list of an area", "Up Enter"),
    ("list of the whole evaluation", "G Enter End"),
    ("reader", "Enter Enter"),
    ("reader, next item", "Enter Enter J"),
    ("reader, a rating sentence", "Enter J End Up Enter"),
    ("reader alone", "Enter Enter z"),
    ("notes", "Enter Enter Tab"),
    ("a source and what cites it", "Enter Enter Tab Down Enter"),
    ("a note of a source", "Enter Enter Tab Down Enter End Enter"),
    ("list, nothing left", "Enter + Up s \"says yes\" Enter Backspace"),
    ("verdicts", "g v"),
    ("verdicts, a commitment", "g v Down End"),
    ("verdicts, the whole", "g v G"),
    ("what if", "g v w 4 Down 3"),
    ("rules side by side", "g v c"),
    ("codebook", "g c"),
    ("passages under a tag", "Enter Enter v 3 - Enter g c Down Down Enter"),
    ("no passages under a tag", "g c Enter"),
    ("matrix of tags", "g c x"),
    ("matrix of submitters", "g c x x Tab"),
    ("matrix of one commitment", "Enter Enter v 1 - Enter g c x Tab Right"),
    ("passages under a number", "Enter Enter v 1 - Enter g c x Enter"),
];

/// Sheets.
pub const SHEETS: &[Walk] = &[
    ("passage", "Enter Enter v"),
    ("passage, tagged and filed", "Enter Enter v 3 -"),
    ("passage, word", "Enter Enter v v"),
    ("passage, whole item", "Enter V"),
    ("passage, all tags", "Enter Enter v t"),
    ("passage, new tag", "Enter Enter v t \"new to all\""),
    ("passage, filing", "Enter Enter v f \" 3a\""),
    ("passage, note", "Enter Enter v e \"says who?\""),
    ("passage, changed", "Enter Enter v 3 - Enter v"),
    ("rating", "r"),
    ("rating, lit", "r Down Down"),
    ("rating, reason", "4 \"two years late\""),
    ("rating, two lines", "4 \"two years late\" Ctrl+J \"and over cost\""),
    ("rating, cannot be rated", "0"),
    ("rating, not by me", "r x"),
    ("rating with passages", "Enter Enter v 3 - Enter r Up"),
    ("own judgement", "Right Right Right Right 3"),
    ("judgement of the whole", "G r"),
    ("what is asked of a question", "i"),
    ("what is asked of a commitment", "Right Right Right Right i PgDn"),
    ("what is asked of the whole", "G i End"),
    ("note on a question", "e \"ask again\""),
    ("note on an item", "Enter e"),
    ("note on a note", "Enter Enter Tab e"),
    ("note on a source", "Enter Enter Tab Down e"),
    ("copy a question", "y"),
    ("copy an item", "Enter y"),
    ("copy a passage", "Enter Enter v 3 - Enter y"),
    ("published, before rating", "p"),
    ("show only", "Enter s"),
    ("search", "/"),
    ("search, found", "/ \"funding\""),
    ("search, not found", "/ \"xyzzy\" Enter"),
    ("menu", "?"),
    ("menu in a text", "4 F1"),
    ("find anything", ":"),
    ("find anything, typed", ": \"8b\""),
    ("history, empty", "g h"),
    ("history", "Enter + + - Esc g h"),
    ("export", "g x"),
    ("export, other rows", "g x Tab Space"),
    ("another member", ": \"another member\" Enter"),
    ("first steps", ": \"first steps\" Enter"),
    ("rule to choose", "g v C"),
    ("new tag", "g c t"),
    ("tag renamed", "g c e \"!\" Tab"),
    ("tag merged", "g c m"),
];

/// What is said in the lines at the bottom.
pub const SAYINGS: &[Walk] = &[
    ("keys that continue", "g"),
    ("leaving", "q"),
    ("unknown key", "X"),
    ("cursor away", "'"),
    ("rated", "4 \"late\" Enter"),
    ("undone", "4 Enter u"),
    ("found", "/ \"funding\" Enter n N"),
    ("other theme", ": \"theme\" Enter"),
];

/// All of them.
pub fn all() -> impl Iterator<Item = Walk> {
    VIEWS.iter().chain(SHEETS).chain(SAYINGS).copied()
}
