//! The filters and functions of templates, beside those of Tera.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::fmt::strtime;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::pages::{alert_name, push_attribute};
use crate::base::{Address, Diagnostics, LanguageCode, Moment, Source, SourcePath, nearest};
use crate::document::{self, Fill, LinkKind, Rules};
use crate::site::{Directory, Site};

/// How many steps all `range` loops of one output may make together.
const RANGE_LIMIT: usize = 1_000_000;

thread_local! {
    /// Steps that the output being rendered on this thread has left. Tera gives functions no other place of their own.
    static RANGE_LEFT: Cell<usize> = const { Cell::new(RANGE_LIMIT) };
}

/// Gives the next output its full allowance of loop steps.
pub fn reset_limits() {
    RANGE_LEFT.set(RANGE_LIMIT);
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
    tera.register_function("link", move |kwargs: Kwargs, state: &State| {
        link(&links, state, kwargs.must_get::<&str>("path")?)
    });
    tera.register_filter("date", move |text: &str, kwargs: Kwargs, state: &State| {
        let format = match kwargs.get::<&str>("format")? {
            Some(format) => format,
            None => formats.get(language_of(state)?.as_str()).map_or("%Y-%m-%d", String::as_str),
        };
        date(text, format)
    });
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, state: &State| {
        let inline = kwargs.get::<bool>("inline")?.unwrap_or(false);
        markdown(&directory, state, text, inline)
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

fn language_of(state: &State) -> TeraResult<LanguageCode> {
    let code = state.get::<String>("language")?;
    code.and_then(|code| LanguageCode::new(&code)).ok_or_else(|| Error::message("`language` was overwritten"))
}

fn link(directory: &Directory, state: &State, path: &str) -> TeraResult<String> {
    resolve(directory, &language_of(state)?, LinkKind::Link, path)
}

fn resolve(directory: &Directory, language: &LanguageCode, kind: LinkKind, path: &str) -> TeraResult<String> {
    directory
        .resolve_from_template(language, kind, path)
        .map_err(|problem| Error::message(format!("{}: {}", problem.message, problem.help)))
}

fn date(text: &str, format: &str) -> TeraResult<String> {
    let moment = Moment::parse(text).ok_or_else(|| Error::message(format!("`{text}` is not a date")))?;
    strtime::format(format, moment.day())
        .map_err(|error| Error::message(format!("`{format}` formats no day: {error}")))
}

/// Renders Markdown from front matter or `site.toml`, whose links are written as from `content`.
fn markdown(directory: &Directory, state: &State, text: &str, inline: bool) -> TeraResult<Value> {
    let language = language_of(state)?;
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
    let html = body.filled(|html, fill| match fill {
        Fill::Link(number) => push_attribute(html, &hrefs[number]),
        Fill::Alert(kind) => html.push_str(alert_name(language.as_str(), kind)),
    });
    let paragraph = html.trim_end().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    let html = if inline { paragraph.unwrap_or(&html) } else { &html };
    Ok(Value::safe_string(html))
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
