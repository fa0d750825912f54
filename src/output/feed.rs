//! An Atom feed (RFC 4287) of the newest pages in each language.

use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::assets::site_file;
use super::recipe::{Output, Recipe};
use crate::base::{LanguageCode, Span};
use crate::site::{Page, Site};

/// A feed for each language, beside its home page.
pub fn emit(site: &Site) -> Vec<Output<'_>> {
    let feed = |language: &'_ crate::input::Language| {
        let address = site.home(&language.code).file("atom.xml").expect("a plain name makes an address");
        (address.output_path(), language.code.clone())
    };
    site.config()
        .languages
        .iter()
        .map(feed)
        .map(|(path, code)| Output {
            path,
            origin: Span::file(site_file()),
            recipe: Recipe::Bytes(Box::new(move || atom(site, &code))),
        })
        .collect()
}

fn atom(site: &Site, code: &LanguageCode) -> Vec<u8> {
    let config = site.config();
    let texts = config.language(code).expect("feeds are made for the languages of the site");
    let pages: Vec<&Page> =
        site.newest(code).iter().take(config.feed_limit).map(|id| site.page(*id)).collect();
    let changed = |page: &&Page| last_change(site, page);
    let updated = pages.iter().map(changed).max().unwrap_or(Timestamp::UNIX_EPOCH).to_string();
    let home = site.home(code);
    let own = home.file("atom.xml").expect("a plain name makes an address");
    let (home, own) = (site.url(&home), site.url(&own));
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    let written = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| {
        let feed = xml.create_element("feed");
        let feed =
            feed.with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", code.as_str())]);
        feed.write_inner_content(|xml| {
            text(xml, "title", &texts.title)?;
            text(xml, "subtitle", &texts.description)?;
            text(xml, "id", &home)?;
            text(xml, "updated", &updated)?;
            link(xml, "self", "application/atom+xml", &own)?;
            link(xml, "alternate", "text/html", &home)?;
            author(xml, &texts.title)?;
            pages.iter().try_for_each(|page| entry(xml, site, page))
        })
        .map(drop)
    });
    written.expect("writing to memory does not fail");
    xml.into_inner()
}

fn last_change(site: &Site, page: &Page) -> Timestamp {
    let changed = page.document.front.last_change().expect("feeds hold dated pages");
    changed.timestamp(&site.config().time_zone)
}

type Xml = Writer<Vec<u8>>;

fn entry(xml: &mut Xml, site: &Site, page: &Page) -> std::io::Result<()> {
    let front = &page.document.front;
    let url = site.url(&page.identity.address);
    let published = front.date.expect("feeds hold dated pages").timestamp(&site.config().time_zone);
    xml.create_element("entry")
        .write_inner_content(|xml| {
            text(xml, "title", &front.title)?;
            text(xml, "id", &url)?;
            link(xml, "alternate", "text/html", &url)?;
            text(xml, "published", &published.to_string())?;
            text(xml, "updated", &last_change(site, page).to_string())?;
            front.authors.iter().try_for_each(|name| author(xml, name))?;
            for topic in &page.topics {
                xml.create_element("category")
                    .with_attribute(("term", &*site.topic(*topic).name))
                    .write_empty()?;
            }
            text(xml, "summary", &front.summary)
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
