//! Takes in a session that was exported: holds it against the review, recomputes what it adds up to, and makes a
//! session file of it.
//!
//! Uses `document`, `judgement` and `store`. Invariant: what is taken in and exported again is the same, byte for byte.

use std::path::Path;
use std::path::PathBuf;

use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::log::Tip;
use crate::document::log::seal;
use crate::document::validate::validate_session;
use crate::judgement::derivation;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::judged::RollupRecord;
use crate::model::rating::Rating;
use crate::model::session::LogEntry;
use crate::model::session::MemberRef;
use crate::model::session::SessionFile;
use crate::review::blindness::Blindness;
use crate::review::edition::ASKED;
use crate::review::edition::began_with;
use crate::review::history::History;
use crate::review::open::CODEBOOK;
use crate::review::open::OpenError;
use crate::review::open::OpenedReview;
use crate::review::open::beginnings;
use crate::review::open::codebook_text;
use crate::review::state::State;
use crate::review::workspace::Context;
use crate::store::atomic::make_folder;
use crate::store::change::Change;
use crate::store::error::StoreError;
use crate::store::rows::ActRow;
use crate::store::rows::SessionMeta;
use crate::store::rows::key;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;
use crate::store::sessions;

/// A session that was held against its review.
#[derive(Debug)]
pub struct Checked {
    file: SessionFile,
    /// Whether its log is taken in; else what it says stands as it is, without how it came about.
    pub with_log: bool,
}

/// Where a session taken in is, and what became of one that was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The session.
    pub path: PathBuf,
    /// Where the one it replaced was put.
    pub replaced: Option<PathBuf>,
}

/// Holds a session file against its review. `name` is what messages call it.
///
/// # Errors
/// The first thing that does not fit: a reference, the roll-up, the log.
pub fn check(file: SessionFile, catalog: &Catalog, name: &str) -> Result<Checked, DocumentError> {
    validate_session(&file, catalog, name)?;
    let same_edition = file.review.digest == catalog.digest();
    if same_edition {
        same_rollup(&file, catalog, name)?;
    }
    let with_log = match &file.log {
        None => false,
        Some(log) => match replay(log, &file, catalog) {
            Ok(()) => true,
            // The log begins with the themes of an edition that is not at hand.
            Err(_) if !same_edition || (began_with(log).is_none() && follows(log)) => false,
            Err((place, what)) => {
                let remedy = "The file was changed after it was written: ask for it again.";
                return Err(DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy).at(&place));
            }
        },
    };
    Ok(Checked { file, with_log })
}

/// Whether a log goes on from one edition to another; in an early form it did not say what it began with.
fn follows(log: &[LogEntry]) -> bool {
    log.iter().any(|entry| entry.act == "follow")
}

/// Refuses a roll-up that the ratings do not give, but for one left out because it may not be shown yet. Its sentences may differ: they are worded by the program.
fn same_rollup(file: &SessionFile, catalog: &Catalog, name: &str) -> Result<(), DocumentError> {
    let rule = file.settings.rule;
    let refuse = |place: &str, what: String| {
        let remedy = "The ratings or the roll-up were changed after the file was written: ask for it again.";
        Err(DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy).at(place))
    };
    if file.rollup.rule != rule {
        return refuse("rollup.rule", format!("it is rolled up by {}, but the session uses {rule}", file.rollup.rule));
    }
    if file.rollup.rule_version != rule.version() {
        return Ok(());
    }
    let hidden = || {
        let state = State::from_file(file);
        state.sealed().is_some() || !Blindness::new(catalog, &state).shows_running_verdict()
    };
    if file.rollup.parents.is_empty() && hidden() {
        return Ok(());
    }
    let given = rollup_of(file, catalog);
    for (at, (said, found)) in file.rollup.parents.iter().zip(&given.parents).enumerate() {
        let said_parts = (&said.id, said.result, said.effective, said.silent, &said.inputs, &said.flips);
        if said_parts != (&found.id, found.result, found.effective, found.silent, &found.inputs, &found.flips) {
            let word = |rating: Option<Rating>| rating.map_or("open", |rating| rating.id());
            let what = format!(
                "the {rule} rule gives {} {} (counting as {}); the file has {} ({})",
                found.id,
                word(found.result),
                word(found.effective),
                word(said.result),
                word(said.effective)
            );
            return refuse(&format!("rollup.parents[{at}]"), what);
        }
    }
    if file.rollup.parents.len() != given.parents.len() {
        let what = format!("it rolls up {} parents, the review has {}", file.rollup.parents.len(), given.parents.len());
        return refuse("rollup.parents", what);
    }
    Ok(())
}

