//! The filters and functions of templates, beside those of Tera.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::copying::{full, push_destination, push_plain};
use super::marking::{EXTERNAL, Scripts, push_attribute};
use super::text_view::TextView;
use super::words::Words;
use crate::base::{
    Address, BaseUrl, Diagnostics, Formats, LanguageCode, Moment, PartialDate, Source, SourcePath,
    encoded_component, nearest,
};
use crate::document::{self, AlertKind, Body, Fill, LinkKind, Rules, Stand};
use crate::drawing::{self, Fonts, Setting};
use crate::input::{Content, File, Language};
use crate::site::{Directory, Site};

/// How many steps all `range` loops of one output may make together.
const RANGE_LIMIT: usize = 1_000_000;

/// What functions and filters know of the site. Templates are compiled without it, so that they can outlive it.
pub struct Answers {
    directory: Arc<Directory>,
    /// The addresses of static files, which tell their versions apart.
    assets: BTreeMap<String, String>,
    /// The files of `static`, by name.
    statics: BTreeMap<String, File>,
    /// How each language writes dates and numbers.
    conventions: BTreeMap<LanguageCode, Conventions>,
    words: Arc<Words>,
    /// What text is measured with. Beside what is asked, what every template of a language may read stands for them too.
    fonts: Arc<Fonts>,
    /// What words in another script than their text are taken for.
    scripts: Scripts,
    /// Where the site is published, which every output knows.
    base_url: BaseUrl,
}

/// How a language writes dates and numbers.
struct Conventions {
    formats: Formats,
    time_zone: TimeZone,
    /// What tells them from others.
    name: String,
}

impl Conventions {
    fn of(language: &Language) -> Conventions {
        let zone = language.time_zone.iana_name().unwrap_or("UTC");
        Conventions {
            formats: Formats::of(&language.locale),
            time_zone: language.time_zone.clone(),
            name: format!("{} {zone}", language.locale.tag()),
        }
    }
}

impl Answers {
    /// What a site answers.
    pub fn of(site: &Site, words: &Arc<Words>, fonts: &Arc<Fonts>) -> Answers {
        let languages = site.config().languages.iter();
        Answers {
            directory: Arc::clone(&site.directory),
            assets: site.inputs.statics.iter().filter_map(|file| asset(site, file)).collect(),
            statics: site.inputs.statics.iter().filter_map(named).collect(),
            conventions: languages.map(|one| (one.code.clone(), Conventions::of(one))).collect(),
            words: Arc::clone(words),
            fonts: Arc::clone(fonts),
            scripts: Scripts::of(site.config()),
            base_url: site.config().base_url.clone(),
        }
    }

    /// Whether everything that was asked would be answered alike.
    pub fn repeat(&self, reads: &[Read]) -> bool {
        reads.iter().all(|read| self.answer(&read.language, &read.question) == read.answer)
    }

    /// Those of a language of the site.
    fn conventions(&self, language: &LanguageCode) -> &Conventions {
        let of_any = || self.conventions.values().next();
        self.conventions.get(language).or_else(of_any).expect("a site has a language")
    }

    /// The stylesheets of `static`, with their addresses.
    pub fn stylesheets(&self) -> impl Iterator<Item = (&str, &File)> {
        let sheets = self.assets.iter().filter(|(name, _)| name.ends_with(".css"));
        sheets.filter_map(|(name, address)| Some((address.as_str(), self.statics.get(name)?)))
    }

    /// The day as a language writes it.
    pub fn date(&self, language: &LanguageCode, date: PartialDate) -> String {
        self.conventions(language).formats.date(date)
    }

    fn no_file(&self, name: &str) -> String {
        let near = nearest(name, self.assets.keys().map(String::as_str));
        let hint = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        format!("there is no file `static/{name}`{hint}")
    }

    fn answer(&self, language: &LanguageCode, question: &Question) -> Result<String, String> {
        match question {
            Question::Asset(name) => self.assets.get(name).cloned().ok_or_else(|| self.no_file(name)),
            Question::External(address) => {
                let is_external = self.base_url.leads_away(address);
                Ok(if is_external { EXTERNAL.to_owned() } else { String::new() })
            }
            Question::Inline(name) => {
                self.statics.get(name).ok_or_else(|| self.no_file(name)).and_then(inlined)
            }
            Question::HasPage(path) => {
                let found = self.directory.resolve_from_template(language, LinkKind::Link, path);
                Ok(if found.is_ok() { "true" } else { "" }.to_owned())
            }
            Question::Alert(kind) => Ok(self.words.alert(language, *kind)),
            Question::Conventions => Ok(self.conventions(language).name.clone()),
            Question::Link(kind, path) => self
                .directory
                .resolve_from_template(language, *kind, path)
                .map_err(|problem| format!("{}: {}", problem.message, problem.help)),
        }
    }
}

