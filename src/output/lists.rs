//! Lists: sections, the home page and topics, divided into pages.

use std::borrow::Cow;

use tera::Context;

use super::pages::rendered;
use super::recipe::{Grounds, Output, Recipe, Rendering, template_span};
use super::view::{ItemView, PageView, PagerView, TopicView};
use crate::base::{Address, LanguageCode};
use crate::site::{PageId, PageKind, Section, Site, Topic, all_topics};

/// How many of the newest pages the home page shows.
const LATEST: usize = 20;

/// The pages of every section's list, and of the home page's.
pub fn emit_sections(site: &Site) -> Vec<Output<'_>> {
    site.sections
        .iter()
        .flat_map(|section| {
            let address = &site.page(section.index).identity.address;
            numbers(site, section.pages.len()).map(move |number| section_page(site, section, address, number))
        })
        .collect()
}

fn section_page<'s>(site: &'s Site, section: &'s Section, address: &Address, number: usize) -> Output<'s> {
    let index = site.page(section.index);
    let is_home = index.identity.kind == PageKind::Home;
    let usual = if is_home { "index.html" } else { "section.html" };
    let base = address.clone();
    let view = move |context: &mut Context| {
        context.insert("section", &PageView::of(site, index));
        let sections = section.sections.iter().map(|id| ItemView::of(site, site.section(*id).index));
        context.insert("sections", &sections.collect::<Vec<_>>());
        context.insert("pager", &pager(site, &section.pages, &base, number));
        if is_home {
            let latest = site.newest(&index.identity.language);
            let latest: Vec<_> = latest.iter().take(LATEST).map(|id| ItemView::of(site, *id)).collect();
            context.insert("latest", &latest);
        }
    };
    rendered(index, usual, &address.numbered(number), view)
}

/// The pages of every topic's list, and the list of all topics in each language that has any.
pub fn emit_topics(site: &Site) -> Vec<Output<'_>> {
    let mut outputs = Vec::new();
    for topic in &site.topics {
        outputs.extend(numbers(site, topic.pages.len()).map(|number| topic_page(site, topic, number)));
    }
    for language in &site.config().languages {
        outputs.push(topics_page(site, &language.code));
    }
    outputs
}

fn topic_page<'s>(site: &'s Site, topic: &'s Topic, number: usize) -> Output<'s> {
    let view = move |context: &mut Context| {
        context.insert("topic", &TopicView::of(site, topic));
        context.insert("pager", &pager(site, &topic.pages, &topic.address, number));
    };
    let first = &site.page(topic.pages[0]).document.source;
    Output {
        origin: first.span(0..0),
        ..listed("topic.html", &topic.language, topic.address.numbered(number), Grounds::Nothing, view)
    }
}

fn topics_page<'s>(site: &'s Site, language: &'s LanguageCode) -> Output<'s> {
    let view = move |context: &mut Context| {
        let topics = site.topics.iter().filter(|topic| topic.language == *language);
        context.insert("topics", &topics.map(|topic| TopicView::of(site, topic)).collect::<Vec<_>>());
    };
    listed("topics.html", language, all_topics(site.config(), language), Grounds::Nothing, view)
}

/// An output that no page stands for, made by `template`.
pub fn listed<'s>(
    template: &'static str,
    language: &'s LanguageCode,
    address: Address,
    grounds: Grounds<'s>,
    view: impl Fn(&mut Context) + Send + Sync + 's,
) -> Output<'s> {
    let origin = template_span(template);
    let path = address.output_path();
    let rendering = Rendering {
        template: Cow::Borrowed(template),
        asked_at: origin.clone(),
        language,
        address,
        grounds,
        view: Box::new(view),
    };
    Output { path, origin, recipe: Recipe::Template(rendering) }
}

/// The numbers of the pages of a list of `total` items. An empty list has one, empty page.
fn numbers(site: &Site, total: usize) -> impl Iterator<Item = usize> + use<> {
    1..=total.div_ceil(site.config().per_page).max(1)
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
