//! Which commitment and question each paragraph of a chapter belongs to.
//!
//! By headings, where the chapter has headings for its questions. Else by its joints ([`crate::import::report::joints`]):
//! what comes before a commitment's first joint is its context; the overall rationale is the paragraph that rates the
//! commitment as a whole and those that carry it on; from there each question reaches to the paragraph that rates it.
//! Where the whole is rated behind the questions, what lies between the last of these and it is the rationale.
//! Where a boundary is a judgement the paragraphs concerned say so. Invariant: every paragraph of a chapter has a place.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::report::chapter::Chapter;
use crate::import::report::chapter::Head;
use crate::import::report::joints::Joint;
use crate::import::report::joints::Slot;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::question::Asked;
use crate::import::report::rates::Rated;
use crate::import::report::verdict::Verdict;
use crate::import::report::words;

/// Where a paragraph belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub area: Option<usize>,
    /// Commitments and questions; several where they are judged together.
    pub cells: Vec<(usize, Option<usize>)>,
    /// Whether it carries the rationale of a commitment as a whole.
    pub whole: bool,
    /// Why the place is a judgement, if it is.
    pub doubt: Option<&'static str>,
}

const NO_OPENING: &str = "Where the part on this commitment begins is a judgement: no sentence opens it.";
const NO_JOINT: &str = "No sentence rates this question, so where its part ends is a judgement.";
const MEETS: &str = "Where this part and the one on the question beside it meet is a judgement.";
const TOGETHER: &str = "This paragraph rates the commitments of its part together and numbers none; that each of them is rated so is a judgement.";
const WHOLE_END: &str = "Where the overall rationale ends is a judgement: nothing marks it.";
const AFTER_LAST: &str = "It follows the last sentence that rates; which question it belongs to is a judgement.";
const NO_WHOLE: &str =
    "No sentence rates the commitment as a whole before its questions; where its context ends is a judgement.";

/// What the chapters of a report have in common.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// The area of each commitment.
    pub areas: &'a [usize],
    pub paragraphs: &'a [Paragraph],
    pub heads: &'a [(usize, Head)],
    pub asked: &'a [Asked],
    /// The telling words of each commitment.
    pub telling: &'a [Vec<String>],
}

/// The places of the paragraphs of a chapter, one each.
pub(super) fn places(
    chapter: &Chapter,
    text: &Text<'_>,
    span: Range<usize>,
    verdicts: &[Verdict],
    joints: &[Joint],
) -> Vec<Place> {
    let Text { areas, paragraphs, heads, asked, telling } = *text;
    let inside: Vec<&(usize, Head)> = heads.iter().filter(|(at, _)| chapter.lines.contains(at)).collect();
    let questions = inside.iter().filter(|(_, head)| matches!(head, Head::Question(_))).count();
    if questions > 0 && questions * 2 >= chapter.promises.len() * asked.len() {
        return by_headings(chapter, &paragraphs[span], &inside);
    }
    let promise_heads: BTreeMap<usize, usize> = inside
        .iter()
        .filter_map(|(at, head)| match head {
            Head::Promise(promise) if chapter.promises.contains(promise) => {
                Some((*promise, paragraphs[span.clone()].partition_point(|own| own.line < *at) + span.start))
            }
            _ => None,
        })
        .collect();
    let sections = Sections { chapter, areas, paragraphs, span, verdicts, joints, asked, telling, promise_heads };
    sections.places()
}

/// Corrects what paragraphs say of a question that no sentence was known to rate, where one of them does rate it.
pub(super) fn rated_after_all(places: &mut [Place], rated_in: &dyn Fn(usize) -> Vec<Slot>) {
    let doubted = |place: &Place| place.doubt == Some(NO_JOINT);
    if !places.iter().any(doubted) {
        return;
    }
    let rated: Vec<Vec<Slot>> = (0..places.len()).map(rated_in).collect();
    let holds = |place: &Place, slots: &[Slot]| {
        slots.iter().any(|slot| slot.question.is_some() && place.cells.contains(&(slot.promise, slot.question)))
    };
    let all: Vec<Slot> = rated.iter().flatten().copied().collect();
    for (place, own) in places.iter_mut().zip(&rated).filter(|(place, _)| doubted(place)) {
        if holds(place, own) {
            place.doubt = None;
        } else if holds(place, &all) {
            place.doubt = Some(MEETS);
        }
    }
}

