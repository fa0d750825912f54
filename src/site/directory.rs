//! Where everything is: turns links as editors write them into addresses that hold.

use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::addresses::{Addresses, Target};
use super::identity;
use super::link::{From, Href, LinkProblem};
use super::pictures::{self, Picture};
use super::{Frame, PageId, did_you_mean};
use crate::base::{Address, Code, Diagnostics, LanguageCode, PathError, Same, SourcePath, Span, neighbours};
use crate::document::{Document, LinkKind};
use crate::input::File;

/// What a fragment must not hold as it is (RFC 3986).
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'`');

/// What a query must not hold as it is (RFC 3986); escapes in it stay as they are written.
const QUERY: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'\'').add(b'<').add(b'>').add(b'|').add(b'`');

/// Schemes that links may have. Everything else could run code or leads readers nowhere.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Where everything is, and what a fragment can lead to there.
#[derive(Debug)]
pub struct Directory {
    frame: Arc<Frame>,
    /// Of each page.
    anchors: Vec<Arc<Vec<String>>>,
}

/// Everything that a directory depends on.
#[derive(Debug, PartialEq)]
pub struct Grounds {
    frame: Same<Frame>,
    /// Of each page.
    anchors: Vec<Same<Vec<String>>>,
}

/// A link inside the site, divided.
struct Parts<'l> {
    path: &'l str,
    /// With its `?`, or empty.
    query: &'l str,
    fragment: Option<String>,
}

impl Grounds {
    /// Those of the directory of a frame.
    pub fn of(frame: &Arc<Frame>, documents: &[Arc<Document>]) -> Grounds {
        Grounds { frame: Same(Arc::clone(frame)), anchors: Same::all(&anchors(frame, documents)) }
    }
}

fn anchors(frame: &Frame, documents: &[Arc<Document>]) -> Vec<Arc<Vec<String>>> {
    let documents = frame.numbered_entries().map(|(id, _)| frame.document(id, documents));
    documents.map(|document| Arc::clone(&document.body.anchors)).collect()
}

impl Directory {
    /// What a frame has and what its pages can be linked at.
    pub(super) fn of(frame: Arc<Frame>, documents: &[Arc<Document>]) -> Directory {
        let anchors = anchors(&frame, documents);
        Directory { frame, anchors }
    }

    fn addresses(&self) -> &Addresses {
        &self.frame.addresses
    }

    /// The address to write for a link, or what is wrong with it.
    ///
    /// # Errors
    /// A broken, unsafe or climbing link.
    pub(super) fn resolve(&self, from: &From<'_>, kind: LinkKind, link: &str) -> Result<Href, LinkProblem> {
        check_characters(link)?;
        let plain = |address| Href { address, language: None };
        if let Some(scheme) = scheme(link) {
            return external(kind, &scheme, link).map(plain);
        }
        let parts = divide(link);
        let Some(target) = self.find(from, &parts, link)? else {
            return own_fragment(from, &parts, link).map(plain);
        };
        if kind == LinkKind::Image && target.address.as_str().ends_with('/') {
            let message = format!("`{link}` is a page, not an image");
            return Err(LinkProblem::new(Code::BrokenLink, message, "name the image's file"));
        }
        if let Some(fragment) = &parts.fragment
            && let Some(page) = target.page
        {
            check_fragment(self.frame.entry(page).front.path(), &self.anchors[page.0], fragment)?;
        }
        let fragment = parts.fragment.as_deref().map(encoded_fragment).unwrap_or_default();
        let query = utf8_percent_encode(parts.query, QUERY);
        let language = match target.page {
            Some(page) => Some(&self.frame.entry(page).identity.language),
            None => self.language_of_list(&target.address),
        };
        Ok(Href {
            address: format!("{}{query}{fragment}", self.frame.href(&target.address)),
            language: language.filter(|language| *language != from.language).cloned(),
        })
    }

