//! Large reviews, made up: the same words for the same seed and size, item by item, none of it held.
//!
//! Words follow Zipf's law over a list of our own and a long tail of made-up ones, some with accents; sentences and
//! items have the lengths of real ones; sources are cited as unevenly as in life.

use uuid::Uuid;

use plumbline::model::codebook::Theme;
use plumbline::model::commitment::Area;
use plumbline::model::commitment::Commitment;
use plumbline::model::commitment::Question;
use plumbline::model::evidence::Bearing;
use plumbline::model::evidence::Evidence;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::evidence::FootnoteRef;
use plumbline::model::evidence::StatedRating;
use plumbline::model::footnote::Footnote;
use plumbline::model::footnote::FootnoteClass;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::CommitmentId;
use plumbline::model::ids::EvidenceId;
use plumbline::model::ids::SourceId;
use plumbline::model::ids::SpeakerId;
use plumbline::model::rating::Grade;
use plumbline::model::review::Published;
use plumbline::model::review::REVIEW_FORMAT;
use plumbline::model::review::Review;
use plumbline::model::review::ScalePoint;
use plumbline::model::review::Wording;
use plumbline::model::source::Source;
use plumbline::model::source::SourceKind;
use plumbline::model::source::Speaker;

/// The words used most, the commonest first.
const COMMON: &str = "the of and to in a for that is on with be as by it are this was from at have not or an which has \
    were more will their been we they can our should would who than also other there these had may such its time \
    councils bus library river school road service staff money water clinic garden harbour ferry bridge village market \
    winter tenants carers drivers nurses teachers pupils parents repairs budget survey meeting plan promise deadline \
    report figures rent heating shelter crossing timetable waiting training records permit grant delay access local \
    rural small older younger better late early never often only still new open closed free paid under over before \
    after between during without again told said asked found built moved lost kept spent need help work year month day \
    people place part case line door board office centre group area street field stock store tool key page note sign";

/// What the words of the long tail are made of.
const PARTS: [&str; 32] = [
    "ar", "bel", "cor", "dun", "el", "fen", "gar", "hol", "is", "jor", "kel", "lan", "mor", "nor", "ol", "pen", "quil",
    "ros", "sten", "tam", "ul", "ver", "wic", "yar", "zel", "\u{e9}l", "\u{fc}n", "\u{e7}on", "\u{f1}a", "\u{e5}s",
    "\u{f8}r", "\u{ed}n",
];

const COMMITMENTS: usize = 9;
const QUESTIONS: [(&str, &str, &str, &str); 4] = [
    ("A", "Met", "it was met", "it was not met"),
    ("B", "Funded", "it was funded", "it was not funded"),
    ("C", "Helped", "it helped", "it did not help"),
    ("D", "Right", "it was the right promise", "it was the wrong promise"),
];
const TAIL: usize = 20_000;

/// Numbers that look like chance and are the same for the same seed.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another, all alike.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Whether something happens that happens so often in a hundred.
    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// A share from 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Picks the first of many most often, the second half as often, and so on.
#[derive(Debug, Clone)]
struct Zipf(Vec<f64>);

impl Zipf {
    fn over(count: usize) -> Self {
        let mut sum = 0.0;
        Self(
            (1..=count.max(1))
                .map(|rank| {
                    sum += 1.0 / rank as f64;
                    sum
                })
                .collect(),
        )
    }

    fn pick(&self, chance: &mut Chance) -> usize {
        let all = self.0.last().copied().unwrap_or_default();
        let at = chance.share() * all;
        self.0.partition_point(|sum| *sum < at).min(self.0.len() - 1)
    }
}

/// A large review: its head, then its evidence item by item.
#[derive(Debug, Clone)]
pub struct Large {
    items: usize,
    sources: usize,
    notes: usize,
    words: Vec<String>,
    zipf: Zipf,
    cited: Zipf,
    chance: Chance,
    at: usize,
}

