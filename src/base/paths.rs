//! Paths of the project's files and of the site's files: newtypes, so that neither can be taken for the other and neither
//! can climb out of its root.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Why a path was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// The name of a file is not valid UTF-8.
    NotUtf8,
    /// A part is empty, `.`, `..`, too long for a file system, or has a control character or a backslash.
    BadSegment,
    /// `..` leads out of the root.
    Escapes,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PathError::NotUtf8 => "the name is not valid UTF-8",
            PathError::BadSegment => {
                "the name has an empty part, a dot part, a part too long for a file system, a backslash or a control character"
            }
            PathError::Escapes => "the path leads out of the project",
        })
    }
}

/// The longest name that file systems take, in bytes.
const NAME_LIMIT: usize = 255;

fn is_good_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
        && segment.len() <= NAME_LIMIT
        && !segment.contains(|c: char| c == '\\' || c.is_control())
}

/// A file of the project, relative to its root, with `/` on every system: `content/briefs/cyber.md`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Checks a path written with `/`.
    ///
    /// # Errors
    /// [`PathError::BadSegment`] if a part of it is no plain name.
    pub fn new(path: &str) -> Result<SourcePath, PathError> {
        if path.split('/').all(is_good_segment) {
            Ok(SourcePath(path.into()))
        } else {
            Err(PathError::BadSegment)
        }
    }

    /// The path of a file on disk, given relative to the root of the project.
    ///
    /// # Errors
    /// As [`SourcePath::new`], and [`PathError::NotUtf8`].
    pub fn from_disk(relative: &Path) -> Result<SourcePath, PathError> {
        let mut segments = Vec::new();
        for component in relative.components() {
            let Component::Normal(name) = component else { return Err(PathError::BadSegment) };
            segments.push(name.to_str().ok_or(PathError::NotUtf8)?);
        }
        SourcePath::new(&segments.join("/"))
    }

    /// Follows `link`, written with `/`, from the folder `folder` (empty for the root).
    ///
    /// # Errors
    /// [`PathError::Escapes`] when `..` climbs over the root, [`PathError::BadSegment`] for a part that is no name.
    pub fn resolve(folder: &str, link: &str) -> Result<SourcePath, PathError> {
        let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
        for segment in link.split('/') {
            match segment {
                "" | "." => {}
                ".." => drop(segments.pop().ok_or(PathError::Escapes)?),
                name => segments.push(name),
            }
        }
        SourcePath::new(&segments.join("/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in, empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The path below `folder`, if it lies there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// Where it lies on disk.
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        root.join(&*self.0)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the site, relative to the output directory, with `/` on every system: `briefs/cyber/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// Checks a path written with `/`.
    ///
    /// # Errors
    /// [`PathError::BadSegment`] if a part of it is no plain name.
    pub fn new(path: impl Into<String>) -> Result<OutputPath, PathError> {
        let path = path.into();
        if path.split('/').all(is_good_segment) { Ok(OutputPath(path)) } else { Err(PathError::BadSegment) }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it lies below `directory`.
    pub fn on_disk(&self, directory: &Path) -> PathBuf {
        directory.join(&self.0)
    }

    /// Whether it is one of the files that the program keeps for itself in the output directory.
    pub fn is_reserved(&self) -> bool {
        self.folded().starts_with(".briefgen")
    }

    /// The path as file systems that ignore case see it.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_inside_the_root_only() {
        let resolve = |folder, link| SourcePath::resolve(folder, link).map(|path| path.to_string());
        assert_eq!(resolve("content/briefs", "../about.md"), Ok("content/about.md".into()));
        assert_eq!(resolve("content/briefs", "./cyber/map.png"), Ok("content/briefs/cyber/map.png".into()));
        assert_eq!(resolve("content", "../../etc/passwd"), Err(PathError::Escapes));
        assert_eq!(resolve("content", "a\\b"), Err(PathError::BadSegment));
    }

    #[test]
    fn names_that_could_climb_or_hide_are_refused() {
        for path in ["", "/etc", "a//b", "a/../b", ".", "a/\0", "a\\b", "a/\n"] {
            assert!(SourcePath::new(path).is_err(), "{path:?}");
            assert!(OutputPath::new(path).is_err(), "{path:?}");
        }
    }
}
