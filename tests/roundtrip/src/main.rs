//! Measures how much JSON survives the generated types: for each component schema of each description of the corpus,
//! samples are drawn from the schema, validated by a third party, read with the generated type, written, and compared.
//!
//! ```text
//! cargo run --release --manifest-path tests/roundtrip/Cargo.toml --target-dir target -- \
//!     [--only NAME,…] [--version 3.0] [--max-bytes N] [--show N] [--corpus DIR]
//! ```
//!
//! Exit status 1 if a sample does not come back equal. Failures are also written to `target/roundtrip/NAME.tsv`.

mod compare;
mod dialect;
mod example;
mod measure;
mod number;
mod sample;
mod scratch;
mod shape;
mod text;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use measure::{Measure, measure};

/// Schemas nest deeply, and so do the functions that follow them.
const STACK_BYTES: usize = 1 << 30;

struct Arguments {
    only: Option<Vec<String>>,
    version: Option<String>,
    max_bytes: Option<u64>,
    show: usize,
    corpus: PathBuf,
    project: PathBuf,
}

fn main() -> ExitCode {
    let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn(run);
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(code))) => code,
        Ok(Ok(Err(message))) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(3),
    }
}

fn arguments() -> Result<Arguments, String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut parsed = Arguments {
        only: None,
        version: None,
        max_bytes: None,
        show: 3,
        corpus: project.join("../shared/corpus"),
        project,
    };
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given
            .next()
            .ok_or_else(|| format!("{name} takes a value"))?;
        let number = || value.parse().map_err(|_| format!("{name} takes a number"));
        match name.as_str() {
            "--only" => parsed.only = Some(value.split(',').map(str::to_owned).collect()),
            "--version" => parsed.version = Some(value),
            "--max-bytes" => parsed.max_bytes = Some(number()?),
            "--show" => parsed.show = usize::try_from(number()?).unwrap_or(usize::MAX),
            "--corpus" => parsed.corpus = PathBuf::from(value),
            _ => return Err(format!("there is no option {name}")),
        }
    }
    Ok(parsed)
}

fn run() -> Result<ExitCode, String> {
    let arguments = arguments()?;
    let Ok(manifest) = fs::read_to_string(arguments.corpus.join("manifest.tsv")) else {
        println!(
            "no corpus at {}: nothing to measure",
            arguments.corpus.display()
        );
        return Ok(ExitCode::SUCCESS);
    };
    let output = arguments.project.join("target/roundtrip");
    let mut table = String::from(
        "| description | schemas | sampled | samples | of examples | exact | undeclared | refused | differing | invalid | exact % |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut total = Measure::default();
    let mut failed = Vec::new();
    for line in manifest.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(name), Some(path)) = (columns.next(), columns.next()) else {
            continue;
        };
        let version = columns.next().unwrap_or_default();
        let bytes: u64 = columns
            .nth(1)
            .and_then(|text| text.parse().ok())
            .unwrap_or_default();
        let wanted = arguments
            .only
            .as_ref()
            .is_none_or(|only| only.iter().any(|n| n == name));
        let other = |wanted: &String| !version.starts_with(wanted.as_str());
        if !wanted
            || arguments.version.as_ref().is_some_and(other)
            || arguments.max_bytes.is_some_and(|most| bytes > most)
        {
            continue;
        }
        let folder = output.join("crates").join(name);
        match measure(
            &arguments.corpus.join(path),
            &folder,
            &output.join("target"),
        ) {
            Ok(measure) => {
                report(name, &measure, &arguments);
                keep(&output.join(format!("{name}.tsv")), &measure)?;
                table.push_str(&row(name, &measure));
                add(&mut total, measure);
            }
            Err(error) => {
                println!("{name}: {error}");
                failed.push(name.to_owned());
            }
        }
    }
    table.push_str(&row("all", &total));
    println!("\n{table}");
    for (reason, names) in &total.skipped {
        println!(
            "skipped, {reason}: {} ({})",
            names.len(),
            excerpt(&names.join(", "), 300)
        );
    }
    println!("untyped places:");
    for (reason, count) in &total.untyped {
        println!("{count:8} {reason}");
    }
    if !failed.is_empty() {
        println!("not measured: {}", failed.join(", "));
    }
    let good = total.failures.is_empty() && failed.is_empty();
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn row(name: &str, m: &Measure) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a percentage to be read")]
    let share = 100.0 * (m.exact + m.undeclared) as f64 / m.samples.max(1) as f64;
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {share:.2} |\n",
        m.schemas,
        m.sampled,
        m.samples,
        m.given,
        m.exact,
        m.undeclared,
        m.refused,
        m.differing,
        m.invalid
    )
}

/// Prints the failures of a description, one of each schema first.
fn report(name: &str, measure: &Measure, arguments: &Arguments) {
    println!(
        "{name}: {} samples of {} schemas, {} refused, {} differing",
        measure.samples, measure.sampled, measure.refused, measure.differing
    );
    let mut last = "";
    let first = measure.failures.iter().filter(|failure| {
        let new = failure.schema != last;
        last = &failure.schema;
        new
    });
    for failure in first.take(arguments.show) {
        println!("  {}", failure.schema);
        println!("    sent {}", excerpt(&failure.sample, 400));
        println!("    {}", excerpt(&failure.result, 300));
    }
    for (reason, names) in &measure.skipped {
        println!("  skipped, {reason}: {}", excerpt(&names.join(", "), 300));
    }
}

fn keep(path: &Path, measure: &Measure) -> Result<(), String> {
    let mut text = String::new();
    for failure in &measure.failures {
        let _ = writeln!(
            text,
            "{}\t{}\t{}",
            failure.schema, failure.sample, failure.result
        );
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn add(total: &mut Measure, measure: Measure) {
    total.schemas += measure.schemas;
    total.sampled += measure.sampled;
    total.samples += measure.samples;
    total.given += measure.given;
    total.exact += measure.exact;
    total.undeclared += measure.undeclared;
    total.refused += measure.refused;
    total.differing += measure.differing;
    total.invalid += measure.invalid;
    total.failures.extend(measure.failures);
    for (reason, count) in measure.untyped {
        *total.untyped.entry(reason).or_default() += count;
    }
    for (reason, names) in measure.skipped {
        total.skipped.entry(reason).or_default().extend(names);
    }
}

fn excerpt(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
