//! What the meeting says: the lines of the agenda, and all there is on one question or parent.

use crate::judgement::spread::agenda::Treatment;
use crate::judgement::words::at_start;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::session::Basis;
use crate::model::session::Consensus;
use crate::panel::chair::Given;
use crate::panel::chair::Question;
use crate::panel::chair::Said;
use crate::panel::chair::words;
use crate::review::words::rating_label;
use crate::review::words::rating_mark;
use crate::review::words::rating_word;
use crate::review::words::stance_word;
use crate::review::words::subject_word;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::meeting::MeetingView;
use crate::tui::view::meeting::WHOLE_ROWS;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::fit;
use crate::tui::widget::paragraph::hanging;
use crate::tui::widget::paragraph::paragraph;

/// Widest line: what stands on a wall is read from afar.
const MEASURE: usize = 100;

/// Below so many columns the agenda counts by marks.
const NARROW: usize = 110;

/// Columns in which the agenda says what was given.
fn gave_width(width: usize) -> usize {
    if width < NARROW { 20 } else { 44 }
}

/// Lines being put together at a width.
struct Lines<'a> {
    ui: &'a Ui<'a>,
    width: usize,
    out: Vec<Line<'static>>,
}

impl Lines<'_> {
    fn put(&mut self, head: &str, text: &str, role: Role) {
        let (dim, style) = (self.ui.theme.style(Role::Dim), self.ui.theme.style(role));
        self.out.extend(hanging(&self.ui.line(head), text, self.width, dim, style));
    }

    fn gap(&mut self) {
        self.out.push(Line::default());
    }
}

impl MeetingView {
    /// What the whole can come out as, and by which rule.
    pub(super) fn whole(&self, ui: &Ui<'_>, width: u16) -> Vec<Line<'static>> {
        let Some(meeting) = &self.meeting else { return Vec::new() };
        let parents = &meeting.chair.reachable.parents;
        let overall = parents.iter().find(|parent| parent.id == ParentKey::Overall);
        let by = ui.ws.rollup().rule().title();
        let words = words::whole(ui.ws.catalog(), &by, overall);
        let mut lines = paragraph(&words, usize::from(width).clamp(1, NARROW), ui.theme.style(Role::Text));
        lines.truncate(WHOLE_ROWS);
        lines
    }

    pub(super) fn agenda_heading(&self, width: usize) -> String {
        format!("{} {} {}  can change", fit("", 5), fit("agreed", 9), fit("gave", gave_width(width)))
    }

    /// "3B    I       1 good, 1 inadequate  the whole evaluation …".
    pub(super) fn agenda_line(&self, ui: &Ui<'_>, subject: &Subject, width: usize) -> String {
        let (catalog, review) = (ui.ws.catalog(), ui.ws.catalog().review());
        let agreed = ui.ws.state().consensus.get(subject);
        let mark = match agreed {
            Some(agreed) if agreed.dissent.is_empty() => rating_mark(review, agreed.rating),
            Some(agreed) => format!("{} dissent", rating_mark(review, agreed.rating)),
            None if self.is_aside(subject) => "aside".to_owned(),
            None => "\u{b7}".to_owned(),
        };
        let narrow = width < NARROW;
        let (gave, rest) = match subject {
            Subject::Cell(cell) => match self.question(cell) {
                Some(question) => (self.gave(ui, question, narrow), self.changes(ui, question)),
                None => (String::new(), String::new()),
            },
            Subject::Parent(parent) => (self.by_rule(ui, parent), words::parent(catalog, parent)),
        };
        let name = match subject {
            Subject::Parent(ParentKey::Overall) => "all".to_owned(),
            subject => subject.to_string(),
        };
        cut(&format!("{} {} {}  {rest}", fit(&name, 5), fit(&mark, 9), fit(&gave, gave_width(width))), width)
    }

    /// "1 good, 2 inadequate"; on a narrow screen "1 G, 2 I".
    fn gave(&self, ui: &Ui<'_>, question: &Question, narrow: bool) -> String {
        let (catalog, counts) = (ui.ws.catalog(), &question.spread.counts);
        if !narrow {
            return words::counts(catalog, counts);
        }
        let mark = |(rating, times)| format!("{times} {}", rating_mark(catalog.review(), rating));
        let given: Vec<String> = counts.given().map(mark).collect();
        let beside = words::beside(counts);
        given.into_iter().chain((!beside.is_empty()).then_some(beside)).collect::<Vec<_>>().join(", ")
    }

    fn by_rule(&self, ui: &Ui<'_>, parent: &ParentKey) -> String {
        let by_rule = ui.ws.rollup().parent(parent).and_then(|state| state.by_rule.completed);
        match by_rule {
            Some(rating) => format!("rule: {}", rating_word(ui.ws.catalog().review(), rating)),
            None => "rule: open".to_owned(),
        }
    }

    /// "can change the whole evaluation (good or inadequate)".
    fn changes(&self, ui: &Ui<'_>, question: &Question) -> String {
        let catalog = ui.ws.catalog();
        match (question.spread.changes.last(), question.treatment) {
            (Some(change), _) => {
                let verdicts = words::either(catalog, &change.verdicts);
                format!("{} ({verdicts})", words::parent(catalog, &change.id))
            }
            (None, Treatment::Agreed) => "all alike".to_owned(),
            (None, Treatment::Open) => "open".to_owned(),
            (None, _) => "no verdict".to_owned(),
        }
    }

    /// Everything on what is being talked over.
    pub(super) fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let mut lines = Lines { ui, width: width.clamp(1, MEASURE), out: Vec::new() };
        let Some(subject) = self.subject() else { return lines.out };
        let catalog = ui.ws.catalog();
        let named = match subject {
            Subject::Cell(cell) => format!("{cell} {}", words::label(catalog, cell)),
            Subject::Parent(ParentKey::Commitment(id)) => {
                let label = catalog.commitment(id).map_or("", |commitment| &commitment.label);
                format!("Commitment {id}: {label}")
            }
            Subject::Parent(_) => subject_word(catalog.review(), subject),
        };
        lines.put("", &at_start(&named), Role::Heading);
        if let Subject::Cell(cell) = subject {
            let asked = catalog.question(&cell.question).map(|question| question.text.clone());
            lines.put("", &asked.unwrap_or_default(), Role::Dim);
        }
        self.settled(ui, subject, &mut lines);
        lines.gap();
        match subject {
            Subject::Cell(cell) => match self.question(cell) {
                Some(question) => self.question_lines(ui, question, &mut lines),
                None => lines.put("", "No round says anything of it.", Role::Dim),
            },
            Subject::Parent(parent) => self.parent_lines(ui, parent, &mut lines),
        }
        lines.out
    }

