"""Folders of articles in, a published generation out. Comes in: paths and an encoder. Goes out: a BuildReport.

    read (gather.py) -> copies (near.py) -> terms (terms.py) -> vectors (vectors.py) -> publish (store.py)

Every step streams, and takes over what the generation before it knows: the files are the same as those of a build from nothing. Where
most of a large corpus is still to be encoded, a generation without vectors is published first. Knows no question.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import BadFile
from corpus.read import files_under
from index.arrays import write_array
from index.encode import Encoder
from index.gather import Gathered, file_digest, file_name
from index.near import Print, earliest_first, originals, print_of, repeats, shingles
from index.reuse import Earlier, earlier, reading_code
from index.rows import open_rows, texts_of
from index.store import continued, current, forget, publish, writer
from index.terms import terms_code, write_terms
from index.vectors import Vectors
from index.words import VERSION, dictionary_hash

Progress = Callable[[str, int, int | None], None]  # stage, how many more are done, of how many (None: not known)
ARMS = ["BM25", "FAISS"]
WORDS_ONLY = ["BM25"]
LEXICAL_FIRST = 20_000  # texts to encode, about five minutes, from which on the words alone are published first


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
        known = earlier(root)
        found = _gather(folder, files, known, progress)
        _write_copies(folder, progress)
        _write_terms(folder, known, progress)
        facts = {
            "articles": len(found), "passages": found.passages, "words": VERSION, "dictionary": dictionary_hash(),
            "encoder": encoder.fingerprint, "dimensions": encoder.dimensions, "inputs": _inputs(found.inputs),
            "reading": reading_code(), "terms": terms_code(), "arms": WORDS_ONLY,
        }  # fmt: skip
        before = known.held.manifest if known else {}
        del known  # what it holds could not be forgotten
        name = _publish(root, folder, facts, before, Vectors(root, folder, encoder), progress)
        return BuildReport(name, len(found), found.passages, tuple(found.failed))


def _gather(folder: Path, files: Sequence[tuple[Path, Path]], known: Earlier | None, progress: Progress) -> Gathered:
    with closing(Gathered(folder, known, lambda: progress("收文章", 1, None))) as found:
        for base, path in files:
            found.take(base, path)
            progress("读文件", 1, len(files))
        if not len(found):
            raise BadFile("一篇文章也读不了：" + "；".join(found.failed))
        found.finish()
        return found


def _write_copies(folder: Path, progress: Progress) -> None:
    """Which articles are later copies of which, and which passages need not be found because the original has them."""
    articles, passages = open_rows(folder, "articles"), open_rows(folder, "passages")
    catalog = json.loads((folder / "catalog.json").read_bytes())
    order = earliest_first([entry["date"] for entry in catalog], [entry["id"] for entry in catalog])
    article_of = np.load(folder / "article_of.npy", allow_pickle=False)

    @lru_cache(maxsize=4096)
    def prints(row: int) -> Print:
        return print_of(articles[row]["text"])

    original = originals(np.load(folder / "sketches.npy", mmap_mode="r", allow_pickle=False), order, prints)
    repeated = np.zeros(len(article_of), dtype=bool)
    for row in np.flatnonzero(original[article_of] != article_of).tolist():
        repeated[row] = repeats(shingles(passages[row]["text"]), prints(int(original[article_of[row]])).shingles)
    progress("找重复", len(catalog), len(catalog))
    write_array(folder / "original.npy", original)
    write_array(folder / "repeated.npy", repeated)


def _write_terms(folder: Path, known: Earlier | None, progress: Progress) -> None:
    texts = np.load(folder / "texts.npy", allow_pickle=False)
    counted = known.counted(texts) if known else None
    before, lengths = counted or (None, np.full(len(texts), -1, dtype=np.int32))
    new = lengths < 0
    write_terms(folder, texts_of(folder / "passages.jsonl", new), np.flatnonzero(new).astype(np.int32), lengths, before, progress)


def _publish(root: Path, folder: Path, facts: dict[str, Any], before: dict[str, Any], vectors: Vectors, progress: Progress) -> str:
    """Encode and publish; the words alone before that, when most of many vectors are missing. Returns the last one's name.

    `before`: the manifest of the generation in use, which may be the words alone of these very articles.
    """
    words_only = [current(root).name] if before.get("arms") == facts["arms"] else []
    there = facts.items() <= before.items()
    if vectors.missing > max(LEXICAL_FIRST, facts["passages"] // 2) and not there:
        words_only.append(publish(folder, facts))
        folder = continued(root / words_only[-1])
    vectors.encode(folder / "passages.jsonl", progress)
    vectors.write(folder / "dense.faiss")
    name = publish(folder, {**facts, "arms": ARMS})
    vectors.published()
    for old in words_only:
        forget(root, old)
    return name


def inputs_hash(folders: Iterable[Path]) -> str:
    """sha256 over the code that reads and cuts and over all article files: tells whether anything would be built differently."""
    return _inputs((file_name(folder, path), file_digest(path)) for folder in folders for path in files_under(folder))


def _inputs(files: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.sha256(f"{reading_code()} {terms_code()}".encode())
    for name, content in files:
        digest.update(f"{name}\0{content}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
