"""The fence in front of everything. Comes in: any HTTP request. Goes out: what `ROUTES` lets through, with safe headers; else a Problem.

A mounted Gradio page answers many more addresses than a page needs (uploads, file proxies, deep links, run history ...),
so only `ROUTES` is reachable: no other address, method or query string gets past. Bodies are read here, up to a size and
a time; bodies of Gradio's queue hold nothing but strings and nulls; who asks too fast waits. Pure ASGI, wraps the whole
mounted app. Knows no articles, no handlers and no settings but its arguments.
"""

import asyncio
import re
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address
from time import time
from uuid import uuid4

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problem import Problem, problem_of, problem_with
from app.reachable import HEADERS, JOIN, ROUTES, Route, is_join
from app.wire import BadBody, is_json, strict_json


class Refused(Exception):
    """A request the fence does not let through."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Guard:
    """Wraps the whole app, page included. `joins`: the function indices the page declares; no other can be queued."""

    def __init__(
        self, app: ASGIApp, *, joins: Collection[int] = (), questions_per_minute: int = 60, body_bytes: int = 65536, body_s: float = 10.0
    ) -> None:
        """:param questions_per_minute: for each client; 0 is no limit. :param body_s: how long a body may take to arrive."""
        self._app = app
        self._joins = frozenset(joins)
        self._routes = [(route, re.compile(route.path, re.ASCII | re.DOTALL)) for route in ROUTES]
        self._rate = RateLimitItemPerMinute(questions_per_minute) if questions_per_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._body_bytes = body_bytes
        self._body_s = body_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = uuid4().hex
        sending = _Sending(send, request_id)
        try:
            route = self._route(scope["method"], scope["path"])
            self._check_rate(route, scope)
            body = await self._body(scope, receive)
            if body is None:
                return
            if route.path == JOIN:
                self._check_join(Headers(scope=scope), body)
        except Refused as refused:
            await refused.problem.response(request_id)(scope, receive, sending)
            return
        query = scope["query_string"]
        if not re.fullmatch(route.query.encode(), query):
            query = b""
        await self._app({**scope, "query_string": query, "request_id": request_id}, _replay(body, receive), sending)

    def _route(self, method: str, path: str) -> Route:
        there = [route for route, pattern in self._routes if pattern.fullmatch(path)]
        for route in there:
            if route.method == method:
                return route
        raise Refused(problem_with(405, ("Allow", ", ".join(route.method for route in there))) if there else problem_with(404))

    def _check_rate(self, route: Route, scope: Scope) -> None:
        if self._rate is None or not route.counted:
            return
        client = client_of(scope)
        if not self._limiter.hit(self._rate, client):
            wait = max(1, round(self._limiter.get_window_stats(self._rate, client).reset_time - time()))
            raise Refused(problem_with(429, ("Retry-After", str(wait))))

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, or None when the client has gone."""
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or len(announced) > 12 or int(announced) > self._body_bytes:
            raise Refused(problem_with(413))
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if len(body) > self._body_bytes:
                        raise Refused(problem_with(413))
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Refused(problem_with(408)) from None

    def _check_join(self, headers: Headers, body: bytes) -> None:
        if not is_json(headers.get("content-type", "")):
            raise Refused(problem_with(415))
        try:
            good = is_join(strict_json(body), self._joins)
        except BadBody as error:
            raise Refused(problem_of(error)) from None
        if not good:
            raise Refused(problem_with(422))


class _Sending:
    """`send` with the fence's headers; an error the app tells in another form (Gradio's JSON, plain text) becomes a Problem."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send, self._request_id, self._replaced = send, request_id, False

    async def __call__(self, message: Message) -> None:
        if self._replaced:
            return
        if message["type"] != "http.response.start":
            await self._send(message)
            return
        headers = MutableHeaders(raw=[pair for pair in message["headers"] if not pair[0].lower().startswith(b"access-control-")])
        kind = headers.get("content-type", "").partition(";")[0]
        if message["status"] >= 400 and kind not in ("application/problem+json", "text/html"):
            kept = [(name, headers[name]) for name in ("Allow", "Retry-After") if name in headers]
            response = problem_with(message["status"], *kept).response(self._request_id)
            await self._start(response.status_code, response.headers)
            await self._send({"type": "http.response.body", "body": response.body})
            self._replaced = True
        else:
            await self._start(message["status"], headers)

    async def _start(self, status: int, headers: MutableHeaders) -> None:
        headers.update({**HEADERS, "X-Request-ID": self._request_id})
        await self._send({"type": "http.response.start", "status": status, "headers": headers.raw})


def client_of(scope: Scope) -> str:
    """Who is counted as one: an IPv4 address, or the /64 network of an IPv6 address."""
    host = str((scope.get("client") or ("", 0))[0])
    if ":" not in host:
        return host
    address = ip_address(host)
    return address.exploded[:19] if isinstance(address, IPv6Address) else host


def _replay(body: bytes, receive: Receive) -> Receive:
    """`receive` for the app: the body that was read, then whatever comes after it (the client going away)."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed
