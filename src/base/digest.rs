//! Digests of content.

use std::fmt;

/// A BLAKE3 digest. Equal digests stand for equal bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of everything that `reader` yields.
    ///
    /// # Errors
    /// The first error of the reader.
    pub fn of_reader(reader: impl std::io::Read) -> std::io::Result<Digest> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Digest(*hasher.finalize().as_bytes()))
    }

    /// The first eight bytes, as a number.
    pub fn leading(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// Ten hexadecimal digits: enough to tell versions of one asset apart, short enough for an address.
    pub fn fingerprint(&self) -> String {
        self.to_string()[..10].to_owned()
    }
}

/// Makes one digest of many parts. Each is told from the next: `ab`, `c` is not `a`, `bc`.
#[derive(Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Adds the bytes of a part.
    pub fn bytes(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Adds a text.
    pub fn text(&mut self, part: &str) {
        self.bytes(part.as_bytes());
    }

    /// Adds what another digest stands for.
    pub fn digest(&mut self, part: Digest) {
        self.bytes(&part.0);
    }

    /// Adds a value as its type's derived `Debug` writes it, which leaves no field out.
    pub fn value(&mut self, part: &impl fmt::Debug) {
        self.text(&format!("{part:?}"));
    }

    /// The digest of all parts.
    pub fn finish(&self) -> Digest {
        Digest(*self.0.finalize().as_bytes())
    }
}

impl std::str::FromStr for Digest {
    type Err = ();

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Digest, ()> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(());
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| ())?;
        }
        Ok(Digest(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of(b"a");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for wrong in ["", "0a", &"é".repeat(32), &"g".repeat(64), &"+1".repeat(32)] {
            assert_eq!(wrong.parse::<Digest>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn parts_are_told_from_one_another() {
        let of = |parts: &[&str]| {
            let mut digester = Digester::default();
            parts.iter().for_each(|part| digester.text(part));
            digester.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a", ""]), of(&["a"]));
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
    }
}
