//! How a source is named above its text and in lists.

use crate::model::opened::Opened;
use crate::model::source::Source;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::Line;

/// What stands above a source: code and name, then what it is.
pub fn header(ui: &Ui<'_>, source: &Source) -> Vec<Line<'static>> {
    let first = format!("{} {}", source.id, source.label);
    let mut second = about(source);
    if let Some(opened) = opened(ui, source) {
        second = format!("{} \u{b7} {second}", opened.words());
    }
    vec![Line::from(ui.span(&first, Role::Heading)), Line::from(ui.span(&second, Role::Dim)), Line::default()]
}

/// Kind, group, date, whether it is confidential, what its text was taken from.
pub fn about(source: &Source) -> String {
    let mut words = vec![source.kind.word().to_owned()];
    words.extend(source.group.clone());
    words.extend(source.date.clone());
    if source.confidential {
        words.push("confidential".to_owned());
    }
    if let Some(original) = source.original.as_ref().filter(|_| source.text.is_some()) {
        words.push(format!("text of {}", original.name));
        if !original.warnings.is_empty() {
            words.push(format!("not carried over: {}", original.warnings.join("; ")));
        }
    }
    words.join(" \u{b7} ")
}

/// What the member has opened of its text, if anything and if it is held still.
pub fn opened<'a>(ui: &Ui<'a>, source: &Source) -> Option<&'a Opened> {
    ui.ws.opened().get(&source.id).filter(|opened| source.text.is_some() && opened.count() > 0)
}

/// How much of a source there is to read: "1,240 words", or that its text is not held.
pub fn length(source: &Source) -> String {
    match &source.text {
        None if source.withdrawn => "taken back".to_owned(),
        None => "text not held".to_owned(),
        // Counted by bytes: a list of thousands is not to read all their texts.
        Some(text) => {
            let pages = text.len().div_ceil(3_000);
            if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
        }
    }
}
