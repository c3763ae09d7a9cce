//! Opens the workbench: on which review, as whose session, with what options.
//!
//! Knows the workbench only as a function that `main` hands in. Invariant: without a terminal nothing is opened and
//! nothing is written.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use uuid::Uuid;

use crate::cli::args::Reading;
use crate::cli::args::ThemeChoice;
use crate::cli::args::WorkbenchFlags;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::say;
use crate::cli::plain;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::cli::resolve::open_review;
use crate::cli::seat::Seat;
use crate::cli::thresholds;
use crate::document::sample::sample_id;
use crate::import::read::Tools;
use crate::keys::action::Action;
use crate::keys::lookup::Keys;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::edit::EditStep;
use crate::model::session::MemberRef;
use crate::panel::opened::OpenedPanel;
use crate::review::editing::EditDesk;
use crate::review::editing::Editing;
use crate::review::handed_out::PanelFile;
use crate::review::handed_out::beside;
use crate::review::handed_out::doubts;
use crate::review::handed_out::panel_in;
use crate::review::handed_out::reads_of;
use crate::review::open::OpenError;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Origin;
use crate::review::open::Purpose;
use crate::review::open::begin;
use crate::review::open::open_session;
use crate::review::open::open_session_beside;
use crate::review::open::unkept;
use crate::review::plan::EditError;
use crate::review::whose;
use crate::review::workspace::Access;
use crate::review::workspace::Context;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Machine;
use crate::store::edit_journal::EditJournal;
use crate::store::error::StoreError;
use crate::store::last_used;
use crate::store::last_used::LastReview;
use crate::store::last_used::LastUsed;
use crate::text::numbers::grouped;

/// So many items a review to be edited may have.
const MOST_EDITED: usize = 200_000;

/// The workbench, as the command line calls it: made ready while its session is being opened.
pub type Workbench = fn() -> Opener;

/// A workbench that is ready, given its session.
pub type Opener = Box<dyn FnOnce(OpenedSession, WorkbenchOptions) -> anyhow::Result<ExitCode>>;

/// What the command line says about the screen.
#[derive(Debug)]
pub struct WorkbenchOptions {
    /// The theme asked for.
    pub theme: Option<ThemeChoice>,
    /// Whether to use colour.
    pub color: bool,
    /// Whether the session was begun just now.
    pub first_time: bool,
    /// What the member should be told on opening.
    pub notices: Vec<String>,
    /// The keys in use.
    pub keys: &'static Keys,
    /// The member's editor, a command with its options.
    pub editor: Option<String>,
    /// Where sessions are kept.
    pub data: PathBuf,
    /// The panel whose lists hand out what is to be read.
    pub panel: Option<PanelFile>,
    /// The review to edit, where it is the review that is worked on.
    pub edit: Option<EditDesk>,
    /// What documents are read with.
    pub tools: Tools,
    /// The panel at its meeting, where the session is its record.
    pub meeting: Option<OpenedPanel>,
}

/// The review to work on. The one carried is read while its session is opened.
enum Wanted {
    Sample,
    Opened(OpenedReview),
}

impl Wanted {
    fn id(&self) -> Uuid {
        match self {
            Self::Sample => sample_id(),
            Self::Opened(review) => review.catalog.review().id,
        }
    }

    fn read(self) -> OpenedReview {
        match self {
            Self::Sample => OpenedReview::sample(),
            Self::Opened(review) => review,
        }
    }

    fn open_session(
        self,
        path: &Path,
        purpose: Purpose,
        workbench: Workbench,
    ) -> Result<(OpenedSession, Opener), OpenError> {
        match self {
            Self::Sample => open_session_beside(OpenedReview::sample, workbench, path, purpose, Box::new(Machine)),
            Self::Opened(review) => Ok((open_session(&review, path, purpose, Box::new(Machine))?, workbench())),
        }
    }
}

