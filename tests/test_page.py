"""The page's routes, its one handler and its settings, without a browser: the real API, fence and Service over a small Answerer."""

import asyncio
import json
import re
from concurrent.futures import wait
from dataclasses import replace

import pytest
from conftest import DonghuAnswerer, answered
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.answer import Turn
from app.api import create_app
from app.guard import Guard
from app.service import NotReady, Service
from corpus.errors import BadQuestion, Busy, DeadlinePassed, IndexMissing, LawBroken
from ui.page import EXAMPLES, JOINS, build_page, mount
from ui.respond import BAD_HISTORY, BROKEN, NO_INDEX, NOT_TEXT, STARTING, answering, read_history, trouble_words
from ui.shell import asset


@pytest.fixture(scope="module")
def answerer():
    return DonghuAnswerer()


@pytest.fixture(scope="module")
def service(answerer):
    service = Service(lambda: answerer)
    wait([service.start()], 5)
    return service


@pytest.fixture(scope="module")
def client(service):
    app = Guard(mount(create_app(service), service), joins=JOINS, questions_per_minute=0)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def ask(service, question, history="[]", ticket="1"):
    return asyncio.run(answering(service)(question, history, ticket))


class Failing:
    """A service that fails with one error, whatever it is asked."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def ask(self, *_):
        raise self.error

    async def article(self, _):
        raise self.error

    async def follow(self, _):
        raise self.error


def test_the_start_page_is_chinese_and_ours(client):
    response = client.get("/")
    page = response.text
    assert response.status_code == 200 and int(response.headers["content-length"]) == len(response.content)
    assert 'class="wy" lang="zh-CN"' in page and page.count("<title>") == 1 and "<title>问源" in page
    assert "window.wenyuan = { send, take, fail }" in page and "--accent: #9b1c1c" in page
    assert "og:" not in page and "iframeResizer.contentWindow" not in page and "manifest.json" not in page
    for question in EXAMPLES:
        assert question in page or json.dumps(question).strip('"') in page


def test_the_start_page_loads_nothing_from_elsewhere(client):
    page = client.get("/").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
    assert "fonts.googleapis" not in page and "googletagmanager" not in page


def test_the_assets_carry_no_address():
    for name in ("style.css", "page.js"):
        assert not re.search(r"https?:|//[\w-]+\.\w|@import|url\(|</script|</style", asset(name))


def test_the_api_is_still_there(client):
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.post("/api/v1/ask", json={"question": "东湖公园种了多少棵银杏"}).json()["outcome"] == "answered"


def test_a_permalink_opens_the_article_at_its_quote(client):
    quote = answered().quotes[0]
    response = client.get(quote.permalink)
    assert response.status_code == 200 and response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<mark id="q" class="quote" data-mark="q" tabindex="-1">{quote.text}</mark>' in response.text
    assert "<title>东湖公园开放 · 东湖日报 · 2025年4月1日</title>" in response.text
    assert '<a href="/">' in response.text and 'lang="zh-CN"' in response.text


def test_a_permalink_to_an_id_with_slashes(client):
    place = answered().quotes[0].permalink.replace("donghu", "%E4%B8%9C%E6%B9%96%2F2025%20%E5%85%AC%E5%9B%AD")
    assert 'id="q"' in client.get(place).text


@pytest.mark.parametrize("place", ["nothing", "donghu~1-2-abc", "donghu~x", "<script>~1-2-3", "donghu~0-99999999999-a"])
def test_an_unknown_permalink_is_a_page_that_says_so(client, place):
    response = client.get(f"/a/{place}")
    assert response.status_code == 404 and response.headers["content-type"].startswith("text/html")
    assert "没有找到这处引文" in response.text and "去提问" in response.text and "<script>~" not in response.text


def test_a_permalink_without_an_index_is_503():
    service = Failing(IndexMissing("no generation at /somewhere"))
    with TestClient(mount(FastAPI(), service)) as client:
        response = client.get("/a/donghu~1-2-abc")
    assert response.status_code == 503 and NO_INDEX in response.text and "somewhere" not in response.text


def test_the_handler_answers_and_hands_the_ticket_back(service):
    card, ticket = ask(service, "东湖公园种了多少棵银杏", ticket="7" * 40)
    assert 'data-kind="answered"' in card and ticket == "7" * 32


@pytest.mark.parametrize("bad", [None, 1, 1.5, True, ["问"], {"path": "/etc/passwd"}, b"x"])
def test_the_handler_takes_nothing_but_text(service, answerer, bad):
    asked = len(answerer.asked)
    for arguments in ((bad, "[]", "1"), ("问", bad, "1"), ("问", "[]", bad)):
        card, ticket = ask(service, *arguments)
        assert NOT_TEXT in card and 'data-kind="error"' in card and ticket == ""
    assert len(answerer.asked) == asked


def test_the_conversation_goes_along(service, answerer):
    rows = [{"question": f"问{n}", "answer": f"答{n}"} for n in range(9)]
    ask(service, "那樱花呢", json.dumps(rows))
    assert answerer.asked[-1] == ("那樱花呢", None, None, tuple(Turn(f"问{n}", f"答{n}") for n in range(3, 9)))


BAD_HISTORIES = ["{", "{}", "[1]", '[{"question": 1, "answer": ""}]', '[{"question": "x"}]', "[" * 9000, "[" + " " * 20_000 + "]"]


@pytest.mark.parametrize("history", BAD_HISTORIES)
def test_a_conversation_that_cannot_be_read_is_an_error(service, history):
    with pytest.raises(BadQuestion):
        read_history(history)
    card, _ = ask(service, "问", history)
    assert BAD_HISTORY in card and read_history("") == read_history("[]") == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadQuestion("问题是空的，请写下问题。"), "问题是空的，请写下问题。"),
        (Busy("no room"), "提问的人多"),
        (DeadlinePassed("no answer within 20 s"), "已经停下"),
        (IndexMissing("nothing at /srv"), NO_INDEX),
        (NotReady("starting"), STARTING),
        (NotReady("index_damaged"), NO_INDEX),
        (LawBroken("at 3 stands x"), BROKEN),
    ],
)
def test_every_failure_has_its_words_and_none_is_a_refusal(error, words):
    assert words in trouble_words(error)
    card, _ = ask(Failing(error), "东湖公园")
    assert 'data-kind="error"' in card and words in card and "没有提到" not in card
    assert ("再问一次</button>" in card) == (not isinstance(error, BadQuestion))
    assert isinstance(error, BadQuestion) or str(error) not in card


def test_a_long_question_is_not_echoed_whole(service):
    card, _ = ask(service, "的" * 5000)
    assert "1 到 512 个字" in card and len(card) < 1000


def test_an_article_that_went_away_leaves_the_answer():
    class Gone(DonghuAnswerer):
        def answer(self, *_):
            quote = replace(answered().quotes[0], article_id="gone")
            return replace(answered(), quotes=(quote,))

    service = Service(Gone)
    wait([service.start()], 5)
    card, _ = ask(service, "东湖公园种了多少棵银杏")
    assert 'data-kind="answered"' in card and "300棵银杏" in card and 'class="chip dead"' in card


def test_one_function_may_be_queued_and_none_has_a_public_name(service):
    page = build_page(service, ["东湖公园里有什么"])
    assert {index for index, function in page.fns.items() if function.fn} == JOINS
    assert {function.api_visibility for function in page.fns.values()} == {"private"}
    assert page.analytics_enabled is False


def test_settings_of_the_mounted_page(service):
    app = mount(FastAPI(), service)
    page = next(route.app.get_blocks() for route in app.routes if hasattr(getattr(route, "app", None), "get_blocks"))
    assert (page.has_launched, page.show_error, page.ssr_mode, page.run_history) == (True, False, False, False)
    assert (page.allowed_paths, page.footer_links, page.max_file_size, page.enable_monitoring) == ([], [], 1, False)
