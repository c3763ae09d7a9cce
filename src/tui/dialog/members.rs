//! Another member on this machine: one that is known, or a new one by name.

use uuid::Uuid;

use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::ui::Ui;

/// The picker over the members known on this machine, with the names shown for them. A name that
/// nobody has makes a new member.
pub fn members(ui: &Ui<'_>, known: Vec<(Uuid, String)>) -> Picker {
    let current = ui.ws.member().id;
    let choices =
        known.iter().map(|(id, name)| Choice::new(name.clone(), if *id == current { "you now" } else { "" })).collect();
    let ids: Vec<Uuid> = known.into_iter().map(|(id, _)| id).collect();
    let ask = move |at: usize, typed: &str| {
        let request = match ids.get(at) {
            Some(id) if *id == current => Request::Say(Say::Notice("You go on as before.".to_owned())),
            Some(id) => Request::SwitchMember(*id),
            None => Request::NewMember(typed.to_owned()),
        };
        vec![request]
    };
    Picker::new("Go on as another member: choose one, or type a new name", choices, Box::new(ask), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::action::Action;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;
    use crate::tui::sheet::Sheet;

    fn sheet(stage: &Stage) -> Picker {
        let known = vec![(stage.ws.member().id, "Ada".to_owned()), (Uuid::from_u128(2), "Grace".to_owned())];
        members(&stage.ui(), known)
    }

    #[test]
    fn a_known_member_is_chosen_and_the_one_at_work_is_marked() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        let drawn = stage.drawn(&sheet);
        assert!(drawn.lines().any(|line| line.starts_with("Ada") && line.ends_with("you now")), "{drawn}");
        assert!(matches!(only(sheet.act(Action::Keep, &stage.ui())), Request::Say(_)));
        sheet.act(Action::Down, &stage.ui());
        assert!(
            matches!(only(sheet.act(Action::Keep, &stage.ui())), Request::SwitchMember(id) if id == Uuid::from_u128(2))
        );
    }

    #[test]
    fn a_name_nobody_has_makes_a_new_member() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        stage.types(&mut sheet, "Barbara");
        assert!(matches!(only(sheet.act(Action::Keep, &stage.ui())), Request::NewMember(name) if name == "Barbara"));
    }
}
