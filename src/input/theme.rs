//! `[theme]` of `site.toml`: colours in place of those of the stylesheet, for light and dark, that can be read on one another.

use std::fmt::Write;

use super::decode::{Decode, Fields, Located, Problems};
use super::node::{Node, Value};
use crate::base::{Code, Colour};

/// What pages and boxes are laid on. Where any colour is set these are too.
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

    /// The grounds in light and in dark.
    fn grounds(&self) -> Option<[[&Located<Colour>; 2]; 2]> {
        let (paper, panel) = (self.find(GROUNDS[0])?, self.find(GROUNDS[1])?);
        Some([[&paper.light, &panel.light], [&paper.dark, &panel.dark]])
    }

    /// Reports the colours that cannot be read on the grounds.
    fn check(&self, problems: &mut Problems) {
        let Some([light, dark]) = self.grounds() else { return };
        for (name, needed) in COLOURS {
            let Some(colour) = self.find(name) else { continue };
            Pairing { name, mode: "light", needed, grounds: light }.check(problems, &colour.light);
            Pairing { name, mode: "dark", needed, grounds: dark }.check(problems, &colour.dark);
        }
    }

    /// Reports the colours that a stylesheet keeps, as `--ink: light-dark(#1d2026, #e3e1db)`, and that cannot be read on the
    /// grounds that are set.
    pub fn check_kept(&self, problems: &mut Problems, css: &str) {
        let Some([light, dark]) = self.grounds() else { return };
        for (name, needed) in COLOURS {
            let kept = self.find(name).is_none().then(|| of_stylesheet(css, name)).flatten();
            let Some([in_light, in_dark]) = kept else { continue };
            Pairing { name, mode: "light", needed, grounds: light }.check_kept(problems, in_light);
            Pairing { name, mode: "dark", needed, grounds: dark }.check_kept(problems, in_dark);
        }
    }
}

/// A colour of a stylesheet in light and in dark, where it is first set.
fn of_stylesheet(css: &str, name: &str) -> Option<[Colour; 2]> {
    let (_, value) = css.split_once(&format!("--{name}:"))?;
    let (light, rest) = value.trim_start().strip_prefix("light-dark(")?.split_once(',')?;
    let (dark, _) = rest.split_once(')')?;
    Some([Colour::parse(light.trim())?, Colour::parse(dark.trim())?])
}

/// A colour on the grounds.
struct Pairing<'t> {
    name: &'static str,
    mode: &'static str,
    needed: f64,
    /// Paper and panel.
    grounds: [&'t Located<Colour>; 2],
}

impl Pairing<'_> {
    /// Reports a colour that the theme sets.
    fn check(&self, problems: &mut Problems, colour: &Located<Colour>) {
        let Some((ground, ratio)) = self.failure(colour.value) else { return };
        let message = self.message(&format!("`{}`", self.name), ground, ratio);
        let help = match self.shade(colour.value) {
            Some(shade) => format!("write {shade}"),
            None => more_alike(),
        };
        problems.add(Code::ThemeContrast, colour.id, message).help(help);
    }

    /// Reports a colour that the stylesheet keeps, at the ground that it cannot be read on.
    fn check_kept(&self, problems: &mut Problems, colour: Colour) {
        let Some((ground, ratio)) = self.failure(colour) else { return };
        let message = self.message(&format!("the stylesheet's `{}`", self.name), ground, ratio);
        let help = match self.shade(colour) {
            Some(shade) => format!("set `{}` too: {shade}", self.name),
            None => more_alike(),
        };
        problems.add(Code::ThemeContrast, self.grounds[ground].id, message).help(help);
    }

    /// On which ground a colour is read worst, and with what contrast, if that is too little.
    fn failure(&self, colour: Colour) -> Option<(usize, f64)> {
        let [paper, panel] = self.grounds.map(|ground| colour.contrast(ground.value));
        let (ground, worst) = if paper <= panel { (0, paper) } else { (1, panel) };
        (worst < self.needed).then_some((ground, worst))
    }

    fn message(&self, what: &str, ground: usize, ratio: f64) -> String {
        let Pairing { mode, needed, .. } = self;
        // Rounded down: 4.499 is not 4.5.
        let ratio = (ratio * 100.0).floor() / 100.0;
        let ground = GROUNDS[ground];
        format!("{what} on `{ground}` has a contrast of {ratio:.2}:1 in {mode}, and needs {needed}:1")
    }

    /// The nearest shade that can be read on both grounds.
    fn shade(&self, colour: Colour) -> Option<String> {
        let fits =
            |shade: Colour| self.grounds.iter().all(|ground| shade.contrast(ground.value) >= self.needed);
        let shade = colour.nearest_shade(fits)?;
        let way = if shade.luminance() < colour.luminance() { "darker" } else { "lighter" };
        Some(format!("`{shade}` or a {way} shade"))
    }
}

/// What helps where no colour can.
fn more_alike() -> String {
    format!("let `{}` and `{}` be more alike: no shade is read on both", GROUNDS[0], GROUNDS[1])
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
