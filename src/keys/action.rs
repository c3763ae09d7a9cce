//! What a member can ask for: a closed list, each with a name and a line that says what it does.

/// Declares the actions with their names and lines.
macro_rules! actions {
    ($($name:ident $kebab:literal $about:literal;)*) => {
        /// Something a member can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $about] $name,)*
        }

        impl Action {
            /// Every action, in the order menus show them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in files and on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $kebab,)* }
            }

            /// What it does, in a line.
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)* }
            }
        }
    };
}

actions! {
    Up "up" "up one line";
    Down "down" "down one line";
    Left "left" "left, or out";
    Right "right" "right, or in";
    PageUp "page-up" "up one page";
    PageDown "page-down" "down one page";
    First "first" "to the first line";
    Last "last" "to the last line";
    NextPane "next-pane" "next pane";
    PreviousPane "previous-pane" "previous pane";
    Open "open" "open what is under the cursor";
    Back "back" "back, one step";
    TrailBack "trail-back" "back along the places visited";
    TrailForward "trail-forward" "forward along the places visited";
    Menu "menu" "menu of what can be done here";
    FindAnything "find-anything" "find anything, do anything";
    Search "search" "search the list and its texts";
    SearchNext "search-next" "next place found";
    SearchPrevious "search-previous" "previous place found";
    Undo "undo" "take back the last act";
    Redo "redo" "restore what was taken back";
    Ask "ask" "what is asked: commitment, question, anchors";
    Rate "rate" "rate the question at hand";
    Note "note" "note or reason on what is under the cursor";
    Copy "copy" "copy with its source";
    ShowPublished "show-published" "what was published, after you have rated";
    Zoom "zoom" "this pane alone, or all panes";
    RepeatMark "repeat-mark" "repeat the last marking here";
    Clear "clear" "clear the rating or mark";
    GoReview "go-review" "go to the review";
    GoVerdicts "go-verdicts" "go to the verdicts";
    GoCodebook "go-codebook" "go to the codebook";
    GoTriage "go-triage" "go to the triage of sources";
    GoUnrated "go-unrated" "go to the next unrated question";
    GoUnread "go-unread" "go to the next unread item";
    GoSources "go-sources" "list of sources, to read their texts";
    GoFiled "go-filed" "your passages filed under the question";
    GoLadder "go-ladder" "evidence and rating of the question side by side";
    GoHistory "go-history" "history of acts";
    GoUnsettled "go-unsettled" "what a new edition left to settle";
    GoTrace "go-trace" "where the quotations of a text come from";
    TraceOther "trace-other" "trace the quotations of another text";
    TraceUnmarked "trace-unmarked" "trace what is repeated without quotation marks too";
    GoCheck "go-check" "check: what does not hold in the review and in your session";
    HandIn "hand-in" "hand in a round; once it is opened, how the panel rated";
    GoMeeting "go-meeting" "the meeting: what members rated, one question after another";
    MeetDissent "dissent" "who does not agree, and why";
    MeetAbstain "stay-out" "who does not vote on this";
    MeetVote "basis" "how it was settled: all, consensus, a vote, the chair";
    MeetAside "put-aside" "set this aside for later";
    MeetNames "names" "letters of members on or off";
    MeetBlank "blank" "nothing on the screen until it is pressed again";
    MeetNod "nod" "agree to everything that all gave alike";
    MeetPresent "present" "who is in the room";
    MeetAgreement "agreement" "how far members agreed before talking";
    Export "export" "export the session: JSON, reports, tables, pictures";
    Quit "quit" "leave; everything is saved";
    SavedWhen "saved-when" "when it was last saved";
    CursorAway "cursor-away" "cursor to the status line and back";
    Digit0 "rate-no-information" "looked at, cannot be rated";
    Digit1 "digit-1" "rate outstanding";
    Digit2 "digit-2" "rate good";
    Digit3 "digit-3" "rate requires improvement";
    Digit4 "digit-4" "rate inadequate";
    Tag1 "tag-1" "tag 1, on or off; in the codebook, pins to 1";
    Tag2 "tag-2" "tag 2, on or off; in the codebook, pins to 2";
    Tag3 "tag-3" "tag 3, on or off; in the codebook, pins to 3";
    Tag4 "tag-4" "tag 4, on or off; in the codebook, pins to 4";
    Tag5 "tag-5" "tag 5, on or off; in the codebook, pins to 5";
    Tag6 "tag-6" "tag 6, on or off; in the codebook, pins to 6";
    Tag7 "tag-7" "tag 7, on or off; in the codebook, pins to 7";
    Tag8 "tag-8" "tag 8, on or off; in the codebook, pins to 8";
    Tag9 "tag-9" "tag 9, on or off; in the codebook, pins to 9";
    Abstain "abstain" "I do not rate this";
    MarkYes "mark-yes" "it says yes";
    MarkNo "mark-no" "it says no";
    MarkBoth "mark-both" "it says both";
    MarkBackground "mark-background" "it is background";
    ToggleRead "toggle-read" "read, or unread";
    ShowOnly "show-only" "show only some items";
    ListScope "list-scope" "this question, whole commitment, with background";
    Relevant "relevant" "relevant, and on to the next undecided";
    SetAside "set-aside" "set aside, and on to the next undecided";
    Raise "raise" "raise with the panel, and on to the next undecided";
    Later "later" "decide later: it comes back at the end";
    AlikeToo "alike-too" "the same decision for all texts like this one";
    BearsOn "bears-on" "say which commitments it bears on, or file passages under another question";
    Order "order" "order the sources";
    RegisterOrder "register-order" "back to the register's order";
    Flow "flow" "what was received, opened, read and used";
    NextItem "next-item" "next item";
    PreviousItem "previous-item" "previous item";
    NextWord "next-word" "next word";
    PreviousWord "previous-word" "previous word";
    NextMarker "next-marker" "next footnote marker";
    PreviousMarker "previous-marker" "previous footnote marker";
    Passage "passage" "mark a passage: sentence, then word";
    WholeItem "whole-item" "mark the whole item";
    EndForward "end-forward" "end of the passage on by a word";
    EndBack "end-back" "end of the passage back by a word";
    EndDown "end-down" "end of the passage on by a sentence";
    EndUp "end-up" "end of the passage back by a sentence";
    CharForward "char-forward" "end of the passage on by a character";
    CharBack "char-back" "end of the passage back by a character";
    SwapEnds "swap-ends" "move the other end";
    PickTags "pick-tags" "choose tags";
    NextFiling "next-filing" "say it to the next of its questions, or to all";
    FileUnder "file-under" "file under other questions";
    Keep "keep" "keep";
    DropIt "drop" "drop";
    NewLine "new-line" "new line in a text";
    TakeAnchor "take-anchor" "take the anchor's words";
    Toggle "toggle" "on or off";
    WhatIf "what-if" "try changes on a copy";
    CompareRules "compare-rules" "the rules side by side";
    ChooseRule "choose-rule" "choose the roll-up rule";
    NewTag "new-tag" "new tag";
    MoveTagUp "move-tag-up" "move the tag up";
    MoveTagDown "move-tag-down" "move the tag down";
    MergeTag "merge-tag" "merge the tag into another";
    Recolour "recolour" "another colour for the tag";
    Matrix "matrix" "matrix of tags, or submitters, by questions";
    SwitchHere "switch-here" "search here, or everywhere";
    SearchOrder "search-order" "what was found in reading order, or the best first";
    SwitchMember "switch-member" "another member on this machine";
    TakeOver "take-over" "continue here what another window holds";
    TipCard "tip-card" "the first steps again";
    MouseToggle "mouse" "mouse on or off";
    SwitchTheme "theme" "another theme: terminal, dark, light, mono";
    Suspend "suspend" "pause and go back to the shell";
    WriteInEditor "write-in-editor" "write the reason or note in your editor";
    SaveAgain "save-again" "try again to save";
    RescueCopy "rescue-copy" "write a rescue copy elsewhere";
    EditPlaces "edit-places" "file the item under other questions";
    EditKind "edit-kind" "say what the item is";
    EditSources "edit-sources" "say where the item comes from";
    EditSpeaker "edit-speaker" "say who speaks in the item";
    EditJoin "edit-join" "join the item with the next one";
    EditSplit "edit-split" "split the item at the cursor";
    EditLabel "edit-label" "give what is under the cursor another label";
    EditCode "edit-code" "give the source another code";
    SaveEdition "save-edition" "save all changes as a new edition";
    DiscardEdits "discard-edits" "take back all changes that are not saved";
}

