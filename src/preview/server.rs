//! Waits for the network: accepts connections, reads requests, sends answers. Knows nothing of what they say.
//!
//! One thread waits for all connections; what may take a while is done on a few others. A client that is slow, silent or
//! hostile holds one connection for a bounded time, and there are only so many of them.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use hyper::body::{Body, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tokio_io_timeout::TimeoutStream;

use super::answer::answer;
use super::body::Answered;
use super::events::Watched;
use super::exhibit::Exhibits;
use super::host::Hosts;
use super::place::Place;
use super::port::Bound;
use super::request::Asked;
use super::response::{mark, plain, refused};

/// How many connections are open at once; others wait to be accepted. Systems let a program have 1024 files open, and builds
/// need some of them.
const CONNECTION_LIMIT: usize = 512;

/// How many event streams there are at once; others are told to try again.
const STREAM_LIMIT: usize = 256;

/// How many requests are answered at once; others wait.
const ANSWER_LIMIT: usize = 8;

/// How long a client may take for the head of a request, and be silent between two.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long a client may take before it reads more of an answer.
const READING_TIME: Duration = Duration::from_secs(30);

/// The longest head of a request, in bytes. An event stream's names the files of a page, encoded twice.
const HEAD_LIMIT: usize = 64 * 1024;

/// How long to wait when the system has no file descriptors left.
const BREATHER: Duration = Duration::from_millis(100);

/// A server that answers. Stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Starts to answer on `bound` from the newest of `exhibits`, in a thread of its own.
    ///
    /// # Errors
    /// When the system gives no thread or no way to wait for the network.
    pub fn start(bound: Bound, exhibits: Exhibits) -> Result<Server> {
        let runtime =
            runtime::Builder::new_current_thread().enable_all().max_blocking_threads(ANSWER_LIMIT).build();
        let runtime = runtime.context("cannot wait for the network")?;
        bound.listener.set_nonblocking(true).context("cannot wait for the network")?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(bound.listener).context("cannot wait for the network")?
        };
        let preview = Arc::new(Preview {
            exhibits,
            hosts: Hosts { given: bound.name },
            streams: Arc::new(Semaphore::new(STREAM_LIMIT)),
            days: Arc::new(Semaphore::new(1)),
        });
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            runtime.block_on(async {
                tokio::select! {
                    // A sender that is gone means the same.
                    _ = stopped => {}
                    () = accept(&listener, &preview) => {}
                }
            });
            // An answer that is being worked on is not waited for.
            runtime.shutdown_background();
        };
        let thread = Builder::new().name("preview".into()).spawn(run).context("cannot start a thread")?;
        Ok(Server { stop, thread })
    }

    /// Ends all connections and frees the port.
    ///
    /// # Errors
    /// When the server had broken down.
    pub fn stop(self) -> Result<()> {
        // Nobody receives it when the thread has ended by itself, which joining it tells.
        let _ = self.stop.send(());
        self.thread.join().map_err(|_| anyhow!("the preview's server broke down"))
    }

    /// Waits for as long as the server runs, which is until the program ends.
    ///
    /// # Errors
    /// When the server broke down.
    pub fn wait(self) -> Result<()> {
        let Server { stop: _running, thread } = self;
        thread.join().map_err(|_| anyhow!("the preview's server broke down"))
    }
}

async fn accept(listener: &TcpListener, preview: &Arc<Preview>) {
    let connections = Arc::new(Semaphore::new(CONNECTION_LIMIT));
    loop {
        let slot = Arc::clone(&connections).acquire_owned().await.expect("this semaphore is never closed");
        match listener.accept().await {
            Ok((stream, _)) => {
                let preview = Arc::clone(preview);
                tokio::spawn(async move {
                    let _slot = slot;
                    preview.connection(stream).await;
                });
            }
            // The client's own mishap.
            Err(error) if is_of_the_client(&error) => {}
            Err(_) => sleep(BREATHER).await,
        }
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::Interrupted
    )
}

/// What all connections share.
struct Preview {
    exhibits: Exhibits,
    hosts: Hosts,
    streams: Arc<Semaphore>,
    /// One answer at a time is made for another day.
    days: Arc<Semaphore>,
}

impl Preview {
    async fn connection(&self, stream: TcpStream) {
        // Events are small and must not wait for more; without it, they are only later.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(READING_TIME));
        let service = service_fn(|request| async move { Ok::<_, Infallible>(self.respond(&request).await) });
        let mut connection = http1::Builder::new();
        connection
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_header_size(HEAD_LIMIT)
            .max_buf_size(HEAD_LIMIT);
        // Whatever went wrong is the end of this connection, and of nothing else.
        let _ = connection.serve_connection(TokioIo::new(Box::pin(stream)), service).await;
    }

    async fn respond(&self, request: &Request<Incoming>) -> Response<Answered> {
        let mut response = match Asked::of(request, &self.hosts) {
            Ok(asked) => self.answer(asked).await,
            Err(refusal) => refused(refusal).map(Answered::with),
        };
        mark(response.headers_mut());
        // A body has no meaning here and is not read.
        if !request.body().is_end_stream() {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }

    async fn answer(&self, asked: Asked) -> Response<Answered> {
        let exhibit = self.exhibits.borrow().clone();
        if Place::of(&exhibit.base, &asked.path) == Place::Own("events") {
            return self.events(&asked);
        }
        let _turn = self.turn(&asked).await;
        let is_head = asked.head;
        let broken = |_| plain(StatusCode::INTERNAL_SERVER_ERROR, "the answer to this request broke down");
        let response = spawn_blocking(move || answer(&exhibit, &asked)).await.unwrap_or_else(broken);
        response.map(|payload| if is_head { Answered::nothing() } else { Answered::with(payload) })
    }

    /// Waits for its turn, if what is asked for may take as long as a build: other requests are not to wait for it.
    async fn turn(&self, asked: &Asked) -> Option<OwnedSemaphorePermit> {
        asked.today.as_ref()?;
        Arc::clone(&self.days).acquire_owned().await.ok()
    }

    fn events(&self, asked: &Asked) -> Response<Answered> {
        let Ok(slot) = Arc::clone(&self.streams).try_acquire_owned() else {
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "too many pages are watched at once");
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
            // A refused stream is not to keep one of the connections.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            return response.map(Answered::with);
        };
        let body = if asked.head {
            Answered::nothing()
        } else {
            let (sender, body) = Answered::arriving(Some(slot));
            tokio::spawn(Watched::of(asked).tell(self.exhibits.clone(), sender, Arc::clone(&self.days)));
            body
        };
        let mut response = Response::new(body);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        response
    }
}
