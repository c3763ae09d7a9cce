//! A made-up review and made-up articles about it.

use proptest::prelude::*;

use super::*;
use crate::import::read::Tools;
use crate::import::read::read_document;
use crate::model::evidence::EvidenceKind;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::fixture::Made;
use crate::review::trace::difference::Became;

const WHEEL: &str = "“The wheels have stood still since the great flood, and nobody in the valley has been told when they will turn again.”[7]";
const WEIR: &str =
    "We heard that the weir leaks at every joint and that the mending of it was paid for twice over by the county.[8]";
const MONEY: &str = "The Department told us that £4.5 million had been set aside for new gears, of which a third had been spent by June.[9]";

fn made() -> Made {
    let numbers = |made: Made| {
        made.note(7, "Mill Society (ABC0001)", &["ABC0001"])
            .note(8, "Weavers of the Valley (ABC0002)", &["ABC0002"])
            .note(9, "Department of Rivers (ABC0003)", &["ABC0003"])
    };
    numbers(Made::new()).quoted("1A", WHEEL).said("2B", WEIR).said("1B", MONEY)
}

fn article(text: &str) -> Article {
    read("article.md", text)
}

fn read(name: &str, text: &str) -> Article {
    Article::of(&read_document(name, text.as_bytes(), &Tools::default()).expect("reads"))
}

fn traced(text: &str) -> Traced {
    trace(&made().catalog(), &article(text), false).expect("is not retold")
}

/// Verdict, items and the signs or words that differ, of the only passage.
fn one(text: &str) -> Quotation {
    let mut traced = traced(text);
    assert_eq!(traced.quotations.len(), 1, "{traced:#?}");
    traced.quotations.remove(0)
}

fn items(quotation: &Quotation) -> Vec<&str> {
    quotation.places.iter().map(|place| place.evidence.as_ref().map_or("-", |id| id.as_str())).collect()
}

#[test]
fn what_stands_word_for_word_is_exact_and_leads_to_item_question_source_note_and_line() {
    let found = one("They say: “The wheels have stood still since the great flood”.");
    assert_eq!(found.verdict, Verdict::Exact);
    let place = &found.places[0];
    let told = (place.evidence.clone(), place.cell.as_ref().map(ToString::to_string), place.source.clone());
    assert_eq!(told, (Some("E001".into()), Some("1A".to_owned()), Some("ABC0001".into())));
    assert_eq!((place.footnote, place.line, place.at), (Some(7), Some(1), 1));
    assert_eq!(place.said(&made().catalog()), "1A, E001, note 7, ABC0001 Mill Society, line 1");
    assert_eq!((found.difference, found.only.len()), (None, 0));
}

#[test]
fn a_lookalike_is_never_exact_and_the_signs_that_differ_are_named() {
    for (passage, sign) in [
        ("the wheels have stood still since the great flood", Sign::Capitals),
        ("[t]he wheels have stood still since the great flood", Sign::Brackets),
        ("The wheels have stood still – since the great flood", Sign::Punctuation),
        ("The wheels have stood still since the great flood.", Sign::Punctuation),
        ("The wheels have stood still since the great flood…", Sign::Ellipses),
        ("The wheels have stood still since the gre\u{ad}at flood", Sign::Punctuation),
    ] {
        let found = one(&format!("They say: “{passage}”"));
        assert_eq!(found.verdict, Verdict::Altered, "{passage}");
        assert!(found.only.contains(&sign), "{passage}: {:?}", found.only);
        assert_eq!(items(&found), ["E001"]);
    }
}

#[test]
fn small_edits_are_a_changed_passage_with_the_words_that_differ() {
    let found = one("“nobody in this valley has ever been told when they turn again”");
    assert_eq!((found.verdict, items(&found)), (Verdict::Altered, vec!["E001"]));
    let told: Vec<(Became, Option<&str>, Option<&str>)> = found
        .difference
        .iter()
        .flatten()
        .filter(|part| part.became != Became::Same)
        .map(|part| (part.became, part.original.as_deref(), part.quoted.as_deref()))
        .collect();
    let changed = (Became::Changed, Some("the"), Some("this"));
    assert_eq!(told, [changed, (Became::PutIn, None, Some("ever")), (Became::LeftOut, Some("will"), None)]);
    assert!(found.only.is_empty());
}

