//! Files of dossiers.

use super::*;

fn file(dossier: DossierId, depiction: Depiction) -> File {
    File {
        dossier,
        depiction,
        blob: BlobId::random(),
        media_type: "image/png",
    }
}

pub(crate) async fn the_last_file_of_a_kind_wins_and_all_are_deleted_together(store: &impl Store) {
    let (mine, theirs) = (dossier(store).await.id, dossier(store).await.id);
    let front = file(mine, Depiction::Front);
    let selfie = file(mine, Depiction::Selfie);
    let other = file(theirs, Depiction::Front);
    for file in [&front, &selfie, &other] {
        assert_eq!(store.put_file(file, at(1)).await.unwrap(), Some(vec![]));
    }
    let again = file(mine, Depiction::Front);
    let replaced = store.put_file(&again, at(7)).await.unwrap();
    assert_eq!(replaced, Some(vec![front.blob]));
    let all = store.files(mine).await.unwrap();
    assert_eq!(all, vec![again.clone(), selfie.clone()]);

    let touched = store.dossier(mine).await.unwrap().unwrap();
    assert_eq!(touched.updated_at, at(7));

    let mut deleted = store.delete_files(mine, at(9)).await.unwrap();
    let mut stored = vec![again.blob, selfie.blob];
    deleted.sort_unstable();
    stored.sort_unstable();
    assert_eq!(deleted, stored);
    assert_eq!(store.delete_files(mine, at(9)).await.unwrap(), vec![]);
    assert_eq!(store.files(theirs).await.unwrap(), vec![other]);

    let nowhere = file(DossierId::random(), Depiction::Front);
    assert_eq!(store.put_file(&nowhere, at(1)).await.unwrap(), None);
    store.delete_dossier(theirs).await.unwrap();
    assert_eq!(store.files(theirs).await.unwrap(), vec![]);
}
