"""Which passages are shown with an answer. Comes in: hits and weighed candidates. Goes out: ShownPassages. Knows no page."""

from collections.abc import Sequence

from app.answer import ShownPassage
from app.weigh import Weighed
from index.search import Hit

MOST, ARTICLES, CHARACTERS = 50, 10, 400


def as_shown(hit: Hit) -> ShownPassage:
    """A hit as it is shown: at most 400 characters, verbatim."""
    passage = hit.passage
    end = min(passage.end, passage.start + CHARACTERS)
    return ShownPassage(passage.article_id, passage.start, end, passage.text[:CHARACTERS], hit.score, hit.also)


def shown_passages(hits: Sequence[Hit], weighed: Sequence[Weighed], read: int, k: int | None) -> tuple[ShownPassage, ...]:
    """First the passages read, by their best candidate; then the rest in fused order until ten articles are among them."""
    best: dict[tuple[str, int], float] = {}
    for one in weighed:
        best.setdefault((one.read.passage.article_id, one.read.passage.number), one.confidence)
    shown = sorted(hits[:read], key=lambda hit: -best.get((hit.passage.article_id, hit.passage.number), 0.0))
    articles = {hit.passage.article_id for hit in shown}
    for hit in hits[read:]:
        if len(articles) >= ARTICLES or len(shown) >= MOST:
            break
        shown.append(hit)
        articles.add(hit.passage.article_id)
    return tuple(map(as_shown, shown[:k]))
