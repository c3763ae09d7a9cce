use super::*;
use crate::review::fixture;

/// A member who talks.
struct Member {
    ws: Workspace,
    talk: Talk,
}

impl Member {
    fn new() -> Self {
        let ws = fixture::workspace();
        let talk = Talk::new(&ws, None, Vec::new());
        Self { ws, talk }
    }

    /// Types a line and gives what answers.
    fn types(&mut self, line: &str) -> String {
        match self.talk.answer(&mut self.ws, line) {
            Ok(answer) => answer.lines.join("\n"),
            Err(failure) => failure.message,
        }
    }

    fn prompt(&self) -> String {
        self.talk.prompt(&self.ws)
    }
}

#[test]
fn the_prompt_says_the_place_whether_it_is_read_and_what_is_taken() {
    let mut member = Member::new();
    assert_eq!(member.prompt(), "1A, unrated");
    member.types("1b");
    assert_eq!(member.prompt(), "1B, unrated");
    member.types("next");
    assert!(
        member.prompt().starts_with("1B item 1 of ") && member.prompt().ends_with(", unread"),
        "{}",
        member.prompt()
    );
    member.types("read");
    assert!(member.prompt().ends_with(", read"), "{}", member.prompt());
    member.types("s 1");
    assert!(member.prompt().ends_with(", sentence 1 taken"), "{}", member.prompt());
    member.types("no");
    assert!(member.prompt().ends_with(", passage p1"), "{}", member.prompt());
    member.types("rate 4 because no money");
    member.types("1b");
    assert_eq!(member.prompt(), "1B, inadequate");
    member.types("dhs32");
    assert_eq!(member.prompt(), "DHS0032, undecided");
}

#[test]
fn what_help_tells_of_is_understood() {
    // Names are of the practice review.
    for (typed, _) in help::HELP.iter().filter(|(typed, _)| !matches!(*typed, "8b" | "n427")) {
        let mut member = Member::new();
        let told = member.types(&typed.replace("TEXT", "so").replace("WORDS", "so"));
        assert!(!told.contains("is not understood"), "{typed}: {told}");
    }
    let mut member = Member::new();
    assert!(member.types("frobnicate").contains("is not understood here. help tells"));
}

#[test]
fn lists_come_ten_at_a_time_and_more_goes_on_to_the_end() {
    let mut member = Member::new();
    let first = member.types("help");
    assert_eq!(first.lines().count(), 11, "{first}");
    let (mut told, mut rounds) = (10, 0);
    loop {
        let more = member.types("more");
        told += more.lines().filter(|line| !line.ends_with("more: type more.")).count();
        rounds += 1;
        if !more.contains("more: type more.") {
            break;
        }
    }
    assert_eq!((told, rounds), (help::HELP.len(), help::HELP.len().div_ceil(10) - 1));
    assert_eq!(member.types("more"), "There is no more.");
}

#[test]
fn a_rating_says_what_moved_keeps_its_reason_and_enter_goes_on() {
    let mut member = Member::new();
    member.types("1b");
    let told = member.types("rate inadequate because no money came");
    assert!(told.starts_with("1B is now inadequate."), "{told}");
    assert!(told.contains("Commitment 1 ") && told.contains("Enter goes to the next unrated"), "{told}");
    let entry = member.ws.state().ratings.values().next().expect("a rating");
    assert_eq!(entry.reason.as_deref(), Some("no money came"));
    member.types("");
    assert_ne!(member.prompt(), "1B, inadequate");
    assert!(member.types("undo").starts_with("Undone: 1B inadequate."));
    assert!(member.ws.state().ratings.is_empty());
    assert!(member.types("rate fine").contains("is no rating here"));
    assert!(member.types("abstain").contains("why you do not rate this"));
    assert!(member.types("undo").contains("Nothing to undo."));
}

#[test]
fn sentences_are_taken_tagged_filed_and_noted_as_one_passage() {
    let mut member = Member::new();
    for line in ["1b", "item 2", "s 1", "new tag Odd", "no", "note of interest", "file 1a 1b"] {
        member.types(line);
    }
    let [quote] = &member.ws.state().quotes[..] else { panic!("{:?}", member.ws.state().quotes) };
    assert_eq!(quote.filings.len(), 2);
    assert_eq!(quote.note.as_deref(), Some("of interest"));
    assert_eq!(quote.tags.len(), 1);
    member.types("1a");
    assert!(member.types("tag Odd").contains("Say first which sentences"), "leaving a text leaves what was taken");
    assert!(member.types("s 1").contains("Go to an item first"));
}

#[test]
fn an_item_that_states_a_rating_is_told_only_once_that_may_be_known() {
    let mut member = Member::new();
    let hidden = member.ws.catalog().items().walk().find(|item| member.ws.blindness().hides(item)).expect("one hidden");
    let (id, words) = (hidden.id.to_string(), hidden.text.clone());
    let open: Vec<CellKey> = member.ws.blindness().waiting_for(&hidden);
    drop(hidden);
    let told = member.types(&id);
    assert!(told.contains("(shown once you have rated)") && !told.contains(&words), "{told}");
    assert!(!member.prompt().ends_with(", read"), "what is not shown is not read");
    assert!(member.types("s 1").contains("once you have rated"));
    for cell in open {
        member.types(&cell.to_string());
        member.types("rate 2");
    }
    let told = member.types(&id);
    assert!(told.contains(&crate::cli::told::in_a_line(&words)[..20]), "{told}");
    assert!(!member.ws.state().seen.is_empty(), "that it was looked at is noted");
}