/// Says so where what introduces an area rates its commitments together.
pub(super) fn rated_together(place: &mut Place, rated: &[Rated], verdict: &Verdict) {
    if place.cells.is_empty() && rated.len() > 1 && verdict.numbers.is_empty() {
        place.doubt = Some(TOGETHER);
    }
}

fn by_headings(chapter: &Chapter, paragraphs: &[Paragraph], heads: &[&(usize, Head)]) -> Vec<Place> {
    let headed = heads.iter().any(|(_, head)| matches!(head, Head::Promise(own) if chapter.promises.contains(own)));
    let mut promise = (chapter.promises.len() == 1 && !headed).then(|| chapter.promises[0]);
    let mut question = None;
    let mut whole = false;
    let mut next = 0;
    let mut places = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        while let Some((_, head)) = heads.get(next).filter(|(at, _)| *at < paragraph.line) {
            next += 1;
            match head {
                Head::Area(_) => (promise, question, whole) = (None, None, false),
                Head::Promise(own) => (promise, question, whole) = (Some(*own), None, false),
                Head::Question(own) => {
                    // Questions begin again where a commitment's heading is missing.
                    if question.is_some_and(|before| *own < before) || promise.is_none() {
                        promise = next_promise(chapter, promise);
                    }
                    (question, whole) = (Some(*own), false);
                }
                Head::Whole => (question, whole) = (None, true),
                Head::Other => {}
            }
        }
        let cells = promise.map(|promise| vec![(promise, question)]).unwrap_or_default();
        places.push(Place { area: chapter.area, cells, whole, doubt: None });
    }
    places
}

fn next_promise(chapter: &Chapter, promise: Option<usize>) -> Option<usize> {
    match promise.and_then(|promise| chapter.promises.iter().position(|own| *own == promise)) {
        Some(at) => chapter.promises.get(at + 1).or(chapter.promises.last()).copied(),
        None => chapter.promises.first().copied(),
    }
}

struct Sections<'a> {
    chapter: &'a Chapter,
    /// The area of each commitment of the review.
    areas: &'a [usize],
    paragraphs: &'a [Paragraph],
    span: Range<usize>,
    verdicts: &'a [Verdict],
    joints: &'a [Joint],
    asked: &'a [Asked],
    telling: &'a [Vec<String>],
    /// Where a commitment's heading stands: the paragraph behind it.
    promise_heads: BTreeMap<usize, usize>,
}

