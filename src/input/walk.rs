//! Finds files. Follows symbolic links only as far as they stay among the site's own folders, so that a link from a
//! stranger's pull request cannot publish `.git/config`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::base::{Code, Diagnostics, SourcePath, Span};

/// A file that was found.
#[derive(Debug)]
pub struct Found {
    /// Its path in the project.
    pub path: SourcePath,
    /// Where to read it.
    pub on_disk: PathBuf,
    /// Its size in bytes when it was found.
    pub size: u64,
}

/// The folders of a project that a build reads.
pub const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// What a walk found.
pub struct Walk {
    /// The files, in the order of their paths.
    pub found: Vec<Found>,
    /// Whether no symbolic link was met.
    pub is_plain: bool,
}

/// All regular files at or below `start`, which is `folder` of the project at `root` or lies in it, in the order of their
/// paths. A start that is not there has no files. Editors' leftovers are passed over; so are hidden files, but in `static`,
/// where `.well-known` belongs.
pub fn files(diagnostics: &mut Diagnostics, root: &Path, start: &Path, folder: &str) -> Walk {
    let hidden_pass = folder == "static";
    let inside = start.strip_prefix(root.join(folder)).unwrap_or(Path::new(""));
    let mut found = Walk { found: Vec::new(), is_plain: true };
    let is_start_of_folder = inside.as_os_str().is_empty();
    if !start.is_dir() && !start.is_symlink() && (is_start_of_folder || !start.exists())
        || inside.iter().any(|name| is_passed_over(name, hidden_pass))
    {
        return found;
    }
    let homes = homes(root);
    let mut walk = WalkDir::new(start).follow_links(true).into_iter();
    while let Some(next) = walk.next() {
        let entry = match next {
            Ok(entry) => entry,
            Err(error) => {
                let name = error.path().filter(|_| error.depth() > 0).and_then(Path::file_name);
                // Emacs marks a file that is being edited with a link to nowhere.
                if !name.is_some_and(|name| is_passed_over(name, hidden_pass)) {
                    report_unreadable(diagnostics, root, &error);
                }
                continue;
            }
        };
        found.is_plain &= !entry.path_is_symlink();
        let is_folder = entry.file_type().is_dir();
        let skip = entry.depth() > 0 && is_passed_over(entry.file_name(), hidden_pass);
        if skip
            || leads_outside(diagnostics, root, &homes, &entry)
            || lies_behind_a_link(diagnostics, root, &entry)
        {
            if is_folder {
                walk.skip_current_dir();
            }
        } else if !is_folder {
            found.found.extend(file(diagnostics, root, &entry));
        }
    }
    found.found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The real places of the folders a link may lead to.
fn homes(root: &Path) -> Vec<PathBuf> {
    let Ok(root) = root.canonicalize() else { return Vec::new() };
    FOLDERS.iter().map(|folder| root.join(folder)).collect()
}

/// Whether builds pass over files and folders of this name.
pub fn is_passed_over(name: &OsStr, hidden_pass: bool) -> bool {
    let name = name.to_string_lossy();
    let leftover =
        name.ends_with('~') || name.starts_with(".#") || name.ends_with(".swp") || name.ends_with(".swx");
    leftover || name == ".DS_Store" || name == "Thumbs.db" || (name.starts_with('.') && !hidden_pass)
}

fn leads_outside(diagnostics: &mut Diagnostics, root: &Path, homes: &[PathBuf], entry: &DirEntry) -> bool {
    if !entry.path_is_symlink() {
        return false;
    }
    let inside =
        entry.path().canonicalize().is_ok_and(|real| homes.iter().any(|home| real.starts_with(home)));
    if !inside {
        let span = Span::file(lossy_path(root, entry.path()));
        let message = "this symbolic link leads out of `content`, `templates` and `static`";
        diagnostics.report(Code::SymlinkEscape, span, message).help("copy the file into the project");
    }
    !inside
}

/// Folders that link to folders of links would double the tree at every step.
fn lies_behind_a_link(diagnostics: &mut Diagnostics, root: &Path, entry: &DirEntry) -> bool {
    let above = || entry.path().ancestors().skip(1).take(entry.depth());
    let behind = entry.path_is_symlink() && entry.file_type().is_dir() && above().any(Path::is_symlink);
    if behind {
        let span = Span::file(lossy_path(root, entry.path()));
        let message = "this symbolic link to a folder lies behind another one";
        diagnostics.report(Code::SymlinkLoop, span, message).help("remove one of the two");
    }
    behind
}

fn file(diagnostics: &mut Diagnostics, root: &Path, entry: &DirEntry) -> Option<Found> {
    let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path = match SourcePath::from_disk(relative) {
        Ok(path) => path,
        Err(error) => {
            let span = Span::file(lossy_path(root, entry.path()));
            diagnostics.report(Code::BadFileName, span, error.to_string()).help("rename the file");
            return None;
        }
    };
    if !entry.file_type().is_file() {
        let message = "this is neither a file nor a folder";
        diagnostics.report(Code::Unreadable, Span::file(path), message).help("remove it from the project");
        return None;
    }
    let size = entry.metadata().map_or(0, |metadata| metadata.len());
    Some(Found { path, on_disk: entry.path().to_owned(), size })
}

fn report_unreadable(diagnostics: &mut Diagnostics, root: &Path, error: &walkdir::Error) {
    let path = error.path().map_or_else(|| lossy_path(root, root), |path| lossy_path(root, path));
    if error.loop_ancestor().is_some() {
        let message = "this symbolic link leads to a folder that it lies in";
        diagnostics.report(Code::SymlinkLoop, Span::file(path), message).help("remove the link");
        return;
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), reason);
    let message = format!("this cannot be read: {reason}");
    diagnostics
        .report(Code::Unreadable, Span::file(path), message)
        .help("check that it is there and may be read");
}

/// What went wrong, without the number that the standard library adds.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// A path for a report when the real one cannot be a [`SourcePath`].
pub fn lossy_path(root: &Path, path: &Path) -> SourcePath {
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    let clean: String =
        relative.chars().map(|c| if c.is_control() || c == '\\' { '\u{FFFD}' } else { c }).collect();
    SourcePath::resolve("", &clean)
        .unwrap_or_else(|_| SourcePath::new("project").expect("a plain name is a path"))
}