    /// The file beside pages that a directive is made from, and the address to write for it.
    ///
    /// # Errors
    /// A broken, unsafe or climbing link, and one that leads to something else.
    pub(super) fn file(&self, from: &From<'_>, link: &str) -> Result<(&File, String), LinkProblem> {
        check_characters(link)?;
        if scheme(link).is_some() {
            let message = "data from another host could change unseen";
            return Err(LinkProblem::new(Code::UnsafeLink, message, "put the file beside the page"));
        }
        let parts = divide(link);
        let path = percent_decode_str(parts.path).decode_utf8_lossy();
        let source = match path.strip_prefix('/') {
            Some(absolute) => SourcePath::resolve("content", absolute),
            None => SourcePath::resolve(from.folder, &path),
        };
        if let Some(found) = source.ok().and_then(|source| self.frame.file(&source)) {
            return Ok((&found.file, self.frame.href(&found.address)));
        }
        self.find(from, &parts, link)?;
        let message = format!("`{link}` is no file below `content`");
        Err(LinkProblem::new(Code::BrokenLink, message, "name a data file that lies there: `partners.csv`"))
    }

    /// The picture that an image with a link that holds shows. One that cannot be shown is reported.
    pub(super) fn shown(
        &self,
        diagnostics: &mut Diagnostics,
        from: &From<'_>,
        link: &str,
        span: impl FnOnce() -> Span,
    ) -> Option<Arc<Picture>> {
        let target = self.find(from, &divide(link), link).ok().flatten()?;
        let picture = self.frame.picture(&target.address);
        if let Some(problem) = pictures::problem(link, picture) {
            problem.report(diagnostics, span());
        }
        picture.cloned()
    }

    /// The address to write for a link in a template, whose paths start at `content`.
    ///
    /// # Errors
    /// A broken, unsafe or climbing link.
    pub fn resolve_from_template(
        &self,
        language: &LanguageCode,
        kind: LinkKind,
        link: &str,
    ) -> Result<String, LinkProblem> {
        self.resolve(&From::config(language), kind, link).map(|href| href.address)
    }

    /// The language of a list, by the home page that it lies below; a file has none.
    fn language_of_list(&self, address: &Address) -> Option<&LanguageCode> {
        let config = &self.frame.config;
        let is_below = |code: &LanguageCode| {
            let home = identity::home(config, code);
            address.as_str().starts_with(home.as_str())
        };
        let mut codes = config.languages.iter().map(|language| &language.code).skip(1);
        let found = codes.find(|code| is_below(code)).unwrap_or_else(|| config.default_language());
        address.as_str().ends_with('/').then_some(found)
    }

    /// The page that a link leads to, or what is wrong with it.
    ///
    /// # Errors
    /// A broken, unsafe or climbing link, and one that leads to something else.
    pub(super) fn page(&self, from: &From<'_>, link: &str) -> Result<PageId, LinkProblem> {
        let target = if scheme(link).is_some() { None } else { self.find(from, &divide(link), link)? };
        target.and_then(|target| target.page).ok_or_else(|| {
            LinkProblem::new(
                Code::BrokenLink,
                format!("`{link}` is not a page"),
                "name a page: `/briefs/cyber.md`",
            )
        })
    }

    /// Whether `page` is the one at `address`.
    pub(super) fn is_at(&self, page: PageId, address: &Address) -> bool {
        self.addresses().all.get(address).is_some_and(|target| target.page == Some(page))
    }

    /// What the path of a link names; nothing if it has no path.
    fn find(&self, from: &From<'_>, parts: &Parts<'_>, link: &str) -> Result<Option<&Target>, LinkProblem> {
        if parts.path.is_empty() && (parts.fragment.is_some() || !parts.query.is_empty()) {
            return Ok(None);
        }
        if parts.path.is_empty() {
            return Err(LinkProblem::new(
                Code::BrokenLink,
                "this link leads nowhere",
                "write where it leads",
            ));
        }
        let path = percent_decode_str(parts.path).decode_utf8_lossy();
        let found = match path.strip_prefix('/') {
            Some(absolute) => self.absolute(from, absolute, link)?,
            None => {
                let source = SourcePath::resolve(from.folder, &path).map_err(|error| climbs(link, error))?;
                if source.below("content").is_none() {
                    return Err(climbs(link, PathError::Escapes));
                }
                self.source(from, &source).ok_or(source)
            }
        };
        found.map(Some).map_err(|source| self.missing(&source, link))
    }

