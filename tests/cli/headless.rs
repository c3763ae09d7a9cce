//! Reading, marking, rating and deciding without the workbench: what each command prints, and what it does on wrong
//! input.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use crate::kit::Home;
use crate::kit::Ran;
use crate::reviews::HIDDEN_WORD;
use crate::reviews::judged_otherwise;

/// Runs a command that must have gone well and gives what it prints.
fn told(home: &Home, arguments: &[&str]) -> String {
    home.run(arguments).well()
}

/// A command that must have been refused, and left no trace in the log.
fn refused(home: &Home, arguments: &[&str], code: i32, says: &str) -> Ran {
    let before = told(home, &["log"]);
    let ran = home.run(arguments);
    assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "{arguments:?} says {}", ran.err);
    assert_eq!(told(home, &["log"]), before, "{arguments:?} changed something");
    ran
}

#[test]
fn show_tells_of_a_question_what_is_asked_and_its_evidence_with_sentences_numbered() {
    let home = Home::new();
    let text = told(&home, &["show", "8b"]);
    for line in [
        "Deadline: March 2023",
        "Question B: Was the funding for it effective?",
        "2 Good: Funding was effective; what shortfalls there were are minor.",
        "Your rating: unrated.",
        "E603, figure, DHS0042, unread",
        "2 There its response specifies that £0.5m of the sum goes to delivery of the DDaT Graduate scheme.",
    ] {
        assert!(text.lines().any(|told| told == line), "{line:?} is not in\n{text}");
    }
    let json = home.run(&["show", "8B", "--json"]).json();
    assert_eq!(json["subject"], "8B");
    assert_eq!(json["anchors"].as_array().unwrap().len(), 4);
    let item = json["evidence"].as_array().unwrap().iter().find(|item| item["evidence"] == "E603").unwrap();
    assert_eq!((item["sentences"][1]["number"].as_u64(), item["retold"].as_bool()), (Some(2), Some(true)));
    assert!(home.files().is_empty(), "looking writes nothing");
}

#[test]
fn show_tells_of_a_commitment_a_source_a_note_and_an_item() {
    let home = Home::new();
    for (what, says) in [
        (&["8"][..], "8B Funding and resource: unrated"),
        (&["overall"], "Digitisation of the NHS in England"),
        (&["dhs42"], "DHS0042 Department of Health and Social Care, submission"),
        (&["n427"], "Cites DHS0042 Department of Health and Social Care (submission, 91 items)"),
        (&["note", "427"], "Note [427] Department of Health and Social Care (DHS0042)"),
        (&["e600"], "points to a sum of £1.1m for the Digital Workforce programme.[427]"),
    ] {
        let text = told(&home, &[&["show"][..], what].concat());
        assert!(text.contains(says), "{what:?}: {says:?} is not in\n{text}");
        let json = home.run(&[&["show", "--json"][..], what].concat()).json();
        assert!(json.as_object().is_some_and(|json| json.len() > 4), "{json}");
    }
    refused(&home, &["show", "9Z"], 3, "nothing called `9Z`");
    refused(&home, &["show", "p1"], 3, "nothing called `p1`");
    assert_eq!(home.run(&["show"]).code, 2);
}

#[test]
fn show_notes_what_was_read_only_where_that_is_asked() {
    let home = Home::new();
    told(&home, &["rate", "8B", "4"]);
    assert!(told(&home, &["show", "E600"]).starts_with("E600, account, DHS0042, unread"));
    assert!(told(&home, &["show", "E600", "--read"]).starts_with("E600, account, DHS0042, read"));
    let row = told(&home, &["list", "questions"]);
    assert!(row.contains("8B\tinadequate, without a reason\t1 of 9 read"), "{row}");
}

