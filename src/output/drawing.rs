//! Pictures that are drawn only when somebody takes them: a server that is asked for one, or a build that finds none published.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::Digest;
use crate::drawing::{Fonts, Sheet};

/// How many pictures are remembered.
const KEPT: usize = 64;

/// A picture that is not drawn yet.
pub struct Drawing<'p> {
    pub(super) sheet: Sheet,
    pub(super) fonts: &'p Fonts,
    pub(super) drawn: &'p Drawn,
}

/// The pictures drawn last, those asked for last at the end.
#[derive(Default)]
pub struct Drawn {
    kept: Mutex<Vec<(Digest, Arc<[u8]>)>>,
    count: AtomicUsize,
}

impl Drawn {
    /// How many pictures were drawn.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

impl Drawing<'_> {
    /// Stands for the picture: equal for two if they are made from the same.
    pub fn mark(&self) -> Digest {
        self.sheet.mark
    }

    /// Whether these bytes are the picture, told without drawing it.
    pub fn is_drawn_as(&self, bytes: &[u8]) -> bool {
        self.sheet.is_drawn_as(bytes)
    }

    /// The picture as a file.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub fn draw(&self) -> Result<Arc<[u8]>, String> {
        let mark = self.mark();
        let known = |kept: &mut Vec<(Digest, Arc<[u8]>)>| {
            let at = kept.iter().position(|(known, _)| *known == mark)?;
            let found = kept.remove(at);
            let bytes = Arc::clone(&found.1);
            kept.push(found);
            Some(bytes)
        };
        if let Some(bytes) = known(&mut self.drawn.kept.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(bytes);
        }
        // Others may draw meanwhile.
        let bytes: Arc<[u8]> = self.sheet.draw(self.fonts)?.into();
        self.drawn.count.fetch_add(1, Ordering::Relaxed);
        let mut kept = self.drawn.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((mark, Arc::clone(&bytes)));
        Ok(bytes)
    }
}
