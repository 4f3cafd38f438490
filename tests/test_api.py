"""The HTTP contract, asked through the fence as a client would: shapes, strict bodies, problems, offline documentation."""

import json
import logging
import re
import subprocess
import sys
from concurrent.futures import wait

import pytest
import schemathesis
from conftest import ASK, SEARCH, VERIFY, DonghuAnswerer, answered, assert_problem, rearranged_article, serving, small_article
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from app.answer import Filters, Turn, as_json
from app.api import create_app
from app.guard import Guard
from app.service import Service
from app.wire import article_as_json
from corpus.errors import DeadlinePassed, IndexDamaged, LawBroken


def test_ask(client):
    response = client.post(ASK, json={"question": "东湖公园种了多少棵银杏"})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(as_json(answered())))
    assert len(response.headers["x-request-id"]) == 32


def test_not_found_in_the_articles_is_no_error(client):
    response = client.post(ASK, json={"question": "门票多少钱"})
    assert (response.status_code, response.json()["outcome"], response.json()["answer"]) == (200, "not_found", None)


def test_ask_hands_on_k_filters_and_history(client, answerer):
    filters = {"from": "2025-01-01", "to": "2025-12-31", "source": "东湖日报", "author": "王芳", "speaker": None}
    history = [{"question": "银杏呢", "answer": "300棵"}, {"question": "门票呢", "answer": None}]
    assert client.post(ASK, json={"question": "那樱花呢", "k": 7, "filters": filters, "history": history}).status_code == 200
    turns = (Turn("银杏呢", "300棵"), Turn("门票呢", ""))
    assert answerer.asked == [("那樱花呢", 7, Filters("2025-01-01", "2025-12-31", "东湖日报", "王芳", None), turns)]


def test_search(client):
    found = client.post(SEARCH, json={"query": "银杏", "k": 5}).json()
    assert list(found) == ["query", "generation", "passages", "ms"]
    assert found["passages"][0]["article_id"] == "donghu"


def test_an_article_and_one_whose_id_has_slashes_blanks_and_chinese(client):
    shown = client.get("/api/v1/articles/donghu").json()
    assert shown == json.loads(json.dumps(article_as_json(small_article())))
    assert list(shown) == ["id", "title", "date", "source", "authors", "text", "paragraphs", "repairs"]
    assert [list(p) for p in shown["paragraphs"]] == [["number", "role", "speaker", "text", "start", "end", "raw"]] * 3
    assert all(shown["text"][p["start"] : p["end"]] == p["text"] for p in shown["paragraphs"])
    for path in ("东湖/2025 公园", "%E4%B8%9C%E6%B9%96%2F2025%20%E5%85%AC%E5%9B%AD"):
        assert client.get(f"/api/v1/articles/{path}").json()["id"] == "东湖/2025 公园"
    assert assert_problem(client.get("/api/v1/articles/../../etc/passwd-x"), 404, "no_route")
    assert assert_problem(client.get("/api/v1/articles/nowhere"), 404, "not_found")["detail"] == "没有这篇文章。"


def test_an_article_with_its_text_as_it_came(client):
    plain = client.get("/api/v1/articles/donghu").json()
    assert client.get("/api/v1/articles/donghu?raw=1").json() == plain | {"raw_text": None}
    for query in ("raw=0", "raw=true", "raw=1&raw=1", "raw=1&x=2", "x=2"):
        assert client.get(f"/api/v1/articles/donghu?{query}").json() == plain, "any other query is dropped"

    class Columns(DonghuAnswerer):
        def article(self, article_id):
            return rearranged_article()

    with serving(Columns) as other:
        shown = other.get("/api/v1/articles/columns?raw=1").json()
    assert shown["raw_text"] == rearranged_article().raw
    (moved,) = (repair["raw"] for repair in shown["repairs"] if repair["kind"] == "moved")
    assert [shown["raw_text"][start:end] for start, end in moved] == [shown["paragraphs"][1]["text"]]


def test_verify_a_quote(client):
    assert client.post(VERIFY, json={"text": "300棵银杏"}).json()["places"][0]["text"].startswith("东湖公园种了300棵银杏")
    assert client.post(VERIFY, json={"text": "301棵银杏"}).json() == {"text": "301棵银杏", "verbatim": False, "places": []}


