//! Finds what a page or stylesheet loads, and of that what comes from another host, which would learn who reads what. Knows
//! nothing of templates or of where an address was written.
//!
//! Most pages load nothing from elsewhere, so their HTML is not parsed: a look at each `//` tells whether it can be in
//! something that loads.

use std::cell::RefCell;
use std::ops::Range;

use lol_html::html_content::Element;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use crate::base::{BaseUrl, Code, Diagnostic, Diagnostics, Span};

/// Elements, and those of their attributes that name what is loaded. A link to follow loads nothing.
const LOADERS: &[(&str, &[&str])] = &[
    ("audio", &["src"]),
    ("base", &["href"]),
    ("body", &["background"]),
    ("embed", &["src"]),
    ("feimage", &["href", "xlink:href"]),
    ("frame", &["src"]),
    ("iframe", &["src"]),
    ("image", &["href", "xlink:href"]),
    ("img", &["src", "srcset"]),
    ("input", &["src"]),
    ("link", &["href", "imagesrcset"]),
    ("object", &["data"]),
    ("script", &["src"]),
    ("source", &["src", "srcset"]),
    ("track", &["src"]),
    ("use", &["href", "xlink:href"]),
    ("video", &["poster", "src"]),
];

/// What a `link` is when it loads, or makes a browser connect.
const LOADING_LINKS: [&str; 10] = [
    "apple-touch-icon",
    "dns-prefetch",
    "icon",
    "manifest",
    "mask-icon",
    "modulepreload",
    "preconnect",
    "prefetch",
    "preload",
    "stylesheet",
];

/// How a choice of pictures begins in a stylesheet.
const IMAGE_SET: &str = "image-set(";

/// The addresses on other hosts that a page loads, in the order of the page.
pub fn of_page(base: &BaseUrl, html: &str) -> Vec<String> {
    if !may_load(html) {
        return Vec::new();
    }
    let found: RefCell<Vec<String>> = RefCell::default();
    let style = RefCell::new(String::new());
    let foreign = |address: &String| base.leads_away(address);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("*", |element| {
            found.borrow_mut().extend(loaded(element).into_iter().filter(foreign));
            Ok(())
        }))
        .append_element_content_handler(text!("style", |chunk| {
            style.borrow_mut().push_str(chunk.as_str());
            Ok(())
        }))
        .with_strict(false);
    // What the parser refuses, it refuses for want of memory.
    let _ = rewrite_str(html, settings);
    let style = style.into_inner();
    let mut found = found.into_inner();
    found.extend(of_stylesheet(base, &style).into_iter().map(|range| style[range].to_owned()));
    found
}

/// Reports an address on another host that is loaded.
pub fn report<'d>(diagnostics: &'d mut Diagnostics, span: Span, address: &str) -> &'d mut Diagnostic {
    let message = format!("`{address}` is loaded from another host, which learns who reads this");
    diagnostics
        .report(Code::ForeignLoad, span, message)
        .help("put the file into `static`, or beside the page, and load it from there")
}

/// Whether a `//` stands in a tag that may load, or in a stylesheet.
fn may_load(html: &str) -> bool {
    let mut from = 0;
    while let Some(at) = html[from..].find("//").map(|found| from + found) {
        from = at + 2;
        let Some(open) = html[..at].rfind('<') else { continue };
        let tag = &html[open + 1..];
        let name =
            tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())].to_ascii_lowercase();
        let is_text = html[open..at].contains('>');
        let may = match name.as_str() {
            "a" | "meta" => html[open..at].to_ascii_lowercase().contains("style"),
            "style" => true,
            "link" => is_loading(&tag[..tag.find('>').unwrap_or(tag.len())]),
            // Text behind a tag, unless an attribute of the tag has `>` in it.
            _ if is_text => html[open..at].ends_with(['"', '\'', '=', '(']),
            _ => true,
        };
        if may {
            return true;
        }
    }
    false
}

fn is_loading(link: &str) -> bool {
    let link = link.to_ascii_lowercase();
    LOADING_LINKS.iter().any(|relation| link.contains(relation))
}

/// The addresses that an element loads.
fn loaded(element: &Element<'_, '_>) -> Vec<String> {
    let name = element.tag_name();
    let relation = element.get_attribute("rel").unwrap_or_default();
    let is_followed = name == "link" && !is_loading(&relation);
    let attributes = LOADERS.iter().find(|(loader, _)| *loader == name && !is_followed);
    let mut addresses = Vec::new();
    for attribute in attributes.map_or(&[][..], |(_, attributes)| attributes) {
        let Some(value) = element.get_attribute(attribute) else { continue };
        let value = value.replace("&amp;", "&");
        if attribute.ends_with("srcset") {
            let candidates =
                value.split(',').filter_map(|candidate| candidate.split_ascii_whitespace().next());
            addresses.extend(candidates.map(str::to_owned));
        } else {
            addresses.push(value);
        }
    }
    if let Some(style) = element.get_attribute("style") {
        let style = style.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        addresses.extend(in_css(&style).into_iter().map(|range| style[range].to_owned()));
    }
    addresses
}

/// The places of addresses on other hosts in a stylesheet.
pub fn of_stylesheet(base: &BaseUrl, css: &str) -> Vec<Range<usize>> {
    if !css.contains("//") {
        return Vec::new();
    }
    in_css(css).into_iter().filter(|range| base.leads_away(&css[range.clone()])).collect()
}

