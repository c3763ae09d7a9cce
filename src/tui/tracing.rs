//! Tracing the quotations of a text: what the app does for the view that shows them.

use std::path::PathBuf;

use crate::import::read::Tools;
use crate::tui::app::App;
use crate::tui::request::ViewName;

impl App {
    /// Takes the programs that documents are read with.
    pub fn use_tools(&mut self, tools: Tools) {
        self.tools = tools;
    }

    /// Goes to the text traced last; where there is none, asks for one.
    pub(crate) fn go_trace(&mut self) {
        if self.trace.is_begun() {
            return self.switch(ViewName::Trace);
        }
        let prompt = self.trace.prompt();
        self.push_sheet(Box::new(prompt));
    }

    /// Has a text traced and shows it.
    pub(crate) fn begin_trace(&mut self, path: PathBuf) {
        let look = self.look();
        self.trace.trace(&look.ui(&self.ws), &self.tools, path, false);
        self.switch(ViewName::Trace);
    }
}
