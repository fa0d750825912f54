//! Addresses: where a page is, seen from the site's root, and what that becomes under a base address.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Position, Url};

use super::{OutputPath, PathError, Slug};

/// What the value of a query must not hold as it is: all that is not unreserved (RFC 3986, 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a path must not hold as it is (RFC 3986, `pchar`), and `'`, so that addresses may stand in any attribute.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A page or file of the site, seen from its root and unencoded: `/briefs/cyber/`, `/atom.xml`, `/ja/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// The home page of the default language.
    pub fn root() -> Address {
        Address("/".into())
    }

    /// Checks an address: from the root, no dot parts, `/` at the end of a page's.
    ///
    /// # Errors
    /// [`PathError::BadSegment`] for anything else.
    pub fn new(address: &str) -> Result<Address, PathError> {
        let inner = address.strip_prefix('/').ok_or(PathError::BadSegment)?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        if !inner.is_empty() {
            OutputPath::new(inner)?;
        } else if address != "/" {
            return Err(PathError::BadSegment);
        }
        Ok(Address(address.into()))
    }

    /// The page `slug` below this one.
    pub fn page(&self, slug: &Slug) -> Address {
        Address(format!("{self}{slug}/"))
    }

    /// Page `number` of a list that starts at this address; the first is the address itself.
    pub fn numbered(&self, number: usize) -> Address {
        if number == 1 { self.clone() } else { Address(format!("{self}page/{number}/")) }
    }

    /// The file `name` below this page.
    ///
    /// # Errors
    /// [`PathError::BadSegment`] if `name` is no relative path of plain names.
    pub fn file(&self, name: &str) -> Result<Address, PathError> {
        Address::new(&format!("{self}{name}"))
    }

    /// The file that a web server answers this address with.
    pub fn output_path(&self) -> OutputPath {
        let inner = &self.0[1..];
        let path = if inner.is_empty() || inner.ends_with('/') {
            format!("{inner}index.html")
        } else {
            inner.into()
        };
        OutputPath::new(path).expect("an address was checked when it was made")
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path as it may stand in an address.
pub fn encoded_path(path: &str) -> impl fmt::Display {
    utf8_percent_encode(path, PATH)
}

/// A text as a value in the query of an address, of which it is no part: only ASCII letters, digits and `-._~` stand
/// as they are.
pub fn encoded_component(text: &str) -> impl fmt::Display {
    utf8_percent_encode(text, COMPONENT)
}

/// Where the site is published: `https://example.org/repo/`. Makes addresses hold there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`
    origin: String,
    /// `/repo/`, encoded, with `/` at both ends
    path: String,
}

impl BaseUrl {
    /// Checks an absolute `http` or `https` address without credentials, query and fragment; a missing `/` at its end is added.
    ///
    /// # Errors
    /// A phrase that says what is wrong.
    pub fn new(text: &str) -> Result<BaseUrl, String> {
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("scheme `{}` is not `http` or `https`", url.scheme()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("a query or fragment cannot be part of it".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("credentials cannot be part of it".into());
        }
        let path = url.path().strip_suffix('/').unwrap_or(url.path());
        if path.contains("//") || path.ends_with('/') {
            return Err("its path has an empty part".into());
        }
        Ok(BaseUrl { origin: url.origin().ascii_serialization(), path: format!("{path}/") })
    }

    /// The path that the site lies under, with `/` at both ends: `/`, `/repo/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An address for links inside the site: absolute from the host's root, so it holds on a page at any depth.
    pub fn href(&self, address: &Address) -> String {
        format!("{}{}", self.path, encoded_path(&address.0[1..]))
    }

    /// The full address.
    pub fn url(&self, address: &Address) -> String {
        format!("{}{}", self.origin, self.href(address))
    }

    /// Whether an address, seen from a page of the site, leads to another host.
    pub fn leads_away(&self, address: &str) -> bool {
        if !address.contains("//") {
            return false;
        }
        let Ok(own) = Url::parse(&self.origin) else { return false };
        let Ok(there) = own.join(address.trim()) else { return false };
        let host = |url: &Url| url[Position::BeforeHost..Position::AfterPort].to_owned();
        there.has_host() && host(&there) != host(&own)
    }

    /// The full address of an `href` made by this base.
    pub fn absolute(&self, href: &str) -> String {
        format!("{}{href}", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_query_ends_nothing() {
        let text = "50 % & more? #1, 日・EU/~x\"";
        assert_eq!(
            encoded_component(text).to_string(),
            "50%20%25%20%26%20more%3F%20%231%2C%20%E6%97%A5%E3%83%BBEU%2F~x%22"
        );
    }

    #[test]
    fn addresses_hold_under_a_sub_path() {
        let base = BaseUrl::new("https://user.github.io/repo").unwrap();
        let address = Address::root().page(&Slug::of("サイバー 100%").unwrap());
        assert_eq!(base.href(&address), "/repo/%E3%82%B5%E3%82%A4%E3%83%90%E3%83%BC-100/");
        assert_eq!(base.url(&Address::root()), "https://user.github.io/repo/");
        assert_eq!(address.output_path().as_str(), "サイバー-100/index.html");
    }

    #[test]
    fn base_addresses_that_cannot_hold_a_site_are_refused() {
        for text in [
            "example.org",
            "/repo/",
            "ftp://example.org/",
            "https://a.org/?x",
            "https://a.org//b/",
            "https://a.org//",
            "https://u:p@a.org/",
            "",
        ] {
            assert!(BaseUrl::new(text).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_on_other_hosts_lead_away() {
        let base = BaseUrl::new("https://example.org/repo/").unwrap();
        for away in
            ["https://example.com/", "//example.com/x", "http://example.org:81/", " HTTPS://a.example.org/ "]
        {
            assert!(base.leads_away(away), "{away}");
        }
        for here in [
            "",
            "/repo//a",
            "a.png",
            "https://example.org/x",
            "http://EXAMPLE.org",
            "mailto:a@example.com",
            "data:,//a",
        ] {
            assert!(!base.leads_away(here), "{here}");
        }
    }

    #[test]
    fn addresses_that_climb_are_refused() {
        for text in ["", "a/", "/../", "/a//b/", "//", "/a/./b"] {
            assert!(Address::new(text).is_err(), "{text}");
        }
        assert_eq!(Address::new("/404.html").unwrap().output_path().as_str(), "404.html");
    }
}
