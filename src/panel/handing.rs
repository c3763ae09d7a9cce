//! Handing a round in: what goes out and what does not, the act, and the file.
//!
//! Uses `seal`, `seat` and `review`. Invariant: the act is made before the file is, so that nothing is out that could
//! still be changed; a file that was lost is written again with the same seal.

use std::path::Path;

use crate::document::read::read_handin;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::handin::HANDIN_ENDING;
use crate::model::handin::HANDIN_FORMAT;
use crate::model::handin::HANDIN_VERSION;
use crate::model::handin::HandIn;
use crate::model::handin::HandInPayload;
use crate::model::ids::CellKey;
use crate::model::moment::Moment;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;
use crate::model::panel::PanelReview;
use crate::model::rounds::HandedIn;
use crate::model::session::MemberRef;
use crate::model::session::SessionFile;
use crate::panel::error::PanelError;
use crate::panel::seal::Bound;
use crate::panel::seal::Salt;
use crate::panel::seal::seal;
use crate::panel::seat;
use crate::review::edition::asked;
use crate::review::edition::asked_keys;
use crate::review::gone::gone;
use crate::review::open::Origin;
use crate::review::open::read_file;
use crate::review::state::State;
use crate::review::workspace::Workspace;

/// What handing in would do, to be shown before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Going {
    /// The letter it goes out under.
    pub letter: String,
    /// The round.
    pub round: u32,
    /// Questions this member is asked.
    pub questions: usize,
    /// Questions rated.
    pub rated: usize,
    /// Questions left open.
    pub open: usize,
    /// Questions not rated on purpose.
    pub abstained: usize,
    /// Rated without a reason.
    pub without_reason: usize,
    /// Own judgements of commitments, areas and the whole.
    pub own: usize,
    /// Passages.
    pub passages: usize,
    /// Notes that the panel may see.
    pub shared_notes: usize,
    /// Notes that stay here.
    pub private_notes: usize,
    /// When it was handed in already: then its file is written again.
    pub again: Option<Moment>,
    /// Whether only the MAC goes out in this step.
    pub mac_only: bool,
}

impl Going {
    /// What is told before it goes out, a sentence each.
    pub fn told(&self) -> Vec<String> {
        let Self { letter, round, questions, rated, open, abstained, without_reason, .. } = self;
        let not_rated = if *abstained > 0 { format!(", {abstained} not rated on purpose") } else { String::new() };
        let mut told = vec![format!(
            "Round {round} as member {letter}: {rated} of {questions} rated, {open} left open{not_rated}, {without_reason} \
             without reason."
        )];
        if self.mac_only {
            told.push(
                "This first file holds only the seal's number (its MAC): your ratings follow once everyone's is in."
                    .to_owned(),
            );
        } else {
            told.push(format!(
                "The file holds your ratings, reasons, {} and {}, sealed until the panel opens the round.",
                counted(self.passages, "passage"),
                counted(self.shared_notes, "shared note")
            ));
        }
        let notes = match self.private_notes {
            0 => "or private notes".to_owned(),
            count => format!("or your {}", counted(count, "private note")),
        };
        told.push(format!("It does not hold your name, what you read, your drafts, how you came to it, {notes}."));
        told.push(
            "Who has the file sees how many questions are open and how many reasons are missing, no more.".to_owned(),
        );
        match self.again {
            Some(at) => told.push(format!("It was handed in on {at}: the same is written again.")),
            None => told.push(format!(
                "Once it is handed in it cannot be taken back: ratings of round {round} stay as they are until it is opened; \
                 marking and notes go on."
            )),
        }
        told
    }
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// Which member of a panel a session is of: the one it handed in as before, the letter given, its id, else its name.
///
/// # Errors
/// A panel on another review; nobody, or another than before.
pub fn who<'a>(panel: &'a Panel, ws: &Workspace, letter: Option<&str>) -> Result<&'a PanelMember, PanelError> {
    let review = ws.catalog().review();
    if panel.review.id != review.id {
        return Err(PanelError::Invalid(format!(
            "this panel judges another review ({}), not \"{}\" ({})\nName the panel file of this review.",
            panel.review.id, review.title, review.id
        )));
    }
    let letters = || panel.members.iter().map(|member| member.letter.as_str()).collect::<Vec<_>>().join(", ");
    let known = ws.state().rounds.values().rev().find_map(|round| round.handed.as_ref());
    if let Some(before) = known.filter(|before| before.panel == panel.id) {
        let member = seat::member(panel, before.member).ok_or_else(|| {
            PanelError::Invalid(format!(
                "you handed in as member {} ({}), who is not on this panel any more\nAsk the secretariat.",
                before.letter, before.member
            ))
        })?;
        return match letter.filter(|letter| !member.letter.eq_ignore_ascii_case(letter.trim())) {
            Some(other) => Err(PanelError::Conflict(format!(
                "this session handed in as member {} before, not as {other}\nLeave --as out, or name the session that is {other}'s.",
                member.letter
            ))),
            None => Ok(member),
        };
    }
    if let Some(letter) = letter {
        return seat::lettered(panel, letter).ok_or_else(|| {
            PanelError::Invalid(format!("nobody on this panel has the letter {letter}\nThere are: {}.", letters()))
        });
    }
    let own = ws.member();
    let same =
        |name: &String| own.name.as_ref().is_some_and(|own| own.trim().to_lowercase() == name.trim().to_lowercase());
    let by_name = || panel.members.iter().find(|member| member.name.as_ref().is_some_and(same));
    seat::member(panel, own.id).or_else(by_name).ok_or_else(|| {
        PanelError::Invalid(format!(
            "which member of the panel are you?\nSay it with --as and the letter the secretariat gave you: {}.",
            letters()
        ))
    })
}

