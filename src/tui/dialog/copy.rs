//! What will be copied, shown with its citation before it goes.
//!
//! Invariant: what is hidden for blindness is not copied, and retold text stands without quotation marks.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::evidence::Evidence;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::review::cite::is_verbatim;
use crate::review::cite::of_item;
use crate::review::cite::quote_with_citation;
use crate::review::cite::source_citation;
use crate::review::cite::words_of;
use crate::review::words::rating_word;
use crate::review::words::subject_word;
use crate::review::workspace::Access;
use crate::tui::dialog::ask::least_rows;
use crate::tui::pane::reader::list_of;
use crate::tui::request::CopyText;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::paragraph::paragraph;

/// Something that can be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// A whole item, as a place in the review's evidence.
    Item(usize),
    /// A part of an item: scalar values of its text, such as a passage being marked.
    Part(usize, std::ops::Range<usize>),
    /// A passage.
    Passage(QuoteId),
    /// A part of a source's text.
    InSource(SourceId, std::ops::Range<usize>),
    /// A source by itself, as a citation.
    Source(SourceId),
    /// A question with its rating and reason, or a line of verdict on a parent.
    Subject(Subject),
}

/// The sheet.
pub struct CopySheet {
    copy: CopyText,
    hint: &'static str,
    scroll: Scroll,
}

impl CopySheet {
    /// Shows what will be copied.
    ///
    /// # Errors
    /// What is hidden, gone, or not decided yet, in words fit for the status line.
    pub fn new(ui: &Ui<'_>, what: &Copied) -> Result<Self, String> {
        let (copy, retold) = match what {
            Copied::Item(at) => item(ui, *at, None)?,
            Copied::Part(at, range) => item(ui, *at, Some(range.clone()))?,
            Copied::Passage(id) => passage(ui, *id)?,
            Copied::InSource(id, range) => (in_source(ui, id, range)?, false),
            Copied::Source(id) => (source(ui, id)?, false),
            Copied::Subject(Subject::Cell(cell)) => (question(ui, cell), false),
            Copied::Subject(Subject::Parent(parent)) => (verdict(ui, parent)?, false),
        };
        let hint = if retold {
            "Retold, so copied as a paraphrase. Enter copies, Esc drops it."
        } else {
            "Enter copies, Esc drops it."
        };
        Ok(Self { copy, hint, scroll: Scroll::default() })
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let mut lines = paragraph(self.hint, width, ui.theme.style(Role::Dim));
        lines.extend(paragraph(&self.copy.text, width, ui.theme.style(Role::Text)));
        lines
    }
}

fn seen<'a>(ui: &Ui<'a>, item: Option<&'a Evidence>) -> Result<&'a Evidence, String> {
    let item = item.ok_or_else(|| "That item is not in this review.".to_owned())?;
    let blind = ui.ws.blindness();
    if blind.hides(item) {
        let waiting: Vec<String> = blind.waiting_for(item).iter().map(ToString::to_string).collect();
        let waiting = list_of(&waiting);
        return Err(format!(
            "This sentence states a published rating. It can be copied once you have rated {waiting}."
        ));
    }
    // Where it can be noted that one looked, looking comes first.
    if blind.withholds(item) && *ui.ws.access() == Access::Write {
        return Err("This sentence states what was published: open it before you copy it.".to_owned());
    }
    Ok(item)
}

fn item(ui: &Ui<'_>, at: usize, range: Option<std::ops::Range<usize>>) -> Result<(CopyText, bool), String> {
    let catalog = ui.ws.catalog();
    let item = catalog.item(at);
    let item = seen(ui, item.as_deref())?;
    let what = match range {
        None => format!("the {} with its source", item.kind.word()),
        Some(_) => "the passage with its source".to_owned(),
    };
    let cited = of_item(catalog, item, range.as_ref());
    if cited.text.trim().is_empty() {
        return Err("There are no words here to copy.".to_owned());
    }
    Ok((CopyText { text: cited.to_string(), what }, !cited.verbatim))
}

fn passage(ui: &Ui<'_>, id: QuoteId) -> Result<(CopyText, bool), String> {
    let catalog = ui.ws.catalog();
    let quote = ui.ws.state().quote(id).ok_or_else(|| "That passage is not there any more.".to_owned())?;
    let what = "the passage with its source".to_owned();
    match (&quote.evidence, &quote.source) {
        (Some(item), _) => {
            let item = catalog.evidence(item);
            let item = seen(ui, item.as_deref())?;
            let text = quote_with_citation(catalog, quote).unwrap_or_else(|| quote.selector.exact.clone());
            Ok((CopyText { text, what }, !is_verbatim(catalog, item)))
        }
        (None, Some(source)) => {
            // A source's whole text is its own words.
            held(ui, source)?;
            let text = quote_with_citation(catalog, quote).unwrap_or_else(|| quote.selector.exact.clone());
            Ok((CopyText { text, what }, false))
        }
        (None, None) => Err("That passage is not there any more.".to_owned()),
    }
}

