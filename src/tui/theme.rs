//! Styles by role. The default uses the terminal's own colours and its sixteen named ones.
//!
//! Invariant: no role is told by colour alone; marks and words stand beside it, and `mono` uses none.

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::model::codebook::TagColor;
use crate::model::rating::Rating;

/// Which set of styles is in use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// For dark backgrounds, palette safe for colour-blind readers.
    Dark,
    /// For light backgrounds, the same palette darkened.
    Light,
    /// No colour at all.
    Mono,
}

impl ThemeName {
    /// All of them, in the order they are cycled through.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Dark, Self::Light, Self::Mono];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }

    /// A theme by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The one after it.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// The part something on screen plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// Less important text.
    Dim,
    /// A heading.
    Heading,
    /// The border and title of the pane that has the focus.
    Focus,
    /// The border of the others.
    Border,
    /// The selected line of the pane that has the focus.
    Selected,
    /// The selected line of the others.
    SelectedElsewhere,
    /// The sentence under the cursor.
    Lit,
    /// A passage the member marked.
    Marked,
    /// The passage being marked.
    Marking,
    /// A footnote's marker.
    Marker,
    /// A key in the footer or menu.
    Key,
    /// A message.
    Notice,
    /// A message about something that went wrong.
    Trouble,
    /// A matched letter or word.
    Match,
    /// A word searched for, in the text it was found in.
    Hit,
}

/// A set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
}

impl Theme {
    /// The set of that name.
    pub fn new(name: ThemeName) -> Self {
        Self { name }
    }

    /// Its name.
    pub fn name(self) -> ThemeName {
        self.name
    }

    /// Whether it uses no colour.
    pub fn is_mono(self) -> bool {
        self.name == ThemeName::Mono
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = self.base();
        match role {
            Role::Text => plain,
            Role::Dim => match self.name {
                ThemeName::Mono => plain.add_modifier(Modifier::DIM),
                ThemeName::Terminal => plain.fg(Color::DarkGray),
                ThemeName::Dark => plain.fg(Color::Rgb(150, 150, 150)),
                ThemeName::Light => plain.fg(Color::Rgb(95, 95, 95)),
            },
            Role::Heading => plain.add_modifier(Modifier::BOLD),
            Role::Focus => self.tint(plain, Color::Cyan, (86, 180, 233), (0, 90, 140)).add_modifier(Modifier::BOLD),
            Role::Border => self.style(Role::Dim),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::SelectedElsewhere => plain.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            Role::Lit => plain.add_modifier(Modifier::BOLD),
            Role::Marked => plain.add_modifier(Modifier::UNDERLINED),
            Role::Marking => plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            Role::Marker => self.tint(plain, Color::Cyan, (86, 180, 233), (0, 90, 140)),
            Role::Key => plain.add_modifier(Modifier::BOLD),
            Role::Notice => plain,
            Role::Trouble => self.tint(plain, Color::Red, (255, 140, 100), (170, 50, 0)).add_modifier(Modifier::BOLD),
            Role::Hit => self.style(Role::Match).add_modifier(Modifier::REVERSED),
            Role::Match => self.tint(plain, Color::Yellow, (240, 228, 66), (120, 90, 0)).add_modifier(Modifier::BOLD),
        }
    }

    /// The style of a rating's mark. The mark itself tells which it is.
    pub fn rating(self, rating: Rating) -> Style {
        let plain = self.base().add_modifier(Modifier::BOLD);
        match rating {
            Rating::Outstanding => self.tint(plain, Color::Cyan, (86, 180, 233), (0, 90, 140)),
            Rating::Good => self.tint(plain, Color::Green, (0, 190, 140), (0, 105, 75)),
            Rating::RequiresImprovement => self.tint(plain, Color::Yellow, (240, 190, 60), (130, 85, 0)),
            Rating::Inadequate => self.tint(plain, Color::Magenta, (230, 140, 190), (150, 40, 110)),
            Rating::NoInformation => plain,
        }
    }

    /// The style of a tag's letter.
    pub fn tag(self, color: Option<TagColor>) -> Style {
        let plain = self.base().add_modifier(Modifier::BOLD);
        let Some(color) = color else { return plain };
        match color {
            TagColor::Blue => self.tint(plain, Color::Blue, (86, 160, 233), (0, 80, 160)),
            TagColor::Orange => self.tint(plain, Color::LightYellow, (230, 159, 0), (150, 90, 0)),
            TagColor::Green => self.tint(plain, Color::Green, (0, 190, 140), (0, 105, 75)),
            TagColor::Purple => self.tint(plain, Color::Magenta, (204, 121, 167), (140, 50, 110)),
            TagColor::Red => self.tint(plain, Color::Red, (255, 120, 70), (170, 50, 0)),
            TagColor::Cyan => self.tint(plain, Color::Cyan, (86, 210, 233), (0, 100, 120)),
            TagColor::Yellow => self.tint(plain, Color::Yellow, (240, 228, 66), (120, 100, 0)),
            TagColor::Grey => self.style(Role::Dim),
        }
    }

    fn base(self) -> Style {
        match self.name {
            ThemeName::Terminal | ThemeName::Mono => Style::new(),
            ThemeName::Dark => Style::new().fg(Color::Rgb(225, 225, 225)).bg(Color::Rgb(18, 18, 20)),
            ThemeName::Light => Style::new().fg(Color::Rgb(25, 25, 25)).bg(Color::Rgb(250, 250, 247)),
        }
    }

    fn tint(self, style: Style, named: Color, dark: (u8, u8, u8), light: (u8, u8, u8)) -> Style {
        match self.name {
            ThemeName::Mono => style,
            ThemeName::Terminal => style.fg(named),
            ThemeName::Dark => style.fg(Color::Rgb(dark.0, dark.1, dark.2)),
            ThemeName::Light => style.fg(Color::Rgb(light.0, light.1, light.2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_uses_no_colour_and_still_shows_the_selection() {
        let mono = Theme::new(ThemeName::Mono);
        for rating in [Rating::Outstanding, Rating::Good, Rating::RequiresImprovement, Rating::Inadequate] {
            assert_eq!(mono.rating(rating).fg, None);
        }
        for role in [Role::Selected, Role::Trouble, Role::Focus, Role::Marker, Role::Match] {
            assert_eq!((mono.style(role).fg, mono.style(role).bg), (None, None), "{role:?}");
        }
        assert!(mono.style(Role::Selected).add_modifier.contains(Modifier::REVERSED));
    }
}
