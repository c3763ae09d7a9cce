//! A panel's folder: the panel file, what was handed in, what was opened, and the panel's own record.
//!
//! Reads files through `document`. Invariant: a file is what it says it is inside, whatever its name; what is not told
//! for certain is named as a stranger with the reason, and never guessed at.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use crate::document::error::DocumentError;
use crate::document::read::read_handin;
use crate::document::read::read_panel;
use crate::document::read::read_session;
use crate::model::handin::HANDIN_ENDING;
use crate::model::handin::HANDIN_FORMAT;
use crate::model::handin::HandIn;
use crate::model::ids::MemberId;
use crate::model::panel::PANEL_FORMAT;
use crate::model::panel::Panel;
use crate::model::review::REVIEW_FORMAT;
use crate::model::session::SESSION_FORMAT;
use crate::model::session::SessionFile;
use crate::panel::conflicted::Copied;
use crate::panel::conflicted::conflicted;
use crate::panel::error::PanelError;
use crate::panel::seat;
use crate::review::open::OpenedReview;
use crate::review::open::read_file;
use crate::store::error::StoreError;
use crate::store::regular;

/// No file that belongs into such a folder is larger, reviews apart, which are not read here.
const LARGEST: u64 = 64 << 20;

/// How a secret key begins, in a file of its own or pasted into another.
pub const SECRET_KEY: &[u8] = b"AGE-SECRET-KEY-1";

/// What lies in a panel's folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The folder.
    pub path: PathBuf,
    /// The panel file in it.
    pub panel_file: PathBuf,
    /// The panel.
    pub panel: Panel,
    /// What was handed in, by round, letter and name.
    pub handed_in: Vec<HandInFile>,
    /// Sessions of rounds that were opened, by round and the order of the members.
    pub opened: Vec<OpenedFile>,
    /// What the panel agreed: a session of the panel's own. One keeper at a time; a second stands beside the first.
    pub results: Vec<ResultFile>,
    /// Reviews, by name; not read yet.
    pub reviews: Vec<PathBuf>,
    /// What was left aside, and why.
    pub strangers: Vec<Stranger>,
}

/// A handed-in round, as far as it can be seen from outside.
#[derive(Debug, Clone)]
pub struct HandInFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it says.
    pub handin: HandIn,
}

/// A member's session as it was handed in with a round that was opened.
#[derive(Debug, Clone)]
pub struct OpenedFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Whose it is.
    pub member: MemberId,
    /// The round.
    pub round: u32,
    /// What was handed in.
    pub session: SessionFile,
}

/// A record of what the panel agreed.
#[derive(Debug, Clone)]
pub struct ResultFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The record; its member is the panel itself.
    pub session: SessionFile,
}

/// A file that was left aside.
#[derive(Debug, Clone)]
pub struct Stranger {
    /// Where it lies.
    pub path: PathBuf,
    /// Why.
    pub why: Strange,
}

/// Why a file was left aside.
#[derive(Debug, Clone)]
pub enum Strange {
    /// A synchronised folder made it where a file was changed on two machines.
    Conflicted(Copied),
    /// It holds the secret key that opens rounds.
    SecretKey,
    /// It belongs here and cannot be read.
    Unreadable(DocumentError),
    /// It belongs here and is too large to be what it says.
    TooLarge,
    /// It was handed in to another panel.
    OtherPanel,
    /// It is of nobody who sits on this panel.
    Nobody,
    /// A session that was not handed in to this panel.
    NotHandedIn,
    /// A session of a round that the panel file does not call opened.
    NotOpened(u32),
    /// No file of ours.
    Unknown,
}

impl fmt::Display for Strange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflicted(Copied { by, of }) => {
                write!(f, "a conflicted copy of {of} ({by}): compare the two, keep the right one under that name")
            }
            Self::SecretKey => f.write_str("the secret key that opens rounds: take it out of this folder"),
            Self::Unreadable(error) => write!(f, "{}", error.what),
            Self::TooLarge => write!(f, "larger than {} MB, so not what its name says", LARGEST >> 20),
            Self::OtherPanel => f.write_str("handed in to another panel"),
            Self::Nobody => f.write_str("of nobody who sits on this panel"),
            Self::NotHandedIn => f.write_str("a session that was not handed in to this panel"),
            Self::NotOpened(n) => write!(f, "a session of round {n}, which the panel file does not call opened"),
            Self::Unknown => f.write_str("no file of a panel"),
        }
    }
}

