//! What directives and the pages of the registries show: entries, each with the places where its sources are cited.

use std::sync::Arc;

use super::chart::Chart;
use super::numbering::{Marker, Numbering};
use super::pictures::Picture;
use crate::base::{LanguageCode, PartialDate};
use crate::evidence::{Actor, Claim, EntryId, Event, Evidence, Partner, Scope, Term};
use crate::input::{Localized, Located, Value};

/// An entry, and the places that cite its sources.
#[derive(Debug)]
pub struct Cited<T> {
    /// The entry.
    pub entry: EntryId<T>,
    /// Its sources.
    pub sources: Vec<Marker>,
}

/// A claim, and the places that cite its sources.
#[derive(Debug)]
pub struct CitedClaim {
    /// The claim.
    pub entry: EntryId<Claim>,
    /// Who claims it.
    pub claim_sources: Vec<Marker>,
    /// What the record rests on.
    pub record_sources: Vec<Marker>,
}

/// A quotation that is shown by itself.
#[derive(Debug)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Whose they are.
    pub speaker: Option<Localized>,
    /// The language they are in.
    pub language: Option<LanguageCode>,
    /// What they say in the language of the page.
    pub translation: Option<String>,
    /// Where they are from.
    pub source: Marker,
}

/// A picture with a caption.
#[derive(Debug)]
pub struct Figure {
    /// The address to write.
    pub href: String,
    /// What is known of it.
    pub picture: Option<Arc<Picture>>,
    /// Whether it is the first picture of its page.
    pub is_first: bool,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What it is.
    pub caption: String,
    /// What it was made from.
    pub sources: Vec<Marker>,
}

/// What a directive shows.
#[derive(Debug)]
pub enum Shown {
    /// Events, in order of time.
    Timeline(Vec<Cited<Event>>),
    /// Claims, as they are written.
    Claims(Vec<CitedClaim>),
    /// Actors, with their offices on a date or all of them.
    Actors(Vec<Cited<Actor>>, Option<PartialDate>),
    /// Texts, each with its areas in its own order.
    Areas(Vec<Cited<Scope>>),
    /// Partners, in order of time.
    Partners(Vec<Cited<Partner>>),
    /// Terms side by side.
    Terms(Vec<Cited<Term>>),
    /// A quotation.
    Quote(Quote),
    /// A picture.
    Figure(Figure),
    /// A drawing of data.
    Chart(Chart),
    /// Whatever the site's own template makes of what is written there.
    Own(Value, Vec<Marker>),
}

impl Shown {
    /// The picture of a figure.
    pub fn picture(&self) -> Option<&Arc<Picture>> {
        match self {
            Shown::Figure(figure) => figure.picture.as_ref(),
            _ => None,
        }
    }

    /// Events.
    pub fn events(evidence: &Evidence, numbering: &mut Numbering, events: Vec<EntryId<Event>>) -> Shown {
        Shown::Timeline(cited(evidence, numbering, events, |entry| &evidence.events[entry].record.sources))
    }

    /// Claims.
    pub fn claims(evidence: &Evidence, numbering: &mut Numbering, claims: Vec<EntryId<Claim>>) -> Shown {
        let cited = claims.into_iter().map(|entry| {
            let claim = &evidence.claims[entry].record;
            let claim_sources = numbering.cite_all(evidence.works_of(&claim.claim_sources));
            let record_sources = numbering.cite_all(evidence.works_of(&claim.record_sources));
            CitedClaim { entry, claim_sources, record_sources }
        });
        Shown::Claims(cited.collect())
    }

    /// Actors.
    pub fn actors(
        evidence: &Evidence,
        numbering: &mut Numbering,
        actors: Vec<EntryId<Actor>>,
        on: Option<PartialDate>,
    ) -> Shown {
        let sources = |entry| evidence.actors[entry].record.sources.as_slice();
        Shown::Actors(cited(evidence, numbering, actors, sources), on)
    }

    /// Texts with areas.
    pub fn scopes(evidence: &Evidence, numbering: &mut Numbering, scopes: Vec<EntryId<Scope>>) -> Shown {
        let source = |entry| std::slice::from_ref(&evidence.scopes[entry].record.source);
        Shown::Areas(cited(evidence, numbering, scopes, source))
    }

    /// Partners.
    pub fn partners(
        evidence: &Evidence,
        numbering: &mut Numbering,
        partners: Vec<EntryId<Partner>>,
    ) -> Shown {
        let sources = |entry| evidence.partners[entry].record.sources.as_slice();
        Shown::Partners(cited(evidence, numbering, partners, sources))
    }

    /// Terms.
    pub fn terms(evidence: &Evidence, numbering: &mut Numbering, terms: Vec<EntryId<Term>>) -> Shown {
        Shown::Terms(cited(evidence, numbering, terms, |entry| &evidence.terms[entry].record.sources))
    }
}

/// Cites the sources of entries, one after the other.
fn cited<'e, T>(
    evidence: &'e Evidence,
    numbering: &mut Numbering,
    entries: Vec<EntryId<T>>,
    sources: impl Fn(EntryId<T>) -> &'e [Located<String>],
) -> Vec<Cited<T>> {
    let cite = |entry| Cited { entry, sources: numbering.cite_all(evidence.works_of(sources(entry))) };
    entries.into_iter().map(cite).collect()
}
