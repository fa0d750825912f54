//! What a page rests on: its citations, quotations and references, resolved and checked.

use std::collections::BTreeSet;

use super::directives::{self, Scene};
use super::numbering::{CitedWork, Marker, Numbering};
use super::quotations;
use super::shown::Shown;
use crate::base::{Code, Diagnostics, LanguageCode, PartialDate, Span};
use crate::document::{BlockId, Citation, Document, Fill, Mention, MentionKind, Quotation};
use crate::evidence::{Actor, Claim, Confidence, EntryId, Event, Evidence, Term, Work, office_help};

/// What a page rests on.
#[derive(Debug, Default)]
pub struct PageEvidence {
    /// Its sources, by number.
    pub works: Vec<CitedWork>,
    /// For each citation of its body, where its sources are cited; nothing for one that is not there.
    pub citations: Vec<Vec<Option<Marker>>>,
    /// For each reference of its body, the entry; nothing if it is not there.
    pub mentions: Vec<Option<Mentioned>>,
    /// For each directive of its body, what it shows; nothing if it cannot be shown.
    pub directives: Vec<Option<Shown>>,
}

/// The entry that a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mentioned {
    /// A person or an institution.
    Actor {
        /// Which.
        actor: EntryId<Actor>,
        /// The number of the office to name after it.
        office: Option<usize>,
    },
    /// A claim, whose verdict is named after it.
    Claim(EntryId<Claim>),
    /// How sure the words of the link are.
    Confidence(Confidence),
    /// An event.
    Event(EntryId<Event>),
    /// A source.
    Source(EntryId<Work>),
    /// A term.
    Term {
        /// Which.
        term: EntryId<Term>,
        /// Whether this is the first reference to it on its page.
        first: bool,
    },
}

/// Resolves everything that a body says about evidence, in the order in which readers meet it, and reports what does not
/// hold.
pub fn resolve(diagnostics: &mut Diagnostics, scene: &Scene<'_>) -> PageEvidence {
    let Scene { document, evidence, .. } = scene;
    let marks = &document.body.marks;
    let mut numbering = Numbering::default();
    let mut page = PageEvidence::default();
    page.citations.resize_with(marks.citations.len(), Vec::new);
    page.directives.resize_with(marks.directives.len(), || None);
    // The holes of a body are in the order of the page, so the numbers of its sources are too.
    for hole in &document.body.holes {
        match hole.fill {
            Fill::Citation(number) => {
                page.citations[number] = cite(diagnostics, scene, &marks.citations[number], &mut numbering);
            }
            Fill::Directive(number) => {
                let directive = &marks.directives[number];
                page.directives[number] = directives::show(diagnostics, scene, directive, &mut numbering);
            }
            _ => {}
        }
    }
    page.mentions = mentions(diagnostics, document, evidence);
    page.works = numbering.finish();
    check_support(diagnostics, scene, &page);
    check_quotations(diagnostics, scene, &page);
    check_abbreviations(diagnostics, document, evidence, &page.mentions);
    page
}

fn cite(
    diagnostics: &mut Diagnostics,
    scene: &Scene<'_>,
    citation: &Citation,
    numbering: &mut Numbering,
) -> Vec<Option<Marker>> {
    let works = &scene.evidence.works;
    let mut markers = Vec::with_capacity(citation.items.len());
    for item in &citation.items {
        let work = works.resolve(diagnostics, &item.key, || scene.document.span(&item.range));
        markers.push(work.map(|work| numbering.cite(work)));
    }
    markers
}

fn mentions(
    diagnostics: &mut Diagnostics,
    document: &Document,
    evidence: &Evidence,
) -> Vec<Option<Mentioned>> {
    let mut met = BTreeSet::new();
    let mut resolve = |mention: &Mention| {
        let span = || document.span(&mention.range);
        let id = &mention.id;
        let mentioned = match mention.kind {
            MentionKind::Actor => {
                let actor = evidence.actors.resolve(diagnostics, id, span)?;
                let office = office(diagnostics, document, evidence, mention, actor);
                Mentioned::Actor { actor, office }
            }
            MentionKind::Claim => Mentioned::Claim(evidence.claims.resolve(diagnostics, id, span)?),
            MentionKind::Event => Mentioned::Event(evidence.events.resolve(diagnostics, id, span)?),
            MentionKind::Source => Mentioned::Source(evidence.works.resolve(diagnostics, id, span)?),
            MentionKind::Confidence => {
                let confidence = Confidence::named(id);
                if confidence.is_none() {
                    let message = format!("`{id}` is not a confidence");
                    let help = "write `confidence:high`, `medium`, `low` or `unverified`";
                    diagnostics.report(Code::InvalidValue, span(), message).help(help);
                }
                Mentioned::Confidence(confidence?)
            }
            MentionKind::Term => {
                let term = evidence.terms.resolve(diagnostics, id, span)?;
                Mentioned::Term { term, first: met.insert(term) }
            }
        };
        Some(mentioned)
    };
    document.body.marks.mentions.iter().map(&mut resolve).collect()
}

