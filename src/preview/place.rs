//! What an address is about, and the output file behind it. Knows nothing of what the site holds.

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::base::encoded_path;

/// The output file that is shown where there is none.
pub const MISSING: &str = "404.html";

/// The folder of the preview itself, below the base.
const OWN: &str = ".briefgen/";

/// What an address is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// The site, but not quite its address.
    Near,
    /// What lies below the site's base.
    Site(&'a str),
    /// Something of the preview itself.
    Own(&'a str),
    /// Not on the site.
    Outside,
}

impl Place<'_> {
    /// Places the decoded `path` against the encoded `base` of a site.
    pub fn of<'a>(base: &str, path: &'a str) -> Place<'a> {
        let base = percent_decode_str(base).decode_utf8_lossy();
        match path.strip_prefix(&*base) {
            Some(below) => below.strip_prefix(OWN).map_or(Place::Site(below), Place::Own),
            None if path == "/" || base.strip_suffix('/') == Some(path) => Place::Near,
            None => Place::Outside,
        }
    }
}

/// The output file that the address at `path`, decoded and below the base, is answered with.
pub fn output_path(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// The address of `path`, decoded and below the encoded `base`, with the query `query`, as sent.
pub fn address(base: &str, path: &str, query: &str) -> String {
    let path = encoded_path(path);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{base}{path}{mark}{}", utf8_percent_encode(query, CONTROLS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_placed_against_the_base() {
        for (path, place) in [
            ("/", Place::Near),
            ("/repo", Place::Near),
            ("/repo/", Place::Site("")),
            ("/repo/a/", Place::Site("a/")),
            ("/repo/.briefgen", Place::Site(".briefgen")),
            ("/repo/.briefgen/events", Place::Own("events")),
            ("/repository/", Place::Outside),
            ("/a", Place::Outside),
        ] {
            assert_eq!(Place::of("/repo/", path), place, "{path}");
        }
        assert_eq!(Place::of("/", "/"), Place::Site(""));
        assert_eq!(Place::of("/", "/.briefgen/events"), Place::Own("events"));
        assert_eq!(Place::of("/%E5%AE%89/", "/安/a"), Place::Site("a"));
    }

    #[test]
    fn folders_are_answered_with_their_index() {
        assert_eq!(output_path(""), "index.html");
        assert_eq!(output_path("a/"), "a/index.html");
        assert_eq!(output_path("a/b.css"), "a/b.css");
    }

    #[test]
    fn addresses_hold_no_more_than_they_may() {
        assert_eq!(address("/r/", "a b/安%?/", "x=é&y=%20"), "/r/a%20b/%E5%AE%89%25%3F/?x=%C3%A9&y=%20");
        assert_eq!(address("/r/", "", ""), "/r/");
    }
}
