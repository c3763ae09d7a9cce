//! `plumbline panel DIR`: the matrix of an opened round, one question, or how far members agreed.
//!
//! Uses `panel::chair`. Invariant: while no round is opened it says who is in and nothing else.

use std::path::Path;

use crate::cli::args::PanelArgs;
use crate::cli::args::PanelPackArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::panel::at_hand;
use crate::cli::panel::status_of;
use crate::cli::table::Table;
use crate::cli::thresholds;
use crate::export::pack::PackForm;
use crate::export::pack::pack;
use crate::export::picture;
use crate::judgement::rule::Rule;
use crate::judgement::spread::agenda::Treatment;
use crate::judgement::words::at_start;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::panel::chair::Agreed;
use crate::panel::chair::Chair;
use crate::panel::chair::Given;
use crate::panel::chair::Look;
use crate::panel::chair::PanelAgreement;
use crate::panel::chair::Question;
use crate::panel::chair::Said;
use crate::panel::chair::words;
use crate::panel::folder::Folder;
use crate::panel::opened::OpenedPanel;
use crate::review::words::rating_label;
use crate::review::words::rating_mark;
use crate::review::words::rating_word;
use crate::review::words::stance_word;
use crate::store::atomic;
use crate::store::atomic::Existing;

/// Prints what the chair sees.
pub fn run(environment: &Environment, args: &PanelArgs) -> Result<(), Failure> {
    let dir = args.dir.as_deref().unwrap_or(Path::new("."));
    let folder = Folder::read(dir)?;
    let nothing_opened = folder.panel.rounds.iter().all(|round| round.opened.is_none());
    if nothing_opened && !args.json && args.round.is_none() && args.picture.is_none() {
        return status_of(dir, None, false);
    }
    let review = folder.review(args.review.as_deref(), &at_hand(environment))?;
    let panel = OpenedPanel::of_folder(&folder, &review.held()?)?;
    let mut look = look(&panel, args.round)?;
    if let Some(name) = args.rule {
        look.rule = Rule::with(name, look.rule.thresholds().cloned());
    }
    if let Some(file) = args.thresholds.as_deref() {
        look.rule = Rule::with(look.rule.name(), Some(thresholds::read(file)?));
    }
    if args.json || args.agreement {
        look = look.with_agreement(&panel);
    }
    let chair = Chair::of(&panel, &look);
    if let Some(path) = &args.picture {
        draw(&panel, &chair, path, args.force)?;
        tell(&folder, &panel, &chair);
        return Ok(());
    }
    let mut out = Out::new();
    if args.json {
        out.json(&chair)?;
    } else {
        let text = Text { catalog: &panel.catalog, chair: &chair, by: look.rule.title() };
        let asked = args.question.as_deref().map(|cell| text.asked(cell)).transpose()?;
        let lines = match (asked, args.agreement) {
            (Some(question), _) => text.question(question),
            (None, true) => text.agreement(),
            (None, false) => text.matrix(),
        };
        for line in lines {
            out.line(&line)?;
        }
    }
    out.done()?;
    tell(&folder, &panel, &chair);
    Ok(())
}

/// Draws where members differ.
fn draw(panel: &OpenedPanel, chair: &Chair, path: &Path, force: bool) -> Result<(), Failure> {
    let svg = picture::spread(panel, chair).ok_or_else(|| not_opened("draw"))?;
    if path == Path::new("-") {
        let mut out = Out::new();
        out.raw().write_all(svg.as_bytes())?;
        return Ok(out.done()?);
    }
    let existing = if force { Existing::Replace } else { Existing::Refuse };
    atomic::write(path, existing, svg.as_bytes())?;
    say(&format!("written to {}", path.display()));
    say("svg: numbers of members only, without reasons; long names are cut; labels use the reader's fonts");
    Ok(())
}

fn not_opened(what: &str) -> Failure {
    let message = format!("no round is opened yet, so there is nothing to {what}\n`plumbline panel open` opens one.");
    Failure::new(CONFLICT, "not-opened", message)
}

