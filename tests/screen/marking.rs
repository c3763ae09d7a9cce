//! Marking passages: tag, stance, ends, notes, filing, repeating, and whole items from the list.

use plumbline::model::quote::Quote;
use plumbline::model::quote::Stance;

use crate::member::Member;

/// In the text of the second item of 1A: three sentences, two notes.
fn in_a_text() -> Member {
    let mut member = Member::new();
    member.does("Enter Down Enter");
    member
}

fn labels(member: &Member, quote: &Quote) -> Vec<String> {
    quote.tags.iter().map(|tag| member.state().tag(tag).unwrap().label.clone()).collect()
}

fn filed(quote: &Quote) -> Vec<(String, Option<Stance>)> {
    quote.filings.iter().map(|filing| (filing.cell.to_string(), filing.stance)).collect()
}

#[test]
fn a_sentence_is_marked_tagged_and_said_to_speak_for_no_with_four_keys() {
    let mut member = in_a_text();
    member.does("v 3 - Enter");
    let quotes = &member.state().quotes;
    assert_eq!(quotes.len(), 1);
    assert!(quotes[0].selector.exact.starts_with("There is sound evidence that"), "{}", quotes[0].selector.exact);
    assert!(quotes[0].selector.exact.ends_with("register."), "to the end of its sentence");
    assert_eq!(labels(&member, &quotes[0]), ["Digital exclusion"]);
    assert_eq!(filed(&quotes[0]), [("1A".to_owned(), Some(Stance::Undermines))]);
    assert_eq!(member.said(), "Tag Digital exclusion on DHS0020, 1A.");
    assert_eq!(member.acts(), ["mark"], "one gesture, one act");
}

#[test]
fn esc_drops_a_passage_and_nothing_was_marked() {
    let mut member = in_a_text();
    let before = member.state().clone();
    member.does("v 3 - Right Right Esc");
    assert_eq!(*member.state(), before);
    assert_eq!(member.said(), "Dropped; nothing was marked.");
}

#[test]
fn a_marked_passage_is_opened_again_and_gets_other_tags_and_another_stance() {
    let mut member = in_a_text();
    member.does("v 3 - Enter v");
    assert!(member.sees("Change the passage"));
    member.does("3 5 + Enter");
    let quotes = &member.state().quotes;
    assert_eq!(quotes.len(), 1, "changed, not marked twice");
    assert_eq!(labels(&member, &quotes[0]), ["Workforce capacity and skills"]);
    assert_eq!(filed(&quotes[0]), [("1A".to_owned(), Some(Stance::Supports))]);
}

#[test]
fn a_passage_opened_and_kept_without_a_change_is_no_act() {
    let mut member = in_a_text();
    member.does("v 3 - Enter v Enter");
    assert_eq!(member.acts(), ["mark"]);
    assert_eq!(member.said(), "The passage is as it was.");
}

#[test]
fn v_twice_on_a_marked_sentence_begins_a_new_passage_there_and_three_times_takes_the_word() {
    let mut member = in_a_text();
    member.does("v 3 - Enter v");
    assert!(member.sees("Change the passage \u{b7} v: a new one here"), "{}", member.screen());
    member.does("v 5 + Enter");
    let first = member.state().quotes[0].selector.clone();
    assert_eq!(member.state().quotes.len(), 2, "{}", member.said());
    assert_eq!(member.state().quotes[1].selector, first, "the same sentence");
    assert_eq!(labels(&member, &member.state().quotes[0]), ["Digital exclusion"], "left as it was");
    assert_eq!(labels(&member, &member.state().quotes[1]), ["Workforce capacity and skills"]);
    assert_eq!(filed(&member.state().quotes[1]), [("1A".to_owned(), Some(Stance::Supports))]);
    member.does("v v v Enter");
    assert_eq!(member.state().quotes[2].selector.exact.split_whitespace().count(), 1, "the word under the cursor");
    assert_eq!(member.acts(), ["mark", "mark", "mark"]);
}

#[test]
fn a_change_begun_is_not_lost_to_the_key_that_begins_a_new_passage() {
    let mut member = in_a_text();
    member.does("v 3 - Enter v 5 v");
    assert!(member.said().starts_with("Enter keeps the change"), "{}", member.said());
    member.does("Enter");
    assert_eq!(labels(&member, &member.state().quotes[0]), ["Digital exclusion", "Workforce capacity and skills"]);
}

