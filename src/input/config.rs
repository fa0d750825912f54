//! `site.toml`: what the site is called, where it is published and how it is divided.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::decode::{Decode, Fields, Located, Problems, mismatch};
use super::localized::Localized;
use super::node::{Node, Value};
use super::origin::Origin;
use super::toml;
use crate::base::{BaseUrl, Code, Diagnostics, LanguageCode, Source, nearest};

/// A language that pages can be written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// Its code: the suffix of file names and, for all but the default language, the first part of addresses.
    pub code: LanguageCode,
    /// Its name in itself: `日本語`.
    pub name: String,
    /// The site's title in this language.
    pub title: String,
    /// The site's description in this language.
    pub description: String,
    /// How days are written, as a `strftime` pattern: `%-d %B %Y`.
    pub date_format: String,
    /// The languages in which to look for a text in this one, in order: itself first, the default language last.
    pub fallbacks: Vec<LanguageCode>,
}

/// An item of the site's main navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct NavigationItem {
    /// What readers see.
    pub title: Localized,
    /// A link as in Markdown: a source path from `content/`, or an address.
    pub link: Located<String>,
}

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
    /// Whether HTML in Markdown is passed through.
    pub raw_html: bool,
    /// The style in which sources are listed, by its name; the usual one if there is none.
    pub citation_style: Option<Located<String>>,
    /// For how many days a correction stands at the top of its page.
    pub correction_days: usize,
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
    let feed = fields.optional::<Feed>(problems, "feed");
    let lists = fields.optional::<Lists>(problems, "lists");
    let markdown = fields.optional::<Markdown>(problems, "markdown");
    let citations = fields.optional::<Citations>(problems, "citations");
    let corrections = fields.optional::<Corrections>(problems, "corrections");
    let extra = fields.free(problems, "extra");
    let default_node = fields.id_of("language");
    fields.finish(problems);
    let default: LanguageCode = default.unwrap_or_else(english);
    if !named.0.is_empty() && !named.0.iter().any(|language| language.code == default) {
        let message = format!("the default language `{default}` is not among `[languages]`");
        problems.add(Code::InvalidValue, default_node, message).help(format!("add `[languages.{default}]`"));
    }
    let site = SiteTexts { title: title.unwrap_or_default(), description: description.unwrap_or_default() };
    Config {
        base_url: asked_base
            .cloned()
            .or(base_url)
            .unwrap_or_else(|| BaseUrl::new("http://localhost/").expect("a plain address is valid")),
        languages: languages(&default, named, &site),
        time_zone: time_zone.map_or(TimeZone::UTC, |zone| zone.0),
        navigation,
        feed_limit: feed.and_then(|feed| feed.limit).unwrap_or(20),
        per_page: lists.and_then(|lists| lists.per_page).unwrap_or(20),
        raw_html: markdown.and_then(|markdown| markdown.raw_html).unwrap_or(false),
        citation_style: citations.and_then(|citations| citations.style),
        correction_days: corrections.and_then(|corrections| corrections.notice_days).unwrap_or(90),
        extra,
        origin,
    }
}

fn english() -> LanguageCode {
    LanguageCode::new("en").expect("`en` is a language code")
}

struct SiteTexts {
    title: String,
    description: String,
}

/// The languages of the site, the default one first, what they leave out taken from the site as a whole.
fn languages(default: &LanguageCode, named: Named, site: &SiteTexts) -> Vec<Language> {
    let mut tables = named.0;
    if !tables.iter().any(|table| table.code == *default) {
        tables.insert(0, LanguageTable::empty(default.clone()));
    }
    tables.sort_by_key(|table| table.code != *default);
    let complete = |table: LanguageTable| Language {
        name: table.name.unwrap_or_else(|| table.code.to_string()),
        title: table.title.unwrap_or_else(|| site.title.clone()),
        description: table.description.unwrap_or_else(|| site.description.clone()),
        date_format: table.date_format.unwrap_or_else(|| usual_date_format(&table.code).to_owned()),
        fallbacks: vec![table.code.clone(), default.clone()],
        code: table.code,
    };
    tables.into_iter().map(complete).collect()
}

fn usual_date_format(code: &LanguageCode) -> &'static str {
    match code.as_str() {
        "en" => "%-d %B %Y",
        "ja" => "%Y年%-m月%-d日",
        _ => "%Y-%m-%d",
    }
}

