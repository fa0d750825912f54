//! Which pages are to be seen today, and the files that lie beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::identity::{Identity, folder_address, identify, language_of};
use super::{PageId, PublishedFile};
use crate::base::{Address, Code, Diagnostics, SourcePath, parallel};
use crate::document::FrontMatter;
use crate::input::{Config, Inputs, Language};

/// A page that is to be seen: all that holds whatever its body says.
#[derive(Debug)]
pub struct Entry {
    /// The number of its document.
    pub(super) document: usize,
    /// What it says about itself.
    pub front: Arc<FrontMatter>,
    /// Which page it is, and where.
    pub identity: Arc<Identity>,
}

/// Why a page is not to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    Draft,
    Until(Date),
    Since(Date),
}

/// All pages, by whether they are to be seen today.
pub struct Pages {
    /// Those that are.
    pub visible: Vec<Entry>,
    /// Why each of the others is not.
    pub hidden: BTreeMap<SourcePath, Hidden>,
    /// What all editions share of each page that has an original, whether that is to be seen or not.
    pub originals: BTreeSet<String>,
}

/// Identifies all documents and tells those that are to be seen today from the others.
pub fn pages(diagnostics: &mut Diagnostics, inputs: &Inputs, fronts: &[Arc<FrontMatter>]) -> Pages {
    let identities = parallel::map(diagnostics, fronts, |diagnostics, front| {
        identify(diagnostics, &inputs.config, front).map(Arc::new)
    });
    let mut pages = Pages {
        visible: Vec::with_capacity(fronts.len()),
        hidden: BTreeMap::new(),
        originals: BTreeSet::new(),
    };
    for (document, (front, identity)) in fronts.iter().zip(identities).enumerate() {
        let Some(identity) = identity else { continue };
        if front.is_original() || identity.language == *inputs.config.default_language() {
            pages.originals.insert(identity.edition_key.clone());
        }
        match hidden_reason(inputs, front) {
            Some(reason) => {
                pages.hidden.insert(front.path().clone(), reason);
            }
            None => {
                check_review(diagnostics, inputs.today, front);
                pages.visible.push(Entry { document, front: Arc::clone(front), identity });
            }
        }
    }
    pages
}

fn hidden_reason(inputs: &Inputs, front: &FrontMatter) -> Option<Hidden> {
    let today = inputs.today;
    if front.draft && !inputs.drafts {
        return Some(Hidden::Draft);
    }
    if let Some(day) = front.publish.filter(|day| today < *day) {
        return Some(Hidden::Until(day));
    }
    front.expires.filter(|day| *day <= today).map(Hidden::Since)
}

fn check_review(diagnostics: &mut Diagnostics, today: Date, front: &FrontMatter) {
    if let Some(review_by) = &front.review_by
        && review_by.value < today
    {
        let message = format!("this page was to be reviewed by {}, today is {today}", review_by.value);
        diagnostics
            .report(Code::ReviewOverdue, front.span(review_by.id), message)
            .help("check its facts and set `checked` and `review_by`");
    }
}

/// The files beside pages and where they are published: below the page that has them, else below their folder's address.
/// The files of a page that is not to be seen are not published.
pub fn files(
    diagnostics: &mut Diagnostics,
    inputs: &Inputs,
    fronts: &[Arc<FrontMatter>],
    entries: &[Entry],
) -> Vec<PublishedFile> {
    let bundles = bundles(&inputs.config, fronts, entries);
    let mut published = Vec::new();
    for file in &inputs.files {
        let Some(below) = file.path.below("content") else { continue };
        let (bundle, name) = owner(&bundles, below);
        let address = match bundle {
            Some(None) => continue,
            Some(Some(address)) => address.file(name).ok(),
            None => {
                let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
                let folder = folder_address(diagnostics, &file.path, Address::root(), folder);
                folder.and_then(|folder| folder.file(name).ok())
            }
        };
        published.extend(address.map(|address| PublishedFile { file: file.clone(), address }));
    }
    published
}

/// The folders with an `index.md`: where that page is, or nothing if it is not to be seen. Editions share their files,
/// which lie below the first of them that is to be seen, in the order of the site's languages.
fn bundles<'e>(
    config: &Config,
    fronts: &'e [Arc<FrontMatter>],
    entries: &'e [Entry],
) -> BTreeMap<&'e str, Option<&'e Address>> {
    let is_index = |path: &SourcePath| {
        let stem = path.name().strip_suffix(".md").unwrap_or_default();
        language_of(config, stem).0 == "index"
    };
    let folder = |path: &'e SourcePath| path.folder().strip_prefix("content/");
    let mut bundles: BTreeMap<&str, Option<&Address>> = BTreeMap::new();
    for path in fronts.iter().map(|front| front.path()).filter(|path| is_index(path)) {
        bundles.extend(folder(path).map(|folder| (folder, None)));
    }
    let of_language = |language: &'_ Language| {
        let code = language.code.clone();
        entries.iter().filter(move |entry| entry.identity.language == code)
    };
    let editions = config.languages.iter().flat_map(of_language);
    for entry in editions.filter(|entry| is_index(entry.front.path())) {
        if let Some(address) = folder(entry.front.path()).and_then(|folder| bundles.get_mut(folder)) {
            address.get_or_insert(&entry.identity.address);
        }
    }
    bundles
}

/// The bundle that a file below `content` belongs to, and its path in that bundle.
fn owner<'p, 'e>(
    bundles: &BTreeMap<&str, Option<&'e Address>>,
    below: &'p str,
) -> (Option<Option<&'e Address>>, &'p str) {
    let slashes = below.rmatch_indices('/').map(|(at, _)| at);
    for at in slashes {
        if let Some(address) = bundles.get(&below[..at]) {
            return (Some(*address), &below[at + 1..]);
        }
    }
    (None, below)
}

/// The order of lists by date: newest first; on one day as in sections, by weight and path.
pub fn newest_first(front: &FrontMatter, id: PageId) -> impl Ord + use<> {
    (std::cmp::Reverse(front.date), front.weight.unwrap_or(i64::MAX), id)
}
