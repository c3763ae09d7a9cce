//! What a review has before anything is read: the scale, the four questions usually put, and what a rating means.
//!
//! Uses the model. The anchors are general ones, made for this program; a panel brings its own in its planning grid.
//! Invariant: equal content gives an equal id, so that the same import twice gives the same file.

use sha2::Digest;
use sha2::Sha256;
use uuid::Builder;
use uuid::Uuid;

use crate::model::commitment::Area;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;
use crate::model::review::Published;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::Review;
use crate::model::review::ScalePoint;
use crate::model::review::Wording;

/// An id that follows from content (a UUID of version 8: the beginning of a SHA-256).
pub fn id_of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Uuid {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// A review with nothing in it but the scale.
pub fn empty(id: Uuid, title: String) -> Review {
    Review {
        format: REVIEW_FORMAT.to_owned(),
        version: 1,
        id,
        edition: 1,
        title,
        body: String::new(),
        date: String::new(),
        url: None,
        licence: None,
        note: None,
        wording: Wording::Verbatim,
        scale: scale(),
        questions: Vec::new(),
        areas: Vec::new(),
        commitments: Vec::new(),
        sources: Vec::new(),
        footnotes: Vec::new(),
        evidence: Vec::new(),
        published: Published::default(),
        themes: Vec::new(),
        settings: None,
    }
}

/// The note of a review whose commitments are still to be set.
pub const TO_BE_SET: &str = "Made of submissions without a planning grid: areas and commitments are still to be set.";

/// A review of submissions for which no grid was given: the four questions, and one commitment that stands for those to come.
pub fn without_grid(id: Uuid, title: String) -> Review {
    let mut review = empty(id, title);
    review.note = Some(TO_BE_SET.to_owned());
    review.questions = questions();
    review.areas = vec![Area { id: AreaId::from("1"), label: "To be set".to_owned(), locator: None }];
    review.commitments = vec![Commitment {
        id: CommitmentId::from("1"),
        area: AreaId::from("1"),
        label: "To be set".to_owned(),
        text: "The commitments of this review are not set yet. Make them with `plumbline new`, and import with --into."
            .to_owned(),
        deadline: None,
        subquestions: None,
        locator: None,
        note: None,
    }];
    review
}

/// The four grades by their usual names.
pub fn scale() -> Vec<ScalePoint> {
    let names = ["Outstanding", "Good", "Requires improvement", "Inadequate"];
    let point = |(id, label): (Grade, &str)| ScalePoint { id, label: label.to_owned(), mark: label[..1].to_owned() };
    Grade::ALL.into_iter().zip(names).map(point).collect()
}

struct Usual {
    id: &'static str,
    label: &'static str,
    text: &'static str,
    yes: &'static str,
    no: &'static str,
    anchors: [&'static str; 4],
}

const USUAL: [Usual; 4] = [
    Usual {
        id: "A",
        label: "Met",
        text: "Has the commitment been met, or is it on course to be met by its deadline?",
        yes: "it was met",
        no: "it was not met",
        anchors: [
            "It has been met in full, or there is every sign that it will be.",
            "It has been met but for small gaps, or will be soon after its deadline.",
            "It has not been met, and more has to be done for it to be met in reasonable time.",
            "It has not been met, and it is far from being met.",
        ],
    },
    Usual {
        id: "B",
        label: "Funded",
        text: "Has it had the money, people and time that it needs?",
        yes: "it was funded",
        no: "it was not funded",
        anchors: [
            "It had all it needed, when it needed it.",
            "It had most of what it needed; gaps did not hold it back much.",
            "It lacked some of what it needed, and that held it back.",
            "It lacked most of what it needed.",
        ],
    },
    Usual {
        id: "C",
        label: "Helped",
        text: "Has it made things better for the people it was meant for?",
        yes: "it helped",
        no: "it did not help",
        anchors: [
            "It made things much better for everyone it was meant for.",
            "It made things better for most of them.",
            "It made things better for some, or a little.",
            "It made nothing better that can be shown, or made things worse.",
        ],
    },
    Usual {
        id: "D",
        label: "Right promise",
        text: "Was it the right commitment to make?",
        yes: "it was the right promise",
        no: "it was the wrong promise",
        anchors: [
            "It aimed at what matters most, clearly and within reach.",
            "It aimed at what matters; something in it could be better put.",
            "It missed part of what matters, or could hardly be reached or measured.",
            "It aimed at the wrong thing, or cannot be told to be met.",
        ],
    },
];

/// The four questions usually put, with general anchors.
pub fn questions() -> Vec<Question> {
    USUAL.iter().map(question).collect()
}

/// Answers that fit any question: for it and against it.
pub fn any_answers() -> (String, String) {
    ("it speaks for yes".to_owned(), "it speaks for no".to_owned())
}

/// One of the four, or a question of another letter with words that fit any.
pub fn question_called(id: &str) -> Question {
    USUAL.iter().find(|usual| usual.id == id).map_or_else(
        || {
            let (yes, no) = any_answers();
            Question {
                id: QuestionId::from(id),
                label: id.to_owned(),
                text: String::new(),
                yes,
                no,
                anchors: Default::default(),
                locator: None,
            }
        },
        question,
    )
}

fn question(usual: &Usual) -> Question {
    Question {
        id: QuestionId::from(usual.id),
        label: usual.label.to_owned(),
        text: usual.text.to_owned(),
        yes: usual.yes.to_owned(),
        no: usual.no.to_owned(),
        anchors: Grade::ALL.into_iter().zip(usual.anchors.map(str::to_owned)).collect(),
        locator: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::validate::validate_review;

    #[test]
    fn a_review_without_a_grid_holds_together() {
        let review = without_grid(id_of(["a"]), "T".to_owned());
        validate_review(&review, "t").expect("is valid");
        assert_eq!(review.cells().count(), 4);
    }

    #[test]
    fn ids_follow_from_content_and_from_where_parts_end() {
        assert_eq!(id_of(["ab", "c"]), id_of(["ab", "c"]));
        assert_ne!(id_of(["ab", "c"]), id_of(["a", "bc"]));
        assert_eq!(id_of(["a"]).get_version_num(), 8);
    }
}
