//! Made-up evaluations of the shape that is published, and the truth about each of them.
//!
//! A [`Spec`] says how many areas, commitments and questions there are, how codes, quotation marks and grades are
//! written and which traps are laid; [`make`] writes the report line by line and keeps what a reader is to find.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How a made-up report is written.
#[derive(Debug, Clone)]
pub struct Spec {
    /// How many commitments each area has.
    pub areas: Vec<usize>,
    /// Labels of the questions, in order.
    pub questions: Vec<&'static str>,
    pub prefix: &'static str,
    pub width: usize,
    /// Spells some codes with two letters swapped, some with a figure less.
    pub misspelt: bool,
    pub upper_case: bool,
    pub straight_quotes: bool,
    pub annex: bool,
    pub chapter_tables: bool,
    pub area_table: bool,
    /// Which numbers the list of notes leaves out: every how-many-th; 0 for none.
    pub unlisted_every: usize,
    /// Number the text leaves out now and then.
    pub unreferred_every: usize,
    /// Whether the summary has one table for all areas.
    pub one_table: bool,
    /// Whether rows of tables stand in one line each.
    pub rows: bool,
    /// Whether headings are kept, as lines that begin with `#`, and markers written as `[12]`.
    pub headings: bool,
    /// Whether all headings stand equally high.
    pub flat: bool,
    /// Whether the text numbers the commitments of each area from 1.
    pub local_numbers: bool,
    /// Whether a commitment's overall rationale goes on for a second paragraph.
    pub long_rationale: bool,
    /// Whether a commitment closes with its overall rationale instead of opening with it.
    pub whole_last: bool,
    /// Which way of putting things comes first.
    pub turn: usize,
    /// Grades, dealt out in turn.
    pub grades: Vec<usize>,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            areas: vec![2, 1],
            questions: vec!["Promise Kept", "Funding", "Impact", "Appropriateness"],
            prefix: "HBR",
            width: 4,
            misspelt: false,
            upper_case: false,
            straight_quotes: false,
            annex: true,
            chapter_tables: true,
            area_table: true,
            unlisted_every: 0,
            unreferred_every: 0,
            one_table: false,
            rows: false,
            headings: false,
            flat: false,
            local_numbers: false,
            long_rationale: false,
            whole_last: false,
            turn: 0,
            grades: vec![2, 1, 3, 0, 2, 3, 1],
        }
    }
}

