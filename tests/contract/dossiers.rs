//! Dossiers, what is known of the person, and files.

use serde_json::json;

use crate::record::Integrator;
use crate::support::{PASSPORT, Server, data_url, jpeg, png};

pub(crate) async fn all(server: &Server, bank: &Integrator<'_>) {
    dossiers(bank).await;
    everything_at_once(server, bank).await;
    user_data(bank).await;
    files(bank).await;
}

async fn dossiers(bank: &Integrator<'_>) {
    let reference = json!({ "externalReference": "case 7" });
    let made = bank.post("/dossiers", reference, 201).await;
    bank.post_nothing("/dossiers", 201).await;
    let wrong = json!({ "externalReference": "" });
    bank.post("/dossiers", wrong, 400).await;
    let dossier = format!("/dossiers/{}", made.text("dossierId"));
    let process = json!({
        "provider": "signicatpictureid", "processType": "document", "documentId": PASSPORT
    });
    bank.post(&format!("{dossier}/processes"), process, 201)
        .await;
    let shown = bank.get(&dossier, 200).await;
    assert_eq!(shown.json["processes"].as_array().unwrap().len(), 1);
    bank.get("/dossiers", 200).await;
    bank.delete(&dossier, 204).await;
    bank.delete(&dossier, 404).await;
}

async fn everything_at_once(server: &Server, bank: &Integrator<'_>) {
    let all = "/dossiers/all";
    let mut leaving = Integrator {
        asker: server.client("leaving").await,
        ..bank.clone()
    };
    leaving.dossier().await;
    leaving.delete(all, 403).await;
    leaving.asker.log_in_for("assure:purge signicat-api").await;
    leaving.delete(all, 204).await;
    leaving.delete(all, 404).await;
}

async fn user_data(bank: &Integrator<'_>) {
    let path = format!("{}/userdata", bank.dossier().await);
    let person = json!({ "userData": {
        "firstName": "John", "lastName": "Smith", "gender": "M", "nationality": "PRT",
        "dateOfBirth": "1988-08-18", "personalIdentificationNumber": "12123456",
        "placeOfBirth": "Aveiro", "mobile": "+351939393953", "email": "enduser@email.com",
        "address": {
            "formatted": "Rua 8, 3810-88 Aveiro PRT", "streetAddress": "Rua", "houseNumber": "8",
            "locality": "Aveiro", "region": "Beira Litoral", "postalCode": "3810-88",
            "country": "PRT"
        }
    } });
    bank.get(&path, 404).await;
    bank.put(&path, person.clone(), 404).await;
    bank.post(&path, json!({ "userData": { "gender": "X" } }), 400)
        .await;
    bank.post(&path, person.clone(), 201).await;
    bank.post(&path, person.clone(), 409).await;
    let shown = bank.get(&path, 200).await;
    assert_eq!(shown.json["userData"], person["userData"]);
    bank.put(&path, json!({ "userData": { "email": "" } }), 204)
        .await;
    bank.put(&path, json!({ "userData": { "gender": "X" } }), 400)
        .await;
    bank.delete(&path, 204).await;
    bank.delete(&path, 404).await;
}

async fn files(bank: &Integrator<'_>) {
    let path = format!("{}/files", bank.dossier().await);
    let front = format!("{path}?depiction=front");
    bank.get(&front, 404).await;
    bank.get(&format!("{path}?depiction=portrait"), 400).await;
    bank.post(&path, json!({ "front": "no data URL" }), 400)
        .await;
    let images = json!({ "front": data_url(&jpeg()), "selfie": data_url(&png()) });
    bank.post(&path, images, 201).await;
    assert_eq!(bank.get(&front, 200).await.bytes, jpeg());
    bank.delete(&path, 204).await;
    bank.delete(&path, 404).await;
}
