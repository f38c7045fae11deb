#!/usr/bin/env python3
"""Compares oasmith with its peers: time and memory of generating, size of what is emitted, time and memory of compiling it,
and how fast the models are read and written.

    benches/compare/compare.py DESCRIPTION... [--scratch DIR] [--output DIR] [--runs N] [--compile-runs N]
                               [--only FIGURES | --skip FIGURES]

Run from the project's root, on a machine that does nothing else. The first run installs the peers and cargo-llvm-lines, at the
versions in tools.py, into the scratch folder (default: target/compare); crates are generated in the system's folder for temporary
files. The tools take turns in each run, so that a slow minute meets all. All figures of compiling are of the emitted crate
alone: what it depends on was built before, incremental compilation is off (but for "touch", which changes one file).

Figures, separated by commas:
    generate, again      generating, and once more with nothing changed; with the others left out it is done, but once
    check, build, touch  `cargo check`, `cargo build`, and `cargo check` again after one file has changed
    tag                  `cargo check` with one tag's feature alone, which oasmith alone has
    binary, lines        of a program that calls one operation (calls/): its size, built for release and stripped, and the lines of
                         LLVM's language that it compiles itself; for a description whose file is called github alone
    models               time and allocations of decoding and encoding (decode/), beside serde's derives written by hand; likewise
    growth               the phases' benchmark: microseconds for an operation of 10 to 10,000; needs no description
    library              what it takes to build each generator for a build.rs, from nothing; likewise

Each section of RESULTS.md is written, in benches or in the folder of --output, if one of its figures is wanted; with
the first one comes results.svg. Python's standard library alone; Linux, for the peak of the memory.
"""
import argparse, pathlib, re, tempfile

import report
from compiling import as_build_dependency, compiled
from growth import per_operation
from models import throughput
from tools import HERE, TOOLS, emitted, generate, install

def compare(scratch, crates, arguments):
    """Works up {description: {tool: {figure: [results]}}}, and reports it after each description."""
    results, wanted, output = {}, arguments.wanted, arguments.output
    for path in arguments.descriptions:
        path = path.resolve()
        name = re.sub(r'[^a-z0-9]+', '-', path.stem.lower())
        of = results[path.name] = {tool: {} for tool in TOOLS}
        # A new folder for each run: to remove the last one first would slow down the file system under the next.
        for run in range(arguments.runs if wanted & {'generate', 'again'} else 1):
            for tool in TOOLS:
                folder = crates / str(run) / tool / name
                for figure in ['generate', 'again'] if 'again' in wanted else ['generate']:
                    of[tool].setdefault(figure, []).append(generate(tool, path, folder, scratch))
        crate = {tool: crates / '0' / tool / name for tool in TOOLS}
        failed = [tool for tool in TOOLS if any(run['status'] for run in of[tool]['generate'])]
        fit = [tool for tool in TOOLS if tool not in failed and (crate[tool] / 'Cargo.toml').exists()]
        for _ in range(arguments.compile_runs):
            for tool in fit:
                of[tool]['bytes'] = emitted(crate[tool])
                for figure, run in compiled(tool, crate[tool], scratch, wanted).items():
                    of[tool].setdefault(figure, []).append(run)
        if wanted & set(report.SECTIONS['Generating and compiling']):
            report.write_compiling(output, results, arguments)
        if wanted & set(report.SECTIONS['After a change']):
            report.write_changed(output, results, arguments)
        if name == 'github' and 'models' in wanted:
            report.write_models(output, throughput(crates / '0', fit, scratch, arguments.runs), arguments)
        print(path.name, {tool: sorted(of[tool]) for tool in TOOLS}, flush=True)

def figures(text):
    chosen = set(text.split(','))
    if unknown := chosen - set(report.FIGURES):
        raise argparse.ArgumentTypeError(f'{", ".join(sorted(unknown))}: none of {", ".join(report.FIGURES)}')
    return [figure for figure in report.FIGURES if figure in chosen]

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('descriptions', nargs='*', type=pathlib.Path, metavar='DESCRIPTION')
    parser.add_argument('--scratch', default='target/compare', type=pathlib.Path)
    parser.add_argument('--output', default=HERE.parent, type=pathlib.Path)
    parser.add_argument('--runs', type=int, default=5, help='of generating, and of the models')
    parser.add_argument('--compile-runs', type=int, default=1)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument('--only', type=figures, default=[], metavar='FIGURES')
    choice.add_argument('--skip', type=figures, default=[], metavar='FIGURES')
    arguments = parser.parse_args()
    arguments.wanted = set(arguments.only or report.FIGURES) - set(arguments.skip)
    if not arguments.descriptions and not arguments.wanted <= {'growth', 'library'}:
        parser.error('without a description there are --only growth and --only library')
    arguments.output.mkdir(parents=True, exist_ok=True)
    if 'growth' in arguments.wanted:
        report.write_growth(arguments.output, per_operation(), arguments)
    if arguments.wanted == {'growth'}:
        return
    scratch = arguments.scratch.resolve()
    install(scratch)
    if 'library' in arguments.wanted:
        report.write_libraries(arguments.output, as_build_dependency(), arguments)
    with tempfile.TemporaryDirectory(prefix='oasmith-compare-') as crates:
        compare(scratch, pathlib.Path(crates), arguments)

if __name__ == '__main__':
    main()
