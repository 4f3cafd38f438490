"""One question, one straight line. Comes in: a question. Goes out: an Answer.

    understand -> search (both arms) -> read -> weigh -> assemble -> quote -> Answer

All doors (API, page, command line, batch) call this; all work from one immutable snapshot of index, articles and models.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.agree import Others, others
from app.answer import Answer, Filters, Found, Outcome, Quoted, Times, Turn
from app.assemble import assemble, certainty
from app.find import allowed_rows, find_passages, with_head
from app.followup import Whole, made_whole
from app.homophones import as_meant
from app.judge import Judge
from app.look import first_look, look
from app.parts import parts_of
from app.question import Question, understand
from app.quote import follow_permalink
from app.quotes import conflicts_of, quotes_of, related_quotes
from app.reader import Readable, Reader
from app.refuse import reason
from app.shown import shown_passages
from app.thread import Thread, kept_to, thread_for, threaded
from app.verify import places_of
from app.weigh import Weighed, weigh
from corpus.article import Article, Range
from corpus.errors import ArticleNotFound
from index.search import Hit, Searcher

FUSED = 100  # hits looked through for other articles to show
LOOKED_AT = 20  # passages by which a question typed by sound is put right
PART_PASSAGES = 3  # read again for each part of a question
BESIDE = 0.5  # share of the threshold that a part of the question needs when the question as a whole is answered
STANDS_ALONE = 0.6  # confidence from which a question that may lean on the conversation is taken to stand alone
LEANING = 0.2  # what is left of the confidence in an answer to a question that cannot stand alone


@dataclass(frozen=True)
class Answerer:
    """Answers from one snapshot. `threshold`: the confidence from which an answer is given."""

    searcher: Searcher
    reader: Reader
    judge: Judge
    read_passages: int
    threshold: float

    @property
    def generation(self) -> str:
        return self.searcher.generation.name

    def answer(
        self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = (), near: Thread | None = None
    ) -> Answer:
        """The answer to a question; `k` passages are shown at most when given. `near`: where a conversation is, without `history`.

        :raises BadQuestion: when the question cannot be answered by anyone; says why.
        """
        began = time.perf_counter()
        asked = understand(question)
        whole = made_whole(asked, history, self._speaker_of(filters))
        allowed = allowed_rows(self.searcher, filters)
        near = near or thread_for(self.searcher, asked, whole, history, allowed)
        if whole and not whole.sure:
            return self._either(asked, whole, k, filters, near)
        meant = whole.question if whole else asked
        hits = self.searcher.search(meant.clean, FUSED, allowed)
        searched = time.perf_counter()
        meant, hits = self._mended(meant, hits, allowed)
        hits = threaded(self.searcher, meant.clean, hits, near, allowed)
        first = first_look(hits, self.read_passages)
        hits = with_head(self.searcher.generation, meant, hits, first, allowed)
        reads, weighed, wanted = look(self.searcher.generation, self.reader, self.judge, meant, hits[: self.read_passages], first)
        weighed = kept_to(weighed, near)
        confidence, parts = self._sure(meant, weighed)
        made = assemble(meant, weighed, parts) if weighed and confidence >= self.threshold else None
        beside = others(meant, made, weighed, self.threshold) if made else Others()
        quotes, conflicts = quotes_of(made, beside.same) if made else (), conflicts_of(beside)
        elsewhere = related_quotes(meant, made, hits, reads) if made else ()
        code, why = reason(meant, wanted, reads) if made is None else (None, None)
        read = time.perf_counter()
        outcome: Outcome = "not_found" if made is None else "answered"
        text, repaired = made.text if made else None, bool(made and any(one.read.article.repairs for one in made.spans))
        rewritten = None if meant is asked else meant.text
        shown = shown_passages(hits, weighed, reads, k)
        ms = Times((searched - began) * 1000, (read - searched) * 1000, (time.perf_counter() - began) * 1000)
        return Answer(
            asked.text, outcome, text, confidence, why, code, self.searcher.degraded, self.generation, rewritten, quotes, shown,
            conflicts, elsewhere, repaired, ms,
        )  # fmt: skip

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> Found:
        """Passages by the index alone.

        :raises BadQuestion: when the query is no text, empty or too long.
        """
        return find_passages(self.searcher, query, k, filters)

    def article(self, article_id: str) -> Article:
        """:raises ArticleNotFound: when the index holds no such article."""
        return self.searcher.generation.article(article_id)

    def follow(self, place: str) -> tuple[Article, Range]:
        """The article and span a permalink means (what stands between `/a/` and `#`, percent-decoded).

        :raises ArticleNotFound: when the article is gone, or the words in it.
        """
        article_id, mark, where = place.rpartition("~")
        if not mark:
            raise ArticleNotFound("这个链接不完整，请从引文处重新复制。")
        article = self.article(article_id)
        return article, follow_permalink(article, where)

    def verify_quote(self, text: str) -> Quoted:
        """Whether `text` stands in an article, character for character, and where (the first hundred places).

        :raises BadQuestion: when it is no text, or empty.
        """
        return Quoted(text, bool(places := places_of(self.searcher.generation, text)), places)

    def _speaker_of(self, filters: Filters | None) -> Callable[[str], str | None]:
        """Who said the answer to an earlier question."""
        return lambda question: next((q.speaker for q in reversed(self.answer(question, filters=filters).quotes) if q.speaker), None)

    def _either(self, asked: Question, whole: Whole, k: int | None, filters: Filters | None, near: Thread | None) -> Answer:
        """The answer to the question as it was made whole; where there is none, a sure one to the question as it stands."""
        carried = self.answer(whole.question.text, k, filters, near=near)
        if carried.outcome == "answered":
            return replace(carried, question=asked.text, rewritten=carried.rewritten or whole.question.text)
        alone = self.answer(asked.text, k, filters, near=near)
        if alone.outcome == "answered" and alone.confidence >= STANDS_ALONE:
            return alone
        return replace(carried, question=asked.text, rewritten=carried.rewritten or whole.question.text)

    def _mended(self, meant: Question, hits: list[Hit], allowed: NDArray[np.int64] | None) -> tuple[Question, list[Hit]]:
        """The question with what was typed by sound put right, and its hits."""
        mended = as_meant(meant.clean, [hit.passage.text for hit in hits[:LOOKED_AT]])
        return (understand(mended), self.searcher.search(mended, FUSED, allowed)) if mended else (meant, hits)

    def _sure(self, question: Question, weighed: Sequence[Weighed]) -> tuple[float, list[Weighed]]:
        """The confidence in an answer, and the best candidates of the question's parts that are sure enough; [] when the whole question's
        own best candidate is the answer. There is an answer of parts if the whole question has one or each part has; it is as sure as
        its parts are on average."""
        if not weighed:
            return 0.0, []
        confidence = weighed[0].confidence * certainty(question, weighed[0])
        parts = self._parts(question, weighed)
        enough = self.threshold * (BESIDE if confidence >= self.threshold else 1.0)
        sure = [one for one in parts if one.confidence >= enough]
        if confidence < self.threshold and len(sure) < len(parts):
            sure = []
        if sure:
            confidence = sum(one.confidence for one in sure) / len(sure)
        return confidence * (LEANING if question.leans else 1.0), sure

    def _parts(self, question: Question, weighed: Sequence[Weighed]) -> list[Weighed]:
        """The best candidate of each part of the question, read again in the passages that speak of it; [] for a question of one part."""
        parts = parts_of(question.clean)
        if len(parts) < 2 or question.kind == "yesno":
            return []
        reads = list({(one.read.article.id, one.read.passage.number): one.read for one in weighed}.values())[:PART_PASSAGES]
        found = []
        for part in map(understand, parts):
            readings = self.reader.read(part.clean, [Readable(read.passage.text, read.passage.context) for read in reads])
            again = [replace(read, reading=reading) for read, reading in zip(reads, readings, strict=True)]
            found += weigh(part, again, self.searcher.generation.lexical.idf, self.judge)[0][:1]
        return found
