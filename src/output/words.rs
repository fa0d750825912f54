//! The texts of the interface in each language, from `content/i18n/CODE.yaml`: what templates call `words`.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::bindings;
use super::word_check::{self, WordFile};
use crate::base::{Code, Diagnostics, LanguageCode, Source, Span};
use crate::document::AlertKind;
use crate::input::{self, Entry, Inputs, yaml};

/// The texts of all languages.
pub struct Words {
    languages: BTreeMap<LanguageCode, Texts>,
}

/// The texts of a language.
struct Texts {
    value: Value,
    /// Written as a key.
    stamp: Vec<u8>,
}

impl Words {
    /// Reads them all. A theme may speak more languages than the site has.
    pub fn load(diagnostics: &mut Diagnostics, inputs: &Inputs) -> Words {
        let mut files = BTreeMap::new();
        for source in &inputs.interface {
            if let Some(language) = language_of(diagnostics, source) {
                let tree = yaml::parse(diagnostics, source, 0..source.text.len(), usize::MAX);
                files.insert(language, WordFile { source: Arc::clone(source), tree });
            }
        }
        word_check::check(diagnostics, &inputs.config, &files);
        let texts = |code: &LanguageCode| {
            let chain = inputs.config.fallbacks(code);
            let trees = chain.iter().filter_map(|code| files.get(code)?.tree.as_ref());
            let nothing = input::Value::Map(Vec::new());
            trees.fold(nothing, |texts, tree| completed(texts, &tree.value))
        };
        let languages = &inputs.config.languages;
        let languages = languages.iter().map(|one| (one.code.clone(), Texts::of(&texts(&one.code))));
        Words { languages: languages.collect() }
    }

    /// The texts of a language, each from the first language of its fallbacks that has it.
    pub fn of(&self, language: &LanguageCode) -> Value {
        let none = || Value::from_serializable(&input::Value::Map(Vec::new()));
        self.languages.get(language).map_or_else(none, |texts| texts.value.clone())
    }

    /// What tells these texts from others.
    pub fn stamp(&self, language: &LanguageCode) -> &[u8] {
        self.languages.get(language).map_or(&[], |texts| &texts.stamp)
    }

    /// The text at `path` in a language, such as `verdicts.confirmed`, if there is one.
    pub fn find(&self, language: &LanguageCode, path: &str) -> Option<String> {
        let texts = self.languages.get(language)?;
        texts.value.get_from_path(path).and_then(Value::as_str).map(str::to_owned)
    }

    /// What an alert is called.
    pub fn alert(&self, language: &LanguageCode, kind: AlertKind) -> String {
        let (name, usual) = match kind {
            AlertKind::Note => ("alerts.note", "Note"),
            AlertKind::Tip => ("alerts.tip", "Tip"),
            AlertKind::Important => ("alerts.important", "Important"),
            AlertKind::Warning => ("alerts.warning", "Warning"),
            AlertKind::Caution => ("alerts.caution", "Caution"),
        };
        self.find(language, name).unwrap_or_else(|| usual.to_owned())
    }

    /// The text at `path` in a language; the last part of the path if there is none.
    pub fn get(&self, language: &LanguageCode, path: &str) -> String {
        let name = || path.rsplit('.').next().unwrap_or(path).to_owned();
        self.find(language, path).unwrap_or_else(name)
    }
}

impl Texts {
    fn of(value: &input::Value) -> Texts {
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, value);
        Texts { value: Value::from_serializable(value), stamp }
    }
}

/// The language that a file of texts is named by.
fn language_of(diagnostics: &mut Diagnostics, source: &Source) -> Option<LanguageCode> {
    let name = source.path.name();
    let language = name.strip_suffix(".yaml").and_then(LanguageCode::new);
    if language.is_none() {
        let message = format!("`{name}` is not named by a language");
        diagnostics
            .report(Code::BadFileName, Span::file(source.path.clone()), message)
            .help("name it by a code, such as `en.yaml`, `ja.yaml` or `pt-BR.yaml`");
    }
    language
}

/// Texts with those that they lack from a language that they fall back on. Forms of a plural belong to their language.
fn completed(own: input::Value, fallback: &input::Value) -> input::Value {
    let (mut entries, others) = match (own, fallback) {
        (input::Value::Map(entries), input::Value::Map(others)) => (entries, others),
        (own, _) => return own,
    };
    if word_check::is_plural(&entries) {
        return input::Value::Map(entries);
    }
    for other in others {
        match entries.iter().position(|entry: &Entry| entry.key == other.key) {
            None => entries.push(other.clone()),
            Some(at) => {
                let value = std::mem::replace(&mut entries[at].node.value, input::Value::Null);
                entries[at].node.value = completed(value, &other.node.value);
            }
        }
    }
    input::Value::Map(entries)
}
