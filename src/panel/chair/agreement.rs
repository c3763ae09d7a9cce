//! How far the members of a panel agreed before they talked, with letters and questions in place of numbers.
//!
//! Uses `judgement::agreement`. Invariant: it is computed on the first round and on no other.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::Serializer;

use crate::judgement::agreement::Agreement;
use crate::judgement::agreement::Estimate;
use crate::judgement::agreement::Table;
use crate::judgement::agreement::agreement;
use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::agreement::estimate::Basis;
use crate::judgement::agreement::pair::Pair;
use crate::judgement::agreement::report::Figure;
use crate::judgement::agreement::report::Raw;
use crate::judgement::agreement::tags;
use crate::judgement::agreement::tags::Given;
use crate::judgement::agreement::tags::TagAgreement;
use crate::judgement::rule::Standing;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::TagId;
use crate::model::rating::Grade;
use crate::panel::chair::APART;
use crate::panel::chair::passages::Passage;
use crate::panel::chair::passages::Passages;
use crate::panel::opened::Answer;
use crate::panel::opened::MemberSession;
use crate::panel::opened::OpenedPanel;

/// How far members agreed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelAgreement {
    /// The round it is computed on; always the first.
    pub round: u32,
    /// Questions with at least two ratings, and members who gave one of them.
    #[serde(flatten)]
    pub basis: Basis,
    /// The categories: always the whole scale.
    pub categories: Vec<Grade>,
    /// What was counted.
    pub raw: Raw,
    /// What was computed, the main figure first.
    pub figures: Vec<Figure>,
    /// Who differs from whom, and where.
    pub pairs: Vec<PairOf>,
    /// Agreement on tags, over passages at least one member marked.
    pub tags: Vec<TagOf>,
    /// What intervals were drawn over; always `units`.
    pub resampled: &'static str,
    /// Seed of the draws.
    pub seed: u64,
}

/// Two members compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairOf {
    /// Their letters, in the order of the panel.
    pub members: [String; 2],
    /// Questions both rated.
    pub units: usize,
    /// Share of them rated alike.
    pub agreement: Option<f64>,
    /// Share rated alike or one grade apart.
    pub within_one: Option<f64>,
    /// Mean number of grades by which the first is the kinder.
    pub leniency: Option<f64>,
    /// Cohen's kappa with linear weights.
    pub kappa_linear: Estimate,
    /// With quadratic weights.
    pub kappa_quadratic: Estimate,
    /// Where they differ, the widest first.
    pub differ: Vec<DifferAt>,
}

/// A question two members rated differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferAt {
    /// The question.
    pub cell: CellKey,
    /// How many grades they are apart.
    pub steps: usize,
}

/// Agreement on one tag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TagOf {
    /// What the first member who has it calls it.
    pub label: String,
    /// The figures.
    #[serde(flatten)]
    pub of: TagAgreement,
}

/// An object without fields where there is nothing to say yet.
pub(super) fn or_empty<S: Serializer>(agreement: &Option<PanelAgreement>, to: S) -> Result<S::Ok, S::Error> {
    match agreement {
        Some(agreement) => agreement.serialize(to),
        None => to.collect_map(std::iter::empty::<(&str, &str)>()),
    }
}

/// Agreement in the first round; `None` while it is not opened.
pub(super) fn apart(panel: &OpenedPanel, draws: Draws) -> Option<PanelAgreement> {
    let round = panel.round(APART)?;
    let catalog = &panel.catalog;
    let cells: Vec<CellKey> = catalog.review().cells().collect();
    let rows = cells.iter().map(|cell| round.sessions.iter().map(|one| standing(one, catalog, cell)).collect());
    let Agreement { basis, categories, raw, figures, pairs, resampled, seed } =
        agreement(&Table::of_standings(round.sessions.len(), rows), draws);
    let passages = Passages::of(catalog, round);
    Some(PanelAgreement {
        round: APART,
        basis,
        categories,
        raw,
        figures,
        pairs: pairs.into_iter().map(|pair| pair_of(pair, &round.sessions, &cells)).collect(),
        tags: tags_of(catalog, &round.sessions, &passages, draws),
        resampled,
        seed,
    })
}

fn standing(session: &MemberSession, catalog: &Catalog, cell: &CellKey) -> Standing {
    match session.answer(catalog, cell) {
        Answer::Rated(entry) => entry.rating.into(),
        Answer::Abstained(_) => Standing::Abstained,
        Answer::Open | Answer::NotAsked => Standing::Unrated,
    }
}

fn pair_of(pair: Pair, sessions: &[MemberSession], cells: &[CellKey]) -> PairOf {
    let letter = |at: usize| sessions[at].member.letter.clone();
    let mut differ: Vec<DifferAt> =
        pair.differ.iter().map(|differ| DifferAt { cell: cells[differ.unit].clone(), steps: differ.steps }).collect();
    differ.sort_by_key(|differ| std::cmp::Reverse(differ.steps));
    PairOf {
        members: [letter(pair.a), letter(pair.b)],
        units: pair.units,
        agreement: pair.agreement,
        within_one: pair.within_one,
        leniency: pair.leniency,
        kappa_linear: pair.kappa_linear,
        kappa_quadratic: pair.kappa_quadratic,
        differ,
    }
}

fn tags_of(catalog: &Catalog, sessions: &[MemberSession], passages: &Passages, draws: Draws) -> Vec<TagOf> {
    let books: Vec<BTreeSet<TagId>> =
        sessions.iter().map(|one| one.session.codebook.iter().map(|tag| tag.id.clone()).collect()).collect();
    let rows: Vec<Vec<Given>> = passages
        .all
        .iter()
        .map(|passage| sessions.iter().map(|session| given(catalog, session, passage)).collect())
        .collect();
    let label = |id: &TagId| {
        let mut tags = sessions.iter().flat_map(|one| &one.session.codebook);
        tags.find(|tag| tag.id == *id).map_or_else(|| id.to_string(), |tag| tag.label.clone())
    };
    tags::tags(&books, &rows, draws).into_iter().map(|of| TagOf { label: label(&of.tag), of }).collect()
}

/// The tags a member gave to a passage; none where the member had it before them and marked nothing; absent where it
/// was not theirs to read.
fn given(catalog: &Catalog, session: &MemberSession, passage: &Passage) -> Given {
    let mut own = passage.marks.iter().filter(|mark| mark.by == session.member.id).peekable();
    if own.peek().is_some() {
        return Some(own.flat_map(|mark| mark.tags.iter().cloned()).collect());
    }
    theirs(catalog, session, passage).then(BTreeSet::new)
}

fn theirs(catalog: &Catalog, session: &MemberSession, passage: &Passage) -> bool {
    let member = &session.member;
    let item = passage.evidence.as_ref().and_then(|id| catalog.evidence(id));
    let sources = item.as_ref().map_or(passage.source.as_slice(), |item| &item.sources);
    let handed_out = member.reads.is_empty() || sources.iter().any(|source| member.reads.contains(source));
    let area = |commitment| catalog.commitment(commitment).map(|commitment| &commitment.area);
    let areas = item.iter().flat_map(|item| &item.cells);
    let mut areas =
        areas.filter_map(|bears| bears.area.as_ref().or_else(|| area(bears.commitment.as_ref()?))).peekable();
    let asked = member.areas.is_empty() || areas.peek().is_none() || areas.any(|area| member.areas.contains(area));
    handed_out && asked
}
