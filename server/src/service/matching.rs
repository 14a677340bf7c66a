//! Comparing what two sources say of a person.

use serde_json::{Map, Value};
use vidimus_api::{
    DataNode, MatchComponent, MatchRequest, MatchRequestComponent, MatchResponse,
    MatchingConfiguration,
};

use super::App;
use crate::clock::wire_time;
use crate::domain::matching::{NodeData, match_nodes, match_request_fault};
use crate::domain::{ConfigurationKind, Dossier};
use crate::ids::ProcessId;
use crate::problem::Refusal;

impl App {
    /// Compares two data nodes of a dossier.
    pub(crate) async fn perform_matching(
        &self,
        dossier: &Dossier,
        request: MatchRequest,
    ) -> Result<MatchResponse, Refusal> {
        if let Some(why) = match_request_fault(&request) {
            return Err(Refusal::invalid("Invalid matching.", why));
        }
        let configuration: Option<MatchingConfiguration> = match &request.configuration_id {
            Some(id) => {
                let kind = ConfigurationKind::Matching;
                let found = self.configuration(&dossier.client, kind, id).await?;
                Some(serde_json::from_str(&found.content)?)
            }
            None => None,
        };
        let (source, source_data) = self.node(dossier, request.source).await?;
        let (target, target_data) = self.node(dossier, request.target).await?;
        Ok(MatchResponse {
            dossier_id: dossier.id.to_string(),
            created_at: wire_time(self.now()),
            source,
            target,
            match_result: match_nodes(&source_data, &target_data, configuration.as_ref()),
        })
    }

    /// Fetches a data node; 404 where there is none.
    async fn node(
        &self,
        dossier: &Dossier,
        asked: MatchRequestComponent,
    ) -> Result<(MatchComponent, NodeData), Refusal> {
        let node = asked.data_node;
        if node == DataNode::UserData {
            let shown = self.show_user_data(dossier).await?;
            let component = MatchComponent {
                process_id: None,
                data_node: node,
                updated_at: Some(shown.updated_at),
            };
            let data = object(serde_json::to_value(&shown.user_data)?);
            return Ok((component, NodeData::new(node, &data)));
        }
        let missing = || Refusal::not_found("Process");
        let id = asked.process_id.as_deref().and_then(ProcessId::parse);
        let process = self.load_process(id.ok_or_else(missing)?).await?;
        let process = process
            .filter(|process| process.dossier == dossier.id)
            .ok_or_else(missing)?;
        let shown = self.show_process(dossier, &process).await?;
        let data = match node {
            DataNode::FinalResult => shown.final_result.map(serde_json::to_value).transpose()?,
            // No provider here has these.
            DataNode::UserInfo | DataNode::Ocr | DataNode::UserData => None,
        };
        let data = data.ok_or_else(|| Refusal::not_found("Data node"))?;
        let component = MatchComponent {
            process_id: Some(shown.process_id),
            data_node: node,
            updated_at: Some(shown.updated_at),
        };
        Ok((component, NodeData::new(node, &object(data))))
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
