//! The passage sheet: what is being marked, its tags, what it says to which question.
//!
//! Nothing is kept before Enter; Esc drops it. The reader shows the passage itself.

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::document::canonical::sha256_hex;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::quote::Stance;
use crate::review::selection::Reach;
use crate::review::selection::Selection;
use crate::review::selection::Units;
use crate::review::words::stance_word;
use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::dialog::prompt::TYPED;
use crate::tui::pane::page::Page;
use crate::tui::pane::page::PageText;
use crate::tui::pane::reader::Marking;
use crate::tui::request::CopyText;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::put;

/// A text field open within the sheet.
enum Typing {
    /// Filing: `8b 3a` or `8`.
    File(Field),
    /// A note on the passage.
    Note(Field),
    /// Tags: typing filters, a new name makes a tag.
    Tags(Field, usize),
}

/// The sheet.
pub struct PassageSheet {
    marked_in: MarkedIn,
    text: Rc<PageText>,
    selection: Selection,
    /// The passage being changed; none: a new one.
    changing: Option<Quote>,
    id: QuoteId,
    tags: Vec<TagId>,
    new_tags: Vec<Tag>,
    filings: Vec<Filing>,
    note: Option<String>,
    typing: Option<Typing>,
    /// The filing that what is said goes to; none: all of them.
    question: Option<usize>,
    /// Whether anything but the ends was changed, and whether Esc has warned of it.
    changed: bool,
    warned: bool,
}

impl PassageSheet {
    /// Begins a passage in a text, filed under the question at hand.
    pub fn begin(ui: &Ui<'_>, text: &MarkedIn, page: &Page, cursor: usize, reach: Reach, id: QuoteId) -> Option<Self> {
        let filings = match ui.at_hand {
            Some(Subject::Cell(cell)) => vec![Filing { cell: FiledCell::from(cell), stance: None, anchor: None }],
            Some(Subject::Parent(crate::model::ids::ParentKey::Commitment(id))) => {
                vec![Filing { cell: FiledCell { commitment: id.clone(), question: None }, stance: None, anchor: None }]
            }
            _ => Vec::new(),
        };
        let mut sheet = Self::over(text, page, Selection::of(0..1), id);
        sheet.selection = Selection::at(&*sheet.text, cursor, reach)?;
        sheet.filings = filings;
        Some(sheet)
    }

    /// Changes a passage that stands.
    pub fn change(quote: &Quote, text: &MarkedIn, page: &Page) -> Self {
        let selection = Selection::of(quote.selector.start..quote.selector.end);
        let mut sheet = Self::over(text, page, selection, quote.id);
        sheet.tags = quote.tags.clone();
        sheet.filings = quote.filings.clone();
        sheet.note = quote.note.clone();
        sheet.changing = Some(quote.clone());
        sheet
    }

    fn over(text: &MarkedIn, page: &Page, selection: Selection, id: QuoteId) -> Self {
        Self {
            marked_in: text.clone(),
            text: page.text().clone(),
            selection,
            changing: None,
            id,
            tags: Vec::new(),
            new_tags: Vec::new(),
            filings: Vec::new(),
            note: None,
            typing: None,
            question: None,
            changed: false,
            warned: false,
        }
    }

    fn move_end(&mut self, action: Action) {
        let mut selection = self.selection.clone();
        let units: &dyn Units = &*self.text;
        match action {
            Action::EndForward => selection.by_word(units, true),
            Action::EndBack => selection.by_word(units, false),
            Action::EndDown => selection.by_sentence(units, true),
            Action::EndUp => selection.by_sentence(units, false),
            Action::CharForward => selection.by_grapheme(units, true),
            Action::CharBack => selection.by_grapheme(units, false),
            Action::SwapEnds => selection.swap_ends(),
            Action::Passage => selection.again(units),
            Action::WholeItem => selection.whole(units),
            _ => {}
        }
        self.selection = selection;
    }

    fn toggle_tag(&mut self, id: &TagId) {
        match self.tags.iter().position(|tag| tag == id) {
            Some(at) => {
                self.tags.remove(at);
            }
            None => self.tags.push(id.clone()),
        }
        self.changed = true;
    }

