#!/usr/bin/env python3
"""Compares oasmith with its peers: time and memory of generating, size of what is emitted, time and memory of compiling it.

    benches/compare/compare.py DESCRIPTION... [--scratch DIR] [--runs N] [--compile-runs N] [--skip check,build,touch,tag,binary,library]

Run from the project's root, on a machine that does nothing else. The first run installs the peers, at the versions below,
into the scratch folder (default: target/compare); crates are generated in the system's folder for temporary files. The tools
take turns in each run, so that a slow minute meets all. All figures of compiling are of the emitted crate alone: what it
depends on was built before, incremental compilation is off (but for "touch", which changes one file). "binary" is a program
that calls one operation of github's, built for release and stripped; its sources are in calls/. "library" builds each generator
for a build.rs, from nothing. After each description it writes RESULTS.md and
results.svg beside this file. Python's standard library alone; Linux, for the peak of the memory.
"""
import argparse, datetime, os, pathlib, platform, re, shutil, statistics, subprocess, tempfile, time

PEERS = {'openapi-to-rust': '0.23.0', 'ploidy': '0.15.0', 'cargo-progenitor': '0.15.1'}
# What a build.rs depends on.
LIBRARIES = {
    'oasmith': f'{{ path = "{pathlib.Path.cwd()}", default-features = false }}',
    'openapi-to-rust': f'"={PEERS["openapi-to-rust"]}"',
    'ploidy-codegen-rust': f'"={PEERS["ploidy"]}"',
    'progenitor': f'"={PEERS["cargo-progenitor"]}"',
}
TOOLS = ['oasmith', 'openapi-to-rust', 'ploidy', 'progenitor']
HERE = pathlib.Path(__file__).resolve().parent

