use super::*;
use crate::import::read::Tools;
use crate::import::read::read_document;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::rating::Rating;
use crate::model::session::Basis;
use crate::model::session::Consensus;
use crate::model::session::MemberRef;
use crate::review::check::fixture::Made;
use crate::review::workspace::Access;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Kept;
use crate::review::workspace::Machine;
use crate::review::workspace::Workspace;

/// What the panel holds: a quotation, and an item with a number.
fn review() -> Catalog {
    let made = Made::new()
        .note(1, "Mill Society (ABC0001)", &["ABC0001"])
        .quoted(
            "1A",
            "“The wheels have stood still since the great flood of the spring, and nobody has come to mend them.”[1]",
        )
        .said("1A", "The Weavers counted 31 mills in the valley whose wheels turned in the winter.");
    made.catalog()
}

/// What it agreed on.
fn session(catalog: &Catalog) -> SessionFile {
    let agreed = |subject: &str, rating| {
        let (cell, parent) = subject.parse::<Subject>().unwrap().into_two();
        let (basis, at) = (Basis::Consensus, Moment::from_millis(0));
        let (tally, present, abstained, dissent) = (None, Vec::new(), Vec::new(), Vec::new());
        Consensus {
            cell,
            parent,
            rating,
            reason: "So agreed.".to_owned(),
            basis,
            tally,
            present,
            abstained,
            dissent,
            at,
        }
    };
    let member = MemberRef { id: uuid::Uuid::nil(), name: None };
    let catalog = std::sync::Arc::new(Catalog::new(catalog.review().clone(), "digest".to_owned()));
    let keeper = Box::new(Forgetful);
    let ws = Workspace::open(catalog, member, Kept::default(), Access::Write, Box::new(Machine), keeper).unwrap();
    let mut session = ws.to_file(false, false);
    session.consensus = vec![
        agreed("1A", Rating::Good),
        agreed("1B", Rating::RequiresImprovement),
        agreed("1", Rating::RequiresImprovement),
        agreed("2A", Rating::Inadequate),
        agreed("2B", Rating::Inadequate),
        agreed("2", Rating::Inadequate),
        agreed("overall", Rating::Inadequate),
    ];
    session
}

/// A draft as it should be.
const SOUND: &str = "\
Valley Committee
The mills of the valley
2 May 2031
The overall rating across all commitments is inadequate.
Commitment | A. Commitment met | B. Funding | Overall |
We will turn 40 mill wheels by March 2033. | Good | Requires improvement | Requires improvement |
We will mend the weirs. | Inadequate | Inadequate | Inadequate |
In this section we look at the wheels and weirs of the valley. Two commitments were chosen.
Commitment 1 is about wheels. We rated this commitment ‘requires improvement’ overall.
The Mill Society spoke of its wheels, which have not been seen to since last year:
“The wheels have stood still since the great flood of the spring, and nobody has come to mend them.”1
Overall, we conclude that progress on meeting this commitment is ‘good’.
The Weavers counted 31 mills in the valley whose wheels turned in the winter. The NMTB asked the NMTB of the valley, as the NMTB does; the NMTB agreed, and the NMTB wrote.
Of these, 51 (18%) of 287 are new. We conclude that the funding of this commitment ‘requires improvement’.
Commitment 2 is about weirs. We rated this commitment ‘inadequate’ overall.
The Department of Rivers told us that the weirs are to be mended in the course of time.2
We conclude that progress on meeting this commitment is ‘inadequate’.
The Department of Rivers told us that no money has been set aside for them so far.3
We conclude that the funding of this commitment is ‘inadequate’.
1 Mill Society (ABC0001)
2 Department of Rivers (ABC0003)
3 Department of Rivers (ABC0003)
";

fn found(text: &str) -> Vec<Finding> {
    let record = read_document("draft.txt", text.as_bytes(), &Tools::default()).unwrap();
    let catalog = review();
    of_draft(&record, &catalog, &session(&catalog)).unwrap()
}

fn told(text: &str) -> Vec<(String, String)> {
    found(text).into_iter().map(|finding| (finding.code.id().to_owned(), finding.message)).collect()
}

