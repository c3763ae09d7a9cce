use super::*;
use crate::text::cluster::is_plain;
use crate::text::invisible::bidi_name;
use proptest::prelude::*;

fn shown(text: &str) -> String {
    display(text).to_string()
}

#[test]
fn ordinary_text_is_borrowed_and_unchanged() {
    for text in [
        "",
        "The £18.2m programme — “on track”, says Dr O’Neill…",
        "line one\nline two\n",
        "naïve Zoë e\u{301} Ελλάδα Здравствуйте",
        "中文、日本語が。한국어",
        "שלום עולם مرحبا بالعالم",
        "नमस्ते क्षत्रिय ภาษาไทยที่ வணக்கம் ൎക",
        "😀 👍🏽 ❤\u{FE0F} 👩\u{200D}👩\u{200D}👧\u{200D}👦 🇬🇧 1\u{FE0F}\u{20E3} 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        "½ x² ™ • → ✓ ☐ ∑ 🅰 \u{a0} \u{2009}",
    ] {
        let safe = display(text);
        assert_eq!(safe.as_str(), text);
        assert!(matches!(safe.into_cow(), Cow::Borrowed(_)), "{text:?} was copied");
    }
}

#[test]
fn controls_are_shown_and_their_payload_stays_what_it_was() {
    assert_eq!(shown("a\u{1b}]52;c;QUJD\u{7}b"), "a^[]52;c;QUJD^Gb");
    assert_eq!(shown("\0\u{7f}\u{9b}31m"), "^@^?<U+009B>31m");
}

#[test]
fn tabs_reach_the_next_stop_on_every_line() {
    assert_eq!(shown("a\tb\n\tc\n中文\td\tabcd\te"), "a   b\n    c\n中文    d   abcd    e");
    assert_eq!(display_line("a\n\tb").as_str(), "a   b");
}

#[test]
fn every_line_end_is_one_line_feed_or_one_space() {
    let text = "a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\n\ng\r\r\nh";
    assert_eq!(shown(text), "a\nb\nc\nd\ne\nf\n\ng\n\nh");
    assert_eq!(display_line(text).as_str(), "a b c d e f  g  h");
}

#[test]
fn what_reorders_or_hides_text_is_named() {
    for (text, safe) in [
        ("ab\u{202e}dc\u{202c}", "ab<RLO>dc<PDF>"),
        ("a\u{200b}b\u{ad}c\u{feff}", "a<U+200B>b<U+00AD>c<U+FEFF>"),
        ("x\u{e0041}\u{e0042}", "x<U+E0041><U+E0042>"),
        ("\u{e000}\u{ffff}\u{3164}\u{fff9}", "<U+E000><U+FFFF><U+3164><U+FFF9>"),
        ("a\u{200d}b 中\u{fe0f} 1\u{fe0f}", "a<U+200D>b 中<U+FE0F> 1<U+FE0F>"),
        ("👩\u{200d}\u{200d}👧", "👩<U+200D><U+200D>👧"),
        ("\u{301}a", "<U+0301>a"),
        ("a\n\u{301}b", "a\n<U+0301>b"),
        ("a\u{200d}\u{301}", "a<U+200D><U+0301>"),
        ("\u{1161}\u{11a8}", "<U+1161><U+11A8>"),
        ("\u{115f}\u{1161}", "<U+115F><U+1161>"),
        ("\u{d4e}", "<U+0D4E>"),
    ] {
        assert_eq!(shown(text), safe, "{text:?}");
    }
}

#[test]
fn marks_beyond_the_eighth_become_one_count() {
    let marks = |count: usize| format!("e{}", "\u{301}".repeat(count));
    assert_eq!(shown(&marks(8)), marks(8));
    assert_eq!(shown(&marks(11)), format!("{}<+3>", marks(8)));
    assert_eq!(shown(&format!("{}x", marks(1_000_000))), format!("{}<+999992>x", marks(8)));
}

#[test]
fn a_long_chain_of_anything_is_bounded() {
    for (unit, head) in [
        ("\u{1100}", ""),
        ("\u{1161}", ""),
        ("👩\u{200d}", ""),
        ("🇬", ""),
        ("\u{1f3fb}", "\u{1b}"),
        ("\u{d4e}", ""),
        ("क\u{94d}", ""),
        ("\u{fe01}", "a"),
        ("\u{200d}", "a"),
    ] {
        assert_safe(&format!("{head}{}", unit.repeat(5_000)));
    }
}

