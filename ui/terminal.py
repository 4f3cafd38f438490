"""Answers in a terminal. Comes in: the records of an answer. Goes out: plain Chinese text; progress bars on stderr. Knows no page."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from app.answer import Answer, Found, Quoted
from app.quote import Quote
from corpus.article import Article
from ui.repairs import TITLE, change_words
from ui.words import sure_words


def answer_text(answer: Answer) -> str:
    """The short answer, its sentences word for word with their places, and how sure; or why there is none."""
    degraded = [f"注意：{answer.degraded}"] if answer.degraded else []
    meant = [f"按这个问题回答：{answer.rewritten}"] if answer.rewritten else []
    if answer.outcome == "not_found":
        lines = ["文中没有提到。", answer.reason or "", *meant]
        nearest = answer.passages[:2] if answer.reason_code != "needs_context" else ()
        if nearest:
            lines += ["", "最接近的段落：", *(f"  · {passage.text}" for passage in nearest)]
        return "\n".join([*lines, *degraded])
    lines = [answer.answer or "", "", *quote_lines(answer.quotes)]
    for conflict in answer.conflicts:
        lines += ["", f"另有一种说法：{conflict.answer}", *quote_lines(conflict.quotes)]
    if answer.related:
        lines += ["", "相关，但说的范围不同：", *quote_lines(answer.related)]
    return "\n".join([*lines, *meant, *degraded, f"（{sure_words(answer.confidence)}）"])


def quote_lines(quotes: Iterable[Quote]) -> Iterator[str]:
    """Sentences word for word, under each who said it, where and when; and the day it means by a relative date."""
    for quote in quotes:
        yield f"「{quote.sentence}」"
        resolved = f"按文章日期推算：{quote.resolved}" if quote.resolved else None
        place = [quote.speaker, f"《{quote.title}》", quote.source, quote.date, f"第{quote.paragraph}段", resolved]
        yield "  ——" + "，".join(part for part in place if part)


def passages_text(found: Found) -> str:
    """Passages, best first."""
    shown = (f"{n}. [{p.article_id} {p.start}-{p.end}] {p.score:.2f}\n{p.text}" for n, p in enumerate(found.passages, 1))
    return "\n\n".join(shown) or "没有找到。"


def article_text(article: Article) -> str:
    """How a file was understood: its metadata, each paragraph with number, role and speaker, and what was put in another order."""
    known = {"标题": article.title, "日期": article.date, "来源": article.source, "作者": "、".join(article.authors)}
    head = [*(f"{name}：{value or '不明'}" for name, value in known.items()), ""]
    body = [f"{p.number:>3} {p.role:<9}{p.speaker or '':　<4} {article.text[p.start : p.end]}" for p in article.paragraphs]
    changes = ["", TITLE, *(f"{number:>3}. {words}" for number, words in enumerate(change_words(article), 1))]
    return "\n".join(head + body + (changes if article.repairs else []))


def quoted_text(quoted: Quoted) -> str:
    """Where a text stands, or that it does not."""
    if not quoted.verbatim:
        return "文中没有这句话（一字不差才算）。"
    return "\n".join(f"{q.article_id} 第{q.paragraph}段 {q.start}-{q.end}：「{q.sentence}」" for q in quoted.places)


@contextmanager
def progress(label: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """A progress bar on stderr (nothing when it is no terminal): call with stage, how many more, of how many."""
    if not sys.stderr.isatty():
        yield lambda stage, more, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(TextColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"每秒 {task.speed:.0f}" if task.speed else "")

    left = (TextColumn("还要"), TimeRemainingColumn(compact=True))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(""), *left)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def step(stage: str, more: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{label} {stage}", total=total)
            bar.advance(tasks[stage], more)

        yield step