#[test]
fn a_cut_that_is_owned_up_to_and_words_in_brackets_are_the_same_passage() {
    let found = one("“The wheels have stood still … nobody [in Kent] has been told when they will turn again.”");
    assert_eq!((found.verdict, items(&found)), (Verdict::Altered, vec!["E001"]));
    let cut = found.difference.iter().flatten().find(|part| part.became == Became::Cut).expect("is told");
    assert_eq!(cut.original.as_deref(), Some("since the great flood, and"));
    let spelled = one("“the mending of it was payed for twice over by the County”");
    assert_eq!((spelled.verdict, items(&spelled)), (Verdict::Altered, vec!["E002"]));
}

#[test]
fn pieces_from_several_places_are_told_apart_each_with_its_own() {
    let text = "“The wheels have stood still since the great flood and the mending of it was paid for twice over”";
    let found = one(text);
    assert_eq!((found.verdict, items(&found)), (Verdict::Spliced, vec!["E001", "E002"]));
    let pieces: Vec<&str> = found.places.iter().filter_map(|place| place.piece.as_deref()).collect();
    assert!(pieces[0].starts_with("The wheels have stood") && pieces[1].ends_with("paid for twice over"), "{pieces:?}");
    assert_eq!(found.places[1].source, Some("ABC0002".into()));
    let cut = one("“The weir leaks at every joint … of which a third had been spent by June.”");
    assert_eq!((cut.verdict, items(&cut)), (Verdict::Spliced, vec!["E002", "E003"]));
    // Most of it comes from one place, and "and the" by chance stands there too.
    let most =
        "nobody in the valley has been told when they will turn again … and the mending of it was paid for twice";
    let most = one(&format!("“{most}”"));
    assert_eq!((most.verdict, items(&most)), (Verdict::Spliced, vec!["E001", "E002"]));
}

#[test]
fn what_is_made_up_is_not_found_though_its_words_are_common() {
    for text in [
        "“The wheels will never turn again, said the king to his daughter in the tower.”",
        "“It was told us that the county has been at every mill since June with new money”",
        "“We have never heard of such a thing in all of our lives”",
    ] {
        let found = one(text);
        assert_eq!((found.verdict, found.places.len()), (Verdict::NotFound, 0), "{text}");
    }
}

#[test]
fn a_name_that_stands_everywhere_is_no_sign_of_where_a_passage_comes_from() {
    let name = "the Royal Society of Millers and Weavers of the Valley";
    let said =
        |made: Made, n: usize| made.said("1A", &format!("It was in the year {n} that {name} met at number {n}."));
    let catalog = (0..30).fold(made(), said).said("2B", &format!("In May {name} gave a plan for the weir.")).catalog();
    let look = |text: &str| trace(&catalog, &article(text), false).expect("is not retold").quotations.remove(0);
    let other = look(&format!("“And {name} has never yet seen a plan for the bridge by the church”"));
    assert_eq!(other.verdict, Verdict::NotFound, "{other:?}");
    let own = look(&format!("“In June {name} gave a plan for the weir.”"));
    assert_eq!((own.verdict, items(&own)), (Verdict::Altered, vec!["E034"]));
}

#[test]
fn words_and_names_are_counted_as_too_short_unless_they_stand_at_few_places_word_for_word() {
    let found = traced("The “mill”, the “great flood”, the “green book” and “paid for twice over” and “all of the”.");
    let told: Vec<&str> = found.quotations.iter().map(|quotation| quotation.text.as_str()).collect();
    assert_eq!((told, found.left_out.too_short), (vec!["paid for twice over"], 4));
}

#[test]
fn a_quotation_within_one_that_is_not_there_is_traced_by_itself() {
    let found =
        traced("He said: “I was told that ‘the weir leaks at every joint’, and I was amazed to hear that at last.”");
    let told: Vec<Verdict> = found.quotations.iter().map(|quotation| quotation.verdict).collect();
    assert_eq!(told, [Verdict::NotFound, Verdict::Exact]);
    let found = traced("“The wheels have stood still since ‘the great flood, and’ nobody”");
    assert_eq!(found.quotations.len(), 1, "the outer one is found, changed");
}

