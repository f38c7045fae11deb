//! What generated operations put on the wire and read from it, over a real socket: each case through a client that the
//! build script generates from `description.yaml`.

/// The generated client.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod parameters;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod security;
#[cfg(test)]
mod server;
