//! Which names the server answers to. A page elsewhere may point a name of its own at this machine (DNS rebinding) and would
//! then read the drafts as if they were its own: what the browser still tells is the name.

use std::net::{IpAddr, Ipv6Addr};

/// The names that a request may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// The name that the server was told to listen on, in lower case.
    pub given: Option<String>,
}

impl Hosts {
    /// Whether `authority`, the value of a `Host` header, names this machine: `localhost` and what lies below it, any number, for a
    /// number cannot be rebound, or the given name; with any port.
    pub fn allow(&self, authority: &str) -> bool {
        let Some(host) = without_port(authority) else { return false };
        if let Some(number) = host.strip_prefix('[') {
            return number.strip_suffix(']').is_some_and(|number| number.parse::<Ipv6Addr>().is_ok());
        }
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let is_number = host.parse::<IpAddr>().is_ok_and(|address| address.is_ipv4());
        let is_local = host == "localhost" || host.ends_with(".localhost");
        is_number || is_local || self.given.as_ref() == Some(&host)
    }
}

/// The host of `host:port`; nothing if what follows is no port.
fn without_port(authority: &str) -> Option<&str> {
    let end = authority.rfind(']').unwrap_or(0);
    let Some(colon) = authority[end..].find(':') else { return Some(authority) };
    let (host, port) = authority.split_at(end + colon);
    let port = &port[1..];
    let is_port =
        port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok());
    is_port.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_local_names_and_any_number() {
        let hosts = Hosts { given: Some("desk.example".into()) };
        for host in [
            "localhost",
            "LocalHost:1111",
            "localhost.",
            "localhost:",
            "x.localhost:80",
            "127.0.0.1:1111",
            "192.168.0.7",
            "[::1]:1111",
            "[fe80::1]",
            "desk.example:1111",
            "DESK.example.",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
    }

    #[test]
    fn other_names_are_strangers() {
        let hosts = Hosts { given: None };
        for host in [
            "",
            ":80",
            "evil.example",
            "desk.example",
            "localhost.evil.example",
            "evillocalhost",
            "127.0.0.1.evil.example",
            "localhost:80:80",
            "localhost:99999",
            "localhost:x",
            "user@localhost",
            "localhost@evil.example",
            "::1",
            "[::1",
            "[::1]x",
            "[localhost]",
            "]",
            "]:80",
            "2130706433",
            "0x7f.1",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
    }
}
