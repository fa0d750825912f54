//! What a template may read of what a directive sets apart: a quotation, or a picture.

use serde::Serialize;

use super::lens::Lens;
use super::mark_view::MarkView;
use super::picture_view::PictureView;
use super::text_view::TextView;
use crate::site::{Figure, Quote};

/// A quotation that is shown by itself.
#[derive(Debug, Serialize)]
pub struct QuoteView<'s> {
    /// The words.
    pub text: TextView<'s>,
    /// Whose they are.
    pub speaker: Option<TextView<'s>>,
    /// What they say in the language of the page.
    pub translation: Option<&'s str>,
    /// Where they are from.
    pub marks: Vec<MarkView>,
    /// The address of that.
    pub url: Option<&'s str>,
}

impl<'s> QuoteView<'s> {
    /// A quotation.
    pub fn of(lens: &Lens<'s>, quote: &'s Quote) -> QuoteView<'s> {
        QuoteView {
            text: lens.recorded(&quote.text, quote.language.as_ref()),
            speaker: lens.optional(&quote.speaker),
            translation: quote.translation.as_deref(),
            marks: MarkView::all(lens, &[quote.source]),
            url: lens.site.evidence.works[quote.source.work].record.url.as_deref(),
        }
    }
}

/// A picture with a caption.
#[derive(Debug, Serialize)]
pub struct FigureView<'s> {
    /// Where it is.
    pub href: &'s str,
    /// How wide it is, in pixels, if that is known.
    pub width: Option<u32>,
    /// How high it is, in pixels, if that is known.
    pub height: Option<u32>,
    /// The files that show it, each with its width; nothing if there is only one.
    pub srcset: Option<String>,
    /// How wide it stands on a page, as in CSS; nothing without `srcset`.
    pub sizes: Option<String>,
    /// Whether it is the first picture of its page, which is not to be loaded late.
    pub is_first: bool,
    /// What it shows, for those who do not see it.
    pub alt: &'s str,
    /// What it is.
    pub caption: &'s str,
    /// What it was made from.
    pub marks: Vec<MarkView>,
}

impl<'s> FigureView<'s> {
    /// A picture.
    pub fn of(lens: &Lens<'s>, figure: &'s Figure) -> FigureView<'s> {
        let picture = figure.picture.as_ref().map(|picture| PictureView::of(&lens.site.frame, picture));
        let PictureView { size, srcset, sizes } = picture.unwrap_or_default();
        FigureView {
            href: &figure.href,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            srcset,
            sizes,
            is_first: figure.is_first,
            alt: &figure.alt,
            caption: &figure.caption,
            marks: MarkView::all(lens, &figure.sources),
        }
    }
}
