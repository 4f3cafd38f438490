"""Candidates become an answer. Comes in: a question and weighed candidates, best first. Goes out: the spans of the answer, in order.

One span usually; for two facts in one question the best span of each part; for yes or no, the sentence and 是 or 否. Knows no index and
makes no quote.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.align import searchable
from app.polarity import yes
from app.question import Question
from app.spans import joined_numbers, numbers
from app.weigh import Weighed
from corpus.sentence import clauses


@dataclass(frozen=True, slots=True)
class Assembled:
    """`spans` in the order of the text, at most three; `text` the answer shown; `best` the candidate it rests on."""

    text: str
    spans: tuple[Weighed, ...]
    best: Weighed


def assemble(question: Question, weighed: Sequence[Weighed], parts: Sequence[Weighed] = ()) -> Assembled:
    """The answer that the best candidate makes, or, for a question of several parts, the best candidates of its `parts` (of two that
    overlap the longer, as a name with its title answers both who and in what office)."""
    best = weighed[0]
    if question.kind == "yesno":
        return Assembled("是" if likely(question, best) >= 0.5 else "否", (best,), best)
    apart: list[Weighed] = []
    for one in sorted(parts, key=lambda one: one.start - one.end):
        if not any(_overlap(one, other) for other in apart):
            apart.append(one)
    if len(apart) < 2:
        best = _of_one_kind(question, apart[0] if apart else best)
        return Assembled(best.text, (best,), best)
    whole = _side_by_side(apart)
    if whole is not None:
        return Assembled(whole.text, (whole,), best)
    ordered = tuple(sorted(apart, key=lambda one: (one.read.article.id, one.start)))
    return Assembled("、".join(one.text for one in ordered), ordered, best)


def _of_one_kind(question: Question, best: Weighed) -> Weighed:
    """In a row of numbers of one measure, each with its noun, the nouns that the question names decide.

    规划了21所中小学、28所幼儿园: 多少所学校 names none of them and is answered by the whole row, and so is a question that names several;
    多少所中小学 by 21所, whichever of the two the reader pointed at.
    """
    text = best.read.article.text
    for start, end in joined_numbers(text, *best.sentence):
        inside = numbers(text, start, end)
        if question.kind != "number" or not (start <= best.start and best.end <= end):
            continue
        stops = [*(low for low, _ in inside[1:]), end]
        nouns = [text[stop:following].strip("、和及与") for (_, stop), following in zip(inside, stops, strict=True)]
        if len({text[stop - 1] for _, stop in inside}) > 1 or not all(nouns):
            continue
        named = [span for span, noun in zip(inside, nouns, strict=True) if searchable(noun) in searchable(question.clean)]
        start, end = named[0] if len(named) == 1 else (start, end)
        return replace(best, start=start, end=end)
    return best


def _side_by_side(apart: Sequence[Weighed]) -> Weighed | None:
    """The candidates as one span when they are numbers that stand side by side with their nouns (21所中小学、28所幼儿园)."""
    first, last = min(apart, key=lambda one: one.start), max(apart, key=lambda one: one.end)
    if any(one.read.article.id != first.read.article.id or one.sentence != first.sentence for one in apart):
        return None
    for start, end in joined_numbers(first.read.article.text, *first.sentence):
        inside = numbers(first.read.article.text, start, end)
        if start <= first.start and last.end <= end and len(inside) == len(apart):
            return replace(first, start=start, end=end)
    return None


def _overlap(one: Weighed, other: Weighed) -> bool:
    return one.read.article.id == other.read.article.id and one.start < other.end and other.start < one.end


def certainty(question: Question, best: Weighed) -> float:
    """How sure 是 or 否 is, given that the best candidate decides; 1 for every other question."""
    if question.kind != "yesno":
        return 1.0
    chance = likely(question, best)
    return max(chance, 1 - chance)


def likely(question: Question, best: Weighed) -> float:
    """The probability that the sentence of the best candidate bears a yes-no question out."""
    low, high = best.sentence
    text = best.read.article.text
    clause = "".join(text[start:end] for start, end in clauses(text, low, high) if start < best.end and best.start < end)
    return yes(question.clean, searchable(clause), searchable(text[low:high]))
