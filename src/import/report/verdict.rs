//! Sentences that rate: the panel says of something that it is one of the four grades.
//!
//! A verdict is one grade named in one sentence in the panel's own voice (`we rated`, `our rating`, `is therefore
//! ‘good’`), with what it seems to speak of: a question, the whole, another commitment, several at once. Grades named in
//! quotations, denied, supposed or of another's report are none. Invariant: at most one verdict for each grade named.

use std::ops::Range;

use crate::import::report::level;
use crate::import::report::level::Mention;
use crate::import::report::pair;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::question::Asked;
use crate::import::report::words;
use crate::import::report::words::begins_with_any;
use crate::model::rating::Grade;

/// A grade the panel's prose gives.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// Which paragraph of the body, and which sentence of it.
    pub paragraph: usize,
    pub sentence: usize,
    pub grade: Grade,
    /// How surely it is the panel that rates: up to 1.
    pub voice: f32,
    /// How much it speaks of each question: 0 to 1.
    pub asks: Vec<f32>,
    /// Whether it speaks of the commitment as a whole.
    pub overall: bool,
    /// Whether it speaks of several commitments at once.
    pub several: bool,
    /// Whether its paragraph speaks of several commitments at once.
    pub among_several: bool,
    /// Numbers of commitments it names.
    pub numbers: Vec<usize>,
    /// Whether its sentence names more commitments than could be paired with its grades.
    pub unpaired: bool,
    /// Whether it tells of an earlier evaluation.
    pub earlier: bool,
    /// Whether it looks back on a rating given elsewhere: `considering that we have concluded …`.
    pub looks_back: bool,
    /// The clause, for its words.
    pub clause: String,
    /// Whether its own words only join it to the grade before: `‘good’ and ‘inadequate’`.
    pub joined: bool,
}

/// The verdicts of a text that names what it rates by keys as well (`8B is good`), with the range of each one's sentence.
pub(crate) fn verdicts_in(text: &str, asked: &[Asked]) -> Vec<(Range<usize>, Verdict)> {
    let paragraph = Paragraph::of(0, text, &[]);
    let found = of_paragraph(&paragraph, 0, asked, true);
    found.into_iter().map(|verdict| (paragraph.sentences[verdict.sentence].clone(), verdict)).collect()
}

/// The verdicts of one paragraph.
pub(super) fn verdicts(paragraph: &Paragraph, place: usize, asked: &[Asked]) -> Vec<Verdict> {
    of_paragraph(paragraph, place, asked, false)
}

fn of_paragraph(paragraph: &Paragraph, place: usize, asked: &[Asked], keyed: bool) -> Vec<Verdict> {
    let mut found = Vec::new();
    let mut among_several = None;
    for n in 0..paragraph.sentences.len() {
        let sentence = paragraph.sentence(n);
        let mentions = level::mentions(sentence);
        if mentions.is_empty() || mentions.len() > 12 || sentence.ends_with('?') {
            continue;
        }
        let first = found.len();
        let mut before: Option<Told> = None;
        for (m, mention) in mentions.iter().enumerate() {
            if weighed(sentence, &mentions, m) {
                continue;
            }
            let from = m.checked_sub(1).map_or(0, |before| mentions[before].range.end);
            let to = mentions.get(m + 1).map_or(sentence.len(), |next| next.range.start);
            let told = told(sentence, mention, from..to, asked, before.as_ref(), keyed);
            let Some(told) = told else { continue };
            let among_several = *among_several.get_or_insert_with(|| speaks_of_several(&words::words(&paragraph.text)));
            found.push(Verdict { paragraph: place, sentence: n, among_several, ..told.verdict.clone() });
            before = Some(told);
        }
        let respectively = words::words(sentence).iter().any(|word| word == "respectively");
        pair::pair(&mut found[first..], asked, respectively);
    }
    found
}

/// A verdict, and how its sentence tells it.
struct Told {
    verdict: Verdict,
    /// Whether its question stands behind the grade: `‘good’ for funding`.
    behind: bool,
}

