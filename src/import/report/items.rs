//! The evidence: paragraphs and block quotations of the body as items a member can read.
//!
//! A sentence that rates stands alone, so that what was published can be kept back while the rest is read; what stands
//! around it is cut at sentence ends so that an item stays short. Invariant: a paragraph's words are all in its items,
//! in order; every reference is in one.

use std::collections::HashMap;
use std::ops::Range;

use crate::import::report::kind;
use crate::import::report::level;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::locator;
use crate::import::report::names::SourceNames;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::pieces::counted;
use crate::import::report::pieces::cut;
use crate::import::report::pieces::pieces;
use crate::import::report::place::Place;
use crate::import::report::promises::Promises;
use crate::import::report::quotations::Quotation;
use crate::import::report::rates::Rated;
use crate::import::report::sources::ROUNDTABLES;
use crate::import::report::sources::Sources;
use crate::import::report::speakers;
use crate::import::report::verdict::Verdict;
use crate::import::report::words;
use crate::import::summary::Unresolved;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::evidence::FootnoteRef;
use crate::model::evidence::StatedRating;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;

/// What items are made of.
pub(super) struct Maker<'a> {
    pub lines: &'a [Line<'a>],
    pub paragraphs: &'a [Paragraph],
    pub places: &'a [Place],
    pub quotations: &'a [Quotation],
    pub verdicts: &'a [Verdict],
    pub rated: &'a [Vec<Rated>],
    pub promises: &'a Promises,
    pub names: &'a SourceNames,
    pub sources: &'a mut Sources,
    pub unresolved: Vec<Unresolved>,
    pub items: Vec<Evidence>,
}

/// What a commitment, area or question is called in files.
pub(super) fn commitment_id(promise: usize) -> CommitmentId {
    CommitmentId((promise + 1).to_string())
}

pub(super) fn area_id(area: usize) -> AreaId {
    AreaId((area + 1).to_string())
}

