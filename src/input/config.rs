//! `site.toml`: what the site is called, where it is published and how it is divided.

use std::sync::Arc;

use jiff::tz::TimeZone;
use url::Url;

use super::decode::{Decode, Fields, Located, Problems};
use super::languages::{self, Language, Named, SiteTexts, Zone};
use super::localized::Localized;
use super::node::{Node, Value};
use super::origin::Origin;
use super::theme::Theme;
use super::toml;
use crate::base::{BaseUrl, Code, Diagnostics, LanguageCode, Source};

/// An item of the site's main navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct NavigationItem {
    /// What readers see.
    pub title: Localized,
    /// A link as in Markdown: a source path from `content/`, or an address.
    pub link: Located<String>,
}

/// How wide pictures stand in the theme that comes with the program: as wide as a column of text, or a small screen.
const SIZES: &str = "(min-width: 42rem) 38rem, 95vw";

/// `site.toml`, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the site is published.
    pub base_url: BaseUrl,
    /// All languages, the default one first.
    pub languages: Vec<Language>,
    /// Days begin and end here.
    pub time_zone: TimeZone,
    /// The main navigation.
    pub navigation: Vec<NavigationItem>,
    /// How many pages a feed holds.
    pub feed_limit: usize,
    /// How many pages a page of a list holds.
    pub per_page: usize,
    /// How wide pictures stand on a page, as in CSS: what browsers choose files by.
    pub picture_sizes: String,
    /// Whether HTML in Markdown is passed through.
    pub raw_html: bool,
    /// The style in which sources are listed, by its name; the usual one if there is none.
    pub citation_style: Option<Located<String>>,
    /// Whether a source is named in the margin where it is first cited.
    pub side_notes: bool,
    /// Colours in place of those of the stylesheet.
    pub theme: Theme,
    /// How many kilobytes a page may weigh with its stylesheets, compressed.
    pub page_kb: Option<usize>,
    /// For how many days a correction stands at the top of its page.
    pub correction_days: usize,
    /// Whether readers can search the site, if `site.toml` says so.
    pub search: Option<bool>,
    /// The address of the licence that the pages are under.
    pub licence: Option<String>,
    /// Whatever the site's own templates need.
    pub extra: Value,
    /// The places of all this in `site.toml`.
    pub origin: Origin,
}

impl Config {
    /// Reads `site.toml`; `base_url`, if given, takes the place of the one in it. Values that are wrong are reported and
    /// replaced by defaults, so that the pages are checked too.
    pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>, base_url: Option<&BaseUrl>) -> Config {
        let mut syntax = Diagnostics::default();
        let (node, origin) = toml::parse(&mut syntax, source);
        let mut problems = Problems::default();
        let config = decode(&mut problems, &node, origin, base_url);
        // What is left of a file that does not parse says little about what is wrong with its values.
        if !syntax.has_errors() {
            problems.report(diagnostics, |id| config.origin.span(id));
        }
        diagnostics.append(syntax);
        config
    }

    /// The language of pages whose file name gives none.
    pub fn default_language(&self) -> &LanguageCode {
        &self.languages[0].code
    }

    /// The languages in which to look for a text in this one, in order.
    pub fn fallbacks(&self, code: &LanguageCode) -> &[LanguageCode] {
        self.language(code).map_or(&[], |language| &language.fallbacks)
    }

    /// A text in a language, or in the nearest that it is given in.
    pub fn text<'t>(&'t self, language: &LanguageCode, text: &'t Localized) -> &'t str {
        text.chosen(self.fallbacks(language), self.default_language()).0
    }

    /// The language with this code, if the site has it.
    pub fn language(&self, code: &LanguageCode) -> Option<&Language> {
        self.languages.iter().find(|language| language.code == *code)
    }
}

fn decode(problems: &mut Problems, node: &Node, origin: Origin, asked_base: Option<&BaseUrl>) -> Config {
    let empty = Node { id: node.id, value: Value::Null };
    let fields = Fields::of(problems, node).or_else(|| Fields::of(problems, &empty));
    let mut fields = fields.expect("nothing at all is an empty mapping");
    let base_url = fields.required(problems, "base_url");
    let title = fields.required(problems, "title");
    let description = fields.required(problems, "description");
    let default = fields.optional(problems, "language");
    let time_zone = fields.optional::<Zone>(problems, "time_zone");
    let named: Named = fields.optional(problems, "languages").unwrap_or_default();
    let navigation = fields.list(problems, "navigation");
    let feed_limit = fields.one(problems, "feed", "limit");
    let per_page = fields.one(problems, "lists", "per_page");
    let picture_sizes = fields.one(problems, "pictures", "sizes");
    let raw_html = fields.one(problems, "markdown", "raw_html");
    let (citation_style, side_notes) = fields.section(problems, "citations", |problems, citations| {
        (citations.optional(problems, "style"), citations.optional(problems, "side_notes"))
    });
    let correction_days = fields.one(problems, "corrections", "notice_days");
    let theme = fields.optional(problems, "theme");
    let page_kb = fields.one(problems, "limits", "page_kb");
    let search = fields.one(problems, "search", "enabled");
    let licence = fields.optional::<Licence>(problems, "licence");
    let extra = fields.free(problems, "extra");
    let default_node = fields.id_of("language");
    fields.finish(problems);
    let default: LanguageCode = default.unwrap_or_else(english);
    if named.lacks(&default) {
        let message = format!("the default language `{default}` is not among `[languages]`");
        problems.add(Code::InvalidValue, default_node, message).help(format!("add `[languages.{default}]`"));
    }
    let site = SiteTexts {
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        time_zone: time_zone.map_or(TimeZone::UTC, |zone| zone.0),
    };
    Config {
        base_url: asked_base
            .cloned()
            .or(base_url)
            .unwrap_or_else(|| BaseUrl::new("http://localhost/").expect("a plain address is valid")),
        languages: languages::languages(problems, &default, named, &site),
        time_zone: site.time_zone,
        navigation,
        feed_limit: feed_limit.unwrap_or(20),
        per_page: per_page.unwrap_or(20),
        picture_sizes: picture_sizes.unwrap_or_else(|| SIZES.to_owned()),
        raw_html: raw_html.unwrap_or(false),
        side_notes: side_notes.unwrap_or(false),
        citation_style,
        theme: theme.unwrap_or_default(),
        page_kb,
        correction_days: correction_days.unwrap_or(90),
        search,
        licence: licence.map(|licence| licence.0),
        extra,
        origin,
    }
}

fn english() -> LanguageCode {
    LanguageCode::new("en").expect("`en` is a language code")
}

impl Decode for BaseUrl {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        match BaseUrl::new(&text) {
            Ok(base) => Some(base),
            Err(reason) => {
                let message = format!("`{text}` is not a base address: {reason}");
                let problem = problems.add(Code::InvalidValue, node.id, message);
                problem.help("write where the site is published: `https://example.org/repo/`");
                None
            }
        }
    }
}

/// The address of a licence.
struct Licence(String);

impl Decode for Licence {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let is_web = Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_web {
            problems
                .add(Code::InvalidValue, node.id, format!("`{text}` is not the address of a licence"))
                .help("write it in full: `https://creativecommons.org/licenses/by/4.0/`");
        }
        is_web.then_some(Licence(text))
    }
}

impl Decode for NavigationItem {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let title = fields.required_localized(problems, "title");
        let link = fields.required(problems, "link");
        fields.finish(problems);
        Some(NavigationItem { title: title?, link: link? })
    }
}
