//! Places in the HTML of a body, and what belongs there.

/// A place in the HTML that something is written into.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hole {
    /// The offset in the body's HTML, in bytes.
    pub at: usize,
    /// What belongs there.
    pub fill: Fill,
}

/// What belongs in a hole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// The address of the link with this number, as part of an attribute.
    Link(usize),
    /// What is known of the image whose link has this number, as attributes.
    Picture(usize),
    /// The name of this kind of alert in the page's language, as text.
    Alert(AlertKind),
    /// The citation with this number.
    Citation(usize),
    /// What the directive with this number shows.
    Directive(usize),
    /// The beginning of the mention with this number.
    MentionStart(usize),
    /// Its end.
    MentionEnd(usize),
    /// What comes before the heading with this number.
    HeadingStart(usize),
    /// What comes after it.
    HeadingEnd(usize),
    /// What stands in the margin beside the citation with this number.
    SideNote(usize),
}

/// The kinds of alerts of GitHub Flavored Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}

impl AlertKind {
    /// The name that classes use.
    pub fn name(self) -> &'static str {
        match self {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        }
    }
}
