//! What was said to bear on a commitment leads to it: in the list, the list of sources, and the framework matrix.

use plumbline::model::session::TriageStatus;

use crate::member::Member;
use crate::triage::member_at;

/// Two sources bear on commitment 8.
fn filed() -> Member {
    let mut member = member_at(80, 24);
    member.does("Down f \"8\" Enter Down f \"8 1\" Enter g r : \"8b\" Enter");
    member
}

#[test]
fn the_list_of_a_commitment_says_what_is_to_be_read_and_the_sources_come_first() {
    let mut member = filed();
    member.does("Enter");
    let mut wide = member_at(200, 50);
    wide.does("Down f \"8\" Enter g r : \"8b\" Enter");
    assert!(wide.sees("1 source bears on it (g s)"), "{}", wide.screen());
    member.does("g s");
    assert!(member.sees("2 you said bear on commitment 8 come first"), "{}", member.screen());
    let lines = member.looks().lines();
    let at = |code: &str| lines.iter().position(|line| line.contains(code)).unwrap_or(usize::MAX);
    assert!(at("DHS0002") < at("DHS0001") && at("DHS0003") < at("DHS0001"), "{}", lines.join("\n"));
    assert!(lines[at("DHS0003")].contains("bears on 1 8"), "{}", lines[at("DHS0003")]);
    member.does("Enter");
    assert!(member.sees("Source DHS0002"), "{}", member.screen());
    assert!(member.state().triage.values().all(|entry| entry.status == TriageStatus::Undecided));
}

#[test]
fn the_matrix_shows_them_without_a_passage_and_enter_leads_to_the_text() {
    let mut member = filed();
    member.does("g c x x Tab");
    let row = |member: &Member, code: &str| {
        member.looks().lines().into_iter().find(|row| row.contains(code)).unwrap_or_default()
    };
    assert!(row(&member, "DHS0003").starts_with("> DHS0003"), "bears on 1:\n{}", member.screen());
    assert!(row(&member, "DHS0002").starts_with("  DHS0002"), "bears on 8 only:\n{}", member.screen());
    member.does("Down Down Enter");
    assert!(member.sees("Source DHS0003"), "{}", member.screen());
    member.does("Esc");
    assert!(member.sees("Submitters by questions, commitment 1"), "{}", member.screen());
}

#[test]
fn a_government_paper_that_bears_on_a_commitment_joins_the_matrix() {
    let mut member = member_at(80, 24);
    member.does("s \"kind government\" Enter Home f \"2\" Enter");
    let code = member.state().triage.keys().next().unwrap().to_string();
    member.does("g c x x End");
    let listed = (0..12).any(|_| {
        let seen = member.sees(&format!("> {code}"));
        member.does("PgUp");
        seen
    });
    assert!(listed, "{code}:\n{}", member.screen());
}

#[test]
fn who_is_heard_stands_beside_the_anchors_once_passages_say_something() {
    let mut member = Member::at(80, 40);
    member.does("r");
    assert!(!member.sees("Heard:"), "{}", member.screen());
    member.does("Esc Enter Enter i");
    let sheet = member.screen();
    let there: String = sheet.lines().skip_while(|line| !line.contains("Heard:")).take(2).collect();
    assert!(there.contains(" submitters and ") && there.contains("none marked yet"), "{sheet}");
    member.does("Esc Esc Esc i");
    assert!(member.sees("Heard:"), "the question at hand in the grid as well:\n{}", member.screen());
    member.does("Esc Enter Down + - - - Esc r");
    let sheet = member.screen();
    let heard: String = sheet.lines().skip_while(|line| !line.contains("Heard:")).take(2).collect();
    for words in ["7 submitters and 1 publication say yes; 1 submitter, 1 voice at a", "roundtable", " say no"] {
        assert!(heard.contains(words), "{words}:\n{sheet}");
    }
    member.does("Esc i");
    let sheet = member.screen();
    assert!(sheet.contains("Heard: 7 submitters and 1 publication say yes;"), "{sheet}");
    assert!(sheet.find("Heard:") < sheet.find("Outstanding"), "before the anchors are read:\n{sheet}");
}
