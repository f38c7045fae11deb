//! Descriptions of any size, with what real ones have: tags, shared and inline schemas, enums, unions, texts.

use std::fmt::Write as _;

/// How many operations share a tag.
const TAG: usize = 25;

/// A description with as many operations.
pub fn description(operations: usize) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: Synthetic, version: \"1\"}\nservers: [{url: \"https://example.com/v1\"}]\npaths:\n",
    );
    for number in 0..operations {
        operation(&mut text, number);
    }
    text.push_str("components:\n  schemas:\n");
    for number in 0..operations {
        schemas(&mut text, number);
    }
    text.push_str(
        "    Problem:\n      type: object\n      required: [message]\n      properties:\n        message: {type: string}\n        code: {type: integer}\n",
    );
    text
}

/// Half of the operations read, half write.
fn operation(text: &mut String, number: usize) {
    let tag = number / TAG;
    let item = format!("Item{number}");
    let _ = write!(
        text,
        "  /shelves/{{shelf}}/items{number}:
    {method}:
      operationId: handle{item}
      tags: [shelf {tag}]
      summary: Handle an item of kind {number}
      description: |
        Looks at the item, *then* at what stands beside it.

        - first `{item}`
        - then the others
      parameters:
        - {{name: shelf, in: path, required: true, schema: {{type: string}}}}
        - {{name: limit, in: query, schema: {{type: integer, format: int32, minimum: 1}}}}
        - {{name: order, in: query, schema: {{type: string, enum: [up, down]}}}}
",
        method = if number.is_multiple_of(2) {
            "get"
        } else {
            "post"
        },
    );
    if !number.is_multiple_of(2) {
        let _ = writeln!(
            text,
            "      requestBody:\n        content:\n          application/json:\n            schema: {{$ref: \"#/components/schemas/{item}\"}}",
        );
    }
    let _ = writeln!(
        text,
        "      responses:
        \"200\":
          description: The items.
          content:
            application/json:
              schema: {{type: array, items: {{$ref: \"#/components/schemas/{item}\"}}}}
        default:
          description: What went wrong.
          content:
            application/json:
              schema: {{$ref: \"#/components/schemas/Problem\"}}",
    );
}

/// A struct with an inline struct and an enum, and a union of structs.
fn schemas(text: &mut String, number: usize) {
    let _ = writeln!(
        text,
        "    Item{number}:
      type: object
      description: Something of kind {number}, see <https://example.com/{number}>.
      required: [id, place]
      properties:
        id: {{type: string, format: uuid}}
        name: {{type: string, description: What people call it., maxLength: 40}}
        count: {{type: integer, nullable: true}}
        state: {{type: string, enum: [new, used, broken]}}
        place:
          type: object
          properties: {{row: {{type: integer}}, column: {{type: integer}}}}
        content: {{$ref: \"#/components/schemas/Content{number}\"}}
    Content{number}:
      oneOf:
        - {{type: object, required: [kind, text], properties: {{kind: {{type: string, enum: [text]}}, text: {{type: string}}}}}}
        - {{type: object, required: [kind, parts], properties: {{kind: {{type: string, enum: [parts]}}, parts: {{type: array, items: {{type: string}}}}}}}}",
    );
}
