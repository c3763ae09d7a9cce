//! Joins the command line and the workbench, which do not know each other.

use std::process::ExitCode;

use plumbline::cli;
use plumbline::cli::Opener;
use plumbline::cli::WorkbenchOptions;
use plumbline::cli::args::ThemeChoice;
use plumbline::review::open::OpenedSession;
use plumbline::tui::event::StopReason;
use plumbline::tui::host::EditHost;
use plumbline::tui::host::SessionHost;
use plumbline::tui::run::Ended;
use plumbline::tui::run::RunOptions;
use plumbline::tui::run::run;
use plumbline::tui::terminal::Blank;
use plumbline::tui::terminal::install_panic_hook;
use plumbline::tui::terminal::take_background_panics;
use plumbline::tui::theme::ThemeName;

/// The exit code of a program that was told to stop.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    install_panic_hook();
    cli::run(std::env::args_os(), workbench)
}

fn workbench() -> Opener {
    let blank = Blank::new();
    Box::new(|session, options| open(blank?, session, options))
}

fn open(blank: Blank, session: OpenedSession, mut options: WorkbenchOptions) -> anyhow::Result<ExitCode> {
    let theme = options.theme.map(|choice| match choice {
        ThemeChoice::Terminal => ThemeName::Terminal,
        ThemeChoice::Dark => ThemeName::Dark,
        ThemeChoice::Light => ThemeName::Light,
        ThemeChoice::Mono => ThemeName::Mono,
    });
    let terminal = RunOptions {
        mouse: false,
        last_copy: options.data.join("last-copy.txt"),
        keys: options.keys,
        editor: options.editor,
        rescue: std::env::temp_dir(),
        tools: options.tools,
    };
    let ended = match options.edit.take() {
        Some(desk) => {
            let theme = if options.color { theme.unwrap_or_default() } else { ThemeName::Mono };
            run(blank, EditHost::opening(session, desk, theme, &options.notices), &mut EditHost, &terminal)
        }
        None => {
            let mut host = SessionHost::new(&session, options.data, theme, options.color)
                .of_panel(options.panel)
                .meeting(options.meeting);
            let opening = host.opening(session, options.first_time, &options.notices);
            run(blank, opening, &mut host, &terminal)
        }
    };
    for panic in take_background_panics() {
        cli::say(&format!("a mistake of plumbline's own, in the background: {panic}"));
    }
    match ended? {
        Ended::Left => Ok(ExitCode::SUCCESS),
        Ended::Stopped(StopReason::HangUp | StopReason::TerminalGone) => Ok(ExitCode::SUCCESS),
        Ended::Stopped(StopReason::Terminate | StopReason::Interrupt) => Ok(ExitCode::from(INTERRUPTED)),
    }
}
