//! What changes something: marking, rating, deciding, noting, taking back.

use crate::cli::failure::Failure;
use crate::cli::history;
use crate::cli::mark;
use crate::cli::mark::Done;
use crate::cli::mark::Said;
use crate::cli::mark::cells_typed;
use crate::cli::mark::stance_typed;
use crate::cli::mark::tag_typed;
use crate::cli::note;
use crate::cli::plain::going::not_understood;
use crate::cli::plain::talk::Answer;
use crate::cli::plain::talk::Outcome;
use crate::cli::plain::talk::Talk;
use crate::cli::pointed;
use crate::cli::pointed::Stretch;
use crate::cli::rate;
use crate::cli::told;
use crate::cli::triage;
use crate::model::ids::Subject;
use crate::model::quote::FiledCell;
use crate::model::session::NoteTarget;
use crate::review::marking::filed_at_hand;
use crate::review::named::Named;
use crate::review::pointing::sentences_numbered;
use crate::review::words::Spot;
use crate::review::workspace::Workspace;
use crate::text::segment::sentences;

impl Talk {
    /// Says what changes something.
    pub(super) fn say(&mut self, ws: &mut Workspace, line: &str, word: &str, rest: &str) -> Outcome {
        match (word, rest) {
            ("s" | "sentence" | "sentences" | "take", numbers) => self.take(ws, numbers),
            ("new", name) if name.to_lowercase().starts_with("tag ") => {
                self.said(ws, Said { new_tags: vec![name[4..].trim().to_owned()], ..Said::default() })
            }
            ("tag" | "t", name) => self.said(ws, Said { tags: vec![tag_typed(ws, name)?], ..Said::default() }),
            ("untag", name) => self.said(ws, Said { untag: vec![tag_typed(ws, name)?], ..Said::default() }),
            ("no", "note") => self.note(ws, Some(String::new())),
            ("yes" | "no" | "both" | "background" | "+" | "-", "") => {
                let word = match word {
                    "+" => "yes",
                    "-" => "no",
                    word => word,
                };
                self.said(ws, Said { stance: Some(stance_typed(word)?), ..Said::default() })
            }
            ("file" | "f", cells) => self.file(ws, cells),
            ("note" | "e", "") => self.note(ws, None),
            ("note" | "e", text) => self.note(ws, Some(text.to_owned())),
            ("remove", "") => match self.passage.take().filter(|id| ws.state().quote(*id).is_some()) {
                Some(id) => {
                    let done = mark::take_away(ws, id)?;
                    Ok(told_of(ws, done))
                }
                None => Ok(Answer::line("There is no passage at hand to take away: p1 goes to one.")),
            },
            ("rate", text) => self.rate(ws, text),
            ("abstain", text) => self.answered(ws, rate::Answer::Abstain(because(text).1.unwrap_or_default())),
            ("clear", "") => self.answered(ws, rate::Answer::Clear),
            ("confirm", "") => self.answered(ws, rate::Answer::Confirm),
            ("undo" | "u", _) => self.stepped(ws, true),
            ("redo", _) => self.stepped(ws, false),
            ("log" | "history", _) => {
                let lines: Vec<String> = history::acts(ws).iter().map(history::Told::line).collect();
                if lines.is_empty() { Ok(Answer::line("Nothing has been done yet.")) } else { Ok(self.tell(lines)) }
            }
            _ => self.decide(ws, line),
        }
    }

    /// Takes back or does again; among sources that leads to the one it was about.
    fn stepped(&mut self, ws: &mut Workspace, back: bool) -> Outcome {
        let done = history::stepped(ws, back)?;
        if let (Spot::Triage(id) | Spot::Alike(id), Some(source)) = (&done.spot, &mut self.source) {
            source.clone_from(id);
        }
        Ok(Answer::line(done.line))
    }

    /// The text at hand, whole.
    fn text(&self, ws: &Workspace) -> Result<Stretch, Failure> {
        let what = match (&self.source, self.item(ws)) {
            (Some(id), _) => Named::Source(id.clone()),
            (None, Some(item)) => Named::Item(item.id.clone()),
            (None, None) => return Err(Failure::usage("Go to an item first: next, or item 4.")),
        };
        pointed::own_text(ws, &what)
    }

    fn take(&mut self, ws: &Workspace, numbers: &str) -> Outcome {
        let text = self.text(ws)?;
        let range = match numbers {
            "all" => text.range.clone(),
            numbers => match sentences_numbered(&sentences(&text.text), numbers) {
                Ok(range) => range,
                Err(why) => return Ok(Answer::line(why)),
            },
        };
        let taken = Stretch { range, ..text };
        let words: String = taken.text.chars().skip(taken.range.start).take(taken.range.len()).collect();
        let standing = mark::standing(ws, &taken).map(|quote| quote.id);
        let mut lines = vec![format!("Taken: {}", told::in_a_line(&words))];
        if let Some(quote) = standing.and_then(|id| ws.state().quote(id)) {
            lines.push(format!("It is marked already: {}", told::passage::line(ws, quote)));
        }
        (self.taken, self.passage) = (Some(taken), standing);
        Ok(Answer::of(lines))
    }

