"""Probabilities of characters against the formula, worked out by hand."""

from math import isclose, log

import numpy as np

from corpus.grams import Grams, load_grams


def small() -> Grams:
    """甲 3 times, 乙 2 times, 丙 once; 甲乙 stands twice, 甲乙丙 once."""
    key = 1 << 12 | 2
    return Grams(
        "甲乙丙", np.array([0.0, 3, 2, 1]), {2: np.array([key]), 3: np.array([key << 12 | 3]), 4: np.array([], dtype=np.int64)},
        {2: np.array([2]), 3: np.array([1]), 4: np.array([], dtype=np.int64)},
    )  # fmt: skip


def test_a_character_by_itself() -> None:
    assert small().probability([], 2) == (2 + 0.5) / 6


def test_a_character_after_another() -> None:
    alone = (2 + 0.5) / 6
    assert small().probability([1], 2) == (2 + 20 * alone) / (3 + 20)


def test_a_longer_context_stands_on_the_shorter_one() -> None:
    one = ((1 + 0.5) / 6 * 20 + 0) / (2 + 20)  # 丙 after 乙, which were never seen together
    assert small().probability([1, 2], 3) == (1 + 8 * one) / (2 + 8)


def test_unknown_characters_are_one() -> None:
    grams = small()
    assert grams.coded("甲鱻，") == [1, 0, 0]
    assert isclose(grams.logs([], [0])[0], log(0.5 / 6))


def test_the_shipped_table_knows_what_newspapers_write() -> None:
    grams = load_grams()
    party, party_after = grams.logs([], grams.coded("党"))[0], grams.logs(grams.coded("共产"), grams.coded("党"))[0]
    assert party_after > party + 5
