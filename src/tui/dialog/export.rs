//! Where the session is written to, what is in the file and what is not.
//!
//! Invariant: a file that is there is written over only by an Enter given after it was said so.

use std::path::PathBuf;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::export::forms::Holds;
use crate::judgement::words::at_start;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::review::words::plural;
use crate::text::fold::fold;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::paragraph::paragraph;

/// Longest part of a review's title in a file name, in characters.
const SLUG_LIMIT: usize = 40;
/// Cells before the path.
const LABEL: u16 = 6;

/// The row that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    Name,
    Log,
    Form,
}

impl Part {
    const ALL: [Self; 4] = [Self::Path, Self::Name, Self::Log, Self::Form];

    /// The part so many rows on; Tab goes round, arrows stop at the ends.
    fn moved(self, by: isize, round: bool) -> Self {
        let len = Self::ALL.len();
        let at = self as usize;
        let to =
            if round { (at + len).saturating_add_signed(by) % len } else { at.saturating_add_signed(by).min(len - 1) };
        Self::ALL[to]
    }
}

/// The sheet.
pub struct ExportSheet {
    path: Field,
    with_name: bool,
    with_log: bool,
    part: Part,
    /// The path of a file that is there, as long as it stands in the field.
    there: Option<String>,
    /// Whether the file is being written.
    writing: bool,
}

impl ExportSheet {
    /// Proposes a name in the current folder, without the member's name and without the log.
    pub fn new(ui: &Ui<'_>) -> Self {
        let path = format!("{}-session.json", slug(&ui.ws.catalog().review().title));
        Self {
            path: Field::line_with(&path),
            with_name: false,
            with_log: false,
            part: Part::Path,
            there: None,
            writing: false,
        }
    }

    /// Opens again because a file of that name is there: says so, and the next Enter writes over it
    /// unless the path is changed.
    pub fn over(path: &std::path::Path, with_name: bool, with_log: bool) -> Self {
        let path = path.display().to_string();
        Self { path: Field::line_with(&path), with_name, with_log, part: Part::Path, there: Some(path), writing: false }
    }

    fn force(&self) -> bool {
        self.there.as_deref() == Some(self.path.value())
    }

    fn keep(&mut self) -> Reply {
        let path = self.path.value().trim().to_owned();
        if path.is_empty() {
            return Reply::mistake("Type where to write the file.");
        }
        if path.trim_matches(['/', '\\']).is_empty() {
            return Reply::mistake("Type the name of a folder for the files.");
        }
        self.writing = true;
        Reply::ask(Request::Export {
            path: PathBuf::from(path),
            with_name: self.with_name,
            with_log: self.with_log,
            force: self.force(),
        })
    }

    fn toggle(&mut self) -> Reply {
        match self.part {
            Part::Path => return Reply::ignored(),
            Part::Name => self.with_name = !self.with_name,
            Part::Log => self.with_log = !self.with_log,
            Part::Form => self.next_form(),
        }
        Reply::done()
    }

    fn holds(&self) -> Holds {
        Holds::by_name(self.path.value())
    }

    /// The next form there is; the name ends as files of it do.
    fn next_form(&mut self) {
        let all = Holds::OFFERED;
        let now = all.iter().position(|(holds, _)| *holds == self.holds()).unwrap_or(0);
        let (_, ending) = all[(now + 1) % all.len()];
        let path = self.path.value();
        let known = all.iter().find_map(|(_, ending)| path.strip_suffix(ending));
        let start = known.unwrap_or_else(|| path.rsplit_once('.').map_or(path, |(start, _)| start));
        self.path = Field::line_with(&format!("{start}{ending}"));
    }

    fn toggles(&self, ui: &Ui<'_>) -> [(Part, String); 3] {
        let sign = |on: bool| if on { "[x]" } else { "[ ]" };
        let name = match &ui.ws.member().name {
            Some(name) => format!("{} with your name, {name}", sign(self.with_name)),
            None => format!("{} with your name (you have given none)", sign(self.with_name)),
        };
        let log = format!("{} with the log: every act and when, without what was taken back", sign(self.with_log));
        let form = format!("as {}: Space takes another form, or give the file another ending", self.holds().title());
        [(Part::Name, name), (Part::Log, log), (Part::Form, form)]
    }

