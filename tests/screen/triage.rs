//! Triage: sources decided about at one key, filed, shown and ordered, and taken back.

use std::sync::Arc;

use plumbline::model::catalog::Catalog;
use plumbline::model::review::ReviewSettings;
use plumbline::model::review::TriageReason;
use plumbline::model::session::TriageStatus;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;
use crate::submissions;

const TEXT: &str = "Opening words of ours.\n\nThe record was slow. Nobody asked the clinics.\n\nA last line.\n";

/// The sample's submissions and roundtables, the first five with texts of their own.
pub fn with_texts(reason: TriageReason) -> Arc<Catalog> {
    let mut review = sample().review().clone();
    for (at, source) in review.sources.iter_mut().take(5).enumerate() {
        source.text = Some(if at == 2 { submissions::submission(2, 20_000) } else { format!("{at}. {TEXT}") });
    }
    let settings = review.settings.get_or_insert_with(ReviewSettings::default);
    settings.triage_reason = Some(reason);
    catalog_of(review)
}

pub fn member_at(width: u16, height: u16) -> Member {
    let catalog = with_texts(TriageReason::Never);
    let mut member = Member::starting(Start { catalog, ..Start::default() }, width, height);
    member.does("g t");
    member
}

fn asked(reason: TriageReason) -> Member {
    let mut member = Member::starting(Start { catalog: with_texts(reason), ..Start::default() }, 80, 24);
    member.does("g t");
    member
}

fn status(member: &Member, code: &str) -> TriageStatus {
    member.state().triage.get(&code.into()).map_or(TriageStatus::Undecided, |entry| entry.status)
}

/// The line under the cursor.
fn line(member: &Member) -> String {
    let screen = member.looks();
    screen.row(screen.cursor.unwrap().y)
}

#[test]
fn one_key_decides_says_so_and_goes_on_to_the_next() {
    let mut member = member_at(80, 24);
    assert!(member.sees("0 of 53 decided"), "{}", member.screen());
    member.does("1 2 3 4");
    let decided = ["DHS0001", "DHS0002", "DHS0003", "DHS0005"].map(|code| status(&member, code));
    use TriageStatus::*;
    assert_eq!(decided, [Relevant, SetAside, Flagged, Deferred]);
    assert!(member.sees("3 of 53 decided \u{b7} 1 later"), "{}", member.screen());
    assert!(line(&member).contains("DHS0006"), "{}", member.screen());
    assert_eq!(member.said(), "DHS0005 put off for later. 49 to go.");
    member.does("K 2");
    assert_eq!(status(&member, "DHS0005"), SetAside, "a decision can be changed");
    assert!(line(&member).contains("DHS0006"));
}

#[test]
fn those_put_off_come_back_once_all_are_looked_at_and_the_last_decision_says_that_it_was_the_last() {
    let mut member = member_at(80, 24);
    member.does("4 4");
    for _ in 0..51 {
        member.does("1");
    }
    assert!(line(&member).contains("DHS0001"), "{}", member.screen());
    assert!(member.said().ends_with("All are looked at; this is one of 2 put off."), "{}", member.said());
    member.does("2");
    assert!(line(&member).contains("DHS0002"), "{}", member.screen());
    member.does("1");
    assert_eq!(member.said(), "DHS0002 relevant. Every source here is decided.");
    let header = member.looks().row(0);
    assert!(header.contains("53 of 53 decided") && !header.contains("later"), "{header}");
}

#[test]
fn undo_at_any_depth_returns_to_the_source_and_to_the_place_in_its_text() {
    let mut member = member_at(80, 24);
    member.does("Down Down Enter Down Down Down");
    let place = member.looks().cursor;
    let screen = member.screen();
    member.does("1");
    assert!(member.sees("Source DHS0005"), "the next text stands where this one stood:\n{}", member.screen());
    member.does("2 3 4");
    for _ in 0..4 {
        member.does("u");
    }
    assert_eq!(member.said(), "Undone: DHS0003 relevant.");
    assert!(member.sees("Source DHS0003"), "{}", member.screen());
    assert_eq!(member.looks().cursor, place, "\n{screen}\n{}", member.screen());
    assert!(member.state().triage.is_empty());
    member.does("Esc");
    assert!(line(&member).contains("DHS0003"), "{}", member.screen());
    member.does("Ctrl+R");
    assert_eq!(status(&member, "DHS0003"), TriageStatus::Relevant);
}

