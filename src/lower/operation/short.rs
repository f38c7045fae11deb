//! Names of operations without what says nothing about them: that of their tag, which whoever calls `users().list()` has just
//! written, and the route, which a framework appends to make them unique.

use crate::lower::names::{Case, name};

/// What frameworks call the class whose methods are the operations of a tag.
const CLASSES: [&str; 5] = ["controller", "api", "service", "resource", "handler"];

/// An identifier without the path and the method behind it, as FastAPI
/// [writes them](https://fastapi.tiangolo.com/advanced/path-operation-advanced-configuration/#openapi-operationid):
/// `get_user_users__id__get` is `get_user`.
pub fn before_route<'n>(id: &'n str, path: &str, method: &str) -> &'n str {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let route = path.replace(|c| !is_word(c), "_");
    let rest = id
        .strip_suffix(&method.to_ascii_lowercase())
        .and_then(|id| id.strip_suffix('_')?.strip_suffix(&route));
    rest.filter(|rest| rest.contains(char::is_alphanumeric))
        .unwrap_or(id)
}

/// The name of an operation without that of its tag before it: `users_list`, `UsersApi.list` and `UserController_list`
/// are all `list`. So is `shop.users.list`, which says first whose users they are. `whole` is the name for `id`.
pub fn after_tag<'n>(whole: &'n str, id: &str, tag: &str) -> &'n str {
    let rest = after_class(whole, id, tag)
        .or_else(|| after(whole, tag))
        .or_else(|| after_spaces(whole, id, tag));
    rest.unwrap_or(whole)
}

/// Likewise, where the tag is one of the parts of `id` between dots or slashes.
fn after_spaces<'n>(whole: &'n str, id: &str, tag: &str) -> Option<&'n str> {
    let mut ends = id.match_indices(['.', '/']).map(|(end, _)| end);
    let spaces = ends.find_map(|end| {
        let spaces = id.get(..end)?;
        let (_, last) = spaces.rsplit_once(['.', '/'])?;
        (name(last, Case::Value).trim_start_matches("r#") == tag).then_some(spaces)
    })?;
    after(whole, &name(spaces, Case::Value))
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
    fn the_route_of_the_operation_itself_goes() {
        let path = "/v1/users/{id}/";
        let short = |id| before_route(id, path, "GET");
        assert_eq!(short("get_user_v1_users__id___get"), "get_user");
        assert_eq!(short("getUser_v1_users__id___get"), "getUser");
        assert_eq!(
            short("get_user_v1_users__id__get"),
            "get_user_v1_users__id__get"
        );
        assert_eq!(short("_v1_users__id___get"), "_v1_users__id___get");
        assert_eq!(short("get"), "get");
    }

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
        assert_eq!(short("shop.users.list", "users"), "list");
        assert_eq!(short("shop/v1/users/keys/list", "users"), "keys_list");
        assert_eq!(short("shop.users", "users"), "shop_users");
        assert_eq!(short("list.of_users.all", "users"), "list_of_users_all");
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
