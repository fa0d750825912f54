//! Front matter key `follows`: which state of its original an edition was brought up to, and when.

use jiff::civil::Date;

use super::block_mark::BlockMark;
use crate::base::Code;
use crate::input::{Decode, Fields, Located, Node, Problems};

/// The state of its original that an edition follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Follows {
    /// When it was brought up to it.
    pub date: Located<Date>,
    /// The blocks that the original had.
    pub blocks: Vec<BlockMark>,
}

impl Decode for Follows {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Fields::of(problems, node)?;
        let date = fields.required(problems, "date");
        let blocks = fields.required::<Marks>(problems, "blocks");
        fields.finish(problems);
        Some(Follows { date: date?, blocks: blocks?.0 })
    }
}

/// Marks with spaces between them.
struct Marks(Vec<BlockMark>);

impl Decode for Marks {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        let wrong = text.split_whitespace().find(|word| BlockMark::parse(word).is_none());
        if let Some(word) = wrong {
            let message = format!("`{word}` is not the mark of a paragraph");
            problems
                .add(Code::InvalidValue, node.id, message)
                .help("remove `follows`, and let `briefgen translated` write it");
            return None;
        }
        Some(Marks(text.split_whitespace().filter_map(BlockMark::parse).collect()))
    }
}
