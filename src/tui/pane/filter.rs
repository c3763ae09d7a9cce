//! "Show only": which items of a list are let through, said in words.

use crate::model::evidence::EvidenceKind;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::places::Places;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::tally::marked;
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

    /// The items of an extent that are let through. What is hidden matches by kind, source and unread only.
    pub fn shown(&self, ws: &Workspace, extent: &Extent, all: &Places, cell: Option<&CellKey>) -> Places {
        let (catalog, state) = (ws.catalog(), ws.state());
        let with = |under: Option<&CellKey>, lets: &dyn Fn(&Quote, Option<Stance>) -> bool| -> Places {
            let marked = marked(catalog, state, all, under);
            let let_through =
                marked.filter(|(id, _)| stances(state, id, under).any(|(quote, stance)| lets(quote, stance)));
            let_through.map(|(_, item)| item.at).collect()
        };
        match self {
            Self::Kind(kind) => catalog.of_kind(extent, *kind),
            Self::Source(id) => catalog.from_source(extent, id),
            Self::Tag(id) => with(None, &|quote, _| quote.tags.contains(id)),
            Self::Stance(stance) => with(cell, &|_, found| found == Some(*stance)),
            Self::Unmarked => all.without(marked(catalog, state, all, cell).map(|(_, item)| item.at)),
            Self::Unread => all.without(ws.read_places().iter().copied()),
            Self::Found(_, items) => all.among(items.iter().filter_map(|id| catalog.evidence_at(id))),
        }
    }
}
