"""How good a candidate answer is. Comes in: a question, passages read, a candidate. Goes out: features, and one probability.

Reader, search and question are weighed together, a candidate at a time: how strongly the reader points there, how well the passage
was found, whether the kind, unit, year, figures and words asked for are borne out.

    confidence = sigmoid(bias + sum of weight_i * (feature_i - mean_i) / scale_i)          fitted by eval/fit_judge.py
(app/models/judge.json). Knows no index and makes no quote.
"""

import json
import math
import re
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from app.align import Cover
from app.measured import measured
from app.question import Question
from app.spans import Form, joined_numbers, numbers
from corpus.errors import BadModel

LONGEST_NOUN = 6  # characters that may follow a number and still be its noun
DAYLIKE = re.compile(r"[年月日底初]|星期|周|天|目前|期间")
WEIGHTS = Path(__file__).parent / "models" / "judge.json"


@dataclass(frozen=True, slots=True)
class Features:
    """All in about [-2, 2]; names say what they measure. Order and names are those of judge.json."""

    margin: float  # reader's margin of this span, tens of logits
    passage_margin: float  # of the passage's best span
    behind: float  # the best margin of all passages less this one
    found: float  # fused search score less the best one
    cosine: float  # of question and passage, from 0.8
    clause: float  # coverage of the question's words by the candidate's clause
    sentence: float
    passage: float  # by passage and context
    article: float
    missing: float  # heaviest word not in passage and context
    missing_article: float
    odd: float  # one heavy word missing where the passage has all the others: missing * passage
    odd_sentence: float  # the same for the sentence
    near: float  # coverage by the twenty characters around the candidate
    segment: float  # coverage by what stands with it between two of ，、；
    kind: float  # the candidate is of the form asked for (1), of another (-1), undecided (0)
    measure: float  # the measure word and thing asked for stand with the number (1), others do (-1)
    year: float  # the year asked for is named (1), others are instead (-1)
    figure: float  # share of the question's other figures that the sentence has; 1 when it has none
    length: float  # characters, in fifties
    whole: float  # the reader's own best span of the passage
    repeats: float  # the candidate says what the question said
    echo: float  # the sentence is a question or a heading


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate and the words next to it, in their searchable form."""

    text: str
    clause: str
    near: str
    segment: str
    after: str
    form: Form
    margin: float


@dataclass(frozen=True, slots=True)
class Around:
    """What all candidates of one sentence share: coverage by sentence, passage and article; years; what reader and search said."""

    sentence: float
    passage: float
    article: float
    missing: float
    missing_article: float
    missing_sentence: float
    years_asked: frozenset[int]
    years_there: frozenset[int]
    years_near: frozenset[int]
    figures: float
    passage_margin: float
    best_margin: float
    found: float
    cosine: float
    is_heading: bool


values_of = attrgetter(*(field.name for field in fields(Features)))  # as a tuple; dataclasses.astuple would copy each value


def features(question: Question, cover: Cover, place: Place, around: Around) -> Features:
    """Weigh one candidate."""
    asked_years, there = around.years_asked, around.years_there
    year = 0.0 if not asked_years else 1.0 if asked_years & there else (-1.0 if there or not asked_years & around.years_near else 0.5)
    return Features(
        margin=_clipped(place.margin / 10),
        passage_margin=_clipped(around.passage_margin / 10),
        behind=_clipped((around.best_margin - place.margin) / 10),
        found=_clipped(around.found / 3),
        cosine=(around.cosine - 0.85) * 10,
        clause=cover(place.clause),
        sentence=around.sentence,
        passage=around.passage,
        article=around.article,
        missing=around.missing,
        missing_article=around.missing_article,
        odd=around.missing * around.passage,
        odd_sentence=around.missing_sentence * around.sentence,
        near=cover(place.near),
        segment=cover(place.segment),
        kind=_kind(question, place),
        measure=measured(question, place.text, place.segment, place.after),
        year=year,
        figure=around.figures,
        length=min(2.0, len(place.text) / 50),
        whole=float(place.margin >= around.passage_margin - 1e-6),
        repeats=float(place.text in question.clean.lower()),
        echo=float(around.is_heading),
    )


def _clipped(value: float) -> float:
    return max(-2.0, min(2.0, value))


def _kind(question: Question, place: Place) -> float:
    if question.kind == "number":
        return _as_number(place.text)
    if question.kind == "date":
        return 1.0 if place.form == "date" or DAYLIKE.search(place.text) else -1.0
    if question.kind in ("person", "place"):
        return -1.0 if numbers(place.text, 0, len(place.text)) or len(place.text) > 20 else 0.5
    if question.kind == "list":
        return 1.0 if place.form == "list" or "、" in place.text or "”“" in place.text else -0.5
    return 0.0 if question.kind in ("other", "yesno") else (0.5 if len(place.text) >= 8 else -0.5)


def _as_number(text: str) -> float:
    """1 for one number with at most its noun, or several joined by 、; 0 with other words or numbers around; -1 without a number."""
    found = numbers(text, 0, len(text))
    if not found:
        return -1.0
    alone = len(found) == 1 or (joined_numbers(text, 0, len(text)) and found[0][0] == 0)
    return 1.0 if alone and found[0][0] == 0 and len(text) - found[-1][1] <= LONGEST_NOUN else 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """The fitted weights, one a feature, and the threshold that goes with them."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    bias: float
    threshold: float

    def confidence(self, seen: Features) -> float:
        """The probability, in (0, 1), that the candidate is a right answer."""
        values = values_of(seen)
        total = self.bias + sum(w * (v - m) / s for w, v, m, s in zip(self.weights, values, self.means, self.scales, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def load_judge(path: Path = WEIGHTS) -> Judge:
    """The shipped judge.

    :raises BadModel: when the file is missing, or made for other features than these.
    """
    names = [field.name for field in fields(Features)]
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["features"] != names:
            raise BadModel(f"{path}：有 {len(stored['features'])} 个特征，程序要 {len(names)} 个，请重新运行 eval/fit_judge.py。")
        return Judge(tuple(stored["weights"]), tuple(stored["means"]), tuple(stored["scales"]), stored["bias"], stored["threshold"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadModel(f"{path}：读不出来，请重新运行 eval/fit_judge.py。") from error
