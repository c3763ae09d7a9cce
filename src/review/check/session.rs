//! A member's own work before it is handed in: reasons, passages, what was read. Nothing here looks at what was published.

use std::collections::BTreeSet;

use crate::import::report::words as plain;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::session::RatingEntry;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::words::short;
use crate::review::state::State;
use crate::review::words::rating_word;
use crate::text::offsets;

/// Passages of one stance from which a side is worth telling.
const SIDE: usize = 3;

/// What is looked at.
struct Desk<'a> {
    catalog: &'a Catalog,
    state: &'a State,
    /// Items that were opened, where that is known.
    read: Option<&'a BTreeSet<EvidenceId>>,
}

/// How many passages under a question say what.
#[derive(Debug, Default, Clone, Copy)]
struct Sides {
    yes: usize,
    no: usize,
    both: usize,
}

/// Looks at a session.
pub fn find(catalog: &Catalog, state: &State, read: Option<&BTreeSet<EvidenceId>>, found: &mut Vec<Finding>) {
    let desk = Desk { catalog, state, read };
    for cell in catalog.review().cells() {
        let Some(entry) = state.ratings.get(&cell) else { continue };
        desk.reason(&cell, entry, found);
        desk.passages(&cell, entry, found);
        desk.anchor(&cell, entry, found);
        desk.opened(&cell, found);
    }
    desk.lost(found);
}

impl Desk<'_> {
    fn place(&self, cell: &CellKey) -> Vec<Place> {
        vec![Place::subject(&Subject::Cell(cell.clone()))]
    }

    fn reason(&self, cell: &CellKey, entry: &RatingEntry, found: &mut Vec<Finding>) {
        if entry.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            let rating = rating_word(self.catalog.review(), entry.rating);
            let message = format!("You rated {cell} {rating} and gave no reason.");
            found.push(Finding::new(Code::UnreasonedRating, message, self.place(cell)));
        }
        let known = |id: &uuid::Uuid| self.state.quote(*id).is_some();
        if entry.rating != Rating::NoInformation && !entry.quotes.iter().any(known) {
            let message = format!("Your rating of {cell} rests on no passage.");
            found.push(Finding::new(Code::UnsupportedRating, message, self.place(cell)));
        }
    }

    fn sides(&self, cell: &CellKey) -> Sides {
        let mut sides = Sides::default();
        for filing in self.state.quotes_under(cell).filter_map(|quote| quote.filed_under(cell)) {
            match filing.stance {
                Some(Stance::Supports) => sides.yes += 1,
                Some(Stance::Undermines) => sides.no += 1,
                Some(Stance::Mixed) => sides.both += 1,
                Some(Stance::Context) | None => {}
            }
        }
        sides
    }

    /// Whether what the passages say goes against the rating: more against it than for it, by two or more.
    fn passages(&self, cell: &CellKey, entry: &RatingEntry, found: &mut Vec<Finding>) {
        let Sides { yes, no, both } = self.sides(cell);
        let against = match entry.rating.grade() {
            Some(Grade::Outstanding) => no > yes,
            Some(Grade::Good) => no >= yes + 2,
            Some(Grade::RequiresImprovement) => yes >= no + 2 && no == 0,
            Some(Grade::Inadequate) => yes > no,
            None => false,
        };
        let rating = rating_word(self.catalog.review(), entry.rating);
        if against {
            let message = format!(
                "You rated {cell} {rating}; of your passages there {} yes and {} no.",
                count(yes, "says", "say"),
                count(no, "says", "say")
            );
            found.push(Finding::new(Code::StanceAgainstRating, message, self.place(cell)));
        } else if both == 0 && (yes == 0 || no == 0) && yes + no >= SIDE {
            let side = if no == 0 { "yes" } else { "no" };
            let message = format!("All {} passages you marked under {cell} say {side}.", yes + no);
            found.push(Finding::new(Code::PassagesOneSided, message, self.place(cell)));
        }
    }

    /// Whether a reason has a word in common with the anchor that was chosen, or with what is asked.
    fn anchor(&self, cell: &CellKey, entry: &RatingEntry, found: &mut Vec<Finding>) {
        let Some(reason) = entry.reason.as_deref().filter(|reason| !reason.trim().is_empty()) else { return };
        let question = self.catalog.question(&cell.question);
        let Some((grade, question)) = entry.rating.grade().zip(question) else { return };
        let Some(anchor) = question.anchors.get(&grade) else { return };
        let own = plain::telling_words(reason);
        let asked = plain::telling_words(&format!("{anchor} {}", question.text));
        if asked.is_empty() || own.iter().any(|word| asked.contains(word)) {
            return;
        }
        let message = format!(
            "Your reason for {cell} (“{}”) has nothing of the anchor you chose: “{}”",
            short(reason, 60),
            short(anchor, 80)
        );
        found.push(Finding::new(Code::AnchorUntouched, message, self.place(cell)));
    }

    /// Whether anything under a question was opened. What rates is kept back until then, and does not count.
    fn opened(&self, cell: &CellKey, found: &mut Vec<Finding>) {
        let Some(read) = self.read else { return };
        let shelf = self.catalog.shelf(&Shelf::Cell(cell.clone()));
        let items = shelf.iter().filter_map(|at| self.catalog.item(at));
        let items: Vec<EvidenceId> =
            items.filter(|item| item.kind != EvidenceKind::Conclusion).map(|item| item.id.clone()).collect();
        if items.is_empty() || items.iter().any(|id| read.contains(id)) {
            return;
        }
        let message = match items.len() {
            1 => format!("You rated {cell} and have not opened the one item under it."),
            many => format!("You rated {cell} and have opened none of the {many} items under it."),
        };
        found.push(Finding::new(Code::EvidenceUnopened, message, self.place(cell)));
    }

    fn lost(&self, found: &mut Vec<Finding>) {
        for quote in &self.state.quotes {
            if !quote.lost && self.stands(quote) {
                continue;
            }
            let mut place = match quote.marked_in() {
                Some(MarkedIn::Item(id)) => match self.catalog.evidence(&id) {
                    Some(item) => Place::item(&item),
                    None => Place { evidence: Some(id), ..Place::default() },
                },
                Some(MarkedIn::Source(id)) => Place::source(&id),
                None => Place::default(),
            };
            if let Some(cell) = quote.filings.iter().find_map(|filing| filing.cell.cell()) {
                place = place.under(&Subject::Cell(cell));
            }
            let message =
                format!("A passage no longer stands where you marked it: “{}”", short(&quote.selector.exact, 90));
            found.push(Finding::new(Code::PassageLost, message, vec![place]).about(&quote.id.to_string()[..8]));
        }
    }

    fn stands(&self, quote: &Quote) -> bool {
        let selector = &quote.selector;
        let there = |text: &str| offsets::slice(text, selector.start, selector.end) == Some(selector.exact.as_str());
        match quote.marked_in() {
            Some(MarkedIn::Item(id)) => self.catalog.evidence(&id).is_some_and(|item| there(&item.text)),
            Some(MarkedIn::Source(id)) => {
                let text = self.catalog.source(&id).and_then(|source| source.text.as_deref());
                text.is_some_and(there)
            }
            None => false,
        }
    }
}

