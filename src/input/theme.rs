//! `[theme]` of `site.toml`: colours in place of those of the stylesheet, for light and dark, that can be read on one another.

use std::fmt::Write;

use super::decode::{Decode, Fields, Located, Problems};
use super::node::{Node, Value};
use crate::base::{Code, Colour};

/// What pages and boxes are laid on. Where any colour is set these are too, so that nothing about a stylesheet's own has to be
/// known.
const GROUNDS: [&str; 2] = ["paper", "panel"];

/// All others, and how much contrast they need on the grounds: text 4.5 (WCAG 2.2, success criterion 1.4.3), the edges of
/// what can be used 3 (1.4.11), hairlines none.
const COLOURS: [(&str, f64); 11] = [
    ("ink", 4.5),
    ("soft", 4.5),
    ("rule", 1.0),
    ("edge", 3.0),
    ("link", 4.5),
    ("visited", 4.5),
    ("note", 4.5),
    ("tip", 4.5),
    ("important", 4.5),
    ("warning", 4.5),
    ("caution", 4.5),
];

/// The colours that a site sets.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    colours: Vec<(&'static str, Shades)>,
}

/// A colour, as it is in light and in dark.
#[derive(Debug, Clone)]
struct Shades {
    light: Located<Colour>,
    dark: Located<Colour>,
}

impl Theme {
    /// CSS that sets the custom properties of these names; nothing if no colour is set.
    pub fn style(&self) -> Option<String> {
        if self.colours.is_empty() {
            return None;
        }
        let mut style = ":root{".to_owned();
        for (name, Shades { light, dark }) in &self.colours {
            let _ = write!(style, "--{name}:light-dark({},{});", light.value, dark.value);
        }
        style.push('}');
        Some(style)
    }

    fn find(&self, name: &str) -> Option<&Shades> {
        self.colours.iter().find(|(known, _)| *known == name).map(|(_, shades)| shades)
    }

    /// Reports the colours that cannot be read on the grounds.
    fn check(&self, problems: &mut Problems) {
        let (Some(paper), Some(panel)) = (self.find(GROUNDS[0]), self.find(GROUNDS[1])) else { return };
        for (name, needed) in COLOURS {
            let Some(colour) = self.find(name) else { continue };
            let light = [paper.light.value, panel.light.value];
            let dark = [paper.dark.value, panel.dark.value];
            Pairing { name, mode: "light", needed, grounds: light }.check(problems, &colour.light);
            Pairing { name, mode: "dark", needed, grounds: dark }.check(problems, &colour.dark);
        }
    }
}

/// A colour on the grounds.
struct Pairing {
    name: &'static str,
    mode: &'static str,
    needed: f64,
    /// Paper and panel.
    grounds: [Colour; 2],
}

impl Pairing {
    fn check(&self, problems: &mut Problems, colour: &Located<Colour>) {
        let Pairing { name, mode, needed, grounds } = self;
        let contrasts = grounds.map(|ground| colour.value.contrast(ground));
        let (ground, worst) = match contrasts {
            [paper, panel] if paper <= panel => (GROUNDS[0], paper),
            [_, panel] => (GROUNDS[1], panel),
        };
        if worst >= *needed {
            return;
        }
        // Rounded down: 4.499 is not 4.5.
        let ratio = (worst * 100.0).floor() / 100.0;
        let message =
            format!("`{name}` on `{ground}` has a contrast of {ratio:.2}:1 in {mode}, and needs {needed}:1");
        let fits = |shade: Colour| grounds.iter().all(|ground| shade.contrast(*ground) >= *needed);
        let help = match colour.value.nearest_shade(fits) {
            Some(shade) => {
                let is_darker = shade.luminance() < colour.value.luminance();
                format!("write `{shade}` or a {} shade", if is_darker { "darker" } else { "lighter" })
            }
            None => {
                format!("let `{}` and `{}` be more alike: no shade is read on both", GROUNDS[0], GROUNDS[1])
            }
        };
        problems.add(Code::ThemeContrast, colour.id, message).help(help);
    }
}

impl Decode for Theme {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let is_empty = matches!(&node.value, Value::Map(entries) if entries.is_empty());
        let mut theme = Theme::default();
        if is_empty {
            return Some(theme);
        }
        for name in GROUNDS {
            theme.colours.extend(fields.required(problems, name).map(|shades| (name, shades)));
        }
        for (name, _) in COLOURS {
            theme.colours.extend(fields.optional(problems, name).map(|shades| (name, shades)));
        }
        fields.finish(problems);
        theme.check(problems);
        Some(theme)
    }
}

impl Decode for Shades {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let light = fields.required(problems, "light");
        let dark = fields.required(problems, "dark");
        fields.finish(problems);
        Some(Shades { light: light?, dark: dark? })
    }
}

impl Decode for Colour {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let colour = Colour::parse(&text);
        if colour.is_none() {
            let problem = problems.add(Code::InvalidValue, node.id, format!("`{text}` is not a colour"));
            problem.help("write `#` and six hexadecimal digits: `#1d2026`");
        }
        colour
    }
}
