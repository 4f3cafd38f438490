"""Candidates gathered and weighed. Comes in: a question and passages that were read. Goes out: Weighed candidates, best first.

Takes every sentence of every passage, asks `app/spans.py` what in it can be an answer and `app/judge.py` how good it is. Knows no index:
the same code judges retrieved passages and one given text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.align import Term, searchable, terms
from app.judge import Features, Judge, Place, features
from app.question import Question
from app.reader import Reading
from app.spans import Form, candidates
from corpus.article import Article, Range
from corpus.passage import Passage
from corpus.roles import said_from
from corpus.sentence import clauses, sentences

AROUND = 20  # characters on each side
NO_MARGIN = -20.0
BETWEEN = "，,、;；。"


@dataclass(frozen=True, slots=True)
class Read:
    """A passage that was read: `found` is its search score less the best one's, `cosine` the encoder's."""

    article: Article
    passage: Passage
    found: float
    cosine: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate: `article.text[start:end]`, in that sentence, with its features and its confidence in (0, 1)."""

    read: Read
    start: int
    end: int
    sentence: Range
    form: Form
    seen: Features
    confidence: float

    @property
    def text(self) -> str:
        return self.read.article.text[self.start : self.end]


def weigh(question: Question, reads: Sequence[Read], idf: Callable[[str], float], judge: Judge) -> tuple[list[Weighed], tuple[Term, ...]]:
    """All candidates, most confident first (equal ones in the order of passage and text), and the words that had to be borne out."""
    wanted = terms(question.clean, idf)
    best = max((read.reading.spans[0].margin for read in reads if read.reading.spans), default=NO_MARGIN)
    wholes = {read.article.id: searchable(read.article.text + "\n" + read.article.title) for read in reads}
    found: dict[tuple[str, int, int], Weighed] = {}
    for read in reads:
        for one in _of_passage(question, wanted, read, best, wholes[read.article.id], judge):
            key = (read.article.id, one.start, one.end)
            if key not in found or found[key].confidence < one.confidence:
                found[key] = one
    return sorted(found.values(), key=lambda one: -one.confidence), wanted


def _of_passage(
    question: Question, wanted: Sequence[Term], read: Read, best: float, whole: str, judge: Judge
) -> Iterator[Weighed]:
    article, passage = read.article, read.passage
    scope = searchable(f"{passage.context} {passage.text}")
    own_best = read.reading.spans[0].margin if read.reading.spans else NO_MARGIN
    for low, high in passage_sentences(article, passage):
        sentence = searchable(article.text[low:high])
        parts = clauses(article.text, low, high)
        for form, (start, end) in dict.fromkeys(
            (form, (s + passage.start, e + passage.start))
            for form, (s, e) in candidates(passage.text, low - passage.start, high - passage.start, read.reading, question.kind)
        ):
            margin = read.reading.margin(start - passage.start, end - passage.start)
            clause = "".join(article.text[s:e] for s, e in parts if s < end and start < e)
            place = Place(
                text=searchable(article.text[start:end]), clause=searchable(clause), sentence=sentence,
                around=searchable(article.text[max(low, start - AROUND) : min(high, end + AROUND)]),
                segment=searchable(segment_of(article.text, start, end, low, high)),
                after=searchable(article.text[end : min(high, end + 8)]), passage=scope, article=whole,
                article_year=int(article.date[:4]) if article.date else None, form=form, margin=margin, passage_margin=own_best,
                best_margin=best, is_best=bool(read.reading.spans) and margin >= own_best - 1e-6, found=read.found, cosine=read.cosine,
                is_heading=article.paragraph_at(start).role in ("question", "subhead"),
            )
            seen = features(question, wanted, place)
            yield Weighed(read, start, end, (low, high), form, seen, judge.confidence(seen))


def passage_sentences(article: Article, passage: Passage) -> Iterator[Range]:
    """The sentences of a passage, as they are quoted: without the speaker's label, none across a paragraph's end."""
    for paragraph in article.paragraphs:
        if paragraph.end <= passage.start or passage.end <= paragraph.start:
            continue
        begin = said_from(article, paragraph, paragraph.end)
        for low, high in sentences(article.text, begin, paragraph.end):
            if passage.start <= low and high <= passage.end:
                yield low, high


def segment_of(text: str, start: int, end: int, low: int, high: int) -> str:
    """The words from the last comma or 、 of the sentence `[low, high)` before the span to the next after it."""
    while start > low and text[start - 1] not in BETWEEN:
        start -= 1
    while end < high and text[end] not in BETWEEN:
        end += 1
    return text[start:end]

