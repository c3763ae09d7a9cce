//! Opens a review, and a member's session about it, ready to work with.
//!
//! Reads files through `document` and `store`; paths, clock and ids come in as values. Invariant: what is opened to be
//! looked at is never written, and a session is only ever opened with the review it is about.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::document::digest::digest;
use crate::document::error::DocumentError;
use crate::document::read::is_bundle;
use crate::document::read::read_bundle;
use crate::document::read::read_review;
use crate::document::sample::sample;
use crate::document::validate::validate_plain_review;
use crate::document::validate::validate_review;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::codebook::starting_codebook;
use crate::model::paged::Paged;
use crate::model::review::Review;
use crate::model::session::MemberRef;
use crate::model::session::ReviewRef;
use crate::model::session::Tool;
use crate::review::edition::EditionChange;
use crate::review::edition::follow;
use crate::review::edition::noted;
use crate::review::edition::reference;
use crate::review::history::ReplayError;
use crate::review::keeping::Saving;
use crate::review::keeping::StoreKeeper;
use crate::review::keeping::opened_sources;
use crate::review::keeping::read_items;
use crate::review::workspace::Access;
use crate::review::workspace::Context;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Kept;
use crate::review::workspace::Workspace;
use crate::store::change::Change;
use crate::store::error::StoreError;
use crate::store::filesystem::StoreWarning;
use crate::store::lock::Holder;
use crate::store::regular;
use crate::store::review_file;
use crate::store::review_file::InFile;
use crate::store::rows::SessionMeta;
use crate::store::session_file::Loaded;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;
use crate::store::sessions::session_path;

/// Key of a session's `meta` for the codebook it began with, as JSON: another edition may have other themes.
pub(crate) const CODEBOOK: &str = "codebook";

/// Where a review comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The program carries it; for practice.
    Sample,
    /// A `.json` or `.plumb` file.
    File(PathBuf),
    /// Bytes that came some other way, under this name.
    Bytes(String),
}

/// A review or session could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A document that cannot be used.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A file that cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A session whose log does not fit together.
    #[error("{}: {source}; go back to a copy of it; `plumbline doctor FILE` looks at all of it", path.display())]
    Replay {
        /// The session.
        path: PathBuf,
        /// What does not fit.
        source: ReplayError,
    },
    /// A session about another review.
    #[error(
        "{}: this session is about another review: \"{}\" ({}), not \"{}\" ({})\nOpen it with the review it is about.",
        path.display(), session.title, session.id, review.title, review.id
    )]
    OtherReview {
        /// The session.
        path: PathBuf,
        /// What it is about.
        session: Box<ReviewRef>,
        /// What it was to be opened with.
        review: Box<ReviewRef>,
    },
}

/// A review, open.
#[derive(Debug, Clone)]
pub struct OpenedReview {
    /// The review and its cross-references.
    pub catalog: Arc<Catalog>,
    /// Where it comes from.
    pub origin: Origin,
}

impl OpenedReview {
    /// The review the program carries.
    pub fn sample() -> Self {
        let (review, digest) = sample();
        Self { catalog: Arc::new(Catalog::new(review, digest)), origin: Origin::Sample }
    }

    /// Opens a review file, JSON or database.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn file(path: &Path) -> Result<Self, OpenError> {
        let name = path.display().to_string();
        let origin = Origin::File(path.to_owned());
        if path.extension().is_some_and(|ending| ending == "plumb") {
            if let Some(InFile { review, digest, plain, items }) = review_file::review_in_file(path)? {
                let holds = if plain { validate_plain_review } else { validate_review };
                holds(&review, &name)?;
                let catalog = Catalog::paged(review, digest, Paged::new(Box::new(items)));
                return Ok(Self { catalog: Arc::new(catalog), origin });
            }
            let (review, digest) = review_file::read_review(path)?;
            validate_review(&review, &name)?;
            return Ok(Self { catalog: Arc::new(Catalog::new(review, digest)), origin });
        }
        let bytes = read_file(path)?;
        Ok(Self { origin, ..Self::bytes(&bytes, &name)? })
    }

    /// Reads a review from JSON bytes. `name` is what messages call them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn bytes(bytes: &[u8], name: &str) -> Result<Self, OpenError> {
        // What is published in one document is opened by its review.
        let review = if is_bundle(bytes) { read_bundle(bytes, name)?.review } else { read_review(bytes, name)? };
        let digest = digest(&review);
        Ok(Self { catalog: Arc::new(Catalog::new(review, digest)), origin: Origin::Bytes(name.to_owned()) })
    }

    /// The `.plumb` file it came from, whose index search asks.
    pub fn indexed_file(&self) -> Option<PathBuf> {
        match &self.origin {
            Origin::File(path) if path.extension().is_some_and(|ending| ending == "plumb") => Some(path.clone()),
            _ => None,
        }
    }

    /// All of it, to be changed or written.
    ///
    /// # Errors
    /// What of the file cannot be read.
    pub fn whole(&self) -> Result<Review, OpenError> {
        let path = match &self.origin {
            Origin::File(path) => path.clone(),
            Origin::Bytes(name) => PathBuf::from(name),
            Origin::Sample => PathBuf::new(),
        };
        Ok(self.catalog.whole().map_err(|detail| StoreError::Damaged { path, detail })?)
    }

    /// The review with all its evidence held, for what goes through all of it many times.
    ///
    /// # Errors
    /// What of the file cannot be read.
    pub fn held(&self) -> Result<Arc<Catalog>, OpenError> {
        if !self.catalog.is_paged() {
            return Ok(self.catalog.clone());
        }
        Ok(Arc::new(Catalog::new(self.whole()?, self.catalog.digest().to_owned())))
    }

    /// Whether it is there for practice.
    pub fn is_practice(&self) -> bool {
        self.origin == Origin::Sample
    }
}