#[test]
fn lists_have_one_record_a_line_and_take_the_language_of_search() {
    let home = Home::new();
    assert_eq!(told(&home, &["list"]).lines().count(), 36);
    assert_eq!(told(&home, &["list", "unrated"]).lines().count(), 36);
    told(&home, &["rate", "1A", "good"]);
    assert_eq!(told(&home, &["list", "unrated"]).lines().count(), 35);
    let all = told(&home, &["list", "8B"]);
    assert!(all.lines().all(|line| line.split('\t').count() == 6), "{all}");
    let some = told(&home, &["list", "8B", "kind:figure"]);
    assert!(some.lines().count() == 2 && some.starts_with("E603\tfigure\tDHS0042\tunmarked\tunread\t"), "{some}");
    assert_eq!(home.run(&["list", "8B", "kind:figure", "--json"]).json()["evidence"][1]["evidence"], "E604");
    assert_eq!(told(&home, &["list", "8B", "kind:figure -received"]).lines().count(), 1);
    assert_eq!(told(&home, &["list", "8B", "--", "-received", "kind:figure"]).lines().count(), 1);
    let roundtables = told(&home, &["list", "sources", "kind:roundtable"]);
    assert_eq!(roundtables.lines().count(), 10, "{roundtables}");
    let tags = told(&home, &["list", "tags"]);
    assert!(tags.contains("Funding and its continuity\t6\t0\t"), "{tags}");
    let nothing = home.run(&["list", "passages"]);
    assert_eq!((nothing.code, nothing.out.as_str(), nothing.err.trim()), (0, "", "nothing to list"));
    refused(&home, &["list", "8B", "tag:nowhere"], 2, "No tag is");
    refused(&home, &["list", "everything"], 3, "nothing called `everything`");
    refused(&home, &["list", "tags", "funding"], 2, "listed whole");
}

#[test]
fn a_rating_says_what_it_is_now_and_what_moved() {
    let home = Home::new();
    let told_now = told(&home, &["rate", "8B", "inadequate", "--reason", "No money came."]);
    let lines: Vec<&str> = told_now.lines().collect();
    assert_eq!(lines[0], "8B is now inadequate.");
    assert!(lines[1].starts_with("Commitment 8 is still open: 1 of 4 rated;"), "{told_now}");
    assert_eq!(lines[2], "Next unrated: 8C.");
    let again = told(&home, &["rate", "8b", "R"]);
    assert!(
        again.contains("8B is now requires improvement (was inadequate).")
            && again.contains("Your reason stays: No money came.")
    );
    assert_eq!(told(&home, &["rate", "8B", "3"]).lines().next(), Some("8B left as it was."));
    let json = home.run(&["rate", "8A", "--no-information", "--json"]).json();
    assert_eq!((&json["rating"]["rating"], &json["seq"]), (&"no_information".into(), &3.into()));
    assert!(told(&home, &["rate", "8C", "--abstain", "I worked on it."]).starts_with("8C: you do not rate this."));
    let own = told(&home, &["rate", "8", "good", "--reason", "On the whole."]);
    assert!(own.starts_with("Commitment 8 is now good by your judgement."), "{own}");
    assert!(told(&home, &["rate", "8", "--clear"]).contains("withdrawn"));
    assert!(told(&home, &["rate", "8B", "--clear"]).starts_with("8B is unrated again"));
    refused(&home, &["rate", "overall", "good"], 2, "Your own judgement needs a reason.");
    refused(&home, &["rate", "8B", "lousy"], 2, "4 Inadequate");
    refused(&home, &["rate", "8Z", "good"], 3, "no question or commitment `8Z`");
    refused(&home, &["rate", "8D", "--clear"], 4, "8D is not rated.");
    refused(&home, &["rate", "8D", "--abstain", " "], 2, "why you do not rate this");
    refused(&home, &["rate", "8D"], 2, "required");
    refused(&home, &["rate", "8D", "4", "--clear"], 2, "cannot be used with");
}

