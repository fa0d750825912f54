//! What search engines read: `sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt`.

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::assets::{generated, site_file};
use super::pages::edition;
use super::recipe::{Output, Recipe};
use crate::base::{Address, LanguageCode, OutputPath, Span};
use crate::evidence::{Entry, Work};
use crate::site::{Catalogue, Frame, PageId, Topic, all_topics, work_address};

/// The most addresses that one sitemap may hold, by the protocol.
const LIMIT: usize = 50_000;

const NAMESPACES: [(&str, &str); 2] = [
    ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
    // For the editions of a page: <https://developers.google.com/search/docs/specialty/international/localized-versions>.
    ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
];

/// An address for search engines, the same in all languages that have it, and the day of its last significant change.
struct Location {
    address: Address,
    changed: Option<Date>,
    editions: Vec<(LanguageCode, Address)>,
}

/// `sitemap.xml`; beyond the limit of one, an index of numbered ones.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let count = listed(frame).count();
    let parts = count.div_ceil(limit(frame));
    if parts <= 1 {
        return vec![output("sitemap.xml".into(), |frame| sitemap(frame, 0))];
    }
    let numbered = (0..parts).map(|part| output(part_name(part), move |frame| sitemap(frame, part)));
    numbered.chain([output("sitemap.xml".into(), move |frame| index(frame, parts))]).collect()
}

/// `robots.txt`, unless the site brings its own.
pub fn emit_robots(frame: &Frame) -> Vec<Output> {
    let make = |frame: &Frame| {
        let sitemap = Address::root().file("sitemap.xml").expect("a plain name makes an address");
        format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", frame.url(&sitemap)).into_bytes()
    };
    generated(frame, "robots.txt", make).into_iter().collect()
}

/// How many addresses a sitemap of this site holds. It names every edition beside every other, and may have 50 MB.
fn limit(frame: &Frame) -> usize {
    LIMIT / frame.config().languages.len()
}

fn part_name(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

fn output(name: String, make: impl Fn(&Frame) -> Vec<u8> + Send + Sync + 'static) -> Output {
    let path = OutputPath::new(name).expect("the names of sitemaps are plain");
    Output { path, origin: Span::file(site_file()), recipe: Recipe::Bytes(Box::new(make)) }
}

fn sitemap(frame: &Frame, part: usize) -> Vec<u8> {
    let limit = limit(frame);
    let listed = listed(frame).skip(part * limit).take(limit);
    let locations: Vec<Location> = listed.map(|listed| location(frame, &listed)).collect();
    document("urlset", |xml| locations.iter().try_for_each(|location| entry(xml, frame, location)))
}

/// What a search engine should know of.
enum Listed<'f> {
    Page(PageId),
    Topic(&'f Topic),
    /// The list of all topics in a language.
    Topics(&'f LanguageCode),
    Catalogue(&'f LanguageCode, Catalogue),
    Work(&'f LanguageCode, &'f Entry<Work>),
}

/// Everything that a search engine should know of, in an order that stays.
fn listed(frame: &Frame) -> impl Iterator<Item = Listed<'_>> {
    let codes = || frame.config().languages.iter().map(|language| &language.code);
    let pages = frame.numbered_entries().map(|(id, _)| Listed::Page(id));
    let of_registries = codes().flat_map(|code| {
        let published =
            Catalogue::ALL.into_iter().filter(|catalogue| catalogue.is_published(&frame.evidence));
        let catalogues = published.map(move |catalogue| Listed::Catalogue(code, catalogue));
        catalogues.chain(frame.evidence.works.iter().map(move |(_, work)| Listed::Work(code, work)))
    });
    pages
        .chain(frame.topics.iter().map(Listed::Topic))
        .chain(codes().map(Listed::Topics))
        .chain(of_registries)
}

fn location(frame: &Frame, listed: &Listed<'_>) -> Location {
    let config = frame.config();
    match *listed {
        Listed::Page(id) => {
            let page = frame.entry(id);
            let changed = page.front.last_change().map(|change| change.day());
            let editions = in_all(frame, |code| edition(frame, id, code));
            Location { address: page.identity.address.clone(), changed, editions }
        }
        Listed::Topic(topic) => {
            let editions = in_all(frame, |code| Some(frame.topic_in(code, &topic.slug)?.address.clone()));
            Location { address: topic.address.clone(), changed: None, editions }
        }
        Listed::Topics(code) => everywhere(frame, code, |code| all_topics(config, code)),
        Listed::Catalogue(code, catalogue) => everywhere(frame, code, |code| catalogue.address(config, code)),
        Listed::Work(code, work) => everywhere(frame, code, |code| work_address(config, code, work)),
    }
}

/// What every language has.
fn everywhere(frame: &Frame, language: &LanguageCode, place: impl Fn(&LanguageCode) -> Address) -> Location {
    let editions = in_all(frame, |code| Some(place(code)));
    Location { address: place(language), changed: None, editions }
}

/// Where an output is in all languages; nothing for one that is in one language alone.
fn in_all(frame: &Frame, place: impl Fn(&LanguageCode) -> Option<Address>) -> Vec<(LanguageCode, Address)> {
    let languages = frame.config().languages.iter();
    let places: Vec<_> =
        languages.filter_map(|language| Some((language.code.clone(), place(&language.code)?))).collect();
    if places.len() > 1 { places } else { Vec::new() }
}

fn index(frame: &Frame, parts: usize) -> Vec<u8> {
    document("sitemapindex", |xml| {
        (0..parts).try_for_each(|part| {
            let address = Address::root().file(&part_name(part)).expect("a plain name makes an address");
            let content = |xml: &mut Xml| text(xml, "loc", &frame.url(&address));
            xml.create_element("sitemap").write_inner_content(content).map(drop)
        })
    })
}

type Xml = Writer<Vec<u8>>;

fn document(root: &str, content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| {
        xml.create_element(root).with_attributes(NAMESPACES).write_inner_content(content).map(drop)
    });
    written.expect("writing to memory does not fail");
    xml.into_inner()
}

fn text(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(drop)
}

fn entry(xml: &mut Xml, frame: &Frame, location: &Location) -> std::io::Result<()> {
    let content = |xml: &mut Xml| {
        text(xml, "loc", &frame.url(&location.address))?;
        if let Some(day) = location.changed {
            text(xml, "lastmod", &day.to_string())?;
        }
        let mut link = |code: &str, address: &Address| {
            let attributes = [("rel", "alternate"), ("hreflang", code), ("href", &*frame.url(address))];
            xml.create_element("xhtml:link").with_attributes(attributes).write_empty().map(drop)
        };
        location.editions.iter().try_for_each(|(code, address)| link(code.as_str(), address))?;
        location.editions.first().map_or(Ok(()), |(_, address)| link("x-default", address))
    };
    xml.create_element("url").write_inner_content(content).map(drop)
}