#[test]
fn a_sound_draft_is_nothing_to_tell_but_that_it_does_not_say_how_ratings_were_combined() {
    let left: Vec<(String, String)> = told(SOUND).into_iter().filter(|(code, _)| code != "rollup-unstated").collect();
    assert_eq!(left, []);
}

#[test]
fn each_of_ten_planted_faults_is_told_and_told_where_it_stands() {
    let faults = [
        ("March 2033. | Good |", "March 2033. | Outstanding |", "draft-rating", "agreed was good"),
        (
            "meeting this commitment is ‘good’",
            "meeting this commitment is ‘inadequate’",
            "draft-rating",
            "agreed was good",
        ),
        ("The overall rating across all commitments is inadequate.\n", "", "draft-unrated", "the whole evaluation"),
        ("has come to mend them", "has ever tried to mend them", "draft-quotation", "has come to mend"),
        (
            "“The wheels have stood still since the great flood of the spring, and nobody has come to mend them.”",
            "“Our children will never again hear a wheel turn, whatever the Board may say to us.”",
            "draft-quotation",
            "not found",
        ),
        ("1 Mill Society (ABC0001)", "1 Mill Society (ABC0071)", "source-unregistered", "ABC0071"),
        ("51 (18%) of 287", "51 (28%) of 287", "number-conflict", "17.8%"),
        ("counted 31 mills", "counted 13 mills", "number-conflict", "13 here, 31 in"),
        ("in the course of time.2", "in the course of time.", "footnote-unreferenced", "Note 2"),
        ("the NMTB wrote", "the NTMB wrote", "name-variant", "NTMB"),
    ];
    for (sound, fault, code, words) in faults {
        assert!(SOUND.contains(sound), "{sound}");
        let found = found(&SOUND.replace(sound, fault));
        let hit = found.iter().find(|finding| finding.code.id() == code && finding.message.contains(words));
        let Some(hit) = hit else { panic!("{code} for {fault}: {found:#?}") };
        if code != "draft-unrated" && code != "footnote-unreferenced" {
            let place = &hit.places[0];
            assert!(place.paragraph.is_some() && place.locator.is_some(), "{hit:?}");
        }
    }
}

#[test]
fn a_chapter_without_a_table_is_read_by_the_keys_it_names() {
    let text = "On 1B we conclude that funding is ‘good’. Commitment 2 as a whole is rated ‘inadequate’.\n\nMore.\n";
    let told = told(text);
    assert!(told.iter().any(|(code, message)| code == "draft-rating" && message.contains("1B as good")), "{told:?}");
    assert!(!told.iter().any(|(code, message)| code == "draft-rating" && message.contains("commitment 2")), "{told:?}");
    assert!(told.iter().any(|(code, message)| code == "draft-unrated" && message.contains("2A")), "{told:?}");
}

/// What is told of ratings alone, as code and message.
fn of_ratings(text: &str) -> Vec<(String, String)> {
    let of = ["draft-rating", "draft-unagreed", "rating-ambiguous"];
    told(text).into_iter().filter(|(code, _)| of.contains(&code.as_str())).collect()
}

#[test]
fn a_table_is_read_though_the_draft_has_no_notes() {
    let bare: String = SOUND
        .lines()
        .filter(|line| !line.starts_with(|c: char| c.is_ascii_digit()))
        .fold(String::new(), |text, line| text + line.trim_end_matches(|c: char| c.is_ascii_digit()) + "\n");
    assert!(!told(&bare).iter().any(|(code, _)| code.starts_with("draft-")), "{:?}", told(&bare));
    let wrong = told(&bare.replace("March 2033. | Good |", "March 2033. | Outstanding |"));
    assert!(wrong.iter().any(|(code, message)| code == "draft-rating" && message.contains("table")), "{wrong:?}");
    // Rows of one name and one grade, under the heading of their commitment.
    let rows =
        "Commitment 1\nQuestion | Rating |\nA. Commitment met | Outstanding |\nFunding | Requires improvement |\n";
    let wrong = of_ratings(rows);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].1.contains("1A as outstanding") && wrong[0].1.contains("table"), "{wrong:?}");
}

