"""A build that was stopped: the old generation stays, and nothing is encoded twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import HashingEncoder, build_tiny

from corpus.errors import IndexMissing
from index import build as module
from index import vectors
from index.build import ARMS, build
from index.generation import load
from index.rows import indexed_text
from index.search import NO_VECTORS, Searcher
from index.store import current

HOUSE = Path(__file__).parent.parent


class StoppedEncoder(HashingEncoder):
    """Counts what it encodes, and is stopped after some batches."""

    def __init__(self, batches=10**9, error=KeyboardInterrupt):
        self.batches, self.error, self.texts = batches, error, []

    def encode_passages(self, passages, progress=None):
        if self.batches == 0:
            raise self.error
        self.batches -= 1
        self.texts += passages
        return super().encode_passages(passages, progress)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "ENCODE_AT_ONCE", 4)
    (tmp_path / "articles").mkdir()
    for number in range(30):
        text = f"第{number}号公园开放。\n园内种了{number}棵银杏。"
        (tmp_path / "articles" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "articles"


def run(folder, encoder):
    return build([folder], folder.parent / "index", encoder, lambda *step: None)


def names(folder):
    return sorted(path.name for path in (folder.parent / "index").iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("batches", [0, 1, 5])
def test_what_was_encoded_before_a_stop_is_not_encoded_again(folder, batches, error):
    stopped, second, whole = StoppedEncoder(batches, error), StoppedEncoder(), StoppedEncoder()
    with pytest.raises(error):
        run(folder, stopped)
    assert names(folder) == [".lock", *(["part-hashing-1"] if batches else [])]
    run(folder, second)
    build([folder], folder.parent / "fresh", whole, lambda *step: None)
    assert len(stopped.texts) == 4 * batches
    assert stopped.texts + second.texts == whole.texts
    made, wanted = (
        {path.name: path.read_bytes() for path in (folder.parent / root / "gen-000001").iterdir()} for root in ("index", "fresh")
    )
    assert made == wanted
    assert names(folder) == [".lock", "CURRENT", "gen-000001"]


def test_the_old_generation_stays_in_use(folder):
    run(folder, HashingEncoder())
    (folder / "new.txt").write_text("西岸大桥昨天通车。", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run(folder, StoppedEncoder(0))
    assert names(folder) == [".lock", "CURRENT", "gen-000001"]
    assert len(load(folder.parent / "index").catalog) == 30


def test_a_record_written_by_half_or_changed_is_encoded_again(folder):
    with pytest.raises(KeyboardInterrupt):
        run(folder, StoppedEncoder(5))
    path = folder.parent / "index" / "part-hashing-1" / "vectors"
    data = bytearray(path.read_bytes())
    record = len(data) // 20
    data[3 * record + 40] ^= 1
    path.write_bytes(data[:-7])
    second = StoppedEncoder()
    run(folder, second)
    assert len(second.texts) == 60 - 20 + 2


def test_parts_of_another_encoder_are_not_used_and_go_in_the_end(folder):
    with pytest.raises(KeyboardInterrupt):
        run(folder, StoppedEncoder(5))
    other = StoppedEncoder()
    other.fingerprint = "hashing-2"
    run(folder, other)
    assert len(other.texts) == 60 and names(folder) == [".lock", "CURRENT", "gen-000001"]


KILLED = """
import sys; from pathlib import Path; sys.path.insert(0, "tests")
from conftest import HashingEncoder
from index import vectors; from index.build import build
vectors.ENCODE_AT_ONCE = 4
class Slow(HashingEncoder):
    left = 5
    def encode_passages(self, passages, progress=None):
        if self.left == 0:
            print("now", flush=True); input()
        self.left -= 1
        return super().encode_passages(passages, progress)
