"""How the time for an operation grows with their number, from the benchmark of the phases."""
import json, os, pathlib, subprocess

PHASES = ['load', 'normalise', 'lower', 'render', 'format', 'write']
SIZES = [10, 100, 1_000, 10_000]

def per_operation():
    """{phase: {number of operations: microseconds for each}}, the medians of a new run of the benchmark."""
    subprocess.run(['cargo', 'bench', '--quiet', '--bench', 'phases', '--', 'phase/'], check=True, stdout=subprocess.DEVNULL)
    folder = pathlib.Path(os.environ.get('CARGO_TARGET_DIR', 'target')) / 'criterion/phase'
    def median(phase, size):
        estimates = json.loads((folder / phase / str(size) / 'new/estimates.json').read_text())
        return estimates['median']['point_estimate'] / 1e3 / size
    return {phase: {size: median(phase, size) for size in SIZES} for phase in PHASES}
