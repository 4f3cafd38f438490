"""One thing of a question swapped for another of its corpus. Comes in: a question, passages. Goes out: Swap: question, change, kind.

Names, objects, years, numbers and units, by the rules the reader's training questions are made with; and words of one kind, length and
last character (医院 by 法院), which read most naturally. Knows no gold rows and does not know what is true.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.align import searchable
from app.train_misses import UNIT_GROUPS, Near, Words, swapped
from index.generation import Generation

LOOKED_AT = 20_000  # passages whose words and likeness are known
FIXED = frozenset("礼拜 太阳 星期 东西 平方 公里".split())  # words the dictionary takes for places or things
UNIT = re.compile("|".join(sorted((unit for group in UNIT_GROUPS for unit in group.split("|")), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is looked through: its own words with its context, in searchable form, and the year of its article."""

    article: str
    words: str
    today: int | None


@dataclass(frozen=True, slots=True)
class Corpus:
    """What near misses are made from: passages, the similar ones among the first of them, words and their kinds, the index's idf."""

    texts: Sequence[Text]
    near: Near
    words: Words
    alike: Mapping[tuple[str, str], Sequence[str]]  # kind and last character -> words of the corpus
    idf: Callable[[str], float]


def corpus_of(texts: Sequence[Text], words: Words, idf: Callable[[str], float]) -> Corpus:
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word, kind in sorted({pair for text in texts[:LOOKED_AT] for pair in words.named(text.words)}):
        alike[kind, word[-1]].append(word)
    return Corpus(texts, Near([text.words for text in texts[:LOOKED_AT]]), words, alike, idf)


@dataclass(frozen=True, slots=True)
class Swap:
    """A question with `new` where `old` was; the fewer `oddness`, the likelier somebody would ask it."""

    question: str
    old: str
    new: str
    kind: str
    oddness: int


def texts_of(generation: Generation) -> list[Text]:
    """All passages of an index."""
    days = {entry.id: entry.date for entry in generation.catalog}
    found = []
    for row in range(len(generation.passages)):
        passage = generation.passage(row)
        day = days[passage.article_id]
        found.append(Text(passage.article_id, searchable(f"{passage.context} {passage.text}"), int(day[:4]) if day else None))
    return found


def a_swap(question: str, own: str, donor: str, corpus: Corpus, rng: Random) -> Swap | None:
    """One of the possible swaps, drawn by `rng`; None without one. `own`: what may not hold the new thing; `donor`: what may lend it."""
    alike = ending_alike(question, own, corpus, rng)
    made = rng.choice(alike) if alike and rng.random() < 0.5 else swapped(question, own, donor, corpus.words, rng)
    if made is None:
        return None
    old, new = difference(question, made, corpus.words)
    kind = kind_of(new, made, corpus.words)
    return Swap(made, old, new, kind, oddness(kind, old, new))


def ending_alike(question: str, own: str, corpus: Corpus, rng: Random) -> list[str]:
    """The question with a word replaced by one of the corpus of its kind, length and last character: 医院 by 法院, 青榆区 by 望澜区."""
    made = []
    for word, kind in corpus.words.named(question):
        others = [other for other in corpus.alike.get((kind, word[-1]), ()) if len(other) == len(word) and other not in own]
        if others and question.count(word) == 1 and word not in FIXED:
            made.append(question.replace(word, rng.choice(others)))
    return made


def difference(before: str, after: str, words: Words) -> tuple[str, str]:
    """The words that were replaced, and those in their stead; numbers and words of a known kind are taken whole."""
    low = 0
    while low < min(len(before), len(after)) and before[low] == after[low]:
        low += 1
    high = 0
    while high < min(len(before), len(after)) - low and before[-1 - high] == after[-1 - high]:
        high += 1
    start, end = low, len(after) - high
    while start and start < end and after[start].isdigit() and after[start - 1].isdigit():
        start -= 1
    while start < end < len(after) and after[end].isdigit() and after[end - 1].isdigit():
        end += 1
    at = 0
    for word in words.tokenizer.lcut(after):
        if word in words.kinds and at < end and start < at + len(word):
            start, end = min(start, at), max(end, at + len(word))
        at += len(word)
    return before[start : len(before) - (len(after) - end)], after[start:end]


def kind_of(new: str, question: str, words: Words) -> str:
    """What sort of thing was swapped in: year, number, unit, entity or object."""
    if new.isdigit():
        return "year" if f"{new}年" in question and len(new) == 4 else "number"
    if UNIT.fullmatch(new) and re.search(f"(?:多少|几){re.escape(new)}", question):
        return "unit"
    return "object" if words.kinds.get(new) in ("thing", "deed") else "entity"


def oddness(kind: str, old: str, new: str) -> int:
    """0 for another year, and for what ends alike; 3 for any other object."""
    if kind in ("object", "entity") and old[-1:] == new[-1:]:
        return 0
    return {"year": 0, "number": 1, "entity": 1, "unit": 2, "object": 3}[kind]
