//! Standard output for data and standard error for talk.
//!
//! Uses `text::display`. Invariant: stored text reaches a terminal only as safe text, or escaped inside JSON.

use std::io;
use std::io::BufWriter;
use std::io::StdoutLock;
use std::io::Write;

use serde::Serialize;

use crate::document::write::write_value;
use crate::text::display::display_line;

/// Standard output, buffered. Call [`Out::done`] last, or errors of the last bytes pass unseen.
pub struct Out(BufWriter<StdoutLock<'static>>);

impl Out {
    /// Standard output.
    pub fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    /// One line, made safe.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.0, "{}", display_line(text))
    }

    /// Text of the program's own, as it is.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// One JSON document.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        write_value(value, &mut self.0)
    }

    /// Where bytes that are not lines go.
    pub fn raw(&mut self) -> &mut dyn Write {
        &mut self.0
    }

    /// Sends what is buffered.
    pub fn done(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Says something to the person at the terminal.
pub fn say(text: &str) {
    // Nobody to hear it is no reason to fail.
    let _ = writeln!(io::stderr(), "{}", display_line(text));
}
