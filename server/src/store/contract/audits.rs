//! The audit log.

use super::*;

fn entry(dossier: &Dossier, seconds: i64) -> AuditEntry {
    AuditEntry {
        at: at(seconds),
        client: dossier.client.clone(),
        actor: Actor::Person,
        operation: "POST /somewhere".to_owned(),
        status: 201,
        dossier: Some(dossier.id),
        process: None,
        trace_id: "0123".to_owned(),
    }
}

pub(crate) async fn the_audit_log_is_kept_by_client_and_outlives_dossiers(store: &impl Store) {
    let (mine, theirs) = (dossier(store).await, dossier(store).await);
    let first = entry(&mine, 1);
    let second = AuditEntry {
        actor: Actor::System,
        dossier: None,
        process: Some(ProcessId::random()),
        status: 0,
        ..entry(&mine, 2)
    };
    let third = entry(&mine, 3);
    let entries = [
        first.clone(),
        second.clone(),
        entry(&theirs, 2),
        third.clone(),
    ];
    store.add_audit(&entries).await.unwrap();
    store.delete_dossier(mine.id).await.unwrap();

    let all = AuditFilter {
        limit: 100,
        ..AuditFilter::default()
    };
    let read = async |filter: AuditFilter| store.audit(&mine.client, &filter).await.unwrap();
    let newest_first = [third.clone(), second.clone(), first.clone()];
    assert_eq!(read(all.clone()).await, newest_first);
    let of_dossier = AuditFilter {
        dossier: Some(mine.id),
        ..all.clone()
    };
    assert_eq!(read(of_dossier).await, [third, first.clone()]);
    let between = AuditFilter {
        start: Some(at(1)),
        end: Some(at(2)),
        ..all.clone()
    };
    assert_eq!(read(between).await, [second, first.clone()]);
    let last_page = AuditFilter {
        offset: 2,
        limit: 2,
        ..all
    };
    assert_eq!(read(last_page).await, [first]);
}
