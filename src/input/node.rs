//! What a text in YAML, TOML or JSON says, as a tree whose parts can be found again in the text.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The number of a key or value, counted from 0 in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

/// A value and its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its number.
    pub id: NodeId,
    /// What it says.
    pub value: Value,
}

/// What a node says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `key:` without a value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text; also a date, which has no type of its own here.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written, no key twice.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The number of the key.
    pub key_id: NodeId,
    /// The key.
    pub key: String,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a number",
            Value::Float(_) => "a number that is not whole",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}

/// A value with its kind.
#[derive(Serialize)]
enum Tagged<'v> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'v str),
    List(Vec<&'v Value>),
    Map(Vec<(&'v str, &'v Value)>),
}

impl Tagged<'_> {
    fn of(value: &Value) -> Tagged<'_> {
        match value {
            Value::Null => Tagged::Null,
            Value::Bool(value) => Tagged::Bool(*value),
            Value::Int(value) => Tagged::Int(*value),
            Value::Float(value) => Tagged::Float(*value),
            Value::Text(value) => Tagged::Text(value),
            Value::List(nodes) => Tagged::List(nodes.iter().map(|node| &node.value).collect()),
            Value::Map(entries) => {
                Tagged::Map(entries.iter().map(|entry| (entry.key.as_str(), &entry.node.value)).collect())
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A format that writes no kinds would write `0`, `false` and no text at all alike.
        if !serializer.is_human_readable() {
            return Tagged::of(self).serialize(serializer);
        }
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::List(nodes) => serializer.collect_seq(nodes.iter().map(|node| &node.value)),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &entry.node.value)?;
                }
                map.end()
            }
        }
    }
}
