//! Draws dates along time, one below the other: a day as a dot, a month or a year as long as it is. Each has its label and
//! date on the side where there is more room.

use super::bars::heading;
use super::time::TimeScale;
use super::{BASE, DrawingView, ItemView, LINE, LineView, NARROWEST, PlaceView, em, percent, text};
use crate::base::PartialDate;

/// Something that has a date.
pub struct Moment<'s> {
    /// When.
    pub date: PartialDate,
    /// What.
    pub label: &'s str,
    /// What it belongs to.
    pub group: Option<&'s str>,
    /// What it leads to.
    pub href: Option<String>,
}

/// The least room for a label beside its mark; if there is less on both sides, as beside a long year, it is below.
const LEAST: f64 = 6.0;

/// From a mark to its label.
const BESIDE: f64 = 0.75;

/// Between one label and the next.
const APART: f64 = 0.45;

/// The most marks of the scale, so that words such as `November 2024` fit.
const TICKS: usize = 3;

/// Draws dates. Those of one group stand together.
pub fn draw(moments: &[Moment<'_>]) -> DrawingView {
    let scale = TimeScale::of(moments.iter().map(|moment| moment.date));
    let top = LINE + 0.3;
    let ticks = scale.ticks(TICKS);
    let mut drawing = DrawingView { top: em(top), ticks, ..DrawingView::default() };
    let mut y = top + 0.3;
    let mut group = None;
    for moment in moments {
        if moment.group != group {
            group = moment.group;
            y += heading(&mut drawing, group, y);
        }
        let item = item(moment, &scale, &mut y);
        drawing.items.push(item);
    }
    drawing.height = em(y);
    drawing
}

fn item(moment: &Moment<'_>, scale: &TimeScale, y: &mut f64) -> ItemView {
    let (from, to) = scale.place(moment.date);
    let is_right = 1.0 - to >= from;
    let beside = (if is_right { 1.0 - to } else { from }) * NARROWEST - BESIDE;
    let is_beside = beside >= LEAST;
    let middle = *y + LINE / 2.0;
    if !is_beside {
        *y += LINE * 0.8;
    }
    let room = if is_beside { beside } else { (1.0 - from) * NARROWEST };
    let mut lines = Vec::new();
    for text in text::lines(moment.label, room) {
        lines.push(LineView { y: em(*y + BASE), text });
        *y += LINE;
    }
    let value_y = em(*y + BASE);
    *y += LINE + APART;
    let place = || match (is_beside, is_right) {
        (true, true) => PlaceView { x: percent(to), dx: em(BESIDE), anchor: "start" },
        (true, false) => PlaceView { x: percent(from), dx: em(-BESIDE), anchor: "end" },
        (false, _) => PlaceView { x: percent(from), dx: em(0.0), anchor: "start" },
    };
    ItemView {
        shape: moment.date.precision().name(),
        from: percent(from),
        to: percent(to),
        width: percent(to - from),
        y: em(middle),
        top: em(middle),
        lines,
        place: place(),
        value: place(),
        value_y,
        number: None,
        date: Some(moment.date.to_string()),
        href: moment.href.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_where_there_is_room() {
        let moment = |date: &str, label: &'static str| Moment {
            date: PartialDate::parse(date).unwrap(),
            label,
            group: None,
            href: None,
        };
        let moments = [
            moment("2024-05-21", "Moldova"),
            moment("2025-06", "Security and Defence Dialogue launched"),
            moment("2026-03-24", "Ghana"),
        ];
        let item = |item: &ItemView| {
            let lines: Vec<&str> = item.lines.iter().map(|line| line.text.as_str()).collect();
            format!(
                "{} {}–{} {} {} {}",
                item.shape,
                item.from,
                item.to,
                item.y,
                item.place.anchor,
                lines.join("/")
            )
        };
        let drawn: Vec<String> = draw(&moments).items.iter().map(item).collect();
        assert_eq!(
            drawn,
            [
                "day 18.63%–18.63% 2.48em start Moldova",
                "month 62.97%–66.51% 5.43em end Security and/Defence Dialogue/launched",
                "day 97.88%–97.88% 10.88em end Ghana",
            ]
        );
    }
}
