//! What tests of sheets and panes look through, and how they read what was drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::rating::Rating;
use crate::review::fixture::START;
use crate::review::fixture::workspace;
use crate::review::workspace::Workspace;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::request::ViewName;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Theme;
use crate::tui::theme::ThemeName;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::worker::Worker;

/// A session and a screen of 80 by 24.
pub struct Stage {
    /// The session.
    pub ws: Workspace,
    /// The question or parent at hand.
    pub at_hand: Option<Subject>,
    /// The item at hand.
    pub item: Option<usize>,
    /// The scope behind.
    pub behind: Scope,
    /// The time zone.
    pub zone: jiff::tz::TimeZone,
    /// Where work is done.
    pub worker: Worker,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            ws: workspace(),
            at_hand: None,
            item: None,
            behind: Scope::Grid,
            zone: jiff::tz::TimeZone::UTC,
            worker: Worker::at_once(),
        }
    }
}

impl Stage {
    /// A look at it.
    pub fn ui(&self) -> Ui<'_> {
        Ui {
            ws: &self.ws,
            keys: crate::keys::lookup::Keys::usual(),
            theme: Theme::new(ThemeName::Mono),
            size: (80, 24),
            view: ViewName::Review,
            behind: self.behind,
            at_hand: self.at_hand.as_ref(),
            item: self.item,
            now: Moment::from_millis(START),
            zone: &self.zone,
            worker: &self.worker,
        }
    }

    /// Rates a question.
    pub fn rate(&mut self, cell: &str, rating: Rating, reason: Option<&str>) {
        let cell = cell.parse().expect("a question");
        let reason = reason.map(str::to_owned);
        self.ws.apply(&Act::Rate { cell, rating, reason, quotes: Vec::new(), round: 1 }).expect("rates");
    }

    /// What a sheet draws at 80 columns, its title first; drawn at other sizes too, so that none panics.
    pub fn drawn(&self, sheet: &dyn Sheet) -> String {
        let ui = self.ui();
        for (width, height) in [(1, 1), (20, 3), (200, 50)] {
            let area = Rect::new(0, 0, width, height);
            sheet.draw(&ui, area, &mut Canvas::on(&mut Buffer::empty(area)));
        }
        let area = Rect::new(0, 0, 80, sheet.height(&ui, 80).min(24));
        let mut buf = Buffer::empty(area);
        let cursor = sheet.draw(&ui, area, &mut Canvas::on(&mut buf));
        assert!(cursor.is_some_and(|at| area.contains(at)), "the cursor stands in the sheet");
        format!("{}\n{}", sheet.title(&ui), text_of(&buf))
    }

    /// Types a text.
    pub fn types(&self, sheet: &mut dyn Sheet, text: &str) {
        for c in text.chars() {
            sheet.edit(TextKey::Char(c), &self.ui());
        }
    }
}

/// What stands in a buffer, blanks at line ends apart.
pub fn text_of(buf: &Buffer) -> String {
    let rows: Vec<String> = (0..buf.area.height)
        .map(|y| (0..buf.area.width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
        .collect();
    rows.join("\n")
}

/// The one thing a reply asks for.
pub fn only(mut reply: Reply) -> Request {
    assert_eq!(reply.requests.len(), 1, "one request in {reply:?}");
    reply.requests.remove(0)
}

/// The mistake a reply names.
pub fn mistake(reply: Reply) -> String {
    match only(reply) {
        Request::Say(Say::Mistake(text)) => text,
        other => panic!("{other:?} is no mistake"),
    }
}