/// A source whose text may be seen.
fn held<'a>(ui: &Ui<'a>, id: &SourceId) -> Result<&'a Source, String> {
    let source = ui.ws.catalog().source(id).ok_or_else(|| "That source is not in this review.".to_owned())?;
    if ui.ws.blindness().hides_source(source) {
        let waiting: Vec<String> = ui.ws.blindness().waiting_for_report().iter().map(ToString::to_string).collect();
        let waiting = list_of(&waiting);
        return Err(format!("This text states the published ratings. It can be copied once you have rated {waiting}."));
    }
    Ok(source)
}

fn in_source(ui: &Ui<'_>, id: &SourceId, range: &std::ops::Range<usize>) -> Result<CopyText, String> {
    let source = held(ui, id)?;
    let text = source.text.as_deref().unwrap_or_default();
    let words: String = text.chars().skip(range.start).take(range.len()).collect();
    if words.trim().is_empty() {
        return Err("There are no words here to copy.".to_owned());
    }
    let text = words_of(ui.ws.catalog(), source, &words);
    Ok(CopyText { text, what: "the sentence with its source".to_owned() })
}

/// A source by itself; its name is no secret, whatever it says.
fn source(ui: &Ui<'_>, id: &SourceId) -> Result<CopyText, String> {
    let catalog = ui.ws.catalog();
    let source = catalog.source(id).ok_or_else(|| "That source is not in this review.".to_owned())?;
    Ok(CopyText { text: source_citation(catalog, source), what: format!("the citation of {id}") })
}

/// A question in full with the member's rating and reason.
fn question(ui: &Ui<'_>, cell: &CellKey) -> CopyText {
    let (catalog, state) = (ui.ws.catalog(), ui.ws.state());
    let review = catalog.review();
    let commitment = catalog.commitment(&cell.commitment).map_or("", |commitment| commitment.label.as_str());
    let question = catalog.question(&cell.question).map_or("", |question| question.text.as_str());
    let answer = match (state.ratings.get(cell), state.abstained.get(cell)) {
        (Some(entry), _) => {
            let reason =
                entry.reason.as_deref().map_or("No reason given.".to_owned(), |reason| format!("Reason: {reason}"));
            format!("My rating: {}. {reason}", rating_word(review, entry.rating))
        }
        (None, Some(entry)) => format!("I do not rate this: {}", entry.why),
        (None, None) => "Not rated yet.".to_owned(),
    };
    let text =
        format!("{cell} {commitment}: {question}\n{answer}\n({}, {}, {})", review.body, review.title, review.date);
    CopyText { text, what: format!("{cell} with your rating and reason") }
}

/// One line on what a parent comes to, own judgement or by the rule.
fn verdict(ui: &Ui<'_>, parent: &ParentKey) -> Result<CopyText, String> {
    let review = ui.ws.catalog().review();
    let subject = Subject::Parent(parent.clone());
    let word = subject_word(review, &subject);
    let outcome = match ui.ws.state().overrides.get(parent) {
        Some(own) => format!("{}, by my own judgement. Reason: {}", rating_word(review, own.rating), own.reason),
        None if !ui.ws.blindness().shows_running_verdict() => {
            return Err(format!("What the ratings of {word} add up to is not shown yet."));
        }
        None => match ui.ws.rollup().parent(parent) {
            Some(state) => match state.effective {
                Some(rating) if state.silent => format!(
                    "{}, filled in where the {} says nothing",
                    rating_word(review, rating),
                    ui.ws.rollup().rule().title()
                ),
                Some(rating) => format!("{}, by the {}", rating_word(review, rating), ui.ws.rollup().rule().title()),
                None => return Err(format!("Nothing follows for {word} yet: questions are still open.")),
            },
            None => return Err(format!("There is no verdict on {word}.")),
        },
    };
    let label = match parent {
        ParentKey::Commitment(id) => ui.ws.catalog().commitment(id).map(|commitment| commitment.label.as_str()),
        _ => None,
    };
    let label = label.map_or(String::new(), |label| format!(" ({label})"));
    let text = format!("My verdict on {word}{label}: {outcome} ({}, {}, {})", review.body, review.title, review.date);
    Ok(CopyText { text, what: format!("your verdict on {word}") })
}

