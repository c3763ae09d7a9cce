//! What is asked while the review itself is edited: places, kind, sources, speaker, labels, codes.

use crate::keys::action::Action;
use crate::model::edit::Edit;
use crate::model::edit::Labelled;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::review::ScalePoint;
use crate::model::source::Speaker;
use crate::review::editing::code_typed;
use crate::review::editing::places_of;
use crate::review::editing::places_typed;
use crate::review::labels::source_typed;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::ui::Ui;

type Opened = Result<Box<dyn Sheet>, String>;

/// The sheet that an action asks for on an item.
///
/// # Errors
/// Why there is none, for the status line.
pub fn for_item(ui: &Ui<'_>, action: Action, id: &EvidenceId) -> Opened {
    let item = ui.ws.catalog().evidence(id).ok_or_else(|| format!("There is no item {id} here any more."))?;
    match action {
        Action::EditPlaces => Ok(Box::new(places(&item))),
        Action::EditKind => Ok(Box::new(kinds(&item))),
        Action::EditSources => Ok(Box::new(sources(&item))),
        _ => speakers(ui, &item),
    }
}

fn places(item: &Evidence) -> Prompt {
    let id = item.id.clone();
    let keep = move |text: &str, ui: &Ui<'_>| {
        let cells = places_typed(ui.ws.catalog().review(), text)?;
        Ok(vec![Request::Edit(Edit::Places { item: id.clone(), cells })])
    };
    let title = format!("Where {} stands", item.id);
    let hint = "Questions like 8b 3a, 8 for a commitment, area:2, report for the whole.";
    Prompt::line(title, hint, &places_of(&item.cells), Box::new(keep)).of_no_session()
}

fn kinds(item: &Evidence) -> Picker {
    let id = item.id.clone();
    let about = |kind: EvidenceKind| match kind {
        EvidenceKind::Quotation => "a source's own words",
        EvidenceKind::Account => "a source's view, retold",
        EvidenceKind::Figure => "a number and what it counts",
        EvidenceKind::Finding => "what the panel found",
        EvidenceKind::Conclusion => "a sentence that rates; hidden until rated",
        EvidenceKind::Context => "background",
    };
    let choices = EvidenceKind::ALL.map(|kind| Choice::new(kind.word(), about(kind))).to_vec();
    let choose = move |at: usize, _: &str| {
        let kind = EvidenceKind::ALL.get(at);
        kind.map(|kind| Request::Edit(Edit::Kind { item: id.clone(), kind: *kind })).into_iter().collect()
    };
    let at = EvidenceKind::ALL.iter().position(|kind| *kind == item.kind).unwrap_or(0);
    Picker::new(format!("What {} is", item.id), choices, Box::new(choose), false).standing_on(at)
}

fn sources(item: &Evidence) -> Prompt {
    let id = item.id.clone();
    let keep = move |text: &str, ui: &Ui<'_>| {
        let mut sources: Vec<SourceId> = Vec::new();
        for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            let source = source_typed(ui.ws.catalog(), word);
            let lists = ui.key(Action::GoSources);
            let source =
                source.ok_or_else(|| format!("This review has no source {word}. {lists} lists those it has."))?;
            if !sources.contains(&source.id) {
                sources.push(source.id.clone());
            }
        }
        Ok(vec![Request::Edit(Edit::Sources { item: id.clone(), sources })])
    };
    let start = item.sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let hint = "Codes, separated by blanks; nothing where it has no source.";
    Prompt::line(format!("Where {} comes from", item.id), hint, &start, Box::new(keep)).of_no_session()
}

