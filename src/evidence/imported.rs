//! What a reference of another program's library says, whatever format it came in.

use std::str::FromStr;

use hayagriva::types::{FormatString, Person, Publisher, QualifiedUrl};
use hayagriva::{Entry, types};
use jiff::civil::Date;
use url::Url;

use crate::base::{Code, Diagnostics, Span};

/// How a date is written that `date` reads.
pub(super) const DATE_HELP: &str = "write a date as `2024`, `2024-11` or `2024-11-01`";

/// A reference. What a page shows of it is text; what a style formats is the entry.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its name in citations, unique in its file.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it: `Family, Given`, or an institution's name.
    pub authors: Vec<String>,
    /// Who published it: for an article its journal or newspaper, else the publisher or institution.
    pub publisher: Option<String>,
    /// When it was published: `2024`, `2024-11` or `2024-11-01`.
    pub date: Option<String>,
    /// Its address (http or https), and where that stands.
    pub url: Option<(String, Span)>,
    /// When it was read, in the form of `date`.
    pub accessed: Option<String>,
    /// The code of the language it is written in.
    pub language: Option<String>,
    /// What its collector noted.
    pub note: Option<String>,
    /// What its collector filed it under.
    pub keywords: Vec<String>,
    /// All of it, to be formatted.
    pub entry: Entry,
}

/// Reads a date with its precision: `2024`, `2024-11`, `2024-11-01`. Of a span of time (`2024-11/2024-12`) the beginning
/// counts, a time of day and marks of doubt (`2024~`) do not.
pub(super) fn date(text: &str) -> Option<String> {
    let begin = text.split('/').map(str::trim).find(|side| !side.is_empty() && *side != "..")?;
    let day = begin.split('T').next()?.trim_end_matches(['~', '?', '%']);
    let mut parts = Vec::new();
    for part in day.split('-') {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.push(part.parse::<i64>().ok().filter(|_| is_number)?);
    }
    date_of_parts(&parts)
}

/// Writes year, month and day, of which the last two may be missing, as a date.
pub(super) fn date_of_parts(parts: &[i64]) -> Option<String> {
    let year = i16::try_from(*parts.first()?).ok().filter(|year| (1000..=9999).contains(year))?;
    let month = parts.get(1).map_or(Some(1), |month| i8::try_from(*month).ok())?;
    let day = parts.get(2).map_or(Some(1), |day| i8::try_from(*day).ok())?;
    let whole = Date::new(year, month, day).ok()?.to_string();
    let length = [4, 7, 10].get(parts.len() - 1)?;
    Some(whole[..*length].to_owned())
}

/// A date of this module's form for a style.
pub(super) fn entry_date(date: &str) -> Option<types::Date> {
    types::Date::from_str(date).ok()
}

/// The address, if readers can follow it.
pub(super) fn web_address(text: &str) -> Option<Url> {
    Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// What is wrong with an address that readers cannot follow, and how to mend it.
pub(super) fn address_problem(written: &str) -> (String, &'static str) {
    (format!("`{written}` is not a web address"), "write an address that begins with `https://`")
}

/// Reports the second of two references with one key.
pub(super) fn report_duplicate(diagnostics: &mut Diagnostics, key: &str, span: Span, first: Span) {
    let message = format!("key `{key}` is given to two references");
    diagnostics
        .report(Code::DuplicateId, span, message)
        .help("give each reference a key of its own")
        .related(first, "the first is here");
}

/// Adds an address and the day it was read.
pub(super) fn set_url(entry: &mut Entry, url: Url, accessed: Option<&str>) {
    entry.set_url(QualifiedUrl::new(url, accessed.and_then(entry_date)));
}

/// Adds a publisher, which may be known by place alone.
pub(super) fn set_publisher(entry: &mut Entry, name: Option<&str>, place: Option<&str>) {
    if name.is_some() || place.is_some() {
        let format = |text: &str| FormatString::with_value(text);
        entry.set_publisher(Publisher::new(name.map(format), place.map(format)));
    }
}

/// A person or institution as lists show it.
pub(super) fn display_name(person: &Person) -> String {
    person.name_first(false, false)
}

/// The words of a list that is written with commas or semicolons.
pub(super) fn keywords(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        assert_eq!(date("2024").as_deref(), Some("2024"));
        assert_eq!(date("2024-11").as_deref(), Some("2024-11"));
        assert_eq!(date(" 2024-11-1 ").as_deref(), Some("2024-11-01"));
        assert_eq!(date("2024-11-01T10:00:00Z").as_deref(), Some("2024-11-01"));
        assert_eq!(date("2024-11/2024-12").as_deref(), Some("2024-11"));
        assert_eq!(date("2024~").as_deref(), Some("2024"));
        for wrong in
            ["", "24", "2024-13", "2024-00", "2023-02-29", "2024-11-01-01", "soon", "-2024", "+2024", "/"]
        {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        assert!(web_address("https://a.eu/x").is_some());
        for wrong in ["javascript:alert(1)", "a.eu/x", "ftp://a.eu", "http://", ""] {
            assert!(web_address(wrong).is_none(), "{wrong}");
        }
    }
}
