"""What can be reached: of all that a mounted Gradio page would answer, exactly the list; hostile bodies of its queue stay outside."""

import json
import os
import re
from itertools import product

import pytest
from conftest import ASK, JSON, DonghuAnswerer, assert_problem
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.api import create_app
from app.guard import Guard, Refused
from app.reachable import JOIN
from app.service import Service

REACHABLE = {
    "GET /",
    "GET /api/v1/articles/{article_id:path}",
    "GET /assets/{path:path}",
    "GET /docs",
    "GET /favicon.ico",
    "GET /gradio_api/app_id",
    "GET /gradio_api/heartbeat/{session_hash}",
    "GET /gradio_api/queue/data",
    "GET /livez",
    "GET /metrics",
    "GET /openapi.json",
    "GET /readyz",
    "GET /static-offline-docs/favicon.png",
    "GET /static-offline-docs/swagger-ui-bundle.js",
    "GET /static-offline-docs/swagger-ui.css",
    "GET /static/{path:path}",
    "GET /theme.css",
    "POST /api/v1/ask",
    "POST /api/v1/quotes/verify",
    "POST /api/v1/search",
    "POST /gradio_api/queue/join",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def mounted():
    """The API with a small page mounted as the real one is: a text box, a state, one handler."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio

    with gradio.Blocks(analytics_enabled=False) as page:
        box, seen, said = gradio.Textbox(), gradio.State(0), gradio.HTML()

        async def ask(question, count):
            return f"<p>{type(question).__name__} {question}</p>", count + 1

        box.submit(ask, [box, seen], [said, seen], api_name=False)
    app = create_app(Service(DonghuAnswerer))
    settings = {"show_error": False, "footer_links": [], "run_history": False, "ssr_mode": False, "enable_monitoring": False}
    app = gradio.mount_gradio_app(app, page, "/", max_file_size=1, allowed_paths=[], **settings)
    page.has_launched = True
    return app


@pytest.fixture(scope="module")
def app():
    return mounted()


@pytest.fixture(scope="module")
def page(app):
    with TestClient(Guard(app, joins={0}, questions_per_minute=0), raise_server_exceptions=False) as client:
        yield client


def templates(routes, prefix=""):
    """Every path template under `routes`, mounts opened; static folders as the files in them."""
    for route in routes:
        inner = getattr(route, "routes", None)
        if isinstance(route, Mount) and not inner:
            yield from (f"{prefix}{route.path}/{name}" for name in os.listdir(route.app.directory))
        elif inner:
            yield from templates(inner, prefix + getattr(route, "path", ""))
        elif hasattr(route, "original_router"):  # how FastAPI 0.165 keeps an included router
            yield from templates(route.original_router.routes, prefix + route.include_context.prefix)
        else:
            yield prefix + route.path


def test_the_reachable_routes_are_exactly_the_list(app):
    guard, reachable = Guard(app), set()
    found = set(templates(app.routes))
    assert len(found) > 60  # most of them Gradio's
    for template, method, name in product(found, METHODS, ("abc", "js/abc")):
        try:
            guard._route(method, re.sub(r"\{[^}]*\}", name, template))
            reachable.add(f"{method} {template}")
        except Refused as refused:
            assert refused.problem.status in (404, 405)
    assert reachable == REACHABLE


@pytest.mark.parametrize(
    "path",
    [
        "/config", "/info", "/gradio_api/info", "/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/file/etc/passwd",
        "/file=/etc/passwd", "/gradio_api/proxy=http://localhost/", "/gradio_api/deep_link", "/gradio_api/run/ask", "/gradio_api/call/ask",
        "/gradio_api/api/ask", "/gradio_api/reset", "/gradio_api/cancel", "/gradio_api/component_server", "/gradio_api/mcp/", "/login",
        "/gradio_api/login_check", "/gradio_api/token", "/gradio_api/user", "/logout", "/monitoring", "/gradio_api/vibe-code", "/docs/",
        "/gradio_api/stream/x/1/2/playlist.m3u8", "/gradio_api/custom_component/x/client/y/z", "/gradio_api/dev/reload", "/robots.txt",
        "/manifest.json", "/pwa_icon", "/svelte/x.js", "/gradio_api/startup-events", "/gradio_api/runs", "/gradio_api/openapi.json",
        "/redoc", "/docs/oauth2-redirect", "/static-offline-docs/redoc.standalone.js", "/livez/", "/livez%0a", "/API/v1/ask",
        "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/x", "/static/../config", "/static/img/.hidden", "/a/", "/api/v1/articles/",
        "/gradio_api/heartbeat/..%2fconfig", "/gradio_api//queue/join", "/theme.css/x", "/%00",
    ],
)  # fmt: skip
def test_everything_else_is_not_there(page, path):
    for method in METHODS:
        response = page.request(method, path)
        assert response.status_code == 404
        if method != "HEAD":
            assert_problem(response, 404, "no_route")


def test_other_methods_are_refused_and_told_which_are_not(page):
    response = page.put(ASK)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def test_a_page_that_works_has_safe_headers_and_no_cors(page):
    for path in ("/", "/theme.css?v=1", "/livez", "/nowhere", "/assets/nowhere.js"):
        headers = page.get(path, headers={"origin": "http://localhost:3000"}).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert len(headers["x-request-id"]) == 32
        assert not [name for name in headers if name.startswith("access-control")]


def test_gradios_own_errors_are_told_as_problems(page):
    assert_problem(page.get("/assets/nowhere-SECRET.js"), 404, "no_route")
    assert_problem(page.get("/gradio_api/queue/data?session_hash=../x"), 422, "bad_body")  # the query is dropped, Gradio misses it
    assert_problem(page.get("/a/nowhere"), 404, "no_route")


def test_the_query_string_of_the_page_never_gets_in(page):
    assert page.get("/?deep_link=../../x&page=y").text.count('deep_link_state":"none') == 1


def join_of(**changes):
    return {"data": ["东湖公园有什么", None], "fn_index": 0, "trigger_id": 1, "session_hash": "abc123"} | changes


def test_a_question_through_gradios_queue(page):
    assert page.post(JOIN, json=join_of()).status_code == 200
    events = page.get("/gradio_api/queue/data", params={"session_hash": "abc123"}).text
    assert "<p>str 东湖公园有什么</p>" in events


FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}


@pytest.mark.parametrize(
    "join",
    [
        join_of(data=[FILE, None]), join_of(data=[[FILE], None]), join_of(data=[7, None]), join_of(data=[True]),
        join_of(data=FILE), join_of(data="x"), join_of(data=None), join_of(data=[None] * 17), join_of(fn_index=1),
        join_of(fn_index=False), join_of(fn_index="0"), join_of(fn_index=None), join_of(fn_index=0.0), join_of(session_hash=None),
        join_of(session_hash="../x"), join_of(session_hash="a" * 33), join_of(trigger_id=FILE), join_of(event_data=FILE),
        join_of(simple_format=True), join_of(batched=True), join_of(event_id="x"), join_of(oauth_token="x"), [], "x", None, 7,
    ],
)  # fmt: skip
def test_bodies_the_page_does_not_send_never_reach_gradio(page, join):
    response = page.post(JOIN, content=json.dumps(join), headers=JSON)
    assert_problem(response, 422, "bad_body")
    assert "passwd" not in response.text


def test_joins_are_strict_json_and_said_to_be(page):
    body = json.dumps(join_of()).encode()
    assert_problem(page.post(JOIN, content=body, headers={"content-type": "text/plain"}), 415, "unsupported_media_type")
    assert_problem(page.post(JOIN, content=body[:-1], headers=JSON), 422, "bad_body")
