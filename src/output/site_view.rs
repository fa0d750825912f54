//! What every template may read of the site. As in all views, these types are the template API: separate from the types of `site`, so
//! that those can change without breaking a site's templates.

use serde::Serialize;
use tera::Value;

use super::feed_format::{About, Format, feed_address};
use super::text_view::TextView;
use super::words::Words;
use crate::base::LanguageCode;
use crate::input::{self, Direction};
use crate::site::{Catalogue, Site, all_topics, search_address};

/// `site`: the same on every page of a language.
#[derive(Debug, Serialize)]
pub struct SiteView<'s> {
    /// The site's title in this language.
    pub title: &'s str,
    /// What the site is, in a sentence.
    pub description: &'s str,
    /// The home page of this language.
    pub href: String,
    /// The home page of this language, as a full address.
    pub url: String,
    /// The path the site lies under, with `/` at both ends.
    pub base_path: &'s str,
    /// The code of this language.
    pub language: &'s str,
    /// Which way its lines run: `ltr` or `rtl`.
    pub direction: Direction,
    /// This language and its place, as Open Graph writes them: `en_GB`.
    pub locale: String,
    /// All languages, the default one first.
    pub languages: Vec<LanguageView<'s>>,
    /// The main navigation.
    pub navigation: Vec<NavigationView<'s>>,
    /// The list of all topics.
    pub topics_href: String,
    /// The Atom feed.
    pub feed_href: String,
    /// The JSON Feed.
    pub json_feed_href: String,
    /// The Atom feed of corrections.
    pub corrections_feed_href: String,
    /// The JSON Feed of corrections.
    pub corrections_json_feed_href: String,
    /// Where readers search; nothing if they cannot.
    pub search_href: Option<String>,
    /// The pages that the registries make.
    pub catalogues: Vec<CatalogueView>,
    /// `[theme]` of `site.toml` as CSS.
    pub theme_style: Option<String>,
    /// The address of the licence that the pages are under.
    pub licence: Option<&'s str>,
    /// `extra` of `site.toml`.
    pub extra: &'s input::Value,
}

impl<'s> SiteView<'s> {
    /// The site as pages of `language` show it.
    pub fn of(site: &'s Site, words: &Words, language: &'s LanguageCode) -> SiteView<'s> {
        let config = site.config();
        let home = site.home(language);
        let texts = config.language(language).expect("every page is in a language of the site");
        let feed = |about, format| site.href(&feed_address(site, language, about, format));
        SiteView {
            title: &texts.title,
            description: &texts.description,
            href: site.href(&home),
            url: site.url(&home),
            base_path: config.base_url.path(),
            language: language.as_str(),
            direction: texts.direction,
            locale: texts.locale.with_place(),
            languages: config
                .languages
                .iter()
                .map(|other| LanguageView {
                    code: other.code.as_str(),
                    name: &other.name,
                    direction: other.direction,
                    href: site.href(&site.home(&other.code)),
                    words: words.of(&other.code),
                })
                .collect(),
            navigation: site
                .navigation
                .iter()
                .filter(|link| link.language == *language)
                .map(|link| NavigationView {
                    title: TextView::chosen(config, language, &link.title),
                    href: &link.href.address,
                    language: link.href.language.as_ref().map(LanguageCode::as_str),
                })
                .collect(),
            topics_href: site.href(&all_topics(config, language)),
            feed_href: feed(About::Pages, Format::Atom),
            json_feed_href: feed(About::Pages, Format::Json),
            corrections_feed_href: feed(About::Corrections, Format::Atom),
            corrections_json_feed_href: feed(About::Corrections, Format::Json),
            search_href: site.has_search.then(|| site.href(&search_address(config, language))),
            catalogues: Catalogue::ALL
                .into_iter()
                .filter(|catalogue| catalogue.is_published(&site.evidence))
                .map(|catalogue| CatalogueView {
                    name: catalogue.name(),
                    href: site.href(&catalogue.address(config, language)),
                })
                .collect(),
            theme_style: config.theme.style(),
            licence: config.licence.as_deref(),
            extra: &config.extra,
        }
    }
}

/// A page that a registry makes.
#[derive(Debug, Serialize)]
pub struct CatalogueView {
    /// `actors`, `claims`, `corrections`, `glossary`, `sources` or `timeline`.
    pub name: &'static str,
    /// Where it is.
    pub href: String,
}

/// A language of the site.
#[derive(Debug, Serialize)]
pub struct LanguageView<'s> {
    /// Its code.
    pub code: &'s str,
    /// Its name in itself.
    pub name: &'s str,
    /// Which way its lines run: `ltr` or `rtl`.
    pub direction: Direction,
    /// Its home page.
    pub href: String,
    /// The texts of the interface in it.
    pub words: Value,
}

/// A link that may lead to something in another language.
#[derive(Debug, Serialize)]
pub struct NavigationView<'s> {
    /// What readers see.
    pub title: TextView<'s>,
    /// Where it leads.
    pub href: &'s str,
    /// The code of the language of what it leads to, if that is another.
    pub language: Option<&'s str>,
}
