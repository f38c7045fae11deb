//! Which models requests carry and which responses: decides constructors and optional fields.

use crate::ir::{Form, Model, ModelKind, Presence, Tag, Type, Webhook};

/// Marks what is sent and received, and relaxes fields that do not travel in one of the directions.
pub fn resolve(models: &mut [Model], tags: &[Tag], webhooks: &[Webhook]) {
    let mut sent = vec![false; models.len()];
    let mut received = vec![false; models.len()];
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        for argument in operation.all_arguments() {
            mark(&argument.value, models, &mut sent);
        }
        for part in operation.forms.iter().flat_map(Form::all_parts) {
            mark(&part.field.value, models, &mut sent);
        }
        for field in operation.headers.iter().flat_map(|headers| &headers.fields) {
            mark(&field.value, models, &mut received);
        }
        for content in operation.contents() {
            mark(&content.type_(), models, &mut received);
        }
    }
    for webhook in webhooks {
        mark(&webhook.body, models, &mut received);
    }
    for (model, (sent, received)) in models.iter_mut().zip(sent.into_iter().zip(received)) {
        model.sent = sent;
        model.received = received;
        relax(model);
    }
}

fn mark(type_: &Type, models: &[Model], marks: &mut [bool]) {
    let mut open = type_.models();
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