/// What handing in a round would do.
///
/// # Errors
/// A round that is not the one at hand; one handed in to another panel; one opened by the panel already.
pub fn preview(ws: &Workspace, panel: &Panel, who: &PanelMember, round: Option<u32>) -> Result<Going, PanelError> {
    let state = ws.state();
    let at_hand = state.round();
    let round = round.unwrap_or(at_hand);
    if round != at_hand {
        let why = match state.rounds.get(&round).and_then(|known| known.opened) {
            Some(opened) => format!("the panel opened it on {opened}; what you handed in lies in the panel's folder"),
            None => format!("you are in round {at_hand}"),
        };
        return Err(PanelError::Conflict(format!("round {round} cannot be handed in: {why}\nLeave --round out.")));
    }
    let sealed = state.sealed();
    if let Some((_, handed)) = sealed.filter(|(_, handed)| handed.panel != panel.id) {
        return Err(PanelError::Conflict(format!(
            "round {round} was handed in to another panel on {}\nName that panel's file to write it again.",
            handed.at
        )));
    }
    if sealed.is_none() && panel.rounds.iter().any(|known| known.n == round && known.opened.is_some()) {
        return Err(PanelError::Conflict(format!(
            "round {round} was opened by the panel already\nTake that in with `plumbline panel take`, then rate round {}.",
            round + 1
        )));
    }
    let cells: Vec<CellKey> = seat::questions(who, ws.catalog()).collect();
    let rated: Vec<_> = cells.iter().filter_map(|cell| state.ratings.get(cell)).collect();
    let (shared_notes, private_notes) = (state.notes.iter().filter(|note| note.shared).count(), state.notes.len());
    Ok(Going {
        letter: who.letter.clone(),
        round,
        questions: cells.len(),
        open: cells.iter().filter(|cell| !state.answered(cell)).count(),
        abstained: cells.iter().filter(|cell| state.abstained.contains_key(cell)).count(),
        without_reason: rated.iter().filter(|entry| entry.reason.is_none()).count(),
        rated: rated.len(),
        own: state.overrides.len(),
        passages: state.quotes.len(),
        shared_notes,
        private_notes: private_notes - shared_notes,
        again: sealed.map(|(_, handed)| handed.at),
        mac_only: false,
    })
}

/// Makes the act, unless the round is handed in already. What it is sealed with stands in the session from then on.
///
/// # Errors
/// As [`preview`]; a session that may not be changed.
pub fn hand_in(ws: &mut Workspace, panel: &Panel, who: &PanelMember, salt: &Salt) -> Result<Going, PanelError> {
    let going = preview(ws, panel, who, None)?;
    if going.again.is_some() {
        return Ok(going);
    }
    let state = ws.state();
    let ratings: Vec<_> = state.ratings.values().cloned().collect();
    let abstained: Vec<_> = state.abstained.values().cloned().collect();
    let overrides: Vec<_> = state.overrides.values().cloned().collect();
    let bound = Bound {
        member: who.id,
        digest: ws.catalog().digest(),
        round: going.round,
        ratings: &ratings,
        abstained: &abstained,
        overrides: &overrides,
    };
    let act = Act::HandIn {
        round: going.round,
        panel: panel.id,
        member: who.id,
        letter: who.letter.clone(),
        digest: bound.digest.to_owned(),
        mac: bound.mac(salt),
        salt: salt.hex(),
    };
    ws.apply(&act).map_err(|error| PanelError::Conflict(error.to_string()))?;
    Ok(going)
}

