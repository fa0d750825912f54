//! The pages that the registries make: actors, claims, glossary, partners, sources, timeline; and the corrections of all pages.

use std::collections::BTreeMap;

use super::bindings::Bindings;
use super::chart::{self, AlmanacView, Moment};
use super::claim_review;
use super::entry_view::PartnerView;
use super::item_view::LinkView;
use super::lens::Lens;
use super::lists::listed;
use super::page_view::RecordedCorrectionView;
use super::recipe::{Grounds, Output};
use super::records;
use super::structured;
use super::words::Words;
use crate::base::{LanguageCode, Locale, Order};
use crate::evidence::{EntryId, Event, Partner, Registry, SortName};
use crate::input::Localized;
use crate::site::{Catalogue, Cited, Frame, PageId, Shown, Site, work_address};

/// The pages of all registries that have an entry, in every language.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let mut outputs = Vec::new();
    for language in &frame.config().languages {
        let published =
            Catalogue::ALL.into_iter().filter(|catalogue| catalogue.is_published(&frame.evidence));
        outputs.extend(published.map(|catalogue| page(frame, &language.code, catalogue)));
        outputs.extend(sources(frame, &language.code));
    }
    outputs
}

fn page(frame: &Frame, language: &LanguageCode, catalogue: Catalogue) -> Output {
    let (template, grounds) = match catalogue {
        Catalogue::Actors => ("actors.html", actors(language.clone())),
        Catalogue::Claims => ("claims.html", claims()),
        Catalogue::Corrections => ("corrections.html", Grounds::Nothing),
        Catalogue::Glossary => ("glossary.html", glossary(language.clone())),
        Catalogue::Partners => ("partners.html", partners()),
        Catalogue::Sources => ("sources.html", Grounds::Sources),
        Catalogue::Timeline => ("timeline.html", timeline()),
    };
    let own = language.clone();
    let view = move |site: &Site, words: &Words, bindings: &mut Bindings| {
        bind(bindings, Lens { site, language: &own }, words, catalogue);
    };
    let elsewhere =
        move |frame: &Frame, language: &LanguageCode| Some(catalogue.address(frame.config(), language));
    listed(frame, template, language, Box::new(elsewhere), grounds, Box::new(view))
}

/// Adds what the page of a registry shows beside its entries.
fn bind(bindings: &mut Bindings, lens: Lens<'_>, words: &Words, catalogue: Catalogue) {
    let Lens { site, language } = lens;
    match catalogue {
        Catalogue::Actors => bind_backlinks(bindings, lens, &site.evidence.actors, &site.backlinks.actors),
        Catalogue::Claims => {
            bind_backlinks(bindings, lens, &site.evidence.claims, &site.backlinks.claims);
            bindings.insert("claim_reviews", &claim_review::json(&lens, words));
        }
        Catalogue::Corrections => {
            bindings.insert("corrections", &RecordedCorrectionView::all(site, language));
        }
        Catalogue::Glossary => bind_backlinks(bindings, lens, &site.evidence.terms, &site.backlinks.terms),
        Catalogue::Partners => bind_partners(bindings, lens),
        Catalogue::Sources => {}
        Catalogue::Timeline => bindings.insert("almanac", &almanac(&lens)),
    }
    structured::bind_catalogue(bindings, lens, words, catalogue, &data_files(&lens, catalogue));
}

/// The media types and full addresses of the files that hold what a registry's page shows.
fn data_files(lens: &Lens<'_>, catalogue: Catalogue) -> Vec<(&'static str, String)> {
    let Lens { site, language } = lens;
    let beside = |language: &LanguageCode, name: &str| {
        let file = catalogue.address(site.config(), language).file(name);
        site.url(&file.expect("a plain name makes an address"))
    };
    let json = records::file_name(catalogue).map(|name| beside(site.config().default_language(), name));
    let calendar = (catalogue == Catalogue::Timeline).then(|| beside(language, "events.ics"));
    let is_table = catalogue == Catalogue::Partners;
    let table = is_table.then(|| beside(site.config().default_language(), records::PARTNERS_TABLE));
    let files = [("application/json", json), ("text/calendar", calendar), ("text/csv", table)];
    files.into_iter().filter_map(|(kind, url)| Some((kind, url?))).collect()
}

