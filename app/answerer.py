"""One question, one straight line. Comes in: a question. Goes out: an Answer. (Signatures first; the body follows.)"""

from collections.abc import Sequence

from app.answer import Answer, Filters, Found, Quoted, Turn
from corpus.article import Article, Range


class Answerer:
    """Answers from one immutable snapshot: index, articles and models of one generation."""

    generation: str

    def answer(self, question: str, k: int | None = None, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        raise NotImplementedError

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> Found:
        raise NotImplementedError

    def article(self, article_id: str) -> Article:
        """:raises ArticleNotFound: when the index holds no such article."""
        raise NotImplementedError

    def follow(self, place: str) -> tuple[Article, Range]:
        """The article and span a permalink means (what stands behind `/a/` and before `#`, percent-decoded)."""
        raise NotImplementedError

    def verify_quote(self, text: str) -> Quoted:
        raise NotImplementedError
