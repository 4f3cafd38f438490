"""Questions about the article itself. Comes in: a question and a paragraph's role. Goes out: spans that answer from the paper's own head.

Who wrote it, what it is called, which paper, which day: a newspaper prints these in its byline, headline and dateline, in no sentence a reader
model could point to. Works for every article whose lines have roles; knows no article's words.
"""

import re
from collections.abc import Iterator
from typing import Literal

from app.spans import dates
from corpus.article import Article, Paragraph, Range
from corpus.facts import PAPER, REPORTERS

Asked = Literal["author", "title", "paper", "day"]
PIECE = r"(?:文章|报道|稿子|稿件|访谈|采访|新闻|文|稿|报纸|版面|专访|通讯)"
ABOUT: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "author",
        re.compile(
            rf"(?:谁|哪位|哪几位|什么人|哪个记者|哪些记者|哪两位)(?:(?!接受|受访|被).){{0,4}}(?:写|采写|撰|采访|报道|执笔)"
            rf"|(?:记者|作者|撰稿人?|采写)(?:(?!采访|访问).){{0,4}}(?:是|叫|有)?(?:谁|哪|什么|几)|{PIECE}.{{0,4}}(?:作者|记者)"
        ),
    ),
    ("title", re.compile(rf"(?:大|主)?(?:标题|题目|题名)|{PIECE}.{{0,3}}(?:叫什么|名字|名称)")),
    ("paper", re.compile(rf"(?:哪家|哪个|什么|哪份|哪张).{{0,2}}(?:报纸|媒体|报社|报(?!道|告|名)|报刊)|{PIECE}.{{0,4}}(?:出自|来源|来自)")),
    (
        "day",
        re.compile(
            rf"(?:见报|刊登|刊发|刊出|登报|登出|发表|发布|{PIECE}).{{0,6}}(?:哪天|哪一天|哪日|几号|日期|什么时候|何时|时间|礼拜|星期|周几|那天)|(?:报纸|版面|见报).{{0,3}}日期"
        ),
    ),
)
ROLES: dict[Asked, tuple[str, ...]] = {"author": ("byline",), "title": ("headline",), "paper": ("byline",), "day": ("dateline",)}
WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日]")


def asked_about(question: str) -> Asked | None:
    """Which part of the paper's head a clean question asks for, if any."""
    return next((asked for asked, pattern in ABOUT if pattern.search(question)), None)


def head_spans(question: str, article: Article, paragraph: Paragraph) -> Iterator[Range]:
    """Spans of the paragraph that answer a question about the article itself; none for any other question or paragraph."""
    asked = asked_about(question)
    if asked is None or paragraph.role not in ROLES[asked]:
        return
    line = article.text[paragraph.start : paragraph.end]
    if asked == "title":
        yield paragraph.start, paragraph.end
    elif asked == "day":
        weekday = WEEKDAY.search(line) if re.search(r"星期|礼拜|周几", question) else None
        found = [weekday.span()] if weekday else dates(line, 0, len(line))[:1]
        yield from ((paragraph.start + low, paragraph.start + high) for low, high in found)
    else:
        match = REPORTERS.search(line) if asked == "author" else PAPER.match(line)
        if match:
            low, high = match.span("names" if asked == "author" else "paper")
            if asked == "paper":
                high = max(
                    [high, *(m.end() for m in re.finditer(r"(?<=/)[\u4e00-\u9fff]{2,8}?(?=记者|\s|$)", line) if m.start() == high + 1)]
                )
            yield paragraph.start + low, paragraph.start + high
