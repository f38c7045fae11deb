//! Schemas to types: finds the type of a place, declares the models on the way.

mod order;
pub(super) mod place;

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{OpenAPI, ReferenceOr};

use super::describe::{self, Describer};
use super::example;
use super::keywords::{Additional, At, Node};
use super::names::chosen::{Chosen, Rename, Thing};
use super::names::{Case, Scope, name};
use super::object::is_struct;
use super::options::{Applied, TypeOptions};
use super::pagination::Given;
use super::scalar;
use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Checks, Model, ModelId, ModelKind, Type, Untyped};
use crate::limits::Limits;

/// Where an inline type stands: gives it a name and a file.
#[derive(Clone, Debug)]
pub struct Home {
    /// What the name is made of, from the outermost on.
    pub path: Vec<String>,
    /// Module of the models that stand here.
    pub module: String,
    /// The place in the options: `Pet.owner.id`.
    pub key: String,
}

impl Home {
    /// The place of a property, an element, a member below this one.
    #[must_use]
    pub fn below(&self, word: &str) -> Self {
        Self {
            path: self.path.iter().cloned().chain([word.to_owned()]).collect(),
            module: self.module.clone(),
            key: format!("{}.{word}", self.key),
        }
    }

    /// Words of the name.
    fn words(&self) -> String {
        self.path.join(" ")
    }
}

/// The type of a place, and whether `null` can stand there.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Type of a value that is not null.
    pub type_: Type,
    /// Whether null is allowed.
    pub nullable: bool,
}

/// Where the result of lowering a shape goes.
#[derive(Clone, Copy)]
pub(super) enum Target<'h> {
    /// Into the model of a component.
    Component(ModelId),
    /// Into a type of its own, if it needs one.
    Inline(&'h Home),
}

/// All types found so far.
pub struct Types<'a, 'd> {
    pub(super) document: &'a OpenAPI,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Models in the order of their discovery; the components come first.
    pub models: Vec<Model>,
    /// Names that the user chose.
    pub(super) names: Chosen<'a>,
    pub(super) scope: Scope,
    modules: Scope,
    components: HashMap<&'a str, ModelId>,
    shared: HashMap<String, Home>,
    /// The paths of the inline types.
    pub(super) places: HashMap<ModelId, Vec<String>>,
    /// Types of schemas in place, by the [key](place::key) of the place: a shared response is lowered once, and a place that
    /// lies inside of itself, by way of an `allOf`, does not go on for ever. `None` while there is no type yet.
    known: HashMap<String, Option<Typed>>,
    /// The place whose model is opened next.
    pending: Option<(String, bool)>,
    pub(super) options: Applied<'a>,
    pub(super) docs: Describer<'a>,
    /// Places without a type.
    pub untyped: IndexSet<Untyped>,
    /// Whether a type is a tuple.
    pub(super) has_tuples: bool,
    /// Whether a type is a value or the empty text.
    pub(super) has_emptyables: bool,
    /// How many fields and variants there are so far.
    size: usize,
    limits: Limits,
    /// Rules for pages, by the pointer of the operation.
    pub(super) pages: IndexMap<String, Given>,
}

