//! From what is typed on the command line to a review and a session.
//!
//! Uses `review` and `store`. Invariant: nothing is opened for writing here, and a file is told by what it holds, not
//! only by its name.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use uuid::Uuid;

use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::say;
use crate::document::read::DATABASE;
use crate::document::read::is_bundle;
use crate::document::read::read_bundle;
use crate::document::read::read_session;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::opened::Opened;
use crate::model::session::ReviewRef;
use crate::model::session::SESSION_FORMAT;
use crate::model::session::SessionFile;
use crate::review::intake;
use crate::review::open::OpenedReview;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::open::read_file;
use crate::review::whose;
use crate::review::workspace::Machine;
use crate::store::last_used;
use crate::store::last_used::LastReview;
use crate::store::last_used::LastUsed;
use crate::store::sessions;
use crate::store::sessions::SESSION_ENDING;

/// The data folder, and what was used last.
pub struct Desk {
    /// Where sessions are kept.
    pub data: PathBuf,
    /// What was used last.
    pub used: LastUsed,
}

/// What an argument turned out to name.
pub enum Given {
    /// A review.
    Review(OpenedReview),
    /// A session in the interchange form, read but not yet held against its review.
    File(Box<SessionFile>, String),
    /// A review and what was said of it in one document.
    Bundle(OpenedReview, Box<SessionFile>),
    /// A session kept in a file of its own.
    Kept(PathBuf),
}

/// A session as it says itself, with the review it is about.
pub struct Said {
    /// The session, with name and log as far as there are any.
    pub session: SessionFile,
    /// The review.
    pub review: OpenedReview,
    /// What was read, where the session is one of this machine's: no exported session says.
    pub reading: Option<ReadBefore>,
}

/// What was read in a session.
pub struct ReadBefore {
    /// Paragraphs of sources.
    pub opened: BTreeMap<SourceId, Opened>,
    /// Items.
    pub items: BTreeSet<EvidenceId>,
}

impl Desk {
    /// Looks at the data folder.
    pub fn at(environment: &Environment) -> Result<Self, Failure> {
        let data = environment.data()?;
        let (used, warning) = last_used::read(&data);
        if let Some(warning) = warning {
            say(&warning.to_string());
        }
        Ok(Self { data, used })
    }

    /// Whether the review to go on with is the one carried.
    pub fn last_is_the_sample(&self) -> bool {
        matches!(&self.used.review, None | Some(LastReview::Sample))
    }

    /// The review opened last, else the one carried.
    pub fn last_review(&self) -> Result<OpenedReview, Failure> {
        match &self.used.review {
            None | Some(LastReview::Sample) => Ok(OpenedReview::sample()),
            Some(LastReview::File(path)) if path.exists() => Ok(OpenedReview::file(path)?),
            Some(LastReview::File(path)) => {
                let message = format!(
                    "the review opened last is gone: there is no file {}\nName a review, or practise with `plumbline sample`.",
                    path.display()
                );
                Err(Failure::new(INPUT, "missing", message).at(path))
            }
        }
    }

    /// The review named, else the one opened last.
    pub fn review(&self, named: Option<&Path>) -> Result<OpenedReview, Failure> {
        match named {
            Some(path) => open_review(path),
            None => self.last_review(),
        }
    }

    /// The review a session is about: the one named, else the one carried or opened last, whichever it is. Of two
    /// editions it is the session's own; one goes on to a later edition, never back to an earlier one.
    pub fn review_of(&self, named: Option<&Path>, about: &ReviewRef) -> Result<OpenedReview, Failure> {
        if let Some(path) = named {
            return open_review(path);
        }
        let ReviewRef { id, title, edition, digest } = about;
        let sample = OpenedReview::sample();
        if sample.catalog.review().id == *id && sample.catalog.digest() == digest {
            return Ok(sample);
        }
        let last = match &self.used.review {
            Some(LastReview::File(path)) => OpenedReview::file(path).ok(),
            _ => None,
        };
        let mut at_hand: Vec<OpenedReview> = [Some(sample), last].into_iter().flatten().collect();
        at_hand.retain(|review| review.catalog.review().id == *id);
        if let Some(own) = at_hand.iter().position(|review| review.catalog.digest() == digest) {
            return Ok(at_hand.swap_remove(own));
        }
        if let Some(later) = at_hand.iter().position(|review| review.catalog.review().edition >= *edition) {
            return Ok(at_hand.swap_remove(later));
        }
        let message = match at_hand.first() {
            Some(earlier) => format!(
                "the session is about edition {edition} of \"{title}\", and the one at hand is edition {}\nName the file of edition {edition} with --review.",
                earlier.catalog.review().edition
            ),
            None => {
                format!("the session is about \"{title}\" ({id}), which is not at hand\nName its file with --review.")
            }
        };
        Err(Failure::new(INPUT, "missing", message))
    }

