//! The site as one language sees it: chooses the texts of registries and the addresses of their entries for it.

use super::item_view::LinkView;
use super::text_view::TextView;
use crate::base::LanguageCode;
use crate::evidence::{Entry, Work};
use crate::input::Localized;
use crate::site::{Catalogue, PageId, Site, work_address};

/// The language that a view is made for, and the site.
#[derive(Clone, Copy)]
pub struct Lens<'s> {
    /// The site.
    pub site: &'s Site,
    /// The language of the page.
    pub language: &'s LanguageCode,
}

impl<'s> Lens<'s> {
    /// A text of a registry in the language of the page, or in the nearest that it is given in.
    pub fn text(&self, text: &'s Localized) -> TextView<'s> {
        TextView::chosen(self.site.config(), self.language, text)
    }

    /// The same of a text that may be lacking.
    pub fn optional(&self, text: &'s Option<Localized>) -> Option<TextView<'s>> {
        text.as_ref().map(|text| self.text(text))
    }

    /// The title of a source, which is in its own language unless it is given in another.
    pub fn title(&self, work: &'s Work) -> TextView<'s> {
        let config = self.site.config();
        let own = work.language.as_ref().unwrap_or_else(|| config.default_language());
        let (text, language) = work.title.chosen(config.fallbacks(self.language), own);
        TextView::of(text, language, self.language)
    }

    /// The name of a topic that somebody calls by one of its names.
    pub fn topic(&self, name: &'s str) -> TextView<'s> {
        let topics = &self.site.evidence.topics;
        let registered = self.site.evidence.topic_named(name).map(|id| &topics[id].record.name);
        registered.map_or(TextView { text: name, language: None }, |registered| self.text(registered))
    }

    /// What a source is called in running text: who wrote it, or published it, or its title.
    pub fn short_name(&self, work: &'s Work) -> TextView<'s> {
        let author = work.first_author().map(|author| TextView { text: author, language: None });
        author.or_else(|| self.optional(&work.publisher)).unwrap_or_else(|| self.title(work))
    }

    fn catalogue(&self, catalogue: Catalogue) -> String {
        self.site.href(&catalogue.address(self.site.config(), self.language))
    }

    /// The address of an entry on the page of its registry.
    pub fn entry<T>(&self, catalogue: Catalogue, entry: &Entry<T>) -> String {
        format!("{}#{}", self.catalogue(catalogue), entry.slug)
    }

    /// The address of a source's own page.
    pub fn source(&self, entry: &Entry<Work>) -> String {
        self.site.href(&work_address(self.site.config(), self.language, entry))
    }

    /// Words that were recorded from a source, which are in its language.
    pub fn recorded(&self, text: &'s str, language: Option<&'s LanguageCode>) -> TextView<'s> {
        TextView::of(text, language.unwrap_or(self.language), self.language)
    }

    /// Links to the pages of this language among some.
    pub fn pages(&self, pages: &[PageId]) -> Vec<LinkView<'s>> {
        let own = pages.iter().filter(|id| self.site.entry(**id).identity.language == *self.language);
        own.map(|id| LinkView::page(self.site, *id)).collect()
    }
}