/// Reads a whole file.
///
/// # Errors
/// No such file, or one that cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    let bytes = regular::read(path).map_err(StoreError::io("open", path))?;
    log::info!("read: {}, {} bytes", path.display(), bytes.len());
    Ok(bytes)
}

/// What a session is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To change it; where another window has it, to look.
    Work,
    /// To change it, asking the window that has it to finish.
    TakeOver {
        /// How long to wait for it.
        patience: Duration,
    },
    /// To look.
    Look,
}

/// A member's session, open.
pub struct OpenedSession {
    /// The review it is about.
    pub review: OpenedReview,
    /// The session's file.
    pub path: PathBuf,
    /// The member's work.
    pub workspace: Workspace,
    /// Where the member was.
    pub place: BTreeMap<String, String>,
    /// What another edition of the review means, if it is opened with one.
    pub edition: Option<EditionChange>,
    /// What the member should know about the file.
    pub warnings: Vec<String>,
    /// What it was opened for.
    pub purpose: Purpose,
    /// The window that has it, where that is why it is read-only.
    pub held: Option<Holder>,
    /// The saving of it.
    pub saving: Saving,
}

impl std::fmt::Debug for OpenedSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedSession").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Makes a member's session about a review, with nothing in it yet, unless there is one. Returns where it is.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn begin(
    review: &OpenedReview,
    data: &Path,
    member: MemberRef,
    context: &mut dyn Context,
) -> Result<PathBuf, OpenError> {
    let path = session_path(data, review.catalog.review().id, member.id);
    if path.exists() {
        return Ok(path);
    }
    let meta = SessionMeta {
        review: reference(&review.catalog),
        member,
        tool: Tool::this(),
        created: context.now(),
        other: beginnings(&review.catalog),
    };
    SessionStore::create(&path, &meta)?;
    Ok(path)
}

/// What a session writes down about the edition it begins with.
pub(crate) fn beginnings(catalog: &Catalog) -> BTreeMap<String, String> {
    let review = catalog.review();
    let codebook = codebook_text(&starting_codebook(&review.themes));
    noted(catalog).chain([(CODEBOOK.to_owned(), codebook)]).collect()
}

/// A codebook as it is written down.
pub(crate) fn codebook_text(codebook: &[Tag]) -> String {
    serde_json::to_string(codebook).expect("a codebook's keys are strings")
}

/// Opens a session kept in a file.
///
/// # Errors
/// A file that cannot be used, or one about another review.
pub fn open_session(
    review: &OpenedReview,
    path: &Path,
    purpose: Purpose,
    mut context: Box<dyn Context>,
) -> Result<OpenedSession, OpenError> {
    let store = open_store(path, purpose, context.as_mut())?;
    join(review, path, purpose, context, store)
}

