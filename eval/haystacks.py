"""Questions and the articles they are asked of. Comes in: the data folder. Goes out: Haystacks: what is asked, and articles to build.

Gold articles stand among others drawn by seed. Texts are written where the caller says, never into the project. Knows no index.
"""

import json
import lzma
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics import inside, normal
from eval.rows import Half, half, json_lines, load_gold

GOLD = Path(__file__).parent / "gold"
SHIPPED = Path(__file__).parent.parent / "corpus" / "articles"
OTHERS = 6000  # articles beside the gold ones


@dataclass(frozen=True, slots=True)
class Needle:
    """A question, the articles that answer it, the words it is answered by (where they decide), and its half of the set."""

    id: str
    question: str
    articles: tuple[str, ...]
    evidence: str | None
    half: Half | None

    def found_in(self, article_id: str, text: str) -> bool:
        """Whether a passage is what was sought: it has the evidence, or, where none is asked for, is of a gold article."""
        if self.evidence is not None:
            return inside(normal(self.evidence), normal(text[:400]))
        return article_id in self.articles


@dataclass(frozen=True, slots=True)
class Haystack:
    """A set: its questions, and the folder of articles they are asked of. `of_passages`: passages are ranked, not articles."""

    name: str
    needles: tuple[Needle, ...]
    folder: Path
    of_passages: bool = False


def crud(data: Path, work: Path) -> Haystack:
    """Questions on news that make sense alone, among their gold articles and OTHERS of the same collection."""
    rows = [row for _, row in json_lines(data / "dev" / "crud_1doc_a.jsonl.xz") if not row["vague"]]
    needles = tuple(Needle(row["id"], row["question"], (row["gold_doc_id"],), None, None) for row in rows)
    return _among(work, "crud", needles, {"crud_docs": OTHERS}, data)


def news(data: Path, work: Path) -> Haystack:
    """Questions in people's own words, among their gold articles and OTHERS of both collections."""
    needles = tuple(Needle(row.id, row.question, row.articles, None, half(row)) for row in load_gold(GOLD / "news.jsonl") if row.answerable)
    return _among(work, "news", needles, {"crud_docs": OTHERS // 2, "xwlb": OTHERS // 2}, data)


def cmrc(data: Path, work: Path) -> Haystack:
    """Encyclopedia questions of dev_a among the paragraphs of dev_a and train, a paragraph an article."""
    ids: dict[str, str] = {}
    needles = []
    for part in ("dev/cmrc2018_dev_a", "train/cmrc2018_train"):
        for _, row in json_lines(data / f"{part}.jsonl.xz"):
            own = ids.setdefault(row["context"], f"p{len(ids)}")
            if part.startswith("dev"):
                needles.append(Needle(row["id"], row["question"], (own,), None, None))
    return Haystack("cmrc", tuple(needles), _written(work, "cmrc", ({"id": own, "text": text} for text, own in ids.items())))


def laoshan(data: Path, work: Path) -> Haystack:
    """The gold questions of the shipped article: the passage with the evidence is sought."""
    rows = [row for row in load_gold(GOLD / "laoshan.jsonl") if row.answerable and row.evidence]
    needles = tuple(Needle(row.id, row.question, row.articles, row.evidence, half(row)) for row in rows)
    return Haystack("laoshan", needles, SHIPPED, of_passages=True)


SETS: dict[str, Callable[[Path, Path], Haystack]] = {"crud": crud, "news": news, "cmrc": cmrc, "laoshan": laoshan}


def _among(work: Path, name: str, needles: tuple[Needle, ...], others: dict[str, int], data: Path) -> Haystack:
    """Gold articles and, of each collection, so many of the rest: a sample of it in file order, by random.seed(0)."""
    gold = {own for needle in needles for own in needle.articles}
    folder = work / name / "articles"
    if (folder / "articles.jsonl").is_file():
        return Haystack(name, needles, folder)
    kept: list[dict[str, Any]] = []
    for collection, many in others.items():
        rows = list(news_rows(data / "news" / f"{collection}.jsonl.xz"))
        rest = [number for number, row in enumerate(rows) if row["id"] not in gold]
        random.seed(0)
        drawn = set(random.sample(rest, min(many, len(rest))))
        kept += [row for number, row in enumerate(rows) if number in drawn or row["id"] in gold]
    return Haystack(name, needles, _written(work, name, kept))


def news_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a collection, as articles are written."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            date = {"date": row["date"][:10]} if len(row.get("date") or "") >= 10 and row["date"][4] == "-" == row["date"][7] else {}
            title = {"title": row["title"]} if row.get("title") else {}
            yield {"id": row["id"], "text": row["text"], **title, **date}


def _written(work: Path, name: str, rows: Iterable[dict[str, Any]]) -> Path:
    folder = work / name / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.tmp").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "articles.tmp").replace(folder / "articles.jsonl")
    return folder
