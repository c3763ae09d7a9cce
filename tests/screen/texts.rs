//! Submissions whose whole text is held: read, searched, marked and copied as items are.

use std::sync::Arc;

use plumbline::model::catalog::Catalog;
use plumbline::model::evidence::Evidence;
use plumbline::model::rating::Rating;
use plumbline::model::source::SourceKind;
use plumbline::tui::effect::Effect;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;
use crate::submissions;

const TEXT: &str = "Opening words of ours.\n\nThe record was slow. Nobody asked the clinics, e.g. in Ashby. \
                    We regret it.\n\nA last line stands here.\n";

fn with_texts() -> Arc<Catalog> {
    let mut review = sample().review().clone();
    review.sources.push(submissions::source("SUB0001", "Ashby Clinics", TEXT.to_owned()));
    review.sources.push(submissions::source("SUB0002", "A long-winded charity", submissions::submission(2, 60_000)));
    catalog_of(review)
}

fn member_at(width: u16, height: u16) -> Member {
    Member::starting(Start { catalog: with_texts(), ..Start::default() }, width, height)
}

fn copied(member: &mut Member) -> String {
    let copied = member.wishes().into_iter().find_map(|wish| match wish {
        Effect::Copy { text, .. } => Some(text),
        _ => None,
    });
    copied.expect("something was copied")
}

#[test]
fn the_list_of_sources_leads_to_a_text_and_esc_back() {
    let mut member = member_at(80, 24);
    member.does("g s");
    assert!(member.sees("2 to read here"), "{}", member.screen());
    let first = member.looks().lines().iter().find(|line| line.contains("SUB0001")).cloned().expect("listed");
    assert!(first.contains("Ashby Clinics") && first.contains("submission \u{b7} 1 page"), "{first}");
    member.does("\"ashby\" Enter");
    assert!(
        member.sees("Opening words of ours.") && member.sees("submission \u{b7} 2026-01-12"),
        "{}",
        member.screen()
    );
    assert!(member.sees("text of sub0001.docx"));
    member.does("Esc");
    assert!(member.sees("\u{2500} Commitments"), "{}", member.screen());
}

#[test]
fn a_text_is_reached_by_its_code_and_where_one_was_is_kept() {
    let mut member = member_at(80, 24);
    member.does(": \"sub2\" Enter End Up");
    let under_cursor = |member: &Member| member.looks().row(member.looks().cursor.expect("a cursor").y);
    let before = under_cursor(&member);
    let member = member.starts_again();
    assert_eq!(under_cursor(&member), before);
    assert!(member.sees("\u{2500} Source SUB0002"), "{}", member.screen());
}

/// The sample, its first item of 1A changed.
fn with_first_item(change: impl FnOnce(&mut Evidence)) -> Start {
    let mut review = sample().review().clone();
    change(review.evidence.iter_mut().find(|item| item.id == "E068".into()).expect("it is there"));
    Start { catalog: catalog_of(review), ..Start::default() }
}

#[test]
fn an_item_whose_place_is_a_judgement_says_so_above_its_text_on_every_screen() {
    let note = "Where the part on this begins is a judgement: no sentence opens it, and the one before it speaks of \
                something else that nobody was asked about in all the time that this took, nor before or after that.";
    for (width, height) in [(80, 24), (200, 50), (60, 15)] {
        let start = with_first_item(|item| item.note = Some(note.to_owned()));
        let mut member = Member::starting(start, width, height);
        member.does("Enter Enter");
        let screen = member.looks();
        screen.keeps_to_its_size("a note above a text");
        let at = |words: &str| screen.lines().iter().position(|line| line.contains(words));
        let said = at("Where the part on this").unwrap_or_else(|| panic!("{}", screen.text()));
        let cursor = screen.cursor.expect("a cursor");
        assert!(said < usize::from(cursor.y), "the text goes on below:\n{}", screen.text());
        assert!(member.sees("is a judgement"), "{}", screen.text());
        let second = screen.lines()[said + 1].trim_end_matches([' ', '\u{2502}']).to_owned();
        assert_eq!(second.ends_with('\u{2026}'), width == 60, "what is cut is seen to go on:\n{}", screen.text());
        member.does("End Home");
        assert_eq!(member.screen(), screen.text(), "the text is fitted below the note");
    }
}

#[test]
fn a_note_that_names_a_level_waits_until_nothing_is_hidden() {
    let note = "The panel calls this inadequate elsewhere.";
    let mut member = Member::starting(with_first_item(|item| item.note = Some(note.to_owned())), 80, 24);
    member.does("Enter Enter");
    assert!(!member.sees("inadequate elsewhere"), "{}", member.screen());
    let start = Start { scrutiny: true, ..with_first_item(|item| item.note = Some(note.to_owned())) };
    let mut member = Member::starting(start, 80, 24);
    member.does("Enter Enter");
    assert!(member.sees("inadequate elsewhere"), "{}", member.screen());
}

