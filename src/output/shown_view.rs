//! What a directive or a page of a registry shows, put before its template.

use super::bindings::Bindings;
use super::chart::ChartView;
use super::entry_view::{ActorView, ClaimView, EventView, PartnerView, ScopeView, TermView};
use super::lens::Lens;
use super::mark_view::MarkView;
use super::quote_view::{FigureView, QuoteView};
use crate::site::Shown;

/// Adds what is shown to what a template may read.
pub fn insert(bindings: &mut Bindings, lens: &Lens<'_>, shown: &Shown) {
    match shown {
        Shown::Timeline(events) => {
            let events: Vec<_> = events.iter().map(|event| EventView::of(lens, event)).collect();
            bindings.insert("events", &events);
        }
        Shown::Claims(claims) => {
            let claims: Vec<_> = claims.iter().map(|claim| ClaimView::of(lens, claim)).collect();
            bindings.insert("claims", &claims);
        }
        Shown::Actors(actors, on) => {
            let actors: Vec<_> = actors.iter().map(|actor| ActorView::of(lens, actor, *on)).collect();
            bindings.insert("actors", &actors);
            bindings.insert("on", &on.map(|date| date.to_string()));
        }
        Shown::Areas(scopes) => {
            let texts: Vec<_> = scopes.iter().map(|scope| ScopeView::of(lens, scope)).collect();
            bindings.insert("texts", &texts);
        }
        Shown::Partners(partners) => {
            let partners: Vec<_> = partners.iter().map(|partner| PartnerView::of(lens, partner)).collect();
            bindings.insert("partners", &partners);
        }
        Shown::Terms(terms) => {
            let terms: Vec<_> = terms.iter().map(|term| TermView::of(lens, term)).collect();
            bindings.insert("terms", &terms);
        }
        Shown::Quote(quote) => bindings.insert("quote", &QuoteView::of(lens, quote)),
        Shown::Figure(figure) => bindings.insert("figure", &FigureView::of(lens, figure)),
        Shown::Chart(chart) => bindings.insert("chart", &ChartView::of(lens, chart)),
        Shown::Own(options, markers) => {
            let marks: Vec<_> = markers.iter().map(|marker| MarkView::of(lens, *marker)).collect();
            bindings.insert("directive", options);
            bindings.insert("marks", &marks);
        }
    }
}
