//! What a record holds before a review is made of it: tables, lists, body, references, places.
//!
//! Invariant: paragraphs, places and the lines they stand in go together one to one.

use std::ops::Range;

use crate::import::record::Record;
use crate::import::report::anchors;
use crate::import::report::anchors::Anchors;
use crate::import::report::areas;
use crate::import::report::body;
use crate::import::report::chapter;
use crate::import::report::chapter::Chapter;
use crate::import::report::chapter::Head;
use crate::import::report::front;
use crate::import::report::front::Front;
use crate::import::report::joints;
use crate::import::report::joints::Expected;
use crate::import::report::joints::Joint;
use crate::import::report::joints::Slot;
use crate::import::report::joints::Whole;
use crate::import::report::lines;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::notes;
use crate::import::report::notes::Notes;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::place;
use crate::import::report::place::Place;
use crate::import::report::place::Text;
use crate::import::report::promises;
use crate::import::report::promises::Promises;
use crate::import::report::question;
use crate::import::report::question::Asked;
use crate::import::report::quotations;
use crate::import::report::rates;
use crate::import::report::rates::Ground;
use crate::import::report::rates::Rated;
use crate::import::report::references::Reference;
use crate::import::report::register;
use crate::import::report::register::Entry;
use crate::import::report::tables;
use crate::import::report::verdict;
use crate::import::report::verdict::Verdict;
use crate::model::rating::Grade;

/// More sentences that rate than this are not read as such.
const MOST_VERDICTS: usize = 20_000;

/// A record as far as it is recognised.
pub(super) struct Reading<'a> {
    pub lines: Vec<Line<'a>>,
    pub front: Front,
    pub promises: Promises,
    pub anchors: Option<Anchors>,
    pub notes: Notes,
    pub register: Vec<Entry>,
    pub asked: Vec<Asked>,
    /// The questions in full, in order of their letters; empty where no annex has them.
    pub question_texts: Vec<String>,
    pub paragraphs: Vec<Paragraph>,
    pub places: Vec<Place>,
    pub verdicts: Vec<Verdict>,
    pub rated: Vec<Vec<Rated>>,
    pub heads: Vec<(usize, Head)>,
    /// References that look like some but stand out of order, for a note that is named elsewhere.
    pub doubtful: Vec<Reference>,
    pub out_of_order: Vec<Reference>,
    /// The first line of the annexes.
    pub end: usize,
    pub chapters: Vec<Chapter>,
}

impl<'a> Reading<'a> {
    /// Reads a record; `None` where it has no rating table.
    pub fn of(record: &'a Record) -> Option<Self> {
        let lines = lines::lines_of(record);
        let runs = lines::runs_of(record, &lines);
        let tables = tables::rating_tables(&runs);
        let first_table = tables.first()?.lines.start;
        let last_table = tables.last()?.lines.end;
        let anchors = anchors::anchors(&runs);
        let mut promises = promises::promises(&tables, &runs);
        let notes = notes::notes(&lines);
        let register = register::register(&lines, &notes.lines);
        let front = front::front(record, &lines, first_table);
        let question_texts = question_texts(&promises, anchors.as_ref());
        let asked = question::asked(&promises.questions, &question_texts);
        let end = body::end_of_body(&lines, last_table, anchors.as_ref(), &register, &notes);
        areas::name_areas(&mut promises, &lines[..end.min(lines.len())], first_table);
        let taken = body::taken(&lines, &tables, &runs, anchors.as_ref(), &register, &notes, front.lines);
        let mut heads = chapter::heads(&lines, &promises, &asked, &question_texts);
        let heading =
            |at: usize| lines[at].kind == LineKind::Heading || heads.binary_search_by_key(&at, |(at, _)| *at).is_ok();
        let running: Vec<usize> = (0..end).filter(|at| !taken[*at] && !heading(*at)).collect();
        let found = body::find_references(record, &lines, &running, &notes, &register);
        let paragraphs = body::paragraphs(&lines, &running, &found.0);
        let mut chapters = chapter::chapters(&tables, &promises, &heads, end);
        chapter::number_anew(&mut chapters, &mut heads, &lines);
        let mut reading = Self {
            lines,
            front,
            promises,
            anchors,
            notes,
            register,
            asked,
            question_texts,
            places: vec![Place::default(); paragraphs.len()],
            paragraphs,
            verdicts: Vec::new(),
            rated: Vec::new(),
            heads,
            out_of_order: found.0.iter().filter(|reference| reference.out_of_order).cloned().collect(),
            doubtful: found.1,
            end,
            chapters,
        };
        reading.place();
        Some(reading)
    }

