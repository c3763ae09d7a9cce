use super::*;
use crate::export::fixture::agree;
use crate::export::fixture::made;
use crate::export::fixture::rate;
use crate::export::fixture::worked;
use crate::model::act::Act;
use crate::model::rating::Rating;
use crate::model::review::ShowRollup;

fn question<'a>(report: &'a Report, id: &str) -> &'a QuestionPart {
    report.commitments.iter().flat_map(|part| &part.questions).find(|it| it.id == id).expect("a question")
}

#[test]
fn a_retold_text_stands_without_quotation_marks_and_a_source_s_words_within_them() {
    let report = made(&worked(|_| {}));
    let passages = &question(&report, "1B").passages;
    assert_eq!(passages[0].words, "The funding ended with the pilot,", "what the rating rests on comes first");
    assert!(passages[0].relied_on && !passages[1].relied_on);
    assert_eq!(passages[1].words, "\u{201c}The funding came on time.\u{201d}");
    let named = "A panel, Small Review of 2026, 2026-01-02";
    assert_eq!(report.footnotes[0].text, format!("A trust, DHS0032; {named}, note 427 (paraphrase)"));
    assert_eq!(report.footnotes[1].text, format!("A charity, DHS0007; {named}"));
}

#[test]
fn notes_rise_from_one_and_lead_to_the_register_and_back() {
    let report = made(&worked(|_| {}));
    let numbers: Vec<usize> = report.footnotes.iter().map(|note| note.number).collect();
    let referred: Vec<usize> = report
        .commitments
        .iter()
        .flat_map(|part| part.questions.iter().flat_map(|it| &it.passages).chain(&part.passages))
        .filter_map(|passage| passage.footnote)
        .collect();
    assert_eq!((numbers.as_slice(), referred.as_slice()), (&[1, 2][..], &[1, 2][..]));
    let entries: Vec<&RegisterEntry> = report.register.iter().flat_map(|kind| &kind.entries).collect();
    for note in &report.footnotes {
        let entry = entries.iter().find(|entry| note.entries == [entry.number]).expect("in the register");
        assert_eq!(entry.footnotes, [note.number]);
        assert!(note.text.contains(entry.code.as_deref().expect("a code")));
    }
}

#[test]
fn of_what_was_told_in_confidence_neither_name_nor_code_is_anywhere() {
    let ws = worked(|review| {
        for source in &mut review.sources {
            source.confidential = true;
            source.date = Some("2026-05-05".to_owned());
            source.url = Some("https://example.org/secret".to_owned());
        }
    });
    let report = serde_json::to_string(&made(&ws)).expect("writes");
    for secret in ["A trust", "A charity", "DHS00", "2026-05-05", "example.org"] {
        assert!(!report.contains(secret), "{secret} in {report}");
    }
    assert!(report.contains("submission, in confidence"));
    let entries: usize = made(&ws).register.iter().map(|kind| kind.entries.len()).sum();
    assert_eq!(entries, 1, "one entry for the event");
}

#[test]
fn published_ratings_are_told_once_rated_and_looked_at_and_rules_are_compared_only_with_all() {
    let mut ws = worked(|_| {});
    assert_eq!(made(&ws).published, Compared::default());
    ws.apply(&Act::SeePublished { on: "1B".parse().expect("a question") }).expect("looks");
    let report = made(&ws);
    let row = &report.published.rows[0];
    assert_eq!((report.published.rows.len(), row.subject.as_str(), row.same), (1, "1B", true));
    assert!(report.published.fidelity.is_empty());
    assert!(report.left_out.contains(&"2 published ratings, of what is not rated or was not looked at.".to_owned()));
    ws.apply(&Act::ShowPublished { show: true, seen: Vec::new() }).expect("opens for scrutiny");
    let report = made(&ws);
    assert_eq!((report.published.rows.len(), report.published.fidelity.len()), (3, 4));
}

#[test]
fn a_sentence_that_rates_is_kept_back_until_all_it_speaks_of_is_rated_and_it_was_opened() {
    let mut ws = worked(|_| {});
    let quote = crate::review::fixture::quote(&mut ws, 3, 0..30, "1B");
    ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    let told = |ws: &crate::review::workspace::Workspace| {
        let report = made(ws);
        let left_out = report.left_out.iter().any(|it| it.starts_with("1 passage that states what was published"));
        (serde_json::to_string(&report).expect("writes").contains("Our verdict"), left_out)
    };
    assert_eq!(told(&ws), (false, true));
    rate(&mut ws, "1A", Rating::Good, "met", Vec::new());
    assert_eq!(told(&ws), (false, true), "it was not opened yet");
    for on in ["1A", "1B"] {
        ws.apply(&Act::SeePublished { on: on.parse().expect("a question") }).expect("looks");
    }
    assert_eq!(told(&ws), (true, false));
}

