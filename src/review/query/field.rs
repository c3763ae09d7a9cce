//! What stands before a colon in a query, and what may stand behind it.
//!
//! A value is taken in the screen's words and in the files', and by its beginning, so that what one is still typing
//! finds already. Invariant: what is written in full means only itself.

use crate::model::catalog::Catalog;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::ids::TagId;
use crate::model::quote::Stance;
use crate::model::session::TriageStatus;
use crate::model::source::SourceKind;
use crate::review::state::State;
use crate::text::fold::fold;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Tag,
    Source,
    Question,
    Stance,
    Status,
    Kind,
}

impl Field {
    /// All, in the order they are told.
    pub const ALL: [Self; 6] = [Self::Tag, Self::Source, Self::Question, Self::Stance, Self::Status, Self::Kind];

    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Source => "source",
            Self::Question => "q",
            Self::Stance => "stance",
            Self::Status => "status",
            Self::Kind => "kind",
        }
    }

    /// The field of that name, or of one that members may take for it.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_lowercase().as_str() {
            "tags" => Some(Self::Tag),
            "from" => Some(Self::Source),
            "question" => Some(Self::Question),
            "says" => Some(Self::Stance),
            name => Self::ALL.into_iter().find(|field| field.name() == name),
        }
    }
}

/// What was decided of a source, or done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Status {
    Decided(TriageStatus),
    Read,
    Unread,
    Marked,
    Unmarked,
}

/// Which questions are meant: a commitment's, one of every commitment, or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// Of this commitment only.
    pub commitment: Option<CommitmentId>,
    /// This question only.
    pub question: Option<QuestionId>,
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One of these tags.
    Tag(Vec<TagId>),
    /// Sources by code or name, folded; looked up where there may be many.
    Source(String),
    /// Filed under them, by the review or by the member.
    Question(Questions),
    /// A passage that says one of these.
    Stance(Vec<Stance>),
    /// One of these.
    Status(Vec<Status>),
    /// Of one of these kinds, or from a source of one, by their words.
    Kind(Vec<&'static str>),
}

/// The names that values can have in a review and a session.
#[derive(Debug, Clone, Default)]
pub struct Names {
    tags: Vec<(TagId, String)>,
    commitments: Vec<CommitmentId>,
    questions: Vec<QuestionId>,
}

impl Names {
    /// Of a review and what a member has made.
    pub fn of(catalog: &Catalog, state: &State) -> Self {
        let review = catalog.review();
        Self {
            tags: state.codebook.iter().map(|tag| (tag.id.clone(), tag.label.clone())).collect(),
            commitments: review.commitments.iter().map(|commitment| commitment.id.clone()).collect(),
            questions: review.questions.iter().map(|question| question.id.clone()).collect(),
        }
    }

    /// What a value means; none where nothing is called so.
    pub fn value(&self, field: Field, typed: &str) -> Option<Value> {
        let wanted = plain(typed);
        Some(match field {
            Field::Tag => {
                let tags = self.tags.iter().map(|(id, label)| (id.clone(), vec![plain(label), plain(id.as_str())]));
                Value::Tag(meant(&wanted, tags)?)
            }
            Field::Source => Value::Source(fold(typed).text().trim().to_owned()),
            Field::Question => Value::Question(self.questions_of(typed.trim())?),
            Field::Stance => Value::Stance(meant(&wanted, spelled(STANCES))?),
            Field::Status => Value::Status(meant(&wanted, spelled(STATUSES))?),
            Field::Kind => Value::Kind(meant(&wanted, kinds().map(|kind| (kind, vec![plain(kind)])))?),
        })
    }

    fn questions_of(&self, typed: &str) -> Option<Questions> {
        let same = |id: &str| id.to_lowercase() == typed.to_lowercase();
        if let Some(id) = self.commitments.iter().find(|id| same(id.as_str())) {
            return Some(Questions { commitment: Some(id.clone()), question: None });
        }
        if let Some(id) = self.questions.iter().find(|id| same(id.as_str())) {
            return Some(Questions { commitment: None, question: Some(id.clone()) });
        }
        let pairs = self.commitments.iter().flat_map(|one| self.questions.iter().map(move |two| (one, two)));
        let (one, two) = pairs.into_iter().find(|(one, two)| same(&format!("{one}{two}")))?;
        Some(Questions { commitment: Some(one.clone()), question: Some(two.clone()) })
    }

