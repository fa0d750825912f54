//! How a Japanese name is read.

use crate::base::Code;
use crate::input::{Decode, Node, Problems};

/// A reading in kana.
pub struct Reading(pub String);

impl Decode for Reading {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        // Both blocks have their marks in them, such as ー and ・.
        let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30FF}' | '＝' | '\u{3000}' | ' ');
        if text.chars().all(is_kana) {
            return Some(Reading(text));
        }
        let message = format!("`{text}` is not written in kana");
        problems.add(Code::InvalidValue, node.id, message).help("write how it is read: `いわや・たけし`");
        None
    }
}
