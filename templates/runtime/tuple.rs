//! Lists of a fixed length, whose elements have types of their own.

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

macro_rules! tuples {
    ($(($($type:ident)+)),+ $(,)?) => {$(
        impl<$($type: FromJson),+> FromJson for ($($type),+) {
            fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
                let mut elements = json.array()?.enumerate();
                let tuple = ($(next::<$type>(&mut elements)?),+);
                match elements.next() {
                    Some((index, _)) => {
                        Err(DecodeError::new("expected no further element").at_index(index))
                    }
                    None => Ok(tuple),
                }
            }
        }

        impl<$($type: ToJson),+> ToJson for ($($type),+) {
            fn to_json(&self, writer: &mut Writer) {
                #[allow(non_snake_case, reason = "an element is named after its type")]
                let ($($type),+) = self;
                writer.begin_array();
                $(writer.element($type);)+
                writer.end_array();
            }
        }
    )+};
}

tuples! {
    (A B),
    (A B C),
    (A B C D),
    (A B C D E),
    (A B C D E F),
    (A B C D E F G),
    (A B C D E F G H),
    (A B C D E F G H I),
    (A B C D E F G H I J),
    (A B C D E F G H I J K),
    (A B C D E F G H I J K L),
}

fn next<'j, T: FromJson>(
    elements: &mut impl Iterator<Item = (usize, Json<'j>)>,
) -> Result<T, DecodeError> {
    let (index, element) = elements
        .next()
        .ok_or_else(|| DecodeError::new("expected a further element, found the end of the list"))?;
    T::from_json(&element).map_err(|error| error.at_index(index))
}