#[test]
fn undo_brings_back_a_source_that_is_not_shown_any_more() {
    let mut member = member_at(80, 24);
    member.does("s \"undecided\" Enter 1 1");
    assert!(member.sees("51 of 53 shown: only undecided"), "{}", member.screen());
    assert!(!member.sees("DHS0001"), "{}", member.screen());
    member.does("u u");
    assert!(line(&member).contains("DHS0001"), "{}", member.screen());
}

#[test]
fn backspace_takes_a_decision_back_and_leaves_what_it_bears_on() {
    let mut member = member_at(80, 24);
    member.does("f \"1 3\" Enter 1 K Backspace");
    let entry = &member.state().triage[&"DHS0001".into()];
    assert_eq!((entry.status, entry.bears_on.len()), (TriageStatus::Undecided, 2));
    member.does("Down Backspace");
    assert_eq!(member.said(), "DHS0002 is undecided.");
    assert_eq!(member.acts().len(), 3);
}

#[test]
fn a_reason_is_asked_for_in_the_same_gesture_where_the_review_says_so() {
    let mut member = asked(TriageReason::SetAside);
    member.does("1 2");
    assert!(member.sees("Why is DHS0002 set aside?"), "{}", member.screen());
    assert_eq!(status(&member, "DHS0002"), TriageStatus::Undecided, "nothing is kept before Enter");
    member.does("\"a leaflet\" Enter");
    assert_eq!(member.state().triage[&"DHS0002".into()].reason.as_deref(), Some("a leaflet"));
    assert!(line(&member).contains("DHS0003"), "{}", member.screen());
    member.does("2 Enter");
    assert!(member.sees("set aside\u{b0}DHS0003"), "asked for and not given is marked:\n{}", member.screen());
    member.does("2 Esc");
    assert_eq!(status(&member, "DHS0005"), TriageStatus::Undecided, "Esc leaves it undecided");

    let mut member = asked(TriageReason::Always);
    member.does("4");
    assert_eq!(status(&member, "DHS0001"), TriageStatus::Deferred, "later is not a decision to be reasoned");
    member.does("1 \"all of it\" Enter");
    assert_eq!(status(&member, "DHS0002"), TriageStatus::Relevant);
    assert_eq!(member.acts(), ["triage", "triage"], "a decision and its reason are one act");
}

#[test]
fn e_writes_a_reason_at_any_time_and_a_note_where_nothing_is_decided() {
    let mut member = member_at(80, 24);
    member.does("2 K e \"off the point\" Enter");
    let entry = &member.state().triage[&"DHS0001".into()];
    assert_eq!((entry.status, entry.reason.as_deref()), (TriageStatus::SetAside, Some("off the point")));
    assert!(line(&member).contains("DHS0001") && member.sees("off the point"), "{}", member.screen());
    member.does("2");
    assert_eq!(member.state().triage[&"DHS0001".into()].reason.as_deref(), Some("off the point"), "it stays");
    member.does("e \"ask them\" Enter");
    assert_eq!(member.state().notes[0].text, "ask them");
    assert!(line(&member).contains("note"), "{}", member.screen());
}

#[test]
fn a_source_is_filed_under_commitments_and_the_next_one_in_the_same_way_at_one_key() {
    let mut member = member_at(80, 24);
    member.does("f \"1 3 8\" Enter");
    let bears = |member: &Member, code: &str| -> Vec<String> {
        member
            .state()
            .triage
            .get(&code.into())
            .map_or_else(Vec::new, |entry| entry.bears_on.iter().map(ToString::to_string).collect())
    };
    assert_eq!(bears(&member, "DHS0001"), ["1", "3", "8"]);
    assert_eq!(status(&member, "DHS0001"), TriageStatus::Undecided, "filing decides nothing");
    assert_eq!(member.said(), "DHS0001 bears on 1, 3, 8.");
    assert!(line(&member).contains("\u{2192}1 3 8"), "{}", member.screen());
    member.does("Down .");
    assert_eq!(bears(&member, "DHS0002"), ["1", "3", "8"]);
    member.does("f Ctrl+U \"4\" Enter");
    assert_eq!(bears(&member, "DHS0002"), ["4"]);
    member.does("f Ctrl+U Enter");
    assert!(bears(&member, "DHS0002").is_empty());
    member.does("f \"12\" Enter");
    assert!(member.said().starts_with("There is no commitment 12 here."), "{}", member.said());
    assert!(member.sees("Which commitments does DHS0002 bear on?"), "what was typed is still there");
}

