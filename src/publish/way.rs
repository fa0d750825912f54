//! The folders on the way to a file of the site. A symbolic link among them is never followed: what lies behind it is
//! not the site's, whoever put the link there.

use std::path::Path;

/// The folders between `root` and `place`, the lowest first.
pub fn folders<'p>(root: &'p Path, place: &'p Path) -> impl Iterator<Item = &'p Path> {
    place.ancestors().skip(1).take_while(move |folder| *folder != root)
}

/// What stands where a folder should be on the way from `root` to `place`: a file or a link.
pub fn obstacle<'p>(root: &'p Path, place: &'p Path) -> Option<&'p Path> {
    let is_in_the_way = |folder: &&Path| folder.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir());
    // The highest: what seems to lie below it lies elsewhere.
    folders(root, place).filter(is_in_the_way).last()
}

/// Whether a file or a link, not a folder, lies at `place` itself.
pub fn is_file(root: &Path, place: &Path) -> bool {
    obstacle(root, place).is_none() && place.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir())
}