    fn notes(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let state = ui.ws.state();
        let lost = match state.lost().count() {
            0 => String::new(),
            count => format!(" ({count} of them without a place in this edition)"),
        };
        let in_it = format!(
            "In the file: {}, {}{lost}, {}, tags, what you judged of commitments, and what the ratings add up to.",
            plural(state.ratings.len(), "rating", "ratings"),
            plural(state.quotes.len(), "passage", "passages"),
            plural(state.notes.len(), "note", "notes"),
        );
        let in_it = match state.sealed() {
            Some((round, _)) => format!(
                "Round {round} is handed in and not opened, so its ratings and reasons, private notes and the log stay out \
                 of the file. In it: {}{lost}, tags, and notes you share.",
                plural(state.quotes.len(), "passage", "passages"),
            ),
            None => in_it,
        };
        let in_it = match (self.holds(), state.sealed()) {
            (Holds::Session, _) | (_, Some(_)) => in_it,
            _ => format!(
                "In the file: {} and {} with where they come from, and what the ratings add up to; notes only where you \
                 share them, and no log.",
                plural(state.ratings.len(), "rating", "ratings"),
                plural(state.quotes.len(), "passage", "passages"),
            ),
        };
        let mut lines = paragraph(&in_it, width, ui.theme.style(Role::Dim));
        if let Some(limits) = self.holds().limits() {
            lines.extend(paragraph(&format!("{}.", at_start(limits)), width, ui.theme.style(Role::Dim)));
        }
        let not_in_it = "Not in it: what you read, and where you are.";
        lines.extend(paragraph(not_in_it, width, ui.theme.style(Role::Dim)));
        if self.writing {
            let text = "Writing the file. Esc goes back to work meanwhile; it is said when it is done.";
            lines.extend(paragraph(text, width, ui.theme.style(Role::Text)));
        } else if self.force() {
            let text = "A file of that name is there. Enter again writes over it; change the name to keep it.";
            lines.extend(paragraph(text, width, ui.theme.style(Role::Trouble)));
        }
        lines
    }
}

/// A title as a file name has it: small letters without accents, digits, and hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in fold(title).text().chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    if slug.len() > SLUG_LIMIT {
        let cut = slug[..=SLUG_LIMIT].rfind('-').unwrap_or(SLUG_LIMIT);
        slug.truncate(cut);
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "review".to_owned() } else { slug.to_owned() }
}

impl Sheet for ExportSheet {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn act(&mut self, action: Action, _ui: &Ui<'_>) -> Reply {
        self.part = match action {
            Action::Keep => return self.keep(),
            Action::DropIt | Action::Back => return Reply::close(),
            Action::Toggle => return self.toggle(),
            Action::Down => self.part.moved(1, false),
            Action::Up => self.part.moved(-1, false),
            Action::TakeAnchor | Action::NextPane => self.part.moved(1, true),
            Action::PreviousPane => self.part.moved(-1, true),
            _ => return Reply::ignored(),
        };
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        match (self.part, key) {
            (Part::Path, key) => self.path.edit(key),
            (_, TextKey::Char(' ')) => return self.toggle(),
            _ => return Reply::mistake("Space switches it on or off; Up goes to the path."),
        }
        Reply::done()
    }

    fn awaits(&self, action: Option<Action>) -> bool {
        self.writing && !matches!(action, Some(Action::DropIt | Action::Back))
    }

