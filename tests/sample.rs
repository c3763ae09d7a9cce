//! Holds the first review to what is known of the report it retells: its counts, its ratings, its notes, its own words.
#![allow(clippy::unwrap_used)]

#[path = "sample/report.rs"]
mod report;
#[path = "sample/sessions.rs"]
mod sessions;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use plumbline::document::read::read_review;
use plumbline::document::write::to_bytes;
use plumbline::judgement::rollup::Opinions;
use plumbline::judgement::rollup::Rollup;
use plumbline::judgement::rollup::Tree;
use plumbline::model::evidence::Evidence;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::footnote::FootnoteClass;
use plumbline::model::ids::ParentKey;
use plumbline::model::ids::Subject;
use plumbline::model::judged::RuleName;
use plumbline::model::rating::Rating;
use plumbline::model::review::Review;
use plumbline::model::review::Wording;
use plumbline::model::source::SourceKind;

use report::Report;
use report::Runs;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");

static REVIEW: LazyLock<Review> = LazyLock::new(|| {
    let bytes = std::fs::read(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    read_review(&bytes, FILE).unwrap_or_else(|error| panic!("{error}"))
});

/// A commitment's part of the report: its lines, and the numbers of the notes it refers to.
const PARTS: [(&str, RangeInclusive<usize>, RangeInclusive<u32>); 9] = [
    ("1", 182..=222, 29..=83),
    ("2", 223..=258, 84..=134),
    ("3", 259..=321, 135..=216),
    ("4", 359..=394, 244..=288),
    ("5", 395..=418, 289..=315),
    ("6", 459..=494, 333..=367),
    ("7", 495..=516, 368..=388),
    ("8", 563..=603, 408..=433),
    ("9", 604..=663, 434..=469),
];

/// The published overall ratings, in the order of the tables: all `I` or `R`.
const OVERALLS: [(&str, Rating); 10] = [
    ("1", Rating::RequiresImprovement),
    ("2", Rating::RequiresImprovement),
    ("3", Rating::Inadequate),
    ("4", Rating::RequiresImprovement),
    ("5", Rating::Inadequate),
    ("6", Rating::RequiresImprovement),
    ("7", Rating::RequiresImprovement),
    ("8", Rating::Inadequate),
    ("9", Rating::Inadequate),
    ("overall", Rating::Inadequate),
];

fn items_of(commitment: &str) -> impl Iterator<Item = &Evidence> {
    let bears = move |item: &&Evidence| {
        item.cells.iter().any(|bearing| bearing.commitment.as_ref().is_some_and(|id| id.as_str() == commitment))
    };
    REVIEW.evidence.iter().filter(bears)
}

#[test]
fn it_has_the_areas_commitments_questions_and_anchors_of_the_report() {
    assert_eq!((REVIEW.areas.len(), REVIEW.commitments.len(), REVIEW.questions.len()), (4, 9, 4));
    assert_eq!(REVIEW.questions.iter().map(|question| question.anchors.len()).sum::<usize>(), 16);
    let ids: Vec<_> = REVIEW.commitments.iter().map(|commitment| commitment.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let ids: Vec<_> = REVIEW.questions.iter().map(|question| question.id.as_str()).collect();
    assert_eq!(ids, ["A", "B", "C", "D"]);
    assert_eq!(REVIEW.wording, Wording::Retold);
}

#[test]
fn it_has_every_published_rating_and_invents_none_for_areas() {
    let published = &REVIEW.published;
    assert_eq!((published.cells.len(), published.commitments.len(), published.areas.len()), (36, 9, 0));
    assert!(REVIEW.cells().all(|cell| published.cells.contains_key(&cell)));
    for (key, rating) in OVERALLS {
        let subject: Subject = key.parse().unwrap();
        assert_eq!(published.of(&subject), Some(rating), "{key}");
    }
}

#[test]
fn it_has_the_43_submissions_and_10_roundtables_under_their_codes() {
    let of_kind = |kind| REVIEW.sources.iter().filter(move |source| source.kind == kind);
    assert_eq!(of_kind(SourceKind::Submission).count(), 43);
    assert_eq!(of_kind(SourceKind::Roundtable).count(), 10);
    for source in of_kind(SourceKind::Submission).chain(of_kind(SourceKind::Roundtable)) {
        let code = source.id.as_str();
        let digits = code.strip_prefix("DHS").unwrap_or_default();
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    }
}

#[test]
fn every_question_has_at_least_four_items_of_its_own() {
    let mut count: BTreeMap<String, usize> = REVIEW.cells().map(|cell| (cell.to_string(), 0)).collect();
    for cell in REVIEW.evidence.iter().flat_map(|item| &item.cells).filter_map(|bearing| bearing.cell()) {
        *count.get_mut(&cell.to_string()).unwrap_or_else(|| panic!("{cell} is no question of the review")) += 1;
    }
    let thin: Vec<_> = count.iter().filter(|(_, count)| **count < 4).collect();
    assert!(count.len() == 36 && thin.is_empty(), "{thin:?}");
}

#[test]
fn every_item_is_a_short_passage_and_there_are_enough_of_them() {
    let length = |item: &Evidence| item.text.split_whitespace().count();
    let odd: Vec<_> =
        REVIEW.evidence.iter().filter(|item| !(20..=80).contains(&length(item))).map(|item| &item.id).collect();
    assert!(odd.is_empty(), "not 20 to 80 words: {odd:?}");
    assert!(REVIEW.evidence.len() >= 320, "{} items", REVIEW.evidence.len());
}

#[test]
fn every_note_has_its_number_and_the_unlisted_ones_say_where_they_are_used() {
    let numbers: Vec<u32> = REVIEW.footnotes.iter().map(|note| note.number).collect();
    assert_eq!(numbers, (1..=469).collect::<Vec<_>>());
    let (listed, unlisted): (Vec<_>, Vec<_>) = REVIEW.footnotes.iter().partition(|note| note.listed);
    assert_eq!((listed.len(), unlisted.len()), (418, 51));
    for note in listed {
        assert!(!note.text.is_empty() && note.class.is_some(), "note {} is listed and empty", note.number);
    }
    for note in unlisted {
        let told = note.text.is_empty() && note.sources.is_empty() && note.locator.is_some() && note.note.is_some();
        assert!(told, "note {} is not listed: where it is used must be told, and no text", note.number);
    }
}

/// Regressed from: the last note, on a line without an end, was taken for one that the list lacks.
#[test]
fn the_notes_listed_are_those_of_the_reports_list() {
    let Some(report) = Report::find("which notes the report lists") else { return };
    let listed: BTreeSet<u32> = REVIEW.footnotes.iter().filter(|note| note.listed).map(|note| note.number).collect();
    assert_eq!(listed, report.listed());
}

#[test]
fn every_reference_resolves_and_stands_in_its_text() {
    let notes: BTreeSet<u32> = REVIEW.footnotes.iter().map(|note| note.number).collect();
    let sources: BTreeSet<&str> = REVIEW.sources.iter().map(|source| source.id.as_str()).collect();
    for item in &REVIEW.evidence {
        let length = item.text.chars().count();
        for reference in &item.refs {
            assert!(notes.contains(&reference.footnote), "{}: note {}", item.id, reference.footnote);
            assert!(reference.at <= length, "{}: note {} beyond the text", item.id, reference.footnote);
        }
        assert!(item.sources.iter().all(|source| sources.contains(source.as_str())), "{}", item.id);
    }
    for note in &REVIEW.footnotes {
        assert!(note.sources.iter().all(|source| sources.contains(source.as_str())), "note {}", note.number);
    }
}

#[test]
fn every_note_a_commitments_part_uses_is_referred_to_by_an_item_of_that_commitment() {
    let report = Report::find("the references worked out from the report itself, against the table in this test");
    for (commitment, lines, numbers) in PARTS {
        let used: BTreeSet<u32> = items_of(commitment).flat_map(|item| &item.refs).map(|at| at.footnote).collect();
        // A listed note with a remark is one that the report's text never refers to.
        let idle = |number: &u32| {
            REVIEW.footnotes.iter().any(|note| note.number == *number && note.listed && note.note.is_some())
        };
        let missing: Vec<u32> = numbers.clone().filter(|number| !used.contains(number) && !idle(number)).collect();
        assert!(missing.is_empty(), "commitment {commitment} has no item that refers to notes {missing:?}");
        if let Some(report) = &report {
            let derived = report.references(lines, numbers);
            assert!(derived.len() >= 20, "commitment {commitment}: is this the report? {derived:?}");
            let missing: Vec<_> = derived.difference(&used).collect();
            assert!(missing.is_empty(), "the report refers to notes {missing:?} under commitment {commitment}");
        }
    }
}

#[test]
fn all_five_reactions_are_there_and_each_has_an_item() {
    let reactions: Vec<_> = REVIEW.sources.iter().filter(|source| source.kind == SourceKind::Reaction).collect();
    assert_eq!(reactions.len(), 5);
    for reaction in reactions {
        assert!(REVIEW.evidence.iter().any(|item| item.sources.contains(&reaction.id)), "{}", reaction.id);
    }
}

/// Whether a sentence tells, or lets one guess, what was published.
fn gives_a_rating_away(text: &str) -> bool {
    let words = report::words(text);
    let has = |word: &str| words.iter().any(|other| other == word);
    let rates = ["rated", "rating", "ratings", "rates"].into_iter().any(has);
    let improvement = words.windows(2).any(|pair| pair[0].starts_with("requir") && pair[1] == "improvement");
    improvement || has("inadequate") || has("outstanding") || (rates && has("good"))
}

#[test]
fn what_states_a_rating_is_marked_so_that_it_can_be_kept_back() {
    for item in &REVIEW.evidence {
        let is_conclusion = item.kind == EvidenceKind::Conclusion;
        assert_eq!(is_conclusion, !item.rates.is_empty(), "{}: a conclusion has `rates`, and nothing else", item.id);
        assert!(is_conclusion || !gives_a_rating_away(&item.text), "{} gives a rating away: {}", item.id, item.text);
    }
    assert!(gives_a_rating_away("The panel rated it good.") && gives_a_rating_away("It requires improvement."));
    assert!(!gives_a_rating_away("A good start, in need of more funding."));
}

#[test]
fn the_prose_rates_as_the_tables_do_but_for_the_one_place_where_the_report_contradicts_itself() {
    let stated =
        REVIEW.evidence.iter().flat_map(|item| &item.rates).map(|stated| (stated.subject().unwrap(), stated.rating));
    let otherwise: Vec<_> = stated.filter(|(subject, rating)| REVIEW.published.of(subject) != Some(*rating)).collect();
    assert_eq!(otherwise, [("8B".parse().unwrap(), Rating::Inadequate)], "the table has 8B as requires improvement");
}

#[test]
fn the_count_rule_gives_every_published_overall_rating() {
    let opinions = Opinions::of_published(&REVIEW.published);
    let rollup = Rollup::new(Tree::of(&REVIEW), &opinions, RuleName::Count);
    for (key, published) in OVERALLS {
        let parent: ParentKey = key.parse().unwrap();
        assert_eq!(rollup.parent(&parent).unwrap().result, Some(published), "{key}");
    }
}

#[test]
fn the_file_stands_as_the_program_would_write_it() {
    let file = std::fs::read_to_string(FILE).unwrap();
    let written = String::from_utf8(to_bytes(&*REVIEW).unwrap()).unwrap();
    let differs = file.lines().zip(written.lines()).position(|(one, other)| one != other);
    assert_eq!(differs, None, "the first line, from 0, that differs");
    assert_eq!(file.lines().count(), written.lines().count());
}

/// Everything in the review that is retold, with a name for it.
fn own_words() -> Vec<(String, &'static str)> {
    let review: &'static Review = &REVIEW;
    let mut texts: Vec<(String, &'static str)> = Vec::new();
    for question in &review.questions {
        let name = format!("question {}", question.id);
        texts.extend([&question.text, &question.yes, &question.no].map(|text| (name.clone(), text.as_str())));
        texts.extend(
            question.anchors.iter().map(|(rating, text)| (format!("anchor {} {rating:?}", question.id), text.as_str())),
        );
    }
    for commitment in &review.commitments {
        let name = format!("commitment {}", commitment.id);
        texts.push((name.clone(), &commitment.text));
        texts.extend(commitment.note.iter().map(|note| (name.clone(), note.as_str())));
        let subquestions = commitment.subquestions.iter().flat_map(|map| map.values()).flatten();
        texts.extend(subquestions.map(|text| (name.clone(), text.as_str())));
    }
    for item in &review.evidence {
        texts.push((item.id.to_string(), &item.text));
        texts.extend(item.note.iter().map(|note| (item.id.to_string(), note.as_str())));
    }
    texts.extend(review.themes.iter().map(|theme| (format!("theme {}", theme.id), theme.description.as_str())));
    for note in &review.footnotes {
        let name = format!("note {}", note.number);
        if note.class == Some(FootnoteClass::Explanation) {
            texts.push((name.clone(), &note.text));
        }
        texts.extend(note.note.iter().map(|remark| (name.clone(), remark.as_str())));
    }
    texts
}

#[test]
fn nothing_retold_shares_nine_words_in_a_row_with_the_report() {
    let Some(report) = Report::find("the rule that nothing retold shares nine words in a row with the report") else {
        return;
    };
    let runs = Runs::of(&report.text);
    let texts = own_words();
    assert!(texts.len() > 700, "only {} texts were looked at", texts.len());
    let shared: Vec<String> =
        texts.iter().filter_map(|(name, text)| Some(format!("{name}: {}", runs.shared_with(text)?))).collect();
    assert!(shared.is_empty(), "\n{}\n", shared.join("\n"));
}
