"""The records an answer is made of. Comes in: nothing. Goes out: Answer, Found, Quoted, Filters, Turn, and `as_json`.

CLI `--json`, HTTP, batch and page all show this same object. Knows no index and no reader: `app/answerer.py` fills it in.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.quote import Quote
from index.filters import Filters

__all__ = ["Answer", "Conflict", "Filters", "Found", "Outcome", "Quoted", "ReasonCode", "ShownPassage", "Times", "Turn", "as_json"]

Outcome = Literal["answered", "not_found"]
ReasonCode = Literal["absent", "partly", "needs_context"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as it is shown: at most 400 characters, verbatim. `also`: ids of near-duplicate articles."""

    article_id: str
    start: int
    end: int
    text: str
    score: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another value for the same thing, with the quotes that say so."""

    answer: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds spent searching, reading, and in all."""

    search: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question. `confidence` is in [0, 1]; with `not_found`, `reason` says why in Chinese."""

    question: str
    outcome: Outcome
    answer: str | None
    confidence: float
    reason: str | None
    reason_code: ReasonCode | None
    degraded: str | None
    generation: str
    rewritten: str | None
    quotes: tuple[Quote, ...]
    passages: tuple[ShownPassage, ...]
    conflicts: tuple[Conflict, ...]
    related: tuple[Quote, ...]
    repaired: bool
    ms: Times


@dataclass(frozen=True, slots=True)
class Found:
    """Passages for a query, by the index alone."""

    query: str
    generation: str
    passages: tuple[ShownPassage, ...]
    ms: Times


@dataclass(frozen=True, slots=True)
class Quoted:
    """Whether a text stands verbatim in the corpus, and where."""

    text: str
    verbatim: bool
    places: tuple[Quote, ...]


def as_json(record: Answer | Found | Quoted) -> dict[str, Any]:
    """The record as plain dicts and tuples, field for field, ready for `json.dumps`."""
    return asdict(record)
