//! In what role someone speaks in a roundtable, where the sentence that leads in tells it.
//!
//! Invariant: a role told is a few words of that sentence; a participant, stakeholder or the like is no role.

use crate::import::report::words;
use crate::model::source::Speaker;

/// The role of whoever a quotation is of, told by the sentence that leads in to it.
pub(super) fn role(lead: &str) -> Option<String> {
    let tokens: Vec<&str> = lead.split_whitespace().collect();
    let lower: Vec<String> =
        tokens.iter().map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    worked_as(&tokens, &lower).or_else(|| one_of_a_trade(&tokens, &lower))
}

/// Names those who speak in the same role by the note or line they are quoted with.
pub(super) fn tell_apart(speakers: &mut [Speaker]) {
    let roles: Vec<Option<String>> = speakers.iter().map(|speaker| speaker.role.clone()).collect();
    for speaker in speakers.iter_mut() {
        let Some(role) = speaker.role.as_ref().filter(|role| **role == speaker.label) else { continue };
        if roles.iter().flatten().filter(|other| *other == role).count() < 2 {
            continue;
        }
        let place = match speaker.id.as_str().split_at_checked(1) {
            Some(("n", number)) => format!("note {number}"),
            Some(("l", number)) => format!("line {number}"),
            _ => continue,
        };
        speaker.label = format!("{role} ({place})");
    }
}

const SPEAKS: &[&str] = &[
    "who",
    "in",
    "at",
    "during",
    "from",
    "told",
    "described",
    "describing",
    "said",
    "explained",
    "explaining",
    "stated",
    "also",
    "spoke",
    "noted",
    "shared",
    "added",
    "reported",
    "talked",
    "highlighted",
    "raised",
    "on",
    "argued",
    "put",
    "recalled",
    "commented",
];
const NO_ROLE: &[&str] = &[
    "participant",
    "participants",
    "stakeholder",
    "stakeholders",
    "attendee",
    "person",
    "speaker",
    "member",
    "respondent",
    "example",
    "few",
    "contributor",
    "another",
    "one",
    "other",
    "number",
    "roundtable",
    "discussion",
    "concern",
    "point",
    "theme",
    "report",
    "submission",
    "issue",
    "individual",
    "group",
];

/// `working as a GP`, `who is a nurse`.
fn worked_as(tokens: &[&str], lower: &[String]) -> Option<String> {
    for at in 1..lower.len() {
        let lead = matches!(
            (lower[at - 1].as_str(), lower[at].as_str()),
            ("working", "as")
                | ("works", "as")
                | ("worked", "as")
                | ("speaking", "as")
                | ("who", "is")
                | ("who", "was")
        );
        let article = lower.get(at + 1).is_some_and(|word| word == "a" || word == "an");
        if lead && article {
            let end = (at + 2..tokens.len().min(at + 7))
                .find(|next| ends_phrase(tokens[*next], &lower[*next], *next > at + 2))
                .unwrap_or(tokens.len().min(at + 7));
            return phrase(&tokens[at + 2..(end + 1).min(tokens.len())], &lower[at + 2..(end + 1).min(lower.len())]);
        }
    }
    None
}

/// `One GP described`, `an anaesthetist who`, `a patient representative in our discussions`.
fn one_of_a_trade(tokens: &[&str], lower: &[String]) -> Option<String> {
    const WIDEST: usize = 4;
    for at in 0..lower.len() {
        if !["a", "an", "one", "another"].contains(&lower[at].as_str()) {
            continue;
        }
        for end in at + 2..(at + 2 + WIDEST).min(lower.len()) {
            if tokens[end - 1].ends_with([',', ':', ';', '.']) && !SPEAKS.contains(&lower[end].as_str()) {
                break;
            }
            if SPEAKS.contains(&lower[end].as_str()) {
                let role = phrase(&tokens[at + 1..end], &lower[at + 1..end]);
                if role.is_some() && names_someone(&lower[end - 1], &lower[end..]) {
                    return role;
                }
                break;
            }
        }
    }
    None
}

/// Whether what is spoken of can speak: it does, or it is named as people's trades are.
fn names_someone(head: &str, behind: &[String]) -> bool {
    let speaks = behind.iter().take(6).any(|word| {
        words::begins_with_any(
            word,
            &["told", "describ", "said", "explain", "stated", "spoke", "shar", "report", "comment", "recall"],
        ) || word == "who"
    });
    let trade = [
        "ist", "er", "or", "ian", "nurse", "gp", "gps", "tive", "ent", "ant", "al", "wife", "owner", "lead", "head",
        "man", "woman", "mic", "carer",
    ];
    speaks || trade.iter().any(|ending| head.ends_with(ending))
}

fn ends_phrase(token: &str, word: &str, later: bool) -> bool {
    token.ends_with([',', ':', ';', '.']) || (later && SPEAKS.contains(&word))
}

fn phrase(tokens: &[&str], lower: &[String]) -> Option<String> {
    let mut kept: Vec<&str> = tokens.iter().map(|token| token.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    while kept.last().is_some_and(|word| SPEAKS.contains(&word.to_lowercase().as_str())) {
        kept.pop();
    }
    while kept.first().is_some_and(|word| {
        ["roundtable", "further", "different", "second", "third"].contains(&word.to_lowercase().as_str())
    }) {
        kept.remove(0);
    }
    let head = kept.last()?.to_lowercase();
    if kept.len() > 5
        || NO_ROLE.contains(&head.as_str())
        || lower.is_empty()
        || head.chars().all(|c| c.is_ascii_digit())
    {
        return None;
    }
    let said = kept.join(" ");
    let mut letters = said.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_of_one_role_are_told_apart() {
        let of = |id: &str, role: &str| Speaker {
            id: crate::model::ids::SpeakerId(id.to_owned()),
            label: role.to_owned(),
            role: Some(role.to_owned()),
        };
        let mut speakers = vec![of("n4", "Pilot"), of("n6", "Ferryman"), of("l90", "Pilot"), of("n12", "Pilot")];
        (0..2).for_each(|_| tell_apart(&mut speakers));
        let labels: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!(labels, ["Pilot (note 4)", "Ferryman", "Pilot (line 90)", "Pilot (note 12)"]);
    }

    #[test]
    fn a_role_is_told_by_the_sentence_that_leads_in() {
        for (lead, expected) in [
            ("One ferryman described how the tide decides:", Some("Ferryman")),
            (
                "A patient representative in our stakeholder roundtable discussions described how trust goes:",
                Some("Patient representative"),
            ),
            ("An engineer who participated in the roundtable explained:", Some("Engineer")),
            ("This was echoed, as explained by one participant working as a GP:", Some("GP")),
            ("It was also mentioned by a physiotherapist during our stakeholder roundtables:", Some("Physiotherapist")),
            ("One participant stated:", None),
            ("A participant during our roundtable told us:", None),
            ("Another roundtable participant described how hard it is:", None),
            ("During our roundtable one of the participants told us:", None),
        ] {
            assert_eq!(role(lead).as_deref(), expected, "{lead}");
        }
    }
}
