//! The interchange form, which `sessions import` takes in again.

use std::io;
use std::io::Write;

use crate::document::write::write_session;
use crate::export::Exporter;
use crate::model::session::SessionFile;

/// JSON, `format: "plumbline-session"`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn ending(&self) -> &'static str {
        "json"
    }

    fn write(&self, session: &SessionFile, mut out: &mut dyn Write) -> io::Result<()> {
        write_session(session, &mut out)
    }
}
