// Laid out by rustfmt; see `tests.rs`.

use std::collections::BTreeMap;

use super::models;
use super::runtime::{
    Api, ApiError, Body, Call, Client, ClientBuilder, Credential, DecodeError, Endpoint, FromJson,
    Json, Writer,
};

/// A user's second-factor setting.
///
/// - an item
///   and its second line
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MfaPreference {
    /// Whether a second factor is asked for at sign-in.
    pub enabled: bool,
    pub method: Option<MfaPreferenceMethod>,
    pub alternative_methods_in_order_of_preference:
        BTreeMap<String, Vec<Option<Box<models::MfaPreferenceMethod>>>>,
}

pub struct ListUsers<'c>(Call<'c, models::Users, ListUsersError>);

pub struct ListInvitationsOfATenant<'c>(
    Call<'c, models::InvitationsOfATenantInAllEnvironments, ListInvitationsError>,
);

pub enum GetSaasUserError {
    NotFound(models::Error),
    InternalServerError(models::Error),
}

pub enum Shape {
    Circle { radius: f64 },
    Point,
}

pub enum Documented {
    /// Round.
    Circle {
        radius: f64,
    },
    Point,
}

impl FromJson for MfaPreference {
    #[inline]
    fn from_json(json: Json<'_>) -> Result<Self, DecodeError> {
        let mut object = json.object()?;
        Ok(Self {
            enabled: object.field("enabled")?,
            method: object.field("method")?,
            alternative_methods_in_order_of_preference: object
                .nullable("alternative_methods_in_order_of_preference")?,
        })
    }
}

impl ToJson for MfaPreference {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("enabled", &self.enabled);
        writer.field(
            "alternative_methods_in_order_of_preference",
            &self.alternative_methods_in_order_of_preference,
        );
        if let Some(method) = &self.method {
            writer.field("method", method);
        }
        writer.end_object();
    }
}

impl SaasUser<'_> {
    /// Get a user by ID.
    #[inline]
    pub fn get_saas_user(
        &self,
        user_id: impl AsRef<str>,
    ) -> Call<'_, models::SaasUser, GetSaasUserError> {
        Call::new(self.client, &GET_SAAS_USER).path("user_id", user_id.as_ref())
    }

    pub fn find(
        &self,
        tenant_id: impl AsRef<str>,
        env_id: i64,
    ) -> Call<'_, models::SaasUser, GetSaasUserError> {
        Call::new(self.client, &FIND)
            .path("tenant_id", tenant_id.as_ref())
            .path("env_id", &env_id)
    }

    pub fn body(self, body: &models::CreateSaasUserParam) -> CreateSaasUserWithoutConfirmation<'_> {
        CreateSaasUserWithoutConfirmation(Call::new(
            self.client,
            &CREATE_SAAS_USER_WITHOUT_CONFIRMATION,
        ))
    }

    pub fn with<T>(mut self, value: T) -> Self
    where
        T: Into<String>,
    {
        self.value = Some(value.into());
        self
    }
}

pub(crate) static API: Api = Api {
    name: "saasus-user",
    version: "0.1.0",
    servers: &[Server {
        url: "https://api.saasus.io/v1/auth",
        description: "Production",
        variables: &[],
    }],
    schemes: &[Scheme {
        name: "Bearer",
        kind: SchemeKind::Bearer,
    }],
};

static GET_SAAS_USER: Endpoint<models::SaasUser, GetSaasUserError> = Endpoint {
    operation: Operation {
        id: "GetSaasUser",
        security: &[&["Bearer"], &["ApiKey", "Token"]],
    },
    failure: get_saas_user_failure,
};

static CREATE_SAAS_USER_WITHOUT_CONFIRMATION: Endpoint<
    models::SaasUserWithoutConfirmation,
    CreateSaasUserError,
> = Endpoint {
    failure: reply::undocumented,
};

const REGIONS: &[&str] = &[
    "ap-north", "ap-south", "eu-west", "us-east", "us-west", "sa-east", "af-south", "me-south",
];

const TEXT: &str = "a very long string literal that will not fit on one line because it is longer than one hundred characters";

pub type ByName =
    BTreeMap<String, Vec<Option<models::InvitationsOfATenantInAllEnvironmentsAndMore>>>;

fn failure(reply: &Reply) -> Option<Result<GetSaasUserError, DecodeError>> {
    match reply.status().as_u16() {
        404 => Some(reply.json().map(GetSaasUserError::NotFound)),
        500..=599 => Some(
            reply
                .json()
                .map(GetSaasUserError::InternalServerErrorWithAnEvenLongerName),
        ),
        400 | 401 | 402 => Some(
            reply
                .json()
                .map(GetSaasUserError::InternalServerErrorOfTheServer),
        ),
        _ => None,
    }
}

