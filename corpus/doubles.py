"""Paragraphs that were printed twice. Comes in: lines and what each is. Goes out: Doubles: which line is dropped, which one kept.

Two columns that overlap give one paragraph twice, sometimes with the wrong opening. Short lines may well stand twice by right and are
left alone. Knows no order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.roles import Part

SHORTEST = 40  # characters that two lines must share
SHARED = 0.8  # of the longer line
BODY = frozenset({"body", "lead", "answer", "question"})


@dataclass(frozen=True, slots=True)
class Double:
    """Line `dropped` says what line `kept` says; `score` is the share of characters they have in common."""

    dropped: int
    kept: int
    score: float
    reason: str


def doubled(texts: Sequence[str], parts: Sequence[Part]) -> list[Double]:
    """Every line that stands a second time. Lines are compared when they share their first or their last characters."""
    seen: dict[str, int] = {}
    found: list[Double] = []
    for number, text in enumerate(texts):
        if len(text) < SHORTEST or parts[number].role not in BODY:
            continue
        keys = (f"<{text[:16]}", f"{text[-16:]}>")
        other = next((seen[key] for key in keys if key in seen), None)
        score = shared(text, texts[other]) if other is not None else 0.0
        if other is not None and score >= SHARED:
            kept, dropped = (other, number) if own_words(texts[other], text) >= own_words(text, texts[other]) else (number, other)
            same = text == texts[other]
            found.append(Double(dropped, kept, score, "同一段排了两次" if same else "同一段排了两次，其中一次开头不同"))
        for key in keys:
            seen.setdefault(key, number)
    return found


def shared(one: str, other: str) -> float:
    """Characters at the beginning and at the end that two lines have in common, as a share of the longer one."""
    front = alike(one, other)
    if front == len(one) == len(other):
        return 1.0
    back = alike(one[front:][::-1], other[front:][::-1])
    return (front + back) / max(len(one), len(other)) if front + back >= SHORTEST else 0.0


def alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def own_words(text: str, other: str) -> int:
    """How often the words that only this line has come again in the rest of it: an opening that belongs there is taken up later."""
    front = alike(text, other)
    back = alike(text[front:][::-1], other[front:][::-1])
    own, rest = text[max(0, front - 1) : len(text) - back + 1], text[len(text) - back :]
    return sum(rest.count(own[n : n + 2]) for n in range(len(own) - 1))
