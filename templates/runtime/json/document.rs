use std::borrow::Cow;

use super::Json;
use super::node::Node;

/// A parsed JSON document, which borrows from its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'a> {
    nodes: Vec<Node<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(nodes: Vec<Node<'a>>) -> Self {
        Self { nodes }
    }

    /// The value that the document is.
    #[inline]
    pub fn json(&self) -> Json<'_> {
        Json::new(&self.nodes)
    }

    /// A string.
    pub(in super::super) fn string(text: &'a str) -> Self {
        Self::new(vec![Node::String(Cow::Borrowed(text))])
    }

    /// An array.
    pub(in super::super) fn array(elements: impl Iterator<Item = Self>) -> Self {
        let mut all = vec![Node::Null];
        let mut count = 0;
        for element in elements {
            all.extend(element.nodes);
            count += 1;
        }
        let nodes = all.len() - 1;
        let array = Node::Array {
            elements: count,
            nodes,
        };
        all.splice(..1, [array]);
        Self::new(all)
    }

    /// An object; no two fields have the same name.
    #[allow(dead_code, reason = "not every API has forms in replies")]
    pub(in super::super) fn object(fields: impl Iterator<Item = (&'a str, Self)>) -> Self {
        let mut all = vec![Node::Null];
        let mut count = 0;
        for (name, value) in fields {
            all.push(Node::String(Cow::Borrowed(name)));
            all.extend(value.nodes);
            count += 1;
        }
        let nodes = all.len() - 1;
        let object = Node::Object {
            fields: count,
            places: 0,
            nodes,
        };
        all.splice(..1, [object]);
        Self::new(all)
    }
}
