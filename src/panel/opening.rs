//! Opening a round: every seal is undone and held against what it binds, and only then is anything written.
//!
//! Uses `arrived`, `seal` and `review`. Invariant: the panel file calls a round opened only after every session of it lies
//! on the disk; where anything is doubtful nothing is written unless the chair says to go on without it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::document::read::read_payload;
use crate::document::write::to_bytes;
use crate::model::catalog::Catalog;
use crate::model::handin::HandInPayload;
use crate::model::ids::CellKey;
use crate::model::moment::Moment;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;
use crate::model::panel::Received;
use crate::model::panel::Round;
use crate::model::session::SessionFile;
use crate::panel::arrived::Arrival;
use crate::panel::arrived::Doubt;
use crate::panel::arrived::arrivals;
use crate::panel::carried::carried;
use crate::panel::error::PanelError;
use crate::panel::folder::Folder;
use crate::panel::folder::HandInFile;
use crate::panel::folder::Strange;
use crate::panel::handing::counts;
use crate::panel::handing::stem;
use crate::panel::seal::Bound;
use crate::panel::seal::OpeningKey;
use crate::panel::seal::Salt;
use crate::review::edition;
use crate::review::intake;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;

/// A round that was looked into and not opened yet.
#[derive(Debug)]
pub struct Examined {
    /// The round.
    pub n: u32,
    /// Sessions that are what was handed in, in the order of the panel.
    pub fit: Vec<Fit>,
    /// Members whose round is doubtful, and how.
    pub doubts: Vec<(PanelMember, Doubt)>,
}

/// A session that is what was handed in.
#[derive(Debug)]
pub struct Fit {
    /// Whose it is.
    pub member: PanelMember,
    /// Its MAC.
    pub mac: String,
    /// When it was handed in.
    pub at: Moment,
    /// The session as it will be written.
    pub session: SessionFile,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The sessions written, by letter.
    pub written: Vec<(String, PathBuf)>,
    /// Letters of those it was opened without.
    pub without: Vec<String>,
}

/// Whether a round is the one that may be closed or opened now.
///
/// # Errors
/// One that was opened before, or whose turn has not come.
pub fn in_turn(panel: &Panel, n: u32) -> Result<(), PanelError> {
    if let Some(opened) = panel.rounds.iter().find(|round| round.n == n).and_then(|round| round.opened) {
        return Err(PanelError::Conflict(format!("round {n} was opened on {opened}\nNothing was changed.")));
    }
    let next = panel.rounds.iter().filter(|round| round.opened.is_some()).map(|round| round.n + 1).max().unwrap_or(1);
    if n != next {
        return Err(PanelError::Conflict(format!("round {n} has not come yet: the panel is in round {next}")));
    }
    Ok(())
}

/// Undoes every seal of a round and holds what is in it against what it binds. Writes nothing.
///
/// # Errors
/// A round whose turn it is not; a key that is not the panel's.
pub fn examine(
    folder: &Folder,
    catalog: &Arc<Catalog>,
    n: u32,
    key: &OpeningKey,
    at: Moment,
) -> Result<Examined, PanelError> {
    in_turn(&folder.panel, n)?;
    if key.public() != folder.panel.opening_key.trim() {
        return Err(PanelError::Invalid(format!(
            "this secret key belongs to {}, and rounds of this panel are sealed to {}\nName the key file that was made with the panel.",
            key.public(),
            folder.panel.opening_key
        )));
    }
    let mut examined = Examined { n, fit: Vec::new(), doubts: Vec::new() };
    for Arrival { member, file, doubt } in arrivals(folder, n) {
        // One that came late may be taken in all the same, so it is looked into.
        let look = doubt.is_none() || matches!(doubt, Some(Doubt::Late { .. }));
        let found = file.filter(|_| look).map(|file| look_into(folder, catalog, key, member, file));
        match found {
            Some(Ok(mut session)) => {
                let file = file.expect("it was looked into");
                for round in session.rounds.iter_mut().filter(|round| round.n == n) {
                    round.opened = Some(at);
                }
                session.rollup = intake::rollup_of(&session, catalog);
                session.version = session.least_version();
                let (mac, at) = (file.handin.mac.clone(), file.handin.at);
                examined.fit.push(Fit { member: member.clone(), mac, at, session });
                examined.doubts.extend(doubt.map(|doubt| (member.clone(), doubt)));
            }
            Some(Err(doubt)) => examined.doubts.push((member.clone(), doubt)),
            None => examined.doubts.extend(doubt.map(|doubt| (member.clone(), doubt))),
        }
    }
    Ok(examined)
}

