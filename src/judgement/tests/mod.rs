//! Tests of the judgement layer: tables, two ways that must agree, and the sentences people read.
//!
//! Owns the small reviews the tests are about. Uses the layer and the model. Invariant: no test knows how a result is
//! computed, only what it must be.

mod agreement;
mod balance;
mod least;
mod rolling;
mod rules;
mod sentences;
mod spread;

use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Standing;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::review::ScalePoint;

/// The nine rows of the published tables of HC 780, with the printed overall of each.
pub(super) const DIGITISATION: [(&str, char); 9] = [
    ("GRRR", 'R'),
    ("RRRR", 'R'),
    ("IIIG", 'I'),
    ("RGRG", 'R'),
    ("IIIG", 'I'),
    ("RRRR", 'R'),
    ("RRRR", 'R'),
    ("IRIG", 'I'),
    ("IIII", 'I'),
];

/// Which area each of them is in.
const AREAS: [usize; 9] = [1, 1, 1, 2, 2, 3, 3, 4, 4];

/// O, G, R, I; `?` no information, `-` abstained, `.` unrated.
pub(super) fn standing(letter: char) -> Standing {
    match letter {
        'O' => Standing::Graded(Grade::Outstanding),
        'G' => Standing::Graded(Grade::Good),
        'R' => Standing::Graded(Grade::RequiresImprovement),
        'I' => Standing::Graded(Grade::Inadequate),
        '?' => Standing::NoInformation,
        '-' => Standing::Abstained,
        '.' => Standing::Unrated,
        other => panic!("{other} stands for nothing"),
    }
}

pub(super) fn rating(letter: char) -> Rating {
    standing(letter).rating().expect("a rating")
}

pub(super) fn cell(text: &str) -> CellKey {
    text.parse().expect("a cell")
}

pub(super) fn commitment(number: usize) -> ParentKey {
    ParentKey::Commitment(CommitmentId(number.to_string()))
}

/// A review of so many commitments with four questions each, in areas `1` to `4`, and an area `5` without any.
pub(super) fn review(commitments: usize) -> Review {
    let list: Vec<serde_json::Value> = (0..commitments)
        .map(|at| serde_json::json!({"id": (at + 1).to_string(), "area": AREAS[at % 9].to_string(), "label": "", "text": ""}))
        .collect();
    let question = |id| serde_json::json!({"id": id, "label": "", "text": "", "yes": "", "no": ""});
    let area = |id| serde_json::json!({"id": id, "label": ""});
    serde_json::from_value(serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "00000000-0000-0000-0000-000000000001", "edition": 1,
        "title": "", "body": "", "date": "2023-02-17", "wording": "verbatim", "scale": scale(),
        "questions": (["A", "B", "C", "D"].map(question)),
        "areas": (["1", "2", "3", "4", "5"].map(area)),
        "commitments": list,
    }))
    .expect("a review")
}

pub(super) fn scale() -> Vec<ScalePoint> {
    [("Outstanding", "O"), ("Good", "G"), ("Requires improvement", "R"), ("Inadequate", "I")]
        .into_iter()
        .zip(Grade::ALL)
        .map(|((label, mark), id)| ScalePoint { id, label: label.to_owned(), mark: mark.to_owned() })
        .collect()
}

/// What rows of letters say, the first row of commitment 1.
pub(super) fn opinions(rows: &[&str]) -> Opinions {
    let mut opinions = Opinions::default();
    for (at, row) in rows.iter().enumerate() {
        for (question, letter) in ["A", "B", "C", "D"].into_iter().zip(row.chars()) {
            let key = CellKey::new(&CommitmentId((at + 1).to_string()), &QuestionId::from(question));
            opinions.cells.insert(key, standing(letter));
        }
    }
    opinions
}

pub(super) fn rolled(rows: &[&str], rule: RuleName) -> Rollup {
    Rollup::new(Tree::of(&review(rows.len())), &opinions(rows), rule)
}

pub(super) fn digitisation_rows() -> Vec<&'static str> {
    DIGITISATION.iter().map(|(row, _)| *row).collect()
}
