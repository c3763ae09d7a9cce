//! The member's side of the panel: looks at its folder, hands a round in, and shows what was opened.
//!
//! Uses `panel`. Invariants: nothing goes out before it was said what does; the act is on the disk before the file is;
//! of other members nothing is shown but a round that was opened, and of that no letter and no name.

use std::path::Path;
use std::path::PathBuf;

use crate::document::write::to_bytes;
use crate::model::ids::CellKey;
use crate::model::panel::Panel;
use crate::model::panel::PanelRole;
use crate::model::rating::Rating;
use crate::panel::arrived::waited_for;
use crate::panel::chair::Chair;
use crate::panel::chair::Look;
use crate::panel::error::PanelError;
use crate::panel::folder::Folder;
use crate::panel::handing;
use crate::panel::opened::OpenedPanel;
use crate::panel::seal::Salt;
use crate::panel::status::receipt;
use crate::panel::taking::take;
use crate::review::handed_out::PanelFile;
use crate::review::handed_out::beside;
use crate::review::open::Origin;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::tui::app::App;
use crate::tui::dialog::hand_in::HandInSheet;
use crate::tui::dialog::hand_in::Row;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::request::Request;

/// Where the panel lies, as far as this machine has it.
#[derive(Debug, Clone)]
pub struct PanelDesk {
    /// Its file, named or beside the review.
    pub file: Option<PanelFile>,
    /// Where the review comes from.
    pub origin: Origin,
}

impl Default for PanelDesk {
    fn default() -> Self {
        Self { file: None, origin: Origin::Sample }
    }
}

/// What is shown of a question one left open.
const LEFT_OPEN: &str = "you: left open";

/// What goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The letter it goes out under.
    pub letter: String,
    /// The file.
    pub path: PathBuf,
    /// Only the MAC, in the first of two steps.
    pub mac_only: bool,
}

impl PanelDesk {
    /// Reads the panel's folder; none where no panel file is known. One that was put there meanwhile is found.
    ///
    /// # Errors
    /// Why it cannot be read, in words for the member.
    pub fn read(&self) -> Result<Option<Folder>, String> {
        let named = self.file.as_ref().map(|file| file.path.clone());
        match named.or_else(|| beside(&self.origin)) {
            Some(path) => Folder::read(&path).map(Some).map_err(|error| error.to_string()),
            None => Ok(None),
        }
    }

    /// What is needed to hand in, where no panel file is known.
    fn needed(&self) -> Vec<String> {
        let what = "To hand a round in, plumbline needs the panel file that the secretariat sends: it says who sits on the \
                    panel and holds the key that seals what you hand in.";
        let folder = match &self.origin {
            Origin::File(review) => review.parent(),
            Origin::Sample | Origin::Bytes(_) => None,
        };
        let put = match folder {
            Some(folder) => {
                format!(
                    "Put it beside the review, in {}, under the name panel.json, and press g p again.",
                    folder.display()
                )
            }
            None => "Start plumbline with --panel and the name of that file.".to_owned(),
        };
        let else_ = "Nothing was handed in, and nothing changed. If you have no such file, ask the secretariat for it.";
        vec![what.to_owned(), put, else_.to_owned()]
    }
}

impl App {
    /// Takes the panel that the member sits on.
    pub fn sit_on(&mut self, panel: PanelDesk) {
        self.panel = panel;
    }

    /// The panel that the member sits on.
    pub fn panel_desk(&self) -> &PanelDesk {
        &self.panel
    }

    /// The panel's folder was read: shows how the last opened round was rated, or what handing in would do.
    pub fn panel_read(&mut self, letter: Option<String>, read: Result<Option<Folder>, String>) {
        match read {
            Ok(Some(folder)) => {
                let shown = self.shown_of(&folder, letter.as_deref());
                let panel = folder.panel.clone();
                self.panel.file = Some(PanelFile { path: folder.panel_file, panel });
                match shown {
                    Ok(sheet) => self.push_sheet(sheet),
                    Err(why) => self.say_mistake(why),
                }
            }
            Ok(None) => {
                let rows = rows(self.panel.needed());
                self.push_sheet(Box::new(HandInSheet::told("Handing in needs the panel file", rows)));
            }
            Err(why) => {
                let rows = rows(why.lines().map(str::to_owned).collect());
                self.push_sheet(Box::new(HandInSheet::told("The panel's folder cannot be used", rows)));
            }
        }
        self.settle();
    }

