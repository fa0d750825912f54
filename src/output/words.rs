//! The texts of the interface in each language, from `content/i18n/CODE.yaml`: what templates call `words`.

use std::collections::BTreeMap;

use tera::Value;

use super::bindings;
use crate::base::{Code, Diagnostics, LanguageCode, Span};
use crate::input::{self, Inputs, yaml};

/// The texts of all languages.
pub struct Words {
    languages: BTreeMap<LanguageCode, Texts>,
    default: LanguageCode,
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
        let mut languages = BTreeMap::new();
        for source in &inputs.interface {
            let name = source.path.name();
            let Some(language) = name.strip_suffix(".yaml").and_then(LanguageCode::new) else {
                let message = format!("`{name}` is not named by a language");
                diagnostics
                    .report(Code::BadFileName, Span::file(source.path.clone()), message)
                    .help("name it by a code, such as `en.yaml`, `ja.yaml` or `pt-BR.yaml`");
                continue;
            };
            let node = yaml::parse(diagnostics, source, 0..source.text.len(), usize::MAX);
            let value = node.map_or(input::Value::Null, |node| node.value);
            languages.insert(language, Texts::of(&value));
        }
        Words { languages, default: inputs.config.default_language().clone() }
    }

    /// The texts of a language; those of the default one if it has none of its own.
    pub fn of(&self, language: &LanguageCode) -> Value {
        let none = || Value::from_serializable(&input::Value::Map(Vec::new()));
        self.texts(language).map_or_else(none, |texts| texts.value.clone())
    }

    /// What tells these texts from others.
    pub fn stamp(&self, language: &LanguageCode) -> &[u8] {
        self.texts(language).map_or(&[], |texts| &texts.stamp)
    }

    fn texts(&self, language: &LanguageCode) -> Option<&Texts> {
        self.languages.get(language).or_else(|| self.languages.get(&self.default))
    }

    /// The text at `path` in a language, such as `verdicts.confirmed`; the last part of the path if there is none.
    pub fn get(&self, language: &LanguageCode, path: &str) -> String {
        let words = self.of(language);
        let text = words.get_from_path(path).and_then(Value::as_str);
        text.unwrap_or_else(|| path.rsplit('.').next().unwrap_or(path)).to_owned()
    }
}

impl Texts {
    fn of(value: &input::Value) -> Texts {
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, value);
        Texts { value: Value::from_serializable(value), stamp }
    }
}
