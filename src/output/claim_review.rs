//! Claims for search engines: `ClaimReview` of schema.org (<https://schema.org/ClaimReview>) as JSON-LD.

use serde_json::{Value, json};

use super::lens::Lens;
use super::structured;
use super::words::Words;
use crate::evidence::{Claim, Entry, Verdict};
use crate::site::Catalogue;

/// All claims as one JSON-LD document, which may stand in a `script` element.
pub fn json(lens: &Lens<'_>, words: &Words) -> String {
    let claims = lens.site.evidence.claims.iter();
    let reviews: Vec<Value> = claims.map(|(_, claim)| review(lens, words, claim)).collect();
    structured::document(reviews)
}

fn review(lens: &Lens<'_>, words: &Words, entry: &Entry<Claim>) -> Value {
    let Lens { site, language } = lens;
    let claim = &entry.record;
    let appearances: Vec<Value> = site
        .evidence
        .works_of(&claim.claim_sources)
        .map(|id| {
            let work = &site.evidence.works[id].record;
            json!({ "@type": "CreativeWork", "name": work.title.own, "url": work.url })
        })
        .collect();
    let verdict = claim.verdict.value;
    let called = words.get(language, &format!("verdicts.{}", verdict.name()));
    let mut rating = json!({ "@type": "Rating", "alternateName": called });
    if let Some(value) = rating_value(verdict) {
        rating["ratingValue"] = value.into();
        rating["worstRating"] = 1.into();
        rating["bestRating"] = 5.into();
    }
    let page = site.url(&Catalogue::Claims.address(site.config(), language));
    let texts = site.config().language(language);
    json!({
        "@type": "ClaimReview",
        "url": format!("{page}#{}", entry.slug),
        "datePublished": claim.checked.map(|day| day.to_string()),
        "inLanguage": language.as_str(),
        "author": { "@type": "Organization", "name": texts.map(|texts| &texts.title), "url": site.url(&site.home(language)) },
        "claimReviewed": site.config.text(language, &claim.claimed),
        "itemReviewed": { "@type": "Claim", "appearance": appearances },
        "reviewBody": site.config.text(language, &claim.record),
        "reviewRating": rating,
    })
}

/// From 1, false, to 5, true; what could not be verified has none.
fn rating_value(verdict: Verdict) -> Option<u8> {
    match verdict {
        Verdict::Confirmed => Some(5),
        Verdict::Imprecise => Some(3),
        Verdict::Contradicted => Some(1),
        Verdict::Unverified => None,
    }
}
