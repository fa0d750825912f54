//! The fonts of a project: which characters each face has, how wide they are, and which face draws what.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, ID, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::base::{Code, Diagnostics, Digest, Span};
use crate::input::{Content, File};

/// All faces, in the order of their files.
#[derive(Debug)]
pub struct Fonts {
    /// What `resvg` draws with.
    pub(super) database: Arc<Database>,
    faces: Vec<Face>,
    /// Stands for all of them.
    pub digest: Digest,
}

/// A face.
#[derive(Debug)]
pub(super) struct Face {
    pub(super) id: ID,
    families: Vec<String>,
    weight: u16,
    /// The characters that it has, in order, with their widths in ems.
    advances: Vec<(char, f32)>,
}

impl Fonts {
    /// The fonts of these files. One that is no font is reported.
    pub fn of(diagnostics: &mut Diagnostics, files: &[File]) -> Fonts {
        let mut fonts = Fonts { database: Arc::default(), faces: Vec::new(), digest: Digest::of(b"") };
        let mut database = Database::new();
        let mut known = String::new();
        for file in files {
            known.push_str(&format!("{}\n", file.digest));
            let faces = faces(&mut database, file);
            if faces.is_empty() {
                diagnostics
                    .report(Code::FontInvalid, Span::file(file.path.clone()), "this is no font")
                    .help("put an OpenType or TrueType font there, or remove the file");
            }
            fonts.faces.extend(faces);
        }
        Fonts { database: Arc::new(database), digest: Digest::of(known.as_bytes()), ..fonts }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.faces.is_empty()
    }

    /// Whether a face has this character.
    pub fn has(&self, character: char) -> bool {
        self.faces.iter().any(|face| face.advance(character).is_some())
    }

    /// The face of the first of these families that is there, in the nearest weight; if none is, the first of all.
    pub(super) fn face(&self, families: &[&str], weight: u16) -> Option<&Face> {
        let of = |family: &&str| {
            let is_named = |face: &&Face| face.families.iter().any(|name| name.eq_ignore_ascii_case(family));
            nearest(self.faces.iter().filter(is_named), weight)
        };
        families.iter().find_map(of).or_else(|| self.faces.first())
    }

    /// The face that draws a character which `face` lacks, if another has it.
    pub(super) fn stand_in(&self, weight: u16, character: char) -> Option<&Face> {
        nearest(self.faces.iter().filter(|face| face.advance(character).is_some()), weight)
    }

    /// Which face this is.
    pub(super) fn with_id(&self, id: ID) -> Option<&Face> {
        self.faces.iter().find(|face| face.id == id)
    }

    /// How wide a text is in this face, in ems; what no face has is as wide as an em.
    pub(super) fn width(&self, face: &Face, text: &str) -> f32 {
        let advance = |character: char| {
            let stand_in = || self.stand_in(face.weight, character)?.advance(character);
            face.advance(character).or_else(stand_in).unwrap_or(1.0)
        };
        text.chars().map(advance).sum()
    }
}

/// The face of the nearest weight, of two the lighter, of equals the first.
fn nearest<'f>(faces: impl Iterator<Item = &'f Face>, weight: u16) -> Option<&'f Face> {
    faces.min_by_key(|face| (face.weight.abs_diff(weight), face.weight))
}

impl Face {
    pub(super) fn weight(&self) -> u16 {
        self.weight
    }

    /// How wide a character is, in ems; nothing if the face lacks it.
    fn advance(&self, character: char) -> Option<f32> {
        let at = self.advances.binary_search_by_key(&character, |(known, _)| *known).ok()?;
        Some(self.advances[at].1)
    }
}

/// The faces of a file; none if it is no font.
fn faces(database: &mut Database, file: &File) -> Vec<Face> {
    let Content::Memory(bytes) = &file.content else { return Vec::new() };
    let ids = database.load_font_source(Source::Binary(Arc::new(Arc::clone(bytes))));
    let face = |id: &ID| {
        let known = database.face(*id)?;
        let font = FontRef::from_index(bytes, known.index).ok()?;
        Some(Face {
            id: *id,
            families: known.families.iter().map(|(name, _)| name.clone()).collect(),
            weight: known.weight.0,
            advances: advances(&font),
        })
    };
    ids.iter().filter_map(face).collect()
}

fn advances(font: &FontRef<'_>) -> Vec<(char, f32)> {
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let mapped = font.charmap().mappings().filter_map(|(code, glyph)| {
        let advance = metrics.advance_width(glyph)?;
        Some((char::from_u32(code)?, advance))
    });
    let mut advances: Vec<(char, f32)> = mapped.collect();
    advances.sort_by_key(|(character, _)| *character);
    advances.dedup_by_key(|(character, _)| *character);
    advances
}
