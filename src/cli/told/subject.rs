//! What is asked of a question, a commitment, an area or the whole, and what the member said of it. Never what was
//! published.

use serde_json::Value;
use serde_json::json;

use crate::cli::told::Told;
use crate::cli::told::in_a_line;
use crate::cli::told::key;
use crate::cli::told::own_note;
use crate::cli::told::passage;
use crate::judgement::derivation;
use crate::judgement::words::at_start;
use crate::model::commitment::Commitment;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::session::NoteTarget;
use crate::review::heard;
use crate::review::words::TO_CONFIRM;
use crate::review::words::area_word;
use crate::review::words::rating_label;
use crate::review::words::rating_word;
use crate::review::words::subject_word;
use crate::review::workspace::Workspace;

/// What the member said of a question, in a few words: "inadequate", "unrated", "you do not rate this: why".
pub fn own_answer(ws: &Workspace, cell: &CellKey) -> String {
    let (state, review) = (ws.state(), ws.catalog().review());
    match (state.ratings.get(cell), state.abstained.get(cell)) {
        (Some(entry), _) => {
            let mut words = rating_word(review, entry.rating);
            if entry.unconfirmed {
                words.push_str(&format!(" ({TO_CONFIRM})"));
            }
            if entry.reason.is_none() {
                words.push_str(", without a reason");
            }
            words
        }
        (None, Some(entry)) => format!("you do not rate this: {}", in_a_line(&entry.why)),
        (None, None) => "unrated".to_owned(),
    }
}

/// What is asked, and the member's own answer with its passages; the evidence is told apart.
pub fn asked(ws: &Workspace, subject: &Subject) -> Told {
    let mut told = Told { json: json!({ "subject": key(subject) }), ..Told::default() };
    match subject {
        Subject::Cell(cell) => question(ws, cell, &mut told),
        Subject::Parent(parent) => of_parent(ws, parent, &mut told),
    }
    told
}

fn question(ws: &Workspace, cell: &CellKey, told: &mut Told) {
    let (catalog, state) = (ws.catalog(), ws.state());
    let (Some(about), Some(question)) = (catalog.commitment(&cell.commitment), catalog.question(&cell.question)) else {
        return;
    };
    told.line(format!("{cell} {}: {}", about.label, question.label));
    commitment(about, told);
    told.line(format!("Question {}: {}", question.id, in_a_line(&question.text)));
    let asked = about.subquestions.as_ref().and_then(|asked| asked.get(&cell.question));
    for subquestion in asked.into_iter().flatten() {
        told.line(format!("Also asked: {}", in_a_line(subquestion)));
    }
    told.json["question"] = json!({ "id": question.id, "label": question.label, "text": question.text, "yes": question.yes, "no": question.no });
    told.json["subquestions"] = json!(asked.cloned().unwrap_or_default());
    told.json["anchors"] = anchors(ws, cell)
        .into_iter()
        .map(|anchor| {
            told.line(anchor.line());
            anchor.json
        })
        .collect();
    told.line(format!("A passage says yes: {}. No: {}.", question.yes, question.no));
    told.under("Heard", Some(&heard::words(catalog, state, cell)));
    told.line(format!("Your rating: {}.", own_answer(ws, cell)));
    let entry = state.ratings.get(cell);
    told.under("Your reason", entry.and_then(|entry| entry.reason.as_deref()).map(in_a_line).as_deref());
    told.json["rating"] = json!(entry);
    told.json["abstained"] = json!(state.abstained.get(cell));
    let passages: Vec<_> = state.quotes_under(cell).collect();
    told.lines.extend(passages.iter().map(|quote| format!("Your passage {}", passage::line(ws, quote))));
    told.json["passages"] = passages.iter().map(|quote| passage::json(ws, quote)).collect();
    own_note(ws, &NoteTarget::Cell(cell.clone()), told);
}

fn commitment(about: &Commitment, told: &mut Told) {
    told.line(format!("Commitment {}: {}", about.id, in_a_line(&about.text)));
    told.under("Deadline", about.deadline.as_deref());
    told.under("Background", about.note.as_deref().map(in_a_line).as_deref());
    told.json["commitment"] = json!({
        "id": about.id, "label": about.label, "text": about.text, "deadline": about.deadline, "note": about.note,
        "area": about.area,
    });
}