    /// Sets what the passage says, to every question it is filed under.
    fn set_stance(&mut self, stance: Stance) -> Reply {
        if self.filings.is_empty() {
            return Reply::mistake("File it under a question first: f.");
        }
        let question = self.question;
        let meant = self.filings.iter_mut().enumerate().filter(|(at, _)| question.is_none_or(|only| only == *at));
        let meant: Vec<&mut Filing> = meant.map(|(_, filing)| filing).collect();
        let again = meant.iter().all(|filing| filing.stance == Some(stance));
        for filing in meant {
            filing.stance = if again { None } else { Some(stance) };
        }
        self.changed = true;
        Reply::done()
    }

    fn quote(&self, ui: &Ui<'_>) -> Option<Quote> {
        let range = self.selection.range();
        let stored = self.text.stored();
        let selector = Selector::of(stored, range.start, range.end, sha256_hex(stored.as_bytes()))?;
        let (evidence, source) = self.marked_in.fields();
        Some(Quote {
            id: self.id,
            evidence,
            source,
            selector,
            filings: self.filings.clone(),
            tags: self.tags.clone(),
            speaker: self.changing.as_ref().and_then(|quote| quote.speaker.clone()),
            note: self.note.clone(),
            at: ui.now,
        })
    }

    fn keep(&self, ui: &Ui<'_>) -> Reply {
        let Some(quote) = self.quote(ui) else {
            return Reply::mistake("There is nothing between the two ends.");
        };
        let mut acts: Vec<Act> = self
            .new_tags
            .iter()
            .filter(|tag| self.tags.contains(&tag.id))
            .map(|tag| Act::AddTag { tag: tag.clone() })
            .collect();
        let remembered = quote.clone();
        let act = match &self.changing {
            Some(before) => {
                let same = Quote { at: before.at, ..quote.clone() } == *before;
                if same {
                    return Reply::close_with(vec![Request::Say(Say::Notice("The passage is as it was.".to_owned()))]);
                }
                Act::Remark { quote: Box::new(quote) }
            }
            None => Act::Mark { quote: Box::new(quote) },
        };
        let remember = Request::RememberMark(remembered);
        if acts.is_empty() {
            return Reply::close_with(vec![Request::Apply(act), remember]);
        }
        acts.push(act);
        Reply::close_with(vec![Request::ApplyAll(acts, String::new()), remember])
    }

    fn delete(&self) -> Reply {
        match &self.changing {
            Some(quote) => Reply::close_with(vec![Request::Apply(Act::Unmark { quote: quote.id })]),
            None => Reply::close_with(vec![dropped()]),
        }
    }

