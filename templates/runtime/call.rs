//! A call of an operation: typed on the outside, one [`Draft`] inside.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::body::Body;
use super::client::{Client, Settings};
use super::draft::Draft;
use super::error::{Error, Failure};
use super::json::{self, ToJson};
use super::operation::{Endpoint, Success};
use super::parameter::{PathStyle, Query};
use super::reply::Response;
use super::retry::RetryPolicy;
use super::send::{self, Outcome};
use super::transport::BoxFuture;

/// A call that has not been sent yet: `.await` it for the value alone, or [`send`](Self::send) it for the reply's head
/// too.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, T: 'static, E: 'static> {
    pub(super) client: &'c Client,
    pub(super) endpoint: &'static Endpoint<T, E>,
    pub(super) draft: Box<Draft>,
}

/// Options of this call alone.
impl<T, E> Call<'_, T, E> {
    /// The time that this call may take, with all attempts and waits, until its reply is there.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(Some(timeout));
        self
    }

    /// The time for which nothing may arrive of the reply, if it is a stream.
    #[inline]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.draft.idle_timeout = Some(timeout);
        self
    }

    /// Sets a header, in place of a default one or one that a parameter or a credential would set.
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.draft.header(name, value);
        self
    }

    /// How this call is tried again if it fails.
    #[inline]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.draft.retry = Some(policy);
        self
    }

    /// Sends a key by which the server recognises a repeated request (`Idempotency-Key`), and so allows retries of an
    /// operation that is not idempotent by itself. Make sure that the API knows this header.
    #[inline]
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.draft.header("idempotency-key", key);
        self
    }

    /// Sends the request. Dropping the future cancels it.
    pub fn send(self) -> Pending<T, E> {
        Pending::new(self.client.settings.clone(), self.draft, self.endpoint)
    }
}

/// What the generated operations are made of.
impl<'c, T, E> Call<'c, T, E> {
    /// A call without parameters.
    #[inline]
    pub fn new(client: &'c Client, endpoint: &'static Endpoint<T, E>) -> Self {
        Self {
            client,
            endpoint,
            draft: Box::new(Draft::new(&endpoint.operation)),
        }
    }

    /// A path parameter of style `simple`, not exploded.
    #[inline]
    pub fn path<V: ToJson + ?Sized>(self, name: &str, value: &V) -> Self {
        self.path_with(name, PathStyle::Simple, false, value)
    }

    /// A path parameter.
    #[inline]
    pub fn path_with<V>(mut self, name: &str, style: PathStyle, explode: bool, value: &V) -> Self
    where
        V: ToJson + ?Sized,
    {
        self.draft.path(name, style, explode, json::to_vec(value));
        self
    }

    /// A path parameter that is JSON.
    #[inline]
    pub fn path_json<V: ToJson + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.path_json(name, json::to_vec(value));
        self
    }

    /// A query parameter of style `form`, exploded.
    #[inline]
    pub fn query<V: ToJson + ?Sized>(self, name: &str, value: &V) -> Self {
        self.query_with(name, Query::FORM, value)
    }

    /// A query parameter.
    #[inline]
    pub fn query_with<V: ToJson + ?Sized>(mut self, name: &str, options: Query, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.query(name, options, json::to_vec(value));
        }
        self
    }

    /// A query parameter that is JSON.
    #[inline]
    pub fn query_json<V: ToJson + ?Sized>(mut self, name: &str, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.query_json(name, json::to_vec(value));
        }
        self
    }

    /// A header parameter.
    #[inline]
    pub fn header_param<V: ToJson + ?Sized>(
        mut self,
        name: &str,
        explode: bool,
        value: &V,
    ) -> Self {
        if !value.is_absent() {
            self.draft.header_param(name, explode, json::to_vec(value));
        }
        self
    }

    /// A header parameter that is JSON.
    #[inline]
    pub fn header_json<V: ToJson + ?Sized>(mut self, name: &str, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.header_json(name, json::to_vec(value));
        }
        self
    }

    /// A cookie.
    #[inline]
    pub fn cookie<V: ToJson + ?Sized>(mut self, name: &str, explode: bool, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.cookie(name, explode, json::to_vec(value));
        }
        self
    }

    /// A cookie that is JSON.
    #[inline]
    pub fn cookie_json<V: ToJson + ?Sized>(mut self, name: &str, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.cookie_json(name, json::to_vec(value));
        }
        self
    }

    /// A body of JSON.
    #[inline]
    pub fn json_body<V: ToJson + ?Sized>(mut self, content_type: &str, value: &V) -> Self {
        if !value.is_absent() {
            self.draft.json_body(content_type, json::to_vec(value));
        }
        self
    }

    /// A body of URL-encoded fields, each in style `form`, exploded.
    #[inline]
    pub fn form_body<V: ToJson + ?Sized>(self, value: &V) -> Self {
        self.form_body_with(&[], value)
    }

    /// A body of URL-encoded fields, some in a style of their own.
    #[inline]
    pub fn form_body_with<V>(mut self, encoding: &[(Query, &[&str])], value: &V) -> Self
    where
        V: ToJson + ?Sized,
    {
        if !value.is_absent() {
            self.draft.form_body(encoding, json::to_vec(value));
        }
        self
    }

    /// A body of bytes.
    #[inline]
    pub fn bytes_body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.draft.body(content_type, body.into());
        self
    }

    /// A body of text.
    #[inline]
    pub fn text_body(self, content_type: &str, text: impl Into<String>) -> Self {
        self.bytes_body(content_type, text.into())
    }
}

