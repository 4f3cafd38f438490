"""Reading one given text, without any index. Comes in: a question and its text. Goes out: the Answer with the best span, however unsure.

The same reader and judge as for retrieved passages; the text is cut as the corpus would cut it. Knows no search.
"""

import time
from dataclasses import dataclass

from app.answer import Answer, ShownPassage, Times
from app.assemble import assemble
from app.judge import Judge
from app.question import understand
from app.quotes import quotes_of
from app.reader import Readable, Reader
from app.weigh import Read, weigh
from corpus.errors import BadQuestion
from corpus.formats import Source
from corpus.order import lines
from corpus.passage import split
from corpus.read import make_article

NEUTRAL_COSINE = 0.88  # about what the encoder says of a question and the passage that answers it


@dataclass(frozen=True, slots=True)
class ClosedReader:
    """Reads a question's own text."""

    reader: Reader
    judge: Judge

    def read(self, question: str, context: str) -> Answer:
        """The best answer in `context`; `not_found` only when nothing in it can be one.

        :raises BadQuestion: when the question cannot be answered by anyone, or there is no text.
        """
        began = time.perf_counter()
        asked = understand(question)
        if not lines(context):
            raise BadQuestion("没有可读的文字。")
        article = make_article(Source("context", context.replace("\r\n", "\n")), "context")
        passages = split(article)
        readings = self.reader.read(asked.clean, [Readable(passage.text, passage.context) for passage in passages])
        reads = [Read(article, passage, 0.0, NEUTRAL_COSINE, reading) for passage, reading in zip(passages, readings, strict=True)]
        weighed, _ = weigh(asked, reads, lambda word: 1.0, self.judge)
        made = assemble(asked, weighed) if weighed else None
        spent = (time.perf_counter() - began) * 1000
        return Answer(
            question=asked.text,
            outcome="answered" if made else "not_found",
            answer=made.text if made else None,
            confidence=weighed[0].confidence if weighed else 0.0,
            reason=None if made else "这段文字里没有可作答案的话。",
            reason_code=None if made else "absent",
            degraded=None,
            generation="",
            rewritten=None,
            quotes=quotes_of(made) if made else (),
            passages=tuple(ShownPassage(p.article_id, p.start, p.end, p.text[:400], 0.0) for p in passages[:12]),
            conflicts=(),
            related=(),
            repaired=False,
            ms=Times(0.0, spent, spent),
        )
