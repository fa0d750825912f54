//! The pages that the registries make: which there are, and where.

use super::identity;
use crate::base::{Address, LanguageCode, Slug};
use crate::evidence::{Entry, Evidence, Work};
use crate::input::Config;

/// A page that a registry makes, or the corrections of all pages do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Catalogue {
    /// People and institutions.
    Actors,
    /// Claims and what the record says.
    Claims,
    /// Mended errors of all pages.
    Corrections,
    /// Terms.
    Glossary,
    /// Partners, compared.
    Partners,
    /// What was read.
    Sources,
    /// Events.
    Timeline,
}

impl Catalogue {
    /// All of them, in the order in which readers look for them.
    pub const ALL: [Catalogue; 7] = [
        Catalogue::Timeline,
        Catalogue::Claims,
        Catalogue::Partners,
        Catalogue::Actors,
        Catalogue::Glossary,
        Catalogue::Sources,
        Catalogue::Corrections,
    ];

    /// The last part of its address.
    pub fn name(self) -> &'static str {
        match self {
            Catalogue::Actors => "actors",
            Catalogue::Claims => "claims",
            Catalogue::Corrections => "corrections",
            Catalogue::Glossary => "glossary",
            Catalogue::Partners => "partners",
            Catalogue::Sources => "sources",
            Catalogue::Timeline => "timeline",
        }
    }

    /// Where it is in a language.
    pub fn address(self, config: &Config, language: &LanguageCode) -> Address {
        identity::home(config, language).page(&Slug::of(self.name()).expect("a word is a slug"))
    }

    /// Whether there is something to show on it.
    pub fn is_published(self, evidence: &Evidence) -> bool {
        match self {
            Catalogue::Actors => !evidence.actors.is_empty(),
            Catalogue::Claims => !evidence.claims.is_empty(),
            // A site without corrections says so: readers look for them.
            Catalogue::Corrections => true,
            Catalogue::Glossary => !evidence.terms.is_empty(),
            Catalogue::Partners => !evidence.partners.is_empty(),
            Catalogue::Sources => !evidence.works.is_empty(),
            Catalogue::Timeline => !evidence.events.is_empty(),
        }
    }
}

/// Where a source's own page is in a language.
pub fn work_address(config: &Config, language: &LanguageCode, work: &Entry<Work>) -> Address {
    Catalogue::Sources.address(config, language).page(&work.slug)
}

/// Where all these pages are in a language, in an order that is the same in all.
pub fn addresses(config: &Config, evidence: &Evidence, language: &LanguageCode) -> Vec<Address> {
    let published = Catalogue::ALL.into_iter().filter(|catalogue| catalogue.is_published(evidence));
    let lists = published.map(|catalogue| catalogue.address(config, language));
    let works = evidence.works.iter().map(|(_, work)| work_address(config, language, work));
    lists.chain(works).collect()
}
