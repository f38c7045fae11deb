"""What it takes to compile what was generated, the programs that use it, and the generators themselves."""
import os, pathlib, re, shutil, subprocess, tempfile

from tools import HERE, LIBRARIES, measured

def target(scratch, tool):
    """The environment in which a tool's crates share what they depend on."""
    return dict(os.environ, CARGO_TARGET_DIR=str(scratch / 'target' / tool))

def stands_alone(crate):
    """Makes the crate a workspace of its own."""
    manifest = crate / 'Cargo.toml'
    if '[workspace]' not in manifest.read_text():
        with manifest.open('a') as file:
            file.write('\n[workspace]\n')

def cargo(crate, action, scratch, *arguments, incremental='0', touched=None):
    """Compiles a crate once what it depends on is there; with a file to touch, once more after that."""
    stands_alone(crate)
    library = crate / 'src/lib.rs'
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

def program(folder, sources, dependencies):
    """Writes a program; {name: file} are its sources."""
    (folder / 'src').mkdir(parents=True, exist_ok=True)
    for name, file in sources.items():
        shutil.copy(HERE / file, folder / 'src' / name)
    table = ''.join(f'{name} = {value}\n' for name, value in dependencies.items())
    (folder / 'Cargo.toml').write_text(
        f'[package]\nname = "{folder.name}"\nedition = "2024"\n\n[workspace]\n\n[profile.release]\nstrip = true\n\n'
        f'[dependencies]\n{table}')
    return folder

def built(folder, scratch, tool):
    """Builds a program for release; gives the path of the binary, or nothing."""
    environment = target(scratch, tool)
    status = measured(['cargo', 'build', '--release', '--quiet'], cwd=folder, env=environment)['status']
    return None if status else pathlib.Path(environment['CARGO_TARGET_DIR'], 'release', folder.name)

# What a program needs that uses a crate called github.
USING = {'github': '{ path = "../github" }', 'tokio': '{ version = "1", features = ["macros", "rt"] }'}

def calling(tool, crate):
    """A program that calls one operation."""
    stands_alone(crate)
    return program(crate.with_name('call'), {'main.rs': f'calls/{tool}.rs'}, USING)

def binary(tool, crate, scratch):
    """The size in MB of that program, stripped."""
    path = built(calling(tool, crate), scratch, tool)
    return {'status': 0, 'bytes': path.stat().st_size / 1e6} if path else {'status': 1}

def llvm_lines(tool, crate, scratch):
    """How many lines of LLVM's language that program itself has: its own code, and what its crates leave to it."""
    command = [scratch / 'bin/cargo-llvm-lines', 'llvm-lines', '--release', '--quiet']
    run = subprocess.run(command, cwd=calling(tool, crate), env=target(scratch, tool), capture_output=True, text=True)
    total = re.search(r'(\d+) +\d+ +\(TOTAL\)', run.stdout)
    return {'status': 0, 'lines': int(total[1])} if total else {'status': 1}

def compiled(tool, crate, scratch, wanted):
    """{figure: its run}, of those that are wanted and that there are for this tool and description."""
    figures = {}
    for action in ['check', 'build']:
        if action in wanted:
            figures[action] = cargo(crate, action, scratch)
    if 'touch' in wanted:
        figures['touch'] = cargo(crate, 'check', scratch, incremental='1', touched=touched_file(crate))
    tag = one_tag(crate) if tool == 'oasmith' and 'tag' in wanted else None
    if tag:
        features = f'reqwest,{tag}'
        figures['tag'] = cargo(crate, 'check', scratch, '--no-default-features', '--features', features)
    if crate.name == 'github' and 'binary' in wanted:
        figures['binary'] = binary(tool, crate, scratch)
    if crate.name == 'github' and 'lines' in wanted:
        figures['lines'] = llvm_lines(tool, crate, scratch)
    return figures

def as_build_dependency():
    """{library: [run]}: what it takes to build each generator for a build.rs, from nothing."""
    results = {}
    for name, source in LIBRARIES.items():
        with tempfile.TemporaryDirectory(prefix='oasmith-build-') as folder:
            package = pathlib.Path(folder)
            (package / 'src').mkdir()
            (package / 'src/lib.rs').touch()
            (package / 'build.rs').write_text('fn main() {}\n')
            (package / 'Cargo.toml').write_text(
                f'[package]\nname = "user"\nedition = "2024"\n\n[workspace]\n\n[build-dependencies]\n{name} = {source}\n')
            subprocess.run(['cargo', 'fetch', '--quiet'], cwd=package)
            tree = ['cargo', 'tree', '--quiet', '--edges', 'normal,build', '--prefix', 'none', '--no-dedupe']
            crates = subprocess.run(tree, cwd=package, capture_output=True, text=True).stdout.splitlines()
            run = measured(['cargo', 'build', '--quiet'], cwd=package, env=dict(os.environ, CARGO_TARGET_DIR=f'{folder}/target'))
            # The using crate itself is no dependency.
            results[name] = {'library': [run | {'crates': len({line.split(' (')[0] for line in crates if line}) - 1}]}
    return results
