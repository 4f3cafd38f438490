"""Folders of articles in, a published generation out. Comes in: paths and an encoder. Goes out: a BuildReport.

Articles are streamed: read, cut, written; then terms, then vectors. Nothing is published unless every step succeeded; files that cannot
be read are named in the report and left out. Knows no question.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article
from corpus.errors import BadFile, DuplicateArticle
from corpus.passage import Passage, split
from corpus.read import files_under, iter_articles
from index.dense import build_dense, dense_bytes
from index.encode import Encoder
from index.lexical import build_lexical
from index.rows import Rows, passage_from, row_bytes
from index.store import publish, write_array, write_bytes, writer
from index.words import VERSION, dictionary_hash, tokenize

Progress = Callable[[str, int, int | None], None]  # stage, how many more are done, of how many (None: not known)
HOUSE = Path(__file__).resolve().parent.parent
ENCODE_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was published, and which files were left out and why."""

    generation: str
    articles: int
    passages: int
    failed: tuple[str, ...]


def build(folders: Sequence[Path], root: Path, encoder: Encoder, progress: Progress) -> BuildReport:
    """Index everything under `folders` and publish it under `root`.

    :raises BadFile: when there is no article, or none can be read.  :raises DuplicateArticle: when two have one id.
    """
    files = [(folder, path) for folder in folders for path in files_under(folder)]
    if not files:
        raise BadFile(f"{'、'.join(map(str, folders))}：里面没有文章（认得 .txt .md .html .docx .pdf .jsonl）。")
    with writer(root) as folder:
        with closing(_Corpus(folder)) as found:
            for base, path in files:
                found.take(base, path)
                progress("读文章", 1, len(files))
            if not found.catalog:
                raise BadFile("一篇文章也读不了：" + "；".join(found.failed))
        found.finish()
        rows = Rows((folder / "passages.jsonl").read_bytes(), np.load(folder / "passages.npy", allow_pickle=False))
        _write_lexical(folder, _texts(rows), len(rows), progress)
        _write_dense(folder, rows, encoder, progress)
        facts = {
            "articles": len(found.catalog), "passages": len(rows), "words": VERSION, "dictionary": dictionary_hash(),
            "encoder": encoder.fingerprint, "dimensions": encoder.dimensions, "inputs": inputs_hash(folders),
        }
        return BuildReport(publish(folder, facts), len(found.catalog), len(rows), tuple(found.failed))


def inputs_hash(folders: Iterable[Path]) -> str:
    """sha256 over the code that reads and cuts and over all article files: tells whether anything would be built differently."""
    digest = hashlib.sha256()
    for code in sorted([*(HOUSE / "corpus").glob("*.py"), HOUSE / "index" / "words.py", HOUSE / "index" / "build.py"]):
        digest.update(code.read_bytes())
    for folder in folders:
        for path in files_under(folder):
            digest.update(str(path.relative_to(folder) if path != folder else path.name).encode())
            try:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            except OSError:
                digest.update(b"unreadable")
    return digest.hexdigest()


def indexed_text(passage: Passage) -> str:
    """What is indexed of a passage: its context, then its own words."""
    return f"{passage.context} {passage.text}" if passage.context else passage.text


class _Corpus:
    """Articles and passages on their way to the files of a generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog: list[dict[str, Any]] = []
        self.failed: list[str] = []
        self._places: dict[str, str] = {}
        self._article_of: list[int] = []
        self._offsets: dict[str, list[int]] = {"articles": [0], "passages": [0]}
        self._files = {name: (folder / f"{name}.jsonl").open("wb") for name in self._offsets}

    def take(self, base: Path, path: Path) -> None:
        """Read one file; a file, or a row of it, that cannot be read goes to `failed`."""
        try:
            for place, article in iter_articles(path, base if base.is_dir() else base.parent, self._leave_out):
                self._add(article, place)
        except BadFile as error:
            self._leave_out(error)

    def _leave_out(self, error: BadFile) -> None:
        self.failed.append(str(error))

    def _add(self, article: Article, place: str) -> None:
        if article.id in self._places:
            raise DuplicateArticle(f"两篇文章的 id 都是 {article.id}：{self._places[article.id]} 和 {place}，请改其中一个。")
        self._places[article.id] = place
        row = len(self.catalog)
        self._write("articles", row_bytes(article))
        speakers = sorted({p.speaker for p in article.paragraphs if p.speaker})
        facts = {"id": article.id, "date": article.date, "source": article.source, "authors": article.authors}
        self.catalog.append({**facts, "speakers": speakers})
        for passage in split(article):
            self._write("passages", row_bytes(passage))
            self._article_of.append(row)

    def _write(self, name: str, line: bytes) -> None:
        self._files[name].write(line)
        self._offsets[name].append(self._offsets[name][-1] + len(line))

    def close(self) -> None:
        """Close the row files."""
        for file in self._files.values():
            file.close()

    def finish(self) -> None:
        """Write what describes the closed row files."""
        for name in self._files:
            write_array(self.folder / f"{name}.npy", np.asarray(self._offsets[name], dtype=np.int64))
        write_array(self.folder / "article_of.npy", np.asarray(self._article_of, dtype=np.int32))
        write_bytes(self.folder / "catalog.json", json.dumps(self.catalog, ensure_ascii=False).encode())


def _texts(rows: Rows) -> Iterator[str]:
    return (indexed_text(passage_from(rows[row])) for row in range(len(rows)))


def _write_lexical(folder: Path, texts: Iterable[str], total: int, progress: Progress) -> None:
    def terms() -> Iterator[list[str]]:
        for text in texts:
            yield tokenize(text)
            progress("分词", 1, total)

    lexical = build_lexical(terms())
    for name, array in (("terms", lexical.terms), ("first", lexical.first), ("rows", lexical.rows), ("weights", lexical.weights)):
        write_array(folder / f"{name}.npy", array)


def _write_dense(folder: Path, rows: Rows, encoder: Encoder, progress: Progress) -> None:
    vectors = np.zeros((len(rows), encoder.dimensions), dtype=np.float32)
    for start in range(0, len(rows), ENCODE_AT_ONCE):
        texts = [indexed_text(passage_from(rows[row])) for row in range(start, min(start + ENCODE_AT_ONCE, len(rows)))]
        vectors[start : start + len(texts)] = encoder.encode_passages(texts, lambda done: progress("编码", done, len(rows)))
    write_bytes(folder / "dense.faiss", dense_bytes(build_dense(vectors)))