/// What one member handed in, with the salt it was sealed under; or what is doubtful about it.
fn look_into(
    folder: &Folder,
    catalog: &Arc<Catalog>,
    key: &OpeningKey,
    member: &PanelMember,
    file: &HandInFile,
) -> Result<SessionFile, Doubt> {
    let (path, handin) = (file.path.clone(), &file.handin);
    let altered = |how: &str| Doubt::Altered { path: path.clone(), how: how.to_owned() };
    let sealed = handin.sealed.as_deref().ok_or(Doubt::MacOnly)?;
    let bytes =
        key.unseal(sealed).ok_or_else(|| altered("was changed since it was sealed, or sealed to another key"))?;
    let payload = read_payload(&bytes, &path.display().to_string()).map_err(|error| altered(&error.what))?;
    let HandInPayload { salt, asked, mut session, .. } = payload;
    let salt = Salt::of_hex(&salt).ok_or_else(|| altered("has no salt in it"))?;
    let last = session.rounds.iter().rev().find_map(|round| Some((round.n, round.handed.as_ref()?)));
    let (n, handed) = last.ok_or_else(|| altered("holds a session that was not handed in"))?;
    // What it is, before whether it was changed: an exchanged file is whole in itself.
    if handed.panel != folder.panel.id {
        return Err(Doubt::OtherPanel { path });
    }
    if session.review.id != folder.panel.review.id {
        return Err(Doubt::OtherReview { path });
    }
    if handed.member != member.id || session.member.id != member.id {
        return Err(Doubt::Swapped { path, of: handed.letter.clone() });
    }
    if n != handin.round {
        return Err(Doubt::OtherRound { path, of: n });
    }
    let bound = Bound {
        member: handed.member,
        digest: &handed.digest,
        round: n,
        ratings: &handed.ratings,
        abstained: &handed.abstained,
        overrides: &handed.overrides,
    };
    if bound.mac(&salt) != handin.mac || handed.mac != handin.mac {
        return Err(altered("holds other ratings than those that were sealed"));
    }
    let same = (&session.ratings, &session.abstained, &session.overrides)
        == (&handed.ratings, &handed.abstained, &handed.overrides);
    if !same {
        return Err(altered("says its ratings twice, and differently"));
    }
    let outside = (handin.questions, handin.open, handin.without_reason);
    // What another edition asked cannot be counted in this one.
    let counted = handed.digest != catalog.digest() || counts(catalog, member, handed) == outside;
    if handed.at != handin.at || handed.digest != handin.review.digest || !counted {
        return Err(altered("says something else on the outside than within"));
    }
    let anew = asked_anew(&asked, catalog, &session);
    if !anew.is_empty() {
        return Err(Doubt::AskedAnew { path, cells: anew });
    }
    for round in session.rounds.iter_mut().filter(|round| round.n == n) {
        if let Some(handed) = &mut round.handed {
            handed.salt = Some(salt.hex());
        }
    }
    session.member.name = None;
    session.log = None;
    if session.review.digest != catalog.digest() {
        session = carried(session, &asked, catalog);
    }
    intake::check(session.clone(), catalog, &path.display().to_string()).map_err(|error| altered(&error.what))?;
    Ok(session)
}

