"""One immutable snapshot of an index. Comes in: a verified folder. Goes out: Generation: articles, passages and both arms.

Checks that every part speaks of the same passages before anything is answered from it. Knows no fusion and no reader.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import ArticleNotFound, IndexDamaged
from corpus.passage import Passage
from index.dense import DenseIndex, dense_from
from index.filters import Entry
from index.groups import Groups
from index.lexical import LexicalIndex
from index.rows import Rows, article_from, passage_from
from index.store import current
from index.verified import AGAIN, Verified
from index.when import Days, days_of
from index.whole import Whole, whole
from index.words import VERSION, dictionary_hash


@dataclass(frozen=True)
class Generation:
    """Row i of `lexical`, `dense`, `passages` and `article_of` is the same passage; row a of `articles` and `catalog` the same article."""

    name: str
    manifest: dict[str, Any]
    catalog: tuple[Entry, ...]
    articles: Rows
    passages: Rows
    article_of: NDArray[np.int32]
    lexical: LexicalIndex
    whole: Whole  # BM25 of whole articles, over the same arrays
    days: Days
    dense: DenseIndex | None  # None while the vectors are still being made
    groups: Groups
    files: Verified | None = None  # held, so that the generation is not pruned while it is in use

    def __post_init__(self) -> None:
        """:raises IndexDamaged: when two parts disagree on how many passages or articles there are, with both numbers."""
        arms = {"BM25": self.lexical.size, "FAISS": self.dense.size} if self.dense else {"BM25": self.lexical.size}
        if sorted(arms) != sorted(self.manifest["arms"]):
            raise IndexDamaged(f"{self.name}：有 {len(arms)} 路索引，清单写的是 {len(self.manifest['arms'])} 路，{AGAIN}")
        parts = {"article_of": len(self.article_of), "repeated": len(self.groups.repeated)}
        self._same("passages", "段", {"passages.jsonl": len(self.passages), **arms, **parts})
        parts = {"articles.jsonl": len(self.articles), "original": len(self.groups.original)}
        self._same("articles", "篇", {"catalog.json": len(self.catalog), **parts})
        if self.dense:
            self._same("dimensions", "维", {"FAISS": self.dense.dimensions})
        self.__dict__["_row_of"] = {entry.id: row for row, entry in enumerate(self.catalog)}

    def _same(self, name: str, unit: str, counts: dict[str, int]) -> None:
        wanted = int(self.manifest[name])
        for part, count in counts.items():
            if count != wanted:
                raise IndexDamaged(f"{self.name}：{part} 有 {count} {unit}，清单写的是 {wanted} {unit}，{AGAIN}")

    def article(self, article_id: str) -> Article:
        """:raises ArticleNotFound: when there is no article of that id."""
        row = self.__dict__["_row_of"].get(article_id)
        if row is None:
            raise ArticleNotFound("没有这篇文章，它可能已经被移出。")
        return article_from(self.articles[row])

    def passage(self, row: int) -> Passage:
        return passage_from(self.passages[row])

    def rows_of(self, article_id: str) -> list[int]:
        """Rows of an article's passages, in its order.

        :raises ArticleNotFound: when there is no article of that id.
        """
        row = self.__dict__["_row_of"].get(article_id)
        if row is None:
            raise ArticleNotFound("没有这篇文章，它可能已经被移出。")
        first, last = np.searchsorted(self.article_of, [row, row + 1])
        return list(range(int(first), int(last)))

    def self_test(self) -> None:
        """Ask each arm for the first passage by its own vector and terms.

        :raises IndexDamaged: when it does not come back.
        """
        if self.dense:
            self._test_vectors(self.dense)
        last = int(self.lexical.rows.max(initial=0))
        if last >= len(self.passages):
            raise IndexDamaged(f"{self.name}：词表指向第 {last} 段，只有 {len(self.passages)} 段，{AGAIN}")

    def _test_vectors(self, dense: DenseIndex) -> None:
        own = dense.faiss.reconstruct(0)
        rows, scores = dense.search(own, 1)
        score = float(scores[0]) if len(rows) else 0.0  # nothing is near to what is no number
        found = float(np.dot(own, dense.faiss.reconstruct(int(rows[0])))) if len(rows) else 0.0
        if not (abs(score - 1.0) < 1e-3 and abs(found - 1.0) < 1e-3):  # NaN is not less either
            raise IndexDamaged(f"{self.name}：向量索引自检失败（第一段与自己的相似度是 {score:.4f}，应为 1），{AGAIN}")


def load(root: Path, expect: Callable[[dict[str, Any]], None] | None = None) -> Generation:
    """The current generation under `root`, verified byte for byte.

    `expect` may refuse a manifest (an index made by another encoder, say) before anything large is read.

    :raises IndexMissing: when none is published.  :raises IndexDamaged: when it is not what its manifest says.
    """
    files = Verified(current(root))
    check_words(files.manifest)
    if expect:
        expect(files.manifest)
    try:
        terms, first, rows, weights = (files.array(f"{name}.npy") for name in ("terms", "first", "rows", "weights"))
        lexical = LexicalIndex(terms, first, rows, weights, int(files.manifest["passages"]))
        entries = json.loads(bytes(files.data("catalog.json")))
        catalog = tuple(Entry(e["id"], e["date"], e["source"], tuple(e["authors"]), tuple(e["speakers"])) for e in entries)
        articles, passages = (Rows(files.data(f"{name}.jsonl"), files.array(f"{name}.npy")) for name in ("articles", "passages"))
        dense = dense_from(files.data("dense.faiss")) if "FAISS" in files.manifest["arms"] else None
        article_of = files.array("article_of.npy")
        of_articles = whole(lexical, files.array("counts.npy"), files.array("lengths.npy"), article_of)
        groups = Groups(files.array("original.npy"), files.array("repeated.npy"), article_of, catalog)
        files.check_rest()
        days, manifest = days_of(catalog), files.manifest
        made = Generation(
            files.name, manifest, catalog, articles, passages, article_of, lexical, of_articles, days, dense, groups, files
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{files.folder}：各部分对不上（{error}），{AGAIN}") from error
    made.self_test()
    return made


def check_words(manifest: dict[str, Any]) -> None:
    """:raises IndexDamaged: when the index was made with other terms than this program makes."""
    if manifest.get("words") != VERSION or manifest.get("dictionary") != dictionary_hash():
        raise IndexDamaged(f"索引的分词版本或词典与程序不同（索引 {manifest.get('words')}，程序 {VERSION}），{AGAIN}")
