//! The types that a client names, to be replaced.

use super::{Content, Form, Model, ModelKind, Operation, Success, Tag, Type, Webhook};

impl Type {
    /// Calls `change` for this type, then for every type inside what it became.
    pub fn walk_mut(&mut self, change: &mut impl FnMut(&mut Type)) {
        change(self);
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Nullable(inner)
            | Self::Emptyable(inner)
            | Self::Boxed(inner)
            | Self::Stream(_, inner) => inner.walk_mut(change),
            Self::Tuple(elements) => elements.iter_mut().for_each(|inner| inner.walk_mut(change)),
            _ => {}
        }
    }
}

/// How many aliases in a type are followed; what goes beyond is compared by its names.
const MOST_ALIASES: usize = 1000;

impl Type {
    /// The type with what aliases stand for in their place, so that what is one type in Rust compares equal.
    #[must_use]
    pub fn resolved(&self, models: &[Model]) -> Self {
        let mut resolved = self.clone();
        // An alias of itself has been reported and leads nowhere; tuples of tuples double with each alias.
        let mut left = MOST_ALIASES;
        resolved.walk_mut(&mut |type_| {
            while let Self::Model(id, _) = type_
                && let Some(ModelKind::Alias(other)) = models.get(*id).map(|model| &model.kind)
                && left > 0
            {
                *type_ = other.clone();
                left -= 1;
            }
        });
        resolved
    }
}

impl ModelKind {
    /// Takes it out of its model while the models that it leads to are changed; it has to be put back.
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Alias(Type::Any))
    }

    /// Calls `change` for the type of each field, member or alias.
    pub fn for_each_value(&mut self, change: &mut impl FnMut(&mut Type)) {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter_mut().chain(&mut object.flattened);
                let fields = fields.chain(&mut object.rest);
                fields.for_each(|field| change(&mut field.value));
            }
            Self::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.for_each(|variant| change(&mut variant.value));
            }
            Self::Alias(type_) => change(type_),
            Self::Enum(_) => {}
        }
    }
}

/// Calls `change` for every type in models, operations and webhooks, those inside others too.
pub fn for_each_type(
    models: &mut [Model],
    tags: &mut [Tag],
    webhooks: &mut [Webhook],
    change: &mut impl FnMut(&mut Type),
) {
    for model in models {
        model
            .kind
            .for_each_value(&mut |value| value.walk_mut(change));
    }
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        for value in types_of(operation) {
            value.walk_mut(change);
        }
    }
    for webhook in webhooks {
        webhook.body.walk_mut(change);
    }
}

fn types_of(operation: &mut Operation) -> Vec<&mut Type> {
    let mut types = Vec::new();
    let bodies = operation.alternatives.iter_mut().map(|way| &mut way.body);
    let arguments = operation.arguments.iter_mut().chain(&mut operation.options);
    types.extend(arguments.chain(bodies).map(|argument| &mut argument.value));
    let parts = operation.forms.iter_mut().flat_map(parts_of);
    types.extend(parts);
    let headers = operation.headers.iter_mut();
    let headers = headers.flat_map(|headers| &mut headers.fields);
    types.extend(headers.map(|field| &mut field.value));
    let (one, many) = match &mut operation.success {
        Success::One(content) => (Some(content), None),
        Success::Many(outcomes) => (None, Some(outcomes)),
    };
    let outcomes = many.into_iter().chain(&mut operation.failure);
    let outcomes = outcomes.flat_map(|outcomes| &mut outcomes.variants);
    let contents = outcomes.map(|outcome| &mut outcome.content);
    let replies = operation.replies.iter_mut().map(|reply| &mut reply.content);
    let contents = one.into_iter().chain(contents).chain(replies);
    types.extend(contents.filter_map(Content::carried));
    let items = operation.pagination.iter_mut();
    types.extend(items.filter_map(|pages| pages.items.as_mut().map(|(_, item)| item)));
    types
}

fn parts_of(form: &mut Form) -> impl Iterator<Item = &mut Type> {
    let parts = form.parts.iter_mut().chain(&mut form.rest);
    parts.map(|part| &mut part.field.value)
}

impl Content {
    /// The type of what is read, where that has one of its own.
    pub fn carried(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(type_)
            | Self::Form(type_, _)
            | Self::JsonEvents(type_)
            | Self::JsonLines(type_) => Some(type_),
            Self::Empty | Self::Text | Self::Bytes | Self::BufferedBytes | Self::TextEvents => None,
        }
    }
}
