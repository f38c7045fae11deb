//! A client that is generated when this crate is built: see `build.rs`.

/// The client of the notes API.
#[allow(dead_code, reason = "this crate does not use every part of the client")]
pub mod notes_api {
    include!(concat!(env!("OUT_DIR"), "/notes.rs"));
}

use notes_api::notes::GetNoteError;
use notes_api::{Client, Error};

/// The text of a note, or nothing if there is no such note.
///
/// # Errors
/// When the service cannot be reached or answers otherwise than it should.
pub async fn text(client: &Client, name: &str) -> Result<Option<String>, Error<GetNoteError>> {
    match client.notes().get_note(name).await {
        Ok(note) => Ok(Some(note.text)),
        Err(Error::Api(error)) if matches!(error.body(), GetNoteError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