#[test]
fn steps_are_taken_back_and_again_and_told_newest_first() {
    let home = Home::new();
    assert_eq!(home.run(&["log"]).err.trim(), "nothing has been done yet");
    told(&home, &["rate", "8B", "4"]);
    told(&home, &["note", "8B", "look again"]);
    assert_eq!(told(&home, &["undo"]), "Undone: note on 8B.\n");
    let json = home.run(&["log", "--json"]).json();
    assert_eq!((json["acts"][0]["stands"].as_bool(), json["acts"][0]["act"].as_str()), (Some(false), Some("note")));
    assert_eq!(json["acts"][1]["words"], "8B inadequate");
    assert_eq!(told(&home, &["redo"]), "Done again: note on 8B.\n");
    assert_eq!(told(&home, &["log", "--limit", "1"]).lines().count(), 1);
    assert_eq!(home.run(&["undo", "--json"]).json()["words"], "note on 8B");
    told(&home, &["undo"]);
    refused(&home, &["undo"], 4, "Nothing to undo.");
    told(&home, &["rate", "8B", "4"]);
    refused(&home, &["redo"], 4, "Nothing to redo.");
}

#[test]
fn a_passage_is_marked_by_its_sentences_or_words_and_changed_by_its_number() {
    let home = Home::new();
    let marked = told(
        &home,
        &[
            "tag",
            "E603",
            "--sentences",
            "1-2",
            "--file",
            "8B",
            "--stance",
            "undermines",
            "--tag",
            "funding",
            "--note",
            "thin",
        ],
    );
    assert!(
        marked
            .starts_with("Tag Funding and its continuity on DHS0042, 8B.\np1, DHS0042 E603, 8B no: it was not funded,")
    );
    assert!(marked.contains("Graduate scheme. Your note: thin"), "{marked}");
    let by_words = home.run(&["tag", "DHS0042", "--exact", "'stakeholder  view'", "--json"]).json();
    assert_eq!(by_words["passage"]["text"], "\u{2018}stakeholder view\u{2019}", "as it stands, however it is typed");
    assert_eq!(by_words["passage"]["filings"][0]["cell"]["question"], "B", "filed as its item is");
    told(&home, &["tag", "p2", "--stance", "yes", "--new-tag", "Odd figures", "--tag", "2"]);
    let odd = told(&home, &["list", "passages", "tag:odd", "stance:yes"]);
    assert!(odd.starts_with("p2, ") && odd.lines().count() == 1, "{odd}");
    assert_eq!(told(&home, &["undo"]), "Undone: change to the passage on DHS0042, 8B.\n", "with the tag made for it");
    assert!(!told(&home, &["list", "tags"]).contains("Odd figures"));
    assert!(told(&home, &["file", "p2", "8B", "9b", "--stance", "no"]).contains("9B no: it was not funded"));
    assert!(told(&home, &["file", "E604", "8B", "--stance", "background"]).contains("p3, E604, 8B background"));
    assert!(told(&home, &["tag", "p1", "--remove"]).contains("taken away"));
    assert_eq!(told(&home, &["list", "passages"]).lines().count(), 2);
    let same = told(&home, &["tag", "E604", "--whole", "--stance", "background"]);
    assert!(same.starts_with("The passage is as it was."), "{same}");
}

#[test]
fn words_that_stand_at_several_places_are_told_with_numbers_and_nothing_is_marked_until_one_is_chosen() {
    let home = Home::new();
    let words = ["tag", "E643", "--exact", "the Department"];
    let ran = refused(&home, &[&words[..], &["--tag", "pace"]].concat(), 4, "these words stand at 2 places");
    let places: Vec<&str> = ran.out.lines().collect();
    assert!(
        places.len() == 2 && places[0].starts_with("1 E643, sentence 1: ") && places[1].contains("[the Department]")
    );
    let json = refused(&home, &[&words[..], &["--json"]].concat(), 4, "ambiguous").json();
    assert_eq!(json["places"][1]["sentence"], 2);
    let second = home.run(&[&words[..], &["--place", "2", "--json"]].concat()).json();
    assert_eq!(second["passage"]["start"], json["places"][1]["start"]);
    refused(&home, &[&words[..], &["--place", "3"]].concat(), 2, "--place is from 1 to 2");
    refused(&home, &["tag", "E643", "--exact", "no such words"], 3, "do not stand in E643");
    refused(&home, &["tag", "E643", "--sentences", "7"], 3, "type one from 1 to 2");
    refused(&home, &["tag", "DHS0042", "--sentences", "1"], 3, "Its text is not held");
    refused(&home, &["tag", "E643", "--whole", "--tag", "nowhere"], 3, "there is no tag `nowhere`");
    refused(&home, &["tag", "E643", "--whole", "--tag", "d"], 4, "stands for");
    refused(&home, &["tag", "E643", "--whole", "--stance", "loud"], 2, "nothing a passage can say");
    refused(&home, &["tag", "E643", "--whole", "--file", "99A"], 3, "no commitment 99A");
    refused(&home, &["tag", "8B", "--whole"], 2, "a passage is marked in an item");
    refused(&home, &["tag", "E607", "--whole"], 4, "shown once you have rated 8B");
    refused(&home, &["file", "n427", "8B"], 2, "not something to file");
}

