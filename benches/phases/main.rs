//! What each phase costs, on descriptions of 10 to 10,000 operations: `cargo bench --bench phases`.
//!
//! Throughput is in operations a second. It stays the same from size to size where a phase is linear.
//! The allocator is the command's. Descriptions of the corpus beside the project are measured as a whole, where they are there.
#![allow(clippy::unwrap_used, missing_docs)]

mod synthetic;

use std::fs;
use std::path::Path;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use oasmith::diagnostic::Diagnostics;
use oasmith::lower::{self, TypeOptions, names::chosen::Rename};
use oasmith::output::{self, FileSet};
use oasmith::pipeline::{self, Options, Target};
use oasmith::render::{self, DocsOptions, FileKind, Package};
use oasmith::spec::filter::Filter;
use oasmith::spec::load::{LoadOptions, load};
use oasmith::spec::normalise::normalise;
use oasmith::spec::source::{Disk, Memory};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

const CORPUS: &str = "../shared/corpus";

/// Both syntaxes, all versions.
const DOCUMENTS: [&str; 4] = [
    "stripe.yaml",
    "github.json",
    "sentry.json",
    "typesense.yaml",
];

fn package() -> Package {
    Package {
        name: "measured".to_owned(),
        version: "0.1.0".to_owned(),
    }
}

fn phases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("phase");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300));
    for size in SIZES {
        group.throughput(Throughput::Elements(size as u64));
        one_size(&mut group, size);
    }
    group.finish();
}

/// Each phase on the result of the one before.
fn one_size(group: &mut BenchmarkGroup<'_, WallTime>, size: usize) {
    let path = Path::new("api.yaml");
    let mut files = Memory::default();
    files.insert(path, synthetic::description(size));
    let read = || {
        load(
            &files,
            path,
            &LoadOptions::default(),
            &mut Diagnostics::default(),
        )
    };
    group.bench_function(BenchmarkId::new("load", size), |b| b.iter(read));

    let typed = |loaded: oasmith::spec::load::Loaded| {
        let (value, mut origins) = loaded.document.unwrap();
        let mut diagnostics = Diagnostics::default();
        let filter = Filter::default();
        normalise(
            value,
            &filter,
            &loaded.sources,
            &mut origins,
            &mut diagnostics,
        )
        .unwrap()
    };
    group.bench_function(BenchmarkId::new("normalise", size), |b| {
        b.iter_batched(read, typed, BatchSize::PerIteration);
    });

    let document = typed(read());
    let lowered = || {
        let (types, rename) = (TypeOptions::default(), Rename::default());
        lower::lower(
            &document,
            &types,
            &rename,
            &Default::default(),
            Default::default(),
            &mut Diagnostics::default(),
        )
    };
    group.bench_function(BenchmarkId::new("lower", size), |b| b.iter(lowered));

    let api = lowered();
    let rendered = || render::crate_files(&api, &package(), &DocsOptions::default()).unwrap();
    group.bench_function(BenchmarkId::new("render", size), |b| b.iter(rendered));

    let raw = rendered();
    let formatted = || {
        let rust = raw.iter().filter(|file| file.kind == FileKind::Rust);
        rust.map(|file| {
            oasmith::format::rust(&file.path, &file.text, "// Measured.")
                .unwrap()
                .len()
        })
        .sum::<usize>()
    };
    group.bench_function(BenchmarkId::new("format", size), |b| b.iter(formatted));

    let mut set = FileSet::default();
    for file in &raw {
        set.insert(&file.path, file.text.clone()).unwrap();
    }
    group.bench_function(BenchmarkId::new("write", size), |b| {
        let folder = || tempfile::tempdir().unwrap();
        b.iter_batched(
            folder,
            |folder| output::write(&set, folder.path()).unwrap().len(),
            BatchSize::PerIteration,
        );
    });
}

fn documents(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("corpus");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300));
    for name in DOCUMENTS {
        let path = Path::new(CORPUS).join(name);
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        group.throughput(Throughput::Bytes(metadata.len()));
        let target = Target::Crate(package());
        group.bench_function(name, |b| {
            b.iter(|| pipeline::generate(&Disk, &path, &Options::default(), Some(&target)));
        });
    }
    group.finish();
}

criterion_group!(benches, phases, documents);
criterion_main!(benches);
