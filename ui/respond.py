"""What the page's handlers do. Comes in: a service, then questions and permalinks from readers. Goes out: cards and pages as HTML.

Nothing is kept between questions: the conversation lives in the reader's tab and comes in with each question. Every named
failure becomes words in a card of its own, never "not found". Knows no Gradio.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol

from fastapi.responses import HTMLResponse

from app.answer import Answer, Filters, Turn
from app.service import NotReady
from corpus.article import Article, Range
from corpus.errors import ArticleNotFound, BadQuestion, Busy, DeadlinePassed, IndexError_, WenyuanError
from ui.render import answer_card, error_card, wanted_articles
from ui.shell import article_page, notice_page

MOST_TURNS, LONGEST_HISTORY, LONGEST_ECHO, LONGEST_TICKET = 6, 20_000, 512, 32
NOT_TEXT = "请用文字提问。"
BAD_HISTORY = "这段对话的记录读不出来，请点“新对话”再问。"
STARTING = "刚刚启动，文章还在载入。请过几秒再问一次。"
BROKEN = "出了故障，这个问题还没有得到回答。请再问一次；一直这样，请告诉管理员。"
NO_INDEX = "文章索引现在用不了，还没有查。请稍后再问；一直这样，请告诉管理员。"
TROUBLE: tuple[tuple[type[WenyuanError], str], ...] = (
    (Busy, "现在提问的人多，还没有轮到这个问题。请过几秒再问一次。"),
    (DeadlinePassed, "这个问题查得太久，已经停下。请再问一次，或换个短些的问法。"),
    (IndexError_, NO_INDEX),
)


class Service(Protocol):
    """What the page asks; errors are of `corpus/errors.py`, or NotReady."""

    async def ask(self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer: ...

    async def article(self, article_id: str) -> Article: ...

    async def follow(self, place: str) -> tuple[Article, Range]: ...


def read_history(text: str) -> list[Turn]:
    """The last turns of the conversation as the tab sent it.

    :raises BadQuestion: when it is no list of questions and answers.
    """
    if len(text) > LONGEST_HISTORY:
        raise BadQuestion(BAD_HISTORY)
    try:
        rows = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise BadQuestion(BAD_HISTORY) from error
    if type(rows) is not list or not all(type(row) is dict and _is_turn(row) for row in rows):
        raise BadQuestion(BAD_HISTORY)
    return [Turn(row["question"], row["answer"]) for row in rows[-MOST_TURNS:]]


def _is_turn(row: dict[str, object]) -> bool:
    return type(row.get("question")) is str and type(row.get("answer")) is str


def trouble_words(error: WenyuanError) -> str:
    """A failure in Chinese, for a reader. Only what a reader did wrong is told in the error's own words."""
    if isinstance(error, BadQuestion):
        return str(error)
    if isinstance(error, NotReady):
        return STARTING if error.code == "starting" else NO_INDEX
    return next((words for kind, words in TROUBLE if isinstance(error, kind)), BROKEN)


def answering(service: Service) -> Callable[[object, object, object], Awaitable[tuple[str, str]]]:
    """The one handler of the page: a question, the conversation before it, and a ticket, to a card and the same ticket."""

    async def respond(question: object, history: object, ticket: object) -> tuple[str, str]:
        if type(question) is not str or type(history) is not str or type(ticket) is not str:
            return error_card("", NOT_TEXT, again=False), ""
        return await _card(service, question, history), ticket[:LONGEST_TICKET]

    return respond


async def _card(service: Service, question: str, history: str) -> str:
    try:
        answer = await service.ask(question, None, None, read_history(history))
        return answer_card(answer, await _articles(service, wanted_articles(answer)))
    except WenyuanError as error:
        shown = question if len(question) <= LONGEST_ECHO else f"{question[:60]}……"
        return error_card(shown, trouble_words(error), again=not isinstance(error, BadQuestion))


async def _articles(service: Service, article_ids: Sequence[str]) -> dict[str, Article]:
    """Those of the articles that are still there; the card shows the others' quotes without a way to open them."""
    found = {}
    for article_id in article_ids:
        with suppress(ArticleNotFound):
            found[article_id] = await service.article(article_id)
    return found


def following(service: Service) -> Callable[[str], Awaitable[HTMLResponse]]:
    """The route of a permalink: the article at its quote, 404 when it is not there, the error's own status when it cannot be looked up."""

    async def follow(place: str) -> HTMLResponse:
        if type(place) is not str:
            return HTMLResponse(notice_page("没有找到这处引文", NOT_TEXT), status_code=404)
        try:
            article, span = await service.follow(place)
        except ArticleNotFound as error:
            return HTMLResponse(notice_page("没有找到这处引文", str(error)), status_code=404)
        except WenyuanError as error:
            return HTMLResponse(notice_page("现在打不开", trouble_words(error)), status_code=error.status)
        return HTMLResponse(article_page(article, span))

    return follow
