//! The Markdown of a body with cuts: the places of the file that other files decide, or that other programs would not
//! understand. With them filled, the text is a copy that stands alone.

use std::ops::Range;

use super::hole::Fill;
use crate::base::Source;

/// The text of a body, and what stands in it for something else.
#[derive(Debug, Default, PartialEq)]
pub struct Cuts {
    /// Where the body stands in its file, in bytes.
    pub body: Range<usize>,
    /// In the order of the text; none reaches into another.
    pub cuts: Vec<Cut>,
}

/// A part of the text that something else stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
    /// What belongs there.
    pub stand: Stand,
}

/// What belongs in a cut.
#[derive(Debug, Clone, PartialEq)]
pub enum Stand {
    /// Nothing.
    Nothing,
    /// How the words before it are read.
    Reading(String),
    /// The end of the words of the link with this number, its address and its title.
    Link(usize, String),
    /// What a hole of the HTML is filled with too.
    Fill(Fill),
}

impl Cuts {
    /// The text with every cut filled by what `fill` writes there. What takes the place of a block is indented as it was.
    pub fn filled(&self, source: &Source, mut fill: impl FnMut(&mut String, &Stand)) -> String {
        let text = &source.text;
        let mut copy = String::with_capacity(self.body.len());
        let mut from = self.body.start;
        for Cut { range, stand } in &self.cuts {
            copy.push_str(&text[from..range.start]);
            if let Stand::Fill(Fill::Directive(_)) = stand {
                let mut block = String::new();
                fill(&mut block, stand);
                push_indented(&mut copy, &block, &indentation(&text[..range.start]));
                copy.push_str(if text[range.clone()].ends_with('\n') { "\n" } else { "" });
            } else {
                fill(&mut copy, stand);
            }
            from = range.end;
        }
        copy.push_str(&text[from..self.body.end]);
        copy
    }
}

/// What stands before the first line of a block, as spaces.
fn indentation(before: &str) -> String {
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    " ".repeat(before[line..].chars().count())
}

fn push_indented(copy: &mut String, block: &str, indentation: &str) {
    for (number, line) in block.trim_end().lines().enumerate() {
        if number > 0 {
            copy.push('\n');
            copy.push_str(if line.is_empty() { "" } else { indentation });
        }
        copy.push_str(line);
    }
}
