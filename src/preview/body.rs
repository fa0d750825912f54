//! Bodies of responses: bytes that are there, or bytes that arrive.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::response::Payload;

/// The body of a response.
#[derive(Debug)]
pub enum Answered {
    /// Bytes that are there, until they are taken.
    Whole(Option<Bytes>),
    /// Bytes that a task sends. An error breaks the connection off, so that no client takes a part for the whole.
    Arriving {
        /// What the task sends.
        pieces: Receiver<io::Result<Bytes>>,
        /// Its place among the streams, which is free again when the body is gone.
        _slot: Option<OwnedSemaphorePermit>,
    },
}

impl Answered {
    /// No bytes.
    pub fn nothing() -> Answered {
        Answered::Whole(None)
    }

    /// These bytes, or a task that sends those of a file.
    pub fn with(payload: Payload) -> Answered {
        match payload {
            Payload::Whole(bytes) => Answered::Whole(Some(bytes).filter(|bytes| !bytes.is_empty())),
            Payload::Disk(portion) => {
                let (sender, body) = Answered::arriving(None);
                tokio::spawn(portion.send(sender));
                body
            }
        }
    }

    /// Bytes that are sent through the other half, which waits until those before are taken. `slot` is free again when the body
    /// is sent or its connection gone.
    pub fn arriving(slot: Option<OwnedSemaphorePermit>) -> (Sender<io::Result<Bytes>>, Answered) {
        let (sender, receiver) = mpsc::channel(1);
        (sender, Answered::Arriving { pieces: receiver, _slot: slot })
    }
}

impl Body for Answered {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Answered::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Answered::Arriving { pieces, .. } => {
                pieces.poll_recv(context).map(|bytes| bytes.map(|bytes| bytes.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Answered::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Answered::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Answered::Arriving { .. } => SizeHint::default(),
        }
    }
}
