"""A published generation's files, checked. Comes in: its folder. Goes out: bytes and arrays that are what the manifest says.

Hash first, then parse: a file is hashed and mapped through one descriptor. Knows no search and nothing of publishing.
"""

import fcntl
import hashlib
import json
import mmap
import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged

FORMAT = 2
AGAIN = "请重新运行 wenyuan build。"


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
        if self.manifest.get("sha256") != manifest_digest(self.manifest):
            raise IndexDamaged(f"{folder}：manifest.json 与它自己的 sha256 不符，{AGAIN}")
        there = {path.name for path in folder.iterdir()} - {"manifest.json"}
        if there != files:
            odd = "、".join(sorted(there ^ files))
            raise IndexDamaged(f"{folder}：清单有 {len(files)} 个文件，文件夹里有 {len(there)} 个（{odd}），{AGAIN}")
        self._checked: set[str] = set()

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
                digest = hashlib.file_digest(file, "sha256").hexdigest()  # read, not mapped: hashing needs no memory
                data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{self.folder / name}：打不开，{AGAIN}") from error
        if size != wanted["bytes"]:
            raise IndexDamaged(f"{self.folder / name}：有 {size} 字节，清单写的是 {wanted['bytes']}，{AGAIN}")
        if digest != wanted["sha256"]:
            raise IndexDamaged(f"{self.folder / name}：sha256 是 {digest[:12]}…，清单写的是 {wanted['sha256'][:12]}…，{AGAIN}")
        self._checked.add(name)
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

    def check_rest(self) -> None:
        """Hash the files nobody has asked for.

        :raises IndexDamaged: as `data`.
        """
        for name in sorted(set(self.manifest["files"]) - self._checked):
            self.data(name)


def manifest_digest(manifest: dict[str, Any]) -> str:
    """sha256 of what a manifest says, but for this very sum: nothing else would notice a change in it."""
    rest = {key: value for key, value in manifest.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
