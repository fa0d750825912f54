//! The files that the program carries: the theme, and what new sites, briefs and entries begin as. They are the files of
//! the repository themselves, compiled into the program and not into the library, which takes minutes where the
//! program takes seconds: an edit of a template should not cost that.

/// The files, by their paths in the repository.
#[derive(Debug, Clone, Copy)]
pub struct Carried(pub &'static [(&'static str, &'static [u8])]);

impl Carried {
    /// A text; nothing if it is not carried.
    pub fn text(self, path: &str) -> Option<&'static str> {
        let (_, bytes) = self.0.iter().find(|(known, _)| *known == path)?;
        str::from_utf8(bytes).ok()
    }

    /// The files of a folder, by their paths from there.
    pub fn below(self, folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        self.0
            .iter()
            .filter_map(move |(path, bytes)| Some((path.strip_prefix(folder)?.strip_prefix('/')?, *bytes)))
    }
}
