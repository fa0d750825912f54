//! The timeline as a calendar (iCalendar, RFC 5545), one for each language.

use icalendar::{Calendar, Component, Event as Entry, EventLike, Property};
use jiff::civil::Date;

use super::assets::site_file;
use super::recipe::{Output, Recipe};
use crate::base::{LanguageCode, Precision, Span};
use crate::evidence::Event;
use crate::site::{Catalogue, Frame};

/// `timeline/events.ics` in each language, if there is a timeline.
pub fn emit(frame: &Frame) -> Vec<Output> {
    if !Catalogue::Timeline.is_published(&frame.evidence) {
        return Vec::new();
    }
    let output = |language: &'_ crate::input::Language| {
        let timeline = Catalogue::Timeline.address(frame.config(), &language.code);
        let path = timeline.file("events.ics").expect("a plain name makes an address").output_path();
        (path, language.code.clone())
    };
    let outputs = frame.config().languages.iter().map(output);
    outputs
        .map(|(path, code)| Output {
            path,
            origin: Span::file(site_file()),
            recipe: Recipe::Bytes(Box::new(move |frame| calendar(frame, &code).into_bytes())),
        })
        .collect()
}

fn calendar(frame: &Frame, language: &LanguageCode) -> String {
    let title = frame.config().language(language).map_or("", |texts| texts.title.as_str());
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//briefgen//timeline//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(title);
    for id in frame.evidence.chronicle() {
        calendar.push(event(frame, language, &frame.evidence.events[id]));
    }
    calendar.done().to_string()
}

/// An event that is known to the month or the year covers all of it, and says so.
fn event(frame: &Frame, language: &LanguageCode, entry: &crate::evidence::Entry<Event>) -> Entry {
    let event = &entry.record;
    let page = frame.url(&Catalogue::Timeline.address(frame.config(), language));
    let keys: Vec<&str> = event.sources.iter().map(|source| source.value.as_str()).collect();
    let (first, last) = (event.date.first(), event.date.last());
    let mut made = Entry::new();
    made.uid(&format!("{}@{}", entry.slug, host(&page)));
    made.summary(frame.config.text(language, &event.title));
    made.url(&format!("{page}#{}", entry.slug));
    made.append_property(day("DTSTART", first));
    // The end is the day after the last (RFC 5545, 3.6.1).
    made.append_property(day("DTEND", last.tomorrow().unwrap_or(last)));
    // When the entry was made is not recorded; a clock would change the file with every build.
    made.append_property(Property::new("DTSTAMP", format!("{}T000000Z", compact(first))));
    let mut description = keys.join(", ");
    if event.date.precision() != Precision::Day {
        description = format!("{} ({}); {description}", event.date, event.date.precision().name());
    }
    made.description(&description);
    if let Some(place) = &event.place {
        made.location(frame.config.text(language, place));
    }
    made.done()
}

fn day(name: &str, date: Date) -> Property {
    let mut property = Property::new(name, compact(date));
    property.add_parameter("VALUE", "DATE");
    property.done()
}

fn compact(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn host(url: &str) -> &str {
    url.split('/').nth(2).unwrap_or("localhost")
}
