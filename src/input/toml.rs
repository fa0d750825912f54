//! TOML as a tree with the place of every key and value.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, NodeId, Value};
use super::origin::Origin;
use crate::base::{Code, Diagnostics, Source};

/// Reads a whole file. Every syntax error is reported; what could be read comes back all the same.
pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> (Node, Origin) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = source.span(error.span().unwrap_or(0..0));
        if error.message() == "duplicate key" {
            let message = format!("key `{}` is given twice", &source.text[span.range()]);
            diagnostics.report(Code::DuplicateKey, span, message).help("keep one of the two");
            continue;
        }
        let help = "compare the line with TOML's syntax: `key = \"value\"`";
        diagnostics.report(Code::TomlSyntax, span, error.message().to_owned()).help(help);
    }
    let mut places = Vec::new();
    let span = table.span();
    let root = table_node(&mut places, span, table.get_ref());
    (root, Origin::Known { source: Arc::clone(source), places })
}

fn next_id(places: &mut Vec<Range<usize>>, place: Range<usize>) -> NodeId {
    places.push(place);
    NodeId(u32::try_from(places.len() - 1).unwrap_or(u32::MAX))
}

fn table_node(places: &mut Vec<Range<usize>>, place: Range<usize>, table: &DeTable<'_>) -> Node {
    let id = next_id(places, place);
    let mut entries = Vec::new();
    for (key, value) in table {
        let key_id = next_id(places, key.span());
        entries.push(Entry { key_id, key: key.get_ref().to_string(), node: node(places, value) });
    }
    Node { id, value: Value::Map(entries) }
}

fn node(places: &mut Vec<Range<usize>>, spanned: &Spanned<DeValue<'_>>) -> Node {
    if let DeValue::Table(table) = spanned.get_ref() {
        return table_node(places, spanned.span(), table);
    }
    let id = next_id(places, spanned.span());
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(moment) => Value::Text(moment.to_string()),
        DeValue::Float(number) => number.as_str().parse().map_or(Value::Null, Value::Float),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_or(Value::Float(f64::INFINITY), Value::Int)
        }
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(places, item)).collect()),
        DeValue::Table(_) => Value::Null,
    };
    Node { id, value }
}
