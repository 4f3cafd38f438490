"""Is a text verbatim in the corpus, and where. Comes in: a text. Goes out: Quotes of exactly that text. Knows no reader.

The search runs over the stored bytes of all articles, so it needs no index of its own and misses nothing.
"""

import json
from bisect import bisect_right

from app.quote import LONGEST, Quote, make_quote
from corpus.errors import BadQuestion
from index.generation import Generation
from index.rows import article_from

MOST_PLACES = 100


def places_of(generation: Generation, text: object) -> tuple[Quote, ...]:
    """Every place of `text`, in the order of the corpus, at most a hundred; line ends around it and CR do not count.

    :raises BadQuestion: when it is no text, empty, or longer than 2,000 characters.
    """
    if not isinstance(text, str) or not text.strip():
        raise BadQuestion("请给出要核对的原文。")
    if len(text) > LONGEST or any("\ud800" <= c <= "\udfff" for c in text):
        raise BadQuestion(f"要核对的原文最多 {LONGEST} 个字，且要是文字。")
    text = text.replace("\r\n", "\n").strip("\n")
    needle = json.dumps(text, ensure_ascii=False)[1:-1].encode()
    data, offsets = generation.articles.data, generation.articles.offsets
    places: list[Quote] = []
    at = data.find(needle)
    while at >= 0 and len(places) < MOST_PLACES:
        row = bisect_right(offsets, at) - 1
        article = article_from(generation.articles[row])
        start = article.text.find(text)
        while start >= 0 and len(places) < MOST_PLACES:
            places.append(make_quote(article, start, start + len(text), exact=True))
            start = article.text.find(text, start + 1)
        at = data.find(needle, int(offsets[row + 1]))
    return tuple(places)