/// The verdict that a mention of a grade is; `earlier` is the one before it in its sentence.
fn told(
    sentence: &str,
    mention: &Mention,
    clause: Range<usize>,
    asked: &[Asked],
    earlier: Option<&Told>,
    keyed: bool,
) -> Option<Told> {
    let between = &sentence[clause.start..mention.range.start];
    let joined = earlier.is_some() && pair::only_joins(&words::words(between));
    let before = if earlier.is_some() { own_clause(between) } else { between };
    let after = &sentence[mention.range.end..clause.end];
    let before_words = words::words(before);
    if denied_or_supposed(&before_words) || supposed(before) || !named_as_grade(mention, &before_words, after) {
        return None;
    }
    let sentence_words = words::words(sentence);
    let carried = || earlier.map(|told| told.verdict.voice).filter(|_| carries_on(mention, &before_words, asked));
    let by_key = || (keyed && before_words.iter().any(|word| is_key(word))).then_some(0.5);
    let voice = voice(&sentence_words, &before_words, mention, asked).or_else(carried).or_else(by_key)?;
    let near = from_last_verb(&before_words);
    let mut behind = false;
    let mut asks: Vec<f32> = asked.iter().map(|question| question.spoken_of(near)).collect();
    let strong = |asks: &[f32]| asks.iter().any(|ask| *ask > 0.5);
    if !strong(&asks) || earlier.is_some_and(|told| told.behind) {
        let tail = words::words(after);
        let close = &tail[..tail.len().min(10)];
        let connected = tail
            .first()
            .is_some_and(|word| ["in", "for", "on", "with", "regarding", "as", "when"].contains(&word.as_str()));
        let later: Vec<f32> = asked.iter().map(|question| question.spoken_of(close)).collect();
        if connected && strong(&later) {
            (asks, behind) = (later, true);
        }
    }
    if !strong(&asks) && near.len() < before_words.len() {
        let wider: Vec<f32> = asked.iter().map(|question| question.spoken_of(&before_words) * 0.6).collect();
        if !asks.iter().any(|ask| *ask > 0.0) || strong(&wider) {
            asks = asks.iter().zip(&wider).map(|(near, wide)| near.max(*wide * 0.5)).collect();
        }
    }
    let last = clause.end == sentence.len();
    let mut named = numbers(&before_words);
    if named.is_empty() && last {
        named = numbers(&words::words(after));
    }
    let said: String = format!("{before} {}", after.chars().take(60).collect::<String>());
    let clause_words = words::words(&said);
    let mut several = speaks_of_several(if last { &clause_words } else { &before_words }) || named.len() > 1;
    let mut clause = before.to_owned();
    // `… of commitment 2 ‘good’ but the impact ‘inadequate’`: what is spoken of goes on, unless it is named anew.
    let goes_on = earlier.filter(|_| strong(&asks) && !clause_words.iter().any(|word| word.starts_with("commitment")));
    if let Some(Told { verdict, .. }) = goes_on.filter(|_| named.is_empty()) {
        named.clone_from(&verdict.numbers);
        several = verdict.several;
        clause = format!("{} {before}", verdict.clause);
    }
    let verdict = Verdict {
        paragraph: 0,
        sentence: 0,
        grade: mention.grade,
        voice,
        asks,
        overall: clause_words.iter().any(|word| word == "overall" || word == "whole"),
        several,
        among_several: false,
        numbers: named,
        unpaired: false,
        earlier: ["previous", "previously", "earlier", "last"]
            .iter()
            .any(|word| before_words.iter().any(|other| other == word)),
        looks_back: looks_back(&before_words),
        clause,
        joined,
    };
    Some(Told { verdict, behind })
}

/// What stands between two grades, from the word on that begins the second one's own clause.
fn own_clause(between: &str) -> &str {
    const TURNS: [&str; 5] = [" but ", " while ", " whereas ", " although ", " though "];
    let lower = between.to_ascii_lowercase();
    let turn = TURNS.iter().filter_map(|turn| lower.rfind(turn)).max();
    let begins = turn.or_else(|| lower.find(" and "));
    begins.and_then(|at| between.get(at + 1..)).unwrap_or(between)
}