#[test]
fn what_ratings_add_up_to_is_kept_back_where_the_panel_wants_it_so() {
    let hidden = |review: &mut crate::model::review::Review| {
        review.settings.as_mut().expect("settings").show_rollup = Some(ShowRollup::WhenComplete);
    };
    let mut ws = worked(hidden);
    rate(&mut ws, "1A", Rating::Inadequate, "not met", Vec::new());
    let report = made(&ws);
    let parent = &report.commitments[0].parent;
    assert_eq!((parent.rated.id, parent.why.as_deref()), ("hidden", None));
    assert_eq!(report.areas[0].rows[0].rated.id, "hidden");
    let shown = made(&{
        let mut ws = worked(|_| {});
        rate(&mut ws, "1A", Rating::Inadequate, "not met", Vec::new());
        ws
    });
    assert_eq!(shown.commitments[0].parent.rated.id, "inadequate");
}

#[test]
fn what_the_panel_agreed_stands_before_the_member_s_own_with_dissent_and_moves_the_parent() {
    let mut ws = worked(|_| {});
    rate(&mut ws, "1A", Rating::Good, "met", Vec::new());
    agree(&mut ws, "1B", Rating::Good);
    let report = made(&ws);
    let part = question(&report, "1B");
    assert_eq!((part.rated.id, part.rated.not_agreed, part.reason.as_deref()), ("good", false, None));
    let agreement = part.agreement.as_ref().expect("agreed");
    assert_eq!((agreement.how.as_str(), agreement.dissent[0].member.as_str()), ("by vote (2 to 1)", "C"));
    assert_eq!(part.remarks, ["The member who kept the session had rated it: Inadequate. The money ended."]);
    assert!(question(&report, "1A").rated.not_agreed, "and what was not agreed says so");
    assert_eq!(report.commitments[0].parent.rated.id, "good", "rolled up from what was agreed");
    assert!(report.whose.starts_with("Ratings of the panel: 1 of 4 questions agreed."), "{}", report.whose);
}

#[test]
fn private_notes_stay_and_shared_ones_go() {
    let mut ws = worked(|_| {});
    for (text, shared) in [("for me alone", false), ("for the panel", true)] {
        let on = crate::model::session::NoteTarget::Cell("1B".parse().expect("a question"));
        let id = ws.new_id();
        ws.apply(&Act::Note { id, on, text: text.to_owned(), shared }).expect("notes");
    }
    let report = made(&ws);
    let told = serde_json::to_string(&report).expect("writes");
    assert!(told.contains("for the panel") && !told.contains("for me alone"));
    assert!(report.left_out.contains(&"1 private note.".to_owned()));
}

#[test]
fn nothing_of_a_round_that_is_handed_in_leaves_before_it_is_opened() {
    let mut ws = worked(|_| {});
    let hand_in = Act::HandIn {
        round: 1,
        panel: uuid::Uuid::from_u128(1),
        member: uuid::Uuid::from_u128(2),
        letter: "A".to_owned(),
        digest: "d".repeat(64),
        mac: "a".repeat(64),
        salt: "b".repeat(64),
    };
    ws.apply(&hand_in).expect("hands in");
    let told = |ws: &crate::review::workspace::Workspace| {
        use crate::export::tables::TableName;
        use crate::export::tables::table;
        let tables = crate::export::fixture::out(ws, |work| TableName::ALL.map(|name| table(work, name)));
        format!("{} {tables:?}", serde_json::to_string(&made(ws)).expect("writes"))
    };
    let sealed = told(&ws);
    assert!(!sealed.contains("The money ended.") && sealed.contains("The funding came on time."), "{sealed}");
    assert_eq!(question(&made(&ws), "1B").rated.id, "unrated");
    assert_eq!(made(&ws).left_out[0], "The ratings of round 1, which is handed in and not opened.");
    let opened = ws.state().ratings.values().next().expect("a rating").at;
    ws.apply(&Act::RoundOpened { round: 1, opened }).expect("is opened");
    assert!(told(&ws).contains("The money ended."));
}
