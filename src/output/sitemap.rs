//! What search engines read: `sitemap.xml` (sitemaps.org, protocol 0.9) and `robots.txt`.

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::assets::{generated, site_file};
use super::recipe::{Output, Recipe};
use crate::base::{Address, OutputPath, Span};
use crate::site::{Frame, addresses, all_topics};

/// The most addresses that one sitemap may hold, by the protocol.
const LIMIT: usize = 50_000;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// An address for search engines, and the day of its last significant change.
struct Location<'s> {
    address: &'s Address,
    changed: Option<Date>,
}

/// `sitemap.xml`; beyond the limit of one, an index of numbered ones.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let catalogues = addresses(frame.config(), &frame.evidence).len();
    let count = frame.entries.len() + frame.topics.len() + frame.config().languages.len() + catalogues;
    let parts = count.div_ceil(LIMIT);
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

fn part_name(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

fn output(name: String, make: impl Fn(&Frame) -> Vec<u8> + Send + Sync + 'static) -> Output {
    let path = OutputPath::new(name).expect("the names of sitemaps are plain");
    Output { path, origin: Span::file(site_file()), recipe: Recipe::Bytes(Box::new(make)) }
}

fn sitemap(frame: &Frame, part: usize) -> Vec<u8> {
    let config = frame.config();
    let topics = config.languages.iter().map(|language| all_topics(config, &language.code));
    let lists: Vec<Address> = topics.chain(addresses(config, &frame.evidence)).collect();
    let pages = frame.entries.iter().map(|page| Location {
        address: &page.identity.address,
        changed: page.front.last_change().map(|change| change.day()),
    });
    let plain = |address| Location { address, changed: None };
    let topics = frame.topics.iter().map(|topic| &topic.address).chain(&lists).map(plain);
    let locations: Vec<Location<'_>> = pages.chain(topics).skip(part * LIMIT).take(LIMIT).collect();
    document("urlset", |xml| {
        locations
            .iter()
            .try_for_each(|location| entry(xml, "url", &frame.url(location.address), location.changed))
    })
}

fn index(frame: &Frame, parts: usize) -> Vec<u8> {
    document("sitemapindex", |xml| {
        (0..parts).try_for_each(|part| {
            let address = Address::root().file(&part_name(part)).expect("a plain name makes an address");
            entry(xml, "sitemap", &frame.url(&address), None)
        })
    })
}

type Xml = Writer<Vec<u8>>;

fn document(root: &str, content: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| {
        xml.create_element(root).with_attribute(NAMESPACE).write_inner_content(content).map(drop)
    });
    written.expect("writing to memory does not fail");
    xml.into_inner()
}

fn entry(xml: &mut Xml, name: &str, url: &str, changed: Option<Date>) -> std::io::Result<()> {
    xml.create_element(name)
        .write_inner_content(|xml| {
            xml.create_element("loc").write_text_content(BytesText::new(url))?;
            if let Some(day) = changed {
                xml.create_element("lastmod").write_text_content(BytesText::new(&day.to_string()))?;
            }
            Ok(())
        })
        .map(drop)
}
