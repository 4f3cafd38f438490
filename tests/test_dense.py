"""FAISS against numpy's own products."""

import numpy as np
import pytest

from corpus.errors import IndexDamaged
from index import dense
from index.dense import build_dense, dense_bytes, dense_from


def unit_vectors(count, dimensions=16, seed=3):
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)


VECTORS = unit_vectors(300)


@pytest.mark.parametrize("k", [1, 10, 100, 300, 1000])
def test_rows_and_scores_are_those_of_a_product_with_every_vector(k):
    question = unit_vectors(1, seed=4)[0]
    rows, scores = build_dense(VECTORS).search(question, k)
    products = np.array([float(np.dot(vector, question)) for vector in VECTORS])
    assert rows.tolist() == np.argsort(-products)[:k].tolist()
    assert scores == pytest.approx(np.sort(products)[::-1][:k], abs=1e-6)


def test_every_vector_finds_itself_first_with_cosine_one():
    index = build_dense(VECTORS)
    for row, vector in enumerate(VECTORS):
        rows, scores = index.search(vector, 1)
        assert rows[0] == row and scores[0] == pytest.approx(1, abs=1e-3)


def test_only_allowed_rows_are_found():
    index, allowed = build_dense(VECTORS), np.array([5, 7, 250], dtype=np.int64)
    rows, scores = index.search(VECTORS[9], 10, allowed)
    products = VECTORS[allowed] @ VECTORS[9]
    assert rows.tolist() == allowed[np.argsort(-products)].tolist()
    assert scores == pytest.approx(np.sort(products)[::-1], abs=1e-6)


def test_where_nothing_is_allowed_nothing_is_found():
    rows, scores = build_dense(VECTORS).search(VECTORS[0], 10, np.array([], dtype=np.int64))
    assert (rows.tolist(), scores.tolist()) == ([], [])


def test_a_question_of_another_length_is_refused_with_both_numbers():
    with pytest.raises(ValueError, match=r"\(15,\).*16 dimensions"):
        build_dense(VECTORS).search(VECTORS[0][:15], 1)


def test_the_bytes_give_the_same_index():
    index = dense_from(dense_bytes(build_dense(VECTORS)))
    assert (index.size, index.dimensions) == VECTORS.shape
    assert all(np.array_equal(index.faiss.reconstruct(row), VECTORS[row]) for row in range(len(VECTORS)))


@pytest.mark.parametrize("data", [b"", b"junk", bytes(dense_bytes(build_dense(VECTORS)))[:-9]], ids=["empty", "junk", "cut"])
def test_bytes_that_are_no_index_are_refused(data):
    with pytest.raises(IndexDamaged, match="wenyuan build"):
        dense_from(data)


@pytest.fixture
def large(monkeypatch):
    """3,000 vectors in groups, as an index that is too large to be compared one by one."""
    monkeypatch.setattr(dense, "FLAT_UP_TO", 1000)
    centres = np.repeat(unit_vectors(100, 32, 5), 30, axis=0)
    vectors = centres + 0.5 * unit_vectors(3000, 32, 6)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    return vectors, build_dense(vectors)


def nearest(vectors, question, k, allowed=None):
    rows = np.arange(len(vectors)) if allowed is None else allowed
    return rows[np.argsort(-(vectors[rows] @ question), kind="stable")[:k]]


def test_a_large_index_has_cells_and_finds_what_a_product_with_every_vector_finds(large):
    vectors, index = large
    assert index.faiss.nlist == int(2 * 3000**0.5)
    found = [len(np.intersect1d(index.search(question, 20)[0], nearest(vectors, question, 20))) for question in vectors[::50]]
    assert np.mean(found) / 20 >= 0.99


@pytest.mark.parametrize("by_hand", [0, 10_000])
def test_a_large_index_finds_only_what_is_allowed(large, monkeypatch, by_hand):
    monkeypatch.setattr(dense, "BY_HAND", by_hand)
    vectors, index = large
    for allowed in (np.arange(0, 3000, 2), np.arange(0, 3000, 100), np.array([2999], dtype=np.int64)):
        rows, scores = index.search(vectors[7], 20, allowed)
        assert len(np.intersect1d(rows, nearest(vectors, vectors[7], 20, allowed))) >= 0.95 * len(rows) > 0
        assert len(rows) == min(20, len(allowed)) and scores.tolist() == sorted(scores.tolist(), reverse=True)


def test_a_large_index_gives_its_vectors_back_and_is_the_same_bytes_again(large):
    vectors, index = large
    again = dense_from(dense_bytes(build_dense(vectors)))
    assert bytes(dense_bytes(again)) == bytes(dense_bytes(index))
    assert np.array_equal(again.vectors(np.arange(3000)), vectors) and np.array_equal(again.faiss.reconstruct(5), vectors[5])


def test_rows_may_share_a_vector():
    index = build_dense(VECTORS, np.array([3, 3, 0]))
    assert index.size == 3 and np.array_equal(index.vectors(np.array([1, 2])), VECTORS[[3, 0]])
