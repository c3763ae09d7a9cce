//! Whether one passage of the member's, or one source, answers a query: for lists of these, which are no texts.
//!
//! Invariant: words of a text that is kept back answer nothing.

use crate::model::catalog::Catalog;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::source::Source;
use crate::review::labels::is_typed;
use crate::review::query::field::Questions;
use crate::review::query::field::Status;
use crate::review::query::field::Value;
use crate::review::query::parse::Ask;
use crate::review::query::parse::Query;
use crate::review::query::pattern::Pattern;
use crate::review::query::pattern::Words;
use crate::review::queue;
use crate::review::workspace::Workspace;
use crate::text::fold::fold;
use crate::text::words::spaced;

/// Whether a passage answers: by its own words, tags, questions and stance, and by its source.
pub fn passage_answers(ws: &Workspace, quote: &Quote, query: &Query) -> bool {
    answers(query, |ask| match ask {
        Ask::Words(pattern) => !ws.blindness().hides_quote(quote) && Words::of(&quote.selector.exact).has(pattern),
        Ask::Field(value) => has(ws, quote, value),
    })
}

/// Whether a source answers: by its names, its text where that shows, what was decided of it, and the member's passages
/// in it.
pub fn source_answers(ws: &Workspace, source: &Source, query: &Query) -> bool {
    let passages = || passages_of(ws, source);
    answers(query, |ask| match ask {
        Ask::Words(pattern) => {
            let text = source.text.as_deref().filter(|_| !ws.blindness().withholds_source(source));
            let by_name = !pattern.is_text_only() && source.names().any(|name| pattern.is_in(&spaced(name)));
            by_name || text.is_some_and(|text| Words::of(text).has(pattern))
        }
        Ask::Field(Value::Source(typed)) => is_meant(source, typed),
        Ask::Field(Value::Kind(kinds)) => kinds.contains(&source.kind.word()),
        Ask::Field(Value::Question(questions)) => {
            let bears = queue::bears_on(ws.state(), &source.id).iter();
            bears.filter(|_| questions.question.is_none()).any(|id| are_of(questions, id, None))
                || passages().any(|quote| has(ws, quote, &Value::Question(questions.clone())))
        }
        Ask::Field(Value::Status(statuses)) => statuses.iter().any(|status| match status {
            Status::Decided(decided) => queue::status(ws.state(), &source.id) == *decided,
            Status::Read => ws.opened().contains_key(&source.id),
            Status::Unread => !ws.opened().contains_key(&source.id),
            Status::Marked => passages().next().is_some(),
            Status::Unmarked => passages().next().is_none(),
        }),
        Ask::Field(value @ (Value::Tag(_) | Value::Stance(_))) => passages().any(|quote| has(ws, quote, value)),
    })
}

fn answers(query: &Query, holds: impl Fn(&Ask) -> bool) -> bool {
    query.clauses().iter().all(|clause| holds(&clause.ask) != clause.without)
}

fn passages_of<'a>(ws: &'a Workspace, source: &'a Source) -> impl Iterator<Item = &'a Quote> {
    let from = |quote: &&Quote| sources_of(ws.catalog(), quote).any(|known| known.id == source.id);
    ws.state().quotes.iter().filter(from)
}

fn sources_of<'a>(catalog: &'a Catalog, quote: &Quote) -> impl Iterator<Item = &'a Source> {
    let ids = match quote.marked_in() {
        Some(MarkedIn::Source(id)) => vec![id],
        Some(MarkedIn::Item(id)) => catalog.evidence(&id).map_or_else(Vec::new, |item| item.sources.clone()),
        None => Vec::new(),
    };
    ids.into_iter().filter_map(|id| catalog.source(&id))
}

fn is_meant(source: &Source, typed: &str) -> bool {
    let called = |words: Pattern| source.names().any(|name| words.is_in(&spaced(name)));
    is_typed(source, typed) || Pattern::new(typed, true).is_some_and(called)
}

fn are_of(asked: &Questions, commitment: &CommitmentId, question: Option<&QuestionId>) -> bool {
    asked.commitment.as_ref().is_none_or(|id| id == commitment)
        && asked.question.as_ref().is_none_or(|id| question == Some(id))
}

fn has(ws: &Workspace, quote: &Quote, value: &Value) -> bool {
    let catalog = ws.catalog();
    let item = || quote.evidence.as_ref().and_then(|id| catalog.evidence(id));
    match value {
        Value::Tag(tags) => quote.tags.iter().any(|tag| tags.contains(tag)),
        Value::Stance(stances) => {
            quote.filings.iter().any(|filing| filing.stance.is_some_and(|said| stances.contains(&said)))
        }
        Value::Question(asked) => {
            quote.filings.iter().any(|filing| are_of(asked, &filing.cell.commitment, filing.cell.question.as_ref()))
        }
        Value::Source(typed) => sources_of(catalog, quote).any(|source| is_meant(source, fold(typed).text())),
        Value::Kind(kinds) => {
            let of_item = item().is_some_and(|item| kinds.contains(&EvidenceKind::word(item.kind)));
            of_item || sources_of(catalog, quote).any(|source| kinds.contains(&source.kind.word()))
        }
        Value::Status(statuses) => statuses.iter().any(|status| match status {
            Status::Decided(decided) => {
                sources_of(catalog, quote).any(|source| queue::status(ws.state(), &source.id) == *decided)
            }
            Status::Read => quote.evidence.as_ref().is_some_and(|id| ws.read().contains(id)),
            Status::Unread => quote.evidence.as_ref().is_some_and(|id| !ws.read().contains(id)),
            Status::Marked => true,
            Status::Unmarked => false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::quote::Stance;
    use crate::review::fixture;
    use crate::review::query::field::Names;

    #[test]
    fn a_passage_answers_by_its_words_tags_question_stance_and_source() {
        let mut ws = fixture::workspace();
        let tag = ws.state().codebook[0].clone();
        let mut quote = fixture::quote(&mut ws, 2, 0..17, "1B");
        quote.filings[0].stance = Some(Stance::Undermines);
        quote.tags = vec![tag.id.clone()];
        ws.apply(&Act::Mark { quote: Box::new(quote.clone()) }).expect("marks");
        let names = Names::of(ws.catalog(), ws.state());
        let answers = |typed: &str| passage_answers(&ws, &quote, &Query::read(typed, &names).expect("a query"));
        let word = quote.selector.exact.split(' ').next().expect("a word").to_owned();
        assert!(answers(&word) && !answers("nowhere"));
        assert!(answers("stance:no") && !answers("stance:yes"));
        assert!(answers("q:1B") && answers("q:1") && answers("q:B") && !answers("q:1A"));
        assert!(answers(&format!("tag:\"{}\" {word} status:marked", tag.label)));
        assert!(!answers(&format!("{word} -stance:no")), "what is left out is left out");
    }
}
