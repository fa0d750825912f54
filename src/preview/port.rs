//! Takes the port that the preview listens on. Knows nothing of what is said there.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

use anyhow::{Context, Result, anyhow};

/// Which port is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// Nobody asked for one: this one, or the next that is free.
    Usual(u16),
    /// This one and no other; 0 lets the system choose.
    Asked(u16),
}

/// How many ports after the usual one are tried.
const TRIES: u16 = 50;

/// A port that is taken: connections queue there from now on.
#[derive(Debug)]
pub struct Bound {
    pub(super) listener: TcpListener,
    /// The address, with the port that was found.
    pub address: SocketAddr,
    /// The name it was asked for by, if it was no number.
    pub(super) name: Option<String>,
}

impl Bound {
    /// What the address of a page starts with in a browser on this machine: `http://127.0.0.1:1111`.
    pub fn origin(&self) -> String {
        let port = self.address.port();
        match (&self.name, self.address.ip()) {
            (Some(name), _) => format!("http://{name}:{port}"),
            // Listening everywhere is no address to go to.
            (None, IpAddr::V4(ip)) if ip.is_unspecified() => format!("http://127.0.0.1:{port}"),
            (None, IpAddr::V6(ip)) if ip.is_unspecified() => format!("http://[::1]:{port}"),
            (None, _) => format!("http://{}", self.address),
        }
    }
}

/// Binds to `host`, the number or name of an address of this machine.
///
/// # Errors
/// When the name is unknown or no port can be had, with what to do about it.
pub fn bind(host: &str, port: Port) -> Result<Bound> {
    let (address, name) = resolved(host)?;
    let listener = match port {
        Port::Asked(port) => listen(address, port).map_err(|error| refusal(&error, host, port))?,
        Port::Usual(first) => first_free(address, host, first)?,
    };
    let address = listener.local_addr().with_context(|| format!("cannot listen on `{host}`"))?;
    Ok(Bound { listener, address, name })
}

/// The address to listen on, and the name that was given for it.
fn resolved(host: &str) -> Result<(IpAddr, Option<String>)> {
    let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = number.parse() {
        return Ok((address, None));
    }
    // Only the first: if its port is taken, another address under the same name would show somebody else's pages
    // to half of the browsers.
    let address = (host, 0).to_socket_addrs().with_context(|| format!("there is no host `{host}`"))?.next();
    let address = address.with_context(|| format!("host `{host}` has no address"))?;
    Ok((address.ip(), Some(host.to_ascii_lowercase())))
}

fn listen(address: IpAddr, port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind((address, port))
}

fn first_free(address: IpAddr, host: &str, first: u16) -> Result<TcpListener> {
    let last = first.saturating_add(TRIES);
    for port in first..=last {
        match listen(address, port) {
            Ok(listener) => return Ok(listener),
            // Some systems keep ranges of ports for themselves.
            Err(error) if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => {}
            Err(error) => return Err(refusal(&error, host, port)),
        }
    }
    Err(anyhow!(
        "ports {first} to {last} of `{host}` are all taken: choose one with `--port`, or `--port 0` for any"
    ))
}

fn refusal(error: &std::io::Error, host: &str, port: u16) -> anyhow::Error {
    match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "port {port} of `{host}` is taken: stop the program that uses it, choose another with `--port`, or `--port 0` for any"
        ),
        ErrorKind::PermissionDenied => {
            anyhow!("port {port} of `{host}` is not allowed to you: choose one above 1023 with `--port`")
        }
        ErrorKind::AddrNotAvailable => {
            anyhow!("`{host}` is no address of this machine: choose another with `--host`")
        }
        _ => anyhow!("cannot listen on port {port} of `{host}`: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_port_that_is_taken_gives_way_to_the_next_free_one() {
        let taken = bind("127.0.0.1", Port::Asked(0)).unwrap();
        let port = taken.address.port();
        let found = bind("127.0.0.1", Port::Usual(port)).unwrap();
        assert!((port + 1..=port + TRIES).contains(&found.address.port()), "{}", found.address);
    }

    #[test]
    fn a_port_that_was_asked_for_and_is_taken_is_an_error_that_says_what_to_do() {
        let taken = bind("127.0.0.1", Port::Asked(0)).unwrap();
        let port = taken.address.port();
        let error = bind("127.0.0.1", Port::Asked(port)).unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "port {port} of `127.0.0.1` is taken: stop the program that uses it, choose another with `--port`, or `--port 0` for any"
            )
        );
    }

    #[test]
    fn the_system_chooses_when_asked_for_port_zero() {
        let bound = bind("127.0.0.1", Port::Asked(0)).unwrap();
        assert_ne!(bound.address.port(), 0);
        assert_eq!(bound.origin(), format!("http://127.0.0.1:{}", bound.address.port()));
    }

    #[test]
    fn what_cannot_be_listened_on_is_named() {
        let error = bind("no-such-host.invalid", Port::Asked(0)).unwrap_err().to_string();
        assert_eq!(error, "there is no host `no-such-host.invalid`");
        let error = bind("192.0.2.1", Port::Usual(1111)).unwrap_err().to_string();
        assert_eq!(error, "`192.0.2.1` is no address of this machine: choose another with `--host`");
        assert!(bind("", Port::Asked(0)).is_err());
    }

    #[test]
    fn a_name_is_shown_as_it_was_given_and_everywhere_as_this_machine() {
        let bound = bind("LOCALHOST", Port::Asked(0)).unwrap();
        assert_eq!(bound.origin(), format!("http://localhost:{}", bound.address.port()));
        let bound = bind("0.0.0.0", Port::Asked(0)).unwrap();
        assert_eq!(bound.origin(), format!("http://127.0.0.1:{}", bound.address.port()));
    }

    #[test]
    fn the_last_ports_do_not_wrap_around() {
        let bound = bind("127.0.0.1", Port::Usual(u16::MAX)).map(|bound| bound.address.port());
        assert!(bound.is_err() || bound.unwrap() == u16::MAX);
    }
}
