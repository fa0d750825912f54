//! Which page a file is: its language, its place in the tree and its address.

use crate::base::{Address, Code, Diagnostics, LanguageCode, Slug, SourcePath, Span};
use crate::document::FrontMatter;
use crate::input::Config;

/// What a page is to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// `content/_index.md`
    Home,
    /// `_index.md` of a folder
    Section,
    /// any other
    Page,
}

/// Which page a file is. Language is part of it.
#[derive(Debug, Clone)]
pub struct Identity {
    /// What it is to the tree.
    pub kind: PageKind,
    /// The language it is written in.
    pub language: LanguageCode,
    /// The folder below `content` that it belongs to, empty for the root: for a page, its section's; for a section, its own.
    pub folder: String,
    /// What all its editions share: its `translation_key`, else its path below `content`: `briefs/cyber`.
    pub edition_key: String,
    /// Where it is.
    pub address: Address,
}

/// Which page a file is; nothing if it cannot have an address, which is reported.
pub fn identify(diagnostics: &mut Diagnostics, config: &Config, front: &FrontMatter) -> Option<Identity> {
    let path = front.path();
    let below = path.below("content")?.strip_suffix(".md")?;
    let (folder, stem) = below.rsplit_once('/').unwrap_or(("", below));
    let (name, language) = language_of(config, stem);
    check_language(diagnostics, config, path, stem);
    let edition_key = match (&front.translation_key, name, folder) {
        (Some(key), _, _) => key.value.clone(),
        (None, "index", _) => folder.to_owned(),
        (None, _, "") => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    let home = home(config, &language);
    let (kind, section, address) = match (name, folder) {
        ("_index", "") => (PageKind::Home, "", Some(home)),
        ("_index", _) => (PageKind::Section, folder, folder_address(diagnostics, path, home, folder)),
        ("index", "") => {
            let message = "the home page is named `_index.md`";
            diagnostics.report(Code::BadFileName, Span::file(path.clone()), message).help("rename this file");
            (PageKind::Home, "", Some(home))
        }
        ("index", _) => {
            let (parent, own) = folder.rsplit_once('/').unwrap_or(("", folder));
            let above = folder_address(diagnostics, path, home, parent);
            (PageKind::Page, parent, above.and_then(|above| page_address(diagnostics, front, &above, own)))
        }
        _ => {
            let above = folder_address(diagnostics, path, home, folder);
            (PageKind::Page, folder, above.and_then(|above| page_address(diagnostics, front, &above, name)))
        }
    };
    refuse_slug(diagnostics, kind, front);
    Some(Identity { kind, language, folder: section.to_owned(), edition_key, address: address? })
}

/// Divides `cyber.ja` into the page's name and its language, if the site has that language.
pub fn language_of<'s>(config: &Config, stem: &'s str) -> (&'s str, LanguageCode) {
    match suffix(stem).filter(|(_, code)| config.language(code).is_some()) {
        Some((name, code)) => (name, code),
        None => (stem, config.default_language().clone()),
    }
}

/// Divides `cyber.ja` where a language may begin.
fn suffix(stem: &str) -> Option<(&str, LanguageCode)> {
    let (name, code) = stem.rsplit_once('.')?;
    Some((name, LanguageCode::new(code)?))
}

/// A page in a language that the site does not have would be published as one in the default language.
fn check_language(diagnostics: &mut Diagnostics, config: &Config, path: &SourcePath, stem: &str) {
    let Some((name, code)) = stem.rsplit_once('.') else { return };
    let as_code = code.to_lowercase().replace('_', "-");
    let is_own = LanguageCode::new(code).is_some_and(|code| config.language(&code).is_some());
    if is_own || !LanguageCode::is_shaped(&as_code) {
        return;
    }
    let known: Vec<&str> = config.languages.iter().map(|language| language.code.as_str()).collect();
    let message = format!("`{name}` is written in `{code}`, which is not a language of the site");
    diagnostics.report(Code::UnknownLanguage, Span::file(path.clone()), message).help(format!(
        "name it by one of `{}`, or add `[languages.{as_code}]` to `site.toml`",
        known.join("`, `")
    ));
}

/// The home address of a language: `/` for the default one, `/ja/` for another.
pub fn home(config: &Config, language: &LanguageCode) -> Address {
    if language == config.default_language() {
        return Address::root();
    }
    Address::new(&format!("/{language}/")).expect("a language code is a plain name")
}

/// Where the pages of a folder are; nothing if it cannot have an address, which is reported.
pub fn folder_address(
    diagnostics: &mut Diagnostics,
    path: &SourcePath,
    home: Address,
    folder: &str,
) -> Option<Address> {
    let mut address = home;
    for name in folder.split('/').filter(|name| !name.is_empty()) {
        address = address.page(&slug_of(diagnostics, path, name)?);
    }
    Some(address)
}

fn page_address(
    diagnostics: &mut Diagnostics,
    front: &FrontMatter,
    above: &Address,
    name: &str,
) -> Option<Address> {
    let given = front.slug.as_ref().map(|slug| slug.value.clone());
    let slug = given.or_else(|| slug_of(diagnostics, front.path(), name))?;
    Some(above.page(&slug))
}

fn slug_of(diagnostics: &mut Diagnostics, path: &SourcePath, name: &str) -> Option<Slug> {
    let slug = Slug::of(name);
    if slug.is_none() {
        let message = format!("`{name}` has no letter or digit to make an address of");
        diagnostics.report(Code::BadFileName, Span::file(path.clone()), message).help("rename it");
    }
    slug
}

fn refuse_slug(diagnostics: &mut Diagnostics, kind: PageKind, front: &FrontMatter) {
    if let (Some(slug), PageKind::Home | PageKind::Section) = (&front.slug, kind) {
        diagnostics
            .report(Code::InvalidValue, front.span(slug.id), "a section takes its address from its folder")
            .help("remove `slug` and rename the folder");
    }
}
