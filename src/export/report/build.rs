//! Builds a report from the work on its way out.

use std::collections::BTreeSet;

use crate::export::report::Anchor;
use crate::export::report::AreaTable;
use crate::export::report::CommitmentPart;
use crate::export::report::Passage;
use crate::export::report::Question;
use crate::export::report::QuestionPart;
use crate::export::report::Rated;
use crate::export::report::Report;
use crate::export::report::Rule;
use crate::export::report::SummaryRow;
use crate::export::report::annex;
use crate::export::report::annex::Register;
use crate::export::report::compare;
use crate::export::report::parts;
use crate::export::work::Words;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::model::commitment::Commitment;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::quote::FiledCell;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::review::cite;
use crate::review::heard;
use crate::review::words::TO_CONFIRM;
use crate::review::words::area_word;
use crate::review::words::stance_word;

/// Builds the report of a session. `step` is told after each commitment how many are done.
pub fn report(work: &Work<'_>, mut step: impl FnMut(usize)) -> Report {
    let review = work.catalog.review();
    let mut register = Register::of(work);
    let mut kept_back = 0;
    let mut commitments = Vec::with_capacity(review.commitments.len());
    for (done, commitment) in review.commitments.iter().enumerate() {
        commitments.push(part(work, commitment, &mut register, &mut kept_back));
        step(done + 1);
    }
    let (footnotes, register) = register.finish();
    let published = compare::compared(work);
    let left_out = annex::left_out(work, kept_back, &published);
    Report {
        lang: "en-GB",
        title: line(&review.title),
        body: line(&review.body),
        date: line(&review.date),
        edition: review.edition,
        reference: line(&cite::report(review)),
        licence: review.licence.as_deref().map(plain),
        whose: whose(work),
        agreed: work.is_of_a_panel(),
        retold: review.wording == Wording::Retold,
        scale: parts::scale(review),
        questions: questions(review),
        areas: areas(work),
        overall: parts::parent(work, &ParentKey::Overall),
        commitments,
        published,
        rule: Rule {
            title: plain(&format!("the {}", work.rollup.rule().title())),
            about: plain(&work.rollup.rule().about()),
        },
        flow: annex::flow_table(work),
        notes: annex::notes(work),
        footnotes,
        register,
        left_out,
    }
}

/// Whose ratings these are, and how many.
fn whose(work: &Work<'_>) -> String {
    let cells: Vec<CellKey> = work.catalog.review().cells().collect();
    let of = cells.len();
    let rated = cells.iter().filter(|cell| work.state.ratings.contains_key(*cell)).count();
    let abstained = cells.iter().filter(|cell| work.state.abstained.contains_key(*cell)).count();
    let by = work.name.as_deref().map_or_else(String::new, |name| format!(" of {}", line(name)));
    let own = match abstained {
        0 => format!("{rated} of {of} questions rated"),
        _ => format!("{rated} of {of} questions rated, {abstained} abstained from"),
    };
    if !work.is_of_a_panel() {
        return format!("Ratings{by} as one member of the panel gave them: {own}.");
    }
    let agreed = cells.iter().filter(|cell| work.agreed(&Subject::Cell((*cell).clone())).is_some()).count();
    format!(
        "Ratings of the panel: {agreed} of {of} questions agreed. Where nothing was agreed, marked with an asterisk, the \
         ratings{by} of the member who kept the session stand: {own}."
    )
}

fn questions(review: &Review) -> Vec<Question> {
    let anchor = |question: &crate::model::commitment::Question, grade: Grade| {
        Some(Anchor {
            label: parts::rated(review, grade.into()).label,
            text: plain(question.anchors.get(&grade)?),
            note: review.anchor_note(&question.id, grade).map(plain),
        })
    };
    let question = |question: &crate::model::commitment::Question| Question {
        id: question.id.to_string(),
        label: line(&question.label),
        text: plain(&question.text),
        anchors: Grade::ALL.into_iter().filter_map(|grade| anchor(question, grade)).collect(),
    };
    review.questions.iter().map(question).collect()
}

/// The summary tables, one for each area that has commitments, in the manner of the published ones.
fn areas(work: &Work<'_>) -> Vec<AreaTable> {
    let review = work.catalog.review();
    let row = |commitment: &Commitment| SummaryRow {
        id: commitment.id.to_string(),
        label: line(&commitment.label),
        cells: review
            .questions
            .iter()
            .map(|question| rated_cell(work, &CellKey::new(&commitment.id, &question.id)))
            .collect(),
        rated: parts::parent(work, &ParentKey::Commitment(commitment.id.clone())).rated,
    };
    let mut tables: Vec<AreaTable> = review
        .areas
        .iter()
        .map(|area| AreaTable {
            label: line(&area_word(review, &area.id)),
            rows: work.catalog.commitments_in(&area.id).map(row).collect(),
            rated: parts::parent(work, &ParentKey::Area(area.id.clone())).rated,
        })
        .filter(|table| !table.rows.is_empty())
        .collect();
    let known = |commitment: &&Commitment| !review.areas.iter().any(|area| area.id == commitment.area);
    let rest: Vec<SummaryRow> = review.commitments.iter().filter(known).map(row).collect();
    if !rest.is_empty() {
        let rated = parts::parent(work, &ParentKey::Overall).rated;
        tables.push(AreaTable { label: "Commitments".to_owned(), rows: rest, rated });
    }
    tables
}

