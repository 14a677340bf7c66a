pub(crate) fn accuracy(_: &[String]) -> anyhow::Result<()> { Ok(()) }
