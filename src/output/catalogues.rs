//! The pages that the registries make: actors, claims, glossary, sources, timeline; and the corrections of all pages.

use std::collections::BTreeMap;

use tera::Context;

use super::claim_review;
use super::evidence_view::Lens;
use super::lists::listed;
use super::recipe::{Grounds, Output};
use super::view::{LinkView, RecordedCorrectionView};
use crate::base::LanguageCode;
use crate::evidence::{EntryId, Registry};
use crate::site::{Catalogue, PageId, Shown, Site, work_address};

/// The pages of all registries that have an entry, in every language.
pub fn emit(site: &Site) -> Vec<Output<'_>> {
    let mut outputs = Vec::new();
    for language in &site.config().languages {
        let published = Catalogue::ALL.into_iter().filter(|catalogue| catalogue.is_published(&site.evidence));
        outputs.extend(published.map(|catalogue| page(site, &language.code, catalogue)));
        outputs.extend(sources(site, &language.code));
    }
    outputs
}

fn page<'s>(site: &'s Site, language: &'s LanguageCode, catalogue: Catalogue) -> Output<'s> {
    let address = catalogue.address(site.config(), language);
    let lens = Lens { site, language };
    match catalogue {
        Catalogue::Actors => {
            let view = move |context: &mut Context| {
                insert_backlinks(context, lens, &site.evidence.actors, &site.backlinks.actors)
            };
            listed("actors.html", language, address, actors(site, language), view)
        }
        Catalogue::Claims => {
            let view = move |context: &mut Context| {
                insert_backlinks(context, lens, &site.evidence.claims, &site.backlinks.claims);
                context.insert("claim_reviews", &claim_review::json(site, language));
            };
            listed("claims.html", language, address, claims(site), view)
        }
        Catalogue::Corrections => {
            let view = move |context: &mut Context| {
                context.insert("corrections", &RecordedCorrectionView::all(site, language))
            };
            listed("corrections.html", language, address, Grounds::Nothing, view)
        }
        Catalogue::Glossary => {
            let view = move |context: &mut Context| {
                insert_backlinks(context, lens, &site.evidence.terms, &site.backlinks.terms)
            };
            listed("glossary.html", language, address, glossary(site, language), view)
        }
        Catalogue::Sources => listed("sources.html", language, address, Grounds::Sources, |_| {}),
        Catalogue::Timeline => listed("timeline.html", language, address, timeline(site), |_| {}),
    }
}

/// A page for each source, with the pages that cite it.
fn sources<'s>(site: &'s Site, language: &'s LanguageCode) -> impl Iterator<Item = Output<'s>> {
    site.evidence.works.iter().map(move |(id, entry)| {
        let lens = Lens { site, language };
        let view = move |context: &mut Context| {
            context.insert("pages", &lens.pages(&site.backlinks.works[id.number()]));
        };
        let address = work_address(site.config(), language, entry);
        let origin = entry.span();
        Output { origin, ..listed("source.html", language, address, Grounds::Source(id), view) }
    })
}

/// The pages that refer to each entry, by its id.
fn insert_backlinks<T>(context: &mut Context, lens: Lens<'_>, registry: &Registry<T>, pages: &[Vec<PageId>]) {
    let backlinks: BTreeMap<&str, Vec<LinkView<'_>>> =
        registry.iter().map(|(id, entry)| (entry.id.as_str(), lens.pages(&pages[id.number()]))).collect();
    context.insert("backlinks", &backlinks);
}

fn actors<'s>(site: &'s Site, language: &'s LanguageCode) -> Grounds<'s> {
    Grounds::Entries(Box::new(move |numbering| {
        let evidence = &site.evidence;
        let name = |id: &EntryId<_>| evidence.actors[*id].record.name.in_language(language).to_lowercase();
        Shown::actors(evidence, numbering, sorted_by(&evidence.actors, name), None)
    }))
}

fn glossary<'s>(site: &'s Site, language: &'s LanguageCode) -> Grounds<'s> {
    Grounds::Entries(Box::new(move |numbering| {
        let evidence = &site.evidence;
        let name = |id: &EntryId<_>| evidence.terms[*id].record.name.in_language(language).to_lowercase();
        Shown::terms(evidence, numbering, sorted_by(&evidence.terms, name))
    }))
}

fn sorted_by<T>(registry: &Registry<T>, name: impl Fn(&EntryId<T>) -> String) -> Vec<EntryId<T>> {
    let mut ids: Vec<EntryId<T>> = registry.iter().map(|(id, _)| id).collect();
    ids.sort_by_cached_key(|id| (name(id), *id));
    ids
}

fn claims(site: &Site) -> Grounds<'_> {
    Grounds::Entries(Box::new(move |numbering| {
        let claims = site.evidence.claims.iter().map(|(id, _)| id).collect();
        Shown::claims(&site.evidence, numbering, claims)
    }))
}

fn timeline(site: &Site) -> Grounds<'_> {
    Grounds::Entries(Box::new(move |numbering| {
        Shown::events(&site.evidence, numbering, site.evidence.chronicle())
    }))
}