#[test]
fn a_published_passage_says_who_filed_it_and_not_a_made_up_key() {
    let start = with_first_item(|item| {
        item.id = "filed-b640aa0190c3d2e1".into();
        item.filed_by = Some("Ann Clerk, Bo Clerk".to_owned());
    });
    let mut member = Member::starting(start, 80, 24);
    member.does("Enter Enter");
    assert!(member.sees("filed by Ann Clerk, Bo Clerk"), "{}", member.screen());
    assert!(member.sees("Filed passage \u{b7} item 1 of") && !member.sees("b640"), "{}", member.screen());
}

#[test]
fn a_passage_in_a_submission_is_marked_filed_and_found_again() {
    let mut member = member_at(80, 24);
    member.does("Enter : \"sub1\" Enter Down Down v");
    assert!(member.sees("Nobody asked the clinics, e.g. in Ashby."), "{}", member.screen());
    member.does("f \" 8b\" Enter - 1 Enter");
    let quote = member.state().quotes.first().expect("a passage").clone();
    assert_eq!((quote.evidence, quote.source.as_ref().map(|id| id.as_str())), (None, Some("SUB0001")));
    assert_eq!(quote.selector.exact, "Nobody asked the clinics, e.g. in Ashby.");
    assert_eq!(TEXT.chars().skip(quote.selector.start).take(8).collect::<String>(), "Nobody a");
    let filed: Vec<String> = quote.filings.iter().map(|filing| filing.cell.to_string()).collect();
    assert_eq!(filed, ["1A", "8B"]);
    // The margin names it, and it can be changed, taken back and gone to.
    let row = member.looks().lines().into_iter().find(|line| line.contains("Nobody asked")).expect("shown");
    assert!(row.trim_start_matches(['\u{2502}', ' ']).starts_with('1'), "{row}");
    member.does("v 1 Enter");
    assert!(member.state().quotes[0].tags.is_empty());
    member.does("g r : \"nobody asked\" Enter");
    assert!(member.sees("\u{2500} Source SUB0001"), "{}", member.screen());
    member.does("Backspace");
    assert!(member.state().quotes.is_empty());
    member.does("u");
    assert_eq!(member.state().quotes.len(), 1);
    member.does("Left");
    assert!(member.sees("1A Commitment met") && !member.sees("\u{2500} Source SUB0001"), "{}", member.screen());
}

#[test]
fn passages_from_items_and_submissions_are_listed_under_their_question() {
    let mut member = member_at(80, 24);
    member.does("g f");
    assert!(member.said().starts_with("No passage of yours is filed under 1A yet"), "{}", member.said());
    member.does("Enter + : \"sub1\" Enter Down v - Enter Left");
    assert!(member.sees("9 items and 1 passage from sources (g f)"), "{}", member.screen());
    member.does("g f");
    assert!(member.sees("2 passages of yours under 1A"), "{}", member.screen());
    let row = member.looks().lines().into_iter().find(|line| line.contains("The record was slow.")).expect("listed");
    assert!(row.contains("it was not met; SUB0001, 1A"), "{row}");
    member.does("Down Enter");
    assert!(member.sees("\u{2500} Source SUB0001"), "{}", member.screen());
}

#[test]
fn dot_marks_the_next_sentence_of_a_submission_as_the_last_was() {
    let mut member = member_at(80, 24);
    member.does(": \"sub1\" Enter Down v 2 + Enter Down .");
    let marked: Vec<_> = member.state().quotes.iter().map(|quote| quote.selector.exact.as_str()).collect();
    assert_eq!(marked, ["The record was slow.", "Nobody asked the clinics, e.g. in Ashby."]);
    assert!(member.state().quotes.iter().all(|quote| quote.source.is_some() && quote.tags.len() == 1));
}

#[test]
fn a_sentence_of_a_submission_is_copied_with_its_citation() {
    let mut member = member_at(80, 24);
    member.does(": \"sub1\" Enter Down y Enter");
    let copied = copied(&mut member);
    assert!(
        copied.starts_with("\u{201c}The record was slow.\u{201d} \u{2014} Ashby Clinics, SUB0001; 2026-01-12; HC 780"),
        "{copied}"
    );
    member.does("v y");
    assert!(matches!(member.wishes().as_slice(), [Effect::Copy { .. }]));
}

#[test]
fn what_is_confidential_is_copied_without_its_name() {
    let mut review = sample().review().clone();
    let mut source = submissions::source("SUB0001", "Ashby Clinics", TEXT.to_owned());
    source.confidential = true;
    source.group = Some("clinicians' roundtable".to_owned());
    review.sources.push(source);
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does(": \"sub1\" Enter y Enter");
    let text = copied(&mut member);
    assert!(text.contains("\u{2014} clinicians' roundtable, in confidence; HC 780"), "{text}");
    for not_told in ["Ashby", "SUB0001", "2026-01-12"] {
        assert!(!text.contains(not_told), "{not_told}: {text}");
    }
}

