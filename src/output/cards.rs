//! Cards: the pictures that other sites show beside a link to a page. Each page has one in its language; what is no page of
//! its own, such as lists and the pages of the registries, shares one for each language of the site.

use std::borrow::Cow;

use super::assets::site_file;
use super::bindings::Bindings;
use super::page_view::PageView;
use super::pages::edition;
use super::recipe::{Elsewhere, Grounds, Output, Recipe, Rendering};
use super::words::Words;
use crate::base::{Address, LanguageCode, Span};
use crate::site::{CARD, Frame, PageId, PageKind, Site};

/// A card for each page and for each language, if there is a template for them.
pub fn emit(frame: &Frame) -> Vec<Output> {
    if !frame.has_cards {
        return Vec::new();
    }
    let pages = frame.numbered_entries().filter(|(id, _)| has_own(frame, *id)).map(|(id, entry)| {
        let rendering = of_page(frame, id);
        let path = place(&rendering.address).output_path();
        Output { path, origin: entry.front.title_span(), recipe: Recipe::Card(rendering) }
    });
    let languages = frame.config().languages.iter().map(|language| of_language(frame, &language.code));
    pages.chain(languages).collect()
}

/// Whether a page has a card of its own.
pub fn has_own(frame: &Frame, page: PageId) -> bool {
    frame.has_cards && frame.entry(page).identity.kind == PageKind::Page
}

/// Where the card of the page at `address` is.
pub fn place(address: &Address) -> Address {
    address.file("card.png").expect("a plain name makes an address")
}

/// What the card of a page is rendered from: nothing that the page itself is not rendered from, but the template.
pub fn of_page(frame: &Frame, id: PageId) -> Rendering {
    let identity = &frame.entry(id).identity;
    let elsewhere: Elsewhere = Box::new(move |frame, language| edition(frame, id, language));
    Rendering {
        template: Cow::Borrowed(CARD),
        asked_at: None,
        language: identity.language.clone(),
        address: identity.address.clone(),
        elsewhere: Some(elsewhere),
        grounds: Grounds::Card(Some(id)),
        view: Box::new(move |site: &Site, _: &Words, bindings: &mut Bindings| {
            bindings.insert("page", &PageView::of(site, site.page(id)));
        }),
    }
}

/// The card of the site in a language.
pub fn of_language(frame: &Frame, language: &LanguageCode) -> Output {
    let address = frame.home(language);
    let path = place(&address).output_path();
    let rendering = Rendering {
        template: Cow::Borrowed(CARD),
        asked_at: None,
        language: language.clone(),
        address,
        elsewhere: None,
        grounds: Grounds::Card(None),
        view: Box::new(|_, _, bindings| bindings.insert("page", &None::<()>)),
    };
    Output { path, origin: Span::file(site_file()), recipe: Recipe::Card(rendering) }
}
