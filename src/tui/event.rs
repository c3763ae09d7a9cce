//! What reaches the workbench from outside, and how it is taken from the channel.
//!
//! Owns the event type and the judgement whether keys were typed or pasted. May use crossterm's values, not its reading.
//! Invariant: what a person pastes is never taken for commands.

use std::sync::mpsc::Receiver;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use crossterm::event::MouseEvent;

use crate::keys::chord::Chord;
use crate::keys::chord::Key;

/// So many printable keys in one read are pasted: no one types so fast.
pub const BURST: usize = 8;

/// A fact from outside. `W` is what background threads report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<W> {
    /// A key was pressed, or repeats because it is held.
    Key(KeyEvent),
    /// Text was pasted; newlines and tabs are kept, other control characters are not.
    Paste(String),
    /// The mouse was clicked or its wheel turned.
    Mouse(MouseEvent),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// So many printable keys came at once where no text was asked for: pasted, and to be left without effect.
    Burst(usize),
    /// The program is to end.
    Stop(StopReason),
    /// The program was stopped and continued; the terminal is to be entered again.
    Resumed,
    /// A background thread reports.
    Worker(W),
}

/// Why the program is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// Someone asked it to (SIGTERM).
    Terminate,
    /// Someone interrupted it from outside (SIGINT); in the workbench Ctrl+C is a key like others.
    Interrupt,
    /// The connection to the terminal was closed (SIGHUP).
    HangUp,
    /// The terminal is no longer there, and no signal said so.
    TerminalGone,
}

/// What travels through the channel: an event, or the keys of one read, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming<W> {
    /// Keys that arrived together, in order.
    Keys(Vec<KeyEvent>),
    /// Anything else.
    Event(Event<W>),
}

impl<W> From<Event<W>> for Incoming<W> {
    fn from(event: Event<W>) -> Self {
        Self::Event(event)
    }
}

/// Takes the first event and all that wait behind it, in order, so that one frame answers them together.
///
/// Of several changes of size only the last is kept. Keys of one read become one [`Event::Burst`] if they were pasted
/// and no text field has the focus. In a text field they stay keys, unless a key that leaves the field (Enter, Esc)
/// stands among them: then they become one [`Event::Paste`], or the rest of the text would be taken for commands.
pub fn drain<W>(from: &Receiver<Incoming<W>>, first: Incoming<W>, text_field_focused: bool) -> Vec<Event<W>> {
    let mut events = Vec::new();
    for incoming in std::iter::once(first).chain(from.try_iter()) {
        match incoming {
            Incoming::Event(event) => {
                if matches!(event, Event::Resize(..)) {
                    events.retain(|earlier| !matches!(earlier, Event::Resize(..)));
                }
                events.push(event);
            }
            Incoming::Keys(keys) if !is_burst(&keys) => events.extend(keys.into_iter().map(Event::Key)),
            Incoming::Keys(keys) if !text_field_focused => events.push(Event::Burst(printable_count(&keys))),
            Incoming::Keys(keys) if goes_on_after_leaving(&keys) => events.push(Event::Paste(as_text(&keys))),
            Incoming::Keys(keys) => events.extend(keys.into_iter().map(Event::Key)),
        }
    }
    events
}

/// A key as the table knows it; `None` for keys it has no name for.
pub fn chord_of(key: KeyEvent) -> Option<Chord> {
    let known = match key.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let known = match known {
        Key::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        other => other,
    };
    Some(Chord { key: known, ctrl, alt: key.modifiers.contains(KeyModifiers::ALT) })
}

/// Whether keys of one read were pasted rather than typed.
///
/// One and the same letter over and over is a key held down on a slow connection.
pub fn is_burst(keys: &[KeyEvent]) -> bool {
    let held = |first: &KeyEvent| {
        matches!(first.code, KeyCode::Char(letter) if letter.is_alphabetic()) && keys.iter().all(|key| key == first)
    };
    printable_count(keys) >= BURST && !keys.first().is_some_and(held)
}

/// Keeps of a pasted text what belongs into a text field: no control characters but newline and tab.
///
/// Terminals send a carriage return for the end of a line; it becomes a newline.
pub fn clean_paste(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

fn printable(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(letter) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => Some(letter),
        _ => None,
    }
}

fn printable_count(keys: &[KeyEvent]) -> usize {
    keys.iter().filter(|key| printable(key).is_some()).count()
}

/// The character a key stands for in a pasted text.
fn pasted(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Enter => Some('\n'),
        // A bare line feed reaches a program in raw mode as Ctrl+J.
        KeyCode::Char('j') if key.modifiers == KeyModifiers::CONTROL => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => printable(key),
    }
}

fn as_text(keys: &[KeyEvent]) -> String {
    clean_paste(&keys.iter().filter_map(pasted).collect::<String>())
}

