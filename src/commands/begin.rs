//! `briefgen new`: begins a brief, or an entry of a registry, from a file of the site or from one that the program carries.
//!
//! 1. The project is read, and what has the name already is refused.
//! 2. The text is made. That of a registry is the old one with the entry behind it, and is read again for what it says.
//! 3. It is written where nothing is, or in the place of the old one.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

use super::carried::Carried;
use super::starter::{Setting, quoted};
use crate::amend;
use crate::base::{Code, Diagnostics, LanguageCode, Slug, Source, SourcePath, Span};
use crate::evidence::Evidence;
use crate::input::{CONFIG, Changes, Inputs, Loader, Node, Options, Value, yaml};

/// The folder of a site in which its own beginnings lie.
const OWN: &str = "archetypes";

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of the section `briefs`.
    Brief,
    /// An entry of `sources.yaml`.
    Source,
    /// An entry of `claims.yaml`.
    Claim,
    /// An entry of `events.yaml`.
    Event,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Brief => "brief",
            Kind::Source => "source",
            Kind::Claim => "claim",
            Kind::Event => "event",
        }
    }
}

/// What is to be begun.
#[derive(Debug)]
pub struct Beginning {
    /// What it is.
    pub kind: Kind,
    /// What it is referred to by.
    pub slug: Slug,
    /// The language that it is written in; the site's own if there is none.
    pub language: Option<LanguageCode>,
}

/// Where it was begun.
#[derive(Debug, PartialEq, Eq)]
pub struct Begun {
    /// The file.
    pub path: SourcePath,
    /// The line that it begins at, from 1.
    pub line: usize,
}

/// Begins something. If it cannot be, that is reported, and nothing is written.
///
/// # Errors
/// If the system refuses to read or write a file.
pub fn begin(
    diagnostics: &mut Diagnostics,
    carried: Carried,
    options: &Options,
    beginning: &Beginning,
) -> Result<Option<Begun>> {
    let mut loader = Loader::new(Options { drafts: true, ..options.clone() });
    loader.read(&Changes::All);
    let mut problems = Diagnostics::default();
    let Some(inputs) = loader.inputs(&mut problems, options.clock) else {
        diagnostics.append(problems);
        return Ok(None);
    };
    let language = beginning.language.clone().unwrap_or_else(|| inputs.config.default_language().clone());
    if inputs.config.language(&language).is_none() {
        let span = Span::file(path(CONFIG));
        let message = format!("`{language}` is not a language of this site");
        let help = format!("name one of those in `site.toml`, or add `[languages.{language}]` there");
        diagnostics.report(Code::UnknownLanguage, span, message).help(help);
        return Ok(None);
    }
    let desk = Desk { carried, root: options.root.clone(), inputs: &inputs, language, beginning };
    match beginning.kind {
        Kind::Brief => desk.brief(diagnostics),
        Kind::Source | Kind::Claim | Kind::Event => desk.entry(diagnostics),
    }
}

fn path(path: &str) -> SourcePath {
    SourcePath::new(path).expect("made of plain names")
}

/// What something is begun with.
struct Desk<'d> {
    carried: Carried,
    root: PathBuf,
    inputs: &'d Inputs,
    language: LanguageCode,
    beginning: &'d Beginning,
}

