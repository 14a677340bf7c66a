//! Server-sent events out of a stream of bytes (WHATWG HTML § 9.2).

/// Collects bytes and gives the data of each event once it is complete.
#[derive(Debug, Default)]
pub(super) struct Parser {
    pending: Vec<u8>,
    data: Vec<String>,
}

impl Parser {
    /// Takes the next bytes and returns the data of the events that they complete. A chunk may
    /// end anywhere, also within a character.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Vec<String> {
        self.pending.extend_from_slice(chunk);
        let mut events = vec![];
        while let Some(end) = self.pending.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                if !self.data.is_empty() {
                    events.push(self.data.join("\n"));
                    self.data.clear();
                }
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data
                    .push(data.strip_prefix(' ').unwrap_or(data).to_owned());
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::Parser;

    #[test]
    fn events_come_whole_however_the_bytes_are_cut() {
        let stream =
            "event: session\ndata: {\"a\":\"é\"}\n\n: keep-alive\n\ndata:1\r\ndata: 2\r\n\r\n";
        let bytes = stream.as_bytes();
        for cut in 0..bytes.len() {
            let mut parser = Parser::default();
            let mut events = parser.push(&bytes[..cut]);
            events.extend(parser.push(&bytes[cut..]));
            assert_eq!(events, ["{\"a\":\"é\"}", "1\n2"], "cut at {cut}");
        }
    }

    #[test]
    fn what_is_not_complete_is_kept() {
        let mut parser = Parser::default();
        assert!(parser.push(b"data: x\n").is_empty());
        assert_eq!(parser.push(b"\n"), ["x"]);
    }
}
