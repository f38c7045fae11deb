"""Writes what was measured: a section of RESULTS.md for each part, and a plot."""
import datetime, os, pathlib, platform, re, statistics, subprocess

from models import BY_HAND
from tools import INSTALLED, TOOLS

def median(runs, key):
    if not runs or any(run['status'] for run in runs):
        return None
    return statistics.median(run[key] for run in runs)

def column(title, figure, key):
    return title, lambda of: median(of.get(figure), key)

CHECK = column('check, CPU s', 'check', 'cpu')
COMPILING = [
    column('generate, CPU s', 'generate', 'cpu'),
    column('generate, MB', 'generate', 'memory'),
    column('again, CPU s', 'again', 'cpu'),
    ('Rust, MB', lambda of: of.get('bytes')),
    CHECK,
    column('check, MB', 'check', 'memory'),
    column('build, CPU s', 'build', 'cpu'),
    column('binary, MB', 'binary', 'bytes'),
    column('one tag, CPU s', 'tag', 'cpu'),
]
CHANGED = [
    column('one file touched, CPU s', 'touch', 'cpu'),
    column('LLVM lines', 'lines', 'lines'),
]
MODELS = [
    column('decode, ms per MB', 'models', 'decode'),
    column('allocations per value', 'models', 'decoded'),
    column('encode, ms per MB', 'models', 'encode'),
    column('allocations per value', 'models', 'encoded'),
]
LIBRARY = [
    column('crates', 'library', 'crates'),
    column('build, CPU s', 'library', 'cpu'),
    column('build, wall s', 'library', 'wall'),
]
# The sections, in their order, and the figures of each.
SECTIONS = {
    'Generating and compiling': ['generate', 'again', 'check', 'build', 'tag', 'binary'],
    'After a change': ['touch', 'lines'],
    'Growth': ['growth'],
    'Models': ['models'],
    'As a build-dependency': ['library'],
}
FIGURES = [figure for figures in SECTIONS.values() for figure in figures]

def write(folder, title, body, runs, arguments):
    """Writes one section, and leaves the others as they are; `runs` says what its figures are."""
    path = folder / 'RESULTS.md'
    text = path.read_text() if path.exists() else '# Comparison\n'
    head, *parts = re.split(r'^## ', text, flags=re.M)
    sections = dict(part.split('\n', 1) for part in parts)
    sections[title] = f'\n{origin(runs, arguments)}\n\n{body}\n'
    ordered = sorted(sections, key=list(SECTIONS).index)
    path.write_text('\n\n'.join([head.strip(), *(f'## {name}\n\n{sections[name].strip()}' for name in ordered)]) + '\n')

def write_compiling(folder, results, arguments):
    """Writes what there is: a run that is stopped leaves the figures of the descriptions before."""
    body = f'{table(results, COMPILING)}\n\n![cargo check](results.svg)'
    runs = f'Medians of {arguments.runs} runs (compiling: {arguments.compile_runs})'
    write(folder, 'Generating and compiling', body, runs, arguments)
    (folder / 'results.svg').write_text(plot(results))

def write_changed(folder, results, arguments):
    note = ('`cargo check` with incremental compilation after one file of the emitted crate was touched; lines of LLVM\'s language that\n'
            'a program has which calls one operation: what is compiled anew when that program changes.')
    runs = f'Medians of {arguments.compile_runs} runs'
    write(folder, 'After a change', f'{note}\n\n{table(results, CHANGED)}', runs, arguments)

def write_growth(folder, phases, arguments):
    """Writes {phase: {operations: microseconds for each}}."""
    sizes = list(next(iter(phases.values())))
    together = {size: sum(of[size] for phase, of in phases.items() if phase != 'write') for size in sizes}
    rows = {**phases, 'all before write': together}
    lines = ['| µs for an operation, of | ' + ' | '.join(f'{size:,}' for size in sizes) + ' | 10,000 to 100 |',
             '|---|' + '---:|' * (len(sizes) + 1)]
    for name, of in rows.items():
        figures = [*(shown(of[size]) for size in sizes), f'**{of[10_000] / of[100]:.2f}**']
        lines.append(f'| {name} | ' + ' | '.join(figures) + ' |')
    write(folder, 'Growth', '\n'.join(lines), 'Medians of `cargo bench --bench phases`', arguments)

def write_models(folder, results, arguments):
    note = ('Values that `data.py` makes, read from and written to memory by one thread; the fastest of 30 turns. oasmith\'s\n'
            'models go through its own codec, all others through serde_json. oasmith and what is written by hand keep times and\n'
            'URIs as texts; openapi-to-rust and ploidy parse them (chrono, url). All write what they have read.')
    write(folder, 'Models', f'{note}\n\n{table(results, MODELS)}', f'Medians of {arguments.runs} runs', arguments)

def write_libraries(folder, results, arguments):
    write(folder, 'As a build-dependency', table({'from nothing': results}, LIBRARY), 'One run', arguments)

def origin(runs, arguments):
    """Where figures are from."""
    versions = ', '.join(f'{name} {version}' for name, version in INSTALLED.items())
    names = ''.join(f' {path.name}' for path in arguments.descriptions)
    choices = {'only': arguments.only, 'skip': arguments.skip}
    choice = ''.join(f' --{option} {",".join(figures)}' for option, figures in choices.items() if figures)
    command = f'compare.py{names} --runs {arguments.runs} --compile-runs {arguments.compile_runs}{choice}'
    return (f'{datetime.date.today()}, {machine()}.\n{versions}.\n'
            f'{runs}; `–`: it failed, or was not measured. From:\n\n```sh\n{command}\n```')

def shown(value):
    if value is None:
        return '–'
    return f'{value:.2f}' if isinstance(value, float) and value < 100 else f'{value:.0f}'

def table(results, columns):
    """A row for each of {what: {tool: figures}}, and how oasmith compares."""
    lines = ['| | | ' + ' | '.join(title for title, _ in columns) + ' |', '|---|---|' + '---:|' * len(columns)]
    for name, tools in results.items():
        for tool, of in tools.items():
            lines.append(f'| {name} | {tool} | ' + ' | '.join(shown(figure(of)) for _, figure in columns) + ' |')
        peers = [tool for tool in tools if tool not in ['oasmith', BY_HAND]]
        for title, others in {'the best peer': peers, 'what is written by hand': [BY_HAND]}.items():
            if set(others) & set(tools) and 'oasmith' in tools:
                ratios = [ratio(figure, tools, others) for _, figure in columns]
                lines.append(f'| | **oasmith to {title}** | ' + ' | '.join(f'**{value}**' for value in ratios) + ' |')
    return '\n'.join(lines)

def ratio(figure, tools, others):
    own = figure(tools['oasmith'])
    best = min((value for other in others if (value := figure(tools[other]))), default=None)
    return f'{own / best:.2f}' if own and best else '–'

def plot(results):
    """Bars of `cargo check`, CPU seconds."""
    colours = dict(zip(TOOLS, ['#b7410e', '#8899aa', '#aabbcc', '#ccd5dd']))
    bars = [(name, tool, CHECK[1](of)) for name, tools in results.items() for tool, of in tools.items()]
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
