//! What a template may read. These types are the template API: separate from the types of `site`, so that those can change
//! without breaking a site's templates. A list's items hold titles, dates and summaries, never bodies: with bodies, the cost
//! of lists would grow with the square of the site.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use tera::Value;

use super::cite::{Format, is_cited};
use super::feed_format::{About, Format as FeedFormat, feed_address};
use super::following_view::FollowingView;
use super::recipe::Elsewhere;
use super::words::Words;
use crate::base::{Address, LanguageCode, Moment};
use crate::document::{Body, Correction, FrontMatter, Kind};
use crate::input::{self, Config, Direction, Language, Localized};
use crate::site::{Catalogue, Page, PageId, Section, Site, Topic, search_address};

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

/// A link to something in the language of the page.
#[derive(Debug, Serialize)]
pub struct LinkView<'s> {
    /// What readers see.
    pub title: &'s str,
    /// Where it leads.
    pub href: String,
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

/// A text that may be in another language than the page: the filter `lang` marks it as such.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct TextView<'s> {
    /// The text.
    pub text: &'s str,
    /// The code of its language, if that is not the one of the page.
    pub language: Option<&'s str>,
}

impl<'s> TextView<'s> {
    /// A text in a language, on a page in another or the same.
    pub fn of(text: &'s str, language: &'s LanguageCode, page: &LanguageCode) -> TextView<'s> {
        TextView { text, language: (language != page).then_some(language.as_str()) }
    }

    /// The text in the language of a page, or in the nearest that it is given in.
    pub fn chosen(config: &'s Config, page: &'s LanguageCode, text: &'s Localized) -> TextView<'s> {
        let (text, language) = text.chosen(config.fallbacks(page), config.default_language());
        TextView::of(text, language, page)
    }
}

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

/// `page`: a page in full, but for its body, which is `content`. Also `section`, for the `_index.md` of a section.
#[derive(Debug, Serialize)]
pub struct PageView<'s> {
    /// Its title.
    pub title: &'s str,
    /// What it says, in a paragraph of plain text.
    pub summary: &'s str,
    /// `at-a-glance`, `briefing`, `explainer` or `data`.
    pub kind: Option<Kind>,
    /// First published.
    #[serde(serialize_with = "moment")]
    pub date: Option<Moment>,
    /// Last changed significantly.
    #[serde(serialize_with = "moment")]
    pub updated: Option<Moment>,
    /// Facts checked as of.
    pub checked: Option<Date>,
    /// To be looked at again by.
    pub review_by: Option<Date>,
    /// Who wrote it.
    pub authors: &'s [String],
    /// What it is about.
    pub topics: Vec<TopicView<'s>>,
    /// What to remember of it.
    pub key_points: Vec<&'s str>,
    /// How long it takes to read, in minutes.
    pub minutes: usize,
    /// Its headings of levels two and three.
    pub toc: Vec<TocView<'s>>,
    /// For links inside the site.
    pub href: String,
    /// The full address.
    pub url: String,
    /// Its file in the project.
    pub source: &'s str,
    /// The code of its language.
    pub language: &'s str,
    /// Whether it is a draft, which only previews show.
    pub draft: bool,
    /// The sections above it, the home page first.
    pub breadcrumbs: Vec<LinkView<'s>>,
    /// The page before it in its section.
    pub previous: Option<LinkView<'s>>,
    /// The page after it in its section.
    pub next: Option<LinkView<'s>>,
    /// Pages that a reader of this one may want.
    pub related: Vec<ItemView<'s>>,
    /// How it stands to the page that it translates; nothing if it translates none.
    pub translation: Option<FollowingView<'s>>,
    /// Mended errors, newest first.
    pub corrections: Vec<CorrectionView<'s>>,
    /// The change log, newest first.
    pub changes: Vec<ChangeView<'s>>,
    /// Files for those who cite it.
    pub cite: Vec<CiteView>,
    /// `extra` of its front matter.
    pub extra: &'s input::Value,
}

