//! The plan: all outputs, and all that their bytes are made from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Context, Value};

use super::assets::site_file;
use super::bindings::{self, Bindings};
use super::cards;
use super::copying::Copying;
use super::darkroom::Darkroom;
use super::drawing::{Drawing, Drawn};
use super::evidence_view::Lens;
use super::filling::Filling;
use super::functions::{self, Answers, Read};
use super::index::{Index, Indexes};
use super::loads;
use super::memos::Memos;
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering, template_span};
use super::searchable;
use super::shelf::Shelf;
use super::shown_view;
use super::templates::{Templates, place};
use super::view::{CardView, HereView, SiteView};
use super::weight::{Scales, kilobytes};
use super::words::Words;
use crate::base::{Code, Diagnostics, LanguageCode, OutputPath, Same, Span, parallel};
use crate::drawing::{Fonts, Sheet};
use crate::input::{self, Content};
use crate::site::{CARD, Numbering, Page, PageId, Shown, Site};

/// Every file of the published site.
pub struct Plan {
    /// The site that is published.
    pub site: Arc<Site>,
    /// The files, in the order of their paths.
    pub outputs: Arc<Vec<Output>>,
    templates: Arc<Templates>,
    shared: BTreeMap<LanguageCode, Shared>,
    words: Arc<Words>,
    shelf: Arc<Shelf>,
    answers: Arc<Answers>,
    /// Made when the first page is weighed.
    scales: OnceLock<Option<Scales>>,
    /// What readers search, once somebody asks for it: no other output reads it.
    index: OnceLock<Arc<Index>>,
    indexes: Indexes,
    fonts: Arc<Fonts>,
    /// The cards of the site.
    covers: BTreeMap<LanguageCode, CardView>,
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

/// What every template of a language may read.
struct Shared {
    site: Value,
    words: Value,
    /// Written as a key.
    stamp: Vec<u8>,
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
        let languages = site.config().languages.iter();
        let shared = languages.map(|language| Shared::of(&site, &words, &fonts, &language.code)).collect();
        let answers = Arc::new(Answers::of(&site, &words, &fonts));
        memos.stylesheets(diagnostics, &site);
        let plain = Plan {
            site,
            outputs,
            templates,
            shared,
            words,
            shelf,
            answers,
            scales: OnceLock::new(),
            index: OnceLock::new(),
            indexes: memos.indexes.clone(),
            fonts,
            covers: BTreeMap::new(),
            drawn: Arc::clone(&memos.drawn),
            darkroom: memos.darkroom(),
        };
        Plan { covers: plain.draw_covers(), ..plain }
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

    /// The cards of the site, whose problems are those of their own outputs.
    fn draw_covers(&self) -> BTreeMap<LanguageCode, CardView> {
        let config = self.site.config();
        let languages = config.languages.iter().filter(|_| self.site.has_cards);
        let cover = |language: &LanguageCode| {
            let output = cards::of_language(&self.site, language);
            let Recipe::Card(rendering) = &output.recipe else { return None };
            let (drawing, _) = self.drawing(&mut Diagnostics::default(), &output, rendering);
            Some(self.card_view(rendering, &drawing?.sheet))
        };
        languages.filter_map(|language| Some((language.code.clone(), cover(&language.code)?))).collect()
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
        let scales = self.scales.get_or_init(|| Scales::of(self.site.config(), &self.answers));
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
        self.templates.are_broken()
    }

    /// What templates are told about the site when they ask.
    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// All that an output reads that the site's pages and the answers to what its templates ask have no part in.
    pub(super) fn surroundings(&self) -> Surroundings {
        Surroundings {
            outputs: Same(Arc::clone(&self.outputs)),
            templates: Same(Arc::clone(&self.templates)),
            words: Same(Arc::clone(&self.words)),
            shelf: Same(Arc::clone(&self.shelf)),
            stamps: self.shared.values().map(|shared| shared.stamp.clone()).collect(),
            covers: self.covers.clone(),
        }
    }

    /// Makes an output by templates; tells what they asked. Nothing comes back of one that is made otherwise.
    pub(super) fn make(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        match &output.recipe {
            Recipe::Template(rendering) => self.render(diagnostics, output.origin.path().as_str(), rendering),
            Recipe::Feed(_) if self.templates.are_broken() => (None, Vec::new()),
            Recipe::Feed(gathering) => {
                let entries = self.renderings(output).iter().map(|entry| self.entry(diagnostics, entry));
                let (entries, reads): (Vec<_>, Vec<_>) = entries.unzip();
                let mut reads = reads.concat();
                reads.sort();
                reads.dedup();
                (Some((gathering.make)(&self.site.frame, &entries)), reads)
            }
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Card(_) | Recipe::Picture(_) => (None, Vec::new()),
        }
    }

