//! The pages on which readers search: whether there are any, and where.

use super::identity;
use crate::base::{Address, LanguageCode, Slug};
use crate::input::{Config, Inputs};

/// The template of these pages. A theme that has one has search, unless `site.toml` says otherwise.
const TEMPLATE: &str = "templates/search.html";

/// Whether readers can search the site.
pub fn is_in(inputs: &Inputs) -> bool {
    let has_template = || inputs.templates.iter().any(|template| template.path.as_str() == TEMPLATE);
    inputs.config.search.unwrap_or_else(has_template)
}

/// Where readers search in a language.
pub fn search_address(config: &Config, language: &LanguageCode) -> Address {
    identity::home(config, language).page(&Slug::of("search").expect("a word is a slug"))
}

/// Where they do in all languages, if they can.
pub fn addresses(inputs: &Inputs) -> Vec<Address> {
    let languages = inputs.config.languages.iter().filter(|_| is_in(inputs));
    languages.map(|language| search_address(&inputs.config, &language.code)).collect()
}