/// Opens the workbench on a review, or on the one opened last.
pub fn run(
    environment: &Environment,
    review: Option<PathBuf>,
    flags: WorkbenchFlags,
    open: Workbench,
) -> Result<ExitCode, Failure> {
    needs_a_terminal(environment, &flags)?;
    let keys = environment.keys()?;
    let desk = Desk::at(environment)?;
    let review = match review {
        Some(path) => Wanted::Opened(named(&path)?),
        None if desk.last_is_the_sample() => Wanted::Sample,
        None => Wanted::Opened(desk.last_review()?),
    };
    open_on(environment, keys, desk, review, flags, open)
}

/// Opens the workbench on the review the program carries.
pub fn run_sample(environment: &Environment, flags: WorkbenchFlags, open: Workbench) -> Result<ExitCode, Failure> {
    needs_a_terminal(environment, &flags)?;
    let keys = environment.keys()?;
    open_on(environment, keys, Desk::at(environment)?, Wanted::Sample, flags, open)
}

fn needs_a_terminal(environment: &Environment, flags: &WorkbenchFlags) -> Result<(), Failure> {
    if flags.plain || environment.stdin_is_terminal && environment.stdout_is_terminal {
        return Ok(());
    }
    Err(Failure::usage(
        "the workbench needs a terminal for its keys and its screen, and there is none here\n\
         Without one talk to it in lines with `plumbline --plain`, or use a command such as `plumbline show`, `plumbline \
         rate` or `plumbline rollup`; `plumbline --help` lists them.",
    ))
}

fn named(path: &Path) -> Result<OpenedReview, Failure> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let looks_like_a_command = path.extension().is_none() && path.components().count() == 1;
    if !path.exists() && looks_like_a_command {
        let message = format!(
            "there is no file {0} and no command `{0}`\nCheck the path; `plumbline --help` lists the commands.",
            path.display()
        );
        return Err(Failure::new(INPUT, "missing", message).at(path));
    }
    open_review(&whole)
}

fn open_on(
    environment: &Environment,
    keys: &'static Keys,
    desk: Desk,
    review: Wanted,
    flags: WorkbenchFlags,
    workbench: Workbench,
) -> Result<ExitCode, Failure> {
    if flags.edit {
        return edit_review(environment, keys, desk, review.read(), flags, workbench);
    }
    if flags.plain {
        return talk(environment, desk, review, &flags);
    }
    let ((mut session, workbench), first_time) = open(&desk, review, &flags, workbench)?;
    let mut notices = session.warnings.clone();
    notices.extend(session.edition.iter().flat_map(|change| change.told()));
    let panel = panel_of(&session, flags.panel.as_deref(), &mut notices)?;
    set_up(&mut session, &flags)?;
    let used = remembered(&desk, &session);
    // Remembering syncs; the first frame does not wait for it.
    let remember = used.map(|used| {
        let data = desk.data.clone();
        std::thread::spawn(move || last_used::write(&data, &used))
    });
    let color = environment.color().value;
    let (editor, data) = (environment.editor(), desk.data);
    let tools = prepare::tools(environment, &Reading::default());
    let theme = flags.theme;
    let options = WorkbenchOptions {
        theme,
        color,
        first_time,
        notices,
        keys,
        editor,
        data,
        panel,
        edit: None,
        tools,
        meeting: None,
    };
    let outcome = workbench(session, options);
    if let Some(Ok(Err(error))) = remember.map(std::thread::JoinHandle::join) {
        say(&format!("what was used last is not remembered: {}", error.told()));
    }
    outcome.map_err(|error| Failure::new(INPUT, "workbench", format!("{error:#}")))
}

/// Opens the workbench as a conversation in lines.
fn talk(environment: &Environment, desk: Desk, review: Wanted, flags: &WorkbenchFlags) -> Result<ExitCode, Failure> {
    let no_screen: Workbench = || Box::new(|_, _| Ok(ExitCode::SUCCESS));
    let ((mut session, _), _) = open(&desk, review, flags, no_screen)?;
    let mut notices = Vec::new();
    let panel = panel_of(&session, flags.panel.as_deref(), &mut notices)?;
    let (catalog, member) = (session.workspace.catalog().clone(), session.workspace.member().clone());
    let panel = panel.map(|file| file.panel);
    let handed_out = |panel| reads_of(panel, catalog.review().id, &member, session.workspace.state());
    let reads = panel.as_ref().map(handed_out).unwrap_or_default();
    notices.extend(panel.iter().flat_map(|panel| doubts(panel, &catalog, &reads)));
    if session.held.is_none() {
        set_up(&mut session, flags)?;
    }
    let seat = if flags.read_only { Seat::looking(desk, session) } else { Seat::at(desk, session)? };
    plain::run(environment, seat, &notices, reads)
}

