//! Lists: sections, the home page and topics, divided into pages.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::entry_view::EventView;
use super::item_view::{ItemView, PagerView, TopicView};
use super::lens::Lens;
use super::page_view::PageView;
use super::pages::rendered;
use super::recipe::{Elsewhere, Grounds, Output, Recipe, Rendering, View, template_span};
use super::structured;
use super::words::Words;
use crate::base::{Address, LanguageCode};
use crate::site::{Cited, Frame, PageId, PageKind, SectionId, Site, Topic, TopicId, all_topics};

/// How many of the newest pages the home page shows.
const LATEST: usize = 20;

/// The pages of every section's list, and of the home page's.
pub fn emit_sections(frame: &Frame) -> Vec<Output> {
    let sections = frame.sections.iter().zip((0..).map(SectionId));
    sections
        .flat_map(|(section, id)| {
            numbers(frame, section.pages.len()).map(move |number| section_page(frame, id, number))
        })
        .collect()
}

fn section_page(frame: &Frame, id: SectionId, number: usize) -> Output {
    let index = frame.section(id).index;
    let identity = &frame.entry(index).identity;
    let usual = if identity.kind == PageKind::Home { "index.html" } else { "section.html" };
    let view =
        move |site: &Site, _: &Words, bindings: &mut Bindings| bind_section(site, bindings, id, number);
    let elsewhere = move |frame: &Frame, language: &LanguageCode| {
        let edition = frame.edition(index, language)?;
        let section = frame.sections.iter().find(|section| section.index == edition)?;
        has_page(frame, section.pages.len(), number)
            .then(|| frame.entry(edition).identity.address.numbered(number))
    };
    rendered(frame, index, usual, Box::new(elsewhere), Box::new(view))
}

fn bind_section(site: &Site, bindings: &mut Bindings, id: SectionId, number: usize) {
    let section = site.section(id);
    let index = site.page(section.index);
    bindings.insert("section", &PageView::of(site, index));
    let sections = section.sections.iter().map(|id| ItemView::of(site, site.section(*id).index));
    bindings.insert("sections", &sections.collect::<Vec<_>>());
    bindings.insert("pager", &pager(site, &section.pages, &index.identity.address, number));
    structured::bind_section(bindings, site, section.index);
    if index.identity.kind == PageKind::Home {
        let latest = site.newest(&index.identity.language);
        let latest: Vec<_> = latest.iter().take(LATEST).map(|id| ItemView::of(site, *id)).collect();
        bindings.insert("latest", &latest);
        let lens = Lens { site, language: &index.identity.language };
        let milestones = site.evidence.milestones().into_iter();
        let milestones: Vec<_> =
            milestones.map(|entry| EventView::of(&lens, &Cited { entry, sources: Vec::new() })).collect();
        bindings.insert("milestones", &milestones);
    }
}

/// The pages of every topic's list, and the list of all topics in each language that has any.
pub fn emit_topics(frame: &Frame) -> Vec<Output> {
    let mut outputs = Vec::new();
    for (topic, id) in frame.topics.iter().zip((0..).map(TopicId)) {
        outputs.extend(numbers(frame, topic.pages.len()).map(|number| topic_page(frame, topic, id, number)));
    }
    for language in &frame.config().languages {
        outputs.push(topics_page(frame, &language.code));
    }
    outputs
}

fn topic_page(frame: &Frame, topic: &Topic, id: TopicId, number: usize) -> Output {
    let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
        let topic = site.topic(id);
        bindings.insert("topic", &TopicView::of(site, topic));
        bindings.insert("pager", &pager(site, &topic.pages, &topic.address, number));
        structured::bind_topic(bindings, site, topic);
    };
    let slug = topic.slug.clone();
    let elsewhere = move |frame: &Frame, language: &LanguageCode| {
        let topic = frame.topic_in(language, &slug)?;
        has_page(frame, topic.pages.len(), number).then(|| topic.address.numbered(number))
    };
    let first = &frame.entry(topic.pages[0]).front;
    let (elsewhere, view) = (Box::new(elsewhere), Box::new(view));
    let output = listed(frame, "topic.html", &topic.language, elsewhere, Grounds::Nothing, view);
    Output { origin: first.start(), ..output }
}

fn topics_page(frame: &Frame, language: &LanguageCode) -> Output {
    let own = language.clone();
    let view = move |site: &Site, words: &Words, bindings: &mut Bindings| {
        let topics = site.topics.iter().filter(|topic| topic.language == own);
        bindings.insert("topics", &topics.map(|topic| TopicView::of(site, topic)).collect::<Vec<_>>());
        structured::bind_topics(bindings, site, words, &own);
    };
    let elsewhere = |frame: &Frame, language: &LanguageCode| Some(all_topics(frame.config(), language));
    listed(frame, "topics.html", language, Box::new(elsewhere), Grounds::Nothing, Box::new(view))
}

/// An output that no page stands for, made by `template`, in a language in which it is.
pub fn listed(
    frame: &Frame,
    template: &'static str,
    language: &LanguageCode,
    elsewhere: Elsewhere,
    grounds: Grounds,
    view: View,
) -> Output {
    let address = elsewhere(frame, language).expect("an output is somewhere in its own language");
    let path = address.output_path();
    let rendering = Rendering {
        template: Cow::Borrowed(template),
        asked_at: None,
        language: language.clone(),
        address,
        elsewhere: Some(elsewhere),
        grounds,
        view,
    };
    Output { path, origin: template_span(template), recipe: Recipe::Template(rendering) }
}

/// The numbers of the pages of a list of `total` items. An empty list has one, empty page.
fn numbers(frame: &Frame, total: usize) -> impl Iterator<Item = usize> + use<> {
    1..=total.div_ceil(frame.config().per_page).max(1)
}

fn has_page(frame: &Frame, total: usize, number: usize) -> bool {
    number <= numbers(frame, total).count()
}

fn pager<'s>(site: &'s Site, pages: &[PageId], address: &Address, number: usize) -> PagerView<'s> {
    let count = numbers(site, pages.len()).count();
    let shown = pages.chunks(site.config().per_page).nth(number - 1).unwrap_or_default();
    PagerView {
        items: shown.iter().map(|id| ItemView::of(site, *id)).collect(),
        number,
        count,
        total: pages.len(),
        previous: (number > 1).then(|| site.href(&address.numbered(number - 1))),
        next: (number < count).then(|| site.href(&address.numbered(number + 1))),
    }
}
