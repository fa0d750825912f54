//! Draws numbers: as bars from nought, or as dots on a scale. Each has its label above it and its value at its end.

use super::numbers::{Room, Scale};
use super::{
    BASE, DrawingView, ItemView, LINE, LineView, MIDDLE, NARROWEST, PlaceView, TickView, anchor, em, percent,
    text,
};
use crate::site::{Number, Point, Quantity};

/// How numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As lengths.
    Bars,
    /// As places.
    Dots,
}

/// The height of a bar.
const THICK: f64 = 0.72;

/// From the label to the middle of what it names.
const BELOW: f64 = 0.62;

/// Between what belongs to one label and the next.
const APART: f64 = 0.7;

/// The most marks of a scale.
const TICKS: usize = 4;

/// Draws the numbers of points; `unit` is how wide their unit is.
pub fn draw(points: &[Point], unit: f64, style: Style) -> DrawingView {
    let numbers: Vec<&Number> = points.iter().filter_map(number).collect();
    let values: Vec<f64> = numbers.iter().map(|number| number.value).collect();
    let scale = if style == Style::Bars { Scale::from_zero(&values) } else { Scale::round(&values, TICKS) };
    let room = room(&numbers, unit, style);
    let ticks = if style == Style::Dots { ticks(&scale, room, &numbers) } else { Vec::new() };
    let top = if ticks.is_empty() { 0.0 } else { LINE + 0.3 };
    let zero = scale.has_zero().then(|| percent(scale.place(0.0, room)));
    let mut drawing = DrawingView { top: em(top), ticks, zero, ..DrawingView::default() };
    let mut y = top;
    let mut group = None;
    for point in points {
        let Some(number) = number(point) else { continue };
        if point.group != group {
            group.clone_from(&point.group);
            y += heading(&mut drawing, group.as_deref(), y);
        }
        let item = item(point, number, &scale, room, style, &mut y);
        drawing.items.push(item);
    }
    drawing.height = em(y - APART + 0.4);
    drawing
}

fn number(point: &Point) -> Option<&Number> {
    match &point.quantity {
        Quantity::Number(number) => Some(number),
        Quantity::Date(_) => None,
    }
}

/// Adds the name of a group; tells how high it is.
pub fn heading(drawing: &mut DrawingView, group: Option<&str>, y: f64) -> f64 {
    let space = if drawing.items.is_empty() { 0.0 } else { 0.5 };
    let lines = text::lines(group.unwrap_or_default(), NARROWEST);
    let mut height = space;
    for text in lines {
        drawing.headings.push(LineView { y: em(y + height + BASE), text });
        height += LINE;
    }
    height + 0.45
}

/// The room between the values at the ends of the longest bars.
fn room(numbers: &[&Number], unit: f64, style: Style) -> Room {
    let longest = numbers.iter().map(|number| written_width(&number.digits)).fold(0.0, f64::max) + unit + 0.9;
    let kept = (longest / NARROWEST).min(0.45);
    let has = |is: fn(f64) -> bool| numbers.iter().any(|number| is(number.value));
    let left = if style == Style::Bars && has(|value| value < 0.0) { kept } else { 0.03 };
    let left = if style == Style::Bars && !has(|value| value < 0.0) { 0.0 } else { left };
    let right = if style == Style::Dots || has(|value| value >= 0.0) { 1.0 - kept } else { 1.0 };
    Room { left, right }
}

/// How wide a number is with its separators.
fn written_width(digits: &str) -> f64 {
    text::width(digits) * 4.0 / 3.0
}

fn ticks(scale: &Scale, room: Room, numbers: &[&Number]) -> Vec<TickView> {
    let longest = numbers.iter().map(|number| written_width(&number.digits)).fold(1.0, f64::max) + 1.0;
    let fit = ((room.right - room.left) * NARROWEST / longest).floor();
    let most =
        (1..=TICKS).rev().find(|count| u8::try_from(*count).is_ok_and(|count| f64::from(count) <= fit));
    let tick = |(value, digits): (f64, String)| {
        let x = scale.place(value, room);
        TickView { x: percent(x), anchor: anchor(x), number: Some(digits), date: None }
    };
    scale.ticks(most.unwrap_or(1)).into_iter().map(tick).collect()
}

fn item(point: &Point, number: &Number, scale: &Scale, room: Room, style: Style, y: &mut f64) -> ItemView {
    let mut lines = Vec::new();
    for text in text::lines(&point.label, NARROWEST) {
        lines.push(LineView { y: em(*y + BASE), text });
        *y += LINE;
    }
    let middle = *y + BELOW;
    *y = middle + BELOW + APART;
    let at = scale.place(number.value, room);
    let from = if style == Style::Bars { scale.place(0.0, room) } else { at };
    let is_below = style == Style::Bars && number.value < 0.0;
    let (dx, anchor) = if is_below { (-0.4, "end") } else { (0.4, "start") };
    let dx = if style == Style::Dots { 0.75 } else { dx };
    ItemView {
        shape: if style == Style::Bars { "bar" } else { "dot" },
        from: percent(from.min(at)),
        to: percent(from.max(at)),
        width: percent((at - from).abs()),
        y: em(middle),
        top: em(middle - THICK / 2.0),
        lines,
        place: PlaceView { x: percent(0.0), dx: em(0.0), anchor: "start" },
        value: PlaceView { x: percent(at), dx: em(dx), anchor },
        value_y: em(middle + MIDDLE),
        number: Some(number.digits.clone()),
        date: None,
        href: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(rows: &[(&str, Option<&str>, &str)]) -> Vec<Point> {
        let point = |(label, group, digits): &(&str, Option<&str>, &str)| Point {
            label: (*label).to_owned(),
            group: group.map(str::to_owned),
            quantity: Quantity::Number(Number::parse(digits).unwrap()),
        };
        rows.iter().map(point).collect()
    }

    fn drawn(rows: &[(&str, Option<&str>, &str)], style: Style) -> Vec<String> {
        let drawing = draw(&points(rows), 0.0, style);
        let item = |item: &ItemView| {
            format!(
                "{} {}+{} {} {}{}",
                item.lines[0].text, item.from, item.width, item.y, item.value.x, item.value.anchor
            )
        };
        drawing.items.iter().map(item).chain([drawing.height]).collect()
    }

    #[test]
    fn bars_begin_at_nought_and_leave_room_for_their_values() {
        assert_eq!(
            drawn(&[("A", None, "1"), ("B", None, "2")], Style::Bars),
            ["A 0%+45.62% 1.87em 45.62%start", "B 0%+91.23% 5.06em 91.23%start", "6.08em"]
        );
        assert_eq!(
            drawn(&[("A", None, "-1"), ("B", None, "1")], Style::Bars),
            ["A 13.03%+36.97% 1.87em 13.03%end", "B 50%+36.97% 5.06em 86.97%start", "6.08em"]
        );
    }

    #[test]
    fn dots_are_places() {
        assert_eq!(
            drawn(&[("A", None, "98"), ("B", None, "99")], Style::Dots),
            ["A 3%+0% 3.42em 3%start", "B 86.97%+0% 6.61em 86.97%start", "7.63em"]
        );
    }

    #[test]
    fn groups_have_their_name_once() {
        let drawing = draw(
            &points(&[("A", Some("X"), "1"), ("B", Some("X"), "1"), ("C", Some("Y"), "1")]),
            0.0,
            Style::Bars,
        );
        let names: Vec<&str> = drawing.headings.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(names, ["X", "Y"]);
    }
}
