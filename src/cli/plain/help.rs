//! What can be typed, as it is told.

/// What is typed, and what it does; in the order it is told.
pub const HELP: &[(&str, &str)] = &[
    ("8b", "goes to a question; 8 to a commitment, overall to the whole"),
    ("next", "goes to the next item of evidence; previous goes back, item 4 to the fourth"),
    ("read", "reads the item at hand, its sentences numbered"),
    ("s 2-3", "takes sentences 2 to 3; s 2 takes one, s all the whole text"),
    ("tag funding", "tags what was taken; untag takes a tag off, new tag NAME makes one"),
    ("no", "says what it says to the question: yes, no, both or background; of nothing taken, the whole item"),
    ("file 8b 3a", "files what was taken under these questions; a source under the commitments it bears on"),
    ("note TEXT", "writes a note on what is at hand; note alone tells it, no note takes it away"),
    ("remove", "takes the passage at hand away"),
    ("rate 4 because TEXT", "rates the question at hand, or judges the commitment; 0 where it cannot be rated"),
    ("abstain because TEXT", "says that you do not rate this, and why; clear takes a rating away, confirm confirms it"),
    ("asked", "tells what is asked in full; anchors only what the ratings mean"),
    ("where", "tells where you are and how far you have come"),
    ("list", "lists the evidence at hand, ten at a time; more goes on"),
    ("only WORDS", "lists only what answers a search: words, tag: source: stance: status:unread; all lists all again"),
    ("unrated", "lists what is unrated; questions lists all; go on goes to the next unrated"),
    ("unread", "goes to the next item that you have not read"),
    ("passages", "lists your passages; p1 goes to one"),
    ("tags", "lists the tags; sources the sources"),
    ("n427", "tells a note of the report; dhs42 a source, e077 an item"),
    (
        "triage",
        "goes to the next source to decide: relevant, set aside, raise, later, undecided; because TEXT gives a reason",
    ),
    ("find WORDS", "finds by name, ten at a time"),
    ("verdicts", "tells what your ratings add up to; why tells it of what is at hand"),
    ("published", "tells what was published, once you have rated, and notes that you looked"),
    ("undo", "takes back the last thing done; redo does it again, log tells what was done"),
    ("quit", "leaves; everything is saved as it is done"),
];

/// The lines of it.
pub fn lines() -> Vec<String> {
    HELP.iter().map(|(typed, does)| format!("{typed}: {does}.")).collect()
}
