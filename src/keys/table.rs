//! The one key table.

use crate::keys::action::Action;
use crate::keys::action::Action as A;

/// Where a key has its meaning: a pane, a sheet or a kind of text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Wherever no text is typed.
    Everywhere,
    /// The commitments and their ratings.
    Grid,
    /// The evidence list.
    List,
    /// The text of an item or source.
    Reader,
    /// The notes under a text.
    Notes,
    /// A passage being marked.
    Passage,
    /// The rating sheet, on its rungs and passages.
    Rating,
    /// A text being typed.
    Text,
    /// A list narrowed by typing.
    Picker,
    /// A sheet that is only read.
    Sheet,
    /// Evidence and rating of a question side by side.
    Ladder,
    /// The verdicts.
    Verdicts,
    /// The marked copy in the verdicts.
    WhatIf,
    /// The tags.
    Codebook,
    /// The passages under a tag.
    Passages,
    /// Tags or submitters by questions.
    Matrix,
    /// The sources in triage, and what cites the one at hand.
    Triage,
    /// The text of a source in triage.
    TriageText,
    /// The commitments and the evidence list while the review is edited.
    Editing,
    /// The text of an item while the review is edited.
    EditingText,
    /// The text of a source while the review is edited.
    EditingSource,
    /// The notes under a text, or what cites a source, while the review is edited.
    EditingNotes,
    /// The quotations of a text.
    Trace,
    /// The meeting of a panel.
    Meeting,
}

impl Scope {
    /// Every scope, in the order documents show them.
    pub const ALL: [Self; 24] = [
        Self::Everywhere,
        Self::Grid,
        Self::List,
        Self::Reader,
        Self::Notes,
        Self::Passage,
        Self::Rating,
        Self::Text,
        Self::Picker,
        Self::Sheet,
        Self::Ladder,
        Self::Verdicts,
        Self::WhatIf,
        Self::Codebook,
        Self::Passages,
        Self::Matrix,
        Self::Triage,
        Self::TriageText,
        Self::Editing,
        Self::EditingText,
        Self::EditingSource,
        Self::EditingNotes,
        Self::Trace,
        Self::Meeting,
    ];

    /// Its heading in documents.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Grid => "Grid of commitments",
            Self::List => "Evidence list",
            Self::Reader => "Reader",
            Self::Notes => "Notes under a text",
            Self::Passage => "Marking a passage",
            Self::Rating => "Rating sheet",
            Self::Text => "Typing a text",
            Self::Picker => "Choosing from a list",
            Self::Sheet => "Reading a sheet",
            Self::Ladder => "Evidence and rating side by side",
            Self::Verdicts => "Verdicts",
            Self::WhatIf => "What if",
            Self::Codebook => "Codebook",
            Self::Passages => "Passages under a tag",
            Self::Matrix => "Framework matrix",
            Self::Triage => "Triage",
            Self::TriageText => "A text in triage",
            Self::Editing => "Editing a review (with --edit)",
            Self::EditingText => "A text while editing (with --edit)",
            Self::EditingSource => "A source's text while editing (with --edit)",
            Self::EditingNotes => "Notes while editing (with --edit)",
            Self::Trace => "Quotations of a text, traced",
            Self::Meeting => "Meeting (with panel DIR --meet)",
        }
    }

    /// Its name in a keys file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Grid => "grid",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Notes => "notes",
            Self::Passage => "passage",
            Self::Rating => "rating",
            Self::Text => "text",
            Self::Picker => "picker",
            Self::Sheet => "sheet",
            Self::Ladder => "ladder",
            Self::Verdicts => "verdicts",
            Self::WhatIf => "what-if",
            Self::Codebook => "codebook",
            Self::Passages => "passages",
            Self::Matrix => "matrix",
            Self::Triage => "triage",
            Self::TriageText => "triage-text",
            Self::Editing => "editing",
            Self::EditingText => "editing-text",
            Self::EditingSource => "editing-source",
            Self::EditingNotes => "editing-notes",
            Self::Trace => "trace",
            Self::Meeting => "meeting",
        }
    }

    /// A scope by that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Whether keys of `Everywhere` hold here too.
    pub fn inherits(self) -> bool {
        !matches!(self, Self::Text | Self::Picker | Self::Passage | Self::Rating)
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where.
    pub scope: Scope,
    /// The keys, each a chord or chords separated by spaces; the first is the one shown.
    pub keys: &'static [&'static str],
    /// What they ask for.
    pub action: Action,
    /// Rank in the footer, 1 first, and the word there; none: not shown.
    pub footer: Option<(u8, &'static str)>,
}

