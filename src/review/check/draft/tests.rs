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
        let (cell, parent) = match subject.parse().unwrap() {
            Subject::Cell(cell) => (Some(cell), None),
            Subject::Parent(parent) => (None, Some(parent)),
        };
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
