//! Conversion from outside: descriptions of one API in several versions of the specification give
//! the same interface, but for what the descriptions themselves say differently.
//!
//! The descriptions are other people's; where they are not at hand, there is nothing to compare.

use std::path::Path;

use indexmap::IndexMap;
use oasmith::ir::{
    Api, Argument, Content, Location, Model, ModelKind, Operation, Outcomes, Success,
};
use oasmith::pipeline::{Options, generate};
use oasmith::spec::source::Disk;

const CORPUS: &str = "../shared/corpus";

/// What a caller of the client sees: things and what each is like.
type Interface = IndexMap<String, String>;

fn interface(api: &Api) -> Interface {
    let mut all = Interface::from([("version".to_owned(), api.version.clone())]);
    let servers = api.servers.iter().map(|server| server.url.clone());
    all.insert("servers".to_owned(), servers.collect::<Vec<_>>().join(" "));
    for scheme in &api.schemes {
        all.insert(
            format!("scheme {}", scheme.method),
            format!("{:?}", scheme.kind),
        );
    }
    for tag in &api.tags {
        for operation in &tag.operations {
            let place = format!("{}::{}", tag.module, operation.name);
            let (needed, taken) = (&operation.arguments, &operation.options);
            all.extend(needed.iter().map(|a| argument(&place, "needed", a)));
            all.extend(taken.iter().map(|a| argument(&place, "optional", a)));
            match &operation.success {
                Success::One(content) => {
                    all.insert(format!("{place} success"), spell(content));
                }
                Success::Many(outcomes) => all.extend(variants(&place, outcomes)),
            }
            let failures = operation.failure.iter();
            all.extend(failures.flat_map(|outcomes| variants(&place, outcomes)));
            let Operation {
                method,
                path,
                security,
                ..
            } = operation;
            all.insert(place, format!("{method} {path} {security:?}"));
        }
    }
    for model in &api.models {
        all.extend(members(model));
    }
    all
}

fn members(model: &Model) -> Vec<(String, String)> {
    let name = &model.name;
    match &model.kind {
        ModelKind::Struct(object) => {
            let fields = object.all_fields().map(|field| {
                let access = match (field.read_only, field.write_only) {
                    (true, _) => " received only",
                    (_, true) => " sent only",
                    _ => "",
                };
                let value = format!("{}{access}", field.type_());
                (format!("{name}.{}", field.name), value)
            });
            fields.collect()
        }
        ModelKind::Enum(listed) => {
            let variants = listed.variants.iter();
            let variants = variants.map(|v| (format!("{name}::{}", v.name), v.value.to_string()));
            variants.collect()
        }
        ModelKind::Union(union) => {
            let variants = union.variants.iter();
            let variants = variants.map(|v| (format!("{name}::{}", v.name), v.value.to_string()));
            variants.collect()
        }
        ModelKind::Alias(type_) => vec![(name.clone(), type_.to_string())],
    }
}

fn argument(place: &str, presence: &str, argument: &Argument) -> (String, String) {
    let Argument {
        name,
        wire_name,
        value,
        location,
        ..
    } = argument;
    let way = match location {
        Location::Body {
            kind, content_type, ..
        } => format!("{kind:?} body {content_type}"),
        other => format!("{wire_name} {other:?}"),
    };
    (
        format!("{place}({name})"),
        format!("{presence} {value}, {way}"),
    )
}

fn variants(place: &str, outcomes: &Outcomes) -> Vec<(String, String)> {
    let variants = outcomes.variants.iter();
    variants
        .map(|v| (format!("{place} {:?}", v.status), spell(&v.content)))
        .collect()
}

fn spell(content: &Content) -> String {
    match content {
        Content::Json(type_) => type_.to_string(),
        other => format!("{other:?}"),
    }
}

fn read(name: &str) -> Interface {
    let path = Path::new(CORPUS).join(name);
    let outcome = generate(&Disk, &path, &Options::default(), None);
    let all = outcome.api.map(|api| interface(&api)).unwrap_or_default();
    assert!(all.len() > 50, "{all:?}");
    all
}

/// The things that both have, and that are not alike.
fn changes(old: &Interface, new: &Interface) -> String {
    let both = old
        .iter()
        .filter_map(|(thing, was)| Some((thing, was, new.get(thing)?)));
    both.filter(|(_, was, is)| was != is)
        .map(|(thing, was, is)| format!("{thing}: {was} -> {is}\n"))
        .collect()
}