    /// Files under what was typed: `8b 3a`, or `8` for the whole commitment.
    fn file_under(&mut self, typed: &str, ui: &Ui<'_>) -> Result<(), String> {
        let mut filings = Vec::new();
        for word in typed.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            let upper = word.to_uppercase();
            let digits = upper.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let letters = &upper[digits.len()..];
            let commitment = CommitmentId::from(digits);
            if ui.ws.catalog().commitment(&commitment).is_none() {
                return Err(format!("There is no commitment {word} here. Type questions like 8b 3a, or 8."));
            }
            let question = (!letters.is_empty()).then(|| QuestionId::from(letters));
            if question.as_ref().is_some_and(|id| ui.ws.catalog().question(id).is_none()) {
                return Err(format!("There is no question {letters}. Type questions like 8b 3a, or 8."));
            }
            let cell = FiledCell { commitment, question };
            if filings.iter().any(|filing: &Filing| filing.cell == cell) {
                continue;
            }
            let before = self.filings.iter().find(|filing| filing.cell == cell).cloned();
            filings.push(before.unwrap_or(Filing { cell, stance: None, anchor: None }));
        }
        self.filings = filings;
        self.question = None;
        Ok(())
    }

    /// Tags that match what is typed, as (key, words, new); the last may be one to make.
    fn candidates(&self, ui: &Ui<'_>, typed: &str) -> Vec<(Option<TagId>, String)> {
        let wanted = typed.trim().to_lowercase();
        let known = ui.ws.state().codebook.iter().chain(&self.new_tags);
        let mut found: Vec<(Option<TagId>, String)> = known
            .filter(|tag| wanted.is_empty() || tag.label.to_lowercase().contains(&wanted))
            .map(|tag| (Some(tag.id.clone()), tag.label.clone()))
            .collect();
        let exact = found.iter().any(|(_, label)| label.to_lowercase() == wanted);
        if !wanted.is_empty() && !exact {
            found.push((None, typed.trim().to_owned()));
        }
        found
    }

    fn choose_tag(&mut self, ui: &Ui<'_>) {
        let Some(Typing::Tags(field, at)) = &self.typing else { return };
        let candidates = self.candidates(ui, field.value());
        match candidates.get(*at) {
            Some((Some(id), _)) => {
                let id = id.clone();
                self.toggle_tag(&id);
            }
            Some((None, label)) => {
                let tag = Tag {
                    id: TagId(format!("tag-{}-{}", self.id.simple(), self.new_tags.len() + 1)),
                    label: label.clone(),
                    description: String::new(),
                    parent: None,
                    digit: None,
                    color: None,
                };
                self.tags.push(tag.id.clone());
                self.new_tags.push(tag);
            }
            None => {}
        }
        self.typing = Some(Typing::Tags(Field::line(), 0));
    }

    fn act_typing(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match (action, &mut self.typing) {
            (Action::DropIt, Some(Typing::Note(field)))
                if !self.warned && field.value() != self.note.as_deref().unwrap_or("") =>
            {
                self.warned = true;
                return Reply::mistake(TYPED);
            }
            (Action::DropIt, _) => {
                self.warned = false;
                self.typing = None;
            }
            (Action::Keep, Some(Typing::Tags(field, at))) if field.is_empty() && *at == 0 => self.typing = None,
            (Action::Keep, Some(Typing::Tags(..))) => self.choose_tag(ui),
            (Action::Keep, Some(Typing::Note(field))) => {
                let text = field.value().trim().to_owned();
                self.note = (!text.is_empty()).then_some(text);
                self.changed = true;
                self.typing = None;
            }
            (Action::Keep, Some(Typing::File(field))) => {
                let typed = field.value().to_owned();
                if let Err(words) = self.file_under(&typed, ui) {
                    return Reply::mistake(words);
                }
                self.typing = None;
            }
            (Action::NewLine, Some(Typing::Note(field))) => field.new_line(),
            (Action::Up, Some(Typing::Tags(_, at))) => *at = at.saturating_sub(1),
            (Action::Down, Some(Typing::Tags(field, at))) => {
                let typed = field.value().to_owned();
                let next = *at + 1;
                let count = self.candidates(ui, &typed).len();
                self.typing = Some(Typing::Tags(Field::line_with(&typed), next.min(count.saturating_sub(1))));
            }
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let range = self.selection.range();
        // Of a long passage the beginning is enough to see which one it is.
        let words = self.text.slice(&(range.start..range.end.min(range.start + width.saturating_mul(4))));
        let wrapped = Wrapped::new(display(words), width);
        let mut lines: Vec<Line<'static>> = Vec::new();
        let first = wrapped.shown(0).into_string();
        let rest = if wrapped.line_count() > 1 {
            format!(" \u{2026} ({} words)", self.text.slice(&range).split_whitespace().count())
        } else {
            String::new()
        };
        lines.push(Line::from(Span::styled(cut(&format!("{first}{rest}"), width), ui.theme.style(Role::Marking))));
        lines.extend(self.tag_lines(ui, width));
        for (at, filing) in self.filings.iter().enumerate() {
            let here = self.filings.len() > 1 && self.question.is_none_or(|only| only == at);
            let subject = filing.cell.cell().map(Subject::Cell);
            let says =
                filing.stance.map_or("+ yes \u{b7} - no \u{b7} m both \u{b7} c background".to_owned(), |stance| {
                    stance_word(ui.ws.catalog(), subject.as_ref(), stance)
                });
            let role = if filing.stance.is_some() { Role::Heading } else { Role::Dim };
            let offered = match (&subject, filing.stance) {
                (Some(Subject::Cell(cell)), None) => offered_stances(ui, &cell.question),
                _ => says,
            };
            lines.push(Line::from(vec![
                Span::styled(
                    if here { ">" } else { " " }.repeat(usize::from(self.filings.len() > 1)),
                    ui.theme.style(Role::Heading),
                ),
                Span::styled(format!("[{}] ", filing.cell), ui.theme.style(Role::Heading)),
                ui.span(&offered, role),
            ]));
        }
        if self.filings.is_empty() {
            lines.push(Line::from(Span::styled("Not filed under a question yet: f", ui.theme.style(Role::Dim))));
        }
        if let Some(note) = &self.note {
            lines.push(Line::from(ui.span(&format!("Note: {note}"), Role::Text)));
        }
        lines
    }

    /// The pinned tags by their digits and the others on the passage, those on it ticked; in as many
    /// lines as it takes, so that every digit can be seen.
    fn tag_lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let book = &ui.ws.state().codebook;
        let mut tags: Vec<&Tag> = book
            .iter()
            .filter(|tag| tag.digit.is_some() || self.tags.contains(&tag.id))
            .chain(&self.new_tags)
            .collect();
        tags.sort_by_key(|tag| tag.digit.unwrap_or(u8::MAX));
        let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
        let mut used = 0;
        for tag in tags {
            let on = self.tags.contains(&tag.id);
            let digit = tag.digit.map_or(String::new(), |digit| format!("{digit} "));
            let text = format!("{digit}{}{}  ", if on { "\u{2713}" } else { "" }, ui.line(&cut(&tag.label, 30)));
            let cells = crate::tui::widget::line::width(&text);
            if used + cells > width + 2 && used > 0 {
                lines.push(Vec::new());
                used = 0;
            }
            used += cells;
            let style = if on { ui.theme.tag(tag.color) } else { ui.theme.style(Role::Dim) };
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(text, style));
            }
        }
        lines.into_iter().map(Line::from).collect()
    }
}

