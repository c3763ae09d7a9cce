use super::*;
use crate::text::offsets::slice;
use proptest::prelude::*;

fn split(text: &str) -> Vec<&str> {
    sentences(text).into_iter().map(|range| slice(text, range.start, range.end).expect("a range of the text")).collect()
}

/// Joined by `|` is how the cases below are written.
fn assert_split(marked: &str) {
    let text = marked.replace('|', "");
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    assert_eq!(split(&text), expected);
}

#[test]
fn abbreviations_names_and_figures_do_not_end_a_sentence() {
    for marked in [
        "Dr Smith spoke.| Dr. Smith agreed with Prof. Jones.| Mr. and Mrs. Hall left.",
        "Systems, e.g. NHS Login, and apps, i.e. Those above, were named.| More came.",
        "See No. 5 and Nos. 6 to 8.| Was it met?| No.| We think it was not.",
        "It cost £18.2m.| The Department spent £3.4bn. |In 2020. |30 people came.",
        "See p. 30 and pp. 12-14, para. 7.| The next page says more.",
        "J. M. Wachter wrote it.| R.M. Wachter et al. 2016 and the U.S. Department agreed.",
        "Made by Acme Ltd. for the trust.| It was sold to Acme Ltd. The trust paid."
            .replace("Acme Ltd. The", "Acme Ltd.| The")
            .as_str(),
        "It closed at 5 p.m. |Patients waited, nurses, doctors, etc. |Nobody came.",
        "We turn to Question B. |Funding was given.| Plan A. |Vitamin C. |It works.",
        "Visit www.nhs.uk or v1.2.3 today.| Then go.",
    ] {
        assert_split(marked);
    }
}

#[test]
fn what_closes_behind_the_stop_belongs_to_the_sentence() {
    for marked in [
        "“It was late.”| The panel agreed.| (It had said so.)| Then 'no.'| And \"yes!\"| Done.",
        "“Why?” she asked.| “Really!” he said.| What?!| No...| Yes.",
        "The target was missed.[12]| The next was met.(3)| A third.¹²| A fourth.[4][5]| End.",
        "The target was missed.12 |The next costs £4.50 in all.3| In 2020 it rose.",
        "It improved. |[…] The trust was praised.| Spending rose […] by 5%.| They said [...] Nothing more.",
        "It improved. […] and then fell.| “[…] It fell.”",
        "He paused… and went on.| He stopped… |Then he left.",
        "He said “no. Not now” to us.".replace("no. ", "no.| ").as_str(),
    ] {
        assert_split(marked);
    }
}

#[test]
fn lines_broken_by_a_width_are_joined_and_headings_are_not() {
    for marked in [
        "Heading\n|The text goes\nover two lines.| Next one.\n\n|New paragraph",
        "The list:\n|a first point\n\n|1. The first item.\n|2. The second item.\n|(a) third",
        "We asked Dr.\nSmith about it.\n|He knew.",
        "The evaluation of the commitments on the digitisation of the\nNHS was published.| It was read.",
        "• one point\n|• another point\n|- a third",
        "One.\r\n|Two goes\r\non.\r\n\r\n|Three",
        "No stop at all\n\n|and a lower-case paragraph",
    ] {
        assert_split(marked);
    }
}

#[test]
fn other_scripts_have_their_own_stops() {
    for marked in ["他来了。|她走了！|真的？|“好。”|完", "यह पहला है। |यह दूसरा है।", "هل أنت بخير؟ |نعم."]
    {
        assert_split(marked);
    }
}

#[test]
fn nothing_gives_nothing_and_stops_alone_are_kept() {
    assert!(split("").is_empty());
    assert!(split(" \n\t ").is_empty());
    assert_eq!(split("..."), ["..."]);
    assert_eq!(split("!"), ["!"]);
}

#[test]
fn a_long_text_of_stops_or_of_none_is_read_in_one_pass() {
    for unit in [".", ". ", "[", "J. ", "\n", "a", "\" ", "1.", ". \n", "[... "] {
        let text = unit.repeat(200_000 / unit.len());
        let all: usize = sentences(&text).iter().map(ExactSizeIterator::len).sum();
        assert!(all <= text.len());
    }
}

#[test]
fn words_are_what_the_cursor_steps_on() {
    let text = "Don’t spend £18.2m — e\u{301}cole, 中文 “NHSX”!";
    let found: Vec<&str> = words(text)
        .into_iter()
        .map(|range| slice(text, range.start, range.end).expect("a range of the text"))
        .collect();
    assert_eq!(found, ["Don’t", "spend", "18.2m", "e\u{301}cole", "中", "文", "NHSX"]);
}

#[test]
fn a_place_belongs_to_the_range_around_or_before_it() {
    let ranges = [2..5, 6..9];
    let at: Vec<Option<usize>> = [0, 2, 4, 5, 6, 8, 99].map(|offset| index_at(&ranges, offset)).to_vec();
    assert_eq!(at, [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1), Some(1)]);
    assert_eq!(index_at(&[], 3), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn on_plain_prose_the_rules_of_unicode_agree(text in "([A-Z][a-z]{4,8}( [a-z]{4,8}){0,4}[.!?][”)]? ){1,6}") {
        let unicode: Vec<&str> = text.split_sentence_bounds().map(str::trim).collect();
        prop_assert_eq!(split(&text), unicode);
    }

    #[test]
    fn every_visible_character_is_in_exactly_one_sentence(text in prop_oneof!["([A-Za-z]{1,3}|[.!?…\"”(\\[\\]) \n\r0-9]){0,40}", any::<String>()]) {
        let chars: Vec<char> = text.chars().collect();
        let mut end = 0;
        for range in sentences(&text) {
            prop_assert!(range.start >= end && range.end > range.start && range.end <= chars.len());
            prop_assert!(chars[end..range.start].iter().all(|c| c.is_whitespace()));
            prop_assert!(!chars[range.start].is_whitespace() && !chars[range.end - 1].is_whitespace());
            end = range.end;
        }
        prop_assert!(chars[end..].iter().all(|c| c.is_whitespace()));
    }
}
