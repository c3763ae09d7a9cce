//! What a sentence of a draft rates: told from the keys, numbers and words it has, then from the headings it stands under.
//!
//! Invariant: what could be two things is not one of them: it is unsure, with all that it could be.

use crate::import::report::verdict::Verdict;
use crate::import::report::words as plain;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::Subject;
use crate::review::check::draft::head::Under;
use crate::review::check::draft::names::Names;
use crate::review::check::rating;

/// From here the panel surely rates, even if it cannot be told what.
const SURELY: f32 = 0.8;

/// What a sentence rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rates {
    /// These.
    Sure(Vec<Subject>),
    /// One of these or of many, and nobody can tell which.
    Unsure {
        /// What it could be.
        among: Vec<Subject>,
        /// What the sentence does not name; nothing where its heading leaves two readings.
        lacks: Option<Lacks>,
    },
}

/// What a sentence does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// The question.
    Question,
    /// The commitment.
    Commitment,
    /// Which several commitments, each by its number.
    Several,
    /// Either.
    Both,
    /// Which of its grades goes with which of its names.
    Pairing,
}

/// A sentence that rates, and where it stands.
pub struct Said<'a> {
    /// The sentence.
    pub sentence: &'a str,
    /// The paragraph up to it.
    pub before: &'a str,
    /// Whether it names one grade only.
    pub alone: bool,
    /// What the grade is said of.
    pub verdict: &'a Verdict,
    /// The headings above.
    pub under: &'a Under,
    /// What it rates by its place among the draft's tables, as the importer of reports has it.
    pub placed: &'a [Subject],
}

/// The commitment a sentence is about.
enum Which {
    Sure(CommitmentId),
    Each(Vec<CommitmentId>),
    Among(Vec<CommitmentId>),
    Unknown,
}

/// Tells what a sentence rates; nothing where it rates nothing of this review.
pub fn of(said: &Said<'_>, names: &Names<'_>) -> Option<Rates> {
    let Said { sentence, verdict, .. } = said;
    if verdict.earlier {
        return None;
    }
    if let Some(cells) = keyed(said, names) {
        return Some(cells);
    }
    if verdict.unpaired {
        return Some(Rates::Unsure { among: Vec::new(), lacks: Some(Lacks::Pairing) });
    }
    let words = plain::words(sentence);
    let has = |word: &str| words.iter().any(|own| own == word);
    let asks = names.questions(&verdict.asks);
    let which = which(said, names);
    let plural = has("commitments");
    // `Four of the nine commitments were rated good`: counted, and none named.
    if plural && matches!(which, Which::Sure(_) | Which::Unknown) && verdict.numbers.is_empty() {
        let all = words.windows(2).any(|pair| {
            pair[0] == "all" && ["commitments", "the", "of"].contains(&pair[1].as_str()) || pair[0] == "across"
        });
        let counted = words.iter().any(|word| plain::small_number(word).is_some());
        return match (all && verdict.overall, counted || !verdict.several) {
            (true, _) => Some(Rates::Sure(vec![Subject::Parent(ParentKey::Overall)])),
            (false, true) => None,
            (false, false) => {
                let among = if said.placed.is_empty() { parents(names) } else { said.placed.to_vec() };
                Some(Rates::Unsure { among, lacks: Some(Lacks::Several) })
            }
        };
    }
    match which {
        Which::Sure(id) => Some(of_commitment(&id, said, names, &asks, &words)),
        Which::Each(ids) => {
            let each = |id: &CommitmentId| match asks.as_slice() {
                [only] if !by_the_way(said, &words) => cell(id, only),
                _ => whole(id),
            };
            Some(Rates::Sure(ids.iter().map(each).collect()))
        }
        Which::Among(ids) => {
            let each = |id: &CommitmentId| match of_commitment(id, said, names, &asks, &words) {
                Rates::Sure(all) => all,
                Rates::Unsure { among, .. } => among,
            };
            Some(Rates::Unsure { among: ids.iter().flat_map(each).collect(), lacks: Some(Lacks::Commitment) })
        }
        Which::Unknown => of_no_commitment(said, names, &asks, &words),
    }
}