def measured(command, **more):
    """Runs a command; gives CPU seconds, wall seconds, peak memory in MB, and its exit status."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    return {'cpu': usage.ru_utime + usage.ru_stime, 'wall': time.monotonic() - start,
            'memory': usage.ru_maxrss / 1000, 'status': os.waitstatus_to_exitcode(status)}

def install(scratch):
    for name, version in PEERS.items():
        if not (scratch / 'bin' / name).exists():
            subprocess.run(['cargo', 'install', '--quiet', '--locked', f'{name}@{version}', '--root', scratch,
                            '--target-dir', scratch / 'peers'], check=True)
    subprocess.run(['cargo', 'build', '--release', '--quiet', '--bin', 'oasmith'], check=True)

def generate(tool, description, crate, scratch):
    """Generates a crate from nothing, as each tool's readme says."""
    crate.parent.mkdir(parents=True, exist_ok=True)
    binary, name = scratch / 'bin', crate.name
    if tool == 'oasmith':
        oasmith = pathlib.Path(os.environ.get('CARGO_TARGET_DIR', 'target')).resolve() / 'release' / 'oasmith'
        return measured([oasmith, 'generate', description, '--output', crate, '--name', name])
    if tool == 'ploidy':
        return measured([binary / 'ploidy', 'generate', 'rust', description, '-o', crate, '--name', name])
    if tool == 'progenitor':
        return measured([binary / 'cargo-progenitor', 'progenitor', '-i', description, '-o', crate, '-n', name, '-v', '0.1.0'])
    crate.mkdir(parents=True)
    result = measured([binary / 'openapi-to-rust', 'generate', description], cwd=crate)
    needed = crate / 'src/generated/REQUIRED_DEPS.toml'
    if needed.exists():
        table = needed.read_text()
        table = table if '[dependencies]' in table else '[dependencies]\n' + table
        (crate / 'Cargo.toml').write_text(f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\n\n{table}')
        (crate / 'src/lib.rs').write_text('pub mod generated;\n')
    return result

def emitted(crate):
    return sum(path.stat().st_size for path in crate.glob('src/**/*.rs')) / 1e6

def target(scratch, tool):
    """The environment in which a tool's crates share what they depend on."""
    return dict(os.environ, CARGO_TARGET_DIR=str(scratch / 'target' / tool))

def cargo(crate, action, scratch, *arguments, incremental='0', touched=None):
    """Compiles a crate once what it depends on is there; with a file to touch, once more after that."""
    manifest, library = crate / 'Cargo.toml', crate / 'src/lib.rs'
    if '[workspace]' not in manifest.read_text():
        with manifest.open('a') as file:
            file.write('\n[workspace]\n')
    environment = dict(target(scratch, crate.parent.name), CARGO_INCREMENTAL=incremental)
    command = ['cargo', action, '--quiet', *arguments]
    text = library.read_text()
    if not touched:
        # Without code of its own.
        library.write_text('')
    first = measured(command, cwd=crate, env=environment)
    library.write_text(text)
    if first['status']:
        return first
    os.utime(crate / (touched or 'src/lib.rs'))
    return measured(command, cwd=crate, env=environment)

def one_tag(crate):
    """The feature of the tag that the manifest lists in the middle."""
    tags = re.search(r'all-tags = \[(.*?)\]', (crate / 'Cargo.toml').read_text(), re.S)
    names = re.findall(r'"(.*?)"', tags[1]) if tags else []
    return names[len(names) // 2] if names else None

def touched_file(crate):
    """Some file of models, or what comes nearest."""
    files = sorted(crate.glob('src/models/*.rs')) or sorted(crate.glob('src/**/*.rs'))
    return files[len(files) // 2].relative_to(crate)

def binary(tool, crate, scratch):
    """The size in MB of a stripped program that calls one operation."""
    program = crate.with_name('call')
    (program / 'src').mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / 'calls' / f'{tool}.rs', program / 'src/main.rs')
    (program / 'Cargo.toml').write_text(
        f'[package]\nname = "call"\nedition = "2024"\n\n[workspace]\n\n[profile.release]\nstrip = true\n\n[dependencies]\n'
        f'{crate.name} = {{ path = "../{crate.name}" }}\ntokio = {{ version = "1", features = ["macros", "rt"] }}\n')
    environment = target(scratch, tool)
    result = measured(['cargo', 'build', '--release', '--quiet'], cwd=program, env=environment)
    if not result['status']:
        result['bytes'] = pathlib.Path(environment['CARGO_TARGET_DIR'], 'release/call').stat().st_size / 1e6
    return result

def compiled(tool, crate, scratch, skip):
    figures = {}
    if 'check' not in skip:
        figures['check'] = cargo(crate, 'check', scratch)
    if 'build' not in skip:
        figures['build'] = cargo(crate, 'build', scratch)
    if 'touch' not in skip:
        figures['touch'] = cargo(crate, 'check', scratch, incremental='1', touched=touched_file(crate))
    tag = one_tag(crate) if tool == 'oasmith' and 'tag' not in skip else None
    if tag:
        features = f'reqwest,{tag}'
        figures['tag'] = cargo(crate, 'check', scratch, '--no-default-features', '--features', features)
    if crate.name == 'github' and 'binary' not in skip:
        figures['binary'] = binary(tool, crate, scratch)
    return figures

def report(results, arguments, libraries):
    """Writes what there is: a run that is stopped leaves the figures of the descriptions before."""
    peers = ', '.join(f'{name} {version}' for name, version in PEERS.items())
    names = ' '.join(path.name for path in arguments.descriptions)
    skip = f' --skip {",".join(arguments.skip)}' if arguments.skip else ''
    (HERE / 'RESULTS.md').write_text(
        f'# Comparison\n\n{datetime.date.today()}, {machine()}.\n{peers}.\n'
        f'Medians of {arguments.runs} runs (compiling: {arguments.compile_runs}); `–`: it failed, or was not measured. From:\n\n'
        f'```sh\ncompare.py {names} --runs {arguments.runs} --compile-runs {arguments.compile_runs}{skip}\n```\n\n'
        f'{table(results)}\n\n{libraries}\n\n![cargo check](results.svg)\n')
    (HERE / 'results.svg').write_text(plot(results))

def compare(descriptions, scratch, crates, arguments):
    """Works up {description: {tool: {figure: [results]}}}, and reports it after each description."""
    results = {}
    libraries = '' if 'library' in arguments.skip else as_build_dependency()
    for path in descriptions:
        name = path.stem.lower()
        of = results.setdefault(path.name, {tool: {} for tool in TOOLS})
        # A new folder for each run: to remove the last one first would slow down the file system under the next.
        crate = lambda tool, run=0: crates / str(run) / tool / re.sub(r'[^a-z0-9]+', '-', name)
        for run in range(arguments.runs):
            for tool in TOOLS:
                of[tool].setdefault('generate', []).append(generate(tool, path, crate(tool, run), scratch))
        for _ in range(arguments.compile_runs):
            for tool in TOOLS:
                if any(run['status'] for run in of[tool]['generate']) or not (crate(tool) / 'Cargo.toml').exists():
                    continue
                of[tool]['bytes'] = emitted(crate(tool))
                for figure, run in compiled(tool, crate(tool), scratch, arguments.skip).items():
                    of[tool].setdefault(figure, []).append(run)
        report(results, arguments, libraries)
        print(path.name, {tool: sorted(of[tool]) for tool in TOOLS}, flush=True)

def as_build_dependency():
    """A table: what it takes to build each generator for a build.rs, from nothing."""
    rows = ['| as a build-dependency | crates | build, CPU s | build, wall s |', '|---|---:|---:|---:|']
    for name, source in LIBRARIES.items():
        with tempfile.TemporaryDirectory(prefix='oasmith-build-') as folder:
            package = pathlib.Path(folder)
            (package / 'src').mkdir()
            (package / 'src/lib.rs').touch()
            (package / 'build.rs').write_text('fn main() {}\n')
            (package / 'Cargo.toml').write_text(
                f'[package]\nname = "user"\nedition = "2024"\n\n[workspace]\n\n[build-dependencies]\n{name} = {source}\n')
            tree = ['cargo', 'tree', '--quiet', '--edges', 'normal,build', '--prefix', 'none', '--no-dedupe']
            crates = subprocess.run(tree, cwd=package, capture_output=True, text=True).stdout.splitlines()
            subprocess.run(['cargo', 'fetch', '--quiet'], cwd=package)
            run = measured(['cargo', 'build', '--quiet'], cwd=package, env=dict(os.environ, CARGO_TARGET_DIR=f'{folder}/target'))
            # The using crate itself is no dependency.
            figures = ['–'] * 3 if run['status'] else [str(len({line.split(' (')[0] for line in crates}) - 1), shown(run['cpu']), shown(run['wall'])]
            rows.append(f'| {name} | ' + ' | '.join(figures) + ' |')
    return '\n'.join(rows)

def median(runs, key):
    if not runs or any(run['status'] for run in runs):
        return None
    return statistics.median(run[key] for run in runs)

COLUMNS = [
    ('generate, CPU s', lambda of: median(of.get('generate'), 'cpu')),
    ('generate, MB', lambda of: median(of.get('generate'), 'memory')),
    ('Rust, MB', lambda of: of.get('bytes')),
    ('check, CPU s', lambda of: median(of.get('check'), 'cpu')),
    ('check, MB', lambda of: median(of.get('check'), 'memory')),
    ('build, CPU s', lambda of: median(of.get('build'), 'cpu')),
    ('one file touched, CPU s', lambda of: median(of.get('touch'), 'cpu')),
    ('binary, MB', lambda of: median(of.get('binary'), 'bytes')),
    ('one tag, CPU s', lambda of: median(of.get('tag'), 'cpu')),
]

CHECK = COLUMNS[3][1]

def shown(value):
    return '–' if value is None else f'{value:.2f}' if value < 100 else f'{value:.0f}'

def table(results):
    lines = ['| | | ' + ' | '.join(title for title, _ in COLUMNS) + ' |', '|---|---|' + '---:|' * len(COLUMNS)]
    for name, tools in results.items():
        for tool, of in tools.items():
            row = [shown(figure(of)) for _, figure in COLUMNS]
            lines.append(f'| {name} | {tool} | ' + ' | '.join(row) + ' |')
        ratios = []
        for _, figure in COLUMNS:
            own, peers = figure(tools['oasmith']), [figure(of) for tool, of in tools.items() if tool != 'oasmith']
            best = min((peer for peer in peers if peer), default=None)
            ratios.append(f'{own / best:.2f}' if own and best else '–')
        lines.append('| | **oasmith to the best peer** | ' + ' | '.join(f'**{ratio}**' for ratio in ratios) + ' |')
    return '\n'.join(lines)

def plot(results):
    """Bars of `cargo check`, CPU seconds."""
    colours = dict(zip(TOOLS, ['#b7410e', '#8899aa', '#aabbcc', '#ccd5dd']))
    bars = [(name, tool, CHECK(of)) for name, tools in results.items() for tool, of in tools.items()]
    bars = [bar for bar in bars if bar[2]]
    longest = max((value for _, _, value in bars), default=1)
    rows = []
    for index, (name, tool, value) in enumerate(bars):
        y, width = 30 + 20 * index, 520 * value / longest
        rows.append(f'<text x="0" y="{y + 12}">{name}, {tool}</text>'
                    f'<rect x="300" y="{y}" width="{width:.1f}" height="15" fill="{colours[tool]}"/>'
                    f'<text x="{306 + width:.1f}" y="{y + 12}">{shown(value)}</text>')
    height = 40 + 20 * len(bars)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}" font-family="sans-serif" font-size="12">\n'
            f'<text x="0" y="16">cargo check of the emitted crate alone, CPU seconds</text>\n' + '\n'.join(rows) + '\n</svg>\n')

def machine():
    text = pathlib.Path('/proc/cpuinfo').read_text() if platform.system() == 'Linux' else ''
    model = re.search(r'model name\s*: (.*)', text)
    rustc = subprocess.run(['rustc', '--version'], capture_output=True, text=True).stdout.strip()
    return f'{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {platform.system()}, {rustc}'

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('descriptions', nargs='+', type=pathlib.Path)
    parser.add_argument('--scratch', default='target/compare', type=pathlib.Path)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--compile-runs', type=int, default=1)
    parser.add_argument('--skip', type=lambda text: text.split(','), default=[])
    arguments = parser.parse_args()
    scratch = arguments.scratch.resolve()
    install(scratch)
    paths = [path.resolve() for path in arguments.descriptions]
    with tempfile.TemporaryDirectory(prefix='oasmith-compare-') as crates:
        compare(paths, scratch, pathlib.Path(crates), arguments)

if __name__ == '__main__':
    main()
