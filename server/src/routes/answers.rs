//! What operations answer when they do not do what was asked, for their documentation.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::{
    Content, KnownFormat, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, SchemaFormat, Type,
};

macro_rules! answers {
    ($($(#[doc = $doc:literal])+ $name:ident { $($status:literal: $why:literal),+ $(,)? })+) => {$(
        $(#[doc = $doc])+
        pub(super) enum $name {}

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                [$(($status, $why)),+].into_iter().map(problem).collect()
            }
        }
    )+};
}

answers! {
    /// Of operations that need an access token.
    Guarded {
        401: "No valid access token came with the request.",
        403: "The token lacks the scope, or an image is withheld because the redaction that was \
              asked for did not succeed.",
        429: "Too many requests of this client or from this address.",
        500: "Our fault. `traceId` finds the request in the server's log.",
    }
    /// Of operations of a capture session.
    InSession {
        401: "No valid session token came with the request.",
        429: "Too many requests from this address.",
        500: "Our fault. `traceId` finds the request in the server's log.",
    }
    /// Of operations that anybody may ask for.
    Public {
        429: "Too many requests from this address.",
        500: "Our fault. `traceId` finds the request in the server's log.",
    }
    /// A parameter is wrong, or the request makes no sense here.
    BadRequest {
        400: "The request is not right; `detail` says what is wrong with it.",
    }
    /// The body is wrong.
    BadBody {
        400: "The body is no JSON, or something in it is not right; `detail` says what.",
        413: "The body is larger than this operation takes.",
        415: "The `Content-Type` is not one that this operation takes.",
    }
    /// Nobody is known by these.
    BadCredentials {
        401: "The client is not known, or the secret is not its own: `error` is `invalid_client`.",
    }
    /// There is nothing to do it with.
    NotFound {
        404: "There is no such thing here, or it belongs to another client.",
    }
    /// It cannot be done now.
    Conflict {
        409: "Not possible in this state; `detail` says why.",
    }
    /// It cannot be done by this server for now.
    Unavailable {
        503: "Something that this needs is not there for now. Nothing is lost; try again later.",
    }
}

fn problem((status, why): (u16, &str)) -> (String, RefOr<Response>) {
    let response = ResponseBuilder::new().description(why).content(
        "application/json",
        Content::new(Some(Ref::from_schema_name("Problem"))),
    );
    let response = match status {
        401 => response.header("WWW-Authenticate", text("`Bearer`")),
        429 => response.header(
            "Retry-After",
            seconds("After how many seconds to try again."),
        ),
        _ => response,
    };
    (status.to_string(), response.build().into())
}

fn text(description: &str) -> Header {
    HeaderBuilder::new()
        .schema(ObjectBuilder::new().schema_type(Type::String))
        .description(Some(description))
        .build()
}

fn seconds(description: &str) -> Header {
    let whole = SchemaFormat::KnownFormat(KnownFormat::Int64);
    HeaderBuilder::new()
        .schema(
            ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(whole))
                .minimum(Some(1)),
        )
        .description(Some(description))
        .build()
}