impl Sections<'_> {
    fn places(&self) -> Vec<Place> {
        let base = Place { area: self.chapter.area, ..Place::default() };
        let mut places = vec![base; self.span.len()];
        let starts = self.starts();
        for (n, (promise, start, doubt)) in starts.iter().enumerate() {
            let next = starts.get(n + 1);
            let mut end = next.map_or(self.span.end, |next| next.1);
            if let Some((next, ..)) =
                next.filter(|(next, ..)| self.chapter.area.is_none() && self.area_of(*next) != self.area_of(*promise))
            {
                // Behind the last joint of an area its chapter ends, and the next one is introduced.
                let behind = self.span_of(*promise).map_or(end, |(_, last)| last + 1);
                for at in behind..end {
                    places[at - self.span.start].area = self.area_of(*next);
                }
                end = behind.min(end);
            }
            for at in *start..end {
                let place = &mut places[at - self.span.start];
                place.cells = vec![(*promise, None)];
                place.doubt = *doubt;
            }
            self.questions(*promise, *start..end, &mut places);
        }
        places
    }

    /// The paragraphs whose verdicts are laid on a commitment: first, last and by question.
    fn laid(&self, promise: usize, question: Option<usize>) -> Option<(usize, usize)> {
        let mut on = self
            .joints
            .iter()
            .filter(|joint| joint.slot.promise == promise && joint.slot.question == question)
            .map(|joint| self.verdicts[joint.verdict].paragraph);
        let first = on.next()?;
        Some((first, on.next_back().unwrap_or(first)))
    }

    fn span_of(&self, promise: usize) -> Option<(usize, usize)> {
        let mut on = self
            .joints
            .iter()
            .filter(|joint| joint.slot.promise == promise)
            .map(|joint| self.verdicts[joint.verdict].paragraph);
        let first = on.next()?;
        Some((first, on.next_back().unwrap_or(first)))
    }

    /// Where the part on each commitment begins.
    fn starts(&self) -> Vec<(usize, usize, Option<&'static str>)> {
        let mut starts: Vec<(usize, usize, Option<&'static str>)> = Vec::new();
        let mut from = self.span.start;
        for (n, promise) in self.chapter.promises.iter().enumerate() {
            if let Some(at) = self.promise_heads.get(promise).filter(|at| **at >= from) {
                starts.push((*promise, *at, None));
                from = self.span_of(*promise).map_or(*at, |(_, last)| last + 1).max(*at);
                continue;
            }
            let Some((first, last)) = self.span_of(*promise) else {
                // A commitment rated in tables only: its part is looked for by its opening alone.
                if let Some(at) = self.opening(from, self.next_joint(n).unwrap_or(self.span.end), *promise) {
                    starts.push((*promise, at, Some(NO_JOINT)));
                    from = at;
                }
                continue;
            };
            let after_question = starts.last().is_some_and(|(before, ..)| self.last_question_laid(*before));
            let new_area = self.new_area(n);
            let (start, doubt) = if after_question && !new_area {
                (from, None)
            } else {
                let asked = (0..self.asked.len()).find_map(|question| self.laid(*promise, Some(question)));
                let limit = self
                    .whole_laid(*promise, first..asked.map_or(usize::MAX, |(at, _)| at))
                    .map_or(first, |(_, last)| last);
                match self.opening(from, limit, *promise) {
                    Some(at) => (at, None),
                    None if starts.is_empty() || new_area => {
                        let listed = self.after_listing(from, first);
                        (self.after_introduction(listed, first, *promise), Some(NO_OPENING))
                    }
                    None => (from, Some(NO_OPENING)),
                }
            };
            starts.push((*promise, start, doubt));
            from = last + 1;
        }
        starts
    }

    fn area_of(&self, promise: usize) -> Option<usize> {
        self.areas.get(promise).copied()
    }

    /// Whether a commitment of the chapter is the first of another area than the one before it.
    fn new_area(&self, n: usize) -> bool {
        n > 0 && self.area_of(self.chapter.promises[n]) != self.area_of(self.chapter.promises[n - 1])
    }

    fn next_joint(&self, n: usize) -> Option<usize> {
        self.chapter.promises[n + 1..].iter().find_map(|promise| self.span_of(*promise)).map(|(first, _)| first)
    }

    fn last_question_laid(&self, promise: usize) -> bool {
        self.asked.len().checked_sub(1).is_some_and(|last| self.laid(promise, Some(last)).is_some())
    }

    /// The last paragraph in a range that opens the part on a commitment.
    fn opening(&self, from: usize, to: usize, promise: usize) -> Option<usize> {
        (from..to.min(self.span.end)).rev().find(|at| self.opens(*at, promise) && !self.rates(*at, promise))
    }

    /// Whether a verdict in a paragraph is laid on a commitment.
    fn rates(&self, at: usize, promise: usize) -> bool {
        self.joints.iter().any(|joint| joint.slot.promise == promise && self.verdicts[joint.verdict].paragraph == at)
    }

    /// Whether a paragraph opens the part on a commitment: its first words speak of `this commitment`, or its number.
    fn opens(&self, at: usize, promise: usize) -> bool {
        let said = words::words(self.paragraphs[at].sentence(0));
        let Some(place) = said.iter().position(|word| word == "commitment") else { return false };
        let number = said.get(place + 1).and_then(|word| word.parse::<usize>().ok());
        let own = self.chapter.promises.iter().position(|own| *own == promise).map(|at| at + 1);
        match number {
            Some(number) => place <= 3 && (Some(number) == own || (number == promise + 1 && !self.chapter.anew)),
            None => {
                let this = place > 0 && said[place - 1] == "this";
                this && (place <= 3 || (place <= 9 && ["in", "we", "for"].contains(&said[0].as_str())))
            }
        }
    }

    /// Behind the list of commitments that begins a chapter, where its part is not opened by a sentence.
    fn after_listing(&self, from: usize, to: usize) -> usize {
        let quoted =
            |at: &usize| self.paragraphs[*at].text.starts_with(['“', '"', '‘']) && self.paragraphs[*at].refs.is_empty();
        (from..to.min(from + 12)).rev().find(quoted).map_or(from, |at| at + 1)
    }

    /// Behind what introduces an area, where no sentence opens the part on its first commitment: behind the last paragraph
    /// that speaks of the area or of several promises, and at the first of the next few that has words of this promise.
    fn after_introduction(&self, from: usize, to: usize, promise: usize) -> usize {
        const FAR: usize = 6;
        let paragraphs = &self.paragraphs[..to.min(self.span.end).max(from)];
        let introduces = |at: &usize| introduces_area(&paragraphs[*at]) && !self.speaks_of(*at, promise);
        let behind = (from..paragraphs.len()).rev().find(introduces).map_or(from, |at| at + 1);
        let own = |at: &usize| self.speaks_of(*at, promise);
        (behind..=to.min(behind + FAR).min(self.span.end.saturating_sub(1))).find(own).unwrap_or(behind)
    }

    /// Whether a paragraph has words of a commitment that no other of its chapter has.
    fn speaks_of(&self, at: usize, promise: usize) -> bool {
        const ENOUGH: usize = 2;
        let Some(own) = self.telling.get(promise) else { return false };
        let others = || self.chapter.promises.iter().filter(|other| **other != promise);
        let mut said = words::telling_words(&self.paragraphs[at].text);
        said.retain(|word| own.contains(word) && !others().any(|other| self.telling[*other].contains(word)));
        said.len() >= ENOUGH
    }

    /// Divides the part on one commitment among its questions.
    fn questions(&self, promise: usize, part: Range<usize>, places: &mut [Place]) {
        let offset = self.span.start;
        let laid: Vec<(usize, usize)> = (0..self.asked.len())
            .filter_map(|question| self.laid(promise, Some(question)).map(|(_, last)| (question, last)))
            .filter(|(_, last)| part.contains(last))
            .collect();
        let Some(first) = laid.first().map(|(_, last)| *last) else { return };
        let whole = self.whole_laid(promise, part.start..first + 1);
        let mut doubt = None;
        let mut from = match whole {
            Some((begin, last)) => {
                let (end, sure) = self.whole_ends(last, first);
                for at in begin.max(part.start)..end {
                    places[at - offset].whole = true;
                    places[at - offset].doubt = (!sure).then_some(WHOLE_END);
                }
                doubt = (!sure).then_some(WHOLE_END);
                end
            }
            None => {
                let from = self.evidence_begins(part.start, first);
                doubt = doubt.or(Some(NO_WHOLE));
                from
            }
        };
        let mut before: Option<usize> = None;
        for (question, last) in &laid {
            let missing: Vec<usize> = (before.map_or(0, |before| before + 1)..*question).collect();
            from = self.missing(promise, &missing, *question, from..*last + 1, places);
            for at in from.min(*last)..=*last {
                let place = &mut places[at - offset];
                let together = at < from || place.cells.iter().any(|(_, question)| question.is_some());
                if together && !place.cells.contains(&(promise, Some(*question))) {
                    place.cells.push((promise, Some(*question)));
                } else if !together {
                    place.cells = vec![(promise, Some(*question))];
                }
                if let Some(doubt) = doubt.filter(|_| before.is_none()) {
                    place.doubt = Some(doubt);
                }
            }
            if at_together(&laid, *question, *last) {
                self.share(promise, *question, from..*last + 1, &laid, places);
            }
            from = last + 1;
            before = Some(*question);
        }
        match self.whole_laid(promise, from..part.end) {
            Some((_, last)) => {
                for at in from..part.end {
                    let doubt = (at > last).then_some(WHOLE_END);
                    let place = &mut places[at - offset];
                    (place.cells, place.whole, place.doubt) = (vec![(promise, None)], true, doubt);
                }
            }
            None => self.after_last(promise, from..part.end, before, places),
        }
    }

    /// The paragraphs of a range in which a commitment is rated as a whole: first and last.
    fn whole_laid(&self, promise: usize, range: Range<usize>) -> Option<(usize, usize)> {
        let own = self.joints.iter().filter(|joint| joint.slot == Slot { promise, question: None });
        let mut inside = own.map(|joint| self.verdicts[joint.verdict].paragraph).filter(|at| range.contains(at));
        let first = inside.next()?;
        Some((first, inside.next_back().unwrap_or(first)))
    }

    /// Two questions rated in one paragraph share what leads up to it.
    fn share(
        &self,
        promise: usize,
        question: usize,
        range: Range<usize>,
        laid: &[(usize, usize)],
        places: &mut [Place],
    ) {
        for (other, _) in laid.iter().filter(|(other, last)| *other > question && *last + 1 == range.end) {
            for at in range.clone() {
                let place = &mut places[at - self.span.start];
                if !place.cells.contains(&(promise, Some(*other))) {
                    place.cells.push((promise, Some(*other)));
                }
            }
        }
    }

    /// Questions without a joint before one that has it: told apart by the words their paragraphs begin with.
    fn missing(
        &self,
        promise: usize,
        missing: &[usize],
        found: usize,
        range: Range<usize>,
        places: &mut [Place],
    ) -> usize {
        let mut from = range.start;
        for (n, question) in missing.iter().enumerate() {
            let next = missing.get(n + 1).copied().unwrap_or(found);
            let turn = (from + 1..range.end.saturating_sub(1)).find(|at| {
                let said = words::words(self.paragraphs[*at].sentence(0));
                self.asked[next].spoken_of(&said) > 0.5 && self.asked[*question].spoken_of(&said) <= 0.5
            });
            let Some(turn) = turn else { continue };
            for at in from..turn {
                let place = &mut places[at - self.span.start];
                place.cells = vec![(promise, Some(*question))];
                place.doubt = Some(NO_JOINT);
            }
            from = turn;
        }
        if !missing.is_empty() {
            for at in from..range.end {
                places[at - self.span.start].doubt = Some(NO_JOINT);
            }
        }
        from
    }

    /// What follows the last joint of a commitment that has questions left, or nothing more to say.
    fn after_last(&self, promise: usize, range: Range<usize>, before: Option<usize>, places: &mut [Place]) {
        let Some(last) = before else { return };
        let next = (last + 1 < self.asked.len()).then_some(last + 1);
        for at in range {
            let place = &mut places[at - self.span.start];
            place.cells = vec![(promise, next)];
            place.doubt = Some(if next.is_some() { NO_JOINT } else { AFTER_LAST });
        }
    }

    /// Where the overall rationale ends: behind its last verdict and the paragraphs that carry it on; and whether the
    /// text marks it.
    fn whole_ends(&self, last: usize, first_question: usize) -> (usize, bool) {
        const FAR: usize = 8;
        let limit = first_question.min(last + FAR);
        if let Some(opened) = (last + 1..=limit).find(|at| opens_question(&self.paragraphs[*at])) {
            return (opened, true);
        }
        let mut end = last + 1;
        while end < first_question && carries_on(&self.paragraphs[end]) {
            end += 1;
        }
        (end.min(first_question), end == last + 1)
    }

    /// Without a verdict on the whole: where the evidence on the first question begins.
    fn evidence_begins(&self, start: usize, first: usize) -> usize {
        if let Some(opened) = (start..=first).find(|at| opens_question(&self.paragraphs[*at])) {
            return opened;
        }
        (start + 1..=first).find(|at| gives_evidence(&self.paragraphs[*at])).unwrap_or(start).min(first)
    }
}

