"""Files of articles in, a generation's rows out. Comes in: paths, and what an earlier generation knows. Goes out: row files on disk.

Articles are read, cut and written one by one; a file whose bytes are known is copied from the earlier generation. What cannot be read is
named and left out. Knows no terms and no vectors.
"""

import hashlib
import json
from array import array
from collections.abc import Callable
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.errors import BadFile, DuplicateArticle
from corpus.passage import split
from corpus.read import iter_articles
from index.arrays import write_array
from index.near import BANDS, ROWS, shingles, sketch
from index.reuse import Earlier
from index.rows import KEY_BYTES, indexed_text, row_bytes, text_key

Source = tuple[Path, Path]  # folder, file


class Gathered:
    """Articles and passages on their way to the files of a generation."""

    def __init__(self, folder: Path, earlier: Earlier | None, step: Callable[[], None]) -> None:
        """`step` is called for each article."""
        self.folder, self.failed = folder, list[str]()
        self.inputs: list[tuple[str, str]] = []  # name and sha256 of each file
        self._earlier, self._step = earlier, step
        self._sources: dict[str, Source] = {}
        self._article_of, self._texts, self._sketches = array("i"), bytearray(), bytearray()
        self._offsets = {"articles": array("q", [0]), "passages": array("q", [0])}
        self._files = {name: (folder / name).open("wb") for name in ("articles.jsonl", "passages.jsonl", "catalog.json", "files.jsonl")}
        self._files["catalog.json"].write(b"[")

    def __len__(self) -> int:
        return len(self._sources)

    @property
    def passages(self) -> int:
        """How many there are."""
        return len(self._article_of)

    def take(self, base: Path, path: Path) -> None:
        """Take one file in; a file, or a row of it, that cannot be read goes to `failed`."""
        name, digest = file_name(base, path), file_digest(path)
        self.inputs.append((name, digest))
        before, failed = len(self), len(self.failed)
        known = self._earlier.files.get((name, digest)) if self._earlier else None
        if known:
            self._copy(range(*known), (base, path))
        else:
            self._read(base, path)
        facts = {"name": name, "sha256": digest, "articles": len(self) - before, "failed": len(self.failed) > failed}
        self._files["files.jsonl"].write(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")

    def _read(self, base: Path, path: Path) -> None:
        try:
            for place, article in iter_articles(path, _root(base), self._leave_out):
                self._add(article, (base, path), place)
        except BadFile as error:
            self._leave_out(error)

    def _leave_out(self, error: BadFile) -> None:
        self.failed.append(str(error))

    def _add(self, article: Article, source: Source, place: str) -> None:
        passages = split(article)
        speakers = sorted({p.speaker for p in article.paragraphs if p.speaker} | {name for passage in passages for name in passage.said})
        facts = {"id": article.id, "date": article.date, "source": article.source, "authors": article.authors, "speakers": speakers}
        self._entry(article.id, json.dumps(facts, ensure_ascii=False).encode(), source, place)
        self._row("articles", row_bytes(article))
        self._sketches += sketch(shingles(article.text)).tobytes()
        for passage in passages:
            self._passage(row_bytes(passage), text_key(indexed_text(passage)))

    def _copy(self, articles: range, source: Source) -> None:
        earlier = self._earlier
        assert earlier is not None
        for article in articles:
            facts = earlier.catalog[article]
            self._entry(facts["id"], json.dumps(facts, ensure_ascii=False).encode(), source, None)
            self._row("articles", earlier.articles.line(article))
            self._sketches += earlier.sketches[article].tobytes()
            for row in earlier.passages_of(article):
                self._passage(earlier.passages.line(row), earlier.texts[row].tobytes())

    def _entry(self, article_id: str, facts: bytes, source: Source, place: str | None) -> None:
        if article_id in self._sources:
            first, second = place_of(*self._sources[article_id], article_id), place or place_of(*source, article_id)
            raise DuplicateArticle(f"两篇文章的 id 都是 {article_id}：{first} 和 {second}，请改其中一个。")
        self._files["catalog.json"].write((b",\n" if self._sources else b"") + facts)
        self._sources[article_id] = source
        self._step()

    def _passage(self, line: bytes, key: bytes) -> None:
        self._article_of.append(len(self) - 1)
        self._texts += key
        self._row("passages", line)

    def _row(self, name: str, line: bytes) -> None:
        self._files[f"{name}.jsonl"].write(line)
        self._offsets[name].append(self._offsets[name][-1] + len(line))

    def close(self) -> None:
        """Close the row files."""
        for file in self._files.values():
            file.close()

    def finish(self) -> None:
        """Write what describes the row files, close them, and let go of the earlier generation."""
        self._earlier = None
        self._files["catalog.json"].write(b"]")
        self.close()
        for name, offsets in self._offsets.items():
            write_array(self.folder / f"{name}.npy", np.asarray(offsets, dtype=np.int64))
        write_array(self.folder / "article_of.npy", np.asarray(self._article_of, dtype=np.int32))
        write_array(self.folder / "texts.npy", np.frombuffer(self._texts, dtype=np.uint8).reshape(-1, KEY_BYTES))
        write_array(self.folder / "sketches.npy", np.frombuffer(self._sketches, dtype=np.uint32).reshape(-1, BANDS * ROWS))


def place_of(base: Path, path: Path, article_id: str) -> str:
    """The place (file, and row) an article was read from: told only when two have one id, so it is looked up again."""
    found = (place for place, article in iter_articles(path, _root(base), lambda error: None) if article.id == article_id)
    return next(found, str(path))


def _root(base: Path) -> Path:
    return base if base.is_dir() else base.parent


def file_name(base: Path, path: Path) -> str:
    """A file's name under its folder."""
    return path.relative_to(base).as_posix() if path != base else path.name


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"
