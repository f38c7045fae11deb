//! Bounds of integers.

use serde_json::{Map, Value};

use crate::spec::normalise::scalar;

/// The typed model holds an integer's bounds as `i64`. Those written as `1e3` become integers; those
/// beyond, or with a fraction, live on under an extension.
pub fn repair(map: &mut Map<String, Value>) {
    const BOUNDS: [(&str, &str); 3] = [
        ("minimum", "x-oasmith-minimum"),
        ("maximum", "x-oasmith-maximum"),
        ("multipleOf", "x-oasmith-multiple-of"),
    ];
    if map.get("type").is_none_or(|name| name != "integer") {
        return;
    }
    for (bound, extension) in BOUNDS {
        let Some(Value::Number(number)) = map.get_mut(bound) else {
            continue;
        };
        match scalar::whole(number).filter(|number| number.is_i64()) {
            Some(whole) => *number = whole,
            None => {
                if let Some(number) = map.shift_remove(bound) {
                    map.insert(extension.to_owned(), number);
                }
            }
        }
    }
}