/// Opens a review to be edited itself; of the one the program carries, a copy.
fn edit_review(
    environment: &Environment,
    keys: &'static Keys,
    desk: Desk,
    review: OpenedReview,
    flags: WorkbenchFlags,
    workbench: Workbench,
) -> Result<ExitCode, Failure> {
    let items = review.catalog.items().len();
    if items > MOST_EDITED {
        let (items, most) = (grouped(items), grouped(MOST_EDITED));
        let message = format!(
            "the review has {items} items of evidence; --edit takes up to {most}, for every change sets all of it anew\n\
             Write it as JSON (`plumbline import REVIEW -o OUT.json`), change that, and import it as the next edition."
        );
        return Err(Failure::new(INPUT, "too-large", message));
    }
    let about = prepare::whole(&review)?;
    let mut notices = Vec::new();
    let (mut editing, from) = match &review.origin {
        Origin::File(path) => (Editing::new(about), path.clone()),
        Origin::Sample => {
            let saves = key_to(keys, Action::SaveEdition);
            notices.push(format!("The practice review stays as it is: what you change is saved as a copy ({saves})."));
            (Editing::copy_of(about), PathBuf::from("practice-review.json"))
        }
        Origin::Bytes(_) => (Editing::new(about), PathBuf::from("review.json")),
    };
    let journal = match EditJournal::open(&desk.data, review.catalog.review().id, review.catalog.digest()) {
        Ok((journal, steps)) => {
            notices.extend(taken_up(&mut editing, steps, keys));
            Some(journal)
        }
        Err(error @ StoreError::Held { .. }) => {
            let message = format!("{} is being edited in another window\nSave or leave there first.", from.display());
            return Err(Failure { message, ..Failure::from(error) }.at(&from));
        }
        Err(error) => {
            notices.push(format!("Changes are in memory only until you save them: {}.", error.told()));
            None
        }
    };
    let member = MemberRef { id: Machine.new_id(), name: None };
    let session = unkept(&review, &desk.data, member, Box::new(Machine))?;
    let options = WorkbenchOptions {
        theme: flags.theme,
        color: environment.color().value,
        first_time: false,
        notices,
        keys,
        editor: environment.editor(),
        data: desk.data,
        panel: None,
        edit: Some(EditDesk { editing, journal, from }),
        tools: prepare::tools(environment, &Reading::default()),
        meeting: None,
    };
    workbench()(session, options).map_err(|error| Failure::new(INPUT, "workbench", format!("{error:#}")))
}

