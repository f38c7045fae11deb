//! What a reply may be, by its status.

/// Defines the replies that the description lists, each with the function that reads its content.
///
/// The names are those in scope where it is used: `DecodeError`, `Outcomes` and `Reply`. This file then works at whatever
/// path the runtime has.
///
/// ```text
/// outcomes! {
///     /// Documented failures.
///     pub enum GetUserError {
///         /// No such user.
///         404 => NotFound(Problem = reply::json),
///         /// Anything else.
///         500..=599 => Server,
///     }
/// }
/// ```
#[allow(unused_macros, reason = "no operation may list any")]
macro_rules! outcomes {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $status:pat => $variant:ident $(($content:ty = $read:expr))?,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        pub enum $name {
            $($(#[$about])* $variant $(($content))?,)*
        }

        impl Outcomes for $name {
            #[inline]
            #[allow(unreachable_patterns, reason = "there may be a variant for all other statuses")]
            fn read(reply: &Reply) -> Option<Result<Self, DecodeError>> {
                Some(Ok(match reply.status().as_u16() {
                    $(
                        $status => Self::$variant $((match $read(reply) {
                            Ok(content) => content,
                            Err(error) => return Some(Err(error)),
                        }))?,
                    )*
                    _ => return None,
                }))
            }
        }
    };
}

#[allow(unused_imports, reason = "no operation may list any")]
pub(crate) use outcomes;
