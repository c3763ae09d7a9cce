//! The file formats as JSON Schema (draft 2020-12), made from the types that read the files.
//!
//! Uses model and schemars. Invariant: the schemas carried in `assets` are those made here.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use serde_json::json;

use crate::model::handin::HANDIN_FORMAT;
use crate::model::handin::HANDIN_VERSION;
use crate::model::handin::HandIn;
use crate::model::panel::PANEL_FORMAT;
use crate::model::panel::PANEL_VERSION;
use crate::model::panel::Panel;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::REVIEW_VERSION;
use crate::model::review::Review;
use crate::model::session::SESSION_FORMAT;
use crate::model::session::SESSION_VERSION;
use crate::model::session::SessionFile;

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaKind {
    /// A review.
    Review,
    /// A session.
    Session,
    /// A panel.
    Panel,
    /// A handed-in round, as far as it can be seen from outside.
    HandIn,
}

impl SchemaKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Review, Self::Session, Self::Panel, Self::HandIn];

    /// The word for it in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Session => "session",
            Self::Panel => "panel",
            Self::HandIn => "handin",
        }
    }

    /// The schema as the program carries it, ready to print.
    pub fn text(self) -> &'static str {
        match self {
            Self::Review => include_str!("../../assets/review.schema.json"),
            Self::Session => include_str!("../../assets/session.schema.json"),
            Self::Panel => include_str!("../../assets/panel.schema.json"),
            Self::HandIn => include_str!("../../assets/handin.schema.json"),
        }
    }
}

/// Makes the schema of a kind of file.
pub fn schema(kind: SchemaKind) -> Value {
    match kind {
        SchemaKind::Review => of::<Review>(
            "Plumbline review",
            "One evaluation: its scale, questions, commitments, sources, footnotes and evidence.",
            REVIEW_FORMAT,
            REVIEW_VERSION,
        ),
        SchemaKind::Session => of::<SessionFile>(
            "Plumbline session",
            "What one member has said about one review.",
            SESSION_FORMAT,
            SESSION_VERSION,
        ),
        SchemaKind::Panel => of::<Panel>(
            "Plumbline panel",
            "Who sits on a panel and what has been handed in.",
            PANEL_FORMAT,
            PANEL_VERSION,
        ),
        SchemaKind::HandIn => of::<HandIn>(
            "Plumbline handed-in round",
            "One member's round as it travels: what may be known before it is opened, and the sealed rest.",
            HANDIN_FORMAT,
            HANDIN_VERSION,
        ),
    }
}

fn of<T: JsonSchema>(title: &str, description: &str, format: &str, version: u32) -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    schema["title"] = json!(title);
    schema["description"] = json!(description);
    // The types say "a string" and "a number" here; a file that is valid says exactly these.
    schema["properties"]["format"] = json!({"const": format, "description": "What kind of file this is."});
    schema["properties"]["version"] = match version {
        1 => json!({"const": 1, "description": "Version of the format."}),
        _ => json!({"enum": (1..=version).collect::<Vec<_>>(), "description": "Version of the format."}),
    };
    schema
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