/// Writes a meeting's papers.
pub fn write_pack(environment: &Environment, args: &PanelPackArgs) -> Result<(), Failure> {
    let ending = args.output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let form = PackForm::of_ending(ending).ok_or_else(|| {
        Failure::usage(format!(
            "{}: papers are written as .docx, .html or .md; name such a file",
            args.output.display()
        ))
    })?;
    let folder = Folder::read(&args.dir)?;
    let review = folder.review(args.review.as_deref(), &at_hand(environment))?;
    let panel = OpenedPanel::of_folder(&folder, &review.held()?)?;
    let chair = Chair::of(&panel, &look(&panel, args.round)?);
    let pack = pack(&panel, &chair).ok_or_else(|| not_opened("put on the table"))?;
    let bytes = form.bytes(&pack)?;
    let existing = if args.force { Existing::Replace } else { Existing::Refuse };
    atomic::write(&args.output, existing, &bytes)?;
    say(&format!("written to {}: {} on the agenda", args.output.display(), counted(pack.agenda.len(), "question")));
    tell(&folder, &panel, &chair);
    Ok(())
}

/// What is asked for, where it is there.
fn look(panel: &OpenedPanel, round: Option<u32>) -> Result<Look, Failure> {
    match round {
        Some(n) if panel.round(n).is_none() => {
            let message = format!("round {n} is not opened, so nothing of it can be shown");
            Err(Failure::new(CONFLICT, "not-opened", message))
        }
        _ => Ok(Look { round, ..Look::at(panel) }),
    }
}

/// Says what is missing and what was left aside.
fn tell(folder: &Folder, panel: &OpenedPanel, chair: &Chair) {
    let missing: Vec<&str> =
        chair.members.iter().filter(|member| !member.handed_in).map(|member| member.letter.as_str()).collect();
    if let Some(round) = chair.round.filter(|_| !missing.is_empty()) {
        say(&format!("round {round} is without {}", missing.join(", ")));
    }
    if let [first, others @ ..] = panel.results.as_slice()
        && !others.is_empty()
    {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let others: Vec<String> = others.iter().map(|other| name(&other.path)).collect();
        say(&format!(
            "two keepers wrote down what was agreed: {} stands beside {}; keep one",
            others.join(", "),
            name(&first.path)
        ));
    }
    for stranger in &folder.strangers {
        say(&format!("left aside: {}: {}", stranger.path.display(), stranger.why));
    }
}

/// "1 question", "4 questions".
fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// What is printed for people.
struct Text<'a> {
    catalog: &'a Catalog,
    chair: &'a Chair,
    by: String,
}