fn count(many: usize, one: &str, more: &str) -> String {
    match many {
        0 => format!("none {one}"),
        1 => format!("1 {one}"),
        many => format!("{many} {more}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::review::check::fixture::codes;
    use crate::review::fixture;
    use crate::review::workspace::Workspace;

    fn found(ws: &Workspace) -> Vec<&'static str> {
        let mut found = Vec::new();
        find(ws.catalog(), ws.state(), Some(ws.read()), &mut found);
        codes(&found)
    }

    fn rate(ws: &mut Workspace, rating: Rating, reason: Option<&str>, quotes: Vec<uuid::Uuid>) {
        let cell = "1B".parse().unwrap();
        ws.apply(&Act::Rate { cell, rating, reason: reason.map(str::to_owned), quotes, round: 1 }).unwrap();
    }

    /// A session that has read what stands under 1B and marked a passage there with a stance.
    fn marked(stance: Stance) -> (Workspace, uuid::Uuid) {
        let mut ws = fixture::workspace();
        ws.set_read(&"e3".into(), true);
        let mut quote = fixture::quote(&mut ws, 2, 4..11, "1B");
        quote.filings[0].stance = Some(stance);
        let id = quote.id;
        ws.apply(&Act::Mark { quote: Box::new(quote) }).unwrap();
        (ws, id)
    }

    #[test]
    fn a_rating_with_reason_passage_and_reading_is_nothing_to_tell() {
        let (mut ws, quote) = marked(Stance::Undermines);
        rate(&mut ws, Rating::Inadequate, Some("It was not funded after the pilot."), vec![quote]);
        assert_eq!(found(&ws), [""; 0]);
    }

    #[test]
    fn a_rating_out_of_the_blue_is_told_in_all_its_wants() {
        let mut ws = fixture::workspace();
        rate(&mut ws, Rating::Inadequate, None, Vec::new());
        assert_eq!(found(&ws), ["unreasoned-rating", "unsupported-rating", "evidence-unopened"]);
    }

    #[test]
    fn passages_that_say_the_opposite_of_the_rating_are_told() {
        let (mut ws, quote) = marked(Stance::Supports);
        rate(&mut ws, Rating::Inadequate, Some("It was not funded after the pilot."), vec![quote]);
        assert_eq!(found(&ws), ["stance-against-rating"]);
        rate(&mut ws, Rating::Good, Some("Funded with minor gaps."), vec![quote]);
        assert_eq!(found(&ws), [""; 0]);
    }

    #[test]
    fn a_reason_that_has_nothing_of_its_anchor_is_told() {
        let (mut ws, quote) = marked(Stance::Undermines);
        rate(&mut ws, Rating::Inadequate, Some("Nobody was asked."), vec![quote]);
        assert_eq!(found(&ws), ["anchor-untouched"]);
    }

    #[test]
    fn a_passage_whose_words_have_moved_is_told() {
        let (mut ws, quote) = marked(Stance::Undermines);
        rate(&mut ws, Rating::Inadequate, Some("It was not funded after the pilot."), vec![quote]);
        let mut review = ws.catalog().review().clone();
        review.evidence[2].text = review.evidence[2].text.replace("funding", "subsidy");
        let catalog = Catalog::new(review, "other".to_owned());
        let mut found = Vec::new();
        find(&catalog, ws.state(), Some(ws.read()), &mut found);
        assert_eq!(codes(&found), ["passage-lost"]);
    }

    #[test]
    fn three_passages_that_all_say_the_same_are_told_and_reading_that_is_not_known_is_not_held_against_anyone() {
        let (mut ws, quote) = marked(Stance::Undermines);
        for range in [12..17, 18..22] {
            let more = fixture::quote(&mut ws, 2, range, "1B");
            ws.apply(&Act::Mark { quote: Box::new(more) }).unwrap();
        }
        ws.set_read(&"e3".into(), false);
        rate(&mut ws, Rating::Inadequate, Some("It was not funded after the pilot."), vec![quote]);
        let mut found = Vec::new();
        find(ws.catalog(), ws.state(), None, &mut found);
        assert_eq!(codes(&found), ["passages-one-sided"]);
    }
}