    fn written(&mut self, written: &Result<(), String>) -> Reply {
        match (std::mem::take(&mut self.writing), written) {
            (true, Ok(())) => Reply::close(),
            _ => Reply::done(),
        }
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        if self.writing {
            return format!("Exporting the session to {}\u{2026}", self.holds().title());
        }
        format!("Export the session to {} (Tab: next row, Space: on or off)", self.holds().title())
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let notes = u16::try_from(self.notes(ui, usize::from(width)).len()).unwrap_or(u16::MAX);
        self.path.height(width.saturating_sub(LABEL)).saturating_add(3).saturating_add(notes)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let label = LABEL.min(area.width - 1);
        let path_rows = self.path.height(area.width - label).min(area.height);
        put(buf, area, 0, &Line::from(ui.span("Write ", Role::Dim)), plain);
        let field = Rect { x: area.x + label, width: area.width - label, height: path_rows, ..area };
        let caret = self.path.draw(field, buf, plain);
        let mut cursor = if self.part == Part::Path { caret } else { None };
        let mut row = path_rows;
        for (part, text) in self.toggles(ui) {
            let here = part == self.part;
            let role = if here { Role::Selected } else { Role::Text };
            put(buf, area, row, &Line::from(ui.span(&text, role)), plain);
            if here && row < area.height {
                cursor = Some(Position::new(area.x, area.y + row));
            }
            row += 1;
        }
        for (row, line) in (row..area.height).zip(self.notes(ui, usize::from(area.width))) {
            put(buf, area, row, &line, plain);
        }
        cursor.or(caret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rating::Rating;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    fn asked(sheet: &mut ExportSheet, stage: &Stage) -> (String, bool, bool, bool) {
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(!reply.close && stage.drawn(sheet).contains("Writing the file."));
        match only(reply) {
            Request::Export { path, with_name, with_log, force } => {
                (path.display().to_string(), with_name, with_log, force)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_file_is_named_after_the_review_and_says_what_is_in_it_and_what_is_not() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, None);
        let mut sheet = ExportSheet::new(&stage.ui());
        let drawn = stage.drawn(&sheet);
        for words in ["small-review-of-2026-session.json", "1 rating, 0 passages, 0 notes", "Not in it: what you read"]
        {
            assert!(drawn.contains(words), "{words:?} is missing in\n{drawn}");
        }
        assert_eq!(asked(&mut sheet, &stage), ("small-review-of-2026-session.json".to_owned(), false, false, false));
    }

    #[test]
    fn name_and_log_go_only_where_they_are_switched_on() {
        let stage = Stage::default();
        let mut sheet = ExportSheet::new(&stage.ui());
        sheet.act(Action::TakeAnchor, &stage.ui());
        stage.types(&mut sheet, " ");
        assert!(stage.drawn(&sheet).contains("[x] with your name"));
        sheet.act(Action::Down, &stage.ui());
        stage.types(&mut sheet, "x ");
        let (_, name, log, force) = asked(&mut sheet, &stage);
        assert_eq!((name, log, force), (true, true, false));
    }

    #[test]
    fn space_takes_another_form_and_the_name_and_what_is_left_out_follow() {
        let stage = Stage::default();
        let mut sheet = ExportSheet::new(&stage.ui());
        sheet.act(Action::PreviousPane, &stage.ui());
        stage.types(&mut sheet, " ");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.contains("small-review-of-2026-report.docx") && drawn.contains("Docx: no pictures"), "{drawn}");
        assert!(sheet.title(&stage.ui()).starts_with("Export the session to a Word report"));
        for _ in 1..Holds::OFFERED.len() {
            stage.types(&mut sheet, " ");
        }
        assert_eq!(asked(&mut sheet, &stage).0, "small-review-of-2026-session.json", "round it goes");
    }

    #[test]
    fn a_file_that_is_there_is_written_over_by_a_second_enter_only_under_its_own_name() {
        let stage = Stage::default();
        let over = || ExportSheet::over(std::path::Path::new("out.json"), true, false);
        assert!(stage.drawn(&over()).contains("Enter again writes over it"));
        assert_eq!(asked(&mut over(), &stage), ("out.json".to_owned(), true, false, true));
        let mut renamed = over();
        stage.types(&mut renamed, "2");
        assert!(!stage.drawn(&renamed).contains("writes over"));
        assert_eq!(asked(&mut renamed, &stage), ("out.json2".to_owned(), true, false, false));
    }

    #[test]
    fn a_path_that_names_no_file_is_refused_in_words() {
        let stage = Stage::default();
        let mut sheet = ExportSheet::over(std::path::Path::new(" "), false, false);
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "Type where to write the file.");
        let mut sheet = ExportSheet::over(std::path::Path::new("/"), false, false);
        assert!(mistake(sheet.act(Action::Keep, &stage.ui())).starts_with("Type the name of a folder"));
    }

    #[test]
    fn long_titles_are_cut_between_words_and_odd_ones_still_name_a_file() {
        assert_eq!(slug("Évaluation: of the  NHS!"), "evaluation-of-the-nhs");
        assert_eq!(slug("日本"), "review");
        let long = slug("Evaluation of Government commitments made on the digitisation of the NHS");
        assert_eq!(long, "evaluation-of-government-commitments");
    }
}