/// `[languages]`: a table for each code.
#[derive(Default)]
struct Named(Vec<LanguageTable>);

struct LanguageTable {
    code: LanguageCode,
    name: Option<String>,
    title: Option<String>,
    description: Option<String>,
    date_format: Option<String>,
}

impl LanguageTable {
    fn empty(code: LanguageCode) -> LanguageTable {
        LanguageTable { code, name: None, title: None, description: None, date_format: None }
    }

    fn decode(problems: &mut Problems, code: LanguageCode, node: &Node) -> Option<LanguageTable> {
        let mut fields = Fields::of(problems, node)?;
        let table = LanguageTable {
            code,
            name: fields.optional(problems, "name"),
            title: fields.optional(problems, "title"),
            description: fields.optional(problems, "description"),
            date_format: fields.optional::<DateFormat>(problems, "date_format").map(|format| format.0),
        };
        fields.finish(problems);
        Some(table)
    }
}

impl Decode for Named {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            return mismatch(problems, node, "a table for each language", node.value.kind());
        };
        let mut tables = Vec::new();
        for entry in entries {
            match LanguageCode::new(&entry.key) {
                Some(code) => tables.extend(LanguageTable::decode(problems, code, &entry.node)),
                None => not_a_code(problems, entry.key_id, &entry.key),
            }
        }
        Some(Named(tables))
    }
}

fn not_a_code(problems: &mut Problems, at: super::NodeId, text: &str) {
    let problem = problems.add(Code::InvalidValue, at, format!("`{text}` is not a language code"));
    problem.help("write a code such as `en`, `ja` or `pt-BR`");
}

impl Decode for LanguageCode {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let code = LanguageCode::new(&text);
        if code.is_none() {
            not_a_code(problems, node.id, &text);
        }
        code
    }
}

struct DateFormat(String);

impl Decode for DateFormat {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        match jiff::fmt::strtime::format(&text, jiff::civil::date(2024, 11, 1)) {
            Ok(_) => Some(DateFormat(text)),
            Err(error) => {
                let problem =
                    problems.add(Code::InvalidValue, node.id, format!("`{text}` formats no day: {error}"));
                problem.help("write a pattern such as `%-d %B %Y`");
                None
            }
        }
    }
}

struct Zone(TimeZone);

impl Decode for Zone {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        // The bundled database and no other, so that a machine's own list of zones changes nothing.
        let bundled = jiff::tz::TimeZoneDatabase::bundled();
        match bundled.get(&text) {
            Ok(zone) => Some(Zone(zone)),
            Err(_) => {
                let names: Vec<String> = bundled.available().map(|name| name.to_string()).collect();
                let near = nearest(&text, names.iter().map(String::as_str)).unwrap_or("Europe/Brussels");
                let problem =
                    problems.add(Code::InvalidValue, node.id, format!("`{text}` is not a time zone"));
                problem.help(format!("write a name such as `{near}`"));
                None
            }
        }
    }
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

impl Decode for NavigationItem {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let title = fields.required_localized(problems, "title");
        let link = fields.required(problems, "link");
        fields.finish(problems);
        Some(NavigationItem { title: title?, link: link? })
    }
}

struct Feed {
    limit: Option<usize>,
}

impl Decode for Feed {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let feed = Feed { limit: fields.optional(problems, "limit") };
        fields.finish(problems);
        Some(feed)
    }
}

struct Lists {
    per_page: Option<usize>,
}

impl Decode for Lists {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let lists = Lists { per_page: fields.optional(problems, "per_page") };
        fields.finish(problems);
        Some(lists)
    }
}

struct Markdown {
    raw_html: Option<bool>,
}

impl Decode for Markdown {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let markdown = Markdown { raw_html: fields.optional(problems, "raw_html") };
        fields.finish(problems);
        Some(markdown)
    }
}

struct Citations {
    style: Option<Located<String>>,
}

impl Decode for Citations {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let citations = Citations { style: fields.optional(problems, "style") };
        fields.finish(problems);
        Some(citations)
    }
}

struct Corrections {
    notice_days: Option<usize>,
}

impl Decode for Corrections {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let corrections = Corrections { notice_days: fields.optional(problems, "notice_days") };
        fields.finish(problems);
        Some(corrections)
    }
}
