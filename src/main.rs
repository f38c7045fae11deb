//! temporary
#![allow(
    clippy::all,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]
use oasmith::{diagnostic::render::Colour, pipeline::*, render::Package, spec::source::Disk};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    // generate DESC --output DIR --name NAME
    let p = Package {
        name: args[6].clone(),
        version: "0.1.0".into(),
    };
    let t = if args.len() > 7 {
        Target::SingleFile(p)
    } else {
        Target::Crate(p)
    };
    let o = generate(
        &Disk,
        std::path::Path::new(&args[2]),
        &Options::default(),
        Some(&t),
    );
    eprintln!("{}", o.human(Colour::Never));
    if o.diagnostics.has_errors() {
        std::process::exit(1)
    }
    for (path, text) in o.files {
        let p = std::path::Path::new(&args[4]).join(path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, text).unwrap();
    }
}
