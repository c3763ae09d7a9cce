//! What panes and sheets ask of the app. They never reach into each other: they return requests.

use crate::model::act::Act;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::tui::panel_desk::Outgoing;
use crate::tui::sheet::Sheet;
use crate::tui::view::triage::Arrange;

/// Somewhere in the workbench that one can go to and come back from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A question or parent in the grid.
    Grid(Subject),
    /// An item in the reader, listed under a subject; none: under the first it is filed under.
    Item {
        /// The item.
        item: EvidenceId,
        /// What the list beside it shows.
        under: Option<Subject>,
        /// A scalar value of its text to put the cursor on.
        at: Option<usize>,
    },
    /// A footnote, in the notes of the first item that refers to it.
    Footnote(u32),
    /// A source and everything that cites it; where its text is held, the text.
    Source(SourceId),
    /// A place in a source's text.
    InSource {
        /// The source.
        source: SourceId,
        /// A scalar value of its text to put the cursor on.
        at: usize,
    },
    /// A tag in the codebook.
    Tag(TagId),
    /// A question or parent in the verdicts.
    Verdict(Subject),
    /// A quotation of the text being traced, by its number from 0.
    Traced(usize),
    /// A question or parent in the meeting.
    Meeting(Subject),
    /// A source in triage.
    Triage {
        /// The source.
        source: SourceId,
        /// A scalar value of its text to put the cursor on; none: on its line.
        at: Option<usize>,
    },
}

/// The views one can switch between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewName {
    /// Grid, list and reader.
    Review,
    /// What the ratings add up to.
    Verdicts,
    /// Tags and the passages under them.
    Codebook,
    /// The quotations of a text.
    Trace,
    /// Sources, one after another, to decide about.
    Triage,
    /// What a panel rated, to settle it.
    Meeting,
}

/// Something copied, with how it is announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyText {
    /// What goes to the clipboard.
    pub text: String,
    /// What it is, in words.
    pub what: String,
}

/// A line for the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Say {
    /// Something done or to know.
    Notice(String),
    /// Two lines on what a rating moved; Enter then goes to the next unrated question.
    Moved(String, String),
    /// A slip, quietly.
    Mistake(String),
}

