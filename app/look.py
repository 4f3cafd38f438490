"""Passages read and weighed, the likely ones first. Comes in: a question and hits. Goes out: Reads, Weighed candidates, the words wanted.

Half of the time of an answer is reading, and most questions are answered by the first passages. So those that search finds nearly as
good as the best are read at first; the others only when these give no sure answer: nothing is refused without a second look.
"""

from collections.abc import Sequence

from app.align import Term
from app.judge import Judge
from app.question import Question
from app.reader import Readable, Reader
from app.weigh import Read, Weighed, weigh
from index.generation import Generation
from index.search import Hit

SIDE_BY_SIDE = 2  # passages two cores read in the time of one: the first look takes a multiple of it
WITHIN, ELSEWHERE = 1.0, 2.0  # how much less than the best passage's score those of the first look may have, of one article, of several
SURE = 0.4  # confidence from which there is no second look


def first_look(hits: Sequence[Hit], most: int) -> int:
    """How many hits are read at first: at most `most`; more where other articles, that may say the same or something else, come first."""
    one_article = len({hit.passage.article_id for hit in hits[: 2 * SIDE_BY_SIDE]}) < 2
    near = sum(hit.score >= hits[0].score - (WITHIN if one_article else ELSEWHERE) for hit in hits)
    least = SIDE_BY_SIDE if one_article else 2 * SIDE_BY_SIDE
    return min(most, max(least, SIDE_BY_SIDE * round(near / SIDE_BY_SIDE)), len(hits))


def look(
    generation: Generation, reader: Reader, judge: Judge, question: Question, hits: Sequence[Hit], first: int
) -> tuple[list[Read], list[Weighed], tuple[Term, ...]]:
    """The `first` hits read, or, when no candidate in them is sure, all of them; candidates come most confident first."""
    idf = generation.lexical.idf
    reads = read_hits(generation, reader, question, hits[:first])
    weighed, wanted = weigh(question, reads, idf, judge)
    if first < len(hits) and not (weighed and weighed[0].confidence >= SURE):
        reads += read_hits(generation, reader, question, hits, first)
        weighed, wanted = weigh(question, reads, idf, judge)
    return reads, weighed, wanted


def read_hits(generation: Generation, reader: Reader, question: Question, hits: Sequence[Hit], known: int = 0) -> list[Read]:
    """The passages of the hits read for the question, in their order, but for the first ones `known` already."""
    new = hits[known:]
    readings = reader.read(question.clean, [Readable(hit.passage.text, hit.passage.context) for hit in new])
    articles = {article_id: generation.article(article_id) for article_id in {hit.passage.article_id for hit in new}}
    return [
        Read(articles[hit.passage.article_id], hit.passage, hit.score - hits[0].score, hit.dense, reading)
        for hit, reading in zip(new, readings, strict=True)
    ]