fn speakers(ui: &Ui<'_>, item: &Evidence) -> Opened {
    let catalog = ui.ws.catalog();
    if item.sources.is_empty() {
        let names = ui.key(Action::EditSources);
        return Err(format!("{} has no source who could speak: {names} names one.", item.id));
    }
    let known: Vec<Speaker> =
        item.sources.iter().filter_map(|id| catalog.source(id)).flat_map(|source| source.speakers.clone()).collect();
    let mut choices = vec![Choice::new("nobody in particular", "")];
    choices.extend(
        known.iter().map(|speaker| Choice::new(speaker.label.clone(), speaker.role.clone().unwrap_or_default())),
    );
    let at = known.iter().position(|speaker| Some(&speaker.id) == item.speaker.as_ref()).map_or(0, |at| at + 1);
    let id = item.id.clone();
    let choose = move |at: usize, typed: &str| {
        let (speaker, new) = match at.checked_sub(1).map(|at| known.get(at)) {
            None => (None, None),
            Some(Some(speaker)) => (Some(speaker.id.clone()), None),
            Some(None) => {
                let new = Speaker { id: slug(typed), label: typed.trim().to_owned(), role: None };
                (Some(new.id.clone()), Some(new))
            }
        };
        vec![Request::Edit(Edit::Speaker { item: id.clone(), speaker, new })]
    };
    let title = format!("Who speaks in {}: choose, or type a new name", item.id);
    Ok(Box::new(Picker::new(title, choices, Box::new(choose), true).standing_on(at)))
}

/// A key made from a name.
fn slug(name: &str) -> SpeakerId {
    let plain: String = name.trim().to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    SpeakerId(plain)
}