/// A heading of the table of contents.
#[derive(Debug, Serialize)]
pub struct TocView<'s> {
    /// What to link to.
    pub id: &'s str,
    /// Its text.
    pub title: &'s str,
    /// The headings below it.
    pub children: Vec<TocView<'s>>,
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

/// A mended error.
#[derive(Debug, Serialize)]
pub struct CorrectionView<'s> {
    /// When it was mended.
    pub date: Date,
    /// What stood there.
    pub was: &'s str,
    /// What stands there now.
    pub now: &'s str,
    /// Why.
    pub why: Option<&'s str>,
    /// Whether it is new enough to stand at the top of its page.
    pub recent: bool,
}

/// A mended error, on the page of all corrections.
#[derive(Debug, Serialize)]
pub struct RecordedCorrectionView<'s> {
    /// The page it was made on.
    pub page: LinkView<'s>,
    /// When it was mended.
    pub date: Date,
    /// What stood there.
    pub was: &'s str,
    /// What stands there now.
    pub now: &'s str,
    /// Why.
    pub why: Option<&'s str>,
}

/// An entry of a change log.
#[derive(Debug, Serialize)]
pub struct ChangeView<'s> {
    /// When.
    pub date: Date,
    /// What was changed.
    pub what: &'s str,
}

/// A file that programs for references read.
#[derive(Debug, Serialize)]
pub struct CiteView {
    /// `BibTeX`, `RIS` or `CSL-JSON`.
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// For links inside the site.
    pub href: String,
}

impl CiteView {
    /// The files of a page; none if it is no brief.
    fn all(site: &Site, page: &Page) -> Vec<CiteView> {
        let formats = Format::ALL.into_iter().filter(|_| is_cited(&page.identity, &page.document.front));
        let view = |format: Format| CiteView {
            format: format.name(),
            media_type: format.media_type(),
            href: site.href(&format.address(&page.identity.address)),
        };
        formats.map(view).collect()
    }
}

/// A page in a list.
#[derive(Debug, Serialize)]
pub struct ItemView<'s> {
    /// Its title.
    pub title: &'s str,
    /// What it says.
    pub summary: &'s str,
    /// `at-a-glance`, `briefing`, `explainer` or `data`.
    pub kind: Option<Kind>,
    /// First published.
    #[serde(serialize_with = "moment")]
    pub date: Option<Moment>,
    /// Last changed significantly.
    #[serde(serialize_with = "moment")]
    pub updated: Option<Moment>,
    /// For links inside the site.
    pub href: String,
    /// The code of its language.
    pub language: &'s str,
    /// Whether it is a draft.
    pub draft: bool,
}

/// `topic`: a topic; also an item of `topics`.
#[derive(Debug, Serialize)]
pub struct TopicView<'s> {
    /// Its name.
    pub title: TextView<'s>,
    /// Its list.
    pub href: String,
    /// How many pages are about it.
    pub count: usize,
}

/// `pager`: one page of a list.
#[derive(Debug, Serialize)]
pub struct PagerView<'s> {
    /// The pages on it.
    pub items: Vec<ItemView<'s>>,
    /// Its number, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub count: usize,
    /// How many items the whole list has.
    pub total: usize,
    /// The page of the list before it.
    pub previous: Option<String>,
    /// The page of the list after it.
    pub next: Option<String>,
}

fn moment<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(|moment| moment.to_string()).serialize(serializer)
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
            topics_href: site.href(&crate::site::all_topics(config, language)),
            feed_href: feed(About::Pages, FeedFormat::Atom),
            json_feed_href: feed(About::Pages, FeedFormat::Json),
            corrections_feed_href: feed(About::Corrections, FeedFormat::Atom),
            corrections_json_feed_href: feed(About::Corrections, FeedFormat::Json),
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

