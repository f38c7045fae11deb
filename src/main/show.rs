//! What is printed.

use std::io::{self, IsTerminal, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use oasmith::config::Client;
use oasmith::diagnostic::render::{self, Colour};
use oasmith::diagnostic::{Diagnostics, Severity};
use oasmith::output::{Change, ChangeKind, FileSet};
use oasmith::pipeline::Outcome;
use serde_json::json;
use similar::TextDiff;

use super::Status;
use super::arguments::{Cli, Format, Generate, Report};

/// Larger files are named, but not compared line by line.
const DIFF_BYTES: usize = 1 << 20;

/// How many lines of a file's difference are shown.
const DIFF_LINES: usize = 60;

/// Says what was written, would be written, or differs.
pub fn tell(client: &Client, files: &FileSet, changes: &[Change], arguments: &Generate) {
    let json = arguments.report.message_format == Format::Json;
    if arguments.report.quiet && !arguments.check {
        return;
    }
    let written = arguments.writes();
    let mut text = String::new();
    for change in changes {
        let path = client.output.join(&change.path);
        let what = kind(change);
        if json {
            let line = json!({ "client": client.name, "path": path, "change": what });
            text.push_str(&format!("{line}\n"));
        } else if !written {
            text.push_str(&format!("{what}: {}\n", path.display()));
        }
        if arguments.check && !json {
            text.push_str(&difference(change, files));
        }
    }
    if !json && !arguments.report.quiet {
        text.push_str(&format!(
            "{}: {}\n",
            client.name,
            count(files, changes, written)
        ));
    }
    print(&mut io::stdout().lock(), &text);
}

fn kind(change: &Change) -> &'static str {
    match change.kind {
        ChangeKind::Missing => "missing",
        ChangeKind::Stale(_) => "stale",
        ChangeKind::Extra { ours: true } => "extra",
        ChangeKind::Extra { ours: false } => "extra (not written by oasmith)",
    }
}

fn count(files: &FileSet, changes: &[Change], written: bool) -> String {
    let extra = |change: &&Change| matches!(change.kind, ChangeKind::Extra { .. });
    let ours = |change: &&Change| change.kind == ChangeKind::Extra { ours: true };
    let removed = changes
        .iter()
        .filter(if written { ours } else { extra })
        .count();
    let generated = |change: &&Change| files.get(&change.path).is_some();
    let changed = changes.iter().filter(generated).count();
    if changes.is_empty() {
        format!("{} files, all fresh", files.paths().count())
    } else if written {
        format!("{changed} files written, {removed} removed")
    } else {
        format!("{changed} files missing or stale, {removed} extra")
    }
}

/// The unified difference from the file on disk to the generated one.
fn difference(change: &Change, files: &FileSet) -> String {
    let (ChangeKind::Stale(found), Some(fresh)) = (&change.kind, files.get(&change.path)) else {
        return String::new();
    };
    if found.len().max(fresh.len()) > DIFF_BYTES {
        return String::new();
    }
    let (found, fresh) = (
        String::from_utf8_lossy(found),
        String::from_utf8_lossy(fresh),
    );
    let difference = TextDiff::from_lines(&*found, &*fresh);
    let text = difference
        .unified_diff()
        .header("on disk", "generated")
        .to_string();
    let total = text.lines().count();
    let mut shown: String = text
        .lines()
        .take(DIFF_LINES)
        .map(|line| format!("{line}\n"))
        .collect();
    if total > DIFF_LINES {
        shown.push_str(&format!("… {} more lines\n", total - DIFF_LINES));
    }
    shown
}

/// Prints the problems.
pub fn report(outcome: &Outcome, arguments: &Report) {
    print(&mut io::stderr().lock(), &problems(outcome, arguments));
}

/// The problems as they are printed; with `--quiet`, warnings only where they are denied.
pub fn problems(outcome: &Outcome, arguments: &Report) -> String {
    let hide = arguments.quiet && !arguments.deny_warnings;
    let mut shown = Diagnostics::default();
    for problem in outcome.diagnostics.iter() {
        if !hide || problem.code.severity() == Severity::Error {
            shown.push_at(
                problem.code,
                problem.place.clone(),
                problem.message.clone(),
                problem.help.clone(),
            );
        }
    }
    match arguments.message_format {
        Format::Human => render::human(&shown, &outcome.sources, &outcome.origins, colour()),
        Format::Json => render::json(&shown, &outcome.sources, &outcome.origins),
    }
}

/// Says how much of an API has no type.
pub fn untyped(outcome: &Outcome, arguments: &Report) -> String {
    let count = outcome.api.as_ref().map_or(0, |api| api.untyped.len());
    if count == 0 || arguments.quiet || arguments.message_format == Format::Json {
        return String::new();
    }
    let places = match count {
        1 => "1 place is untyped".to_owned(),
        count => format!("{count} places are untyped"),
    };
    format!("note: {places}; `oasmith inspect` lists them\n")
}

/// Colours on a terminal, unless <https://no-color.org> is asked for.
pub fn colour() -> Colour {
    let declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !declined {
        Colour::Always
    } else {
        Colour::Never
    }
}

/// Prints as far as there is someone to read: a closed pipe is no error.
pub fn print(stream: &mut impl Write, text: &str) {
    let _ = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush());
}

/// Prints what makes a shell complete the command line.
pub fn completions(shell: Shell) -> Status {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "oasmith", &mut text);
    print(&mut io::stdout().lock(), &String::from_utf8_lossy(&text));
    Status::Done
}

/// Prints the manual page: the command, then synopsis and options of each of its subcommands.
pub fn manual() -> Status {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut text = Vec::new();
    let rendered = write_manual(&command, &mut text);
    print(&mut io::stdout().lock(), &String::from_utf8_lossy(&text));
    match rendered {
        Ok(()) => Status::Done,
        Err(_) => Status::Failed,
    }
}

fn write_manual(command: &clap::Command, text: &mut Vec<u8>) -> io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(text)?;
    for subcommand in command.get_subcommands() {
        let page = clap_mangen::Man::new(subcommand.clone());
        page.render_synopsis_section(text)?;
        page.render_description_section(text)?;
        page.render_options_section(text)?;
    }
    Ok(())
}