impl Folder {
    /// Reads a panel's folder; a panel file stands for the one it lies in.
    ///
    /// # Errors
    /// No panel file, two of them, or one that cannot be read; a folder that cannot be listed. What else is wrong in it is
    /// a stranger.
    pub fn read(path: &Path) -> Result<Self, PanelError> {
        let (folder, named) = match path.is_dir() {
            true => (path.to_owned(), None),
            false => (parent(path), Some(path.to_owned())),
        };
        let names = names_in(&folder)?;
        let panel_file = match named {
            Some(file) => file,
            None => panel_file(&folder, &names)?,
        };
        let panel = read_panel(&read_file(&panel_file)?, &panel_file.display().to_string())?;
        let mut found = Self {
            path: folder,
            panel_file,
            panel,
            handed_in: Vec::new(),
            opened: Vec::new(),
            results: Vec::new(),
            reviews: Vec::new(),
            strangers: Vec::new(),
        };
        for name in &names {
            found.look_at(name, &names);
        }
        found.sort();
        Ok(found)
    }

    fn sort(&mut self) {
        self.handed_in.sort_by(|a, b| {
            let key = |file: &HandInFile| (file.handin.round, file.handin.letter.clone(), file.path.clone());
            key(a).cmp(&key(b))
        });
        let members = &self.panel.members;
        let seat = |id: MemberId| members.iter().position(|member| member.id == id);
        self.opened.sort_by(|a, b| {
            let key = |file: &OpenedFile| (file.round, seat(file.member), file.path.clone());
            key(a).cmp(&key(b))
        });
    }

    fn look_at(&mut self, name: &str, beside: &BTreeSet<String>) {
        let path = self.path.join(name);
        if path == self.panel_file || !path.is_file() {
            return;
        }
        let ours = is_ours(name);
        if let Some(copied) = conflicted(name, beside).filter(|copied| ours || is_ours(&copied.of)) {
            return self.leave(path, Strange::Conflicted(copied));
        }
        if name.ends_with(".plumb") {
            return self.reviews.push(path);
        }
        if !ours {
            if holds_secret_key(&path) {
                self.leave(path, Strange::SecretKey);
            }
            return;
        }
        match self.told_by_content(&path) {
            Ok(()) => {}
            Err(why) => self.leave(path, why),
        }
    }

    fn leave(&mut self, path: PathBuf, why: Strange) {
        self.strangers.push(Stranger { path, why });
    }

    fn told_by_content(&mut self, path: &Path) -> Result<(), Strange> {
        let name = path.display().to_string();
        let beginning = beginning_of(path);
        let format = format_of(&beginning);
        if format.as_deref() == Some(REVIEW_FORMAT) {
            self.reviews.push(path.to_owned());
            return Ok(());
        }
        if path.metadata().is_ok_and(|about| about.len() > LARGEST) {
            return Err(Strange::TooLarge);
        }
        let bytes = read_file(path).map_err(|error| unreadable(&name, &error))?;
        match format.or_else(|| format_of(&bytes)).as_deref() {
            Some(HANDIN_FORMAT) => self.handin(path, read_handin(&bytes, &name).map_err(Strange::Unreadable)?),
            Some(SESSION_FORMAT) => self.session(path, read_session(&bytes, &name).map_err(Strange::Unreadable)?),
            Some(REVIEW_FORMAT) => {
                self.reviews.push(path.to_owned());
                Ok(())
            }
            _ if name.ends_with(HANDIN_ENDING) => {
                let refused = read_handin(&bytes, &name).err();
                Err(refused.map_or(Strange::Unknown, Strange::Unreadable))
            }
            _ if bytes.windows(SECRET_KEY.len()).any(|part| part == SECRET_KEY) => Err(Strange::SecretKey),
            _ => Err(Strange::Unknown),
        }
    }

    fn handin(&mut self, path: &Path, handin: HandIn) -> Result<(), Strange> {
        if handin.panel != self.panel.id {
            return Err(Strange::OtherPanel);
        }
        // One that is of nobody is told when the round is opened, by what it says of itself.
        self.handed_in.push(HandInFile { path: path.to_owned(), handin });
        Ok(())
    }

    fn session(&mut self, path: &Path, session: SessionFile) -> Result<(), Strange> {
        if session.member.id == self.panel.id {
            self.results.push(ResultFile { path: path.to_owned(), session });
            return Ok(());
        }
        let handed = session.rounds.iter().rfind(|round| round.handed.is_some());
        let (round, handed) =
            handed.and_then(|round| Some((round.n, round.handed.as_ref()?))).ok_or(Strange::NotHandedIn)?;
        if handed.panel != self.panel.id {
            return Err(Strange::OtherPanel);
        }
        let member = handed.member;
        if seat::member(&self.panel, member).is_none() || session.member.id != member {
            return Err(Strange::Nobody);
        }
        if !self.is_opened(round) {
            return Err(Strange::NotOpened(round));
        }
        self.opened.push(OpenedFile { path: path.to_owned(), member, round, session });
        Ok(())
    }