/// What is to be found in a made-up report.
#[derive(Debug, Default)]
pub struct Truth {
    pub text: String,
    pub areas: Vec<String>,
    /// Text and area of each commitment.
    pub commitments: Vec<(String, usize)>,
    /// Grade by key: `1A`, `1`, `overall`.
    pub grades: BTreeMap<String, &'static str>,
    /// Note, line and places of every reference.
    pub references: BTreeSet<(u32, u32, BTreeSet<String>)>,
    /// Listed notes with the sources they cite by code.
    pub notes: BTreeMap<u32, (String, Vec<String>)>,
    /// Code, name and group.
    pub register: Vec<(String, String, Option<String>)>,
    /// Line, text and code of each block quotation.
    pub quotations: Vec<(u32, String, String)>,
    /// What prose rates: key, grade, line.
    pub rates: BTreeSet<(String, &'static str, u32)>,
}

pub const GRADES: [(&str, &str); 4] = [
    ("outstanding", "Outstanding"),
    ("good", "Good"),
    ("requires_improvement", "Requires improvement"),
    ("inadequate", "Inadequate"),
];
const TOPICS: [&str; 15] = [
    "ferry timetables",
    "lighthouse keepers",
    "harbour dredging",
    "tidal gauges",
    "pilot boats",
    "fish markets",
    "sea walls",
    "quayside cranes",
    "rescue stations",
    "canal locks",
    "buoy painting",
    "seaweed farms",
    "salt marshes",
    "customs sheds",
    "rope walks",
];
const AREAS: [&str; 5] = [
    "Crossings and timetables",
    "The safety of the coast",
    "Trade at the quayside",
    "Island schools and clinics",
    "Skills of the seafaring workforce",
];
const BODIES: [&str; 6] = [
    "Ministry of Works and Harbours",
    "Tidewater Trust",
    "Dr Ada Quill and Prof Ben Marsh",
    "National Pilots Board (NPB)",
    "Guild of Net Menders",
    "Saltmarsh.io",
];
const SHORT: [&str; 6] =
    ["the Ministry", "The Tidewater Trust", "Quill and Marsh", "The NPB", "The Guild of Net Menders", "Saltmarsh.io"];

struct Writer {
    spec: Spec,
    truth: Truth,
    lines: Vec<String>,
    next: u32,
    cited: usize,
}

/// Writes a report and its truth.
pub fn make(spec: &Spec) -> Truth {
    let mut writer = Writer { spec: spec.clone(), truth: Truth::default(), lines: Vec::new(), next: 1, cited: 0 };
    writer.decide();
    writer.front();
    writer.summary();
    writer.chapters();
    if spec.annex {
        writer.annex();
    }
    writer.register();
    writer.notes();
    writer.truth.text = writer.lines.join("\n");
    if spec.straight_quotes {
        let plain = |text: &str| text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
        writer.truth.text = plain(&writer.truth.text);
        for (_, text, _) in &mut writer.truth.quotations {
            *text = plain(text);
        }
    }
    writer.truth
}

impl Writer {
    fn heading(&mut self, text: impl Into<String>) {
        self.heading_of(1, text);
    }

    fn heading_of(&mut self, level: usize, text: impl Into<String>) {
        if self.spec.headings {
            let level = if self.spec.flat { 1 } else { level };
            self.line(format!("{} {}", "#".repeat(level), text.into()));
        }
    }

    fn cells(&mut self, cells: &[String]) {
        if self.spec.rows {
            self.line(format!("{} |", cells.join(" | ")));
        } else {
            for cell in cells {
                self.line(format!("{cell} |"));
            }
        }
    }

    fn line(&mut self, text: impl Into<String>) -> u32 {
        self.lines.push(text.into());
        self.lines.len() as u32
    }

    /// Grades, areas and commitments, dealt out before anything is written.
    fn decide(&mut self) {
        let mut dealt = self.spec.grades.clone().into_iter().cycle();
        let mut number = 0;
        for (area, count) in self.spec.areas.clone().into_iter().enumerate() {
            self.truth.areas.push(AREAS[area].to_owned());
            for _ in 0..count {
                let topic = TOPICS[number];
                number += 1;
                let year = 2031 + number;
                let texts = [
                    format!(
                        "We will renew {topic} in every port by March {year}, with {}% of them done two years before",
                        40 + number
                    ),
                    format!(
                        "The Government will publish a plan for {topic} that islanders can trust, and keep it up to date"
                    ),
                    format!(
                        "Through the Open Water programme we will invest up to £{number}0 million in {topic}, so that crews can rely on them"
                    ),
                ];
                self.truth.commitments.push((texts[number % 3].clone(), area));
                for letter in self.letters() {
                    self.truth.grades.insert(format!("{number}{letter}"), GRADES[dealt.next().unwrap()].0);
                }
                self.truth.grades.insert(number.to_string(), GRADES[dealt.next().unwrap()].0);
            }
        }
        self.truth.grades.insert("overall".to_owned(), GRADES[dealt.next().unwrap()].0);
    }

    fn letters(&self) -> Vec<char> {
        ('A'..).take(self.spec.questions.len()).collect()
    }

    fn name(&self, grade: &str) -> String {
        let name = GRADES.iter().find(|(id, _)| *id == grade).unwrap().1;
        if self.spec.upper_case { name.to_uppercase() } else { name.to_owned() }
    }

