//! What a record holds before a review is made of it: tables, lists, body, references, places.
//!
//! Invariant: paragraphs, places and the lines they stand in go together one to one.

use std::ops::Range;

use crate::import::record::Record;
use crate::import::report::anchors;
use crate::import::report::anchors::Anchors;
use crate::import::report::chapter;
use crate::import::report::chapter::Chapter;
use crate::import::report::chapter::Head;
use crate::import::report::front;
use crate::import::report::front::Front;
use crate::import::report::glue::Names;
use crate::import::report::joints;
use crate::import::report::joints::Expected;
use crate::import::report::joints::Joint;
use crate::import::report::joints::Slot;
use crate::import::report::lines;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::lines::Run;
use crate::import::report::notes;
use crate::import::report::notes::Notes;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::place;
use crate::import::report::place::Place;
use crate::import::report::promises;
use crate::import::report::promises::Promises;
use crate::import::report::question;
use crate::import::report::question::Asked;
use crate::import::report::rates;
use crate::import::report::rates::Ground;
use crate::import::report::rates::Rated;
use crate::import::report::references;
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
        let end = end_of_body(&lines, last_table, anchors.as_ref(), &register, &notes);
        name_areas(&mut promises, &lines[..end.min(lines.len())]);
        let taken = taken(&lines, &tables, &runs, anchors.as_ref(), &register, &notes, front.lines);
        let heads = chapter::heads(&lines, &promises, &asked, &question_texts);
        let heading =
            |at: usize| lines[at].kind == LineKind::Heading || heads.binary_search_by_key(&at, |(at, _)| *at).is_ok();
        let body: Vec<usize> = (0..end).filter(|at| !taken[*at] && !heading(*at)).collect();
        let found = find_references(record, &lines, &body, &notes, &register);
        let paragraphs = paragraphs(&lines, &body, &found.0);
        let chapters = chapter::chapters(&tables, &promises, &heads, end);
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
        let quotes = super::quotations::quotations(&self.paragraphs, &self.lines);
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
        let prints = printed(&self.promises);
        let count = self.promises.questions.len();
        let printed = move |slot: Slot| {
            prints.get(slot.promise * (count + 1) + slot.question.map_or(count, |question| question)).copied().flatten()
        };
        let mut rated: Vec<Vec<Rated>> = vec![Vec::new(); verdicts.len()];
        let telling = rates::telling_of(&self.promises);
        let ground = Ground { promises: &self.promises, paragraphs: &self.paragraphs, printed: &printed, telling };
        let mut in_chapter = vec![false; verdicts.len()];
        for chapter in &self.chapters {
            let span = self.span(&chapter.lines);
            let own: Range<usize> = verdicts.partition_point(|verdict| verdict.paragraph < span.start)
                ..verdicts.partition_point(|verdict| verdict.paragraph < span.end);
            let named = |verdict: &Verdict| ground.named(verdict, &chapter.promises);
            let expected = Expected { promises: &chapter.promises, questions: count, printed: &printed, named: &named };
            let laid: Vec<Joint> = joints::joints(&verdicts[own.clone()], &expected)
                .into_iter()
                .map(|joint| Joint { verdict: joint.verdict + own.start, slot: joint.slot })
                .collect();
            let mut places = place::places(
                chapter,
                &areas,
                &self.paragraphs,
                span.clone(),
                &self.heads,
                &verdicts,
                &laid,
                &self.asked,
            );
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

/// Areas that no table names are named by a list such as `(1) …` with one line for each.
fn name_areas(promises: &mut Promises, lines: &[Line<'_>]) {
    let count = promises.areas.len();
    if promises.areas.iter().all(|label| !label.is_empty()) {
        return;
    }
    let listed = (0..lines.len().saturating_sub(count.saturating_sub(1))).find_map(|at| {
        let items = &lines[at..at + count];
        let fits = count > 1
            && items
                .iter()
                .enumerate()
                .all(|(n, line)| line.text.starts_with(&format!("({})", n + 1)) && line.text.len() < 200);
        fits.then(|| items.iter().map(|line| promises::tidy(line.text)).collect::<Vec<_>>())
    });
    for (n, label) in promises.areas.iter_mut().enumerate() {
        if label.is_empty() {
            *label = listed
                .as_ref()
                .and_then(|listed| listed.get(n).cloned())
                .unwrap_or_else(|| format!("Policy area {}", n + 1));
        }
    }
}

/// The line at which annexes and lists begin, behind the last rating table.
fn end_of_body(
    lines: &[Line<'_>],
    last_table: usize,
    anchors: Option<&Anchors>,
    register: &[Entry],
    notes: &Notes,
) -> usize {
    const MOSTLY: usize = 2;
    let mut left = notes.lines.iter().filter(|note| **note).count();
    let mut notes_start = None;
    for (at, note) in notes.lines.iter().enumerate() {
        if *note {
            if left * MOSTLY >= lines.len() - at {
                notes_start = Some(at);
                break;
            }
            left -= 1;
        }
    }
    let register_start = register.iter().map(|entry| entry.at).find(|at| *at >= last_table);
    // The line before the register introduces it.
    let register_start = register_start.map(|at| if at > last_table { at - 1 } else { at });
    let anchors_start = anchors.map(|anchors| anchors.lines.start);
    [notes_start, register_start, anchors_start]
        .into_iter()
        .flatten()
        .filter(|at| *at >= last_table)
        .min()
        .unwrap_or(lines.len())
}

/// Which lines are no running text.
fn taken(
    lines: &[Line<'_>],
    tables: &[tables::RatingTable<'_>],
    runs: &[Run<'_>],
    anchors: Option<&Anchors>,
    register: &[Entry],
    notes: &Notes,
    front: usize,
) -> Vec<bool> {
    let mut taken = notes.lines.clone();
    let mut take = |range: Range<usize>| {
        for at in range.start.min(lines.len())..range.end.min(lines.len()) {
            taken[at] = true;
        }
    };
    take(0..front);
    for table in tables {
        take(table.lines.clone());
    }
    if let Some(anchors) = anchors {
        take(anchors.lines.clone());
    }
    for entry in register {
        take(entry.at..entry.at + 1);
    }
    for run in runs {
        let head: String = run.cells.iter().take(2).map(|cell| cell.text.to_lowercase() + " ").collect();
        if head.contains("commitment") && (head.contains("area") || head.contains("theme")) {
            take(run.lines.clone());
        }
    }
    taken
}

/// References as marked, or as found by their glue.
fn find_references(
    record: &Record,
    lines: &[Line<'_>],
    body: &[usize],
    notes: &Notes,
    register: &[Entry],
) -> (Vec<Reference>, Vec<Reference>) {
    if !record.markers.is_empty() {
        return (marked(record, lines, body), Vec::new());
    }
    let mut prefixes: Vec<String> = register.iter().map(|entry| entry.code.prefix.clone()).collect();
    prefixes.extend(
        notes
            .notes
            .iter()
            .flat_map(|note| super::codes::codes_in(&note.text))
            .filter(|code| code.bracketed)
            .map(|code| code.prefix),
    );
    prefixes.sort();
    prefixes.dedup();
    let names = Names::learn(lines.iter().map(|line| line.text), prefixes);
    let listed: Vec<u32> = notes.notes.iter().map(|note| note.number).collect();
    references::references(lines, body, &listed, &names)
}

fn marked(record: &Record, lines: &[Line<'_>], body: &[usize]) -> Vec<Reference> {
    let mut found = Vec::new();
    for marker in &record.markers {
        let at = body.partition_point(|line| lines[*line].start <= marker.range.start);
        let Some(line) = at.checked_sub(1).map(|at| body[at]) else { continue };
        let own = &lines[line];
        let inside = marker.range.end <= own.start + own.text.len() && record.text.get(marker.range.clone()).is_some();
        if inside && marker.footnote > 0 {
            let range = marker.range.start - own.start..marker.range.end - own.start;
            found.push(Reference { line, range, number: marker.footnote, out_of_order: false });
        }
    }
    found.sort_by_key(|reference| (reference.line, reference.range.start));
    found.dedup_by(|later, first| later.line == first.line && later.range.start < first.range.end);
    found
}

fn paragraphs(lines: &[Line<'_>], body: &[usize], references: &[Reference]) -> Vec<Paragraph> {
    let mut next = 0;
    body.iter()
        .map(|line| {
            while references.get(next).is_some_and(|reference| reference.line < *line) {
                next += 1;
            }
            let from = next;
            while references.get(next).is_some_and(|reference| reference.line == *line) {
                next += 1;
            }
            Paragraph::of(*line, lines[*line].text, &references[from..next])
        })
        .collect()
}