impl Maker<'_> {
    /// Makes the items of all paragraphs, in order.
    pub fn make(&mut self) {
        let verdicts = self.by_sentence();
        let names = self.names;
        let finder = |sentence: &str| names.named_in(sentence);
        let mut next_quotation = 0;
        let mut at = 0;
        let mut lead: Option<usize> = None;
        let mut heading_at = 0;
        let mut heading: Option<usize> = None;
        while at < self.paragraphs.len() {
            let line = self.paragraphs[at].line;
            while heading_at < line {
                if self.lines[heading_at].kind == LineKind::Heading {
                    heading = Some(heading_at);
                }
                heading_at += 1;
            }
            let quotation = self.quotations.get(next_quotation).filter(|quotation| quotation.paragraphs.start == at);
            if let Some(quotation) = quotation {
                self.quotation(quotation, lead, heading, &finder);
                at = quotation.paragraphs.end;
                next_quotation += 1;
                continue;
            }
            if self.lines[line].is_cells() {
                at = self.table(at, heading);
                continue;
            }
            self.paragraph(at, heading, &verdicts, &finder);
            lead = Some(at);
            at += 1;
        }
    }

    fn by_sentence(&self) -> HashMap<(usize, usize), Vec<usize>> {
        let mut by: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for (n, verdict) in self.verdicts.iter().enumerate() {
            by.entry((verdict.paragraph, verdict.sentence)).or_default().push(n);
        }
        by
    }

    fn paragraph(
        &mut self,
        at: usize,
        heading: Option<usize>,
        verdicts: &HashMap<(usize, usize), Vec<usize>>,
        finder: &dyn Fn(&str) -> Vec<usize>,
    ) {
        let paragraph = &self.paragraphs[at];
        let rates = |sentence: usize| verdicts.contains_key(&(at, sentence));
        for range in pieces(paragraph, &rates) {
            let (text, refs) = cut(paragraph, &range);
            let mut item = self.item(at, text, refs, heading);
            if rates(range.start) {
                item.kind = EvidenceKind::Conclusion;
                item.rates = self.stated(verdicts.get(&(at, range.start)).map_or(&[][..], Vec::as_slice));
                item.sources = self.cited(&item.refs);
                if verdicts.get(&(at, range.start)).is_some_and(|all| all.iter().any(|n| self.verdicts[*n].unpaired)) {
                    // What it rates is not told: it waits for everything, not for where it stands alone.
                    item.rates.clear();
                    item.cells.clear();
                    self.unresolved.push(Unresolved {
                        what: "which commitments a sentence rates".to_owned(),
                        line: item.line,
                        input: None,
                        why: "it names another number of commitments than of grades, or of questions; its item rates nothing".to_owned(),
                    });
                }
            } else {
                self.describe(&mut item, paragraph, &range, at, finder);
                // Behind a rating in the same paragraph, a grade named as one says what that rating was or was not.
                let behind = (0..range.start).any(rates);
                if behind && level::mentions(&item.text).iter().any(|mention| mention.marked) {
                    item.kind = EvidenceKind::Conclusion;
                }
            }
            self.items.push(item);
        }
    }

    /// Kind and sources of sentences that do not rate.
    fn describe(
        &mut self,
        item: &mut Evidence,
        paragraph: &Paragraph,
        range: &Range<usize>,
        at: usize,
        finder: &dyn Fn(&str) -> Vec<usize>,
    ) {
        item.sources = self.cited(&item.refs);
        for id in self.sources.coded_in(&item.text) {
            if !item.sources.contains(&id) {
                item.sources.push(id);
            }
        }
        let mut roundtable = false;
        for n in range.clone() {
            let sentence = paragraph.sentence(n);
            let said = words::words(sentence);
            if !kind::tells(&said) && !sentence.contains("submission") && !sentence.contains("response") {
                continue;
            }
            for entry in finder(sentence) {
                let id = self.sources.of_entry[entry].clone();
                if !item.sources.contains(&id) {
                    item.sources.push(id);
                }
            }
            roundtable |= said.iter().any(|word| word.starts_with("roundtable"));
        }
        if item.sources.is_empty() && roundtable {
            item.sources.push(self.sources.roundtables());
        }
        let evidence = item.sources.iter().any(|id| {
            matches!(self.sources.kind(id), Some(SourceKind::Submission | SourceKind::Roundtable))
                || id.as_str() == ROUNDTABLES
        });
        let place = &self.places[at];
        let asked = place.cells.iter().any(|(_, question)| question.is_some()) || place.whole;
        item.kind = kind::kind(range.clone().map(|n| paragraph.sentence(n)), evidence, asked, place.cells.is_empty());
        if self.repeats_a_promise(&item.text) {
            item.kind = EvidenceKind::Context;
        }
    }

    /// Whether a text is only a commitment in full, as chapters list them.
    fn repeats_a_promise(&self, text: &str) -> bool {
        let longest = self.promises.promises.iter().map(|promise| promise.text.len()).max().unwrap_or_default();
        if text.len() > longest + 120 {
            return false;
        }
        let key = words::key(text);
        self.promises.promises.iter().any(|promise| {
            let short = promise.key.char_indices().nth(48).map_or(promise.key.as_str(), |(end, _)| &promise.key[..end]);
            key.starts_with(short) && key.len() < promise.key.len() + 60
        })
    }

    fn quotation(
        &mut self,
        quotation: &Quotation,
        lead: Option<usize>,
        heading: Option<usize>,
        finder: &dyn Fn(&str) -> Vec<usize>,
    ) {
        let first = quotation.paragraphs.start;
        let mut text = String::new();
        let mut refs: Vec<FootnoteRef> = Vec::new();
        for at in quotation.paragraphs.clone() {
            if at > first {
                text.push('\n');
            }
            let paragraph = &self.paragraphs[at];
            refs.extend(counted(&paragraph.text, 0, &paragraph.refs, text.chars().count()));
            text.push_str(&paragraph.text);
        }
        let promise = self.repeats_a_promise(&text);
        let mut item = self.item(first, text, refs, heading);
        item.kind = if promise { EvidenceKind::Context } else { EvidenceKind::Quotation };
        item.sources = self.cited(&item.refs);
        let lead_in = lead.filter(|lead| first - lead <= 4).map(|lead| &self.paragraphs[lead]);
        if !promise {
            self.attribute(&mut item, lead_in, finder);
        }
        if !quotation.closed {
            self.unresolved.push(Unresolved {
                what: format!("a quotation that is not closed, {}", words::first_words(&item.text)),
                line: item.line,
                input: None,
                why: "no closing mark follows; the paragraph alone is taken".to_owned(),
            });
            item.note = Some("The quotation is not closed in the report; its end is a judgement.".to_owned());
        }
        // Words that only introduce a quotation are about whoever it is of, however the report spells the name there.
        let introduces = self.items.last_mut().filter(|before| !promise && before.text.trim_end().ends_with(':'));
        if let Some(before) = introduces.filter(|it| it.sources.is_empty() && it.kind != EvidenceKind::Conclusion) {
            before.sources.clone_from(&item.sources);
        }
        self.items.push(item);
    }

    /// Who a quotation is of: its notes' sources, else who the sentence before it names; and in what role.
    fn attribute(&mut self, item: &mut Evidence, lead: Option<&Paragraph>, finder: &dyn Fn(&str) -> Vec<usize>) {
        let last = lead.map_or("", Paragraph::last_sentence);
        let first = last.split_whitespace().next().unwrap_or_default();
        // `They said …:` goes on a sentence that says who.
        let who = lead.filter(|lead| ["They", "He", "She"].contains(&first) && lead.sentences.len() > 1);
        let who = who.map_or(last, |lead| lead.sentence(lead.sentences.len() - 2));
        let speaks_of_roundtable = |text: &str| {
            let lower = text.to_lowercase();
            ["roundtable", "round table", "participant", "focus group"].iter().any(|word| lower.contains(word))
        };
        if item.sources.is_empty() {
            let named = finder(last).first().copied();
            match named.or_else(|| {
                lead.and_then(|lead| finder(&lead.text).last().copied().filter(|_| !speaks_of_roundtable(last)))
            }) {
                Some(entry) => item.sources.push(self.sources.of_entry[entry].clone()),
                None if speaks_of_roundtable(last) => item.sources.push(self.sources.roundtables()),
                None => {}
            }
            let note = item.refs.first().map(|reference| reference.footnote);
            if item.sources.is_empty() {
                self.unresolved.push(Unresolved {
                    what: format!("whose words {} are", words::first_words(&item.text)),
                    line: item.line,
                    input: None,
                    why: "no listed note and no name before it says".to_owned(),
                });
            } else if let Some(note) = note {
                item.note =
                    Some(format!("Note {note} is not listed; whose words these are is told by the sentence before."));
            }
        }
        let roundtable = item
            .sources
            .iter()
            .find(|id| self.sources.kind(id) == Some(SourceKind::Roundtable) || id.as_str() == ROUNDTABLES);
        if let Some(id) = roundtable.cloned()
            && let Some(role) = speakers::role(who)
            && let Some(source) = self.sources.source_mut(&id)
        {
            let key = item.refs.last().map_or_else(
                || format!("l{}", item.line.unwrap_or_default()),
                |reference| format!("n{}", reference.footnote),
            );
            let speaker = SpeakerId(key);
            if !source.speakers.iter().any(|known| known.id == speaker) {
                source.speakers.push(Speaker { id: speaker.clone(), label: role.clone(), role: Some(role) });
                speakers::tell_apart(&mut source.speakers);
            }
            item.speaker = Some(speaker);
        }
    }

    /// A table of figures as one item.
    fn table(&mut self, at: usize, heading: Option<usize>) -> usize {
        let mut end = at + 1;
        while end < self.paragraphs.len()
            && self.lines[self.paragraphs[end].line].is_cells()
            && self.paragraphs[end].line == self.paragraphs[end - 1].line + 1
        {
            end += 1;
        }
        let mut text = String::new();
        let mut refs = Vec::new();
        let mut before = 0;
        for paragraph in &self.paragraphs[at..end] {
            if !text.is_empty() {
                text.push('\n');
                before += 1;
            }
            refs.extend(counted(&paragraph.text, 0, &paragraph.refs, before));
            text.push_str(&paragraph.text);
            before += paragraph.text.chars().count();
        }
        let mut item = self.item(at, text, refs, heading);
        item.kind = EvidenceKind::Figure;
        item.sources = self.cited(&item.refs);
        self.items.push(item);
        end
    }

    fn item(&self, at: usize, text: String, refs: Vec<FootnoteRef>, heading: Option<usize>) -> Evidence {
        let line = &self.lines[self.paragraphs[at].line];
        let place = &self.places[at];
        Evidence {
            id: EvidenceId(String::new()),
            kind: EvidenceKind::Context,
            cells: self.bearings(place),
            sources: Vec::new(),
            speaker: None,
            refs,
            rates: Vec::new(),
            locator: Some(self.locator(at, &text, heading)),
            line: Some(line.number),
            filed_by: None,
            note: place.doubt.map(str::to_owned),
            text,
        }
    }

    fn bearings(&self, place: &Place) -> Vec<Bearing> {
        if place.cells.is_empty() {
            let area = |area| Bearing { commitment: None, question: None, area: Some(area_id(area)) };
            return place.area.map(area).into_iter().collect();
        }
        place
            .cells
            .iter()
            .map(|(promise, question)| Bearing {
                commitment: Some(commitment_id(*promise)),
                question: question.and_then(|question| self.question_id(question)),
                area: None,
            })
            .collect()
    }

    fn question_id(&self, question: usize) -> Option<QuestionId> {
        self.promises.questions.get(question).map(|(letter, _)| QuestionId(letter.to_string()))
    }

    fn locator(&self, at: usize, own: &str, heading: Option<usize>) -> String {
        let (place, paragraph) = (&self.places[at], &self.paragraphs[at]);
        let line = &self.lines[paragraph.line];
        if let Some(page) = line.page {
            return format!("p. {page}, para {}", line.paragraph);
        }
        let words = locator::words_of(paragraph, &locator::verdicts_in(self.verdicts, at), own, line);
        if let Some(heading) = heading.map(|at| self.lines[at].text).filter(|text| locator::tells_nothing(text)) {
            return format!("{heading}, {words}");
        }
        match (place.cells.first(), place.area) {
            (Some((promise, _)), _) => format!("Commitment {}, {words}", promise + 1),
            (None, Some(area)) => format!("Area {}, {words}", area + 1),
            (None, None) => words,
        }
    }

    /// The sources that an item's notes cite.
    fn cited(&self, refs: &[FootnoteRef]) -> Vec<SourceId> {
        let mut cited = Vec::new();
        for reference in refs {
            let Ok(at) = self.sources.footnotes.binary_search_by_key(&reference.footnote, |note| note.number) else {
                continue;
            };
            for id in &self.sources.footnotes[at].sources {
                if !cited.contains(id) {
                    cited.push(id.clone());
                }
            }
        }
        cited
    }

    fn stated(&self, verdicts: &[usize]) -> Vec<StatedRating> {
        let mut stated: Vec<StatedRating> = Vec::new();
        for verdict in verdicts {
            for rated in &self.rated[*verdict] {
                let rating = self.verdicts[*verdict].grade.into();
                let one = match rated {
                    Rated::Overall => StatedRating { cell: None, parent: Some(ParentKey::Overall), rating },
                    Rated::Area(area) => {
                        StatedRating { cell: None, parent: Some(ParentKey::Area(area_id(*area))), rating }
                    }
                    Rated::Slot(slot) => {
                        let commitment = commitment_id(slot.promise);
                        match slot.question.and_then(|question| self.question_id(question)) {
                            Some(question) => {
                                StatedRating { cell: Some(CellKey { commitment, question }), parent: None, rating }
                            }
                            None => {
                                StatedRating { cell: None, parent: Some(ParentKey::Commitment(commitment)), rating }
                            }
                        }
                    }
                };
                if !stated.contains(&one) {
                    stated.push(one);
                }
            }
        }
        stated
    }
}