build([Path(sys.argv[1])], Path(sys.argv[2]), Slow(), lambda *step: None)
"""


def test_after_a_real_kill_the_rest_is_encoded_and_nothing_twice(folder):
    command = [sys.executable, "-c", KILLED, str(folder), str(folder.parent / "index")]
    with subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout.readline() == b"now\n"
        running.send_signal(signal.SIGKILL)
    assert "gen-000001.tmp" in names(folder)
    with pytest.raises(IndexMissing):
        current(folder.parent / "index")
    second = StoppedEncoder()
    run(folder, second)
    assert len(second.texts) == 60 - 4 * 5
    assert names(folder) == [".lock", "CURRENT", "gen-000001"]


def test_the_words_are_published_first_when_most_of_a_large_corpus_is_to_be_encoded(folder, monkeypatch):
    monkeypatch.setattr(module, "LEXICAL_FIRST", 20)
    with pytest.raises(KeyboardInterrupt):
        run(folder, StoppedEncoder(5))
    generation = load(folder.parent / "index")
    assert (generation.manifest["arms"], generation.dense) == (["BM25"], None)
    encoder = StoppedEncoder()
    searcher = Searcher(generation, encoder)
    hits = searcher.search("第17号公园种了多少棵银杏", 30)
    assert "17棵" in hits[0].passage.text and searcher.degraded == NO_VECTORS
    own = encoder.encode_question("第17号公园种了多少棵银杏") @ encoder.encode_question(indexed_text(hits[0].passage))
    assert hits[0].dense == pytest.approx(own, abs=1e-6)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    del generation, searcher
    second = StoppedEncoder()
    report = run(folder, second)
    assert (report.generation, len(second.texts)) == ("gen-000002", 40), "the second one goes on, and needs no generation between"
    whole = load(folder.parent / "index")
    assert whole.manifest["arms"] == ARMS and Searcher(whole, second).degraded is None


def test_a_build_of_two_steps_leaves_one_generation(folder, monkeypatch):
    seen = []

    class Looking(HashingEncoder):
        def encode_passages(self, passages, progress=None):
            seen.append(load(folder.parent / "index").manifest["arms"])
            return super().encode_passages(passages, progress)

    monkeypatch.setattr(module, "LEXICAL_FIRST", 20)
    assert run(folder, Looking()).generation == "gen-000002"
    assert seen[0] == ["BM25"] and names(folder) == [".lock", "CURRENT", "gen-000002"]
    (folder / "new.txt").write_text("西岸大桥昨天通车。", encoding="utf-8")
    seen.clear()
    run(folder, Looking())
    assert seen == [ARMS], "one new article: the whole old index is better than the words of the new one"


def test_nothing_of_an_answer_from_words_alone_is_no_number(folder, monkeypatch):
    monkeypatch.setattr(module, "LEXICAL_FIRST", 20)
    with pytest.raises(KeyboardInterrupt):
        run(folder, StoppedEncoder(0))
    searcher = Searcher(load(folder.parent / "index"), HashingEncoder())
    for question in ("", "量子力学"):
        assert all(np.isfinite([hit.score, hit.dense]).all() for hit in searcher.search(question, 60))
    assert searcher.search("公园", 5, np.array([], dtype=np.int64)) == []


def test_ctrl_c_is_130_and_says_that_the_index_in_use_is_untouched(tmp_path):
    build_tiny(tmp_path / "articles", tmp_path / "index")
    many = "\n".join(f"第{number}号公园昨天开放了。" * 9 for number in range(900))
    (tmp_path / "articles" / "many.txt").write_text(many, encoding="utf-8")
    command = [sys.executable, "-c", "from ui.cli import main; main()", "build", tmp_path / "articles", "--index", tmp_path / "index"]
    running = subprocess.Popen(command, cwd=HOUSE, stderr=subprocess.PIPE)
    started = time.monotonic()
    while not list((tmp_path / "index").glob("part-*/vectors")) and time.monotonic() - started < 60:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "已中断，原来的索引没有动。" in err.decode() and "接着做" in err.decode() and "Traceback" not in err.decode()
    assert (tmp_path / "index" / "CURRENT").read_text() == "gen-000001"
    assert sorted(path.name for path in (tmp_path / "index").glob("gen-*")) == ["gen-000001"]


CUTTING = "from index import terms; terms.POOL_FROM, terms.BLOCK = 0, 20; from ui.cli import main; main()"


def test_ctrl_c_while_several_processes_cut_words_is_as_quiet(tmp_path):
    build_tiny(tmp_path / "articles", tmp_path / "index")
    many = "\n".join(f"第{number}号公园昨天开放了。" * 9 for number in range(9000))
    (tmp_path / "articles" / "many.txt").write_text(many, encoding="utf-8")
    command = [sys.executable, "-c", CUTTING, "build", tmp_path / "articles", "--index", tmp_path / "index"]
    running = subprocess.Popen(command, cwd=HOUSE, stderr=subprocess.PIPE, start_new_session=True)
    started = time.monotonic()
    while not (tmp_path / "index" / "gen-000002.tmp" / "repeated.npy").exists() and time.monotonic() - started < 60:
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err.decode().count("\n")) == (130, 2), err.decode()
    assert sorted(path.name for path in (tmp_path / "index").glob("gen-*")) == ["gen-000001"]