fn named(file: &File) -> Option<(String, File)> {
    Some((file.path.below("static")?.to_owned(), file.clone()))
}

/// The text of a file, to stand in a `script` or `style` element of which no character is escaped. Line ends are those that a
/// browser reads, as the digest of the element is taken of that; the last one is left out, as the Nu checker does when it
/// compares digests.
fn inlined(file: &File) -> Result<String, String> {
    let Content::Memory(bytes) = &file.content else {
        return Err(format!("`{}` is too large to stand in a page", file.path));
    };
    let text = str::from_utf8(bytes).map_err(|_| format!("`{}` is no UTF-8 text", file.path))?;
    let source = Source::new(file.path.clone(), text);
    let small = source.text.to_ascii_lowercase();
    match ["</script", "</style", "<!--"].into_iter().find(|end| small.contains(end)) {
        Some(end) => Err(format!("`{}` has `{end}` in it, which a browser would take for markup", file.path)),
        None => Ok(source.text.trim_end().to_owned()),
    }
}

/// The digest of a text as a content security policy names it: `'sha256-…'`. <https://www.w3.org/TR/CSP3/#grammardef-hash-source>
fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// A fingerprint stands in the query, so each file is published once, under the name it has, and a changed file has a new
/// address all the same.
fn asset(site: &Site, file: &File) -> Option<(String, String)> {
    let name = file.path.below("static")?;
    let address = Address::new(&format!("/{name}")).ok()?;
    Some((name.to_owned(), format!("{}?v={}", site.href(&address), file.digest.fingerprint())))
}

/// What a template can ask about the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    /// What an alert is called.
    Alert(AlertKind),
    /// The address of a static file.
    Asset(String),
    /// How the language writes dates and numbers: what it writes is the same as long as this is.
    Conventions,
    /// What marks a link to this address if it leads to another host.
    External(String),
    /// Whether there is a page or file.
    HasPage(String),
    /// The text of a static file.
    Inline(String),
    /// The address of a page or file.
    Link(LinkKind, String),
}

/// A question of a template, and what it was told: beside what is bound, all that its output depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    language: LanguageCode,
    question: Question,
    answer: Result<String, String>,
}

/// The output that is being rendered on a thread.
struct Scope {
    answers: Arc<Answers>,
    /// A component sees only its arguments, not `language`.
    language: LanguageCode,
    /// Steps of loops that it has left.
    range_left: usize,
    reads: Vec<Read>,
}

thread_local! {
    /// Tera gives functions no other place of their own.
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// Renders an output in this language; tells, in the order of first asking, what its templates asked.
pub fn within<T>(
    answers: &Arc<Answers>,
    language: &LanguageCode,
    render: impl FnOnce() -> T,
) -> (T, Vec<Read>) {
    let (answers, language) = (Arc::clone(answers), language.clone());
    SCOPE.replace(Some(Scope { answers, language, range_left: RANGE_LIMIT, reads: Vec::new() }));
    let rendered = render();
    let scope = SCOPE.take().expect("it was put there before");
    (rendered, scope.reads)
}

fn in_scope<T>(act: impl FnOnce(&mut Scope) -> T) -> T {
    SCOPE.with_borrow_mut(|scope| act(scope.as_mut().expect("functions are called within an output")))
}

fn ask(question: Question) -> TeraResult<String> {
    let answer = in_scope(|scope| {
        if let Some(read) = scope.reads.iter().find(|read| read.question == question) {
            return read.answer.clone();
        }
        let answer = scope.answers.answer(&scope.language, &question);
        scope.reads.push(Read { language: scope.language.clone(), question, answer: answer.clone() });
        answer
    });
    answer.map_err(Error::message)
}

/// Adds them all. Must come before templates, which are checked against what is there.
pub fn register(tera: &mut Tera) {
    tera.register_function("asset", |kwargs: Kwargs, _: &State| {
        ask(Question::Asset(kwargs.must_get::<&str>("path")?.to_owned()))
    });
    tera.register_function("inline", |kwargs: Kwargs, _: &State| {
        let text = ask(Question::Inline(kwargs.must_get::<&str>("path")?.to_owned()))?;
        Ok::<Value, Error>(Value::safe_string(&text))
    });
    tera.register_function("range", range);
    tera.register_function("link", |kwargs: Kwargs, _: &State| {
        ask(Question::Link(LinkKind::Link, kwargs.must_get::<&str>("path")?.to_owned()))
    });
    tera.register_function("has_page", |kwargs: Kwargs, _: &State| {
        Ok::<bool, Error>(!ask(Question::HasPage(kwargs.must_get::<&str>("path")?.to_owned()))?.is_empty())
    });
    tera.register_filter("csp_hash", |text: &str, _: Kwargs, _: &State| Value::safe_string(&csp_hash(text)));
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| encoded_component(text).to_string());
    tera.register_filter("external", |address: &str, _: Kwargs, _: &State| {
        let mark = ask(Question::External(address.to_owned()))?;
        Ok::<Value, Error>(Value::safe_string(&mark))
    });
    tera.register_filter("date", |text: &str, kwargs: Kwargs, _: &State| {
        written_date(text, kwargs.get::<&str>("format")?)
    });
    tera.register_filter("lang", |value: Value, _: Kwargs, _: &State| marked(&value));
    tera.register_filter("plain", |value: Value, _: Kwargs, _: &State| {
        let mut plain = String::new();
        if let Some(text) = text_of(&value, "plain")? {
            push_plain(&mut plain, text.text);
        }
        Ok::<Value, Error>(Value::safe_string(&plain))
    });
    tera.register_filter("absolute", |href: &str, _: Kwargs, _: &State| {
        Ok::<Value, Error>(Value::safe_string(&destination(href)))
    });
    tera.register_filter("copied", |text: &str, _: Kwargs, _: &State| copied(text));
    tera.register_filter("plural", |text: &Value, kwargs: Kwargs, _: &State| {
        plural(text, kwargs.must_get::<i64>("n")?)
    });
    tera.register_filter("lines", |text: &str, kwargs: Kwargs, _: &State| lines(text, &kwargs));
    tera.register_filter("number", |number: &Value, _: Kwargs, _: &State| written_number(number));
    tera.register_filter("markdown", |text: &str, kwargs: Kwargs, _: &State| {
        let inline = kwargs.get::<bool>("inline")?.unwrap_or(false);
        let html = markdown(text)?;
        Ok::<Value, Error>(Value::safe_string(if inline { within_paragraph(&html)? } else { &html }))
    });
}

