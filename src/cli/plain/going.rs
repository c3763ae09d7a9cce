//! Going from place to place, and what is told there.

use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::list::among;
use crate::cli::plain::talk::Answer;
use crate::cli::plain::talk::Outcome;
use crate::cli::plain::talk::Talk;
use crate::cli::show;
use crate::cli::told;
use crate::cli::told::Told;
use crate::cli::told::list::Line;
use crate::cli::told::subject;
use crate::model::act::Act;
use crate::model::catalog::Shelf;
use crate::model::extent::Extent;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::items::Item;
use crate::model::quote::MarkedIn;
use crate::review::blindness::PublishedView;
use crate::review::find::Finder;
use crate::review::named::Named;
use crate::review::queue::Queue;
use crate::review::tally::tally;
use crate::review::words::plural;
use crate::review::words::rating_word;
use crate::review::words::subject_word;
use crate::review::workspace::Workspace;

impl Talk {
    /// Goes where something is and tells it.
    pub(super) fn go(&mut self, ws: &mut Workspace, what: &Named) -> Outcome {
        match what {
            Named::Subject(subject) => {
                self.show(ws, subject);
                Ok(Answer::of(self.here(ws)))
            }
            Named::Item(id) => {
                let Some(place) = ws.catalog().evidence_at(id) else { return Ok(Answer::default()) };
                self.put_on(ws, place);
                self.read(ws)
            }
            Named::Source(id) => {
                self.leave_text();
                self.source = Some(id.clone());
                show::note_opened(ws, what, false)?;
                let lines = show::told(ws, what).lines;
                Ok(self.tell(lines))
            }
            Named::Footnote(_) => {
                let lines = show::told(ws, what).lines;
                Ok(self.tell(lines))
            }
            Named::Passage(id) => {
                let Some(quote) = ws.state().quote(*id) else { return Ok(Answer::default()) };
                let (line, marked_in) = (told::passage::line(ws, quote), quote.marked_in());
                let under = quote.filings.first().and_then(|filing| filing.cell.cell()).map(Subject::Cell);
                match marked_in {
                    Some(MarkedIn::Item(item)) => {
                        if let Some(under) = under {
                            self.show(ws, &under);
                        }
                        if let Some(place) = ws.catalog().evidence_at(&item) {
                            self.put_on(ws, place);
                        }
                    }
                    Some(MarkedIn::Source(source)) => {
                        self.leave_text();
                        self.source = Some(source);
                    }
                    None => {}
                }
                self.passage = Some(*id);
                Ok(Answer::line(line))
            }
        }
    }

    /// Goes where the member was.
    pub(super) fn come_back(&mut self, ws: &Workspace, place: Option<&str>) {
        let mut parts = place.unwrap_or_default().split('\t');
        let (kind, key, under) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let known = |typed: Option<&str>| {
            typed.and_then(|typed| typed.parse::<Subject>().ok()).filter(|subject| ws.catalog().has(subject))
        };
        let subject = match kind {
            "grid" | "verdict" => known(key),
            "item" => known(under),
            _ => None,
        };
        self.show(ws, &subject.unwrap_or_else(|| self.subject.clone()));
        if kind == "item" {
            let at = key.and_then(|id| ws.catalog().evidence_at(&id.into()));
            self.at = at.and_then(|place| self.items.position(place));
        }
    }

    /// Where one is, as the workbench comes back to it.
    pub fn place(&self) -> String {
        match (&self.source, self.at_id.as_deref()) {
            (Some(id), _) => format!("source\t{id}"),
            (None, Some(item)) => format!("item\t{item}\t{}\t", self.subject),
            (None, None) => format!("grid\t{}", self.subject),
        }
    }

    /// Lists a subject's items; none of them is at hand.
    fn show(&mut self, ws: &Workspace, subject: &Subject) {
        self.leave_text();
        self.source = None;
        self.subject = subject.clone();
        self.only.clear();
        self.items = ws.catalog().shelf(&Shelf::from(subject));
        self.set_at(ws, None);
    }

