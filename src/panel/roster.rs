//! The roster a panel is set up from: a table of names, letters, roles, areas and reading lists.
//!
//! Uses `import`'s tables. Invariant: what cannot be understood is refused with its row and column; nothing is guessed
//! but letters that were left out.

use std::collections::BTreeSet;

use crate::import::sheet::Row;
use crate::import::sheet::letters;
use crate::import::sheet_file::sheets;
use crate::model::catalog::Catalog;
use crate::model::ids::AreaId;
use crate::model::ids::SourceId;
use crate::model::panel::PanelRole;
use crate::panel::error::PanelError;

/// A roster to begin with.
pub const TEMPLATE: &str = include_str!("../../assets/roster-template.csv");

/// One member of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The name, which goes into a file apart.
    pub name: String,
    /// The letter shown instead.
    pub letter: String,
    /// In what capacity.
    pub role: PanelRole,
    /// Areas rated; none of them: all.
    pub areas: Vec<AreaId>,
    /// Sources handed out to read.
    pub reads: Vec<SourceId>,
}

/// Most members a panel has; more is a table of something else.
const MOST: usize = 200;

const HEADINGS: [&str; 5] = ["name", "letter", "role", "areas", "reads"];

/// Reads a roster and holds its areas and sources against the review. `name` is what messages call the file.
///
/// # Errors
/// The first thing that cannot be understood, with its row and column.
pub fn read(name: &str, bytes: &[u8], catalog: &Catalog) -> Result<Vec<Seat>, PanelError> {
    let sheet = sheets(name, bytes).map_err(|error| PanelError::Invalid(error.to_string()))?.into_iter().next();
    let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default();
    let template = "`plumbline panel init --template` prints a roster to begin with.";
    let Some((heading, rows)) = rows.split_first() else {
        return Err(PanelError::Invalid(format!("{name}: the roster is empty\n{template}")));
    };
    let columns = columns(name, heading, template)?;
    if rows.is_empty() || rows.len() > MOST {
        let what = if rows.is_empty() { "no member stands under the headings" } else { "more than 200 members" };
        return Err(PanelError::Invalid(format!("{name}: {what}\n{template}")));
    }
    let mut reading = Reading { name, catalog, columns, seats: Vec::new() };
    for row in rows {
        let seat = reading.seat(row)?;
        reading.seats.push(seat);
    }
    reading.lettered(rows)
}

/// Where each heading stands.
fn columns(name: &str, heading: &Row, template: &str) -> Result<[Option<usize>; 5], PanelError> {
    let mut columns = [None; 5];
    for (at, text) in heading.filled() {
        let place = format!("{name}, row {}, column {}", heading.number, letters(at));
        let Some(known) = HEADINGS.iter().position(|known| known.eq_ignore_ascii_case(text.trim())) else {
            return Err(PanelError::Invalid(format!(
                "{place}: `{text}` is no heading of a roster\nThe headings are name, letter, role, areas, reads; only name is needed. {template}"
            )));
        };
        if columns[known].replace(at).is_some() {
            return Err(PanelError::Invalid(format!("{place}: the heading `{text}` stands twice\nKeep one of them.")));
        }
    }
    match columns[0] {
        Some(_) => Ok(columns),
        None => Err(PanelError::Invalid(format!(
            "{name}, row {}: no column has the heading `name`\n{template}",
            heading.number
        ))),
    }
}

struct Reading<'a> {
    name: &'a str,
    catalog: &'a Catalog,
    columns: [Option<usize>; 5],
    seats: Vec<Seat>,
}

