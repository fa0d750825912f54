//! Writes feeds as Atom (RFC 4287).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::feed_format::{Entry, Feed};
use crate::site::Frame;

/// A feed as Atom.
pub fn write(frame: &Frame, feed: &Feed<'_>) -> Vec<u8> {
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
            text(xml, "summary", &entry.summary)?;
            entry.content.iter().try_for_each(|html| content(xml, entry, html))
        })
        .map(drop)
}

fn text(xml: &mut Xml, name: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content)).map(drop)
}

/// All that a page says. HTML is escaped, so nothing in it can end the element.
fn content(xml: &mut Xml, entry: &Entry<'_>, html: &str) -> std::io::Result<()> {
    let attributes = [("type", "html"), ("xml:base", entry.page.as_str())];
    xml.create_element("content")
        .with_attributes(attributes)
        .write_text_content(BytesText::new(html))
        .map(drop)
}

fn link(xml: &mut Xml, relation: &str, kind: &str, url: &str) -> std::io::Result<()> {
    let attributes = [("rel", relation), ("type", kind), ("href", url)];
    xml.create_element("link").with_attributes(attributes).write_empty().map(drop)
}

fn author(xml: &mut Xml, name: &str) -> std::io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name)).map(drop)
}
