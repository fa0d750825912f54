//! The plan: all outputs, and all that their bytes are made from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::assets::site_file;
use super::darkroom::Darkroom;
use super::directives::check_directives;
use super::drawing::{Drawing, Drawn};
use super::functions::{Answers, Read};
use super::here_view::CardView;
use super::index::{Index, Indexes};
use super::memos::Memos;
use super::press::Press;
use super::recipe::{Bytes, Output, Recipe, Rendering};
use super::searchable;
use super::shelf::Shelf;
use super::templates::Templates;
use super::weight::{Scales, kilobytes};
use super::words::Words;
use crate::base::{Code, Diagnostics, LanguageCode, OutputPath, Same, Span, parallel};
use crate::input::Content;
use crate::site::Site;

/// Every file of the published site.
pub struct Plan {
    /// The site that is published.
    pub site: Arc<Site>,
    /// The files, in the order of their paths.
    pub outputs: Arc<Vec<Output>>,
    press: Press,
    /// Made when the first page is weighed.
    scales: OnceLock<Option<Scales>>,
    /// What readers search, once somebody asks for it: no other output reads it.
    index: OnceLock<Arc<Index>>,
    indexes: Indexes,
    drawn: Arc<Drawn>,
    darkroom: Arc<Darkroom>,
}

/// All that an output reads that the site's pages and the answers to what its templates ask have no part in. The outputs stand
/// for the frame that they were made of.
#[derive(PartialEq)]
pub(super) struct Surroundings {
    outputs: Same<Vec<Output>>,
    templates: Same<Templates>,
    words: Same<Words>,
    shelf: Same<Shelf>,
    /// Of what every template of a language may read.
    stamps: Vec<Vec<u8>>,
    covers: BTreeMap<LanguageCode, CardView>,
}

impl Plan {
    /// Asks all emitters, reports outputs that meet on one path and templates that are not there.
    pub fn of(diagnostics: &mut Diagnostics, site: Arc<Site>, memos: &mut Memos) -> Plan {
        let templates = memos.templates(diagnostics, &site);
        let outputs = memos.outputs(diagnostics, &site, &templates);
        check_directives(diagnostics, &site, &templates);
        let words = memos.words(diagnostics, &site);
        let shelf = memos.shelf(diagnostics, &site);
        let fonts = memos.fonts(diagnostics, &site);
        let press = Press::of(Arc::clone(&site), templates, words, shelf, fonts);
        memos.stylesheets(diagnostics, &site);
        Plan {
            site,
            outputs,
            press,
            scales: OnceLock::new(),
            index: OnceLock::new(),
            indexes: memos.indexes.clone(),
            drawn: Arc::clone(&memos.drawn),
            darkroom: memos.darkroom(),
        }
    }

    /// What readers search, which is made now if it has not been; nothing if they cannot.
    pub fn index(&self) -> Option<&Arc<Index>> {
        self.site.has_search.then(|| self.index.get_or_init(|| self.indexes.of(&searchable::all(&self.site))))
    }

    /// The files of the index as outputs, beside [`Plan::outputs`], in the order of their paths.
    pub fn index_outputs(&self) -> Vec<Output> {
        let files = self.index().into_iter().flat_map(|index| &index.files);
        let output = |(path, bytes): (&OutputPath, &Arc<[u8]>)| {
            let bytes = Arc::clone(bytes);
            let recipe = Recipe::Bytes(Box::new(move |_| bytes.to_vec()));
            Output { path: path.clone(), origin: Span::file(site_file()), recipe }
        };
        files.map(output).collect()
    }

    /// A file of the index, or of an older one that a page may have begun with.
    pub fn index_file(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        let file = self.index()?.files.get(path).cloned();
        file.or_else(|| self.indexes.older(path))
    }

    /// Where indexes are remembered.
    pub fn indexes(&self) -> &Indexes {
        &self.indexes
    }

