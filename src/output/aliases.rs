//! Former addresses, which lead to where a page is now.

use std::borrow::Cow;

use super::bindings::Bindings;
use super::here_view::HereView;
use super::recipe::{Grounds, Output, Recipe, Rendering};
use super::words::Words;
use crate::site::{Frame, Site};

/// A redirecting page for each alias. GitHub Pages knows no other redirects.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let mut outputs = Vec::new();
    for page in &frame.entries {
        for alias in &page.front.aliases {
            let target = page.identity.address.clone();
            let rendering = Rendering {
                template: Cow::Borrowed("redirect.html"),
                asked_at: None,
                language: page.identity.language.clone(),
                address: alias.value.clone(),
                elsewhere: None,
                grounds: Grounds::Nothing,
                view: Box::new(move |site: &Site, _: &Words, bindings: &mut Bindings| {
                    bindings.insert("target", &HereView::of(site, &target, None))
                }),
            };
            outputs.push(Output {
                path: alias.value.output_path(),
                origin: page.front.span(alias.id),
                recipe: Recipe::Template(rendering),
            });
        }
    }
    outputs
}