/// The office to name after an actor, if a time is given for which one is wanted. An office that the link itself names
/// must be one that the actor held then, or ever.
fn office(
    diagnostics: &mut Diagnostics,
    document: &Document,
    evidence: &Evidence,
    mention: &Mention,
    actor: EntryId<Actor>,
) -> Option<usize> {
    let span = || document.span(&mention.range);
    let date = match &mention.at {
        Some(at) => Some(date(diagnostics, document, evidence, at, span)?),
        None => None,
    };
    let entry = &evidence.actors[actor];
    let named = evidence.offices_named(&mention.text);
    for name in &named {
        if entry.record.office_named(name, date).is_none() {
            let when = date.map_or_else(String::new, |date| format!(" on {date}"));
            let message = format!("`{}` was not `{name}`{when}", entry.record.name.own);
            diagnostics
                .report(Code::OfficeNotHeld, span(), message)
                .help(office_help(evidence, entry, name, date))
                .related(entry.span(), "the offices that are recorded");
        }
    }
    let date = date.filter(|_| named.is_empty())?;
    let office = entry.record.offices.iter().position(|office| office.is_held(date));
    if office.is_none() {
        let message = format!("no office of `{}` is recorded on {date}", entry.record.name.own);
        diagnostics
            .report(Code::OfficeNotHeld, span(), message)
            .help("give another date, or leave out `@` and what follows")
            .related(entry.span(), "the offices that are recorded");
    }
    office
}

/// The time after `@`: a date, the date of an event, or that of the page.
fn date(
    diagnostics: &mut Diagnostics,
    document: &Document,
    evidence: &Evidence,
    at: &str,
    span: impl FnOnce() -> Span,
) -> Option<PartialDate> {
    if let Some(date) = PartialDate::parse(at) {
        return Some(date);
    }
    if at != "page" {
        let event = evidence.events.resolve(diagnostics, at, span)?;
        return Some(evidence.events[event].record.date);
    }
    let date = document.front.date.map(|date| PartialDate::from(date.day()));
    if date.is_none() {
        let message = "this page has no date";
        diagnostics.report(Code::InvalidValue, span(), message).help("add `date` to its front matter");
    }
    date
}

/// A statement that rests on weak sources alone must say so beside it.
fn check_support(diagnostics: &mut Diagnostics, scene: &Scene<'_>, page: &PageEvidence) {
    let (document, evidence) = (scene.document, scene.evidence);
    for (citation, markers) in document.body.marks.citations.iter().zip(&page.citations) {
        let works: Vec<EntryId<Work>> = markers.iter().flatten().map(|marker| marker.work).collect();
        let is_weak = |work: &EntryId<Work>| evidence.works[*work].record.is_weak();
        if works.is_empty() || works.len() < markers.len() || !works.iter().all(is_weak) {
            continue;
        }
        if is_marked(document, evidence, page, citation.block, &works) {
            continue;
        }
        let keys: Vec<&str> = works.iter().map(|work| evidence.works[*work].id.as_str()).collect();
        let message = format!("this rests on `{}` alone, of low reliability", keys.join("`, `"));
        diagnostics
            .report(Code::WeakSource, document.span(&citation.range), message)
            .help("cite a better source, link to the claim (`claim:…`), or mark the words with `[…](confidence:low)`");
    }
}