impl Desk<'_> {
    fn brief(&self, diagnostics: &mut Diagnostics) -> Result<Option<Begun>> {
        let slug = &self.beginning.slug;
        if let Some(rival) = self.inputs.markdown.iter().find(|page| self.is_rival(&page.path)) {
            self.refuse(diagnostics, Span::file(rival.path.clone()));
            return Ok(None);
        }
        let is_default = self.language == *self.inputs.config.default_language();
        let suffix = if is_default { String::new() } else { format!(".{}", self.language) };
        let path = path(&format!("content/briefs/{slug}{suffix}.md"));
        amend::create(&path.on_disk(&self.root), &self.text(".md")?)?;
        Ok(Some(Begun { path, line: 1 }))
    }

    /// Whether a page is the brief of this name in this language.
    fn is_rival(&self, page: &SourcePath) -> bool {
        let Some(stem) = page.below("content/briefs").and_then(|name| name.strip_suffix(".md")) else {
            return false;
        };
        let (stem, code) = match stem.rsplit_once('.') {
            Some((stem, code)) if LanguageCode::is_shaped(code) => (stem, code),
            _ => (stem, self.inputs.config.default_language().as_str()),
        };
        let name = stem.strip_suffix("/index").unwrap_or(stem);
        code == self.language.as_str() && Slug::of(name).as_ref() == Some(&self.beginning.slug)
    }

    fn entry(&self, diagnostics: &mut Diagnostics) -> Result<Option<Begun>> {
        let path = path(&format!("content/registry/{}s.yaml", self.beginning.kind.name()));
        let place = path.on_disk(&self.root);
        let is_there = place.symlink_metadata().is_ok();
        let old = if is_there { amend::read(&place)? } else { String::new() };
        let source = Source::new(path.clone(), &old);
        let mut problems = Diagnostics::default();
        let whole = yaml::parse(&mut problems, &source, 0..source.text.len(), usize::MAX);
        let Some(entries) = whole.as_ref().and_then(entries) else {
            return Ok(unfit(diagnostics, problems, &source));
        };
        if let Some(span) = self.taken(&source, entries) {
            self.refuse(diagnostics, span);
            return Ok(None);
        }
        let new = joined(&old, &self.text(".yaml")?);
        if !self.is_right(entries, &Source::new(path.clone(), &new)) {
            return Ok(unfit(diagnostics, problems, &source));
        }
        if is_there {
            amend::replace(&place, &old, &new)?
        } else {
            amend::create(&place, &new)?
        }
        let line = 1 + old.lines().count() + usize::from(!old.trim().is_empty());
        Ok(Some(Begun { path, line }))
    }

    /// Where another entry has the id, in this file or, for sources, in any.
    fn taken(&self, source: &Arc<Source>, entries: &[Node]) -> Option<Span> {
        let evidence = Evidence::load(&mut Diagnostics::default(), &self.inputs.registries);
        let id = self.beginning.slug.as_str();
        let span = match self.beginning.kind {
            Kind::Brief => None,
            Kind::Source => evidence.works.find(id).map(|found| evidence.works[found].span()),
            Kind::Claim => evidence.claims.find(id).map(|found| evidence.claims[found].span()),
            Kind::Event => evidence.events.find(id).map(|found| evidence.events[found].span()),
        };
        // An entry that is broken otherwise has its id all the same.
        let is_broken = || entries.iter().any(|entry| has_id(entry, id));
        span.or_else(|| is_broken().then(|| Span::file(source.path.clone())))
    }

    /// Whether the text says what the old one said, and this entry behind it.
    fn is_right(&self, old: &[Node], new: &Arc<Source>) -> bool {
        let mut problems = Diagnostics::default();
        let whole = yaml::parse(&mut problems, new, 0..new.text.len(), usize::MAX);
        let entries = whole.as_ref().and_then(entries).unwrap_or_default();
        let Some((last, before)) = entries.split_last() else { return false };
        let is_same = |(one, other): (&Node, &Node)| one.value == other.value;
        before.len() == old.len()
            && before.iter().zip(old).all(is_same)
            && has_id(last, self.beginning.slug.as_str())
            && problems.is_empty()
    }

    fn refuse(&self, diagnostics: &mut Diagnostics, span: Span) {
        let (noun, slug) = (self.beginning.kind.name(), &self.beginning.slug);
        diagnostics
            .report(Code::NameTaken, span, format!("there is a {noun} `{slug}` already"))
            .help("choose another name, or go on with this one; nothing was written");
    }

    /// The text that it begins as: the site's own beginning, else the one that the program carries; in its language, else
    /// in any.
    fn text(&self, ending: &str) -> Result<String> {
        let (noun, language) = (self.beginning.kind.name(), &self.language);
        let names = [format!("{noun}.{language}{ending}"), format!("{noun}{ending}")];
        let slug = &self.beginning.slug;
        let title = slug.as_str().replace('-', " ");
        let mut letters = title.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let values = [
            ("slug", scalar(slug.as_str())),
            ("title", scalar(&format!("{first}{}", letters.as_str()))),
            ("date", self.inputs.today.to_string()),
            ("language", language.to_string()),
        ];
        let setting = Setting { languages: std::slice::from_ref(language), values: &values };
        for name in &names {
            let own = self.root.join(OWN).join(name);
            if own.symlink_metadata().is_ok() {
                return Ok(setting.fill(&amend::read(&own)?));
            }
        }
        let carried = names.iter().find_map(|name| self.carried.text(&format!("src/starter/{OWN}/{name}")));
        Ok(setting.fill(carried.unwrap_or_default()))
    }
}