    /// What templates make of an output.
    pub(super) fn renderings<'o>(&self, output: &'o Output) -> &'o [Rendering] {
        match &output.recipe {
            Recipe::Template(rendering) | Recipe::Card(rendering) => std::slice::from_ref(rendering),
            Recipe::Feed(gathering) => {
                let is_known = |entry: &Rendering| self.templates.digest(&entry.template).is_some();
                if gathering.entries.iter().any(is_known) { &gathering.entries } else { &[] }
            }
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Picture(_) => &[],
        }
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

    fn render(
        &self,
        diagnostics: &mut Diagnostics,
        page: &str,
        rendering: &Rendering,
    ) -> (Option<Vec<u8>>, Vec<Read>) {
        functions::within(&self.answers, &rendering.language, || {
            let mut bindings = Bindings::Values(Context::new());
            self.bind(diagnostics, rendering, page, &mut bindings);
            let bytes = self.rendered(diagnostics, &rendering.template, page, bindings);
            if let Some(html) = bytes.as_deref().and_then(|bytes| str::from_utf8(bytes).ok()) {
                self.check_loads(diagnostics, rendering, page, html);
            }
            bytes
        })
    }

    /// Reports what a page loads from other hosts, where it is written: in the page, a template that it is rendered with, or
    /// else wherever that template found it.
    fn check_loads(&self, diagnostics: &mut Diagnostics, rendering: &Rendering, page: &str, html: &str) {
        for address in loads::of_page(&self.site.config().base_url, html) {
            let shown = rendering.page().map(|id| self.site.page(id));
            let in_page = shown.and_then(|page| place(&page.document.source, &address));
            let directives = shown.into_iter().flat_map(|page| &page.document.body.marks.directives);
            let directives = directives.map(|directive| directive_template(&directive.name, "html"));
            let mut templates = std::iter::once(rendering.template.to_string()).chain(directives);
            let in_template = || templates.find_map(|name| self.templates.place(&name, &address));
            let span = in_page.or_else(in_template).unwrap_or_else(|| template_span(&rendering.template));
            loads::report(diagnostics, span, &address).page(page);
        }
    }

    /// Makes an output ready to be drawn; tells what its template asked.
    pub(super) fn drawing(
        &self,
        diagnostics: &mut Diagnostics,
        output: &Output,
        rendering: &Rendering,
    ) -> (Option<Drawing<'_>>, Vec<Read>) {
        functions::within(&self.answers, &rendering.language, || {
            let sheet = self.sheet(diagnostics, rendering, &output.origin)?;
            Some(Drawing { sheet, fonts: &self.fonts, drawn: &self.drawn })
        })
    }

    /// What is to be drawn, for the page or site whose title is at `origin`.
    fn sheet(&self, diagnostics: &mut Diagnostics, rendering: &Rendering, origin: &Span) -> Option<Sheet> {
        let page = origin.path().as_str();
        let mut bindings = Bindings::Values(Context::new());
        self.bind(diagnostics, rendering, page, &mut bindings);
        let svg = self.rendered(diagnostics, &rendering.template, page, bindings)?;
        let svg = String::from_utf8(svg).expect("a template writes text");
        match Sheet::of(&self.fonts, svg) {
            Ok(sheet) => {
                report_missing(diagnostics, &sheet, origin);
                Some(sheet)
            }
            Err(reason) => {
                let span = template_span(&rendering.template);
                let help = "let the template write SVG that stands alone";
                diagnostics.report(Code::CardInvalid, span, reason).help(help).page(page);
                None
            }
        }
    }

    fn card_view(&self, rendering: &Rendering, sheet: &Sheet) -> CardView {
        let url = self.site.url(&cards::place(&rendering.address));
        CardView {
            url: format!("{url}?v={}", sheet.mark.fingerprint()),
            width: sheet.width,
            height: sheet.height,
        }
    }