/// What the ratings of a session file add up to.
pub fn rollup_of(file: &SessionFile, catalog: &Catalog) -> RollupRecord {
    let review = catalog.review();
    let opinions = Opinions::of_session(&file.ratings, &file.abstained, &file.overrides);
    derivation::record(
        &Rollup::new(Tree::of(review), &opinions, Rule::with(file.settings.rule, file.settings.thresholds.clone())),
        &review.scale,
    )
}

/// Replays a log and compares what it gives with what the file says; the place and what differs otherwise.
fn replay(log: &[LogEntry], file: &SessionFile, catalog: &Catalog) -> Result<(), (String, String)> {
    let mut state = State::new(catalog.review());
    if let Some(codebook) = began_with(log) {
        state.codebook = codebook;
    }
    History::replay(log.to_vec(), &mut state, catalog)
        .map_err(|error| (format!("log[{}]", error.seq.saturating_sub(1)), error.to_string()))?;
    let said = State::from_file(file);
    let same = [
        ("settings", state.settings == said.settings),
        ("codebook", state.codebook == said.codebook),
        ("triage", state.triage == said.triage),
        ("quotes", state.quotes == said.quotes),
        ("ratings", state.ratings == said.ratings),
        ("abstained", state.abstained == said.abstained),
        ("overrides", state.overrides == said.overrides),
        ("notes", state.notes == said.notes),
        ("summaries", state.summaries == said.summaries),
        ("waivers", state.waivers == said.waivers),
        ("consensus", state.consensus == said.consensus),
        ("seen_published", state.seen == said.seen),
        ("rounds", state.rounds == said.rounds),
    ];
    match same.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((part, _)) => Err(((*part).to_owned(), "the log does not give what stands here".to_owned())),
    }
}

/// Makes a session file of a checked session, in the place of its member's. `replace` puts one that is there aside.
///
/// # Errors
/// [`StoreError::Exists`] where the member has a session and `replace` is not set; what cannot be written.
pub fn take_in(
    checked: Checked,
    review: &OpenedReview,
    data: &Path,
    replace: bool,
    context: &mut dyn Context,
) -> Result<Taken, OpenError> {
    let Checked { file, with_log } = checked;
    let target = sessions::session_path(data, file.review.id, file.member.id);
    if target.exists() && !replace {
        return Err(StoreError::Exists { path: target }.into());
    }
    // Made in a folder of its own, and given its name when it is whole.
    make_folder(&sessions::folder(data))?;
    let folder = tempfile::tempdir_in(sessions::folder(data)).map_err(StoreError::io("write", &target))?;
    let made = folder.path().join("session");
    fill(&made, file, with_log, review, context)?;
    let mut replaced = None;
    if target.exists() {
        let at = context.now();
        let aside = target.with_extension(format!("replaced-{}", at.millis()));
        sessions::move_to(&target, &aside, at)?;
        replaced = Some(aside);
    }
    sessions::move_to(&made, &target, context.now())?;
    Ok(Taken { path: target, replaced })
}

fn fill(
    path: &Path,
    file: SessionFile,
    with_log: bool,
    review: &OpenedReview,
    context: &mut dyn Context,
) -> Result<(), StoreError> {
    let tool = file.tool.clone();
    let mut other = beginnings(&review.catalog);
    if file.review.digest != review.catalog.digest() {
        // What the edition it was made on asked is not known.
        other.retain(|key, _| !key.starts_with(ASKED));
    }
    if let Some(codebook) = file.log.as_deref().filter(|_| with_log).and_then(began_with) {
        other.insert(CODEBOOK.to_owned(), codebook_text(&codebook));
    }
    let meta = SessionMeta {
        review: file.review.clone(),
        member: file.member.clone(),
        tool: tool.clone(),
        created: context.now(),
        other,
    };
    SessionStore::create(path, &meta)?;
    let (mut store, _) = SessionStore::open(path, OpenMode::Write { now: context.now() })?;
    let entries = match file.log {
        Some(log) if with_log => log,
        _ => {
            // The name is kept beside the log, never in it: the log is exported also without it.
            let member = MemberRef { name: None, ..file.member };
            let session = Box::new(SessionFile { log: None, member, ..file });
            vec![seal(&Tip::start(), context.new_id(), context.now(), &Act::Import { session })]
        }
    };
    let rows: Vec<Change> = entries.iter().map(|entry| Change::Append(ActRow::from(entry))).collect();
    store.commit(&rows)?;
    // Committing acts signs them as this program's; they are another's, or an earlier version's.
    let sign = |key: &str, value: String| Change::Meta { key: key.to_owned(), value };
    store.commit(&[sign(key::TOOL_NAME, tool.name), sign(key::TOOL_VERSION, tool.version)])
}