    /// What is settled, or that it is not; what another record says.
    fn settled(&self, ui: &Ui<'_>, subject: &Subject, lines: &mut Lines<'_>) {
        let review = ui.ws.catalog().review();
        lines.gap();
        match ui.ws.state().consensus.get(subject) {
            Some(agreed) => {
                let departs = self.departs(ui, subject, agreed.rating);
                let departs = departs.map(|by| format!(", departing from the rule ({})", rating_word(review, by)));
                let text = format!(
                    "{} ({}){}: {}",
                    rating_label(review, agreed.rating),
                    basis(agreed),
                    departs.unwrap_or_default(),
                    agreed.reason
                );
                lines.put("Agreed  ", &text, Role::Focus);
                let mut dissents: Vec<_> = agreed.dissent.iter().collect();
                if !self.names {
                    dissents.sort_by_key(|dissent| &dissent.reason);
                }
                for dissent in dissents {
                    let who = if self.names { format!("{}: ", dissent.member) } else { String::new() };
                    lines.put("Dissent ", &format!("{who}{}", dissent.reason), Role::Text);
                }
                lines.put("Here    ", &self.who_was_there(agreed), Role::Dim);
            }
            None if self.is_aside(subject) => lines.put("", "Set aside for later.", Role::Focus),
            None => lines.put("", "Not settled yet: 1 to 4 settle it.", Role::Dim),
        }
        let own = ui.ws.state().consensus.get(subject).map(|agreed| agreed.rating);
        for (file, other) in self.others(subject).filter(|(_, other)| Some(other.rating) != own) {
            let text =
                format!("{file} says: {} ({}): {}", rating_label(review, other.rating), basis(other), other.reason);
            lines.put("Another record ", &text, Role::Focus);
        }
    }

    /// "A, B, C; not voting: B"; without letters how many.
    fn who_was_there(&self, agreed: &Consensus) -> String {
        let listed = |letters: &[String]| match (self.names, letters.len()) {
            (_, 0) => "nobody".to_owned(),
            (true, _) => letters.join(", "),
            (false, count) => count.to_string(),
        };
        let abstained = (!agreed.abstained.is_empty()).then(|| format!("; not voting: {}", listed(&agreed.abstained)));
        format!("{}{}", listed(&agreed.present), abstained.unwrap_or_default())
    }

    /// What records in the panel's folder say of it.
    fn others<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = (String, &'a Consensus)> {
        let results = self.meeting.iter().flat_map(|meeting| &meeting.panel.results);
        results.filter_map(move |result| {
            let one = result.session.consensus.iter().find(|one| one.subject().as_ref() == Some(subject))?;
            Some((result.path.file_name().unwrap_or_default().to_string_lossy().into_owned(), one))
        })
    }

