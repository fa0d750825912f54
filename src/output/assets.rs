//! Files that are published as they are, and pictures.

use std::collections::BTreeSet;

use super::darkroom::Development;
use super::recipe::{Output, Recipe};
use crate::base::{Address, OutputPath, Span};
use crate::input::{File, Picture};
use crate::site::{Frame, PublishedFile};

/// The files that lie beside pages.
pub fn emit_beside_pages(frame: &Frame) -> Vec<Output> {
    frame
        .files
        .iter()
        .map(|published| Output {
            path: published.address.output_path(),
            origin: Span::file(published.file.path.clone()),
            recipe: clean(&published.file),
        })
        .collect()
}

/// A picture tells readers nothing but what it shows; any other file is published as it is.
fn clean(file: &File) -> Recipe {
    match file.picture {
        Some(Ok(Picture::Pixels(facts))) if !facts.is_clean => {
            Recipe::Picture(Development { file: file.clone(), width: None })
        }
        _ => Recipe::File(file.clone()),
    }
}

/// The smaller pictures that are made of those beside pages that pages show.
pub fn emit_smaller(frame: &Frame, shown: &BTreeSet<Address>) -> Vec<Output> {
    let shown = frame.files.iter().filter(|published| shown.contains(&published.address));
    let outputs = shown.flat_map(|PublishedFile { file, address }| {
        let smaller = frame.picture(address).map_or(&[][..], |picture| &picture.smaller);
        smaller.iter().map(|smaller| Output {
            path: smaller.address.output_path(),
            origin: Span::file(file.path.clone()),
            recipe: Recipe::Picture(Development { file: file.clone(), width: Some(smaller.width) }),
        })
    });
    outputs.collect()
}

/// The files of `static`.
pub fn emit_static(frame: &Frame) -> Vec<Output> {
    let output = |file: &File| -> Option<Output> {
        let path = OutputPath::new(file.path.below("static")?).ok()?;
        Some(Output { path, origin: Span::file(file.path.clone()), recipe: Recipe::File(file.clone()) })
    };
    frame.statics.iter().filter_map(output).collect()
}

/// `.nojekyll`, which keeps GitHub Pages from running Jekyll over a site that is published from a branch.
pub fn emit_nojekyll(frame: &Frame) -> Vec<Output> {
    generated(frame, ".nojekyll", |_| Vec::new()).into_iter().collect()
}

/// A file that the program writes unless the site brings its own in `static`.
pub fn generated(
    frame: &Frame,
    name: &str,
    make: impl Fn(&Frame) -> Vec<u8> + Send + Sync + 'static,
) -> Option<Output> {
    let path = OutputPath::new(name).expect("the names of generated files are plain");
    let own = frame.statics.iter().any(|file| file.path.below("static") == Some(name));
    let origin = Span::file(site_file());
    (!own).then(|| Output { path, origin, recipe: Recipe::Bytes(Box::new(make)) })
}

/// `site.toml`, which generated files come from.
pub fn site_file() -> crate::base::SourcePath {
    crate::base::SourcePath::new("site.toml").expect("a plain name is a path")
}
