//! A Cargo feature for each tag, and which models are needed for which of them.

use std::collections::{BTreeMap, BTreeSet};

use super::usage;
use crate::ir::{Features, Gate, Model, ModelId, Tag, Webhook};

/// Features that every generated crate may have.
const RESERVED: [&str; 9] = [
    Features::ALL,
    "blocking",
    "default",
    "eq",
    "http2",
    "reqwest",
    "serde",
    "tracing",
    "webhooks",
];

/// Modules that more parts need than this are always compiled: a longer list would say little and change often.
const MANY: usize = 4;

/// The features of a crate. A crate with a single tag has none: nothing would be left without it.
pub fn resolve(models: &[Model], tags: &[Tag], webhooks: &[Webhook]) -> Features {
    if tags.len() < 2 {
        return Features::default();
    }
    let mut features = Features {
        tags: names(tags),
        webhooks: (!webhooks.is_empty()).then(|| "webhooks".to_owned()),
        models: BTreeMap::new(),
    };
    let modules = Modules::new(models);
    let mut users: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut use_all = |feature: &str, roots: Vec<ModelId>| {
        for module in modules.needed(roots) {
            users.entry(module).or_default().push(feature.to_owned());
        }
    };
    for (tag, feature) in tags.iter().zip(&features.tags) {
        let operations = tag.operations.iter();
        let roots = operations.flat_map(|operation| {
            let mut roots = usage::sent(operation);
            roots.extend(usage::received(operation));
            roots
        });
        use_all(feature, roots.collect());
    }
    if let Some(feature) = &features.webhooks {
        let roots = webhooks.iter().flat_map(|webhook| webhook.body.models());
        use_all(feature, roots.collect());
    }
    for module in modules.members.keys() {
        let gate = match users.remove(module) {
            Some(users) if users.len() > MANY => continue,
            Some(users) => Gate::Any(users),
            None => Gate::All,
        };
        features.models.insert((*module).to_owned(), gate);
    }
    features
}

/// A feature's name for each tag: that of its module, spelled as Cargo's users do.
fn names(tags: &[Tag]) -> Vec<String> {
    let mut taken: BTreeSet<String> = RESERVED.map(str::to_owned).into();
    let name = |tag: &Tag| {
        let mut name = tag.module.trim_start_matches("r#").replace('_', "-");
        while !taken.insert(name.clone()) {
            name.push_str("-operations");
        }
        name
    };
    tags.iter().map(name).collect()
}

/// Which module of models needs which others.
struct Modules<'a> {
    models: &'a [Model],
    members: BTreeMap<&'a str, Vec<&'a Model>>,
}

impl<'a> Modules<'a> {
    fn new(models: &'a [Model]) -> Self {
        let mut members: BTreeMap<&str, Vec<&Model>> = BTreeMap::new();
        for model in models {
            members.entry(&model.module).or_default().push(model);
        }
        Self { models, members }
    }

    /// The modules of these models, and all that they need in turn.
    fn needed(&self, mut open: Vec<ModelId>) -> BTreeSet<&'a str> {
        let mut needed = BTreeSet::new();
        while let Some(model) = open.pop().and_then(|id| self.models.get(id)) {
            if needed.insert(model.module.as_str()) {
                let members = self.members.get(model.module.as_str());
                open.extend(members.into_iter().flatten().flat_map(|m| m.models()));
            }
        }
        needed
    }
}
