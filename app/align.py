"""What of a question is borne out by a text. Comes in: a question's terms and a text. Goes out: shares in [0, 1].

    coverage(q, t) = sum of weight(w) over the question's content words w found in t, by itself or by a synonym,
                     / sum of weight(w) over all of them;            weight = idf of the word in the index

A word half found (one of its two characters pairs, a typo) counts by the share of its bigrams. Knows no reader.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.clean import clean
from index.synonyms import others
from index.words import EMPTY, WORDLIKE, cutter

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2}|\d{2})年")
RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
FIGURE = re.compile(r"\d+(?:\.\d+)?")
# Words that say what kind of answer is asked for, or are politeness: not to be borne out by the text.
ASKING = re.compile(
    r"请问|请|一下|告诉我|我想知道|想问|多少|什么时候|啥时候|什么|为什么|为何|为啥|哪些|哪几|哪一年|哪年|哪天|哪里|哪儿|哪个|哪位|哪家|哪|谁|怎么样|怎么|怎样|如何|"
    r"是不是|是否|有没有|几|吗|呢|吧|啊|呀|分别|具体|一共|总共|共|到底|究竟|总数|数量|多大|多长|多高|多久|咋|啥|了|的|是|有|在|叫|要|将|会|能|年份|准确数"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question, what may stand for it, and its weight."""

    word: str
    stand_ins: tuple[str, ...]
    weight: float


def terms(question: str, idf: Callable[[str], float]) -> tuple[Term, ...]:
    """The content words of a clean question, each once, in order; years and other figures are left to `years` and `figures`."""
    rest = ASKING.sub(" ", YEAR.sub(" ", question.lower()))
    found: dict[str, Term] = {}
    for match in WORDLIKE.finditer(rest):
        part = match.group()
        pieces = cutter().cut(part, HMM=False) if "\u3400" <= part[0] <= "\u9fff" else [part]
        for word in pieces:
            if word not in EMPTY and word not in RELATIVE and not FIGURE.fullmatch(word):
                found.setdefault(word, Term(word, others(word), max(idf(word), 0.1) * (1.0 if len(word) > 1 else 0.5)))
    return tuple(found.values())


def found_share(term: Term, text: str) -> float:
    """1 when the word or a stand-in is in the (clean, lower-case) text, else the share of the word's bigrams that are, at most 0.6."""
    if term.word in text or any(word in text for word in term.stand_ins):
        return 1.0
    pairs = [term.word[i : i + 2] for i in range(len(term.word) - 1)]
    return 0.6 * sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0


def coverage(wanted: Sequence[Term], text: str) -> float:
    """The formula above; 1 for a question without content words."""
    total = sum(term.weight for term in wanted)
    return sum(term.weight * found_share(term, text) for term in wanted) / total if total else 1.0


class Cover:
    """`coverage` of one question's words by many texts; a text is looked through once."""

    def __init__(self, wanted: Sequence[Term]) -> None:
        self.wanted = wanted
        self._seen: dict[str, float] = {}

    def __call__(self, text: str) -> float:
        """Coverage by a searchable text."""
        if text not in self._seen:
            self._seen[text] = coverage(self.wanted, text)
        return self._seen[text]


def heaviest_missing(wanted: Sequence[Term], text: str) -> float:
    """The greatest weight of a word that is not there, as a share of the greatest weight of all; 0 when all are there."""
    top = max((term.weight for term in wanted), default=0.0)
    return max((term.weight * (1 - found_share(term, text)) for term in wanted), default=0.0) / top if top else 0.0


def missing(wanted: Sequence[Term], text: str) -> list[str]:
    """The words of which less than half is there, heaviest first."""
    return [term.word for term in sorted(wanted, key=lambda term: -term.weight) if found_share(term, text) < 0.5]


def years(text: str, today: int | None) -> frozenset[int]:
    """Years a text names, relative ones (今年, 去年) by the year `today` of its article; two digits are of this or the last century."""
    found = set()
    for digits in YEAR.findall(text):
        year = int(digits)
        found.add(year if year > 99 else 2000 + year if year < 50 else 1900 + year)
    if today is not None:
        found |= {today + shift for word, shift in RELATIVE.items() if word in text}
    return frozenset(found)


def figures(text: str) -> frozenset[str]:
    """Numbers a text names other than years."""
    return frozenset(FIGURE.findall(YEAR.sub(" ", text)))


@lru_cache(2048)  # the second look asks for what the first did
def searchable(text: str) -> str:
    """The form in which texts are compared here: clean and lower case."""
    return clean(text).text.lower()
