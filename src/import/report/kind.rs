//! What an item of evidence is, told by what its sentences do.
//!
//! Invariant: pure.

use crate::import::report::words;
use crate::import::report::words::begins_with_any;
use crate::model::evidence::EvidenceKind;

const TELL: &[&str] = &[
    "stated",
    "states",
    "state",
    "stating",
    "told",
    "argued",
    "argues",
    "argue",
    "said",
    "says",
    "wrote",
    "writes",
    "highlighted",
    "emphasised",
    "emphasized",
    "explained",
    "reported",
    "reports",
    "suggested",
    "indicated",
    "acknowledged",
    "contended",
    "criticised",
    "criticized",
    "welcomed",
    "described",
    "describes",
    "noted",
    "pointed",
    "raised",
    "expressed",
    "called",
    "questioned",
    "identified",
    "concluded",
    "concludes",
    "recommended",
    "stressed",
    "claimed",
    "warned",
    "recognised",
    "recognized",
    "according",
    "felt",
    "agreed",
    "submitted",
    "mentioned",
    "characterised",
    "observed",
    "asserted",
    "praised",
    "added",
    "responded",
];
const FINDS: &[&str] = &[
    "found",
    "conclude",
    "concluded",
    "concerned",
    "question",
    "recognise",
    "recognize",
    "saw",
    "seen",
    "regret",
    "commend",
    "convinced",
];
const PANEL: &[&str] = &["we", "our", "us"];

/// Whether a sentence tells what someone said.
pub(super) fn tells(words: &[String]) -> bool {
    words.iter().any(|word| TELL.contains(&word.as_str()))
}

/// Whether a sentence is in the panel's own voice, and does not only say whom it heard.
fn panel_speaks(words: &[String]) -> bool {
    let own = words.iter().any(|word| PANEL.contains(&word.as_str()));
    let heard = words.windows(2).any(|pair| pair[1] == "us" && begins_with_any(&pair[0], &["to", "tell"]))
        || words.windows(2).any(|pair| pair[0] == "we" && (pair[1] == "heard" || pair[1] == "received"))
        || (words.iter().any(|word| word == "our")
            && words.iter().any(|word| word.starts_with("roundtable"))
            && tells(words));
    own && !heard
}

fn counts(sentence: &str, words: &[String]) -> bool {
    let numbers = words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit()) && !words::is_year(word)).count();
    let signs = sentence.contains(['%', '£', '€', '$'])
        || words.iter().any(|word| word == "million" || word == "billion" || word == "per");
    numbers >= 2 || (numbers >= 1 && signs)
}

/// What an item is. `cited` says whether it cites someone's evidence, `asked` whether it stands under a question.
pub(super) fn kind<'a>(
    sentences: impl Iterator<Item = &'a str>,
    cited: bool,
    asked: bool,
    introduces: bool,
) -> EvidenceKind {
    let (mut told, mut own, mut finds, mut figures, mut all) = (0, 0, 0, 0, 0);
    for sentence in sentences {
        let words = words::words(sentence);
        all += 1;
        if panel_speaks(&words) {
            own += 1;
            finds += usize::from(words.iter().any(|word| FINDS.contains(&word.as_str())));
        } else if tells(&words) {
            told += 1;
        }
        figures += usize::from(counts(sentence, &words));
    }
    match () {
        () if own > told && (!introduces || finds > 0) => EvidenceKind::Finding,
        () if figures * 2 > all && own == 0 => EvidenceKind::Figure,
        () if told > 0 && (cited || asked) => EvidenceKind::Account,
        () if own > 0 && asked => EvidenceKind::Finding,
        () if cited && asked => EvidenceKind::Account,
        () if asked => EvidenceKind::Finding,
        () => EvidenceKind::Context,
    }
}