/// A text as HTML, marked where it is in another language than the page.
fn marked(value: &Value) -> TeraResult<Value> {
    let Some(text) = text_of(value, "lang")? else { return Ok(Value::safe_string("")) };
    let mut html = String::new();
    in_scope(|scope| scope.answers.scripts.push(&mut html, &scope.language, text));
    Ok(Value::safe_string(&html))
}

/// A text of a registry, or another; nothing if there is none.
fn text_of<'v>(value: &'v Value, filter: &str) -> TeraResult<Option<TextView<'v>>> {
    if value.is_none() {
        return Ok(None);
    }
    let part = |name: &'static str| value.get_from_path(name).and_then(Value::as_str);
    let text = value.as_str().map(|text| TextView { text, language: None });
    let text = text.or_else(|| Some(TextView { text: part("text")?, language: part("language") }));
    text.map(Some).ok_or_else(|| Error::message(format!("`{filter}` takes texts, and this is none")))
}

/// A full address, as Markdown's syntax for links takes it.
fn destination(href: &str) -> String {
    let mut address = String::new();
    in_scope(|scope| push_destination(&mut address, &full(&scope.answers.base_url, "", href)));
    address
}

/// Markdown from front matter as Markdown that stands alone.
fn copied(text: &str) -> TeraResult<Value> {
    let (source, body) = rendered(text)?;
    let hrefs = hrefs(&body)?;
    let copy = body.cuts.filled(&source, |copy, stand| {
        if let Stand::Link(number, _) = stand {
            copy.push_str("](");
            copy.push_str(&destination(&hrefs[*number]));
            copy.push(')');
        }
    });
    Ok(Value::safe_string(copy.split_whitespace().collect::<Vec<_>>().join(" ").as_str()))
}

/// A text as Markdown, with what is wrong with it as an error.
fn rendered(text: &str) -> TeraResult<(Arc<Source>, Body)> {
    let path = SourcePath::new("templates").expect("a plain name is a path");
    let source = Source::new(path, text);
    let mut diagnostics = Diagnostics::default();
    let body = document::render_text(&mut diagnostics, &source, Rules { raw_html: false });
    match diagnostics.into_sorted().first() {
        Some(problem) => Err(Error::message(&problem.message)),
        None => Ok((source, body)),
    }
}

fn hrefs(body: &Body) -> TeraResult<Vec<String>> {
    body.links.iter().map(|link| ask(Question::Link(link.kind, link.target.clone()))).collect()
}

/// Uses how the language writes dates and numbers.
fn by_convention<T>(write: impl FnOnce(&Conventions) -> T) -> TeraResult<T> {
    ask(Question::Conventions)?;
    Ok(in_scope(|scope| write(scope.answers.conventions(&scope.language))))
}

