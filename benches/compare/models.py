"""How fast the generated models are read and written: the same values for all, each through the codec it came with."""
import subprocess

import data
from compiling import USING, built, program, stands_alone

# serde's derives, as one writes them for these values alone.
BY_HAND = 'by-hand'
NEEDED = {
    # Without a transport, which has no part in this; `serde` lets its own codec write what the description only reads.
    'oasmith': {'github': '{ path = "../github", default-features = false, features = ["all-tags", "serde"] }'},
    BY_HAND: {'serde': '{ version = "1", features = ["derive"] }'},
}

def decoder(tool, folder, scratch):
    """The program that measures one tool's models, or nothing if it cannot be built."""
    sources = {'main.rs': 'decode/main.rs', 'models.rs': f'decode/{tool}.rs'}
    # What others need is what the program needs that calls, so that their crate is not built again with other features.
    needed = NEEDED.get(tool, USING)
    return built(program(folder / 'decode', sources, {**needed, 'serde_json': '"1"'}), scratch, tool)

def throughput(folder, tools, scratch, runs):
    """{values: {tool: {'models': [run]}}}, for these tools' crates in the folder and for what is written by hand."""
    values = scratch / 'data'
    data.write(values)
    for tool in tools:
        stands_alone(folder / tool / 'github')
    programs = {tool: decoder(tool, folder / tool, scratch) for tool in [*tools, BY_HAND]}
    results = {}
    for _ in range(runs):
        for tool, path in programs.items():
            for kind, run in measured_models(path, values).items():
                megabytes = (values / f'{kind}.json').stat().st_size / 1e6
                title = f'{data.COUNTS[kind]} {kind}, {megabytes:.1f} MB'
                results.setdefault(title, {}).setdefault(tool, {}).setdefault('models', []).append(run)
    return results

def measured_models(path, values):
    """{kind of values: run}; a program that does not read, or does not give back, what there is has failed for all that follows."""
    lines = subprocess.run([path, values], capture_output=True, text=True).stdout.splitlines() if path else []
    runs = {kind: {'status': 1} for kind in data.COUNTS}
    for line in lines:
        kind, *figures = line.split()
        runs[kind] = {'status': 0, **dict(zip(['decode', 'decoded', 'encode', 'encoded'], map(float, figures)))}
    return runs