    /// A path from the root: a file below `content`, else one below `static`, else an address.
    fn absolute(
        &self,
        from: &From<'_>,
        path: &str,
        link: &str,
    ) -> Result<Result<&Target, SourcePath>, LinkProblem> {
        if let Some(target) = self.address(from, path) {
            return Ok(Ok(target));
        }
        let in_content = SourcePath::resolve("content", path).map_err(|error| climbs(link, error))?;
        let in_static = SourcePath::resolve("static", path).map_err(|error| climbs(link, error))?;
        if in_content.below("content").is_none() {
            return Err(climbs(link, PathError::Escapes));
        }
        let found = self.source(from, &in_content).or_else(|| self.addresses().sources.get(&in_static));
        Ok(found.ok_or(in_content))
    }

    /// What is at an address, below the home page of the language of the one that links to it if it is there too.
    fn address(&self, from: &From<'_>, path: &str) -> Option<&Target> {
        let below = |home: Address| {
            let address = Address::new(&format!("{}{path}", home.as_str())).ok()?;
            self.addresses().all.get(&address)
        };
        below(identity::home(&self.frame.config, from.language)).or_else(|| below(Address::root()))
    }

    /// A page or file by its source, a page in the language of the one that links to it if it has that edition. A source that
    /// names a language, as `about.ja.md` does, is that edition; `about.en.md` need not be the name of a file.
    fn source(&self, from: &From<'_>, path: &SourcePath) -> Option<&Target> {
        let Some(stem) = path.as_str().strip_suffix(".md") else { return self.addresses().sources.get(path) };
        let (name, asked) = match self.asked_language(stem) {
            Some((name, language)) => (name, language),
            None => (stem, from.language),
        };
        let page = |path: &str| {
            let target = self.addresses().sources.get(&SourcePath::new(path).ok()?)?;
            Some((target, target.page?))
        };
        let edition = |path: &str| {
            let (_, page) = page(path)?;
            let edition = &self.frame.entry(self.frame.edition(page, asked)?).identity.address;
            self.addresses().all.get(edition)
        };
        let named = format!("{name}.md");
        let in_language = format!("{name}.{asked}.md");
        let own = || self.addresses().sources.get(path);
        edition(&named).or_else(|| page(&in_language).map(|(target, _)| target)).or_else(own)
    }

    /// Divides `content/about.ja` into a name and a language of the site.
    fn asked_language<'s>(&'s self, stem: &'s str) -> Option<(&'s str, &'s LanguageCode)> {
        let (name, code) = stem.rsplit_once('.')?;
        let language = self.frame.config.languages.iter().find(|language| language.code.as_str() == code)?;
        Some((name, &language.code))
    }

    /// What may be meant by a path where nothing is: a file of that name elsewhere, and the neighbours in the order of
    /// paths. Comparing with every file would take longer than building a large site.
    fn near<'d>(&'d self, path: &SourcePath) -> impl Iterator<Item = &'d SourcePath> {
        const REACH: usize = 32;
        let namesake = self.addresses().names.get(path.name());
        let before = self.addresses().sources.range(..path.clone()).rev().take(REACH);
        let after = self.addresses().sources.range(path.clone()..).take(REACH);
        namesake.into_iter().chain(before.chain(after).map(|(known, _)| known))
    }

    fn missing(&self, path: &SourcePath, link: &str) -> LinkProblem {
        if let Some(reason) = self.addresses().hidden.get(path) {
            return LinkProblem::hidden(link, *reason);
        }
        let message = format!("there is nothing at `{path}`");
        let with_extension = format!("{}.md", path.as_str().trim_end_matches('/'));
        if SourcePath::new(&with_extension).is_ok_and(|page| self.addresses().sources.contains_key(&page)) {
            let help = format!("link to the page's file: `{}.md`", link.trim_end_matches('/'));
            return LinkProblem::new(Code::BrokenLink, message, help);
        }
        let help = did_you_mean(path.as_str(), self.near(path).map(SourcePath::as_str));
        LinkProblem::new(
            Code::BrokenLink,
            message,
            help.unwrap_or_else(|| "correct the path, or add the file".into()),
        )
    }
}