    /// A grade as prose has it.
    fn said(&self, key: &str) -> String {
        let name = self.name(self.truth.grades[key]);
        if self.spec.upper_case { name } else { name.to_lowercase() }
    }

    fn front(&mut self) {
        self.line("Islands and Harbours Committee");
        self.line("Expert Panel: evaluation of the Government’s commitments on coasts and crossings");
        self.line("Date Published: 9 May 2033");
        self.paragraph(&[], "1. In 2030, we set up a panel of experts to look at what was promised in the Harbours Act 2029. Its method is set out elsewhere (HC 115), published on 5 August 2030.");
        self.paragraph(&[], "We heard from 46 people in 2032.{r} Their words are given as spoken.{r}");
        if self.spec.area_table {
            self.cells(&["Policy Area".to_owned(), "Government Commitment".to_owned()]);
            for area in 0..self.spec.areas.len() {
                let texts: Vec<String> = self
                    .truth
                    .commitments
                    .iter()
                    .filter(|(_, own)| *own == area)
                    .map(|(text, _)| text.clone())
                    .collect();
                self.cells(&[self.truth.areas[area].clone(), format!("{}.", texts.join(". "))]);
            }
        }
        let grade = self.truth.grades["overall"];
        let said = self.said("overall");
        let line = self.paragraph(
            &[],
            &format!("The overall rating across all commitments is ‘{said}’. It was given in 2033.{{r}}"),
        );
        self.truth.rates.insert(("overall".to_owned(), grade, line));
    }

    fn table(&mut self, areas: &[usize]) {
        let labels = self
            .letters()
            .into_iter()
            .zip(self.spec.questions.clone())
            .map(|(letter, label)| format!("{letter}. {label}"));
        let header: Vec<String> =
            std::iter::once("Commitment".to_owned()).chain(labels).chain(["Overall".to_owned()]).collect();
        self.cells(&header);
        for number in 1..=self.truth.commitments.len() {
            if !areas.contains(&self.truth.commitments[number - 1].1) {
                continue;
            }
            let mut row = vec![self.truth.commitments[number - 1].0.clone()];
            row.extend(
                self.letters().into_iter().map(|letter| self.name(self.truth.grades[&format!("{number}{letter}")])),
            );
            row.push(self.name(self.truth.grades[&number.to_string()]));
            self.cells(&row);
        }
    }

    fn summary(&mut self) {
        let all: Vec<usize> = (0..self.spec.areas.len()).collect();
        for areas in all.chunks(if self.spec.one_table { all.len() } else { 1 }) {
            self.table(areas);
        }
        self.paragraph(
            &[],
            "Much of what we heard was hopeful, but quays silt up faster than 12 barges can clear them.{r}",
        );
        self.paragraph(
            &[],
            "We found the same three difficulties everywhere. The first of them is weather, which no plan can mend.{r}",
        );
        self.paragraph(&[], "Small ports wait longest, and they have waited since 1998. We say more on this below.");
    }

    /// Writes a paragraph; each `{r}` becomes the next reference, each place of which is kept.
    fn paragraph(&mut self, places: &[String], template: &str) -> u32 {
        let number = self.lines.len() as u32 + 1;
        let mut text = String::new();
        let mut pieces = template.split("{r}");
        text.push_str(pieces.next().unwrap());
        for piece in pieces {
            let note = self.refer();
            text.push_str(&self.marker(note));
            self.truth.references.insert((note, number, places.iter().cloned().collect()));
            text.push_str(piece);
        }
        self.line(text)
    }

    fn marker(&self, note: u32) -> String {
        if self.spec.headings { format!("[{note}]") } else { note.to_string() }
    }

    /// The number of the next note, whose entry is decided here.
    fn refer(&mut self) -> u32 {
        let every = self.spec.unreferred_every as u32;
        if every > 0 && self.next.is_multiple_of(every) {
            self.enter();
        }
        self.enter()
    }

