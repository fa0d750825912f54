//! What the last run published, and what each file was made from, so that the next run makes again only what has changed. It lies
//! in the project, in a folder that may be deleted or kept from one machine to another at will: a file is passed over only if
//! it would be made from the same and is as it was left.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::base::{Digest, OutputPath};

/// The folder in the project.
pub const FOLDER: &str = ".briefgen-cache";

const HEADER: &str = "briefgen record 1";

/// What is known of the files of one output directory.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Record {
    marks: BTreeMap<OutputPath, Mark>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// Of all that the file was made from.
    print: Digest,
    left: Left,
}

/// A file as it was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Left {
    /// In bytes.
    length: u64,
    /// In nanoseconds since 1970.
    modified: u128,
}

impl Left {
    /// The file as it is; nothing if it is none.
    fn of(place: &Path) -> Option<Left> {
        let metadata = place.symlink_metadata().ok().filter(|metadata| metadata.is_file())?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Left { length: metadata.len(), modified })
    }
}

impl Record {
    /// The record at `place`. One that is not there, cannot be read or is damaged knows nothing.
    pub fn read(place: &Path) -> Record {
        let text = if is_safe(place) { fs::read_to_string(place).unwrap_or_default() } else { String::new() };
        parse(&text).unwrap_or_default()
    }

    /// Whether the file at `place` was made from what `print` stands for, and is as it was left.
    pub fn holds(&self, path: &OutputPath, print: Digest, place: &Path) -> bool {
        self.marks.get(path).is_some_and(|mark| mark.print == print && Left::of(place) == Some(mark.left))
    }

    /// The files that were made from what `print` stands for.
    pub fn made_from(&self, print: Digest) -> impl Iterator<Item = &OutputPath> {
        self.marks.iter().filter(move |(_, mark)| mark.print == print).map(|(path, _)| path)
    }

    /// What is to be known of files in `directory` from now on.
    pub fn of<'p>(directory: &Path, prints: impl Iterator<Item = (&'p OutputPath, Digest)>) -> Record {
        let mark = |(path, print): (&OutputPath, Digest)| {
            let left = Left::of(&path.on_disk(directory))?;
            Some((path.clone(), Mark { print, left }))
        };
        Record { marks: prints.filter_map(mark).collect() }
    }

    /// Keeps the record at `place`.
    ///
    /// # Errors
    /// If the system refuses. The next run then makes everything.
    pub fn write(&self, place: &Path) -> io::Result<()> {
        if !is_safe(place) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "a symbolic link stands in the way"));
        }
        let folder = place.parent().unwrap_or(place);
        fs::create_dir_all(folder)?;
        let aside = place.with_extension("new");
        fs::write(&aside, self.text())?;
        fs::rename(&aside, place)
    }

    fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (path, Mark { print, left: Left { length, modified } }) in &self.marks {
            text.push_str(&format!("{print} {length} {modified} {path}\n"));
        }
        let end = Digest::of(text.as_bytes());
        text.push_str(&format!("{end}\n"));
        text
    }
}

/// Where the record of `directory` lies in the project at `root`.
pub fn place(root: &Path, directory: &Path) -> PathBuf {
    let name = Digest::of(directory.as_os_str().as_encoded_bytes()).fingerprint();
    root.join(FOLDER).join(name)
}

/// Whether nothing on the way leads elsewhere: the folder comes with the project, which may be a stranger's.
fn is_safe(place: &Path) -> bool {
    !place.is_symlink()
        && !place.with_extension("new").is_symlink()
        && place.parent().is_some_and(|folder| !folder.is_symlink())
}

/// The record that a text is; nothing if it is damaged.
fn parse(text: &str) -> Option<Record> {
    let end = text.trim_end_matches('\n').rfind('\n')? + 1;
    let (lines, sum) = text.split_at(end);
    if sum.trim_end().parse() != Ok(Digest::of(lines.as_bytes())) {
        return None;
    }
    let mut lines = lines.lines();
    if lines.next() != Some(HEADER) {
        return None;
    }
    let mark = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let print = parts.next()?.parse().ok()?;
        let left = Left { length: parts.next()?.parse().ok()?, modified: parts.next()?.parse().ok()? };
        Some((OutputPath::new(parts.next()?).ok()?, Mark { print, left }))
    };
    Some(Record { marks: lines.map(mark).collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let mark = |at: u8| Mark { print: Digest::of(&[at]), left: Left { length: at.into(), modified: 7 } };
        let path = |path| OutputPath::new(path).unwrap();
        Record { marks: [(path("a b/index.html"), mark(1)), (path("日.html"), mark(2))].into() }
    }

    #[test]
    fn a_record_is_read_as_it_is_written() {
        assert_eq!(parse(&record().text()), Some(record()));
        assert_eq!(parse(&Record::default().text()), Some(Record::default()));
    }

    #[test]
    fn a_damaged_record_knows_nothing() {
        let text = record().text();
        for at in text.char_indices().map(|(at, _)| at) {
            assert_eq!(parse(&text[..at]).filter(|found| *found != record()), None, "cut at {at}");
            let mut other = text.clone();
            other.replace_range(at..at + text[at..].chars().next().unwrap().len_utf8(), "~");
            // The last line may end or not.
            let is_end = at + 1 == text.len();
            assert!(parse(&other).is_none() || is_end, "changed at {at}");
        }
        assert_eq!(parse(""), None);
    }
}