#[test]
fn with_a_letter_passages_are_filed_under_that_question_until_changed() {
    let mut member = member_at(80, 24);
    assert!(member.sees("filing under 1A (f)"), "{}", member.screen());
    member.does("f \"8b\" Enter");
    assert!(member.sees("filing under 8B (f)"), "{}", member.screen());
    assert_eq!(member.said(), "DHS0001 bears on 8; passages are filed under 8B from now on.");
    member.does("f \"1 3a\" Enter");
    assert_eq!(member.said(), "DHS0001 bears on 1, 3, 8; passages are filed under 3A from now on.");
    member.does("f \"8b\" Enter");
    assert_eq!(member.said(), "DHS0001 bears on 1, 3, 8; passages are filed under 8B from now on.");
    member.does("Enter Down v 3 - Enter");
    let quote = &member.state().quotes[0];
    assert_eq!(
        (quote.source.as_ref().unwrap().as_str(), quote.filings[0].cell.to_string().as_str()),
        ("DHS0001", "8B")
    );
    member.does("J Down v Enter");
    assert_eq!(member.state().quotes[1].filings[0].cell.to_string(), "8B", "until changed");
    assert!(Member::at(120, 40).does("g t").sees("filing under 1A until changed (f)"));
}

#[test]
fn everything_of_the_reader_works_beside_the_queue() {
    let mut member = member_at(120, 40);
    member.does("Enter Down v 3 Enter Down .");
    assert_eq!(member.state().quotes.len(), 2, "{}", member.screen());
    member.does("Backspace");
    assert_eq!(member.state().quotes.len(), 1);
    member.does("u / \"clinics\"");
    assert!(member.sees("Nobody asked the clinics"), "{}", member.screen());
    member.does("Enter");
    assert!(member.sees("Triage") && member.sees("Source DHS0001"), "the search stays here:\n{}", member.screen());
    member.does("y");
    assert!(member.sees("DHS0001") && member.sees("clinics"), "{}", member.screen());
    member.does("Esc Tab Enter");
    assert!(!member.sees(" Triage"), "an item that cites it is read in the review:\n{}", member.screen());
    member.does("Esc");
    assert!(member.sees("Triage"), "and Esc leads back:\n{}", member.screen());
}

#[test]
fn reading_needs_no_decision_and_leaves_none() {
    let mut member = member_at(80, 24);
    member.does("Enter Down Down End J End Esc Down Enter Esc Esc");
    assert!(member.acts().is_empty() && member.state().triage.is_empty());
    assert!(member.sees("Commitments"), "{}", member.screen());
}

#[test]
fn other_kinds_of_sources_are_decided_about_as_well() {
    let mut member = member_at(80, 24);
    member.does("s \"kind government\" Enter");
    assert!(member.sees("0 of 32 decided"), "{}", member.screen());
    member.does("1");
    assert!(member.sees("1 of 32 decided"), "{}", member.screen());
    member.does("s \"every kind\" Enter");
    assert!(member.sees("1 of 183 decided"), "{}", member.screen());
}

#[test]
fn what_is_shown_only_is_said_with_how_many_and_esc_shows_all() {
    let mut member = member_at(80, 24);
    for (only, said) in [
        ("their text here", "5 of 53 shown: only with their text here. Esc shows all"),
        ("group clinicians", "of 53 shown: only Clinicians working in the NHS"),
        ("under 8b", "of 53 shown: only cited under 8B"),
    ] {
        member.does(&format!("s \"{only}\" Enter"));
        assert!(member.sees(said), "{only}:\n{}", member.screen());
        member.does("Esc");
        assert!(member.sees("53 received"), "{}", member.screen());
    }
}

