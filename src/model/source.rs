//! Where evidence comes from.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;

/// What kind of thing a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Written evidence sent to the panel.
    Submission,
    /// A transcribed discussion the panel held.
    Roundtable,
    /// A paper, letter or press release of government or its bodies.
    Government,
    /// A report, article or book.
    Publication,
    /// A web page.
    Web,
    /// How the evaluation was received.
    Reaction,
}

impl SourceKind {
    /// All kinds, in the order lists show them.
    pub const ALL: [Self; 6] =
        [Self::Submission, Self::Roundtable, Self::Government, Self::Publication, Self::Web, Self::Reaction];

    /// The word for it on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Roundtable => "roundtable",
            Self::Government => "government",
            Self::Publication => "publication",
            Self::Web => "web page",
            Self::Reaction => "reaction",
        }
    }
}

/// A submission, roundtable, government paper, publication, web page or reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Normalised code.
    pub id: SourceId,
    /// What kind of thing it is.
    pub kind: SourceKind,
    /// A name people read.
    pub label: String,
    /// Other spellings of the code, as printed somewhere.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it belongs to, such as the group a roundtable was held with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// When it was made or published, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Not for publication.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// Taken back by who sent it; its text is no longer held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// The first source whose text is the same or nearly the same, where this is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<SourceId>,
    /// The people who speak in it.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// Its whole text, if held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file the text was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

impl Source {
    /// A source of which nothing but this is known.
    pub fn new(id: SourceId, kind: SourceKind, label: String) -> Self {
        Self {
            id,
            kind,
            label,
            aliases: Vec::new(),
            group: None,
            date: None,
            url: None,
            confidential: false,
            withdrawn: false,
            like: None,
            speakers: Vec::new(),
            text: None,
            original: None,
            locator: None,
        }
    }

    /// All it is called: its code, its name, and other spellings of the code.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.id.as_str(), self.label.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str))
    }

    /// The first of the texts that are alike: this one, where it is the first or like no other.
    pub fn first_alike(&self) -> &SourceId {
        self.like.as_ref().unwrap_or(&self.id)
    }

    /// How it is named where words of it leave the panel: its name and code; where it is confidential the event only,
    /// which is the group it was held with, or what kind of thing it is.
    pub fn named_outside(&self) -> String {
        if !self.confidential {
            let label = self.label.trim();
            let named = !label.is_empty() && label != self.id.as_str();
            return if named { format!("{label}, {}", self.id) } else { self.id.to_string() };
        }
        let event = match (&self.group, self.kind) {
            (Some(group), SourceKind::Roundtable) => format!("roundtable, {group}"),
            (Some(group), _) => group.clone(),
            (None, kind) => kind.word().to_owned(),
        };
        format!("{event}, in confidence")
    }

    /// How a speaker of it is named there: as the source does; where it is confidential by role only.
    pub fn speaker_outside(&self, speaker: &SpeakerId) -> Option<String> {
        let speaker = self.speakers.iter().find(|known| &known.id == speaker)?;
        if self.confidential { speaker.role.clone() } else { Some(speaker.label.clone()) }
    }
}

/// Someone who speaks in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Key within the source.
    pub id: SpeakerId,
    /// How the speaker is named.
    pub label: String,
    /// In what capacity they speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// The file a source's text was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// File name without folders.
    pub name: String,
    /// What read it.
    pub extractor: String,
    /// Which version of that.
    pub extractor_version: String,
    /// What could not be carried over.
    #[serde(default)]
    pub warnings: Vec<String>,
}
