//! What the secretariat handed out to a member to read: the panel file's lists, as one member's workbench takes them.
//!
//! Uses the panel as a document. Invariant: of a panel a workbench takes its own member's list and nothing else.

use std::path::Path;
use std::path::PathBuf;

use uuid::Uuid;

use crate::document::read::read_panel;
use crate::model::catalog::Catalog;
use crate::model::ids::SourceId;
use crate::model::panel::Panel;
use crate::model::session::MemberRef;
use crate::review::open::OpenError;
use crate::review::open::Origin;
use crate::review::open::read_file;
use crate::review::state::State;

/// What a panel file beside a review may be called, apart from the review's own name before `.panel.json`.
const PANEL_FILE: &str = "panel.json";

/// Reads a panel file.
///
/// # Errors
/// What is wrong with it.
pub fn panel_in(path: &Path) -> Result<Panel, OpenError> {
    Ok(read_panel(&read_file(path)?, &path.display().to_string())?)
}

/// The panel file that lies beside a review, if one does.
pub fn beside(origin: &Origin) -> Option<PathBuf> {
    let Origin::File(review) = origin else { return None };
    let folder = review.parent()?;
    let name = review.file_name()?.to_str()?;
    let stem = [".review.json", ".json", ".plumb"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    [format!("{stem}.{PANEL_FILE}"), PANEL_FILE.to_owned()].iter().map(|name| folder.join(name)).find(|it| it.is_file())
}

/// A panel file that was read, and where it lies.
#[derive(Debug, Clone)]
pub struct PanelFile {
    /// Where.
    pub path: PathBuf,
    /// What it says.
    pub panel: Panel,
}

/// The sources a panel on this review handed out to a member: whom the panel knew the session as when it handed a round
/// in, else who has its id, else its name.
pub fn reads_of(panel: &Panel, review: Uuid, member: &MemberRef, state: &State) -> Vec<SourceId> {
    if panel.review.id != review {
        return Vec::new();
    }
    let handed = state.rounds.values().rev().find_map(|round| round.handed.as_ref());
    let before = handed.filter(|handed| handed.panel == panel.id).map(|handed| handed.member);
    let id = before.unwrap_or(member.id);
    let by_id = panel.members.iter().find(|known| known.id == id);
    let named = |name: &String| {
        let same = |known: &String| known.trim().to_lowercase() == name.trim().to_lowercase();
        panel.members.iter().find(|known| known.name.as_ref().is_some_and(same))
    };
    let found = by_id.or_else(|| member.name.as_ref().and_then(named));
    found.map(|member| member.reads.clone()).unwrap_or_default()
}

/// What a member is to know before the list is taken: sources in it that the edition opened does not have, and that the
/// panel was set up on another edition. Nothing of a panel that hands the member nothing out.
pub fn doubts(panel: &Panel, catalog: &Catalog, reads: &[SourceId]) -> Vec<String> {
    if reads.is_empty() {
        return Vec::new();
    }
    let missing: Vec<&str> = reads.iter().filter(|id| catalog.source(id).is_none()).map(SourceId::as_str).collect();
    let mut out = Vec::new();
    if !missing.is_empty() {
        let more = if missing.len() > FEW { format!(" and {} more", missing.len() - FEW) } else { String::new() };
        let named = missing[..missing.len().min(FEW)].join(", ");
        out.push(format!("Handed out to you but not in this review: {named}{more}. Ask the secretariat."));
    }
    if panel.review.digest != catalog.digest() {
        out.push("The list of what to read was made for another edition of this review.".to_owned());
    }
    out
}

/// Sources named at most.
const FEW: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture::panel;
    use crate::document::fixture::review;

    #[test]
    fn what_is_handed_out_and_not_there_and_another_edition_are_told() {
        let mut panel = panel();
        let digest = panel.review.digest.clone();
        let catalog = Catalog::new(review(), digest);
        let known = catalog.review().sources[0].id.clone();
        assert!(doubts(&panel, &catalog, std::slice::from_ref(&known)).is_empty());
        let told = doubts(&panel, &catalog, &[known.clone(), "DHS9999".into()]);
        assert_eq!(told, ["Handed out to you but not in this review: DHS9999. Ask the secretariat."]);
        let many: Vec<SourceId> = (1..6).map(|at| format!("X{at}").as_str().into()).collect();
        assert!(doubts(&panel, &catalog, &many)[0].contains("X1, X2, X3 and 2 more."), "not a whole page of them");
        panel.review.digest = "0".repeat(64);
        let told = doubts(&panel, &catalog, &[known]);
        assert_eq!(told, ["The list of what to read was made for another edition of this review."]);
        assert!(doubts(&panel, &catalog, &[]).is_empty(), "nothing is handed out to this member");
    }

    #[test]
    fn a_member_is_told_by_id_else_by_name_and_only_on_the_panels_own_review() {
        let mut panel = panel();
        panel.members[1].name = Some("Ada King".to_owned());
        let (review, id) = (panel.review.id, panel.members[1].id);
        let member = |id, name: Option<&str>| MemberRef { id, name: name.map(str::to_owned) };
        let handed = |member: &MemberRef, review| reads_of(&panel, review, member, &State::new(&self::review())).len();
        assert_eq!(handed(&member(id, None), review), 1);
        assert_eq!(handed(&member(Uuid::nil(), Some(" ada king")), review), 1);
        assert_eq!(handed(&member(Uuid::nil(), Some("Grace")), review), 0);
        assert_eq!(handed(&member(panel.members[0].id, Some("Ada King")), review), 0, "the id goes before the name");
        assert_eq!(handed(&member(id, None), Uuid::nil()), 0);
    }

    #[test]
    fn a_panel_file_beside_the_review_is_found_the_reviews_own_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let origin = Origin::File(folder.path().join("digital.review.json"));
        assert_eq!(beside(&origin), None);
        for name in ["panel.json", "digital.panel.json"] {
            std::fs::write(folder.path().join(name), "{}").expect("writes");
            assert_eq!(beside(&origin), Some(folder.path().join(name)));
        }
        assert_eq!(beside(&Origin::Sample), None);
    }
}
