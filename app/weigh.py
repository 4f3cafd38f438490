"""Candidates gathered and weighed. Comes in: a question and passages that were read. Goes out: Weighed candidates, best first.

Takes every sentence of every passage, asks `app/spans.py` (and for the paper's own head `app/about.py`) what in it can be an answer and
`app/judge.py` how good it is. Knows no index: the same code judges retrieved passages and one given text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.about import head_spans
from app.align import Cover, Term, figures, heaviest_missing, searchable, terms, years
from app.judge import Around, Features, Judge, Place, features
from app.parts import parts_of
from app.question import Question
from app.reader import Reading
from app.spans import Form, candidates, countable
from corpus.article import Article, Paragraph, Range
from corpus.passage import Passage
from corpus.roles import said_from
from corpus.sentence import clauses, sentences

NEAR, AFTER = 20, 8  # characters around and behind a candidate that are looked at
NO_MARGIN, SURE = -20.0, 10.0  # logits: of a passage without a span; of the paper's own head, which is asked for by name
BETWEEN = "，,、;；。"
HEAD_SURE = 0.95  # a line of the paper's own head, asked for by name


@dataclass(frozen=True, slots=True)
class Read:
    """A passage that was read: `found` is its search score less the best one's, `cosine` the encoder's."""

    article: Article
    passage: Passage
    found: float
    cosine: float
    reading: Reading

    @property
    def margin(self) -> float:
        """The margin of its best span."""
        return self.reading.spans[0].margin if self.reading.spans else NO_MARGIN


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
    cover = Cover(wanted)
    best = max((read.margin for read in reads), default=NO_MARGIN)
    one_count = question.kind == "number" and len(parts_of(question.clean)) < 2
    found: dict[tuple[str, int, int], Weighed] = {}
    for read in reads:
        for one in _of_passage(question, one_count, cover, read, best, judge):
            key = (read.article.id, one.start, one.end)
            if key not in found or found[key].confidence < one.confidence:
                found[key] = one
    return sorted(found.values(), key=lambda one: -one.confidence), wanted


def _of_passage(question: Question, one_count: bool, cover: Cover, read: Read, best: float, judge: Judge) -> Iterator[Weighed]:
    article, begin = read.article, read.passage.start
    scope, whole = searchable(f"{read.passage.context} {read.passage.text}"), whole_of(article.text, article.title)
    shared = (cover(scope), cover(whole), heaviest_missing(cover.wanted, scope), heaviest_missing(cover.wanted, whole))
    for paragraph, (low, high) in passage_sentences(article, read.passage):
        around = _around(question, cover, read, best, scope, shared, paragraph, (low, high))
        parts = clauses(article.text, low, high)
        pairs: list[tuple[Form, Range]] = [("head", span) for span in head_spans(question.clean, article, paragraph)]
        found = candidates(read.passage.text, low - begin, high - begin, read.reading, question.kind)
        pairs += [(form, (start + begin, end + begin)) for form, (start, end) in found]
        for form, (start, end) in dict.fromkeys(pairs):
            if one_count and not countable(article.text[start:end]):
                continue
            clause = "".join(article.text[s:e] for s, e in parts if s < end and start < e)
            place = Place(
                text=searchable(article.text[start:end]),
                clause=searchable(clause),
                near=searchable(article.text[max(low, start - NEAR) : min(high, end + NEAR)]),
                segment=searchable(segment_of(article.text, start, end, low, high)),
                after=searchable(article.text[end : min(high, end + AFTER)]),
                form=form,
                margin=max(best, SURE) if form == "head" else read.reading.margin(start - begin, end - begin),
            )
            seen = features(question, cover, place, around)
            sure = HEAD_SURE if form == "head" else judge.confidence(seen)
            yield Weighed(read, start, end, (low, high), form, seen, sure)


def whole_of(text: str, title: str) -> str:
    """An article in its searchable form, which `searchable` keeps for its other passages and the second look."""
    return searchable(text + "\n" + title)


def _around(
    question: Question,
    cover: Cover,
    read: Read,
    best: float,
    scope: str,
    shared: tuple[float, float, float, float],
    paragraph: Paragraph,
    sentence: Range,
) -> Around:
    article = read.article
    text = searchable(article.text[sentence[0] : sentence[1]])
    today = int(article.date[:4]) if article.date else None
    asked = figures(question.clean)
    return Around(
        sentence=cover(text),
        passage=shared[0],
        article=shared[1],
        missing=shared[2],
        missing_article=shared[3],
        missing_sentence=heaviest_missing(cover.wanted, text),
        years_asked=years(question.clean, today),
        years_there=years(text, today),
        years_near=years(scope, today) | (frozenset({today}) if today else frozenset()),
        figures=len(asked & figures(scope)) / len(asked) if asked else 1.0,
        passage_margin=read.margin,
        best_margin=best,
        found=read.found,
        cosine=read.cosine,
        is_heading=paragraph.role in ("question", "subhead"),
    )


def passage_sentences(article: Article, passage: Passage) -> Iterator[tuple[Paragraph, Range]]:
    """The sentences of a passage, as they are quoted: without the speaker's label, none across a paragraph's end."""
    for paragraph in article.paragraphs:
        if paragraph.end <= passage.start or passage.end <= paragraph.start:
            continue
        for low, high in sentences(article.text, said_from(article, paragraph, paragraph.end), paragraph.end):
            if passage.start <= low and high <= passage.end:
                yield paragraph, (low, high)


def segment_of(text: str, start: int, end: int, low: int, high: int) -> str:
    """The words from the last comma or 、 of the sentence `[low, high)` before the span to the next after it."""
    while start > low and text[start - 1] not in BETWEEN:
        start -= 1
    while end < high and text[end] not in BETWEEN:
        end += 1
    return text[start:end]
