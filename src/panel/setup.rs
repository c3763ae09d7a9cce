//! Sets a panel up: the panel file, the key that opens its rounds, and who is who.
//!
//! Uses `roster` and `seal`. Invariant: the panel file holds no name, and neither the secret key nor the names lie in the
//! panel's folder unless they are asked for there.

use std::path::Path;
use std::path::PathBuf;

use crate::document::write::to_bytes;
use crate::import::sheet_file::safe_to_write;
use crate::model::catalog::Catalog;
use crate::model::panel::Disagreement;
use crate::model::panel::PANEL_FORMAT;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;
use crate::model::panel::PanelReview;
use crate::panel::error::PanelError;
use crate::panel::roster::Seat;
use crate::panel::seal::OpeningKey;
use crate::review::workspace::Context;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;

/// Where the three files go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The panel file, for everyone.
    pub panel: PathBuf,
    /// The secret key that opens rounds.
    pub key: PathBuf,
    /// Which letter is whose.
    pub names: PathBuf,
}

/// What is fixed before anybody rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What counts as disagreement.
    pub disagreement: Disagreement,
    /// Whether everyone's MAC has to be in before any ratings are.
    pub two_step: bool,
}

/// A panel on a review, with the key that opens its rounds.
pub fn panel(catalog: &Catalog, seats: &[Seat], terms: &Terms, key: &OpeningKey, context: &mut dyn Context) -> Panel {
    let member = |seat: &Seat, id| PanelMember {
        id,
        letter: seat.letter.clone(),
        name: None,
        role: seat.role,
        areas: seat.areas.clone(),
        reads: seat.reads.clone(),
    };
    let mut panel = Panel {
        format: PANEL_FORMAT.to_owned(),
        version: 1,
        id: context.new_id(),
        review: PanelReview { id: catalog.review().id, digest: catalog.digest().to_owned() },
        members: seats.iter().map(|seat| member(seat, context.new_id())).collect(),
        disagreement: terms.disagreement.clone(),
        two_step: terms.two_step,
        opening_key: key.public(),
        rounds: Vec::new(),
    };
    panel.version = panel.least_version();
    panel
}

/// Writes the three files: the secret key first, so that no round is ever sealed to a key that was lost.
///
/// # Errors
/// One that exists, where `force` is not given, before any is written; what cannot be written.
pub fn write(
    panel: &Panel,
    (key, seats): (&OpeningKey, &[Seat]),
    places: &Places,
    title: &str,
    force: bool,
) -> Result<(), PanelError> {
    let all = [&places.key, &places.names, &places.panel];
    if let Some(there) = all.into_iter().find(|path| !force && path.symlink_metadata().is_ok()) {
        return Err(StoreError::Exists { path: there.clone() }.into());
    }
    let existing = if force { Existing::Replace } else { Existing::Refuse };
    let about = [
        format!("Opens the rounds of the panel on: {}", title.replace(['\n', '\r'], " ")),
        "Keep it apart from the panel's folder, and to yourself. A round cannot be opened without it.".to_owned(),
    ];
    atomic::write(&places.key, existing, key.to_file(&about).as_bytes())?;
    atomic::write(&places.names, existing, names(panel, seats).as_bytes())?;
    let bytes = to_bytes(panel).map_err(StoreError::io("write", &places.panel))?;
    Ok(atomic::write(&places.panel, existing, &bytes)?)
}

/// Which letter is whose, as a table.
fn names(panel: &Panel, seats: &[Seat]) -> String {
    let row = |(member, seat): (&PanelMember, &Seat)| {
        let name = safe_to_write(&seat.name).replace('"', "\"\"");
        format!("{},\"{name}\",{}\n", member.letter, member.id)
    };
    let rows: String = panel.members.iter().zip(seats).map(row).collect();
    format!("letter,name,id\n{rows}")
}

/// Whether a path lies in a folder, as far as both are there.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        _ => false,
    }
}