impl<T, E> fmt::Debug for Call<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.endpoint.operation.id)
    }
}

impl<T, E> IntoFuture for Call<'_, T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = PendingValue<T, E>;

    fn into_future(self) -> Self::IntoFuture {
        PendingValue(self.send())
    }
}

/// A call under way, up to its [`Response`].
#[must_use = "a call does nothing until it is awaited"]
pub struct Pending<T: 'static, E: 'static> {
    outcome: BoxFuture<Result<Outcome, Failure>>,
    endpoint: &'static Endpoint<T, E>,
}

impl<T, E> Pending<T, E> {
    pub(super) fn new(
        settings: Arc<Settings>,
        draft: Box<Draft>,
        endpoint: &'static Endpoint<T, E>,
    ) -> Self {
        let streamed = matches!(endpoint.success, Success::Streamed(_));
        Self {
            outcome: send::send(settings, draft, streamed),
            endpoint,
        }
    }
}

impl<T, E> Future for Pending<T, E> {
    type Output = Result<Response<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(self.outcome.as_mut().poll(context));
        Poll::Ready(self.endpoint.interpret(outcome))
    }
}

impl<T, E> fmt::Debug for Pending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({})", self.endpoint.operation.id)
    }
}

/// A call under way, up to the value in its reply.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct PendingValue<T: 'static, E: 'static>(Pending<T, E>);

impl<T, E> Future for PendingValue<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(response.map(Response::into_value))
    }
}

/// Defines a type around a [`Call`], made for the optional arguments of an operation, with the options that every call has.
///
/// The types it names are those in scope where it is used: `Call`, `Error`, `Pending`, `PendingValue` and
/// `RetryPolicy`. This file then works at whatever path the runtime has.
///
/// ```text
/// call! {
///     pub struct ListUsers(Vec<User>, ListUsersError) of Users::list {
///         /// How many at most.
///         limit(i64) => query("limit"),
///         /// Part of the name.
///         name(impl AsRef<str>) => query("name"),
///     }
/// }
/// ```
///
/// Each argument is a method that takes a value of this type and hands it to a method of the call, behind what stands in the
/// parentheses there.
#[allow(unused_macros, reason = "not every API has optional arguments")]
macro_rules! call {
    (@option [$($about:tt)*] $option:ident (impl AsRef<str>) $place:ident $($given:expr),*) => {
        $($about)*
        pub fn $option(self, $option: impl AsRef<str>) -> Self {
            Self(self.0.$place($($given,)* $option.as_ref()))
        }
    };
    (@option [$($about:tt)*] $option:ident (impl Borrow<$type:ty>) $place:ident $($given:expr),*) => {
        $($about)*
        pub fn $option(self, $option: impl Borrow<$type>) -> Self {
            Self(self.0.$place($($given,)* $option.borrow()))
        }
    };
    (@option [$($about:tt)*] $option:ident (impl Into<$type:ty>) $place:ident $($given:expr),*) => {
        $($about)*
        pub fn $option(self, $option: impl Into<$type>) -> Self {
            let value: $type = $option.into();
            Self(self.0.$place($($given,)* &value))
        }
    };
    (@option [$($about:tt)*] $option:ident (&$type:ty) $place:ident $($given:expr),*) => {
        $($about)*
        #[inline]
        pub fn $option(self, $option: &$type) -> Self {
            Self(self.0.$place($($given,)* $option))
        }
    };
    (@option [$($about:tt)*] $option:ident ($type:ty) $place:ident $($given:expr),*) => {
        $($about)*
        #[inline]
        pub fn $option(self, $option: $type) -> Self {
            Self(self.0.$place($($given,)* &$option))
        }
    };
    (
        pub struct $name:ident($value:ty, $error:ty) of $handle:ident::$method:ident
        $({
            $($(#[$about:meta])* $option:ident($($type:tt)+) => $place:ident($($given:expr),*),)+
        })?
    ) => {
        #[doc = concat!("A call of [`", stringify!($handle), "::", stringify!($method), "`], with optional arguments.")]
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is awaited"]
        pub struct $name<'c>(Call<'c, $value, $error>);

        impl<'c> $name<'c> {
            $($(call! { @option [$(#[$about])*] $option ($($type)+) $place $($given),* })+)?

            /// The time that this call may take, with all attempts and waits, until its reply is there.
            #[inline]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets a header, in place of a default one or one that a parameter or a credential would set.
            #[inline]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self(self.0.header(name, value))
            }

            /// How this call is tried again if it fails.
            #[inline]
            pub fn retry(self, policy: RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sends a key by which the server recognises a repeated request (`Idempotency-Key`), and so allows retries
            /// of an operation that is not idempotent by itself. Make sure that the API knows this header.
            #[inline]
            pub fn idempotency_key(self, key: &str) -> Self {
                Self(self.0.idempotency_key(key))
            }

            /// Sends the request. Dropping the future cancels it.
            #[inline]
            pub fn send(self) -> Pending<$value, $error> {
                self.0.send()
            }
        }

        impl<'c> From<$name<'c>> for Call<'c, $value, $error> {
            #[inline]
            fn from(call: $name<'c>) -> Self {
                call.0
            }
        }

        impl std::future::IntoFuture for $name<'_> {
            type Output = Result<$value, Error<$error>>;
            type IntoFuture = PendingValue<$value, $error>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    };
}

#[allow(unused_imports, reason = "not every API has optional arguments")]
pub(crate) use call;
