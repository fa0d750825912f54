//! What feeds say, in each language: the newest pages with all that they say, and corrections.

use std::borrow::Cow;

use jiff::Timestamp;

use super::assets::site_file;
use super::bindings::Bindings;
use super::feed_format::{About, Entry, Feed, Format, feed_address};
use super::page_view::PageView;
use super::pages::edition;
use super::recipe::{Gathering, Grounds, Output, Recipe, Rendering};
use super::standing_alone::standing_alone;
use super::words::Words;
use super::{atom, json_feed};
use crate::base::{Address, LanguageCode, Moment, Span};
use crate::document::Correction;
use crate::input::Language;
use crate::site::{Catalogue, Frame, PageId, Site};

/// Writes a feed in a format.
fn write(frame: &Frame, format: Format, feed: &Feed<'_>) -> Vec<u8> {
    match format {
        Format::Atom => atom::write(frame, feed),
        Format::Json => json_feed::write(frame, feed),
    }
}

/// The feeds of pages of each language, beside its home page.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let feeds = |language: &Language| Format::ALL.map(|format| of_pages(frame, &language.code, format));
    frame.config().languages.iter().flat_map(feeds).collect()
}

/// The feeds of corrections of each language.
pub fn emit_corrections(frame: &Frame) -> Vec<Output> {
    let feeds = |language: &Language| Format::ALL.map(|format| of_corrections(frame, &language.code, format));
    frame.config().languages.iter().flat_map(feeds).collect()
}

fn of_pages(frame: &Frame, code: &LanguageCode, format: Format) -> Output {
    let entries = newest(frame, code).map(|id| entry(frame, id)).collect();
    let own = feed_address(frame, code, About::Pages, format);
    let code = code.clone();
    let make = move |frame: &Frame, contents: &[Option<String>]| {
        write(frame, format, &pages(frame, &code, format, contents))
    };
    output(&own, Recipe::Feed(Gathering { entries, make: Box::new(make) }))
}

fn of_corrections(frame: &Frame, code: &LanguageCode, format: Format) -> Output {
    let own = feed_address(frame, code, About::Corrections, format);
    let code = code.clone();
    let make = move |frame: &Frame| write(frame, format, &corrections(frame, &code, format));
    output(&own, Recipe::Bytes(Box::new(make)))
}

fn output(address: &Address, recipe: Recipe) -> Output {
    Output { path: address.output_path(), origin: Span::file(site_file()), recipe }
}

/// The pages of a feed.
fn newest<'f>(frame: &'f Frame, code: &LanguageCode) -> impl Iterator<Item = PageId> + use<'f> {
    frame.newest(code).iter().take(frame.config().feed_limit).copied()
}

/// What readers of a feed see of a page.
fn entry(frame: &Frame, id: PageId) -> Rendering {
    let identity = &frame.entry(id).identity;
    let view = move |site: &Site, _: &Words, bindings: &mut Bindings| {
        bindings.insert("page", &PageView::of(site, site.page(id)));
    };
    Rendering {
        template: Cow::Borrowed("entry.html"),
        asked_at: None,
        language: identity.language.clone(),
        address: identity.address.clone(),
        elsewhere: Some(Box::new(move |frame, language| edition(frame, id, language))),
        grounds: Grounds::Page(id),
        view: Box::new(view),
    }
}

fn pages<'s>(frame: &'s Frame, code: &LanguageCode, format: Format, contents: &[Option<String>]) -> Feed<'s> {
    let config = frame.config();
    let texts = config.language(code).expect("feeds are made for the languages of the site");
    let contents = contents.iter().map(Option::as_deref).chain(std::iter::repeat(None));
    Feed {
        language: texts.code.as_str(),
        title: texts.title.clone(),
        subtitle: &texts.description,
        author: &texts.title,
        own: feed_address(frame, code, About::Pages, format),
        page: frame.home(code),
        since: last_change(frame, code),
        entries: newest(frame, code)
            .zip(contents)
            .map(|(id, content)| page_entry(frame, id, content))
            .collect(),
    }
}

fn page_entry<'s>(frame: &'s Frame, id: PageId, content: Option<&str>) -> Entry<'s> {
    let page = frame.entry(id);
    let front = &page.front;
    let instant = |moment: Moment| moment.timestamp(&frame.config().time_zone);
    let url = frame.url(&page.identity.address);
    Entry {
        title: &front.title,
        id: url.clone(),
        published: instant(front.date.expect("feeds hold dated pages")),
        updated: instant(front.last_change().expect("feeds hold dated pages")),
        authors: &front.authors,
        topics: frame.topics_of(id).iter().map(|topic| frame.topic(*topic).name.as_str()).collect(),
        summary: front.summary.clone(),
        content: content.map(|html| standing_alone(&frame.config().base_url, &url, html.trim())),
        page: url,
    }
}

fn corrections<'s>(frame: &'s Frame, code: &LanguageCode, format: Format) -> Feed<'s> {
    let config = frame.config();
    let texts = config.language(code).expect("feeds are made for the languages of the site");
    let made = frame.corrections(code);
    let entry = |(position, (id, correction)): (usize, &(PageId, &'s Correction))| {
        let url = frame.url(&frame.entry(*id).identity.address);
        // Several corrections of one day and page are told apart by their place from the oldest on.
        let same = |other: &&(PageId, &Correction)| other.0 == *id && other.1.date == correction.date;
        let nth = made[position..].iter().filter(same).count();
        let day = Moment::from(correction.date).timestamp(&config.time_zone);
        let reason = correction.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
        Entry {
            title: &frame.entry(*id).front.title,
            id: format!("{url}#correction-{}-{nth}", correction.date),
            page: url,
            published: day,
            updated: day,
            authors: &[],
            topics: Vec::new(),
            summary: format!("{} → {}{reason}", correction.was, correction.now),
            content: None,
        }
    };
    let page = Catalogue::Corrections.address(config, code);
    Feed {
        language: texts.code.as_str(),
        title: format!("{}: {}", texts.title, Catalogue::Corrections.name()),
        subtitle: &texts.description,
        author: &texts.title,
        own: feed_address(frame, code, About::Corrections, format),
        page,
        since: last_change(frame, code),
        entries: made.iter().enumerate().map(entry).collect(),
    }
}

/// When a page of this language last changed significantly.
fn last_change(frame: &Frame, code: &LanguageCode) -> Timestamp {
    let pages = frame.newest(code).iter().filter_map(|id| frame.entry(*id).front.last_change());
    pages.map(|change| change.timestamp(&frame.config().time_zone)).max().unwrap_or(Timestamp::UNIX_EPOCH)
}
