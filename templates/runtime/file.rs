//! Files as bodies: read in pieces while they are sent, on the threads that Tokio has for this.

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::Body;
use super::transport::{BoxError, BoxFuture};

/// How many bytes are read at a time.
const CHUNK: usize = 64 << 10;

impl Body {
    /// The content of a file, which is read while it is sent, and again for each further attempt.
    ///
    /// # Errors
    /// When the path leads to nothing that can be read, or not to a regular file.
    pub async fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path: Arc<Path> = path.into().into();
        let metadata = File::open(&path).await?.metadata().await?;
        if !metadata.is_file() {
            let reason = format!("`{}` is not a regular file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        let length = metadata.len();
        let open = move || Chunks {
            file: Opened::Not(Box::pin(File::open(Arc::clone(&path)))),
            buffer: BytesMut::new(),
            left: length,
        };
        Ok(Self::repeatable(open).with_length(length))
    }
}

/// The pieces of a file.
struct Chunks {
    file: Opened,
    buffer: BytesMut,
    /// A file that grows meanwhile is sent up to the length that was announced.
    left: u64,
}

enum Opened {
    Not(BoxFuture<io::Result<File>>),
    Yes(File),
}

impl Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let file = loop {
            match &mut this.file {
                Opened::Not(opening) => {
                    this.file = Opened::Yes(ready!(opening.as_mut().poll(context))?);
                }
                Opened::Yes(file) => break Pin::new(file),
            }
        };
        let size = usize::try_from(this.left).map_or(CHUNK, |left| left.min(CHUNK));
        this.buffer.resize(size, 0);
        let mut target = ReadBuf::new(&mut this.buffer);
        ready!(file.poll_read(context, &mut target))?;
        let read = target.filled().len();
        if read == 0 {
            let cut = io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter");
            return Poll::Ready(Some(Err(cut.into())));
        }
        this.left -= read as u64;
        Poll::Ready(Some(Ok(this.buffer.split_to(read).freeze())))
    }
}