/// The entries of a registry; nothing if it is no list.
fn entries(whole: &Node) -> Option<&[Node]> {
    match &whole.value {
        Value::Null => Some(&[]),
        Value::List(entries) => Some(entries),
        _ => None,
    }
}

fn has_id(entry: &Node, id: &str) -> bool {
    let Value::Map(fields) = &entry.value else { return false };
    fields.iter().any(|field| field.key == "id" && field.node.value == Value::Text(id.to_owned()))
}

/// Reports a registry to which nothing can be added.
fn unfit(diagnostics: &mut Diagnostics, problems: Diagnostics, source: &Arc<Source>) -> Option<Begun> {
    if problems.has_errors() {
        diagnostics.append(problems);
    } else {
        let message = "no entry can be put behind what stands here";
        diagnostics
            .report(Code::WrongType, Span::file(source.path.clone()), message)
            .help("write a list whose entries begin with `- ` on lines of their own; nothing was written");
    }
    None
}

/// A registry with an entry behind it, written as the others are: at their indent, with their ends of lines.
fn joined(old: &str, entry: &str) -> String {
    let is_item = |line: &&str| line.trim_start().starts_with("- ");
    let first = old.lines().find(is_item).unwrap_or_default();
    let indent = &first[..first.len() - first.trim_start().len()];
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    if !text.trim().is_empty() {
        text.push_str(end);
    }
    for line in entry.lines() {
        text.push_str(if line.is_empty() { "" } else { indent });
        text.push_str(line);
        text.push_str(end);
    }
    text
}

/// Letters, digits, hyphens and spaces as a text of YAML, in quotes where it could be read as anything else.
fn scalar(text: &str) -> String {
    let is_word = matches!(
        text.to_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    let is_plain = text.starts_with(char::is_alphabetic) && !is_word;
    if is_plain { text.to_owned() } else { quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_behind_the_others_as_they_stand() {
        assert_eq!(joined("", "- id: b\n"), "- id: b\n");
        assert_eq!(joined("# Notes.", "- id: b\n"), "# Notes.\n\n- id: b\n");
        assert_eq!(
            joined("- id: a # c\n# end\n", "- id: b\n  x: y\n"),
            "- id: a # c\n# end\n\n- id: b\n  x: y\n"
        );
        assert_eq!(
            joined("  - id: a\r\n", "- id: b\n  x: y\n"),
            "  - id: a\r\n\r\n  - id: b\r\n    x: y\r\n"
        );
    }

    #[test]
    fn what_could_be_read_as_another_thing_is_quoted() {
        assert_eq!(
            ["eu-japan", "2024", "no", "Null", "海洋"].map(scalar),
            ["eu-japan", "\"2024\"", "\"no\"", "\"Null\"", "海洋"]
        );
    }
}