#[test]
fn ends_move_by_word_sentence_and_letter() {
    let mut member = in_a_text();
    member.does("v Enter");
    let sentence = member.state().quotes[0].selector.clone();
    member.does("v Left Enter");
    let shorter = &member.state().quotes[0].selector;
    assert_eq!((shorter.start, shorter.end < sentence.end), (sentence.start, true));
    assert!(shorter.exact.ends_with("to") || shorter.exact.ends_with("register"), "{}", shorter.exact);
    member.does("v Down Down Enter");
    assert!(member.state().quotes[0].selector.exact.ends_with("no longer is."), "on to the next sentence's end");
    member.does("v h h Enter");
    assert!(member.state().quotes[0].selector.exact.ends_with("no longer i"), "back by two letters");
    member.does("v o Right Enter");
    let other_end = &member.state().quotes[0].selector;
    assert!(other_end.exact.starts_with("is sound evidence"), "the other end moved: {}", other_end.exact);
}

#[test]
fn v_again_takes_the_word_and_a_capital_v_the_item() {
    let mut member = in_a_text();
    member.does("w w w v v Enter");
    assert_eq!(member.state().quotes[0].selector.exact, "evidence");
    member.does("V Enter");
    let item = member.app.workspace().catalog().evidence(&"E069".into()).unwrap().text.clone();
    assert_eq!(member.state().quotes[1].selector.exact, item);
}

#[test]
fn a_passage_is_filed_under_two_questions_and_a_whole_commitment() {
    let mut member = in_a_text();
    member.does("v - f \" 3a 8\" Enter Enter");
    let no = Some(Stance::Undermines);
    let quote = &member.state().quotes[0];
    assert_eq!(filed(quote), [("1A".into(), no), ("3A".into(), None), ("8".into(), None)]);
    member.does(": \"3a\" Enter Enter");
    assert!(member.sees("17 items"), "what is filed elsewhere does not grow the list:\n{}", member.screen());
}

#[test]
fn what_a_passage_says_can_differ_from_question_to_question() {
    let mut member = in_a_text();
    member.does("v f \"3a\" Enter Tab + Tab - Enter");
    let quote = &member.state().quotes[0];
    let said = [("1A".into(), Some(Stance::Supports)), ("3A".into(), Some(Stance::Undermines))];
    assert_eq!(filed(quote), said);
}

#[test]
fn every_pinned_tag_can_be_seen_on_a_small_screen() {
    let mut member = in_a_text();
    member.does("v 6");
    for digit in 1..=9 {
        assert!(member.sees(&format!("{digit} ")), "{digit}:\n{}", member.screen());
    }
    assert!(member.sees("9 Procurement and frameworks"), "{}", member.screen());
}

#[test]
fn filing_under_a_question_that_is_not_there_says_what_can_be_typed() {
    let mut member = in_a_text();
    member.does("v f \" 44z\" Enter");
    assert!(member.said().contains("Type questions like 8b 3a, or 8"), "{}", member.said());
    assert!(member.app.is_typing(), "what was typed stays to be mended");
    member.does("Esc Enter");
    assert_eq!(filed(&member.state().quotes[0]).len(), 1, "filed as before");
}

#[test]
fn a_note_on_a_passage_is_kept_with_it() {
    let mut member = in_a_text();
    member.does("v e \"who says so?\" Enter");
    assert!(member.sees("who says so?"));
    member.does("Enter");
    assert_eq!(member.state().quotes[0].note.as_deref(), Some("who says so?"));
    assert_eq!(member.acts(), ["mark"]);
}

#[test]
fn a_tag_is_found_by_typing_and_a_new_name_makes_one() {
    let mut member = in_a_text();
    member.does("v t \"pace\" Enter Enter Enter");
    assert_eq!(labels(&member, &member.state().quotes[0]), ["Pace and delay"]);
    member.does("Down v t \"Waiting rooms\" Enter Enter Enter");
    assert_eq!(labels(&member, &member.state().quotes[1]), ["Waiting rooms"]);
    assert_eq!(member.state().codebook.last().unwrap().label, "Waiting rooms");
}

#[test]
fn a_passage_is_taken_away_from_its_sheet_and_from_the_text() {
    let mut member = in_a_text();
    member.does("v 3 Enter v Backspace");
    assert!(member.state().quotes.is_empty());
    member.does("u");
    assert_eq!(member.state().quotes.len(), 1);
    member.does("Backspace");
    assert!(member.state().quotes.is_empty());
    assert_eq!(member.said(), "Passage on DHS0020, 1A taken away.");
}

#[test]
fn a_rating_no_longer_rests_on_a_passage_that_was_taken_away() {
    let mut member = in_a_text();
    member.does("v 3 - Enter r 4 Enter");
    let rests_on = |member: &Member| member.state().ratings.values().next().unwrap().quotes.len();
    assert_eq!(rests_on(&member), 1);
    member.does("Backspace");
    assert_eq!(rests_on(&member), 0);
    member.does("u");
    assert_eq!(rests_on(&member), 1);
}