/// Whether a block says how sure it is, or leads to a claim that one of these sources makes.
fn is_marked(
    document: &Document,
    evidence: &Evidence,
    page: &PageEvidence,
    block: BlockId,
    works: &[EntryId<Work>],
) -> bool {
    // Mentions are in the order of the text, as blocks are.
    let mentions = &document.body.marks.mentions;
    let first = mentions.partition_point(|mention| mention.block < block);
    let end = mentions.partition_point(|mention| mention.block <= block);
    page.mentions[first..end].iter().any(|mentioned| match mentioned {
        Some(Mentioned::Confidence(confidence)) => *confidence <= Confidence::Low,
        Some(Mentioned::Claim(claim)) => {
            let claim = &evidence.claims[*claim].record;
            evidence.works_of(&claim.claim_sources).any(|work| works.contains(&work))
        }
        _ => false,
    })
}

fn check_quotations(diagnostics: &mut Diagnostics, scene: &Scene<'_>, page: &PageEvidence) {
    let document = scene.document;
    for quotation in &document.body.marks.quotations {
        let whole = document.span(&quotation.range);
        let Some(citation) = quotation.citation else {
            diagnostics
                .report(Code::QuotationUncited, whole, "this quotation has no source")
                .help("put a citation behind it: `“…” [@key]`; set terms and titles in `*emphasis*`");
            continue;
        };
        let markers = &page.citations[citation];
        let works: Vec<EntryId<Work>> = markers.iter().flatten().map(|marker| marker.work).collect();
        // A source that is not there has been reported.
        if works.len() < markers.len() {
            continue;
        }
        let place = |at: &std::ops::Range<usize>| document.span(&quotation.places.range(at));
        let found = quotations::check(diagnostics, scene.evidence, &works, &quotation.text, place, &whole);
        if let Some(excerpt) = found {
            let record = works.iter().map(|work| &scene.evidence.works[*work].record);
            let work =
                record.clone().find(|work| work.excerpts.iter().any(|other| std::ptr::eq(other, excerpt)));
            if let Some(language) = work.and_then(|work| work.language.as_ref()) {
                check_language(diagnostics, scene, quotation, language);
            }
        }
    }
}

/// Words of another language than that of their page say so, for programs that read aloud, search or set them.
fn check_language(
    diagnostics: &mut Diagnostics,
    scene: &Scene<'_>,
    quotation: &Quotation,
    language: &LanguageCode,
) {
    let is_said =
        |said: &Option<LanguageCode>| said.as_ref().is_some_and(|said| primary(said) == primary(language));
    let is_marked = quotation.languages.iter().any(is_said) && !quotation.languages.contains(&None);
    if primary(scene.from.language) == primary(language) || is_marked {
        return;
    }
    let is_block = scene.document.source.text[quotation.range.clone()].starts_with('>');
    let help = if is_block {
        format!("write `> […]{{lang={language}}} [@key]`: brackets round the words of each paragraph")
    } else {
        format!("write `[“…”]{{lang={language}}}` round them")
    };
    let message = format!("these words are in `{language}`, and nothing marks them as such");
    diagnostics.report(Code::QuotationUnmarked, scene.document.span(&quotation.range), message).help(help);
}

fn primary(language: &LanguageCode) -> Option<&str> {
    language.as_str().split('-').next()
}

/// An abbreviation of the glossary is written out where its term is linked to or named in full.
fn check_abbreviations(
    diagnostics: &mut Diagnostics,
    document: &Document,
    evidence: &Evidence,
    mentions: &[Option<Mentioned>],
) {
    let used = &document.body.marks.abbreviations;
    if used.is_empty() {
        return;
    }
    let mut text = None;
    for (id, entry) in evidence.terms.iter() {
        let term = &entry.record;
        let Some(place) = term.abbreviation.as_ref().and_then(|abbreviation| used.get(abbreviation)) else {
            continue;
        };
        let is_linked = |mention: &Option<Mentioned>| matches!(mention, Some(Mentioned::Term { term, .. }) if *term == id);
        let text = text.get_or_insert_with(|| on_one_line(&document.source.text));
        if mentions.iter().any(is_linked) || term.name.all().any(|name| text.contains(&on_one_line(name))) {
            continue;
        }
        let message = format!("`{}` is never written out on this page", &document.source.text[place.clone()]);
        diagnostics.report(Code::AbbreviationUnexpanded, document.span(place), message).help(format!(
            "write `[{}](term:{})` where it first stands",
            &document.source.text[place.clone()],
            entry.id
        ));
    }
}

/// A text without line breaks and capital letters, to look for names in.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