/// The file of the round that is handed in and not opened. `mac_only` leaves the payload out, for the first of two steps.
///
/// # Errors
/// Nothing handed in to this panel; an opening key that is none.
pub fn file_of(ws: &Workspace, panel: &Panel, who: &PanelMember, mac_only: bool) -> Result<HandIn, PanelError> {
    let nothing = || PanelError::Conflict("nothing is handed in to this panel\nHand a round in first.".to_owned());
    let (round, handed) = ws.state().sealed().filter(|(_, handed)| handed.panel == panel.id).ok_or_else(nothing)?;
    let salt = handed.salt.clone().ok_or_else(|| {
        PanelError::Conflict(format!(
            "this session was taken in from a file that left out what round {round} was sealed with, so it cannot be \
             written here\nWrite it on the machine it was handed in on."
        ))
    })?;
    let counts = counts(ws.catalog(), who, handed);
    let sealed = match mac_only {
        true => None,
        false => {
            let mut asked = asked(ws.catalog().review());
            // Another edition was opened since, and asks these anew: what it asks is not what was rated.
            let state = ws.state();
            let anew = state.ratings.values().filter(|entry| entry.unconfirmed);
            let anew = anew.filter(|entry| handed.rating(&entry.cell).is_some_and(|before| !before.unconfirmed));
            for key in anew.flat_map(|entry| asked_keys(&entry.cell)) {
                asked.insert(key, String::new());
            }
            let session = as_handed(ws, round, handed);
            Some(seal(&HandInPayload { salt, asked, session, padding: String::new() }, &panel.opening_key)?)
        }
    };
    Ok(HandIn {
        format: HANDIN_FORMAT.to_owned(),
        version: HANDIN_VERSION,
        panel: panel.id,
        member: handed.member,
        letter: handed.letter.clone(),
        review: PanelReview { id: ws.catalog().review().id, digest: handed.digest.clone() },
        round,
        at: handed.at,
        questions: counts.0,
        open: counts.1,
        without_reason: counts.2,
        mac: handed.mac.clone(),
        sealed,
    })
}

/// Questions asked, left open and rated without a reason: all that may be known before a round is opened.
pub fn counts(catalog: &Catalog, who: &PanelMember, handed: &HandedIn) -> (usize, usize, usize) {
    let cells: Vec<CellKey> = seat::questions(who, catalog).collect();
    let rated = |cell: &&CellKey| handed.rating(cell).is_some();
    let open = cells.iter().filter(|cell| !rated(cell) && handed.abstention(cell).is_none()).count();
    let bare = |cell: &&CellKey| handed.rating(cell).is_some_and(|entry| entry.reason.is_none());
    (cells.len(), open, cells.iter().filter(bare).count())
}

/// The session as it goes out: of its member by the panel's id and without name, log, private notes and what is derived,
/// with the ratings as they were handed in.
fn as_handed(ws: &Workspace, round: u32, handed: &HandedIn) -> SessionFile {
    let mut session = ws.to_file(false, false);
    session.member = MemberRef { id: handed.member, name: None };
    session.ratings = handed.ratings.clone();
    session.abstained = handed.abstained.clone();
    session.overrides = handed.overrides.clone();
    session.notes.retain(|note| note.shared);
    session.rollup.parents.clear();
    session.rounds.retain(|known| known.n <= round);
    for known in session.rounds.iter_mut().filter(|known| known.n == round) {
        known.handed = Some(HandedIn { salt: None, ..handed.clone() });
    }
    session.gone = gone(&State::from_file(&session), ws.catalog());
    session.version = session.least_version();
    session
}

/// Whether what stands at a path is the file of the round that is handed in: that one may be written again.
pub fn is_of_this_round(path: &Path, ws: &Workspace) -> bool {
    let there = read_file(path).ok().and_then(|bytes| read_handin(&bytes, "").ok());
    there.zip(ws.state().sealed()).is_some_and(|(there, (_, handed))| there.mac == handed.mac)
}

/// What the file of a round is called: `digital-round1-A.handin`.
pub fn file_name(review: &str, round: u32, letter: &str) -> String {
    format!("{review}-round{round}-{letter}.{HANDIN_ENDING}")
}

/// The round and letter that the name of a file of a round says, where it is one of ours.
pub fn of_name(name: &str) -> Option<(u32, String)> {
    let stem = name.strip_suffix(".session.json").or_else(|| name.strip_suffix(&format!(".{HANDIN_ENDING}")))?;
    let (before, letter) = stem.rsplit_once('-')?;
    let (_, round) = before.rsplit_once("-round")?;
    Some((round.parse().ok()?, letter.to_owned()))
}

/// A short name for a review, for the names of a panel's files: its file's own, else its title's words.
pub fn short_name(origin: &Origin, title: &str) -> String {
    if let Origin::File(path) = origin
        && let Some(name) = path.file_name().and_then(|name| name.to_str())
    {
        return stem(name).to_owned();
    }
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let short: Vec<String> = words.take(4).collect();
    if short.is_empty() { "review".to_owned() } else { short.join("-") }
}

/// A file's name without the endings of a review or panel.
pub fn stem(name: &str) -> &str {
    let endings = [".review.json", ".panel.json", ".json", ".plumb"];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty());
    stem.unwrap_or_else(|| Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name))
}
