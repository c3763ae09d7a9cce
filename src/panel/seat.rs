//! Which questions a member of a panel is asked.
//!
//! Uses the model. Invariant: a member without areas is asked everything.

use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;

/// Whether a member rates a question of the review.
pub fn asks(member: &PanelMember, catalog: &Catalog, cell: &CellKey) -> bool {
    let Some(commitment) = catalog.commitment(&cell.commitment) else { return false };
    catalog.has_cell(cell) && (member.areas.is_empty() || member.areas.contains(&commitment.area))
}

/// The questions a member rates, in the order of the review.
pub fn questions<'a>(member: &'a PanelMember, catalog: &'a Catalog) -> impl Iterator<Item = CellKey> + 'a {
    catalog.review().cells().filter(|cell| asks(member, catalog, cell))
}

/// A member by id.
pub fn member(panel: &Panel, id: MemberId) -> Option<&PanelMember> {
    panel.members.iter().find(|member| member.id == id)
}

/// A member by letter, whatever the capitals.
pub fn lettered<'a>(panel: &'a Panel, letter: &str) -> Option<&'a PanelMember> {
    panel.members.iter().find(|member| member.letter.eq_ignore_ascii_case(letter.trim()))
}
