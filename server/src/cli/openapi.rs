//! `vidimus openapi`: the description of the API.

use super::print;
use crate::routes::document;

pub(super) fn main() -> anyhow::Result<()> {
    print(serde_json::to_vec_pretty(&document())?)
}
