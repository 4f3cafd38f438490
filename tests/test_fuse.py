"""Fusion by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import DENSE_WEIGHT, SHARPNESS, dense_weight, fused, standardised


def floats(*values):
    return np.array(values, dtype=np.float32)


def test_standardised_by_hand():
    # mean (1 + 2 + 6) / 3 = 3, variance (4 + 1 + 9) / 3
    deviation = ((4 + 1 + 9) / 3) ** 0.5
    assert standardised(floats(1, 2, 6)) == pytest.approx([-2 / deviation, -1 / deviation, 3 / deviation])


def test_fused_by_hand():
    lexical, dense = floats(0, 2), floats(0.9, 0.7)  # each one deviation from its mean
    assert fused(lexical, dense, weight=0.5) == pytest.approx([-1 + 0.5 * 1, 1 + 0.5 * -1], rel=1e-5)
    assert fused(lexical, dense, weight=0) == pytest.approx([-1, 1])


def test_an_arm_that_says_the_same_of_all_says_nothing():
    assert standardised(floats(3, 3, 3)).tolist() == [0, 0, 0]
    assert fused(floats(0, 0), floats(0.5, 0.9), 0.5) == pytest.approx([-0.5, 0.5], rel=1e-5)
    assert fused(floats(2), floats(0.5), 0.5).tolist() == [0]
    assert fused(floats(), floats(), 0.5).tolist() == []


def test_vectors_count_the_less_the_more_of_the_question_a_passage_has_word_for_word():
    assert dense_weight(0.0, 10.0) == dense_weight(0.0, 0.0) == DENSE_WEIGHT
    assert dense_weight(5.0, 10.0) == pytest.approx(DENSE_WEIGHT * 0.5**SHARPNESS)
    assert dense_weight(10.0, 10.0) == dense_weight(10.1, 10.0) == 0


def test_rows_that_are_not_the_same_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        fused(floats(1, 2), floats(1, 2, 3), 0.5)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30))
def test_the_order_stays_and_equal_scores_stay_equal(values):
    scores = standardised(floats(*values))
    for a, x in zip(values, scores, strict=True):
        for b, y in zip(values, scores, strict=True):
            assert (a == b) <= (x == y) and (a < b) <= (x < y)