impl Status {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Unknown(text) => text,
            Self::TextThatIsFarTooLongForALine => {
                "text that is far too long for the line on which the name of its variant stands already"
            }
        }
    }
}

fn union(json: Json<'_>) -> Result<Self, DecodeError> {
    if json.is_string() {
        return FromJson::from_json(json).map(Self::Text);
    }
    if json.get("first_required_property").is_some()
        && json.get("second_required_property").is_some()
    {
        return Ok(Self::A);
    }
    let value = if json.is_null() { 1 } else { 2 };
    let Some(tag) = json.get("type") else {
        return Err(DecodeError::expected("a type", &json));
    };
    let Some(short) = tag else { return None };
    let names = values
        .iter()
        .map(|value| value.name())
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>();
    for (name, value) in &self.additional_properties {
        writer.field(name, value);
    }
    let sum = names.iter().fold(0, |sum, name| {
        let length = name.len();
        sum + length
    });
    match json {
        Json::Object(_) => FromJson::from_json(json).map(|value| Self::Object(Box::new(value))),
        Json::Array(_) => Ok(Self::Array(
            json.array()?
                .into_iter()
                .map(FromJson::from_json)
                .collect::<Result<_, _>>()?,
        )),
        other => Err(DecodeError::expected(
            "an object or an array of something that is long",
            &other,
        )),
    }
}

impl From<InvitationsOfATenantInAllEnvironments> for InvitationsOrTenantsOfAllEnvironmentsAndUsers {
    fn from(value: InvitationsOfATenantInAllEnvironments) -> Self {
        Self::Invitations(value)
    }
}

listed!(ListUsers => models::Users, ListUsersError);

outcomes! {
    /// What a list of users may come to.
    pub enum ListUsersError {
        /// No such tenant, not even {
        404 => NotFound(models::Error = reply::json),
        500..=599 => InternalServerError(models::AVeryLongNameOfAnErrorThatDoesNotFitOnALine = |reply| reply.json()),
    }
}

json::sent! { Nothing {} }

json::received! { User {
    id,
    name: "userName",
}, rest(others) }

serde_bridge!(
    User,
    Error,
    InvitationOfATenant,
    EnvironmentOfATenant,
    PricingPlanOfATenant,
    Short
);

#[cfg(any(
    feature = "a-long-feature-name",
    feature = "another-long-feature-name",
    feature = "third"
))]
pub mod nested {
    //! Inner.

    use super::*;

    pub fn a() -> &'static [u8] {
        &[]
    }
}

#[doc(
    alias = "customer_balance_resource_cash_balance_transaction_resource_applied_to_payment_transaction"
)]
#[doc(alias = "payment_transaction")]
pub struct AppliedToPaymentTransaction;

static OF_A_NAME_THAT_LEAVES_NO_ROOM_FOR_ANYTHING_ELSE_ON_ITS_LINE_BUT_THE_COLON_THAT_ENDS_IT_HERE:
    Endpoint<String, OfANameThatLeavesNoRoomForAnythingElseOnItsLineButTheColonThatEndsItHere12345> =
    Endpoint {
        id: "of_a_name_that_leaves_no_room",
    };

fn kind(tag: Option<&str>) -> Kind {
    match tag {
        Some("thread.run.cancelled" | "thread.run.completed") => Kind::Done,
        Some(
            "thread.message.completed"
            | "thread.message.created"
            | "thread.message.delta"
            | "thread.message.in_progress",
        ) => Kind::Message,
        _ => Kind::Unknown,
    }
}

impl
    From<(
        CustomerBalanceResourceCashBalance,
        PaymentTransactionTotalSums,
    )> for Amount
{
    fn of(
        pair: impl Borrow<(CustomerBalanceResource, PaymentTransactionTotals)>,
        pairs: &[(
            CustomerBalanceResourceCashBalance,
            PaymentTransactionTotalSums,
        )],
    ) -> Self {
        let first: &(
            CustomerBalanceResourceCashBalance,
            PaymentTransactionTotalSums,
        ) = pairs.first();
        Self::sum(pair.borrow(), first)
    }
}

pub struct Wide {
    pub pair: Option<(
        CustomerBalanceResourceCashBalance,
        PaymentTransactionTotalSums,
    )>,
}

impl Größe {
    pub fn größe(
        &self,
        länge_größe: impl AsRef<str>,
        breite_größe: impl AsRef<str>,
        höhe: i64,
        tiefe: i64,
    ) -> Größe {
        self.1
    }

    pub fn maß(
        &self, länge_größe: impl AsRef<str>, breite_größe: impl AsRef<str>
    ) -> Größe {
        self.2
    }
}