/// A rung with its anchor.
pub struct Anchor {
    rung: usize,
    label: String,
    text: String,
    note: Option<String>,
    json: Value,
}

impl Anchor {
    /// "4 Inadequate: No money came. The panel's note: ..."
    pub fn line(&self) -> String {
        let note = self.note.as_deref().map_or(String::new(), |note| format!(" The panel's note: {}", in_a_line(note)));
        let colon = if self.text.is_empty() { "" } else { ": " };
        format!("{} {}{colon}{}{note}", self.rung, self.label, in_a_line(&self.text))
    }
}

/// The four rungs of a question, the best first.
pub fn anchors(ws: &Workspace, cell: &CellKey) -> Vec<Anchor> {
    let review = ws.catalog().review();
    let question = ws.catalog().question(&cell.question);
    let of = |grade: Grade| {
        let text = question.and_then(|question| question.anchors.get(&grade)).cloned().unwrap_or_default();
        let note = review.anchor_note(&cell.question, grade).map(str::to_owned);
        let label = rating_label(review, grade.into());
        let json = json!({ "rung": grade.rank() + 1, "rating": grade, "label": label, "text": text, "note": note });
        Anchor { rung: grade.rank() + 1, label, text, note, json }
    };
    Grade::ALL.into_iter().map(of).collect()
}

fn of_parent(ws: &Workspace, parent: &ParentKey, told: &mut Told) {
    let catalog = ws.catalog();
    let review = catalog.review();
    match parent {
        ParentKey::Commitment(id) => {
            let Some(about) = catalog.commitment(id) else { return };
            told.line(format!("Commitment {}, {}", about.id, about.label));
            commitment(about, told);
            told.json["answers"] = answers(ws, about, told);
        }
        ParentKey::Area(id) => area(ws, id, told),
        ParentKey::Overall => {
            told.line(format!("{}, {}, {}", review.title, review.body, review.date));
            told.under("About it", review.note.as_deref().map(in_a_line).as_deref());
            told.json["review"] =
                json!({ "title": review.title, "body": review.body, "date": review.date, "edition": review.edition });
            for known in &review.areas {
                area(ws, &known.id, told);
            }
        }
    }
    verdict(ws, parent, told);
    own_note(ws, &NoteTarget::Parent(parent.clone()), told);
}

/// A line for each question of a commitment with the member's answer.
fn answers(ws: &Workspace, about: &Commitment, told: &mut Told) -> Value {
    let of = |question: &crate::model::commitment::Question| {
        let cell = CellKey::new(&about.id, &question.id);
        let answer = own_answer(ws, &cell);
        told.line(format!("{cell} {}: {answer}", question.label));
        let rating = ws.state().ratings.get(&cell).map(|entry| entry.rating);
        json!({ "cell": cell, "label": question.label, "text": question.text, "rating": rating, "words": answer })
    };
    ws.catalog().review().questions.iter().map(of).collect()
}

fn area(ws: &Workspace, id: &AreaId, told: &mut Told) {
    let catalog = ws.catalog();
    told.line(format!("Area {id}: {}", area_word(catalog.review(), id)));
    for about in catalog.commitments_in(id) {
        told.line(format!("Commitment {}, {}", about.id, about.label));
    }
}

/// What the ratings add up to there, where that may show, and the member's own judgement before it.
pub fn verdict(ws: &Workspace, parent: &ParentKey, told: &mut Told) {
    let review = ws.catalog().review();
    let own = ws.state().overrides.get(parent);
    if let Some(own) = own {
        told.line(format!("Your judgement: {}. {}", rating_word(review, own.rating), in_a_line(&own.reason)));
    }
    told.json["own"] = json!(own);
    if !ws.blindness().shows_running_verdict() {
        told.line("What your ratings add up to is not shown yet in this review.");
        told.json["rollup"] = Value::Null;
        return;
    }
    let result = derivation::explain(ws.rollup(), parent, &review.scale);
    let word = subject_word(review, &Subject::Parent(parent.clone()));
    if let Some(why) = derivation::why(ws.rollup(), parent, &review.scale) {
        told.line(format!("{}: {why}", at_start(&word)));
    }
    told.json["rollup"] = json!(result);
}
