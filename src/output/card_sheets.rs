//! Turns what a template writes for a card into a [`Sheet`] that is ready to be drawn, and binds `card`, which tells templates of it.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::bindings::Bindings;
use super::cards;
use super::functions::{self, Read};
use super::here_view::CardView;
use super::press::Press;
use super::recipe::{Recipe, Rendering, template_span};
use crate::base::{Code, Diagnostics, LanguageCode, Span};
use crate::drawing::Sheet;
use crate::site::{CARD, PageId};

impl Press {
    /// What is to be drawn, for the page or site whose title is at `origin`, and what its template asked.
    pub fn asking_sheet(
        &self,
        diagnostics: &mut Diagnostics,
        rendering: &Rendering,
        origin: &Span,
    ) -> (Option<Sheet>, Vec<Read>) {
        functions::within(&self.answers, &rendering.language, || self.sheet(diagnostics, rendering, origin))
    }

    /// What is to be drawn, as a part of what is being rendered.
    fn sheet(&self, diagnostics: &mut Diagnostics, rendering: &Rendering, origin: &Span) -> Option<Sheet> {
        let page = origin.path().as_str();
        let mut bindings = Bindings::Values(Context::new());
        self.bind(diagnostics, rendering, &mut bindings);
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

    /// The cards of the site, whose problems are those of their own outputs.
    pub fn draw_covers(&self) -> BTreeMap<LanguageCode, CardView> {
        let config = self.site.config();
        let languages = config.languages.iter().filter(|_| self.site.has_cards);
        let cover = |language: &LanguageCode| {
            let output = cards::of_language(&self.site, language);
            let Recipe::Card(rendering) = &output.recipe else { return None };
            let (sheet, _) = self.asking_sheet(&mut Diagnostics::default(), rendering, &output.origin);
            Some(self.card_view(rendering, &sheet?))
        };
        languages.filter_map(|language| Some((language.code.clone(), cover(&language.code)?))).collect()
    }

    /// Binds `card` for a page.
    pub fn bind_card(&self, rendering: &Rendering, id: PageId, bindings: &mut Bindings) {
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

    fn card_view(&self, rendering: &Rendering, sheet: &Sheet) -> CardView {
        let url = self.site.url(&cards::place(&rendering.address));
        CardView {
            url: format!("{url}?v={}", sheet.mark.fingerprint()),
            width: sheet.width,
            height: sheet.height,
        }
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
