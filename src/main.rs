//! The command line: arguments in, files and a report out.
//!
//! The only place with standard streams and exit codes. Results go to standard output, reports on
//! the description to standard error.

#[path = "main/arguments.rs"]
mod arguments;
#[path = "main/show.rs"]
mod show;
#[path = "main/stamp.rs"]
mod stamp;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use oasmith::config::{self, Client};
use oasmith::diagnostic::{Code, Place};
use oasmith::inspect::inspect;
use oasmith::lower::TypeOptions;
use oasmith::lower::names::chosen::Rename;
use oasmith::lower::pagination::PageRules;
use oasmith::output::{self, Change, FileSet, OutputError};
use oasmith::pipeline::{self, Options, Outcome, Target};
use oasmith::render::{DocsOptions, Package};
use oasmith::spec::filter::Filter;
use oasmith::spec::load::LoadOptions;
use oasmith::spec::source::{Disk, Files, Source};
use serde_json::json;

use arguments::{Cli, Command, Format, Generate, GenerateOne, Inspect, Load, Report};
use show::{print, report, tell};
use stamp::Recorder;

/// Generating is making many small texts and trees: the system's allocator takes a third of the time for them, and more
/// the larger the description.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What standard input is called in reports.
const STDIN_NAME: &str = "<stdin>";

/// What the exit status says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Done = 0,
    Failed = 1,
    Usage = 2,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Without a deep stack the phases say what is the matter.
    let status = pipeline::on_deep_stack(|| obey(&cli)).unwrap_or_else(|_| obey(&cli));
    ExitCode::from(status as u8)
}

fn obey(cli: &Cli) -> Status {
    match &cli.command {
        None => generate_all(&cli.generate),
        Some(Command::Generate(arguments)) => match single(arguments) {
            Some(client) => generate(&client, None, &arguments.common),
            None => generate_all(&arguments.common),
        },
        Some(Command::Inspect(arguments)) => list(arguments),
        Some(Command::Init) => init(),
        Some(Command::Completions { shell }) => show::completions(*shell),
        Some(Command::Man) => show::manual(),
    }
}

/// The client that the arguments describe.
fn single(arguments: &GenerateOne) -> Option<Client> {
    Some(Client {
        name: arguments.name.clone()?,
        description: arguments.description.clone()?,
        output: arguments.output.clone()?,
        crate_name: arguments.name.clone()?,
        version: config::DEFAULT_VERSION.to_owned(),
        load: LoadOptions::default(),
        filter: Filter::default(),
        rename: Rename::default(),
        types: TypeOptions::default(),
        pagination: PageRules::default(),
        docs: DocsOptions::default(),
    })
}

/// All clients of the configuration, or those that were asked for.
fn generate_all(arguments: &Generate) -> Status {
    let Some((mut clients, config)) = read_config(arguments) else {
        return Status::Usage;
    };
    for name in &arguments.client {
        if !clients.iter().any(|client| client.name == *name) {
            let known: Vec<&str> = clients.iter().map(|client| client.name.as_str()).collect();
            let message = format!("`{}` has no client `{name}`", arguments.config.display());
            let help = format!("its clients are {}", known.join(", "));
            return complain(
                Code::Configuration,
                message,
                Some(help),
                &arguments.report,
                Status::Usage,
            );
        }
    }
    if !arguments.client.is_empty() {
        clients.retain(|client| arguments.client.contains(&client.name));
    }
    let statuses = clients
        .iter()
        .map(|client| generate(client, Some(&config), arguments));
    statuses.max().unwrap_or(Status::Done)
}

fn read_config(arguments: &Generate) -> Option<(Vec<Client>, Source)> {
    let path = &arguments.config;
    let mut outcome = Outcome::default();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", path.display());
            let help = "`oasmith init` writes one; `oasmith generate DESCRIPTION --output DIR --name CRATE` needs none";
            complain(
                Code::Configuration,
                message,
                Some(help.to_owned()),
                &arguments.report,
                Status::Usage,
            );
            return None;
        }
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let clients = config::parse(&text, folder, &mut outcome.diagnostics);
    let config = Source {
        name: path.clone(),
        text,
    };
    outcome.sources.add(config.clone());
    report(&outcome, &arguments.report);
    (!outcome.diagnostics.has_errors()).then_some((clients, config))
}

/// What a run came to: the files, what they changed or would change, and what is to be said about the description.
struct Done {
    files: FileSet,
    changes: Vec<Change>,
    said: String,
}

/// Generates one client and writes it, or says what is different.
fn generate(client: &Client, config: Option<&Source>, arguments: &Generate) -> Status {
    let options = Options {
        load: extended(client.load.clone(), &arguments.load),
        filter: client.filter.clone(),
        types: client.types.clone(),
        docs: client.docs.clone(),
        rename: client.rename.clone(),
        pagination: client.pagination.clone(),
    };
    let done = if !arguments.writes() || client.description == Path::new("-") {
        work(client, config, &options, arguments, &Disk)
    } else {
        let report = (&arguments.report, show::colour());
        let request = format!("{client:?} {options:?} {config:?} {report:?}");
        let run = stamp::Run::new(&client.output, &request);
        run.before().or_else(|| {
            let recorder = Recorder::default();
            let done = work(client, config, &options, arguments, &recorder)?;
            run.remember(recorder, &done);
            Some(done)
        })
    };
    let Some(done) = done else {
        return Status::Failed;
    };
    print(&mut io::stderr().lock(), &done.said);
    tell(client, &done.files, &done.changes, arguments);
    if arguments.check && !done.changes.is_empty() {
        Status::Failed
    } else {
        Status::Done
    }
}