impl Reading<'_> {
    fn refuse<T>(&self, row: &Row, column: usize, what: &str, remedy: &str) -> Result<T, PanelError> {
        let at = self.columns[column].map_or_else(String::new, |at| format!(", column {}", letters(at)));
        let heading = HEADINGS[column];
        Err(PanelError::Invalid(format!("{}, row {}{at} ({heading}): {what}\n{remedy}", self.name, row.number)))
    }

    fn seat(&self, row: &Row) -> Result<Seat, PanelError> {
        let said = |column: usize| row.at(self.columns[column]).trim();
        let name = said(0).to_owned();
        if name.is_empty() {
            return self.refuse(row, 0, "the name is missing", "Give every member a name.");
        }
        if self.seats.iter().any(|seat| seat.name.to_lowercase() == name.to_lowercase()) {
            return self.refuse(row, 0, &format!("`{name}` stands twice"), "Add what tells the two apart.");
        }
        Ok(Seat {
            name,
            letter: self.letter(row, said(1))?,
            role: self.role(row, said(2))?,
            areas: self.areas(row, said(3))?,
            reads: self.reads(row, said(4))?,
        })
    }

    /// A letter as it was given; empty where it is to be chosen.
    fn letter(&self, row: &Row, said: &str) -> Result<String, PanelError> {
        let letter = said.to_ascii_uppercase();
        if letter.len() > 3 || !letter.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            let what = format!("`{said}` is no letter");
            return self.refuse(row, 1, &what, "Put one to three capitals or digits, or leave it empty.");
        }
        if !letter.is_empty() && self.seats.iter().any(|seat| seat.letter == letter) {
            return self.refuse(
                row,
                1,
                &format!("`{letter}` is another member's"),
                "Give each member a letter of their own.",
            );
        }
        Ok(letter)
    }

    fn role(&self, row: &Row, said: &str) -> Result<PanelRole, PanelError> {
        match said.to_lowercase().as_str() {
            "" | "core" => Ok(PanelRole::Core),
            "specialist" => Ok(PanelRole::Specialist),
            "chair" if self.seats.iter().any(|seat| seat.role == PanelRole::Chair) => {
                self.refuse(row, 2, "there is a chair already", "Make one of them core or specialist.")
            }
            "chair" => Ok(PanelRole::Chair),
            _ => self.refuse(row, 2, &format!("`{said}` is no role"), "Put core, specialist or chair."),
        }
    }

    fn areas(&self, row: &Row, said: &str) -> Result<Vec<AreaId>, PanelError> {
        let areas = &self.catalog.review().areas;
        let mut found = Vec::new();
        for word in parts(said) {
            let same = |text: &str| text.eq_ignore_ascii_case(word);
            match areas.iter().find(|area| same(area.id.as_str()) || same(&area.label)) {
                Some(area) if found.contains(&area.id) => {}
                Some(area) => found.push(area.id.clone()),
                None => {
                    let known: Vec<&str> = areas.iter().map(|area| area.id.as_str()).collect();
                    let remedy = format!("Separate areas by semicolons. The review has: {}.", known.join(", "));
                    return self.refuse(row, 3, &format!("the review has no area `{word}`"), &remedy);
                }
            }
        }
        Ok(found)
    }

    fn reads(&self, row: &Row, said: &str) -> Result<Vec<SourceId>, PanelError> {
        let mut found: Vec<SourceId> = Vec::new();
        for word in parts(said).flat_map(|part| part.split(',')).map(str::trim).filter(|word| !word.is_empty()) {
            let same = |text: &str| text.eq_ignore_ascii_case(word);
            let named = |source: &&crate::model::source::Source| {
                same(source.id.as_str()) || source.aliases.iter().any(|alias| same(alias))
            };
            match self.catalog.review().sources.iter().find(named) {
                Some(source) if found.contains(&source.id) => {}
                Some(source) => found.push(source.id.clone()),
                None => {
                    let remedy =
                        "Name sources by their codes, separated by semicolons; `plumbline find` looks them up.";
                    return self.refuse(row, 4, &format!("the review has no source `{word}`"), remedy);
                }
            }
        }
        Ok(found)
    }

    /// Gives those without a letter the next one that is free.
    fn lettered(mut self, rows: &[Row]) -> Result<Vec<Seat>, PanelError> {
        let mut taken: BTreeSet<String> = self.seats.iter().map(|seat| seat.letter.clone()).collect();
        let mut seats = std::mem::take(&mut self.seats);
        for (seat, row) in seats.iter_mut().zip(rows).filter(|(seat, _)| seat.letter.is_empty()) {
            let Some(free) = (0..26 * 27).map(letters).find(|letter| !taken.contains(letter)) else {
                return self.refuse(row, 1, "no letter is left", "Give each member a letter.");
            };
            taken.insert(free.clone());
            seat.letter = free;
        }
        Ok(seats)
    }
}

fn parts(said: &str) -> impl Iterator<Item = &str> {
    said.split([';', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture::catalog;

    fn read_text(text: &str) -> Result<Vec<Seat>, String> {
        read("roster.csv", text.as_bytes(), &catalog()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_roster_is_read_and_letters_left_out_are_given_in_order() {
        let seats = read_text(
            "Name;Letter;Role;Areas;Reads\nAda;;chair;;\nGrace;A;core;records;\"SUB0001; rt1\"\nMary;;specialist;Records;sub 1\n",
        )
        .expect("reads");
        let letters: Vec<&str> = seats.iter().map(|seat| seat.letter.as_str()).collect();
        assert_eq!(letters, ["B", "A", "C"]);
        assert_eq!(seats[0].role, PanelRole::Chair);
        assert_eq!(seats[1].reads, ["SUB0001".into(), "RT1".into()]);
        assert_eq!(seats[2].areas, ["records".into()]);
        assert_eq!(seats[2].reads, ["SUB0001".into()], "an alias is as good as the code");
    }

    #[test]
    fn what_is_wrong_is_named_with_row_and_column() {
        for (text, told) in [
            ("", "the roster is empty"),
            ("name\n", "no member stands under the headings"),
            ("letter,role\nA,core\n", "row 1: no column has the heading `name`"),
            ("name,phone\nAda,1\n", "row 1, column B: `phone` is no heading"),
            ("name,letter\nAda,A\n,B\n", "row 3, column A (name): the name is missing"),
            ("name,letter\nAda,A\nAda,B\n", "row 3, column A (name): `Ada` stands twice"),
            ("name,letter\nAda,A\nBob,a\n", "row 3, column B (letter): `A` is another member's"),
            ("name,letter\nAda,Ä\n", "row 2, column B (letter): `Ä` is no letter"),
            ("name,role\nAda,judge\n", "row 2, column B (role): `judge` is no role"),
            ("name,role\nAda,chair\nBob,chair\n", "row 3, column B (role): there is a chair already"),
            ("name,areas\nAda,roads\n", "row 2, column B (areas): the review has no area `roads`"),
            ("name,reads\nAda,DHS1\n", "row 2, column B (reads): the review has no source `DHS1`"),
        ] {
            let refused = read_text(text).expect_err(text);
            assert!(refused.contains(told), "{text:?}: {refused}");
            assert!(refused.contains('\n'), "says what to do: {refused}");
        }
    }

    #[test]
    fn the_template_has_the_headings_and_says_what_goes_where() {
        let first = TEMPLATE.lines().next().expect("a line");
        assert_eq!(first.split(',').collect::<Vec<_>>(), HEADINGS);
        assert!(read_text(TEMPLATE).expect_err("its third member shows how").contains("row 4, column D (areas)"));
    }
}