    fn enter(&mut self) -> u32 {
        let number = self.next;
        self.next += 1;
        let every = self.spec.unlisted_every as u32;
        if every > 0 && number % every == 2 {
            return number;
        }
        let (text, codes) = self.citation();
        self.truth.notes.insert(number, (text, codes));
        number
    }

    fn citation(&mut self) -> (String, Vec<String>) {
        self.cited += 1;
        let n = self.cited;
        let body = n % 6;
        match n % 7 {
            0 => ("Board of Trade, Tides and Tolls: a review, March 2031".to_owned(), Vec::new()),
            3 => ("A “spring tide” is one that follows a full moon, and it has nothing to do with the season of the year.".to_owned(), Vec::new()),
            5 => {
                let (other, own) = ((n + 1) % 6, self.code(body));
                let both = vec![own, self.code(other)];
                (format!("{} ({}), {} ({})", BODIES[body], self.spelt(body), BODIES[other], self.code(other)), both)
            }
            _ => (format!("{} ({})", BODIES[body], self.spelt(body)), vec![self.code(body)]),
        }
    }

    fn code(&self, body: usize) -> String {
        format!("{}{:0width$}", self.spec.prefix, body + 1, width = self.spec.width)
    }

    /// A code as a note spells it: now and then wrongly.
    fn spelt(&self, body: usize) -> String {
        let mut letters: Vec<char> = self.spec.prefix.chars().collect();
        match self.cited % 9 {
            4 if self.spec.misspelt => {
                letters.swap(0, 1);
                format!("{}{:0width$}", letters.into_iter().collect::<String>(), body + 1, width = self.spec.width)
            }
            8 if self.spec.misspelt => format!("{}{:0width$}", self.spec.prefix, body + 1, width = self.spec.width - 1),
            _ => self.code(body),
        }
    }

    fn chapters(&mut self) {
        for area in 0..self.spec.areas.len() {
            self.heading(self.truth.areas[area].clone());
            if self.spec.chapter_tables {
                self.table(&[area]);
            }
            let place = [format!("area {}", area + 1)];
            let whole: &[String] =
                if self.spec.chapter_tables || self.spec.headings || area > 0 { &place } else { &[] };
            self.paragraph(whole, "In this chapter we look at what was promised for these waters, which lie open from April to October.{r} The following commitments were selected:");
            let own: Vec<usize> = (1..=self.truth.commitments.len())
                .filter(|number| self.truth.commitments[number - 1].1 == area)
                .collect();
            for number in &own {
                let text = self.truth.commitments[number - 1].0.clone();
                self.line(format!("“{text}”"));
            }
            self.paragraph(whole, "These promises were made in June 2030, in the plan ‘Open Water’{r} and in a speech, ‘Tides of change’.{r}");
            for number in own {
                self.commitment(number);
            }
        }
    }

    fn turn(&self, n: usize) -> usize {
        self.spec.turn + n
    }

    fn commitment(&mut self, number: usize) {
        let own = number.to_string();
        let area = self.truth.commitments[number - 1].1;
        let before = self.truth.commitments.iter().filter(|(_, other)| *other < area).count();
        let printed = if self.spec.local_numbers { number - before } else { number };
        let topic = TOPICS[number - 1];
        let places = [own.clone()];
        self.heading_of(2, format!("Commitment {printed}: {topic}"));
        let opening = match self.turn(number) % 4 {
            0 => "This commitment sets out the aim to keep the coast open.{r}".to_owned(),
            1 => "We selected this commitment to evaluate what became of the plan of 2019{r} for the coast.".to_owned(),
            2 => "This commitment was selected for evaluation for it matters to all islands.{r}".to_owned(),
            _ => format!("Commitment {printed} refers to work that began in July 2029.{{r}}"),
        };
        self.paragraph(&places, &format!("{opening} Since Covid-19{{r}} had passed, {topic} have changed; P5{{r}} berths are kept apart from P9 berths, as the Harbour Code of 2018{{r}} has it."));
        self.paragraph(&places, "Some hold that 2 in 5 quays fell idle after 2016–17{r} and that traffic rose from 13.5 to 14.25 million tonnes by 31 March 2030.{r} The P5 berths came late, and Covid-19 closed 1,250 of 4,500 moorings (see Box 3).{r}");
        if !self.spec.whole_last {
            self.whole(number, printed);
        }
        for (n, letter) in self.letters().into_iter().enumerate() {
            self.question(number, n, letter);
        }
        if self.spec.whole_last {
            self.whole(number, printed);
        }
    }