/// Whether text follows a key that may take the focus away from a text field.
fn goes_on_after_leaving(keys: &[KeyEvent]) -> bool {
    let corrects = |key: &KeyEvent| {
        use KeyCode::Backspace;
        use KeyCode::Delete;
        use KeyCode::End;
        use KeyCode::Home;
        use KeyCode::Left;
        use KeyCode::Right;
        matches!(key.code, Backspace | Delete | Home | End | Left | Right)
    };
    let leaving = keys.iter().position(|key| printable(key).is_none() && !corrects(key));
    leaving.is_some_and(|at| keys[at..].iter().any(|key| printable(key).is_some()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::mpsc::Sender;
    use std::sync::mpsc::channel;

    use super::*;

    type In = Incoming<&'static str>;

    fn keys(text: &str) -> Vec<KeyEvent> {
        text.chars()
            .map(|letter| match letter {
                '\n' => KeyEvent::from(KeyCode::Enter),
                '\t' => KeyEvent::from(KeyCode::Tab),
                '\u{1b}' => KeyEvent::from(KeyCode::Esc),
                '\u{8}' => KeyEvent::from(KeyCode::Backspace),
                _ => KeyEvent::from(KeyCode::Char(letter)),
            })
            .collect()
    }

    fn drained(fill: impl Fn(&Sender<In>), text_field_focused: bool) -> Vec<Event<&'static str>> {
        let (sender, receiver) = channel();
        fill(&sender);
        let first = receiver.recv().unwrap();
        drain(&receiver, first, text_field_focused)
    }

    fn one_read(text: &str, text_field_focused: bool) -> Vec<Event<&'static str>> {
        drained(|to| to.send(Incoming::Keys(keys(text))).unwrap(), text_field_focused)
    }

    fn as_keys(text: &str) -> Vec<Event<&'static str>> {
        keys(text).into_iter().map(Event::Key).collect()
    }

    #[test]
    fn eight_letters_in_one_read_are_a_burst_and_seven_are_keys() {
        assert_eq!(one_read("the poli", false), [Event::Burst(8)]);
        assert_eq!(one_read("the pol", false), as_keys("the pol"));
    }

    #[test]
    fn letters_that_came_one_by_one_stay_keys_however_many_wait() {
        let typed =
            drained(|to| keys("the policy").into_iter().for_each(|k| to.send(In::Keys(vec![k])).unwrap()), false);
        assert_eq!(typed, as_keys("the policy"));
    }

    #[test]
    fn line_ends_and_other_control_keys_of_a_paste_have_no_effect_either() {
        assert_eq!(one_read("q\nq\n1\n\tyes it was\u{1b}\nq", false), [Event::Burst(14)]);
    }

    #[test]
    fn a_held_letter_on_a_slow_line_is_no_burst_but_a_row_of_dashes_or_digits_is() {
        assert_eq!(one_read("jjjjjjjjjjjj", false), as_keys("jjjjjjjjjjjj"));
        assert_eq!(one_read("------------", false), [Event::Burst(12)]);
        assert_eq!(one_read("11111111", false), [Event::Burst(8)]);
    }

    #[test]
    fn arrows_and_chords_are_never_a_burst() {
        let held = vec![KeyEvent::from(KeyCode::Down); 30];
        let events = drained(|to| to.send(In::Keys(held.clone())).unwrap(), false);
        assert_eq!(events.len(), 30);
        let chords = vec![KeyEvent::new(KeyCode::Char('d'), KeyModifiers::CONTROL); 30];
        assert!(!is_burst(&chords));
    }

    #[test]
    fn in_a_text_field_one_line_stays_keys_so_that_its_enter_counts() {
        assert_eq!(one_read("not funded\n", true), as_keys("not funded\n"));
        assert_eq!(one_read("not fundde\u{8}\u{8}ed", true), as_keys("not fundde\u{8}\u{8}ed"));
    }

    #[test]
    fn in_a_text_field_several_lines_are_one_paste_so_that_none_of_it_becomes_a_command() {
        assert_eq!(one_read("not funded\nq\nq\n", true), [Event::Paste("not funded\nq\nq\n".into())]);
        assert_eq!(one_read("not funded\u{1b}qq", true), [Event::Paste("not fundedqq".into())]);
    }

    #[test]
    fn all_that_waits_is_taken_in_order_and_only_the_last_size_counts() {
        let events = drained(
            |to| {
                to.send(Event::Resize(80, 24).into()).unwrap();
                to.send(In::Keys(keys("j"))).unwrap();
                to.send(Event::Worker("saved").into()).unwrap();
                to.send(Event::Resize(90, 30).into()).unwrap();
                to.send(Event::Stop(StopReason::HangUp).into()).unwrap();
            },
            false,
        );
        let expected = [
            Event::Key(KeyEvent::from(KeyCode::Char('j'))),
            Event::Worker("saved"),
            Event::Resize(90, 30),
            Event::Stop(StopReason::HangUp),
        ];
        assert_eq!(events, expected);
    }

    #[test]
    fn a_pasted_text_keeps_its_lines_and_tabs_and_loses_what_could_steer_a_terminal() {
        assert_eq!(clean_paste("a\r\nb\rc\n\td\u{1b}]52;c;x\u{7}\u{9b}1m\0é"), "a\nb\nc\n\td]52;c;x1mé");
    }
}