    /// All that the bytes of an output that templates make depend on, and its problems: the bodies of its pages, which have no
    /// words here, and the answers to what templates ask are left out.
    pub(super) fn key(&self, output: &Output) -> Vec<u8> {
        match &output.recipe {
            Recipe::Template(rendering) | Recipe::Card(rendering) => {
                self.key_of(output.origin.path().as_str(), rendering)
            }
            Recipe::Feed(gathering) => {
                let mut key = Vec::new();
                bindings::write(&mut key, &(gathering.make)(&self.site.frame, &[]));
                for entry in self.renderings(output) {
                    bindings::write(&mut key, &self.key_of(self.source_of(entry), entry));
                }
                key
            }
            Recipe::Bytes(_) | Recipe::File(_) | Recipe::Picture(_) => Vec::new(),
        }
    }

    fn key_of(&self, page: &str, rendering: &Rendering) -> Vec<u8> {
        let mut key = Vec::new();
        bindings::write(&mut key, page);
        self.write_template(&mut key, &rendering.template);
        let mut bindings = Bindings::Key(key);
        // Nothing is rendered for a key, so nothing can be wrong.
        self.bind(&mut Diagnostics::default(), rendering, page, &mut bindings);
        match bindings {
            Bindings::Key(key) => key,
            Bindings::Values(_) => Vec::new(),
        }
    }

    fn write_template(&self, key: &mut Vec<u8>, name: &str) {
        let digest = self.templates.digest(name);
        bindings::write(key, name);
        bindings::write(key, &digest.map(|digest| digest.to_string()));
    }

    fn rendered(
        &self,
        diagnostics: &mut Diagnostics,
        template: &str,
        page: &str,
        bindings: Bindings,
    ) -> Option<Vec<u8>> {
        let Bindings::Values(context) = bindings else { return None };
        self.templates.render(diagnostics, template, page, &context)
    }

    /// Binds everything that the template of an output may read.
    fn bind(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &str,
        bindings: &mut Bindings,
    ) {
        self.bind_shared(rendering, bindings);
        let language = &rendering.language;
        match &rendering.grounds {
            Grounds::Nothing => self.bind_cover(language, bindings),
            Grounds::Card(_) => {}
            Grounds::Page(id) => {
                let shown = self.site.page(*id);
                self.bind_card(rendering, *id, bindings);
                self.bind_content(diagnostics, rendering, shown, page, bindings);
                self.shelf.bind_cited(bindings, language, &shown.evidence.works);
                self.shelf.bind_reference(bindings, &self.site, *id);
            }
            Grounds::Copy(id) => {
                let shown = self.site.page(*id);
                self.bind_copy(diagnostics, rendering, shown, page, bindings);
                self.shelf.bind_cited(bindings, language, &shown.evidence.works);
            }
            Grounds::Entries(make) => {
                self.bind_cover(language, bindings);
                let mut numbering = Numbering::default();
                let shown = make(&self.site, &mut numbering);
                shown_view::insert(bindings, &Lens { site: &self.site, language }, &shown);
                self.shelf.bind_cited(bindings, language, &numbering.finish());
            }
            Grounds::Source(id) => {
                self.bind_cover(language, bindings);
                self.shelf.bind_source(bindings, language, *id);
            }
            Grounds::Sources => {
                self.bind_cover(language, bindings);
                self.shelf.bind_all(bindings, language);
            }
        }
        (rendering.view)(&self.site, &self.words, bindings);
    }

    /// Binds what every template may read.
    fn bind_shared(&self, rendering: &Rendering, bindings: &mut Bindings) {
        let shared = &self.shared[&rendering.language];
        bindings.insert_known("site", || shared.site.clone(), |key| key.extend(&shared.stamp));
        bindings.insert_known("words", || shared.words.clone(), |_| {});
        bindings.insert("language", &rendering.language.as_str());
        let here = HereView::of(&self.site, &rendering.address, rendering.elsewhere.as_ref());
        bindings.insert("here", &here);
    }

    /// Binds `card` for a page.
    fn bind_card(&self, rendering: &Rendering, id: PageId, bindings: &mut Bindings) {
        if !cards::has_own(&self.site, id) {
            return self.bind_cover(&rendering.language, bindings);
        }
        let value = || {
            let card = cards::of_page(&self.site, id);
            let origin = self.site.page(id).document.front.title_span();
            // Its problems are those of its own output.
            let sheet = self.sheet(&mut Diagnostics::default(), &card, &origin);
            sheet.map_or_else(Value::none, |sheet| Value::from_serializable(&self.card_view(&card, &sheet)))
        };
        // All else that the card is rendered from stands in the key of the page.
        bindings.insert_known("card", value, |key| self.write_template(key, CARD));
    }

    /// Binds `card` for what has none of its own.
    fn bind_cover(&self, language: &LanguageCode, bindings: &mut Bindings) {
        bindings.insert("card", &self.covers.get(language));
    }