#[test]
fn the_report_s_own_words_are_found_by_line_also_where_no_item_has_them_and_numbers_of_notes_part_nothing() {
    let said = "Nothing was heard since.[7] The bridge stood open all the winter long for carts.";
    let catalog = made().line("Table of all the mills that ever stood by the river").said("1A", said).held().catalog();
    let look = |text: &str| trace(&catalog, &article(text), false).expect("is not retold").quotations.remove(0);
    let found = look("“the mills that ever stood by the river”");
    assert_eq!((found.verdict, found.places.len()), (Verdict::Exact, 1));
    assert_eq!((found.places[0].line, found.places[0].evidence.clone()), (Some(4), None));
    let found = look("“Nothing was heard since. The bridge stood open”");
    assert_eq!((found.verdict, items(&found)), (Verdict::Exact, vec!["E004"]), "the item alone is named");
}

#[test]
fn a_source_s_text_is_searched_and_the_place_is_a_place_in_it() {
    let text = "First things first.\nThe baker’s wife has seen the miller throw his own gears into the pond.";
    let catalog = made()
        .with(|review| {
            let mut source = Source::new("ABC0020".into(), SourceKind::Submission, "The baker".to_owned());
            source.text = Some(text.to_owned());
            review.sources.push(source);
        })
        .catalog();
    let found = trace(&catalog, &article("“the miller throw his own gears”"), false).expect("is not retold");
    let place = &found.quotations[0].places[0];
    assert_eq!((place.evidence.clone(), place.source.clone()), (None, Some("ABC0020".into())));
    assert!(text.chars().skip(place.at).collect::<String>().starts_with("the miller throw"));
    assert_eq!((found.searched.items, found.searched.texts), (3, 1));
}

#[test]
fn promises_and_anchors_are_found_where_they_stand() {
    let found = one("“We will turn 40 mill wheels by March 2033.”");
    assert_eq!((found.verdict, found.places[0].commitment.clone()), (Verdict::Exact, Some("1".into())));
    let found = one("“Shortfalls kept it from being met.”");
    assert_eq!(found.places[0].question, Some("B".into()));
    assert_eq!(found.places[0].locator.as_deref(), Some("anchor of Inadequate"));
}

#[test]
fn what_a_page_sets_apart_is_a_quotation_without_marks() {
    let page = "<p>It says:</p><blockquote>The Department told us that £4.5 million had been set aside</blockquote>";
    let found = trace(&made().catalog(), &read("page.html", page), false).expect("is not retold");
    assert_eq!(found.quotations[0].verdict, Verdict::Exact);
}

#[test]
fn unmarked_repeats_are_told_only_when_asked_for_and_never_where_they_stand_in_marks() {
    let text = "It is known that the mending of it was paid for twice over by the county, and so on. “The wheels have stood \
                still since the great flood, and nobody in the valley” was said.";
    let catalog = made().catalog();
    let without = trace(&catalog, &article(text), false).expect("is not retold").quotations;
    let with = trace(&catalog, &article(text), true).expect("is not retold").quotations;
    assert_eq!((without.len(), with.len()), (1, 2));
    assert!(with[0].unmarked && with[0].verdict == Verdict::Exact);
    assert_eq!(with[0].text, "that the mending of it was paid for twice over by the county");
    let title = made().with(|review| review.title = "A long name of a review of all the mills by the river".to_owned());
    let title = title.said("1A", "This is A long name of a review of all the mills by the river.").catalog();
    let named = article("See A long name of a review of all the mills by the river, page 9.");
    assert!(trace(&title, &named, true).expect("is not retold").quotations.is_empty());
}

#[test]
fn a_retelling_is_refused_with_what_to_do_and_of_a_mixed_review_only_quotations_are_searched() {
    let refused = trace(&made().retold().catalog(), &article("“The wheels have stood still”"), false);
    assert!(refused.expect_err("is retold").to_string().contains("plumbline import REPORT"));
    let catalog = made().with(|review| review.wording = Wording::Mixed).catalog();
    let text = "“The wheels have stood still since” and “the weir leaks at every joint and”";
    let found = trace(&catalog, &article(text), false).expect("is mixed");
    let verdicts: Vec<Verdict> = found.quotations.iter().map(|quotation| quotation.verdict).collect();
    assert_eq!(verdicts, [Verdict::Exact, Verdict::NotFound]);
    assert!(found.searched.only_quotations && found.searched.items == 1);
}

#[test]
fn items_of_one_paragraph_are_searched_as_one_text() {
    let catalog = made()
        .said("1A", "The mill was sold in the spring.")
        .item(EvidenceKind::Finding, "1B", "Its wheel was not.")
        .with(|review| review.evidence[4].line = review.evidence[3].line)
        .catalog();
    let found = trace(&catalog, &article("“sold in the spring. Its wheel was not.”"), false).expect("is not retold");
    assert_eq!(items(&found.quotations[0]), ["E004", "E005"]);
    assert_eq!(found.quotations[0].verdict, Verdict::Exact);
}

