//! The commands that make something new: a site, a brief, an entry of a registry.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{ColorName, SiteArguments, day, now, options, paint};
use crate::base::{Diagnostics, LanguageCode, Slug};
use crate::commands::{self, Beginning, Begun, Carried, Founding, Kind};
use crate::input::is_stray;
use crate::report::{self, Format, Report};

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder of the site: empty, or not there yet.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The languages of the site, the default one first: `en`, `ja`, `en,ja` or `ja,en`.
    #[arg(long, value_name = "CODES", default_value = "en", value_parser = languages)]
    lang: Languages,
    /// What the site is called.
    #[arg(long, value_parser = title)]
    title: Option<String>,
    /// Leave out the brief that shows what there is.
    #[arg(long)]
    no_sample: bool,
    /// The day to take for today [default: the date in UTC].
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorName::Auto)]
    color: ColorName,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// What to begin.
    #[arg(value_enum, value_name = "KIND")]
    kind: KindName,
    /// What it is referred to by: the last part of the address of a brief, the id of an entry.
    #[arg(value_parser = slug)]
    slug: Slug,
    /// The language that it is written in [default: that of the site].
    #[arg(long, value_name = "CODE", value_parser = language)]
    lang: Option<LanguageCode>,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindName {
    /// A page in `content/briefs`.
    Brief,
    /// An entry of `content/registry/sources.yaml`.
    Source,
    /// An entry of `content/registry/claims.yaml`.
    Claim,
    /// An entry of `content/registry/events.yaml`.
    Event,
}

/// Languages that the theme speaks, none of them twice.
#[derive(Debug, Clone)]
struct Languages(Vec<LanguageCode>);

fn languages(text: &str) -> Result<Languages, String> {
    let mut languages: Vec<LanguageCode> = Vec::new();
    for code in text.split(',').map(str::trim) {
        let language = LanguageCode::new(code).filter(|_| matches!(code, "en" | "ja"));
        let Some(language) = language else {
            return Err(format!("the theme speaks `en` and `ja`, not `{code}`"));
        };
        if languages.contains(&language) {
            return Err(format!("`{code}` is named twice"));
        }
        languages.push(language);
    }
    Ok(Languages(languages))
}

fn language(code: &str) -> Result<LanguageCode, String> {
    LanguageCode::new(code).ok_or_else(|| "write the code of a language, such as `en` or `ja`".to_owned())
}

/// A title on one line, with single spaces.
fn title(text: &str) -> Result<String, String> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err("a title has at least one letter".to_owned());
    }
    if title.contains(is_stray) {
        return Err("a title has no control characters".to_owned());
    }
    Ok(title)
}

fn slug(text: &str) -> Result<Slug, String> {
    let Some(slug) = Slug::new(text) else {
        let hint = Slug::of(text).map(|near| format!(", such as `{near}`")).unwrap_or_default();
        return Err(format!("write small letters and digits, in groups joined by single hyphens{hint}"));
    };
    if is_reserved(slug.as_str()) {
        return Err("Windows keeps this name for a device: choose another".to_owned());
    }
    Ok(slug)
}

/// Whether Windows has no files of this name, whatever their ending.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn is_reserved(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']));
    is_port || matches!(name, "con" | "prn" | "aux" | "nul")
}

pub(super) fn init(arguments: &InitArguments, carried: Carried) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let founding = Founding {
        folder,
        languages: &arguments.lang.0,
        title: arguments.title.as_deref(),
        has_sample: !arguments.no_sample,
        today: arguments.today.unwrap_or_else(|| now().to_zoned(TimeZone::UTC).date()),
    };
    let mut diagnostics = Diagnostics::default();
    let Some(count) = commands::init(&mut diagnostics, carried, &founding)? else {
        return refuse(diagnostics, arguments.color);
    };
    let name = folder.display();
    writeln!(io::stdout(), "made a site of {count} files in {name}")?;
    writeln!(io::stderr(), "`briefgen serve --root {name}` shows it; `WRITING.md` there says how to go on")?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn new(arguments: &NewArguments, carried: Carried) -> Result<ExitCode> {
    let kind = match arguments.kind {
        KindName::Brief => Kind::Brief,
        KindName::Source => Kind::Source,
        KindName::Claim => Kind::Claim,
        KindName::Event => Kind::Event,
    };
    let beginning = Beginning { kind, slug: arguments.slug.clone(), language: arguments.lang.clone() };
    let options = options(&arguments.site, true)?;
    let mut diagnostics = Diagnostics::default();
    let Some(begun) = commands::begin(&mut diagnostics, carried, &options, &beginning)? else {
        return refuse(diagnostics, arguments.site.color);
    };
    let Begun { path, line } = begun;
    let place = path.on_disk(options.root.strip_prefix(".").unwrap_or(&options.root));
    match line {
        1 => writeln!(io::stdout(), "{}", place.display())?,
        line => writeln!(io::stdout(), "{}:{line}", place.display())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Says why nothing was made.
fn refuse(diagnostics: Diagnostics, color: ColorName) -> Result<ExitCode> {
    let mut err = io::stderr();
    let format = Format::Text(paint(color, &err));
    let found = diagnostics.into_sorted();
    report::print(&mut err, &Report { diagnostics: &found, pages: None }, format)?;
    if let Some(summary) = report::summary(&found) {
        writeln!(err, "{summary}")?;
    }
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_that_no_system_or_address_can_have_are_refused_with_a_near_one() {
        let refused = |text: &str| slug(text).unwrap_err();
        let rule = "write small letters and digits, in groups joined by single hyphens";
        assert_eq!(refused(""), rule);
        assert_eq!(refused("🎌"), rule);
        assert_eq!(refused(".."), rule);
        assert_eq!(refused("a/b"), format!("{rule}, such as `a-b`"));
        assert_eq!(refused("Cyber"), format!("{rule}, such as `cyber`"));
        assert_eq!(refused("lpt1"), "Windows keeps this name for a device: choose another");
        assert!(["con-2024", "com10", "eu-japan", "海洋"].into_iter().all(|text| slug(text).is_ok()));
    }

    #[test]
    fn languages_are_those_of_the_theme_in_any_order() {
        let codes = |text| languages(text).map(|languages| languages.0.len());
        assert_eq!(codes("ja, en"), Ok(2));
        assert_eq!(codes("en,fr"), Err("the theme speaks `en` and `ja`, not `fr`".to_owned()));
        assert_eq!(codes("en,en"), Err("`en` is named twice".to_owned()));
        assert_eq!(codes(""), Err("the theme speaks `en` and `ja`, not ``".to_owned()));
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(title(" A\n\"B\"\t<i> "), Ok("A \"B\" <i>".to_owned()));
        assert!(title(" \n").is_err() && title("a\u{7}").is_err());
    }
}
