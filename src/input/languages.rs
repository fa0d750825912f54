//! `[languages]` of `site.toml`: the languages of a site, and where each takes the texts that it lacks from.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::decode::{Decode, Fields, Located, Problems, choice, mismatch};
use super::node::{Node, NodeId, Value};
use crate::base::{Code, LanguageCode, Locale, nearest};

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
    /// Which way its lines run.
    pub direction: Direction,
    /// How it writes dates and numbers, and orders names.
    pub locale: Locale,
    /// Where its readers are: an instant is shown as the day that it is there.
    pub time_zone: TimeZone,
    /// The languages in which a text is looked for, in order: this one, those that it falls back on, the default one.
    pub fallbacks: Vec<LanguageCode>,
}

/// Which way lines run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// What languages take from the site as a whole.
pub(super) struct SiteTexts {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) time_zone: TimeZone,
}

/// The languages of the site, the default one first, what they leave out taken from the site as a whole.
pub(super) fn languages(
    problems: &mut Problems,
    default: &LanguageCode,
    named: Named,
    site: &SiteTexts,
) -> Vec<Language> {
    let mut tables = named.0;
    if !tables.iter().any(|table| table.code == *default) {
        tables.insert(0, LanguageTable::empty(default.clone()));
    }
    tables.sort_by_key(|table| table.code != *default);
    check_fallbacks(problems, &mut tables);
    let fallbacks: Vec<Vec<LanguageCode>> =
        tables.iter().map(|table| fallbacks(&tables, table, default)).collect();
    let taken = |fallbacks: &[LanguageCode], text: fn(&LanguageTable) -> Option<&String>| {
        let named = fallbacks.iter().filter_map(|code| tables.iter().find(|table| table.code == *code));
        named.filter_map(text).next().cloned()
    };
    let texts = fallbacks.iter().map(|fallbacks| SiteTexts {
        title: taken(fallbacks, |table| table.title.as_ref()).unwrap_or_else(|| site.title.clone()),
        description: taken(fallbacks, |table| table.description.as_ref())
            .unwrap_or_else(|| site.description.clone()),
        time_zone: site.time_zone.clone(),
    });
    let texts: Vec<SiteTexts> = texts.collect();
    let all = tables.into_iter().zip(fallbacks).zip(&texts);
    all.map(|((table, fallbacks), texts)| table.complete(texts, fallbacks)).collect()
}

fn fallbacks(tables: &[LanguageTable], table: &LanguageTable, default: &LanguageCode) -> Vec<LanguageCode> {
    let mut chain = vec![table.code.clone()];
    let mut at = Some(table);
    while let Some(fallback) = at.and_then(|table| table.fallback.as_ref()) {
        chain.push(fallback.value.clone());
        at = tables.iter().find(|table| table.code == fallback.value);
    }
    if !chain.contains(default) {
        chain.push(default.clone());
    }
    chain
}

/// Reports fallbacks that lead nowhere or in a circle, and takes them away.
fn check_fallbacks(problems: &mut Problems, tables: &mut [LanguageTable]) {
    let codes: Vec<LanguageCode> = tables.iter().map(|table| table.code.clone()).collect();
    for place in 0..tables.len() {
        let Some(fallback) = &tables[place].fallback else { continue };
        let (id, asked) = (fallback.id, fallback.value.clone());
        let message = if asked == codes[place] {
            format!("`{asked}` cannot fall back on itself")
        } else if !codes.contains(&asked) {
            format!("`{asked}` is not a language of this site")
        } else if let Some(circle) = circle(tables, place) {
            format!("fallbacks lead in a circle: `{}`", circle.join("` → `"))
        } else {
            continue;
        };
        let others: Vec<&str> =
            codes.iter().filter(|code| **code != codes[place]).map(LanguageCode::as_str).collect();
        let help = match (nearest(asked.as_str(), others.iter().copied()), others.as_slice()) {
            (Some(near), _) if !codes.contains(&asked) => format!("did you mean `{near}`?"),
            (_, []) => "remove `fallback`: there is no other language".to_owned(),
            (_, others) => format!("name another one of `{}`, or remove `fallback`", others.join("`, `")),
        };
        problems.add(Code::InvalidValue, id, message).help(help);
        tables[place].fallback = None;
    }
}

