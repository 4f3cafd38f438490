"""A haystack as the peers' run needs it. Comes in: a Haystack and how much of it. Goes out: Stack: needles, questions, a folder.

Knows no system.
"""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.question import understand
from eval.haystacks import Haystack, Needle
from eval.rows import json_lines


@dataclass(frozen=True, slots=True)
class Stack:
    """Questions in their clean form, in the order of the needles; the folder of articles; a folder for the files between processes."""

    needles: tuple[Needle, ...]
    questions: tuple[str, ...]
    folder: Path
    work: Path


def cut_down(haystack: Haystack, work: Path, questions: int | None, articles: int | None) -> Stack:
    """The first `questions`, and their gold articles with as many others as make `articles`; None: all."""
    needles = haystack.needles[:questions]
    folder = haystack.folder if articles is None else _fewer(haystack, needles, work / f"{haystack.name}-{articles}", articles)
    files = work / haystack.name / "peers"
    files.mkdir(parents=True, exist_ok=True)
    return Stack(needles, tuple(understand(needle.question).clean for needle in needles), folder, files)


def _fewer(haystack: Haystack, needles: tuple[Needle, ...], folder: Path, articles: int) -> Path:
    gold = {own for needle in needles for own in needle.articles}
    path = haystack.folder / "articles.jsonl"
    others = islice((row["id"] for _, row in json_lines(path) if row["id"] not in gold), max(0, articles - len(gold)))
    kept = gold | set(others)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open(encoding="utf-8") as source, (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(line for line, (_, row) in zip(source, json_lines(path), strict=True) if row["id"] in kept)
    return folder
