//! What the workbench wants of the outside: the terminal, the clipboard, files, other sessions.

use std::path::PathBuf;

use crate::model::review::Review;
use crate::model::session::SessionFile;
use crate::tui::panel_desk::Outgoing;

/// One wish. The app never carries it out itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ends the program.
    Quit,
    /// Gives the shell back for a while.
    Suspend,
    /// Copies a text; what it is, in words.
    Copy {
        /// The text.
        text: String,
        /// What it is, in words.
        what: String,
    },
    /// Has a text written on in the member's editor.
    Write {
        /// The text as it stands.
        text: String,
    },
    /// Turns the mouse on or off.
    Mouse(bool),
    /// Writes a session to a file.
    Export {
        /// Where to.
        path: PathBuf,
        /// What.
        session: Box<SessionFile>,
        /// Over a file that is there.
        force: bool,
    },
    /// Writes an edition of the review to a file.
    SaveEdition {
        /// Where to.
        path: PathBuf,
        /// What.
        review: Box<Review>,
        /// Over a file that is there.
        force: bool,
    },
    /// Looks at the panel's folder, to hand a round in or to see one that was opened.
    LookAtPanel {
        /// Whom the member says the panel knows them as, where it cannot be told.
        letter: Option<String>,
    },
    /// Hands a round in and writes its file.
    HandIn(Outgoing),
    /// Tries again to save.
    SaveAgain,
    /// Writes a rescue copy.
    Rescue,
    /// Takes the session over from another window.
    TakeOver,
    /// Finds out which members have a session on this machine, to choose from.
    ListMembers,
    /// Goes on as another member.
    SwitchMember(uuid::Uuid),
    /// Makes another member of this name.
    NewMember(String),
}