/// How a question is rated: agreed, else by the member.
fn rated_cell(work: &Work<'_>, cell: &CellKey) -> Rated {
    let mut rated = parts::standing(work.catalog.review(), work.standing(cell));
    let agreed = work.agreed(&Subject::Cell(cell.clone())).is_some();
    rated.not_agreed = work.is_of_a_panel() && !agreed && rated.id != "unrated";
    rated
}

fn part(work: &Work<'_>, commitment: &Commitment, register: &mut Register<'_>, kept: &mut usize) -> CommitmentPart {
    let review = work.catalog.review();
    let questions = review.questions.iter().map(|question| {
        let cell = CellKey::new(&commitment.id, &question.id);
        question_part(work, commitment, &cell, register, kept)
    });
    let questions = questions.collect();
    let at = FiledCell { commitment: commitment.id.clone(), question: None };
    let here = |quote: &&Quote| !quote.lost && quote.filings.iter().any(|filing| filing.cell == at);
    let whole = work.state.quotes.iter().filter(here);
    CommitmentPart {
        id: commitment.id.to_string(),
        label: line(&commitment.label),
        text: plain(&commitment.text),
        area: line(&area_word(review, &commitment.area)),
        deadline: commitment.deadline.as_deref().map(line),
        parent: parts::parent(work, &ParentKey::Commitment(commitment.id.clone())),
        questions,
        passages: whole.map(|quote| passage(work, quote, &at, false, register, kept)).collect(),
    }
}

fn question_part(
    work: &Work<'_>,
    commitment: &Commitment,
    cell: &CellKey,
    register: &mut Register<'_>,
    kept: &mut usize,
) -> QuestionPart {
    let question = work.catalog.question(&cell.question);
    let entry = work.state.ratings.get(cell);
    let agreed = work.agreed(&Subject::Cell(cell.clone()));
    let abstained = work.state.abstained.get(cell);
    let mut remarks = Vec::new();
    if let (Some(_), Some(own)) = (agreed, entry) {
        let rated = parts::rated(work.catalog.review(), own.rating).label;
        let reason = own.reason.as_deref().map_or_else(|| ".".to_owned(), |why| format!(". {}", plain(why)));
        remarks.push(format!("The member who kept the session had rated it: {rated}{reason}"));
    }
    if entry.is_some_and(|entry| entry.published_seen) {
        remarks.push("Rated after the published rating had been looked at.".to_owned());
    }
    if entry.is_some_and(|entry| entry.unconfirmed) {
        remarks.push(format!("Its {TO_CONFIRM}."));
    }
    let relied: BTreeSet<QuoteId> = entry.iter().flat_map(|entry| entry.quotes.iter().copied()).collect();
    let mut quotes: Vec<&Quote> = work.state.quotes_under(cell).filter(|quote| !quote.lost).collect();
    quotes.sort_by_key(|quote| !relied.contains(&quote.id));
    let at = FiledCell::from(cell);
    let told: Vec<Passage> =
        quotes.into_iter().map(|quote| passage(work, quote, &at, relied.contains(&quote.id), register, kept)).collect();
    let subquestions = commitment.subquestions.as_ref().and_then(|all| all.get(&cell.question));
    let heard = heard::marked(work.catalog, &work.state, cell).words();
    QuestionPart {
        id: cell.to_string(),
        label: question.map_or_else(|| cell.question.to_string(), |question| line(&question.label)),
        text: question.map_or_else(String::new, |question| plain(&question.text)),
        subquestions: subquestions.into_iter().flatten().map(|text| plain(text)).collect(),
        rated: rated_cell(work, cell),
        // The panel's reason stands with its agreement.
        reason: match (agreed, abstained, entry) {
            (Some(_), ..) => None,
            (None, Some(abstained), _) => Some(plain(&abstained.why)),
            (None, None, entry) => entry.and_then(|entry| entry.reason.as_deref()).map(plain),
        },
        agreement: agreed.map(parts::agreement),
        remarks,
        heard: (!heard.is_empty()).then_some(heard),
        passages: told,
    }
}

/// What stands where the words of a passage are kept back.
const KEPT_BACK: &str = "A passage that states what was published; it is kept back until all it speaks of is rated and it \
                         was opened.";
/// What stands where the text of a passage is not there.
const GONE: &str = "A passage whose text is not in this edition.";

fn passage(
    work: &Work<'_>,
    quote: &Quote,
    at: &FiledCell,
    relied_on: bool,
    register: &mut Register<'_>,
    kept: &mut usize,
) -> Passage {
    let filing = quote.filings.iter().find(|filing| &filing.cell == at);
    let subject = at.cell().map(Subject::Cell);
    let stance = |stance: Stance| plain(&stance_word(work.catalog, subject.as_ref(), stance));
    let (words, footnote) = match work.words(quote) {
        Words::Told(cited) => (plain(&cited.words()), Some(register.note(&cited, &work.sources_of(quote)))),
        Words::KeptBack => {
            *kept += 1;
            (KEPT_BACK.to_owned(), None)
        }
        Words::Gone => (GONE.to_owned(), None),
    };
    Passage {
        words,
        told: footnote.is_some(),
        stance: filing.and_then(|filing| filing.stance).map(stance),
        tags: work.tags_of(quote),
        relied_on,
        footnote,
    }
}