/// Whether a grade is given in the breath of the one before: named as one right behind a question of its own.
fn carries_on(mention: &Mention, before: &[String], asked: &[Asked]) -> bool {
    const SHORT: usize = 8;
    (mention.marked || mention.grade == Grade::RequiresImprovement)
        && before.len() <= SHORT
        && asked.iter().any(|question| question.spoken_of(before) > 0.5)
}

/// Verbs that rate even where the grade is a plain word: `we judge that it is good`.
const STRICT: &[&str] = &[
    "rate",
    "rated",
    "rates",
    "rating",
    "ratings",
    "conclude",
    "concluded",
    "concludes",
    "conclusion",
    "consider",
    "considered",
    "judge",
    "judged",
    "assess",
    "assessed",
    "view",
    "deem",
    "deemed",
    "determined",
];
const VERBS: &[&str] = &[
    "deem",
    "deemed",
    "determined",
    "believe",
    "rate",
    "rated",
    "rates",
    "rating",
    "ratings",
    "conclude",
    "concluded",
    "concludes",
    "conclusion",
    "consider",
    "considered",
    "judge",
    "judged",
    "assess",
    "assessed",
    "award",
    "awarded",
    "agree",
    "agreed",
    "find",
    "found",
    "regard",
    "decided",
    "view",
    "gave",
    "give",
];

/// How surely the panel is the one who rates.
fn voice(sentence: &[String], before: &[String], mention: &Mention, asked: &[Asked]) -> Option<f32> {
    let has = |list: &[&str]| sentence.iter().any(|word| list.contains(&word.as_str()));
    let person = has(&["we", "our", "us", "panel", "panel’s", "panel's"]);
    let verb = has(VERBS);
    let rates = has(&["rate", "rated", "rating", "ratings", "rates"]);
    let subject = has(&["commitment", "commitments", "commitment’s", "progress", "aspect", "evaluation"])
        || asked.iter().any(|question| question.spoken_of(before) > 0.5);
    let named = mention.marked || mention.grade == Grade::RequiresImprovement;
    match () {
        () if person && verb && (named || has(STRICT)) => Some(1.0),
        () if named && rates && sentence.len() <= 8 => Some(0.8),
        () if rates && subject => Some(0.8),
        () if named
            && subject
            && before.last().is_some_and(|word| {
                ["is", "are", "be", "as", "therefore", "overall", "was"].contains(&word.as_str())
            }) =>
        {
            Some(0.4)
        }
        () if mention.grade == Grade::RequiresImprovement && subject && sentence.len() < 40 => Some(0.4),
        () => None,
    }
}

/// Whether a word reads like the key of a question: `8b`.
fn is_key(word: &str) -> bool {
    let figures = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&figures) && word.len() == figures + 1 && word.ends_with(|c: char| c.is_ascii_lowercase())
}

