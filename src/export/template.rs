//! Reports from templates: Markdown and web pages.
//!
//! The templates are carried in the program; a folder of the panel's own may replace them. Uses the report value.
//! Invariants: whatever a template prints of it is escaped for the form it writes, without the template's doing; a
//! template that names what there is not is an error, not a gap.

use std::path::Path;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Output;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::context;
use minijinja::value::Serde;

use crate::export::markdown;
use crate::export::pack::Pack;
use crate::export::report::Report;

/// How the escaping of Markdown is called.
const MARKDOWN: &str = "markdown";

/// A form that is written from a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Markdown with tables and footnotes.
    Markdown,
    /// One web page that needs nothing else.
    Html,
}

impl Page {
    /// What its template is called, also in a folder of the panel's own.
    pub fn template(self) -> &'static str {
        match self {
            Self::Markdown => "report.md",
            Self::Html => "report.html",
        }
    }

    fn carried(self) -> &'static str {
        match self {
            Self::Markdown => include_str!("../../assets/templates/report.md"),
            Self::Html => include_str!("../../assets/templates/report.html"),
        }
    }
}

/// A page could not be made of a template.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum TemplateError {
    #[error("cannot read the template {path}: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("the template {name}, line {line}: {detail}")]
    Wrong { name: String, line: usize, detail: String },
}

/// The template of a page: from a folder where it has one, else the one carried.
///
/// # Errors
/// One that is there and cannot be read.
pub fn source(page: Page, folder: Option<&Path>) -> Result<String, TemplateError> {
    let Some(path) = folder.map(|folder| folder.join(page.template())).filter(|path| path.exists()) else {
        return Ok(page.carried().to_owned());
    };
    crate::store::regular::read_to_string(&path)
        .map_err(|source| TemplateError::Unreadable { path: path.display().to_string(), source })
}

/// Makes a page of a report.
///
/// # Errors
/// A template that is wrong, with the line.
pub fn render(report: &Report, page: Page, source: &str) -> Result<String, TemplateError> {
    rendered(page.template(), source, &context! { report => Value::from(Serde(report)) })
}

/// Makes a page of a panel's papers, by the template carried.
///
/// # Errors
/// A template that is wrong, with the line.
pub fn papers(pack: &Pack, page: Page) -> Result<String, TemplateError> {
    let (name, source) = match page {
        Page::Markdown => ("pack.md", include_str!("../../assets/templates/pack.md")),
        Page::Html => ("pack.html", include_str!("../../assets/templates/pack.html")),
    };
    rendered(name, source, &context! { pack => Value::from(Serde(pack)) })
}

fn rendered(name: &str, source: &str, context: &Value) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::Custom(MARKDOWN.into()),
    });
    environment.set_formatter(write);
    environment.add_filter("oneline", |text: String| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let wrong = |error: &minijinja::Error| TemplateError::Wrong {
        name: name.to_owned(),
        line: error.line().unwrap_or(1),
        detail: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
    };
    environment.add_template(name, source).map_err(|error| wrong(&error))?;
    let template = environment.get_template(name).map_err(|error| wrong(&error))?;
    let page_of = template.render(context).map_err(|error| wrong(&error))?;
    Ok(if name.ends_with(".html") { page_of } else { markdown::tidy(&page_of) })
}

/// Writes a value, escaped for the form at hand.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let is_markdown = matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN);
    match value.as_str().filter(|_| is_markdown && !value.is_safe()) {
        Some(text) => Ok(out.write_str(&markdown::escaped(text))?),
        None if is_markdown => Ok(std::fmt::Write::write_fmt(out, format_args!("{value}"))?),
        None => minijinja::escape_formatter(out, state, value),
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
