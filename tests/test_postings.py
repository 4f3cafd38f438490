"""BM25's arrays made by ranges, in files and in several processes, against those made at once."""

import os
import random
from collections import Counter

import numpy as np
import pytest

from index import postings, terms
from index.arrays import ArrayWriter, write_array
from index.lexical import term_key, weights_of
from index.postings import POSTING, Counted, Postings, build_lexical, postings_of
from index.terms import write_terms

VOCABULARY = [f"词{number}" for number in range(300)]


def passages_of(count, seed=3):
    draw = random.Random(seed)
    return [[draw.choice(VOCABULARY) for _ in range(draw.randrange(0, 40))] for _ in range(count)]


def by_ranges(passages, block=7, before=None, size=None, rows=None):
    """As a build does it: block by block, each block's rows given."""
    rows = np.arange(len(passages), dtype=np.int32) if rows is None else rows
    gathered, lengths = Postings(size or len(passages)), np.zeros(size or len(passages), dtype=np.int32)
    for start in range(0, len(passages), block):
        found, counted = postings_of(passages[start : start + block])
        own = rows[start : start + block]
        lengths[own] = counted
        found["row"] = own[found["row"]]
        gathered.add(found)
    return gathered, lengths


def arrays_of(parts):
    parts = list(parts)
    return {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("terms", "sizes", "rows", "counts", "weights")}


def test_postings_of_a_block_are_its_counts():
    passages = passages_of(20)
    found, lengths = postings_of(passages)
    counts = {(term_key(term), row): count for row, passage in enumerate(passages) for term, count in Counter(passage).items()}
    assert found.tolist() == [(key, row, count) for (key, row), count in sorted(counts.items())]
    assert lengths.tolist() == [len(passage) for passage in passages]
    assert len(postings_of([])[0]) == len(postings_of([[], []])[0]) == 0


@pytest.mark.parametrize(("rows_a_range", "in_memory"), [(8192, 1 << 20), (10, 1 << 20), (1, 64)])
def test_ranges_and_files_change_nothing(monkeypatch, rows_a_range, in_memory):
    passages = passages_of(90)
    whole = build_lexical(passages)
    monkeypatch.setattr(postings, "ROWS_A_RANGE", rows_a_range)
    monkeypatch.setattr(postings, "IN_MEMORY", in_memory)
    gathered, lengths = by_ranges(passages)
    made = arrays_of(gathered.parts(lengths))
    gathered.close()
    for name in ("terms", "rows", "weights"):
        assert np.array_equal(made[name], getattr(whole, name)), name
    assert np.array_equal(np.cumsum(made["sizes"]), whole.first[1:])


def test_what_was_counted_before_is_as_good_as_counted_now(monkeypatch):
    monkeypatch.setattr(postings, "ROWS_A_RANGE", 10)
    passages = passages_of(60)
    gathered, lengths = by_ranges(passages)
    old = arrays_of(gathered.parts(lengths))
    kept = {row: new for new, row in enumerate(range(59, 9, -2))}  # every other one goes, the rest in another order
    row_of = np.array([kept.get(row, -1) for row in range(60)], dtype=np.int32)
    new = passages_of(8, seed=9)
    size, rows = len(kept) + len(new), np.arange(len(kept), len(kept) + len(new), dtype=np.int32)
    gathered, lengths = by_ranges(new, size=size, rows=rows)
    lengths[list(kept.values())] = [len(passages[row]) for row in kept]
    first = np.concatenate([[0], np.cumsum(old["sizes"])])
    made = arrays_of(gathered.parts(lengths, Counted(old["terms"], first, old["rows"], old["counts"], row_of)))
    whole = build_lexical([passages[row] for row in kept] + new)
    for name in ("terms", "rows", "weights"):
        assert np.array_equal(made[name], getattr(whole, name)), name


def test_nothing_of_what_was_laid_aside_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(postings, "IN_MEMORY", 1)
    gathered = Postings(100, tmp_path)
    gathered.add(postings_of(passages_of(100))[0])
    gathered.close()
    assert list(tmp_path.iterdir()) == []


def test_the_same_files_from_one_process_and_from_several(tmp_path, monkeypatch):
    texts = [f"第{number}号公园昨天开放，种了{number * 7}棵银杏，由第{number % 13}分局管理。" for number in range(120)]
    made = []
    for number, pool_from in enumerate((10**9, 0)):
        monkeypatch.setattr(terms, "POOL_FROM", pool_from)
        monkeypatch.setattr(terms, "BLOCK", 25)
        folder, lengths = tmp_path / str(number), np.full(len(texts), -1, dtype=np.int32)
        folder.mkdir()
        steps = []
        rows = np.arange(len(texts), dtype=np.int32)
        write_terms(folder, iter(texts), rows, lengths, None, lambda *step, steps=steps: steps.append(step))
        assert sum(more for _, more, _ in steps) == len(texts)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1] and sorted(made[0]) == ["counts.npy", "first.npy", "lengths.npy", "rows.npy", "terms.npy", "weights.npy"]


def test_where_no_process_can_be_started_it_is_done_here(monkeypatch):
    texts = [f"第{number}号公园昨天开放。" for number in range(60)]
    wanted = [found.tolist() for found, _ in terms._blocks(texts, len(texts))]
    monkeypatch.setattr(terms, "POOL_FROM", 0)
    monkeypatch.setattr(terms, "_deaf", os.abort)  # every process dies before it has counted anything
    assert [found.tolist() for found, _ in terms._blocks(texts, len(texts))] == wanted


def test_a_count_too_large_for_its_place_is_the_largest():
    found, _ = postings_of([["字"] * 70_000])
    assert found.dtype == POSTING and found["count"].tolist() == [65535]


def test_weights_of_one_posting_by_hand():
    weight = weights_of(np.array([2]), np.array([1]), np.array([4]), 3.0, 3)
    assert weight == pytest.approx([np.log(1 + (3 - 1 + 0.5) / 1.5) * 2 * 2.2 / (2 + 1.2 * (0.4 + 0.6 * 4 / 3))], rel=1e-6)


@pytest.mark.parametrize("count", [0, 1, 7, 100_000])
def test_an_array_written_by_parts_is_the_array(tmp_path, count):
    array = np.arange(count, dtype=np.int32)
    write_array(tmp_path / "whole.npy", array)
    writer = ArrayWriter(tmp_path / "parts.npy", np.int32)
    for part in np.array_split(array, 3):
        writer.append(part)
    writer.close()
    assert (tmp_path / "parts.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