#[test]
fn what_is_denied_weighed_supposed_quoted_or_asked_states_no_rating() {
    for sentence in [
        "1A is not inadequate.",
        "On 1A we considered whether to rate it ‘outstanding’.",
        "1A would have been ‘inadequate’ had the Board not acted.",
        "Our rating of 1A lies between ‘requires improvement’ and ‘inadequate’.",
        "We do not rate the funding of commitment 1 as ‘good’.",
        "Should we rate 1A as ‘inadequate’?",
        "The Mill Society wrote “we rate the funding of commitment 1 as ‘good’ and nothing less”.",
        "Last year we rated 1A ‘inadequate’, in an earlier report.",
        "We rate each question as outstanding, good, requires improvement or inadequate.",
    ] {
        assert_eq!(of_ratings(&format!("{sentence}\nMore.\n")), [], "{sentence}");
    }
    for sentence in ["1A is inadequate.", "We considered whether 1A was met and conclude that it is ‘inadequate’."]
    {
        assert_eq!(of_ratings(&format!("{sentence}\nMore.\n")).len(), 1, "{sentence}");
    }
}

#[test]
fn question_words_labels_and_headings_tell_what_is_rated() {
    // What is said, and what it is said of where it is not what was agreed.
    for (text, wrong) in [
        ("Commitment 1: Turn the wheels\nFunding\nWe rate it as ‘good’.\n", "1B as good"),
        ("Commitment 1: Turn the wheels\nFunding\nWe rate it as ‘requires improvement’.\n", ""),
        ("Commitment 2\nWe conclude that its funding is ‘good’.\n", "2B as good"),
        ("Commitment 2\nB. Funding\nFor these reasons our rating is ‘good’.\n", "2B as good"),
        ("2B Funding\nFor these reasons our rating is ‘good’.\n", "2B as good"),
        ("We rate the commitment to mend the weirs as ‘good’ overall.\n", "commitment 2 as good"),
        ("On money for the promise “We will mend the weirs”, we rate the funding as ‘good’.\n", "2B as good"),
        ("Commitment 1 is about wheels.\nWe conclude that the funding of this commitment is ‘good’.\n", "1B as good"),
        ("Commitment 1\nOverall\nWe rate this commitment as ‘good’.\n", "commitment 1 as good"),
        ("Our overall rating across all commitments is ‘good’.\n", "the whole evaluation as good"),
        ("Commitment 2\nFunding: good\n", "2B as good"),
        ("Funding was short. We rate the funding of commitment 2 as ‘good’.\n", "2B as good"),
        ("One of the two commitments was rated inadequate.\n", ""),
    ] {
        let told = of_ratings(text);
        match wrong {
            "" => assert_eq!(told, [], "{text}"),
            wrong => {
                assert_eq!(told.len(), 1, "{text}: {told:?}");
                assert!(told[0].0 == "draft-rating" && told[0].1.contains(wrong), "{text}: {told:?}");
            }
        }
    }
}

#[test]
fn a_rating_that_could_be_of_two_things_is_ambiguous_and_never_a_mismatch() {
    for (text, lacks) in [
        ("We rate the funding as ‘good’.\n", "does not say the commitment"),
        ("Commitment 1\nWe rate it as ‘outstanding’.\n", "does not say the question"),
        ("Commitment 1 was made in spring. Commitment 2 was not. We rate the funding as ‘good’.\n", "the commitment"),
        ("Commitment 1\nFunding\nWe rate this commitment as ‘outstanding’.\n", "1B or commitment 1"),
        ("1A and 1B are good and inadequate.\n", "which rating goes with which"),
        ("We rate commitments 1 and 2 as ‘inadequate’.\n", "commitments 1 and 2 at once"),
    ] {
        let told = of_ratings(text);
        let other: Vec<_> = told.iter().filter(|(code, _)| code != "rating-ambiguous").collect();
        assert!(told.iter().any(|(_, message)| message.contains(lacks)), "{text}: {told:?}");
        // Of both commitments at once it can be told that the first is not so.
        assert_eq!(other.len(), usize::from(lacks.contains("at once")), "{text}: {told:?}");
    }
    let told = of_ratings("We rate the funding as ‘good’.\n");
    assert!(told[0].1.contains("Name the commitment by its number, such as “commitment 3”"), "{told:?}");
}

