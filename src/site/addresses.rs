//! Where everything is: what a link can lead to, by source and by address. Knows nothing of links.

use std::collections::BTreeMap;

use super::catalogue;
use super::entry::{Entry, Hidden};
use super::identity;
use super::search;
use super::topics::{Topic, all_topics};
use super::{PageId, PublishedFile};
use crate::base::{Address, SourcePath};
use crate::evidence::Evidence;
use crate::input::{Config, Inputs};

/// Where everything is.
#[derive(Debug)]
pub struct Addresses {
    /// Pages and files by their source.
    pub sources: BTreeMap<SourcePath, Target>,
    /// A file for each name, to find those that were moved.
    pub names: BTreeMap<String, SourcePath>,
    /// Pages and lists by their address.
    pub all: BTreeMap<Address, Target>,
    /// Pages that are not to be seen.
    pub hidden: BTreeMap<SourcePath, Hidden>,
}

/// What can be linked to.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where it is.
    pub address: Address,
    /// The page, if it is one.
    pub page: Option<PageId>,
}

impl Addresses {
    /// Gathers everything that can be linked to.
    pub fn of(
        inputs: &Inputs,
        evidence: &Evidence,
        entries: &[Entry],
        hidden: BTreeMap<SourcePath, Hidden>,
        files: &[PublishedFile],
        topics: &[Topic],
    ) -> Addresses {
        let pages: Vec<(SourcePath, Target)> = entries.iter().zip(0..).map(page_target).collect();
        let plain = |address: Address| Target { address, page: None };
        let languages = inputs.config.languages.iter();
        let catalogues =
            languages.flat_map(|language| catalogue::addresses(&inputs.config, evidence, &language.code));
        let lists = topics
            .iter()
            .map(|topic| topic.address.clone())
            .chain(generated(&inputs.config))
            .chain(search::addresses(inputs))
            .chain(catalogues);
        let mut all: BTreeMap<Address, Target> =
            lists.map(|address| (address.clone(), plain(address))).collect();
        // The first of two pages with one address: the plan reports the other.
        for (_, target) in pages.iter().rev() {
            all.insert(target.address.clone(), target.clone());
        }
        let beside = files.iter().map(|file| (file.file.path.clone(), plain(file.address.clone())));
        let statics = inputs.statics.iter().filter_map(|file| {
            let address = Address::new(&format!("/{}", file.path.below("static")?)).ok()?;
            Some((file.path.clone(), plain(address)))
        });
        let sources: BTreeMap<SourcePath, Target> = beside.chain(statics).chain(pages).collect();
        Addresses {
            names: sources.keys().map(|path| (path.name().to_owned(), path.clone())).collect(),
            sources,
            all,
            hidden,
        }
    }
}

fn page_target((entry, number): (&Entry, usize)) -> (SourcePath, Target) {
    let target = Target { address: entry.identity.address.clone(), page: Some(PageId(number)) };
    (entry.front.path().clone(), target)
}

/// Lists and files that no source stands for.
fn generated(config: &Config) -> impl Iterator<Item = Address> {
    config.languages.iter().flat_map(|language| {
        let feed =
            identity::home(config, &language.code).file("atom.xml").expect("a plain name makes an address");
        [all_topics(config, &language.code), feed]
    })
}
