"""Generations on disk: publish, find, forget. Comes in: a folder of finished files. Goes out: the name of a generation.

    ROOT/gen-000007/{manifest.json, articles.jsonl, …}    a published generation never changes
    ROOT/CURRENT                                          the name of the one in use
    ROOT/.lock                                            held by the one writer
    ROOT/part-…/                                          vectors of a build that is not finished (index/part.py)

Publish writes gen-N.tmp, syncs its files, writes the manifest (sha256 and size of every file, counts, hashes of models and dictionary),
renames, then replaces CURRENT. `index/verified.py` reads it back. Knows no search.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import Busy, IndexMissing
from index.arrays import write_bytes
from index.verified import AGAIN, FORMAT, manifest_digest

KEEP = 3


@contextmanager
def writer(root: Path) -> Iterator[Path]:
    """The folder `gen-N.tmp` for a new generation, for one writer at a time; left-overs of a killed one are cleared.

    :raises Busy: when another process is building there.
    """
    with locked(root):
        for stale in root.glob("gen-*.tmp"):
            shutil.rmtree(stale)
        try:
            yield _next(root)
        finally:
            for left in root.glob("gen-*.tmp"):
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Be the one who changes what is under `root`.

    :raises Busy: when another process does.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{root}：另一个 wenyuan build 正在写这里，请等它结束。") from error
        yield


def publish(folder: Path, facts: dict[str, Any]) -> str:
    """Make a finished `gen-N.tmp` the current generation; returns its name. `facts` are kept in its manifest."""
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            files[path.name] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}
            os.fsync(file.fileno())
    manifest: dict[str, Any] = {"format": FORMAT, **facts, "files": files}
    manifest["sha256"] = manifest_digest(manifest)
    write_bytes(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    _sync(folder)
    final = folder.with_suffix("")
    folder.rename(final)
    _sync(final.parent)
    write_bytes(final.parent / "CURRENT.tmp", final.name.encode())
    (final.parent / "CURRENT.tmp").replace(final.parent / "CURRENT")
    _sync(final.parent)
    for old in generations(final.parent)[:-KEEP]:
        _remove(old)
    return final.name


def continued(published: Path) -> Path:
    """The folder of the next generation with all files of this one, without a copy where the file system can."""
    folder = _next(published.parent)
    for path in published.iterdir():
        if path.name != "manifest.json":
            try:
                (folder / path.name).hardlink_to(path)
            except OSError:
                shutil.copyfile(path, folder / path.name)
    return folder


def forget(root: Path, name: str | None = None) -> list[str]:
    """Remove the generations before the current one, or only `name`; returns those that stay because somebody reads them."""
    keep = current(root)
    old = [folder for folder in generations(root) if folder != keep and name in (None, folder.name)]
    return [folder.name for folder in old if not _remove(folder)]


def current(root: Path) -> Path:
    """The folder of the generation in use.

    :raises IndexMissing: when none is published there.
    """
    try:
        name = (root / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise IndexMissing(f"{root}：还没有索引，请先运行 wenyuan build。") from error
    if not re.fullmatch(r"gen-\d+", name) or not (root / name).is_dir():
        raise IndexMissing(f"{root}：CURRENT 指向的 {name!r} 不在了，{AGAIN}")
    return root / name


def published(root: Path) -> str | None:
    """The name of the generation in use, if there is one."""
    try:
        return current(root).name
    except IndexMissing:
        return None


def generations(root: Path) -> list[Path]:
    """The folders of the generations under `root`, the newest last."""
    return sorted((p for p in root.glob("gen-*") if p.is_dir() and not p.name.endswith(".tmp")), key=_number)


def _next(root: Path) -> Path:
    folder = root / f"gen-{max([0, *map(_number, root.glob('gen-*'))]) + 1:06d}.tmp"
    folder.mkdir()
    return folder


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _number(path: Path) -> int:
    digits = path.name.removeprefix("gen-").removesuffix(".tmp")
    return int(digits) if digits.isdecimal() else 0


def _remove(old: Path) -> bool:
    """Remove a generation, unless a reader still holds it."""
    try:
        with (old / "manifest.json").open("rb") as probe:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:  # removed by half: nobody can be reading it
        pass
    shutil.rmtree(old)
    return True
