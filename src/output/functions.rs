//! The filters and functions of templates, beside those of Tera.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::fmt::strtime;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::filling::{alert_name, push_attribute};
use crate::base::{
    Address, Diagnostics, LanguageCode, Moment, PartialDate, Precision, Source, SourcePath, nearest,
};
use crate::document::{self, Fill, LinkKind, Rules};
use crate::site::{Directory, Site};

/// How many steps all `range` loops of one output may make together.
const RANGE_LIMIT: usize = 1_000_000;

thread_local! {
    /// Steps that the output being rendered on this thread has left. Tera gives functions no other place of their own.
    static RANGE_LEFT: Cell<usize> = const { Cell::new(RANGE_LIMIT) };
    /// The language of that output: a component sees only its arguments, not `language`.
    static LANGUAGE: RefCell<Option<LanguageCode>> = const { RefCell::new(None) };
}

/// Begins an output in this language, with its full allowance of loop steps.
pub fn begin(language: &LanguageCode) {
    RANGE_LEFT.set(RANGE_LIMIT);
    LANGUAGE.replace(Some(language.clone()));
}

fn current_language() -> LanguageCode {
    LANGUAGE.with_borrow(Clone::clone).expect("functions are called while an output is rendered")
}

/// Adds them all. Must come before templates, which are checked against what is there.
pub fn register(tera: &mut Tera, site: &Site) {
    let directory = Arc::clone(&site.directory);
    let formats = date_formats(site);
    let assets = Assets::of(site);
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| {
        assets.href(kwargs.must_get::<&str>("path")?)
    });
    tera.register_function("range", range);
    let links = Arc::clone(&directory);
    tera.register_function("link", move |kwargs: Kwargs, _: &State| {
        resolve(&links, &current_language(), LinkKind::Link, kwargs.must_get::<&str>("path")?)
    });
    tera.register_filter("date", move |text: &str, kwargs: Kwargs, _: &State| {
        let format = kwargs.get::<&str>("format")?;
        let language = current_language();
        match PartialDate::parse(text).map(|date| (date.precision(), date.first())) {
            Some((Precision::Month, first)) => day(first, format.unwrap_or(month_format(language.as_str()))),
            Some((Precision::Year, first)) => day(first, format.unwrap_or(year_format(language.as_str()))),
            precise => {
                let usual = || formats.get(language.as_str()).map_or("%Y-%m-%d", String::as_str);
                let format = format.unwrap_or_else(usual);
                precise.map_or_else(|| date(text, format), |(_, written)| day(written, format))
            }
        }
    });
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, _: &State| {
        let inline = kwargs.get::<bool>("inline")?.unwrap_or(false);
        let html = markdown(&directory, text)?;
        Ok::<Value, Error>(Value::safe_string(if inline { within_paragraph(&html)? } else { &html }))
    });
}

fn date_formats(site: &Site) -> BTreeMap<String, String> {
    let languages = site.config().languages.iter();
    languages.map(|language| (language.code.to_string(), language.date_format.clone())).collect()
}

/// The static files and the addresses that tell their versions apart.
struct Assets(BTreeMap<String, String>);

impl Assets {
    /// A fingerprint stands in the query, so each file is published once, under the name it has, and a changed file has a
    /// new address all the same.
    fn of(site: &Site) -> Assets {
        let href = |file: &crate::input::File| -> Option<(String, String)> {
            let name = file.path.below("static")?;
            let address = Address::new(&format!("/{name}")).ok()?;
            Some((name.to_owned(), format!("{}?v={}", site.href(&address), file.digest.fingerprint())))
        };
        Assets(site.inputs.statics.iter().filter_map(href).collect())
    }

    fn href(&self, name: &str) -> TeraResult<String> {
        self.0.get(name).cloned().ok_or_else(|| {
            let near = nearest(name, self.0.keys().map(String::as_str));
            let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            Error::message(format!("there is no file `static/{name}`{hint}"))
        })
    }
}

fn resolve(directory: &Directory, language: &LanguageCode, kind: LinkKind, path: &str) -> TeraResult<String> {
    directory
        .resolve_from_template(language, kind, path)
        .map_err(|problem| Error::message(format!("{}: {}", problem.message, problem.help)))
}

fn date(text: &str, format: &str) -> TeraResult<String> {
    let moment = Moment::parse(text).ok_or_else(|| Error::message(format!("`{text}` is not a date")))?;
    day(moment.day(), format)
}

fn day(day: Date, format: &str) -> TeraResult<String> {
    strtime::format(format, day)
        .map_err(|error| Error::message(format!("`{format}` formats no day: {error}")))
}

/// How a language writes a month that is known without its day.
fn month_format(language: &str) -> &'static str {
    match language {
        "en" => "%B %Y",
        "ja" => "%Y年%-m月",
        _ => "%Y-%m",
    }
}

/// How a language writes a year.
fn year_format(language: &str) -> &'static str {
    if language == "ja" { "%Y年" } else { "%Y" }
}

/// Renders Markdown from front matter or `site.toml`, whose links are written as from `content`.
fn markdown(directory: &Directory, text: &str) -> TeraResult<String> {
    let language = current_language();
    let path = SourcePath::new("templates").expect("a plain name is a path");
    let mut diagnostics = Diagnostics::default();
    let body = document::render_text(&mut diagnostics, &Source::new(path, text), Rules { raw_html: false });
    if let Some(problem) = diagnostics.into_sorted().first() {
        return Err(Error::message(&problem.message));
    }
    let hrefs: Vec<String> = body
        .links
        .iter()
        .map(|link| resolve(directory, &language, link.kind, &link.target))
        .collect::<TeraResult<_>>()?;
    if body.holes.iter().any(|hole| !matches!(hole.fill, Fill::Link(_) | Fill::Alert(_))) {
        return Err(Error::message("only the body of a page can cite, refer to entries and hold directives"));
    }
    Ok(body.filled(|html, fill| match fill {
        Fill::Link(number) => push_attribute(html, &hrefs[number]),
        Fill::Alert(kind) => html.push_str(alert_name(language.as_str(), kind)),
        Fill::Citation(_) | Fill::Directive(_) | Fill::MentionStart(_) | Fill::MentionEnd(_) => {}
    }))
}

/// What stands in the one paragraph of a rendered text.
fn within_paragraph(html: &str) -> TeraResult<&str> {
    let trimmed = html.trim_end();
    let inner = trimmed.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    let single = if trimmed.is_empty() { Some("") } else { inner.filter(|inner| !inner.contains("<p>")) };
    single.ok_or_else(|| Error::message("text that is rendered `inline` must be one paragraph"))
}

/// Tera's `range` with an allowance for the whole output, so that nested loops end.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn range(kwargs: Kwargs, _: &State) -> TeraResult<Vec<i64>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or(0);
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    let step = usize::try_from(step).ok().filter(|step| *step > 0);
    let step = step.ok_or_else(|| Error::message("`step_by` must be 1 or more"))?;
    let length = usize::try_from(end.saturating_sub(start).max(0)).unwrap_or(usize::MAX).div_ceil(step);
    let left = RANGE_LEFT.get();
    if length > left {
        return Err(Error::message(format!("loops over `range` make more than {RANGE_LIMIT} steps")));
    }
    // A step for the call itself, so that empty ranges come to an end as well.
    RANGE_LEFT.set(left.saturating_sub(length.max(1)));
    Ok((start..end).step_by(step).collect())
}
