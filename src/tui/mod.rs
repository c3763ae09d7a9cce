//! The workbench on the terminal.
//!
//! Owns the screen, the events that reach it and everything drawn on it. May use every layer but the command line.
//! Invariant: one thread draws and decides; all others only send it events.

pub mod answer;
pub mod app;
pub mod clipboard;
pub mod dialog;
pub mod draft;
pub mod draw;
pub mod editing;
pub mod editor;
pub mod effect;
mod elsewhere;
pub mod event;
#[cfg(test)]
pub mod fixture;
pub mod host;
pub mod input;
pub mod layout;
mod meet;
pub mod mouse;
pub mod open;
pub mod pane;
pub mod panel_desk;
pub mod perform;
mod pressed;
pub mod recent;
pub mod request;
pub mod results;
pub mod resume;
pub mod run;
pub mod sheet;
mod sight;
pub mod terminal;
pub mod theme;
pub mod tracing;
pub mod trail;
pub mod ui;
pub mod view;
mod waiting;
mod walk;
pub mod widget;
pub mod worker;