/// Whether a paragraph speaks of an area, or of several promises at once.
fn introduces_area(paragraph: &Paragraph) -> bool {
    const SEVERAL: &[&str] = &["commitments", "promises", "pledges", "undertakings"];
    const WHOLE: &[&str] = &["area", "chapter", "theme"];
    let said = words::words(&paragraph.text);
    let pointed = |pair: &[String]| {
        WHOLE.contains(&pair[1].as_str()) && ["this", "policy", "our", "the"].contains(&pair[0].as_str())
    };
    said.iter().any(|word| SEVERAL.contains(&word.as_str())) || said.windows(2).any(pointed)
}

fn at_together(laid: &[(usize, usize)], question: usize, last: usize) -> bool {
    laid.iter().any(|(other, end)| *other > question && *end == last)
}

/// `In this section we …`: the part on a question begins.
fn opens_question(paragraph: &Paragraph) -> bool {
    let lower = paragraph.sentence(0).to_lowercase();
    lower.starts_with("in this section")
        || lower.starts_with("this section ")
        || lower.starts_with("in this part")
        || lower.starts_with("turning to ")
}

/// A paragraph in the panel's own voice without anyone's evidence.
fn carries_on(paragraph: &Paragraph) -> bool {
    if !paragraph.refs.is_empty() || paragraph.text.starts_with(['“', '"']) || paragraph.text.ends_with(':') {
        return false;
    }
    let said = words::words(&paragraph.text);
    let own = said.iter().any(|word| word == "we" || word == "our");
    own && !gives_evidence(paragraph)
}

/// Whether someone's evidence is told.
fn gives_evidence(paragraph: &Paragraph) -> bool {
    const TOLD: &[&str] = &[
        "stated",
        "states",
        "told",
        "argued",
        "said",
        "submission",
        "submissions",
        "roundtable",
        "roundtables",
        "response",
        "according",
        "stakeholders",
    ];
    !paragraph.refs.is_empty() && paragraph.refs.len() > 1
        || words::words(&paragraph.text).iter().any(|word| TOLD.contains(&word.as_str()))
}