/// The languages on the way from one back to itself, if its fallbacks lead there.
fn circle(tables: &[LanguageTable], start: usize) -> Option<Vec<String>> {
    let mut way = vec![tables[start].code.to_string()];
    let mut at = &tables[start];
    while way.len() <= tables.len() {
        let next = &at.fallback.as_ref()?.value;
        way.push(next.to_string());
        at = tables.iter().find(|table| table.code == *next)?;
        if at.code == tables[start].code {
            return Some(way);
        }
    }
    None
}

/// `[languages]`: a table for each code.
#[derive(Default)]
pub(super) struct Named(Vec<LanguageTable>);

impl Named {
    /// Whether tables are there, and none for this language.
    pub(super) fn lacks(&self, code: &LanguageCode) -> bool {
        !self.0.is_empty() && !self.0.iter().any(|table| table.code == *code)
    }
}

struct LanguageTable {
    code: LanguageCode,
    name: Option<String>,
    title: Option<String>,
    description: Option<String>,
    direction: Option<Direction>,
    locale: Option<Locale>,
    time_zone: Option<Zone>,
    fallback: Option<Located<LanguageCode>>,
}

impl LanguageTable {
    fn empty(code: LanguageCode) -> LanguageTable {
        LanguageTable {
            code,
            name: None,
            title: None,
            description: None,
            direction: None,
            locale: None,
            time_zone: None,
            fallback: None,
        }
    }

    fn decode(problems: &mut Problems, code: LanguageCode, node: &Node) -> Option<LanguageTable> {
        let mut fields = Fields::of(problems, node)?;
        let table = LanguageTable {
            code,
            name: fields.optional(problems, "name"),
            title: fields.optional(problems, "title"),
            description: fields.optional(problems, "description"),
            direction: fields.optional(problems, "direction"),
            locale: fields.optional(problems, "locale"),
            time_zone: fields.optional(problems, "time_zone"),
            fallback: fields.optional(problems, "fallback"),
        };
        if let Some(locale) = table.locale.as_ref().filter(|locale| locale.language() != table.code.primary())
        {
            let message = format!("`{}` is no locale of `{}`", locale.tag(), table.code);
            let problem = problems.add(Code::InvalidValue, fields.id_of("locale"), message);
            problem.help(format!("write one that begins with `{}`", table.code.primary()));
        }
        fields.finish(problems);
        Some(table)
    }

    fn complete(self, site: &SiteTexts, fallbacks: Vec<LanguageCode>) -> Language {
        let locale = self.locale.unwrap_or_else(|| Locale::of_language(&self.code));
        let usual = if locale.is_right_to_left() { Direction::Rtl } else { Direction::Ltr };
        Language {
            name: self.name.unwrap_or_else(|| self.code.to_string()),
            title: self.title.unwrap_or_else(|| site.title.clone()),
            description: self.description.unwrap_or_else(|| site.description.clone()),
            direction: self.direction.unwrap_or(usual),
            locale,
            time_zone: self.time_zone.map_or_else(|| site.time_zone.clone(), |zone| zone.0),
            fallbacks,
            code: self.code,
        }
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

fn not_a_code(problems: &mut Problems, at: NodeId, text: &str) {
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

impl Decode for Direction {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        choice(problems, node, "a direction", &[("ltr", Direction::Ltr), ("rtl", Direction::Rtl)])
    }
}

impl Decode for Locale {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let locale = Locale::parse(&text);
        if locale.is_none() {
            let message = format!("`{text}` is not a locale");
            let problem = problems.add(Code::InvalidValue, node.id, message);
            problem.help("write a language and, where it matters, a country: `en-GB`, `ja`");
        }
        locale
    }
}

/// A time zone by its name.
pub(super) struct Zone(pub(super) TimeZone);

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
