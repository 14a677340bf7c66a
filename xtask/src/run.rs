pub(crate) fn run(_: &[String]) -> anyhow::Result<()> { Ok(()) }
pub(crate) fn build() -> anyhow::Result<()> { Ok(()) }