    /// What is said of a commitment as a whole.
    fn whole(&mut self, number: usize, printed: usize) {
        let own = number.to_string();
        let places = [own.clone()];
        self.heading_of(3, "Overall rating");
        let said = self.said(&own);
        let whole = match self.turn(number) % 5 {
            0 => format!("We rated this commitment ‘{said}’ overall. There is a will, and no boats."),
            1 => {
                format!("Overall, our rating of this commitment is that it is ‘{said}’. There is a will, and no boats.")
            }
            2 => format!(
                "Overall, we consider the Government’s progress on this commitment to be ‘{said}’. There is a will, and no boats."
            ),
            3 => format!("Boats are few. We therefore give this commitment an overall rating of ‘{said}’."),
            _ => format!("Boats are few. Commitment {printed} is rated ‘{said}’ overall."),
        };
        let line = self.paragraph(&places, &whole);
        self.truth.rates.insert((own.clone(), self.truth.grades[&own], line));
        if self.spec.long_rationale {
            self.paragraph(
                &places,
                "We were not reassured by what we saw, and we expect better of a seafaring nation.",
            );
        }
    }

    fn question(&mut self, number: usize, n: usize, letter: char) {
        let cell = format!("{number}{letter}");
        let places = [cell.clone()];
        let topic = TOPICS[number - 1];
        let body = (number + n) % 6;
        self.heading_of(3, format!("{letter}. {}", self.spec.questions[n]));
        let opening = match n {
            0 => "In this section we look at what the evidence says of progress towards the aim.".to_owned(),
            _ => format!("Several witnesses wrote to us about {topic}."),
        };
        self.paragraph(&places, &format!(
            "{opening} {} stated that 75%{{r}} of piers stood open in May,{{r}} at a cost of £10,500 each.{{r}} Others argued that this was “no more than a start”,{{r}} and that 30 of 40 were closed.{{r}}", SHORT[body]
        ));
        self.quotation(&places, body, number + n);
        let said = self.said(&cell);
        let label = self.spec.questions[n].to_lowercase();
        let rating = match (self.turn(number + n) % 4, n) {
            (0, 0) => format!(
                "Overall, we conclude that progress on meeting this commitment is ‘{said}’, given what was done."
            ),
            (1, 0) => format!(
                "In conclusion, while there is evidence of work in 2032, we rate progress towards the target as ‘{said}’."
            ),
            (2, 0) => format!("Therefore progress on delivery of this commitment is rated “{said}”."),
            (_, 0) => format!("We conclude that the progress made on this commitment is ‘{said}’."),
            (0, _) => format!("As such, our rating for the {label} of this commitment is ‘{said}’."),
            (1, _) => format!("We rate the {label} of this commitment as ‘{said}’ because of what witnesses told us."),
            (2, _) => format!("In our view, the {label} of the commitment is ‘{said}’."),
            (_, _) => format!("We therefore conclude that this commitment is ‘{said}’ in regard to {label}."),
        };
        let line =
            self.paragraph(&places, &format!("Tides wait for nobody, and 14 crews told us so in 2031.{{r}} {rating}"));
        self.truth.rates.insert((cell.clone(), self.truth.grades[&cell], line));
    }