/// What keys name: those before the grade in its own clause, else the only one of a sentence that gives one rating.
fn keyed(said: &Said<'_>, names: &Names<'_>) -> Option<Rates> {
    let own = names.cells(&said.verdict.clause);
    let all = names.cells(said.sentence);
    let sure = |cells: Vec<CellKey>| Some(Rates::Sure(cells.into_iter().map(Subject::Cell).collect()));
    match (own.len(), all.len()) {
        (0, 0) => None,
        (1.., _) if said.alone || own.len() == 1 => sure(own),
        (0, 1) if said.alone => sure(all),
        _ => {
            let among = all.into_iter().map(Subject::Cell).collect();
            Some(Rates::Unsure { among, lacks: Some(Lacks::Pairing) })
        }
    }
}

fn which(said: &Said<'_>, names: &Names<'_>) -> Which {
    let known = |numbers: &[usize]| numbers.iter().filter_map(|number| names.numbered(*number)).collect::<Vec<_>>();
    let mut numbers = said.verdict.numbers.clone();
    if numbers.is_empty() && said.alone {
        numbers = numbers_in(said.sentence);
    }
    match known(&numbers).as_slice() {
        [] => {}
        [only] => return Which::Sure(only.clone()),
        several => return Which::Each(several.to_vec()),
    }
    // `This commitment` points to the one at hand, whatever its words.
    let points = said.sentence.to_lowercase().contains("this commitment");
    let spoken = names
        .commitment_in(said.sentence)
        .filter(|_| !points || said.under.commitment.is_none() && said.placed.is_empty());
    let above = said.under.commitment.clone().filter(|_| said.under.headed);
    let mut before = known(&numbers_in(said.before));
    before.dedup();
    let placed = said.placed.iter().find_map(|subject| match subject {
        Subject::Cell(cell) => Some(cell.commitment.clone()),
        Subject::Parent(ParentKey::Commitment(id)) => Some(id.clone()),
        Subject::Parent(_) => None,
    });
    let mut told: Vec<CommitmentId> = Vec::new();
    let context = above.or(placed).or_else(|| said.under.commitment.clone());
    for one in spoken.into_iter().chain(before).chain(context) {
        if !told.contains(&one) {
            told.push(one);
        }
    }
    match (told.as_slice(), names.about.commitments.as_slice()) {
        ([only], _) => Which::Sure(only.clone()),
        ([], [only]) => Which::Sure(only.id.clone()),
        ([], _) => Which::Unknown,
        _ => Which::Among(told),
    }
}

/// The numbers behind `commitment` in a text.
fn numbers_in(text: &str) -> Vec<usize> {
    let words = plain::words(text);
    let mut found: Vec<usize> = Vec::new();
    for pair in words.windows(2).filter(|pair| pair[0].starts_with("commitment")) {
        if let Some(number) = pair[1].parse().ok().filter(|number| !found.contains(number)) {
            found.push(number);
        }
    }
    found
}