    /// What an argument names: a file, else a member.
    pub fn given(&self, argument: &str, review: Option<Uuid>) -> Result<Given, Failure> {
        if argument == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| Failure::new(INPUT, "unreadable", format!("cannot read standard input: {error}")))?;
            return document(&bytes, "standard input");
        }
        let path = Path::new(argument);
        let looks_like_a_file = path.extension().is_some() || argument.contains(std::path::is_separator);
        if !path.exists() && !looks_like_a_file {
            return Ok(Given::Kept(whose::session_of(&self.data, argument, review)?.path));
        }
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("plumb") => Ok(Given::Review(OpenedReview::file(path)?)),
            Some(ending) if ending == SESSION_ENDING => Ok(Given::Kept(path.to_owned())),
            _ => {
                let bytes = read_file(path)?;
                let is_database = bytes.starts_with(DATABASE);
                if is_database && sessions::summary(path).is_ok() {
                    return Ok(Given::Kept(path.to_owned()));
                }
                document(&bytes, argument)
            }
        }
    }

    /// The session file that an argument names, for its care.
    pub fn kept(&self, argument: &str) -> Result<PathBuf, Failure> {
        match self.given(argument, None)? {
            Given::Kept(path) => Ok(path),
            Given::Review(_) | Given::File(..) | Given::Bundle(..) => {
                let message = format!(
                    "{argument} is not a session kept on this machine\nGive a member's id or name, or a file that ends in .{SESSION_ENDING}."
                );
                Err(Failure::new(INPUT, "invalid", message).at(Path::new(argument)))
            }
        }
    }

    /// What a session says, in whichever form it is; without an argument the one used last.
    pub fn said(&self, argument: Option<&str>, review: Option<&Path>) -> Result<Said, Failure> {
        match argument {
            None => self.said_of(Given::Review(self.review(review)?), review),
            Some(argument) => self.said_of(self.given_about(argument, review)?, review),
        }
    }

    /// What an argument names, where a name may be a member's in several reviews and one of them is named too.
    pub fn given_about(&self, argument: &str, review: Option<&Path>) -> Result<Given, Failure> {
        let about = review.map(open_review).transpose()?.map(|review| review.catalog.review().id);
        self.given(argument, about)
    }

    /// What the thing given says; of a review, its session used last.
    pub fn said_of(&self, given: Given, named: Option<&Path>) -> Result<Said, Failure> {
        match given {
            Given::Review(review) => self.last_said(&review)?.ok_or_else(|| nobody(&review)),
            Given::File(session, name) => {
                let review = self.review_of(named, &session.review)?;
                intake::check((*session).clone(), &review.catalog, &name)?;
                Ok(Said { session: *session, review, reading: None })
            }
            Given::Bundle(review, session) => Ok(Said { session: *session, review, reading: None }),
            Given::Kept(path) => {
                let about = sessions::summary(&path)?.review;
                let review = self.review_of(named, &about)?;
                said(review, &path)
            }
        }
    }

    /// What the session used last about a review says, if there is one.
    pub fn last_said(&self, review: &OpenedReview) -> Result<Option<Said>, Failure> {
        let path = whose::last_session(&self.data, review.catalog.review().id, &self.used)?;
        path.map(|path| said(review.clone(), &path)).transpose()
    }
}

fn nobody(review: &OpenedReview) -> Failure {
    let title = &review.catalog.review().title;
    let message = format!(
        "you have no session about \"{title}\" here\n`plumbline sessions list` shows those there are; `plumbline` begins one."
    );
    Failure::new(INPUT, "unknown", message)
}

fn said(review: OpenedReview, path: &Path) -> Result<Said, Failure> {
    let opened = open_session(&review, path, Purpose::Look, Box::new(Machine))?;
    opened.warnings.iter().for_each(|warning| say(warning));
    for sentence in opened.edition.iter().flat_map(|change| change.told()) {
        say(&sentence);
    }
    let workspace = &opened.workspace;
    let reading = ReadBefore { opened: workspace.opened().clone(), items: workspace.read().clone() };
    Ok(Said { session: workspace.to_file(true, true), review, reading: Some(reading) })
}

/// Opens a review given by a path; `-` is standard input.
pub fn open_review(path: &Path) -> Result<OpenedReview, Failure> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::new(INPUT, "unreadable", format!("cannot read standard input: {error}")))?;
        return Ok(OpenedReview::bytes(&bytes, "standard input")?);
    }
    Ok(OpenedReview::file(path)?)
}

/// Whether a document is a session, by its `format`. What is not is to be read as a review, whose reader says what is
/// wrong.
pub fn is_session(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Peek {
        format: Option<String>,
    }
    match serde_json::from_slice::<Peek>(bytes) {
        Ok(peek) => peek.format.as_deref() == Some(SESSION_FORMAT),
        // What cannot be read whole may still say near its beginning what it was to be.
        Err(_) => String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).contains(SESSION_FORMAT),
    }
}

fn document(bytes: &[u8], name: &str) -> Result<Given, Failure> {
    if is_session(bytes) {
        return Ok(Given::File(Box::new(read_session(bytes, name)?), name.to_owned()));
    }
    let review = OpenedReview::bytes(bytes, name)?;
    if is_bundle(bytes) {
        let session = read_bundle(bytes, name)?.session;
        intake::check(session.clone(), &review.catalog, name)?;
        return Ok(Given::Bundle(review, Box::new(session)));
    }
    Ok(Given::Review(review))
}