/// The things that only one of them has.
fn extras(one: &Interface, other: &Interface) -> String {
    let own = one.iter().filter(|(thing, _)| !other.contains_key(*thing));
    own.map(|(thing, is)| format!("{thing}: {is}\n")).collect()
}

fn differences(old: &Interface, new: &Interface) -> String {
    let (gone, added) = (extras(old, new), extras(new, old));
    format!("{}gone\n{gone}added\n{added}", changes(old, new))
}

#[test]
fn petstore() {
    if !Path::new(CORPUS).exists() {
        return;
    }
    let [v2, v3, v3_1] = ["petstore-v2.json", "petstore-v3.json", "petstore-v31.yaml"].map(read);
    insta::assert_snapshot!(differences(&v2, &v3), @r##"
Pet.id: Option<i64> -> Option<i64> received only
gone
added
pet::get_pet_by_id Default: Empty
"##);
    insta::assert_snapshot!(differences(&v3, &v3_1), @r##"
pet::upload_file(body): optional UploadFileForm, Multipart body multipart/form-data -> optional bytes::Bytes, Bytes body application/octet-stream
gone
added
"##);
}

#[test]
fn heyapi() {
    if !Path::new(CORPUS).exists() {
        return;
    }
    let [v2, v3, v3_1] =
        ["20", "30", "31"].map(|version| read(&format!("heyapi-full-{version}/full.yaml")));
    // The description for 3.0 describes many things that the one for 2.0 does not.
    insta::assert_snapshot!(changes(&v2, &v3), @r##"
version: v1.0 -> 1
descriptions::call_with_descriptions: POST /api/v{api-version}/descriptions/ [] -> POST /api/v{api-version}/descriptions []
parameters::call_with_parameters(body): needed CallWithParametersBody, Form body application/x-www-form-urlencoded -> needed Nullable<BTreeMap<String, serde_json::Value>>, Json body application/json
parameters::call_with_weird_parameter_names(body): needed String, Json body application/json -> needed Nullable<ModelWithString>, Json body application/json
defaults::call_with_default_parameters(parameter_string): needed String, parameterString Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> optional String, parameterString Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
defaults::call_with_default_parameters(parameter_number): needed f64, parameterNumber Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> optional f64, parameterNumber Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
defaults::call_with_default_parameters(parameter_boolean): needed bool, parameterBoolean Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> optional bool, parameterBoolean Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
defaults::call_with_default_parameters(parameter_enum): needed CallWithDefaultParametersParameterEnum, parameterEnum Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> optional CallWithDefaultParametersParameterEnum, parameterEnum Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
defaults::call_with_default_parameters(parameter_model): needed ModelWithString, parameterModel Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> optional ModelWithString, parameterModel Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
response::call_with_response success: ModelWithString -> Import
response::call_with_responses Default: ModelWithString -> ModelWithStringError
response::call_with_duplicate_responses Default: ModelWithString -> ModelWithBoolean
multiple_tags1::dummy_a success: Empty -> N400
types::types(parameter_array): needed Vec<String>, parameterArray Query { style: "Form", explode: false, allow_reserved: false, allow_empty: false } -> needed Vec<String>, parameterArray Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
error::test_error_code(status): needed String, status Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false } -> needed i64, status Query { style: "Form", explode: true, allow_reserved: false, allow_empty: false }
non_ascii_ue6uf8ue5uc6ud8uc5uf6uf4ueauca::non_asciiæøå_æø_åöôê_ê字符串 success: NonAsciiStringæøåÆøÅöôêÊ字符串 -> Vec<NonAsciiStringæøåÆøÅöôêÊ字符串>
ModelWithNestedProperties.first: Option<ModelWithNestedPropertiesFirst> received only -> Nullable<ModelWithNestedPropertiesFirst> received only
ModelWithNestedPropertiesFirst.second: Option<ModelWithNestedPropertiesFirstSecond> received only -> Nullable<ModelWithNestedPropertiesFirstSecond> received only
ModelWithNestedPropertiesFirstSecond.third: Option<String> received only -> Nullable<String> received only
"##);
    insta::assert_snapshot!(differences(&v3, &v3_1), @r##"
version: 1 -> v1.0
ModelWithPrefixItemsConstantSizeArray: Vec<ModelWithPrefixItemsConstantSizeArrayItem> -> Vec<Option<ModelWithPrefixItemsConstantSizeArrayItem>>
ModelWithOneOfEnumCorge.content: Vec<String> -> (String, String)
gone
added
ModelWithPrefixItemsConstantSizeArrayItem::Any: serde_json::Value
"##);
}
