//! Addresses of sources.

use url::Url;

use crate::base::Code;
use crate::input::{Decode, Node, Problems};

/// An absolute `http` or `https` address.
pub struct WebAddress(pub String);

impl WebAddress {
    /// Checks an address.
    ///
    /// # Errors
    /// A phrase that says what is wrong.
    pub fn new(text: &str) -> Result<WebAddress, String> {
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        match url.scheme() {
            "http" | "https" => Ok(WebAddress(text.to_owned())),
            scheme => Err(format!("scheme `{scheme}` is not `http` or `https`")),
        }
    }
}

impl Decode for WebAddress {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let text = String::decode(problems, node)?;
        match WebAddress::new(&text) {
            Ok(address) => Some(address),
            Err(reason) => {
                let message = format!("`{text}` is not an address of a source: {reason}");
                problems
                    .add(Code::InvalidValue, node.id, message)
                    .help("write it in full: `https://example.org/page`");
                None
            }
        }
    }
}
