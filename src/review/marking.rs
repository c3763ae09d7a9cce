//! A passage as it is marked: from two ends in a text to the act that keeps it.
//!
//! Uses the model. Changes nothing itself. Invariant: a passage is cut from the text it names.

use crate::document::canonical::sha256_hex;
use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::moment::Moment;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::review::state::State;

/// A passage in a text with nothing said about it yet; none where there is nothing between the ends.
pub fn cut(
    (marked_in, text): (&MarkedIn, &str),
    range: std::ops::Range<usize>,
    id: QuoteId,
    at: Moment,
) -> Option<Quote> {
    let selector = Selector::of(text, range.start, range.end, sha256_hex(text.as_bytes()))?;
    let (evidence, source) = marked_in.fields();
    let (filings, tags) = (Vec::new(), Vec::new());
    Some(Quote { id, evidence, source, selector, filings, tags, speaker: None, note: None, lost: false, at })
}

/// Filed under the question at hand, or its commitment, until the member files it elsewhere.
pub fn filed_at_hand(at_hand: Option<&Subject>) -> Vec<Filing> {
    let cell = match at_hand {
        Some(Subject::Cell(cell)) => FiledCell::from(cell),
        Some(Subject::Parent(ParentKey::Commitment(id))) => FiledCell { commitment: id.clone(), question: None },
        _ => return Vec::new(),
    };
    vec![Filing { cell, stance: None, anchor: None }]
}

/// The filings under these questions; what was said to one of them stays said.
pub fn filed_under(before: &[Filing], cells: Vec<FiledCell>) -> Vec<Filing> {
    let known = |cell: &FiledCell| before.iter().find(|filing| filing.cell == *cell).cloned();
    cells.into_iter().map(|cell| known(&cell).unwrap_or(Filing { cell, stance: None, anchor: None })).collect()
}

/// The member's passage of a whole item under a question.
pub fn whole_item<'a>(state: &'a State, (id, text): (&'a MarkedIn, &str), cell: &CellKey) -> Option<&'a Quote> {
    state.quotes_of(id).find(|quote| {
        quote.filed_under(cell).is_some() && quote.selector.start == 0 && quote.selector.exact.len() == text.len()
    })
}

/// The acts that keep a passage, with the tags made for it. `before`: the passage as it stands, where one is changed;
/// nothing to do where it is left as it was.
pub fn keeping(before: Option<&Quote>, quote: Quote, new_tags: &[Tag]) -> Vec<Act> {
    let made = new_tags.iter().filter(|tag| quote.tags.contains(&tag.id));
    let mut acts: Vec<Act> = made.map(|tag| Act::AddTag { tag: tag.clone() }).collect();
    match before {
        Some(before) if leaves_as_it_was(before, &quote) => {}
        Some(_) => acts.push(Act::Remark { quote: Box::new(quote) }),
        None => acts.push(Act::Mark { quote: Box::new(quote) }),
    }
    acts
}

/// A tag made while a passage is marked, the nth for it.
pub fn new_tag(passage: QuoteId, nth: usize, label: &str) -> Tag {
    Tag {
        id: TagId(format!("tag-{}-{nth}", passage.simple())),
        label: label.to_owned(),
        description: String::new(),
        parent: None,
        digit: None,
        color: None,
    }
}

/// Whether nothing was changed. What stands beside the words is not compared: of a source in confidence it is not
/// kept.
fn leaves_as_it_was(before: &Quote, quote: &Quote) -> bool {
    let there = |selector: &Selector| (selector.start, selector.end, selector.text_sha256.clone());
    let selector = before.selector.clone();
    there(&selector) == there(&quote.selector) && Quote { at: before.at, selector, ..quote.clone() } == *before
}
