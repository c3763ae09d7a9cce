//! Two ways that must agree: the index, reading, and a filter written as plainly as the language is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::field::Field;
use super::field::Names;
use super::field::Status;
use super::field::Value;
use super::found::Found;
use super::parse::Ask;
use super::parse::Query;
use super::pattern::Pattern;
use super::run::AT_ONCE;
use super::run::Asked;
use super::run::Here;
use super::run::Search;
use super::run::Unanswered;
use super::session::Session;
use crate::model::act::Act;
use crate::model::evidence::Evidence;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::fixture;
use crate::review::workspace::Workspace;
use crate::store::atomic::Existing;
use crate::store::review_file::write_review;
use crate::store::text_index::FIRST_PART;
use crate::store::text_index::Order;
use crate::text::words::spaced;

/// Texts that try the folding, the words and the scripts; `secretword` stands only where it is withheld.
const TEXTS: [&str; 12] = [
    "The funding came on time.",
    "Funding ended; the pilot's money was late, it says in its Résumé.",
    "Don\u{2019}t pilot e-mail at 10:30 \u{2014} funds, fund-raising, 75%.",
    "Straße STRASSE strasse, O\u{fb03}ce, naïve NAI\u{308}VE",
    "医療データ and 医療",
    "का की कि",
    "",
    " \u{200d}\u{fe0f}! ",
    "a b c ab abc abcd abcde",
    "the the the pilot the fund",
    "\u{1F468}\u{200D}\u{1F469} staff said: late money, late funds",
    "Pilot pilots piloting",
];

fn review() -> Review {
    let mut review = fixture::review();
    let first = review.evidence.clone();
    let made = TEXTS.iter().enumerate().map(|(at, text)| Evidence {
        id: format!("x{at}").as_str().into(),
        text: (*text).to_owned(),
        rates: Vec::new(),
        refs: Vec::new(),
        ..first[[0, 1, 2, 4][at % 4]].clone()
    });
    review.evidence.extend(made);
    review.sources[0].text =
        Some("The pilot was fair.\n\nMoney came late.\n \nIt was the pilot\u{2019}s funding.".to_owned());
    let mut report = Source::new("REPORT".into(), SourceKind::Publication, "The report".to_owned());
    report.text = Some("Funding: secretword.\n\nThe pilot.".to_owned());
    review.sources.push(report);
    review
}

/// A session in which something was done.
fn workspace() -> Workspace {
    let mut ws = fixture::workspace_on(review());
    let mut passage = fixture::quote(&mut ws, 6, 0..7, "1B");
    passage.tags = vec!["funding".into(), "staff".into()];
    let mut other = fixture::quote(&mut ws, 8, 0..3, "2A");
    other.filings[0].stance = Some(Stance::Mixed);
    let mut in_source = fixture::quote(&mut ws, 0, 0..3, "2B");
    (in_source.evidence, in_source.source) = (None, Some("DHS0032".into()));
    in_source.selector.exact = "pilot".to_owned();
    (in_source.selector.start, in_source.selector.end) = (4, 9);
    in_source.selector.text_sha256 = String::new();
    for quote in [passage, other, in_source] {
        ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    }
    let decide = |status| Act::Triage { source: "DHS0007".into(), status, reason: None, bears_on: Vec::new() };
    ws.apply(&decide(TriageStatus::SetAside)).expect("decides");
    ws.set_read(&"x3".into(), true);
    ws.set_read(&"e1".into(), true);
    ws
}

/// The ways of one review: in memory with an index, in memory before there is one, and in a file.
struct Ways {
    ws: Workspace,
    session: Arc<Session>,
    names: Names,
    indexed: Search,
    reading: Search,
    in_file: Search,
    _folder: tempfile::TempDir,
}

