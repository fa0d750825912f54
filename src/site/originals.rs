//! Which edition of a page the others follow: the one that says so, else the one in the default language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Identity;
use super::identity::identify;
use crate::base::{Code, Diagnostics, parallel};
use crate::document::FrontMatter;
use crate::input::Config;

/// What a page is among its editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The one that the others follow, if there are any.
    Original,
    /// One that follows another: its number in the list that was asked about.
    Edition(usize),
    /// One of some of which none is the original.
    Alone,
}

/// The part of each Markdown file, whether it is to be seen today or not; nothing for one that is no page.
pub fn parts_of(
    diagnostics: &mut Diagnostics,
    config: &Config,
    fronts: &[Arc<FrontMatter>],
) -> Vec<Option<Part>> {
    // What is wrong with names and addresses has no part in this.
    let identities = parallel::map(&mut Diagnostics::default(), fronts, |nowhere, front| {
        identify(nowhere, config, front).map(|identity| (identity, Arc::clone(front)))
    });
    let known: Vec<usize> = (0..fronts.len()).filter(|at| identities[*at].is_some()).collect();
    let pages: Vec<(&Identity, &FrontMatter)> =
        identities.iter().flatten().map(|(identity, front)| (identity, &**front)).collect();
    let mut parts = vec![None; fronts.len()];
    for (at, part) in known.iter().zip(parts_among(diagnostics, config, &pages)) {
        parts[*at] = Some(match part {
            Part::Edition(original) => Part::Edition(known[original]),
            part => part,
        });
    }
    parts
}

/// The part of each page. Reports those that are not the only ones to say that they are the original, and originals that say
/// that they follow another.
pub fn parts_among(
    diagnostics: &mut Diagnostics,
    config: &Config,
    pages: &[(&Identity, &FrontMatter)],
) -> Vec<Part> {
    let mut originals: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (identity, front)) in pages.iter().enumerate() {
        let first = originals.get(identity.edition_key.as_str()).map(|first| pages[*first].1);
        if front.is_original() {
            match first.filter(|first| first.is_original()) {
                Some(first) => report_two(diagnostics, first, front),
                None => drop(originals.insert(&identity.edition_key, number)),
            }
        } else if identity.language == *config.default_language() && first.is_none() {
            originals.insert(&identity.edition_key, number);
        }
    }
    let part = |(number, (identity, front)): (usize, &(&Identity, &FrontMatter))| {
        let Some(original) = originals.get(identity.edition_key.as_str()).copied() else {
            return Part::Alone;
        };
        if original == number {
            refuse_follows(diagnostics, front);
        }
        // A second one in a language, and a second one that says to be the original, are problems that follow nothing.
        let is_second = front.is_original() || pages[original].0.language == identity.language;
        if is_second { Part::Original } else { Part::Edition(original) }
    };
    pages.iter().enumerate().map(part).collect()
}

fn report_two(diagnostics: &mut Diagnostics, first: &FrontMatter, second: &FrontMatter) {
    let place = |front: &FrontMatter| {
        front.original.as_ref().map_or_else(|| front.start(), |original| front.span(original.id))
    };
    let message = format!("`{}` and `{}` are both the original of one page", first.path(), second.path());
    diagnostics
        .report(Code::InvalidValue, place(second), message)
        .help("remove `original` from the one that is a translation")
        .related(place(first), "the other one");
}

fn refuse_follows(diagnostics: &mut Diagnostics, front: &FrontMatter) {
    if let Some(follows) = &front.follows {
        let message = "this is the original, which follows no other edition";
        diagnostics
            .report(Code::InvalidValue, front.span(follows.date.id), message)
            .help("remove `follows`, or write `original: true` in the edition that this one translates");
    }
}