impl Text<'_> {
    fn asked(&self, text: &str) -> Result<&Question, Failure> {
        let cell: Option<CellKey> = text.trim().to_uppercase().parse().ok();
        cell.and_then(|cell| self.chair.question(&cell))
            .ok_or_else(|| Failure::usage(format!("`{text}` is no question of this review; write it as 8B")))
    }

    fn in_order(&self) -> impl Iterator<Item = &Question> {
        self.chair.agenda.iter().filter_map(|cell| self.chair.question(cell))
    }

    fn matrix(&self) -> Vec<String> {
        let mut lines = self.summary();
        let letters: Vec<&str> = self
            .chair
            .cells
            .first()
            .map_or_else(Vec::new, |cell| cell.ratings.iter().map(|given| given.member.as_str()).collect());
        let heading: Vec<&str> = [""].into_iter().chain(letters).chain(["RATINGS", "CAN CHANGE"]).collect();
        let mut table = Table::new(&heading);
        for question in self.in_order().filter(|question| question.treatment != Treatment::Agreed) {
            let marks = question.ratings.iter().map(|given| self.mark(given));
            let counts = words::counts(self.catalog, &question.spread.counts);
            let row = std::iter::once(question.cell.to_string()).chain(marks);
            table.row(row.chain([counts, self.changes(question)]));
        }
        lines.push(String::new());
        lines.extend(table.lines());
        let agreed: Vec<String> = self
            .in_order()
            .filter(|question| question.treatment == Treatment::Agreed)
            .map(|question| question.cell.to_string())
            .collect();
        if !agreed.is_empty() {
            lines.push(String::new());
            lines.push(format!("All who rated them say the same of {}.", agreed.join(", ")));
        }
        lines.extend(self.settled());
        lines
    }

    fn summary(&self) -> Vec<String> {
        let chair = self.chair;
        let round = chair.round.unwrap_or_default();
        let handed_in = chair.members.iter().filter(|member| member.handed_in).count();
        let of = |which: Treatment| chair.cells.iter().filter(|question| question.treatment == which).count();
        let differ = chair.cells.iter().filter(|question| question.spread.differs).count();
        let mut lines = vec![format!(
            "\"{}\", round {round}: {handed_in} of {} members, {}.",
            chair.review.title,
            chair.members.len(),
            counted(chair.cells.len(), "question")
        )];
        lines.push(format!(
            "Members differ on {differ}. Can change a verdict: {}. Disagreements that change none: {}. Small: {}.",
            of(Treatment::Decides),
            of(Treatment::Disagreed),
            of(Treatment::Near)
        ));
        let overall = chair.reachable.parents.iter().find(|parent| parent.id == ParentKey::Overall);
        lines.push(words::whole(self.catalog, &self.by, overall));
        lines
    }

    fn mark(&self, given: &Given) -> String {
        match (given.said, given.rating) {
            (Said::Rated, Some(rating)) => rating_mark(self.catalog.review(), rating),
            (Said::Abstained, _) => "-".to_owned(),
            (Said::NotAsked, _) => String::new(),
            _ => "\u{b7}".to_owned(),
        }
    }

    /// The whole first: "the whole evaluation (good or inadequate), commitment 8 (…)".
    fn changes(&self, question: &Question) -> String {
        let each = question.spread.changes.iter().rev().map(|change| {
            let verdicts = words::either(self.catalog, &change.verdicts);
            format!("{} ({verdicts})", words::parent(self.catalog, &change.id))
        });
        let each: Vec<String> = each.collect();
        match (each.is_empty(), question.treatment) {
            (false, _) => each.join(", "),
            (true, Treatment::Open) => "open".to_owned(),
            (true, _) => "no verdict".to_owned(),
        }
    }

    fn settled(&self) -> Vec<String> {
        if self.chair.consensus.is_empty() {
            return Vec::new();
        }
        let mut table = Table::new(&["", "AGREED", "REASON", ""]);
        for one in &self.chair.consensus {
            let subject = one.consensus.subject().as_ref().map(Subject::to_string).unwrap_or_default();
            let rated = rating_label(self.catalog.review(), one.consensus.rating);
            table.row([subject, rated, one.consensus.reason.clone(), self.remarks(one)]);
        }
        [String::new(), "What was settled:".to_owned()].into_iter().chain(table.lines()).collect()
    }

    fn remarks(&self, one: &Agreed) -> String {
        let mut remarks: Vec<String> = Vec::new();
        if let Some(rating) = one.by_rule.filter(|_| one.departs) {
            remarks.push(format!("departs from the rule, which gives {}", rating_word(self.catalog.review(), rating)));
        }
        let dissent: Vec<&str> = one.consensus.dissent.iter().map(|dissent| dissent.member.as_str()).collect();
        if !dissent.is_empty() {
            remarks.push(format!("dissent: {}", dissent.join(", ")));
        }
        if one.contested {
            remarks.push(format!("another record says otherwise than {}", one.record));
        }
        remarks.join("; ")
    }

    fn question(&self, question: &Question) -> Vec<String> {
        let asked = self.catalog.question(&question.cell.question);
        let mut lines = vec![
            format!("{} {}", question.cell, words::label(self.catalog, &question.cell)),
            asked.map_or_else(String::new, |asked| asked.text.clone()),
            String::new(),
            at_start(&format!("{}.", words::counts(self.catalog, &question.spread.counts))),
            format!("Can change: {}.", self.changes(question)),
            String::new(),
        ];
        let mut table = Table::new(&["", "RATING", "REASON"]);
        for given in &question.ratings {
            table.row([given.member.clone(), self.said(given), given.reason.clone().unwrap_or_default()]);
        }
        lines.extend(table.lines());
        for meaning in &question.anchors {
            let note =
                meaning.note.as_ref().map_or_else(String::new, |note| format!(" (the panel reads it so: {note})"));
            let rated = rating_label(self.catalog.review(), meaning.grade.into());
            lines.extend([String::new(), format!("{rated}: {}{note}", meaning.text)]);
        }
        lines.extend(self.passages(question));
        let untouched = question.untouched;
        lines.extend([
            String::new(),
            format!("Of {} filed under it, nobody marked {}.", counted(untouched.of, "item"), untouched.items),
        ]);
        lines
    }

    fn said(&self, given: &Given) -> String {
        let rating = |rating: Rating| rating_label(self.catalog.review(), rating);
        let now = match (given.said, given.rating) {
            (Said::Rated, Some(rated)) => rating(rated),
            (Said::Abstained, _) => "Abstained".to_owned(),
            (Said::NotAsked, _) => "Not asked".to_owned(),
            _ => "Open".to_owned(),
        };
        match given.before.filter(|before| Some(*before) != given.rating) {
            Some(before) => format!("{now} (was {})", rating_word(self.catalog.review(), before)),
            None => now,
        }
    }

    fn passages(&self, question: &Question) -> Vec<String> {
        let subject = Subject::Cell(question.cell.clone());
        let mut lines = Vec::new();
        for bearing in &question.passages {
            let passage = &bearing.passage;
            let says = |stance: &Option<Stance>| {
                stance.map_or_else(|| "marked".to_owned(), |one| stance_word(self.catalog, Some(&subject), one))
            };
            let marks = passage.marks.iter().zip(&bearing.stances);
            let marks: Vec<String> = marks.map(|(mark, stance)| format!("{}: {}", mark.member, says(stance))).collect();
            let only = if bearing.only_one { ", nobody else" } else { "" };
            let text = passage.text.as_deref().unwrap_or("(an item that states a published rating; not shown)");
            lines.extend([
                String::new(),
                if passage.verbatim { format!("\u{201c}{text}\u{201d}") } else { text.to_owned() },
                format!("  {}; {}{only}", passage.from, marks.join(", ")),
            ]);
        }
        lines
    }

    fn agreement(&self) -> Vec<String> {
        match &self.chair.agreement {
            Some(agreement) => agreement_lines(agreement),
            None => vec!["Agreement is that of round 1, before anything was talked over; it is not opened.".to_owned()],
        }
    }
}

