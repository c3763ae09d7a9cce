//! The seal around a handed-in round: what binds a member to it, and the encryption that only the opening key undoes.
//!
//! HMAC-SHA-256 under a fresh 32-byte salt over the RFC 8785 form of what was rated; the payload as an age file
//! (X25519) in ASCII armour. Uses the model and `document`. Invariant: the length of what is sealed follows from passages
//! and notes, never from the ratings, as long as reasons keep within a wide allowance.

use age::secrecy::ExposeSecret;
use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use serde_json::json;
use sha2::Sha256;

use crate::document::canonical::canonical;
use crate::document::canonical::says_nothing;
use crate::model::handin::HandInPayload;
use crate::model::ids::MemberId;
use crate::model::session::Abstention;
use crate::model::session::Override;
use crate::model::session::RatingEntry;
use crate::model::session::SessionFile;
use crate::panel::error::PanelError;

/// Bytes of a sealed session that are set aside for each answer to a question or parent, so that its size says nothing.
const FOR_EACH_ANSWER: usize = 4 << 10;
/// Sealed sessions come in multiples of so many bytes.
const STEP: usize = 64 << 10;

/// The 32 bytes that a MAC is taken under; known to nobody before the round is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A new one, from the system's source of randomness.
    ///
    /// # Errors
    /// A system that gives none.
    pub fn fresh() -> Result<Self, PanelError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .map_err(|error| PanelError::Invalid(format!("this system gives no random numbers: {error}")))?;
        Ok(Self(bytes))
    }

    /// One that is known, for a round that is written again.
    pub fn of_hex(text: &str) -> Option<Self> {
        let digit = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
        let bytes: Vec<u8> = (0..text.len()).step_by(2).map_while(digit).collect();
        (text.len() == 64).then(|| bytes.try_into().ok().map(Self)).flatten()
    }

    /// Its bytes in lower-case hex.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a MAC binds a member to.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    /// Whom the panel knows the member as.
    pub member: MemberId,
    /// The digest of the edition that was rated.
    pub digest: &'a str,
    /// The round.
    pub round: u32,
    /// Ratings, in any order.
    pub ratings: &'a [RatingEntry],
    /// Abstentions, in any order.
    pub abstained: &'a [Abstention],
    /// Own judgements, in any order.
    pub overrides: &'a [Override],
}

impl Bound<'_> {
    /// The bytes the MAC is taken over: the RFC 8785 form of member, review digest, round and ratings sorted by cell, and
    /// of abstentions and own judgements where there are any.
    fn bytes(&self) -> Vec<u8> {
        fn sorted<T: serde::Serialize>(list: &[T], key: impl Fn(&T) -> String) -> serde_json::Value {
            let mut list: Vec<&T> = list.iter().collect();
            list.sort_by_key(|entry| key(entry));
            json!(list)
        }
        let mut value = json!({
            "member": self.member,
            "review": self.digest,
            "round": self.round,
            "ratings": sorted(self.ratings, |entry| entry.cell.to_string()),
        });
        let more = [
            ("abstained", sorted(self.abstained, |entry| entry.cell.to_string())),
            ("overrides", sorted(self.overrides, |entry| entry.parent.to_string())),
        ];
        more.into_iter().filter(|(_, list)| !says_nothing(list)).for_each(|(key, list)| value[key] = list);
        canonical(&value)
    }

    /// The MAC under a salt, lower-case hex.
    pub fn mac(&self, salt: &Salt) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&salt.0).expect("a MAC takes a key of any length");
        mac.update(&self.bytes());
        hex(&mac.finalize().into_bytes())
    }
}

/// A pair of keys: what is sealed to the public one is opened by the secret one.
pub struct OpeningKey(age::x25519::Identity);

impl OpeningKey {
    /// A new pair.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The public key, `age1…`.
    pub fn public(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The secret key's file, as age programs read it; `about` is said in comments.
    pub fn to_file(&self, about: &[String]) -> String {
        let comments: String = about.iter().map(|line| format!("# {line}\n")).collect();
        format!("{comments}# public key: {}\n{}\n", self.public(), self.0.to_string().expose_secret())
    }

    /// Reads a secret key's file. `name` is what messages call it.
    ///
    /// # Errors
    /// No key in it, or more than one.
    pub fn from_file(bytes: &[u8], name: &str) -> Result<Self, PanelError> {
        let text = String::from_utf8_lossy(bytes);
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let bad = |what: &str| {
            PanelError::Invalid(format!(
                "{name}: {what}\nName the file that `plumbline panel init` wrote the secret key into."
            ))
        };
        match lines.as_slice() {
            [only] => only.parse().map(Self).map_err(|_| bad("this is not a secret key")),
            [] => Err(bad("there is no secret key in it")),
            _ => Err(bad("there is more than one secret key in it")),
        }
    }

    /// What was sealed to the public key; nothing where it was sealed to another, or changed since.
    pub fn unseal(&self, sealed: &str) -> Option<Vec<u8>> {
        age::decrypt(&self.0, sealed.as_bytes()).ok()
    }
}

/// Seals what is handed in to a panel's opening key.
///
/// # Errors
/// An opening key that is none.
pub fn seal(payload: &HandInPayload, opening_key: &str) -> Result<String, PanelError> {
    let key: age::x25519::Recipient = opening_key.parse().map_err(|_| {
        PanelError::Invalid(format!(
            "the panel's opening key `{opening_key}` cannot be used\nAsk the secretariat for the panel file again."
        ))
    })?;
    let bytes = serde_json::to_vec(&padded(payload)).expect("the model's keys are strings and its numbers finite");
    age::encrypt_and_armor(&key, &bytes)
        .map_err(|error| PanelError::Invalid(format!("the round could not be sealed: {error}")))
}

fn length(value: &impl serde::Serialize) -> usize {
    serde_json::to_vec(value).map_or(0, |bytes| bytes.len())
}

/// The payload filled up to a length that the ratings have no part in.
fn padded(payload: &HandInPayload) -> HandInPayload {
    let mut whole = payload.clone();
    whole.padding = String::new();
    let full = length(&whole);
    let mut bare = whole.session.clone();
    let answers = clear(&mut bare);
    let rest = full - length(&whole.session) + length(&bare);
    let mut allowance = FOR_EACH_ANSWER * answers_at_most(payload).max(answers);
    // Reasons of many pages: the next size up tells that there are such, and no more.
    while full > rest + allowance {
        allowance *= 2;
    }
    let target = (rest + allowance).next_multiple_of(STEP);
    whole.padding = " ".repeat(target - full);
    whole
}

/// Takes out what was rated; says how many answers there were.
fn clear(session: &mut SessionFile) -> usize {
    let answers = session.ratings.len() + session.abstained.len() + session.overrides.len();
    (session.ratings, session.abstained, session.overrides) = (Vec::new(), Vec::new(), Vec::new());
    session.seen_published.clear();
    session.gone = Default::default();
    for handed in session.rounds.iter_mut().filter(|round| round.opened.is_none()) {
        if let Some(handed) = &mut handed.handed {
            (handed.ratings, handed.abstained, handed.overrides) = (Vec::new(), Vec::new(), Vec::new());
        }
    }
    // Every question, commitment and area has one answer at most.
    answers
}

/// How many answers a session on this review can hold, told by what its questions and commitments ask.
fn answers_at_most(payload: &HandInPayload) -> usize {
    let of = |kind: &str| payload.asked.keys().filter(|key| key.contains(kind)).count();
    let (questions, commitments) = (of("question-"), of("commitment-"));
    commitments * (questions + 1) + 16
}