impl Ways {
    fn of(ws: Workspace) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("r.plumb");
        let digest = ws.catalog().digest();
        write_review(&path, ws.catalog().review(), digest, Existing::Refuse).expect("writes");
        let search = |path| Search::of(ws.catalog().clone(), path);
        let ways = Self {
            session: Arc::new(Session::whole(ws.state(), ws.read())),
            names: Names::of(ws.catalog(), ws.state()),
            indexed: search(None),
            reading: search(None),
            in_file: search(Some(path)),
            ws,
            _folder: folder,
        };
        ways.indexed.prepare_all().expect("indexes");
        ways
    }

    fn asked(&self, query: &Query) -> Asked {
        Asked {
            query: query.clone(),
            here: None,
            order: Order::Reading,
            session: self.session.clone(),
            limit: usize::MAX,
            earlier: None,
        }
    }

    fn rows(search: &Search, asked: &Asked) -> Result<Vec<i64>, String> {
        match search.ask(asked, &|| true) {
            Ok(answer) => Ok(answer.rows.to_vec()),
            Err(Unanswered::Query(error)) => Err(error.to_string()),
            Err(error) => panic!("{error}"),
        }
    }

    fn found(&self, typed: &str) -> Vec<i64> {
        let query = Query::read(typed, &self.names).unwrap_or_else(|error| panic!("{}", error.under(typed)));
        let asked = self.asked(&query);
        let rows = Self::rows(&self.indexed, &asked).expect("asks");
        assert_eq!(Ok(&rows), Self::rows(&self.reading, &asked).as_ref(), "{typed}, before there is an index");
        assert_eq!(Ok(&rows), Self::rows(&self.in_file, &asked).as_ref(), "{typed}, in a file");
        assert_eq!(rows, self.naive(&query), "{typed}, by a plain filter");
        rows
    }

    /// As plainly as it can be said.
    fn naive(&self, query: &Query) -> Vec<i64> {
        let review = self.ws.catalog().review();
        let blind = self.ws.blindness();
        let source = |id: &crate::model::ids::SourceId| self.ws.catalog().source(id).expect("is there");
        let mut rows = Vec::new();
        for (row, item) in (1..).zip(&review.evidence) {
            let marks: Vec<_> = self.ws.state().quotes_in(&item.id).collect();
            let sources: Vec<&Source> = item.sources.iter().map(source).collect();
            let place = Place {
                text: &item.text,
                names: sources.iter().flat_map(|source| called(source)).collect(),
                kinds: [item.kind.word()].into_iter().chain(sources.iter().map(|source| source.kind.word())).collect(),
                sources,
                marks,
                filed: item.cells.iter().filter_map(|on| Some((on.commitment.clone()?, on.question.clone()))).collect(),
                read: Some(self.ws.read().contains(&item.id)),
            };
            let by_id = query.id().is_some_and(|id| id.to_lowercase() == item.id.as_str().to_lowercase());
            if !blind.withholds(item)
                && (by_id || query.clauses().iter().all(|c| place.has(&c.ask, &self.ws) != c.without))
            {
                rows.push(row);
            }
        }
        let mut row = FIRST_PART;
        for source in &review.sources {
            let text = source.text.as_deref().unwrap_or_default();
            let cuts = crate::text::cuts::Cuts::paragraphs(text);
            for piece in (0..cuts.len()).filter(|&piece| !text[cuts.bytes(piece)].trim().is_empty()) {
                let chars = cuts.chars_of(piece);
                let of_source = |quote: &&crate::model::quote::Quote| {
                    let (from, to) = (quote.selector.start, quote.selector.end);
                    quote.source.as_ref() == Some(&source.id) && from < chars.end && chars.start < to
                };
                let place = Place {
                    text: &text[cuts.bytes(piece)],
                    names: Vec::new(),
                    kinds: vec![source.kind.word()],
                    sources: vec![source],
                    marks: self.ws.state().quotes.iter().filter(of_source).collect(),
                    filed: Vec::new(),
                    read: None,
                };
                let answers = query.clauses().iter().all(|c| place.has(&c.ask, &self.ws) != c.without);
                if !blind.withholds_source(source) && answers {
                    rows.push(row);
                }
                row += 1;
            }
        }
        rows
    }
}

fn called(source: &Source) -> Vec<String> {
    [source.id.to_string(), source.label.clone()].into_iter().chain(source.aliases.clone()).collect()
}

/// All that a query can ask of a row.
struct Place<'a> {
    text: &'a str,
    names: Vec<String>,
    kinds: Vec<&'static str>,
    sources: Vec<&'a Source>,
    marks: Vec<&'a crate::model::quote::Quote>,
    filed: Vec<(crate::model::ids::CommitmentId, Option<crate::model::ids::QuestionId>)>,
    read: Option<bool>,
}

