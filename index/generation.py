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
from index.lexical import LexicalIndex
from index.rows import Rows, article_from, passage_from
from index.store import AGAIN, Verified, current
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
    dense: DenseIndex

    def __post_init__(self) -> None:
        """:raises IndexDamaged: when two parts disagree on how many passages or articles there are, with both numbers."""
        counts = {"passages.jsonl": len(self.passages), "BM25": self.lexical.size, "FAISS": self.dense.size, "article_of": len(self.article_of)}
        wanted = int(self.manifest["passages"])
        for part, count in counts.items():
            if count != wanted:
                raise IndexDamaged(f"{self.name}：{part} 有 {count} 段，清单写的是 {wanted} 段，{AGAIN}")
        if not len(self.catalog) == len(self.articles) == int(self.manifest["articles"]):
            raise IndexDamaged(f"{self.name}：目录 {len(self.catalog)} 篇、文章 {len(self.articles)} 篇、清单 {self.manifest['articles']} 篇，{AGAIN}")
        self.__dict__["_row_of"] = {entry.id: row for row, entry in enumerate(self.catalog)}

    def article(self, article_id: str) -> Article:
        """:raises ArticleNotFound: when there is no article of that id."""
        row = self.__dict__["_row_of"].get(article_id)
        if row is None:
            raise ArticleNotFound("没有这篇文章，它可能已经被移出。")
        return article_from(self.articles[row])

    def passage(self, row: int) -> Passage:
        return passage_from(self.passages[row])

    def self_test(self) -> None:
        """Ask each arm for the first passage by its own vector and terms.

        :raises IndexDamaged: when it does not come back.
        """
        own = self.dense.faiss.reconstruct(0)
        rows, scores = self.dense.search(own, 1)
        if abs(float(scores[0]) - 1.0) > 1e-3 or abs(float(np.dot(own, self.dense.faiss.reconstruct(int(rows[0])))) - 1.0) > 1e-3:
            raise IndexDamaged(f"{self.name}：向量索引自检失败（第一段与自己的相似度是 {float(scores[0]):.4f}，应为 1），{AGAIN}")
        if len(self.lexical.rows) and not 0 <= int(self.lexical.rows.max()) < len(self.passages):
            raise IndexDamaged(f"{self.name}：词表指向第 {int(self.lexical.rows.max())} 段，只有 {len(self.passages)} 段，{AGAIN}")


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
        lexical = LexicalIndex(
            files.array("terms.npy"), files.array("first.npy"), files.array("rows.npy"), files.array("weights.npy"), int(files.manifest["passages"])
        )
        catalog = tuple(
            Entry(e["id"], e["date"], e["source"], tuple(e["authors"]), tuple(e["speakers"])) for e in json.loads(bytes(files.data("catalog.json")))
        )
        made = Generation(
            files.name, files.manifest, catalog,
            Rows(files.data("articles.jsonl"), files.array("articles.npy")), Rows(files.data("passages.jsonl"), files.array("passages.npy")),
            files.array("article_of.npy"), lexical, dense_from(files.data("dense.faiss")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{files.folder}：各部分对不上（{error}），{AGAIN}") from error
    made.self_test()
    return made


def check_words(manifest: dict[str, Any]) -> None:
    """:raises IndexDamaged: when the index was made with other terms than this program makes."""
    if manifest.get("words") != VERSION or manifest.get("dictionary") != dictionary_hash():
        raise IndexDamaged(f"索引的分词版本或词典与程序不同（索引 {manifest.get('words')}，程序 {VERSION}），{AGAIN}")