/// Does all the work; what keeps it from being done is reported.
fn work(
    client: &Client,
    config: Option<&Source>,
    options: &Options,
    arguments: &Generate,
    disk: &(dyn Files + Sync),
) -> Option<Done> {
    let target = Target::Crate(Package {
        name: client.crate_name.clone(),
        version: client.version.clone(),
    });
    let mut outcome = run(disk, &client.description, options, Some(&target));
    if let Some(config) = config {
        let (diagnostics, sources) = (&mut outcome.diagnostics, &mut outcome.sources);
        config::locate(diagnostics, sources, config, &client.name);
    }
    if refused(&outcome, &arguments.report) {
        report(&outcome, &arguments.report);
        return None;
    }
    let finish = match arguments.writes() {
        true => output::write,
        false => output::compare,
    };
    let changes = files(&mut outcome).and_then(|files| {
        let changes = finish(&files, &client.output).map_err(|error| output_problem(&error))?;
        Ok((files, changes))
    });
    match changes {
        Ok((files, changes)) => {
            let said = show::untyped(&outcome, &arguments.report)
                + &show::problems(&outcome, &arguments.report);
            Some(Done {
                files,
                changes,
                said,
            })
        }
        Err((code, message, help)) => {
            outcome
                .diagnostics
                .push_at(code, Place::Nowhere, message, help);
            report(&outcome, &arguments.report);
            None
        }
    }
}

/// What the command line adds to the configuration.
fn extended(mut load: LoadOptions, arguments: &Load) -> LoadOptions {
    load.allow_paths.extend_from_slice(&arguments.allow_path);
    load.allow_dangling |= arguments.allow_dangling;
    load.overlays.extend_from_slice(&arguments.overlay);
    load
}

type Problem = (Code, String, Option<String>);

fn output_problem(error: &OutputError) -> Problem {
    (Code::Output, error.to_string(), error.help.clone())
}

/// Takes the files out of the outcome.
fn files(outcome: &mut Outcome) -> Result<FileSet, Problem> {
    let mut files = FileSet::default();
    for (path, text) in outcome.files.drain(..) {
        files
            .insert(&path, text)
            .map_err(|error| (Code::Internal, error.to_string(), None))?;
    }
    Ok(files)
}

/// Runs the phases; `-` is read from standard input.
fn run(
    disk: &(dyn Files + Sync),
    description: &Path,
    options: &Options,
    target: Option<&Target>,
) -> Outcome {
    if description != Path::new("-") {
        return pipeline::generate(disk, description, options, target);
    }
    let mut text = Vec::new();
    match io::stdin()
        .lock()
        .take(options.load.limits.file_bytes.saturating_add(1))
        .read_to_end(&mut text)
    {
        Ok(_) => pipeline::generate(&Stdin { text }, Path::new(STDIN_NAME), options, target),
        Err(error) => {
            let mut outcome = Outcome::default();
            let message = format!("standard input cannot be read: {error}");
            outcome
                .diagnostics
                .push_at(Code::Unreadable, Place::Nowhere, message, None);
            outcome
        }
    }
}

/// The disk with standard input as a file in the current folder.
struct Stdin {
    text: Vec<u8>,
}

impl Files for Stdin {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        if path.ends_with(STDIN_NAME) {
            Ok(self.text.clone())
        } else {
            Disk.read(path, most)
        }
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        match path.ends_with(STDIN_NAME) {
            true => Ok(Disk.canonical(Path::new("."))?.join(STDIN_NAME)),
            false => Disk.canonical(path),
        }
    }
}

fn refused(outcome: &Outcome, arguments: &Report) -> bool {
    outcome.diagnostics.has_errors() || arguments.deny_warnings && !outcome.diagnostics.is_empty()
}

fn list(arguments: &Inspect) -> Status {
    let options = Options {
        load: extended(LoadOptions::default(), &arguments.load),
        ..Options::default()
    };
    let outcome = run(&Disk, &arguments.description, &options, None);
    let failed = refused(&outcome, &arguments.report);
    report(&outcome, &arguments.report);
    match &outcome.api {
        Some(api) if !failed => {
            let inspection = inspect(api, &outcome.sources, &outcome.origins);
            let text = match arguments.format {
                Format::Human => inspection.human(),
                Format::Json => format!("{:#}\n", json!(inspection)),
            };
            print(&mut io::stdout().lock(), &text);
            Status::Done
        }
        _ => Status::Failed,
    }
}

fn init() -> Status {
    let path = Path::new(config::FILE_NAME);
    let created =
        fs::File::create_new(path).and_then(|mut file| file.write_all(config::STARTER.as_bytes()));
    let report = Report {
        message_format: Format::Human,
        deny_warnings: false,
        quiet: false,
    };
    match created {
        Ok(()) => {
            print(
                &mut io::stdout().lock(),
                &format!("{} written\n", path.display()),
            );
            Status::Done
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => complain(
            Code::Output,
            format!("`{}` exists already", path.display()),
            None,
            &report,
            Status::Failed,
        ),
        Err(error) => complain(
            Code::Output,
            format!("`{}` cannot be written: {error}", path.display()),
            None,
            &report,
            Status::Failed,
        ),
    }
}

/// Reports one problem that is in no file.
fn complain(
    code: Code,
    message: String,
    help: Option<String>,
    arguments: &Report,
    status: Status,
) -> Status {
    let mut outcome = Outcome::default();
    outcome
        .diagnostics
        .push_at(code, Place::Nowhere, message, help);
    report(&outcome, arguments);
    status
}
