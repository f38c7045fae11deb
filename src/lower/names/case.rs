//! Words to names in the cases of Rust.
//!
//! A word that mixes cases is several: `userId` is `user` and `Id`, `HTTPServer` is `HTTP` and `Server`.

/// `UserId`. Digits of two words get an underscore between them: `1.5` must not become the same as `15`.
pub fn upper_camel(words: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut result = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if result.ends_with(is_digit) && word.starts_with(is_digit) {
            result.push('_');
        }
        for part in parts(word) {
            let mut chars = part.chars();
            result.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            push_lowercase(&mut result, chars.as_str());
        }
    }
    result
}

/// `user_id`.
pub fn snake(words: &str) -> String {
    underscored(words, push_lowercase)
}

/// `USER_ID`.
pub fn shouty_snake(words: &str) -> String {
    underscored(words, |result, part| {
        result.extend(part.chars().flat_map(char::to_uppercase));
    })
}

fn underscored(words: &str, push: fn(&mut String, &str)) -> String {
    let mut result = String::with_capacity(words.len() + 4);
    for part in words.split_whitespace().flat_map(parts) {
        if !result.is_empty() {
            result.push('_');
        }
        push(&mut result, part);
    }
    result
}

fn push_lowercase(result: &mut String, text: &str) {
    if text.is_ascii() {
        result.extend(
            text.bytes()
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
        return;
    }
    // A sigma is another one at the end of a word.
    let (start, end) = match text.strip_suffix('Σ') {
        Some(start) => (start, "ς"),
        None => (text, ""),
    };
    result.extend(start.chars().flat_map(char::to_lowercase));
    result.push_str(end);
}

/// The words that a word is made of.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let (part, after) = rest.split_at_checked(first_part(rest))?;
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// The length of the first part of a word: up to a capital after a small letter, or up to the last of several capitals if
/// a small letter follows. What has no case, as digits, goes with what precedes it.
fn first_part(word: &str) -> usize {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Letter {
        Small,
        Capital,
    }
    let mut previous = None;
    let mut chars = word.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        let Some(&(after, next)) = chars.peek() else {
            break;
        };
        let current = match c {
            _ if c.is_lowercase() => Some(Letter::Small),
            _ if c.is_uppercase() => Some(Letter::Capital),
            _ => previous,
        };
        if current == Some(Letter::Small) && next.is_uppercase() {
            return after;
        }
        if previous == Some(Letter::Capital) && c.is_uppercase() && next.is_lowercase() {
            return index;
        }
        previous = current;
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Generated clients have the names that heck would give them.
        #[test]
        fn words_are_parted_as_heck_parts_them(words in "[a-cA-C12 Σσßé名]{0,12}") {
            prop_assert_eq!(upper_camel(&words).replace('_', ""), words.to_upper_camel_case());
            prop_assert_eq!(snake(&words), words.to_snake_case());
            prop_assert_eq!(shouty_snake(&words), words.to_shouty_snake_case());
        }
    }

    #[test]
    fn a_change_of_case_parts_words() {
        for (words, camel, snaked) in [
            ("user name", "UserName", "user_name"),
            ("userName", "UserName", "user_name"),
            ("HTTPServer", "HttpServer", "http_server"),
            ("getURLs", "GetUrLs", "get_ur_ls"),
            ("v2Api", "V2Api", "v2_api"),
            ("X509Cert", "X509Cert", "x509_cert"),
            ("ipV4 4 x", "IpV4_4X", "ip_v4_4_x"),
            ("straße ΟΔΟΣ", "StraßeΟδος", "straße_οδος"),
            ("名前Id", "名前id", "名前id"),
            ("", "", ""),
        ] {
            assert_eq!(upper_camel(words), camel);
            assert_eq!(snake(words), snaked);
            assert_eq!(shouty_snake(words), snaked.to_uppercase());
        }
    }
}