/// Rated questions under which an anchor, the question or the commitment is another in the edition at hand.
pub fn asked_anew(before: &BTreeMap<String, String>, catalog: &Catalog, session: &SessionFile) -> Vec<CellKey> {
    let now = edition::asked(catalog.review());
    let rated =
        session.ratings.iter().map(|entry| &entry.cell).chain(session.abstained.iter().map(|entry| &entry.cell));
    let changed = |cell: &&CellKey| edition::asked_keys(cell).iter().any(|key| before.get(key) != now.get(key));
    let mut cells: Vec<CellKey> = rated.filter(changed).cloned().collect();
    cells.sort();
    cells.dedup();
    cells
}

/// Opens a round that was looked into: writes its sessions, and then that it is opened. `without` are letters of members
/// to go on without; `with_late` takes in what came late.
///
/// # Errors
/// A doubt that neither of the two settles, with all of them told; a file that cannot be written. Nothing is left behind.
pub fn open(
    folder: &Folder,
    examined: Examined,
    (without, with_late, force): (&[String], bool, bool),
    at: Moment,
) -> Result<Opening, PanelError> {
    let Examined { n, mut fit, doubts } = examined;
    let left_out = |member: &PanelMember| without.iter().any(|letter| letter.eq_ignore_ascii_case(&member.letter));
    if let Some(unknown) = without
        .iter()
        .find(|letter| !folder.panel.members.iter().any(|member| member.letter.eq_ignore_ascii_case(letter)))
    {
        return Err(PanelError::Invalid(format!("--without {unknown}: nobody on this panel has that letter")));
    }
    let unsettled: Vec<&(PanelMember, Doubt)> = doubts
        .iter()
        .filter(|(member, _)| !left_out(member))
        .filter(|(_, doubt)| !with_late || !matches!(doubt, Doubt::Late { .. }))
        .collect();
    if !unsettled.is_empty() {
        return Err(refusal(n, &unsettled));
    }
    fit.retain(|fit| !left_out(&fit.member));
    if fit.is_empty() {
        return Err(PanelError::Conflict(format!("round {n} would be opened without anybody\nNothing was changed.")));
    }
    let written = write_sessions(folder, n, &fit, force)?;
    let mut panel = folder.panel.clone();
    let entry = round_of(&mut panel, n);
    entry.opened = Some(at);
    entry.received =
        fit.iter().map(|fit| Received { member: fit.member.id, mac: fit.mac.clone(), at: fit.at }).collect();
    if let Err(error) = save(folder, &panel) {
        remove(&written);
        return Err(error);
    }
    let without = folder.panel.members.iter().filter(|member| !fit.iter().any(|fit| fit.member.id == member.id));
    let without = without.map(|member| member.letter.clone()).collect();
    let letters = fit.iter().map(|fit| fit.member.letter.clone());
    Ok(Opening { written: letters.zip(written).collect(), without })
}

/// Has members see by letter who gave what in a round that was opened.
///
/// # Errors
/// What cannot be written.
pub fn with_letters(folder: &Folder, n: u32) -> Result<(), PanelError> {
    let mut panel = folder.panel.clone();
    round_of(&mut panel, n).names = true;
    panel.version = panel.least_version();
    save(folder, &panel)
}

/// Why a round is not opened, with every doubt told.
fn refusal(n: u32, doubts: &[&(PanelMember, Doubt)]) -> PanelError {
    let lines: Vec<String> = doubts.iter().map(|(member, doubt)| format!("  {}: {doubt}", member.letter)).collect();
    let letters: Vec<&str> = doubts.iter().map(|(member, _)| member.letter.as_str()).collect();
    let late = doubts.iter().all(|(_, doubt)| matches!(doubt, Doubt::Late { .. }));
    let way_out = if late { "--with-late takes them in; " } else { "" };
    let message = format!(
        "round {n} is not opened; nothing was changed\n{}\nAsk the members for their files, or go on: {way_out}--without {} leaves them out.",
        lines.join("\n"),
        letters.join(",")
    );
    match doubts.iter().any(|(_, doubt)| doubt.is_tampering()) {
        true => PanelError::Invalid(message),
        false => PanelError::Conflict(message),
    }
}

