"""What passes between processes, as plain files. Comes in: texts, vectors, what a run took. Goes out: the same, read back elsewhere.

    passages.jsonl, questions.jsonl    {"text", "cut"} a line; `cut`: jieba's words with blanks between
    passages.npy, questions.npy        (n, d) float32, unit length: our encoder's vectors of both
    facts.json                         Facts: whose the passages are, and what cutting and encoding took
    NAME.json                          Ran: what one system found, and what it took

Row i of passages.* is the same passage everywhere. Imports nothing of ours: a peer's environment has none of it. Knows no right answer.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DEEP = 200  # passages a system is asked for, as in eval/retrieval.py: enough for ten different articles


@dataclass(frozen=True, slots=True)
class Text:
    """A passage or a question: as it is, and cut into words."""

    text: str
    cut: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a system is given: passages and questions of one form, and the vectors of both (d,) where it takes any."""

    passages: list[str]
    questions: list[str]
    vectors: NDArray[np.float32] | None = None
    question_vectors: NDArray[np.float32] | None = None

    def both_vectors(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """:raises ValueError: when there are none, or not one for each text."""
        if self.vectors is None or self.question_vectors is None:
            raise ValueError("this peer needs vectors and was given none")
        counts = (len(self.vectors), len(self.question_vectors))
        if counts != (len(self.passages), len(self.questions)):
            raise ValueError(f"{counts} vectors for {(len(self.passages), len(self.questions))} passages and questions")
        return self.vectors, self.question_vectors


# The number of a question in, rows of passages out, best first, at most DEEP.
Search = Callable[[int], Sequence[int]]
Build = Callable[[Given], Search]


@dataclass(frozen=True, slots=True)
class Facts:
    """Article of each passage; seconds to cut and to encode all passages; milliseconds to cut and to encode each question."""

    articles: list[str]
    cut_s: float
    encode_s: float
    cut_ms: list[float]
    encode_ms: list[float]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one system found (rows of passages for each question) and what it took."""

    version: str
    index_s: float
    ms: list[float]
    rows: list[list[int]]
    peak_mb: float


def write_texts(folder: Path, passages: Iterable[Text], questions: Iterable[Text]) -> None:
    """Both files of texts, each in its order."""
    for name, texts in (("passages", passages), ("questions", questions)):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(text), ensure_ascii=False) + "\n" for text in texts)


def write_vectors(folder: Path, passages: NDArray[np.float32], questions: NDArray[np.float32]) -> None:
    """Both arrays of vectors."""
    np.save(folder / "passages.npy", passages, allow_pickle=False)
    np.save(folder / "questions.npy", questions, allow_pickle=False)


def read_given(folder: Path, cut: bool, vectors: bool) -> Given:
    """What a system takes and no more, so that memory is spent on that alone."""
    form = "cut" if cut else "text"
    passages, questions = (_read_texts(folder / f"{name}.jsonl", form) for name in ("passages", "questions"))
    if not vectors:
        return Given(passages, questions)
    of_passages, of_questions = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("passages", "questions"))
    return Given(passages, questions, of_passages, of_questions)


def _read_texts(path: Path, form: str) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [str(json.loads(line)[form]) for line in file]


def write_record(path: Path, record: Facts | Ran) -> None:
    """A record as JSON."""
    path.write_text(json.dumps(asdict(record), ensure_ascii=False), encoding="utf-8")


def read_facts(path: Path) -> Facts:
    """The Facts of `write_record`."""
    return Facts(**json.loads(path.read_text(encoding="utf-8")))


def read_ran(path: Path) -> Ran:
    """The Ran of `write_record`."""
    return Ran(**json.loads(path.read_text(encoding="utf-8")))