/// What of one commitment is rated.
fn of_commitment(
    id: &CommitmentId,
    said: &Said<'_>,
    names: &Names<'_>,
    asks: &[QuestionId],
    words: &[String],
) -> Rates {
    let cells = |questions: &[QuestionId]| questions.iter().map(|question| cell(id, question)).collect::<Vec<_>>();
    let overall = said.verdict.overall || said.under.whole;
    match (asks, overall) {
        ([_, ..], false) => Rates::Sure(cells(asks)),
        // `Overall, funding is …` is of funding; `… to deliver wheels is good overall` may be of either.
        ([_, ..], true) if by_the_way(said, words) => Rates::Sure(cells(asks)),
        ([_, ..], true) => {
            let among = cells(asks).into_iter().chain([whole(id)]).collect();
            Rates::Unsure { among, lacks: None }
        }
        ([], true) => Rates::Sure(vec![whole(id)]),
        ([], false) => match &said.under.question {
            Some(question) if words.iter().any(|word| word.starts_with("commitment")) => {
                Rates::Unsure { among: vec![cell(id, question), whole(id)], lacks: None }
            }
            Some(question) => Rates::Sure(vec![cell(id, question)]),
            None if words.iter().any(|word| word.starts_with("commitment")) && !is_of_progress(words) => {
                Rates::Sure(vec![whole(id)])
            }
            // Its place and its words agree on the question, or it points back to what was just spoken of.
            None if agrees(said, names) => Rates::Sure(said.placed.to_vec()),
            None if rating::points_back(said.sentence) && !said.placed.is_empty() => {
                Rates::Unsure { among: said.placed.to_vec(), lacks: None }
            }
            None if said.placed.is_empty() => {
                let all = names.about.questions.iter().map(|question| cell(id, &question.id)).chain([whole(id)]);
                Rates::Unsure { among: all.collect(), lacks: Some(Lacks::Question) }
            }
            None => Rates::Unsure { among: said.placed.to_vec(), lacks: Some(Lacks::Question) },
        },
    }
}

/// Whether the one question that a sentence is placed under is the one that its words speak of.
fn agrees(said: &Said<'_>, names: &Names<'_>) -> bool {
    match (said.placed, names.questions_in(said.sentence).as_slice()) {
        ([Subject::Cell(placed)], [spoken]) => placed.question == *spoken,
        _ => false,
    }
}

/// Whether `overall` only begins the sentence.
fn by_the_way(said: &Said<'_>, words: &[String]) -> bool {
    words.first().is_some_and(|word| word == "overall")
        && words.iter().filter(|word| *word == "overall" || *word == "whole").count() == 1
        && !said.under.whole
}

/// Whether progress is spoken of, which may be the first question or the whole.
fn is_of_progress(words: &[String]) -> bool {
    words.iter().any(|word| word == "progress")
}

fn of_no_commitment(said: &Said<'_>, names: &Names<'_>, asks: &[QuestionId], words: &[String]) -> Option<Rates> {
    if let Some(area) = names.area_in(said.sentence) {
        return Some(Rates::Sure(vec![Subject::Parent(ParentKey::Area(area))]));
    }
    let clear = words.windows(2).any(|pair| {
        matches!(
            [pair[0].as_str(), pair[1].as_str()],
            ["overall", "rating" | "verdict" | "evaluation"]
                | ["whole", "evaluation"]
                | ["evaluation", "overall"]
                | ["government", "overall"]
        )
    }) || words.iter().any(|word| ["government’s", "government's", "evaluation"].contains(&word.as_str()));
    let overall = Subject::Parent(ParentKey::Overall);
    match asks {
        [] if said.verdict.overall && clear => Some(Rates::Sure(vec![overall])),
        _ if said.verdict.voice < SURELY => None,
        [] if said.verdict.overall => {
            let among = std::iter::once(overall).chain(parents(names)).collect();
            Some(Rates::Unsure { among, lacks: Some(Lacks::Commitment) })
        }
        [] => Some(Rates::Unsure { among: Vec::new(), lacks: Some(Lacks::Both) }),
        asks => {
            let all =
                names.about.commitments.iter().flat_map(|own| asks.iter().map(|question| cell(&own.id, question)));
            Some(Rates::Unsure { among: all.collect(), lacks: Some(Lacks::Commitment) })
        }
    }
}

fn cell(id: &CommitmentId, question: &QuestionId) -> Subject {
    Subject::Cell(CellKey::new(id, question))
}

fn whole(id: &CommitmentId) -> Subject {
    Subject::Parent(ParentKey::Commitment(id.clone()))
}

fn parents(names: &Names<'_>) -> Vec<Subject> {
    names.about.commitments.iter().map(|own| whole(&own.id)).collect()
}