#[test]
fn sources_are_ordered_and_one_key_leads_back_to_the_registers_order() {
    let mut member = member_at(80, 24);
    let first = |member: &mut Member| {
        member.does("Home");
        line(member)
    };
    let register = first(&mut member);
    member.does("o \"cited\" Enter");
    assert!(member.sees("most cited first"), "{}", member.screen());
    assert_ne!(first(&mut member), register);
    member.does("O");
    assert_eq!(first(&mut member), register);
    assert!(member.acts().is_empty(), "how a list stands is no act");
    member.does("o \"own\" Enter");
    assert!(member.sees("in your own order"), "{}", member.screen());
    let own = first(&mut member);
    assert_ne!(own, register);
    assert!(member.state().settings.order_seed.is_some());
    let mut member = member.starts_again();
    member.does("g t");
    assert_eq!(first(&mut member), own, "the order is the member's and stays");
    member.does("O");
    assert_eq!(first(&mut member), register);
    member.does("u");
    assert_eq!(first(&mut member), own, "taken back like any act");
    member.does("O o \"own\" Enter");
    assert_eq!(first(&mut member), own, "chosen anew it is the same");
}

#[test]
fn coming_back_finds_the_source_one_was_at() {
    let mut member = member_at(80, 24);
    member.does("1 Enter Down Down");
    let before = member.looks().cursor;
    let member = member.starts_again();
    assert!(member.sees("Source DHS0002"), "{}", member.screen());
    assert_eq!(member.looks().cursor, before);
}

#[test]
fn where_the_session_is_only_read_nothing_is_decided_and_it_says_why() {
    let access = plumbline::review::workspace::Access::ReadOnly("Only read here.".to_owned());
    let start = Start { catalog: with_texts(TriageReason::Always), access, ..Start::default() };
    let mut member = Member::starting(start, 80, 24);
    for keys in ["1", "f", "Backspace"] {
        member.does("g t").does(keys);
        assert!(member.acts().is_empty(), "{keys}");
        assert!(!member.app.is_typing(), "{keys}: {}", member.screen());
    }
    assert!(!member.sees("1 relevant"), "{}", member.screen());
}

#[test]
fn a_text_that_states_ratings_stays_withheld_in_triage() {
    let mut review = sample().review().clone();
    let reaction = review.sources.iter_mut().find(|source| source.id.as_str() == "REACT-CSP").unwrap();
    reaction.text = Some("Secretword is what they were called.".to_owned());
    let start = Start { catalog: catalog_of(review), ..Start::default() };
    let mut member = Member::starting(start, 120, 40);
    member.does("g t s \"kind reaction\" Enter Home");
    for _ in 0..5 {
        member.does("Enter y Esc Esc / \"secretword\"");
        assert!(!member.sees("Secretword is"), "{}", member.screen());
        member.does("Esc Down");
    }
    assert!(member.state().seen.is_empty());
}

#[test]
fn texts_that_are_alike_are_decided_together_and_taken_back_as_one() {
    let mut review = with_texts(TriageReason::Never).review().clone();
    for at in [3, 7, 9] {
        review.sources[at].like = Some(review.sources[1].id.clone());
    }
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does("g t a");
    assert_eq!(member.said(), "No other text here is like DHS0001.");
    member.does("Down s \"alike\" Enter");
    assert!(
        member.sees("4 of 53 shown: only with others alike"),
        "found by the word in the rows:\n{}",
        member.screen()
    );
    member.does("Esc");
    assert!(line(&member).contains("4 alike"), "{}", member.screen());
    member.does("a");
    assert!(member.said().starts_with("None of these texts is decided yet"), "{}", member.said());
    member.does("2 K a");
    assert!(member.said().starts_with("3 texts like DHS0002 set aside, as DHS0002."), "{}", member.said());
    assert!(member.sees("4 of 53 decided"), "{}", member.screen());
    member.does("u");
    assert!(member.sees("1 of 53 decided"), "{}", member.screen());
    assert!(line(&member).contains("DHS0002"), "where the key was pressed:\n{}", member.screen());
    member.does("a").hurries("1");
    assert!(!member.said().contains("passage"), "no passage was kept: {}", member.said());
    member.does("u u");
    let second = member.app.workspace().catalog().review().sources[7].id.to_string();
    member.does(&format!("Home {}", "Down ".repeat(5)));
    while !line(&member).contains(&second) {
        member.does("Down");
    }
    member.does("a Home u");
    assert_eq!(member.said(), format!("Undone: {second} and 2 like texts set aside."));
    assert!(line(&member).contains(&second), "where the key was pressed:\n{}", member.screen());
}

