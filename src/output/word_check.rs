//! Compares the texts of the interface in each language with those of the default one, and the forms of their plurals with
//! those that the language has.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Code, Diagnostics, LanguageCode, PLURAL_FORMS, Source, SourcePath, Span, nearest};
use crate::input::{Config, Entry, Language, Node, NodeId, Origin, Problems, Value};

/// A file of texts.
pub struct WordFile {
    /// The file.
    pub source: Arc<Source>,
    /// What it says; nothing if it cannot be read, which has been reported.
    pub tree: Option<Node>,
}

/// Whether a mapping has the forms of a plural.
pub fn is_plural(entries: &[Entry]) -> bool {
    !entries.is_empty() && entries.iter().all(|entry| PLURAL_FORMS.contains(&entry.key.as_str()))
}

/// Reports what the languages of the site lack, and what they have that means nothing. A site without any texts has chosen
/// to have none.
pub fn check(diagnostics: &mut Diagnostics, config: &Config, files: &BTreeMap<LanguageCode, WordFile>) {
    if files.is_empty() {
        return;
    }
    let default = files.get(config.default_language()).and_then(|file| file.tree.as_ref());
    for language in &config.languages {
        let Some(file) = files.get(&language.code) else {
            report_no_file(diagnostics, language);
            continue;
        };
        let Some(tree) = &file.tree else { continue };
        let mut checking = Checking {
            problems: Problems::default(),
            forms: language.locale.plural_forms(),
            code: &language.code,
            default: config.default_language(),
        };
        let fallbacks = config.fallbacks(&language.code).iter().skip(1);
        let fallbacks = fallbacks.filter(|code| *code != config.default_language());
        let fallbacks: Vec<&Node> = fallbacks.filter_map(|code| files.get(code)?.tree.as_ref()).collect();
        checking.compare((file.source.path.name(), tree.id), tree, default.unwrap_or(tree), &fallbacks);
        let origin = Origin::Yaml { source: file.source.clone(), range: 0..file.source.text.len() };
        checking.problems.report(diagnostics, |id| origin.span(id));
    }
}

fn report_no_file(diagnostics: &mut Diagnostics, language: &Language) {
    let Some(path) = file_of(&language.code) else { return };
    let message = format!("the interface has no texts in `{}`", language.code);
    diagnostics
        .report(Code::TextMissing, Span::file(path), message)
        .help("write this file with the keys of the default language's");
}

/// The path of the file of a language.
fn file_of(language: &LanguageCode) -> Option<SourcePath> {
    SourcePath::new(&format!("content/i18n/{language}.yaml")).ok()
}

/// What a mapping has under a key.
fn value_of<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
}

struct Checking<'c> {
    problems: Problems,
    /// The forms of a plural that the language has.
    forms: Vec<&'static str>,
    code: &'c LanguageCode,
    default: &'c LanguageCode,
}

impl Checking<'_> {
    /// Compares a mapping, called `name`, with that of the default language. What `fallbacks` have,
    /// which the site names for this, is not lacking.
    fn compare(&mut self, (name, at): (&str, NodeId), own: &Node, default: &Node, fallbacks: &[&Node]) {
        let (own, default) = match (&own.value, &default.value) {
            (Value::Map(own), Value::Map(default)) => (own, default),
            (own, Value::Map(default)) if is_plural(default) && matches!(own, Value::Text(_)) => return,
            (own, default) => return self.compare_kinds((name, at), own, default),
        };
        if is_plural(own) || is_plural(default) {
            self.compare_forms(name, at, own);
            return;
        }
        let find = |entries: &[Entry], key: &str| entries.iter().position(|entry| entry.key == key);
        let taken = |key: &str| fallbacks.iter().any(|fallback| value_of(fallback, key).is_some());
        let lacking = default.iter().filter(|entry| find(own, &entry.key).is_none() && !taken(&entry.key));
        let lacking: Vec<&str> = lacking.map(|entry| entry.key.as_str()).collect();
        if !lacking.is_empty() {
            let message = format!("`{name}` lacks `{}`", lacking.join("`, `"));
            self.problems
                .add(Code::TextMissing, at, message)
                .help(format!("write in `{}` what `{}.yaml` has under these keys", self.code, self.default));
        }
        for entry in own {
            match find(default, &entry.key) {
                Some(place) => {
                    let below: Vec<&Node> =
                        fallbacks.iter().filter_map(|fallback| value_of(fallback, &entry.key)).collect();
                    self.compare((&entry.key, entry.key_id), &entry.node, &default[place].node, &below);
                }
                None => self.unknown(entry, default),
            }
        }
    }

    /// A text is no mapping, and nothing is no text.
    fn compare_kinds(&mut self, (name, at): (&str, NodeId), own: &Value, default: &Value) {
        if own.kind() != default.kind() {
            let message =
                format!("`{name}` is {}, in `{}.yaml` {}", own.kind(), self.default, default.kind());
            self.problems
                .add(Code::TextMissing, at, message)
                .help("write what the default language has here, in this language");
        }
    }

    fn unknown(&mut self, entry: &Entry, default: &[Entry]) {
        let message = format!("`{}.yaml` has no text `{}`", self.default, entry.key);
        let help = match nearest(&entry.key, default.iter().map(|entry| entry.key.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write it in the default language too, or remove it".to_owned(),
        };
        self.problems.add(Code::TextUnknown, entry.key_id, message).help(help);
    }

    /// Compares the forms of a plural with those that the language has.
    fn compare_forms(&mut self, name: &str, at: NodeId, own: &[Entry]) {
        let has = |form: &str| own.iter().any(|entry| entry.key == form);
        let lacking: Vec<&str> = self.forms.iter().copied().filter(|form| !has(form)).collect();
        if !lacking.is_empty() {
            let message = format!("the plural `{name}` lacks `{}`", lacking.join("`, `"));
            self.problems.add(Code::PluralForms, at, message).help(format!(
                "write the forms that `{}` has: `{}`",
                self.code,
                self.forms.join("`, `")
            ));
        }
        for entry in own.iter().filter(|entry| !self.forms.contains(&entry.key.as_str())) {
            let message = format!("`{}` has no form `{}` of a plural", self.code, entry.key);
            self.problems
                .add(Code::PluralForms, entry.key_id, message)
                .help(format!("write the forms that it has: `{}`", self.forms.join("`, `")));
        }
    }
}
