//! What a template may read of the output that it renders: where that is, in all its languages, and which picture stands for it.

use serde::Serialize;

use super::recipe::Elsewhere;
use crate::base::Address;
use crate::input::Language;
use crate::site::Site;

/// `here`: where the output is that is being rendered.
#[derive(Debug, Serialize)]
pub struct HereView<'s> {
    /// For links inside the site.
    pub href: String,
    /// The full address, for `canonical`.
    pub url: String,
    /// The same in all languages that have it, itself included, the default language first.
    pub editions: Vec<EditionView<'s>>,
}

impl<'s> HereView<'s> {
    /// What is at `address`, and `elsewhere` in other languages.
    pub fn of(site: &'s Site, address: &Address, elsewhere: Option<&Elsewhere>) -> HereView<'s> {
        let edition = |language: &'s Language| {
            let address = elsewhere?(site, &language.code)?;
            Some(EditionView {
                language: language.code.as_str(),
                name: &language.name,
                href: site.href(&address),
                url: site.url(&address),
            })
        };
        HereView {
            href: site.href(address),
            url: site.url(address),
            editions: site.config().languages.iter().filter_map(edition).collect(),
        }
    }
}

/// An output in one of its languages.
#[derive(Debug, Serialize)]
pub struct EditionView<'s> {
    /// The code of the language.
    pub language: &'s str,
    /// The name of the language in itself.
    pub name: &'s str,
    /// For links inside the site.
    pub href: String,
    /// The full address, for `hreflang`.
    pub url: String,
}

/// `card`: the picture that other sites show beside a link to the output.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardView {
    /// Its full address, which is another when the picture is.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}