impl<'a, 'd> Types<'a, 'd> {
    /// Declares all component schemas, then works out each.
    pub fn new(
        document: &'a OpenAPI,
        rename: &'a Rename,
        options: &'a TypeOptions,
        limits: Limits,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let mut types = Self {
            document,
            diagnostics,
            models: Vec::new(),
            names: Chosen::new(rename),
            scope: Scope::models(),
            // `models/mod.rs` would be the module `models` itself; clippy minds `models/models.rs`.
            modules: Scope::new(Case::Module, &["models", "r#mod"]),
            components: HashMap::new(),
            shared: HashMap::new(),
            places: HashMap::new(),
            known: HashMap::new(),
            pending: None,
            options: Applied::new(options),
            docs: Describer::new(document),
            untyped: IndexSet::new(),
            has_tuples: false,
            has_emptyables: false,
            size: 0,
            limits,
            pages: IndexMap::new(),
        };
        let schemas = document
            .components
            .as_ref()
            .map(|components| &components.schemas);
        let schemas: Vec<(&'a str, At<'a>)> = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), at_component(name, schema)))
            .collect();
        for (name, at) in &schemas {
            types.declare_component(name, at);
        }
        for id in order::order(document) {
            if let Some((name, at)) = schemas.get(id) {
                types.component(id, name, at);
            }
        }
        types
    }

    fn declare_component(&mut self, wire_name: &'a str, at: &At<'a>) {
        let name = self.names.claim(
            &mut self.scope,
            Thing::Schema,
            wire_name,
            wire_name,
            "Model",
        );
        let module = self.modules.claim(&name, "model");
        let mut docs = self.docs.schema(at, wire_name);
        docs.known_as(wire_name, &name);
        if describe::letters(&name).ne(describe::letters(wire_name)) {
            docs.paragraph([format!(
                "In the description: {}.",
                describe::code(wire_name)
            )]);
        }
        self.components.insert(wire_name, self.models.len());
        self.models.push(Model {
            name,
            module,
            pointer: at.pointer.clone(),
            component: Some(wire_name.to_owned()),
            chosen: false,
            docs,
            kind: ModelKind::Alias(Type::Any),
            sent: false,
            received: false,
            reads: false,
            writes: false,
            example: example::schema(at),
            checks: Checks::default(),
            validated: false,
        });
    }

    fn component(&mut self, id: ModelId, wire_name: &str, at: &At<'a>) {
        let Some(module) = self.models.get(id).map(|model| model.module.clone()) else {
            return;
        };
        let home = Home {
            path: vec![self.names.words(Thing::Schema, wire_name).to_owned()],
            module,
            key: wire_name.to_owned(),
        };
        if let Some(type_) = self.options.schema(wire_name) {
            self.set(id, ModelKind::Alias(type_));
            return;
        }
        if let Some(type_) = self.sole_reference(std::slice::from_ref(at)) {
            self.set(id, ModelKind::Alias(type_));
            return;
        }
        let shape = self.shape(std::slice::from_ref(at));
        self.build(&shape, at, &home, Target::Component(id));
        let checks = self.own_checks(std::slice::from_ref(at));
        if let Some(model) = self.models.get_mut(id) {
            model.checks = checks;
        }
    }

    /// A module for the models of an operation.
    pub fn home(&mut self, words: &str) -> Home {
        Home {
            path: vec![words.to_owned()],
            module: self.modules.claim(words, "operation"),
            key: words.to_owned(),
        }
    }

    /// A module for the models of a parameter, body or response that several operations share.
    pub fn shared_home(&mut self, component: &str, kind: &str) -> Home {
        // `NotFoundResponse` says that it is one; only beside a schema of that name it has to say so again.
        let is_told = name(component, Case::Value).ends_with(&format!("_{kind}"));
        let is_free = || self.shared.contains_key(component) || self.scope.is_free(component);
        let words = match is_told && is_free() {
            true => component.to_owned(),
            false => format!("{component} {kind}"),
        };
        if let Some(home) = self.shared.get(&words) {
            return home.clone();
        }
        let home = Home {
            path: vec![words.clone()],
            module: self.modules.claim(&words, "component"),
            key: words.clone(),
        };
        self.shared.insert(words, home.clone());
        home
    }

    /// The type of the component with this name.
    pub fn component_type(&self, wire_name: &str) -> Option<Type> {
        let id = *self.components.get(wire_name)?;
        Some(Type::Model(id, self.models.get(id)?.name.clone()))
    }

    /// Declares a model (or fills in a component's) and gives its type; its kind is set later.
    pub(super) fn open(&mut self, at: &At<'a>, kind: &str, target: Target<'_>) -> (ModelId, Type) {
        match target {
            Target::Component(id) => {
                let name = self
                    .models
                    .get(id)
                    .map(|model| model.name.clone())
                    .unwrap_or_default();
                (id, Type::Model(id, name))
            }
            Target::Inline(home) => {
                let id = self.models.len();
                let words = home.words();
                let key = name(&words, Case::Type);
                let chosen = self.names.has(Thing::Schema, &key);
                self.places.insert(id, home.path.clone());
                let name = self
                    .names
                    .claim(&mut self.scope, Thing::Schema, &key, &words, kind);
                self.models.push(Model {
                    name: name.clone(),
                    module: home.module.clone(),
                    pointer: at.pointer.clone(),
                    component: None,
                    chosen,
                    docs: self.docs.schema(at, &words),
                    kind: ModelKind::Alias(Type::Any),
                    sent: false,
                    received: false,
                    reads: false,
                    writes: false,
                    example: example::schema(at),
                    checks: Checks::default(),
                    validated: false,
                });
                let type_ = Type::Model(id, name);
                if let Some((place, nullable)) = self.pending.take() {
                    let type_ = type_.clone();
                    self.known.insert(place, Some(Typed { type_, nullable }));
                }
                (id, type_)
            }
        }
    }

    /// What the configuration calls a model.
    pub(super) fn key(&self, id: ModelId) -> String {
        let model = self.models.get(id);
        model
            .map(|model| model.component.as_ref().unwrap_or(&model.name).clone())
            .unwrap_or_default()
    }

    pub(super) fn set(&mut self, id: ModelId, kind: ModelKind) {
        if let Some(model) = self.models.get_mut(id) {
            model.kind = kind;
        }
    }

    /// The type of a shape; where that needs a model, declares it.
    pub(super) fn build(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Type {
        let scalar = matches!(
            shape.type_,
            Some("string" | "integer" | "number" | "boolean")
        );
        let plain = if let Some(values) = &shape.enumeration {
            match self.values(values, &shape.choices, at, home, target) {
                Ok(model) => return model,
                Err(plain) => plain,
            }
        } else if !shape.choices.is_empty() && (!scalar || self.only_lists(shape, home)) {
            match self.choices(shape, at, home, target) {
                Ok(model) => return model,
                Err(plain) => plain,
            }
        } else {
            let chosen = self.options.format(shape.format.as_deref(), shape.type_);
            match shape.type_ {
                _ if chosen.is_some() => chosen.unwrap_or(Type::Any),
                Some("string") => scalar::string(shape.format.as_deref()),
                Some("integer") => scalar::integer(shape),
                Some("number") if scalar::is_whole(shape) => scalar::integer(shape),
                Some("number") => Type::Number("f64"),
                Some("boolean") => Type::Bool,
                Some("array") => self.list(shape, at, home),
                None if !shape.items.is_empty() => self.list(shape, at, home),
                _ if is_struct(shape) => return self.object(shape, at, home, target),
                Some("object") => self.map(shape, at, home),
                _ if matches!(shape.additional, Additional::Schemas(_)) => {
                    self.map(shape, at, home)
                }
                _ if shape.not => self.untyped(&at.pointer, "nothing but `not`"),
                _ => self.untyped(&at.pointer, "empty schema"),
            }
        };
        if let Target::Component(id) = target {
            self.set(id, ModelKind::Alias(plain.clone()));
        }
        plain
    }

    /// The type of a place that can hold anything; `inspect` lists it with the reason.
    pub(super) fn untyped(&mut self, pointer: &str, reason: &'static str) -> Type {
        self.untyped.insert(Untyped {
            pointer: pointer.to_owned(),
            reason,
        });
        Type::Any
    }

    pub(super) fn warn(&mut self, code: Code, pointer: &str, message: impl Into<String>) {
        self.diagnostics.push(code, pointer, message);
    }
}

pub(super) fn at_component<'a>(name: &str, schema: &'a ReferenceOr<openapiv3::Schema>) -> At<'a> {
    At::new(
        crate::spec::origin::child("/components/schemas", name),
        Node::new(schema),
    )
}
