//! What words of a draft name: a question, a commitment, an area, by key, number, label or the words a question is spoken
//! of with.
//!
//! Uses the review that the draft is about. Invariant: what words could name twice they do not name.

use crate::import::report::question;
use crate::import::report::question::Asked;
use crate::import::report::words as plain;
use crate::model::commitment::Question;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::review::Review;

/// From here a clause speaks of a question.
const SPOKEN: f32 = 0.5;
/// Letters from which a line is a commitment's own words.
const OWN: usize = 16;

/// The names of a review.
pub struct Names<'a> {
    /// The review.
    pub about: &'a Review,
    /// Its questions, as words that speak of each.
    pub asked: Vec<Asked>,
    /// For each commitment the words that no other has.
    telling: Vec<Vec<String>>,
}

impl<'a> Names<'a> {
    /// Those of a review.
    pub fn of(about: &'a Review) -> Self {
        let all: Vec<Vec<String>> =
            about.commitments.iter().map(|own| plain::telling_words(&format!("{} {}", own.label, own.text))).collect();
        let alone =
            |at: usize, word: &String| all.iter().enumerate().all(|(n, other)| n == at || !other.contains(word));
        let telling = all
            .iter()
            .enumerate()
            .map(|(at, words)| words.iter().filter(|word| alone(at, word)).cloned().collect())
            .collect();
        Self { about, asked: question::of_review(about), telling }
    }

    /// The keys of questions in a text, each once.
    pub fn cells(&self, text: &str) -> Vec<CellKey> {
        let mut found: Vec<CellKey> = Vec::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| (2..=4).contains(&word.len())) {
            let Ok(cell) = word.parse::<CellKey>() else { continue };
            if !found.contains(&cell) && self.about.cells().any(|own| own == cell) {
                found.push(cell);
            }
        }
        found
    }

    /// The commitment of a number.
    pub fn numbered(&self, number: usize) -> Option<CommitmentId> {
        let id = number.to_string();
        self.about.commitments.iter().find(|own| own.id.as_str() == id).map(|own| own.id.clone())
    }

    /// The commitment that a sentence names by its label, its text or words no other has.
    pub fn commitment_in(&self, sentence: &str) -> Option<CommitmentId> {
        let key = plain::key(sentence);
        let has = |text: &str| {
            let own = plain::key(text.trim_end_matches('…'));
            own.len() >= OWN / 2 && key.contains(&own)
        };
        let by_name: Vec<&CommitmentId> =
            self.about.commitments.iter().filter(|own| has(&own.label) || has(&own.text)).map(|own| &own.id).collect();
        if let [only] = by_name.as_slice() {
            return Some((*only).clone());
        }
        let said = plain::telling_words(sentence);
        let hits = |at: usize| said.iter().filter(|word| self.telling[at].contains(word)).count();
        let most = (0..self.telling.len()).map(hits).max().filter(|most| *most >= 2)?;
        let best: Vec<usize> = (0..self.telling.len()).filter(|at| hits(*at) == most).collect();
        let [only] = best.as_slice() else { return None };
        Some(self.about.commitments[*only].id.clone())
    }

    /// The commitment whose own words a line begins with, or is.
    pub fn commitment_told(&self, line: &str) -> Option<CommitmentId> {
        let key = plain::key(line);
        let is = |text: &str| {
            let own = plain::key(text.trim_end_matches('…'));
            key == own && !own.is_empty()
                || (key.len() >= OWN && own.starts_with(&key))
                || (own.len() >= OWN && key.starts_with(&own))
        };
        let found = self.about.commitments.iter().find(|own| is(&own.text) || is(&own.label));
        found.map(|own| own.id.clone())
    }

    /// The questions that words speak of most: several where they are level.
    pub fn questions(&self, asks: &[f32]) -> Vec<QuestionId> {
        let most = asks.iter().copied().fold(0.0_f32, f32::max);
        if most <= SPOKEN {
            return Vec::new();
        }
        let best = asks.iter().zip(&self.about.questions).filter(|(ask, _)| **ask >= most);
        best.map(|(_, question)| question.id.clone()).collect()
    }

    /// The questions that some words speak of most.
    pub fn questions_in(&self, text: &str) -> Vec<QuestionId> {
        let said = plain::words(text);
        let asks: Vec<f32> = self.asked.iter().map(|asked| asked.spoken_of(&said)).collect();
        self.questions(&asks)
    }

    /// The question that a short text is the name of: `Funding`, `B. Funding`, `Question B`, its text.
    pub fn question_named(&self, text: &str) -> Option<QuestionId> {
        let key = plain::key(text);
        let is = |question: &&Question| {
            let (letter, label) = (plain::key(question.id.as_str()), plain::key(&question.label));
            let bare = key.strip_prefix("question").unwrap_or(&key);
            let lettered = bare == letter && (bare.len() < key.len() || text.contains(['.', ')']));
            !key.is_empty() && (key == label || bare.strip_prefix(letter.as_str()) == Some(label.as_str()) || lettered)
                || key.len() >= OWN && key.ends_with(&plain::key(&question.text)) && !question.text.is_empty()
        };
        self.about.questions.iter().find(is).map(|question| question.id.clone())
    }

    /// The area that a short text is the name of.
    pub fn area_named(&self, text: &str) -> Option<AreaId> {
        let key = plain::key(text);
        let is = |label: &str| {
            !label.is_empty() && key.trim_start_matches(|c: char| c.is_ascii_digit()) == plain::key(label)
        };
        self.about.areas.iter().find(|area| is(&area.label)).map(|area| area.id.clone())
    }

    /// The area that a sentence names.
    pub fn area_in(&self, sentence: &str) -> Option<AreaId> {
        let key = plain::key(sentence);
        let named = self.about.areas.iter().filter(|area| {
            let own = plain::key(&area.label);
            own.len() >= OWN / 4 && key.contains(&own)
        });
        let named: Vec<&AreaId> = named.map(|area| &area.id).collect();
        let [only] = named.as_slice() else { return None };
        (key.contains("policyarea") || key.contains("inthearea") || key.contains("areaof")).then(|| (*only).clone())
    }
}