    /// The values a field can have, in words; where there are too many, what they look like.
    pub fn known(&self, field: Field) -> String {
        let list = |names: Vec<&str>| match names.as_slice() {
            [] => "none yet".to_owned(),
            few if few.len() <= MOST_TOLD => few.join(", "),
            many => format!("{} and {} more", many[..MOST_TOLD].join(", "), many.len() - MOST_TOLD),
        };
        match field {
            Field::Tag => list(self.tags.iter().map(|(_, label)| label.as_str()).collect()),
            Field::Source => "a code in any spelling, or words of a name".to_owned(),
            Field::Question => {
                let ends = |first: Option<&str>, last: Option<&str>| match (first, last) {
                    (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                    (first, _) => first.unwrap_or("none").to_owned(),
                };
                let (one, two) = (&self.commitments, &self.questions);
                let commitments = ends(one.first().map(|id| id.as_str()), one.last().map(|id| id.as_str()));
                let questions = ends(two.first().map(|id| id.as_str()), two.last().map(|id| id.as_str()));
                format!("a commitment ({commitments}), a question ({questions}), or both together")
            }
            Field::Stance => "yes, no, both, background".to_owned(),
            Field::Status => "undecided, relevant, set aside, raise, later, read, unread, marked, unmarked".to_owned(),
            Field::Kind => list(kinds().collect()),
        }
    }
}

/// Values told at most.
const MOST_TOLD: usize = 12;

const STANCES: &[(Stance, &[&str])] = &[
    (Stance::Supports, &["yes", "supports", "supporting"]),
    (Stance::Undermines, &["no", "undermines", "undermining"]),
    (Stance::Mixed, &["both", "mixed"]),
    (Stance::Context, &["background", "context"]),
];

const STATUSES: &[(Status, &[&str])] = &[
    (Status::Decided(TriageStatus::Undecided), &["undecided"]),
    (Status::Decided(TriageStatus::Relevant), &["relevant"]),
    (Status::Decided(TriageStatus::SetAside), &["set aside"]),
    (Status::Decided(TriageStatus::Flagged), &["raise with the panel", "flagged"]),
    (Status::Decided(TriageStatus::Deferred), &["later", "deferred"]),
    (Status::Read, &["read"]),
    (Status::Unread, &["unread"]),
    (Status::Marked, &["marked"]),
    (Status::Unmarked, &["unmarked"]),
];

fn kinds() -> impl Iterator<Item = &'static str> {
    EvidenceKind::ALL.into_iter().map(EvidenceKind::word).chain(SourceKind::ALL.into_iter().map(SourceKind::word))
}

fn spelled<T: Copy>(table: &'static [(T, &'static [&'static str])]) -> impl Iterator<Item = (T, Vec<String>)> {
    table.iter().map(|(value, names)| (*value, names.iter().map(|name| (*name).to_owned()).collect()))
}

/// What is called so; failing that, what has a name that begins so.
fn meant<T>(wanted: &str, named: impl Iterator<Item = (T, Vec<String>)>) -> Option<Vec<T>> {
    let (mut whole, mut begun) = (Vec::new(), Vec::new());
    for (value, names) in named {
        if names.iter().any(|name| name == wanted) {
            whole.push(value);
        } else if names.iter().any(|name| name.starts_with(wanted) || name.contains(&format!(" {wanted}"))) {
            begun.push(value);
        }
    }
    let found = if whole.is_empty() { begun } else { whole };
    (!found.is_empty()).then_some(found)
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.text().split([' ', '_', '-']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;
    use crate::review::words::triage_word;

    fn value(field: Field, typed: &str) -> Option<Value> {
        let ws = fixture::workspace();
        Names::of(ws.catalog(), ws.state()).value(field, typed)
    }

    #[test]
    fn values_are_taken_in_the_screen_s_words_and_the_files_and_by_their_beginning() {
        for (typed, stance) in [("yes", Stance::Supports), ("undermines", Stance::Undermines), ("MIX", Stance::Mixed)] {
            assert_eq!(value(Field::Stance, typed), Some(Value::Stance(vec![stance])), "{typed}");
        }
        let aside = Some(Value::Status(vec![Status::Decided(TriageStatus::SetAside)]));
        for typed in ["set aside", "set_aside", "set-as", "Set"] {
            assert_eq!(value(Field::Status, typed), aside, "{typed}");
        }
        assert_eq!(value(Field::Kind, "web"), Some(Value::Kind(vec!["web page"])));
        assert_eq!(value(Field::Tag, "fund"), Some(Value::Tag(vec!["funding".into()])));
        assert_eq!(value(Field::Tag, "xyz"), None);
        for decided in [TriageStatus::Relevant, TriageStatus::Flagged, TriageStatus::Deferred, TriageStatus::Undecided]
        {
            let known = value(Field::Status, triage_word(decided));
            assert_eq!(known, Some(Value::Status(vec![Status::Decided(decided)])), "what the screen says is known");
        }
    }

    #[test]
    fn what_is_written_in_full_means_only_itself_and_a_beginning_all_that_begin_so() {
        assert_eq!(value(Field::Status, "read"), Some(Value::Status(vec![Status::Read])));
        let begun = Some(Value::Status(vec![Status::Decided(TriageStatus::Relevant), Status::Read]));
        assert_eq!(value(Field::Status, "re"), begun);
    }

    #[test]
    fn a_question_is_a_commitment_a_letter_or_both() {
        let meant = |typed| match value(Field::Question, typed) {
            Some(Value::Question(questions)) => Some((questions.commitment, questions.question)),
            _ => None,
        };
        assert_eq!(meant("1"), Some((Some("1".into()), None)));
        assert_eq!(meant("b"), Some((None, Some("B".into()))));
        assert_eq!(meant("1b"), Some((Some("1".into()), Some("B".into()))));
        assert_eq!(meant("9z"), None);
    }
}