#[test]
fn sources_are_decided_filed_and_counted() {
    let home = Home::new();
    assert_eq!(told(&home, &["triage"]).lines().next(), Some("0 of 53 decided, 0 later."));
    let decided = told(&home, &["triage", "dhs42", "set-aside", "--reason", "old", "--bears-on", "7, 8"]);
    assert_eq!(decided, "DHS0042 set aside. 52 to go.\n");
    assert_eq!(
        told(&home, &["triage", "DHS0042"]),
        "DHS0042 Department of Health and Social Care: set aside, bears on 7, 8: old\n"
    );
    assert_eq!(told(&home, &["file", "dhs42", "8"]), "DHS0042 bears on 8.\n");
    let json = home.run(&["triage", "dhs42", "raise", "--json"]).json();
    assert_eq!((&json["decision"]["status"], &json["decision"]["bears_on"][0]), (&"flagged".into(), &"8".into()));
    assert_eq!(told(&home, &["list", "sources", "status:raise"]).lines().count(), 1);
    refused(&home, &["triage", "dhs99", "relevant"], 3, "no source `dhs99`");
    refused(&home, &["triage", "dhs42", "maybe"], 2, "no decision");
    refused(&home, &["file", "dhs42", "8B"], 2, "bears on commitments");
}

#[test]
fn notes_are_written_shown_shared_and_taken_away() {
    let home = Home::new();
    let written = home.run_with(&["note", "8B", "-", "--share"], "two\nlines\n".as_bytes()).well();
    assert_eq!(written, "Note on 8B.\n8B, the panel may see it: two lines\n");
    assert_eq!(home.run(&["note", "8b", "--json"]).json()["note"]["text"], "two\nlines");
    assert!(told(&home, &["note", "8B", "--private"]).contains("only you see it: two lines"));
    told(&home, &["note", "n427", "cites itself"]);
    assert!(told(&home, &["show", "n427"]).contains("Your note: cites itself"));
    assert!(told(&home, &["note", "8B", "--delete"]).starts_with("Note taken away from 8B."));
    assert_eq!(home.run(&["note", "8B"]).err.trim(), "there is no note on 8B");
    refused(&home, &["note", "8B", "--share"], 2, "there is no note on 8B yet");
    refused(&home, &["note", "nowhere", "text"], 3, "nothing called `nowhere`");
}

#[test]
fn while_a_window_holds_the_session_it_is_read_and_not_changed() {
    let home = Home::new();
    let mut session = home.session(None);
    for command in
        [&["rate", "8B", "4"][..], &["undo"], &["tag", "E603", "--whole"], &["note", "8B", "x"], &["sample", "--plain"]]
    {
        let ran = home.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{command:?}: {}", ran.err);
        assert!(
            ran.err.contains("is open in another window (process ") && ran.err.contains(", since 20"),
            "{}",
            ran.err
        );
        let json = home.run(&[command, &["--json"]].concat());
        assert!(json.err.contains("locked") || command.contains(&"--plain"), "{}", json.err);
    }
    assert!(told(&home, &["show", "8B"]).contains("unrated"));
    session.saving.close(Duration::from_secs(10)).expect("saves");
    drop(session);
    assert!(told(&home, &["rate", "8B", "4"]).starts_with("8B is now inadequate."));
}

