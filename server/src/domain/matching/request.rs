//! What may stand in a request to match.

use vidimus_api::{DataNode, MatchRequest};

use crate::domain::ConfigurationId;

/// What is wrong with a request, for the integrator; `None` where nothing is. Whether processes and
/// configuration exist is not asked here.
#[must_use]
pub fn match_request_fault(request: &MatchRequest) -> Option<String> {
    for (name, side) in [("source", &request.source), ("target", &request.target)] {
        if side.data_node != DataNode::UserData && side.process_id.is_none() {
            return Some(format!(
                "{name}.processId is missing: a process has this dataNode."
            ));
        }
    }
    let id = request.configuration_id.as_deref()?;
    ConfigurationId::parse(id)
        .is_none()
        .then(|| format!("configurationId {}.", ConfigurationId::RULE))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_node_but_user_data_needs_its_process() {
        let process = "0338a9c5-e135-4c51-9557-dd8ac6ba9e5c";
        for (source, target, configuration, said) in [
            (json!("userData"), None, None, Some("target.processId is")),
            (json!("userData"), Some(process), None, None),
            (json!("ocr"), Some(process), None, Some("source.processId")),
            (
                json!("userData"),
                Some(process),
                Some("a/b"),
                Some("configurationId has"),
            ),
            (json!("userData"), Some(process), Some("Strict-1"), None),
        ] {
            let request = json!({
                "source": { "dataNode": source },
                "target": { "dataNode": "finalResult", "processId": target },
                "configurationId": configuration
            });
            let request = serde_json::from_value(request).unwrap();
            let fault = match_request_fault(&request);
            assert_eq!(fault.is_some(), said.is_some(), "{fault:?}");
            assert!(
                fault
                    .unwrap_or_default()
                    .starts_with(said.unwrap_or_default())
            );
        }
    }

    #[test]
    fn unknown_nodes_are_refused() {
        let request =
            json!({ "source": { "dataNode": "document" }, "target": { "dataNode": "userData" } });
        let error = serde_json::from_value::<MatchRequest>(request).unwrap_err();
        assert!(error.to_string().contains("unknown variant `document`"));
    }
}