#[test]
fn a_digit_that_comes_right_after_a_passage_was_kept_decides_nothing() {
    let mut member = member_at(80, 24);
    member.does("Enter Down v 3 - Enter").hurries("1");
    assert!(member.said().starts_with("That came right after a passage was kept"), "{}", member.said());
    assert_eq!(status(&member, "DHS0001"), TriageStatus::Undecided);
    member.does("1");
    assert_eq!(status(&member, "DHS0001"), TriageStatus::Relevant, "a moment later it decides");
    member.hurries("2 3");
    assert_eq!(member.state().triage.len(), 3, "decisions may follow one another as fast as one likes");
}

#[test]
fn walking_through_what_was_found_comes_back_to_triage_after_an_item_and_says_when_it_goes_round() {
    let mut review = with_texts(TriageReason::Never).review().clone();
    review.evidence[0].text.push_str(" Zebra.");
    for at in [0, 1] {
        review.sources[at].text = Some("Opening words.\n\nHere is a zebra.\n".to_owned());
    }
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does("g t / \"zebra\" Tab Enter");
    assert!(member.said().starts_with("Found 1 of 3;") && !member.sees("Triage"), "an item:\n{}", member.screen());
    for code in ["DHS0001", "DHS0002"] {
        member.does("n");
        assert!(member.sees("Triage") && member.sees(&format!("Source {code}")), "{code}:\n{}", member.screen());
        assert!(!member.said().contains("again"), "{}", member.said());
    }
    member.does("n");
    assert!(member.said().starts_with("Found 1 of 3, from the start again;"), "{}", member.said());
    member.does("N");
    assert!(member.said().starts_with("Found 3 of 3, from the end again;"), "{}", member.said());
    assert!(member.sees("Triage"), "{}", member.screen());
    member.does("Esc Esc g r n");
    assert!(!member.sees("Triage"), "whoever left triage meanwhile is not taken back:\n{}", member.screen());
}

#[test]
fn what_is_shown_only_and_in_which_order_is_as_it_was_at_the_next_start() {
    let mut member = member_at(80, 24);
    member.does("s \"undecided\" Enter o \"shortest\" Enter 1 Down");
    let at = line(&member);
    assert!(member.sees("52 of 53 shown: only undecided, shortest first"), "{}", member.screen());
    let mut member = member.starts_again();
    assert!(member.sees("52 of 53 shown: only undecided, shortest first"), "{}", member.screen());
    assert_eq!(line(&member), at, "{}", member.screen());
    // Also where the member had left the view before.
    member.does("Esc O \"register\" Enter g r");
    let mut member = member.starts_again();
    member.does("g t");
    assert!(member.sees("53 received: 43 submissions, 10 roundtables"), "{}", member.screen());
}

#[test]
fn sources_chosen_instead_of_a_list_handed_out_stay_chosen_and_a_list_that_comes_later_is_read_first() {
    let mut member = member_at(80, 24);
    member.does("s \"every kind\" Enter g r");
    let mut member = member.starts_again();
    member.app.hand_out(vec!["DHS0003".into(), "DHS0002".into()]);
    member.does("g t");
    assert!(member.sees("2 handed out to you"), "{}", member.screen());
    member.does("s \"every kind\" Enter");
    let mut member = member.starts_again();
    member.app.hand_out(vec!["DHS0003".into(), "DHS0002".into()]);
    assert!(!member.sees("handed out to you"), "{}", member.screen());
}
