"""Relative dates made plain. Comes in: an answer's words and its article. Goes out: the year or month they mean, beside what is printed.

今年底 in an article of 2025 -> 2025; only what is sure is resolved, and the answer itself keeps the article's words. Knows no question.
"""

import re

from app.align import RELATIVE
from corpus.article import Article

# Not 如今年轻人, 文明年, 此后年均; not 三年内, 十年底.
YEAR_WORD = re.compile(
    r"(?<![如文此其])(?:" + "|".join(sorted(RELATIVE, key=len, reverse=True)) + r")(?!轻|代|龄|纪|迈|复|均)"
    r"|(?<![\d一二三四五六七八九十百几两数多])(?:年内|年底|年初)"
)
FULL_YEAR = re.compile(r"\d{4}年")


def resolved(article: Article, words: str) -> str | None:
    """The year `words` mean by the article's date; None when they name one themselves, or none is meant or known."""
    match = YEAR_WORD.search(words)
    if not match or article.date is None or FULL_YEAR.search(words):
        return None
    return str(int(article.date[:4]) + RELATIVE.get(match.group(), 0))