impl Action {
    /// An action by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// What it does, in a word or two: for lists of keys that continue another.
    pub fn in_short(self) -> &'static str {
        match self {
            Self::First => "top",
            Self::GoReview => "review",
            Self::GoVerdicts => "verdicts",
            Self::GoCodebook => "codebook",
            Self::GoTriage => "triage",
            Self::GoUnrated => "next unrated",
            Self::GoUnread => "next unread",
            Self::GoSources => "sources",
            Self::GoFiled => "filed here",
            Self::GoLadder => "both sides",
            Self::GoHistory => "history",
            Self::GoUnsettled => "to settle",
            Self::GoTrace => "quotations traced",
            Self::GoCheck => "check",
            Self::HandIn => "hand in",
            Self::GoMeeting => "meeting",
            Self::Export => "export",
            other => other.about(),
        }
    }

    /// The tag digit it toggles.
    pub fn tag_digit(self) -> Option<u8> {
        let first = Self::Tag1 as u8;
        let at = self as u8;
        (first..=Self::Tag9 as u8).contains(&at).then(|| at - first + 1)
    }

    /// The rung it rates: 1 to 4, or 0 for no information.
    pub fn rung(self) -> Option<u8> {
        match self {
            Self::Digit0 => Some(0),
            Self::Digit1 => Some(1),
            Self::Digit2 => Some(2),
            Self::Digit3 => Some(3),
            Self::Digit4 => Some(4),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_kebab_case_and_stands_once() {
        for action in Action::ALL {
            assert!(action.name().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            assert_eq!(Action::named(action.name()), Some(*action));
        }
    }

    #[test]
    fn digits_know_what_they_toggle() {
        assert_eq!(Action::Tag1.tag_digit(), Some(1));
        assert_eq!(Action::Tag9.tag_digit(), Some(9));
        assert_eq!(Action::Rate.tag_digit(), None);
    }
}
