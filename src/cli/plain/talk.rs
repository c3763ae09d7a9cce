//! The conversation: where one is in it, and what a line typed comes to.

use crate::cli::failure::Failure;
use crate::cli::plain::help;
use crate::cli::pointed::Stretch;
use crate::cli::told::source::decision;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::places::Places;
use crate::review::named::Named;
use crate::review::named::named;
use crate::review::named::passage_name;
use crate::review::queue;
use crate::review::rated::next_unrated;
use crate::review::tally::progress;
use crate::review::words::area_word;
use crate::review::words::plural;
use crate::review::words::rating_word;
use crate::review::words::triage_word;
use crate::review::workspace::Workspace;

/// Lines told at a time.
const AT_A_TIME: usize = 10;

/// What a line comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What is told.
    pub lines: Vec<String>,
    /// Whether one leaves.
    pub leaves: bool,
}

impl Answer {
    /// Lines told.
    pub fn of<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Self {
        Self { lines: lines.into_iter().map(Into::into).collect(), leaves: false }
    }

    /// One line told.
    pub fn line(line: impl Into<String>) -> Self {
        Self::of([line.into()])
    }
}

/// What a command comes to, or why it does not.
pub type Outcome = Result<Answer, Failure>;

/// Where one is.
pub struct Talk {
    pub(super) subject: Subject,
    /// The items listed, and which of them is at hand.
    pub(super) items: Places,
    pub(super) at: Option<usize>,
    pub(super) at_id: Option<String>,
    /// What only is listed, as it was typed.
    pub(super) only: String,
    /// The source at hand, where one has gone to one.
    pub(super) source: Option<SourceId>,
    /// The sentences taken, and the passage at hand.
    pub(super) taken: Option<Stretch>,
    pub(super) passage: Option<QuoteId>,
    /// What is still to be told of a list.
    pub(super) rest: Vec<String>,
    /// Where an empty line goes.
    pub(super) offer: Option<CellKey>,
    pub(super) handed_out: Vec<SourceId>,
}

impl Talk {
    /// Begins where the member was, else at the first question.
    pub fn new(ws: &Workspace, place: Option<&str>, handed_out: Vec<SourceId>) -> Self {
        let first = ws
            .catalog()
            .review()
            .cells()
            .next()
            .map_or_else(|| Subject::Parent(crate::model::ids::ParentKey::Overall), Subject::Cell);
        let mut talk = Self {
            subject: first,
            items: Places::default(),
            at: None,
            at_id: None,
            only: String::new(),
            source: None,
            taken: None,
            passage: None,
            rest: Vec::new(),
            offer: None,
            handed_out,
        };
        talk.come_back(ws, place);
        talk
    }

    /// Whose review it is, what to know, and where one is.
    pub fn greeting(&self, ws: &Workspace, notices: &[String]) -> Vec<String> {
        let review = ws.catalog().review();
        let mut lines = vec![format!("{}, {}.", review.title, review.body)];
        lines.extend(notices.iter().cloned());
        lines.push(come_so_far(ws));
        lines.extend(self.here(ws));
        lines.push("help tells what can be typed.".to_owned());
        lines
    }

    /// The place, as the prompt has it: "8B item 4 of 12, unread".
    pub fn prompt(&self, ws: &Workspace) -> String {
        let mut words = self.place_words(ws);
        if let Some(id) = self.passage.filter(|id| ws.state().quote(*id).is_some()) {
            words.push_str(&format!(", passage {}", passage_name(ws.state(), id)));
        } else if let Some(taken) = &self.taken {
            words.push_str(&format!(", {}", self.taken_words(taken)));
        }
        words
    }

    fn place_words(&self, ws: &Workspace) -> String {
        if let Some(id) = &self.source {
            return format!("{id}, {}", triage_word(queue::status(ws.state(), id)));
        }
        let place = match &self.subject {
            Subject::Parent(crate::model::ids::ParentKey::Commitment(id)) => format!("commitment {id}"),
            Subject::Parent(crate::model::ids::ParentKey::Area(id)) => area_word(ws.catalog().review(), id),
            subject => subject.to_string(),
        };
        match self.at.zip(self.item(ws)) {
            Some((at, item)) => {
                let read = if ws.read().contains(&item.id) { "read" } else { "unread" };
                format!("{place} item {} of {}, {read}", at + 1, self.items.len())
            }
            None => format!("{place}, {}", self.rating_words(ws)),
        }
    }

    fn rating_words(&self, ws: &Workspace) -> String {
        let (state, review) = (ws.state(), ws.catalog().review());
        match &self.subject {
            Subject::Cell(cell) => match (state.ratings.get(cell), state.abstained.contains_key(cell)) {
                (Some(entry), _) => rating_word(review, entry.rating),
                (None, true) => "not rated by you".to_owned(),
                (None, false) => "unrated".to_owned(),
            },
            Subject::Parent(parent) => match state.overrides.get(parent) {
                Some(own) => format!("{} by your judgement", rating_word(review, own.rating)),
                None => plural(self.items.len(), "item", "items"),
            },
        }
    }