#[test]
fn places_lead_back_to_what_was_marked() {
    let text = displayed("a\u{202e}b\r\nc");
    assert_eq!(text.safe().as_str(), "a<RLO>b\nc");
    assert_eq!(text.map().made_range(0..2), 0..6);
    assert_eq!(text.map().stored_range(2..4), 1..2);
    assert_eq!(text.map().stored_range(6..8), 2..5);
    assert_eq!(text.stand_ins().collect::<Vec<_>>(), [1..6, 7..8]);
}

#[test]
fn a_title_too_long_is_cut_between_graphemes() {
    let fit = |text: &'static str, width| display(text).fit(width).to_string();
    assert_eq!(fit("abcdef", 6), "abcdef");
    assert_eq!(fit("abcdef", 5), "abcd…");
    assert_eq!(fit("中文字", 4), "中…");
    assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    assert_eq!(fit("abc", 1), "…");
    assert_eq!(fit("abc", 0), "");
}

#[test]
fn a_slice_never_begins_with_half_a_character() {
    let safe = display("ae\u{301}b中");
    assert_eq!(safe.slice(1..4).as_str(), "e\u{301}");
    assert_eq!(safe.slice(2..5).as_str(), "e\u{301}b");
    assert_eq!(safe.slice(5..7).as_str(), "");
    assert_eq!(safe.slice(5..99).as_str(), "中");
}

#[test]
fn no_single_character_reaches_a_screen_unsafe() {
    // Planes 4 to 13 hold nothing, and are left out for time.
    for c in ('\0'..='\u{3FFFF}').chain('\u{E0000}'..='\u{E1000}').chain('\u{10FF00}'..=char::MAX) {
        if !is_plain(c) {
            assert_safe(&format!("{c}\na{c}b"));
        }
    }
}

/// Holds the promise of the module for one text.
fn assert_safe(text: &str) {
    let safe = display(text);
    for grapheme in safe.as_str().graphemes(true) {
        let emoji = is_emoji(grapheme);
        assert!(grapheme.len() <= 64, "{} bytes of {text:?}", grapheme.len());
        assert!(grapheme == "\n" || cluster_cells(grapheme) > 0, "{grapheme:?} has no width in {text:?}");
        for c in grapheme.chars() {
            assert!(c == '\n' || !c.is_control(), "{c:?} of {text:?}");
            assert!(emoji || (!is_invisible(c) && bidi_name(c).is_none()), "{c:?} of {text:?}");
        }
    }
    assert!(!display_line(text).as_str().contains('\n'));
}

/// Characters that join, hide, reorder or break, and a few that do not.
const ODD: &str = "[ab 1\n\r\t\u{1b}\u{85}\u{9b}\u{ad}\u{301}\u{302}\u{903}\u{915}\u{94d}\u{d4e}\u{1100}\u{1161}\u{11a8}\u{115f}각\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2028}\u{20e3}中👩❤\u{1f3fd}\u{fe0f}\u{fe0e}🏴\u{e0067}\u{e007f}🇬🇧\u{e000}\u{ffff}ﾞ\u{600}]{0,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whatever_is_stored_the_screen_is_safe(text in prop_oneof![ODD, "\\PC{0,40}", any::<String>()]) {
        assert_safe(&text);
    }

    #[test]
    fn safe_text_made_safe_again_is_the_same(text in prop_oneof![ODD, any::<String>()]) {
        let once = shown(&text);
        prop_assert_eq!(&shown(&once), &once);
    }

    #[test]
    fn the_map_counts_both_texts_and_what_lies_between_changes_is_equal(text in prop_oneof![ODD, any::<String>()]) {
        let made = displayed(&text);
        let stored: Vec<char> = text.chars().collect();
        let safe: Vec<char> = made.safe().as_str().chars().collect();
        prop_assert_eq!(made.map().stored_len(), stored.len());
        prop_assert_eq!(made.map().made_len(), safe.len());
        for (at, c) in stored.iter().enumerate() {
            let range = made.map().made_range(at..at + 1);
            prop_assert!(!range.is_empty());
            let changed = made.map().changes().iter().any(|change| change.stored.contains(&at));
            prop_assert!(changed || safe[range.start] == *c);
        }
    }
}