    fn shown_of(&mut self, folder: &Folder, letter: Option<&str>) -> Result<Box<dyn crate::tui::sheet::Sheet>, String> {
        let writes = self.ws.read_only().is_none();
        if writes && self.ws.catalog().review().id == folder.panel.review.id {
            let told = take(&mut self.ws, &folder.panel).map_err(|error| error.to_string())?;
            if !told.is_empty() {
                self.say(told.join(" "));
                self.refresh();
            }
        }
        let who = match handing::who(&folder.panel, &self.ws, letter) {
            Ok(who) => who.clone(),
            Err(_) if letter.is_none() && self.may_be_anyone(&folder.panel) => {
                return Ok(Box::new(letters(&folder.panel)));
            }
            Err(error) => return Err(told(&error)),
        };
        let going = if writes { Some(self.going_out(folder, &who)) } else { None };
        let opened = self.ws.state().rounds.values().rev().find(|round| round.opened.is_some()).map(|round| round.n);
        match (opened, going) {
            (Some(round), going) if self.ws.state().sealed().is_none() => {
                let rows = self.spread_rows(folder, round);
                let next = going.and_then(Result::ok).map(Box::new);
                Ok(Box::new(HandInSheet::spread(round, rows, next)))
            }
            (_, Some(going)) => going.map(|sheet| Box::new(sheet) as Box<dyn crate::tui::sheet::Sheet>),
            (_, None) => Err(self.ws.read_only().unwrap_or_default().to_owned()),
        }
    }

    /// Whether nothing tells yet which member of the panel this is.
    fn may_be_anyone(&self, panel: &Panel) -> bool {
        let state = self.ws.state();
        panel.review.id == self.ws.catalog().review().id && state.rounds.values().all(|round| round.handed.is_none())
    }

    /// What handing in would do, and where its file would go.
    fn going_out(&self, folder: &Folder, who: &crate::model::panel::PanelMember) -> Result<HandInSheet, String> {
        let mut going = handing::preview(&self.ws, &folder.panel, who, None).map_err(|error| told(&error))?;
        let waiting = waited_for(folder, going.round, &who.letter);
        going.mac_only = folder.panel.two_step && (going.again.is_none() || !waiting.is_empty());
        let short = handing::short_name(&self.panel.origin, &self.ws.catalog().review().title);
        let path = folder.path.join(handing::file_name(&short, going.round, &going.letter));
        let mut lines = going.told();
        if going.mac_only && going.again.is_some() {
            lines.push(format!("Not everyone's first file is in: {} missing.", waiting.join(", ")));
        }
        lines.push(format!("It is saved as {}.", path.display()));
        let out = Outgoing { letter: going.letter.clone(), path, mac_only: going.mac_only };
        Ok(HandInSheet::asks(going.round, going.again.is_some(), rows(lines), out))
    }

    /// The member's own answers of a round that was opened, beside how many gave what.
    fn spread_rows(&self, folder: &Folder, round: u32) -> Vec<Row> {
        let state = self.ws.state();
        let review = self.ws.catalog().review();
        let word = |rating| crate::review::words::rating_word(review, rating);
        let opened = OpenedPanel::of_folder(folder, self.ws.catalog()).and_then(|opened| match opened.round(round) {
            Some(there) if !there.sessions.is_empty() => Ok(opened),
            _ => Err(PanelError::Invalid(format!("the opened sessions of round {round} do not lie in this folder"))),
        });
        let chair = opened.as_ref().map(|opened| Chair::of(opened, &Look { round: Some(round), ..Look::at(opened) }));
        let mut rows = match &chair {
            Ok(_) => rows(vec![format!(
                "You, and {} gave what. What you rate now is round {}: private until that is opened; \
                 both rounds are kept.",
                if folder.panel.rounds.iter().any(|one| one.n == round && one.names) {
                    "who"
                } else {
                    "how many of the panel"
                },
                round + 1
            )]),
            Err(error) => rows(vec![
                format!("How the panel rated cannot be shown: {}.", told(error)),
                "Get the panel's folder from the secretariat once more. Your own answers are these.".to_owned(),
            ]),
        };
        let names = folder.panel.rounds.iter().any(|one| one.n == round && one.names);
        let handed = state.rounds.get(&round).and_then(|known| known.handed.as_ref());
        let agreed = |cell: &CellKey| opened.as_ref().ok().and_then(|opened| settled(opened, cell));
        let changed: Vec<String> = handed
            .iter()
            .flat_map(|handed| &handed.ratings)
            .filter(|own| agreed(&own.cell).is_some_and(|agreed| agreed != own.rating))
            .map(|own| own.cell.to_string())
            .collect();
        if !changed.is_empty() {
            let text =
                format!("The panel agreed otherwise than you on {}. Yours stay as you gave them.", changed.join(", "));
            rows.push(Row { head: String::new(), text });
        }
        let mut untouched = 0;
        for cell in review.cells() {
            let own = match handed {
                Some(handed) => match (handed.rating(&cell), handed.abstention(&cell)) {
                    (Some(entry), _) => format!("you: {}", word(entry.rating)),
                    (None, Some(_)) => "you: not rated".to_owned(),
                    (None, None) => LEFT_OPEN.to_owned(),
                },
                None => "you: nothing handed in".to_owned(),
            };
            let spread = chair.as_ref().ok().and_then(|chair| chair.question(&cell));
            if spread.is_some_and(|question| question.spread.counts.rated() == 0) && own == LEFT_OPEN {
                untouched += 1;
                continue;
            }
            let group = spread.map(|question| {
                let given: Vec<String> =
                    question.spread.counts.given().map(|(rating, times)| format!("{times} {}", word(rating))).collect();
                if names && !given.is_empty() {
                    let each = question.ratings.iter().filter_map(|one| Some((&one.member, one.rating?)));
                    return each
                        .map(|(letter, rating)| format!("{letter} {}", word(rating)))
                        .collect::<Vec<_>>()
                        .join(", ");
                }
                if given.is_empty() { "nobody rated it".to_owned() } else { given.join(", ") }
            });
            let now = state.ratings.get(&cell).filter(|entry| entry.round > round);
            let agreed = agreed(&cell).map(|rating| format!("agreed: {}", word(rating)));
            let parts = [Some(own), group, agreed, now.map(|entry| format!("now: {}", word(entry.rating)))];
            let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ");
            rows.push(Row { head: format!("{cell:<4}", cell = cell.to_string()), text });
        }
        if untouched > 0 {
            let questions = crate::review::words::plural(untouched, "question", "questions");
            rows.push(Row { head: String::new(), text: format!("Left open by everybody: {questions}.") });
        }
        rows
    }