    /// What a line typed comes to.
    pub fn answer(&mut self, ws: &mut Workspace, line: &str) -> Outcome {
        let offer = self.offer.take();
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
        let word = word.to_lowercase();
        // What is typed whole as a name goes there, whatever else its letters may mean.
        if !matches!(word.as_str(), "note" | "n" | "p")
            && let Ok(what) = named(ws.catalog(), ws.state(), line)
        {
            return self.go(ws, &what);
        }
        match (word.as_str(), rest) {
            ("", _) => match offer {
                Some(cell) => self.go(ws, &Named::Subject(Subject::Cell(cell))),
                None => Ok(Answer::of(self.here(ws))),
            },
            ("help" | "?" | "h", _) => Ok(self.tell(help::lines())),
            ("quit" | "q" | "leave" | "exit" | "bye", _) => {
                Ok(Answer { lines: vec!["All saved.".to_owned()], leaves: true })
            }
            ("more" | "m", _) => Ok(self.more()),
            ("note", number) if number.parse::<u32>().is_ok() => match named(ws.catalog(), ws.state(), line) {
                Ok(what) => self.go(ws, &what),
                Err(nothing) => Err(nothing.into()),
            },
            ("next" | "n", "unrated" | "question") | ("go", "on") => match next_unrated(ws, self.cell()) {
                Some(cell) => self.go(ws, &Named::Subject(Subject::Cell(cell))),
                None => Ok(Answer::line("Every question is rated. verdicts tells what they add up to.")),
            },
            ("next" | "n", _) => self.step(ws, 1),
            ("previous" | "back" | "p", _) => self.step(ws, -1),
            ("item", number) => self.go_item(ws, number),
            ("go", name) => match named(ws.catalog(), ws.state(), name) {
                Ok(what) => self.go(ws, &what),
                Err(nothing) => Err(nothing.into()),
            },
            ("read" | "r", _) => self.read(ws),
            ("unread", _) => self.go_unread(ws),
            ("asked" | "i" | "what", _) => Ok(self.tell_asked(ws)),
            ("anchors", _) => Ok(self.anchors(ws)),
            ("where" | "w", _) => Ok(Answer::of(self.here(ws).into_iter().chain([come_so_far(ws)]))),
            ("list" | "l" | "items", _) => Ok(self.list(ws)),
            ("only", filter) => self.list_only(ws, filter),
            ("all", _) => self.list_only(ws, ""),
            ("unrated", _) => Ok(self.questions(ws, true)),
            ("questions" | "grid", _) => Ok(self.questions(ws, false)),
            ("passages", _) => Ok(self.passages(ws)),
            ("tags", _) => Ok(self.tags(ws)),
            ("sources", _) => Ok(self.sources(ws)),
            ("find" | "/", words) => Ok(self.find(ws, words)),
            ("verdicts", _) => Ok(self.verdicts(ws)),
            ("why", _) => Ok(self.why(ws)),
            ("published", _) => self.published(ws),
            ("triage", _) => self.triage(ws),
            _ => self.say(ws, line, &word, rest),
        }
    }

    /// Tells lines ten at a time.
    pub(super) fn tell(&mut self, mut lines: Vec<String>) -> Answer {
        self.rest = lines.split_off(lines.len().min(AT_A_TIME));
        if !self.rest.is_empty() {
            lines.push(format!("{} more: type more.", self.rest.len()));
        }
        Answer::of(lines)
    }

    fn more(&mut self) -> Answer {
        match std::mem::take(&mut self.rest) {
            lines if lines.is_empty() => Answer::line("There is no more."),
            lines => self.tell(lines),
        }
    }

    /// The question at hand.
    pub(super) fn cell(&self) -> Option<&CellKey> {
        match &self.subject {
            Subject::Cell(cell) => Some(cell),
            Subject::Parent(_) => None,
        }
    }

    pub(super) fn taken_words(&self, taken: &Stretch) -> String {
        let sentences = crate::text::segment::sentences(&taken.text);
        let within = |range: &std::ops::Range<usize>| range.start < taken.range.end && taken.range.start < range.end;
        let mut numbers = sentences.iter().enumerate().filter(|(_, range)| within(range)).map(|(at, _)| at + 1);
        match (numbers.next(), numbers.next_back()) {
            (Some(first), Some(last)) => format!("sentences {first} to {last} taken"),
            (Some(only), None) => format!("sentence {only} taken"),
            (None, _) => "nothing taken".to_owned(),
        }
    }

    /// Where one is, in a sentence or two.
    pub(super) fn here(&self, ws: &Workspace) -> Vec<String> {
        if let Some(source) = self.source.as_ref().and_then(|id| ws.catalog().source(id)) {
            return vec![format!("{} {}, {}.", source.id, source.label, decision(ws, source))];
        }
        let mut lines = vec![self.subject_line(ws)];
        lines.extend(self.item_line(ws));
        lines
    }
}

/// "14 of 36 rated, 22 open; 120 of 700 items read."
fn come_so_far(ws: &Workspace) -> String {
    let far = progress(ws.catalog(), ws.state(), ws.read());
    let open = far.cells - far.rated - far.abstained;
    let mut words = vec![format!("{} of {} rated", far.rated, far.cells)];
    if far.abstained > 0 {
        words.push(format!("{} not rated by you", far.abstained));
    }
    words.push(format!("{open} open"));
    if far.without_reason > 0 {
        words.push(format!("{} without a reason", far.without_reason));
    }
    format!("{}; {} of {} read.", words.join(", "), far.read, plural(far.items, "item", "items"))
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
