//! Reads flatbuffers: tables whose fields are found by their number in the schema.

use anyhow::{Context as _, Result};

/// A table of a buffer.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl<'a> Table<'a> {
    /// The table that a file begins with.
    pub(super) fn root(bytes: &'a [u8]) -> Result<Self> {
        let place = word(bytes, 0)? as usize;
        Ok(Self { bytes, place })
    }

    /// Where a field lies; `None` where it has its default value.
    fn field(&self, number: usize) -> Result<Option<usize>> {
        let back = i64::from(word(self.bytes, self.place)? as i32);
        let fields = usize::try_from(self.place as i64 - back).context("a table has no fields")?;
        let length = usize::from(half(self.bytes, fields)?);
        let entry = 4 + 2 * number;
        if entry + 2 > length {
            return Ok(None);
        }
        let offset = usize::from(half(self.bytes, fields + entry)?);
        Ok((offset > 0).then_some(self.place + offset))
    }

    /// A number of one byte; 0 by default.
    pub(super) fn byte(&self, number: usize) -> Result<u8> {
        let place = self.field(number)?;
        place.map_or(Ok(0), |place| {
            let byte = self.bytes.get(place).copied();
            byte.context("the file ends early")
        })
    }

    /// A number of four bytes; 0 by default.
    pub(super) fn word(&self, number: usize) -> Result<u32> {
        let place = self.field(number)?;
        place.map_or(Ok(0), |place| word(self.bytes, place))
    }

    /// A table within.
    pub(super) fn table(&self, number: usize) -> Result<Option<Self>> {
        let place = self.field(number)?;
        place.map(|place| self.behind(place)).transpose()
    }

    /// Tables within.
    pub(super) fn tables(&self, number: usize) -> Result<Vec<Self>> {
        let (first, length) = self.vector(number)?;
        let places = (0..length).map(|at| self.behind(first + 4 * at));
        places.collect()
    }

    /// Numbers of four bytes.
    pub(super) fn words(&self, number: usize) -> Result<Vec<i32>> {
        let (first, length) = self.vector(number)?;
        let values = (0..length).map(|at| Ok(word(self.bytes, first + 4 * at)? as i32));
        values.collect()
    }

    /// Bytes.
    pub(super) fn bytes(&self, number: usize) -> Result<&'a [u8]> {
        let (first, length) = self.vector(number)?;
        let bytes = self.bytes.get(first..first + length);
        bytes.context("the file ends early")
    }

    /// Where a vector's first element lies, and how many it has; none by default.
    fn vector(&self, number: usize) -> Result<(usize, usize)> {
        let Some(place) = self.field(number)? else {
            return Ok((0, 0));
        };
        let start = place + word(self.bytes, place)? as usize;
        Ok((start + 4, word(self.bytes, start)? as usize))
    }

    fn behind(&self, place: usize) -> Result<Self> {
        Ok(Self {
            bytes: self.bytes,
            place: place + word(self.bytes, place)? as usize,
        })
    }
}

fn word(bytes: &[u8], place: usize) -> Result<u32> {
    let own = bytes.get(place..place + 4).context("the file ends early")?;
    Ok(u32::from_le_bytes([own[0], own[1], own[2], own[3]]))
}

fn half(bytes: &[u8], place: usize) -> Result<u16> {
    let own = bytes.get(place..place + 2).context("the file ends early")?;
    Ok(u16::from_le_bytes([own[0], own[1]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_number() {
        // Root at 12; its fields at 4: length 8, table of 12, field 0 at 4, field 1 absent.
        let mut file = vec![12, 0, 0, 0, 8, 0, 12, 0, 4, 0, 0, 0];
        // Back to the fields; field 0: a vector 4 further on with the words 7 and -2.
        file.extend([
            8, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 254, 255, 255, 255,
        ]);
        let root = Table::root(&file).unwrap();
        assert_eq!(root.words(0).unwrap(), [7, -2]);
        assert!(root.words(1).unwrap().is_empty());
        assert_eq!(root.word(9).unwrap(), 0);
        assert!(Table::root(&file[..20]).unwrap().words(0).is_err());
    }
}
