"""The quotes of an answer. Comes in: an assembled answer and what other articles say. Goes out: Quotes and Conflicts.

Knows no index and no reader.
"""

from collections.abc import Sequence

from app.agree import Others
from app.answer import Conflict
from app.assemble import Assembled
from app.question import Question
from app.quote import Quote, make_quote
from app.related import related
from app.resolve import resolved
from app.weigh import Read, Weighed
from corpus.article import Range
from index.search import Hit

MOST_QUOTES = 3


def quotes_of(made: Assembled, same: Sequence[Weighed] = ()) -> tuple[Quote, ...]:
    """One quote a sentence of the answer, in its order, a relative date resolved beside it; then other articles that say the `same`."""
    by_sentence: dict[tuple[str, Range], list[Weighed]] = {}
    for one in made.spans:
        by_sentence.setdefault((one.read.article.id, one.sentence), []).append(one)
    own = [
        make_quote(group[0].read.article, group[0].start, group[-1].end, resolved(group[0].read.article, made.text))
        for group in by_sentence.values()
    ]
    return tuple([*own, *map(quote_of, same)][:MOST_QUOTES])


def quote_of(one: Weighed) -> Quote:
    """The quote of one candidate."""
    return make_quote(one.read.article, one.start, one.end, resolved(one.read.article, one.text))


def related_quotes(question: Question, made: Assembled, hits: Sequence[Hit], reads: Sequence[Read]) -> tuple[Quote, ...]:
    """Quotes of the same kind of thing in another scope."""
    articles = {read.article.id: read.article for read in reads}
    places = related(question, made.spans[0], [hit.passage for hit in hits], articles) if len(made.spans) == 1 else []
    return tuple(make_quote(article, start, end) for article, (start, end) in places)


def conflicts_of(beside: Others) -> tuple[Conflict, ...]:
    """Other values, each with its quotes."""
    return tuple(Conflict(group[0].text, tuple(map(quote_of, group[:MOST_QUOTES]))) for group in beside.conflicts)