/// Adds the partners that have a date as a drawing, and the orders that they can be read in beside that by date.
fn bind_partners(bindings: &mut Bindings, lens: Lens<'_>) {
    let Lens { site, language } = lens;
    let partners = &site.evidence.partners;
    let moment = |id: EntryId<Partner>| {
        let partner = &partners[id].record;
        let label = lens.text(&partner.name).text;
        partner.date.map(|date| Moment { date, label, group: None, href: None })
    };
    let moments: Vec<Moment<'_>> = site.evidence.partners_by_date().into_iter().filter_map(moment).collect();
    bindings.insert("drawing", &chart::timeline(&moments));
    let known = site.config().language(language).map(|language| language.locale.clone());
    let order = Order::of(&known.unwrap_or_else(|| Locale::of_language(language)));
    let sorted = |text: fn(&Partner) -> &Localized| {
        let mut ids = site.evidence.partners_by_date();
        let text = |id: &EntryId<Partner>| lens.text(text(&partners[*id].record)).text;
        ids.sort_by(|one, other| order.compare(text(one), text(other)));
        ids.into_iter().map(|id| PartnerView::of(&lens, &Cited { entry: id, sources: Vec::new() })).collect()
    };
    let by_name: Vec<PartnerView<'_>> = sorted(|partner| &partner.name);
    let by_verb: Vec<PartnerView<'_>> = sorted(|partner| &partner.verb);
    bindings.insert("by_name", &by_name);
    bindings.insert("by_verb", &by_verb);
}

/// All events as one drawing, each mark a link to its entry.
fn almanac(lens: &Lens<'_>) -> AlmanacView {
    let events = &lens.site.evidence.events;
    let moment = |id: EntryId<Event>| {
        let entry = &events[id];
        let label = lens.text(&entry.record.title).text;
        Moment { date: entry.record.date, label, group: None, href: Some(format!("#{}", entry.slug)) }
    };
    let moments: Vec<Moment<'_>> = lens.site.evidence.chronicle().into_iter().map(moment).collect();
    AlmanacView::of(&moments)
}

/// A page for each source, with the pages that cite it.
fn sources(frame: &Frame, language: &LanguageCode) -> impl Iterator<Item = Output> {
    frame.evidence.works.iter().map(move |(id, entry)| {
        let own = language.clone();
        let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
            let lens = Lens { site, language: &own };
            bindings.insert("pages", &lens.pages(&site.backlinks.works[id.number()]));
            structured::bind_source(bindings, lens, &site.evidence.works[id]);
        };
        let elsewhere = move |frame: &Frame, language: &LanguageCode| {
            Some(work_address(frame.config(), language, &frame.evidence.works[id]))
        };
        let (elsewhere, view) = (Box::new(elsewhere), Box::new(view));
        let output = listed(frame, "source.html", language, elsewhere, Grounds::Source(id), view);
        Output { origin: entry.span(), ..output }
    })
}

/// The pages that refer to each entry, by its id.
fn bind_backlinks<T>(bindings: &mut Bindings, lens: Lens<'_>, registry: &Registry<T>, pages: &[Vec<PageId>]) {
    let backlinks: BTreeMap<&str, Vec<LinkView<'_>>> =
        registry.iter().map(|(id, entry)| (entry.id.as_str(), lens.pages(&pages[id.number()]))).collect();
    bindings.insert("backlinks", &backlinks);
}

fn actors(language: LanguageCode) -> Grounds {
    Grounds::Entries(Box::new(move |site, numbering| {
        let evidence = &site.evidence;
        let name = |id: &EntryId<_>| evidence.actors[*id].record.sort_name(&language);
        Shown::actors(evidence, numbering, sorted_by(site, &language, &evidence.actors, name), None)
    }))
}

fn glossary(language: LanguageCode) -> Grounds {
    Grounds::Entries(Box::new(move |site, numbering| {
        let evidence = &site.evidence;
        let name = |id: &EntryId<_>| evidence.terms[*id].record.sort_name(&language);
        Shown::terms(evidence, numbering, sorted_by(site, &language, &evidence.terms, name))
    }))
}

/// The entries in the order that a dictionary of the language has their names in.
fn sorted_by<'s, T>(
    site: &Site,
    language: &LanguageCode,
    registry: &Registry<T>,
    name: impl Fn(&EntryId<T>) -> SortName<'s>,
) -> Vec<EntryId<T>> {
    let known = site.config().language(language).map(|language| language.locale.clone());
    let order = Order::of(&known.unwrap_or_else(|| Locale::of_language(language)));
    let mut named: Vec<(SortName<'_>, EntryId<T>)> = registry.iter().map(|(id, _)| (name(&id), id)).collect();
    named.sort_by(|((first, full), id), ((other_first, other_full), other_id)| {
        let by_name = order.compare(first, other_first).then_with(|| order.compare(full, other_full));
        by_name.then_with(|| id.cmp(other_id))
    });
    named.into_iter().map(|(_, id)| id).collect()
}

fn claims() -> Grounds {
    Grounds::Entries(Box::new(|site, numbering| {
        let claims = site.evidence.claims.iter().map(|(id, _)| id).collect();
        Shown::claims(&site.evidence, numbering, claims)
    }))
}

fn partners() -> Grounds {
    Grounds::Entries(Box::new(|site, numbering| {
        Shown::partners(&site.evidence, numbering, site.evidence.partners_by_date())
    }))
}

fn timeline() -> Grounds {
    Grounds::Entries(Box::new(|site, numbering| {
        Shown::events(&site.evidence, numbering, site.evidence.chronicle())
    }))
}