impl<'s> PageView<'s> {
    /// A page in full.
    pub fn of(site: &'s Site, page: &'s Page) -> PageView<'s> {
        let front: &FrontMatter = &page.document.front;
        PageView {
            title: &front.title,
            summary: &front.summary,
            kind: front.kind,
            date: front.date,
            updated: front.updated,
            checked: front.checked,
            review_by: front.review_by.as_ref().map(|review_by| review_by.value),
            authors: &front.authors,
            topics: page.topics.iter().map(|id| TopicView::of(site, site.topic(*id))).collect(),
            key_points: front.key_points.iter().map(|point| point.value.as_str()).collect(),
            minutes: page.document.body.extent.minutes(),
            toc: toc(&page.document.body),
            href: site.href(&page.identity.address),
            url: site.url(&page.identity.address),
            source: page.document.source.path.as_str(),
            language: page.identity.language.as_str(),
            draft: front.draft,
            breadcrumbs: breadcrumbs(site, page),
            previous: page.previous.map(|id| LinkView::page(site, id)),
            next: page.next.map(|id| LinkView::page(site, id)),
            related: page.related.iter().map(|id| ItemView::of(site, *id)).collect(),
            translation: FollowingView::of(site, page),
            corrections: front.corrections.iter().map(|made| CorrectionView::of(site, made)).collect(),
            changes: front
                .changes
                .iter()
                .map(|change| ChangeView { date: change.date, what: &change.what })
                .collect(),
            cite: CiteView::all(site, page),
            extra: &front.extra,
        }
    }
}

impl<'s> CorrectionView<'s> {
    fn of(site: &Site, correction: &'s Correction) -> CorrectionView<'s> {
        let age = correction.date.until(site.today).map_or(0, |age| age.get_days());
        CorrectionView {
            date: correction.date,
            was: &correction.was,
            now: &correction.now,
            why: correction.why.as_deref(),
            recent: usize::try_from(age).is_ok_and(|days| days <= site.config().correction_days),
        }
    }
}

impl<'s> RecordedCorrectionView<'s> {
    /// The corrections of all pages of a language, newest first; of one day, in the order of their pages.
    pub fn all(site: &'s Site, language: &LanguageCode) -> Vec<RecordedCorrectionView<'s>> {
        site.corrections(language)
            .into_iter()
            .map(|(id, correction)| RecordedCorrectionView {
                page: LinkView::page(site, id),
                date: correction.date,
                was: &correction.was,
                now: &correction.now,
                why: correction.why.as_deref(),
            })
            .collect()
    }
}

impl<'s> ItemView<'s> {
    /// A page in a list.
    pub fn of(site: &'s Site, id: PageId) -> ItemView<'s> {
        let page = site.entry(id);
        let front = &page.front;
        ItemView {
            title: &front.title,
            summary: &front.summary,
            kind: front.kind,
            date: front.date,
            updated: front.updated,
            href: site.href(&page.identity.address),
            language: page.identity.language.as_str(),
            draft: front.draft,
        }
    }
}

impl<'s> TopicView<'s> {
    /// A topic.
    pub fn of(site: &'s Site, topic: &'s Topic) -> TopicView<'s> {
        let title = TextView::of(&topic.name, &topic.name_language, &topic.language);
        TopicView { title, href: site.href(&topic.address), count: topic.pages.len() }
    }
}

impl<'s> LinkView<'s> {
    /// A link to a page.
    pub fn page(site: &'s Site, id: PageId) -> LinkView<'s> {
        let page = site.entry(id);
        LinkView { title: &page.front.title, href: site.href(&page.identity.address) }
    }
}

fn breadcrumbs<'s>(site: &'s Site, page: &Page) -> Vec<LinkView<'s>> {
    let mut crumbs = Vec::new();
    let mut next: Option<&Section> = page.section.map(|id| site.section(id));
    while let Some(section) = next {
        crumbs.push(LinkView::page(site, section.index));
        next = section.parent.map(|id| site.section(id));
    }
    crumbs.reverse();
    crumbs
}

/// Headings of level two, each with those of level three below it.
fn toc(body: &Body) -> Vec<TocView<'_>> {
    let mut toc: Vec<TocView<'_>> = Vec::new();
    for heading in &body.headings {
        let entry = TocView { id: &heading.id, title: &heading.title, children: Vec::new() };
        match (heading.level, toc.last_mut()) {
            (3, Some(above)) => above.children.push(entry),
            (2 | 3, _) => toc.push(entry),
            _ => {}
        }
    }
    toc
}
