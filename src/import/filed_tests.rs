use serde_json::json;

use super::*;
use crate::import::frame;
use crate::model::source::SourceKind;

const TALK: &str =
    "Facilitator: Who begins?\nNurse 1: We lacked time.\nAnd money.\nFacilitator: Thank you.\nNurse 1: Yes.\n";

fn review() -> Review {
    let mut review = frame::without_grid(frame::id_of(["filed"]), "T".to_owned());
    let mut talk = Source::new("RT01".into(), SourceKind::Roundtable, "Nurses".to_owned());
    talk.text = Some(TALK.to_owned());
    talk.speakers = transcript::speakers(TALK, true).expect("a talk");
    review.sources.push(talk);
    review
}

fn session(review: &Review, name: Option<&str>, passages: &[(&str, &[&str])]) -> SessionFile {
    let quotes: Vec<_> = passages
        .iter()
        .enumerate()
        .map(|(n, (words, cells))| {
            let start = TALK[..TALK.find(words).expect("stands there")].chars().count();
            let filings: Vec<_> =
                cells.iter().map(|cell| json!({"cell": {"commitment": "1", "question": cell}, "stance": "undermines"})).collect();
            json!({
                "id": format!("00000000-0000-4000-8000-{n:012}"), "source": "RT01",
                "selector": {"exact": words, "prefix": "", "suffix": "", "start": start, "end": start + words.chars().count(),
                    "text_sha256": sha256_hex(TALK.as_bytes())},
                "filings": filings, "tags": ["secret-tag"], "note": "a private note", "at": "2025-01-01T00:00:00.000Z",
            })
        })
        .collect();
    let mut file = serde_json::to_value(crate::document::fixture::session()).expect("serialises");
    file["review"]["id"] = json!(review.id);
    file["quotes"] = json!(quotes);
    file["member"] = json!({"id": "00000000-0000-4000-8000-00000000000a"});
    if let Some(name) = name {
        file["member"]["name"] = json!(name);
    }
    serde_json::from_value(file).expect("a session")
}

#[test]
fn filed_passages_become_evidence_with_speaker_and_filer_and_nothing_else() {
    let old = review();
    let session = session(&old, Some("Jo"), &[("We lacked time.\nAnd money.", &["B", "A"]), ("Who begins?", &[])]);
    let made = publish(&old, &[session], "the secretariat").expect("publishes");
    assert_eq!((made.changed, made.review.edition, made.review.evidence.len()), (true, 2, 1));
    let item = &made.review.evidence[0];
    assert_eq!((item.kind, item.text.as_str()), (EvidenceKind::Quotation, "We lacked time.\nAnd money."));
    assert_eq!((item.filed_by.as_deref(), item.locator.as_deref()), (Some("Jo"), Some("line 2")));
    assert_eq!(item.speaker.as_ref().map(|speaker| speaker.as_str()), Some("s2"));
    let cells: Vec<String> = item.cells.iter().filter_map(|bearing| Some(bearing.cell()?.to_string())).collect();
    assert_eq!(cells, ["1A", "1B"]);
    let written = serde_json::to_string(&made.review).expect("writes");
    for secret in ["private note", "secret-tag", "undermines"] {
        assert!(!written.contains(secret), "{secret} went over");
    }
}

#[test]
fn the_same_again_changes_nothing_and_another_filing_joins_the_item() {
    let old = review();
    let jo = session(&old, Some("Jo"), &[("We lacked time.", &["A"])]);
    let first = publish(&old, std::slice::from_ref(&jo), "x").expect("publishes").review;
    let again = publish(&first, &[jo], "x").expect("publishes");
    assert_eq!((again.changed, &again.review), (false, &first));
    let other = session(&old, None, &[("We lacked time.", &["B"])]);
    let joined = publish(&first, &[other], "the secretariat").expect("publishes").review;
    assert_eq!((joined.edition, joined.evidence.len(), joined.evidence[0].cells.len()), (3, 1, 2));
    assert_eq!(joined.evidence[0].filed_by.as_deref(), Some("Jo, the secretariat"));
}

#[test]
fn a_passage_whose_words_are_gone_is_told_and_left_out() {
    let old = review();
    let session = session(&old, None, &[("We lacked time.", &["A"])]);
    let mut corrected = old;
    corrected.sources[0].text = Some(TALK.replace("lacked", "had"));
    let made = publish(&corrected, &[session], "x").expect("publishes");
    assert!(!made.changed);
    assert!(made.summary.unresolved[0].why.contains("no longer stand in RT01"), "{:?}", made.summary.unresolved);
}

#[test]
fn retold_texts_give_accounts() {
    let mut old = review();
    old.wording = Wording::Retold;
    let session = session(&old, None, &[("We lacked time.", &["A"])]);
    let made = publish(&old, &[session], "x").expect("publishes");
    assert_eq!(made.review.evidence[0].kind, EvidenceKind::Account);
}