/// The places of all addresses in a stylesheet: in `url(…)`, between quotes in `image-set(…)`, and behind `@import`. What stands
/// in comments and in other texts is none.
fn in_css(css: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut is_import = false;
    // The parentheses that are open, and whether texts in them are addresses.
    let mut open = Vec::new();
    while at < css.len() {
        let rest = &css[at..];
        let begins =
            |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let step = if begins("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if begins("url(") {
            let inner = rest[4..].trim_start();
            let start = css.len() - inner.len();
            let range = if inner.starts_with(['"', '\'']) {
                quoted(css, start)
            } else {
                let end = inner.find(')').unwrap_or(inner.len());
                start..start + inner[..end].trim_end().len()
            };
            found.push(range.clone());
            open.push(false);
            // Behind the closing quote, if there is one.
            range.end + usize::from(inner.starts_with(['"', '\''])) - at
        } else if rest.starts_with(['"', '\'']) {
            let range = quoted(css, at);
            let is_address = is_import || open.last() == Some(&true);
            found.extend(is_address.then(|| range.clone()));
            is_import = false;
            range.end + 1 - at
        } else if begins(IMAGE_SET) {
            open.push(true);
            IMAGE_SET.len()
        } else {
            match rest.as_bytes()[0] {
                b'(' => open.push(false),
                b')' => drop(open.pop()),
                _ => {}
            }
            is_import = begins("@import") || (is_import && !rest.starts_with([';', '{', '}']));
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step.max(1);
    }
    found
}

/// The inside of the quotes that open at `at`; a backslash keeps the next character.
fn quoted(css: &str, at: usize) -> Range<usize> {
    let mut characters = css[at..].char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((offset, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            _ if Some(character) == quote || character == '\n' => return at + 1..at + offset,
            _ => {}
        }
    }
    (at + 1).min(css.len())..css.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Vec<String> {
        of_page(&BaseUrl::new("https://example.org/repo/").unwrap(), html)
    }

    fn stylesheet(css: &str) -> Vec<&str> {
        let base = BaseUrl::new("https://example.org/repo/").unwrap();
        of_stylesheet(&base, css).into_iter().map(|range| &css[range]).collect()
    }

    #[test]
    fn whatever_a_page_loads_is_found() {
        for (html, address) in [
            ("<img src=\"https://a.example/x.png\">", "https://a.example/x.png"),
            ("<IMG SRC=//a.example/x>", "//a.example/x"),
            ("<img alt=\"a > b\" src=\"//a.example/x\">", "//a.example/x"),
            ("<img srcset=\"/a.png 1x, https://a.example/x.png 2x\">", "https://a.example/x.png"),
            ("<script src='https://a.example/?a=1&amp;b=2'></script>", "https://a.example/?a=1&b=2"),
            (
                "<link href=\"https://a.example/x.css\" rel=\"alternate stylesheet\">",
                "https://a.example/x.css",
            ),
            ("<svg><use xlink:href='//a.example/x#y'/></svg>", "//a.example/x#y"),
            ("<svg><feImage href='//a.example/x'/></svg>", "//a.example/x"),
            ("<p style=\"background: url(&quot;//a.example/x&quot;)\">", "//a.example/x"),
            ("<style>p { background: url(//a.example/x) }</style>", "//a.example/x"),
            ("<a href=\"/\">a</a><style>@import '//a.example/x';</style>", "//a.example/x"),
            ("<video poster=\"//a.example/x\"></video>", "//a.example/x"),
            ("<base href=\"//a.example/\">", "//a.example/"),
        ] {
            assert_eq!(page(html), [address], "{html}");
        }
    }

    #[test]
    fn links_and_the_site_itself_load_nothing_from_elsewhere() {
        for html in [
            "<a href=\"https://a.example/\">https://a.example/</a> <q cite=\"//a.example/\">",
            "<link rel=\"canonical\" href=\"https://a.example/\"><link rel=\"alternate\" href=\"https://a.example/icons\">",
            "<img src=\"https://example.org/x.png\"><img src=\"/repo//x.png\"><img src=\"data:image/png;base64,//a\">",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<script>\"https://a.example/\"</script><!-- <img src=\"//a.example/\"> -->",
            "<style>/* url(//a.example/) */ p::after { content: \"url(//a.example/)\" }</style>",
        ] {
            assert_eq!(page(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn pages_of_text_and_links_are_not_parsed() {
        let html = "<html><head><link rel=\"canonical\" href=\"https://a.example/\"><meta content=\"https://a.example/\"></head>\
             <p>See <a href=\"https://a.example/\">a</a> at https://a.example/.</p>";
        assert!(!may_load(html));
    }

    #[test]
    fn what_a_stylesheet_loads_is_found_at_its_place() {
        assert_eq!(
            stylesheet(
                "@import \"//a.example/1\"; @IMPORT URL( '//a.example/2' ) print; p { src: url(//a.example/3 ) }"
            ),
            ["//a.example/1", "//a.example/2", "//a.example/3"]
        );
        assert_eq!(
            stylesheet(
                "@import url(a.css); p { content: \"//a.example/\\\"//\"; b: url(\"x\" } /* url(//a.example/)"
            ),
            [""; 0]
        );
        assert_eq!(
            stylesheet(
                "a { background: image-set(\"//a.example/1\" 1x, url(//a.example/2) 2x, '//a.example/3' type(\"//a.example/no\") 3x) }"
            ),
            ["//a.example/1", "//a.example/2", "//a.example/3"]
        );
        assert_eq!(
            stylesheet("a { b: -webkit-image-set('//a.example/1' 1x); content: \"//a.example/no\" }"),
            ["//a.example/1"]
        );
        assert_eq!(stylesheet("url(//a.example/"), ["//a.example/"]);
        assert_eq!(stylesheet("url('//a.example/"), ["//a.example/"]);
        assert_eq!(stylesheet("//'"), [""; 0]);
    }
}