/// A text of one paragraph, whatever stands in it.
fn alone(text: String) -> Article {
    let paragraph = article::Paragraph { text, set_apart: false, line: 1, page: None, number: 1 };
    Article { name: "x".to_owned(), paragraphs: vec![paragraph], warnings: Vec::new() }
}

#[test]
fn hostile_texts_end_in_bounded_time() {
    let again = "the wheel and ".repeat(8_000);
    let catalog = made().said("1A", &again).said("1B", &"a ".repeat(30_000)).catalog();
    let begun = std::time::Instant::now();
    for text in [
        again.clone(),
        format!("“{again}”"),
        format!("“{}", "the great flood ".repeat(10_000)),
        format!("“{}”", "a ".repeat(30_000)),
        format!("“{}”", "… [a] ".repeat(10_000)),
        "“the wheel and the ” ".repeat(5_000),
        "“”‘’\"'".repeat(100_000),
    ] {
        trace(&catalog, &alone(text), true).expect("is not retold");
    }
    assert!(begun.elapsed().as_secs() < 100, "{:?}", begun.elapsed());
}

/// The words of one item of the made-up review, blanks kept.
fn cut_from(item: usize, from: usize, words: usize) -> String {
    let catalog = made().catalog();
    let text = catalog.review().evidence[item].text.trim_matches(['“', '”']).to_owned();
    let pieces: Vec<&str> = text.split(' ').collect();
    let from = from % (pieces.len() - words.min(pieces.len() - 1));
    pieces[from..(from + words).min(pieces.len())].join(" ")
}

proptest! {
    #[test]
    fn what_is_cut_from_an_item_is_exact_there(item in 0_usize..3, from in 0_usize..40, words in 5_usize..16) {
        let passage = cut_from(item, from, words);
        let found = one(&format!("They say: “{passage}” and more."));
        prop_assert_eq!(found.verdict, Verdict::Exact, "{}", passage);
        prop_assert_eq!(items(&found), vec![format!("E{:03}", item + 1)]);
    }

    #[test]
    fn with_a_few_small_edits_it_is_the_same_passage_changed(
        item in 0_usize..3, from in 0_usize..40, words in 10_usize..18, edits in prop::collection::vec((0_usize..3, 0_usize..40), 1..3)
    ) {
        let passage = cut_from(item, from, words);
        let mut pieces: Vec<String> = passage.split(' ').map(str::to_owned).collect();
        let most = pieces.len() / 6;
        for (kind, at) in edits.into_iter().take(most.max(1)) {
            let at = at % pieces.len();
            match kind {
                0 => { pieces.remove(at); }
                1 => pieces.insert(at, "hedgehog".to_owned()),
                _ => pieces[at] = "hedgehog".to_owned(),
            }
        }
        let edited = pieces.join(" ");
        prop_assume!(!passage.contains(&edited));
        let found = one(&format!("They say: “{edited}” and more."));
        prop_assert_eq!(found.verdict, Verdict::Altered, "{} / {}", passage, edited);
        prop_assert_eq!(items(&found), vec![format!("E{:03}", item + 1)]);
    }

    #[test]
    fn random_words_are_not_found(words in prop::collection::vec("[b-df-hj-np-tv-z]{2,9}", 5..30)) {
        let found = one(&format!("They say: “{}” and more.", words.join(" ")));
        prop_assert_eq!(found.verdict, Verdict::NotFound);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC{0,12}|[“”‘’\"'\\[\\]… ]{1,4}|the wheels have stood still ){0,20}", more in any::<String>()) {
        let paragraphs = [text, more].into_iter().map(|text| article::Paragraph { text, set_apart: true, line: 1, page: None, number: 1 });
        let article = Article { name: "x".to_owned(), paragraphs: paragraphs.collect(), warnings: Vec::new() };
        let catalog = made().held().catalog();
        for quotation in trace(&catalog, &article, true).expect("is not retold").quotations {
            let (paragraph, range) = quotation.at;
            prop_assert_eq!(&article.paragraphs[paragraph].text[range], quotation.text.as_str());
            prop_assert!(quotation.verdict == Verdict::NotFound || !quotation.places.is_empty());
        }
    }
}
