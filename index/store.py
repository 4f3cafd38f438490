"""Generations on disk: publish, verify, load. Comes in: the parts of an index. Goes out: a Generation, immutable.

    ROOT/gen-000007/{manifest.json, articles.jsonl, …}    a published generation never changes
    ROOT/CURRENT                                          the name of the one in use
    ROOT/.lock                                            held by the one writer

Publish writes gen-N.tmp, syncs its files, writes the manifest (sha256 and size of every file, counts, hashes of models and dictionary),
renames, then replaces CURRENT. Load hashes the very bytes it then parses, and refuses on any difference. Knows no search.
"""

import fcntl
import hashlib
import json
import mmap
import os
import re
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Busy, IndexDamaged, IndexMissing

FORMAT = 1
KEEP = 3
AGAIN = "请重新运行 wenyuan build。"


@contextmanager
def writer(root: Path) -> Iterator[Path]:
    """The folder `gen-N.tmp` for a new generation, for one writer at a time; left-overs of a killed one are cleared.

    :raises Busy: when another process is building there.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{root}：另一个 wenyuan build 正在写这里，请等它结束。") from error
        for stale in root.glob("gen-*.tmp"):
            shutil.rmtree(stale)
        folder = root / f"gen-{max([0, *map(_number, root.glob('gen-*'))]) + 1:06d}.tmp"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, facts: dict[str, Any]) -> str:
    """Make a finished `gen-N.tmp` the current generation; returns its name. `facts` are kept in its manifest."""
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            files[path.name] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}
            os.fsync(file.fileno())
    manifest: dict[str, Any] = {"format": FORMAT, **facts, "files": files}
    manifest["sha256"] = _digest(manifest)
    write_bytes(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    _sync(folder)
    final = folder.with_suffix("")
    folder.rename(final)
    _sync(final.parent)
    write_bytes(final.parent / "CURRENT.tmp", final.name.encode())
    (final.parent / "CURRENT.tmp").replace(final.parent / "CURRENT")
    _sync(final.parent)
    _prune(final.parent)
    return final.name


def write_bytes(path: Path, data: bytes) -> None:
    """Write and sync a file."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_array(path: Path, array: NDArray[Any]) -> None:
    """An array as .npy, without pickle."""
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


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


class Verified:
    """The files of one published generation, each hashed through the descriptor it is then parsed from.

    As long as it lives the generation is not pruned: it holds a shared lock on the manifest.
    """

    def __init__(self, folder: Path) -> None:
        """:raises IndexDamaged: when the manifest is unreadable, of another format, or names other files than there are."""
        self.folder, self.name = folder, folder.name
        try:
            held = (folder / "manifest.json").open("rb")
            weakref.finalize(self, held.close)
            fcntl.flock(held, fcntl.LOCK_SH)
            self.manifest: dict[str, Any] = json.loads(held.read())
            version, files = self.manifest["format"], set(self.manifest["files"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{folder}：manifest.json 缺失或损坏，{AGAIN}") from error
        if version != FORMAT:
            raise IndexDamaged(f"{folder}：索引格式是 {version}，程序要 {FORMAT}，{AGAIN}")
        if self.manifest.get("sha256") != _digest(self.manifest):
            raise IndexDamaged(f"{folder}：manifest.json 与它自己的 sha256 不符，{AGAIN}")
        there = {path.name for path in folder.iterdir()} - {"manifest.json"}
        if there != files:
            odd = "、".join(sorted(there ^ files))
            raise IndexDamaged(f"{folder}：清单有 {len(files)} 个文件，文件夹里有 {len(there)} 个（{odd}），{AGAIN}")

    def data(self, name: str) -> Any:
        """The verified bytes of a file, mapped (b"" when it is empty).

        :raises IndexDamaged: when its size or sha256 is not the manifest's, with both.
        """
        wanted = self.manifest["files"].get(name)
        if wanted is None:
            raise IndexDamaged(f"{self.folder}：清单里没有 {name}，{AGAIN}")
        try:
            with (self.folder / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self.folder / name}：打不开，{AGAIN}") from error
        if size != wanted["bytes"]:
            raise IndexDamaged(f"{self.folder / name}：有 {size} 字节，清单写的是 {wanted['bytes']}，{AGAIN}")
        digest = hashlib.sha256(data).hexdigest()
        if digest != wanted["sha256"]:
            raise IndexDamaged(f"{self.folder / name}：sha256 是 {digest[:12]}…，清单写的是 {wanted['sha256'][:12]}…，{AGAIN}")
        return data

    def array(self, name: str) -> NDArray[Any]:
        """A verified .npy file as an array over the mapped bytes.

        :raises IndexDamaged: as `data`, or when it is no .npy file.
        """
        data = self.data(name)
        try:
            np.lib.format.read_magic(data)
            shape, _, dtype = np.lib.format.read_array_header_1_0(data)
            return np.frombuffer(data, dtype=dtype, count=int(np.prod(shape)), offset=data.tell()).reshape(shape)
        except (ValueError, AttributeError) as error:
            raise IndexDamaged(f"{self.folder / name}：不是数组文件，{AGAIN}") from error


def _digest(manifest: dict[str, Any]) -> str:
    """sha256 of what a manifest says, but for this very sum: nothing else would notice a change in it."""
    rest = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _number(path: Path) -> int:
    digits = path.name.removeprefix("gen-").removesuffix(".tmp")
    return int(digits) if digits.isdecimal() else 0


def _prune(root: Path) -> None:
    """Remove all but the newest KEEP generations, unless a reader still holds one."""
    for old in sorted((p for p in root.glob("gen-*") if p.is_dir() and not p.name.endswith(".tmp")), key=_number)[:-KEEP]:
        try:
            with (old / "manifest.json").open("rb") as probe:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        except FileNotFoundError:  # removed by half: nobody can be reading it
            pass
        shutil.rmtree(old)