/// Whether a grade is one of several that are weighed against each other: `between ‘good’ and ‘inadequate’`, `good or
/// outstanding`. Of `from good to inadequate` only the second is given.
fn weighed(sentence: &str, mentions: &[Mention], at: usize) -> bool {
    let leads = |n: usize, lead: &str| {
        words::words(&sentence[..mentions[n].range.start]).last().is_some_and(|word| word == lead)
    };
    let joined = |n: usize, by: &[&str]| {
        mentions.get(n + 1).is_some_and(|next| {
            let between = sentence[mentions[n].range.end..next.range.start].to_lowercase();
            by.contains(&between.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'))
        })
    };
    let either = |n: usize| joined(n, &["or", "nor", "/"]) || (leads(n, "between") && joined(n, &["and"]));
    let moved = |n: usize| leads(n, "from") && joined(n, &["to", "into"]);
    let range = |n: usize| !leads(n, "from") && joined(n, &["to"]);
    let before = at.checked_sub(1);
    either(at) || moved(at) || range(at) || before.is_some_and(|before| either(before) || range(before))
}

/// Whether what stands before a grade asks after it, and nothing between says that it is given.
fn supposed(before: &str) -> bool {
    let own = before.rsplit([',', ';', ':']).next().unwrap_or(before);
    let own = words::words(own);
    let asks = own.iter().rposition(|word| ["whether", "if", "had", "unless", "until"].contains(&word.as_str()));
    let Some(at) = asks else { return false };
    // `We have considered whether it was met and conclude that it is good.`; `we had rated it good`.
    let behind = &own[at + 1..];
    let given = |pair: &[String]| ["and", "but", "we"].contains(&pair[0].as_str()) && GIVES.contains(&pair[1].as_str());
    let perfect = own[at] == "had" && (at > 0 || behind.first().is_none_or(|word| VERBS.contains(&word.as_str())));
    !perfect && !behind.windows(2).any(given)
}

/// Verbs that give a rating behind a question that was asked first.
const GIVES: &[&str] =
    &["conclude", "concluded", "rate", "rated", "judge", "judged", "find", "found", "agreed", "decided"];

/// Whether the grade is denied, supposed or asked for rather than given.
fn denied_or_supposed(before: &[String]) -> bool {
    const NEAR: usize = 4;
    const WORDS: &[&str] = &[
        "not",
        "than",
        "never",
        "nor",
        "instead",
        "would",
        "could",
        "might",
        "cannot",
        "whether",
        "if",
        "didn’t",
        "isn’t",
        "isn't",
        "neither",
        "rather",
        "unlikely",
        "doesn’t",
        "don’t",
        "wasn’t",
        "weren’t",
        "aren’t",
        "won’t",
        "wouldn’t",
        "couldn’t",
        "can’t",
        "couldn't",
        "didn't",
        "doesn't",
        "don't",
        "wasn't",
        "weren't",
        "aren't",
        "won't",
        "wouldn't",
        "can't",
    ];
    // What only comes near a grade: `almost good`, `short of good`, `far from good`, `no longer good`.
    const CLOSE: &[&str] = &["almost", "nearly", "hardly", "barely", "verging", "bordering", "approaching", "longer"];
    const SHORT: &[[&str; 2]] =
        &[["short", "of"], ["far", "from"], ["close", "to"], ["closer", "to"], ["anything", "but"], ["tempted", "to"]];
    let near = |many: usize| before.iter().rev().take(many);
    let refuses = || {
        let verb =
            before.iter().rposition(|word| STRICT.contains(&word.as_str()) || word == "believe" || word == "find");
        let behind = |at: usize| {
            let lead = &before[at.saturating_sub(2)..at];
            // `We would rate it …` gives a rating, `we would have rated it …` none.
            lead.iter().any(|word| word == "not" || word == "cannot")
                || matches!(lead, [may, have] if have == "have" && ["would", "could", "might"].contains(&may.as_str()))
        };
        verb.is_some_and(behind)
    };
    near(NEAR).any(|word| WORDS.contains(&word.as_str()))
        || near(2).any(|word| CLOSE.contains(&word.as_str()))
        || before.windows(2).rev().take(NEAR).any(|pair| SHORT.iter().any(|short| *short == [&pair[0], &pair[1]]))
        || refuses()
}

/// Whether words end with what is rated, right behind the verb: `we rated this commitment`, before `good overall`.
fn rates_what(before: &[String]) -> bool {
    const DIRECT: &[&str] = &["rate", "rated", "rates", "judge", "judged", "deem", "deemed"];
    const FAR: usize = 4;
    let is_thing = |word: &String| {
        ["commitment", "commitments", "it", "them", "this"].contains(&word.as_str())
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    before.last().is_some_and(is_thing) && before.iter().rev().take(FAR).any(|word| DIRECT.contains(&word.as_str()))
}

/// Whether a grade stands as a name: marked, the two-word one, or behind `is`, `as` and the like with no noun behind it.
fn named_as_grade(mention: &Mention, before: &[String], after: &str) -> bool {
    const LEADS: &[&str] = &[
        "is",
        "are",
        "be",
        "as",
        "been",
        "was",
        "were",
        "remains",
        "rated",
        "rating",
        "of",
        "overall",
        "therefore",
        "also",
    ];
    if mention.marked || mention.grade == Grade::RequiresImprovement {
        // `‘good’ practice` and the `Good Harbours Guide` are no ratings.
        const THINGS: &[&str] = &[
            "practice",
            "practices",
            "example",
            "examples",
            "quality",
            "start",
            "evidence",
            "enough",
            "news",
            "will",
            "faith",
            "reason",
        ];
        let behind = after.strip_prefix(['’', '”', '\'', '"']).unwrap_or(after);
        let next = behind.strip_prefix(' ').and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let thing = THINGS.contains(&next.trim_matches(|c: char| !c.is_alphanumeric()));
        let titled = behind.len() == after.len() && next.chars().next().is_some_and(char::is_uppercase);
        let lead = before.last().is_some_and(|word| LEADS.contains(&word.as_str()) || word == "rate" || word == "this");
        return !(thing || (titled && !lead)) || mention.grade == Grade::RequiresImprovement;
    }
    let led = before.last().is_some_and(|word| LEADS.contains(&word.as_str())) || rates_what(before);
    let next = words::words(after.split(['.', ',', ';', ':', '(']).next().unwrap_or_default());
    const GOES_ON: &[&str] = &[
        "and", "but", "because", "due", "for", "in", "overall", "on", "given", "as", "with", "at", "although",
        "though", "while", "by",
    ];
    let compared = before.last().is_some_and(|word| word == "as") && next.first().is_some_and(|word| word == "as");
    led && !compared && next.first().is_none_or(|word| GOES_ON.contains(&word.as_str()))
}

/// The words from the last verb that rates on.
fn from_last_verb(before: &[String]) -> &[String] {
    let at = before.iter().rposition(|word| VERBS.contains(&word.as_str()));
    &before[at.unwrap_or(0)..]
}

fn looks_back(before: &[String]) -> bool {
    let pair = |one: &str, other: &str| before.windows(2).any(|pair| pair[0] == one && pair[1] == other);
    pair("considering", "that")
        || pair("given", "that")
        || pair("as", "described")
        || (pair("we", "have") && (pair("since", "we") || pair("as", "we")))
}

fn speaks_of_several(words: &[String]) -> bool {
    words.windows(2).any(|pair| {
        pair[1].starts_with("commitments")
            && begins_with_any(&pair[0], &["both", "these", "two", "three", "all", "the"])
    }) || words.windows(3).any(|three| {
        three[2].starts_with("commitments") && ["both", "these", "all", "each"].contains(&three[0].as_str())
    }) || words
        .windows(4)
        .any(|four| four[3].starts_with("commitments") && ["both", "each"].contains(&four[0].as_str()))
        || numbers(words).len() > 1
}

/// The numbers behind `commitment` or `commitments`.
fn numbers(words: &[String]) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.starts_with("commitment") {
            continue;
        }
        for next in &words[at + 1..] {
            if let Ok(number) = next.parse::<usize>()
                && (1..=99).contains(&number)
            {
                found.push(number);
            } else if next != "and" {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::import::report::question::asked;

    fn of(sentence: &str) -> Vec<Verdict> {
        let labels = ["Promise kept", "Money", "Impact", "Appropriateness"];
        let questions: Vec<(char, String)> = ('A'..).zip(labels.map(str::to_owned)).collect();
        let texts = ["Was it met?", "Was it funded?", "", ""].map(str::to_owned);
        verdicts(&Paragraph::of(0, sentence, &[]), 0, &asked(&questions, &texts))
    }

    #[test]
    fn a_sentence_that_rates_is_known_however_it_is_put() {
        for (sentence, grade, question) in [
            ("We therefore rate the funding of this commitment as ‘good’.", Grade::Good, 1),
            ("Our rating for the impact of this commitment is ‘inadequate’.", Grade::Inadequate, 2),
            ("In our view, the appropriateness of it requires improvement.", Grade::RequiresImprovement, 3),
            ("Progress towards meeting this commitment is therefore rated \"Outstanding\".", Grade::Outstanding, 0),
            ("We conclude that funding is inadequate.", Grade::Inadequate, 1),
            (
                "We conclude that the commitment ‘requires improvement’ in regard to appropriateness.",
                Grade::RequiresImprovement,
                3,
            ),
            ("Funding for this commitment is ‘GOOD’.", Grade::Good, 1),
            ("The Panel assessed the impact as outstanding.", Grade::Outstanding, 2),
            ("We believe the money for it to be “Inadequate”.", Grade::Inadequate, 1),
            ("In terms of impact, this commitment requires improvement.", Grade::RequiresImprovement, 2),
            ("This merits, for delivery of the commitment, a rating of Good.", Grade::Good, 0),
        ] {
            let found = of(sentence);
            assert_eq!(found.len(), 1, "{sentence}");
            assert_eq!(found[0].grade, grade, "{sentence}");
            let most = (0..4).max_by(|a, b| found[0].asks[*a].total_cmp(&found[0].asks[*b])).unwrap();
            assert_eq!(most, question, "{sentence}: {:?}", found[0].asks);
        }
    }

    #[test]
    fn a_grade_right_behind_what_is_rated_is_a_verdict_without_marks() {
        let found = of("We rated this commitment good overall.");
        assert_eq!(found.len(), 1);
        assert!(found[0].grade == Grade::Good && found[0].overall && found[0].voice > 0.9);
        assert_eq!(of("We judged commitment 2 inadequate.")[0].numbers, [2]);
        assert!(of("We rated this commitment good harbours first.").is_empty());
    }

    #[test]
    fn a_grade_that_is_not_given_is_no_verdict() {
        for sentence in [
            "There is good evidence that we found.",
            "We could not rate it as ‘good’.",
            "The regulator said that schools are good.",
            "We heard that support is inadequate for carers who need it.",
            "More is needed to be better than ‘good’.",
            "We found ‘good’ practice in the north.",
            "We found that morale is good in the north.",
            "We considered the Good Harbours Guide.",
            "The money for it is not ‘inadequate’.",
            "We do not consider the funding of this commitment to be ‘good’.",
            "We considered whether to rate it ‘good’.",
            "We debated whether the funding of this commitment ought to be rated ‘good’.",
            "Our rating of the funding would have been ‘inadequate’ had the Board not acted.",
            "Had the Board not acted, we would have rated the funding as ‘inadequate’.",
            "Our rating lies between ‘good’ and ‘requires improvement’.",
            "We weighed rating it ‘good’ or ‘outstanding’.",
            "Should we rate the funding as ‘good’?",
            "We found the funding to be almost ‘good’.",
            "Funding falls short of the rating of ‘good’ and short of ‘outstanding’.",
        ] {
            let found = of(sentence);
            assert!(found.is_empty() || found.iter().all(|verdict| verdict.voice < 0.5), "{sentence}");
        }
    }

    #[test]
    fn a_grade_given_after_a_question_was_asked_or_another_left_is_one() {
        for (sentence, grade) in [
            ("We considered whether it was funded and conclude that the funding is ‘good’.", Grade::Good),
            ("Having asked whether it was met, we rate the funding as ‘good’.", Grade::Good),
            ("We moved our rating of the funding from ‘good’ to ‘inadequate’.", Grade::Inadequate),
            ("We had rated the funding as ‘good’.", Grade::Good),
        ] {
            let found = of(sentence);
            assert_eq!(found.iter().map(|verdict| verdict.grade).collect::<Vec<_>>(), [grade], "{sentence}");
        }
    }

    #[test]
    fn a_grade_behind_a_key_is_a_verdict_only_where_keys_are_known() {
        assert!(of("8B is good.").is_empty());
        assert_eq!(verdicts_in("8B is good. 8A is not good.", &[]).len(), 1);
    }

    #[test]
    fn two_grades_in_one_sentence_are_two_verdicts_of_their_own_questions() {
        let found = of("We rate its funding as ‘good’ and its impact as ‘inadequate’.");
        assert_eq!(found.iter().map(|verdict| verdict.grade).collect::<Vec<_>>(), [Grade::Good, Grade::Inadequate]);
        assert!(found[0].asks[1] > 0.5 && found[1].asks[2] > 0.5);
    }

    #[test]
    fn several_commitments_at_once_are_noticed() {
        for sentence in [
            "We rate both these commitments as ‘good’.",
            "We rate commitments 3 and 4 as ‘good’.",
            "We rate both of these commitments ‘good’.",
        ] {
            assert!(of(sentence)[0].several, "{sentence}");
        }
        assert!(!of("We rate this commitment as ‘good’.")[0].several);
    }
}