/// A date as a template's `format` or its language writes it, as precisely as it is known.
fn written_date(text: &str, format: Option<&str>) -> TeraResult<String> {
    let date = match PartialDate::parse(text) {
        Some(date) => date,
        None => {
            let moment =
                Moment::parse(text).ok_or_else(|| Error::message(format!("`{text}` is not a date")))?;
            by_convention(|conventions| moment.day_in(&conventions.time_zone))?.into()
        }
    };
    let Some(format) = format else { return by_convention(|conventions| conventions.formats.date(date)) };
    strtime::format(format, date.first())
        .map_err(|error| Error::message(format!("`{format}` formats no day: {error}")))
}

/// A whole number, or digits with a point, as the language writes it.
fn written_number(number: &Value) -> TeraResult<String> {
    let digits = number.as_str().map_or_else(|| number.to_string(), str::to_owned);
    let written = by_convention(|conventions| conventions.formats.decimal(&digits))?;
    written.ok_or_else(|| Error::message(format!("`{digits}` is not a number")))
}

/// The form of a text that goes with a number, which it has in place of `{n}`. A text without forms has one for all.
fn plural(text: &Value, number: i64) -> TeraResult<String> {
    let (form, written) = by_convention(|conventions| {
        (conventions.formats.plural_form(number), conventions.formats.number(number))
    })?;
    let chosen = text.as_str().or_else(|| {
        let of_form = text.get_from_path(form).and_then(Value::as_str);
        of_form.or_else(|| text.get_from_path("other").and_then(Value::as_str))
    });
    let chosen =
        chosen.ok_or_else(|| Error::message(format!("this text has neither a form `{form}` nor `other`")))?;
    Ok(chosen.replace("{n}", &written))
}

/// A text in lines, for pictures: SVG breaks none itself.
fn lines(text: &str, kwargs: &Kwargs) -> TeraResult<Vec<String>> {
    let positive = |name: &'static str| match kwargs.must_get::<f64>(name)? {
        number if number > 0.0 => Ok(number as f32),
        number => Err(Error::message(format!("`{name}` is {number}, it must be more than 0"))),
    };
    let families: Vec<&str> =
        kwargs.get::<&str>("family")?.unwrap_or_default().split(',').map(str::trim).collect();
    let setting = Setting {
        width: positive("width")?,
        size: positive("size")?,
        count: kwargs.get::<i64>("count")?.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).max(1),
        families: &families,
        weight: kwargs.get::<i64>("weight")?.and_then(|weight| u16::try_from(weight).ok()).unwrap_or(400),
    };
    in_scope(|scope| match scope.answers.fonts.is_empty() {
        true => {
            Err(Error::message("`lines` measures with the fonts in `templates/fonts`, and there are none"))
        }
        false => Ok(drawing::lines(&scope.answers.fonts, text, setting)),
    })
}

/// Renders Markdown from front matter or `site.toml`, whose links are written as from `content`.
fn markdown(text: &str) -> TeraResult<String> {
    let (_, body) = rendered(text)?;
    let hrefs = hrefs(&body)?;
    let is_evidence = |fill: Fill| {
        matches!(fill, Fill::Citation(_) | Fill::Directive(_) | Fill::MentionStart(_) | Fill::MentionEnd(_))
    };
    if body.holes.iter().any(|hole| is_evidence(hole.fill)) {
        return Err(Error::message("only the body of a page can cite, refer to entries and hold directives"));
    }
    let alerts = body.holes.iter().filter_map(|hole| match hole.fill {
        Fill::Alert(kind) => Some(ask(Question::Alert(kind)).map(|name| (kind, name))),
        _ => None,
    });
    let alerts: BTreeMap<AlertKind, String> = alerts.collect::<TeraResult<_>>()?;
    Ok(body.filled(|html, fill| match fill {
        Fill::Link(number) => push_attribute(html, &hrefs[number]),
        Fill::Alert(kind) => push_attribute(html, &alerts[&kind]),
        Fill::Picture(_) => {}
        Fill::Citation(_) | Fill::Directive(_) | Fill::MentionStart(_) | Fill::MentionEnd(_) => {}
        Fill::HeadingStart(_) | Fill::HeadingEnd(_) | Fill::SideNote(_) => {}
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
    in_scope(|scope| {
        if length > scope.range_left {
            return Err(Error::message(format!("loops over `range` make more than {RANGE_LIMIT} steps")));
        }
        // A step for the call itself, so that empty ranges come to an end as well.
        scope.range_left = scope.range_left.saturating_sub(length.max(1));
        Ok(())
    })?;
    Ok((start..end).step_by(step).collect())
}