    /// Says something of the passage at hand, else of what was taken; what an item says as a whole without either.
    fn said(&mut self, ws: &mut Workspace, mut said: Said) -> Outcome {
        let passage = self.passage.filter(|id| ws.state().quote(*id).is_some());
        let done = match (passage, &self.taken) {
            (Some(id), _) => mark::change(ws, id, &said)?,
            (None, Some(taken)) => {
                said.file = self.at_hand();
                mark::mark(ws, &taken.clone(), &said)?
            }
            (None, None) if said.stance.is_some() => {
                let (Some(cell), Some(item)) = (self.cell().cloned(), self.item(ws).map(|item| item.id.clone())) else {
                    return Ok(Answer::line("Go to an item of a question first, such as 8b and then next."));
                };
                let whole = pointed::own_text(ws, &Named::Item(item.clone()))?;
                said.file = vec![FiledCell::from(&cell)];
                let done = mark::mark(ws, &whole, &said)?;
                ws.set_read(&item, true);
                return Ok(told_of(ws, done));
            }
            (None, None) => return Ok(Answer::line("Say first which sentences: s 2, s 2-3 or s all.")),
        };
        self.passage = done.passage;
        Ok(told_of(ws, done))
    }

    fn at_hand(&self) -> Vec<FiledCell> {
        filed_at_hand(Some(&self.subject)).into_iter().map(|filing| filing.cell).collect()
    }

    fn file(&mut self, ws: &mut Workspace, typed: &str) -> Outcome {
        let cells = cells_typed(ws, typed)?;
        if cells.is_empty() {
            return Ok(Answer::line("Type the questions: file 8b 3a."));
        }
        let passage = self.passage.filter(|id| ws.state().quote(*id).is_some());
        let done = match (passage, &self.taken, &self.source) {
            (Some(id), ..) => mark::refile(ws, id, cells, None)?,
            (None, Some(taken), _) => mark::mark(ws, &taken.clone(), &Said { file: cells, ..Said::default() })?,
            (None, None, Some(source)) => triage::file_source(ws, &source.clone(), triage::commitments(cells)?)?,
            (None, None, None) => return Ok(Answer::line("Say first which sentences: s 2, s 2-3 or s all.")),
        };
        self.passage = done.passage;
        Ok(told_of(ws, done))
    }

    fn note(&mut self, ws: &mut Workspace, text: Option<String>) -> Outcome {
        let passage = self.passage.filter(|id| ws.state().quote(*id).is_some());
        if let (Some(text), true) = (&text, passage.is_some() || self.taken.is_some()) {
            return self.said(ws, Said { note: Some(text.clone()), ..Said::default() });
        }
        let on = match (&self.source, self.item(ws), &self.subject) {
            (Some(id), ..) => NoteTarget::Source(id.clone()),
            (None, Some(item), _) => NoteTarget::Evidence(item.id.clone()),
            (None, None, Subject::Cell(cell)) => NoteTarget::Cell(cell.clone()),
            (None, None, Subject::Parent(parent)) => NoteTarget::Parent(parent.clone()),
        };
        match text {
            Some(text) => {
                let done = note::write(ws, &on, Some(text), None)?;
                Ok(told_of(ws, done))
            }
            None => Ok(Answer::line(match ws.state().note_on(&on) {
                Some(note) => format!("Your note on {on}: {}", told::in_a_line(&note.text)),
                None => format!("You have no note on {on}. note TEXT writes one."),
            })),
        }
    }

    fn rate(&mut self, ws: &mut Workspace, text: &str) -> Outcome {
        let (typed, reason) = because(text);
        let review = ws.catalog().review();
        let rating = rate::rating_typed(review, typed).ok_or_else(|| rate::no_such_rating(review, typed))?;
        self.answered(ws, rate::Answer::Rating(rating, reason))
    }

    fn answered(&mut self, ws: &mut Workspace, answer: rate::Answer) -> Outcome {
        let answered = rate::answer_on(ws, &self.subject, answer)?;
        let mut lines = rate::Answered { next: None, ..answered.clone() }.lines();
        match &answered.next {
            Some(cell) => lines.push(format!("Enter goes to the next unrated, {cell}.")),
            None if self.cell().is_some_and(|cell| ws.state().answered(cell)) => {
                lines.push("Every question is rated now; verdicts tells what they add up to.".to_owned());
            }
            None => {}
        }
        self.offer = answered.next;
        Ok(Answer::of(lines))
    }

    /// Decides about the source at hand and goes on to the next.
    fn decide(&mut self, ws: &mut Workspace, line: &str) -> Outcome {
        let (typed, reason) = because(line);
        let word = line.split_whitespace().next().unwrap_or_default();
        let Ok(status) = triage::decision_typed(typed) else { return Err(not_understood(word)) };
        let Some(source) = self.source.clone() else {
            return Ok(Answer::line("Decisions are about sources: triage goes to the next one."));
        };
        let done = triage::decide(ws, &source, status, (reason, None))?;
        let next = self.triage(ws)?;
        Ok(Answer::of(std::iter::once(done.words).chain(next.lines)))
    }
}

/// What is said, and why: "4 because no money came".
fn because(text: &str) -> (&str, Option<String>) {
    let lower = text.to_lowercase();
    let found = lower.find("because").filter(|at| text.is_char_boundary(*at) && lower.len() == text.len());
    match found {
        Some(at) => {
            let reason = text[at + "because".len()..].trim_start_matches([':', ',']).trim();
            (text[..at].trim().trim_end_matches(','), Some(reason.to_owned()).filter(|reason| !reason.is_empty()))
        }
        None => (text.trim(), None),
    }
}

fn told_of(ws: &Workspace, done: Done) -> Answer {
    let quote = done.passage.and_then(|id| ws.state().quote(id));
    Answer::of(std::iter::once(done.words).chain(quote.map(|quote| told::passage::line(ws, quote))))
}