#[test]
fn only_what_stands_in_the_draft_is_told_and_with_its_place() {
    let flawed = |review: &mut crate::model::review::Review| {
        // The review has a code with two names, a note that cites a source twice, and a promise with a passed deadline.
        review.sources[0].aliases.push("ACB0001".to_owned());
        review.commitments[0].deadline = Some("by March 2020".to_owned());
        review.date = "2031".to_owned();
    };
    let made = Made::new()
        .note(1, "Mill Society (ABC0001), Mill Society (ABC0001)", &["ABC0001"])
        .said("1A", "It reached 51 (28%) of 287 mills, the Mill Society said.[1]")
        .said("1A", "The NMTB of the valley, the NMTB, the NMTB and the NMTB met the NTMB.")
        .with(flawed);
    let catalog = made.catalog();
    let record = read_document("draft.txt", b"Our draft says little so far.\n", &Tools::default()).unwrap();
    let found = of_draft(&record, &catalog, &session(&catalog)).unwrap();
    let other: Vec<_> = found.iter().filter(|finding| finding.code != Code::DraftUnrated).collect();
    assert!(other.is_empty(), "{other:#?}");
    let text = "On 1A more is to be said.\n\nIt reached 51 (28%) of 287 mills, the Mill Society said.\n";
    let record = read_document("draft.txt", text.as_bytes(), &Tools::default()).unwrap();
    let found = of_draft(&record, &catalog, &session(&catalog)).unwrap();
    let share = found.iter().find(|finding| finding.code == Code::NumberConflict).unwrap();
    assert_eq!((share.places[0].paragraph, share.places[0].line), (Some(2), Some(3)));
    assert_eq!(share.places[0].evidence, None);
    assert!(share.places[0].locator.as_deref().unwrap().contains("It reached 51"), "{share:?}");
}

#[test]
fn notes_are_seen_however_a_plain_text_marks_them() {
    for (mark, entry) in
        [("[2]", "[2]"), ("²", "²"), ("(2)", "(2)"), ("^2", "^2"), ("^2^", "2."), ("[^2]", "[^2]:"), ("2", "2")]
    {
        let text = |second: &str| {
            format!(
                "The wheels stand still.{one} The weirs are old.{second} The water is low.{three}\n\n{n1} Mill Society (ABC0001)\n{entry} Weavers (ABC0002)\n{n3} Rivers (ABC0073)\n",
                one = mark.replace('2', "1").replace('²', "¹"),
                three = mark.replace('2', "3").replace('²', "³"),
                n1 = entry.replace('2', "1").replace('²', "¹"),
                n3 = entry.replace('2', "3").replace('²', "³"),
            )
        };
        let codes = |text: &str| {
            let told =
                told(text).into_iter().filter(|(code, _)| code.starts_with("footnote") || code.starts_with("source"));
            told.collect::<Vec<_>>()
        };
        let sound = codes(&text(mark));
        assert_eq!(sound.len(), 1, "{mark}: {sound:?}");
        assert!(
            sound[0].0 == "source-unregistered" && sound[0].1.starts_with("Note 3 cites ABC0073"),
            "{mark}: {sound:?}"
        );
        let lost = codes(&text(""));
        assert!(
            lost.iter().any(|(code, message)| code == "footnote-unreferenced" && message.contains("Note 2")),
            "{mark}: {lost:?}"
        );
    }
}

#[test]
fn notes_out_of_order_are_told_however_the_draft_marks_them() {
    let notes = "1 Mill Society (ABC0001)\n2 Weavers (ABC0002)\n3 Rivers (ABC0003)\n";
    for [one, two, three] in [["1", "2", "3"], ["[1]", "[2]", "[3]"], ["¹", "²", "³"], ["^1", "^2", "^3"]] {
        let text = |first: &str, second: &str| {
            format!("The wheels stand.{one} The weirs are old.{first} The water is low.{second}\n\n{notes}")
        };
        let order = |text: &str| {
            told(text)
                .into_iter()
                .filter(|(code, _)| code == "footnote-order")
                .map(|(_, message)| message)
                .collect::<Vec<_>>()
        };
        assert_eq!(order(&text(two, three)), [""; 0], "{one}");
        let late = order(&text(three, two));
        assert!(late.len() == 1 && late[0].contains("behind note 3"), "{one}: {late:?}");
    }
}
