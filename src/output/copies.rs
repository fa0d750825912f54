//! Copies for programs that read text: each page as Markdown beside it, and in each language `llms.txt`, which leads to them
//! (<https://llmstxt.org>).

use std::borrow::Cow;

use serde::Serialize;

use super::bindings::Bindings;
use super::item_view::ItemView;
use super::page_view::PageView;
use super::pages::edition;
use super::recipe::{Elsewhere, Grounds, Output, Recipe, Rendering, View, template_span};
use super::words::Words;
use crate::base::{Address, LanguageCode};
use crate::input::Language;
use crate::site::{Frame, PageId, Section, Site};

/// The template of copies, and of the list of them. A site without one has none.
pub const TEMPLATES: [&str; 2] = ["copy.md", "llms.txt"];

/// A list of pages for programs.
#[derive(Debug, Serialize)]
pub struct GroupView<'s> {
    /// The section that they are in.
    pub section: ItemView<'s>,
    /// The pages.
    pub items: Vec<ItemView<'s>>,
}

/// A copy of each page, beside it.
pub fn emit(frame: &Frame) -> Vec<Output> {
    frame
        .numbered_entries()
        .map(|(id, page)| {
            let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
                bindings.insert("page", &PageView::of(site, site.page(id)));
                let section = site.sections.iter().find(|section| section.index == id);
                bindings.insert("items", &section.map_or_else(Vec::new, |section| items(site, section)));
            };
            let elsewhere = move |frame: &Frame, language: &LanguageCode| edition(frame, id, language);
            let rendering = Rendering {
                template: Cow::Borrowed(TEMPLATES[0]),
                asked_at: None,
                language: page.identity.language.clone(),
                address: page.identity.address.clone(),
                elsewhere: Some(Box::new(elsewhere)),
                grounds: Grounds::Copy(id),
                view: Box::new(view),
            };
            let file = page.identity.address.file("index.md").expect("a plain name makes an address");
            Output {
                path: file.output_path(),
                origin: page.front.start(),
                recipe: Recipe::Template(rendering),
            }
        })
        .collect()
}

/// What leads to the copies, beside the home page of each language.
pub fn emit_lists(frame: &Frame) -> Vec<Output> {
    let output = |language: &Language| {
        let own = language.code.clone();
        let elsewhere = move |frame: &Frame, language: &LanguageCode| Some(address(frame, language));
        let view: View = Box::new(move |site, _, bindings| {
            bindings.insert("groups", &groups(site, &own));
        });
        let address = address(frame, &language.code);
        let path = address.output_path();
        let rendering = Rendering {
            template: Cow::Borrowed(TEMPLATES[1]),
            asked_at: None,
            language: language.code.clone(),
            address,
            elsewhere: Some(Box::new(elsewhere) as Elsewhere),
            grounds: Grounds::Nothing,
            view,
        };
        Output { path, origin: template_span(TEMPLATES[1]), recipe: Recipe::Template(rendering) }
    };
    frame.config().languages.iter().map(output).collect()
}

fn address(frame: &Frame, language: &LanguageCode) -> Address {
    frame.home(language).file("llms.txt").expect("a plain name makes an address")
}

/// The pages of a language by section, in the order of the files of their sections.
fn groups<'s>(site: &'s Site, language: &LanguageCode) -> Vec<GroupView<'s>> {
    let own = |section: &&Section| site.entry(section.index).identity.language == *language;
    let group = |section: &'s Section| GroupView {
        section: ItemView::of(site, section.index),
        items: items(site, section),
    };
    site.sections.iter().filter(own).map(group).filter(|group| !group.items.is_empty()).collect()
}

fn items<'s>(site: &'s Site, section: &Section) -> Vec<ItemView<'s>> {
    section.pages.iter().map(|id: &PageId| ItemView::of(site, *id)).collect()
}
