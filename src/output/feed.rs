//! Atom feeds (RFC 4287) in each language: one of the newest pages, one of corrections.

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::assets::site_file;
use super::recipe::{Output, Recipe};
use super::view::corrections_feed;
use crate::base::{Address, LanguageCode, Moment, Span};
use crate::document::Correction;
use crate::input::Language;
use crate::site::{Catalogue, Frame, PageId};

/// A feed of pages for each language, beside its home page.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let make = |language: &Language| {
        let code = language.code.clone();
        let own = frame.home(&code).file("atom.xml").expect("a plain name makes an address");
        output(&own, move |frame| atom(frame, &pages(frame, &code)))
    };
    frame.config().languages.iter().map(make).collect()
}

/// A feed of corrections for each language: readers who used what was wrong should hear of it.
pub fn emit_corrections(frame: &Frame) -> Vec<Output> {
    let make = |language: &Language| {
        let code = language.code.clone();
        output(&corrections_feed(frame, &code), move |frame| atom(frame, &corrections(frame, &code)))
    };
    frame.config().languages.iter().map(make).collect()
}

fn output(address: &Address, make: impl Fn(&Frame) -> Vec<u8> + Send + Sync + 'static) -> Output {
    let recipe = Recipe::Bytes(Box::new(make));
    Output { path: address.output_path(), origin: Span::file(site_file()), recipe }
}

/// What a feed says.
struct Feed<'s> {
    language: &'s str,
    title: String,
    subtitle: &'s str,
    author: &'s str,
    own: Address,
    page: Address,
    /// When a feed without an entry was last right: when the site last changed.
    since: Timestamp,
    entries: Vec<Entry<'s>>,
}

struct Entry<'s> {
    title: &'s str,
    /// Unique, and the same for ever.
    id: String,
    page: String,
    published: Timestamp,
    updated: Timestamp,
    authors: &'s [String],
    topics: Vec<&'s str>,
    summary: String,
}

fn pages<'s>(frame: &'s Frame, code: &LanguageCode) -> Feed<'s> {
    let config = frame.config();
    let texts = config.language(code).expect("feeds are made for the languages of the site");
    let home = frame.home(code);
    let newest = frame.newest(code).iter().take(config.feed_limit);
    Feed {
        language: texts.code.as_str(),
        title: texts.title.clone(),
        subtitle: &texts.description,
        author: &texts.title,
        own: home.file("atom.xml").expect("a plain name makes an address"),
        page: home,
        since: last_change(frame, code),
        entries: newest.map(|id| page_entry(frame, *id)).collect(),
    }
}

fn page_entry<'s>(frame: &'s Frame, id: PageId) -> Entry<'s> {
    let page = frame.entry(id);
    let front = &page.front;
    let instant = |moment: Moment| moment.timestamp(&frame.config().time_zone);
    let url = frame.url(&page.identity.address);
    Entry {
        title: &front.title,
        id: url.clone(),
        page: url,
        published: instant(front.date.expect("feeds hold dated pages")),
        updated: instant(front.last_change().expect("feeds hold dated pages")),
        authors: &front.authors,
        topics: frame.topics_of(id).iter().map(|topic| frame.topic(*topic).name.as_str()).collect(),
        summary: front.summary.clone(),
    }
}

fn corrections<'s>(frame: &'s Frame, code: &LanguageCode) -> Feed<'s> {
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
        }
    };
    let page = Catalogue::Corrections.address(config, code);
    Feed {
        language: texts.code.as_str(),
        title: format!("{}: {}", texts.title, Catalogue::Corrections.name()),
        subtitle: &texts.description,
        author: &texts.title,
        own: corrections_feed(frame, code),
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

fn atom(frame: &Frame, feed: &Feed<'_>) -> Vec<u8> {
    let updated = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or(feed.since).to_string();
    let (own, page) = (frame.url(&feed.own), frame.url(&feed.page));
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let written = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| {
        let root = xml.create_element("feed");
        let root =
            root.with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)]);
        root.write_inner_content(|xml| {
            text(xml, "title", &feed.title)?;
            text(xml, "subtitle", feed.subtitle)?;
            text(xml, "id", &page)?;
            text(xml, "updated", &updated)?;
            link(xml, "self", "application/atom+xml", &own)?;
            link(xml, "alternate", "text/html", &page)?;
            author(xml, feed.author)?;
            feed.entries.iter().try_for_each(|entry| write_entry(xml, entry))
        })
        .map(drop)
    });
    written.expect("writing to memory does not fail");
    xml.into_inner()
}

type Xml = Writer<Vec<u8>>;

fn write_entry(xml: &mut Xml, entry: &Entry<'_>) -> std::io::Result<()> {
    xml.create_element("entry")
        .write_inner_content(|xml| {
            text(xml, "title", entry.title)?;
            text(xml, "id", &entry.id)?;
            link(xml, "alternate", "text/html", &entry.page)?;
            text(xml, "published", &entry.published.to_string())?;
            text(xml, "updated", &entry.updated.to_string())?;
            entry.authors.iter().try_for_each(|name| author(xml, name))?;
            for topic in &entry.topics {
                xml.create_element("category").with_attribute(("term", *topic)).write_empty()?;
            }
            text(xml, "summary", &entry.summary)
        })
        .map(drop)
}

fn text(xml: &mut Xml, name: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content)).map(drop)
}

fn link(xml: &mut Xml, relation: &str, kind: &str, url: &str) -> std::io::Result<()> {
    let attributes = [("rel", relation), ("type", kind), ("href", url)];
    xml.create_element("link").with_attributes(attributes).write_empty().map(drop)
}

fn author(xml: &mut Xml, name: &str) -> std::io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name)).map(drop)
}