    /// Puts an item at hand, in the list at hand or in that of the first thing it is filed under.
    fn put_on(&mut self, ws: &Workspace, place: usize) {
        self.leave_text();
        self.source = None;
        if self.items.position(place).is_none() {
            let under = ws.catalog().item(place).and_then(|item| item.cells.first().map(|bearing| bearing.subject()));
            self.show(ws, &under.unwrap_or(Subject::Parent(ParentKey::Overall)));
        }
        let at = self.items.position(place);
        self.set_at(ws, at);
    }

    fn set_at(&mut self, ws: &Workspace, at: Option<usize>) {
        self.at = at;
        self.at_id = self.item(ws).map(|item| item.id.to_string());
    }

    fn leave_text(&mut self) {
        (self.taken, self.passage) = (None, None);
    }

    /// The item at hand.
    pub(super) fn item<'w>(&self, ws: &'w Workspace) -> Option<Item<'w>> {
        let place = self.at.and_then(|at| self.items.get(at)).filter(|_| self.source.is_none())?;
        ws.catalog().item(place)
    }

    pub(super) fn subject_line(&self, ws: &Workspace) -> String {
        let catalog = ws.catalog();
        let name = match &self.subject {
            Subject::Cell(cell) => {
                let commitment = catalog.commitment(&cell.commitment).map_or("", |known| known.label.as_str());
                let question = catalog.question(&cell.question).map_or("", |known| known.text.as_str());
                format!(
                    "{cell}, {commitment}: {question} {}.",
                    crate::judgement::words::at_start(&subject::own_answer(ws, cell))
                )
            }
            Subject::Parent(ParentKey::Commitment(id)) => {
                format!("Commitment {id}, {}.", catalog.commitment(id).map_or("", |known| known.label.as_str()))
            }
            subject => format!("{}.", crate::judgement::words::at_start(&subject_word(catalog.review(), subject))),
        };
        let only =
            if self.only.is_empty() { String::new() } else { format!(" Only {}: all lists all again.", self.only) };
        let extent = Extent::Shelf(Shelf::from(&self.subject));
        let all = catalog.extent(&extent);
        let counts = tally(catalog, ws.state(), &extent, &all, self.cell());
        format!("{name} {}: {}.{only}", plural(all.len(), "item", "items"), counts.words())
    }

    pub(super) fn item_line(&self, ws: &Workspace) -> Option<String> {
        let at = self.at.filter(|_| self.source.is_none())?;
        let line = Line::of(ws, self.items.get(at)?, self.cell())?;
        Some(format!("Item {} of {}: {}", at + 1, self.items.len(), line.words()))
    }

    pub(super) fn step(&mut self, ws: &Workspace, by: isize) -> Outcome {
        if self.items.is_empty() {
            return Ok(Answer::line("There is nothing to read here. A question such as 8b has its evidence."));
        }
        self.source = None;
        let to = match (self.at, by > 0) {
            (None, true) => Some(0),
            (None, false) => None,
            (Some(at), _) => at.checked_add_signed(by).filter(|at| *at < self.items.len()),
        };
        let Some(to) = to else {
            let words = if by > 0 {
                "That was the last item. go on goes to the next unrated question."
            } else {
                "That is the first item."
            };
            return Ok(Answer::line(words));
        };
        self.leave_text();
        self.set_at(ws, Some(to));
        Ok(Answer::of(self.item_line(ws)))
    }

    pub(super) fn go_item(&mut self, ws: &Workspace, number: &str) -> Outcome {
        let at =
            number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < self.items.len());
        let Some(at) = at else {
            return Ok(Answer::line(format!("Type an item's number, from 1 to {}: item 4.", self.items.len())));
        };
        self.leave_text();
        self.source = None;
        self.set_at(ws, Some(at));
        Ok(Answer::of(self.item_line(ws)))
    }

    /// Reads what is at hand; before the first item, that one. What is read is noted as read.
    pub(super) fn read(&mut self, ws: &mut Workspace) -> Outcome {
        if let Some(id) = self.source.clone() {
            let what = Named::Source(id);
            show::note_opened(ws, &what, true)?;
            let lines = show::told(ws, &what).lines;
            return Ok(self.tell(lines));
        }
        if self.at.is_none() && !self.items.is_empty() {
            self.set_at(ws, Some(0));
        }
        let Some(what) = self.item(ws).map(|item| Named::Item(item.id.clone())) else {
            return Ok(Answer::line("There is nothing to read here. A question such as 8b has its evidence."));
        };
        show::note_opened(ws, &what, true)?;
        // An item is read whole: it is what one came for.
        let lines = show::told(ws, &what).lines;
        Ok(Answer::of(lines))
    }

    pub(super) fn go_unread(&mut self, ws: &mut Workspace) -> Outcome {
        let items = ws.catalog().items();
        let from = self.at.and_then(|at| self.items.get(at)).map_or(0, |place| place + 1);
        let unread = |place: &usize| {
            let hidden = || items.get(*place).is_none_or(|item| ws.blindness().hides(&item));
            !ws.read_places().contains(place) && !hidden()
        };
        let here = self.items.iter().find(|place| unread(place));
        let next = here.or_else(|| (from..items.len()).chain(0..from.min(items.len())).find(unread));
        match next {
            Some(place) => {
                self.put_on(ws, place);
                Ok(Answer::of(self.item_line(ws)))
            }
            None => Ok(Answer::line("Everything has been read.")),
        }
    }

    pub(super) fn tell_asked(&mut self, ws: &Workspace) -> Answer {
        Answer::of(subject::asked(ws, &self.subject).lines)
    }

    pub(super) fn anchors(&self, ws: &Workspace) -> Answer {
        match self.cell() {
            Some(cell) => Answer::of(subject::anchors(ws, cell).iter().map(subject::Anchor::line)),
            None => Answer::line("Anchors are a question's: go to one, such as 8b."),
        }
    }

    pub(super) fn list(&mut self, ws: &Workspace) -> Answer {
        let cell = self.cell().cloned();
        let lines = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(at, place)| Some(format!("{}. {}", at + 1, Line::of(ws, place, cell.as_ref())?.words())));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { Answer::of(self.here(ws)) } else { self.tell(lines) }
    }

    /// Lists only what answers a search; nothing typed lists all.
    pub(super) fn list_only(&mut self, ws: &Workspace, filter: &str) -> Outcome {
        let here = self.at.and_then(|at| self.items.get(at));
        let all = ws.catalog().shelf(&Shelf::from(&self.subject));
        self.items = among(ws, None, filter, all)?;
        filter.clone_into(&mut self.only);
        self.leave_text();
        let at = here.and_then(|place| self.items.position(place));
        self.set_at(ws, at);
        if self.items.is_empty() {
            return Ok(Answer::line("No item here answers that. all lists all again."));
        }
        Ok(self.list(ws))
    }

    pub(super) fn questions(&mut self, ws: &Workspace, only_open: bool) -> Answer {
        let catalog = ws.catalog();
        let cells = catalog.review().cells().filter(|cell| !only_open || !ws.state().answered(cell));
        let lines = cells.map(|cell| {
            let commitment = catalog.commitment(&cell.commitment).map_or("", |known| known.label.as_str());
            let question = catalog.question(&cell.question).map_or("", |known| known.label.as_str());
            format!("{cell}, {commitment}, {question}: {}", subject::own_answer(ws, &cell))
        });
        let lines: Vec<String> = lines.collect();
        match lines.is_empty() {
            true => Answer::line("Every question is rated. verdicts tells what they add up to."),
            false => self.tell(lines),
        }
    }

    pub(super) fn passages(&mut self, ws: &Workspace) -> Answer {
        let lines: Vec<String> = ws.state().quotes.iter().map(|quote| told::passage::line(ws, quote)).collect();
        match lines.is_empty() {
            true => {
                Answer::line("You have marked no passage yet. read an item, s 2 takes a sentence, tag or no keeps it.")
            }
            false => self.tell(lines),
        }
    }

    pub(super) fn tags(&mut self, ws: &Workspace) -> Answer {
        let lines = ws.state().codebook.iter().map(|tag| {
            let passages = ws.state().quotes.iter().filter(|quote| quote.tags.contains(&tag.id)).count();
            let digit = tag.digit.map_or(String::new(), |digit| format!("{digit}, "));
            format!("{digit}{}: {}", tag.label, plural(passages, "passage", "passages"))
        });
        self.tell(lines.collect())
    }

    pub(super) fn sources(&mut self, ws: &Workspace) -> Answer {
        let sources = ws.catalog().review().sources.iter();
        let lines = sources.map(|source| {
            format!("{}: {}", told::source::in_short(ws, &source.id), told::source::decision(ws, source))
        });
        self.tell(lines.collect())
    }

    pub(super) fn find(&mut self, ws: &Workspace, words: &str) -> Answer {
        let finder = Finder::new(ws.catalog(), ws.state());
        let found = finder.find(words);
        let lines =
            found.iter().map(|hit| &finder.labels()[hit.index]).map(|label| format!("{}: {}", label.kind, label.text));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { Answer::line("Nothing is called so.") } else { self.tell(lines) }
    }

    pub(super) fn verdicts(&mut self, ws: &Workspace) -> Answer {
        let mut lines = Vec::new();
        for parent in ws.catalog().parents() {
            let mut told = Told::default();
            subject::verdict(ws, &parent, &mut told);
            lines.append(&mut told.lines);
            if !ws.blindness().shows_running_verdict() {
                lines.truncate(1);
                break;
            }
        }
        lines.push("No rule is published for these panels: it is a hypothesis.".to_owned());
        self.tell(lines)
    }

    pub(super) fn why(&self, ws: &Workspace) -> Answer {
        let parent = match &self.subject {
            Subject::Cell(cell) => ParentKey::Commitment(cell.commitment.clone()),
            Subject::Parent(parent) => parent.clone(),
        };
        let mut told = Told::default();
        subject::verdict(ws, &parent, &mut told);
        Answer::of(told.lines)
    }

    /// What was published of what is at hand, once it may be told; that it was looked at is noted.
    pub(super) fn published(&self, ws: &mut Workspace) -> Outcome {
        let word = subject_word(ws.catalog().review(), &self.subject);
        let rating = match ws.blindness().published(&self.subject) {
            PublishedView::AfterRating => {
                return Ok(Answer::line(format!("What was published is told once you have rated {word}.")));
            }
            PublishedView::NotPublished => return Ok(Answer::line(format!("No rating of {word} was published."))),
            PublishedView::Published(rating) => rating,
        };
        if !ws.state().seen.contains_key(&self.subject) && ws.read_only().is_none() {
            ws.apply(&Act::SeePublished { on: self.subject.clone() })?;
        }
        let published = rating_word(ws.catalog().review(), rating);
        let note = "A change to your rating from now on is marked as made after seeing this.";
        Ok(Answer::of([format!("Published of {word}: {published}."), note.to_owned()]))
    }

    pub(super) fn triage(&mut self, ws: &mut Workspace) -> Outcome {
        let queue = self.queue(ws);
        let counts = queue.counts();
        let told = format!("{} of {} decided, {} later.", counts.decided, counts.of, counts.later);
        match crate::cli::triage::next_of(ws, &queue) {
            Some(id) => {
                let mut answer = self.go(ws, &Named::Source(id))?;
                answer.lines.insert(0, told);
                Ok(answer)
            }
            None => Ok(Answer::of([told, "Every source here is decided.".to_owned()])),
        }
    }

    /// The sources to decide about: those handed out to the member, where there are any.
    pub(super) fn queue(&self, ws: &Workspace) -> Queue {
        let mut queue = Queue::new(ws);
        if !self.handed_out.is_empty() {
            queue.hand_out(ws, self.handed_out.iter().cloned());
        }
        queue
    }
}

/// What was typed is nothing that can be said here.
pub fn not_understood(word: &str) -> Failure {
    Failure::new(
        INPUT,
        "not-understood",
        format!("\u{201c}{word}\u{201d} is not understood here. help tells what can be typed."),
    )
}
