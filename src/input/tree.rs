//! Reads what a deserializer gives as a tree of numbered nodes. Knows nothing of the format, nor of places.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::decode::Problems;
use super::node::{Entry, Node, NodeId, Value};
use crate::base::Code;

/// One reading of a text.
#[derive(Default)]
pub(super) struct Reader {
    count: Cell<u32>,
    stop_at: Option<NodeId>,
    problems: Cell<Problems>,
}

impl Reader {
    /// A reading that fails at a node, so that the error tells its place.
    pub(super) fn stopping_at(id: NodeId) -> Reader {
        Reader { stop_at: Some(id), ..Reader::default() }
    }

    /// The tree.
    pub(super) fn read<'de, D: Deserializer<'de>>(&self, deserializer: D) -> Result<Node, D::Error> {
        NodeSeed(self).deserialize(deserializer)
    }

    /// What was found wrong on the way.
    pub(super) fn into_problems(self) -> Problems {
        self.problems.into_inner()
    }

    fn next_id(&self) -> NodeId {
        let id = self.count.get();
        self.count.set(id + 1);
        NodeId(id)
    }

    fn report(&self, code: Code, at: NodeId, message: String, help: &str) {
        let mut problems = self.problems.take();
        problems.add(code, at, message).help(help);
        self.problems.set(problems);
    }
}

struct NodeSeed<'r>(&'r Reader);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let id = self.0.next_id();
        let stop = self.0.stop_at == Some(id);
        let value = deserializer.deserialize_any(NodeVisitor { reader: self.0, id, stop })?;
        Ok(Node { id, value })
    }
}

struct NodeVisitor<'r> {
    reader: &'r Reader,
    id: NodeId,
    stop: bool,
}

impl NodeVisitor<'_> {
    /// The value, or the error whose place is wanted.
    fn give<E: Error>(&self, value: Value) -> Result<Value, E> {
        if self.stop { Err(E::custom("stop")) } else { Ok(value) }
    }
}

impl<'de> Visitor<'de> for NodeVisitor<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.give(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.give(Value::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.give(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.give(Value::Float(value))
    }

    /// A block without a value in it.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.give(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.give(Value::Null)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.give(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.give::<A::Error>(Value::Null)?;
        let mut nodes = Vec::new();
        while let Some(node) = items.next_element_seed(NodeSeed(self.reader))? {
            nodes.push(node);
        }
        Ok(Value::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.give::<A::Error>(Value::Null)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut names: HashSet<String> = HashSet::new();
        while let Some(key) = map.next_key_seed(NodeSeed(self.reader))? {
            let node = map.next_value_seed(NodeSeed(self.reader))?;
            let Some(name) = key_name(&key.value) else {
                let message = format!("a key must be text, this is {}", key.value.kind());
                self.reader.report(Code::WrongType, key.id, message, "write the key as a plain word");
                continue;
            };
            if !names.insert(name.clone()) {
                let message = format!("key `{name}` is given twice");
                self.reader.report(Code::DuplicateKey, key.id, message, "keep one of the two");
                continue;
            }
            entries.push(Entry { key_id: key.id, key: name, node });
        }
        Ok(Value::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        use serde::de::{IgnoredAny, VariantAccess};
        self.give::<A::Error>(Value::Null)?;
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant::<IgnoredAny>()?;
        let help = "remove the `!tag`, or put quotes around text that begins with `!`";
        self.reader.report(Code::WrongType, self.id, "tags mean nothing here".into(), help);
        Ok(Value::Null)
    }
}

/// A number or truth value serves as a key too: `2024: …`.
fn key_name(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