/// Writes the sessions, all of them or none.
fn write_sessions(folder: &Folder, n: u32, fit: &[Fit], force: bool) -> Result<Vec<PathBuf>, PanelError> {
    // Sessions of a round that was not opened are what an opening that was cut off left behind.
    let leftover = |path: &PathBuf| {
        folder.strangers.iter().any(|it| &it.path == path && matches!(it.why, Strange::NotOpened(round) if round == n))
    };
    let mut written = Vec::new();
    for Fit { member, session, .. } in fit {
        let path = folder.path.join(session_name(folder, n, &member.letter));
        let existing = if force || leftover(&path) { Existing::Replace } else { Existing::Refuse };
        let bytes = to_bytes(session).map_err(StoreError::io("write", &path));
        if let Err(error) = bytes.and_then(|bytes| atomic::write(&path, existing, &bytes)) {
            remove(&written);
            return Err(error.into());
        }
        written.push(path);
    }
    Ok(written)
}

/// Takes away what was written before a later step failed.
fn remove(written: &[PathBuf]) {
    for path in written {
        // What stays is no opened session: the panel file does not call its round opened.
        let _ = std::fs::remove_file(path);
    }
}

/// What an opened session is called: `digital-round1-A.session.json`.
fn session_name(folder: &Folder, n: u32, letter: &str) -> String {
    let own = folder.handed_in.iter().find(|it| it.handin.round == n && it.handin.letter == letter);
    let name = own.and_then(|it| it.path.file_stem()?.to_str()).map(str::to_owned);
    let panel = folder.panel_file.file_name().and_then(|name| name.to_str()).unwrap_or("panel");
    let name = name.unwrap_or_else(|| format!("{}-round{n}-{letter}", stem(panel)));
    format!("{name}.session.json")
}

/// A round of the panel, made where it was not begun.
fn round_of(panel: &mut Panel, n: u32) -> &mut Round {
    let at = panel.rounds.iter().position(|round| round.n == n).unwrap_or_else(|| {
        panel.rounds.push(Round { n, closes: None, received: Vec::new(), opened: None, names: false });
        panel.rounds.len() - 1
    });
    &mut panel.rounds[at]
}

/// Writes the panel file, unless it was changed since it was read.
fn save(folder: &Folder, panel: &Panel) -> Result<(), PanelError> {
    let now = Folder::read(&folder.panel_file)?.panel;
    if now != folder.panel {
        return Err(PanelError::Conflict(format!(
            "{} was changed by another program meanwhile\nNothing was changed; try again.",
            folder.panel_file.display()
        )));
    }
    let bytes = to_bytes(panel).map_err(StoreError::io("write", &folder.panel_file))?;
    Ok(atomic::write(&folder.panel_file, Existing::Replace, &bytes)?)
}

/// Closes a round, and takes the MACs down of what is in; what comes in later is late. With `when` in the time to come it
/// only says so.
///
/// # Errors
/// A round whose turn it is not; a panel file that cannot be written. Gives the letters taken down.
pub fn close(folder: &Folder, n: u32, when: Option<Moment>, now: Moment) -> Result<Vec<String>, PanelError> {
    in_turn(&folder.panel, n)?;
    let mut panel = folder.panel.clone();
    let entry = round_of(&mut panel, n);
    entry.closes = Some(when.unwrap_or(now));
    let mut letters = Vec::new();
    if when.is_none_or(|when| when <= now) {
        for Arrival { member, file, doubt } in arrivals(folder, n) {
            let counts = matches!(doubt, None | Some(Doubt::MacOnly | Doubt::NotTakenDown));
            let Some(file) = file.filter(|_| counts) else { continue };
            let known = entry.received.iter().any(|received| received.member == member.id);
            if !known {
                entry.received.push(Received { member: member.id, mac: file.handin.mac.clone(), at: file.handin.at });
            }
            letters.push(member.letter.clone());
        }
    }
    save(folder, &panel)?;
    Ok(letters)
}
