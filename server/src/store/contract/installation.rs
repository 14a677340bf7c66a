//! What all programs of an installation share.

use crate::blobs::envelope::Sealed;
use crate::store::Store;

pub(crate) async fn what_is_shared_first_stays(store: &impl Store) {
    let (first, second) = (Sealed(vec![1, 2, 3]), Sealed(vec![4]));
    assert_eq!(store.shared("token-key").await.unwrap(), None);
    assert!(store.share("token-key", &first).await.unwrap());
    assert!(!store.share("token-key", &second).await.unwrap());
    assert_eq!(store.shared("token-key").await.unwrap(), Some(first));
    assert_eq!(store.shared("another").await.unwrap(), None);
}
