//! Turns the pages of a feed into its bytes: what a template makes of each of them, gathered; or into a key of all that.

use super::bindings;
use super::functions::Read;
use super::press::Press;
use super::recipe::{Gathering, Rendering};
use crate::base::Diagnostics;

impl Press {
    /// The bytes of a feed, and what its templates asked.
    pub fn gathered(
        &self,
        diagnostics: &mut Diagnostics,
        gathering: &Gathering,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        if self.templates.are_broken() {
            return (None, Vec::new());
        }
        let entries = self.entries(gathering).iter().map(|entry| self.entry(diagnostics, entry));
        let (entries, reads): (Vec<_>, Vec<_>) = entries.unzip();
        let mut reads = reads.concat();
        reads.sort();
        reads.dedup();
        (Some((gathering.make)(&self.site.frame, &entries)), reads)
    }

    /// All that the bytes of a feed and its problems depend on, with what [`Press::key_of`] leaves out.
    pub fn key_of_gathering(&self, gathering: &Gathering) -> Vec<u8> {
        let mut key = Vec::new();
        bindings::write(&mut key, &(gathering.make)(&self.site.frame, &[]));
        for entry in self.entries(gathering) {
            bindings::write(&mut key, &self.key_of(self.source_of(entry), entry));
        }
        key
    }

    /// What templates make of the pages of a feed: nothing if there is no template for that.
    pub fn entries<'g>(&self, gathering: &'g Gathering) -> &'g [Rendering] {
        let is_known = |entry: &Rendering| self.templates.digest(&entry.template).is_some();
        if gathering.entries.iter().any(is_known) { &gathering.entries } else { &[] }
    }

    /// What a template makes of a page that is gathered with others.
    fn entry(&self, diagnostics: &mut Diagnostics, rendering: &Rendering) -> (Option<String>, Vec<Read>) {
        let (bytes, reads) = self.render(diagnostics, self.source_of(rendering), rendering);
        (bytes.map(|bytes| String::from_utf8(bytes).expect("a template writes text")), reads)
    }

    /// The file of the page that is shown.
    fn source_of(&self, rendering: &Rendering) -> &str {
        rendering.page().map_or("", |id| self.site.page(id).document.source.path.as_str())
    }
}
