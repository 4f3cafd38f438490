"""What can be reached without a name, and in what form. Comes in: nothing. Goes out: `ROUTES`, `HEADERS`, `is_join`.

Each Gradio address below was asked for by a mounted page in Chromium (gradio 6.31). The page's settings are in its own
HTML, so `config`, `info` and `startup-events` need not be reachable. Used by `app/guard.py`; knows no requests.
"""

import re
from typing import NamedTuple


class Route(NamedTuple):
    """One address that may be reached: `path` and `query` are patterns for the whole; a query that does not match is dropped."""

    method: str
    path: str
    counted: bool = False
    query: str = ""


FILE = r"(?:[\w@-][\w.@-]*/){0,4}[\w@-][\w.@-]*"
SESSION = r"[a-z0-9]{1,32}"
JOIN = "/gradio_api/queue/join"
ROUTES = (
    Route("POST", "/api/v1/ask", counted=True),
    Route("POST", "/api/v1/search", counted=True),
    Route("GET", "/api/v1/articles/.{1,1000}", query="(raw=1)?"),
    Route("POST", "/api/v1/quotes/verify", counted=True),
    Route("GET", "/livez"),
    Route("GET", "/readyz"),
    Route("GET", "/metrics"),
    Route("GET", "/docs"),
    Route("GET", r"/openapi\.json"),
    Route("GET", r"/static-offline-docs/(swagger-ui-bundle\.js|swagger-ui\.css|favicon\.png)"),
    Route("GET", "/"),  # the page; its query string (`deep_link`, `page`) never gets in
    Route("GET", "/a/.{1,1000}"),
    Route("GET", r"/theme\.css"),
    Route("GET", r"/favicon\.ico"),
    Route("GET", f"/assets/{FILE}"),  # the page's own scripts and styles, many of them loaded late
    Route("GET", f"/static/(fonts|js|img)/{FILE}"),
    Route("GET", f"/gradio_api/heartbeat/{SESSION}"),  # open as long as the page is; without it the page calls itself lost
    Route("GET", "/gradio_api/app_id"),  # asked after a lost connection: is this still the same server?
    Route("POST", JOIN, counted=True),
    Route("GET", "/gradio_api/queue/data", query=f"session_hash={SESSION}"),
)
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
JOIN_FIELDS = frozenset({"data", "fn_index", "trigger_id", "session_hash", "event_data"})
MOST_INPUTS = 16


def is_join(join: object, allowed: frozenset[int]) -> bool:
    """Whether a body of Gradio's queue is one the page sends: strings and nulls for one of its functions, nothing else."""
    if type(join) is not dict or not join.keys() <= JOIN_FIELDS:
        return False
    data, session = join.get("data"), join.get("session_hash")
    return (
        type(data) is list
        and len(data) <= MOST_INPUTS
        and all(value is None or type(value) is str for value in data)
        and type(join.get("fn_index")) is int
        and join["fn_index"] in allowed
        and type(join.get("trigger_id")) in (int, type(None))
        and type(session) is str
        and re.fullmatch(SESSION, session) is not None
        and join.get("event_data") is None
    )
