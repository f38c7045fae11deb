//! Names of operations without that of their tag, which whoever calls `users().list()` has just written.

use crate::lower::names::{Case, name};

/// What frameworks call the class whose methods are the operations of a tag.
const CLASSES: [&str; 5] = ["controller", "api", "service", "resource", "handler"];

/// The name of an operation without that of its tag before it: `users_list`, `UsersApi.list` and `UserController_list`
/// are all `list`. `whole` is the name for `id`.
pub fn after_tag<'n>(whole: &'n str, id: &str, tag: &str) -> &'n str {
    let rest = after_class(whole, id, tag).or_else(|| after(whole, tag));
    rest.unwrap_or(whole)
}

/// Likewise, where what comes before the first separator of `id` is the tag in another number, or a class for it.
fn after_class<'n>(whole: &'n str, id: &str, tag: &str) -> Option<&'n str> {
    let (first, _) = id.split_once(|c: char| !c.is_alphanumeric())?;
    let first = name(first, Case::Value);
    let first = first.trim_start_matches("r#");
    let class = first.rsplit_once('_');
    let class = class.filter(|(_, last)| CLASSES.contains(last));
    let subject = class.map_or(first, |(subject, _)| subject);
    let is_tag = is_same_noun(subject, tag) || first == tag;
    is_tag.then(|| after(whole, first)).flatten()
}

fn after<'n>(whole: &'n str, first: &str) -> Option<&'n str> {
    let rest = whole.strip_prefix(first)?.strip_prefix('_')?;
    rest.starts_with(unicode_ident::is_xid_start)
        .then_some(rest)
}

/// Whether two names are the same, or one is the plural of the other.
fn is_same_noun(a: &str, b: &str) -> bool {
    let is_plural = |one: &str, many: &str| {
        let ending = many.strip_prefix(one);
        let changed = one
            .strip_suffix('y')
            .and_then(|stem| many.strip_prefix(stem));
        matches!(ending, Some("" | "s" | "es")) || changed == Some("ies")
    };
    is_plural(a, b) || is_plural(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_goes_in_any_number_and_with_the_word_for_a_class() {
        let short = |id: &str, tag: &str| {
            let whole = name(id, Case::Value);
            after_tag(&whole, id, tag).to_owned()
        };
        for id in [
            "users_list",
            "users.list",
            "user_list",
            "UsersController_list",
            "UserApi.list",
        ] {
            assert_eq!(short(id, "users"), "list", "{id}");
        }
        assert_eq!(short("CompaniesController_findAll", "company"), "find_all");
        assert_eq!(short("AddressController_get", "addresses"), "get");
        assert_eq!(
            short("GreeterService_SayHello", "greeter_service"),
            "say_hello"
        );
        // The word is one for a class only where the part before the separator ends.
        assert_eq!(short("users_api_keys", "users"), "api_keys");
        assert_eq!(
            short("AppController_getHello", "users"),
            "app_controller_get_hello"
        );
        assert_eq!(short("users_2fa", "user"), "users_2fa");
        assert_eq!(short("listUsers", "users"), "list_users");
        assert_eq!(short("users", "users"), "users");
    }
}
