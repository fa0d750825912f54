//! The texts of the interface in each language, from `content/i18n/CODE.yaml`: what templates call `words`.

use std::collections::BTreeMap;

use tera::Value;

use crate::base::{Code, Diagnostics, LanguageCode, Span};
use crate::input::{self, Inputs, yaml};

/// The texts of all languages.
#[derive(Clone)]
pub struct Words {
    languages: BTreeMap<LanguageCode, Value>,
    default: LanguageCode,
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
            languages.insert(language, Value::from_serializable(&value));
        }
        Words { languages, default: inputs.config.default_language().clone() }
    }

    /// The texts of a language; those of the default one if it has none of its own.
    pub fn of(&self, language: &LanguageCode) -> Value {
        let own = self.languages.get(language).or_else(|| self.languages.get(&self.default));
        own.cloned().unwrap_or_else(|| Value::from_serializable(&input::Value::Map(Vec::new())))
    }

    /// The text at `path` in a language, such as `verdicts.confirmed`; the last part of the path if there is none.
    pub fn get(&self, language: &LanguageCode, path: &str) -> String {
        let words = self.of(language);
        let text = words.get_from_path(path).and_then(Value::as_str);
        text.unwrap_or_else(|| path.rsplit('.').next().unwrap_or(path)).to_owned()
    }
}
