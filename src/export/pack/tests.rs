//! Papers from a panel of three: what stands on them, in which order, and what does not.

use crate::export::pack::PackForm;
use crate::export::pack::pack;
use crate::panel::chair::Chair;
use crate::panel::chair::Look;
use crate::panel::chair::tests::opened;

#[test]
fn a_page_shows_counts_reasons_by_nobody_and_both_sides() {
    let panel = opened(1, Vec::new());
    let papers = pack(&panel, &Chair::of(&panel, &Look::at(&panel))).expect("a round is opened");
    let first = &papers.disputed[0];
    assert_eq!((first.cell.as_str(), papers.agenda[0].spread.as_str()), ("1A", "2 good, 1 inadequate"));
    let reasons: Vec<&str> = first.reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(reasons, ["why 1A is good", "why 1A is good", "why 1A is inadequate"]);
    let [yes, no] = &first.sides;
    assert_eq!((yes.says.as_str(), no.says.as_str()), ("it was met", "it was not met"));
    assert_eq!((yes.passages.len(), no.passages.len()), (1, 1), "one passage is held to say both");
    assert_eq!(yes.passages[0].members, 1);
    assert!(first.changes[0].starts_with("The whole evaluation: "), "{:?}", first.changes);
}

#[test]
fn every_form_tells_every_page_and_what_it_leaves_out() {
    let panel = opened(1, Vec::new());
    let papers = pack(&panel, &Chair::of(&panel, &Look::at(&panel))).expect("a round is opened");
    for form in [PackForm::Markdown, PackForm::Html] {
        let text = String::from_utf8(form.bytes(&papers).expect("writes")).expect("text");
        for words in ["why 1A is inadequate", "it was not met", "To take on the nod", "What these papers leave out"] {
            assert!(text.contains(words), "{form:?}: {words}");
        }
        assert!(!text.contains("an interest"), "{form:?}: a ground for abstaining tells whose it is");
    }
    assert_eq!(PackForm::Docx.bytes(&papers).expect("writes"), PackForm::Docx.bytes(&papers).expect("writes"));
}

#[test]
fn nothing_is_put_on_the_table_before_a_round_is_opened() {
    let panel = opened(0, Vec::new());
    assert_eq!(pack(&panel, &Chair::of(&panel, &Look::at(&panel))), None);
}