/// What a pane or sheet asks for.
pub enum Request {
    /// Changes the session. What was done is said in words.
    Apply(Act),
    /// Changes the session by several acts, said with one line.
    ApplyAll(Vec<Act>, String),
    /// Rates, and says in two lines what moved.
    Rate(Act),
    /// Decides about a source, says so and goes on to the next.
    Triage(Act),
    /// Arranges the sources in triage.
    Arrange(Arrange),
    /// Remembers what a source was said to bear on, for the next.
    Filed(Vec<CommitmentId>),
    /// Has passages filed under another question from now on.
    FileUnder(Subject),
    /// Takes back the last act.
    Undo,
    /// Restores it.
    Redo,
    /// Goes somewhere; back leads here again.
    Go(Place),
    /// Goes back along the places visited.
    TrailBack,
    /// Switches the view.
    Switch(ViewName),
    /// Says something on the status line.
    Say(Say),
    /// Opens a sheet above those that are open.
    Open(Box<dyn Sheet>),
    /// Does an action as if its key had been pressed.
    Do(crate::keys::action::Action),
    /// Copies a text.
    Copy(CopyText),
    /// Notes that an item was read or is unread again.
    SetRead(EvidenceId, bool),
    /// Goes to something a search found; the rest is walked with n and N.
    Walk {
        /// What for.
        query: String,
        /// What was found so far, and what finds the rest.
        results: Box<crate::tui::results::Results>,
        /// Which of it to go to.
        at: usize,
    },
    /// Narrows the list to what a filter lets through; none shows all.
    Filter {
        /// What is let through.
        only: Option<crate::tui::pane::filter::Filter>,
        /// Also at other questions, until all is shown again.
        pinned: bool,
    },
    /// Remembers what was chosen in find-anything, by name.
    Chose(String),
    /// Keeps a marking as the one that `.` repeats.
    RememberMark(crate::model::quote::Quote),
    /// Writes the session to a file.
    Export {
        /// Where to.
        path: std::path::PathBuf,
        /// With the member's name.
        with_name: bool,
        /// With the log.
        with_log: bool,
        /// Over a file that is there.
        force: bool,
    },
    /// Looks at the panel as the member with a letter.
    LookAtPanel(String),
    /// Hands a round in.
    HandIn(Outgoing),
    /// A member came to the meeting, or left.
    Present(String),
    /// Goes on as another member of this machine.
    SwitchMember(uuid::Uuid),
    /// Makes another member on this machine and goes on as that one.
    NewMember(String),
    /// Changes the review itself, where it is edited.
    Edit(crate::model::edit::Edit),
    /// Writes the review with its changes to a file, as a new edition.
    SaveEdition {
        /// Where to.
        path: std::path::PathBuf,
        /// Over a file that is there.
        force: bool,
    },
    /// Traces the quotations of a text.
    Trace(std::path::PathBuf),
    /// Takes back all changes to the review.
    DiscardEdits,
    /// Leaves the program; changes to the review that are not saved are kept for next time.
    LeaveEditing,
    /// Leaves the program.
    Quit,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Apply(_) | Self::ApplyAll(..) | Self::Rate(_) | Self::Triage(_) => "apply",
            Self::Arrange(_) => "arrange",
            Self::Filed(_) | Self::FileUnder(_) => "file",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Go(_) => "go",
            Self::TrailBack => "trail-back",
            Self::Switch(_) => "switch",
            Self::Say(_) => "say",
            Self::Open(_) => "open",
            Self::Do(_) => "do",
            Self::Copy(_) => "copy",
            Self::SetRead(..) => "set-read",
            Self::Walk { .. } => "walk",
            Self::Filter { .. } => "filter",
            Self::Chose(_) => "chose",
            Self::RememberMark(_) => "remember-mark",
            Self::Export { .. } => "export",
            Self::LookAtPanel(_) | Self::HandIn(_) => "hand-in",
            Self::Present(_) => "present",
            Self::SwitchMember(_) | Self::NewMember(_) => "member",
            Self::Edit(_) => "edit",
            Self::SaveEdition { .. } => "save-edition",
            Self::Trace(_) => "trace",
            Self::DiscardEdits => "discard-edits",
            Self::LeaveEditing => "leave-editing",
            Self::Quit => "quit",
        })
    }
}

/// What came of an action given to a pane or sheet.
#[derive(Debug, Default)]
pub struct Reply {
    /// Whether it meant something here.
    pub handled: bool,
    /// Whether the sheet is done.
    pub close: bool,
    /// What it asks for, in order.
    pub requests: Vec<Request>,
}

impl Reply {
    /// It means nothing here.
    pub fn ignored() -> Self {
        Self::default()
    }

    /// Done, nothing to ask for.
    pub fn done() -> Self {
        Self { handled: true, ..Self::default() }
    }

    /// Done, and asks for something.
    pub fn ask(request: Request) -> Self {
        Self { handled: true, close: false, requests: vec![request] }
    }

    /// Done, and says something.
    pub fn say(text: impl Into<String>) -> Self {
        Self::ask(Request::Say(Say::Notice(text.into())))
    }

    /// Not done, and says why.
    pub fn mistake(text: impl Into<String>) -> Self {
        Self::ask(Request::Say(Say::Mistake(text.into())))
    }

    /// The sheet closes.
    pub fn close() -> Self {
        Self { handled: true, close: true, requests: Vec::new() }
    }

    /// The sheet closes and asks for something.
    pub fn close_with(requests: Vec<Request>) -> Self {
        Self { handled: true, close: true, requests }
    }
}
