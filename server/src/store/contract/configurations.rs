//! Configurations of clients.

use super::*;

pub(crate) async fn configurations_belong_to_a_client_and_a_kind(store: &impl Store) {
    use ConfigurationKind::{Capture, Matching};
    let (mine, theirs) = (client(store).await.id, client(store).await.id);
    let id = ConfigurationId::parse("dark.mode-1").unwrap();
    let made = Configuration {
        client: mine.clone(),
        kind: Capture,
        id: id.clone(),
        content: "{\"a\": 1}".to_owned(),
        created_at: at(0),
        updated_at: at(0),
    };
    assert!(store.add_configuration(&made).await.unwrap());
    assert!(!store.add_configuration(&made).await.unwrap());
    for (client, kind) in [(&theirs, Capture), (&mine, Matching)] {
        assert_eq!(store.configuration(client, kind, &id).await.unwrap(), None);
        assert_eq!(store.configurations(client, kind).await.unwrap(), []);
        let replaced = store.replace_configuration(client, kind, &id, "{}", at(1));
        assert!(!replaced.await.unwrap());
        assert!(!store.delete_configuration(client, kind, &id).await.unwrap());
    }
    let replaced = store.replace_configuration(&mine, Capture, &id, "{}", at(1));
    assert!(replaced.await.unwrap());
    let now = Configuration {
        content: "{}".to_owned(),
        updated_at: at(1),
        ..made
    };
    let found = store.configuration(&mine, Capture, &id).await.unwrap();
    assert_eq!(found, Some(now.clone()));
    assert_eq!(store.configurations(&mine, Capture).await.unwrap(), [now]);
    assert!(
        store
            .delete_configuration(&mine, Capture, &id)
            .await
            .unwrap()
    );
    assert_eq!(
        store.configuration(&mine, Capture, &id).await.unwrap(),
        None
    );
}