/// What at hand has a label that can be put right.
///
/// # Errors
/// Nothing at hand has one.
pub fn labels(ui: &Ui<'_>, subject: &Subject, source: Option<&SourceId>) -> Opened {
    let catalog = ui.ws.catalog();
    let mut all: Vec<(Labelled, String, &'static str)> = Vec::new();
    if let Some(source) = source.and_then(|id| catalog.source(id)) {
        all.push((Labelled::Source(source.id.clone()), source.label.clone(), "source"));
    }
    let commitment = match subject {
        Subject::Cell(cell) => Some(&cell.commitment),
        Subject::Parent(ParentKey::Commitment(id)) => Some(id),
        Subject::Parent(_) => None,
    };
    let commitment = commitment.and_then(|id| catalog.commitment(id));
    if let Some(commitment) = commitment {
        all.push((Labelled::Commitment(commitment.id.clone()), commitment.label.clone(), "commitment"));
    }
    if let Subject::Cell(cell) = subject
        && let Some(question) = catalog.question(&cell.question)
    {
        all.push((Labelled::Question(question.id.clone()), question.label.clone(), "question"));
    }
    let area = match subject {
        Subject::Parent(ParentKey::Area(id)) => Some(id),
        _ => commitment.map(|commitment| &commitment.area),
    };
    if let Some(area) = catalog.review().areas.iter().find(|known| Some(&known.id) == area) {
        all.push((Labelled::Area(area.id.clone()), area.label.clone(), "area"));
    }
    let notes = anchors_at_hand(ui, subject);
    if !notes.is_empty() {
        return Ok(Box::new(labels_and_notes(all, notes)));
    }
    match all.as_slice() {
        [] => Err("Nothing here has a label: go to a question, or to a source.".to_owned()),
        [(of, label, _)] => Ok(Box::new(label_prompt(of.clone(), label))),
        _ => {
            let choices = all.iter().map(|(_, label, kind)| Choice::new(label.clone(), *kind)).collect();
            let choose = move |at: usize, _: &str| {
                let chosen = all.get(at).map(|(of, label, _)| label_prompt(of.clone(), label));
                chosen.map(|prompt| Request::Open(Box::new(prompt))).into_iter().collect()
            };
            Ok(Box::new(Picker::new("Which label", choices, Box::new(choose), false)))
        }
    }
}

/// An anchor under which the panel can say how it reads it.
struct AnchorAtHand {
    question: QuestionId,
    grade: Grade,
    label: String,
    note: String,
}

fn anchors_at_hand(ui: &Ui<'_>, subject: &Subject) -> Vec<AnchorAtHand> {
    let Subject::Cell(cell) = subject else { return Vec::new() };
    let review = ui.ws.catalog().review();
    let anchor = |point: &ScalePoint| AnchorAtHand {
        question: cell.question.clone(),
        grade: point.id,
        label: point.label.clone(),
        note: review.anchor_note(&cell.question, point.id).unwrap_or_default().to_owned(),
    };
    review.scale.iter().map(anchor).collect()
}

/// The labels at hand, and below them how the panel reads each anchor of the question.
fn labels_and_notes(labels: Vec<(Labelled, String, &'static str)>, notes: Vec<AnchorAtHand>) -> Picker {
    let of_labels = labels.iter().map(|(_, label, kind)| Choice::new(label.clone(), *kind));
    let of_notes = notes.iter().map(|anchor| {
        let note = if anchor.note.is_empty() { "no note yet" } else { anchor.note.as_str() };
        Choice::new(format!("how the panel reads \u{201c}{}\u{201d}", anchor.label), note)
    });
    let choices = of_labels.chain(of_notes).collect();
    let choose = move |at: usize, _: &str| {
        let prompt = match labels.get(at) {
            Some((of, label, _)) => Some(label_prompt(of.clone(), label)),
            None => notes.get(at - labels.len()).map(note_prompt),
        };
        prompt.map(|prompt| Request::Open(Box::new(prompt))).into_iter().collect()
    };
    Picker::new("Which label or note", choices, Box::new(choose), false)
}

fn note_prompt(anchor: &AnchorAtHand) -> Prompt {
    let (question, grade) = (anchor.question.clone(), anchor.grade);
    let keep = move |text: &str, _: &Ui<'_>| {
        Ok(vec![Request::Edit(Edit::AnchorNote { question: question.clone(), grade, note: text.to_owned() })])
    };
    let title = format!("How the panel reads \u{201c}{}\u{201d}", anchor.label);
    Prompt::line(
        title,
        "Stands under the anchor wherever it is shown. Empty takes it away.",
        &anchor.note,
        Box::new(keep),
    )
    .of_no_session()
}

fn label_prompt(of: Labelled, label: &str) -> Prompt {
    let keep =
        move |text: &str, _: &Ui<'_>| Ok(vec![Request::Edit(Edit::Label { of: of.clone(), label: text.to_owned() })]);
    Prompt::line("Its label", "A few words.", label, Box::new(keep)).of_no_session()
}

/// The source at hand whose code can be put right; of several, a choice.
///
/// # Errors
/// No source is at hand.
pub fn codes(ui: &Ui<'_>, item: Option<usize>, source: Option<&SourceId>) -> Opened {
    let catalog = ui.ws.catalog();
    let ids: Vec<SourceId> = match (source, item.and_then(|at| catalog.item(at))) {
        (Some(source), _) => vec![source.clone()],
        (None, Some(item)) => item.sources.clone(),
        (None, None) => Vec::new(),
    };
    match ids.as_slice() {
        [] => Err(format!("No source is at hand: {} lists them.", ui.key(Action::GoSources))),
        [one] => Ok(Box::new(code_prompt(one))),
        _ => {
            let label = |id: &SourceId| catalog.source(id).map_or("", |source| source.label.as_str());
            let choices = ids.iter().map(|id| Choice::new(id.to_string(), label(id))).collect();
            let choose = move |at: usize, _: &str| {
                let chosen = ids.get(at).map(code_prompt);
                chosen.map(|prompt| Request::Open(Box::new(prompt))).into_iter().collect()
            };
            Ok(Box::new(Picker::new("Which code", choices, Box::new(choose), false)))
        }
    }
}

fn code_prompt(id: &SourceId) -> Prompt {
    let source = id.clone();
    let keep = move |text: &str, ui: &Ui<'_>| {
        let code = code_typed(ui.ws.catalog().review(), &source, text)?;
        Ok(vec![Request::Edit(Edit::Code { source: source.clone(), code })])
    };
    let hint = "The code it has now stays a spelling of it.";
    Prompt::line("Its code", hint, id.as_str(), Box::new(keep)).of_no_session()
}
