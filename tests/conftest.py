"""Small real fakes shared by the tests: an article of three paragraphs, and answers made from it by the real `make_quote`."""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.answer import Answer, Filters, Found, Quoted, ShownPassage, Times, Turn
from app.quote import follow_permalink, make_quote
from corpus.article import Article, Paragraph, Range
from corpus.errors import ArticleNotFound, BadQuestion
from corpus.order import lay_out, lines

RAW = "东湖公园开放\n\n记者:公园里有什么?\n\n李明:东湖公园种了300棵银杏、120棵樱花,由市园林局管理;全年免费开放。"


def small_article() -> Article:
    text, bounds, runs = lay_out(RAW, [[line] for line in lines(RAW)])
    roles = ("headline", "question", "answer")
    speakers = (None, "记者", "李明")
    paragraphs = tuple(
        Paragraph(number, role, speaker, start, end)
        for number, (role, speaker, (start, end)) in enumerate(zip(roles, speakers, bounds, strict=True), 1)
    )
    return Article("donghu", "东湖公园开放", "2025-04-01", "东湖日报", ("王芳",), None, text, paragraphs, tuple(runs))


def answered(question: str = "东湖公园种了多少棵银杏", words: str = "300棵银杏") -> Answer:
    article = small_article()
    start = article.text.index(words)
    quote = make_quote(article, start, start + len(words))
    paragraph = article.paragraphs[2]
    passage = ShownPassage(article.id, paragraph.start, paragraph.end, article.text[paragraph.start : paragraph.end], 1.0)
    return Answer(question, "answered", words, 0.93, None, None, None, "gen-1", None, (quote,), (passage,), (), (), False, Times(1.0, 2.0, 3.0))


def not_found(question: str = "东湖公园门票多少钱") -> Answer:
    passages = answered().passages
    reason = "文中提到东湖公园，没有提到门票。"
    return Answer(question, "not_found", None, 0.12, reason, "partly", None, "gen-1", None, (), passages, (), (), False, Times(1.0, 2.0, 3.0))


@pytest.fixture
def article() -> Article:
    return small_article()


class DonghuAnswerer:
    """A small Answerer (the same methods): knows one article and one fact, and remembers what it was asked."""

    def __init__(self) -> None:
        self.generation = "gen-1"
        self.asked: list[tuple[str, int | None, Filters | None, tuple[Turn, ...]]] = []

    def answer(self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, k, filters, tuple(history)))
        if not question.strip() or len(question) > 512:
            raise BadQuestion("问题应为 1 到 512 个字。")
        return answered(question) if "银杏" in question else not_found(question)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> Found:
        return Found(query, self.generation, answered().passages[:k], Times(1.0, 0.0, 1.0))

    def article(self, article_id: str) -> Article:
        if article_id not in ("donghu", "东湖/2025 公园"):
            raise ArticleNotFound("没有这篇文章。")
        return replace(small_article(), id=article_id)

    def follow(self, place: str) -> tuple[Article, Range]:
        article_id, _, rest = place.rpartition("~")
        article = self.article(article_id)
        return article, follow_permalink(article, rest)

    def verify_quote(self, text: str) -> Quoted:
        article = small_article()
        start = article.text.find(text)
        places = (make_quote(article, start, start + len(text)),) if start >= 0 else ()
        return Quoted(text, bool(places), places)


ASK, SEARCH, VERIFY = "/api/v1/ask", "/api/v1/search", "/api/v1/quotes/verify"
JSON = {"content-type": "application/json"}


@contextmanager
def serving(load: Callable[[], object]) -> Iterator[Any]:
    """A client of the real API behind the real fence, over what `load` loads (or fails to)."""
    from starlette.testclient import TestClient

    from app.api import create_app
    from app.guard import Guard
    from app.service import Service

    service = Service(load)
    wait([service.start()], 5)
    with TestClient(Guard(create_app(service), questions_per_minute=0), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def answerer() -> DonghuAnswerer:
    return DonghuAnswerer()


@pytest.fixture
def client(answerer: DonghuAnswerer) -> Iterator[Any]:
    with serving(lambda: answerer) as client:
        yield client


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The response is problem+json with all its members, a Chinese detail, and the request id of its header."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "code", "detail", "request_id"]
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert re.search(r"[一-鿿]", problem["detail"])
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem
