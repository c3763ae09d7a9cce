//! A member's finished work on the practice review, the same every time: made up, and no judgement of anything.

use plumbline::document::canonical::sha256_hex;
use plumbline::model::act::Act;
use plumbline::model::act::Agreement;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::Subject;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::rating::Grade;
use plumbline::model::rating::Rating;
use plumbline::model::session::Basis;
use plumbline::model::session::Dissent;
use plumbline::model::session::NoteTarget;
use plumbline::model::session::TriageStatus;
use plumbline::review::workspace::Workspace;
use uuid::Uuid;

/// The reason of one rating, with everything in it that a form may stumble over.
pub const AWKWARD: &str = "=1+1 | <b>bold</b> & \"quoted\" ]]> *starred* _low_ `code` [link](x)\nsecond line";

/// Passages, ratings of all but one question, judgements, decisions about sources, a summary and two notes.
pub fn judge(ws: &mut Workspace) {
    let cells: Vec<CellKey> = ws.catalog().review().cells().collect();
    let mut passages = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let quotes = mark(ws, cell, at);
        let rating = Rating::from(Grade::ALL[(at * 5 + at / 4) % 4]);
        let reason = match at {
            0 => Some(AWKWARD.to_owned()),
            _ if at % 7 == 3 => None,
            _ => Some(format!("Made up for practice: what the {} passages under {cell} come to.", quotes.len())),
        };
        let act = match at {
            13 => Act::Abstain { cell: cell.clone(), why: "I worked on this programme.".to_owned() },
            22 => Act::Rate { cell: cell.clone(), rating: Rating::NoInformation, reason, quotes: Vec::new(), round: 1 },
            35 => continue,
            _ => Act::Rate {
                cell: cell.clone(),
                rating,
                reason,
                quotes: quotes.iter().take(2).copied().collect(),
                round: 1,
            },
        };
        ws.apply(&act).expect("rates");
        passages.extend(quotes);
    }
    let own = "Taken together it comes to this, though two of the four answers are worse.".to_owned();
    let parent = "4".parse().expect("a parent");
    ws.apply(&Act::Override { parent, rating: Rating::RequiresImprovement, reason: own }).expect("judges");
    let note = |id, on: &str, text: &str, shared| Act::Note {
        id: Uuid::from_u128(id),
        on: NoteTarget::Cell(on.parse().expect("a cell")),
        text: text.to_owned(),
        shared,
    };
    ws.apply(&note(0x7001, "8B", "To be asked at the next meeting.", true)).expect("notes");
    ws.apply(&note(0x7002, "8B", "secret thoughts", false)).expect("notes");
    let decisions = [TriageStatus::Relevant, TriageStatus::SetAside, TriageStatus::Flagged, TriageStatus::Deferred];
    let sources: Vec<_> = ws.catalog().review().sources.iter().map(|source| source.id.clone()).collect();
    for (at, source) in sources.iter().take(12).enumerate() {
        let status = decisions[at % 4];
        let reason = (status == TriageStatus::SetAside).then(|| "is not about these commitments".to_owned());
        let act = Act::Triage { source: source.clone(), status, reason, bears_on: vec!["8".into()] };
        ws.apply(&act).expect("decides");
    }
    let summary = "Says that the money is there, and does not say for how long.".to_owned();
    let cell = "8B".parse().expect("a cell");
    ws.apply(&Act::Summarise { source: "DHS0042".into(), cell, text: summary }).expect("summarises");
}

/// What a panel agreed, with a vote and a dissent.
pub fn agree(ws: &mut Workspace) {
    let agreements = [
        ("8B", Rating::RequiresImprovement, Basis::Vote, Some("5 to 3"), Some("The money was never enough.")),
        ("8A", Rating::Inadequate, Basis::Consensus, None, None),
        ("8", Rating::Inadequate, Basis::Chair, None, Some("B alone should not decide.")),
    ];
    for (on, rating, basis, tally, dissent) in agreements {
        let agreement = Agreement {
            rating,
            reason: format!("What the panel settled on for {on}."),
            basis,
            tally: tally.map(str::to_owned),
            present: ["A", "B", "C"].map(str::to_owned).to_vec(),
            abstained: Vec::new(),
            dissent: dissent
                .map(|why| Dissent { member: "C".to_owned(), reason: why.to_owned() })
                .into_iter()
                .collect(),
        };
        let on: Subject = on.parse().expect("a subject");
        ws.apply(&Act::Agree { on, agreement: Some(Box::new(agreement)) }).expect("agrees");
    }
}

/// Marks the first sentence or so of up to three items of a question that state no rating.
fn mark(ws: &mut Workspace, cell: &CellKey, at: usize) -> Vec<Uuid> {
    let here = |item: &&plumbline::model::evidence::Evidence| {
        let under = item.cells.iter().any(|bearing| bearing.cell().as_ref() == Some(cell));
        under && !item.tells() && !item.sources.is_empty()
    };
    let items: Vec<_> = ws.catalog().review().evidence.iter().filter(here).take(3).cloned().collect();
    let stances = [Stance::Undermines, Stance::Supports, Stance::Mixed, Stance::Undermines, Stance::Context];
    let tags: Vec<_> = ws.state().codebook.iter().map(|tag| tag.id.clone()).collect();
    let mut marked = Vec::new();
    for (nth, item) in items.into_iter().enumerate() {
        let id = Uuid::from_u128(0x9000 + (at * 8 + nth) as u128);
        let end = item.text.chars().count();
        let stance = stances[(at + nth) % stances.len()];
        let filing = Filing { cell: FiledCell::from(cell), stance: Some(stance), anchor: None };
        let quote = Quote {
            id,
            selector: Selector::of(&item.text, 0, end, sha256_hex(item.text.as_bytes())).expect("inside"),
            evidence: Some(item.id),
            source: None,
            filings: vec![filing],
            tags: vec![tags[(at + nth) % tags.len()].clone()],
            speaker: None,
            note: (nth == 1).then(|| "a note on this passage".to_owned()),
            lost: false,
            at: "2026-11-21T09:30:00.000Z".parse().expect("a moment"),
        };
        ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
        marked.push(id);
    }
    marked
}
