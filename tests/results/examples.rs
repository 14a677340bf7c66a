//! The examples, with [`TEXT`] and 0 where a result depends on the document.

use serde_json::{Value, json};

use crate::shape::TEXT;

/// The name of a check, and that it passed or not.
fn check(name: &str, passed: bool) -> Value {
    json!({ "name": name, "passed": passed })
}

fn zone() -> Value {
    json!({ "x": 0, "y": 0, "width": 0, "height": 0 })
}

/// The checks that every document passes in the examples of good ones.
fn passed() -> Value {
    json!({
        "notTamperedDocument": check("Not tampered document", true),
        "nonExpired": check("Document not expired", true),
        "notUnderage": check("Not underage", true),
        "notBlackAndWhite": check("Not black & white copy", true),
        "dataIntegrity": check("Data integrity", true)
    })
}

/// A document of which everything was read.
fn whole_document() -> Value {
    json!({
        "issuingCountry": "NLD",
        "dateOfExpiry": TEXT,
        "documentNumber": TEXT,
        "subject": {
            "firstName": TEXT,
            "lastName": TEXT,
            "dateOfBirth": TEXT,
            "gender": TEXT,
            "nationality": "NLD",
            "personalIdentificationNumber": TEXT,
            "photo": zone(),
            "signature": zone()
        },
        "securityChecks": passed()
    })
}

fn process(process_type: &str, status: &str) -> Value {
    json!({
        "processId": TEXT,
        "provider": "signicatpictureid",
        "processType": process_type,
        "status": status,
        "createdAt": TEXT,
        "updatedAt": TEXT
    })
}

pub(crate) fn accepted_document() -> Value {
    let mut example = process("document", "accepted");
    example["finalResult"] = json!({
        "firstName": TEXT,
        "lastName": TEXT,
        "dateOfExpiry": TEXT,
        "dateOfBirth": TEXT,
        "gender": TEXT,
        "nationality": "NLD",
        "documentNumber": TEXT,
        "issuingCountry": "NLD",
        "personalIdentificationNumber": TEXT
    });
    example["providerSpecific"] = json!({ "document": whole_document() });
    example
}

/// A process with a selfie that is as much like the portrait.
fn with_selfie(mut example: Value, level: &str) -> Value {
    let mut document = whole_document();
    document["securityChecks"]["selfieAndDocumentMatch"] = json!({
        "name": "Selfie and photo in the document match", "similarityLevel": level
    });
    let mut selfie = zone();
    selfie["status"] = "SUCCESS".into();
    example["processType"] = "documentSelfie".into();
    example["providerSpecific"] = json!({ "document": document, "selfie": selfie });
    example
}

pub(crate) fn accepted_selfie() -> Value {
    let mut example = with_selfie(accepted_document(), "high");
    example["finalResult"]["similarityScore"] = "high".into();
    example
}

/// One reason.
fn reasons(kind: &str, category: &str, sub_category: Option<&str>, message: &str) -> Value {
    let mut reason = json!({ "type": kind, "category": category, "message": message });
    if let Some(sub_category) = sub_category {
        reason["subCategory"] = sub_category.into();
    }
    json!([reason])
}

pub(crate) fn rejected_for_age() -> Value {
    let mut example = process("document", "rejected");
    example["statusReasons"] = reasons(
        "Document",
        "Security",
        Some("NotUnderage"),
        "Security check 'notUnderage' failed or was not found.",
    );
    example["depictions"] = json!(["front"]);
    example["providerSpecific"] = json!({ "document": {
        "subject": { "signature": zone() },
        "securityChecks": {
            "notTamperedDocument": check("Not tampered document", true),
            "notBlackAndWhite": check("Not black & white copy", true),
            "dataIntegrity": check("Data integrity", false)
        }
    } });
    example
}

pub(crate) fn rejected_for_quality() -> Value {
    let mut example = process("document", "rejected");
    example["statusReasons"] = reasons(
        "Document",
        "ImageQuality",
        None,
        "Document image does not have enough quality or is not an image of an ID document \
         (documentNumber could not be extracted).",
    );
    example["depictions"] = json!(["front"]);
    example["providerSpecific"] = json!({ "document": {
        "subject": { "photo": zone(), "signature": zone() },
        "securityChecks": {
            "notTamperedDocument": check("Not tampered document", false),
            "notBlackAndWhite": check("Not black & white copy", true),
            "dataIntegrity": check("Data integrity", false)
        }
    } });
    example
}

/// A selfie that is not enough like the portrait.
pub(crate) fn unlike(status: &str, level: &str) -> Value {
    let mut example = with_selfie(process("documentSelfie", status), level);
    let message = format!("Similarity level is '{level}'.");
    example["statusReasons"] = reasons("Biometrics", "SimilarityLevel", None, &message);
    example
}

pub(crate) fn inconclusive_for_expiry() -> Value {
    let mut example = process("document", "inconclusive");
    example["statusReasons"] = reasons(
        "Document",
        "SecurityCheckFailed",
        Some("NonExpired"),
        "Security check 'nonExpired' failed.",
    );
    let mut document = whole_document();
    document["securityChecks"]["nonExpired"]["passed"] = false.into();
    example["providerSpecific"] = json!({ "document": document });
    example
}

pub(crate) fn failed() -> Value {
    let mut example = process("document", "failed");
    example["failReason"] = json!({ "detail": "Transaction time expired." });
    example["depictions"] = json!(["front"]);
    example
}

pub(crate) fn canceled() -> Value {
    process("document", "canceled")
}