    /// Hands a round in: the act, once that is saved its file. `flush` waits until all acts are on the disk. Says where
    /// the file is and what its receipt is.
    ///
    /// # Errors
    /// Why not, in words for the member.
    pub fn hand_in(
        &mut self,
        out: &Outgoing,
        salt: Result<Salt, PanelError>,
        flush: impl FnOnce() -> Result<(), String>,
    ) -> Result<String, String> {
        let Some(PanelFile { panel, .. }) = self.panel.file.clone() else {
            return Err("No panel is at hand.".to_owned());
        };
        let existing = existing(&out.path, &self.ws)?;
        let who = handing::who(&panel, &self.ws, Some(&out.letter)).map_err(|error| told(&error))?.clone();
        let going = salt.and_then(|salt| handing::hand_in(&mut self.ws, &panel, &who, &salt)).map_err(|e| told(&e))?;
        self.refresh();
        let again = |why: String| {
            let round = going.round;
            format!("Round {round} is handed in, but its file is not written: {why} Then g p writes it.")
        };
        flush().map_err(again)?;
        let handin = handing::file_of(&self.ws, &panel, &who, out.mac_only).map_err(|error| told(&error))?;
        let bytes = to_bytes(&handin).map_err(|error| again(error.to_string()))?;
        atomic::write(&out.path, existing, &bytes).map_err(|error| again(format!("{}.", error.told())))?;
        Ok(receipt(&handin.mac))
    }

    /// A round was handed in and its file written, or not.
    pub fn handed_in(&mut self, out: &Outgoing, written: Result<String, String>) {
        match written {
            Ok(receipt) => {
                self.sheets.pop();
                let round = self.ws.state().sealed().map_or(1, |(round, _)| round);
                let whole = std::path::absolute(&out.path).unwrap_or_else(|_| out.path.clone());
                let what_else = if out.mac_only {
                    "Once everyone's first file is in, g p writes the second, with your ratings sealed in it."
                } else {
                    "If it is lost, g p writes the same again."
                };
                let lines = vec![
                    format!("Saved as {}.", whole.display()),
                    format!(
                        "Send it to the secretariat. Its receipt is {receipt}: theirs says the same once it is in."
                    ),
                    what_else.to_owned(),
                    format!("Ratings of round {round} stay as they are until it is opened; marking and notes go on."),
                ];
                self.push_sheet(Box::new(HandInSheet::told(format!("Round {round} is handed in"), rows(lines))));
            }
            Err(why) => self.say_mistake(why),
        }
        self.settle();
    }
}

/// What the panel agreed on a question, where one record says so.
fn settled(opened: &OpenedPanel, cell: &CellKey) -> Option<Rating> {
    let consensus = &opened.result()?.session.consensus;
    consensus.iter().find(|one| one.cell.as_ref() == Some(cell)).map(|one| one.rating)
}

/// What to do with a file that stands there: this round's own is written again, another's is left.
fn existing(path: &Path, ws: &crate::review::workspace::Workspace) -> Result<Existing, String> {
    match path.symlink_metadata() {
        Err(_) => Ok(Existing::Refuse),
        Ok(_) if handing::is_of_this_round(path, ws) => Ok(Existing::Replace),
        Ok(_) => Err(format!(
            "Nothing was handed in: {} is there already and is no file of this round of yours. Move it away first.",
            path.display()
        )),
    }
}

/// The choice of a letter.
fn letters(panel: &Panel) -> Picker {
    let letters: Vec<String> = panel.members.iter().map(|member| member.letter.clone()).collect();
    let role = |role| if role == PanelRole::Chair { "chair" } else { "" };
    let choices = panel.members.iter().map(|member| Choice::new(member.letter.clone(), role(member.role))).collect();
    let ask = move |at: usize, _: &str| letters.get(at).cloned().map(Request::LookAtPanel).into_iter().collect();
    Picker::new("Which letter did the secretariat give you?", choices, Box::new(ask), false)
}

fn rows(lines: Vec<String>) -> Vec<Row> {
    lines.into_iter().map(|text| Row { head: String::new(), text }).collect()
}

/// An error on one line.
fn told(error: &PanelError) -> String {
    error.to_string().lines().collect::<Vec<_>>().join(" ")
}
