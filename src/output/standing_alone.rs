//! HTML of a page as it can stand in another document: with full addresses, and without ids, which could meet those of that
//! document, scripts, and what only helps to read the page itself: links to copy and notes in the margin.

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::copying::full;
use crate::base::BaseUrl;

/// Attributes that hold an address.
const ADDRESSES: [&str; 4] = ["href", "src", "cite", "poster"];

/// Attributes that are ids, refer to them, or do something.
const DROPPED: [&str; 6] = ["id", "aria-labelledby", "aria-describedby", "for", "style", "tabindex"];

/// A part of the page at `page`, which is a full address.
pub fn standing_alone(base: &BaseUrl, page: &str, html: &str) -> String {
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("script, style, template, a.anchor, span.side", |element| {
            element.remove();
            Ok(())
        }))
        .append_element_content_handler(element!("div.heading", |element| {
            element.remove_and_keep_content();
            Ok(())
        }))
        .append_element_content_handler(element!("*", |element| Ok(rewrite(base, page, element)?)));
    rewrite_str(html, settings).expect("templates write text, which can be read as HTML")
}

fn rewrite(
    base: &BaseUrl,
    page: &str,
    element: &mut Element<'_, '_>,
) -> Result<(), lol_html::errors::AttributeNameError> {
    for name in DROPPED {
        element.remove_attribute(name);
    }
    let handlers = element.attributes().iter().map(lol_html::html_content::Attribute::name);
    let handlers: Vec<String> = handlers.filter(|name| name.starts_with("on")).collect();
    for name in handlers {
        element.remove_attribute(&name);
    }
    for name in ADDRESSES {
        if let Some(address) = element.get_attribute(name) {
            element.set_attribute(name, &full(base, page, &address))?;
        }
    }
    if let Some(candidates) = element.get_attribute("srcset") {
        let full = candidates.split(',').map(|candidate| full(base, page, candidate.trim()));
        element.set_attribute("srcset", &full.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_full_and_ids_are_gone() {
        let base = BaseUrl::new("https://a.eu/repo/").unwrap();
        let alone = |html: &str| standing_alone(&base, "https://a.eu/repo/b/", html);
        assert_eq!(
            alone(
                "<h2 id=\"x\">A</h2><p><a href=\"#_s\" id=\"c\" role=\"doc-noteref\">1</a> <a href=\"/repo/c/?a&amp;b#d\">c</a></p>"
            ),
            "<h2>A</h2><p><a href=\"https://a.eu/repo/b/#_s\" role=\"doc-noteref\">1</a> \
             <a href=\"https://a.eu/repo/c/?a&amp;b#d\">c</a></p>"
        );
        assert_eq!(
            alone(
                "a<script>b</script><img src=/repo/d.png srcset='/repo/d.png 1x, /repo/e.png 2x' onload=x>"
            ),
            "a<img src=\"https://a.eu/repo/d.png\" srcset=\"https://a.eu/repo/d.png 1x, https://a.eu/repo/e.png 2x\">"
        );
        assert_eq!(
            alone("<a href=\"mailto:a@b.eu\">&lt;b&gt; 日本</a>"),
            "<a href=\"mailto:a@b.eu\">&lt;b&gt; 日本</a>"
        );
    }
}
