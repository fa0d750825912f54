//! Sends files that are too large to keep in memory, in pieces. Knows that they may change or vanish at any time.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hyper::body::Bytes;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc::Sender;

use crate::input::Version;

/// The size of a piece, in bytes. Of each connection one is on its way to the client and one waits.
const PIECE: usize = 64 * 1024;

/// An open file and how much of it to send, from where it stands.
#[derive(Debug)]
pub struct Portion {
    file: File,
    length: u64,
}

/// Opens the file at `path` if it still is the one that the site was built from: a link that was put in its place leads
/// nowhere, and a part of another file is nobody's picture.
///
/// # Errors
/// When it has gone or is another.
pub fn open(path: &Path, version: Version) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // Opening a named pipe would wait until somebody writes to it.
    #[cfg(unix)]
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || Version::of(&metadata) != version {
        return Err(ErrorKind::NotFound.into());
    }
    Ok(file)
}

/// Reads the file at `path`.
///
/// # Errors
/// As [`open`], and when it becomes shorter meanwhile.
pub fn read(path: &Path, version: Version) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let count = open(path, version)?.take(version.length).read_to_end(&mut bytes)?;
    if (count as u64) < version.length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

impl Portion {
    /// The `length` bytes of `file` that begin at `start`.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(mut file: File, start: u64, length: u64) -> io::Result<Portion> {
        file.seek(SeekFrom::Start(start))?;
        Ok(Portion { file, length })
    }

    /// Sends it. Ends early when nobody receives any more, and with an error when the file has become shorter.
    pub async fn send(self, sender: Sender<io::Result<Bytes>>) {
        let mut file = tokio::fs::File::from_std(self.file);
        file.set_max_buf_size(PIECE);
        let mut left = self.length;
        while left > 0 {
            let piece = piece(&mut file, left).await;
            left -= piece.as_ref().map_or(left, |piece| piece.len() as u64);
            if sender.send(piece).await.is_err() {
                return;
            }
        }
    }
}

async fn piece(file: &mut tokio::fs::File, left: u64) -> io::Result<Bytes> {
    let size = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
    let mut piece = vec![0; size];
    let count = file.read(&mut piece).await?;
    if count == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    piece.truncate(count);
    Ok(piece.into())
}