/// "+ yes: it was funded · - no: it was not funded · m both · c background".
fn offered_stances(ui: &Ui<'_>, question: &QuestionId) -> String {
    match ui.ws.catalog().question(question) {
        Some(question) => {
            format!("+ yes: {} \u{b7} - no: {} \u{b7} m both \u{b7} c background", question.yes, question.no)
        }
        None => "+ yes \u{b7} - no \u{b7} m both \u{b7} c background".to_owned(),
    }
}

fn dropped() -> Request {
    Request::Say(Say::Notice("Dropped; nothing was marked.".to_owned()))
}

impl Sheet for PassageSheet {
    fn scope(&self) -> Scope {
        match self.typing {
            Some(Typing::Tags(..)) => Scope::Picker,
            Some(_) => Scope::Text,
            None => Scope::Passage,
        }
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.typing.is_some() {
            return self.act_typing(action, ui);
        }
        if let Some(digit) = action.tag_digit() {
            let Some(id) = ui.ws.state().pinned(digit).map(|tag| tag.id.clone()) else {
                return Reply::mistake(format!("No tag is pinned to {digit}. t chooses from all tags."));
            };
            self.toggle_tag(&id);
            return Reply::done();
        }
        match action {
            Action::Keep => return self.keep(ui),
            Action::DropIt if self.note.is_some() && self.changed && !self.warned => {
                self.warned = true;
                return Reply::mistake("Enter keeps the passage and its note. Esc again drops them.");
            }
            Action::NextFiling if self.filings.len() > 1 => {
                let next = self.question.map_or(0, |at| at + 1);
                self.question = (next < self.filings.len()).then_some(next);
                let said = match self.question.and_then(|at| self.filings.get(at)) {
                    Some(filing) => format!("+ - m c now say what it says to {}.", filing.cell),
                    None => "+ - m c now say what it says to all of them.".to_owned(),
                };
                return Reply::say(said);
            }
            Action::DropIt => {
                let words =
                    if self.changing.is_some() { "The passage is as it was." } else { "Dropped; nothing was marked." };
                return Reply::close_with(vec![Request::Say(Say::Notice(words.to_owned()))]);
            }
            Action::Clear => return self.delete(),
            Action::MarkYes => return self.set_stance(Stance::Supports),
            Action::MarkNo => return self.set_stance(Stance::Undermines),
            Action::MarkBoth => return self.set_stance(Stance::Mixed),
            Action::MarkBackground => return self.set_stance(Stance::Context),
            Action::PickTags => self.typing = Some(Typing::Tags(Field::line(), 0)),
            Action::FileUnder => {
                let filed: Vec<String> =
                    self.filings.iter().map(|filing| filing.cell.to_string().to_lowercase()).collect();
                let apart = if filed.is_empty() { "" } else { " " };
                self.typing = Some(Typing::File(Field::line_with(&format!("{}{apart}", filed.join(" ")))));
            }
            Action::Note => self.typing = Some(Typing::Note(Field::text(self.note.as_deref().unwrap_or("")))),
            Action::Copy => {
                let Some(text) =
                    self.quote(ui).and_then(|quote| crate::review::cite::quote_with_citation(ui.ws.catalog(), &quote))
                else {
                    return Reply::ignored();
                };
                return Reply::ask(Request::Copy(CopyText { text, what: "the passage with its source".to_owned() }));
            }
            Action::EndForward
            | Action::EndBack
            | Action::EndDown
            | Action::EndUp
            | Action::CharForward
            | Action::CharBack
            | Action::SwapEnds
            | Action::Passage
            | Action::WholeItem => self.move_end(action),
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        match &mut self.typing {
            Some(Typing::File(field) | Typing::Note(field)) => field.edit(key),
            Some(Typing::Tags(field, at)) => {
                field.edit(key);
                *at = 0;
            }
            None => return Reply::ignored(),
        }
        Reply::done()
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        if self.changing.is_some() { "Change the passage".to_owned() } else { "Mark a passage".to_owned() }
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let lines = u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX);
        lines
            + match &self.typing {
                None => 0,
                Some(Typing::Tags(..)) => 7,
                Some(Typing::File(_)) => 1,
                Some(Typing::Note(field)) => field.height(width.saturating_sub(8)).min(6),
            }
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        for (row, line) in lines.iter().enumerate() {
            put(buf, area, u16::try_from(row).unwrap_or(u16::MAX), line, ui.theme.style(Role::Text));
        }
        let used = u16::try_from(lines.len()).unwrap_or(0).min(area.height);
        let rest = Rect { y: area.y + used, height: area.height - used, ..area };
        let (name, field) = match self.typing.as_ref()? {
            Typing::File(field) => ("File:", field),
            Typing::Note(field) => ("Note:", field),
            Typing::Tags(field, _) => ("Tag:", field),
        };
        if rest.height == 0 || rest.width < 8 {
            return None;
        }
        buf.set_stringn(rest.x, rest.y, name, 6, ui.theme.style(Role::Focus));
        let tags = matches!(self.typing, Some(Typing::Tags(..)));
        let height = if tags { 1 } else { rest.height };
        let caret =
            field.draw(Rect { x: rest.x + 6, width: rest.width - 6, height, ..rest }, buf, ui.theme.style(Role::Text));
        if let Some(Typing::Tags(field, at)) = &self.typing {
            let candidates = self.candidates(ui, field.value());
            let room = usize::from(rest.height - 1);
            let top = (at + 1).saturating_sub(room);
            for (row, (id, label)) in candidates.iter().enumerate().skip(top).take(room) {
                let on = id.as_ref().is_some_and(|id| self.tags.contains(id));
                let text = match id {
                    Some(_) => format!("{} {label}", if on { "\u{2713}" } else { " " }),
                    None => format!("  new tag \u{201c}{label}\u{201d}"),
                };
                let role = if row == *at { Role::Selected } else { Role::Text };
                let y = u16::try_from(row - top).unwrap_or(0) + 1;
                put(buf, rest, y, &Line::from(ui.span(&text, role)), ui.theme.style(Role::Text));
            }
        }
        caret
    }

    fn marking(&self) -> Option<Marking> {
        Some(Marking {
            text: self.marked_in.clone(),
            range: self.selection.range(),
            caret: self.selection.caret(),
            instead_of: self.changing.as_ref().map(|quote| quote.id),
        })
    }
}