impl Sheet for CopySheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Open | Action::Keep | Action::Copy => Reply::close_with(vec![Request::Copy(self.copy.clone())]),
            Action::Back | Action::DropIt => Reply::close(),
            _ => {
                let len = self.lines(ui, usize::from(ui.size.0.saturating_sub(2))).len();
                if self.scroll.act(action, len, least_rows(ui)) { Reply::done() } else { Reply::ignored() }
            }
        }
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![(Action::Open, "copy"), (Action::Back, "drop"), (Action::Menu, "menu")]
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        ui.line(&format!("Copy {}", self.copy.what))
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::rating::Rating;
    use crate::model::review::ReviewSettings;
    use crate::model::review::ShowRollup;
    use crate::review::fixture;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    fn copied(stage: &Stage, what: &Copied) -> String {
        let mut sheet = CopySheet::new(&stage.ui(), what).expect("can be copied");
        stage.drawn(&sheet);
        let reply = sheet.act(Action::Open, &stage.ui());
        assert!(reply.close);
        match only(reply) {
            Request::Copy(copy) => copy.text,
            other => panic!("{other:?}"),
        }
    }

    fn subject(text: &str) -> Copied {
        Copied::Subject(text.parse().expect("a subject"))
    }

    #[test]
    fn a_source_s_words_stand_in_quotation_marks_and_a_retelling_does_not() {
        let stage = Stage::default();
        assert!(
            copied(&stage, &Copied::Item(1))
                .starts_with("\u{201c}The funding came on time.\u{201d} \u{2014} A charity, DHS0007;")
        );
        let retold = copied(&stage, &Copied::Part(2, 0..17));
        assert!(retold.starts_with("The funding ended \u{2014} A trust, DHS0032;"), "{retold}");
        assert!(!retold.contains('\u{201c}'));
    }

    #[test]
    fn the_text_is_shown_before_it_goes_and_esc_drops_it() {
        let stage = Stage::default();
        let mut sheet = CopySheet::new(&stage.ui(), &Copied::Item(2)).expect("can be copied");
        let drawn = stage.drawn(&sheet);
        assert!(
            drawn.contains("\u{2014} A trust, DHS0032")
                && drawn.contains("(paraphrase)")
                && drawn.contains("copied as a paraphrase"),
            "{drawn}"
        );
        let reply = sheet.act(Action::Back, &stage.ui());
        assert!(reply.close && reply.requests.is_empty());
    }

    #[test]
    fn a_hidden_sentence_is_not_copied_whole_in_part_or_as_a_passage() {
        let mut stage = Stage::default();
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Good, None);
        let quote = fixture::quote(&mut stage.ws, 3, 28..38, "1B");
        let id = quote.id;
        stage.ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
        let why = CopySheet::new(&stage.ui(), &Copied::Passage(id)).err().expect("refused");
        assert_eq!(why, "This sentence states what was published: open it before you copy it.");
        for on in ["1A", "1B"] {
            stage.ws.apply(&Act::SeePublished { on: on.parse().expect("a subject") }).expect("notes");
        }
        assert!(copied(&stage, &Copied::Passage(id)).contains("secretword"));
        stage.ws.apply(&Act::Unrate { cell: "1B".parse().expect("a question") }).expect("clears");
        for what in [Copied::Item(3), Copied::Part(3, 28..38), Copied::Passage(id)] {
            let why = CopySheet::new(&stage.ui(), &what).err().expect("refused");
            assert_eq!(why, "This sentence states a published rating. It can be copied once you have rated 1B.");
        }
    }

    #[test]
    fn a_question_goes_with_the_member_s_own_rating_and_reason_and_nothing_published() {
        let mut stage = Stage::default();
        assert!(copied(&stage, &subject("1B")).contains("Not rated yet."));
        stage.rate("1B", Rating::Good, Some("Paid in time."));
        let text = copied(&stage, &subject("1B"));
        assert!(text.contains("My rating: good. Reason: Paid in time."), "{text}");
        assert!(!text.to_lowercase().contains("inadequate"));
    }

    #[test]
    fn a_verdict_says_whose_it_is_and_is_not_copied_while_it_is_kept_back() {
        let mut stage = Stage::default();
        let why = CopySheet::new(&stage.ui(), &subject("1")).err().expect("open");
        assert_eq!(why, "Nothing follows for commitment 1 yet: questions are still open.");
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Good, None);
        let text = copied(&stage, &subject("1"));
        assert!(text.starts_with("My verdict on commitment 1 (Shared records): good, by the count rule"), "{text}");

        let mut review = fixture::review();
        review.settings =
            Some(ReviewSettings { show_rollup: Some(ShowRollup::AfterRound), ..ReviewSettings::default() });
        let mut stage = Stage { ws: fixture::workspace_on(review), ..Stage::default() };
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Good, None);
        let why = CopySheet::new(&stage.ui(), &subject("1")).err().expect("kept back");
        assert_eq!(why, "What the ratings of commitment 1 add up to is not shown yet.");
    }
}