    /// The pictures that were drawn for this plan and those before it.
    pub fn drawn(&self) -> &Drawn {
        &self.drawn
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes<'p>(&'p self, diagnostics: &mut Diagnostics, output: &'p Output) -> Option<Bytes<'p>> {
        match &output.recipe {
            Recipe::Template(_) | Recipe::Feed(_) => {
                let (bytes, _) = self.make(diagnostics, output);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Card(rendering) => {
                let (drawing, _) = self.drawing(diagnostics, output, rendering);
                drawing.map(Bytes::Drawing)
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make(&self.site.frame)))),
            Recipe::Picture(asked) => {
                let bytes = self.darkroom.develop(diagnostics, asked);
                bytes.map(|bytes| Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::File(file) => Some(match &file.content {
                Content::Memory(bytes) => Bytes::Memory(Cow::Borrowed(bytes)),
                Content::Disk(path) => Bytes::Disk(path),
            }),
        }
    }

    /// Makes the bytes of an output that is to be published, and weighs it if it is a page.
    pub fn publishable<'p>(&'p self, diagnostics: &mut Diagnostics, output: &'p Output) -> Option<Bytes<'p>> {
        let bytes = self.bytes(diagnostics, output)?;
        if let (Recipe::Template(_), Bytes::Memory(html)) = (&output.recipe, &bytes) {
            self.weigh(diagnostics, output, &String::from_utf8_lossy(html));
        }
        Some(bytes)
    }

    /// Makes every output for its problems alone.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        parallel::map(diagnostics, &self.outputs, |diagnostics, output| match &output.recipe {
            Recipe::Picture(asked) => Darkroom::check(diagnostics, asked),
            _ => drop(self.publishable(diagnostics, output)),
        });
    }

    fn weigh(&self, diagnostics: &mut Diagnostics, output: &Output, html: &str) {
        let scales = self.scales.get_or_init(|| Scales::of(self.site.config(), &self.press.answers));
        let Some(excess) = scales.as_ref().and_then(|scales| scales.excess(html)) else { return };
        let [total, sheets, limit] = [excess.total, excess.sheets, excess.limit].map(kilobytes);
        let message = format!(
            "`{}` weighs {total} kB compressed, {sheets} of them stylesheets, and may weigh {limit}",
            output.path
        );
        diagnostics
            .report(Code::PageWeight, output.origin.clone(), message)
            .help("shorten or divide it, or raise `page_kb` in `[limits]` of `site.toml`");
    }

    /// Whether the templates have problems, so that none of them is rendered.
    pub(super) fn has_broken_templates(&self) -> bool {
        self.press.templates.are_broken()
    }

    /// What templates are told about the site when they ask.
    pub(super) fn answers(&self) -> &Answers {
        &self.press.answers
    }

    /// All that an output reads that the site's pages and the answers to what its templates ask have no part in.
    pub(super) fn surroundings(&self) -> Surroundings {
        let press = &self.press;
        Surroundings {
            outputs: Same(Arc::clone(&self.outputs)),
            templates: Same(Arc::clone(&press.templates)),
            words: Same(Arc::clone(&press.words)),
            shelf: Same(Arc::clone(&press.shelf)),
            stamps: press.stamps(),
            covers: press.covers.clone(),
        }
    }

    /// Makes an output by templates; tells what they asked. Nothing comes back of one that is made otherwise.
    pub(super) fn make(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        match &output.recipe {
            Recipe::Template(rendering) => {
                self.press.render(diagnostics, output.origin.path().as_str(), rendering)
            }
            Recipe::Feed(gathering) => self.press.gathered(diagnostics, gathering),
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Card(_) | Recipe::Picture(_) => (None, Vec::new()),
        }
    }

    /// What templates make of an output.
    pub(super) fn renderings<'o>(&self, output: &'o Output) -> &'o [Rendering] {
        match &output.recipe {
            Recipe::Template(rendering) | Recipe::Card(rendering) => std::slice::from_ref(rendering),
            Recipe::Feed(gathering) => self.press.entries(gathering),
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Picture(_) => &[],
        }
    }

    /// Makes an output ready to be drawn; tells what its template asked.
    pub(super) fn drawing(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
        rendering: &Rendering,
    ) -> (Option<Drawing<'_>>, Vec<Read>) {
        let (sheet, reads) = self.press.asking_sheet(diagnostics, rendering, &output.origin);
        let drawing = sheet.map(|sheet| Drawing { sheet, fonts: &self.press.fonts, drawn: &self.drawn });
        (drawing, reads)
    }

    /// All that the bytes of an output that templates make depend on, and its problems: the bodies of its pages, which have no
    /// words here, and the answers to what templates ask are left out.
    pub(super) fn key(&self, output: &Output) -> Vec<u8> {
        match &output.recipe {
            Recipe::Template(rendering) | Recipe::Card(rendering) => {
                self.press.key_of(output.origin.path().as_str(), rendering)
            }
            Recipe::Feed(gathering) => self.press.key_of_gathering(gathering),
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Picture(_) => Vec::new(),
        }
    }
}
