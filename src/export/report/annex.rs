//! Annexes of a report: the register of sources with its footnotes, the flow of sources, shared notes, what is left out.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::export::report::Compared;
use crate::export::report::FlowRow;
use crate::export::report::FlowTable;
use crate::export::report::Footnote;
use crate::export::report::RegisterEntry;
use crate::export::report::RegisterKind;
use crate::export::report::SharedNote;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::judgement::words::at_start;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::session::NoteTarget;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::cite::Cited;
use crate::review::flow::Numbers;
use crate::review::flow::flow;
use crate::review::words::subject_word;

/// The register as footnotes are added to it.
pub(super) struct Register<'a> {
    sources: &'a [Source],
    /// The entry of each source, from 1.
    entry_of: HashMap<&'a SourceId, usize>,
    kinds: Vec<RegisterKind>,
    /// Where each entry stands: kind, place.
    places: Vec<(usize, usize)>,
    footnotes: Vec<Footnote>,
}

impl<'a> Register<'a> {
    /// Every source of the review by kind; what is confidential once for each event.
    pub(super) fn of(work: &Work<'a>) -> Self {
        let sources = work.catalog.review().sources.as_slice();
        let mut register = Self {
            sources,
            entry_of: HashMap::with_capacity(sources.len()),
            kinds: Vec::new(),
            places: Vec::new(),
            footnotes: Vec::new(),
        };
        for kind in SourceKind::ALL {
            register.add_kind(kind);
        }
        register
    }

    fn add_kind(&mut self, kind: SourceKind) {
        let mut entries: Vec<RegisterEntry> = Vec::new();
        let mut events: BTreeMap<String, usize> = BTreeMap::new();
        for source in self.sources.iter().filter(|source| source.kind == kind) {
            let named = line(&source.named_outside());
            if let Some(number) = events.get(&named).filter(|_| source.confidential) {
                self.entry_of.insert(&source.id, *number);
                continue;
            }
            let number = self.places.len() + 1;
            self.places.push((self.kinds.len(), entries.len()));
            self.entry_of.insert(&source.id, number);
            entries.push(entry(source, number, &named));
            if source.confidential {
                events.insert(named, number);
            }
        }
        if !entries.is_empty() {
            self.kinds.push(RegisterKind { label: heading(kind).to_owned(), entries });
        }
    }

    /// Adds a footnote; returns its number.
    pub(super) fn note(&mut self, cited: &Cited, sources: &[&Source]) -> usize {
        let number = self.footnotes.len() + 1;
        let mut entries: Vec<usize> =
            sources.iter().filter_map(|source| self.entry_of.get(&source.id).copied()).collect();
        entries.dedup();
        for at in &entries {
            let (kind, place) = self.places[at - 1];
            let cited_in = &mut self.kinds[kind].entries[place].footnotes;
            if cited_in.last() != Some(&number) {
                cited_in.push(number);
            }
        }
        self.footnotes.push(Footnote { number, text: line(&cited.reference()), entries });
        number
    }

    pub(super) fn finish(self) -> (Vec<Footnote>, Vec<RegisterKind>) {
        (self.footnotes, self.kinds)
    }
}

fn entry(source: &Source, number: usize, named: &str) -> RegisterEntry {
    if source.confidential {
        let label = at_start(named);
        return RegisterEntry { number, code: None, label, date: None, url: None, footnotes: Vec::new() };
    }
    let withdrawn = if source.withdrawn { " (withdrawn)" } else { "" };
    RegisterEntry {
        number,
        code: Some(line(source.id.as_str())),
        label: format!("{}{withdrawn}", line(&source.label)),
        date: source.date.as_deref().map(line),
        url: source.url.as_deref().map(line),
        footnotes: Vec::new(),
    }
}

fn heading(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Submission => "Submissions",
        SourceKind::Roundtable => "Roundtables",
        SourceKind::Government => "Government papers",
        SourceKind::Publication => "Publications",
        SourceKind::Web => "Web pages",
        SourceKind::Reaction => "Reactions",
    }
}