    /// Places every paragraph and finds what each verdict rates.
    fn place(&mut self) {
        let quotes = quotations::quotations(&self.paragraphs, &self.lines);
        let mut quoted = vec![false; self.paragraphs.len()];
        for at in quotes.iter().flat_map(|quotation| quotation.paragraphs.clone()) {
            quoted[at] = true;
        }
        let verdicts: Vec<Verdict> = (0..self.paragraphs.len())
            .filter(|at| !quoted[*at] && !self.lines[self.paragraphs[*at].line].is_cells())
            .flat_map(|at| verdict::verdicts(&self.paragraphs[at], at, &self.asked))
            .take(MOST_VERDICTS)
            .collect();
        let areas: Vec<usize> = self.promises.promises.iter().map(|promise| promise.area).collect();
        let telling = rates::telling_of(&self.promises);
        let text = Text {
            areas: &areas,
            paragraphs: &self.paragraphs,
            heads: &self.heads,
            asked: &self.asked,
            telling: &telling,
        };
        let prints = printed(&self.promises);
        let count = self.promises.questions.len();
        let printed = move |slot: Slot| {
            prints.get(slot.promise * (count + 1) + slot.question.map_or(count, |question| question)).copied().flatten()
        };
        let mut rated: Vec<Vec<Rated>> = vec![Vec::new(); verdicts.len()];
        let ground =
            Ground { promises: &self.promises, paragraphs: &self.paragraphs, printed: &printed, telling: &telling };
        let mut in_chapter = vec![false; verdicts.len()];
        let own_of = |span: &Range<usize>| -> Range<usize> {
            verdicts.partition_point(|verdict| verdict.paragraph < span.start)
                ..verdicts.partition_point(|verdict| verdict.paragraph < span.end)
        };
        let laid_with = |whole: Whole| -> (Vec<Vec<Joint>>, f32) {
            let mut value = 0.0;
            let lay = |chapter: &Chapter| {
                let own = own_of(&self.span(&chapter.lines));
                let named = |verdict: &Verdict| ground.named(verdict, &chapter.promises, chapter.anew);
                let promises = &chapter.promises;
                let expected = Expected { promises, questions: count, printed: &printed, named: &named };
                let (laid, worth) = joints::joints(&verdicts[own.clone()], &expected, whole);
                value += worth;
                let in_report = |joint: Joint| Joint { verdict: joint.verdict + own.start, slot: joint.slot };
                laid.into_iter().map(in_report).collect()
            };
            (self.chapters.iter().map(lay).collect(), value)
        };
        let (first, last) = (laid_with(Whole::First), laid_with(Whole::Last));
        let laid_in_chapters = if last.1 > first.1 { last.0 } else { first.0 };
        for (chapter, laid) in self.chapters.iter().zip(laid_in_chapters) {
            let span = self.span(&chapter.lines);
            let own = own_of(&span);
            let mut places = place::places(chapter, &text, span.clone(), &verdicts, &laid);
            // A verdict before the part on its commitment is one of the chapter's introduction.
            let within = |joint: &Joint| {
                places[verdicts[joint.verdict].paragraph - span.start]
                    .cells
                    .iter()
                    .any(|(promise, _)| *promise == joint.slot.promise)
            };
            let laid: Vec<Joint> = laid.into_iter().filter(within).collect();
            for at in own {
                in_chapter[at] = true;
                let joint = laid.iter().find(|joint| joint.verdict == at);
                let place = &places[verdicts[at].paragraph - span.start];
                rated[at] = ground.in_chapter(&verdicts[at], joint, chapter, place, &span);
            }
            judged_together(&verdicts, &laid, &rated, &mut places);
            for at in own_of(&span) {
                let place = &mut places[verdicts[at].paragraph - span.start];
                place::rated_together(place, &rated[at], &verdicts[at]);
            }
            place::rated_after_all(&mut places, &|at| {
                let own = own_of(&(span.start + at..span.start + at + 1));
                let slot = |rated: &Rated| match rated {
                    Rated::Slot(slot) => Some(*slot),
                    Rated::Area(_) | Rated::Overall => None,
                };
                own.flat_map(|at| &rated[at]).filter_map(slot).collect()
            });
            self.places.splice(span, places);
        }
        for (at, verdict) in verdicts.iter().enumerate().filter(|(at, _)| !in_chapter[*at]) {
            rated[at] = ground.in_front(verdict);
        }
        self.verdicts = verdicts;
        self.rated = rated;
    }

    /// The paragraphs that stand in some lines.
    fn span(&self, lines: &Range<usize>) -> Range<usize> {
        let at = |line: usize| self.paragraphs.partition_point(|paragraph| paragraph.line < line);
        at(lines.start)..at(lines.end)
    }
}

/// Where a joint rates several commitments under a question, what leads up to it is of all of them.
fn judged_together(verdicts: &[Verdict], laid: &[Joint], rated: &[Vec<Rated>], places: &mut [Place]) {
    for joint in laid.iter().filter(|joint| verdicts[joint.verdict].several) {
        let others: Vec<Slot> = rated[joint.verdict]
            .iter()
            .filter_map(|rated| match rated {
                Rated::Slot(slot) if *slot != joint.slot && slot.question.is_some() => Some(*slot),
                _ => None,
            })
            .collect();
        let own_joint = |slot: &Slot| laid.iter().any(|other| other.slot == *slot);
        let own = (joint.slot.promise, joint.slot.question);
        for place in places.iter_mut().filter(|place| place.cells.contains(&own)) {
            for other in others.iter().filter(|other| !own_joint(other)) {
                let cell = (other.promise, other.question);
                if !place.cells.contains(&cell) {
                    place.cells.push(cell);
                }
            }
        }
    }
}

/// The grades the tables print, by commitment and question, the whole last; the first copy counts.
fn printed(promises: &Promises) -> Vec<Option<Grade>> {
    let count = promises.questions.len();
    let mut grades = vec![None; promises.promises.len() * (count + 1)];
    for print in promises.prints.iter().rev() {
        let column = match print.question {
            Some(letter) => promises.questions.iter().position(|(own, _)| *own == letter),
            None => Some(count),
        };
        if let Some(column) = column {
            grades[print.promise * (count + 1) + column] = print.rating.and_then(crate::model::rating::Rating::grade);
        }
    }
    grades
}

fn question_texts(promises: &Promises, anchors: Option<&Anchors>) -> Vec<String> {
    let texts: Vec<String> =
        anchors.map(|anchors| anchors.questions.iter().map(|(text, _)| text.clone()).collect()).unwrap_or_default();
    if texts.len() == promises.questions.len() { texts } else { Vec::new() }
}