    /// Binds `content`: the body of a page, with what its directives show in it.
    fn bind_content(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        bindings: &mut Bindings,
    ) {
        let value = || {
            let directives = self.directives(diagnostics, rendering, page, name, "html");
            let directives: Vec<String> = directives.into_iter().map(Option::unwrap_or_default).collect();
            Filling::of(&self.site, page, &self.words, &self.answers, &directives).content()
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &Filling::of(&self.site, page, &self.words, &self.answers, &[]).fillings());
            self.write_directives(key, rendering, page, "html");
        };
        bindings.insert_known("content", value, stamp);
    }

    /// Binds `content`: the body of a page as Markdown, with what its directives show in it.
    fn bind_copy(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        bindings: &mut Bindings,
    ) {
        let value = || {
            let directives = self.directives(diagnostics, rendering, page, name, "md");
            Copying::of(&self.site, page, &self.words, &directives).content()
        };
        let stamp = |key: &mut Vec<u8>| {
            bindings::write(key, &Copying::of(&self.site, page, &self.words, &[]).fillings());
            self.write_directives(key, rendering, page, "md");
        };
        bindings.insert_known("content", value, stamp);
    }

    /// What each directive of a page shows, in a form; nothing of one that no template writes so.
    fn directives(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        page: &Page,
        name: &str,
        form: &str,
    ) -> Vec<Option<String>> {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        let texts = written.map(|(directive, shown)| {
            let Some(shown) = shown else { return Some(String::new()) };
            let mut bindings = Bindings::Values(Context::new());
            self.bind_shared(rendering, &mut bindings);
            shown_view::insert(&mut bindings, &lens, shown);
            let template = directive_template(&directive.name, form);
            let bytes = self.rendered(diagnostics, &template, name, bindings)?;
            Some(String::from_utf8(bytes).expect("a template writes text"))
        });
        texts.collect()
    }

    /// All that what the directives of a page show depends on, beside what every template may read.
    fn write_directives(&self, key: &mut Vec<u8>, rendering: &Rendering, page: &Page, form: &str) {
        let lens = Lens { site: &self.site, language: &rendering.language };
        let written = page.document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            self.write_template(key, &directive_template(&directive.name, form));
            let mut bindings = Bindings::Key(std::mem::take(key));
            if let Some(shown) = shown {
                shown_view::insert(&mut bindings, &lens, shown);
            }
            if let Bindings::Key(written) = bindings {
                *key = written;
            }
        }
    }
}

impl Shared {
    fn of(site: &Site, words: &Words, fonts: &Fonts, language: &LanguageCode) -> (LanguageCode, Shared) {
        let view = SiteView::of(site, words, language);
        let mut stamp = Vec::new();
        bindings::write(&mut stamp, &view);
        bindings::write(&mut stamp, words.stamp(language));
        bindings::write(&mut stamp, &fonts.digest.to_string());
        let (site, words) = (Value::from_serializable(&view), words.of(language));
        (language.clone(), Shared { site, words, stamp })
    }
}

/// Reports characters of a card that no font has.
fn report_missing(diagnostics: &mut Diagnostics, sheet: &Sheet, title: &Span) {
    if sheet.missing.is_empty() {
        return;
    }
    let named = sheet.missing.iter().map(|c| format!("`{c}` (U+{:04X})", u32::from(*c)));
    let message = format!("no font of the card has {}", named.collect::<Vec<_>>().join(", "));
    let help = "add a font with it to `templates/fonts`, or choose other words";
    diagnostics.report(Code::CardGlyph, title.clone(), message).help(help);
}

/// The template of a directive in a form.
fn directive_template(name: &str, form: &str) -> String {
    format!("directives/{name}.{form}")
}

/// Reports directives whose template is not there, and keys that a site's own template does not read.
fn check_directives(diagnostics: &mut Diagnostics, site: &Site, templates: &Templates) {
    for page in &site.pages {
        let document = &page.document;
        let written = document.body.marks.directives.iter().zip(&page.evidence.directives);
        for (directive, shown) in written {
            let Some(shown) = shown else { continue };
            let template = directive_template(&directive.name, "html");
            templates.check(diagnostics, &template, || document.span(&directive.name_range));
            if let Shown::Own(input::Value::Map(entries), _) = shown {
                let place = |id| document.directive_span(directive, id);
                templates.check_keys(diagnostics, &template, entries, place);
            }
        }
    }
}
