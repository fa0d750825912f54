//! The pictures that pages can show: how large each is, and the smaller ones that are made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::PublishedFile;
use super::link::LinkProblem;
use crate::base::{Address, Code, Diagnostics, Digest, SourcePath, Span};
use crate::input::{self, File};
use crate::picture::{EDITION, Facts, Fault};

/// A picture that pages can show.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Its file.
    pub file: SourcePath,
    /// Where it is.
    pub address: Address,
    /// How wide and high it is when it stands upright, in pixels, if that is known.
    pub size: Option<(u32, u32)>,
    /// The smaller ones that are made of it, narrowest first.
    pub smaller: Vec<Smaller>,
    /// Why it cannot be shown.
    pub fault: Option<Fault>,
}

/// A smaller picture that is made of another.
#[derive(Debug, PartialEq)]
pub struct Smaller {
    /// How wide it is, in pixels.
    pub width: u32,
    /// Where it is. The address has the digest of all that it is made from in it.
    pub address: Address,
}

/// All pictures of a site, by address.
pub type Pictures = BTreeMap<Address, Arc<Picture>>;

/// The pictures beside pages, and those of `static`, which are published as they are.
pub fn all(files: &[PublishedFile], statics: &[File]) -> Pictures {
    let beside = files.iter().filter_map(|published| {
        picture(&published.file, &published.address, |facts| {
            smaller(&published.file, &published.address, facts)
        })
    });
    let statics = statics.iter().filter_map(|file| {
        let address = Address::new(&format!("/{}", file.path.below("static")?)).ok()?;
        picture(file, &address, |_| Vec::new())
    });
    // A file beside a page has the address before one of `static`, as in the plan.
    let mut pictures: Pictures = BTreeMap::new();
    for picture in beside.chain(statics) {
        pictures.entry(picture.address.clone()).or_insert_with(|| Arc::new(picture));
    }
    pictures
}

fn picture(file: &File, address: &Address, smaller: impl Fn(&Facts) -> Vec<Smaller>) -> Option<Picture> {
    let (size, smaller, fault) = match file.picture.as_ref()? {
        Ok(input::Picture::Pixels(facts)) => (Some((facts.width, facts.height)), smaller(facts), None),
        Ok(input::Picture::Drawing(size)) => (*size, Vec::new(), None),
        Err(fault) => (None, Vec::new(), Some(*fault)),
    };
    Some(Picture { file: file.path.clone(), address: address.clone(), size, smaller, fault })
}

fn smaller(file: &File, address: &Address, facts: &Facts) -> Vec<Smaller> {
    let folder = address.as_str().rfind('/').map_or(0, |slash| slash + 1);
    let name = &address.as_str()[folder..];
    let stem = &address.as_str()[..folder + name.rfind('.').unwrap_or(name.len())];
    let ending = facts.format.smaller_ending();
    let one = |width| {
        let made_from = Digest::of(format!("{} {width} {EDITION}", file.digest).as_bytes());
        let address = Address::new(&format!("{stem}-{width}w-{}.{ending}", made_from.fingerprint())).ok()?;
        Some(Smaller { width, address })
    };
    facts.smaller_widths().filter_map(one).collect()
}

/// What is wrong with showing what is at `link`, which may be no picture.
pub fn problem(link: &str, picture: Option<&Arc<Picture>>) -> Option<LinkProblem> {
    let none = Fault::Broken("it is no PNG, JPEG, WebP, GIF or SVG");
    let fault = picture.map_or(Some(none), |picture| picture.fault)?;
    let (code, help) = of_fault(fault);
    Some(LinkProblem::new(code, format!("`{link}` cannot be shown: {fault}"), help))
}

fn of_fault(fault: Fault) -> (Code, &'static str) {
    match fault {
        Fault::Broken(_) => (Code::PictureUnreadable, "save it again as PNG, JPEG, WebP, GIF or SVG"),
        Fault::TooManyPixels(..) | Fault::TooManyBytes(_) => (Code::PictureTooLarge, "make it smaller"),
    }
}

/// Reports pictures beside pages from which metadata cannot be removed and that no page shows, which would have been told of
/// it.
pub fn check_unshown(diagnostics: &mut Diagnostics, pictures: &Pictures, shown: &BTreeSet<Address>) {
    let unshown = pictures.values().filter(|picture| !shown.contains(&picture.address));
    for picture in unshown.filter(|picture| picture.file.below("content").is_some()) {
        let Some(fault) = picture.fault else { continue };
        let (code, help) = of_fault(fault);
        let message = format!("this picture cannot be read, so its metadata cannot be removed: {fault}");
        let help = format!("{help}, or put it in `static`, which is published as it is");
        diagnostics.report(code, Span::file(picture.file.clone()), message).help(help);
    }
}
