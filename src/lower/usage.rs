//! Which models requests carry and which responses: decides constructors and optional fields.

use crate::ir::{Content, Form, Model, ModelKind, Operation, Presence, Tag, Type, Webhook};

/// Marks what is sent and received.
pub fn resolve(models: &mut [Model], tags: &[Tag], webhooks: &[Webhook]) {
    let mut sent = vec![false; models.len()];
    let mut received = vec![false; models.len()];
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        mark(self::sent(operation), models, &mut sent);
        mark(self::received(operation), models, &mut received);
    }
    for webhook in webhooks {
        mark(webhook.body.models(), models, &mut received);
    }
    // What no operation uses may go either way, with all that is in it.
    let (mut reads, mut writes) = (received.clone(), sent.clone());
    for id in (0..models.len()).filter(|id| !flag(&sent, *id) && !flag(&received, *id)) {
        mark(vec![id], models, &mut reads);
        mark(vec![id], models, &mut writes);
    }
    for (id, model) in models.iter_mut().enumerate() {
        model.sent = flag(&sent, id);
        model.received = flag(&received, id);
        model.reads = flag(&reads, id);
        model.writes = flag(&writes, id);
    }
}

/// Relaxes fields that do not travel in one of the directions.
pub fn relax(models: &mut [Model]) {
    models.iter_mut().for_each(relax_fields);
}

fn flag(flags: &[bool], id: usize) -> bool {
    flags.get(id).is_some_and(|flag| *flag)
}

/// The models that requests of an operation carry, without those inside them.
pub(super) fn sent(operation: &Operation) -> Vec<usize> {
    let parts = operation.forms.iter().flat_map(Form::all_parts);
    let values = operation.all_arguments().map(|argument| &argument.value);
    let values = values.chain(parts.map(|part| &part.field.value));
    values.flat_map(Type::models).collect()
}

/// The models that its responses carry, without those inside them.
pub(super) fn received(operation: &Operation) -> Vec<usize> {
    let headers = operation.headers.iter().flat_map(|headers| &headers.fields);
    let contents = operation.contents().map(Content::type_);
    let headers = headers.flat_map(|field| field.value.models());
    headers
        .chain(contents.flat_map(|type_| type_.models()))
        .collect()
}

/// Marks models and all that is in them.
fn mark(mut open: Vec<usize>, models: &[Model], marks: &mut [bool]) {
    while let Some(id) = open.pop() {
        let Some(mark) = marks.get_mut(id).filter(|mark| !**mark) else {
            continue;
        };
        *mark = true;
        open.extend(models.get(id).into_iter().flat_map(Model::models));
    }
}

/// A read-only field is not required in a model that is sent, nor a write-only one in a model that is received
/// ([Fixed Fields](https://spec.openapis.org/oas/v3.0.3#fixed-fields-20)). What no operation uses may go either way.
///
/// Nor is one that the description requires and says nothing about: that is a slip as often as not, and no reply is
/// worth less without it.
fn relax_fields(model: &mut Model) {
    let unused = !model.sent && !model.received;
    let (sent, received) = (model.sent || unused, model.received || unused);
    let ModelKind::Struct(object) = &mut model.kind else {
        return;
    };
    for field in &mut object.fields {
        let is_relaxed =
            (field.read_only && sent) || ((field.write_only || field.undeclared) && received);
        if is_relaxed {
            field.presence = match field.presence {
                // There, `null` is a value.
                Presence::Required if field.value == Type::Any => Presence::OptionalNullable,
                Presence::Required => Presence::Optional,
                Presence::RequiredNullable => Presence::OptionalNullable,
                other => other,
            };
        }
    }
}
