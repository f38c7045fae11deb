//! Which models requests carry and which responses: decides constructors and optional fields.

use crate::ir::{Form, Model, ModelKind, Outcomes, Presence, Success, Tag, Type, Webhook};

/// Marks what is sent and received, and relaxes fields that do not travel in one of the directions.
pub fn resolve(models: &mut [Model], tags: &[Tag], webhooks: &[Webhook]) {
    let mut sent = vec![false; models.len()];
    let mut received = vec![false; models.len()];
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        for argument in operation.arguments.iter().chain(&operation.options) {
            mark(&argument.value, models, &mut sent);
        }
        for body in operation.alternatives.iter().map(|other| &other.body) {
            mark(&body.value, models, &mut sent);
        }
        for part in operation.forms.iter().flat_map(Form::all_parts) {
            mark(&part.field.value, models, &mut sent);
        }
        for field in operation.headers.iter().flat_map(|headers| &headers.fields) {
            mark(&field.value, models, &mut received);
        }
        match &operation.success {
            Success::One(content) => mark(&content.type_(), models, &mut received),
            Success::Many(outcomes) => mark_outcomes(outcomes, models, &mut received),
        }
        if let Some(outcomes) = &operation.failure {
            mark_outcomes(outcomes, models, &mut received);
        }
    }
    for webhook in webhooks {
        mark(&webhook.body, models, &mut received);
    }
    // What no operation uses may go either way, with all that is in it.
    let (mut reads, mut writes) = (received.clone(), sent.clone());
    for id in (0..models.len()).filter(|id| !flag(&sent, *id) && !flag(&received, *id)) {
        mark_all(vec![id], models, &mut reads);
        mark_all(vec![id], models, &mut writes);
    }
    for (id, model) in models.iter_mut().enumerate() {
        model.sent = flag(&sent, id);
        model.received = flag(&received, id);
        model.reads = flag(&reads, id);
        model.writes = flag(&writes, id);
        relax(model);
    }
}

fn flag(flags: &[bool], id: usize) -> bool {
    flags.get(id).is_some_and(|flag| *flag)
}

fn mark_outcomes(outcomes: &Outcomes, models: &[Model], marks: &mut [bool]) {
    for outcome in &outcomes.variants {
        mark(&outcome.content.type_(), models, marks);
    }
}

fn mark(type_: &Type, models: &[Model], marks: &mut [bool]) {
    mark_all(type_.models(), models, marks);
}

/// Marks models and all that is in them.
fn mark_all(mut open: Vec<usize>, models: &[Model], marks: &mut [bool]) {
    while let Some(id) = open.pop() {
        let Some(mark) = marks.get_mut(id).filter(|mark| !**mark) else {
            continue;
        };
        *mark = true;
        match models.get(id).map(|model| &model.kind) {
            Some(ModelKind::Struct(object)) => object
                .all_fields()
                .for_each(|f| open.extend(f.value.models())),
            Some(ModelKind::Union(union)) => union
                .variants
                .iter()
                .for_each(|v| open.extend(v.value.models())),
            Some(ModelKind::Alias(type_)) => open.extend(type_.models()),
            Some(ModelKind::Enum(_)) | None => {}
        }
    }
}

/// A read-only field is not required in a model that is sent, nor a write-only one in a model that is received
/// ([Fixed Fields](https://spec.openapis.org/oas/v3.0.3#fixed-fields-20)). What no operation uses may go either way.
fn relax(model: &mut Model) {
    let unused = !model.sent && !model.received;
    let (sent, received) = (model.sent || unused, model.received || unused);
    let ModelKind::Struct(object) = &mut model.kind else {
        return;
    };
    for field in &mut object.fields {
        if (field.read_only && sent) || (field.write_only && received) {
            field.presence = match field.presence {
                Presence::Required => Presence::Optional,
                Presence::RequiredNullable => Presence::OptionalNullable,
                other => other,
            };
        }
    }
}
