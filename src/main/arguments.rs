//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use oasmith::config;

/// Generates Rust clients from OpenAPI descriptions.
///
/// Without a command: `generate`, for all clients of `oasmith.toml` in the current folder.
///
/// Exit status: 0 done; 1 a description has errors, files are not fresh or cannot be written;
/// 2 wrong usage or configuration.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub generate: Generate,
}

#[derive(Subcommand)]
pub enum Command {
    /// Writes the clients of `oasmith.toml`, or that of one description.
    Generate(GenerateOne),
    /// Lists the operations and schemas of a description with the Rust path of each.
    Inspect(Inspect),
    /// Writes an `oasmith.toml` to start from.
    Init,
    /// Prints the completions for a shell, to be put where that looks for them.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Prints the manual page, for `man -l -` or to be installed as `oasmith.1`.
    Man,
}

#[derive(Args)]
pub struct Generate {
    /// The configuration file.
    #[arg(long, value_name = "FILE", default_value = config::FILE_NAME)]
    pub config: PathBuf,
    /// Only this client; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub client: Vec<String>,
    /// Write nothing; exit with 1 and show what differs unless all files are fresh.
    #[arg(long)]
    pub check: bool,
    /// Write nothing; list what would be written and removed.
    #[arg(long, conflicts_with = "check")]
    pub dry_run: bool,
    #[command(flatten)]
    pub load: Load,
    #[command(flatten)]
    pub report: Report,
}

impl Generate {
    /// Whether files are written, and not only looked at.
    pub fn writes(&self) -> bool {
        !self.check && !self.dry_run
    }
}

#[derive(Args)]
pub struct GenerateOne {
    /// An OpenAPI description, `-` for standard input; without it, the configuration's clients.
    #[arg(requires = "output", requires = "name", conflicts_with_all = ["config", "client"])]
    pub description: Option<PathBuf>,
    /// The folder that becomes the crate.
    #[arg(long, value_name = "DIR", requires = "description")]
    pub output: Option<PathBuf>,
    /// The crate's name.
    #[arg(long, value_name = "CRATE", requires = "description", value_parser = crate_name)]
    pub name: Option<String>,
    #[command(flatten)]
    pub common: Generate,
}

#[derive(Args)]
pub struct Inspect {
    /// An OpenAPI description, `-` for standard input.
    pub description: PathBuf,
    /// How to print the list.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    #[command(flatten)]
    pub load: Load,
    #[command(flatten)]
    pub report: Report,
}

/// How to read a description, beyond what the configuration says.
#[derive(Args)]
pub struct Load {
    /// A file or folder elsewhere that the description may refer to; may be repeated.
    #[arg(long, value_name = "DIR")]
    pub allow_path: Vec<PathBuf>,
    /// Read a reference to nothing as `{}`, with a warning.
    #[arg(long)]
    pub allow_dangling: bool,
    /// An OpenAPI Overlay to apply; may be repeated, and is applied in this order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Report {
    /// How to print problems and results.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub message_format: Format,
    /// Treat warnings as errors.
    #[arg(long)]
    pub deny_warnings: bool,
    /// Print errors and differences only.
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// For tools: one JSON object a line.
    Json,
}

fn crate_name(name: &str) -> Result<String, String> {
    config::check_crate_name(name).map(|()| name.to_owned())
}
