//! The command cannot reach a network: nothing in it asks the system for a socket or an address.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs;

use object::{Object, ObjectSymbol};

#[test]
fn the_command_imports_nothing_that_opens_a_socket() {
    let binary = fs::read(env!("CARGO_BIN_EXE_oasmith")).unwrap();
    let file = object::File::parse(&*binary).unwrap();
    let symbols = file.dynamic_symbols().filter(ObjectSymbol::is_undefined);
    let imported: Vec<&str> = symbols.map(|symbol| symbol.name().unwrap()).collect();
    // It does ask for files, so this list is what it seems to be.
    assert!(
        imported.iter().any(|name| name.starts_with("open")),
        "{imported:?}"
    );
    let network = [
        "socket",
        "socketpair",
        "connect",
        "bind",
        "listen",
        "accept",
        "accept4",
        "send",
        "sendto",
        "sendmsg",
        "recv",
        "recvfrom",
        "recvmsg",
        "getaddrinfo",
        "gethostbyname",
        "gethostbyname_r",
        "res_query",
    ];
    let reached: Vec<&&str> = imported
        .iter()
        .filter(|name| network.contains(name))
        .collect();
    assert!(reached.is_empty(), "{reached:?}");
}
