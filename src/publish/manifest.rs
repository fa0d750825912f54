//! The list of files that briefgen wrote, kept in the output directory: what may be replaced and deleted, and the mark of
//! a directory that is briefgen's.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::base::OutputPath;

/// Its name in the output directory.
pub const NAME: &str = ".briefgen-manifest";

const HEADER: &str = "briefgen manifest 1";

/// The paths that a manifest lists; none if there is no manifest.
///
/// # Errors
/// If it cannot be read or is not one: deleting by a wrong list would be worse than stopping.
pub fn read(directory: &Path) -> Result<BTreeSet<OutputPath>> {
    let path = directory.join(NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let mut lines = text.lines();
    if lines.next() != Some(HEADER) {
        bail!("`{}` is damaged: delete the output directory and build again", path.display());
    }
    let path_of = |line| OutputPath::new(line).ok();
    lines
        .map(|line| {
            path_of(line).with_context(|| format!("`{}` is damaged: bad path `{line}`", path.display()))
        })
        .collect()
}

/// The text of a manifest that lists `paths`.
pub fn text<'p>(paths: impl Iterator<Item = &'p OutputPath>) -> String {
    let mut text = format!("{HEADER}\n");
    for path in paths {
        text.push_str(path.as_str());
        text.push('\n');
    }
    text
}