/// The key of an action while a review is edited.
fn key_to(keys: &'static Keys, action: Action) -> &'static str {
    keys.key_for(Scope::Editing, action).unwrap_or(":")
}

/// Makes again what an earlier window did and did not save, and says so.
fn taken_up(editing: &mut Editing, steps: Vec<EditStep>, keys: &'static Keys) -> Option<String> {
    let all = steps.len();
    let made = steps.into_iter().take_while(|step| editing.step(step.clone()).is_ok()).count();
    let changes = editing.changes();
    let unsaved = if changes == 1 { "1 change was".to_owned() } else { format!("{changes} changes were") };
    match (made == all, changes) {
        (true, 0) => None,
        (true, _) => {
            let key = |action| key_to(keys, action);
            let (back, drop, save) = (key(Action::Undo), key(Action::DiscardEdits), key(Action::SaveEdition));
            Some(format!(
                "{unsaved} not saved last time and stand here again: {back} takes back, {drop} drops all, {save} saves."
            ))
        }
        (false, _) => {
            Some(format!("Of what was not saved last time, the last {} steps do not fit and are left out.", all - made))
        }
    }
}

fn open(
    desk: &Desk,
    review: Wanted,
    flags: &WorkbenchFlags,
    workbench: Workbench,
) -> Result<((OpenedSession, Opener), bool), Failure> {
    let id = review.id();
    let purpose = if flags.read_only { Purpose::Look } else { Purpose::Work };
    let kept = match &flags.session {
        Some(argument) => match desk.given(argument, Some(id))? {
            Given::Kept(path) => Some(path),
            Given::Review(_) | Given::File(..) | Given::Bundle(..) => {
                let message =
                    format!("{argument} is not a session to work in\nTake it in with `plumbline sessions import`.");
                return Err(Failure::new(INPUT, "invalid", message).at(Path::new(argument)));
            }
        },
        None => whose::last_session(&desk.data, id, &desk.used)?,
    };
    if let Some(path) = kept {
        return Ok((review.open_session(&path, purpose, workbench)?, false));
    }
    let member = MemberRef { id: desk.used.member.unwrap_or_else(|| Machine.new_id()), name: None };
    let review = review.read();
    if flags.read_only {
        let session = unkept(&review, &desk.data, member, Box::new(Machine))?;
        return Ok(((session, workbench()), true));
    }
    let path = begin(&review, &desk.data, member, &mut Machine)?;
    Ok(((open_session(&review, &path, purpose, Box::new(Machine))?, workbench()), true))
}

/// The panel named, else the one beside the review. One that only lies there and is no good keeps nobody from working.
fn panel_of(
    session: &OpenedSession,
    named: Option<&Path>,
    notices: &mut Vec<String>,
) -> Result<Option<PanelFile>, Failure> {
    let review = session.review.catalog.review();
    if let Some(path) = named {
        let panel = panel_in(path)?;
        if panel.review.id != review.id {
            let message = format!(
                "{}: this panel judges another review, not \"{}\"\nName the panel file of this one.",
                path.display(),
                review.title
            );
            return Err(Failure::new(INPUT, "invalid", message).at(path));
        }
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        return Ok(Some(PanelFile { path, panel }));
    }
    let Some(path) = beside(&session.review.origin) else { return Ok(None) };
    match panel_in(&path) {
        Ok(panel) => Ok(Some(PanelFile { path, panel }).filter(|file| file.panel.review.id == review.id)),
        Err(error) => {
            notices.push(format!("The panel file beside the review is not used: {error}"));
            Ok(None)
        }
    }
}

/// Brings the session's settings to what the options say. Where it is only looked at, that is not kept.
fn set_up(session: &mut OpenedSession, flags: &WorkbenchFlags) -> Result<(), Failure> {
    let settings = &session.workspace.state().settings;
    let mut acts = Vec::new();
    let rule = flags.rule.unwrap_or(settings.rule);
    let thresholds = flags.thresholds.as_deref().map(thresholds::read).transpose()?.or(settings.thresholds.clone());
    if rule != settings.rule || thresholds != settings.thresholds {
        acts.push(Act::ChooseRule { rule, thresholds });
    }
    if flags.show_published != settings.show_published {
        acts.push(Act::ShowPublished { show: flags.show_published, seen: Vec::new() });
    }
    if acts.is_empty() {
        return Ok(());
    }
    let access = session.workspace.access().clone();
    if access != Access::Write {
        session.workspace.hand_to(Access::Write, Box::new(Forgetful));
    }
    for act in &acts {
        let refused = |error: EditError| Failure::new(INPUT, "invalid", error.to_string());
        session.workspace.apply(act).map_err(refused)?;
    }
    if access != Access::Write {
        session.workspace.hand_to(access, Box::new(Forgetful));
    }
    Ok(())
}

/// What to remember of this opening, if that is not what is remembered already.
pub fn remembered(desk: &Desk, session: &OpenedSession) -> Option<LastUsed> {
    let mut used = desk.used.clone();
    used.review = match &session.review.origin {
        Origin::Sample => Some(LastReview::Sample),
        Origin::File(path) => Some(LastReview::File(path.clone())),
        Origin::Bytes(_) => used.review,
    };
    if *session.workspace.access() == Access::Write {
        used.member.get_or_insert(session.workspace.member().id);
        used.sessions.insert(session.review.catalog.review().id, session.path.clone());
    }
    (used != desk.used).then_some(used)
}