/// Browsers drop control characters and read `\` as `/`: both hide where a link leads.
fn check_characters(link: &str) -> Result<(), LinkProblem> {
    if link.starts_with("//") {
        let help = format!("write `https:{link}`");
        return Err(LinkProblem::new(Code::UnsafeLink, format!("`{link}` names no scheme"), help));
    }
    if link.contains(|c: char| c.is_control() || c == '\\') {
        let message = "this link has a backslash or a control character in it";
        return Err(LinkProblem::new(Code::UnsafeLink, message, "write it with `/` and on one line"));
    }
    Ok(())
}

fn scheme(link: &str) -> Option<String> {
    let (scheme, _) = link.trim_start().split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn external(kind: LinkKind, scheme: &str, link: &str) -> Result<String, LinkProblem> {
    if !SCHEMES.contains(&scheme) {
        let message = format!("scheme `{scheme}` is not allowed in links");
        let help = "use `https`, `http`, `mailto` or `tel`; put `./` before a file name with `:` in it";
        return Err(LinkProblem::new(Code::UnsafeLink, message, help));
    }
    if kind == LinkKind::Image {
        let message = "an image from another host would tell that host who reads this page";
        return Err(LinkProblem::new(Code::UnsafeLink, message, "put the image beside the page"));
    }
    let rest = &link.trim()[scheme.len() + 1..];
    if matches!(scheme, "http" | "https") && !rest.starts_with("//") {
        // The URL standard reads it as a path of the page it stands on.
        let help = format!("write `{scheme}://{}`", rest.trim_start_matches('/'));
        return Err(LinkProblem::new(Code::BrokenLink, format!("`{link}` names no host"), help));
    }
    if rest.is_empty() {
        return Err(LinkProblem::new(
            Code::BrokenLink,
            format!("`{link}` leads nowhere"),
            "write where it leads",
        ));
    }
    match url::Url::parse(link.trim()) {
        Ok(_) => Ok(link.trim().replace(' ', "%20")),
        Err(error) => {
            let message = format!("`{link}` is not an address: {error}");
            Err(LinkProblem::new(Code::BrokenLink, message, "correct it"))
        }
    }
}

fn divide(link: &str) -> Parts<'_> {
    let (rest, fragment) =
        link.split_once('#').map_or((link, None), |(rest, fragment)| (rest, Some(fragment)));
    let at = rest.find('?').unwrap_or(rest.len());
    let fragment = fragment.map(|fragment| percent_decode_str(fragment).decode_utf8_lossy().into_owned());
    Parts { path: &rest[..at], query: &rest[at..], fragment }
}

fn own_fragment(from: &From<'_>, parts: &Parts<'_>, link: &str) -> Result<String, LinkProblem> {
    let (Some(document), Some(fragment)) = (from.document, &parts.fragment) else {
        return Err(LinkProblem::new(Code::BrokenLink, format!("`{link}` names no page"), "name the page"));
    };
    check_fragment(&document.source.path, &document.body.anchors, fragment)?;
    Ok(encoded_fragment(fragment))
}

fn check_fragment(path: &SourcePath, anchors: &[String], fragment: &str) -> Result<(), LinkProblem> {
    // Every page has its top, by the HTML standard.
    if fragment.is_empty()
        || fragment == "top"
        || anchors.binary_search_by(|id| id.as_str().cmp(fragment)).is_ok()
    {
        return Ok(());
    }
    let message = format!("`{path}` has no heading with the id `{fragment}`");
    let help = did_you_mean(fragment, neighbours(fragment, anchors).iter().map(String::as_str));
    let help = help.unwrap_or_else(|| format!("write `{{#{fragment}}}` behind the heading that is meant"));
    Err(LinkProblem::new(Code::BrokenAnchor, message, help))
}

fn encoded_fragment(fragment: &str) -> String {
    format!("#{}", utf8_percent_encode(fragment, FRAGMENT))
}

fn climbs(link: &str, error: PathError) -> LinkProblem {
    match error {
        PathError::Escapes => {
            let message = format!("`{link}` leads out of `content`");
            LinkProblem::new(Code::LinkOutside, message, "link to a file below `content` or `static`")
        }
        PathError::BadSegment | PathError::NotUtf8 => LinkProblem::new(
            Code::BrokenLink,
            format!("`{link}` is not a path"),
            "write a path of plain names",
        ),
    }
}