/// Columns of the flow, and the number each shows.
type Column = (&'static str, fn(&Numbers) -> Option<usize>);
const COLUMNS: [Column; 11] = [
    ("sources", |it| Some(it.sources)),
    ("received", |it| Some(it.received)),
    ("withdrawn", |it| Some(it.withdrawn)),
    ("opened", |it| it.opened),
    ("read through", |it| it.read_through),
    ("relevant", |it| Some(it.relevant)),
    ("set aside", |it| Some(it.set_aside)),
    ("for the panel", |it| Some(it.flagged)),
    ("put off", |it| Some(it.deferred)),
    ("undecided", |it| Some(it.undecided)),
    ("with passages", |it| Some(it.with_passages)),
];

/// What became of the sources.
pub(in crate::export) fn flow_table(work: &Work<'_>) -> FlowTable {
    let followed = flow(work.catalog, &work.state, work.reading);
    let columns = COLUMNS.iter().map(|(name, _)| *name).chain(["used by a rating"]).collect();
    let row = |label: String, numbers: &Numbers| {
        let shown = COLUMNS.iter().map(|(_, number)| number(numbers)).chain([Some(numbers.used)]);
        let word = |number: Option<usize>| number.map_or_else(|| "\u{2013}".to_owned(), |number| number.to_string());
        FlowRow { label, numbers: shown.map(word).collect() }
    };
    let kinds = followed.kinds.iter().map(|of| row(heading(of.kind).to_owned(), &of.numbers));
    let reason = |why: Option<&str>| why.map_or_else(|| "no reason given".to_owned(), line);
    FlowTable {
        columns,
        rows: kinds.chain([row("All".to_owned(), &followed.all)]).collect(),
        set_aside: followed.set_aside.iter().map(|why| (reason(why.reason.as_deref()), why.sources)).collect(),
        reading_known: work.reading.is_some(),
    }
}

/// Notes the member shares; on what is told in confidence only the event is named.
pub(super) fn notes(work: &Work<'_>) -> Vec<SharedNote> {
    let review = work.catalog.review();
    let on = |target: &NoteTarget| match target {
        NoteTarget::Cell(cell) => cell.to_string(),
        NoteTarget::Parent(parent) => at_start(&subject_word(review, &Subject::Parent(parent.clone()))),
        NoteTarget::Source(id) => work.catalog.source(id).map_or_else(|| id.to_string(), Source::named_outside),
        NoteTarget::Evidence(id) => format!("Item {id}"),
        NoteTarget::Footnote(number) => format!("Note {number}"),
    };
    let shared = work.state.notes.iter().filter(|note| note.shared);
    shared.map(|note| SharedNote { on: line(&on(&note.on)), text: plain(&note.text) }).collect()
}

/// What the report does not say, in sentences.
pub(super) fn left_out(work: &Work<'_>, kept_back: usize, published: &Compared) -> Vec<String> {
    let sealed = work.sealed.map(|round| format!("The ratings of round {round}, which is handed in and not opened."));
    let mut out: Vec<String> = sealed.into_iter().collect();
    let mut count = |number: usize, one: &str, more: &str| match number {
        0 => {}
        1 => out.push(format!("1 {one}")),
        _ => out.push(format!("{number} {more}")),
    };
    let private = work.state.notes.iter().filter(|note| !note.shared).count();
    count(private, "private note.", "private notes.");
    count(
        kept_back,
        "passage that states what was published of a question not rated, or not looked at, yet.",
        "passages that state what was published of questions not rated, or not looked at, yet.",
    );
    let lost = work.state.lost().count();
    count(lost, "passage whose words are no longer in its text.", "passages whose words are no longer in their text.");
    let unfiled = work.state.quotes.iter().filter(|quote| !quote.lost && quote.filings.is_empty()).count();
    count(unfiled, "passage that is filed under no question.", "passages that are filed under no question.");
    let subjects = work.catalog.review().published.subjects().count();
    count(
        subjects - published.rows.len(),
        "published rating, of what is not rated or was not looked at.",
        "published ratings, of what is not rated or was not looked at.",
    );
    out
}