def test_health(client):
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "generation": "gen-1"}
    client.post(ASK, json={"question": "银杏"})
    metrics = client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert 'wenyuan_requests_total{kind="ask",outcome="answered"} 1.0' in metrics.text


def test_alive_but_not_ready_without_an_index():
    def load():
        raise IndexDamaged("/secret/path: 3 rows, 4 passages")

    with serving(load) as client:
        assert client.get("/livez").status_code == 200
        for response in (client.get("/readyz"), client.post(ASK, json={"question": "银杏"})):
            assert "wenyuan verify" in assert_problem(response, 503, "index_damaged")["detail"]
            assert "secret" not in response.text


def test_not_ready_while_loading_says_when_to_come_back():
    service = Service(DonghuAnswerer)
    client = TestClient(Guard(create_app(service)))  # not entered: nothing was started
    response = client.get("/readyz")
    assert_problem(response, 503, "starting")
    assert response.headers["retry-after"] == "2"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(LawBroken("秘密"), 500, "law_broken"), (DeadlinePassed("秘密"), 504, "deadline"), (ZeroDivisionError("秘密"), 500, "internal")],
)
def test_a_failure_is_a_problem_with_a_request_id_and_nothing_of_the_inside(error, status, code, caplog):
    class Failing(DonghuAnswerer):
        def answer(self, *_, **__):
            raise error

    with caplog.at_level(logging.ERROR, "app.api"), serving(Failing) as client:
        response = client.post(ASK, json={"question": "银杏"})
    problem = assert_problem(response, status, code)
    assert "秘密" not in response.text
    assert "Traceback" not in response.text
    assert (problem["request_id"] in caplog.text) == (status == 500)


@pytest.mark.parametrize("question", ["", "   ", "银" * 513])
def test_a_bad_question_is_told_as_the_error_says(client, question):
    assert assert_problem(client.post(ASK, json={"question": question}), 422, "bad_question")["detail"] == "问题应为 1 到 512 个字。"


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_only_json_is_taken(client, kind):
    response = client.post(ASK, content=b'{"question": "x"}', headers={"content-type": kind} if kind else {})
    assert_problem(response, 415, "unsupported_media_type")


def test_json_with_a_charset_is_json(client):
    assert client.post(ASK, content=b'{"question": "x"}', headers={"content-type": "application/JSON; charset=utf-8"}).status_code == 200


def test_too_large(client):
    assert_problem(client.post(ASK, json={"question": "a" * 66000}), 413, "too_large")


def test_the_documentation_loads_nothing_from_elsewhere(client):
    page = client.get("/docs").text
    assert re.findall(r'(?:src|href)="(?!/static-offline-docs/)', page) == []
    for path in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert client.get(path).status_code == 200
    assert '"validatorUrl": null' in page
    schema = client.get("/openapi.json").json()
    assert set(schema["paths"]) == {ASK, SEARCH, VERIFY, "/api/v1/articles/{article_id}", "/livez", "/readyz", "/metrics"}
    assert schema["components"]["schemas"]["AskBody"]["additionalProperties"] is False
    assert schema["components"]["schemas"]["AskBody"]["required"] == ["question"]
    assert "from" in schema["components"]["schemas"]["FiltersBody"]["properties"]


def test_importing_the_application_loads_nothing_heavy():
    code = "import sys, app, app.api, app.guard; print(sorted({'torch', 'faiss', 'gradio', 'onnxruntime', 'jieba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_the_documentation_does_not_name(answerer):
    service = Service(lambda: answerer)
    wait([service.start()], 5)
    schema = schemathesis.openapi.from_asgi("/openapi.json", Guard(create_app(service), questions_per_minute=0))
    for operation in schema.get_all_operations():

        @given(operation.ok().as_strategy())
        @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def conforms(case):
            # An empty question fits the schema and is refused all the same, and so is 5.0 for a whole number.
            case.call_and_validate(excluded_checks=[schemathesis.checks.CHECKS.get_one("positive_data_acceptance")])

        conforms()
