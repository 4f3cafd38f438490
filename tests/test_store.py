"""Generations on disk: published whole or not at all, verified byte for byte, kept as long as somebody reads them."""

import fcntl
import gc
import json
import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
from conftest import build_tiny

from corpus.errors import Busy, IndexDamaged, IndexMissing
from index.arrays import write_array, write_bytes
from index.generation import load
from index.store import current, publish, writer
from index.verified import Verified

FILES = [
    "article_of.npy", "articles.jsonl", "articles.npy", "catalog.json", "counts.npy", "dense.faiss", "files.jsonl", "first.npy",
    "lengths.npy", "manifest.json", "original.npy", "passages.jsonl", "passages.npy", "repeated.npy", "rows.npy", "sketches.npy",
    "terms.npy", "texts.npy", "weights.npy",
]  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A root nobody changes; `copy_of` it is for breaking."""
    folder = tmp_path_factory.mktemp("published")
    build_tiny(folder / "articles", folder / "index")
    return folder / "index"


@pytest.fixture
def copy_of(published, tmp_path):
    return Path(shutil.copytree(published, tmp_path / "copy"))


def refused(root):
    with pytest.raises(IndexDamaged) as caught:
        load(root)
    assert "wenyuan build" in str(caught.value)
    return str(caught.value)


def names(root):
    return sorted(path.name for path in root.glob("gen-*"))


def make(root, data=b"data", **facts):
    with writer(root) as folder:
        write_bytes(folder / "file", data)
        return publish(folder, facts)


def test_a_generation_is_these_files(published):
    assert sorted(path.name for path in (published / "gen-000001").iterdir()) == FILES
    assert (published / "CURRENT").read_text() == "gen-000001"
    assert load(published).name == "gen-000001"


@pytest.mark.parametrize("name", FILES)
def test_one_flipped_bit_in_any_file_is_refused(copy_of, name):
    path = copy_of / "gen-000001" / name
    whole = path.read_bytes()
    for at in sorted({0, len(whole) // 3, len(whole) // 2, len(whole) - 1}):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << (at % 8)
        path.write_bytes(flipped)
        assert name in refused(copy_of) or name == "manifest.json"
    path.write_bytes(whole)
    load(copy_of)


def test_one_flipped_bit_anywhere_in_the_manifest_is_refused(copy_of):
    path = copy_of / "gen-000001" / "manifest.json"
    whole = path.read_bytes()
    for at in range(0, len(whole), 5):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << (at % 8)
        path.write_bytes(flipped)
        with pytest.raises(IndexDamaged):
            Verified(path.parent)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_and_named(copy_of, name):
    (copy_of / "gen-000001" / name).unlink()
    assert name in refused(copy_of)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_refused_with_both_sizes(copy_of, name):
    path = copy_of / "gen-000001" / name
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-1])
    message = refused(copy_of)
    assert name == "manifest.json" or f"有 {size - 1} 字节，清单写的是 {size}" in message


def test_a_longer_file_and_one_file_too_many_are_refused(copy_of):
    path = copy_of / "gen-000001" / "catalog.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert "catalog.json" in refused(copy_of)
    path.write_bytes(path.read_bytes()[:-1])
    (copy_of / "gen-000001" / "extra.txt").touch()
    assert "清单有 18 个文件，文件夹里有 19 个（extra.txt）" in refused(copy_of)


def test_a_folder_in_the_place_of_a_file_is_refused(copy_of):
    path = copy_of / "gen-000001" / "dense.faiss"
    path.unlink()
    path.mkdir()
    assert "dense.faiss" in refused(copy_of)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "files": 3}', '{"files": {}}', '{"format": 2, "files": {}}']
)
def test_a_manifest_that_is_none_is_refused(copy_of, text):
    (copy_of / "gen-000001" / "manifest.json").write_text(text)
    assert "manifest.json" in refused(copy_of)


@pytest.mark.parametrize("version", [0, 1, "2", None])
def test_another_format_is_refused_with_both_numbers(copy_of, version):
    path = copy_of / "gen-000001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "format": version}))
    assert f"索引格式是 {version}，程序要 2" in refused(copy_of)


def test_no_index_is_missing_and_not_damaged(tmp_path, copy_of):
    for root in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(IndexMissing, match="wenyuan build"):
            load(root)
    for text in ("", "gen-000009", "../copy/gen-000001", "gen-000001/../..", "\xff"):
        (copy_of / "CURRENT").write_text(text, encoding="latin-1")
        with pytest.raises(IndexMissing, match="wenyuan build"):
            load(copy_of)
    (copy_of / "CURRENT").unlink()
    with pytest.raises(IndexMissing):
        load(copy_of)


def test_two_writers_and_the_second_is_told_so(tmp_path):
    with writer(tmp_path), pytest.raises(Busy, match="另一个 wenyuan build"), writer(tmp_path):
        pass
    assert make(tmp_path) == "gen-000001"


def test_a_writer_that_fails_leaves_the_old_generation_and_nothing_else(copy_of):
    with pytest.raises(RuntimeError, match="disk"), writer(copy_of) as folder:
        write_bytes(folder / "file", b"half")
        raise RuntimeError("disk")
    assert names(copy_of) == ["gen-000001"]
    assert load(copy_of).name == "gen-000001"


def test_a_writer_that_is_killed_leaves_the_old_generation_and_the_next_clears_up(copy_of):
    code = (
        "import os, sys; from pathlib import Path; from index.arrays import write_bytes; from index.store import writer\n"
        "with writer(Path(sys.argv[1])) as folder:\n    write_bytes(folder / 'file', b'half'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(copy_of)], check=False).returncode == 9
    assert names(copy_of) == ["gen-000001", "gen-000002.tmp"]
    assert load(copy_of).name == "gen-000001"
    build_tiny(copy_of.parent / "articles", copy_of)
    assert [name for name in names(copy_of) if name.endswith(".tmp")] == []
    assert load(copy_of).name == names(copy_of)[-1]


def test_killed_between_the_renaming_and_current_the_old_one_stays_in_use(copy_of):
    shutil.copytree(copy_of / "gen-000001", copy_of / "gen-000002")
    (copy_of / "CURRENT.tmp").write_text("gen-0")
    assert load(copy_of).name == "gen-000001"
    assert build_tiny(copy_of.parent / "articles", copy_of) == "gen-000003"
    assert load(copy_of).name == "gen-000003"


def test_three_generations_are_kept(tmp_path):
    for number in range(1, 6):
        assert make(tmp_path) == f"gen-{number:06d}"
    assert names(tmp_path) == ["gen-000003", "gen-000004", "gen-000005"]


def test_one_that_is_read_is_not_removed_until_it_is_let_go(tmp_path):
    make(tmp_path)
    held = Verified(current(tmp_path))
    for _ in range(4):
        make(tmp_path)
    assert names(tmp_path) == ["gen-000001", "gen-000003", "gen-000004", "gen-000005"]
    assert bytes(held.data("file")) == b"data"
    del held
    gc.collect()
    make(tmp_path)
    assert names(tmp_path) == ["gen-000004", "gen-000005", "gen-000006"]


def test_one_that_another_process_reads_is_not_removed(copy_of):
    code = (
        "import sys; from pathlib import Path; from index.generation import load\n"
        "generation = load(Path(sys.argv[1])); print(generation.name, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(copy_of)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "gen-000001\n"
        for _ in range(4):
            make(copy_of)
        assert "gen-000001" in names(copy_of)
        reader.communicate("\n")
    make(copy_of)
    assert "gen-000001" not in names(copy_of)


def test_an_old_generation_removed_by_half_stops_nobody(tmp_path):
    for _ in range(3):
        make(tmp_path)
    (tmp_path / "gen-000001" / "manifest.json").unlink()
    assert make(tmp_path) == "gen-000004"
    assert names(tmp_path) == ["gen-000002", "gen-000003", "gen-000004"]


def test_reading_leaves_nothing_open(published):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        generation = load(published)
        assert generation.passage(0).article_id == "bridge"
        del generation
        gc.collect()
    assert [str(warning.message) for warning in caught if issubclass(warning.category, ResourceWarning)] == []
    with (published / "gen-000001" / "manifest.json").open("rb") as manifest:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.05)
        else:
            pytest.fail("the lock is still held")


def test_arrays_come_back_without_a_copy_and_cannot_be_changed(tmp_path):
    with writer(tmp_path) as folder:
        write_array(folder / "a.npy", np.arange(6, dtype=np.int32).reshape(2, 3))
        write_array(folder / "empty.npy", np.zeros(0, dtype=np.uint64))
        write_bytes(folder / "b.npy", b"no array")
        write_bytes(folder / "none", b"")
        publish(folder, {})
    files = Verified(current(tmp_path))
    array = files.array("a.npy")
    assert array.tolist() == [[0, 1, 2], [3, 4, 5]] and not array.flags.writeable and not array.flags.owndata
    assert (files.array("empty.npy").shape, files.array("empty.npy").dtype) == ((0,), np.uint64)
    assert files.data("none") == b""
    for name in ("b.npy", "none"):
        with pytest.raises(IndexDamaged, match=f"{name}：不是数组文件"):
            files.array(name)
    with pytest.raises(IndexDamaged, match=r"清单里没有 other"):
        files.data("other")


def test_an_array_of_python_objects_is_never_read(tmp_path):
    with writer(tmp_path) as folder:
        np.save(folder / "o.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
        publish(folder, {})
    with pytest.raises(IndexDamaged, match="不是数组文件"):
        Verified(current(tmp_path)).array("o.npy")