    fn quotation(&mut self, places: &[String], body: usize, n: usize) {
        let number = self.lines.len() as u32 + 2;
        let words = match n % 3 {
            0 => {
                "“We have rowed for years [on this coast] and seen no dredger. In 2029 they said 2030; now they say 2035.”"
            }
            1 => "“[…] it is a matter of trust, and trust is not bought for £5 million”",
            _ => "“The quay is ‘open’ on paper.",
        };
        self.line(format!("{} told us:", SHORT[body]));
        let stop = if n % 3 == 1 { "." } else { "" };
        let mut text = words.to_owned();
        if n % 3 == 2 {
            self.line(words);
            self.line("Facilitator: And on the water?");
            text =
                format!("{words}\nFacilitator: And on the water?\nOn the water it is shut, and has been since 2028.”");
        }
        let last = text.lines().last().unwrap().to_owned();
        let note = self.refer_to(body);
        let line = self.lines.len() as u32 + 1;
        let marker = self.marker(note);
        self.line(format!("{last}{stop}{marker}"));
        text.push_str(stop);
        let _ = line;
        self.truth.references.insert((note, number, places.iter().cloned().collect()));
        self.truth.quotations.push((number, text, self.code(body)));
    }

    /// A reference to a note on one body; the note may be unlisted, the name before the quotation tells then.
    fn refer_to(&mut self, body: usize) -> u32 {
        let number = self.refer();
        if let Some(note) = self.truth.notes.get_mut(&number) {
            *note = (
                format!("{} ({}{:0width$})", BODIES[body], self.spec.prefix, body + 1, width = self.spec.width),
                vec![format!("{}{:0width$}", self.spec.prefix, body + 1, width = self.spec.width)],
            );
        }
        number
    }

    fn annex(&mut self) {
        self.heading("Annex A: Anchor statements");
        let header: Vec<String> = std::iter::once("Rating")
            .chain(ANNEX.into_iter().take(self.spec.questions.len()))
            .map(str::to_owned)
            .collect();
        self.cells(&header);
        for (_, name) in GRADES {
            let meanings =
                self.spec.questions.iter().map(|question| format!("{question} is as {} as can be", name.len()));
            let row: Vec<String> = std::iter::once(name.to_owned()).chain(meanings).collect();
            self.cells(&row);
        }
    }

    fn register(&mut self) {
        self.heading("Annex B");
        self.line("The following written submissions were received and can be read on the Committee’s website.");
        for (n, name) in BODIES.iter().enumerate() {
            let code = if self.spec.misspelt && n % 2 == 0 {
                let mut letters: Vec<char> = self.spec.prefix.chars().collect();
                letters.swap(1, 2);
                format!("{}{:0width$}", letters.into_iter().collect::<String>(), n + 1, width = self.spec.width)
            } else {
                self.code(n)
            };
            self.line(format!("({}) {name} ({code})", n + 1));
            self.truth.register.push((self.code(n), (*name).to_owned(), None));
        }
        for (group, first) in
            [("Roundtables with harbour masters", 6), ("Roundtables with islanders and those who speak for them", 8)]
        {
            self.line(group);
            for n in first..first + 2 {
                self.line(format!("({}) Group {} Event {} ({})", n + 1, first, n + 1 - first, self.code(n)));
                self.truth.register.push((
                    self.code(n),
                    format!("Group {first} Event {}", n + 1 - first),
                    Some(group.to_owned()),
                ));
            }
        }
    }

    fn notes(&mut self) {
        for (number, (text, _)) in self.truth.notes.clone() {
            self.line(format!("{number} {text}"));
        }
    }
}

/// The questions in full.
pub const ANNEX: [&str; 5] = [
    "Was the commitment met overall, or is it on track to be met?",
    "Was the commitment effectively funded?",
    "Did the commitment achieve a positive impact for islanders?",
    "Was it an appropriate commitment?",
    "Was it open to inspection?",
];
