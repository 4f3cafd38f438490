"""Which passages are shown with an answer. Comes in: hits, passages read, weighed candidates. Goes out: ShownPassages. Knows no page."""

from collections.abc import Sequence

from app.answer import ShownPassage
from app.ranking import ordered
from app.weigh import Read, Weighed
from index.search import Hit

MOST, ARTICLES, CHARACTERS = 50, 10, 400


def as_shown(hit: Hit) -> ShownPassage:
    """A hit as it is shown: at most 400 characters, verbatim."""
    passage = hit.passage
    end = min(passage.end, passage.start + CHARACTERS)
    return ShownPassage(passage.article_id, passage.start, end, passage.text[:CHARACTERS], hit.score, hit.also)


def shown_passages(hits: Sequence[Hit], weighed: Sequence[Weighed], reads: Sequence[Read], k: int | None) -> tuple[ShownPassage, ...]:
    """First the passages read (the first hits), in the order of `app/ranking.py`; then the rest until ten articles are among them."""
    shown = [hits[place] for place in ordered(reads, weighed)]
    articles = {hit.passage.article_id for hit in shown}
    for hit in hits[len(reads) :]:
        if len(articles) >= ARTICLES or len(shown) >= MOST:
            break
        shown.append(hit)
        articles.add(hit.passage.article_id)
    return tuple(map(as_shown, shown[:k]))
