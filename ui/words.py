"""What the page says in words. Comes in: quotes and answers. Goes out: short Chinese texts, plain or as escaped HTML.

Knows no cards and no Gradio.
"""

from collections.abc import Sequence

from app.answer import Answer
from app.quote import Quote, article_link
from corpus.article import Article
from ui.paper import day_words, esc

REPAIRED = "此文版面经过重排：排版时错位的段落已按原来的顺序接好，文字未动。"
LINKED = 3  # copies of an article that are named; of more, only how many


def sure_words(confidence: float) -> str:
    """How sure in words: from 0.65 很有把握, from 0.4 较有把握, below 把握不大."""
    if confidence >= 0.65:
        return "对这个答案很有把握"
    return "对这个答案较有把握" if confidence >= 0.4 else "对这个答案把握不大，请对照原文"


def origin_words(quote: Quote) -> str:
    """The quote's paper and day, as far as known."""
    return " · ".join(part for part in (quote.source, day_words(quote.date)) if part)


def citation(answer: Answer) -> str:
    """The answer with its sentences, where they stand and a link to each, as plain text for the clipboard.

    A line that begins with `/a/` is a path: who copies it puts the address of the site before it.
    """
    lines = [f"问：{answer.rewritten or answer.question}", f"答：{answer.answer}"]
    for quote in answer.quotes:
        origin = "，".join(part for part in (f"《{quote.title}》", quote.source, day_words(quote.date)) if part)
        speaker = f"{quote.speaker}，" if quote.speaker else ""
        lines += ["", f"“{quote.sentence}”", f"——{speaker}{origin}", quote.permalink]
    return "\n".join(lines)


def holds(article: Article, quote: Quote) -> bool:
    """Whether the article, as it is now, has the quote's words and sentence at the quote's offsets."""
    there = article.text[quote.start : quote.end], article.text[quote.sentence_start :][: len(quote.sentence)]
    return there == (quote.text, quote.sentence)


def also_html(ids: Sequence[str]) -> str:
    """How many articles have the passage as well, with a link to the first of them."""
    links = "、".join(f'<a href="{esc(article_link(i))}" target="_blank">{esc(i)}</a>' for i in ids[:LINKED])
    return f"<span>另见{len(ids)}篇：{links}{'…' if len(ids) > LINKED else ''}</span>" if ids else ""


def with_words_of(question: str, text: str) -> str:
    """The text as HTML, with every run of two or more characters that also stands in the question in bold."""
    parts: list[str] = []
    at = plain = 0
    while at < len(text):
        length = 0
        while at + length < len(text) and not text[at : at + length + 1].isspace() and text[at : at + length + 1] in question:
            length += 1
        if length >= 2:
            parts += [esc(text[plain:at]), f"<b>{esc(text[at : at + length])}</b>"]
            at += length
            plain = at
        else:
            at += 1
    return "".join(parts) + esc(text[plain:])