#[test]
fn whose_session_is_meant_is_said_as_everywhere() {
    let home = Home::new();
    let (ada, bob) = (home.worked(Some("Ada")), home.worked(Some("Bob")));
    told(&home, &["rate", "9A", "good", "--session", "ada"]);
    assert!(told(&home, &["list", "--session", &ada]).contains("9A\tgood"));
    assert!(told(&home, &["list", "--session", &bob]).contains("9A\tunrated"));
    assert_eq!(home.run(&["rate", "9A", "good", "--session", "eve"]).code, 3);
}

/// Everything the commands and the conversation tell, one after another.
fn all_told(home: &Home, review: &str, more: &[&[&str]]) -> String {
    let items = home.run(&["list", "overall", "--json", "--review", review]).json();
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for what in ["1A", "8B", "8", "area:4", "overall", "n427", "dhs42", "E533", "E607", "E021"] {
        commands.push(vec!["show", what]);
        commands.push(vec!["show", what, "--json"]);
        commands.push(vec![
            "list",
            if what.len() > 3 && what != "overall" && what != "area:4" { "questions" } else { what },
        ]);
    }
    commands.retain(|command| command[0] != "list" || !command[1].starts_with('n'));
    for list in ["questions", "unrated", "sources", "passages", "tags"] {
        commands.push(vec!["list", list]);
    }
    commands.push(vec!["list", "8B", "kind:conclusion"]);
    commands.push(vec!["list", "8B", HIDDEN_WORD]);
    commands.extend(more.iter().map(|command| command.to_vec()));
    let mut told = items.to_string();
    for command in commands {
        let ran = home.run(&[&command[..], &["--review", review]].concat());
        told.push_str(&format!("{command:?} {}\n{}{}", ran.code, ran.out, ran.err));
    }
    let talk = "8b\nlist\nmore\ne607\nread\ns 1\nno\npublished\nwhy\nverdicts\nmore\nonly kind:conclusion\nall\noverall\nlist\nfind view\n";
    let ran = home.run_with(&[review, "--plain"], talk.as_bytes());
    told + &ran.out + &ran.err
}

#[test]
fn two_reviews_that_differ_in_what_was_published_are_told_alike_until_that_may_be_known() {
    let tell = |catalog: &plumbline::model::catalog::Catalog| {
        let home = Home::new();
        let mut bytes = Vec::new();
        plumbline::document::write::write_review(catalog.review(), &mut bytes).unwrap();
        home.write("review.json", bytes);
        let more: &[&[&str]] =
            &[&["tag", "E607", "--whole"], &["tag", "E607", "--exact", "the panel"], &["file", "E607", "8B"]];
        let before = all_told(&home, "review.json", more);
        told(&home, &["rate", "8B", "4", "--review", "review.json"]);
        (before, home.run(&["show", "E607", "--review", "review.json"]).well())
    };
    let (sample, other) = (tell(&crate::reviews::sample()), tell(&judged_otherwise(|_| false)));
    for (here, there) in sample.0.lines().zip(other.0.lines()) {
        assert_eq!(here, there);
    }
    assert_eq!(sample.0.lines().count(), other.0.lines().count());
    assert!(
        !other.0.contains(HIDDEN_WORD) || other.0.matches(HIDDEN_WORD).count() == sample.0.matches(HIDDEN_WORD).count()
    );
    assert!(other.1.contains(HIDDEN_WORD) && !sample.1.contains(HIDDEN_WORD), "once 8B is rated its sentence shows");
}

#[test]
fn opening_a_sentence_that_states_a_rating_is_noted_as_having_looked() {
    let home = Home::new();
    told(&home, &["rate", "8B", "4"]);
    assert!(told(&home, &["list", "8B"]).contains("E607\tconclusion\t\tunmarked\tunread\t(states what was published)"));
    assert!(told(&home, &["show", "8B"]).contains("(states what was published) E607 opens it."));
    refused(&home, &["tag", "E607", "--whole"], 4, "open it before you mark it");
    let session = || home.run(&["export", "--as", "json"]).json();
    assert_eq!(session()["seen_published"].as_array().unwrap().len(), 0);
    told(&home, &["show", "E607"]);
    assert_eq!(session()["seen_published"][0]["on"], "8B");
    told(&home, &["rate", "8B", "3"]);
    assert_eq!(session()["ratings"][0]["published_seen"], true);
}
