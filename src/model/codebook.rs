//! Tags: the themes a review starts with and the set one member works with.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::TagId;

/// A theme of the review's starting codebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Key.
    pub id: TagId,
    /// A few words.
    pub label: String,
    /// What belongs under it.
    pub description: String,
    /// The theme it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
}

/// A tag of a member's codebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Key.
    pub id: TagId,
    /// A few words.
    pub label: String,
    /// What belongs under it.
    pub description: String,
    /// The tag it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
    /// The digit it is pinned to, 1 to 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 9))]
    pub digit: Option<u8>,
    /// A colour's name, from the program's palette.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<TagColor>,
}

/// The colours a tag can have; words, so that every theme can show them its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TagColor {
    Blue,
    Orange,
    Green,
    Purple,
    Red,
    Cyan,
    Yellow,
    Grey,
}

impl TagColor {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 8] =
        [Self::Blue, Self::Orange, Self::Green, Self::Purple, Self::Red, Self::Cyan, Self::Yellow, Self::Grey];
}

/// The codebook a member starts with: the review's themes, the first nine that stand under
/// nothing but a group pinned to digits.
pub fn starting_codebook(themes: &[Theme]) -> Vec<Tag> {
    let is_group = |theme: &Theme| themes.iter().any(|other| other.parent.as_ref() == Some(&theme.id));
    let mut digit = 0;
    themes
        .iter()
        .map(|theme| {
            let pinned = !is_group(theme) && digit < 9;
            digit += u8::from(pinned);
            Tag {
                id: theme.id.clone(),
                label: theme.label.clone(),
                description: theme.description.clone(),
                parent: theme.parent.clone(),
                digit: pinned.then_some(digit),
                color: None,
            }
        })
        .collect()
}
