use std::borrow::Cow;

use super::Json;

/// A scalar, or the beginning of an array or an object: what is in it follows, in the order of the document. The name of
/// a field precedes its value.
///
/// A flat list of these needs no allocation per array or object, and none of the work to free them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node<'a> {
    Null,
    Bool(bool),
    /// As it is written.
    Number(&'a str),
    /// Owned only where escapes had to be resolved.
    String(Cow<'a, str>),
    Array {
        elements: usize,
        /// How many nodes follow that are part of it.
        nodes: usize,
    },
    Object {
        fields: u32,
        /// How many of its nodes are places, the last ones.
        places: u32,
        /// How many nodes follow that are part of it.
        nodes: usize,
    },
    /// Where fields stand among the nodes of their object. An object with many fields ends with a table of these.
    Places([u32; 4]),
}

impl Node<'_> {
    /// How many nodes the value takes.
    #[inline]
    fn span(&self) -> usize {
        match self {
            Self::Array { nodes, .. } | Self::Object { nodes, .. } => nodes + 1,
            _ => 1,
        }
    }
}

/// The first value of a list, and what follows it.
#[inline]
pub(super) fn split_value<'t>(nodes: &'t [Node<'t>]) -> Option<(Json<'t>, &'t [Node<'t>])> {
    let (value, rest) = nodes.split_at_checked(nodes.first()?.span())?;
    Some((Json::new(value), rest))
}

/// The first field of a list, and what follows it.
#[inline]
pub(super) fn split_field<'t>(
    nodes: &'t [Node<'t>],
) -> Option<(&'t str, Json<'t>, &'t [Node<'t>])> {
    let (Node::String(name), rest) = nodes.split_first()? else {
        return None;
    };
    let (value, rest) = split_value(rest)?;
    Some((name, value, rest))
}

/// The elements of an array.
#[derive(Clone, Debug)]
pub struct Elements<'t> {
    nodes: &'t [Node<'t>],
    len: usize,
}

impl<'t> Elements<'t> {
    #[inline]
    pub(super) fn new(nodes: &'t [Node<'t>], len: usize) -> Self {
        Self { nodes, len }
    }
}

impl<'t> Iterator for Elements<'t> {
    type Item = Json<'t>;

    #[inline]
    fn next(&mut self) -> Option<Json<'t>> {
        let (element, rest) = split_value(self.nodes)?;
        self.nodes = rest;
        self.len = self.len.saturating_sub(1);
        Some(element)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

impl ExactSizeIterator for Elements<'_> {}

/// The fields of an object with their names, in the order of the document.
#[derive(Clone, Debug)]
pub struct Fields<'t> {
    nodes: &'t [Node<'t>],
    len: usize,
}

impl<'t> Fields<'t> {
    #[inline]
    pub(super) fn new(nodes: &'t [Node<'t>], len: usize) -> Self {
        Self { nodes, len }
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = (&'t str, Json<'t>);

    #[inline]
    fn next(&mut self) -> Option<(&'t str, Json<'t>)> {
        let (name, value, rest) = split_field(self.nodes)?;
        self.nodes = rest;
        self.len = self.len.saturating_sub(1);
        Some((name, value))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

impl ExactSizeIterator for Fields<'_> {}