    fn question_lines(&self, ui: &Ui<'_>, question: &Question, lines: &mut Lines<'_>) {
        let catalog = ui.ws.catalog();
        let counts = words::counts(catalog, &question.spread.counts);
        lines.put("", &format!("{counts}; can change: {}.", self.changes(ui, question)), Role::Text);
        lines.gap();
        // Without letters the order must not tell who it is either.
        let mut given: Vec<&Given> = question.ratings.iter().filter(|given| given.said != Said::NotAsked).collect();
        if !self.names {
            given.sort_by_key(|given| (given.rating.is_none(), given.rating, given.reason.clone()));
        }
        for one in given {
            let head = if self.names { format!("{}  ", one.member) } else { "\u{2022} ".to_owned() };
            let reason = one.reason.as_deref().unwrap_or("no reason given");
            lines.put(&head, &format!("{}. {reason}", said(ui, one)), Role::Text);
        }
        if self.anchors {
            lines.gap();
            let asked = catalog.question(&question.cell.question);
            for (grade, anchor) in asked.into_iter().flat_map(|asked| asked.anchors.iter()) {
                let label = rating_label(catalog.review(), Rating::from(*grade));
                let note = catalog.review().anchor_note(&question.cell.question, *grade);
                let note = note.map(|note| format!(" (the panel reads it so: {note})")).unwrap_or_default();
                lines.put("", &format!("{label}: {anchor}{note}"), Role::Text);
            }
        }
        self.passages(ui, question, lines);
        let untouched = question.untouched;
        lines.gap();
        let items = crate::review::words::plural(untouched.of, "item", "items");
        lines.put("", &format!("Of {items} filed under it, nobody marked {}.", untouched.items), Role::Dim);
    }

    fn passages(&self, ui: &Ui<'_>, question: &Question, lines: &mut Lines<'_>) {
        let subject = Subject::Cell(question.cell.clone());
        for bearing in &question.passages {
            let passage = &bearing.passage;
            let says = |stance: &Option<_>| {
                stance.map_or_else(|| "marked".to_owned(), |one| stance_word(ui.ws.catalog(), Some(&subject), one))
            };
            let mut marks: Vec<String> = passage
                .marks
                .iter()
                .zip(&bearing.stances)
                .map(|(mark, stance)| match self.names {
                    true => format!("{}: {}", mark.member, says(stance)),
                    false => says(stance),
                })
                .collect();
            if !self.names {
                marks.sort();
            }
            let only = if bearing.only_one { ", by one member only" } else { "" };
            let text = passage.text.as_deref().unwrap_or("(an item that states a published rating; not shown)");
            let quoted = if passage.verbatim { format!("\u{201c}{text}\u{201d}") } else { text.to_owned() };
            lines.gap();
            lines.put("", &quoted, Role::Text);
            lines.put("  ", &format!("{}; {}{only}", passage.from, marks.join(", ")), Role::Dim);
        }
    }

    fn parent_lines(&self, ui: &Ui<'_>, parent: &ParentKey, lines: &mut Lines<'_>) {
        let (catalog, rollup) = (ui.ws.catalog(), ui.ws.rollup());
        let by = rollup.rule().title();
        let given = rollup.parent(parent).and_then(|state| state.by_rule.completed);
        let given = given.map_or_else(|| "open".to_owned(), |rating| rating_word(catalog.review(), rating));
        lines.put("", &format!("By the {by}, a hypothesis, over what is settled so far: {given}."), Role::Text);
        let Some(meeting) = &self.meeting else { return };
        if let Some(reach) = meeting.chair.reachable.parents.iter().find(|one| one.id == *parent) {
            let verdicts = words::either(catalog, &reach.verdicts);
            lines.put(
                "",
                &format!("By which of the members' ratings are taken it comes out as {verdicts}."),
                Role::Text,
            );
        }
        let sessions = meeting.panel.latest().into_iter().flat_map(|round| &round.sessions);
        let mut own: Vec<_> =
            sessions.filter_map(|session| Some((&session.member.letter, session.own(parent)?))).collect();
        if !self.names {
            own.sort_by_key(|(_, own)| (own.rating, &own.reason));
        }
        for (letter, own) in own {
            let head = if self.names { format!("{letter}  ") } else { "\u{2022} ".to_owned() };
            let label = rating_label(catalog.review(), own.rating);
            lines.put(&head, &format!("own judgement: {label}. {}", own.reason), Role::Text);
        }
    }
}

fn said(ui: &Ui<'_>, given: &Given) -> String {
    let review = ui.ws.catalog().review();
    let now = match (given.said, given.rating) {
        (Said::Rated, Some(rated)) => rating_label(review, rated),
        (Said::Abstained, _) => "Abstained".to_owned(),
        _ => "Open".to_owned(),
    };
    match given.before.filter(|before| Some(*before) != given.rating) {
        Some(before) => format!("{now} (was {})", rating_word(review, before)),
        None => now,
    }
}

fn basis(agreed: &Consensus) -> String {
    match (agreed.basis, &agreed.tally) {
        (Basis::Unanimous, _) => "unanimous".to_owned(),
        (Basis::Consensus, _) => "consensus".to_owned(),
        (Basis::Vote, Some(tally)) => format!("vote, {tally}"),
        (Basis::Vote, None) => "vote".to_owned(),
        (Basis::Chair, _) => "the chair decided".to_owned(),
    }
}
