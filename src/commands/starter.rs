//! Turns a file that others begin as into the text of one, for a site with these languages. Beside what stands there:
//!
//! - `{{ name }}` is a value;
//! - a line that begins with `?ja ` is only there if the site has that language;
//! - `name@en: …` and `name@ja: …` give a text in languages: `name` in the default one, `name_ja` in another. A line that
//!   begins an entry of a list is none of these, since it would be missing in the other language.

use crate::base::LanguageCode;

/// What a text is filled in for.
pub struct Setting<'s> {
    /// The languages of the site, the default one first.
    pub languages: &'s [LanguageCode],
    /// The values, by name.
    pub values: &'s [(&'s str, String)],
}

impl Setting<'_> {
    /// The text for this setting.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        for line in text.lines() {
            if let Some(line) = self.asked_for(line).and_then(|line| self.translated(line)) {
                self.push_values(&mut filled, &line);
                filled.push('\n');
            }
        }
        filled
    }

    fn has(&self, code: &str) -> bool {
        self.languages.iter().any(|language| language.as_str() == code)
    }

    /// A line without the language that it is for; nothing if the site does not have it.
    fn asked_for<'l>(&self, line: &'l str) -> Option<&'l str> {
        let Some(marked) = line.strip_prefix('?') else { return Some(line) };
        let (code, line) = marked.split_once(' ').unwrap_or((marked, ""));
        self.has(code).then_some(line)
    }

    /// A line whose key says a language, with the key that the site has for it.
    fn translated(&self, line: &str) -> Option<String> {
        let is_key = |key: &str| {
            let name = key.trim_start().trim_start_matches("- ");
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        };
        let Some((key, rest)) = line.split_once('@').filter(|(key, _)| is_key(key)) else {
            return Some(line.to_owned());
        };
        let end = rest.find([':', ' '])?;
        let (code, rest) = rest.split_at(end);
        match self.languages.first() {
            Some(default) if default.as_str() == code => Some(format!("{key}{rest}")),
            _ => self.has(code).then(|| format!("{key}_{code}{rest}")),
        }
    }

    fn push_values(&self, filled: &mut String, line: &str) {
        let mut left = line;
        while let Some((before, after)) = left.split_once("{{ ") {
            let named = after.split_once(" }}");
            let value = named.and_then(|(name, _)| self.values.iter().find(|(known, _)| *known == name));
            filled.push_str(before);
            match (named, value) {
                (Some((_, rest)), Some((_, value))) => {
                    filled.push_str(value);
                    left = rest;
                }
                _ => {
                    filled.push_str("{{ ");
                    left = after;
                }
            }
        }
        filled.push_str(left);
    }
}

/// A text as a value of TOML and of YAML: both read what JSON writes, of texts without control characters.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("any text is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(languages: &[&str], text: &str) -> String {
        let languages: Vec<LanguageCode> =
            languages.iter().map(|code| LanguageCode::new(code).unwrap()).collect();
        let values = [("title", "{{ date }}".to_owned()), ("date", "2026-11-24".to_owned())];
        Setting { languages: &languages, values: &values }.fill(text)
    }

    #[test]
    fn each_language_has_its_lines_and_keys() {
        let text = "- id: a\n  name@en: A\n  name@ja: あ\ntitle@ja = い\n?ja 行\n?en line\n?ja\nall\n";
        assert_eq!(filled(&["en"], text), "- id: a\n  name: A\nline\nall\n");
        assert_eq!(filled(&["ja"], text), "- id: a\n  name: あ\ntitle = い\n行\n\nall\n");
        assert_eq!(
            filled(&["ja", "en"], text),
            "- id: a\n  name_en: A\n  name: あ\ntitle = い\n行\nline\n\nall\n"
        );
    }

    #[test]
    fn values_are_put_in_once_and_addresses_left_alone() {
        assert_eq!(filled(&["en"], "{{ title }} {{ date }}"), "{{ date }} 2026-11-24\n");
        assert_eq!(filled(&["en"], "{{ other }} {{ da"), "{{ other }} {{ da\n");
        assert_eq!(filled(&["en"], "[@key] a@example.org"), "[@key] a@example.org\n");
    }

    #[test]
    fn a_text_is_quoted_for_both() {
        assert_eq!(quoted("\"A\" \\ 'b'"), r#""\"A\" \\ 'b'""#);
    }
}
