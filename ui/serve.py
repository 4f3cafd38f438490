"""The server put together. Comes in: Settings. Goes out: API and page on one port, until stopped. Everything is tied together here.

The port is taken first (a taken one is told before anything is loaded), the models load in a thread, `/livez` answers at once and
`/readyz` when the self-test has passed.
"""

import errno
import socket
import sys
from concurrent.futures import Future

from app.answerer import Answerer
from app.api import create_app
from app.guard import Guard
from app.load import index_root, load_answerer
from app.service import Service
from app.settings import Settings
from corpus.errors import BadSetting
from index.store import current, published

BACKLOG = 128


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    :raises BadSetting: when the address cannot be listened on.  :raises WenyuanError: when the index or a model cannot be loaded.
    """
    listening = _listen(settings.host, settings.port)
    current(index_root(settings))  # a missing index is told at once
    service = Service(
        lambda: load_answerer(settings),
        at_once=settings.questions_at_once,
        waiting=settings.questions_waiting,
        time_limit_ms=settings.answer_time_limit_ms,
        published=lambda: published(index_root(settings)),
    )
    loading = service.start()
    import uvicorn

    from ui.page import JOINS, mount

    guarded = Guard(mount(create_app(service), service), joins=JOINS, questions_per_minute=settings.questions_per_minute)
    config = uvicorn.Config(guarded, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False)
    server = uvicorn.Server(config)
    loading.add_done_callback(lambda done: _loaded(done, server, settings))
    server.run(sockets=[listening])
    error = loading.exception() if loading.done() else None
    if error is not None:
        raise error


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        where = f"{host}:{port} 用不了（{error.strerror}）"
        if error.errno == errno.EADDRINUSE:
            raise BadSetting(f"{where}，已有程序在用；请换一个：wenyuan serve --port {port % 65535 + 1}。") from error
        raise BadSetting(f"{where}，请检查 --host 和 --port。") from error
    return listening


def _loaded(done: "Future[Answerer]", server: object, settings: Settings) -> None:
    """Say that it is ready; when the index or a model cannot be loaded, stop, so that the reason is seen."""
    if done.exception() is not None:
        server.should_exit = True  # type: ignore[attr-defined]
        return
    address = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stderr.write(f"问源已就绪：http://{address}:{settings.port}\n")
    sys.stderr.flush()
