//! Makes the pictures that are published: those without metadata, and smaller ones. Decoding one is dear and gives all of its
//! smaller ones, so those made last are remembered, by the digest of what they are made from.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::base::{Code, Diagnostics, Digest, Span};
use crate::input::File;
use crate::picture::{self, EDITION, Fault, Smaller, WIDTHS};

/// How many pictures are remembered, each with all its smaller ones.
const REMEMBERED: usize = 32;

/// A picture that is to be made of another.
#[derive(Debug)]
pub struct Development {
    /// The other.
    pub file: File,
    /// How wide it is to be, in pixels; as wide as the other, but clean, if nothing is said.
    pub width: Option<u32>,
}

impl Development {
    /// Stands for its bytes, of which it needs none: they are the same whenever this is.
    pub fn digest(&self) -> Digest {
        let width = self.width.unwrap_or_default();
        Digest::of(format!("{} {width} {EDITION}", self.file.digest).as_bytes())
    }
}

/// Makes pictures.
#[derive(Debug, Default)]
pub struct Darkroom {
    made: Mutex<VecDeque<(Digest, Arc<Made>)>>,
}

/// What becomes of a picture, once somebody has asked for it.
type Made = OnceLock<Result<Vec<Smaller>, Fault>>;

impl Darkroom {
    /// The bytes of a picture. Nothing comes back if it cannot be made, which is reported.
    pub fn develop(&self, diagnostics: &mut Diagnostics, asked: &Development) -> Option<Vec<u8>> {
        with_file(diagnostics, &asked.file, |file| match asked.width {
            None => picture::clean(file),
            Some(width) => self.smaller(asked.file.digest, width, file),
        })
    }

    /// Reports what [`Darkroom::develop`] would, and makes no smaller picture: all those of one have the same problems.
    pub fn check(diagnostics: &mut Diagnostics, asked: &Development) {
        match asked.width {
            None => drop(with_file(diagnostics, &asked.file, picture::clean)),
            Some(width) if width == WIDTHS[0] => drop(with_file(diagnostics, &asked.file, picture::check)),
            Some(_) => {}
        }
    }

    fn smaller(&self, digest: Digest, width: u32, file: &[u8]) -> Result<Vec<u8>, Fault> {
        let made = self.place(digest);
        // Whoever asks for another width of this picture waits here until it is made.
        let made = made.get_or_init(|| picture::shrink(file)).as_ref().map_err(|fault| *fault)?;
        let found = made.iter().find(|smaller| smaller.width == width);
        Ok(found.expect("widths were asked for by the same facts").bytes.clone())
    }

    /// Where what becomes of a picture is remembered.
    fn place(&self, digest: Digest) -> Arc<Made> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = made.iter().find(|(known, _)| *known == digest) {
            return Arc::clone(found);
        }
        if made.len() == REMEMBERED {
            made.pop_front();
        }
        let new = Arc::new(Made::new());
        made.push_back((digest, Arc::clone(&new)));
        new
    }
}

/// Reads a file for `make`, and reports what is wrong with either.
fn with_file<T>(
    diagnostics: &mut Diagnostics,
    file: &File,
    make: impl FnOnce(&[u8]) -> Result<T, Fault>,
) -> Option<T> {
    let span = || Span::file(file.path.clone());
    let bytes = file.read().map_err(|error| {
        let message = format!("this cannot be read: {error}");
        let help = "check that it is there and may be read, and build again";
        diagnostics.report(Code::Unreadable, span(), message).help(help);
    });
    let made = make(&bytes.ok()?).map_err(|fault| {
        let message = format!("this picture cannot be published: {fault}");
        let help = "save it again as PNG, JPEG, WebP, GIF or SVG";
        diagnostics.report(Code::PictureUnreadable, span(), message).help(help);
    });
    made.ok()
}