impl Place<'_> {
    fn has(&self, ask: &Ask, ws: &Workspace) -> bool {
        let under = |asked: &super::field::Questions, on: &(crate::model::ids::CommitmentId, Option<_>)| {
            asked.commitment.as_ref().is_none_or(|id| *id == on.0)
                && asked.question.as_ref().is_none_or(|id| on.1.as_ref() == Some(id))
        };
        match ask {
            Ask::Words(pattern) => {
                stands(pattern, self.text) || !pattern.is_text_only() && stands(pattern, &self.names.join(" "))
            }
            Ask::Field(Value::Tag(tags)) => {
                self.marks.iter().any(|mark| mark.tags.iter().any(|tag| tags.contains(tag)))
            }
            Ask::Field(Value::Stance(stances)) => {
                let filings = self.marks.iter().flat_map(|mark| &mark.filings);
                filings.filter_map(|filing| filing.stance).any(|stance| stances.contains(&stance))
            }
            Ask::Field(Value::Kind(kinds)) => self.kinds.iter().any(|kind| kinds.contains(kind)),
            Ask::Field(Value::Question(asked)) => {
                let filings = self.marks.iter().flat_map(|mark| &mark.filings);
                let own = filings.map(|filing| (filing.cell.commitment.clone(), filing.cell.question.clone()));
                self.filed.iter().cloned().chain(own).any(|on| under(asked, &on))
            }
            Ask::Field(Value::Source(typed)) => {
                let exact = |source: &Source| crate::review::labels::is_typed(source, typed);
                let any_exact = ws.catalog().review().sources.iter().any(exact);
                let begun = Pattern::new(typed, true);
                let named =
                    |source: &Source| called(source).iter().any(|name| stands(begun.as_ref().expect("words"), name));
                self.sources.iter().any(|source| if any_exact { exact(source) } else { named(source) })
            }
            Ask::Field(Value::Status(statuses)) => statuses.iter().any(|status| match status {
                Status::Read => self.read == Some(true),
                Status::Unread => self.read == Some(false),
                Status::Marked => !self.marks.is_empty(),
                Status::Unmarked => self.marks.is_empty(),
                Status::Decided(decided) => self.sources.iter().any(|source| {
                    let entry = ws.state().triage.get(&source.id);
                    entry.map_or(TriageStatus::Undecided, |entry| entry.status) == *decided
                }),
            }),
        }
    }
}

/// Whether words stand in a text: compared in a text with a blank before and behind each word.
fn stands(pattern: &Pattern, text: &str) -> bool {
    let end = if pattern.is_beginning() { "" } else { " " };
    format!(" {} ", spaced(text)).contains(&format!(" {}{end}", pattern.words().join(" ")))
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "fund",
            "funding",
            "the",
            "pilot",
            "pilots",
            "a",
            "ab",
            "abcd",
            "résumé",
            "strasse",
            "医療",
            "医",
            "क",
            "कि",
            "don't",
            "e-mail",
            "late",
            "money",
            "secretword",
            "trust",
            "dhs0032",
            "dhs",
            "x3",
            "E1",
            "10:30",
            "75%",
            "p",
            "charity",
            "t",
            "naive",
            "o\u{fb03}ce",
            "zz",
        ])
        .prop_map(str::to_owned),
        "\\PC{1,3}",
    ]
}

fn clause() -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec![
        "tag:funding",
        "tag:staff",
        "tag:f",
        "kind:quotation",
        "kind:fig",
        "kind:submission",
        "kind:pub",
        "source:dhs32",
        "source:trust",
        "source:DHS",
        "source:a",
        "q:1",
        "q:1B",
        "q:b",
        "q:2",
        "stance:no",
        "stance:both",
        "stance:yes",
        "status:unread",
        "status:read",
        "status:marked",
        "status:unmarked",
        "status:set",
        "status:undecided",
        "status:un",
    ]);
    let asked = prop_oneof![
        4 => word(),
        2 => (word(), word()).prop_map(|(one, two)| format!("\"{one} {two}\"")),
        1 => (word(), word()).prop_map(|(one, two)| format!("\"{one} {two}\"*")),
        1 => word().prop_map(|word| format!("\"{word}\"")),
        1 => word().prop_map(|word| format!("{word}*")),
        3 => field.prop_map(str::to_owned),
    ];
    (prop::bool::weighted(0.2), asked).prop_map(|(without, asked)| format!("{}{asked}", if without { "-" } else { "" }))
}

fn typed() -> impl Strategy<Value = String> {
    prop::collection::vec(clause(), 1..4).prop_map(|clauses| clauses.join(" "))
}

thread_local! {
    static WAYS: Ways = Ways::of(workspace());
}