impl Large {
    /// So many items, made from a seed.
    pub fn new(items: usize, seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0x006c_6172_6765);
        let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        for _ in 0..TAIL {
            let parts = 2 + chance.below(3);
            words.push((0..parts).map(|_| PARTS[chance.below(PARTS.len())]).collect());
        }
        let sources = 30 + (items / 2_500).min(470);
        Self {
            items,
            sources,
            notes: sources * 2,
            zipf: Zipf::over(words.len()),
            cited: Zipf::over(sources),
            words,
            chance,
            at: 0,
        }
    }

    fn commitment(at: usize) -> CommitmentId {
        CommitmentId((at + 1).to_string())
    }

    /// All of the review but its evidence.
    pub fn head(&self) -> Review {
        let mut chance = self.chance.clone();
        let areas = ["north", "coast", "hills"];
        let commitments = (0..COMMITMENTS).map(|at| Commitment {
            id: Self::commitment(at),
            area: areas[at * areas.len() / COMMITMENTS].into(),
            label: format!("{} {}", self.words[60 + at], self.words[75 + at]),
            text: format!("By the end of the year {}", self.sentence(&mut chance)),
            deadline: None,
            subquestions: None,
            locator: None,
            note: None,
        });
        let commitments: Vec<Commitment> = commitments.collect();
        let questions = QUESTIONS.map(|(id, label, yes, no)| Question {
            id: id.into(),
            label: label.to_owned(),
            text: format!("{label}? {}", self.sentence(&mut chance)),
            yes: yes.to_owned(),
            no: no.to_owned(),
            anchors: Grade::ALL.into_iter().map(|grade| (grade, self.sentence(&mut chance))).collect(),
            locator: None,
        });
        let mut published = Published::default();
        for commitment in &commitments {
            for question in &questions {
                let grade = Grade::ALL[chance.below(4)];
                published.cells.insert(CellKey::new(&commitment.id, &question.id), grade.into());
            }
            published.commitments.insert(commitment.id.clone(), Grade::ALL[chance.below(4)].into());
        }
        Review {
            format: REVIEW_FORMAT.to_owned(),
            version: 1,
            id: Uuid::from_u128(0x1a26_0000 + self.items as u128),
            edition: 1,
            title: format!("A made-up review of {} items", self.items),
            body: "A made-up panel".to_owned(),
            date: "2026-01-31".to_owned(),
            url: None,
            licence: Some("made up; no rights".to_owned()),
            note: None,
            wording: Wording::Mixed,
            scale: Grade::ALL
                .into_iter()
                .zip([("Outstanding", "O"), ("Good", "G"), ("Requires improvement", "R"), ("Inadequate", "I")])
                .map(|(id, (label, mark))| ScalePoint { id, label: label.to_owned(), mark: mark.to_owned() })
                .collect(),
            questions: questions.to_vec(),
            areas: areas.map(|id| Area { id: id.into(), label: format!("The {id}"), locator: None }).to_vec(),
            commitments,
            sources: (0..self.sources).map(|at| self.source(at, &mut chance)).collect(),
            footnotes: (0..self.notes).map(|at| self.footnote(at)).collect(),
            evidence: Vec::new(),
            published,
            themes: ["money", "time", "people"]
                .map(|id| Theme {
                    id: id.into(),
                    label: id.to_owned(),
                    description: format!("What is said of {id}."),
                    parent: None,
                })
                .to_vec(),
            settings: None,
        }
    }

    fn source(&self, at: usize, chance: &mut Chance) -> Source {
        let kind = if at % 12 == 5 { SourceKind::Roundtable } else { SourceKind::Submission };
        let label = format!("{} {} of {}", self.words[60 + at % 90], self.words[90 + at % 60], self.word(chance));
        let mut source = Source::new(Self::source_id(at), kind, label);
        if kind == SourceKind::Roundtable {
            source.speakers = (0..6)
                .map(|n| Speaker { id: SpeakerId(format!("s{at}-{n}")), label: format!("Speaker {n}"), role: None })
                .collect();
        }
        source
    }

    fn source_id(at: usize) -> SourceId {
        SourceId(format!("MUR{:04}", at + 1))
    }

    fn footnote(&self, at: usize) -> Footnote {
        let source = at % self.sources;
        let class = if source % 12 == 5 { FootnoteClass::Roundtable } else { FootnoteClass::Submission };
        Footnote {
            number: at as u32 + 1,
            text: format!("{} ({})", self.words[60 + at % 90], Self::source_id(source)),
            listed: true,
            class: Some(class),
            sources: vec![Self::source_id(source)],
            locator: None,
            note: None,
        }
    }

    fn word(&self, chance: &mut Chance) -> &str {
        &self.words[self.zipf.pick(chance)]
    }

    fn sentence(&self, chance: &mut Chance) -> String {
        let words = 6 + chance.below(12) + chance.below(12);
        let mut text = String::new();
        for at in 0..words {
            let word = self.word(chance);
            if at == 0 {
                text.extend(word.chars().take(1).flat_map(char::to_uppercase));
                text.extend(word.chars().skip(1));
            } else {
                text.push_str(if chance.percent(7) { ", " } else { " " });
                text.push_str(word);
            }
        }
        text.push(if chance.percent(4) { '?' } else { '.' });
        text
    }

    /// The next item.
    fn item(&mut self) -> Evidence {
        let mut chance = self.chance.clone();
        let at = self.at;
        let kind = match chance.below(100) {
            0..45 => EvidenceKind::Quotation,
            45..70 => EvidenceKind::Account,
            70..80 => EvidenceKind::Figure,
            80..88 => EvidenceKind::Finding,
            88..90 => EvidenceKind::Conclusion,
            _ => EvidenceKind::Context,
        };
        let sentences = 1 + chance.below(3) + chance.below(3);
        let text = (0..sentences).map(|_| self.sentence(&mut chance)).collect::<Vec<_>>().join(" ");
        let length = text.chars().count();
        let (commitment, question) = (at * COMMITMENTS / self.items.max(1), chance.below(QUESTIONS.len()));
        let commitment = Self::commitment(commitment.min(COMMITMENTS - 1));
        let cell = CellKey::new(&commitment, &QUESTIONS[question].0.into());
        let cells = match chance.below(100) {
            0..84 => vec![bearing(&cell)],
            84..92 => {
                vec![bearing(&cell), bearing(&CellKey::new(&commitment, &QUESTIONS[(question + 1) % 4].0.into()))]
            }
            92..95 => vec![Bearing { commitment: Some(commitment.clone()), question: None, area: None }],
            95..97 => vec![Bearing { commitment: None, question: None, area: Some("coast".into()) }],
            _ => Vec::new(),
        };
        let source = self.cited.pick(&mut chance);
        let mut sources = vec![Self::source_id(source)];
        if chance.percent(15) {
            let second = Self::source_id(chance.below(self.sources));
            if !sources.contains(&second) {
                sources.push(second);
            }
        }
        let mut refs: Vec<FootnoteRef> = (0..chance.below(3))
            .map(|_| FootnoteRef { footnote: chance.below(self.notes) as u32 + 1, at: chance.below(length + 1) })
            .collect();
        refs.sort_by_key(|reference| reference.at);
        let speaker =
            (source % 12 == 5 && chance.percent(60)).then(|| SpeakerId(format!("s{source}-{}", chance.below(6))));
        let rates = if kind == EvidenceKind::Conclusion && chance.percent(70) {
            vec![StatedRating { cell: Some(cell), parent: None, rating: Grade::ALL[chance.below(4)].into() }]
        } else {
            Vec::new()
        };
        self.chance = chance;
        self.at += 1;
        Evidence {
            id: EvidenceId(format!("E{:07}", at + 1)),
            kind,
            text,
            cells,
            sources,
            speaker,
            refs,
            rates,
            locator: at.is_multiple_of(3).then(|| format!("p. {}, para {}", at / 20 + 1, at % 20 + 1)),
            line: None,
            filed_by: None,
            note: None,
        }
    }

    /// The whole review, held: for sizes that can be.
    pub fn whole(self) -> Review {
        Review { evidence: self.clone().collect(), ..self.head() }
    }
}

fn bearing(cell: &CellKey) -> Bearing {
    Bearing { commitment: Some(cell.commitment.clone()), question: Some(cell.question.clone()), area: None }
}

impl Iterator for Large {
    type Item = Evidence;

    fn next(&mut self) -> Option<Evidence> {
        (self.at < self.items).then(|| self.item())
    }
}
