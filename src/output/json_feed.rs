//! Writes feeds as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde_json::{Value, json};

use super::feed_format::{Entry, Feed};
use crate::site::Frame;

/// A feed as JSON.
pub fn write(frame: &Frame, feed: &Feed<'_>) -> Vec<u8> {
    let document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": frame.url(&feed.page),
        "feed_url": frame.url(&feed.own),
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [{ "name": feed.author }],
        "items": feed.entries.iter().map(item).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&document).expect("these values are JSON");
    bytes.push(b'\n');
    bytes
}

fn item(entry: &Entry<'_>) -> Value {
    let authors: Vec<Value> = entry.authors.iter().map(|name| json!({ "name": name })).collect();
    let mut item = json!({
        "id": entry.id,
        "url": entry.page,
        "title": entry.title,
        "summary": entry.summary,
        "date_published": entry.published.to_string(),
        "date_modified": entry.updated.to_string(),
    });
    // An item must have one of the two.
    match &entry.content {
        Some(html) => item["content_html"] = html.as_str().into(),
        None => item["content_text"] = entry.summary.as_str().into(),
    }
    if !authors.is_empty() {
        item["authors"] = authors.into();
    }
    if !entry.topics.is_empty() {
        item["tags"] = json!(entry.topics);
    }
    item
}