/// Whether what a passage says is asked of a question as well: then it is asked together, which the plain filter does
/// not know.
fn asks_together(query: &Query) -> bool {
    let any = |one: fn(&Value) -> bool| {
        query.clauses().iter().any(|clause| matches!(&clause.ask, Ask::Field(value) if one(value)))
    };
    any(|value| matches!(value, Value::Stance(_))) && any(|value| matches!(value, Value::Question(_)))
}

proptest! {
    #[test]
    fn whichever_way_is_taken_the_rows_are_those_of_a_plain_filter(typed in typed()) {
        WAYS.with(|ways| {
            let Ok(query) = Query::read(&typed, &ways.names) else { return Ok(()) };
            let asked = ways.asked(&query);
            let rows = Ways::rows(&ways.indexed, &asked);
            prop_assert_eq!(&rows, &Ways::rows(&ways.reading, &asked), "before there is an index: {}", typed);
            prop_assert_eq!(&rows, &Ways::rows(&ways.in_file, &asked), "in a file: {}", typed);
            if let Ok(rows) = rows && !asks_together(&query) {
                prop_assert_eq!(rows, ways.naive(&query), "{}", typed);
            }
            Ok(())
        })?;
    }

    #[test]
    fn narrowing_finds_what_a_full_search_finds(typed in typed(), more in prop_oneof![" ?[a-z]{1,3}", " -pilot", " tag:funding", "\\PC"]) {
        WAYS.with(|ways| {
            let longer = format!("{typed}{more}");
            let (Ok(before), Ok(now)) = (Query::read(&typed, &ways.names), Query::read(&longer, &ways.names)) else {
                return Ok(());
            };
            let (Ok(earlier), Ok(full)) = (
                Ways::rows(&ways.indexed, &ways.asked(&before)),
                Ways::rows(&ways.indexed, &ways.asked(&now)),
            ) else {
                return Ok(());
            };
            let narrowed = Asked { earlier: Some((before.clone(), Arc::new(earlier.clone()))), ..ways.asked(&now) };
            prop_assert_eq!(&full, &Ways::rows(&ways.indexed, &narrowed).expect("asks"), "{} after {}", longer, typed);
            if now.narrows(&before) {
                let by_id: BTreeSet<i64> = earlier.into_iter().collect();
                let new = full.iter().filter(|row| !by_id.contains(row)).count();
                prop_assert!(new <= usize::from(now.id().is_some()), "{} after {}", longer, typed);
            }
            Ok(())
        })?;
    }

    #[test]
    fn whatever_is_typed_it_is_answered_or_said_what_is_wrong_and_where(typed in any::<String>(), plain in "[-a-z\": *]{0,12}") {
        WAYS.with(|ways| {
            for typed in [typed, plain] {
                match Query::read(&typed, &ways.names) {
                    Ok(query) => {
                        let asked = ways.asked(&query);
                        let rows = Ways::rows(&ways.indexed, &asked);
                        if let Ok(rows) = rows {
                            let found = ways.indexed.show(&query, &rows, &|| true).expect("shows");
                            prop_assert_eq!(found.len(), rows.len());
                        }
                    }
                    Err(error) => {
                        prop_assert!(error.at.start <= error.at.end && error.at.end <= typed.chars().count());
                        prop_assert!(!error.to_string().is_empty());
                    }
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn words_are_found_by_their_beginning_whatever_their_case_and_accents_and_phrases_whole() {
    let ways = Ways::of(fixture::workspace());
    assert_eq!(ways.found("FUND"), [2, 3]);
    assert_eq!(ways.found("funding pilot"), [3]);
    assert_eq!(ways.found("resume"), [3]);
    assert!(ways.found("unding").is_empty());
    assert_eq!(ways.found("\u{201c}funding ended\u{201d}"), [3]);
    assert!(ways.found("\"funding end\"").is_empty());
    assert_eq!(ways.found("\"funding end\"*"), [3]);
    assert_eq!(ways.found("\"funding end*\""), [3]);
    assert_eq!(ways.found("funding -pilot"), [2]);
    assert_eq!(ways.found("funding -\"funding ended\""), [2]);
}

#[test]
fn an_item_is_found_by_the_name_of_its_source_and_by_its_own_id() {
    let ways = Ways::of(fixture::workspace());
    assert_eq!(ways.found("dhs0032"), [3]);
    assert_eq!(ways.found("trust"), [3]);
    assert_eq!(ways.found("E3"), [3]);
    assert!(ways.found("E4").is_empty(), "withheld");
}

#[test]
fn fields_ask_for_what_was_filed_marked_read_and_decided() {
    let ways = Ways::of(workspace());
    assert_eq!(ways.found("tag:staff"), [7]);
    assert_eq!(ways.found("stance:both"), [9]);
    assert_eq!(ways.found("status:read"), [1, 9]);
    assert_eq!(ways.found("status:set-aside fund"), [2, 7, 15]);
    assert_eq!(ways.found("source:\"a trust\" pilot"), [3, 8, FIRST_PART, FIRST_PART + 2]);
    assert_eq!(ways.found("q:2B"), [FIRST_PART], "filed there by the member only");
    assert_eq!(ways.found("kind:figure"), [5, 9, 13, 17]);
    assert_eq!(ways.found("q:1B kind:quotation -fund"), [11]);
}

#[test]
fn what_a_passage_says_is_asked_of_the_question_asked_about() {
    let mut ws = workspace();
    let mut both = fixture::quote(&mut ws, 1, 0..3, "1B");
    let mut elsewhere = both.filings[0].clone();
    elsewhere.cell = (&"2A".parse::<crate::model::ids::CellKey>().expect("a question")).into();
    elsewhere.stance = Some(Stance::Supports);
    both.filings.push(elsewhere);
    ws.apply(&Act::Mark { quote: Box::new(both) }).expect("marks");
    let ways = Ways::of(ws);
    let rows = |typed: &str| {
        let query = Query::read(typed, &ways.names).expect(typed);
        Ways::rows(&ways.indexed, &ways.asked(&query)).expect("asks")
    };
    assert_eq!(rows("stance:yes q:2A"), [2]);
    assert!(rows("stance:yes q:1B").is_empty());
}

#[test]
fn nothing_withheld_is_found_counted_or_ranked_until_it_was_opened() {
    let mut ws = workspace();
    let hidden = |ws: &Workspace| {
        let ways = Ways::of(fixture::workspace_on(ws.catalog().review().clone()));
        let session = Arc::new(Session::whole(ws.state(), ws.read()));
        let query = Query::read("secretword", &ways.names).expect("a query");
        let mut found = Vec::new();
        for order in [Order::Reading, Order::Best] {
            let asked = Asked { order, session: session.clone(), ..ways.asked(&query) };
            for search in [&ways.indexed, &ways.in_file] {
                found.push(Ways::rows(search, &asked).expect("asks").len());
            }
        }
        found
    };
    assert_eq!(hidden(&ws), [0; 4]);
    for cell in fixture::cells(&ws) {
        let act = Act::Rate { cell, rating: Rating::Good, reason: None, quotes: Vec::new(), round: 1 };
        ws.apply(&act).expect("rates");
    }
    assert_eq!(hidden(&ws), [0; 4], "it was not opened, so that looking is not noted yet");
    for on in ["1A", "1B"] {
        ws.apply(&Act::SeePublished { on: on.parse().expect("a subject") }).expect("notes");
    }
    assert_eq!(hidden(&ws), [1; 4], "the sentence, but not the report");
    ws.apply(&Act::SeePublished { on: "1".parse().expect("a subject") }).expect("notes");
    assert_eq!(hidden(&ws), [2; 4]);
}

#[test]
fn what_is_found_says_itself_whether_it_is_hidden() {
    let ws = workspace();
    let blind = ws.blindness();
    let mut hidden = 0;
    for (at, item) in ws.catalog().review().evidence.iter().enumerate() {
        let found = Found::item(at, item, []);
        let hides = found.told.as_ref().is_some_and(|told| blind.hides_told(told));
        assert_eq!(hides, blind.hides(item), "{}", item.id);
        hidden += usize::from(hides);
    }
    assert!(hidden > 0);
}

#[test]
fn a_source_nobody_is_called_is_said_at_its_place() {
    let ways = Ways::of(workspace());
    let query = Query::read("fund source:nobody", &ways.names).expect("reads");
    let Err(Unanswered::Query(error)) = ways.indexed.ask(&ways.asked(&query), &|| true) else { panic!("no error") };
    assert_eq!(error.at, 5..18);
    assert!(error.to_string().starts_with("No source is \u{201c}nobody\u{201d}"), "{error}");
    assert_eq!(Field::named("Source"), Some(Field::Source));
}

#[test]
fn the_first_rows_come_alone_where_there_are_more_and_here_is_a_part_of_everywhere() {
    let mut review = fixture::review();
    let first = review.evidence[1].clone();
    review.evidence = (0..1_500).map(|at| Evidence { id: format!("n{at}").as_str().into(), ..first.clone() }).collect();
    let ways = Ways::of(fixture::workspace_on(review));
    let query = Query::read("fund", &ways.names).expect("a query");
    let some = Asked { limit: AT_ONCE, ..ways.asked(&query) };
    for search in [&ways.indexed, &ways.reading, &ways.in_file] {
        let answer = search.ask(&some, &|| true).expect("asks");
        assert!(!answer.whole && answer.rows.iter().copied().eq(1..=1_000));
        let all = search.ask(&ways.asked(&query), &|| true).expect("asks");
        assert!(all.whole && all.rows.iter().copied().eq(1..=1_500));
        let here = Some(Arc::new(Here::Items(vec![3, 1_400].into())));
        let here = search.ask(&Asked { here, ..ways.asked(&query) }, &|| true).expect("asks");
        assert_eq!(*here.rows, [4, 1_401]);
        assert!(matches!(search.ask(&some, &|| false), Err(Unanswered::GivenUp)));
    }
}

#[test]
fn the_best_come_first_where_that_is_asked_for() {
    let mut review = fixture::review();
    review.evidence[0].text =
        "It is said once in many words that there was no money for this and nothing else.".to_owned();
    review.evidence[4].text = "Money, money.".to_owned();
    let ways = Ways::of(fixture::workspace_on(review));
    let query = Query::read("money", &ways.names).expect("a query");
    let best = Asked { order: Order::Best, ..ways.asked(&query) };
    assert_eq!(Ways::rows(&ways.indexed, &best), Ok(vec![5, 1]));
    assert_eq!(Ways::rows(&ways.reading, &best), Ok(vec![5, 1]), "the index is built for it first");
    assert_eq!(ways.found("money"), [1, 5]);
    let kinds = Query::read("kind:quotation", &ways.names).expect("a query");
    let unranked = Asked { order: Order::Best, ..ways.asked(&kinds) };
    assert_eq!(Ways::rows(&ways.indexed, &unranked), Ok(vec![2]), "where no words are asked for, none is better");
}

#[test]
fn where_a_name_answers_the_row_says_so_and_what_is_quoted_or_left_out_is_looked_for_in_texts_only() {
    let mut review = fixture::review();
    let source = review.evidence[1].sources[0].clone();
    let named = review.sources.iter_mut().find(|known| known.id == source).expect("is there");
    named.label = "The Pelican Charity".to_owned();
    review.evidence[0].text = "A pelican was seen.".to_owned();
    let ways = Ways::of(fixture::workspace_on(review));
    let both = ways.found("pelican");
    assert!(both.contains(&1) && both.contains(&2), "{both:?}");
    assert_eq!(ways.found("\"pelican\""), [1]);
    assert_eq!(ways.found("\"pelican charity\""), Vec::<i64>::new());
    assert!(ways.found("funding -pelican").contains(&2), "its text does not say it");
    let query = Query::read("pelican", &ways.names).expect("a query");
    let shown = ways.indexed.show(&query, &[1, 2], &|| true).expect("shows");
    assert_eq!(shown[0].name(), None);
    assert_eq!(shown[1].name().as_deref(), Some("source: The Pelican Charity"));
    assert!(shown[1].named.contains(&("Pelican".to_owned(), true)), "{:?}", shown[1].named);
}

#[test]
fn a_file_that_another_review_was_put_in_the_place_of_is_not_searched_and_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    let ways = Ways::of(workspace());
    let (review, digest) = (ways.ws.catalog().review(), ways.ws.catalog().digest());
    write_review(&path, review, "of another review", Existing::Refuse).expect("writes");
    let search = Search::of(ways.ws.catalog().clone(), Some(path.clone()));
    let asked = ways.asked(&Query::read("fund", &ways.names).expect("reads"));
    let said = search.ask(&asked, &|| true).expect_err("it is another review").to_string();
    assert!(said.contains("another review was put in the place of") && said.contains("r.plumb"), "{said}");
    write_review(&path, review, digest, Existing::Replace).expect("writes");
    search.ask(&asked, &|| true).expect("the one that is open, or one like it, is searched");
}
