//! The OpenAPI document, made from the code.
//!
//! Operations come from the annotations on their handlers ([`crate::routes`]), schemas from the wire
//! types ([`vidimus_api`]). What a wire type cannot say, because the limit lives in the domain or one
//! field's values depend on another's, [`rules`] adds from there; [`examples`] and
//! [`tidy`] make it read well.

mod examples;
mod rules;
mod tidy;

#[cfg(test)]
mod tests;

use serde_json::Value;
use utoipa::ToSchema as _;
use utoipa::openapi::security::{
    ClientCredentials, Flow, Http, HttpAuthScheme, HttpBuilder, OAuth2, Scopes,
    SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathsBuilder,
    ServerBuilder,
};
use vidimus_api::Problem;

use crate::domain::Scope;

/// Where tokens are issued.
const TOKEN_URL: &str = "/auth/open/connect/token";

const TAGS: [(&str, &str); 10] = [
    ("Access token", "Tokens for everything else."),
    ("Dossiers", "Everything that is kept about one person."),
    ("Processes", "One verification each."),
    (
        "Capture",
        "Pages in which a person takes the images of a process.",
    ),
    ("Matching", "Whether two sources say the same of a person."),
    (
        "Assure",
        "Documents that can be verified, watermarks and redactions.",
    ),
    ("Webhooks", "Being told, signed, when a process has ended."),
    ("Audit", "Who did what."),
    (
        "Capture session",
        "What the pages of a capture flow ask. Integrators do not need it, unless they write pages \
         of their own.",
    ),
    ("Service", "Whether it works."),
];

/// The document without its operations.
pub(crate) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Vidimus: Assure API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("description.md")))
        .license(Some(
            LicenseBuilder::new()
                .name(env!("CARGO_PKG_LICENSE"))
                .identifier(Some(env!("CARGO_PKG_LICENSE")))
                .build(),
        ));
    let mut of_problem = Vec::new();
    Problem::schemas(&mut of_problem);
    let components = ComponentsBuilder::new()
        .schema_from::<Problem>()
        .schemas_from_iter(of_problem)
        .security_scheme("oauth2", oauth2())
        .security_scheme("captureSession", session())
        .security_scheme(
            "clientCredentials",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Basic)),
        );
    let all_but_said_otherwise = SecurityRequirement::new("oauth2", [Scope::Api.as_str()]);
    OpenApiBuilder::new()
        .info(info.build())
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .tags(Some(TAGS.map(tag)))
        .components(Some(components.build()))
        .security(Some([all_but_said_otherwise]))
        .paths(PathsBuilder::new().build())
        .build()
}

/// The document with all that its types do not say.
pub(crate) fn finished(document: OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    rules::add(&mut document);
    examples::add(&mut document);
    tidy::tidy(&mut document);
    document
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}

fn oauth2() -> SecurityScheme {
    let scopes = Scope::ALL.map(|scope| {
        let may = match scope {
            Scope::Api => "every operation but those below",
            Scope::Purge => "Delete all dossiers",
            Scope::Audit => "Get audit log",
        };
        (scope.as_str(), may)
    });
    let flow = ClientCredentials::new(TOKEN_URL, Scopes::from_iter(scopes));
    let mut scheme = OAuth2::new([Flow::ClientCredentials(flow)]);
    scheme.description = Some("Client id and secret come from `vidimus client create`.".to_owned());
    SecurityScheme::OAuth2(scheme)
}

fn session() -> SecurityScheme {
    SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The session token of *Exchange artifact*."))
            .build(),
    )
}