    /// Whether the panel file calls a round opened.
    pub fn is_opened(&self, round: u32) -> bool {
        self.panel.rounds.iter().any(|known| known.n == round && known.opened.is_some())
    }

    /// The review the panel judges: the one named, else one of this edition in the folder or the one above it, else one
    /// carried or otherwise at hand; of several editions the one the panel was set up on, else the latest.
    ///
    /// # Errors
    /// None at hand; one named that cannot be opened or is another.
    pub fn review(&self, named: Option<&Path>, at_hand: &[PathBuf]) -> Result<OpenedReview, PanelError> {
        let judged = &self.panel.review;
        if let Some(path) = named {
            let review = OpenedReview::file(path)?;
            if review.catalog.review().id != judged.id {
                return Err(PanelError::Invalid(format!(
                    "{}: this is \"{}\" ({}), and the panel judges {}\nName the review it judges.",
                    path.display(),
                    review.catalog.review().title,
                    review.catalog.review().id,
                    judged.id
                )));
            }
            return Ok(review);
        }
        let above = self.path.canonicalize().ok().and_then(|folder| reviews_in(folder.parent()?).ok());
        let paths = self.reviews.iter().cloned().chain(above.unwrap_or_default()).chain(at_hand.iter().cloned());
        let sample = std::iter::once_with(OpenedReview::sample);
        let mut found: Option<OpenedReview> = None;
        for review in sample.chain(paths.filter_map(|path| OpenedReview::file(&path).ok())) {
            let (id, edition) = (review.catalog.review().id, review.catalog.review().edition);
            if id == judged.id && review.catalog.digest() == judged.digest {
                return Ok(review);
            }
            if id == judged.id && found.as_ref().is_none_or(|best| best.catalog.review().edition < edition) {
                found = Some(review);
            }
        }
        found.ok_or(PanelError::NoReview { id: judged.id })
    }
}

fn unreadable(name: &str, error: &StoreError) -> Strange {
    use crate::document::error::DocumentErrorKind;
    Strange::Unreadable(DocumentError::new(DocumentErrorKind::Unreadable, name, error.told(), ""))
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The names in a folder but for hidden ones, in order.
fn names_in(folder: &Path) -> Result<BTreeSet<String>, StoreError> {
    let failed = |error| StoreError::io("list", folder)(error);
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.insert(name);
        }
    }
    Ok(names)
}

fn is_ours(name: &str) -> bool {
    name.ends_with(".json") || name.ends_with(&format!(".{HANDIN_ENDING}"))
}

/// The one panel file of a folder, conflicted copies of it aside.
fn panel_file(folder: &Path, names: &BTreeSet<String>) -> Result<PathBuf, PanelError> {
    let json = names.iter().filter(|name| name.ends_with(".json") && conflicted(name, names).is_none());
    let paths = json.map(|name| folder.join(name)).filter(|path| path.is_file());
    let mut found = paths.filter(|path| format_of(&beginning_of(path)).as_deref() == Some(PANEL_FORMAT));
    match (found.next(), found.next()) {
        (None, _) => Err(PanelError::NoPanel { folder: folder.to_owned() }),
        (Some(only), None) => Ok(only),
        (Some(one), Some(other)) => Err(PanelError::TwoPanels { folder: folder.to_owned(), one, other }),
    }
}

/// What may be a review in a folder that is no panel's.
fn reviews_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let paths = names_in(folder)?.into_iter().map(|name| folder.join(name)).filter(|path| path.is_file());
    let is_review = |path: &PathBuf| match path.extension().and_then(|ending| ending.to_str()) {
        Some("plumb") => true,
        Some("json") => format_of(&beginning_of(path)).as_deref() == Some(REVIEW_FORMAT),
        _ => false,
    };
    Ok(paths.filter(is_review).collect())
}

/// So much of a file that its format stands in it, where it is one that we wrote.
fn beginning_of(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(file) = regular::open(path) {
        // One that cannot be read says no format, and is told when it is read in full.
        let _ = file.take(4096).read_to_end(&mut bytes);
    }
    bytes
}

/// The `format` of a document, also where only its beginning is there.
fn format_of(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Peek {
        format: Option<String>,
    }
    if let Ok(peek) = serde_json::from_slice::<Peek>(bytes) {
        return peek.format;
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    let (_, rest) = text.split_once("\"format\"")?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(format, _)| format.to_owned())
}

fn holds_secret_key(path: &Path) -> bool {
    beginning_of(path).windows(SECRET_KEY.len()).any(|part| part == SECRET_KEY)
}
