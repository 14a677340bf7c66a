//! Where the service is not as the published document says, and why. Nothing else may deviate, and
//! what stands here must: each of them is found by the test, or it fails.

use std::fmt;

/// One way in which an operation's replies deviate.
pub(crate) struct Deviation {
    /// Method and path, or [`EVERY_OPERATION`].
    pub(crate) operation: &'static str,
    pub(crate) status: u16,
    /// As the test finds it.
    pub(crate) finding: &'static str,
    /// One sentence.
    pub(crate) reason: &'static str,
}

pub(crate) const EVERY_OPERATION: &str = "every operation";
/// A documented status that no call got.
pub(crate) const NEVER_ANSWERED: &str = "never answered";
/// A status that the document does not have.
const NOT_DOCUMENTED: &str = "not documented";

impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            status,
            finding,
            reason,
        } = self;
        write!(formatter, "{operation}: {status} {finding}: {reason}")
    }
}

const fn deviation(
    operation: &'static str,
    status: u16,
    finding: &'static str,
    reason: &'static str,
) -> Deviation {
    Deviation {
        operation,
        status,
        finding,
        reason,
    }
}

const TIMESTAMP: &str = "the document's ErrorResponse has a timestamp and its other schemas of an \
                         error have none; here all errors have one shape";
const TOKEN: &str = "every operation needs a token; for configurations, document types and lists the \
                     document forgets it";
const NO_SUCH_ID: &str = "an id that is no UUID is one that nothing has: 404";
const NOT_THERE: &str = "a dossier or process that is not there, which the document forgets here";
const WRONG_BODY: &str = "a body that cannot be carried out, which the document forgets here";
const TOO_LATE: &str = "nothing of a process can be changed once its verification has started; the \
                        document says so, and forgets the status";
const FORGOTTEN_BODY: &str = "every error has a body, which the document forgets here";
const SWAPPED: &str = "the document swaps 404 and 409 of these two operations: what is created may \
                       be there already, what is updated may be missing";
const GENERATED: &str = "the document has the schema of the success here, which cannot be meant";

pub(crate) const DEVIATIONS: &[Deviation] = &[
    deviation(EVERY_OPERATION, 400, "has /timestamp", TIMESTAMP),
    deviation(EVERY_OPERATION, 401, "has /timestamp", TIMESTAMP),
    deviation(EVERY_OPERATION, 404, "has /timestamp", TIMESTAMP),
    deviation(EVERY_OPERATION, 409, "has /timestamp", TIMESTAMP),
    deviation(EVERY_OPERATION, 401, NOT_DOCUMENTED, TOKEN),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}",
        400,
        NEVER_ANSWERED,
        NO_SUCH_ID,
    ),
    deviation(
        "DELETE /dossiers/{dossierId}/processes/{processId}",
        400,
        NEVER_ANSWERED,
        NO_SUCH_ID,
    ),
    deviation(
        "POST /dossiers/{dossierId}/processes/{processId}/fail",
        400,
        NEVER_ANSWERED,
        NO_SUCH_ID,
    ),
    deviation(
        "DELETE /matching/configurations/{configurationId}",
        400,
        NEVER_ANSWERED,
        "an id that no configuration can have is one that is not there: 404",
    ),
    deviation(
        "POST /matching/configurations/{configurationId}",
        404,
        NEVER_ANSWERED,
        SWAPPED,
    ),
    deviation(
        "POST /matching/configurations/{configurationId}",
        409,
        NOT_DOCUMENTED,
        SWAPPED,
    ),
    deviation(
        "PUT /matching/configurations/{configurationId}",
        409,
        NEVER_ANSWERED,
        SWAPPED,
    ),
    deviation(
        "PUT /matching/configurations/{configurationId}",
        404,
        NOT_DOCUMENTED,
        SWAPPED,
    ),
    deviation(
        "PUT /capture/configurations/{configurationId}",
        204,
        NEVER_ANSWERED,
        "an update is answered with what is stored then, always: 200",
    ),
    deviation(
        "PUT /capture/configurations/{configurationId}",
        404,
        NOT_DOCUMENTED,
        "there is nothing to update, which the document forgets here",
    ),
    deviation(
        "GET /capture/configurations",
        404,
        NEVER_ANSWERED,
        "a list that is empty is a list, as that of matching configurations",
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}/images",
        409,
        NEVER_ANSWERED,
        "an image can be fetched in every state of its process",
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}/images",
        403,
        NOT_DOCUMENTED,
        "an image whose redaction did not succeed; the document says so where it describes \
         depictions",
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}/video",
        200,
        NEVER_ANSWERED,
        "only providers elsewhere record videos, and a connection to one hands over none",
    ),
    deviation(
        "POST /dossiers/{dossierId}/processes/{processId}/images",
        404,
        NOT_DOCUMENTED,
        NOT_THERE,
    ),
    deviation(
        "POST /dossiers/{dossierId}/processes/{processId}/images",
        409,
        NOT_DOCUMENTED,
        TOO_LATE,
    ),
    deviation(
        "POST /dossiers/{dossierId}/processes/{processId}",
        409,
        NOT_DOCUMENTED,
        TOO_LATE,
    ),
    deviation(
        "POST /dossiers/{dossierId}/processes",
        404,
        NOT_DOCUMENTED,
        NOT_THERE,
    ),
    deviation(
        "POST /dossiers/{dossierId}/capture",
        404,
        NOT_DOCUMENTED,
        NOT_THERE,
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}/external-id",
        404,
        NOT_DOCUMENTED,
        NOT_THERE,
    ),
    deviation("POST /watermark", 404, NOT_DOCUMENTED, NOT_THERE),
    deviation("POST /redact", 404, NOT_DOCUMENTED, NOT_THERE),
    deviation(
        "GET /{providerName}/document-types",
        404,
        NOT_DOCUMENTED,
        "a provider that nobody knows; 204 is for one that has no list",
    ),
    deviation("POST /dossiers", 400, NOT_DOCUMENTED, WRONG_BODY),
    deviation(
        "POST /dossiers/{dossierId}/match",
        400,
        NOT_DOCUMENTED,
        WRONG_BODY,
    ),
    deviation(
        "DELETE /dossiers/all",
        403,
        NOT_DOCUMENTED,
        "deleting everything needs a scope of its own, so that nobody does it by mistake",
    ),
    deviation(
        "DELETE /dossiers/{dossierId}/processes/{processId}",
        401,
        "has a body",
        FORGOTTEN_BODY,
    ),
    deviation(
        "DELETE /dossiers/{dossierId}/processes/{processId}",
        404,
        "has a body",
        FORGOTTEN_BODY,
    ),
    deviation(
        "POST /dossiers/{dossierId}/match",
        401,
        "is ErrorResponse and not MatchResponse",
        GENERATED,
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}/external-id",
        401,
        "is ErrorResponse and not ExternalId",
        GENERATED,
    ),
    deviation(
        "GET /{providerName}/document-types",
        200,
        "has /*/pages",
        "says whether the back is needed, which otherwise only Create process tells",
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}",
        200,
        "has /providerSpecific/document/securityChecks/selfieAndDocumentMatch/similarityLevel",
        "every example of this check, in the seed and in the document, has this field, which the \
         schema forgets",
    ),
    deviation(
        "GET /dossiers/{dossierId}/processes/{processId}",
        200,
        "/depictions: not enum",
        "the schema gives the words of the list's elements as those of the list itself, which its \
         own example then is not",
    ),
];
