//! A tag's name, what belongs under it, and the tag it stands under.
//!
//! Uses the session to read and the text fields. Invariant: what it asks for is one act, so one undo.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::review::state::State;
use crate::tui::dialog::prompt::TYPED;
use crate::tui::dialog::prompt::measure;
use crate::tui::draft::Draft;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::naming::name_for;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;

/// Rows the description takes at most.
const MOST_ROWS: u16 = 5;

/// The part being typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Description,
    Parent,
}

/// Renames and describes a tag, and moves it under another.
pub struct TagSheet {
    tag: Tag,
    part: Part,
    name: Field,
    description: Field,
    /// What it can stand under, nothing first.
    parents: Vec<(Option<TagId>, String)>,
    parent: usize,
    leaving: bool,
}

impl TagSheet {
    /// A sheet on a tag of the codebook.
    pub fn new(state: &State, tag: &Tag) -> Self {
        let mut parents = vec![(None, "nothing".to_owned())];
        let free = state.codebook.iter().filter(|other| !stands_under(state, other, &tag.id));
        parents.extend(free.map(|other| (Some(other.id.clone()), other.label.clone())));
        let parent = parents.iter().position(|(id, _)| *id == tag.parent).unwrap_or(0);
        Self {
            tag: tag.clone(),
            part: Part::Name,
            name: Field::line_with(&tag.label),
            description: Field::text(&tag.description),
            parents,
            parent,
            leaving: false,
        }
    }

    fn changed(&self) -> bool {
        self.name.value() != self.tag.label
            || self.description.value() != self.tag.description
            || self.parents[self.parent].0 != self.tag.parent
    }

    fn keep(&self, ui: &Ui<'_>) -> Reply {
        if !self.changed() {
            return Reply::close();
        }
        match name_for(ui.ws.state(), self.name.value(), Some(&self.tag.id)) {
            Ok(label) => {
                let description = self.description.value().trim().to_owned();
                let parent = self.parents[self.parent].0.clone();
                // Digit and colour as they are now: the tag may have changed behind the sheet.
                let now = ui.ws.state().tag(&self.tag.id).unwrap_or(&self.tag).clone();
                Reply::close_with(vec![Request::Apply(Act::ChangeTag {
                    tag: Tag { label, description, parent, ..now },
                })])
            }
            Err(why) => Reply::mistake(why),
        }
    }

    fn turn(&mut self, on: bool) {
        self.part = match (self.part, on) {
            (Part::Name, true) | (Part::Parent, false) => Part::Description,
            (Part::Description, true) | (Part::Name, false) => Part::Parent,
            (Part::Parent, true) | (Part::Description, false) => Part::Name,
        };
    }

    /// Left and Right walk through the parents, a letter goes to the next that begins with it.
    fn choose_parent(&mut self, key: &TextKey) {
        let count = self.parents.len();
        match key {
            TextKey::Left => self.parent = (self.parent + count - 1) % count,
            TextKey::Right => self.parent = (self.parent + 1) % count,
            TextKey::Backspace | TextKey::Delete => self.parent = 0,
            TextKey::Char(c) => {
                let letter = c.to_lowercase().to_string();
                let next = (1..=count).map(|step| (self.parent + step) % count);
                let found =
                    next.into_iter().find(|at| *at > 0 && self.parents[*at].1.to_lowercase().starts_with(&letter));
                self.parent = found.unwrap_or(self.parent);
            }
            _ => {}
        }
    }

    fn description_rows(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.description.height(measure(ui).min(width)).min(MOST_ROWS)
    }
}

/// Whether a tag is another or stands under it, at any depth.
fn stands_under(state: &State, tag: &Tag, id: &TagId) -> bool {
    let mut at = Some(tag);
    for _ in 0..=state.codebook.len() {
        match at {
            Some(tag) if &tag.id == id => return true,
            Some(tag) => at = tag.parent.as_ref().and_then(|parent| state.tag(parent)),
            None => return false,
        }
    }
    true
}

impl Sheet for TagSheet {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let leaving = std::mem::take(&mut self.leaving);
        match action {
            Action::Keep => return self.keep(ui),
            Action::DropIt | Action::Back if leaving || !self.changed() => return Reply::close(),
            Action::DropIt | Action::Back => {
                self.leaving = true;
                return Reply::mistake(TYPED);
            }
            Action::TakeAnchor | Action::NextPane => self.turn(true),
            Action::PreviousPane => self.turn(false),
            Action::NewLine if self.part == Part::Description => self.description.new_line(),
            Action::Up | Action::Down => {
                let down = action == Action::Down;
                let inside = self.part == Part::Description && self.description.vertical(down, measure(ui));
                let end = matches!((self.part, down), (Part::Name, false) | (Part::Parent, true));
                if !inside && !end {
                    self.turn(down);
                }
            }
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        self.leaving = false;
        match self.part {
            Part::Name => self.name.edit(key),
            Part::Description => self.description.edit(key),
            Part::Parent => self.choose_parent(&key),
        }
        Reply::done()
    }

    fn draft_key(&self) -> Option<String> {
        Some(format!("tag {}", self.tag.id))
    }

    fn draft(&self, _ui: &Ui<'_>) -> Option<Draft> {
        let on = self.draft_key().filter(|_| self.changed())?;
        let typed = serde_json::json!({"name": self.name.value(), "description": self.description.value()});
        Some(Draft { on, words: format!("on the tag {} (g c, e)", self.tag.label), typed })
    }

    fn restore(&mut self, typed: &serde_json::Value) {
        let text = |field: &str| typed.get(field).and_then(serde_json::Value::as_str);
        if let (Some(name), Some(description)) = (text("name"), text("description")) {
            (self.name, self.description) = (Field::line_with(name), Field::text(description));
        }
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        format!("Tag {}", ui.line(&self.tag.label))
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        3 + self.description_rows(ui, width)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let style = ui.theme.style(Role::Text);
        let label = |part: Part, text: &str| ui.span(text, if self.part == part { Role::Focus } else { Role::Dim });
        let row = |at: u16| Rect { y: area.y + at.min(area.height - 1), height: 1, ..area };
        put(buf, row(0), 0, &Line::from(label(Part::Name, "Name: ")), style);
        let indent = 6.min(area.width - 1);
        let field = Rect { x: area.x + indent, width: area.width - indent, ..row(0) };
        let name = self.name.draw(field, buf, style);
        put(buf, row(1), 0, &Line::from(label(Part::Description, "What belongs under it (Tab goes on):")), style);
        let rows = self.description_rows(ui, area.width).min(area.height.saturating_sub(3));
        let below = Rect { y: area.y + 2, height: rows, width: area.width.min(measure(ui)), ..area };
        let description = self.description.draw(below, buf, style);
        let parent = row(2 + rows);
        let chosen = &self.parents[self.parent].1;
        let line = Line::from(vec![
            label(Part::Parent, "Stands under: "),
            ui.span(chosen, Role::Text),
            ui.span("  (Left and Right choose)", Role::Dim),
        ]);
        put(buf, parent, 0, &line, style);
        match self.part {
            Part::Name => name,
            Part::Description => description,
            Part::Parent => Some(Position::new(parent.x + 14.min(parent.width - 1), parent.y)),
        }
    }
}