#[test]
fn a_point_repeats_the_last_marking_on_another_sentence() {
    let mut member = in_a_text();
    member.does("v 3 5 - e \"mine\" Enter Enter Down .");
    let quotes = &member.state().quotes;
    assert_eq!(quotes.len(), 2);
    assert!(quotes[1].selector.exact.starts_with("The pass used to"), "{}", quotes[1].selector.exact);
    assert_eq!((&quotes[1].tags, filed(&quotes[1])), (&quotes[0].tags, filed(&quotes[0])));
    assert_eq!(quotes[1].note, None, "a note belongs to its own passage");
}

#[test]
fn a_point_under_another_question_files_there() {
    let mut member = in_a_text();
    member.does("v 3 - Enter : \"8b\" Enter Enter Enter J .");
    assert_eq!(filed(&member.state().quotes[1]), [("8B".to_owned(), Some(Stance::Undermines))]);
}

#[test]
fn a_point_with_nothing_to_repeat_says_how_to_mark() {
    let mut member = in_a_text();
    member.does(".");
    assert!(member.state().quotes.is_empty());
    assert_eq!(member.said(), "Nothing to repeat yet: v marks a passage first.");
}

#[test]
fn whole_items_are_marked_from_the_list_and_the_cursor_goes_on() {
    let mut member = Member::new();
    member.does("Enter + - m c");
    let stances: Vec<_> = member.state().quotes.iter().map(|quote| filed(quote)[0].1.unwrap()).collect();
    assert_eq!(stances, [Stance::Supports, Stance::Undermines, Stance::Mixed, Stance::Context]);
    assert!(member.sees("9 items: 1 says yes, 1 says no, 1 says both, 1 background, 5 unmarked"));
    let rows: Vec<char> = member.looks().lines()[3..8].iter().map(|row| row.chars().next().unwrap()).collect();
    assert_eq!(rows, ['+', '-', '\u{b1}', '\u{b7}', ' ']);
    assert_eq!(member.looks().cursor.unwrap().y, 7, "on the fifth item");
    assert_eq!(member.app.workspace().read().len(), 4, "what was marked was read");
}

#[test]
fn marking_a_whole_item_again_changes_what_it_says_and_clearing_takes_it_away() {
    let mut member = Member::new();
    member.does("Enter + Up -");
    assert_eq!(member.state().quotes.len(), 1);
    assert_eq!(filed(&member.state().quotes[0])[0].1, Some(Stance::Undermines));
    member.does("Up Backspace");
    assert!(member.state().quotes.is_empty());
}

#[test]
fn overlapping_passages_stand_side_by_side_in_the_margin() {
    let mut member = in_a_text();
    member.does("V 2 + Enter v 3 - Enter");
    let rows = member.looks().lines();
    let margins: Vec<&str> = rows[5..9].iter().map(|row| row.get(..row.len().min(3)).unwrap_or("")).collect();
    assert!(rows[5].starts_with("23  There is sound"), "{}", rows[5]);
    assert!(rows[6].starts_with("\u{2502}\u{2502}  made more"), "{}", rows[6]);
    assert!(rows[8].starts_with("\u{2502}   longer is"), "{margins:?} {}", rows[8]);
    assert_eq!(member.state().quotes.len(), 2);
}

#[test]
fn where_several_passages_overlap_v_opens_the_shortest() {
    let mut member = in_a_text();
    member.does("V 2 + Enter v 3 - Enter v 3 4 Enter");
    assert_eq!(labels(&member, &member.state().quotes[0]), ["Digital maturity"]);
    assert_eq!(labels(&member, &member.state().quotes[1]), ["Social care overlooked"]);
}

#[test]
fn an_item_marked_as_a_whole_does_not_keep_its_sentences_from_being_marked() {
    let mut member = Member::new();
    member.does("Enter Down + Up Enter v 3 - Enter");
    let quotes = &member.state().quotes;
    assert_eq!(quotes.len(), 2, "v began a new passage");
    assert!(quotes[1].selector.end < quotes[0].selector.end, "of one sentence");
    member.does("V 5 Enter");
    let quotes = &member.state().quotes;
    assert_eq!(quotes.len(), 2, "V changed the one on the whole item");
    assert_eq!(labels(&member, &quotes[0]), ["Workforce capacity and skills"]);
}

#[test]
fn from_the_list_v_changes_the_mark_on_the_whole_item() {
    let mut member = Member::new();
    member.does("Enter Down + Up v 3 Enter");
    assert_eq!(member.state().quotes.len(), 1);
    assert_eq!(labels(&member, &member.state().quotes[0]), ["Digital exclusion"]);
}

#[test]
fn keeping_a_passage_names_all_it_is_filed_under() {
    let mut member = Member::new();
    member.does("Enter Enter v f \"3a 8\" Enter Enter");
    assert!(member.said().ends_with(", 1A, 3A, 8."), "{}", member.said());
}
