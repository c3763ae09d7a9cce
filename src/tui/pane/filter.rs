//! "Show only": which items of a list are let through, said in words.

use crate::model::evidence::EvidenceKind;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::quote::Stance;
use crate::review::tally::stances;
use crate::review::workspace::Workspace;

/// What is let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Items of a kind.
    Kind(EvidenceKind),
    /// Items that name a source.
    Source(SourceId),
    /// Items with a passage that has a tag.
    Tag(TagId),
    /// Items with a passage of a stance.
    Stance(Stance),
    /// Items without a passage here.
    Unmarked,
    /// Items not read.
    Unread,
    /// Items a search found.
    Found(String, Vec<EvidenceId>),
}

impl Filter {
    /// What is shown, in words.
    pub fn words(&self, ws: &Workspace) -> String {
        match self {
            Self::Kind(kind) => format!("{}s", kind.word()),
            Self::Source(id) => id.to_string(),
            Self::Tag(id) => {
                ws.state().tag(id).map_or_else(|| "a tag".to_owned(), |tag| format!("tagged {}", tag.label))
            }
            Self::Stance(Stance::Supports) => "supporting".to_owned(),
            Self::Stance(Stance::Undermines) => "undermining".to_owned(),
            Self::Stance(Stance::Mixed) => "mixed".to_owned(),
            Self::Stance(Stance::Context) => "background".to_owned(),
            Self::Unmarked => "unmarked".to_owned(),
            Self::Unread => "unread".to_owned(),
            Self::Found(query, _) => format!("found by \u{201c}{query}\u{201d}"),
        }
    }

    /// Whether an item is let through. What is hidden matches by kind, source and unread only.
    pub fn lets(&self, ws: &Workspace, at: usize, cell: Option<&CellKey>) -> bool {
        let Some(item) = ws.catalog().review().evidence.get(at) else { return false };
        let state = ws.state();
        match self {
            Self::Kind(kind) => item.kind == *kind,
            Self::Source(id) => item.sources.contains(id),
            Self::Tag(id) => stances(state, &item.id, None).any(|(quote, _)| quote.tags.contains(id)),
            Self::Stance(stance) => stances(state, &item.id, cell).any(|(_, found)| found == Some(*stance)),
            Self::Unmarked => stances(state, &item.id, cell).next().is_none(),
            Self::Unread => !ws.read().contains(&item.id),
            Self::Found(_, items) => items.contains(&item.id),
        }
    }
}