#[test]
fn slash_searches_the_text_that_is_read_and_tab_everywhere() {
    let mut member = member_at(80, 24);
    member.does(": \"sub2\" Enter / \"wards\"");
    assert!(member.sees("in this text"), "{}", member.screen());
    member.does("Enter");
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
    assert!(member.sees("\u{2500} Source SUB0002"));
    let first = member.looks().cursor;
    member.does("n");
    assert!(member.said().starts_with("Found 2 of "));
    assert_ne!((member.looks().cursor, member.screen()), (first, String::new()));
    member.does("/ \"clinics ashby\" Tab");
    assert!(member.sees("2 paragraphs, everywhere"), "{}", member.screen());
    member.does("Enter");
    assert!(member.sees("\u{2500} Source SUB0001") || member.sees("\u{2500} Source SUB0002"), "{}", member.screen());
}

#[test]
fn from_an_item_one_reads_on_where_it_stands_and_comes_back() {
    let mut review = sample().review().clone();
    let item = &mut review.evidence[0];
    let quoted: String = item.text.clone();
    item.sources = vec!["SUB0001".into()];
    let id = item.id.clone();
    review.sources.push(submissions::source("SUB0001", "Ashby Clinics", format!("{TEXT}\n{quoted}\n\nAnd on.\n")));
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does("G Enter Home Enter Tab");
    assert!(member.sees(&format!("\u{2500} {id}")), "{}", member.screen());
    assert!(member.sees("Read on where it stands: SUB0001 Ashby Clinics"), "{}", member.screen());
    member.does("Home Enter");
    assert!(member.sees("\u{2500} Source SUB0001"), "{}", member.screen());
    let row = member.looks().row(member.looks().cursor.unwrap().y);
    assert!(quoted.contains(row.trim()) && !row.trim().is_empty(), "{row}");
    member.does("Esc");
    assert!(member.sees(&format!("\u{2500} {id}")), "{}", member.screen());
}

#[test]
fn j_goes_from_submission_to_submission_and_the_end_says_so() {
    let mut member = member_at(80, 24);
    member.does(": \"sub1\" Enter End Down");
    assert!(member.said().starts_with("This is the end of SUB0001."), "{}", member.said());
    member.does("J");
    assert!(member.sees("\u{2500} Source SUB0002"));
    member.does("J");
    assert!(member.said().starts_with("This is the last source"), "{}", member.said());
    member.does("K");
    assert!(member.sees("\u{2500} Source SUB0001"));
}

#[test]
fn a_page_down_always_leads_on_also_in_one_endless_sentence() {
    let mut review = sample().review().clone();
    let endless = "and so it goes, word after word, ".repeat(3_000);
    review.sources.push(submissions::source("SUB0001", "Endless", endless));
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does(": \"sub1\" Enter");
    let mut pages = 0;
    while !member.said().starts_with("This is the end") {
        member.does("PgDn");
        member.looks().keeps_to_its_size("endless");
        pages += 1;
        assert!(pages < 300, "it never ends");
    }
    assert!(pages > 60, "{pages} pages");
    for _ in 0..pages {
        member.does("PgUp");
    }
    let top = member.looks().lines().join("\n");
    assert!(top.contains("Endless"), "{top}");
    assert!(member.looks().cursor.is_some_and(|at| at.y < 8), "{top}");
}

#[test]
fn a_report_held_as_text_waits_until_what_it_rates_is_answered() {
    let mut review = sample().review().clone();
    let mut report = submissions::source("REPORT", "The report itself", "Quodlibet: the rating is good.\n".to_owned());
    report.kind = SourceKind::Publication;
    review.sources.push(report);
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.does(": \"report itself\" Enter");
    assert!(!member.sees("Quodlibet"), "{}", member.screen());
    member.does("/ \"quodlibet\"");
    assert!(member.sees("Nothing found"), "{}", member.screen());
    member.does("Esc g s \"report itself\" Enter v Tab Tab Tab v Esc");
    assert!(!member.sees("Quodlibet") && member.state().quotes.is_empty(), "{}", member.screen());
    member.does("g r");
    let cells: Vec<_> = member.app.workspace().catalog().review().cells().collect();
    for cell in cells {
        member.does(&format!(": \"{}\" Enter 2 Enter", cell.to_string().to_lowercase()));
        assert_eq!(member.state().ratings[&cell].rating, Rating::Good);
    }
    member.does("g s \"report itself\" Enter");
    assert!(member.sees("Quodlibet"), "{}", member.screen());
}

#[test]
fn a_million_characters_open_and_end_on_every_screen() {
    let mut review = sample().review().clone();
    review.sources.push(submissions::source("SUB0001", "Long", submissions::submission(1, 1_000_000)));
    review.sources.push(submissions::source("SUB0002", "One line", "word ".repeat(200_000)));
    let catalog = catalog_of(review);
    for code in ["sub1", "sub2"] {
        let mut member = Member::starting(Start { catalog: catalog.clone(), ..Start::default() }, 80, 24);
        member.does(&format!(": \"{code}\" Enter End v Left + Enter Up Home"));
        assert_eq!(member.state().quotes.len(), 1);
        for (width, height) in [(200, 50), (60, 15), (120, 40)] {
            member.resizes(width, height);
            member.does("PgDn w w b G");
            member.looks().keeps_to_its_size(code);
        }
    }
}
