//! User data.

use super::*;

pub(crate) async fn user_data_are_set_once_and_replaced_as_they_were_read(store: &impl Store) {
    let dossier = dossier(store).await;
    let data = |byte: u8, updated: i64| StoredUserData {
        dossier: dossier.id,
        sealed: Sealed(vec![byte]),
        created_at: at(1),
        updated_at: at(updated),
    };
    assert_eq!(store.user_data(dossier.id).await.unwrap(), None);
    assert!(!store.delete_user_data(dossier.id).await.unwrap());
    assert!(store.add_user_data(&data(1, 1)).await.unwrap());
    assert!(!store.add_user_data(&data(2, 2)).await.unwrap());
    let found = store.user_data(dossier.id).await.unwrap();
    assert_eq!(found, Some(data(1, 1)));

    let (first, other) = (Sealed(vec![1]), Sealed(vec![9]));
    assert!(!store.replace_user_data(&other, &data(3, 3)).await.unwrap());
    assert!(store.replace_user_data(&first, &data(3, 3)).await.unwrap());
    let found = store.user_data(dossier.id).await.unwrap();
    assert_eq!(found, Some(data(3, 3)));
    let touched = store.dossier(dossier.id).await.unwrap().unwrap();
    assert_eq!(touched.updated_at, at(3));

    assert!(store.delete_user_data(dossier.id).await.unwrap());
    assert_eq!(store.user_data(dossier.id).await.unwrap(), None);
    assert!(store.add_user_data(&data(4, 4)).await.unwrap());
    assert!(store.delete_dossier(dossier.id).await.unwrap());
    assert_eq!(store.user_data(dossier.id).await.unwrap(), None);
    assert!(!store.add_user_data(&data(5, 5)).await.unwrap());
}