const fn key(scope: Scope, keys: &'static [&'static str], action: Action) -> Binding {
    Binding { scope, keys, action, footer: None }
}

const fn shown(scope: Scope, keys: &'static [&'static str], action: Action, rank: u8, word: &'static str) -> Binding {
    Binding { scope, keys, action, footer: Some((rank, word)) }
}

use Scope as S;

/// Every key of the workbench.
pub const TABLE: &[Binding] = &[
    shown(S::Everywhere, &["Enter"], A::Open, 1, "open"),
    shown(S::Everywhere, &["Esc"], A::Back, 2, "back"),
    shown(S::Everywhere, &["?", "F1"], A::Menu, 3, "menu"),
    key(S::Everywhere, &["Up", "k"], A::Up),
    key(S::Everywhere, &["Down", "j"], A::Down),
    key(S::Everywhere, &["Left", "h"], A::Left),
    key(S::Everywhere, &["Right", "l"], A::Right),
    key(S::Everywhere, &["PgUp", "Ctrl+U"], A::PageUp),
    key(S::Everywhere, &["PgDn", "Ctrl+D"], A::PageDown),
    key(S::Everywhere, &["Home", "g g"], A::First),
    key(S::Everywhere, &["End", "G"], A::Last),
    key(S::Everywhere, &["Tab"], A::NextPane),
    key(S::Everywhere, &["Shift+Tab"], A::PreviousPane),
    shown(S::Everywhere, &["/"], A::Search, 8, "search"),
    key(S::Everywhere, &["n"], A::SearchNext),
    key(S::Everywhere, &["N"], A::SearchPrevious),
    shown(S::Everywhere, &[":", "Ctrl+P"], A::FindAnything, 9, "find"),
    shown(S::Everywhere, &["u", "Ctrl+Z"], A::Undo, 10, "undo"),
    key(S::Everywhere, &["Ctrl+R", "Ctrl+Y"], A::Redo),
    key(S::Everywhere, &["<"], A::TrailBack),
    key(S::Everywhere, &[">"], A::TrailForward),
    shown(S::Everywhere, &["i"], A::Ask, 7, "asked"),
    shown(S::Everywhere, &["r"], A::Rate, 5, "rate"),
    shown(S::Everywhere, &["e"], A::Note, 11, "note"),
    shown(S::Everywhere, &["y"], A::Copy, 12, "copy"),
    key(S::Everywhere, &["p"], A::ShowPublished),
    key(S::Everywhere, &["z"], A::Zoom),
    key(S::Everywhere, &["."], A::RepeatMark),
    key(S::Everywhere, &["Backspace", "Delete"], A::Clear),
    key(S::Everywhere, &["g r"], A::GoReview),
    key(S::Everywhere, &["g v"], A::GoVerdicts),
    key(S::Everywhere, &["g c"], A::GoCodebook),
    key(S::Everywhere, &["g t"], A::GoTriage),
    key(S::Everywhere, &["g n"], A::GoUnrated),
    key(S::Everywhere, &["g e"], A::GoUnread),
    key(S::Everywhere, &["g s"], A::GoSources),
    key(S::Everywhere, &["g f"], A::GoFiled),
    key(S::Everywhere, &["g b"], A::GoLadder),
    key(S::Everywhere, &["g h"], A::GoHistory),
    key(S::Everywhere, &["g u"], A::GoUnsettled),
    key(S::Everywhere, &["g q"], A::GoTrace),
    key(S::Everywhere, &["g k"], A::GoCheck),
    key(S::Everywhere, &["g p"], A::HandIn),
    key(S::Everywhere, &["g m"], A::GoMeeting),
    key(S::Everywhere, &["g x"], A::Export),
    shown(S::Everywhere, &["q"], A::Quit, 13, "leave"),
    key(S::Everywhere, &["Ctrl+S"], A::SavedWhen),
    key(S::Everywhere, &["'"], A::CursorAway),
    key(S::Everywhere, &["T"], A::TakeOver),
    key(S::Everywhere, &["Ctrl+O"], A::WriteInEditor),
    // Grid
    shown(S::Grid, &["1"], A::Digit1, 4, "to 4 rate"),
    key(S::Grid, &["2"], A::Digit2),
    key(S::Grid, &["3"], A::Digit3),
    key(S::Grid, &["4"], A::Digit4),
    key(S::Grid, &["0"], A::Digit0),
    // List
    shown(S::List, &["+", "="], A::MarkYes, 4, "yes"),
    shown(S::List, &["-", "_"], A::MarkNo, 4, "no"),
    key(S::List, &["m"], A::MarkBoth),
    key(S::List, &["c"], A::MarkBackground),
    key(S::List, &["Space"], A::ToggleRead),
    shown(S::List, &["s"], A::ShowOnly, 6, "show only"),
    key(S::List, &["a"], A::ListScope),
    key(S::List, &["v"], A::Passage),
    key(S::List, &["V"], A::WholeItem),
    // Reader
    shown(S::Reader, &["v"], A::Passage, 4, "mark"),
    key(S::Reader, &["V"], A::WholeItem),
    key(S::Reader, &["w"], A::NextWord),
    key(S::Reader, &["b"], A::PreviousWord),
    shown(S::Reader, &["]", ")"], A::NextMarker, 6, "next note"),
    key(S::Reader, &["[", "("], A::PreviousMarker),
    key(S::Reader, &["J"], A::NextItem),
    key(S::Reader, &["K"], A::PreviousItem),
    key(S::Reader, &["Space"], A::ToggleRead),
    // Notes
    key(S::Notes, &["J"], A::NextItem),
    key(S::Notes, &["K"], A::PreviousItem),
    // Passage
    shown(S::Passage, &["Enter"], A::Keep, 1, "keep"),
    shown(S::Passage, &["Esc"], A::DropIt, 2, "drop"),
    shown(S::Passage, &["?", "F1"], A::Menu, 3, "menu"),
    shown(S::Passage, &["Right"], A::EndForward, 5, "longer"),
    key(S::Passage, &["Left"], A::EndBack),
    key(S::Passage, &["Down"], A::EndDown),
    key(S::Passage, &["Up"], A::EndUp),
    key(S::Passage, &["l"], A::CharForward),
    key(S::Passage, &["h"], A::CharBack),
    key(S::Passage, &["o"], A::SwapEnds),
    key(S::Passage, &["v"], A::Passage),
    key(S::Passage, &["V"], A::WholeItem),
    shown(S::Passage, &["1"], A::Tag1, 4, "to 9 tag"),
    key(S::Passage, &["2"], A::Tag2),
    key(S::Passage, &["3"], A::Tag3),
    key(S::Passage, &["4"], A::Tag4),
    key(S::Passage, &["5"], A::Tag5),
    key(S::Passage, &["6"], A::Tag6),
    key(S::Passage, &["7"], A::Tag7),
    key(S::Passage, &["8"], A::Tag8),
    key(S::Passage, &["9"], A::Tag9),
    key(S::Passage, &["Tab"], A::NextFiling),
    shown(S::Passage, &["t"], A::PickTags, 6, "tags"),
    shown(S::Passage, &["+", "="], A::MarkYes, 6, "yes"),
    shown(S::Passage, &["-", "_"], A::MarkNo, 6, "no"),
    key(S::Passage, &["m"], A::MarkBoth),
    key(S::Passage, &["c"], A::MarkBackground),
    shown(S::Passage, &["f"], A::FileUnder, 7, "file"),
    shown(S::Passage, &["e"], A::Note, 8, "note"),
    key(S::Passage, &["Ctrl+O"], A::WriteInEditor),
    key(S::Passage, &["y"], A::Copy),
    key(S::Passage, &["Backspace", "Delete"], A::Clear),
    // Rating sheet
    shown(S::Rating, &["Enter"], A::Keep, 1, "keep"),
    shown(S::Rating, &["Esc"], A::DropIt, 2, "leave as it was"),
    shown(S::Rating, &["?", "F1"], A::Menu, 3, "menu"),
    shown(S::Rating, &["1"], A::Digit1, 4, "to 4 rung"),
    key(S::Rating, &["2"], A::Digit2),
    key(S::Rating, &["3"], A::Digit3),
    key(S::Rating, &["4"], A::Digit4),
    shown(S::Rating, &["0"], A::Digit0, 5, "cannot be rated"),
    shown(S::Rating, &["x"], A::Abstain, 6, "I do not rate this"),
    key(S::Rating, &["Up", "k"], A::Up),
    key(S::Rating, &["Down", "j"], A::Down),
    key(S::Rating, &["Space"], A::Toggle),
    shown(S::Rating, &["Tab"], A::NextPane, 7, "reason"),
    key(S::Rating, &["Shift+Tab"], A::PreviousPane),
    key(S::Rating, &["e"], A::Note),
    key(S::Rating, &["Ctrl+O"], A::WriteInEditor),
    key(S::Rating, &["Backspace", "Delete"], A::Clear),
    // Text
    shown(S::Text, &["Enter"], A::Keep, 1, "keep"),
    shown(S::Text, &["Esc"], A::DropIt, 2, "leave as it was"),
    shown(S::Text, &["F1"], A::Menu, 3, "menu"),
    shown(S::Text, &["Ctrl+J"], A::NewLine, 4, "new line"),
    shown(S::Text, &["Ctrl+O"], A::WriteInEditor, 5, "your editor"),
    key(S::Text, &["Up"], A::Up),
    key(S::Text, &["Down"], A::Down),
    key(S::Text, &["Tab"], A::TakeAnchor),
    key(S::Text, &["Shift+Tab"], A::PreviousPane),
    // Picker
    shown(S::Picker, &["Enter"], A::Keep, 1, "choose"),
    shown(S::Picker, &["Esc"], A::DropIt, 2, "back"),
    shown(S::Picker, &["F1"], A::Menu, 3, "menu"),
    key(S::Picker, &["Up", "Ctrl+P"], A::Up),
    key(S::Picker, &["Down", "Ctrl+N"], A::Down),
    key(S::Picker, &["PgUp"], A::PageUp),
    key(S::Picker, &["PgDn"], A::PageDown),
    key(S::Picker, &["Tab"], A::SwitchHere),
    key(S::Picker, &["Ctrl+O"], A::SearchOrder),
    // Sheet
    key(S::Sheet, &["i"], A::Back),
    key(S::Sheet, &["s"], A::ShowOnly),
    // Ladder
    shown(S::Ladder, &["1"], A::Digit1, 4, "to 4 put it on a rung"),
    key(S::Ladder, &["2"], A::Digit2),
    key(S::Ladder, &["3"], A::Digit3),
    key(S::Ladder, &["4"], A::Digit4),
    // Verdicts
    shown(S::Verdicts, &["w"], A::WhatIf, 4, "what if"),
    shown(S::Verdicts, &["c"], A::CompareRules, 6, "other rules"),
    key(S::Verdicts, &["C"], A::ChooseRule),
    key(S::Verdicts, &["1"], A::Digit1),
    key(S::Verdicts, &["2"], A::Digit2),
    key(S::Verdicts, &["3"], A::Digit3),
    key(S::Verdicts, &["4"], A::Digit4),
    key(S::Verdicts, &["0"], A::Digit0),
    // What if
    shown(S::WhatIf, &["1"], A::Digit1, 4, "to 4 change the copy"),
    key(S::WhatIf, &["2"], A::Digit2),
    key(S::WhatIf, &["3"], A::Digit3),
    key(S::WhatIf, &["4"], A::Digit4),
    key(S::WhatIf, &["0"], A::Digit0),
    key(S::WhatIf, &["w"], A::WhatIf),
    key(S::WhatIf, &["c"], A::CompareRules),
    // Codebook
    shown(S::Codebook, &["1"], A::Tag1, 4, "to 9 pin"),
    key(S::Codebook, &["2"], A::Tag2),
    key(S::Codebook, &["3"], A::Tag3),
    key(S::Codebook, &["4"], A::Tag4),
    key(S::Codebook, &["5"], A::Tag5),
    key(S::Codebook, &["6"], A::Tag6),
    key(S::Codebook, &["7"], A::Tag7),
    key(S::Codebook, &["8"], A::Tag8),
    key(S::Codebook, &["9"], A::Tag9),
    shown(S::Codebook, &["t"], A::NewTag, 5, "new"),
    key(S::Codebook, &["K"], A::MoveTagUp),
    key(S::Codebook, &["J"], A::MoveTagDown),
    shown(S::Codebook, &["m"], A::MergeTag, 6, "merge"),
    key(S::Codebook, &["c"], A::Recolour),
    key(S::Codebook, &["x"], A::Matrix),
    key(S::Passages, &["J"], A::NextItem),
    key(S::Passages, &["K"], A::PreviousItem),
    // Matrix
    shown(S::Matrix, &["e"], A::Note, 4, "summary"),
    shown(S::Matrix, &["x"], A::Matrix, 4, "other rows"),
    shown(S::Matrix, &["Tab"], A::NextPane, 4, "commitment"),
    key(S::Matrix, &["Shift+Tab"], A::PreviousPane),
    // Triage
    shown(S::Triage, &["1"], A::Relevant, 4, "relevant"),
    shown(S::Triage, &["2"], A::SetAside, 4, "aside"),
    shown(S::Triage, &["3"], A::Raise, 4, "raise"),
    shown(S::Triage, &["4"], A::Later, 4, "later"),
    shown(S::Triage, &["f"], A::BearsOn, 5, "file"),
    shown(S::Triage, &["s"], A::ShowOnly, 6, "show only"),
    key(S::Triage, &["a"], A::AlikeToo),
    key(S::Triage, &["o"], A::Order),
    key(S::Triage, &["O"], A::RegisterOrder),
    key(S::Triage, &["c"], A::Flow),
    key(S::Triage, &["J"], A::NextItem),
    key(S::Triage, &["K"], A::PreviousItem),
    shown(S::TriageText, &["1"], A::Relevant, 4, "relevant"),
    shown(S::TriageText, &["2"], A::SetAside, 4, "aside"),
    shown(S::TriageText, &["3"], A::Raise, 4, "raise"),
    shown(S::TriageText, &["4"], A::Later, 4, "later"),
    shown(S::TriageText, &["f"], A::BearsOn, 5, "file"),
    key(S::TriageText, &["s"], A::ShowOnly),
    key(S::TriageText, &["a"], A::AlikeToo),
    key(S::TriageText, &["o"], A::Order),
    key(S::TriageText, &["O"], A::RegisterOrder),
    key(S::TriageText, &["c"], A::Flow),
    key(S::TriageText, &["J"], A::NextItem),
    key(S::TriageText, &["K"], A::PreviousItem),
    shown(S::TriageText, &["v"], A::Passage, 4, "mark"),
    key(S::TriageText, &["V"], A::WholeItem),
    key(S::TriageText, &["w"], A::NextWord),
    key(S::TriageText, &["b"], A::PreviousWord),
    // Editing
    shown(S::Editing, &["m"], A::EditPlaces, 4, "move"),
    shown(S::Editing, &["c"], A::EditKind, 4, "kind"),
    shown(S::Editing, &["s"], A::EditSources, 5, "sources"),
    key(S::Editing, &["v"], A::EditSpeaker),
    shown(S::Editing, &["+", "="], A::EditJoin, 6, "join"),
    shown(S::Editing, &["L"], A::EditLabel, 6, "label"),
    key(S::Editing, &["C"], A::EditCode),
    shown(S::Editing, &["W"], A::SaveEdition, 5, "save"),
    key(S::Editing, &["D"], A::DiscardEdits),
    key(S::Editing, &["a"], A::ListScope),
    shown(S::EditingText, &["x"], A::EditSplit, 4, "split here"),
    shown(S::EditingText, &["m"], A::EditPlaces, 4, "move"),
    shown(S::EditingText, &["c"], A::EditKind, 4, "kind"),
    shown(S::EditingText, &["s"], A::EditSources, 5, "sources"),
    key(S::EditingText, &["v"], A::EditSpeaker),
    shown(S::EditingText, &["+", "="], A::EditJoin, 6, "join"),
    shown(S::EditingText, &["L"], A::EditLabel, 6, "label"),
    key(S::EditingText, &["C"], A::EditCode),
    shown(S::EditingText, &["W"], A::SaveEdition, 5, "save"),
    key(S::EditingText, &["D"], A::DiscardEdits),
    key(S::EditingText, &["w"], A::NextWord),
    key(S::EditingText, &["b"], A::PreviousWord),
    key(S::EditingText, &["]", ")"], A::NextMarker),
    key(S::EditingText, &["[", "("], A::PreviousMarker),
    key(S::EditingText, &["J"], A::NextItem),
    key(S::EditingText, &["K"], A::PreviousItem),
    shown(S::EditingSource, &["L"], A::EditLabel, 4, "label"),
    shown(S::EditingSource, &["C"], A::EditCode, 4, "code"),
    shown(S::EditingSource, &["W"], A::SaveEdition, 5, "save"),
    key(S::EditingSource, &["D"], A::DiscardEdits),
    key(S::EditingSource, &["w"], A::NextWord),
    key(S::EditingSource, &["b"], A::PreviousWord),
    key(S::EditingSource, &["J"], A::NextItem),
    key(S::EditingSource, &["K"], A::PreviousItem),
    shown(S::EditingNotes, &["L"], A::EditLabel, 4, "label"),
    shown(S::EditingNotes, &["C"], A::EditCode, 4, "code"),
    shown(S::EditingNotes, &["W"], A::SaveEdition, 5, "save"),
    key(S::EditingNotes, &["D"], A::DiscardEdits),
    key(S::EditingNotes, &["J"], A::NextItem),
    key(S::EditingNotes, &["K"], A::PreviousItem),
    // Trace
    shown(S::Trace, &["o"], A::TraceOther, 4, "other text"),
    shown(S::Trace, &["a"], A::TraceUnmarked, 5, "unmarked too"),
    // Meeting
    shown(S::Meeting, &["1"], A::Digit1, 4, "to 4 agreed"),
    key(S::Meeting, &["2"], A::Digit2),
    key(S::Meeting, &["3"], A::Digit3),
    key(S::Meeting, &["4"], A::Digit4),
    key(S::Meeting, &["0"], A::Digit0),
    shown(S::Meeting, &["d"], A::MeetDissent, 4, "dissent"),
    key(S::Meeting, &["o"], A::MeetAbstain),
    shown(S::Meeting, &["v"], A::MeetVote, 4, "vote"),
    shown(S::Meeting, &["s"], A::MeetAside, 5, "aside"),
    shown(S::Meeting, &["a"], A::MeetNames, 5, "letters"),
    shown(S::Meeting, &["b"], A::MeetBlank, 6, "blank"),
    key(S::Meeting, &["t"], A::MeetNod),
    key(S::Meeting, &["w"], A::MeetPresent),
    key(S::Meeting, &["x"], A::MeetAgreement),
];

/// Actions with no key of their own: found by find-anything and the menu.
pub const PALETTE_ONLY: &[Action] =
    &[A::SwitchMember, A::TipCard, A::MouseToggle, A::SwitchTheme, A::Suspend, A::SaveAgain, A::RescueCopy];