/// The same while its review is read and something else is done: the session's file is opened on another thread.
///
/// The review is read on this one: memory is taken in large pieces only where the program began.
///
/// # Errors
/// As [`open_session`].
pub fn open_session_beside<T>(
    reading: impl FnOnce() -> OpenedReview,
    meanwhile: impl FnOnce() -> T,
    path: &Path,
    purpose: Purpose,
    mut context: Box<dyn Context>,
) -> Result<(OpenedSession, T), OpenError> {
    let (review, done, store) = std::thread::scope(|scope| {
        let store = scope.spawn(|| open_store(path, purpose, context.as_mut()));
        let (review, done) = (reading(), meanwhile());
        (review, done, store.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    Ok((join(&review, path, purpose, context, store?)?, done))
}

/// Joins a session's file with the review it is about.
fn join(
    review: &OpenedReview,
    path: &Path,
    purpose: Purpose,
    context: Box<dyn Context>,
    (store, loaded, held): Store,
) -> Result<OpenedSession, OpenError> {
    let about = reference(&review.catalog);
    if loaded.meta.review.id != about.id {
        let (session, review) = (Box::new(loaded.meta.review), Box::new(about));
        return Err(OpenError::OtherReview { path: path.to_owned(), session, review });
    }
    let access = access(&loaded, purpose, held.as_ref());
    let (saving, keeper) = match access {
        Access::Write => {
            let (saving, keeper) = Saving::into(store);
            (saving, Some(keeper))
        }
        Access::ReadOnly(_) => (Saving::none(), None),
    };
    let kept = Kept {
        read: read_items(&loaded.reading).map(|(item, _)| item).collect(),
        read_when: read_items(&loaded.reading).collect(),
        opened: opened_sources(&loaded.reading).collect(),
        tool: Some(loaded.meta.tool.clone()),
        codebook: loaded.meta.other.get(CODEBOOK).and_then(|text| serde_json::from_str(text).ok()),
        entries: loaded.entries,
    };
    let member = loaded.meta.member.clone();
    let catalog = review.catalog.clone();
    // Until another edition is followed it may be changed, also where nothing of that is kept.
    let mut workspace = Workspace::open(catalog, member, kept, Access::Write, context, Box::new(Forgetful))
        .map_err(|source| OpenError::Replay { path: path.to_owned(), source })?;
    let edition = follow_edition(&mut workspace, &loaded.meta, keeper, access);
    Ok(OpenedSession {
        review: review.clone(),
        path: path.to_owned(),
        workspace,
        place: loaded.place,
        edition,
        warnings: loaded.warnings.iter().map(ToString::to_string).collect(),
        purpose,
        held,
        saving,
    })
}

/// A session about a review in which nothing was said and of which nothing is kept, to look at the review with.
///
/// # Errors
/// None: the log is empty.
pub fn unkept(
    review: &OpenedReview,
    data: &Path,
    member: MemberRef,
    context: Box<dyn Context>,
) -> Result<OpenedSession, OpenError> {
    let path = session_path(data, review.catalog.review().id, member.id);
    let access = Access::ReadOnly("The review was opened to be read only.".to_owned());
    let workspace =
        Workspace::open(review.catalog.clone(), member, Kept::default(), access, context, Box::new(Forgetful))
            .map_err(|source| OpenError::Replay { path: path.clone(), source })?;
    Ok(OpenedSession {
        review: review.clone(),
        path,
        workspace,
        place: BTreeMap::new(),
        edition: None,
        warnings: Vec::new(),
        purpose: Purpose::Look,
        held: None,
        saving: Saving::none(),
    })
}

type Store = (SessionStore, Loaded, Option<Holder>);

fn open_store(path: &Path, purpose: Purpose, context: &mut dyn Context) -> Result<Store, StoreError> {
    let mode = match purpose {
        Purpose::Look => OpenMode::Read,
        Purpose::Work => OpenMode::Write { now: context.now() },
        Purpose::TakeOver { patience } => OpenMode::TakeOver { now: context.now(), patience },
    };
    let to_look = |holder| SessionStore::open(path, OpenMode::Read).map(|(store, loaded)| (store, loaded, holder));
    match SessionStore::open(path, mode) {
        Ok((store, loaded)) => Ok((store, loaded, None)),
        Err(StoreError::Held { holder, .. }) if purpose == Purpose::Work => {
            let unknown = || Holder { pid: 0, host: String::new(), since: context.now() };
            to_look(Some(holder.unwrap_or_else(unknown)))
        }
        Err(error) if purpose == Purpose::Work && forbids_writing(&error) => to_look(None),
        Err(error) => Err(error),
    }
}

fn forbids_writing(error: &StoreError) -> bool {
    use std::io::ErrorKind;
    match error {
        StoreError::ReadOnly { .. } => true,
        StoreError::Io { source, .. } => {
            matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
        }
        _ => false,
    }
}

fn access(loaded: &Loaded, purpose: Purpose, held: Option<&Holder>) -> Access {
    let why = match (purpose, held) {
        _ if loaded.writable => return Access::Write,
        (_, Some(_)) => "This session is open in another window; here it can only be read.",
        _ if loaded.warnings.iter().any(|warning| matches!(warning, StoreWarning::Newer { .. })) => {
            "This session was made by a newer plumbline and can only be read here: update plumbline to go on."
        }
        (Purpose::Look, None) => "This session was opened to be read only.",
        (_, None) => "This session can be read here but not changed.",
    };
    Access::ReadOnly(why.to_owned())
}

/// Takes the session to the edition it is opened with, if that is another; then hands it over to be kept.
fn follow_edition(
    workspace: &mut Workspace,
    meta: &SessionMeta,
    keeper: Option<StoreKeeper>,
    access: Access,
) -> Option<EditionChange> {
    let differs = meta.review.digest != workspace.catalog().digest();
    let following = differs.then(|| {
        let session = (workspace.state(), workspace.began_with());
        follow(session, workspace.catalog(), &meta.review, &meta.other)
    });
    let notes = keeper.clone();
    match keeper {
        Some(keeper) => workspace.hand_to(Access::Write, Box::new(keeper)),
        None => workspace.hand_to(Access::Write, Box::new(Forgetful)),
    }
    let change = following.map(|(act, change)| {
        workspace.apply(&act).expect("a session open to change takes its passages to where their words stand");
        change
    });
    // After the act that moves the passages: cut off between the two, the edition is followed again.
    if let Some(keeper) = notes.filter(|_| differs) {
        keeper.change(Change::Review(reference(workspace.catalog())));
        for (key, value) in noted(workspace.catalog()) {
            keeper.change(Change::Meta { key, value });
        }
    }
    if let Access::ReadOnly(_) = access {
        workspace.hand_to(access, Box::new(Forgetful));
    }
    change
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
