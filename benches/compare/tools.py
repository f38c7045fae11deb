"""The generators: their versions, how they are installed, and how each generates a crate."""
import os, pathlib, subprocess, time

PEERS = {'openapi-to-rust': '0.23.0', 'ploidy': '0.15.0', 'cargo-progenitor': '0.15.1'}
# cargo-llvm-lines counts the lines of LLVM's language.
INSTALLED = PEERS | {'cargo-llvm-lines': '0.4.48'}
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
    for name, version in INSTALLED.items():
        if not (scratch / 'bin' / name).exists():
            subprocess.run(['cargo', 'install', '--quiet', '--locked', f'{name}@{version}', '--root', scratch,
                            '--target-dir', scratch / 'peers'], check=True)
    subprocess.run(['cargo', 'build', '--release', '--quiet', '--bin', 'oasmith'], check=True)

def generate(tool, description, crate, scratch):
    """Generates a crate, as each tool's readme says."""
    crate.parent.mkdir(parents=True, exist_ok=True)
    binary, name = scratch / 'bin', crate.name
    if tool == 'oasmith':
        oasmith = pathlib.Path(os.environ.get('CARGO_TARGET_DIR', 'target')).resolve() / 'release' / 'oasmith'
        return measured([oasmith, 'generate', description, '--output', crate, '--name', name])
    if tool == 'ploidy':
        return measured([binary / 'ploidy', 'generate', 'rust', description, '-o', crate, '--name', name])
    if tool == 'progenitor':
        return measured([binary / 'cargo-progenitor', 'progenitor', '-i', description, '-o', crate, '-n', name, '-v', '0.1.0'])
    crate.mkdir(parents=True, exist_ok=True)
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
