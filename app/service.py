"""One Answerer, many who ask. Comes in: a loader of an Answerer, then questions. Goes out: Answer, Found, Article, Quoted.

Loads in a thread, answers in a few threads, refuses (`Busy`) what it has no room for and gives up (`DeadlinePassed`)
what takes too long, so that the event loop stays free. Counts what it does. Knows no HTTP and no page.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from time import perf_counter
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.answer import Answer, Filters, Found, Quoted, Turn
from app.answerer import Answerer
from corpus.article import Article, Range
from corpus.errors import Busy, DeadlinePassed, WenyuanError

logger = logging.getLogger(__name__)
T = TypeVar("T")
SECONDS = (0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class NotReady(WenyuanError):
    """The Answerer is not there: `starting`, or the code of the error it could not be loaded for."""

    status = 503

    def __init__(self, code: str) -> None:
        super().__init__(f"not ready: {code}")
        self.code = code


class Service:
    """Answers from the Answerer that `load` makes; `load` includes the self-test and runs in a thread, again for a newer generation."""

    def __init__(
        self, load: Callable[[], Answerer], *, at_once: int = 2, waiting: int = 32, time_limit_ms: int = 15000,
        published: Callable[[], str | None] = lambda: None,
    ) -> None:
        """:param waiting: how many may wait beyond the `at_once` that are being answered. :param time_limit_ms: waiting included.

        :param published: the name of the generation in use now; when it changes, it is loaded, and the old one answers until then.
        """
        self._load, self._published = load, published
        self._loading: Future[Answerer] | None = None
        self._newer: tuple[str, Future[Answerer]] | None = None
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._room = BoundedSemaphore(at_once + waiting)
        self._seconds_each = time_limit_ms / 1000
        self.registry = CollectorRegistry()
        self._asked = Counter("wenyuan_requests", "Requests by outcome or error code.", ("kind", "outcome"), registry=self.registry)
        self._seconds = Histogram("wenyuan_seconds", "Seconds until the answer.", ("kind",), buckets=SECONDS, registry=self.registry)
        self._busy = Counter("wenyuan_busy", "Requests refused for want of room.", registry=self.registry)
        self._held = Gauge("wenyuan_in_flight", "Requests being answered or waiting.", registry=self.registry)

    def start(self) -> Future[Answerer]:
        """Begin to load, once. Returns at once, with the future of the Answerer."""
        if self._loading is None:
            self._loading = self._in_background()
        return self._loading

    def _in_background(self) -> Future[Answerer]:
        loader = ThreadPoolExecutor(1, thread_name_prefix="load")
        loading = loader.submit(self._load)
        loading.add_done_callback(_log_loaded)
        loader.shutdown(wait=False)
        return loading

    def _look_for_newer(self, loaded: Answerer) -> None:
        """Load a generation that was published since; one that cannot be loaded is tried once, and the old one answers on."""
        if self._newer and self._newer[1].done():
            if self._newer[1].exception() is None:
                self._loading, self._newer = self._newer[1], None
                return
        elif self._newer:
            return
        name = self._published()
        if name not in (None, loaded.generation, self._newer and self._newer[0]):
            self._newer = str(name), self._in_background()
            self._newer[1].add_done_callback(_log_kept)

    def stop(self) -> None:
        """Take no more questions; those waiting are dropped, those being answered run out."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def answerer(self) -> Answerer:
        """The Answerer of now.

        :raises NotReady: while it is being loaded, or when it could not be.
        """
        if self._loading is None or not self._loading.done():
            raise NotReady("starting")
        error = self._loading.exception()
        if error is not None:
            raise NotReady(error.code if isinstance(error, WenyuanError) else "load_failed") from error
        self._look_for_newer(self._loading.result())
        return self._loading.result()

    async def ask(self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        """The answer; raises what `Answerer.answer` raises, and NotReady, Busy, DeadlinePassed (as all below)."""
        return await self.run("ask", lambda answerer: answerer.answer(question, k, filters, history), lambda answer: answer.outcome)

    async def search(self, query: str, k: int | None = None, filters: Filters | None = None) -> Found:
        return await self.run("search", lambda answerer: answerer.search(query, k or 10, filters))

    async def article(self, article_id: str) -> Article:
        return await self.run("article", lambda answerer: answerer.article(article_id))

    async def follow(self, place: str) -> tuple[Article, Range]:
        return await self.run("follow", lambda answerer: answerer.follow(place))

    async def verify_quote(self, text: str) -> Quoted:
        return await self.run("quote", lambda answerer: answerer.verify_quote(text))

    async def run(self, kind: str, work: Callable[[Answerer], T], outcome_of: Callable[[T], str] = lambda _: "ok") -> T:
        """What `work` makes of the Answerer, in one of the threads, counted under `kind`."""
        started, outcome = perf_counter(), "internal"
        try:
            result = await self._in_thread(work)
            outcome = outcome_of(result)
            return result
        except WenyuanError as error:
            outcome = error.code
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        finally:
            self._asked.labels(kind, outcome).inc()
            self._seconds.labels(kind).observe(perf_counter() - started)

    def metrics(self) -> bytes:
        """The counters in Prometheus' text format."""
        return generate_latest(self.registry)

    async def _in_thread(self, work: Callable[[Answerer], T]) -> T:
        answerer = self.answerer()
        if not self._room.acquire(blocking=False):
            self._busy.inc()
            raise Busy("no room for another question")
        self._held.inc()
        job = self._pool.submit(work, answerer)
        job.add_done_callback(self._leave)  # a job past its deadline keeps its room until its thread is free again
        waiting = asyncio.wrap_future(job)
        try:
            done, _ = await asyncio.wait({waiting}, timeout=self._seconds_each)
            if not done:
                raise DeadlinePassed(f"no answer within {self._seconds_each} s")
            return waiting.result()
        finally:
            waiting.cancel()  # nothing, when it is done; out of the queue, when its turn has not come

    def _leave(self, _: object) -> None:
        self._held.dec()
        self._room.release()


def _log_loaded(loading: "Future[Answerer]") -> None:
    error = loading.exception()
    if error is None:
        logger.info("ready: generation %s", loading.result().generation)
    elif not isinstance(error, WenyuanError):  # ours is told by who asked for the load
        logger.error("not loaded", exc_info=error)


def _log_kept(loading: "Future[Answerer]") -> None:
    if loading.exception() is not None:
        logger.error("the newer generation cannot be loaded, the old one answers on: %s", loading.exception())