fn share(share: Option<f64>) -> String {
    share.map_or("-".to_owned(), |share| format!("{:.0}%", 100.0 * share))
}

fn agreement_lines(it: &PanelAgreement) -> Vec<String> {
    let ranges: Vec<String> =
        it.raw.ranges.iter().enumerate().map(|(range, questions)| format!("{questions} by {range}")).collect();
    let mut lines = vec![
        format!(
            "Round {}, before anything was talked over: {} members, {} with at least two grades.",
            it.round,
            it.basis.raters,
            counted(it.basis.units, "question")
        ),
        format!(
            "Of pairs of ratings {} are alike, {} alike or one grade apart.",
            share(it.raw.agreement),
            share(it.raw.within_one)
        ),
        format!("Questions by how many grades lie between best and worst: {}.", ranges.join(", ")),
        String::new(),
    ];
    let mut table = Table::default();
    it.figures.iter().for_each(|figure| table.row([figure.coefficient.title(), figure.estimate.words()]));
    lines.extend(table.lines());
    lines.push(String::new());
    lines.push(format!(
        "On the whole scale of four grades. Intervals: 95 percent, drawn over questions, seed {}.",
        it.seed
    ));
    if it.basis.is_small() {
        lines.push(words::few());
    }
    lines.push(String::new());
    let mut table = Table::new(&["PAIR", "BOTH RATED", "ALIKE", "WITHIN ONE", "KAPPA, LINEAR", "FURTHEST APART"]);
    for pair in &it.pairs {
        let apart = pair.differ.iter().filter(|one| one.steps > 1).map(|one| one.cell.to_string());
        table.row([
            pair.members.join(" "),
            pair.units.to_string(),
            share(pair.agreement),
            share(pair.within_one),
            pair.kappa_linear.words(),
            apart.collect::<Vec<_>>().join(" "),
        ]);
    }
    lines.extend(table.lines());
    let given = || it.tags.iter().filter(|tag| tag.of.given > 0);
    if given().next().is_none() {
        lines.push(String::new());
        lines.push("No tag that two members have was given to a passage.".to_owned());
    } else {
        lines.push(String::new());
        let mut table = Table::new(&["TAG", "PASSAGES", "GIVEN TO", "ALIKE", "BOTH, WHERE ONE", "ALPHA, NOMINAL"]);
        for tag in given() {
            let alpha = tag.of.figures.first().map_or_else(String::new, |figure| figure.estimate.words());
            let counts = [tag.of.basis.units.to_string(), tag.of.given.to_string()];
            let shares = [share(tag.of.agreement), share(tag.of.both_of_either)];
            table.row([tag.label.clone()].into_iter().chain(counts).chain(shares).chain([alpha]));
        }
        lines.extend(table.lines());
    }
    lines
}
