//! Single difficulties of published evaluations, each in a report made up for it.

use std::collections::BTreeSet;

use plumbline::import::summary::Summary;
use plumbline::model::evidence::Evidence;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::footnote::FootnoteClass;
use plumbline::model::ids::CommitmentId;
use plumbline::model::review::Review;
use plumbline::model::source::SourceKind;

use crate::recovery::recognised;

const PIERS: &str = "We will mend every pier in the northern isles by 2030";
const PILOTS: &str = "We will train two hundred pilots for the narrow channel";

/// A report on two commitments in one area. Grades: four questions and the whole, for each.
struct Report {
    grades: [[&'static str; 5]; 2],
    copy: [[&'static str; 5]; 2],
    body: Vec<String>,
    notes: Vec<String>,
}

impl Report {
    fn new(body: &[&str]) -> Self {
        let grades = [
            ["Good", "Good", "Inadequate", "Good", "Good"],
            ["Inadequate", "Good", "Good", "Outstanding", "Inadequate"],
        ];
        Self { grades, copy: grades, body: body.iter().map(|line| (*line).to_owned()).collect(), notes: Vec::new() }
    }

    fn notes(mut self, count: usize) -> Self {
        self.notes = (1..=count).map(|number| format!("{number} Net Menders (PRT0002)")).collect();
        self
    }

    fn note(mut self, text: &str) -> Self {
        self.notes.push(text.to_owned());
        self
    }

    fn text(&self) -> String {
        let mut lines: Vec<String> = [
            "Ports Committee",
            "Expert Panel: evaluation of commitments on ports",
            "Published: 3 June 2031",
            "The overall rating across all commitments is good.",
        ]
        .map(str::to_owned)
        .into();
        lines.extend(table(&self.grades));
        lines.extend(["A summary follows.", "It is short.", "It says little."].map(str::to_owned));
        lines.extend(table(&self.copy));
        lines.extend(self.body.clone());
        lines.extend(
            [
                "Written evidence came from these:",
                "(1) Ministry of Ports (PRT0001)",
                "(2) Net Menders (PRT0002)",
                "Roundtables with crews",
                "(3) Group 1 Event 1 (PRT0003)",
                "(4) Group 1 Event 2 (PRT0004)",
            ]
            .map(str::to_owned),
        );
        lines.extend(self.notes.clone());
        lines.join("\n")
    }

    fn read(&self) -> (Review, Summary) {
        recognised(&self.text())
    }
}

fn table(grades: &[[&'static str; 5]; 2]) -> Vec<String> {
    let mut lines: Vec<String> =
        ["Commitment |", "A. Commitment Met |", "B. Funding |", "C. Impact |", "D. Appropriateness |", "Overall |"]
            .map(str::to_owned)
            .into();
    for (text, row) in [PIERS, PILOTS].iter().zip(grades) {
        lines.push(format!("{text} |"));
        lines.extend(row.iter().map(|grade| format!("{grade} |")));
    }
    lines
}

/// A commitment's part in which every question is rated as the table has it.
fn part(number: usize, last_words: [&str; 4]) -> Vec<String> {
    let grades = if number == 1 {
        ["good", "good", "inadequate", "good", "good"]
    } else {
        ["inadequate", "good", "good", "outstanding", "inadequate"]
    };
    let mut lines = vec![
        "This commitment was made in a speech.".to_owned(),
        format!("We rated this commitment ‘{}’ overall.", grades[4]),
        format!("In this section we look at progress. {}", last_words[0]),
        format!("We conclude that progress on meeting this commitment is ‘{}’.", grades[0]),
        format!("The Net Menders told us of money. {}", last_words[1]),
        format!("We rate the funding of this commitment as ‘{}’.", grades[1]),
        format!("The Net Menders told us of help. {}", last_words[2]),
        format!("We rate the impact of this commitment as ‘{}’.", grades[2]),
    ];
    lines.push(format!("The Net Menders told us of sense. {}", last_words[3]));
    lines.push(format!("We rate the appropriateness of this commitment as ‘{}’.", grades[3]));
    lines
}

fn both_parts() -> Vec<String> {
    [part(1, [""; 4]), part(2, [""; 4])].concat()
}

fn with_body(lines: Vec<String>) -> Report {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Report::new(&lines)
}

fn holding<'a>(review: &'a Review, words: &str) -> &'a Evidence {
    review.evidence.iter().find(|item| item.text.contains(words)).unwrap_or_else(|| panic!("no item holds {words:?}"))
}

fn places(item: &Evidence) -> Vec<String> {
    item.cells
        .iter()
        .map(|bearing| {
            bearing.cell().map_or_else(
                || bearing.commitment.as_ref().map_or("area".to_owned(), ToString::to_string),
                |cell| cell.to_string(),
            )
        })
        .collect()
}

fn rates(item: &Evidence) -> Vec<String> {
    item.rates.iter().map(|stated| format!("{}:{}", stated.subject().unwrap(), stated.rating.id())).collect()
}

/// Numbers referred to, each with the last letters before its marker.
fn references(review: &Review) -> Vec<(u32, String)> {
    review
        .evidence
        .iter()
        .flat_map(|item| {
            item.refs.iter().map(|reference| {
                let before: Vec<char> = item.text.chars().take(reference.at).collect();
                (reference.footnote, before[before.len().saturating_sub(6)..].iter().collect())
            })
        })
        .collect()
}

fn told(summary: &Summary, words: &str) -> bool {
    summary.unresolved.iter().any(|one| format!("{} {}", one.what, one.why).contains(words))
}

#[test]
fn references_are_told_from_the_figures_they_are_glued_to() {
    let lines = [
        "Piers were built in 20191 and 2020,2 at a cost of £5 million.3 Some 75%4 stood open (in 2021)5 after Covid-196 had gone.",
        "It is so said by the Trust7, by the ‘Harbour Plan 2030’8 and in “Tides 24/7”.9 Crews10 of 201711 agreed; see Type P512 and P9 moorings.",
        "In 2016–1713 traffic fell, and in 2022/2314 it rose by 1.5.15 The sea “never sleeps”16 (or so they say17), does it?18 No!19",
        "A list of three:20 nets, ropes;21 sails…22 The APP23 shows tides24—and moons—by night.25 26 P5 users do not see it.27Crews do.",
    ];
    let report = Report::new(
        &lines
            .iter()
            .copied()
            .chain(["After Covid-19 nothing was as before, and P5 users were few."])
            .collect::<Vec<_>>(),
    )
    .notes(27);
    let (review, _) = report.read();
    let found: Vec<u32> = references(&review).iter().map(|(number, _)| *number).collect();
    assert_eq!(found, (1..=27).collect::<Vec<_>>(), "{:?}", references(&review));
    for words in [
        "built in 2019 and 2020, at",
        "Some 75% stood",
        "Covid-19 had",
        "‘Harbour Plan 2030’ and",
        "Type P5 and",
        "In 2016–17 traffic",
        "in 2022/23 it rose by 1.5. The",
    ] {
        holding(&review, words);
    }
}

#[test]
fn figures_that_are_no_references_stay_in_the_text() {
    let lines = [
        "Of 120 piers1 some 12% fell in 2019. By 31 March 2024, 3.5 million tonnes passed; £1,250 was paid in 2015–16, on 4 May.",
        "See HC 115, Box 2, pp. 12–14 and section 3.2 of the Act of 1998. P2, P3 and Covid-19 are names; B2B, 4G and MP3 are others.",
        "They rose from 2 to 3, 1st to 3rd, in the ratio 2:3, at 10:30, on 2/3 of days (DHS0042). Rated 2. Level 3. Year 2.",
        "It cost £2.3m, or 2,300 crowns, i.e. 2.3% more than in 2.2 Then came calm.2 A vote of 3-2 in 2023.",
        "And P2 and P3 again.3",
    ];
    let (review, _) = Report::new(&lines).notes(3).read();
    assert_eq!(references(&review), [(1, " piers".to_owned()), (2, " calm.".to_owned()), (3, "again.".to_owned())]);
    holding(&review, "more than in 2.2 Then came calm. A vote of 3-2 in 2023.");
}

#[test]
fn a_reference_the_chain_needs_is_taken_where_figures_alone_could_be_either() {
    let (review, _) =
        Report::new(&["They counted boats.1 The share rose to 30.2 Then it fell.3 The share rose to 31.2 by May."])
            .notes(3)
            .read();
    assert_eq!(references(&review), [(1, "boats.".to_owned()), (2, "to 30.".to_owned()), (3, " fell.".to_owned())]);
    holding(&review, "rose to 31.2 by May");
}

#[test]
fn a_note_named_again_out_of_order_is_told_and_left() {
    let (review, summary) =
        Report::new(&["Nets tear.1 Ropes fray.2 Sails split.3 Nets tear, as was said.1 Masts break.4"]).notes(4).read();
    assert_eq!(references(&review).iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(told(&summary, "looks like a reference out of order"));
}

#[test]
fn two_questions_rated_in_one_sentence_share_what_leads_up_to_it() {
    let mut lines = both_parts();
    lines.splice(
        4..8,
        [
            "The Net Menders told us of money and of help.".to_owned(),
            "We rate its funding as ‘good’ and its impact as ‘inadequate’.".to_owned(),
        ],
    );
    let (review, _) = with_body(lines).read();
    assert_eq!(places(holding(&review, "of money and of help")), ["1B", "1C"]);
    assert_eq!(rates(holding(&review, "We rate its funding")), ["1B:good", "1C:inadequate"]);
    assert_eq!(places(holding(&review, "of sense")), ["1D"]);
}

#[test]
fn two_commitments_judged_together_share_their_evidence_and_their_ratings() {
    let lines = [
        "These two commitments were made in one speech.",
        "We rate both these commitments as ‘good’ overall.",
        "In this section we look at progress. The Net Menders told us of work on both.",
        "We rate progress on both commitments as ‘good’.",
        "The Net Menders told us of money for both.",
        "We rate the funding of both commitments as ‘good’.",
        "The Net Menders told us of help from both.",
        "We rate the impact of both commitments as ‘good’.",
        "The Net Menders told us of the sense of both.",
        "We rate the appropriateness of both commitments as ‘good’.",
    ];
    let mut report = Report::new(&lines);
    report.grades = [["Good"; 5]; 2];
    report.copy = report.grades;
    let (review, _) = report.read();
    assert_eq!(rates(holding(&review, "overall")).iter().filter(|rate| *rate == "overall:good").count(), 1);
    assert_eq!(rates(holding(&review, "both these commitments")), ["1:good", "2:good"]);
    assert_eq!(rates(holding(&review, "We rate the funding")), ["1B:good", "2B:good"]);
    assert_eq!(places(holding(&review, "money for both")), ["1B", "2B"]);
    assert_eq!(places(holding(&review, "help from both")), ["1C", "2C"]);
}

#[test]
fn a_commitment_rated_in_tables_only_has_its_ratings_and_that_it_has_no_part_is_told() {
    let (review, summary) = with_body(part(1, [""; 4])).read();
    assert_eq!(review.published.commitments.get(&CommitmentId::from("2")).unwrap().id(), "inadequate");
    assert!(review.evidence.iter().all(|item| places(item).iter().all(|place| !place.starts_with('2'))));
    assert_eq!(places(holding(&review, "of sense")), ["1D"]);
    assert!(told(&summary, "evidence on 2A"));
}

#[test]
fn a_sentence_about_another_commitments_rating_ends_no_part() {
    let aside = "As told below, we have rated progress on delivery of the pilots commitment as ‘inadequate’.";
    let lines = [part(1, ["", aside, "", ""]), part(2, [""; 4])].concat();
    let (review, _) = with_body(lines).read();
    assert_eq!(places(holding(&review, "of money.")), ["1B"]);
    let item = holding(&review, "As told below");
    assert_eq!((places(item), rates(item)), (vec!["1B".to_owned()], vec!["2A:inadequate".to_owned()]));
    assert_eq!(places(holding(&review, "of help")), ["1C"]);
}

#[test]
fn what_prose_concludes_stands_beside_what_the_table_has_where_they_differ() {
    let lines: Vec<String> = both_parts()
        .into_iter()
        .map(|line| {
            line.replace(
                "We rate the funding of this commitment as ‘good’",
                "We rate the funding of this commitment as ‘inadequate’",
            )
        })
        .collect();
    let (review, summary) = with_body(lines).read();
    let published: Vec<String> = review
        .published
        .cells
        .iter()
        .filter(|(cell, _)| cell.question.as_str() == "B")
        .map(|(cell, rating)| format!("{cell}:{rating}"))
        .collect();
    assert_eq!(published, ["1B:good", "2B:good"]);
    assert_eq!(rates(holding(&review, "We rate the funding")), ["1B:inadequate"]);
    assert_eq!(places(holding(&review, "of help")), ["1C"]);
    assert!(told(&summary, "1B: the prose concludes inadequate, the table has good"));
}

#[test]
fn where_summary_and_chapter_tables_differ_the_summary_counts_and_it_is_told() {
    let mut report = with_body(both_parts());
    report.copy[0][2] = "GOOD";
    let (review, summary) = report.read();
    assert_eq!(review.published.cells.iter().find(|(cell, _)| cell.to_string() == "1C").unwrap().1.id(), "inadequate");
    let printed: Vec<&str> = review
        .published
        .printed
        .iter()
        .flatten()
        .filter(|one| one.cell.as_ref().is_some_and(|cell| cell.to_string() == "1C"))
        .map(|one| one.printed_as.as_str())
        .collect();
    assert_eq!(printed, ["Inadequate", "GOOD"]);
    assert!(told(&summary, "1C is printed as good in a later table"));
}

#[test]
fn notes_cite_by_code_by_roundtable_and_by_ibid_and_strange_codes_stay_their_own() {
    let report = with_body(both_parts())
        .note("1 Net Menders (PRT002), Ministry of Ports (PRT0001)")
        .note("2 Ibid.")
        .note("3 Stakeholder roundtable")
        .note("4 Lamp Lighters (FOG0009), cited in another inquiry")
        .note("5 Board of Trade, Tides: a review, March 2030")
        .note("6 Group 1 Event 2 (PRT0004)")
        .note("7 Sail Makers (PRT0077)")
        .note("8 The Net Menders")
        .note("9 A lighter is a flat boat that carries goods, and it has no sail or engine of its own.");
    let (review, summary) = report.read();
    let cited = |number: u32| {
        let note = review.footnotes.iter().find(|note| note.number == number).unwrap();
        (note.class.unwrap(), note.sources.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let both = vec!["PRT0002".to_owned(), "PRT0001".to_owned()];
    assert_eq!(cited(1), (FootnoteClass::Submission, both.clone()));
    assert_eq!(cited(2), (FootnoteClass::Submission, both));
    assert_eq!(cited(3), (FootnoteClass::Roundtable, vec!["ROUNDTABLES".to_owned()]));
    assert_eq!(cited(4), (FootnoteClass::Submission, vec!["FOG0009".to_owned()]));
    assert_eq!(cited(5), (FootnoteClass::Publication, vec!["note-5".to_owned()]));
    assert_eq!(cited(6), (FootnoteClass::Roundtable, vec!["PRT0004".to_owned()]));
    assert_eq!(cited(8), (FootnoteClass::Submission, vec!["PRT0002".to_owned()]));
    assert_eq!(cited(9), (FootnoteClass::Explanation, Vec::new()));
    assert_eq!(review.sources.iter().find(|source| source.id.as_str() == "PRT0002").unwrap().aliases, ["PRT002"]);
    assert!(told(&summary, "Lamp Lighters") && told(&summary, "prefix is not this report's"));
    assert!(told(&summary, "Sail Makers") && told(&summary, "not in the register"));
}

#[test]
fn notes_missing_from_the_list_never_referred_to_and_beyond_it_are_all_told() {
    let mut lines = both_parts();
    lines[2].push_str(" It grew.1 It shrank.2 It stayed.4 It went.5 It came.6");
    let report = with_body(lines)
        .note("1 Net Menders (PRT0002)")
        .note("3 Net Menders (PRT0002)")
        .note("4 Net Menders (PRT0002)")
        .note("5 Net Menders (PRT0002)");
    let (review, summary) = report.read();
    let unlisted: Vec<u32> = review.footnotes.iter().filter(|note| !note.listed).map(|note| note.number).collect();
    assert_eq!(unlisted, [2, 6]);
    assert!(told(&summary, "note 2, referred to after"));
    assert!(told(&summary, "the text holds no reference to it"));
    assert!(told(&summary, "the list of notes ends with 5"));
    assert!(review.footnotes.iter().find(|note| note.number == 6).unwrap().note.as_ref().unwrap().contains("It came."));
}

#[test]
fn a_quotation_of_several_paragraphs_is_one_item_and_one_that_is_not_closed_is_told() {
    let mut lines = both_parts();
    lines.insert(3, "“And then it was night.".to_owned());
    lines.insert(3, "“The sea rose.".to_owned());
    lines.insert(3, "The Net Menders wrote:".to_owned());
    lines.insert(6, "“And then it was day.”1".to_owned());
    lines.insert(10, "“Nobody ever closes this.".to_owned());
    let (review, summary) = with_body(lines).notes(1).read();
    let quotations: Vec<&Evidence> =
        review.evidence.iter().filter(|item| item.kind == EvidenceKind::Quotation).collect();
    assert_eq!(quotations[0].text, "“The sea rose.\n“And then it was night.\n“And then it was day.”");
    assert_eq!(quotations[0].refs[0].at, quotations[0].text.chars().count());
    assert_eq!(quotations[0].sources[0].as_str(), "PRT0002");
    assert_eq!(quotations[1].text, "“Nobody ever closes this.");
    assert!(told(&summary, "a quotation that is not closed"));
}

#[test]
fn who_is_quoted_is_told_by_the_sentence_before_where_no_note_says_and_their_role_with_it() {
    let mut lines = both_parts();
    lines.insert(3, "“It is all rope.”".to_owned());
    lines.insert(3, "The Ministry stated in its response:".to_owned());
    lines.insert(5, "“Nobody asked me.”".to_owned());
    lines.insert(5, "A ropemaker who took part in a roundtable told us:".to_owned());
    let (review, _) = with_body(lines).read();
    assert_eq!(holding(&review, "all rope").sources[0].as_str(), "PRT0001");
    let asked = holding(&review, "Nobody asked");
    let source = review.sources.iter().find(|source| source.id == asked.sources[0]).unwrap();
    let speaker = source.speakers.iter().find(|speaker| Some(&speaker.id) == asked.speaker.as_ref()).unwrap();
    assert_eq!(speaker.role.as_deref(), Some("Ropemaker"));
}

#[test]
fn a_long_paragraph_is_cut_at_sentence_ends_and_keeps_its_references() {
    let sentence = "The tide came in over the long grey flats while the crews stood waiting upon the stones.";
    let mut lines = both_parts();
    lines[4] = format!("{} The last of them went home.1", [sentence; 20].join(" "));
    let (review, _) = with_body(lines).notes(1).read();
    let items: Vec<&Evidence> = review.evidence.iter().filter(|item| item.text.contains("long grey flats")).collect();
    assert!(items.len() >= 3);
    for item in &items {
        assert!(item.text.split_whitespace().count() < 120 && item.text.ends_with('.'), "{}", item.text);
        assert_eq!(places(item), ["1B"]);
    }
    assert_eq!(items.last().unwrap().refs.iter().map(|reference| reference.footnote).collect::<Vec<_>>(), [1]);
}

#[test]
fn deadlines_come_from_the_commitment_from_its_listing_or_from_the_part_on_it() {
    let mut lines = vec![format!("“{PILOTS} (March 2033)”")];
    lines.extend(both_parts());
    let (review, _) = with_body(lines).read();
    let deadlines: Vec<Option<&str>> = review.commitments.iter().map(|one| one.deadline.as_deref()).collect();
    assert_eq!(deadlines, [Some("by 2030"), Some("March 2033")]);
    let mut lines = both_parts();
    lines[10].push_str(" It has a completion deadline in May 2032.");
    let (review, _) = with_body(lines).read();
    assert_eq!(review.commitments[1].deadline.as_deref(), Some("May 2032"));
}

#[test]
fn groups_of_roundtables_are_kept_as_printed() {
    let (review, _) = with_body(both_parts()).read();
    let groups: BTreeSet<&str> = review.sources.iter().filter_map(|source| source.group.as_deref()).collect();
    assert_eq!(groups.into_iter().collect::<Vec<_>>(), ["Roundtables with crews"]);
}

#[test]
fn without_an_overall_sentence_the_context_ends_where_the_evidence_begins_and_it_is_told() {
    let mut lines = both_parts();
    lines.remove(1);
    let (review, summary) = with_body(lines).read();
    assert_eq!(places(holding(&review, "made in a speech")), ["1"]);
    assert_eq!(places(holding(&review, "We conclude that progress")), ["1A"]);
    assert!(told(&summary, "where its context ends is a judgement"));
}

#[test]
fn a_question_that_no_sentence_rates_takes_what_speaks_of_it_and_says_so() {
    let mut lines = both_parts();
    lines[7] = "Much else was said.".to_owned();
    lines[6] = "The Net Menders told us of the impact on crews.".to_owned();
    lines[8] = "On appropriateness, the Net Menders told us of sense.".to_owned();
    let (review, summary) = with_body(lines).read();
    assert_eq!(places(holding(&review, "impact on crews")), ["1C"]);
    assert_eq!(places(holding(&review, "told us of sense")), ["1D"]);
    assert!(told(&summary, "No sentence rates this question"));
}

#[test]
fn an_item_that_rates_a_question_does_not_say_that_none_does() {
    let mut lines = both_parts();
    // Question B is not rated, so that C's part may begin earlier; C's own sentence is still there.
    lines[5] = "Money was short.".to_owned();
    let (review, summary) = with_body(lines).read();
    let rating = holding(&review, "We rate the impact");
    assert_eq!(rates(rating), ["1C:inadequate"]);
    assert!(!rating.note.as_deref().unwrap_or_default().contains("No sentence rates"), "{:?}", rating.note);
    assert!(told(&summary, "is a judgement"));
}

#[test]
fn a_commitment_that_only_one_kind_of_table_has_is_told() {
    let text = with_body(both_parts()).text();
    let (_, summary) = recognised(&text);
    assert!(!told(&summary, "have no such row"), "{:?}", summary.unresolved);
    let later = text.rfind(&format!("{PILOTS} |")).unwrap();
    // As where the last words of the row are those of the next one.
    let damaged = [
        &text[..later],
        "The narrow channel is dredged and what else was lost in it |",
        &text[later + PILOTS.len() + 2..],
    ]
    .concat();
    let (review, summary) = recognised(&damaged);
    assert_eq!(review.commitments.len(), 3);
    assert!(
        told(&summary, "in the tables of the summary only") && told(&summary, "in the tables of the chapters only")
    );
    assert!(told(&summary, "summary 2 commitments, chapters 2"), "{:?}", summary.unresolved);
}

#[test]
fn an_area_is_named_by_the_sentence_that_introduces_it_and_a_made_up_name_is_told() {
    let (review, summary) = with_body(both_parts()).read();
    assert_eq!(review.areas[0].label, "Policy area 1");
    assert!(told(&summary, "it is called “Policy area 1”"));
    let introduced =
        "In this section we provide an assessment of commitments in relation to piers and pilots. They were two:";
    let (review, summary) = with_body([vec![introduced.to_owned()], both_parts()].concat()).read();
    assert_eq!(review.areas[0].label, "Piers and pilots");
    assert!(!told(&summary, "the name of area"));
}

#[test]
fn commitments_rated_together_where_their_area_is_introduced_say_that_it_is_a_judgement() {
    let lead = "All that was said of these commitments leads us to conclude that they are ‘good’ overall.";
    let introduced = vec!["In this section we look at piers and pilots in turn.".to_owned(), lead.to_owned()];
    let (review, _) = with_body([introduced, both_parts()].concat()).read();
    let item = holding(&review, "All that was said");
    assert_eq!(rates(item), ["1:good", "2:good"]);
    assert!(item.note.as_deref().unwrap_or_default().contains("is a judgement"), "{item:?}");
}

#[test]
fn headings_that_plain_text_kept_place_what_stands_under_them() {
    let lines = [
        "Commitment 1: Piers",
        "It was made in a speech.",
        "Commitment Met",
        "Work goes on.",
        "Funding",
        "Money came.",
        "Impact",
        "Crews are glad.",
        "Appropriateness",
        "It makes sense.",
        "Commitment 2: Pilots",
        "It was made in a letter.",
        "A. Commitment Met",
        "None came.",
        "B. Funding",
        "It was paid for.",
        "C. Impact",
        "Boats pass.",
        "D. Appropriateness",
        "It is wise.",
    ];
    let (review, _) = Report::new(&lines).read();
    for (words, place) in [
        ("in a speech", "1"),
        ("Work goes on", "1A"),
        ("Money came", "1B"),
        ("Crews are glad", "1C"),
        ("makes sense", "1D"),
        ("in a letter", "2"),
        ("None came", "2A"),
        ("It is wise", "2D"),
    ] {
        assert_eq!(places(holding(&review, words)), [place], "{words}");
    }
    assert!(review.evidence.iter().all(|item| item.text != "Funding" && !item.text.starts_with("Commitment 2")));
    assert_eq!(review.commitments[0].label, "Piers");
}

#[test]
fn a_register_is_read_with_codes_first_and_a_code_in_the_text_is_a_source() {
    let mut lines = both_parts();
    lines[4] = "Nets were dear, as one submission has it (PRT0002).".to_owned();
    let text = with_body(lines)
        .text()
        .replace("(1) Ministry of Ports (PRT0001)", "PRT0001 – Ministry of Ports")
        .replace("(2) Net Menders (PRT0002)", "PRT0002 – Net Menders");
    let (review, _) = recognised(&text);
    assert_eq!(
        review.sources.iter().find(|source| source.id.as_str() == "PRT0001").unwrap().label,
        "Ministry of Ports"
    );
    assert_eq!(holding(&review, "Nets were dear").sources[0].as_str(), "PRT0002");
}

#[test]
fn an_area_rated_in_its_introduction_is_published_and_an_overall_word_at_the_end_rates_the_commitment() {
    let mut lines = both_parts();
    lines.insert(0, "We rate progress in this policy area as ‘requires improvement’.".to_owned());
    lines.push("Overall, we conclude that this commitment is ‘inadequate’.".to_owned());
    let (review, _) = with_body(lines).read();
    assert_eq!(review.published.areas.values().map(|rating| rating.id()).collect::<Vec<_>>(), ["requires_improvement"]);
    assert_eq!(rates(holding(&review, "Overall, we conclude that this")), ["2:inadequate"]);
}

#[test]
fn references_stand_raised_in_brackets_and_behind_names_never_seen_alone() {
    let (review, _) = Report::new(&["Piers fell.¹ Boats of 40 m² sank.² Nets tore [3]. After Covid-194 came A&E5 and R&D,6 as in HC 10257 and HC 116."]).notes(7).read();
    assert_eq!(references(&review).iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    holding(
        &review,
        "Piers fell. Boats of 40 m² sank. Nets tore. After Covid-19 came A&E and R&D, as in HC 1025 and HC 116.",
    );
}

#[test]
fn ratings_told_in_the_summary_by_number_of_commitments_or_by_name_are_those_of_the_tables() {
    let text = with_body(both_parts()).text();
    let more = "A summary follows. Overall, one of the two commitments was rated ‘good’.\nPoor weather was one reason why we rated the training of pilots for the channel as ‘inadequate’.";
    let (review, _) = recognised(&text.replace("A summary follows.", more));
    assert_eq!(rates(holding(&review, "training of pilots")), ["2:inadequate"]);
    assert_eq!(review.published.overall.map(|rating| rating.id()), Some("good"));
}

#[test]
fn where_an_item_stands_is_told_in_words_that_state_no_rating() {
    let mut lines = both_parts();
    lines[1] = "We rated this commitment ‘good’ overall. Crews came late to the piers.1".to_owned();
    lines[7] = "We rate the impact as ‘inadequate’.2 Good ropes were few.".to_owned();
    lines.insert(10, "We rated the second commitment ‘inadequate’ overall.".to_owned());
    lines.remove(11);
    let (review, _) = with_body(lines).notes(1).read();
    let locator = |words: &str| holding(&review, words).locator.clone().unwrap();
    assert_eq!(locator("Crews came late"), "Commitment 1, “Crews came late to the piers”");
    assert!(locator("Good ropes").starts_with("Commitment 1, line "), "{}", locator("Good ropes"));
    assert!(locator("We rate the impact as").starts_with("Commitment 1, line "));
    let areas = review.areas.iter().filter_map(|area| area.locator.as_ref());
    let commitments = review.commitments.iter().filter_map(|commitment| commitment.locator.as_ref());
    let items = review.evidence.iter().filter_map(|item| item.locator.as_ref());
    // Also where a note is told by the words before its reference.
    let notes: Vec<&String> = review.footnotes.iter().filter_map(|note| note.note.as_ref()).collect();
    assert!(notes.iter().any(|note| note.starts_with("Referred to on line ")), "{notes:?}");
    for locator in areas.chain(commitments).chain(items).chain(notes) {
        let lower = locator.to_lowercase();
        assert!(
            !["good", "inadequate", "outstanding", "requires"].iter().any(|level| lower.contains(level)),
            "{locator}"
        );
    }
}

#[test]
fn each_commitment_a_sentence_numbers_is_rated_as_its_own_clause_says() {
    let told_in_summary = [
        (
            "We have rated commitment 1 as ‘good’ and commitment 2 as ‘inadequate’ overall.",
            vec!["1:good", "2:inadequate"],
        ),
        ("We rated commitments 1 and 2 as ‘good’ and ‘inadequate’ respectively.", vec!["1:good", "2:inadequate"]),
    ];
    for (sentence, expected) in told_in_summary {
        let text = with_body(both_parts()).text().replace("A summary follows.", sentence);
        assert_eq!(rates(holding(&recognised(&text).0, sentence)), expected, "{sentence}");
    }
    let odd = "We rated commitments 1 and 2 as ‘good’, ‘good’ and ‘inadequate’ respectively.";
    let text = with_body(both_parts()).text().replace("A summary follows.", odd);
    let (review, summary) = recognised(&text);
    let item = holding(&review, odd);
    assert_eq!((item.kind, rates(item), places(item)), (EvidenceKind::Conclusion, vec![], vec![]));
    assert!(told(&summary, "another number of commitments than of grades"));
}

#[test]
fn a_groups_name_is_kept_without_its_colon() {
    let text = with_body(both_parts()).text().replace("Roundtables with crews", "Roundtables with crews:");
    let groups: BTreeSet<String> = recognised(&text).0.sources.into_iter().filter_map(|source| source.group).collect();
    assert_eq!(groups.into_iter().collect::<Vec<_>>(), ["Roundtables with crews"]);
}

#[test]
fn what_a_rating_would_have_been_waits_with_the_rating() {
    let mut lines = both_parts();
    lines[7] =
        "We rate the impact as ‘inadequate’. It would have been ‘good’ had the ropes held. Ropes are dear.".to_owned();
    let (review, _) = with_body(lines).read();
    let would = holding(&review, "would have been");
    assert_eq!((would.kind, rates(would), places(would)), (EvidenceKind::Conclusion, vec![], vec!["1C".to_owned()]));
}

#[test]
fn words_that_introduce_a_quotation_have_its_source() {
    let mut lines = both_parts();
    lines.insert(3, "The pilotts put it like this:".to_owned());
    lines.insert(4, "“We waited at the pier for a week and no rope came to us.”1".to_owned());
    let (review, _) = with_body(lines).notes(1).read();
    let quotation = holding(&review, "We waited at the pier");
    assert!(!quotation.sources.is_empty());
    assert_eq!(holding(&review, "put it like this").sources, quotation.sources);
}

/// A commitment's part that closes with the sentence which rates it as a whole.
fn closing_part(number: usize) -> Vec<String> {
    let mut lines = part(number, [""; 4]);
    let whole = lines.remove(1);
    lines.push("Ropes, crews and piers have to be seen together.".to_owned());
    lines.push(whole);
    lines
}

#[test]
fn a_commitment_whose_overall_rating_stands_behind_its_questions_keeps_it() {
    for same in [false, true] {
        let mut report = with_body([closing_part(1), closing_part(2)].concat());
        if same {
            // Both are rated alike: that all stand last tells whose each is.
            report.grades[1][4] = "Good";
            report.copy = report.grades;
            for line in &mut report.body {
                *line = line.replace(
                    "We rated this commitment ‘inadequate’ overall.",
                    "We rated this commitment ‘good’ overall. ",
                );
            }
        }
        let (review, _) = report.read();
        let whole: Vec<_> = review.evidence.iter().filter(|item| item.text.contains("overall.")).map(rates).collect();
        assert_eq!(whole, [vec!["1:good".to_owned()], vec![format!("2:{}", if same { "good" } else { "inadequate" })]]);
        let together: Vec<_> =
            review.evidence.iter().filter(|item| item.text.contains("seen together")).map(places).collect();
        assert_eq!(together, [["1"], ["2"]], "same: {same}");
        let opening: Vec<_> =
            review.evidence.iter().filter(|item| item.text.contains("made in a speech")).map(places).collect();
        assert_eq!(opening, [["1"], ["2"]]);
        let sense: Vec<_> = review.evidence.iter().filter(|item| item.text.contains("of sense")).map(places).collect();
        assert_eq!(sense, [["1D"], ["2D"]]);
    }
}

#[test]
fn one_commitment_may_close_with_its_overall_rating_where_the_other_opens_with_it() {
    let mut lines = part(1, [""; 4]);
    lines.push("Overall, we conclude that this commitment is ‘good’.".to_owned());
    let (review, _) = with_body([lines, part(2, [""; 4])].concat()).read();
    let closing = holding(&review, "Overall, we conclude");
    assert_eq!((rates(closing), places(closing)), (vec!["1:good".to_owned()], vec!["1".to_owned()]));
    assert_eq!(rates(holding(&review, "We rated this commitment ‘inadequate’")), ["2:inadequate"]);
}

#[test]
fn an_area_introduced_in_any_words_is_no_part_of_its_first_commitment() {
    let mut lines = both_parts();
    lines.splice(
        0..1,
        [
            "What follows weighs up what the islands were promised at sea.",
            "Harbours have mattered for as long as anyone remembers.",
            "Both pledges grew out of one storm.",
            "Salt, wind and neglect had left few a safe berth.",
            "The northern isles were told that their piers would be mended, in a speech.",
            "That took some years.",
        ]
        .map(str::to_owned),
    );
    let (review, summary) = with_body(lines).read();
    let place = |words: &str| places(holding(&review, words));
    for words in ["weighs up", "mattered for", "one storm", "neglect"] {
        assert_eq!(place(words), ["area"], "{words}");
    }
    assert_eq!((place("northern isles were told"), place("took some years")), (vec!["1".into()], vec!["1".into()]));
    assert!(told(&summary, "Where the part on this commitment begins is a judgement"));
}

#[test]
fn grades_of_one_sentence_go_each_with_what_it_is_given_to_or_with_nothing() {
    let in_summary = |sentence: &str| {
        let text = with_body(both_parts()).text().replace("A summary follows.", sentence);
        let (review, summary) = recognised(&text);
        (rates(holding(&review, sentence)), told(&summary, "another number of commitments than of grades"))
    };
    for (sentence, expected) in [
        (
            "We rated the appropriateness of commitment 2 ‘outstanding’ but the impact ‘requires improvement’.",
            ["2D:outstanding", "2C:requires_improvement"],
        ),
        (
            "The pilots commitment was rated ‘outstanding’ for appropriateness but ‘good’ for impact.",
            ["2D:outstanding", "2C:good"],
        ),
        ("We rated commitments 1 and 2 as ‘good’ and ‘inadequate’.", ["1:good", "2:inadequate"]),
        ("We rated the impact of commitments 1 and 2 as ‘inadequate’ and ‘good’.", ["1C:inadequate", "2C:good"]),
        ("We rated the impact and funding of commitment 1 as ‘inadequate’ and ‘good’.", ["1C:inadequate", "1B:good"]),
    ] {
        assert_eq!(in_summary(sentence), (expected.map(str::to_owned).to_vec(), false), "{sentence}");
    }
    let both = "We rated commitments 1 and 2 as ‘good’ for funding and ‘inadequate’ for impact.";
    assert_eq!(in_summary(both).0, ["1B:good", "2B:good", "1C:inadequate", "2C:inadequate"]);
    for sentence in [
        "We rated commitments 1 and 2 as ‘good’, ‘good’ and ‘inadequate’.",
        "We rated both commitments as ‘good’ and ‘inadequate’.",
        "We rated the impact and funding of commitment 1 as ‘inadequate’, ‘good’ and ‘good’.",
    ] {
        assert_eq!(in_summary(sentence), (vec![], true), "{sentence}");
    }
}

#[test]
fn a_second_grade_in_the_same_breath_is_one_of_its_own_question() {
    let mut lines = part(1, [""; 4]);
    lines.splice(
        6..,
        [
            "The Net Menders told us of help and of sense.".to_owned(),
            "The impact of this commitment was ‘inadequate’ but the appropriateness ‘good’.".to_owned(),
        ],
    );
    let (review, _) = with_body([lines, part(2, [""; 4])].concat()).read();
    assert_eq!(rates(holding(&review, "but the appropriateness")), ["1C:inadequate", "1D:good"]);
    assert_eq!(places(holding(&review, "of help and of sense")), ["1C", "1D"]);
}

#[test]
fn a_sentence_that_rates_one_question_twice_has_its_place_once() {
    let mut lines = both_parts();
    lines.splice(
        12..16,
        [
            "The Net Menders told us of work and of money.".to_owned(),
            "We rate progress on meeting this commitment as ‘inadequate’, its funding as ‘good’, and so do we conclude that its funding is ‘good’.".to_owned(),
        ],
    );
    let (review, _) = with_body(lines).read();
    for words in ["of work and of money", "and so do we conclude"] {
        assert_eq!(places(holding(&review, words)), ["2A", "2B"], "{words}");
    }
    assert_eq!(rates(holding(&review, "and so do we conclude")), ["2A:inadequate", "2B:good"]);
}

#[test]
fn one_publication_is_one_source_however_it_is_cited_and_what_is_in_doubt_is_told() {
    let report = with_body(both_parts())
        .note("1 Board of Trade, Tides and Tolls of the North: a review, 3 March 2030, p. 12")
        .note("2 Net Menders (PRT0002)")
        .note("3 Board of Trade, ‘Tides and Tolls of the North: a review’, March 2030, paras 4–6")
        .note("4 Board of Trade, Tides and Tolls of the North: a review, March 2031")
        .note("5 Harbour Office, Berths at a glance, https://www.harbours.example/berths/ (accessed 4 May 2031)")
        .note("6 Harbour Office, Berths at a glance, http://harbours.example/berths, accessed 9 May 2031")
        .note("7 Sea Scouts, A Handbook of Knots and Ropes for Small Boats, May 2029")
        .note("8 A Handbook of Knots and Ropes, p. 7")
        .note("9 Ibid., p. 9")
        .note("10 Board of Trade, March 2032")
        .note("11 BoT, Tides and Tolls of the North: a review, March 2031");
    let (review, summary) = report.read();
    let cited = |number: u32| {
        let note = review.footnotes.iter().find(|note| note.number == number).unwrap();
        note.sources.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(cited).to_vec();
    let expected =
        ["note-1", "note-1", "note-4", "note-5", "note-5", "note-7", "note-7", "note-7", "note-10", "note-4"];
    assert_eq!(all, expected.map(|id| vec![id.to_owned()]));
    let doubts: Vec<_> =
        summary.unresolved.iter().filter(|one| one.why.contains("taken as the same publication")).collect();
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    assert!(doubts[0].what.contains("note 8 cites note-7"), "{doubts:?}");
}

#[test]
fn running_text_and_places_of_the_report_are_no_publications() {
    let report = with_body(both_parts())
        .note("1 See Annex B")
        .note("2 For more detail see paragraph 12 above.")
        .note("3 Crews went by the old charts for as long as the new ones lay in port. Most of them lost their way in fog, and some a boat. Nobody told them.")
        .note("4 The Annex to Tides and Tolls, March 2030")
        .note("5 Stakeholder roundtable");
    let (review, summary) = report.read();
    let class = |number: u32| {
        let note = review.footnotes.iter().find(|note| note.number == number).unwrap();
        (note.class.unwrap(), note.sources.len())
    };
    for number in 1..=3 {
        assert_eq!(class(number), (FootnoteClass::Explanation, 0), "note {number}");
    }
    assert_eq!(class(4), (FootnoteClass::Publication, 1));
    // Roundtables cited as one are none that was held.
    assert_eq!(class(5), (FootnoteClass::Roundtable, 1));
    assert_eq!(summary.counts["roundtables"], 2);
    let all = review.sources.iter().find(|source| source.id.as_str() == "ROUNDTABLES").unwrap();
    assert_eq!((all.kind, all.text.as_ref()), (SourceKind::Publication, None));
}
